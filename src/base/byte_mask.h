/* Which of 64 bytes, or numbers, are what is looked for: a bit each, the first lowest. */
#ifndef DVI_BYTE_MASK_H
#define DVI_BYTE_MASK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum { DVI_MASK_BYTES = 64 };

/* Bytes up to `most`, of those that `len` tells to be there: all behind them are. */
static inline uint64_t dvi_mask_up_to(const char *bytes, size_t len, uint8_t most) {
    char copy[DVI_MASK_BYTES];
    if (len < DVI_MASK_BYTES) {
        memset(copy, 0, sizeof copy);
        if (len != 0) memcpy(copy, bytes, len);
        bytes = copy;
    }
    uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i limit = _mm_set1_epi8((char)most);
    for (unsigned at = 0; at < DVI_MASK_BYTES; at += 16) {
        __m128i some;
        memcpy(&some, bytes + at, sizeof some);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(some, limit), some)) << at;
    }
#else
    for (unsigned at = 0; at < DVI_MASK_BYTES; at++)
        mask |= (uint64_t)((uint8_t)bytes[at] <= most) << at;
#endif
    return mask;
}

/* Bytes of 64 that have any of these bits. */
static inline uint64_t dvi_mask_of_bits(const uint8_t bytes[DVI_MASK_BYTES], uint8_t bits) {
    uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i wanted = _mm_set1_epi8((char)bits);
    for (unsigned at = 0; at < DVI_MASK_BYTES; at += 16) {
        __m128i some;
        memcpy(&some, bytes + at, sizeof some);
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(
                    _mm_cmpeq_epi8(_mm_and_si128(some, wanted), _mm_setzero_si128()))
                << at;
    }
    return ~mask;
#else
    for (unsigned at = 0; at < DVI_MASK_BYTES; at++)
        mask |= (uint64_t)((bytes[at] & bits) != 0) << at;
    return mask;
#endif
}

/* Numbers of 64 that are `wanted`. */
static inline uint64_t dvi_mask_of_numbers(const uint32_t numbers[DVI_MASK_BYTES], uint32_t wanted) {
    uint64_t mask = 0;
#if defined(__SSE2__)
    const __m128i same = _mm_set1_epi32((int)wanted);
    for (unsigned at = 0; at < DVI_MASK_BYTES; at += 16) {
        __m128i some[4];
        memcpy(some, numbers + at, sizeof some);
        __m128i low = _mm_packs_epi32(_mm_cmpeq_epi32(some[0], same), _mm_cmpeq_epi32(some[1], same));
        __m128i high = _mm_packs_epi32(_mm_cmpeq_epi32(some[2], same), _mm_cmpeq_epi32(some[3], same));
        mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_packs_epi16(low, high)) << at;
    }
#else
    for (unsigned at = 0; at < DVI_MASK_BYTES; at++)
        mask |= (uint64_t)(numbers[at] == wanted) << at;
#endif
    return mask;
}

#endif
