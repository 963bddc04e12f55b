/* What of the features' blob the library alone uses. */
#ifndef DVI_BLOB_H
#define DVI_BLOB_H

#include "dvoinik/features.h"

/* As dvk_features_read, whatever model made the features. */
dvk_status dvi_features_read_any(dvk_features *out, const uint8_t *blob, size_t size);

#endif
