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
#include "match/anchor_steps.h"

/* The key puts the largest partial similarity last, and of equal ones the smallest tie. */
typedef struct scored {
    uint64_t key;
    uint32_t article;
} scored;

struct dvi_anchor_walker {
    const dvi_anchor_index *index;
    dvi_anchor_kernels kernels;
    dvi_touched touched;
    scored *found;
    uint64_t cut, steps;
    dvi_near near; /* the article at hand */
};

enum {
    MOST_FOUND = 2 * DVI_ANCHORS * (DVI_ANCHOR_REACH + 1),
    LISTS_AHEAD = 4,
    BESIDE = 16 /* postings of a line of the cache */
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
    w->kernels = dvi_choose_anchor_kernels(index->input->cpu);
    w->near.undated = first_at(index->input, DVK_NO_TIME + 1);
    w->touched.sums = dvi_alloc_zero(index->input->n, sizeof *w->touched.sums);
    w->touched.articles = dvi_alloc(MOST_FOUND + DVI_TOUCHED_ROOM, sizeof *w->touched.articles);
    w->touched.left = dvi_alloc(MOST_FOUND + DVI_TOUCHED_ROOM, sizeof *w->touched.left);
    w->found = dvi_alloc(MOST_FOUND, sizeof *w->found);
    if (w->touched.sums != NULL && w->touched.articles != NULL && w->touched.left != NULL &&
        w->found != NULL) {
        *out = w;
        return DVK_OK;
    }
    dvi_anchor_walker_destroy(w);
    return DVK_E_MEMORY;
}

void dvi_anchor_walker_destroy(dvi_anchor_walker *walker) {
    if (walker == NULL) return;
    dvi_free(walker->touched.sums);
    dvi_free(walker->touched.articles);
    dvi_free(walker->touched.left);
    dvi_free(walker->found);
    dvi_free(walker);
}

uint64_t dvi_anchor_walker_steps(const dvi_anchor_walker *walker) {
    return walker->steps;
}

static void find_near(dvi_anchor_walker *w, uint32_t article) {
    const dvi_anchor_input *in = w->index->input;
    int64_t time = in->times[article], window = in->window;
    dvi_near *near = &w->near;
    near->first = near->undated;
    near->end = (uint32_t)in->n;
    if (window == 0 || time == DVK_NO_TIME) return;
    if (time > INT64_MIN + 1 + window) near->first = first_at(in, time - window);
    if (time < INT64_MAX - window) near->end = first_at(in, time + window + 1);
}

/* As count_earlier, of the postings right behind p. */
static size_t count_later(const dvi_anchor_walker *w, size_t p) {
    size_t n = 0;
    while (n <= DVI_ANCHOR_REACH && !dvi_list_begins(w->index, p + n + 1) &&
           dvi_is_near(&w->near, dvi_posting_article(w->index, p + n + 1)))
        n++;
    return n;
}

/* Walks along the list of posting p as far as the window and the reach allow. */
static void walk_list(dvi_anchor_walker *w, size_t p, dvi_anchor_ways ways) {
    const dvi_anchor_index *index = w->index;
    size_t earlier = ways & DVI_EARLIER ? w->kernels.count_earlier(index, &w->near, p) : 0,
           later = ways & DVI_LATER ? count_later(w, p) : 0;
    w->cut += earlier > DVI_ANCHOR_REACH || later > DVI_ANCHOR_REACH;
    if (earlier > DVI_ANCHOR_REACH) earlier = DVI_ANCHOR_REACH;
    if (later > DVI_ANCHOR_REACH) later = DVI_ANCHOR_REACH;
    w->steps += earlier + later;
    w->kernels.touch(index, index->weights[p], p - earlier, p, &w->touched);
    w->kernels.touch(index, index->weights[p], p + 1, p + 1 + later, &w->touched);
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
    uint64_t least = key_of_rank(list, n, wanted);
    size_t kept = 0;
    for (size_t i = 0; i < n && kept < wanted; i++)
        if (list[i].key >= least) list[kept++] = list[i];
}

/* Leaves the best max_candidates of those that are similar. The divisions are for these alone. */
static void leave_best(dvi_anchor_walker *w, uint32_t article) {
    const dvi_anchor_input *in = w->index->input;
    dvi_touched *t = &w->touched;
    for (size_t i = 0; i < t->n; i++) {
        uint32_t other = t->articles[i];
        uint64_t norms = (uint64_t)w->index->norms[article] * w->index->norms[other];
        uint64_t partial = norms == 0 ? 0 : (t->left[i] << 16) / norms;
        if (partial > UINT32_MAX) partial = UINT32_MAX;
        w->found[i] = (scored){partial << 32 | (UINT32_MAX - in->ties[other]), other};
    }
    find_best(w->found, t->n, in->max_candidates);
    t->n = in->max_candidates;
    for (size_t i = 0; i < t->n; i++)
        t->articles[i] = w->found[i].article;
    w->cut++;
}

static dvk_status give_similar(dvi_anchor_walker *w, uint32_t article, dvi_anchor_ways ways,
                               dvi_take_pair take, void *context) {
    const dvi_touched *t = &w->touched;
    w->kernels.leave_similar(w->index, w->index->norms[article], &w->touched);
    if (ways == DVI_BOTH_WAYS && t->n > w->index->input->max_candidates) leave_best(w, article);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < t->n && status == DVK_OK; i++)
        status = take(context, article, t->articles[i]);
    return status;
}

/* Lists lie anywhere in memory. In line, as gcc drops calls of what does nothing but ask ahead. */
static inline __attribute__((always_inline)) void expect_list(const dvi_anchor_index *index,
                                                              uint32_t posting) {
    dvi_prefetch(&index->articles[posting]);
    dvi_prefetch(&index->weights[posting]);
    if (posting > BESIDE) dvi_prefetch(&index->articles[posting - BESIDE]);
    if (posting + BESIDE < index->n_postings) dvi_prefetch(&index->articles[posting + BESIDE]);
}

dvk_status dvi_anchor_candidates(dvi_anchor_walker *walker, size_t from, size_t to, dvi_anchor_ways ways,
                                 dvi_take_pair take, void *context, uint64_t *cut) {
    const dvi_anchor_index *index = walker->index;
    uint32_t n_slots = index->starts[index->input->last - index->input->first];
    dvk_status status = DVK_OK;
    walker->cut = 0;
    for (size_t i = from; i < to && status == DVK_OK; i++) {
        const uint32_t *start = &index->starts[i - index->input->first];
        dvi_touched_begin(&walker->touched, index->input->n);
        find_near(walker, (uint32_t)i);
        for (uint32_t s = start[0]; s < start[1]; s++) {
            if (s + LISTS_AHEAD < n_slots) expect_list(index, index->slots[s + LISTS_AHEAD]);
            walk_list(walker, index->slots[s], ways);
        }
        status = give_similar(walker, (uint32_t)i, ways, take, context);
    }
    *cut += walker->cut;
    return status;
}
