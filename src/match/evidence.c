/* Evidence: the shared features that carry a score. */
#include <stdbool.h>
#include <stdlib.h>

#include "article/given.h"
#include "base/square_root.h"
#include "dvoinik/match.h"
#include "match/compare.h"

enum { ONE = 65536 };

static int larger_first(const void *a, const void *b) {
    const dvk_evidence *x = a, *y = b;
    if (x->share != y->share) return x->share < y->share ? 1 : -1;
    return x->key < y->key ? -1 : x->key > y->key;
}

static bool is_number(uint32_t kind) {
    return kind == DVK_FEATURE_NUMBER || kind == DVK_FEATURE_DATE;
}

static uint32_t norm_of(const dvk_features *features) {
    uint64_t squares = 0;
    for (uint32_t i = 0; i < features->n_features; i++)
        squares += (uint64_t)features->list[i].weight * features->list[i].weight;
    return dvi_square_root(squares);
}

typedef struct sums {
    uint64_t all, of_numbers;
} sums;

static uint8_t kind_of_both(uint8_t a, uint8_t b) {
    if (a == DVK_FEATURE_NAME || b == DVK_FEATURE_NAME) return DVK_FEATURE_NAME;
    return a < b ? a : b;
}

/* What both have, with the product of the weights as its share; a name once is a name. */
static size_t find_shared(const dvk_features *a, const dvk_features *b, dvk_evidence *out, sums *s) {
    size_t n = 0;
    for (uint32_t i = 0, j = 0; i < a->n_features && j < b->n_features;) {
        const dvk_feature *f = &a->list[i], *g = &b->list[j];
        i += f->key <= g->key;
        j += g->key <= f->key;
        if (f->key != g->key) continue;
        uint32_t product = (uint32_t)f->weight * g->weight;
        s->all += product;
        s->of_numbers += is_number(f->kind) && is_number(g->kind) ? product : 0;
        out[n++] = (dvk_evidence){f->key, kind_of_both(f->kind, g->kind), product};
    }
    return n;
}

/* Numbers carry a score as far as words bear them out; where nothing else is shared they are all there is to
 * show. Returns the sum. */
static uint64_t temper_numbers(dvk_evidence *list, size_t n, const sums *s, uint64_t norms) {
    if (s->all == s->of_numbers) return s->all;
    const uint64_t trust = dvi_trust_in_numbers(s->all, s->of_numbers, norms);
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        if (is_number(list[i].kind)) list[i].share = (uint32_t)(list[i].share * trust / ONE);
        sum += list[i].share;
    }
    return sum;
}

/* As an article can have them: there are more only where features were made up. */
static dvk_features bounded(const dvk_features *features) {
    dvk_features all = *features;
    if (all.n_features > DVK_MAX_FEATURES) all.n_features = DVK_MAX_FEATURES;
    return all;
}

size_t dvk_match_evidence(const dvk_model *model, const dvk_features *a, const dvk_features *b,
                          dvk_evidence *out, size_t cap) {
    if (model == NULL || !dvi_are_features(a) || !dvi_are_features(b) || (out == NULL && cap != 0)) return 0;
    dvk_evidence all[DVK_MAX_FEATURES];
    sums s = {0, 0};
    const dvk_features x = bounded(a), y = bounded(b);
    size_t n = find_shared(&x, &y, all, &s);
    const uint64_t sum = temper_numbers(all, n, &s, (uint64_t)norm_of(&x) * norm_of(&y));
    qsort(all, n, sizeof *all, larger_first);
    if (n > cap) n = cap;
    for (size_t i = 0; i < n; i++) {
        out[i] = all[i];
        out[i].share = sum == 0 ? 0 : (uint32_t)(((uint64_t)all[i].share << 16) / sum);
    }
    return n;
}
