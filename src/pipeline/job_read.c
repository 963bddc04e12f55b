/* Reading into a job: while features and signatures of a batch are made, the batch before it is taken over
 * and the next one is read. One thread takes and reads before it helps the others with the features; what
 * they make lies at the articles' own places, so that no thread's pace shows. */
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "pipeline/article_copy.h"
#include "pipeline/batch_order.h"
#include "pipeline/extract.h"
#include "pipeline/steady_order.h"
#include "read/lost.h"
#include "sign/minhash.h"

enum {
    FIRST_ARTICLES = 256, /* of the first batch: nothing else is done while it is read */
    BATCH_BYTES = 16 << 20,
    BATCHES = 3
};

typedef struct worker {
    dvk_extractor *extractor;
    dvk_features features;
    dvk_status status;
    double seconds;
} worker;

typedef struct round {
    dvk_job *job;
    dvk_reader *reader;
    dvi_batch *past, *current, *next; /* `past` is NULL in the first round */
    worker *workers;
    dvi_batch_order order; /* of the current batch */
    dvk_status taken;
    dvk_error *error;
    bool behind; /* the job is: of what the reader gave or said not all was taken and told */
    double reading;
} round;

static dvk_status batch_init(dvi_batch *b, uint32_t bands) {
    *b = (dvi_batch){.status = DVK_OK};
    b->articles = dvi_alloc(DVI_BATCH_ARTICLES, sizeof *b->articles);
    b->traces = dvi_alloc(DVI_BATCH_ARTICLES, sizeof *b->traces);
    b->anchors = dvi_alloc(DVI_BATCH_ARTICLES, sizeof *b->anchors);
    b->features = dvi_alloc(DVI_BATCH_ARTICLES, DVI_FEATURES_ROOM);
    b->keys = dvi_alloc((size_t)DVI_BATCH_ARTICLES * bands, sizeof *b->keys);
    bool made = b->articles != NULL && b->traces != NULL && b->anchors != NULL && b->features != NULL &&
                b->keys != NULL;
    return made ? DVK_OK : DVK_E_MEMORY;
}

static void batch_finish(dvi_batch *b) {
    dvi_buffer_finish(&b->bytes);
    dvi_free(b->features);
    dvi_free(b->articles);
    dvi_free(b->traces);
    dvi_free(b->anchors);
    dvi_free(b->keys);
}

static dvk_status copy_article(dvi_batch *b, const dvk_article *article) {
    b->traces[b->n] = (dvi_traces){.fingerprint = dvi_record_fingerprint(article),
                                   .n_characters = dvi_utf8_characters(article->title) +
                                                   dvi_utf8_characters(article->text)};
    dvk_status status = dvi_copy_article(&b->bytes, article, &b->articles[b->n]);
    b->n += status == DVK_OK;
    return status;
}

static void read_batch(round *r, dvi_batch *b, size_t most) {
    double start = dvi_seconds();
    b->n = 0;
    b->bytes.len = 0;
    b->status = DVK_OK;
    while (b->status == DVK_OK && b->n < most && b->bytes.len < BATCH_BYTES) {
        dvk_article article;
        b->status = dvk_reader_next(r->reader, &article, &b->error);
        if (b->status == DVK_OK) b->status = copy_article(b, &article);
    }
    dvi_settle_copies(&b->bytes, b->articles, b->n);
    r->reading += dvi_seconds() - start;
}

static void sign_article(const dvk_job *job, dvk_features *features, uint64_t *keys, worker *w) {
    size_t n = 0;
    dvk_status status = dvi_band_keys(job->options.cpu, features, &job->options.sign, keys, &n);
    if (status != DVK_OK) w->status = status;
    for (; n < job->options.sign.bands; n++)
        keys[n] = 0;
    dvi_drop_shingles(features);
}

/* What the batch keeps of the features just extracted. */
static void leave_traces(dvi_batch *b, size_t i, const dvk_features *features) {
    dvi_traces *left = &b->traces[i];
    dvi_comparable_place(b->features + i * DVI_FEATURES_ROOM, features);
    left->features_size = (uint32_t)dvi_comparable_size(features->n_features, features->n_shingles);
    left->hash = dvi_steady_hash(features);
    left->n_tokens = features->n_tokens;
    left->n_features = features->n_features;
    left->language = features->language;
    dvi_anchors_choose(features, &b->anchors[i]);
}

static dvk_status take_past(round *r) {
    dvk_status status = r->past != NULL ? dvi_take_batch(r->job, r->reader, r->past, r->error) : DVK_OK;
    if (status == DVK_E_IO || status == DVK_E_WRITE)
        dvi_job_error(r->job, status, "", r->error); /* the store's: the reader's comes with its batch */
    return status;
}

