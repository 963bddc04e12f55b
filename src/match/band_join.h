/* Candidates by LSH bands: articles that share the key of a band. */
#ifndef DVI_BAND_JOIN_H
#define DVI_BAND_JOIN_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

enum { DVI_BUCKET_CAP = 64, DVI_BUCKET_NEIGHBOURS = 16 };

/* Takes a pair of articles by their ranks, a < b. */
typedef dvk_status (*dvi_take_ranks)(void *context, uint32_t a, uint32_t b);

/* Gives the pairs of one band. `keys` holds the band's key of each article, in an order that does not depend
 * on that of input; 0 for an article without signature. In a bucket of more than DVI_BUCKET_CAP articles each
 * is paired with its nearest neighbours in that order only; *cut counts such buckets. Memory: 16 bytes an
 * article. Returns DVK_OK, DVK_E_LIMIT, DVK_E_MEMORY or what `take` returned. */
dvk_status dvi_band_candidates(const uint64_t *keys, size_t n, dvi_take_ranks take, void *context,
                               uint64_t *cut);

#endif
