/* What a job knows of its articles. */
#ifndef DVI_JOB_STATE_H
#define DVI_JOB_STATE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "dvoinik/pipeline.h"
#include "pipeline/article_store.h"
#include "pipeline/id_set.h"

/* Where the name of an input lies in the job's names. */
typedef struct dvi_place {
    uint64_t begin;
    uint32_t len;
} dvi_place;

struct dvk_job {
    dvk_job_options options;
    const dvk_model *model;
    char *folder; /* of the spools */
    dvi_article_store store;
    dvi_spool_window window; /* for the calling thread */
    dvk_status store_status; /* of reading for those who cannot be told otherwise */
    dvi_buffer names;
    dvi_place *files;
    size_t n_files, files_cap;
    int64_t *times;
    uint64_t *hashes; /* of the features; until they are ranked */
    size_t n, times_cap, hashes_cap;
    dvi_id_set ids;
    uint32_t *ties; /* from here: made by dvk_job_run. Of each article its rank in an order that does not
                       depend on that of input */
    dvk_pair *pairs;
    size_t n_pairs, pairs_cap;
    dvk_assignment *assigned;
    bool began, ran; /* dvk_job_run was called; it succeeded */
    bool reading;    /* dvk_job_read is at work: its listeners may not begin it or dvk_job_run anew */
    dvk_job_stats stats;
    int reason;                      /* the errno of a write that failed, or 0 */
    struct dvi_lent *lent;           /* what reports were given */
    struct dvi_shared_words *shared; /* scratch of the evidence for reports */
};

/* The scratch memory of a job that is handed round as const is its own. */
static inline dvk_job *dvi_job_own(const void *job) {
    return (dvk_job *)(uintptr_t)job;
}

dvk_span dvi_job_name(const dvk_job *job, uint32_t file);

/* A hash of a record as it stood in the input, or where that is not lent, as in feeds, of what was read of
 * it. */
uint64_t dvi_record_fingerprint(const dvk_article *article);

/* A title, or the beginning of the text, cut at a character's boundary. */
dvk_span dvi_job_headline(dvk_span title, dvk_span text);

/* Calls on_progress; false when the job is to stop. */
bool dvi_job_goes_on(dvk_job *job, const char *stage, uint64_t done, uint64_t total);

/* Features of an article as they were extracted. `room` is grown, and lends `out` its arrays. */
dvk_status dvi_job_features(const dvk_job *job, dvi_spool_window *window, size_t article, dvi_buffer *room,
                            dvk_features *out);

/* Fills `error` with what went wrong in a stage of which `doing` tells: "the articles could not be grouped".
 */
void dvi_job_error(const dvk_job *job, dvk_status status, const char *doing, dvk_error *error);

/* Puts job->pairs in order, by a then b. */
dvk_status dvi_order_pairs(dvk_job *job);

/* Candidates, and of them the pairs that are worth keeping, into job->pairs, rising by a then b; statistics
 * are filled. */
dvk_status dvi_job_compare(dvk_job *job);

/* Makes articles at one address pairs that are one article for certain, in job->pairs, which stays sorted. */
dvk_status dvi_job_same_url(dvk_job *job);

void dvi_job_free_lent(dvk_job *job);
void dvi_job_free_shared(dvk_job *job);
size_t dvi_job_shared(const void *job, size_t a, size_t b, dvk_shared *out, size_t cap);

#endif
