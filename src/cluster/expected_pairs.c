/* Expected pairs: a share of the possible ones while groups are small, a number for each article when they
 * are large.
 *
 * Idea: an article gets a bounded number of candidates, however many articles are like it. The pairs given
 * between two large groups then grow with the number of articles, not with that of possible pairs, and a
 * share of the latter would keep thousands of copies of one text apart. */
#include "expected_pairs.h"

/* More pairs than this cannot be given; in 1/65536 of a pair. */
#define MOST ((UINT64_C(1) << 48) - 1)

uint64_t dvi_expected_between(uint32_t size_a, uint32_t size_b, uint32_t density, uint32_t each) {
    const uint64_t possible = (uint64_t)size_a * size_b;
    const uint32_t articles = size_a < size_b ? size_a : size_b;
    uint64_t most = MOST;
    if (each != 0 && articles < (MOST >> 16) / each) most = (uint64_t)articles * each << 16;
    return density != 0 && possible > most / density ? most : possible * density;
}
