/* Candidates by rare anchors. Idea: the heaviest features of an article are its names, numbers and rare
 * words; whoever reports the same event has some of them among its own heaviest. An inverted index of the
 * anchors alone, each list in the order of time; an article walks a bounded way along its lists in both
 * directions and adds up partial similarities. What it finds does not grow with the feed. Source: prefix
 * filtering (Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007, section 4), cut to a
 * fixed length; deviation: approximate, recall is measured (bench/quality). */
#include "match/anchors.h"

#include <string.h>

#include "base/memory.h"
#include "base/prefetch.h"
#include "match/anchor_index.h"
#include "match/compare.h"

static bool is_heavier(const dvk_feature *f, uint32_t key, uint16_t weight) {
    return f->weight != weight ? f->weight > weight : f->key < key;
}

/* Puts a feature where it belongs among the heaviest so far. */
static void choose(dvi_anchors *out, const dvk_feature *f) {
    uint32_t at = out->n;
    if (at == DVI_ANCHORS && !is_heavier(f, out->keys[at - 1], out->weights[at - 1])) return;
    if (at < DVI_ANCHORS)
        out->n++;
    else
        at--;
    for (; at > 0 && is_heavier(f, out->keys[at - 1], out->weights[at - 1]); at--) {
        out->keys[at] = out->keys[at - 1];
        out->weights[at] = out->weights[at - 1];
    }
    out->keys[at] = f->key;
    out->weights[at] = f->weight;
}

void dvi_anchors_choose(const dvk_features *features, dvi_anchors *out) {
    dvi_comparable ready;
    dvi_comparable_init(&ready, features);
    memset(out, 0, sizeof *out);
    out->norm = ready.norm;
    for (uint32_t i = 0; i < features->n_features; i++)
        if (features->list[i].kind != DVK_FEATURE_CONCEPT) choose(out, &features->list[i]);
}

/* The key puts the largest partial similarity last, and of equal ones the smallest tie. */
typedef struct scored {
    uint64_t key;
    uint32_t article;
} scored;

struct dvi_anchor_walker {
    const dvi_anchor_index *index;
    uint64_t *sums;    /* of each article the partial similarity so far; zero between articles */
    uint32_t *touched; /* articles whose sums are not zero */
    scored *found;
    size_t n_touched;
    uint64_t cut;
    uint32_t undated;              /* articles without a date: the first */
    uint32_t near_first, near_end; /* of the article at hand */
};

enum {
    MOST_FOUND = 2 * DVI_ANCHORS * (DVI_ANCHOR_REACH + 1),
    AHEAD = 8 /* postings between asking for a sum and using it */
};

/* The first article whose time is at least `time`, or beyond the last. */
static uint32_t first_at(const dvi_anchor_input *in, int64_t time) {
    size_t low = 0, high = in->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (in->times[middle] < time)
            low = middle + 1;
        else
            high = middle;
    }
    return (uint32_t)low;
}

dvk_status dvi_anchor_walker_create(dvi_anchor_walker **out, const dvi_anchor_index *index) {
    dvi_anchor_walker *w = dvi_alloc_zero(1, sizeof *w);
    *out = NULL;
    if (w == NULL) return DVK_E_MEMORY;
    w->index = index;
    w->undated = first_at(index->input, DVK_NO_TIME + 1);
    w->sums = dvi_alloc_zero(index->input->n, sizeof *w->sums);
    w->touched = dvi_alloc(MOST_FOUND, sizeof *w->touched);
    w->found = dvi_alloc(MOST_FOUND, sizeof *w->found);
    if (w->sums != NULL && w->touched != NULL && w->found != NULL) {
        *out = w;
        return DVK_OK;
    }
    dvi_anchor_walker_destroy(w);
    return DVK_E_MEMORY;
}

void dvi_anchor_walker_destroy(dvi_anchor_walker *walker) {
    if (walker == NULL) return;
    dvi_free(walker->sums);
    dvi_free(walker->touched);
    dvi_free(walker->found);
    dvi_free(walker);
}

/* Which articles are near enough to this one: all without a date, and a run of the others. */
static void find_near(dvi_anchor_walker *w, uint32_t article) {
    const dvi_anchor_input *in = w->index->input;
    int64_t time = in->times[article], window = in->window;
    w->near_first = w->undated;
    w->near_end = (uint32_t)in->n;
    if (window == 0 || time == DVK_NO_TIME) return;
    if (time > INT64_MIN + 1 + window) w->near_first = first_at(in, time - window);
    if (time < INT64_MAX - window) w->near_end = first_at(in, time + window + 1);
}

