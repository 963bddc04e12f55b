/* A job as the settings ask for it, from inputs to results. */
#include "run_job.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fit_model.h"
#include "input_size.h"
#include "interrupt.h"
#include "messages.h"
#include "progress.h"
#include "statistics.h"

enum { MOST_WARNINGS = 20 };

void warn_of_bad(void *user, const dvk_error *error) {
    warnings *seen = user;
    if (!seen->quiet && seen->n < MOST_WARNINGS) message_place(error, "");
    seen->n++;
}

/* What there is to read, for the time left. */
typedef struct road {
    const dvk_reader *reader;
    uint64_t size; /* 0: not known */
} road;

static bool go_on(void *user, const char *stage, uint64_t done, uint64_t total) {
    const road *ahead = user;
    progress now = {.stage = stage, .done = done, .total = total};
    if (ahead != NULL && strcmp(stage, "read") == 0) {
        dvk_read_stats stats;
        dvk_reader_stats(ahead->reader, &stats);
        now.part = stats.stored;
        now.whole = ahead->size;
    }
    progress_show(&now);
    return !interrupted();
}

int job_settings(const settings *values, dvk_job_options *options) {
    dvk_job_options_init(options);
    uint64_t components = (uint64_t)values->bands * values->rows;
    if (components > DVK_MAX_PERMUTATIONS) {
        message_error("--bands times --rows is %" PRIu64 "; at most %u is possible", components,
                      DVK_MAX_PERMUTATIONS);
        return EXIT_USAGE;
    }
    if (values->spool != NULL && access(values->spool, W_OK | X_OK) != 0) {
        message_error("--spool: no file can be made in %s: %s; name another folder", values->spool,
                      strerror(errno));
        return EXIT_RESOURCE;
    }
    options->sign.seed = values->seed;
    options->sign.bands = values->bands;
    options->sign.rows = values->rows;
    if (components > options->sign.permutations) options->sign.permutations = (uint32_t)components;
    options->cluster.duplicate_threshold = values->duplicate_threshold;
    options->cluster.event_threshold = values->event_threshold;
    options->cluster.window = values->window;
    options->threads = values->threads;
    options->cpu = values->cpu_mask;
    options->memory = (uint64_t)values->memory << 20;
    options->spool = values->spool != NULL ? values->spool : getenv("TMPDIR");
    options->max_candidates = values->max_candidates;
    options->on_progress = go_on;
    return EXIT_DONE;
}

void say_unsaid(const warnings *seen) {
    if (!seen->quiet && seen->n > MOST_WARNINGS)
        message_error("... and %" PRIu64 " more such messages", seen->n - MOST_WARNINGS);
}

void say_skipped(const settings *values, const dvk_reader *reader, const warnings *seen) {
    char unread[64] = "";
    dvk_read_stats stats;
    dvk_reader_stats(reader, &stats);
    if (values->quiet) return;
    say_unsaid(seen);
    if (stats.unread > 0)
        snprintf(unread, sizeof unread, ", %" PRIu64 " input%s not read to %s", stats.unread,
                 stats.unread == 1 ? " was" : "s were", stats.unread == 1 ? "its end" : "their ends");
    if (stats.skipped > 0)
        message_error("%" PRIu64 " bad record%s skipped, %" PRIu64 " article%s read%s", stats.skipped,
                      stats.skipped == 1 ? " was" : "s were", stats.articles,
                      stats.articles == 1 ? " was" : "s were", unread);
}

static bool can_be_skipped(dvk_status status) {
    return status == DVK_E_INPUT || status == DVK_E_ENCODING || status == DVK_E_LIMIT ||
           status == DVK_E_DUPLICATE;
}

int reading_failed(const settings *values, dvk_status status, const dvk_error *error) {
    if (values->skip_bad || error->line == 0 || !can_be_skipped(status))
        return message_failure(status, error);
    return message_failure_with(status, error,
                                status == DVK_E_DUPLICATE ? ", or keep the first with --skip-bad"
                                                          : "; --skip-bad goes on without it");
}

int nothing_read(const settings *values, size_t first) {
    const char *name = values->inputs[first];
    if (values->n_inputs - first == 1)
        message_error("%s: there is no article in it", name);
    else
        message_error("there is no article in the %zu inputs", values->n_inputs - first);
    return EXIT_INPUT;
}

/* Reads and runs; the reader is the caller's. */
static int work(const settings *values, size_t first, dvk_job *job, dvk_reader *reader,
                const warnings *seen) {
    dvk_error error = {0};
    dvk_status status = dvk_job_read(job, reader, &error);
    progress_clear();
    say_skipped(values, reader, seen);
    if (status < 0) return reading_failed(values, status, &error);
    if (dvk_job_count(job) == 0) return nothing_read(values, first);
    error = (dvk_error){0};
    status = dvk_job_run(job, &error);
    progress_clear();
    if (status < 0) return message_failure(status, &error);
    if (interrupted()) return message_failure(DVK_E_CANCELLED, NULL);
    return EXIT_DONE;
}

void read_settings(const settings *values, dvk_read_options *options) {
    dvk_read_options_init(options);
    options->format = (dvk_input_format)values->input_format;
    options->skip_bad = values->skip_bad;
    options->max_record_bytes = (uint64_t)values->max_record << 20;
    options->max_tokens = values->max_tokens;
    options->max_depth = values->max_nesting;
    options->max_ratio = values->max_ratio;
    options->max_total_bytes = (uint64_t)values->max_total << 20;
    options->fields = values->fields.list;
    options->n_fields = values->fields.n;
}

/* Reads and runs with the model in *done. */
static int run(const settings *values, size_t first, bool keep_texts, done_job *done) {
    warnings seen = {.quiet = values->quiet};
    dvk_read_options reading;
    read_settings(values, &reading);
    reading.on_bad = warn_of_bad;
    reading.user = &seen;
    dvk_job_options options;
    int result = job_settings(values, &options);
    if (result != EXIT_DONE) return result;
    options.keep_texts = keep_texts;
    options.model = done->fitted;
    progress_start(!values->quiet);
    dvk_reader *reader = NULL;
    dvk_status status =
        dvk_reader_create(&reader, values->inputs + first, values->n_inputs - first, &reading);
    road ahead = {reader, input_size(values->inputs + first, values->n_inputs - first)};
    options.user = &ahead;
    if (status == DVK_OK) status = dvk_job_create(&done->job, &options);
    result = status == DVK_OK ? work(values, first, done->job, reader, &seen) : message_failure(status, NULL);
    if (result == EXIT_DONE && values->verbose) statistics_show(done->job, &options);
    if (reader != NULL) dvk_reader_stats(reader, &done->read);
    dvk_reader_destroy(reader);
    return result;
}

int run_job(const settings *values, size_t first, bool keep_texts, done_job *done) {
    *done = (done_job){.job = NULL};
    int result = values->fit ? fit_model(values, first, &done->fitted) : EXIT_DONE;
    if (result == EXIT_DONE) result = run(values, first, keep_texts, done);
    if (result != EXIT_DONE) done_job_finish(done);
    return result;
}

void done_job_finish(done_job *done) {
    dvk_job_destroy(done->job);
    dvk_model_destroy(done->fitted);
    *done = (done_job){.job = NULL};
}
