/* A job as the settings ask for it, from inputs to results. */
#ifndef DVOINIK_CLI_RUN_JOB_H
#define DVOINIK_CLI_RUN_JOB_H

#include <stdbool.h>

#include "dvoinik/pipeline.h"
#include "options.h"

/* Reads the inputs from number `first` on and clusters them. Returns EXIT_DONE with *job, to be destroyed, or
 * another status after a message and NULL. */
int run_job(const settings *values, size_t first, bool keep_texts, dvk_job **job);

/* The job's options, or EXIT_USAGE after a message. */
int job_settings(const settings *values, dvk_job_options *options);

#endif
