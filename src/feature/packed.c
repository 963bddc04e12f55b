/* Packed features: a head of counts, then each field of the features in an array of its own, kind and zone in
 * one byte, then the shingles. In the machine's own byte order: they never leave the process. */
#include "feature/packed.h"

#include <string.h>

enum { ZONE_BITS = 3, ZONES = (1 << ZONE_BITS) - 1 };

typedef struct head {
    uint32_t n_features, n_shingles, shingle_total, n_tokens, language;
} head;

size_t dvi_packed_size(const dvk_features *features) {
    return DVI_PACKED_HEAD + (size_t)features->n_features * DVI_PACKED_FEATURE +
           features->n_shingles * sizeof *features->shingles;
}

void dvi_features_pack(const dvk_features *f, char *out) {
    head h = {f->n_features, f->n_shingles, f->shingle_total, f->n_tokens, f->language};
    memcpy(out, &h, sizeof h);
    memcpy(out + sizeof h, &f->time, sizeof f->time);
    char *keys = out + DVI_PACKED_HEAD, *weights = keys + (size_t)f->n_features * 4,
         *positions = weights + (size_t)f->n_features * 2;
    char *kinds = positions + (size_t)f->n_features * 2;
    for (uint32_t i = 0; i < f->n_features; i++) {
        memcpy(keys + (size_t)i * 4, &f->list[i].key, 4);
        memcpy(weights + (size_t)i * 2, &f->list[i].weight, 2);
        memcpy(positions + (size_t)i * 2, &f->list[i].position, 2);
        kinds[i] = (char)(f->list[i].kind << ZONE_BITS | f->list[i].zone);
    }
    if (f->n_shingles != 0) memcpy(kinds + f->n_features, f->shingles, f->n_shingles * sizeof *f->shingles);
}

dvk_status dvi_features_unpack(const char *packed, size_t size, void *room, dvk_features *out) {
    head h;
    *out = (dvk_features){.time = DVK_NO_TIME};
    if (size < DVI_PACKED_HEAD) return DVK_E_DAMAGED;
    memcpy(&h, packed, sizeof h);
    if (h.n_features > DVK_MAX_FEATURES || h.n_shingles > DVK_MAX_SHINGLES) return DVK_E_DAMAGED;
    if (size !=
        DVI_PACKED_HEAD + (size_t)h.n_features * DVI_PACKED_FEATURE + h.n_shingles * sizeof *out->shingles)
        return DVK_E_DAMAGED;
    dvk_feature *list = room;
    *out = (dvk_features){.list = list,
                          .shingles = (uint32_t *)(list + h.n_features),
                          .n_features = h.n_features,
                          .n_shingles = h.n_shingles,
                          .shingle_total = h.shingle_total,
                          .n_tokens = h.n_tokens,
                          .language = h.language};
    memcpy(&out->time, packed + sizeof h, sizeof out->time);
    const char *keys = packed + DVI_PACKED_HEAD, *weights = keys + (size_t)h.n_features * 4,
               *positions = weights + (size_t)h.n_features * 2;
    const unsigned char *kinds = (const unsigned char *)positions + (size_t)h.n_features * 2;
    for (uint32_t i = 0; i < h.n_features; i++) {
        memcpy(&list[i].key, keys + (size_t)i * 4, 4);
        memcpy(&list[i].weight, weights + (size_t)i * 2, 2);
        memcpy(&list[i].position, positions + (size_t)i * 2, 2);
        list[i].kind = kinds[i] >> ZONE_BITS;
        list[i].zone = kinds[i] & ZONES;
    }
    if (h.n_shingles != 0) memcpy(out->shingles, kinds + h.n_features, h.n_shingles * sizeof *out->shingles);
    return DVK_OK;
}
