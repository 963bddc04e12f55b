/* Strength. Idea: of most pairs within a story the probability is 1 or nearly, whether they report one of its
 * events or two, and its mean says nothing; their odds still differ. A strength is a logistic function of the
 * logarithm z of the odds with its middle at 8 and four times as wide as that of the probability,
 * 1 / (1 + exp((8 - z) / 4)) = p^(1/4) / (p^(1/4) + exp(2) (1 - p)^(1/4)): of .5 it is .12, of .997 .37.
 * Source: measured, bench/NOTES.md, "Average linkage of strengths". */
#include "strength.h"

#include "base/square_root.h"

enum { ONE = 65536 };

/* In 2^-28 of 1 for a share in 1/65536. */
static uint64_t fourth_root(uint32_t share) {
    return dvi_square_root((uint64_t)dvi_square_root((uint64_t)share << 32) << 32);
}

uint32_t dvi_strength(uint32_t probability) {
    static const uint64_t middle = 484249; /* exp(2) in 1/65536 */
    if (probability >= ONE) probability = ONE - 1;
    uint64_t likely = fourth_root(probability) * ONE, unlikely = fourth_root(ONE - probability) * middle;
    return (uint32_t)(likely / ((likely + unlikely) / ONE));
}
