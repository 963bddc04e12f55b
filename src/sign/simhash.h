/* SimHash by its definition: what the fast one is compared with, in tests and by the clock. */
#ifndef DVI_SIMHASH_H
#define DVI_SIMHASH_H

#include "dvoinik/sign.h"

/* As dvk_simhash, bit for bit. */
void dvi_simhash_reference(const uint32_t *keys, const uint16_t *weights, size_t n, uint64_t seed,
                           uint64_t out[DVK_SIMHASH_WORDS]);

/* The same by these extensions of the processor (DVK_CPU_...) alone. */
void dvi_simhash(uint32_t cpu, const uint32_t *keys, const uint16_t *weights, size_t n, uint64_t seed,
                 uint64_t out[DVK_SIMHASH_WORDS]);

#endif
