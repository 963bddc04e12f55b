/* A limit on the candidates that an article has by bands. */
#ifndef DVI_PAIR_LIMIT_H
#define DVI_PAIR_LIMIT_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

enum { DVI_SHARED_LEVELS = 32 /* of bands in common; more count as that many */ };

/* Of an article with more than `most` others those stay that share the most bands with it: all that share at
 * least so many that `most` are not exceeded. A pair stays when it does for one of its two.
 *
 * The pairs come in parts: all of one pair in one part, sorted, as often as the two have bands in common; one
 * number in the upper half, the other in the lower. All parts are counted; where articles are cut, all are
 * weighed; then from each part what stays is taken. */
typedef struct dvi_pair_limit {
    size_t n;
    uint32_t most;
    uint32_t *others; /* by article: how many it has; then, where they are too many, the level from which on
                         they stay */
    uint32_t *row;    /* of `levels`, from 1; 0 where nothing is cut */
    uint32_t (*levels)[DVI_SHARED_LEVELS];
    size_t n_cut; /* articles that have too many */
} dvi_pair_limit;

/* DVK_OK or DVK_E_MEMORY; dvi_pair_limit_finish in either case. */
dvk_status dvi_pair_limit_init(dvi_pair_limit *limit, size_t n_articles, uint32_t most);
void dvi_pair_limit_finish(dvi_pair_limit *limit);

void dvi_pair_limit_count(dvi_pair_limit *limit, const uint64_t *pairs, size_t n);

/* After all were counted: n_cut is known. DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_pair_limit_counted(dvi_pair_limit *limit);

void dvi_pair_limit_weigh(dvi_pair_limit *limit, const uint64_t *pairs, size_t n);

/* After all were weighed. */
void dvi_pair_limit_weighed(dvi_pair_limit *limit);

/* Leaves the pairs that stay, each once, in their order; returns how many. */
size_t dvi_pair_limit_keep(const dvi_pair_limit *limit, uint64_t *pairs, size_t n);

/* The same for the others of one article alone: `others` is sorted, each as often in it as it has bands in
 * common. Returns how many remain, each once. */
size_t dvi_limit_others(uint32_t *others, size_t n, uint32_t most);

#endif
