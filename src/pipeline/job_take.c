/* Taking a batch of articles over into a job: what is kept of each goes into the store, ids that came before
 * are refused. */
#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/span.h"
#include "pipeline/job_batch.h"

enum { TITLE_BYTES = 320 };

dvk_span dvi_job_headline(dvk_span title, dvk_span text) {
    dvk_span line = title.len != 0 ? title : text;
    if (line.len <= TITLE_BYTES) return line;
    size_t len = TITLE_BYTES;
    while (len > 0 && ((unsigned char)line.data[len] & 0xC0) == 0x80)
        len--;
    return (dvk_span){line.data, len};
}

static dvk_status file_number(dvk_job *job, dvk_span name, uint32_t *number) {
    if (job->n_files > 0) {
        dvk_span last = dvi_job_name(job, (uint32_t)(job->n_files - 1));
        if (dvi_same_bytes(last, name)) {
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
    dvk_job *job = dvi_job_own(context);
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

static dvk_status refuse_double(dvk_job *job, dvk_reader *reader, const dvk_article *a, uint32_t first,
                                dvk_error *error) {
    dvi_record r;
    char here[512], there[160], id[128];
    dvk_status status = dvi_articles_record(&job->store, &job->window, first, &r);
    if (status != DVK_OK) return status;
    copy_name(a->file, here, sizeof here);
    copy_name(dvi_job_name(job, r.file), there, sizeof there);
    dvi_show(a->id, id, sizeof id);
    dvi_error_set(error, DVK_E_DUPLICATE, here, a->line, a->byte,
                  "the id \"%s\" stands already in %s, line %" PRIu64 "; make ids differ", id, there, r.line);
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

static dvk_status keep_article(dvk_job *job, const dvi_batch *b, size_t i) {
    const dvk_article *a = &b->articles[i];
    const dvi_traces *left = &b->traces[i];
    bool whole = job->options.keep_texts || a->title.len != 0;
    dvk_span features = {b->features + i * DVI_FEATURES_ROOM, left->features_size};
    dvi_record record = {.id = a->id,
                         .url = a->url,
                         .source = a->source,
                         .title = whole ? a->title : dvi_job_headline(a->title, a->text),
                         .text = job->options.keep_texts ? a->text : (dvk_span){NULL, 0},
                         .line = a->line,
                         .fingerprint = left->fingerprint,
                         .n_characters = left->n_characters,
                         .n_tokens = left->n_tokens,
                         .language = left->language};
    dvk_status status = file_number(job, a->file, &record.file);
    if (status == DVK_OK) status = grow_all(job);
    if (status == DVK_OK) status = dvi_articles_add(&job->store, &record, features, &b->anchors[i]);
    if (status != DVK_OK) return status;
    job->times[job->n] = a->time;
    job->hashes[job->n] = left->hash;
    job->stats.bytes += a->title.len + a->text.len;
    job->stats.without_features += left->n_features == 0;
    job->n++;
    return DVK_OK;
}

static dvk_status take_article(dvk_job *job, dvk_reader *reader, const dvi_batch *b, size_t i,
                               dvk_error *error, bool *kept) {
    uint32_t found = UINT32_MAX;
    dvk_status status = job->n < UINT32_MAX - 1 ? DVK_OK : DVK_E_LIMIT;
    *kept = false;
    if (status == DVK_OK)
        status = dvi_id_set_add(&job->ids, b->articles[i].id, (uint32_t)job->n, id_of, job, &found);
    if (status == DVK_OK) status = job->store_status;
    if (status == DVK_OK && found != UINT32_MAX)
        return refuse_double(job, reader, &b->articles[i], found, error);
    if (status != DVK_OK) return status;
    job->store_status = keep_article(job, b, i); /* half an article in the store spoils the others */
    *kept = job->store_status == DVK_OK;
    return job->store_status;
}

/* The keys of those that are kept move together; also when another ends the reading, since the job may go on
 * without. */
dvk_status dvi_take_batch(dvk_job *job, dvk_reader *reader, dvi_batch *b, dvk_error *error) {
    size_t bands = job->options.sign.bands, n = 0;
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < b->n && status == DVK_OK; i++) {
        bool kept;
        status = take_article(job, reader, b, i, error, &kept);
        if (kept) memmove(b->keys + n++ * bands, b->keys + i * bands, bands * sizeof *b->keys);
    }
    if (job->store_status == DVK_OK)
        job->store_status = dvi_articles_add_keys(&job->store, b->keys, n, (uint32_t)bands);
    return status == DVK_OK ? job->store_status : status;
}
