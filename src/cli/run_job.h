/* A job as the settings ask for it, from inputs to results. */
#ifndef DVOINIK_CLI_RUN_JOB_H
#define DVOINIK_CLI_RUN_JOB_H

#include <stdbool.h>

#include "dvoinik/pipeline.h"
#include "options.h"

/* Reads the inputs from number `first` on and clusters them. Returns EXIT_DONE with *job, to be destroyed, or
 * another status after a message and NULL. */
int run_job(const settings *values, size_t first, bool keep_texts, dvk_job **job);

/* The same, with the counts of the reading in *read. */
int run_job_counted(const settings *values, size_t first, bool keep_texts, dvk_job **job,
                    dvk_read_stats *read);

/* How the settings have inputs read; nobody is told of bad records. */
void read_settings(const settings *values, dvk_read_options *options);

/* The job's options, or EXIT_USAGE after a message. */
int job_settings(const settings *values, dvk_job_options *options);

#endif
