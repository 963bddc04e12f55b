/* Articles on their way from the reader into a job. */
#ifndef DVI_JOB_BATCH_H
#define DVI_JOB_BATCH_H

#include "pipeline/job_state.h"

enum { DVI_BATCH_ARTICLES = 2048, DVI_BATCH_SLICE = 16 /* of which one thread makes the features */ };

/* What is kept of an article that is not kept itself. */
typedef struct dvi_traces {
    uint64_t fingerprint; /* of the record */
    uint64_t hash;        /* of the features */
    size_t packed_end;    /* of the features in the slice's */
    uint32_t n_characters, n_tokens, n_features, language;
} dvi_traces;

/* Articles read and copied, their spans into `bytes` by offset until the batch is whole. */
typedef struct dvi_batch {
    dvi_buffer bytes;
    dvk_article *articles;
    dvi_traces *traces;
    dvi_anchors *anchors;
    uint64_t *keys;
    dvi_buffer packed[DVI_BATCH_ARTICLES / DVI_BATCH_SLICE]; /* features of each slice */
    size_t n;
    dvk_status status; /* of the reading that ended it */
    dvk_error error;
} dvi_batch;

/* Takes the articles of a batch over into the job; those whose id is there already are the reader's to reject. */
dvk_status dvi_take_batch(dvk_job *job, dvk_reader *reader, dvi_batch *b, dvk_error *error);

#endif
