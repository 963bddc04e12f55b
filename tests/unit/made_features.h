/* For tests of what works on features: chance that is the same on every machine, and features put together by
 * hand. */
#ifndef TEST_MADE_FEATURES_H
#define TEST_MADE_FEATURES_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "dvoinik/features.h"

/* Features with room for as many as there may be. `features` lends its arrays from here and is not to be
 * finished. */
typedef struct made_features {
    dvk_feature list[DVK_MAX_FEATURES];
    uint32_t shingles[DVK_MAX_SHINGLES];
    dvk_features features;
} made_features;

static inline void made_init(made_features *made) {
    made->features = (dvk_features){.list = made->list, .shingles = made->shingles, .time = DVK_NO_TIME};
}

static inline int made_by_key(const void *a, const void *b) {
    const dvk_feature *x = a, *y = b;
    return x->key < y->key ? -1 : x->key > y->key;
}

static inline int made_by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Adds a feature where its key belongs, unless it is there already. */
static inline void made_add(made_features *made, dvk_feature feature) {
    for (uint32_t i = 0; i < made->features.n_features; i++)
        if (made->list[i].key == feature.key) return;
    if (made->features.n_features == DVK_MAX_FEATURES) return;
    made->list[made->features.n_features++] = feature;
    qsort(made->list, made->features.n_features, sizeof *made->list, made_by_key);
}

/* The `sample` smallest of `n` values, each once; the total is counted before the cut. */
static inline void made_shingles(made_features *made, const uint32_t *values, size_t n, uint32_t sample) {
    uint32_t *sorted = malloc((n + 1) * sizeof *sorted);
    uint32_t kept = 0, total = 0;
    if (sorted == NULL) abort();
    memcpy(sorted, values, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, made_by_value);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && sorted[i] == sorted[i - 1]) continue;
        if (kept < sample) made->shingles[kept++] = sorted[i];
        total++;
    }
    made->features.n_shingles = kept;
    made->features.shingle_total = total;
    free(sorted);
}

/* An article of at most `most` features out of `keys` possible ones, and of at most as many shingles. A key
 * has the same kind in every article, as in life; weight, place and zone differ. */
static inline void made_at_random(made_features *made, uint32_t most, uint32_t keys) {
    uint32_t values[DVK_MAX_SHINGLES];
    uint32_t n = any(most + 1), n_shingles = any((most < DVK_MAX_SHINGLES ? most : DVK_MAX_SHINGLES) + 1);
    made_init(made);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t key = 1 + any(keys);
        made_add(made, (dvk_feature){.key = key * 2654435761u,
                                     .weight = (uint16_t)(1 + any(4000)),
                                     .position = (uint16_t)(any(5) == 0 ? 0 : any(65536)),
                                     .kind = (uint8_t)(key % 6),
                                     .zone = (uint8_t)(1 + any(7))});
    }
    for (uint32_t i = 0; i < n_shingles; i++)
        values[i] = any(keys) * 2246822519u;
    made_shingles(made, values, n_shingles, DVK_MAX_SHINGLES / 4);
    made->features.n_tokens = n * 2;
    made->features.language = any(dvk_language_count());
    made->features.dateline = any(367);
    made->features.time = any(2) ? DVK_NO_TIME : (int64_t)any(1000000);
}

#endif
