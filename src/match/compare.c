/* Comparing. Idea: independent reports of an event share names, numbers and rare words; copies and translations share them in the same
 * order and at the same places. The order is Kendall's tau over the features that both have.
 * Source: Kendall, "A New Measure of Rank Correlation", Biometrika 30 (1938). Deviation: all pairs of places are looked at, as the few
 * hundred that there are at most take the processor's vectors less time than sorting.
 * Resemblance and containment: Broder, "On the resemblance and containment of documents", SEQUENCES 1997, section 4, over
 * bottom-k samples cut at the smaller of the two largest hashes. */
#include "match/compare.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/square_root.h"

enum { ONE = 65536, NEAR = 5243 /* 0.08 of a text */, SUPPORT_HALF = 24, SHARED_CAP = DVK_MAX_FEATURES, SHINGLE_CAP = DVK_MAX_SHINGLES, FOCUS_SHIFT = 12, LEAD_ZONES = 3,
       MIDDLE = 32768 /* of the places */, LEAST_SAMPLE = 12 /* shingles: of fewer, chance makes a share of 1 */ };

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
    out->norm = dvi_square_root(plain);
    out->full_norm = dvi_square_root(full);
    out->focus_norm = dvi_square_root(focus);
    out->lead_norm = dvi_square_root(lead);
}

/* What the two lists have in common. */
typedef struct shared {
    uint64_t dot, full_dot, focus_dot, lead_dot;
    uint32_t count, placed, numbers;
    int16_t at_a[SHARED_CAP], at_b[SHARED_CAP]; /* places of the features that have one in both, less MIDDLE */
} shared;

static void add_key(dvi_key_set *set, uint32_t key, uint32_t number) {
    uint32_t slot = key % DVI_PIVOT_SLOTS;
    set->may[key % DVI_PIVOT_KEYS] = 1;
    while (set->slots[slot] != 0)
        slot = (slot + 1) % DVI_PIVOT_SLOTS;
    set->slots[slot] = (uint16_t)(number + 1);
}

void dvi_pivot_init(dvi_pivot *out, const dvi_comparable *article) {
    const dvk_features *features = article->features;
    memset(out, 0, sizeof *out);
    out->article = article;
    for (uint32_t i = 0; i < features->n_features && i < SHARED_CAP; i++)
        add_key(&out->features, features->list[i].key, i);
    for (uint32_t i = 0; i < features->n_shingles && i < SHINGLE_CAP; i++)
        add_key(&out->shingles, features->shingles[i], i);
}

static const dvk_feature *feature_of(const dvi_pivot *a, uint32_t key) {
    const dvk_feature *list = a->article->features->list;
    const uint16_t *slots = a->features.slots;
    for (uint32_t slot = key % DVI_PIVOT_SLOTS; slots[slot] != 0; slot = (slot + 1) % DVI_PIVOT_SLOTS)
        if (list[slots[slot] - 1].key == key) return &list[slots[slot] - 1];
    return NULL;
}

static bool has_shingle(const dvi_pivot *a, uint32_t shingle) {
    const uint32_t *list = a->article->features->shingles;
    const uint16_t *slots = a->shingles.slots;
    for (uint32_t slot = shingle % DVI_PIVOT_SLOTS; slots[slot] != 0; slot = (slot + 1) % DVI_PIVOT_SLOTS)
        if (list[slots[slot] - 1] == shingle) return true;
    return false;
}

/* A key has one kind, unless features were made up: then it counts for the less of the two, whichever side says so. */
static bool is_plain(const dvk_feature *f, const dvk_feature *g) {
    return f->kind != DVK_FEATURE_CONCEPT && g->kind != DVK_FEATURE_CONCEPT;
}

static void share(shared *s, const dvk_feature *f, const dvk_feature *g) {
    uint64_t product = (uint64_t)f->weight * g->weight;
    uint64_t plain = is_plain(f, g) ? product : 0;
    s->full_dot += product;
    s->dot += plain;
    s->focus_dot += (plain >> FOCUS_SHIFT) * (plain >> FOCUS_SHIFT);
    if (f->zone & g->zone & LEAD_ZONES) s->lead_dot += product;
    if (is_number(f) && is_number(g)) s->numbers += f->weight < g->weight ? f->weight : g->weight;
    s->count++;
    s->at_a[s->placed] = (int16_t)(f->position - MIDDLE);
    s->at_b[s->placed] = (int16_t)(g->position - MIDDLE);
    s->placed += f->position != 0 && g->position != 0;
}

