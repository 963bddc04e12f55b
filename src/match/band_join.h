/* Candidates by LSH bands: articles that share the key of a band. */
#ifndef DVI_BAND_JOIN_H
#define DVI_BAND_JOIN_H

#include <stddef.h>
#include <stdint.h>

#include "match/pair_list.h"

typedef struct dvi_band_input {
    const uint64_t *keys; /* n x bands; a row of an article without signature is all zeros */
    uint32_t bands;
    const uint64_t *ties; /* n: what tells articles apart independently of their order */
    size_t n;
} dvi_band_input;

/* Adds the pairs of one band. In a bucket of more than DVI_BUCKET_CAP articles each is paired with its nearest neighbours by tie
 * only; *cut counts such buckets. Returns DVK_OK or DVK_E_MEMORY. */
enum { DVI_BUCKET_CAP = 64, DVI_BUCKET_NEIGHBOURS = 16 };
dvk_status dvi_band_candidates(const dvi_band_input *input, uint32_t band, dvi_pair_list *out, uint64_t *cut);

#endif
