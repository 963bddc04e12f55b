/* Evidence: the shared features that carry a score. */
#include <stdlib.h>

#include "match/compare.h"
#include "dvoinik/match.h"

static int larger_first(const void *a, const void *b) {
    const dvk_evidence *x = a, *y = b;
    if (x->share != y->share) return x->share < y->share ? 1 : -1;
    return x->key < y->key ? -1 : x->key > y->key;
}

size_t dvk_match_evidence(const dvk_model *model, const dvk_features *a, const dvk_features *b, dvk_evidence *out, size_t cap) {
    (void)model;
    dvk_evidence all[DVK_MAX_FEATURES];
    size_t n = 0;
    uint64_t dot = 0;
    for (uint32_t i = 0, j = 0; i < a->n_features && j < b->n_features;) {
        const dvk_feature *f = &a->list[i], *g = &b->list[j];
        i += f->key <= g->key;
        j += g->key <= f->key;
        if (f->key != g->key) continue;
        uint32_t product = (uint32_t)f->weight * g->weight;
        dot += product;
        all[n++] = (dvk_evidence){f->key, f->kind == DVK_FEATURE_NAME ? f->kind : g->kind, product};
    }
    qsort(all, n, sizeof *all, larger_first);
    if (n > cap) n = cap;
    for (size_t i = 0; i < n; i++) {
        out[i] = all[i];
        out[i].share = dot == 0 ? 0 : (uint32_t)(((uint64_t)all[i].share << 16) / dot);
    }
    return n;
}
