/* What only whole jobs show: candidates, clusters, and copies made on purpose. */
#ifndef QUALITY_JOBS_H
#define QUALITY_JOBS_H

#include <stdio.h>

#include "dvoinik/pipeline.h"
#include "quality_pairs.h"

/* A finished job over some inputs, on one thread, with everything as shipped. */
dvk_job *quality_job_run(const char *const *inputs, size_t n);

/* Recall of candidates, on ntrex, on 5,000 articles of the feed alone, and on the same among all the others.
 * `feed` is the job over `path`; `scratch` a folder to write to. */
void quality_candidates(FILE *out, const char *ntrex, const quality_pairs *pairs, const dvk_job *feed,
                        const char *path, const char *scratch);

/* Large clusters of the feed, and what other ways of linking would make of the same pairs. */
void quality_clusters(FILE *out, const quality_pairs *pairs, const dvk_job *feed, const char *telegram);

/* Copies of 600 articles of the feed among all of it. */
void quality_copies(FILE *out, const char *path, const char *scratch);

#endif
