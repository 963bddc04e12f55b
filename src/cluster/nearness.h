/* Nearness: how near each article of a component is to the others of its event. */
#ifndef DVI_NEARNESS_H
#define DVI_NEARNESS_H

#include <stdint.h>

#include "dvoinik/result.h"
#include "dvoinik/status.h"

typedef struct dvi_nearness {
    uint64_t *sums;   /* of an article: over all others of its event, what is not given counting as 0 */
    uint32_t *others; /* of an article: of those how many */
    uint32_t *scores; /* of an article: the mean over those that it is nearest to, in 1/65536 */
    uint32_t *least;  /* of an article: the least probability that counts for its score */
    uint32_t *counts; /* of an article: its pairs that a pass is about */
} dvi_nearness;

/* Room for so many articles. On failure there is nothing to finish. */
dvk_status dvi_nearness_init(dvi_nearness *work, uint32_t articles);
void dvi_nearness_finish(dvi_nearness *work);

/* Fills sums, others and scores. event[i] is the first article of i's event; each pair is given once. */
void dvi_nearness_measure(dvi_nearness *work, const dvk_pair *pairs, uint32_t n_pairs, const uint32_t *event,
                          uint32_t articles);

#endif