/* What stands between has the number behind the last, and is too far from all. */
static bool within(const dvi_anchor_walker *w, uint32_t other) {
    return other < w->near_end && (other >= w->near_first || other < w->undated);
}

static void touch(dvi_anchor_walker *w, uint16_t weight, size_t to) {
    uint32_t other = dvi_posting_article(w->index, to);
    if (w->sums[other] == 0) w->touched[w->n_touched++] = other;
    w->sums[other] += (uint64_t)weight * w->index->weights[to] + 1;
}

/* Walks along the list of posting p in both directions, as far as the window and the reach allow. */
static void walk_list(dvi_anchor_walker *w, size_t p) {
    const dvi_anchor_index *index = w->index;
    uint16_t weight = index->weights[p];
    size_t steps = 0;
    for (size_t q = p; !dvi_list_begins(index, q) && within(w, dvi_posting_article(index, q - 1)); q--) {
        if (steps++ == DVI_ANCHOR_REACH) break;
        if (q > AHEAD) dvi_prefetch(&w->sums[dvi_posting_article(index, q - 1 - AHEAD)]);
        touch(w, weight, q - 1);
    }
    bool cut = steps > DVI_ANCHOR_REACH;
    steps = 0;
    for (size_t q = p + 1; !dvi_list_begins(index, q) && within(w, dvi_posting_article(index, q)); q++) {
        if (steps++ == DVI_ANCHOR_REACH) break;
        if (q + AHEAD < index->n_postings) dvi_prefetch(&w->sums[dvi_posting_article(index, q + AHEAD)]);
        touch(w, weight, q);
    }
    w->cut += cut || steps > DVI_ANCHOR_REACH;
}

/* The key that `rank` keys are not below: byte by byte from the highest, each by counting those that agree in
 * the bytes before. */
static uint64_t key_of_rank(const scored *list, size_t n, size_t rank) {
    uint64_t prefix = 0;
    for (unsigned shift = 64; shift > 0;) {
        uint32_t counts[256] = {0}, digit = 255;
        shift -= 8;
        for (size_t i = 0; i < n; i++)
            if (shift == 56 || list[i].key >> (shift + 8) == prefix) counts[list[i].key >> shift & 0xFF]++;
        for (; counts[digit] < rank; digit--)
            rank -= counts[digit];
        prefix = prefix << 8 | digit;
    }
    return prefix;
}

/* Puts the best to the front. */
static void find_best(scored *list, size_t n, size_t wanted) {
    if (wanted == 0) return;
    uint64_t least = key_of_rank(list, n, wanted);
    size_t kept = 0;
    for (size_t i = 0; i < n && kept < wanted; i++)
        if (list[i].key >= least) list[kept++] = list[i];
}

static dvk_status keep_best(dvi_anchor_walker *w, uint32_t article, dvi_take_pair take, void *context) {
    const dvi_anchor_input *in = w->index->input;
    uint64_t norm = w->index->norms[article];
    size_t n = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t other = w->touched[i];
        uint64_t norms = norm * w->index->norms[other];
        uint64_t partial = norms == 0 ? 0 : (w->sums[other] << 16) / norms;
        w->sums[other] = 0;
        if (partial < in->least_partial) continue;
        if (partial > UINT32_MAX) partial = UINT32_MAX;
        w->found[n++] = (scored){partial << 32 | (UINT32_MAX - in->ties[other]), other};
    }
    if (n > in->max_candidates) {
        find_best(w->found, n, in->max_candidates);
        n = in->max_candidates;
        w->cut++;
    }
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = take(context, article, w->found[i].article);
    return status;
}

dvk_status dvi_anchor_candidates(dvi_anchor_walker *walker, size_t from, size_t to, dvi_take_pair take,
                                 void *context, uint64_t *cut) {
    const dvi_anchor_index *index = walker->index;
    dvk_status status = DVK_OK;
    walker->cut = 0;
    for (size_t i = from; i < to && status == DVK_OK; i++) {
        const uint32_t *start = &index->starts[i - index->input->first];
        walker->n_touched = 0;
        find_near(walker, (uint32_t)i);
        for (uint32_t s = start[0]; s < start[1]; s++)
            walk_list(walker, index->slots[s]);
        status = keep_best(walker, (uint32_t)i, take, context);
    }
    *cut += walker->cut;
    return status;
}
