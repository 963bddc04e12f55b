/* Running a job: candidates, scores, clusters. */
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/prefetch.h"
#include "match/score.h"
#include "pipeline/bounds.h"
#include "pipeline/job_state.h"
#include "pipeline/steady_order.h"

enum {
    SLICE = 4096,
    SLICES_A_ROUND = 256, /* between two signs of progress */
    AHEAD = 2,            /* pairs between asking for features and using them */
    LINE = 64
};

static dvk_status prepare(dvk_job *job) {
    job->comparables = dvi_alloc(job->n, sizeof *job->comparables);
    job->times = dvi_alloc(job->n, sizeof *job->times);
    job->ties = dvi_alloc(job->n, sizeof *job->ties);
    job->assigned = dvi_alloc_zero(job->n, sizeof *job->assigned);
    if (job->comparables == NULL || job->times == NULL || job->ties == NULL || job->assigned == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < job->n; i++) {
        dvi_comparable_init(&job->comparables[i], &job->features[i]);
        job->times[i] = job->features[i].time;
    }
    return dvi_rank_articles(job);
}

typedef struct scoring {
    const dvk_job *job;
    const dvi_pair_list *candidates;
    dvk_pair *scored;
    size_t done; /* slices, in the rounds before */
} scoring;

/* The features of articles to come lie anywhere in memory: asked for in two steps, as the first tells where the second are. */
static void expect(const scoring *s, size_t i, size_t last) {
    if (i + 2 * AHEAD < last) dvi_prefetch(s->job->comparables[(uint32_t)s->candidates->list[i + 2 * AHEAD]].features);
    if (i + AHEAD >= last) return;
    const dvk_features *f = s->job->comparables[(uint32_t)s->candidates->list[i + AHEAD]].features;
    for (size_t at = 0; at < f->n_features; at += LINE / sizeof *f->list)
        dvi_prefetch(&f->list[at]);
    for (size_t at = 0; at < f->n_shingles; at += LINE / sizeof *f->shingles)
        dvi_prefetch(&f->shingles[at]);
}

/* Pairs come sorted, so that all of one article follow each other. */
static void score_slice(void *context, unsigned thread, size_t slice) {
    (void)thread;
    scoring *s = context;
    size_t first = (s->done + slice) * SLICE;
    size_t last = first + SLICE < s->candidates->n ? first + SLICE : s->candidates->n;
    dvi_pivot pivot = {.article = NULL};
    for (size_t i = first; i < last; i++) {
        uint32_t a = (uint32_t)(s->candidates->list[i] >> 32), b = (uint32_t)s->candidates->list[i];
        dvk_match match;
        expect(s, i, last);
        if (pivot.article != &s->job->comparables[a]) dvi_pivot_init(&pivot, &s->job->comparables[a]);
        dvi_score_to(s->job->model, &pivot, &s->job->comparables[b], &match);
        s->scored[i] = (dvk_pair){a, b, match.duplicate, match.event};
    }
}

static dvk_status score_all(dvk_job *job, const dvi_pair_list *candidates) {
    job->pairs = dvi_alloc(candidates->n, sizeof *job->pairs);
    if (job->pairs == NULL) return DVK_E_MEMORY;
    scoring s = {job, candidates, job->pairs, 0};
    size_t n_slices = (candidates->n + SLICE - 1) / SLICE;
    while (s.done < n_slices) {
        if (!dvi_job_goes_on(job, "score", s.done * SLICE, candidates->n)) return DVK_E_CANCELLED;
        size_t n = n_slices - s.done < SLICES_A_ROUND ? n_slices - s.done : SLICES_A_ROUND;
        dvi_parallel(job->options.threads, n, score_slice, &s);
        s.done += n;
    }
    for (size_t i = 0; i < candidates->n; i++) {
        job->stats.pairs_duplicate += job->pairs[i].duplicate >= job->options.cluster.duplicate_threshold;
        job->stats.pairs_event += job->pairs[i].event >= job->options.cluster.event_threshold;
        if (job->pairs[i].event >= DVI_KEPT_EVENT) job->pairs[job->n_pairs++] = job->pairs[i];
    }
    job->stats.verified = candidates->n;
    return DVK_OK;
}

static void count_groups(dvk_job *job) {
    for (size_t i = 0; i < job->n; i++) {
        if (job->assigned[i].duplicate >= job->stats.groups) job->stats.groups = job->assigned[i].duplicate + UINT64_C(1);
        if (job->assigned[i].event >= job->stats.events) job->stats.events = job->assigned[i].event + UINT64_C(1);
    }
}

static dvk_status run(dvk_job *job) {
    dvi_pair_list candidates = {.n = 0};
    double start = dvi_seconds();
    dvk_status status = prepare(job);
    if (status == DVK_OK) status = dvi_job_candidates(job, &candidates);
    job->stats.seconds_candidates = dvi_seconds() - start;
    start = dvi_seconds();
    if (status == DVK_OK) status = score_all(job, &candidates);
    if (status == DVK_OK) status = dvi_job_same_url(job);
    job->stats.seconds_scores = dvi_seconds() - start;
    dvi_pair_list_finish(&candidates);
    if (status == DVK_OK && !dvi_job_goes_on(job, "cluster", 0, job->n_pairs)) status = DVK_E_CANCELLED;
    start = dvi_seconds();
    if (status == DVK_OK) status = dvi_cluster_by_rank(job);
    job->stats.seconds_clusters = dvi_seconds() - start;
    if (status == DVK_OK) count_groups(job);
    return status;
}

dvk_status dvk_job_run(dvk_job *job, dvk_error *error) {
    if (job->began)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "dvk_job_run was called a second time; a job runs once");
    job->began = true;
    dvk_status status = job->n == 0 ? DVK_OK : run(job);
    job->ran = status == DVK_OK;
    if (status != DVK_OK && error != NULL)
        dvi_error_set(error, status, NULL, 0, 0, "the articles could not be grouped: %s", dvk_status_text(status));
    return status;
}
