/* Probabilities lowered by their neighbours the plain way, over whole rows: what src/cluster is compared
 * with. */
#ifndef NAIVE_NEIGHBOURS_H
#define NAIVE_NEIGHBOURS_H

#include "naive_linkage.h"

typedef uint64_t naive_matrix[NAIVE_MAX][NAIVE_MAX];

/* Of an article's row: what it says of article i; 65536 of itself. Only above the diagonal there is anything.
 */
static inline uint64_t naive_of(naive_matrix p, uint32_t article, uint32_t i) {
    if (article == i) return 65536;
    return article < i ? p[article][i] : p[i][article];
}

/* floor(sqrt(square)), by halving what it may be. */
static inline uint64_t naive_root(uint64_t square) {
    uint64_t low = 0, high = UINT32_MAX;
    while (low < high) {
        uint64_t middle = (low + high + 1) / 2;
        if (middle * middle <= square)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* The pair a, b among the articles with in[i]. */
static inline uint64_t naive_lowered(naive_matrix p, const bool *in, uint32_t n, uint32_t a, uint32_t b) {
    uint64_t shared = 0, of_a = 0, of_b = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!in[i]) continue;
        shared += naive_of(p, a, i) * naive_of(p, b, i);
        of_a += naive_of(p, a, i) * naive_of(p, a, i);
        of_b += naive_of(p, b, i) * naive_of(p, b, i);
    }
    uint64_t cosine = naive_least(65536, shared / (naive_root(of_a) * naive_root(of_b) / 65536));
    uint64_t side = naive_least(65536, (65536 + cosine) * 5 / 9), times = side * side * side >> 32;
    uint64_t likely = naive_least(p[a][b], 65535);
    return (likely * times << 16) / (likely * times + ((65536 - likely) << 16));
}

#endif
