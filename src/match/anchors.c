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

/* The key puts the largest partial similarity last, and of equal ones the smallest tie. */
typedef struct scored {
    uint64_t key;
    uint32_t article;
} scored;

typedef struct cell {
    uint64_t sum; /* the partial similarity so far; zero between articles */
    uint32_t norm;
} cell;

struct dvi_anchor_walker {
    const dvi_anchor_index *index;
    cell *cells;       /* of each article */
    uint32_t *touched; /* articles whose sums are not zero */
    scored *found;
    size_t n_touched;
    uint64_t cut, steps;
    uint32_t undated;              /* articles without a date: the first */
    uint32_t near_first, near_end; /* of the article at hand */
};

enum {
    MOST_FOUND = 2 * DVI_ANCHORS * (DVI_ANCHOR_REACH + 1),
    AHEAD = 8,      /* postings between asking for a sum and using it */
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
    w->undated = first_at(index->input, DVK_NO_TIME + 1);
    w->cells = dvi_alloc(index->input->n, sizeof *w->cells);
    w->touched = dvi_alloc(MOST_FOUND + 1, sizeof *w->touched);
    w->found = dvi_alloc(MOST_FOUND, sizeof *w->found);
    if (w->cells != NULL && w->touched != NULL && w->found != NULL) {
        for (size_t i = 0; i < index->input->n; i++)
            w->cells[i] = (cell){0, index->norms[i]};
        *out = w;
        return DVK_OK;
    }
    dvi_anchor_walker_destroy(w);
    return DVK_E_MEMORY;
}

void dvi_anchor_walker_destroy(dvi_anchor_walker *walker) {
    if (walker == NULL) return;
    dvi_free(walker->cells);
    dvi_free(walker->touched);
    dvi_free(walker->found);
    dvi_free(walker);
}

uint64_t dvi_anchor_walker_steps(const dvi_anchor_walker *walker) {
    return walker->steps;
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

/* Adds what the postings from `first` to `last` - 1 share with an anchor of this weight. */
static void touch(dvi_anchor_walker *w, uint16_t weight, size_t first, size_t last) {
    const dvi_anchor_index *index = w->index;
    size_t n = w->n_touched;
    for (size_t q = first; q < last; q++) {
        if (q + AHEAD < last) dvi_prefetch(&w->cells[dvi_posting_article(index, q + AHEAD)]);
        uint32_t other = dvi_posting_article(index, q);
        uint64_t *sum = &w->cells[other].sum;
        w->touched[n] = other;
        n += *sum == 0;
        *sum += (uint64_t)weight * index->weights[q] + 1;
    }
    w->n_touched = n;
}

/* Walks along the list of posting p as far as the window and the reach allow. */
static void walk_list(dvi_anchor_walker *w, size_t p, dvi_anchor_ways ways) {
    const dvi_anchor_index *index = w->index;
    size_t first = p, end = p + 1, steps = 0;
    if (ways & DVI_EARLIER)
        for (; !dvi_list_begins(index, first) && within(w, dvi_posting_article(index, first - 1)); first--)
            if (steps++ == DVI_ANCHOR_REACH) break;
    bool cut = steps > DVI_ANCHOR_REACH;
    steps = 0;
    if (ways & DVI_LATER)
        for (; !dvi_list_begins(index, end) && within(w, dvi_posting_article(index, end)); end++)
            if (steps++ == DVI_ANCHOR_REACH) break;
    w->cut += cut || steps > DVI_ANCHOR_REACH;
    w->steps += end - first - 1;
    touch(w, index->weights[p], first, p);
    touch(w, index->weights[p], p + 1, end);
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

/* Puts those whose partial similarity suffices into `found`. The division is for these alone. */
static size_t find_similar(dvi_anchor_walker *w, uint32_t article) {
    const dvi_anchor_input *in = w->index->input;
    uint64_t norm = w->index->norms[article];
    size_t n = 0;
    for (size_t i = 0; i < w->n_touched; i++) {
        uint32_t other = w->touched[i];
        cell *of = &w->cells[other];
        uint64_t norms = norm * of->norm, sum = of->sum << 16;
        of->sum = 0;
        if (sum < norms * in->least_partial || (norms == 0 && in->least_partial != 0)) continue;
        uint64_t partial = norms == 0 ? 0 : sum / norms;
        if (partial > UINT32_MAX) partial = UINT32_MAX;
        w->found[n++] = (scored){partial << 32 | (UINT32_MAX - in->ties[other]), other};
    }
    return n;
}

static dvk_status keep_best(dvi_anchor_walker *w, uint32_t article, dvi_anchor_ways ways, dvi_take_pair take,
                            void *context) {
    const dvi_anchor_input *in = w->index->input;
    size_t n = find_similar(w, article);
    if (ways == DVI_BOTH_WAYS && n > in->max_candidates) {
        find_best(w->found, n, in->max_candidates);
        n = in->max_candidates;
        w->cut++;
    }
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = take(context, article, w->found[i].article);
    return status;
}

/* Lists lie anywhere in memory. In line, as gcc drops calls of what does nothing but ask ahead. */
static inline __attribute__((always_inline)) void expect_list(const dvi_anchor_index *index, uint32_t posting) {
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
        walker->n_touched = 0;
        find_near(walker, (uint32_t)i);
        for (uint32_t s = start[0]; s < start[1]; s++) {
            if (s + LISTS_AHEAD < n_slots) expect_list(index, index->slots[s + LISTS_AHEAD]);
            walk_list(walker, index->slots[s], ways);
        }
        status = keep_best(walker, (uint32_t)i, ways, take, context);
    }
    *cut += walker->cut;
    return status;
}
