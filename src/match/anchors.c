/* Candidates by rare anchors. Idea: the heaviest features of an article are its names, numbers and rare words; whoever reports the same
 * event has some of them among its own heaviest. An inverted index of the anchors alone, each list in the order of time; an article
 * walks a bounded way along its lists in both directions and adds up partial similarities. What it finds does not grow
 * with the feed. Source: prefix filtering (Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007, section
 * 4), cut to a fixed length; deviation: approximate, recall is measured (bench/quality). */
#include "match/anchors.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/radix_sort.h"

struct dvi_anchor_index {
    const dvi_anchor_input *input;
    uint32_t *by_rank;   /* n articles by time, then tie */
    uint32_t *keys;      /* of each posting, rising */
    uint32_t *ranks;     /* of each posting's article, rising within a key */
    uint16_t *weights;
    uint32_t *slots;     /* n x DVI_ANCHORS: postings of each rank, UINT32_MAX past the end */
    size_t n_postings;
};

typedef struct moment {
    int64_t time;
    uint64_t tie;
    uint32_t article;
} moment;

static int by_time(const void *a, const void *b) {
    const moment *x = a, *y = b;
    if (x->time != y->time) return x->time < y->time ? -1 : 1;
    if (x->tie != y->tie) return x->tie < y->tie ? -1 : 1;
    return x->article < y->article ? -1 : x->article > y->article;
}

