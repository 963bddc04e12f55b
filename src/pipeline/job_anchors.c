/* Candidates by anchors. Two articles find each other or do not, so each pair is looked for once: by the
 * later of the two. How many others an article has is known only when the window has passed over it; where
 * these are too many, it looks both ways for its best. Between two articles of that kind the pairs among the
 * best alone count, which is settled when the block is scored. Articles without a date look both ways in any
 * case: how far they see is not how far they are seen from. */
#include "base/memory.h"
#include "base/parallel.h"
#include "pipeline/job_slices.h"

enum { PORTION = 128 };

typedef struct gatherer {
    const dvi_slice_index *index;
    unsigned thread;
    dvk_status status;
    uint64_t cut, steps;
    uint32_t own; /* others of the article at hand */
} gatherer;

typedef struct gathering {
    gatherer *gatherers; /* one a thread */
    size_t first, last;  /* ranks */
    size_t seen;         /* the ranks from here on have not all been seen by those they are near to */
    void (*each)(gatherer *g, size_t rank, bool seen);
} gathering;

/* Counts, and beyond what is wanted counts no further. */
static bool has_too_many(dvi_comparing *c, uint32_t rank, uint32_t more) {
    uint32_t most = c->job->options.max_candidates,
             before = atomic_load_explicit(&c->similar[rank], memory_order_relaxed);
    if (before <= most)
        before = atomic_fetch_add_explicit(&c->similar[rank], more, memory_order_relaxed) + more;
    return before > most;
}

static dvk_status put(gatherer *g, uint32_t a, uint32_t b, dvi_found_by by) {
    return dvi_pair_blocks_put(g->index->c->blocks, g->thread, a, b, by);
}

static dvk_status take_earlier(void *context, uint32_t a, uint32_t b) {
    gatherer *g = context;
    dvi_comparing *c = g->index->c;
    uint32_t later = dvi_slice_rank(g->index, a), earlier = dvi_slice_rank(g->index, b);
    bool too_many = has_too_many(c, earlier, earlier >= g->index->slice.first); /* those before are settled */
    g->own++;
    if (too_many && g->own > c->job->options.max_candidates) return DVK_OK;
    return put(g, later, earlier, DVI_BY_ANCHORS);
}

/* Those of the slice have counted themselves. */
static dvk_status count_behind(void *context, uint32_t a, uint32_t b) {
    gatherer *g = context;
    (void)a;
    g->own += dvi_slice_rank(g->index, b) >= g->index->slice.last;
    return DVK_OK;
}

static dvk_status take_best(void *context, uint32_t a, uint32_t b) {
    gatherer *g = context;
    return put(g, dvi_slice_rank(g->index, a), dvi_slice_rank(g->index, b), DVI_BY_BEST_ANCHORS);
}

/* A step that an article takes to an earlier one serves both. What is gone over again to count or to choose
 * is not counted: how much that is depends on the slices. */
static void look(gatherer *g, size_t rank, dvi_anchor_ways ways, dvi_take_pair take) {
    const dvi_anchor_walker *walker = g->index->walkers[g->thread];
    uint64_t before = dvi_anchor_walker_steps(walker), cut = 0;
    size_t at = dvi_slice_place(g->index, rank);
    g->own = 0;
    g->status = dvi_anchor_candidates(g->index->walkers[g->thread], at, at + 1, ways, take, g, &cut);
    if (rank >= g->index->c->n_undated && ways != DVI_EARLIER) return;
    g->steps += (dvi_anchor_walker_steps(walker) - before) * (ways == DVI_EARLIER ? 2 : 1);
    g->cut += cut;
}

static void gather_one(gatherer *g, size_t rank, bool seen) {
    dvi_comparing *c = g->index->c;
    (void)seen;
    if (rank < c->n_undated) {
        look(g, rank, DVI_BOTH_WAYS, take_best);
        return;
    }
    look(g, rank, DVI_EARLIER, take_earlier);
    has_too_many(c, (uint32_t)rank, g->own);
}

static void settle_one(gatherer *g, size_t rank, bool seen) {
    dvi_comparing *c = g->index->c;
    if (rank < c->n_undated) {
        atomic_store_explicit(&c->similar[rank], DVI_TOO_MANY, memory_order_relaxed);
        return;
    }
    g->own = 0;
    if (!seen) look(g, rank, DVI_LATER, count_behind);
    if (g->status != DVK_OK || !has_too_many(c, (uint32_t)rank, g->own)) return;
    g->cut++;
    look(g, rank, DVI_BOTH_WAYS, take_best);
}

static void go_through_portion(void *context, unsigned thread, size_t portion) {
    const gathering *all = context;
    gatherer *g = &all->gatherers[thread];
    size_t from = all->first + portion * PORTION,
           to = from + PORTION < all->last ? from + PORTION : all->last;
    g->thread = thread;
    for (size_t rank = from; rank < to && g->status == DVK_OK; rank++)
        all->each(g, rank, rank < all->seen);
}

static dvk_status share_out(dvi_slice_index *index, gathering *all) {
    dvk_job *job = index->c->job;
    dvk_status status = DVK_OK;
    all->gatherers = dvi_alloc_zero(job->options.threads, sizeof *all->gatherers);
    if (all->gatherers == NULL) return DVK_E_MEMORY;
    for (unsigned t = 0; t < job->options.threads; t++)
        all->gatherers[t].index = index;
    dvi_parallel(job->options.threads, (all->last - all->first + PORTION - 1) / PORTION, go_through_portion,
                 all);
    for (unsigned t = 0; t < job->options.threads; t++) {
        if (status == DVK_OK) status = all->gatherers[t].status;
        job->stats.anchors_cut += all->gatherers[t].cut;
        job->stats.met_anchors += all->gatherers[t].steps;
    }
    dvi_free(all->gatherers);
    return status;
}

/* The ranks that no rank from `rank` on is near to: all before the first that it is near to itself. */
static size_t seen_before(const dvi_comparing *c, size_t rank) {
    return rank < c->job->n ? dvi_lowest_near(c, rank) : rank;
}

dvk_status dvi_gather_anchors(dvi_slice_index *index, size_t first, size_t last) {
    dvi_comparing *c = index->c;
    gathering gather = {.first = first, .last = last, .each = gather_one};
    dvk_status status = share_out(index, &gather);
    size_t seen = seen_before(c, last), settled = last < index->slice.last ? seen : last;
    if (status != DVK_OK || settled <= c->settled) return status;
    gathering settle = {.first = c->settled, .last = settled, .seen = seen, .each = settle_one};
    c->settled = settled;
    return share_out(index, &settle);
}
