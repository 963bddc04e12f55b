/* The features of the articles whose pairs are scored: where the store has them in memory, or read from it
 * when they are wanted, and forgotten when the time has passed on. */
#ifndef DVI_RESIDENTS_H
#define DVI_RESIDENTS_H

#include "match/compare.h"
#include "pipeline/job_state.h"

typedef struct dvi_residents dvi_residents;

/* `by_time` is borrowed; articles are named by their rank in it. `memory`: bytes from which on the oldest are
 * forgotten. */
dvk_status dvi_residents_create(dvi_residents **out, const dvk_job *job, const uint32_t *by_time,
                                uint64_t memory);
void dvi_residents_destroy(dvi_residents *residents); /* takes NULL */

/* Asks for an article, unless it is there or asked for. dvi_residents_wanted gives the bytes that loading all
 * that were asked for takes. */
dvk_status dvi_residents_want(dvi_residents *residents, uint32_t rank);
uint64_t dvi_residents_wanted(const dvi_residents *residents);

/* Reads what was asked for. */
dvk_status dvi_residents_load(dvi_residents *residents, unsigned threads);

/* By rank; those are there that were asked for and loaded, until others are asked for or some are forgotten.
 */
const dvi_comparable *const *dvi_residents_all(const dvi_residents *residents);

/* Forgets what lies before a rank, in the portions in which it was loaded, and more when memory is full. */
void dvi_residents_forget(dvi_residents *residents, uint32_t before);

#endif
