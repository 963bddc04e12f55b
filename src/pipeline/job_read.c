/* Reading into a job: the next batch is read while features and signatures of the last are made. Item 0 of each round is the reading,
 * the others are slices of the batch; what they make lies at the articles' own places, so that no thread's pace shows. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "feature/packed.h"
#include "pipeline/bounds.h"
#include "pipeline/job_state.h"
#include "pipeline/steady_order.h"
#include "sign/minhash.h"

enum { BATCH_ARTICLES = 2048, BATCH_BYTES = 16 << 20, SLICE = 64, TITLE_BYTES = 320 };

/* What is kept of an article that is not kept itself. */
typedef struct traces {
    uint64_t fingerprint; /* of the record */
    uint64_t hash;        /* of the features */
    size_t packed_end;    /* of the features in the slice's */
    uint32_t n_characters, n_tokens, n_features, language;
} traces;

/* Articles read and copied, their spans into `bytes` by offset until the batch is whole. */
typedef struct batch {
    dvi_buffer bytes;
    dvk_article *articles;
    traces *traces;
    dvi_anchors *anchors;
    uint64_t *keys;
    dvi_buffer packed[BATCH_ARTICLES / SLICE]; /* features of each slice */
    size_t n;
    dvk_status status; /* of the reading that ended it */
    dvk_error error;
} batch;

typedef struct worker {
    dvk_extractor *extractor;
    dvk_features features;
    dvk_status status;
    double seconds;
} worker;

typedef struct round {
    dvk_job *job;
    dvk_reader *reader;
    batch *current, *next;
    worker *workers;
    double reading;
} round;

static dvk_status batch_init(batch *b, uint32_t bands) {
    *b = (batch){.status = DVK_OK};
    b->articles = dvi_alloc(BATCH_ARTICLES, sizeof *b->articles);
    b->traces = dvi_alloc(BATCH_ARTICLES, sizeof *b->traces);
    b->anchors = dvi_alloc(BATCH_ARTICLES, sizeof *b->anchors);
    b->keys = dvi_alloc((size_t)BATCH_ARTICLES * bands, sizeof *b->keys);
    return b->articles != NULL && b->traces != NULL && b->anchors != NULL && b->keys != NULL ? DVK_OK : DVK_E_MEMORY;
}

static void batch_finish(batch *b) {
    dvi_buffer_finish(&b->bytes);
    for (size_t i = 0; i < BATCH_ARTICLES / SLICE; i++) dvi_buffer_finish(&b->packed[i]);
    dvi_free(b->articles);
    dvi_free(b->traces);
    dvi_free(b->anchors);
    dvi_free(b->keys);
}

static dvk_span *span_of(dvk_article *a, size_t i) {
    dvk_span *const spans[] = {&a->id, &a->url, &a->title, &a->text, &a->date, &a->source, &a->lang, &a->file};
    return i < sizeof spans / sizeof spans[0] ? spans[i] : NULL;
}

static dvk_status copy_article(batch *b, const dvk_article *article) {
    dvk_article *copy = &b->articles[b->n];
    *copy = *article;
    b->traces[b->n] = (traces){.fingerprint = dvi_record_fingerprint(article),
                               .n_characters = dvi_utf8_characters(article->title) + dvi_utf8_characters(article->text)};
    copy->record = (dvk_span){NULL, 0};
    for (size_t i = 0; span_of(copy, i) != NULL; i++) {
        dvk_span *span = span_of(copy, i);
        dvk_status status = dvi_buffer_append(&b->bytes, span->data, span->len);
        span->data = NULL;
        if (status != DVK_OK) return status;
    }
    b->n++;
    return DVK_OK;
}

/* The bytes no longer move; the spans lie in them one behind the other. */
static void settle(batch *b) {
    size_t at = 0;
    for (size_t i = 0; i < b->n; i++)
        for (size_t k = 0; span_of(&b->articles[i], k) != NULL; k++) {
            dvk_span *span = span_of(&b->articles[i], k);
            if (span->len != 0) span->data = b->bytes.data + at;
            at += span->len;
        }
}

static void read_batch(round *r, batch *b) {
    double start = dvi_seconds();
    b->n = 0;
    b->bytes.len = 0;
    b->status = DVK_OK;
    while (b->status == DVK_OK && b->n < BATCH_ARTICLES && b->bytes.len < BATCH_BYTES) {
        dvk_article article;
        b->status = dvk_reader_next(r->reader, &article, &b->error);
        if (b->status == DVK_OK) b->status = copy_article(b, &article);
    }
    settle(b);
    r->reading += dvi_seconds() - start;
}

static void sign_article(const dvk_job *job, dvk_features *features, uint64_t *keys, worker *w) {
    size_t n = 0;
    dvk_status status = dvi_band_keys(job->options.cpu, features, &job->options.sign, keys, &n);
    if (status != DVK_OK) w->status = status;
    for (; n < job->options.sign.bands; n++) keys[n] = 0;
    /* The rest of the sample served the signature; verification needs less. */
    if (features->n_shingles > DVI_KEPT_SHINGLES) features->n_shingles = DVI_KEPT_SHINGLES;
}

