/* A job as the settings ask for it, from inputs to results. */
#ifndef DVOINIK_CLI_RUN_JOB_H
#define DVOINIK_CLI_RUN_JOB_H

#include <stdbool.h>

#include "dvoinik/pipeline.h"
#include "options.h"

/* A job that has run. */
typedef struct done_job {
    dvk_job *job;
    dvk_model *fitted; /* that it borrows; NULL without --fit */
    dvk_read_stats read;
} done_job;

/* Reads the inputs from number `first` on and clusters them. Returns EXIT_DONE with *done, to be finished, or
 * another status after a message, and nothing in it. */
int run_job(const settings *values, size_t first, bool keep_texts, done_job *done);
void done_job_finish(done_job *done);

/* What was said of bad records. */
typedef struct warnings {
    bool quiet;
    uint64_t n;
} warnings;

/* An on_bad of readers; `user` is warnings. Says the first twenty. */
void warn_of_bad(void *user, const dvk_error *error);
/* Says how many there were behind the first twenty. */
void say_unsaid(const warnings *seen);
/* Says how many were passed over. */
void say_skipped(const settings *values, const dvk_reader *reader, const warnings *seen);
/* Shows why reading the inputs ended, and how it could go on without a bad record. Returns the exit status.
 */
int reading_failed(const settings *values, dvk_status status, const dvk_error *error);
/* Says that there is no article in the inputs from number `first` on. Returns EXIT_INPUT. */
int nothing_read(const settings *values, size_t first);

/* How the settings have inputs read; nobody is told of bad records. */
void read_settings(const settings *values, dvk_read_options *options);

/* The job's options, or EXIT_USAGE after a message. */
int job_settings(const settings *values, dvk_job_options *options);

#endif
