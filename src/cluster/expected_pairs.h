/* Expected pairs: how many pairs must be given between groups before their mean is taken at its word. */
#ifndef DVI_EXPECTED_PAIRS_H
#define DVI_EXPECTED_PAIRS_H

#include <stdint.h>

/* Between groups of so many articles: the share `density` (in 1/65536) of the possible pairs, but not more
 * than `each` for each article of the smaller group; each = 0 is no such bound. In 1/65536 of a pair, less
 * than 2^48. */
uint64_t dvi_expected_between(uint32_t size_a, uint32_t size_b, uint32_t density, uint32_t each);

#endif
