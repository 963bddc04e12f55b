/* A model made of the one that ships and of what an input taught. */
#include "fitted_model.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "sealed_model.h"

enum { LEAST_BITS = 4 };

static dvk_status fill(dvi_repeated *set, const uint64_t *lines, size_t n) {
    unsigned bits = LEAST_BITS;
    while (n > ((size_t)1 << bits) / 2)
        bits++;
    size_t size = (size_t)1 << bits;
    set->places = dvi_alloc_zero(size, sizeof *set->places);
    if (set->places == NULL) return DVK_E_MEMORY;
    set->mask = size - 1;
    set->shift = DVI_LINE_KEY_BITS - bits;
    for (size_t i = 0; i < n; i++) {
        size_t at = (size_t)(lines[i] >> 2 >> set->shift);
        while (set->places[at] != 0)
            at = (at + 1) & set->mask;
        set->places[at] = lines[i];
    }
    return DVK_OK;
}

/* The same on machines of either byte order. */
static uint64_t hash_of(const uint64_t *lines, size_t n) {
    uint64_t hash = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char bytes[8];
        dvi_put64(bytes, lines[i]);
        hash = XXH3_64bits_withSeed(bytes, sizeof bytes, hash);
    }
    return hash;
}

dvk_status dvi_fitted_model_create(dvk_model **out, const uint64_t *lines, size_t n) {
    *out = dvi_alloc(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    memcpy(*out, dvk_model_builtin(), sizeof **out);
    (*out)->fingerprint ^= hash_of(lines, n);
    if (fill(&(*out)->repeated, lines, n) == DVK_OK) return DVK_OK;
    dvi_free(*out);
    *out = NULL;
    return DVK_E_MEMORY;
}

void dvk_model_destroy(dvk_model *model) {
    if (model == NULL || model == dvk_model_builtin()) return;
    dvi_free(model->repeated.places);
    dvi_free(model);
}