/* What the batch keeps of the features just extracted. */
static dvk_status leave_traces(batch *b, size_t i, const dvk_features *features) {
    dvi_buffer *packed = &b->packed[i / SLICE];
    size_t size = dvi_packed_size(features);
    dvk_status status = dvi_buffer_reserve(packed, size);
    if (status != DVK_OK) return status;
    dvi_features_pack(features, packed->data + packed->len);
    packed->len += size;
    traces *left = &b->traces[i];
    left->packed_end = packed->len;
    left->hash = dvi_steady_hash(features);
    left->n_tokens = features->n_tokens;
    left->n_features = features->n_features;
    left->language = features->language;
    dvi_anchors_choose(features, &b->anchors[i]);
    return DVK_OK;
}

static void work(void *context, unsigned thread, size_t item) {
    round *r = context;
    if (item == 0) {
        if (r->current->status == DVK_OK) read_batch(r, r->next);
        return;
    }
    worker *w = &r->workers[thread];
    batch *b = r->current;
    double start = dvi_seconds();
    size_t first = (item - 1) * SLICE, last = first + SLICE < b->n ? first + SLICE : b->n;
    b->packed[item - 1].len = 0;
    for (size_t i = first; i < last && w->status == DVK_OK; i++) {
        w->status = dvk_features_extract(w->extractor, &b->articles[i], &w->features);
        if (w->status == DVK_OK) sign_article(r->job, &w->features, b->keys + i * r->job->options.sign.bands, w);
        if (w->status == DVK_OK) w->status = leave_traces(b, i, &w->features);
    }
    w->seconds += dvi_seconds() - start;
}

dvk_span dvi_job_headline(dvk_span title, dvk_span text) {
    dvk_span line = title.len != 0 ? title : text;
    if (line.len <= TITLE_BYTES) return line;
    size_t len = TITLE_BYTES;
    while (len > 0 && ((unsigned char)line.data[len] & 0xC0) == 0x80) len--;
    return (dvk_span){line.data, len};
}

static dvk_status file_number(dvk_job *job, dvk_span name, uint32_t *number) {
    if (job->n_files > 0) {
        dvk_span last = dvi_job_name(job, (uint32_t)(job->n_files - 1));
        if (last.len == name.len && memcmp(last.data, name.data, name.len) == 0) {
            *number = (uint32_t)(job->n_files - 1);
            return DVK_OK;
        }
    }
    void *files = job->files;
    dvk_status status = dvi_grow(&files, &job->files_cap, job->n_files + 1, sizeof *job->files);
    job->files = files;
    if (status == DVK_OK) job->files[job->n_files] = (dvi_place){job->names.len, (uint32_t)name.len};
    if (status == DVK_OK) status = dvi_buffer_append(&job->names, name.data, name.len);
    if (status == DVK_OK) *number = (uint32_t)job->n_files++;
    return status;
}

/* An id that cannot be read is like none; the status tells. */
static dvk_span id_of(const void *context, uint32_t article) {
    dvk_job *job = (dvk_job *)(uintptr_t)context;
    dvi_record record = {.line = 0};
    dvk_status status = dvi_articles_record(&job->store, &job->window, article, &record);
    if (status != DVK_OK) job->store_status = status;
    return record.id;
}

/* The name of an input as a string, cut to fit; names are shown, not opened. */
static void copy_name(dvk_span name, char *out, size_t cap) {
    size_t len = name.len < cap - 1 ? name.len : cap - 1;
    memcpy(out, name.data, len);
    out[len] = '\0';
}

static dvk_status refuse_double(dvk_job *job, dvk_reader *reader, const dvk_article *a, uint32_t first, dvk_error *error) {
    dvi_record r;
    char here[512], there[160], id[128];
    dvk_error local;
    if (error == NULL) error = &local;
    dvk_status status = dvi_articles_record(&job->store, &job->window, first, &r);
    if (status != DVK_OK) return status;
    copy_name(a->file, here, sizeof here);
    copy_name(dvi_job_name(job, r.file), there, sizeof there);
    dvi_show(a->id, id, sizeof id);
    dvi_error_set(error, DVK_E_DUPLICATE, here, a->line, a->byte,
                  "the id \"%s\" stands already in %s, line %" PRIu64 "; make ids differ, or keep the first with --skip-bad", id,
                  there, r.line);
    return dvk_reader_reject(reader, error);
}

static dvk_status grow_all(dvk_job *job) {
    void *times = job->times, *hashes = job->hashes;
    dvk_status status = dvi_grow(&times, &job->times_cap, job->n + 1, sizeof *job->times);
    job->times = times;
    if (status == DVK_OK) status = dvi_grow(&hashes, &job->hashes_cap, job->n + 1, sizeof *job->hashes);
    job->hashes = hashes;
    return status;
}

