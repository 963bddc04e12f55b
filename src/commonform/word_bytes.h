/* The bytes of a word, for hashing and comparing without a loop and, nearly always, without a branch: how
 * long words are cannot be foreseen. */
#ifndef DVI_WORD_BYTES_H
#define DVI_WORD_BYTES_H

#include <stdbool.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/bytes.h"
#include "dvoinik/article.h"

enum { DVI_WORD_BEGIN = 16, DVI_WORD_END = 8, DVI_WORD_COMPARED = 32 };

/* What is hashed of a word: its first bytes, zeros behind it, and when there are more, its last. */
typedef struct dvi_word_ends {
    uint64_t low, high, last;
} dvi_word_ends;

/* Where the text ends too soon to be read as a whole. */
__attribute__((noinline, unused)) static void dvi_short_ends(dvk_span text, size_t at, size_t len,
                                                             dvi_word_ends *out) {
    uint8_t copy[DVI_WORD_BEGIN] = {0};
    memcpy(copy, text.data + at, len);
    *out = (dvi_word_ends){dvi_get64(copy), dvi_get64(copy + 8), 0};
}

static inline dvi_word_ends dvi_word_ends_of(dvk_span text, size_t at, size_t len) {
    static const uint8_t ones[2 * DVI_WORD_BEGIN] = {255, 255, 255, 255, 255, 255, 255, 255,
                                                     255, 255, 255, 255, 255, 255, 255, 255};
    dvi_word_ends ends;
    if (text.len - at < DVI_WORD_BEGIN) {
        dvi_short_ends(text, at, len, &ends);
        return ends;
    }
    size_t least = len < DVI_WORD_BEGIN ? len : DVI_WORD_BEGIN,
           most = len < DVI_WORD_BEGIN ? DVI_WORD_BEGIN : len;
    const uint8_t *bytes = (const uint8_t *)text.data + at, *mask = ones + DVI_WORD_BEGIN - least;
    ends.low = dvi_get64(bytes) & dvi_get64(mask);
    ends.high = dvi_get64(bytes + 8) & dvi_get64(mask + 8);
    ends.last = dvi_get64(bytes + most - DVI_WORD_END) & (0 - (uint64_t)(len > DVI_WORD_BEGIN));
    return ends;
}

/* What a word of the text is recalled by: equal bytes have equal ones. */
static inline uint32_t dvi_word_hash(dvk_span text, size_t at, size_t len) {
    dvi_word_ends ends = dvi_word_ends_of(text, at, len);
    uint64_t hash = ends.low * UINT64_C(0x9E3779B97F4A7C15) + ends.high * UINT64_C(0xC2B2AE3D27D4EB4F);
    return (uint32_t)((hash + ends.last * UINT64_C(0xD6E8FEB86659FD93)) >> 32);
}

#if defined(__SSE2__)

/* Which of DVI_WORD_BEGIN bytes are the same: a bit each. */
static inline uint64_t dvi_same_bytes(const void *a, const void *b) {
    __m128i some, other;
    memcpy(&some, a, sizeof some);
    memcpy(&other, b, sizeof other);
    return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(some, other));
}

#endif

/* Whether the word begins with the first DVI_WORD_COMPARED bytes at `bytes`, as far as it goes. */
static inline bool dvi_word_begins_as(dvk_span text, size_t at, size_t len, const uint8_t *bytes) {
#if defined(__SSE2__)
    if (text.len - at >= DVI_WORD_COMPARED) {
        const char *word = text.data + at;
        uint64_t low = dvi_same_bytes(word, bytes),
                 high = dvi_same_bytes(word + DVI_WORD_BEGIN, bytes + DVI_WORD_BEGIN);
        uint64_t behind = UINT64_MAX << (len < DVI_WORD_COMPARED ? len : DVI_WORD_COMPARED);
        return (low | high << 16 | behind) == UINT64_MAX;
    }
#endif
    return memcmp(bytes, text.data + at, len < DVI_WORD_COMPARED ? len : DVI_WORD_COMPARED) == 0;
}

#endif
