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

static inline uint64_t dvi_first_bytes(uint64_t bytes, size_t n) {
    static const uint64_t masks[] = {0,
                                     0xFF,
                                     0xFFFF,
                                     0xFFFFFF,
                                     0xFFFFFFFF,
                                     UINT64_C(0xFFFFFFFFFF),
                                     UINT64_C(0xFFFFFFFFFFFF),
                                     UINT64_C(0xFFFFFFFFFFFFFF),
                                     UINT64_MAX};
    return bytes & masks[n < 8 ? n : 8];
}

/* Where the text ends too soon to be read as a whole. */
__attribute__((noinline, unused)) static dvi_word_chunk dvi_last_chunk(dvk_span text, size_t at, size_t len) {
    uint8_t copy[DVI_WORD_CHUNK] = {0};
    memcpy(copy, text.data + at, len < DVI_WORD_CHUNK ? len : DVI_WORD_CHUNK);
    return (dvi_word_chunk){dvi_get64(copy), dvi_get64(copy + 8)};
}

/* The first bytes of what is at `at`, of len bytes. */
static inline dvi_word_chunk dvi_word_chunk_at(dvk_span text, size_t at, size_t len) {
    if (text.len - at < DVI_WORD_CHUNK) return dvi_last_chunk(text, at, len);
    const uint8_t *bytes = (const uint8_t *)text.data + at;
    return (dvi_word_chunk){dvi_first_bytes(dvi_get64(bytes), len), dvi_first_bytes(dvi_get64(bytes + 8), len > 8 ? len - 8 : 0)};
}

static inline uint64_t dvi_mix_bytes(uint64_t hash, uint64_t bytes) {
    hash = (hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* What a word of the text is recalled by: equal bytes have equal ones. */
static inline uint32_t dvi_word_hash(dvk_span text, size_t at, size_t len) {
    uint64_t hash = len;
    for (size_t done = 0; done < len; done += DVI_WORD_CHUNK) {
        dvi_word_chunk chunk = dvi_word_chunk_at(text, at + done, len - done);
        hash = dvi_mix_bytes(dvi_mix_bytes(hash, chunk.low), chunk.high);
    }
    return (uint32_t)hash;
}

#endif
