/* Articles on their way from the reader into a job. */
#ifndef DVI_JOB_BATCH_H
#define DVI_JOB_BATCH_H

#include "pipeline/bounds.h"
#include "pipeline/job_state.h"

enum {
    DVI_BATCH_ARTICLES = 512, /* few enough that what is read is still in the caches when it is worked on */
    DVI_BATCH_SLICE = 8       /* of which one thread makes the features */
};

/* What is kept of an article that is not kept itself. */
typedef struct dvi_traces {
    uint64_t fingerprint;   /* of the record */
    uint64_t hash;          /* of the features */
    uint32_t features_size; /* of what lies in the article's room */
    uint32_t n_characters, n_tokens, n_features, language;
} dvi_traces;

/* The most that an article's features take. */
enum {
    DVI_FEATURES_ROOM =
        DVI_COMPARABLE_HEAD + (int)DVK_MAX_FEATURES * sizeof(uint64_t) + DVI_KEPT_SHINGLES * sizeof(uint32_t)
};

/* Articles read and copied, their spans into `bytes` by offset until the batch is whole. */
typedef struct dvi_batch {
    dvi_buffer bytes;
    dvk_article *articles;
    dvi_traces *traces;
    dvi_anchors *anchors;
    uint64_t *keys;
    char *features; /* laid out to be compared: DVI_FEATURES_ROOM bytes for each */
    size_t n;
    dvk_status status; /* of the reading that ended it */
    dvk_error error;
} dvi_batch;

/* Takes the articles of a batch over into the job; those whose id is there already are the reader's to
 * reject. */
dvk_status dvi_take_batch(dvk_job *job, dvk_reader *reader, dvi_batch *b, dvk_error *error);

#endif
