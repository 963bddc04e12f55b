/* Running a job: candidates and scores, then clusters. */
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "pipeline/digests.h"
#include "pipeline/job_state.h"
#include "pipeline/steady_order.h"

/* Sorts the pairs as items: the numbers to sort by, and the probabilities with them. */
static dvk_status sort_pairs(dvi_item *items, size_t n, dvk_pair **out) {
    dvi_item *scratch = dvi_alloc(n, sizeof *scratch);
    if (scratch == NULL) return DVK_E_MEMORY;
    dvi_sort_items(items, scratch, n);
    dvi_free(scratch);
    *out = dvi_alloc(n, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        (*out)[i] = (dvk_pair){(uint32_t)(items[i].key >> 32), (uint32_t)items[i].key,
                               (uint32_t)(items[i].value >> 32), (uint32_t)items[i].value};
    return DVK_OK;
}

dvk_status dvi_order_pairs(dvk_job *job) {
    dvi_item *items = dvi_alloc(job->n_pairs, sizeof *items);
    if (items == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < job->n_pairs; i++) {
        const dvk_pair *pair = &job->pairs[i];
        items[i] =
            (dvi_item){(uint64_t)pair->a << 32 | pair->b, (uint64_t)pair->duplicate << 32 | pair->event};
    }
    dvi_free(job->pairs);
    job->pairs = NULL;
    dvk_status status = sort_pairs(items, job->n_pairs, &job->pairs);
    if (status != DVK_OK) job->n_pairs = 0; /* they are gone */
    job->pairs_cap = job->n_pairs;
    dvi_free(items);
    return status;
}

static void count_groups(dvk_job *job) {
    for (size_t i = 0; i < job->n; i++) {
        if (job->assigned[i].duplicate >= job->stats.groups)
            job->stats.groups = job->assigned[i].duplicate + UINT64_C(1);
        if (job->assigned[i].event >= job->stats.events)
            job->stats.events = job->assigned[i].event + UINT64_C(1);
    }
}

typedef struct reading {
    const dvk_job *job;
    dvi_spool_window *windows; /* one a thread */
} reading;

static dvk_status comparable_of(void *context, unsigned thread, uint32_t article,
                                const dvi_comparable **out) {
    const reading *r = context;
    return dvi_articles_comparable(&r->job->store, &r->windows[thread], article, out);
}

static dvk_status leave_out_items(dvk_job *job) {
    const unsigned threads = job->options.threads;
    const size_t before = job->n_pairs;
    reading r = {job, dvi_alloc_zero(threads, sizeof *r.windows)};
    const dvi_looked_at articles = {&r, comparable_of, threads, dvi_choose_find_shared(job->options.cpu)};
    if (r.windows == NULL) return DVK_E_MEMORY;
    dvk_status status =
        dvi_leave_out_items(job->pairs, &job->n_pairs, (uint32_t)job->n, &job->options.cluster, &articles);
    job->stats.pairs_of_digests = before - job->n_pairs;
    for (unsigned t = 0; t < threads; t++)
        dvi_spool_window_finish(&r.windows[t]);
    dvi_free(r.windows);
    return status;
}

static dvk_status run(dvk_job *job) {
    dvk_status status = dvi_job_compare(job);
    if (status == DVK_OK) status = dvi_job_same_url(job);
    if (status == DVK_OK && !dvi_job_goes_on(job, "cluster", 0, job->n_pairs)) status = DVK_E_CANCELLED;
    double start = dvi_seconds();
    if (status == DVK_OK) status = leave_out_items(job);
    if (status == DVK_OK) {
        job->assigned = dvi_alloc_zero(job->n, sizeof *job->assigned);
        status = job->assigned != NULL ? dvi_cluster_by_rank(job) : DVK_E_MEMORY;
    }
    job->stats.seconds_clusters = dvi_seconds() - start;
    if (status == DVK_OK) count_groups(job);
    return status;
}

dvk_status dvk_job_run(dvk_job *job, dvk_error *error) {
    if (job == NULL || job->began || job->reading)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "dvk_job_run was called %s",
                             job == NULL    ? "without a job"
                             : job->reading ? "while dvk_job_read was at work; wait until that returns"
                                            : "a second time; a job runs once");
    job->began = true;
    dvk_status status = job->store_status; /* of the reading */
    if (status == DVK_OK && job->n != 0) status = run(job);
    job->ran = status == DVK_OK;
    if (status != DVK_OK) dvi_job_error(job, status, "the articles could not be grouped", error);
    return status;
}
