/* A job: its options, its articles, what can be asked of it before there are results. */
#include <string.h>
#include <xxhash.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "pipeline/job_state.h"

enum { LEAST_MEMORY = 1 << 20, DEFAULT_MEMORY = 512 << 20 };

void dvk_job_options_init(dvk_job_options *options) {
    if (options == NULL) return;
    *options = (dvk_job_options){.max_candidates = 200, .cpu = DVK_CPU_ALL, .memory = DEFAULT_MEMORY};
    dvk_sign_params_init(&options->sign);
    dvk_cluster_params_init(&options->cluster);
}

static bool are_valid_options(const dvk_job_options *options) {
    return dvk_sign_params_check(&options->sign) == DVK_OK &&
           dvk_cluster_params_check(&options->cluster) == DVK_OK && options->threads <= DVI_MAX_THREADS &&
           options->memory >= LEAST_MEMORY;
}

dvk_status dvk_job_create(dvk_job **out, const dvk_job_options *options) {
    dvk_job_options defaults;
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = NULL;
    if (options == NULL) {
        dvk_job_options_init(&defaults);
        options = &defaults;
    }
    if (!are_valid_options(options)) return DVK_E_ARGUMENT;
    const char *folder = options->spool != NULL && *options->spool != '\0' ? options->spool : "/tmp";
    dvk_job *job = dvi_alloc_zero(1, sizeof *job);
    char *copy = dvi_alloc(strlen(folder) + 1, 1);
    if (job == NULL || copy == NULL) {
        dvi_free(job);
        dvi_free(copy);
        return DVK_E_MEMORY;
    }
    job->options = *options;
    job->options.spool = job->folder = strcpy(copy, folder);
    if (job->options.threads == 0) job->options.threads = dvi_processors();
    job->model = options->model != NULL ? options->model : dvk_model_builtin();
    /* What is decoded for scoring may take as much again. */
    dvi_article_store_init(&job->store, job->folder, options->memory / 4);
    *out = job;
    return DVK_OK;
}

void dvk_job_destroy(dvk_job *job) {
    if (job == NULL) return;
    dvi_job_free_lent(job);
    dvi_job_free_shared(job);
    dvi_article_store_finish(&job->store);
    dvi_spool_window_finish(&job->window);
    dvi_buffer_finish(&job->names);
    dvi_id_set_finish(&job->ids);
    dvi_free(job->files);
    dvi_free(job->times);
    dvi_free(job->hashes);
    dvi_free(job->ties);
    dvi_free(job->pairs);
    dvi_free(job->assigned);
    dvi_free(job->folder);
    dvi_free(job);
}

dvk_span dvi_job_name(const dvk_job *job, uint32_t file) {
    dvi_place place = job->files[file];
    return (dvk_span){place.len == 0 ? NULL : job->names.data + place.begin, place.len};
}

bool dvi_job_goes_on(dvk_job *job, const char *stage, uint64_t done, uint64_t total) {
    return job->options.on_progress == NULL ||
           job->options.on_progress(job->options.user, stage, done, total);
}

size_t dvk_job_count(const dvk_job *job) {
    return job != NULL ? job->n : 0;
}

uint64_t dvi_record_fingerprint(const dvk_article *article) {
    const dvk_span *parts[] = {&article->title, &article->text, &article->date, &article->url};
    if (article->record.len != 0) return XXH3_64bits(article->record.data, article->record.len);
    uint64_t hash = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        hash = XXH3_64bits_withSeed(parts[i]->data, parts[i]->len, hash + i);
    return hash;
}

dvk_status dvi_job_features(const dvk_job *job, dvi_spool_window *window, size_t article, dvi_buffer *room,
                            dvk_features *out) {
    const dvi_comparable *c;
    dvk_status status = dvi_articles_comparable(&job->store, window, article, &c);
    room->len = 0;
    if (status == DVK_OK)
        status = dvi_buffer_reserve(room, c->n_features * sizeof *out->list +
                                              c->n_shingles * sizeof *out->shingles);
    if (status != DVK_OK) return status;
    dvi_comparable_features(c, room->data, out);
    return DVK_OK;
}

void dvi_job_error(const dvk_job *job, dvk_status status, const char *doing, dvk_error *error) {
    char why[128];
    int reason = job->reason != 0 ? job->reason : dvi_articles_reason(&job->store);
    if (status != DVK_E_IO && status != DVK_E_WRITE) {
        dvi_error_set(error, status, NULL, 0, 0, "%s: %s", doing, dvk_status_text(status));
        return;
    }
    dvi_errno_text(reason, why, sizeof why);
    dvi_error_set(error, status, job->folder, 0, 0,
                  "a temporary file could not be %s%s%s; name another folder with --spool or TMPDIR",
                  reason != 0 ? "written" : "read", reason != 0 ? ": " : "", reason != 0 ? why : "");
}

size_t dvk_job_pairs(const dvk_job *job, const dvk_pair **out) {
    if (job == NULL || out == NULL) return 0;
    *out = job->ran ? job->pairs : NULL;
    return job->ran ? job->n_pairs : 0;
}

void dvk_job_statistics(const dvk_job *job, dvk_job_stats *stats) {
    if (job == NULL || stats == NULL) return;
    *stats = job->stats;
}
