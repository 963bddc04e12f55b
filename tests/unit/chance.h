/* Numbers that look random and are the same in every run. Source: Vigna, "An experimental exploration of
 * Marsaglia's xorshift generators, scrambled", ACM Transactions on Mathematical Software 42 (2016):
 * xorshift64*. It is none of the hashes under test. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdint.h>

static uint64_t chance = 1; /* any but 0 */

static inline uint32_t any_number(void) {
    chance ^= chance >> 12;
    chance ^= chance << 25;
    chance ^= chance >> 27;
    return (uint32_t)(chance * UINT64_C(0x2545F4914F6CDD1D) >> 32);
}

/* From 0 to below - 1. */
static inline uint32_t any(uint32_t below) {
    return any_number() % below;
}

#endif
