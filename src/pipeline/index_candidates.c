/* Pairs of one article with those in an index: candidates as a job makes them, through bands and rare
 * anchors, but from the lists of the index, then scored. The way along a list is as long in both directions,
 * so that of two articles it does not matter which came first; articles that came later may stand between
 * them, which is all that makes an index know more pairs than a batch. */
#include <stdlib.h>
#include <string.h>

#include "article/calendar.h"
#include "article/url.h"
#include "base/memory.h"
#include "base/span.h"
#include "match/band_join.h"
#include "match/pair_limit.h"
#include "match/score.h"
#include "pipeline/bounds.h"
#include "pipeline/index_state.h"

enum {
    SLOTS = 1 << 14, /* more than twice what an article can meet */
    CERTAIN = 65536,
    MOST_MET = 2 * DVI_ANCHORS * DVI_ANCHOR_REACH
};

/* An article met along the lists. */
typedef struct met {
    uint32_t number, norm;
    uint64_t sum;
    uint32_t tie;
    uint32_t partial;
} met;

struct dvi_candidate_scratch {
    dvi_posting before[DVI_ANCHOR_REACH], behind[DVI_ANCHOR_REACH];
    uint16_t slots[SLOTS]; /* of each article's number: 1 + place in `all` */
    met all[MOST_MET];
    size_t n;
    uint32_t *candidates;
    size_t n_candidates, candidates_cap;
    uint32_t neighbours[2 * DVI_BUCKET_CAP]; /* articles of one address */
    size_t n_neighbours;
    dvi_scorer scorer;
};

void dvi_index_free_scratch(dvk_index *index) {
    if (index->scratch != NULL) dvi_free(index->scratch->candidates);
    dvi_free(index->scratch);
    index->scratch = NULL;
}

static size_t slot_of(const struct dvi_candidate_scratch *s, uint32_t number) {
    size_t at = number * UINT32_C(0x9E3779B1) >> (32 - 14);
    while (s->slots[at] != 0 && s->all[s->slots[at] - 1].number != number)
        at = (at + 1) & (SLOTS - 1);
    return at;
}

static void meet(struct dvi_candidate_scratch *s, const dvi_posting *other, uint16_t weight) {
    size_t at = slot_of(s, other->article);
    if (s->slots[at] == 0) {
        s->all[s->n++] = (met){.number = other->article, .norm = other->norm, .tie = other->tie};
        s->slots[at] = (uint16_t)s->n;
    }
    s->all[s->slots[at] - 1].sum += (uint64_t)weight * other->weight + 1;
}

static dvk_status walk_anchor(dvk_index *index, const dvi_prepared *article, size_t anchor) {
    struct dvi_candidate_scratch *s = index->scratch;
    uint16_t weight = article->anchors.weights[anchor];
    dvi_posting at = {article->features.time, (uint32_t)(article->tie >> 32), UINT32_MAX, 0, 0};
    dvi_posting_view view = {.before = s->before, .behind = s->behind};
    int64_t window = dvi_store_pinned(index->store)->cluster.window;
    dvk_status status = dvi_postings_around(index->store, DVI_ANCHORS_TABLE, article->anchors.keys[anchor],
                                            &at, window, DVI_ANCHOR_REACH, &view);
    if (status != DVK_OK) return status;
    for (size_t i = 0; i < view.n_before; i++)
        if (dvi_are_near(at.time, view.before[i].time, window)) meet(s, &view.before[i], weight);
    for (size_t i = 0; i < view.n_behind; i++)
        if (dvi_are_near(at.time, view.behind[i].time, window)) meet(s, &view.behind[i], weight);
    return DVK_OK;
}