static dvk_status keep_article(dvk_job *job, const batch *b, size_t i) {
    const dvk_article *a = &b->articles[i];
    const traces *left = &b->traces[i];
    size_t begin = i % SLICE == 0 ? 0 : b->traces[i - 1].packed_end;
    dvk_span packed = {b->packed[i / SLICE].data + begin, left->packed_end - begin};
    dvi_record record = {.id = a->id,
                         .url = a->url,
                         .source = a->source,
                         .title = job->options.keep_texts ? a->title : dvi_job_headline(a->title, a->text),
                         .text = job->options.keep_texts ? a->text : (dvk_span){NULL, 0},
                         .line = a->line,
                         .fingerprint = left->fingerprint,
                         .n_characters = left->n_characters,
                         .n_tokens = left->n_tokens,
                         .language = left->language};
    dvk_status status = file_number(job, a->file, &record.file);
    if (status == DVK_OK) status = grow_all(job);
    if (status == DVK_OK) status = dvi_articles_add(&job->store, &record, packed, &b->anchors[i]);
    if (status != DVK_OK) return status;
    job->times[job->n] = a->time;
    job->hashes[job->n] = left->hash;
    job->stats.bytes += a->title.len + a->text.len;
    job->stats.without_features += left->n_features == 0;
    job->n++;
    return DVK_OK;
}

/* Takes the articles of a batch over; the keys of those that are kept move together. */
static dvk_status take_batch(dvk_job *job, dvk_reader *reader, batch *b, dvk_error *error) {
    size_t bands = job->options.sign.bands, kept = 0;
    for (size_t i = 0; i < b->n; i++) {
        uint32_t found = UINT32_MAX;
        dvk_status status = job->n < UINT32_MAX - 1 ? DVK_OK : DVK_E_LIMIT;
        if (status == DVK_OK) status = dvi_id_set_add(&job->ids, b->articles[i].id, (uint32_t)job->n, id_of, job, &found);
        if (status == DVK_OK) status = job->store_status;
        if (status == DVK_OK && found != UINT32_MAX) {
            status = refuse_double(job, reader, &b->articles[i], found, error);
            if (status == DVK_OK) continue;
        }
        if (status == DVK_OK) status = keep_article(job, b, i);
        if (status != DVK_OK) return status;
        memmove(b->keys + kept++ * bands, b->keys + i * bands, bands * sizeof *b->keys);
    }
    return dvi_articles_add_keys(&job->store, b->keys, kept, (uint32_t)bands);
}

static dvk_status workers_status(const round *r) {
    for (unsigned t = 0; t < r->job->options.threads; t++)
        if (r->workers[t].status != DVK_OK) return r->workers[t].status;
    return DVK_OK;
}

static dvk_status rounds(round *r, dvk_error *error) {
    dvk_job *job = r->job;
    read_batch(r, r->current);
    for (;;) {
        dvi_parallel(job->options.threads, 1 + (r->current->n + SLICE - 1) / SLICE, work, r);
        dvk_status status = workers_status(r);
        if (status == DVK_OK) status = take_batch(job, r->reader, r->current, error);
        if (status == DVK_E_IO) dvi_job_error(job, status, "", error); /* the store's: the reader's comes with its batch */
        if (status != DVK_OK) return status;
        if (!dvi_job_goes_on(job, "read", job->n, 0)) return DVK_E_CANCELLED;
        if (r->current->status != DVK_OK) {
            if (r->current->status < 0 && error != NULL) *error = r->current->error;
            return r->current->status == DVK_END ? DVK_OK : r->current->status;
        }
        batch *swap = r->current;
        r->current = r->next;
        r->next = swap;
    }
}

dvk_status dvk_job_read(dvk_job *job, dvk_reader *reader, dvk_error *error) {
    if (job->began)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "dvk_job_read was called after dvk_job_run; make another job");
    batch batches[2];
    dvk_error told = {0};
    round r = {.job = job, .reader = reader, .current = &batches[0], .next = &batches[1]};
    dvk_status status = batch_init(&batches[0], job->options.sign.bands);
    dvk_status second = batch_init(&batches[1], job->options.sign.bands);
    if (status == DVK_OK) status = second;
    r.workers = dvi_alloc_zero(job->options.threads, sizeof *r.workers);
    if (r.workers == NULL) status = DVK_E_MEMORY;
    for (unsigned t = 0; status == DVK_OK && t < job->options.threads; t++) {
        status = dvk_extractor_create(&r.workers[t].extractor, job->model);
        if (status == DVK_OK) dvk_extractor_limit(r.workers[t].extractor, job->options.cpu);
    }
    if (status == DVK_OK) status = rounds(&r, &told);
    if (status < 0 && told.status != status)
        dvi_error_set(&told, status, NULL, 0, 0, "the articles could not be read: %s", dvk_status_text(status));
    if (status < 0 && error != NULL) *error = told;
    job->stats.articles = job->n;
    job->stats.seconds_read += r.reading;
    for (unsigned t = 0; r.workers != NULL && t < job->options.threads; t++) {
        job->stats.seconds_features += r.workers[t].seconds;
        dvk_extractor_destroy(r.workers[t].extractor);
        dvk_features_finish(&r.workers[t].features);
    }
    dvi_free(r.workers);
    batch_finish(&batches[0]);
    batch_finish(&batches[1]);
    return status;
}
