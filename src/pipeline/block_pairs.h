/* The pairs of a block, each once, in the order in which they are scored. */
#ifndef DVI_BLOCK_PAIRS_H
#define DVI_BLOCK_PAIRS_H

#include "pipeline/job_compare.h"

/* Takes the pairs of a block out of c->blocks: of those that were found the ones to score, as higher and
 * lower rank; counts them. *list, of *n, is the caller's to free. */
dvk_status dvi_block_pairs_take(dvi_comparing *c, size_t block, uint64_t **list, size_t *n);

#endif
