/* A model made of the one that ships and of what an input taught. */
#ifndef DVI_FITTED_MODEL_H
#define DVI_FITTED_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/model.h"

/* The model that ships, and n lines that sources repeat: keys of DVI_LINE_KEY_BITS bits, each << 2 and with
 * its dvi_repetition, rising. The fingerprint tells these; without any it is that of the model that ships.
 * *out is given back by dvk_model_destroy. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_fitted_model_create(dvk_model **out, const uint64_t *lines, size_t n);

#endif
