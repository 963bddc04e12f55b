/* Comparing: candidates and scores, by blocks of articles in the order of time. A pair belongs to the block
 * of the later of the two; when a block's articles, and those that are near behind it, have looked for
 * others, all pairs of the block are known, are scored, and those that say nothing are gone. So neither
 * features nor candidates of all articles are in memory at any time. */
#include "pipeline/job_compare.h"

#include "base/memory.h"
#include "base/parallel.h"
#include "pipeline/steady_order.h"

enum { MOST_COUNTED = 65535, BETWEEN_SIGNS = 8192 };

static dvk_status begin(dvi_comparing *c) {
    dvk_job *job = c->job;
    c->by_time = dvi_alloc(job->n, sizeof *c->by_time);
    c->counts = dvi_alloc_zero(job->n, sizeof *c->counts);
    c->similar = dvi_alloc_zero(job->n, sizeof *c->similar);
    dvk_status status =
        c->by_time != NULL && c->counts != NULL && c->similar != NULL ? dvi_rank_articles(job) : DVK_E_MEMORY;
    if (status == DVK_OK) status = dvi_order_by_time(job, c->by_time);
    if (status != DVK_OK) return status;
    while (c->n_undated < job->n && job->times[c->by_time[c->n_undated]] == DVK_NO_TIME)
        c->n_undated++;
    if (job->options.cluster.window != 0)
        status = dvi_undated_keys_init(&c->undated, &job->store, c->by_time, c->n_undated, job->n);
    if (status == DVK_OK)
        status = dvi_pair_blocks_create(&c->blocks, job->n, job->options.threads, job->folder,
                                        job->options.memory / 16);
    return status == DVK_OK ? dvi_residents_create(&c->residents, job, c->by_time, job->options.memory)
                            : status;
}

static void end(dvi_comparing *c) {
    dvi_undated_keys_finish(&c->undated);
    dvi_pair_blocks_destroy(c->blocks);
    dvi_residents_destroy(c->residents);
    dvi_free(c->by_time);
    dvi_free(c->counts);
    dvi_free(c->similar);
}

/* Adds the seconds since *start to *sum, and begins anew. */
static void count_seconds(double *start, double *sum) {
    double now = dvi_seconds();
    *sum += now - *start;
    *start = now;
}

/* Scores the blocks that are complete. */
static dvk_status score_settled(dvi_comparing *c) {
    dvk_status status = DVK_OK;
    for (; status == DVK_OK && c->scored < dvi_pair_blocks_count(c->blocks); c->scored++) {
        size_t above = (c->scored + 1) * DVI_BLOCK_RANKS;
        if (above > c->job->n) above = c->job->n;
        if (above > c->settled) break;
        status = dvi_score_block(c, c->scored);
    }
    return status;
}

/* The ranks of a slice. */
static dvk_status compare_slice(dvi_comparing *c, const dvi_slice *slice, dvi_slice_index *index) {
    dvk_job_stats *stats = &c->job->stats;
    dvk_status status = DVK_OK;
    double start = dvi_seconds();
    for (size_t first = slice->first, last; first < slice->last && status == DVK_OK; first = last) {
        last = first + BETWEEN_SIGNS < slice->last ? first + BETWEEN_SIGNS : slice->last;
        if (!dvi_job_goes_on(c->job, "score", first, c->job->n)) return DVK_E_CANCELLED;
        status = dvi_gather_anchors(index, first, last);
        count_seconds(&start, &stats->seconds_candidates);
        if (status == DVK_OK) status = score_settled(c);
        count_seconds(&start, &stats->seconds_scores);
    }
    return status;
}

static dvk_status compare_all(dvi_comparing *c) {
    dvk_job *job = c->job;
    double start = dvi_seconds();
    dvk_status status = begin(c);
    if (status == DVK_OK) status = dvi_gather_bands(c);
    count_seconds(&start, &job->stats.seconds_candidates);
    dvi_slice slice;
    for (size_t first = 0; first < job->n && status == DVK_OK; first = slice.last) {
        dvi_slice_index *index = NULL;
        start = dvi_seconds();
        dvi_slice_from(c, first, &slice);
        status = dvi_slice_index_create(&index, c, &slice);
        count_seconds(&start, &job->stats.seconds_candidates);
        if (status == DVK_OK) status = compare_slice(c, &slice, index);
        dvi_slice_index_destroy(index);
    }
    return status;
}

/* Median (up to MOST_COUNTED) and largest number of candidates of an article. */
static dvk_status count_candidates(const dvi_comparing *c) {
    dvk_job *job = c->job;
    size_t *articles = dvi_alloc_zero(MOST_COUNTED + 1, sizeof *articles), below = 0;
    if (articles == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < job->n; i++) {
        uint32_t count = c->counts[i];
        articles[count < MOST_COUNTED ? count : MOST_COUNTED]++;
        if (count > job->stats.candidates_largest) job->stats.candidates_largest = count;
    }
    uint32_t median = 0;
    while (below + articles[median] <= job->n / 2)
        below += articles[median++];
    job->stats.candidates_median = median;
    dvi_free(articles);
    return DVK_OK;
}

dvk_status dvi_job_compare(dvk_job *job) {
    dvi_comparing c = {.job = job};
    dvk_status status = compare_all(&c);
    if (status == DVK_OK) status = count_candidates(&c);
    if (status == DVK_E_WRITE && job->reason == 0) job->reason = dvi_pair_blocks_reason(c.blocks);
    end(&c);
    return status == DVK_OK ? dvi_order_pairs(job) : status;
}
