/* Comparing. Idea: independent reports of an event share names, numbers and rare words; copies and translations share them in the same
 * order and at the same places. The order is Kendall's tau over the features that both have.
 * Source: Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938); inversions counted by merge sort (Knight, JASA 61, 1966).
 * Resemblance and containment: Broder, "On the resemblance and containment of documents", SEQUENCES 1997, section 4, over
 * bottom-k samples cut at the smaller of the two largest hashes. */
#include "match/compare.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { ONE = 65536, NEAR = 5243 /* 0.08 of a text */, SUPPORT_HALF = 24, SHARED_CAP = DVK_MAX_FEATURES, FOCUS_SHIFT = 12, LEAD_ZONES = 3 };

static uint32_t square_root64(uint64_t x) {
    uint64_t root = 0;
    for (uint64_t bit = UINT64_C(1) << 31; bit != 0; bit >>= 1) {
        uint64_t wider = root | bit;
        if (wider * wider <= x) root = wider;
    }
    return (uint32_t)root;
}

static bool is_number(const dvk_feature *f) {
    return f->kind == DVK_FEATURE_NUMBER || f->kind == DVK_FEATURE_DATE;
}

void dvi_comparable_init(dvi_comparable *out, const dvk_features *features) {
    uint64_t plain = 0, full = 0, focus = 0, lead = 0;
    *out = (dvi_comparable){.features = features};
    for (uint32_t i = 0; i < features->n_features; i++) {
        const dvk_feature *f = &features->list[i];
        uint64_t square = (uint64_t)f->weight * f->weight;
        full += square;
        if (f->kind != DVK_FEATURE_CONCEPT) plain += square;
        if (f->kind != DVK_FEATURE_CONCEPT) focus += (square >> FOCUS_SHIFT) * (square >> FOCUS_SHIFT);
        if (f->zone & LEAD_ZONES) lead += square;
        if (is_number(f)) out->numbers += f->weight;
    }
    out->norm = square_root64(plain);
    out->full_norm = square_root64(full);
    out->focus_norm = square_root64(focus);
    out->lead_norm = square_root64(lead);
}

/* What the two lists have in common. */
typedef struct shared {
    uint64_t dot, full_dot, focus_dot, lead_dot;
    uint32_t count, placed, numbers;
    uint16_t at_a[SHARED_CAP], at_b[SHARED_CAP]; /* places of the features that have one in both */
} shared;

static void share(shared *s, const dvk_feature *f, const dvk_feature *g) {
    uint64_t product = (uint64_t)f->weight * g->weight;
    s->full_dot += product;
    if (f->kind != DVK_FEATURE_CONCEPT) {
        s->dot += product;
        s->focus_dot += (product >> FOCUS_SHIFT) * (product >> FOCUS_SHIFT);
    }
    if (f->zone & g->zone & LEAD_ZONES) s->lead_dot += product;
    if (is_number(f)) s->numbers += f->weight < g->weight ? f->weight : g->weight;
    s->count++;
    if (f->position == 0 || g->position == 0) return;
    s->at_a[s->placed] = f->position;
    s->at_b[s->placed++] = g->position;
}

static void find_shared(const dvk_features *a, const dvk_features *b, shared *s) {
    const dvk_feature *f = a->list, *g = b->list, *f_end = f + a->n_features, *g_end = g + b->n_features;
    while (f != f_end && g != g_end) {
        if (f->key == g->key)
            share(s, f++, g++);
        else if (f->key < g->key)
            f++;
        else
            g++;
    }
}

/* Sorts pairs by (major, minor) in place through insertion into runs and merging; counts how often a later one was smaller. */
static uint64_t sort_pairs(uint32_t *pairs, uint32_t *scratch, size_t n) {
    uint64_t inversions = 0;
    for (size_t width = 1; width < n; width *= 2) {
        for (size_t low = 0; low < n; low += 2 * width) {
            size_t middle = low + width < n ? low + width : n, high = low + 2 * width < n ? low + 2 * width : n;
            size_t i = low, j = middle;
            for (size_t k = low; k < high; k++) {
                if (j == high || (i < middle && pairs[i] <= pairs[j])) {
                    scratch[k] = pairs[i++];
                } else {
                    inversions += middle - i;
                    scratch[k] = pairs[j++];
                }
            }
        }
        memcpy(pairs, scratch, n * sizeof *pairs);
    }
    return inversions;
}

/* Kendall's tau in 1/65536; equal places count as in order. */
static int32_t order_of(const shared *s) {
    uint32_t pairs[SHARED_CAP], scratch[SHARED_CAP];
    size_t n = s->placed;
    if (n < 2) return 0;
    for (size_t i = 0; i < n; i++) pairs[i] = (uint32_t)s->at_a[i] << 16 | s->at_b[i];
    sort_pairs(pairs, scratch, n);
    for (size_t i = 0; i < n; i++) pairs[i] &= 0xFFFF;
    uint64_t inversions = sort_pairs(pairs, scratch, n), all = (uint64_t)n * (n - 1) / 2;
    return (int32_t)(ONE - (int64_t)(inversions * 2 * ONE / all));
}

