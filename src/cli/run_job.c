/* A job as the settings ask for it, from inputs to results. */
#include "run_job.h"

#include <inttypes.h>
#include <stdio.h>

#include "interrupt.h"
#include "messages.h"
#include "progress.h"
#include "statistics.h"

enum { MOST_WARNINGS = 20 };

typedef struct warnings {
    bool quiet;
    uint64_t n;
} warnings;

static void warn(void *user, const dvk_error *error) {
    warnings *seen = user;
    if (!seen->quiet && seen->n < MOST_WARNINGS) message_place(error, "");
    seen->n++;
}

static bool go_on(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)user;
    progress_show(stage, done, total);
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
    bool chosen = values->duplicate_threshold != options->cluster.duplicate_threshold ||
                  values->event_threshold != options->cluster.event_threshold;
    if (chosen && values->duplicate_threshold < values->event_threshold) {
        message_error("--duplicate-threshold is below --event-threshold; copies are reports of one event, so "
                      "give it at "
                      "least as much");
        return EXIT_USAGE;
    }
    options->sign.seed = values->seed;
    options->sign.bands = values->bands;
    options->sign.rows = values->rows;
    if (components > options->sign.permutations) options->sign.permutations = (uint32_t)components;
    options->cluster.duplicate_threshold = values->duplicate_threshold;
    options->cluster.event_threshold = values->event_threshold;
    options->cluster.window = values->window;
    options->threads = values->threads;
    options->max_candidates = values->max_candidates;
    options->on_progress = go_on;
    return EXIT_DONE;
}

static void say_skipped(const settings *values, const dvk_reader *reader, const warnings *seen) {
    dvk_read_stats stats;
    dvk_reader_stats(reader, &stats);
    if (values->quiet) return;
    if (seen->n > MOST_WARNINGS)
        message_error("... and %" PRIu64 " more such messages", seen->n - MOST_WARNINGS);
    if (stats.skipped > 0)
        message_error("%" PRIu64 " bad record%s skipped, %" PRIu64 " article%s read", stats.skipped,
                      stats.skipped == 1 ? " was" : "s were", stats.articles,
                      stats.articles == 1 ? " was" : "s were");
}

static int nothing_read(const settings *values, size_t first) {
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
    if (status < 0) return message_failure(status, &error);
    if (dvk_job_count(job) == 0) return nothing_read(values, first);
    error = (dvk_error){0};
    status = dvk_job_run(job, &error);
    progress_clear();
    if (status < 0) return message_failure(status, &error);
    if (interrupted()) return message_failure(DVK_E_CANCELLED, NULL);
    return EXIT_DONE;
}

int run_job(const settings *values, size_t first, bool keep_texts, dvk_job **job) {
    warnings seen = {.quiet = values->quiet};
    dvk_read_options reading;
    dvk_read_options_init(&reading);
    reading.format = (dvk_input_format)values->input_format;
    reading.skip_bad = values->skip_bad;
    reading.max_record_bytes = (uint64_t)values->max_record << 20;
    reading.fields = values->fields.list;
    reading.n_fields = values->fields.n;
    reading.on_bad = warn;
    reading.user = &seen;
    *job = NULL;
    dvk_job_options options;
    int result = job_settings(values, &options);
    if (result != EXIT_DONE) return result;
    options.keep_texts = keep_texts;
    progress_start(!values->quiet);
    dvk_reader *reader = NULL;
    dvk_status status =
        dvk_reader_create(&reader, values->inputs + first, values->n_inputs - first, &reading);
    if (status == DVK_OK) status = dvk_job_create(job, &options);
    result = status == DVK_OK ? work(values, first, *job, reader, &seen) : message_failure(status, NULL);
    if (result == EXIT_DONE && values->verbose) statistics_show(*job, &options);
    dvk_reader_destroy(reader);
    if (result == EXIT_DONE) return result;
    dvk_job_destroy(*job);
    *job = NULL;
    return result;
}
