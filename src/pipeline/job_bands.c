/* Candidates by bands: each band by one thread, as many at once as memory allows. */
#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/band_join.h"
#include "match/pair_limit.h"
#include "pipeline/bounds.h"
#include "pipeline/job_compare.h"

enum { BYTES_AN_ARTICLE = 24 };

typedef struct gatherer {
    uint64_t cut, met;
    dvk_status status;
} gatherer;

typedef struct gathering {
    dvi_comparing *c;
    const uint32_t *rank_of_tie;
    gatherer *gatherers; /* one a thread */
} gathering;

typedef struct band_pairs {
    const gathering *g;
    unsigned thread;
    uint64_t met;
} band_pairs;

static dvk_status take(void *context, uint32_t a, uint32_t b) {
    band_pairs *pairs = context;
    pairs->met++;
    const uint32_t *rank = pairs->g->rank_of_tie;
    return dvi_pair_blocks_put(pairs->g->c->blocks, pairs->thread, rank[a], rank[b], DVI_BY_BANDS);
}

static void gather_band(void *context, unsigned thread, size_t band) {
    const gathering *g = context;
    const dvk_job *job = g->c->job;
    gatherer *own = &g->gatherers[thread];
    band_pairs pairs = {g, thread, 0};
    if (own->status != DVK_OK) return;
    uint64_t *keys = dvi_alloc(job->n, sizeof *keys);
    own->status = keys != NULL ? dvi_articles_band(&job->store, (uint32_t)band, job->options.sign.bands,
                                                   job->ties, keys)
                               : DVK_E_MEMORY;
    if (own->status == DVK_OK) own->status = dvi_band_candidates(keys, job->n, take, &pairs, &own->cut);
    own->met += pairs.met;
    dvi_free(keys);
}

static unsigned threads_that_fit(const dvk_job *job) {
    uint64_t fit = job->options.memory / BYTES_AN_ARTICLE / job->n;
    return fit < 1 ? 1 : fit < job->options.threads ? (unsigned)fit : job->options.threads;
}

typedef dvk_status (*block_visitor)(dvi_comparing *c, dvi_pair_limit *limit, size_t block, uint64_t *pairs,
                                    size_t n);

/* Shows the pairs of each block, sorted, as ranks. */
static dvk_status visit_blocks(dvi_comparing *c, dvi_pair_limit *limit, block_visitor visit) {
    dvk_status status = DVK_OK;
    for (size_t block = 0; block < dvi_pair_blocks_count(c->blocks) && status == DVK_OK; block++) {
        uint64_t *pairs = NULL, *scratch = NULL;
        size_t n = 0;
        status = dvi_pair_blocks_look(c->blocks, block, &pairs, &n);
        if (status == DVK_OK) scratch = dvi_alloc(n, sizeof *scratch);
        if (status == DVK_OK && scratch == NULL) status = DVK_E_MEMORY;
        for (size_t i = 0; i < n && status == DVK_OK; i++)
            pairs[i] = (uint64_t)dvi_blocked_high(pairs[i], block) << 32 | dvi_blocked_low(pairs[i]);
        if (status == DVK_OK) dvi_sort64(pairs, scratch, n);
        dvi_free(scratch);
        if (status == DVK_OK) status = visit(c, limit, block, pairs, n);
        dvi_free(pairs);
    }
    return status;
}

static dvk_status count_block(dvi_comparing *c, dvi_pair_limit *limit, size_t block, uint64_t *pairs,
                              size_t n) {
    (void)c;
    (void)block;
    dvi_pair_limit_count(limit, pairs, n);
    return DVK_OK;
}

static dvk_status weigh_block(dvi_comparing *c, dvi_pair_limit *limit, size_t block, uint64_t *pairs,
                              size_t n) {
    (void)c;
    (void)block;
    dvi_pair_limit_weigh(limit, pairs, n);
    return DVK_OK;
}

static dvk_status cut_block(dvi_comparing *c, dvi_pair_limit *limit, size_t block, uint64_t *pairs,
                            size_t n) {
    uint64_t *taken = NULL;
    size_t kept = dvi_pair_limit_keep(limit, pairs, n), n_taken;
    dvk_status status = dvi_pair_blocks_take(c->blocks, block, &taken, &n_taken);
    dvi_free(taken);
    for (size_t i = 0; i < kept && status == DVK_OK; i++)
        status =
            dvi_pair_blocks_put(c->blocks, 0, (uint32_t)(pairs[i] >> 32), (uint32_t)pairs[i], DVI_BY_BANDS);
    return status;
}

/* So far there are only pairs by bands in the blocks. */
static dvk_status limit_pairs(dvi_comparing *c) {
    dvi_pair_limit limit;
    dvk_status status = dvi_pair_limit_init(&limit, c->job->n, DVI_MOST_BY_BANDS);
    if (status == DVK_OK) status = visit_blocks(c, &limit, count_block);
    if (status == DVK_OK) status = dvi_pair_limit_counted(&limit);
    if (status == DVK_OK && limit.n_cut != 0) {
        c->job->stats.buckets_cut += limit.n_cut;
        status = visit_blocks(c, &limit, weigh_block);
        dvi_pair_limit_weighed(&limit);
        if (status == DVK_OK) status = visit_blocks(c, &limit, cut_block);
    }
    dvi_pair_limit_finish(&limit);
    return status;
}

dvk_status dvi_gather_bands(dvi_comparing *c) {
    dvk_job *job = c->job;
    uint32_t *rank_of_tie = dvi_alloc(job->n, sizeof *rank_of_tie);
    gathering g = {c, rank_of_tie, dvi_alloc_zero(job->options.threads, sizeof(gatherer))};
    dvk_status status = rank_of_tie != NULL && g.gatherers != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        for (size_t rank = 0; rank < job->n; rank++)
            rank_of_tie[job->ties[c->by_time[rank]]] = (uint32_t)rank;
        dvi_parallel(threads_that_fit(job), job->options.sign.bands, gather_band, &g);
    }
    for (unsigned t = 0; status == DVK_OK && t < job->options.threads; t++) {
        status = g.gatherers[t].status;
        job->stats.buckets_cut += g.gatherers[t].cut;
        job->stats.met_bands += g.gatherers[t].met;
    }
    dvi_free(rank_of_tie);
    dvi_free(g.gatherers);
    return status == DVK_OK ? limit_pairs(c) : status;
}
