/* Candidate pairs on their way to be scored: put in as they are found, by any thread, taken out by blocks of
 * articles in the order of time. */
#ifndef DVI_PAIR_BLOCKS_H
#define DVI_PAIR_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

enum { DVI_BLOCK_LOG2 = 15, DVI_BLOCK_RANKS = 1 << DVI_BLOCK_LOG2 };

/* How a pair was found: in a bucket; along a list, by the later of the two, whose others were not counted
 * yet; among the best of one of the two, which has too many or has no date. */
typedef enum dvi_found_by { DVI_BY_BANDS, DVI_BY_ANCHORS, DVI_BY_BEST_ANCHORS } dvi_found_by;
enum { DVI_FOUND_BITS = 2 };

typedef struct dvi_pair_blocks dvi_pair_blocks;

/* For n articles; what `memory` bytes do not hold goes into a file in `folder`, which is borrowed. */
dvk_status dvi_pair_blocks_create(dvi_pair_blocks **out, size_t n, unsigned threads, const char *folder,
                                  uint64_t memory);
void dvi_pair_blocks_destroy(dvi_pair_blocks *blocks); /* takes NULL */

/* Puts a pair into the block of the higher of two ranks. Each thread gives its own number. */
dvk_status dvi_pair_blocks_put(dvi_pair_blocks *blocks, unsigned thread, uint32_t a, uint32_t b,
                               dvi_found_by by);

/* A pair in a block, from the top bit: the lower rank, the higher in its block, how it was found. */
static inline uint64_t dvi_blocked_pair(uint32_t high, uint32_t low, dvi_found_by by) {
    return ((uint64_t)low << DVI_BLOCK_LOG2 | high % DVI_BLOCK_RANKS) << DVI_FOUND_BITS | by;
}

static inline uint32_t dvi_blocked_high(uint64_t pair, size_t block) {
    return (uint32_t)(block * DVI_BLOCK_RANKS) + (uint32_t)(pair >> DVI_FOUND_BITS) % DVI_BLOCK_RANKS;
}

static inline uint32_t dvi_blocked_low(uint64_t pair) {
    return (uint32_t)(pair >> (DVI_BLOCK_LOG2 + DVI_FOUND_BITS));
}

static inline dvi_found_by dvi_blocked_by(uint64_t pair) {
    return (dvi_found_by)(pair % (1 << DVI_FOUND_BITS));
}

/* Takes all pairs of a block out, in any order and with repetitions; *list, of *n, is the caller's to free.
 * No thread may put meanwhile. */
dvk_status dvi_pair_blocks_take(dvi_pair_blocks *blocks, size_t block, uint64_t **list, size_t *n);

/* The same, but they stay. */
dvk_status dvi_pair_blocks_look(dvi_pair_blocks *blocks, size_t block, uint64_t **list, size_t *n);

/* Blocks there are. */
size_t dvi_pair_blocks_count(const dvi_pair_blocks *blocks);

/* Why a write failed: an errno, or 0. */
int dvi_pair_blocks_reason(const dvi_pair_blocks *blocks);

#endif
