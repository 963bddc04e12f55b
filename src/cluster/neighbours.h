/* Neighbours: lowers the probability of a pair of articles that are not like the same others. */
#ifndef DVI_NEIGHBOURS_H
#define DVI_NEIGHBOURS_H

#include <stdint.h>

#include "dvoinik/result.h"
#include "dvoinik/status.h"

typedef struct dvi_neighbours {
    uint64_t *norms;   /* of an article: the squares of its row */
    uint32_t *degrees; /* of an article: its pairs */
    uint32_t *first;   /* of an article: the first of the places it has in `onward` */
    uint32_t *onward;  /* pairs, by the end that comes first by degree */
    uint32_t *mark;    /* of an article: the pair that leads to it from the one that is looked at */
    uint64_t *sums;    /* of a pair: the products over the neighbours that its ends share */
    uint32_t *lowered; /* of a pair: what comes of it */
} dvi_neighbours;

/* Room for graphs of so many articles and pairs. On failure there is nothing to finish. */
dvk_status dvi_neighbours_init(dvi_neighbours *work, uint32_t articles, uint32_t pairs);
void dvi_neighbours_finish(dvi_neighbours *work);

/* For each of the pairs, a < b < articles, each given once: its probability of one event in 1/65536, lowered.
 * They stay as they are until the next call. */
const uint32_t *dvi_neighbours_lower(dvi_neighbours *work, const dvk_pair *pairs, uint32_t n_pairs,
                                     uint32_t articles);

#endif