static int better_first(const void *a, const void *b) {
    const met *x = a, *y = b;
    if (x->partial != y->partial) return x->partial < y->partial ? 1 : -1;
    if (x->tie != y->tie) return x->tie < y->tie ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static dvk_status add_candidate(struct dvi_candidate_scratch *s, uint32_t number) {
    void *list = s->candidates;
    dvk_status status = dvi_grow(&list, &s->candidates_cap, s->n_candidates + 1, sizeof *s->candidates);
    s->candidates = list;
    if (status == DVK_OK) s->candidates[s->n_candidates++] = number;
    return status;
}

/* Of what was met, that with the largest partial similarity. */
static dvk_status keep_best(dvk_index *index, uint32_t norm) {
    struct dvi_candidate_scratch *s = index->scratch;
    size_t n = 0, most = dvi_store_pinned(index->store)->max_candidates;
    for (size_t i = 0; i < s->n; i++) {
        uint64_t norms = (uint64_t)norm * s->all[i].norm,
                 partial = norms == 0 ? 0 : (s->all[i].sum << 16) / norms;
        if (partial < DVI_LEAST_PARTIAL) continue;
        s->all[n] = s->all[i];
        s->all[n++].partial = (uint32_t)(partial < UINT32_MAX ? partial : UINT32_MAX);
    }
    if (n > most) {
        qsort(s->all, n, sizeof *s->all, better_first);
        n = most;
    }
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = add_candidate(s, s->all[i].number);
    return status;
}

static dvk_status by_anchors(dvk_index *index, const dvi_prepared *article) {
    struct dvi_candidate_scratch *s = index->scratch;
    dvk_status status = DVK_OK;
    s->n = 0;
    memset(s->slots, 0, sizeof s->slots);
    for (size_t i = 0; i < article->anchors.n && status == DVK_OK; i++)
        status = walk_anchor(index, article, i);
    return status == DVK_OK ? keep_best(index, article->anchors.norm) : status;
}

static dvk_status by_band(dvk_index *index, const dvi_prepared *article, uint64_t key) {
    struct dvi_candidate_scratch *s = index->scratch;
    dvi_posting at = {.tie = (uint32_t)(article->tie >> 32), .article = UINT32_MAX};
    dvi_posting_view view = {.before = s->before, .behind = s->behind};
    dvk_status status = dvi_postings_around(index->store, DVI_BANDS, key, &at, 0, DVI_BUCKET_CAP, &view);
    size_t reach = view.n_before + view.n_behind < DVI_BUCKET_CAP ? DVI_BUCKET_CAP : DVI_BUCKET_NEIGHBOURS;
    for (size_t i = 0; i < view.n_before && i < reach && status == DVK_OK; i++)
        status = add_candidate(s, view.before[i].article);
    for (size_t i = 0; i < view.n_behind && i < reach && status == DVK_OK; i++)
        status = add_candidate(s, view.behind[i].article);
    return status;
}

static int rising(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static dvk_status by_bands(dvk_index *index, const dvi_prepared *article) {
    struct dvi_candidate_scratch *s = index->scratch;
    dvk_status status = DVK_OK;
    for (size_t i = 0; i + article->has_address < article->n_keys && status == DVK_OK; i++)
        status = by_band(index, article, article->keys[i]);
    if (status != DVK_OK || s->n_candidates == 0) return status;
    qsort(s->candidates, s->n_candidates, sizeof *s->candidates, rising);
    s->n_candidates = dvi_limit_others(s->candidates, s->n_candidates, DVI_MOST_BY_BANDS);
    return DVK_OK;
}

/* The address is the last of the keys: who has it is a candidate, and remembered. */
static dvk_status by_address(dvk_index *index, const dvi_prepared *article) {
    struct dvi_candidate_scratch *s = index->scratch;
    size_t before = s->n_candidates;
    s->n_neighbours = 0;
    if (!article->has_address) return DVK_OK;
    dvk_status status = by_band(index, article, article->keys[article->n_keys - 1]);
    if (status != DVK_OK) return status;
    s->n_neighbours = s->n_candidates - before;
    if (s->n_neighbours != 0)
        memcpy(s->neighbours, s->candidates + before, s->n_neighbours * sizeof *s->neighbours);
    return DVK_OK;
}

static bool is_neighbour(const struct dvi_candidate_scratch *s, uint32_t number) {
    for (size_t i = 0; i < s->n_neighbours; i++)
        if (s->neighbours[i] == number) return true;
    return false;
}

/* Whether two records of one address are one article, as job_same_url.c tells it. */
static dvk_status is_one_article(dvk_index *index, const dvi_prepared *article, uint32_t number,
                                 uint32_t event, bool *out) {
    dvi_row row;
    dvi_buffer address = {0}, other = {0};
    dvk_status status = dvi_store_article(index->store, number, &row);
    *out = false;
    if (status != DVK_OK) return status;
    bool one_title = dvi_same_bytes(article->row.title, row.title);
    status = dvi_url_canonical(article->row.url, &address);
    if (status == DVK_OK) status = dvi_url_canonical(row.url, &other);
    *out = (one_title || event >= CERTAIN / 2) &&
           dvi_same_bytes(dvi_buffer_span(&address), dvi_buffer_span(&other));
    dvi_buffer_finish(&address);
    dvi_buffer_finish(&other);
    return status;
}

static dvk_status keep_found(dvk_index *index, dvi_neighbour pair) {
    void *found = index->found;
    dvk_status status = dvi_grow(&found, &index->found_cap, index->n_found + 1, sizeof *index->found);
    index->found = found;
    if (status == DVK_OK) index->found[index->n_found++] = pair;
    return status;
}

static dvk_status score_one(dvk_index *index, const dvi_prepared *article, uint32_t number) {
    const dvi_comparable *other;
    dvk_match match;
    bool one = false;
    dvk_status status = dvi_index_comparable(index, number, &other);
    if (status != DVK_OK) return status;
    dvi_scorer_score(&index->scratch->scorer, &article->comparable, other, &match);
    if (is_neighbour(index->scratch, number))
        status = is_one_article(index, article, number, match.event, &one);
    if (status == DVK_OK && one) return keep_found(index, (dvi_neighbour){number, CERTAIN, CERTAIN});
    if (status != DVK_OK || match.event < DVI_KEPT_EVENT) return status;
    return keep_found(index, (dvi_neighbour){number, match.duplicate, match.event});
}

static dvk_status score(dvk_index *index, const dvi_prepared *article) {
    struct dvi_candidate_scratch *s = index->scratch;
    if (s->n_candidates > 1) qsort(s->candidates, s->n_candidates, sizeof *s->candidates, rising);
    for (size_t i = 0; i < s->n_candidates; i++) {
        if (i > 0 && s->candidates[i] == s->candidates[i - 1]) continue;
        dvk_status status = score_one(index, article, s->candidates[i]);
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

static dvk_status make_scratch(dvk_index *index) {
    if (index->scratch != NULL) return DVK_OK;
    index->scratch = dvi_alloc_zero(1, sizeof *index->scratch);
    if (index->scratch == NULL) return DVK_E_MEMORY;
    dvi_scorer_init(&index->scratch->scorer, index->model, 0, index->options.cpu);
    return DVK_OK;
}

dvk_status dvi_index_find_pairs(dvk_index *index, const dvi_prepared *article) {
    index->n_found = 0;
    if (make_scratch(index) != DVK_OK) return DVK_E_MEMORY;
    index->scratch->n_candidates = 0;
    dvk_status status = by_bands(index, article);
    if (status == DVK_OK) status = by_address(index, article);
    if (status == DVK_OK) status = by_anchors(index, article);
    return status == DVK_OK ? score(index, article) : status;
}
