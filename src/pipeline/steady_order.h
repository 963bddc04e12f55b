/* An order of a job's articles that does not depend on the order in which they came in: by what they say.
 * Where a tie has to be broken, it is broken by rank in this order, so that the groups are the same for any
 * order of input. */
#ifndef DVI_STEADY_ORDER_H
#define DVI_STEADY_ORDER_H

#include "dvoinik/features.h"
#include "pipeline/job_state.h"

/* What articles are ordered by first. */
uint64_t dvi_steady_hash(const dvk_features *features);

/* Fills job->ties with the rank of each article, from 0; job->hashes are gone then. */
dvk_status dvi_rank_articles(dvk_job *job);

/* Fills by_time, n x uint32: the articles by time, those without a date first, then tie. */
dvk_status dvi_order_by_time(const dvk_job *job, uint32_t *by_time);

/* Groups the articles by job->pairs into job->assigned, as if they had come in order of rank. */
dvk_status dvi_cluster_by_rank(dvk_job *job);

#endif