static int heavier_first(const void *a, const void *b) {
    const dvk_feature *x = *(const dvk_feature *const *)a, *y = *(const dvk_feature *const *)b;
    if (x->weight != y->weight) return (int)y->weight - (int)x->weight;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* The article's anchors: its heaviest features that are no concepts. */
static size_t choose_anchors(const dvk_features *f, const dvk_feature *out[DVK_MAX_FEATURES]) {
    size_t n = 0;
    for (uint32_t i = 0; i < f->n_features && n < DVK_MAX_FEATURES; i++)
        if (f->list[i].kind != DVK_FEATURE_CONCEPT) out[n++] = &f->list[i];
    qsort(out, n, sizeof *out, heavier_first);
    return n < DVI_ANCHORS ? n : DVI_ANCHORS;
}

void dvi_anchors_choose(const dvk_features *features, dvi_anchors *out) {
    const dvk_feature *chosen[DVK_MAX_FEATURES];
    dvi_comparable ready;
    dvi_comparable_init(&ready, features);
    memset(out, 0, sizeof *out);
    out->norm = ready.norm;
    out->n = (uint32_t)choose_anchors(features, chosen);
    for (uint32_t i = 0; i < out->n; i++) {
        out->keys[i] = chosen[i]->key;
        out->weights[i] = chosen[i]->weight;
    }
}

static dvk_status rank_articles(dvi_anchor_index *index) {
    const dvi_anchor_input *in = index->input;
    moment *moments = dvi_alloc(in->n, sizeof *moments);
    if (moments == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < in->n; i++) moments[i] = (moment){in->times[i], in->ties[i], (uint32_t)i};
    qsort(moments, in->n, sizeof *moments, by_time);
    for (size_t i = 0; i < in->n; i++) index->by_rank[i] = moments[i].article;
    dvi_free(moments);
    return DVK_OK;
}

/* Fills the postings in the order of (key, rank). `order` and `scratch` hold n * DVI_ANCHORS; an order entry is key and draft number. */
static void fill_postings(dvi_anchor_index *index, uint64_t *order, uint64_t *scratch, uint32_t *draft_ranks, uint16_t *draft_weights) {
    const dvi_anchor_input *in = index->input;
    const dvk_feature *anchors[DVK_MAX_FEATURES];
    size_t n = 0;
    for (size_t r = 0; r < in->n; r++) {
        size_t count = choose_anchors(in->articles[index->by_rank[r]].features, anchors);
        for (size_t k = 0; k < count; k++, n++) {
            order[n] = (uint64_t)anchors[k]->key << 32 | (uint32_t)n;
            draft_ranks[n] = (uint32_t)r;
            draft_weights[n] = anchors[k]->weight;
        }
    }
    dvi_sort64_by_upper(order, scratch, n);
    memset(index->slots, 0xFF, in->n * DVI_ANCHORS * sizeof *index->slots);
    uint8_t *used = (uint8_t *)scratch; /* n articles; the sort is over */
    memset(used, 0, in->n);
    for (size_t p = 0; p < n; p++) {
        uint32_t draft = (uint32_t)order[p], rank = draft_ranks[draft];
        index->keys[p] = (uint32_t)(order[p] >> 32);
        index->ranks[p] = rank;
        index->weights[p] = draft_weights[draft];
        index->slots[(size_t)rank * DVI_ANCHORS + used[rank]++] = (uint32_t)p;
    }
    index->n_postings = n;
}

static dvk_status build(dvi_anchor_index *index) {
    size_t most = index->input->n * DVI_ANCHORS;
    if (most / DVI_ANCHORS != index->input->n || most > UINT32_MAX) return DVK_E_LIMIT;
    index->by_rank = dvi_alloc(index->input->n, sizeof *index->by_rank);
    index->keys = dvi_alloc(most, sizeof *index->keys);
    index->ranks = dvi_alloc(most, sizeof *index->ranks);
    index->weights = dvi_alloc(most, sizeof *index->weights);
    index->slots = dvi_alloc(most, sizeof *index->slots);
    uint64_t *order = dvi_alloc(most, sizeof *order), *scratch = dvi_alloc(most, sizeof *scratch);
    uint32_t *draft_ranks = dvi_alloc(most, sizeof *draft_ranks);
    uint16_t *draft_weights = dvi_alloc(most, sizeof *draft_weights);
    dvk_status status = DVK_E_MEMORY;
    if (index->by_rank && index->keys && index->ranks && index->weights && index->slots && order && scratch && draft_ranks &&
        draft_weights)
        status = rank_articles(index);
    if (status == DVK_OK) fill_postings(index, order, scratch, draft_ranks, draft_weights);
    dvi_free(order);
    dvi_free(scratch);
    dvi_free(draft_ranks);
    dvi_free(draft_weights);
    return status;
}

dvk_status dvi_anchor_index_create(dvi_anchor_index **out, const dvi_anchor_input *input) {
    *out = NULL;
    dvi_anchor_index *index = dvi_alloc_zero(1, sizeof *index);
    if (index == NULL) return DVK_E_MEMORY;
    index->input = input;
    dvk_status status = build(index);
    if (status == DVK_OK)
        *out = index;
    else
        dvi_anchor_index_destroy(index);
    return status;
}

void dvi_anchor_index_destroy(dvi_anchor_index *index) {
    if (index == NULL) return;
    dvi_free(index->by_rank);
    dvi_free(index->keys);
    dvi_free(index->ranks);
    dvi_free(index->weights);
    dvi_free(index->slots);
    dvi_free(index);
}

/* One thread's walk: partial similarities by rank, and which ranks were touched. */
typedef struct walk {
    const dvi_anchor_index *index;
    uint64_t *sums;    /* n, zero between articles */
    uint32_t *touched; /* ranks */
    size_t n_touched, touched_cap;
    uint64_t cut;
} walk;

static bool within(const dvi_anchor_index *index, uint32_t rank_a, uint32_t rank_b) {
    const dvi_anchor_input *in = index->input;
    int64_t a = in->times[index->by_rank[rank_a]], b = in->times[index->by_rank[rank_b]];
    if (in->window == 0 || a == DVK_NO_TIME || b == DVK_NO_TIME) return true;
    uint64_t gap = a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
    return gap <= (uint64_t)in->window;
}

static void touch(walk *w, size_t from, size_t to) {
    uint32_t rank = w->index->ranks[to];
    if (w->sums[rank] == 0) w->touched[w->n_touched++] = rank;
    w->sums[rank] += (uint64_t)w->index->weights[from] * w->index->weights[to] + 1;
}

/* Walks along the list of posting p in both directions, as far as the window and the reach allow. */
static void walk_list(walk *w, size_t p) {
    const dvi_anchor_index *index = w->index;
    uint32_t rank = index->ranks[p];
    size_t steps = 0, q;
    for (q = p; q > 0 && index->keys[q - 1] == index->keys[p] && within(index, rank, index->ranks[q - 1]); q--) {
        if (steps++ == DVI_ANCHOR_REACH) break;
        touch(w, p, q - 1);
    }
    bool cut = steps > DVI_ANCHOR_REACH;
    steps = 0;
    for (q = p + 1; q < index->n_postings && index->keys[q] == index->keys[p] && within(index, rank, index->ranks[q]); q++) {
        if (steps++ == DVI_ANCHOR_REACH) break;
        touch(w, p, q);
    }
    w->cut += cut || steps > DVI_ANCHOR_REACH;
}

typedef struct scored {
    uint32_t partial;
    uint32_t article;
    uint64_t tie;
} scored;

static int better_first(const void *a, const void *b) {
    const scored *x = a, *y = b;
    if (x->partial != y->partial) return x->partial < y->partial ? 1 : -1;
    if (x->tie != y->tie) return x->tie < y->tie ? -1 : 1;
    return x->article < y->article ? -1 : x->article > y->article;
}

static dvk_status keep_best(walk *w, uint32_t article, scored *found, dvi_pair_list *out) {
    const dvi_anchor_input *in = w->index->input;
    size_t n = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t other = w->index->by_rank[w->touched[i]];
        uint64_t norms = (uint64_t)in->articles[article].norm * in->articles[other].norm;
        uint64_t partial = norms == 0 ? 0 : (w->sums[w->touched[i]] << 16) / norms;
        w->sums[w->touched[i]] = 0;
        if (partial >= in->least_partial) found[n++] = (scored){(uint32_t)(partial < UINT32_MAX ? partial : UINT32_MAX), other, in->ties[other]};
    }
    if (n > in->max_candidates) {
        qsort(found, n, sizeof *found, better_first);
        n = in->max_candidates;
        w->cut++;
    }
    for (size_t i = 0; i < n; i++) {
        dvk_status status = dvi_pair_list_add(out, article, found[i].article);
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

dvk_status dvi_anchor_candidates(const dvi_anchor_index *index, size_t first, size_t last, dvi_pair_list *out, uint64_t *cut) {
    enum { MOST = 2 * DVI_ANCHORS * (DVI_ANCHOR_REACH + 1) };
    walk w = {.index = index};
    w.sums = dvi_alloc_zero(index->input->n, sizeof *w.sums);
    w.touched = dvi_alloc(MOST, sizeof *w.touched);
    scored *found = dvi_alloc(MOST, sizeof *found);
    dvk_status status = w.sums != NULL && w.touched != NULL && found != NULL ? DVK_OK : DVK_E_MEMORY;
    for (size_t rank = first; rank < last && status == DVK_OK; rank++) {
        const uint32_t *slots = index->slots + rank * DVI_ANCHORS;
        w.n_touched = 0;
        for (size_t k = 0; k < DVI_ANCHORS && slots[k] != UINT32_MAX; k++) walk_list(&w, slots[k]);
        status = keep_best(&w, index->by_rank[rank], found, out);
    }
    *cut += w.cut;
    dvi_free(w.sums);
    dvi_free(w.touched);
    dvi_free(found);
    return status;
}
