/* A job: its options, its strings, what can be asked of it. */
#include <string.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "pipeline/job_state.h"

void dvk_job_options_init(dvk_job_options *options) {
    *options = (dvk_job_options){.max_candidates = 200, .cpu = DVK_CPU_ALL};
    dvk_sign_params_init(&options->sign);
    dvk_cluster_params_init(&options->cluster);
}

dvk_status dvk_job_create(dvk_job **out, const dvk_job_options *options) {
    *out = NULL;
    if (dvk_sign_params_check(&options->sign) != DVK_OK || options->threads > DVI_MAX_THREADS) return DVK_E_ARGUMENT;
    dvk_job *job = dvi_alloc_zero(1, sizeof *job);
    if (job == NULL) return DVK_E_MEMORY;
    job->options = *options;
    if (job->options.threads == 0) job->options.threads = dvi_processors();
    job->model = options->model != NULL ? options->model : dvk_model_builtin();
    *out = job;
    return DVK_OK;
}

void dvk_job_destroy(dvk_job *job) {
    if (job == NULL) return;
    for (size_t i = 0; i < job->n; i++) dvk_features_finish(&job->features[i]);
    dvi_buffer_finish(&job->strings);
    dvi_id_set_finish(&job->ids);
    dvi_job_free_shared(job);
    dvi_free(job->files);
    dvi_free(job->records);
    dvi_free(job->features);
    dvi_free(job->band_keys);
    dvi_free(job->comparables);
    dvi_free(job->times);
    dvi_free(job->ties);
    dvi_free(job->pairs);
    dvi_free(job->assigned);
    dvi_free(job);
}

dvk_span dvi_job_string(const dvk_job *job, dvi_place place) {
    return (dvk_span){place.len == 0 ? NULL : job->strings.data + place.begin, place.len};
}

bool dvi_job_goes_on(dvk_job *job, const char *stage, uint64_t done, uint64_t total) {
    return job->options.on_progress == NULL || job->options.on_progress(job->options.user, stage, done, total);
}

size_t dvk_job_count(const dvk_job *job) {
    return job->n;
}

const dvk_features *dvk_job_features(const dvk_job *job, size_t article) {
    return article < job->n ? &job->features[article] : NULL;
}

uint64_t dvi_record_fingerprint(const dvk_article *article) {
    const dvk_span *parts[] = {&article->title, &article->text, &article->date, &article->url};
    if (article->record.len != 0) return XXH3_64bits(article->record.data, article->record.len);
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = XXH3_64bits_withSeed(parts[i]->data, parts[i]->len, hash + i);
    return hash;
}

bool dvk_job_is_article(const dvk_job *job, size_t i, const dvk_article *article) {
    if (i >= job->n) return false;
    dvk_span id = dvi_job_string(job, job->records[i].id);
    return id.len == article->id.len && memcmp(id.data, article->id.data, id.len) == 0 &&
           job->records[i].fingerprint == dvi_record_fingerprint(article);
}

size_t dvk_job_pairs(const dvk_job *job, const dvk_pair **out) {
    *out = job->pairs;
    return job->n_pairs;
}

void dvk_job_statistics(const dvk_job *job, dvk_job_stats *stats) {
    *stats = job->stats;
}

static void give_result(const void *source, size_t i, dvk_result *out) {
    const dvk_job *job = source;
    const dvi_record *r = &job->records[i];
    dvk_span title = dvi_job_string(job, r->title), text = dvi_job_string(job, r->text);
    *out = (dvk_result){.id = dvi_job_string(job, r->id),
                        .url = dvi_job_string(job, r->url),
                        .source = dvi_job_string(job, r->source),
                        .title = title.len != 0 ? title : dvi_job_headline(title, text),
                        .text = text,
                        .time = job->features[i].time,
                        .language = job->features[i].language,
                        .n_characters = r->n_characters,
                        .n_tokens = job->features[i].n_tokens,
                        .assigned = job->assigned[i]};
}

static dvk_status give_status(const void *source) {
    return ((const dvk_job *)source)->shared_status;
}

void dvk_job_results(const dvk_job *job, dvk_results *out) {
    *out = (dvk_results){.n = job->ran ? job->n : 0,
                         .pairs = job->pairs,
                         .n_pairs = job->n_pairs,
                         .source = job,
                         .article = give_result,
                         .shared = dvi_job_shared,
                         .status = give_status};
}