/* First those of b that a may have, without a branch; then those that it has. */
static void find_shared(const dvi_pivot *a, const dvk_features *b, shared *s) {
    uint16_t likely[SHARED_CAP];
    uint32_t n = 0;
    s->dot = s->full_dot = s->focus_dot = s->lead_dot = 0;
    s->count = s->placed = s->numbers = 0;
    for (uint32_t i = 0; i < b->n_features && i < SHARED_CAP; i++) {
        likely[n] = (uint16_t)i;
        n += a->features.may[b->list[i].key % DVI_PIVOT_KEYS];
    }
    for (uint32_t i = 0; i < n; i++) {
        const dvk_feature *g = &b->list[likely[i]], *f = feature_of(a, g->key);
        if (f != NULL) share(s, f, g);
    }
}

/* How many pairs of places stand in one order in a and in the other in b. */
static uint64_t count_inversions(const shared *s) {
    uint64_t inversions = 0;
    for (uint32_t i = 0; i < s->placed; i++) {
        int16_t a = s->at_a[i], b = s->at_b[i], after = 0;
        for (uint32_t j = 0; j < s->placed; j++)
            after = (int16_t)(after + ((s->at_a[j] > a) & (s->at_b[j] < b)));
        inversions += (uint16_t)after;
    }
    return inversions;
}

/* Kendall's tau in 1/65536; equal places count as in order. */
static int32_t order_of(const shared *s) {
    uint64_t n = s->placed;
    if (n < 2) return 0;
    uint64_t inversions = count_inversions(s), all = n * (n - 1) / 2;
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

/* How many of n rising numbers are at most `limit`. */
static uint32_t count_up_to(const uint32_t *list, uint32_t n, uint32_t limit) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list[middle] <= limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many of b's first n shingles a has. */
static uint32_t count_shared_shingles(const dvi_pivot *a, const uint32_t *shingles, uint32_t n) {
    uint16_t likely[SHINGLE_CAP];
    uint32_t n_likely = 0, both = 0;
    for (uint32_t i = 0; i < n && i < SHINGLE_CAP; i++) {
        likely[n_likely] = (uint16_t)i;
        n_likely += a->shingles.may[shingles[i] % DVI_PIVOT_KEYS];
    }
    for (uint32_t i = 0; i < n_likely; i++)
        both += has_shingle(a, shingles[likely[i]]);
    return both;
}

static bool is_sample(const dvk_features *f) {
    return f->n_shingles != 0 && f->n_shingles < f->shingle_total;
}

static void compare_shingles(const dvi_pivot *pivot, const dvk_features *b, int32_t *resemblance, int32_t *containment) {
    const dvk_features *a = pivot->article->features;
    uint32_t limit = UINT32_MAX;
    if (is_sample(a)) limit = a->shingles[a->n_shingles - 1];
    if (is_sample(b) && b->shingles[b->n_shingles - 1] < limit) limit = b->shingles[b->n_shingles - 1];
    uint32_t of_b = count_up_to(b->shingles, b->n_shingles, limit), both = count_shared_shingles(pivot, b->shingles, of_b);
    *resemblance = *containment = 0;
    if (both == 0) return;
    uint32_t of_a = count_up_to(a->shingles, a->n_shingles, limit), least = of_a < of_b ? of_a : of_b;
    *resemblance = (int32_t)((uint64_t)both * ONE / (of_a + of_b - both));
    if (limit != UINT32_MAX && least < LEAST_SAMPLE) least = LEAST_SAMPLE;
    *containment = (int32_t)((uint64_t)both * ONE / least);
}

uint32_t dvi_similarity(const dvi_comparable *a, const dvi_comparable *b) {
    const dvk_feature *f = a->features->list, *g = b->features->list;
    const dvk_feature *f_end = f + a->features->n_features, *g_end = g + b->features->n_features;
    uint64_t dot = 0;
    while (f != f_end && g != g_end) {
        uint32_t x = f->key, y = g->key;
        if (x == y && is_plain(f, g)) dot += (uint64_t)f->weight * g->weight;
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

void dvi_compare_to(const dvi_pivot *pivot, const dvi_comparable *b, int32_t out[DVI_MEASURES]) {
    const dvi_comparable *a = pivot->article;
    const dvk_features *x = a->features, *y = b->features;
    shared s;
    find_shared(pivot, y, &s);
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
    compare_shingles(pivot, y, &out[DVI_RESEMBLANCE], &out[DVI_CONTAINMENT]);
    out[DVI_TEMPLATE] = out[DVI_NUMBERS] < 0 ? (int32_t)(-(int64_t)out[DVI_NUMBERS] * out[DVI_CONTAINMENT] / ONE) : 0;
    out[DVI_FOCUS] = cosine(s.focus_dot, a->focus_norm, b->focus_norm);
    out[DVI_LEAD] = cosine(s.lead_dot, a->lead_norm, b->lead_norm);
    out[DVI_SAME_LANGUAGE] = x->language == y->language && x->language != 0 ? ONE : 0;
}

void dvi_compare(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]) {
    dvi_pivot pivot;
    dvi_pivot_init(&pivot, a);
    dvi_compare_to(&pivot, b, out);
}
