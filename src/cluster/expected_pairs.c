/* Expected pairs: a share of the possible ones while groups are small, a number for each article when they
 * are large.
 *
 * Idea: an article gets a bounded number of candidates, however many articles are like it. The pairs given
 * between two large groups then grow with the number of articles, not with that of possible pairs, and a
 * share of the latter would keep thousands of copies of one text apart. */
#include "expected_pairs.h"

uint64_t dvi_expected_pairs(uint64_t possible, uint32_t density, uint32_t articles, uint32_t each) {
    uint64_t most = DVI_MAX_EXPECTED;
    if (each != 0 && articles < (most >> 16) / each) most = (uint64_t)articles * each << 16;
    return density != 0 && possible > most / density ? most : possible * density;
}

uint64_t dvi_expected_between(uint32_t size_a, uint32_t size_b, uint32_t density, uint32_t each) {
    return dvi_expected_pairs((uint64_t)size_a * size_b, density, size_a < size_b ? size_a : size_b, each);
}

uint64_t dvi_expected_within(uint32_t size, uint32_t density, uint32_t each) {
    return dvi_expected_pairs((uint64_t)size * (size - 1) / 2, density, size, each);
}
