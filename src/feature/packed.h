/* Features packed close, for a spool of this process: without loss, neither versioned nor checked (a blob
 * is). */
#ifndef DVI_PACKED_H
#define DVI_PACKED_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/features.h"

/* Bytes that dvi_features_pack writes. */
size_t dvi_packed_size(const dvk_features *features);

/* `out` holds dvi_packed_size bytes. */
void dvi_features_pack(const dvk_features *features, char *out);

/* Features and shingles of what is packed in `size` bytes at most: what there must be room for. */
enum { DVI_PACKED_HEAD = 28, DVI_PACKED_FEATURE = 9 };
static inline size_t dvi_unpacked_bound(size_t size) {
    return size < DVI_PACKED_HEAD
               ? 0
               : (size - DVI_PACKED_HEAD) / DVI_PACKED_FEATURE * sizeof(dvk_feature) + sizeof(dvk_feature);
}

/* The other way, into `room`, which holds dvi_unpacked_bound(size) bytes, is aligned for dvk_feature and
 * lends `out` its arrays. Returns DVK_OK or DVK_E_DAMAGED. */
dvk_status dvi_features_unpack(const char *packed, size_t size, void *room, dvk_features *out);

#endif
