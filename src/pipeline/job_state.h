/* What a job knows of its articles. */
#ifndef DVI_JOB_STATE_H
#define DVI_JOB_STATE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "dvoinik/pipeline.h"
#include "match/compare.h"
#include "match/pair_list.h"
#include "pipeline/id_set.h"

/* Where a string of an article lies in the job's strings. */
typedef struct dvi_place {
    uint64_t begin;
    uint32_t len;
} dvi_place;

typedef struct dvi_record {
    dvi_place id, url, source, title, text; /* text is empty unless kept */
    uint32_t file;                          /* index into the job's file names */
    uint64_t line;
    uint64_t fingerprint;  /* of the record's bytes */
    uint32_t n_characters; /* of title and text */
} dvi_record;

struct dvk_job {
    dvk_job_options options;
    const dvk_model *model;
    dvi_buffer strings;
    dvi_place *files;
    size_t n_files, files_cap;
    dvi_record *records;
    dvk_features *features;
    uint64_t *band_keys; /* n x bands */
    size_t n, records_cap, features_cap, keys_cap;
    dvi_id_set ids;
    dvi_comparable *comparables; /* from here: made by dvk_job_run */
    int64_t *times;
    uint64_t *ties; /* of each article its rank in an order that does not depend on that of input */
    dvk_pair *pairs;
    size_t n_pairs;
    dvk_assignment *assigned;
    bool began, ran; /* dvk_job_run was called; it succeeded */
    dvk_job_stats stats;
    struct dvi_shared_words *shared; /* scratch of the evidence for reports */
    dvk_status shared_status;        /* the first failure to give it */
};

dvk_span dvi_job_string(const dvk_job *job, dvi_place place);

/* A hash of a record as it stood in the input, or where that is not lent, as in feeds, of what was read of it. */
uint64_t dvi_record_fingerprint(const dvk_article *article);

/* A title, or the beginning of the text, cut at a character's boundary. */
dvk_span dvi_job_headline(dvk_span title, dvk_span text);

/* Calls on_progress; false when the job is to stop. */
bool dvi_job_goes_on(dvk_job *job, const char *stage, uint64_t done, uint64_t total);

/* Candidates of all articles into `out`, sorted, each once; statistics are filled. */
dvk_status dvi_job_candidates(dvk_job *job, dvi_pair_list *out);

/* Makes articles at one address pairs that are one article for certain, in job->pairs, which stays sorted. */
dvk_status dvi_job_same_url(dvk_job *job);

void dvi_job_free_shared(dvk_job *job);
size_t dvi_job_shared(const void *job, size_t a, size_t b, dvk_shared *out, size_t cap);

#endif
