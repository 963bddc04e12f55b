/* Candidates of a job: bands and anchors, each on all threads, sorted and joined so that no thread's pace shows. */
#include <string.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "match/anchors.h"
#include "match/band_join.h"
#include "match/pair_limit.h"
#include "pipeline/bounds.h"
#include "pipeline/job_state.h"

enum { SLICE = 512, MOST_BY_BANDS = 128 /* of an article */ };

typedef struct gatherer {
    dvi_pair_list pairs;
    uint64_t cut;
    dvk_status status;
} gatherer;

typedef struct gathering {
    dvk_job *job;
    const dvi_anchor_index *index;
    dvi_band_input bands;
    gatherer *gatherers; /* one a thread */
} gathering;

static void gather_band(void *context, unsigned thread, size_t band) {
    gathering *g = context;
    gatherer *own = &g->gatherers[thread];
    if (own->status == DVK_OK) own->status = dvi_band_candidates(&g->bands, (uint32_t)band, &own->pairs, &own->cut);
}

static void gather_anchors(void *context, unsigned thread, size_t slice) {
    gathering *g = context;
    gatherer *own = &g->gatherers[thread];
    size_t first = slice * SLICE, last = first + SLICE < g->job->n ? first + SLICE : g->job->n;
    if (own->status == DVK_OK) own->status = dvi_anchor_candidates(g->index, first, last, &own->pairs, &own->cut);
}

/* Joins what the threads found into one sorted list without doubles. */
static dvk_status join(gathering *g, dvi_pair_list *out, uint64_t *cut) {
    size_t n = 0;
    for (unsigned t = 0; t < g->job->options.threads; t++) {
        if (g->gatherers[t].status != DVK_OK) return g->gatherers[t].status;
        n += g->gatherers[t].pairs.n;
        *cut += g->gatherers[t].cut;
    }
    out->list = dvi_alloc(n, sizeof *out->list);
    uint64_t *scratch = dvi_alloc(n, sizeof *scratch);
    dvk_status status = out->list != NULL && scratch != NULL ? DVK_OK : DVK_E_MEMORY;
    for (unsigned t = 0; status == DVK_OK && t < g->job->options.threads; t++) {
        const dvi_pair_list *part = &g->gatherers[t].pairs;
        if (part->n != 0) memcpy(out->list + out->n, part->list, part->n * sizeof *part->list);
        out->n += part->n;
    }
    out->cap = n;
    if (status == DVK_OK) {
        dvi_sort64(out->list, scratch, n);
        if (g->index == NULL)
            status = dvi_limit_pairs(out, g->job->n, MOST_BY_BANDS, cut);
        else
            out->n = dvi_unique64(out->list, n);
    }
    dvi_free(scratch);
    return status;
}

static void free_gatherers(gathering *g) {
    for (unsigned t = 0; g->gatherers != NULL && t < g->job->options.threads; t++) dvi_pair_list_finish(&g->gatherers[t].pairs);
    dvi_free(g->gatherers);
    g->gatherers = NULL;
}

static dvk_status gather(gathering *g, size_t items, void (*work)(void *, unsigned, size_t), dvi_pair_list *out, uint64_t *cut) {
    g->gatherers = dvi_alloc_zero(g->job->options.threads, sizeof *g->gatherers);
    if (g->gatherers == NULL) return DVK_E_MEMORY;
    dvi_parallel(g->job->options.threads, items, work, g);
    dvk_status status = join(g, out, cut);
    free_gatherers(g);
    return status;
}

static dvk_status by_anchors(gathering *g, dvi_pair_list *out) {
    dvk_job *job = g->job;
    dvi_anchor_input input = {.articles = job->comparables,
                              .times = job->times,
                              .ties = job->ties,
                              .n = job->n,
                              .window = job->options.cluster.window,
                              .max_candidates = job->options.max_candidates,
                              .least_partial = DVI_LEAST_PARTIAL};
    dvi_anchor_index *index = NULL;
    dvk_status status = dvi_anchor_index_create(&index, &input);
    g->index = index;
    if (status == DVK_OK) status = gather(g, (job->n + SLICE - 1) / SLICE, gather_anchors, out, &job->stats.anchors_cut);
    dvi_anchor_index_destroy(index);
    return status;
}

static dvk_status unite(dvi_pair_list *a, const dvi_pair_list *b) {
    size_t n = a->n + b->n;
    uint64_t *list = dvi_alloc(n, sizeof *list), *scratch = dvi_alloc(n, sizeof *scratch);
    dvk_status status = list != NULL && scratch != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        if (a->n != 0) memcpy(list, a->list, a->n * sizeof *list);
        if (b->n != 0) memcpy(list + a->n, b->list, b->n * sizeof *list);
        dvi_sort64(list, scratch, n);
        dvi_free(a->list);
        *a = (dvi_pair_list){list, dvi_unique64(list, n), n};
        list = NULL;
    }
    dvi_free(list);
    dvi_free(scratch);
    return status;
}

/* Median and largest number of candidates an article. */
static dvk_status count_candidates(dvk_job *job, const dvi_pair_list *pairs) {
    uint64_t *counts = dvi_alloc_zero(job->n, sizeof *counts), *scratch = dvi_alloc(job->n, sizeof *scratch);
    dvk_status status = counts != NULL && scratch != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        for (size_t i = 0; i < pairs->n; i++) {
            counts[pairs->list[i] >> 32]++;
            counts[(uint32_t)pairs->list[i]]++;
        }
        dvi_sort64(counts, scratch, job->n);
        job->stats.candidates_median = (uint32_t)counts[job->n / 2];
        job->stats.candidates_largest = (uint32_t)counts[job->n - 1];
    }
    dvi_free(counts);
    dvi_free(scratch);
    return status;
}

dvk_status dvi_job_candidates(dvk_job *job, dvi_pair_list *out) {
    gathering g = {.job = job};
    g.bands = (dvi_band_input){job->band_keys, job->options.sign.bands, job->ties, job->n};
    dvi_pair_list anchored = {.n = 0};
    dvk_status status = gather(&g, job->options.sign.bands, gather_band, out, &job->stats.buckets_cut);
    if (status == DVK_OK) status = by_anchors(&g, &anchored);
    job->stats.candidates_bands = out->n;
    job->stats.candidates_anchors = anchored.n;
    if (status == DVK_OK) status = unite(out, &anchored);
    dvi_pair_list_finish(&anchored);
    if (status == DVK_OK) status = count_candidates(job, out);
    job->stats.candidates = out->n;
    return status;
}
