/* Random numbers of the synthetic feed: SplitMix64, the same on every machine. */
#ifndef FEED_RANDOM_H
#define FEED_RANDOM_H

#include <stdint.h>

#include "sign/mixing.h"

typedef struct feed_random {
    uint64_t state;
} feed_random;

/* What numbers are drawn for: no two uses share a row. */
typedef enum feed_use {
    FEED_FOR_EVENT = 1,
    FEED_FOR_STORY,
    FEED_FOR_GROUP,
    FEED_FOR_VARIANT,
    FEED_FOR_SOURCE,
    FEED_FOR_TOPIC
} feed_use;

static inline feed_random feed_random_of(uint64_t seed, feed_use use, uint64_t number) {
    return (feed_random){
        dvi_mix64(dvi_mix64(seed + (uint64_t)use * DVI_KEY_STEP) ^ (number + 1) * DVI_KEY_STEP)};
}

static inline uint64_t feed_next(feed_random *random) {
    return dvi_mix64(random->state += DVI_KEY_STEP);
}

/* Below n, at most 2^32; the bias is below n / 2^32. */
static inline uint64_t feed_below(feed_random *random, uint64_t n) {
    return (feed_next(random) >> 32) * n >> 32;
}

#endif
