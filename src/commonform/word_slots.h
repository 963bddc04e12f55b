/* Where words are remembered. A direct-mapped cache whose entries hold the word's own bytes: a hit is verified, and the answer never depends
 * on what was asked before. It is larger than the processor's nearer caches, so a slot is asked for when a word is found, and read later. */
#ifndef DVI_WORD_SLOTS_H
#define DVI_WORD_SLOTS_H

#include "base/prefetch.h"
#include "words.h"

enum { DVI_WORD_SLOT_BITS = 18, DVI_WORD_SLOT_BYTES = 42, DVI_WORD_SLOT_LINE = 64 };

/* As long as a cache's line. */
typedef struct dvi_word_slot {
    uint8_t raw[DVI_WORD_SLOT_BYTES]; /* zeros behind the word */
    uint8_t len;                      /* 0: empty */
    uint8_t language;
    dvi_known_word known;
} dvi_word_slot;

_Static_assert(sizeof(dvi_word_slot) == DVI_WORD_SLOT_LINE, "a slot is one line of the cache");

/* The number of the slot of a word in a language, by its dvi_word_hash. */
static inline size_t dvi_word_slot_of(uint32_t language, uint32_t hash) {
    return (hash ^ language * UINT32_C(0x9E3779B1)) >> (32 - DVI_WORD_SLOT_BITS);
}

static inline void dvi_word_slot_expect(const dvi_word_slot *slots, uint32_t language, uint32_t hash) {
    dvi_prefetch(&slots[dvi_word_slot_of(language, hash)]);
}

#endif
