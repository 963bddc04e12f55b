/* Mixing: the one hash of the signatures, a bijection of 64 bits, and the keys that a seed gives.
 *
 * Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014 (SplitMix64),
 * with the multipliers of D. Stafford's variant 13 of the finaliser of MurmurHash3. A key is added or xored
 * before mixing: that makes planted collisions depend on the seed; it is no message authentication code. */
#ifndef DVI_MIXING_H
#define DVI_MIXING_H

#include <stdint.h>

/* 2^64 divided by the golden ratio, odd: the step between the keys made from one seed. */
#define DVI_KEY_STEP UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t dvi_mix64(uint64_t x) {
    x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
    return x ^ x >> 31;
}

/* The keys that one seed gives, a number for each use, so that no two signatures share a hash. */
typedef enum dvi_key_use {
    DVI_KEY_MINHASH_ELEMENT = 1,
    DVI_KEY_MINHASH_ROUND = 2,
    DVI_KEY_SIMHASH_LOW = 3,
    DVI_KEY_SIMHASH_HIGH = 4
} dvi_key_use;

static inline uint64_t dvi_sign_key(uint64_t seed, dvi_key_use use) {
    return dvi_mix64(seed + (uint64_t)use * DVI_KEY_STEP);
}

#endif