/* One behind the other: both are the reader's business. */
static void take_and_read(round *r) {
    r->taken = take_past(r);
    if (r->taken == DVK_OK && r->current->status == DVK_OK) read_batch(r, r->next, DVI_BATCH_ARTICLES);
}

static void work_at(const round *r, size_t article, worker *w) {
    dvi_batch *b = r->current;
    w->status = dvi_features_of_read(w->extractor, &b->articles[article], &w->features);
    if (w->status == DVK_OK)
        sign_article(r->job, &w->features, b->keys + article * r->job->options.sign.bands, w);
    if (w->status == DVK_OK) leave_traces(b, article, &w->features);
}

static void work(void *context, unsigned thread, size_t item) {
    round *r = context;
    worker *w = &r->workers[thread];
    if (item == 0) take_and_read(r);
    double start = dvi_seconds();
    for (size_t i, last; dvi_batch_order_take(&r->order, thread, &i, &last);)
        for (; i < last && w->status == DVK_OK; i++)
            work_at(r, r->order.articles[i], w);
    w->seconds += dvi_seconds() - start;
}

static dvk_status workers_status(const round *r) {
    for (unsigned t = 0; t < r->job->options.threads; t++)
        if (r->workers[t].status != DVK_OK) return r->workers[t].status;
    return DVK_OK;
}

static bool goes_on(const round *r) {
    return r->past == NULL || dvi_job_goes_on(r->job, "read", r->job->n, 0);
}

/* What was `past` is free for the next. */
static void pass_on(round *r, dvi_batch *unused) {
    dvi_batch *spare = r->past != NULL ? r->past : unused;
    r->past = r->current;
    r->current = r->next;
    r->next = spare;
}

static dvk_status rounds(round *r, dvi_batch *unused) {
    r->behind = true;
    read_batch(r, r->current, FIRST_ARTICLES);
    do {
        dvi_batch_order_begin(&r->order, r->current);
        dvi_parallel(r->job->options.threads, r->job->options.threads, work, r);
        dvk_status status = r->taken != DVK_OK ? r->taken : workers_status(r);
        if (status != DVK_OK) return status;
        dvi_batch_order_learn(&r->order, r->current);
        if (!goes_on(r)) return DVK_E_CANCELLED;
        pass_on(r, unused);
    } while (r->past->status == DVK_OK);
    dvk_status status = take_past(r);
    if (status != DVK_OK) return status;
    r->behind = r->past->status < 0;
    if (!goes_on(r)) return DVK_E_CANCELLED;
    r->behind = r->past->status < 0 && r->past->error.status != r->past->status; /* no memory for one given */
    if (r->past->status < 0) *r->error = r->past->error;
    return r->past->status == DVK_END ? DVK_OK : r->past->status;
}

dvk_status dvk_job_read(dvk_job *job, dvk_reader *reader, dvk_error *error) {
    if (job == NULL || reader == NULL || job->began || job->reading)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "dvk_job_read was called %s",
                             job == NULL      ? "without a job"
                             : reader == NULL ? "without a reader"
                             : job->reading   ? "while it was at work; wait until it returns"
                                              : "after dvk_job_run; make another job");
    dvi_batch batches[BATCHES];
    dvk_error told = {0};
    round r = {.job = job, .reader = reader, .current = &batches[0], .next = &batches[1], .error = &told};
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < BATCHES; i++) {
        dvk_status made = batch_init(&batches[i], job->options.sign.bands);
        if (made != DVK_OK) status = made;
    }
    r.workers = dvi_alloc_zero(job->options.threads, sizeof *r.workers);
    if (r.workers == NULL) status = DVK_E_MEMORY;
    for (unsigned t = 0; status == DVK_OK && t < job->options.threads; t++) {
        status = dvk_extractor_create(&r.workers[t].extractor, job->model);
        if (status == DVK_OK) dvk_extractor_limit(r.workers[t].extractor, job->options.cpu);
    }
    job->reading = true;
    if (status == DVK_OK) status = rounds(&r, &batches[2]);
    job->reading = false;
    if (r.behind) dvi_reader_lose(reader);
    if (status < 0 && told.status != status)
        dvi_error_set(&told, status, NULL, 0, 0, "the articles could not be read: %s",
                      dvk_status_text(status));
    if (status < 0 && error != NULL) *error = told;
    job->stats.articles = job->n;
    job->stats.seconds_read += r.reading;
    for (unsigned t = 0; r.workers != NULL && t < job->options.threads; t++) {
        job->stats.seconds_features += r.workers[t].seconds;
        dvk_extractor_destroy(r.workers[t].extractor);
        dvk_features_finish(&r.workers[t].features);
    }
    dvi_free(r.workers);
    for (size_t i = 0; i < BATCHES; i++)
        batch_finish(&batches[i]);
    return status;
}
