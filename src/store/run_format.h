/* The bytes of a file of lists, for those who write and read it. FORMAT.md describes them. */
#ifndef DVI_RUN_FORMAT_H
#define DVI_RUN_FORMAT_H

#include <xxhash.h>

#include "base/bytes.h"
#include "places.h"

enum {
    DVI_BLOCK = 4096,
    DVI_BLOCK_COUNT = 4084, /* u32 of entries; then the sum */
    DVI_BLOCK_SUM = 4088,
    DVI_BAND_ENTRY = 16,
    DVI_ANCHOR_ENTRY = 26,
    DVI_MOST_ENTRIES = DVI_BLOCK_COUNT / DVI_BAND_ENTRY,
    DVI_FENCES = DVI_BLOCK_COUNT / 4,       /* of a block */
    DVI_FILTER_WORDS = DVI_BLOCK_COUNT / 8, /* of a block */
    DVI_FILTER_SHARE = 8                    /* entries a word */
};

static const uint64_t dvi_run_magic = UINT64_C(0x314e5552494e5644); /* DVNIRUN1 */

/* What a run is, as its row and its first block say. */
typedef struct dvi_run_info {
    uint64_t number;      /* in the name of its file */
    uint64_t content;     /* a hash of all blocks' sums */
    uint32_t first, last; /* numbers of articles */
    uint32_t articles;    /* when it was written */
    uint32_t alive;       /* that were not removed since: in its row alone */
    int64_t earliest, latest;
    uint64_t entries[DVI_POSTING_TABLES];
    uint32_t blocks[DVI_POSTING_TABLES];
    uint32_t filter_words;
} dvi_run_info;

static inline size_t dvi_entry_size(dvi_posting_table table) {
    return table == DVI_BANDS ? DVI_BAND_ENTRY : DVI_ANCHOR_ENTRY;
}

static inline uint8_t *dvi_put_entry(dvi_posting_table table, const dvi_entry *e, uint8_t *at) {
    const dvi_posting *p = &e->posting;
    if (table == DVI_BANDS) return dvi_put32(dvi_put32(dvi_put64(at, e->key), p->tie), p->article);
    at = dvi_put64(dvi_put32(at, (uint32_t)(e->key >> 32)), (uint64_t)p->time);
    return dvi_put16(dvi_put32(dvi_put32(dvi_put32(at, p->tie), p->article), p->norm), p->weight);
}

static inline dvi_entry dvi_get_entry(dvi_posting_table table, const uint8_t *at) {
    if (table == DVI_BANDS)
        return (dvi_entry){dvi_get64(at), {.tie = dvi_get32(at + 8), .article = dvi_get32(at + 12)}};
    return (dvi_entry){(uint64_t)dvi_get32(at) << 32,
                       {.time = (int64_t)dvi_get64(at + 4),
                        .tie = dvi_get32(at + 12),
                        .article = dvi_get32(at + 16),
                        .norm = dvi_get32(at + 20),
                        .weight = dvi_get16(at + 24)}};
}

static inline uint64_t dvi_block_sum(const uint8_t *block, uint64_t number, uint64_t index) {
    return XXH3_64bits_withSeed(block, DVI_BLOCK_SUM, number * UINT64_C(0x9E3779B97F4A7C15) ^ index);
}

/* The word of the filter in which a key has its two bits, and these. */
static inline size_t dvi_filter_word(uint64_t key, uint32_t words) {
    return (size_t)((key >> 32) * words >> 32);
}

static inline uint64_t dvi_filter_bits(uint64_t key) {
    uint64_t mixed = key * UINT64_C(0x9E3779B97F4A7C15) >> 52;
    return UINT64_C(1) << (mixed & 63) | UINT64_C(1) << (mixed >> 6);
}

static inline uint32_t dvi_blocks_for(uint64_t n, uint32_t each) {
    return (uint32_t)((n + each - 1) / each);
}

#endif