static uint32_t near_share(const shared *s) {
    uint32_t near = 0;
    for (uint32_t i = 0; i < s->placed; i++) {
        int32_t gap = (int32_t)s->at_a[i] - s->at_b[i];
        near += gap < NEAR && gap > -NEAR;
    }
    return s->placed == 0 ? 0 : (uint32_t)((uint64_t)near * ONE / s->placed);
}

static int32_t cosine(uint64_t dot, uint32_t norm_a, uint32_t norm_b) {
    uint64_t norms = (uint64_t)norm_a * norm_b;
    if (norms == 0) return 0;
    uint64_t ratio = (dot << 16) / norms;
    return ratio > ONE ? ONE : (int32_t)ratio;
}

static void compare_shingles(const dvk_features *a, const dvk_features *b, int32_t *resemblance, int32_t *containment) {
    uint32_t limit = UINT32_MAX;
    if (a->n_shingles < a->shingle_total) limit = a->shingles[a->n_shingles - 1];
    if (b->n_shingles < b->shingle_total && b->shingles[b->n_shingles - 1] < limit) limit = b->shingles[b->n_shingles - 1];
    uint32_t i = 0, j = 0, both = 0;
    while (i < a->n_shingles && j < b->n_shingles && a->shingles[i] <= limit && b->shingles[j] <= limit) {
        uint32_t x = a->shingles[i], y = b->shingles[j];
        both += x == y;
        i += x <= y;
        j += y <= x;
    }
    while (i < a->n_shingles && a->shingles[i] <= limit) i++;
    while (j < b->n_shingles && b->shingles[j] <= limit) j++;
    uint32_t least = i < j ? i : j;
    *resemblance = i + j == 0 ? 0 : (int32_t)((uint64_t)both * ONE / (i + j - both));
    *containment = least == 0 ? 0 : (int32_t)((uint64_t)both * ONE / least);
}

uint32_t dvi_similarity(const dvi_comparable *a, const dvi_comparable *b) {
    const dvk_feature *f = a->features->list, *g = b->features->list;
    const dvk_feature *f_end = f + a->features->n_features, *g_end = g + b->features->n_features;
    uint64_t dot = 0;
    while (f != f_end && g != g_end) {
        uint32_t x = f->key, y = g->key;
        if (x == y && f->kind != DVK_FEATURE_CONCEPT) dot += (uint64_t)f->weight * g->weight;
        f += x <= y;
        g += y <= x;
    }
    return (uint32_t)cosine(dot, a->norm, b->norm);
}

static int32_t agreement_of_numbers(const dvi_comparable *a, const dvi_comparable *b, const shared *s) {
    uint32_t least = a->numbers < b->numbers ? a->numbers : b->numbers;
    if (least == 0) return 0;
    /* Half of the numbers shared says nothing; one number says less than many: 1024 is about two of them. */
    int64_t agreement = (int64_t)((uint64_t)s->numbers * 2 * ONE / least) - ONE;
    return (int32_t)(agreement * least / (least + 1024));
}

void dvi_compare(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]) {
    const dvk_features *x = a->features, *y = b->features;
    shared s = {.dot = 0};
    find_shared(x, y, &s);
    int64_t support = (int64_t)s.placed * ONE / (s.placed + SUPPORT_HALF);
    uint32_t shorter = x->n_tokens < y->n_tokens ? x->n_tokens : y->n_tokens;
    uint32_t longer = x->n_tokens < y->n_tokens ? y->n_tokens : x->n_tokens;
    uint32_t fewer = x->n_features < y->n_features ? x->n_features : y->n_features;
    out[DVI_SIMILARITY] = cosine(s.dot, a->norm, b->norm);
    out[DVI_FULL_SIMILARITY] = cosine(s.full_dot, a->full_norm, b->full_norm);
    out[DVI_ORDER] = (int32_t)(order_of(&s) * support / ONE);
    out[DVI_NEARNESS] = (int32_t)(near_share(&s) * support / ONE);
    out[DVI_SUPPORT] = (int32_t)support;
    out[DVI_LENGTHS] = longer == 0 ? 0 : (int32_t)((uint64_t)shorter * ONE / longer);
    out[DVI_COVERAGE] = fewer == 0 ? 0 : (int32_t)((uint64_t)s.count * ONE / fewer);
    out[DVI_NUMBERS] = agreement_of_numbers(a, b, &s);
    compare_shingles(x, y, &out[DVI_RESEMBLANCE], &out[DVI_CONTAINMENT]);
    out[DVI_TEMPLATE] = out[DVI_NUMBERS] < 0 ? (int32_t)(-(int64_t)out[DVI_NUMBERS] * out[DVI_CONTAINMENT] / ONE) : 0;
    out[DVI_FOCUS] = cosine(s.focus_dot, a->focus_norm, b->focus_norm);
    out[DVI_LEAD] = cosine(s.lead_dot, a->lead_norm, b->lead_norm);
    out[DVI_SAME_LANGUAGE] = x->language == y->language && x->language != 0 ? ONE : 0;
}
