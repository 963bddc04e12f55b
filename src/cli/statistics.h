/* --verbose: what a job compared, how long it took, and the memory. */
#ifndef DVOINIK_CLI_STATISTICS_H
#define DVOINIK_CLI_STATISTICS_H

#include "dvoinik/pipeline.h"

/* On standard error. */
void statistics_show(const dvk_job *job, const dvk_job_options *options);

#endif
