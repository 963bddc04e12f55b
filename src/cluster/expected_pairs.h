/* Expected pairs: how many pairs must be given between groups before their mean is taken at its word. */
#ifndef DVI_EXPECTED_PAIRS_H
#define DVI_EXPECTED_PAIRS_H

#include <stdint.h>

/* More pairs than this cannot be given; in 1/65536 of a pair. */
#define DVI_MAX_EXPECTED ((UINT64_C(1) << 48) - 1)

/* The share `density` (in 1/65536) of the possible pairs, but not more than `each` for each of `articles`;
 * each = 0 is no such bound. In 1/65536 of a pair, at most DVI_MAX_EXPECTED. */
uint64_t dvi_expected_pairs(uint64_t possible, uint32_t density, uint32_t articles, uint32_t each);

/* Between groups of so many articles: the smaller one counts. */
uint64_t dvi_expected_between(uint32_t size_a, uint32_t size_b, uint32_t density, uint32_t each);

/* Within a group of so many articles. */
uint64_t dvi_expected_within(uint32_t size, uint32_t density, uint32_t each);

#endif
