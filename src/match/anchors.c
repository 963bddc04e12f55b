/* Candidates by rare anchors. Idea: the heaviest features of an article are its names, numbers and rare
 * words; whoever reports the same event has some of them among its own heaviest. An inverted index of the
 * anchors alone, each list in the order of time; an article walks a bounded way along its lists in both
 * directions and adds up partial similarities. What it finds does not grow with the feed. Source: prefix
 * filtering (Bayardo, Ma, Srikant, "Scaling up all pairs similarity search", WWW 2007, section 4), cut to a
 * fixed length; deviation: approximate, recall is measured (bench/quality). */
#include "match/anchors.h"

#include <string.h>

#include "base/memory.h"
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
};

enum { MOST_FOUND = 2 * DVI_ANCHORS * (DVI_ANCHOR_REACH + 1) };

dvk_status dvi_anchor_walker_create(dvi_anchor_walker **out, const dvi_anchor_index *index) {
    dvi_anchor_walker *w = dvi_alloc_zero(1, sizeof *w);
    *out = NULL;
    if (w == NULL) return DVK_E_MEMORY;
    w->index = index;
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

static bool within(const dvi_anchor_input *in, uint32_t article, uint32_t other) {
    if (other == in->n) return false; /* what stands between is too far from all */
    int64_t a = in->times[article], b = in->times[other];
    if (in->window == 0 || a == DVK_NO_TIME || b == DVK_NO_TIME) return true;
    uint64_t gap = a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
    return gap <= (uint64_t)in->window;
}

static void touch(dvi_anchor_walker *w, uint16_t weight, size_t to) {
    uint32_t other = dvi_posting_article(w->index, to);
    if (w->sums[other] == 0) w->touched[w->n_touched++] = other;
    w->sums[other] += (uint64_t)weight * w->index->weights[to] + 1;
}

/* Walks along the list of posting p in both directions, as far as the window and the reach allow. */
static void walk_list(dvi_anchor_walker *w, uint32_t article, size_t p) {
    const dvi_anchor_index *index = w->index;
    uint16_t weight = index->weights[p];
    size_t steps = 0;
    for (size_t q = p;
         !dvi_list_begins(index, q) && within(index->input, article, dvi_posting_article(index, q - 1));
         q--) {
        if (steps++ == DVI_ANCHOR_REACH) break;
        touch(w, weight, q - 1);
    }
    bool cut = steps > DVI_ANCHOR_REACH;
    steps = 0;
    for (size_t q = p + 1;
         !dvi_list_begins(index, q) && within(index->input, article, dvi_posting_article(index, q)); q++) {
        if (steps++ == DVI_ANCHOR_REACH) break;
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
        for (uint32_t s = start[0]; s < start[1]; s++)
            walk_list(walker, (uint32_t)i, index->slots[s]);
        status = keep_best(walker, (uint32_t)i, take, context);
    }
    *cut += walker->cut;
    return status;
}
