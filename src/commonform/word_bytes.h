/* The bytes of a word, sixteen at a time: for hashing and comparing without a loop, since most words are no longer. */
#ifndef DVI_WORD_BYTES_H
#define DVI_WORD_BYTES_H

#include <string.h>

#include "base/bytes.h"
#include "dvoinik/article.h"

enum { DVI_WORD_CHUNK = 16 };

/* Sixteen bytes of a word, zeros behind it. */
typedef struct dvi_word_chunk {
    uint64_t low, high;
} dvi_word_chunk;

/* Where the text ends too soon to be read as a whole. */
__attribute__((noinline, unused)) static dvi_word_chunk dvi_last_chunk(dvk_span text, size_t at, size_t len) {
    uint8_t copy[DVI_WORD_CHUNK] = {0};
    memcpy(copy, text.data + at, len < DVI_WORD_CHUNK ? len : DVI_WORD_CHUNK);
    return (dvi_word_chunk){dvi_get64(copy), dvi_get64(copy + 8)};
}

/* The first bytes of what is at `at`, of len bytes. */
static inline dvi_word_chunk dvi_word_chunk_at(dvk_span text, size_t at, size_t len) {
    static const uint8_t ones[2 * DVI_WORD_CHUNK] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    if (text.len - at < DVI_WORD_CHUNK) return dvi_last_chunk(text, at, len);
    size_t missing = (DVI_WORD_CHUNK - len) & (0 - (size_t)(len < DVI_WORD_CHUNK)); /* by arithmetic: it cannot be foreseen */
    const uint8_t *bytes = (const uint8_t *)text.data + at, *mask = ones + missing;
    return (dvi_word_chunk){dvi_get64(bytes) & dvi_get64(mask), dvi_get64(bytes + 8) & dvi_get64(mask + 8)};
}

static inline uint64_t dvi_mix_chunk(dvi_word_chunk chunk) {
    return chunk.low * UINT64_C(0x9E3779B97F4A7C15) + (chunk.high ^ chunk.high >> 32) * UINT64_C(0xC2B2AE3D27D4EB4F);
}

/* What a word of the text is recalled by: equal bytes have equal ones. */
static inline uint32_t dvi_word_hash(dvk_span text, size_t at, size_t len) {
    uint64_t hash = dvi_mix_chunk(dvi_word_chunk_at(text, at, len));
    for (size_t done = DVI_WORD_CHUNK; done < len; done += DVI_WORD_CHUNK) {
        hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
        hash += dvi_mix_chunk(dvi_word_chunk_at(text, at + done, len - done));
    }
    return (uint32_t)(hash >> 32);
}

#endif
