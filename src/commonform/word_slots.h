/* Where words are remembered: slots, and sets of four that tell where. Slots hold the word's own bytes: a hit
 * is verified, and the answer never depends on what was asked before. Slots are given out one behind the
 * other, and the common words are met first, so that most of what is asked for lies close together; spread by
 * their hashes they would be on pages, and in lines of the nearer caches, of their own. What of its set may
 * be the word is told by a few bits of the hash of each beside the slots' numbers, so that of four slots one
 * alone is asked for, when a word has been found, and read later. Which of four makes room is told by two
 * bits more of each. Source: Jaleel, Theobald, Steely, Emer, "High performance cache replacement using
 * re-reference interval prediction (RRIP)", ISCA 2010: static, two bits. */
#ifndef DVI_WORD_SLOTS_H
#define DVI_WORD_SLOTS_H

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <string.h>

#include "words.h"

enum {
    DVI_WORD_FIRST_BITS = 15, /* sets to begin with: half a MB, and up to 8 of slots, */
    DVI_WORD_GROWTH_BITS = 2, /* and four times as many when most slots are taken, */
    DVI_WORD_MOST_BITS = 17,  /* until they are 2 MB and 33: as much as a thread ever has */
    DVI_WORD_WAYS = 4,
    DVI_WORD_SLOT_BYTES = 42,
    DVI_WORD_SLOT_LINE = 64,
    DVI_WORD_LATE = 1, /* how soon a slot will be asked for: that of a word that was met once, */
    DVI_WORD_SOON = 3, /* and again; 0 is the latest */
    DVI_WORD_TAG = 0xFFC,
    DVI_WORD_NUMBER_SHIFT = 12
};

/* As long as a cache's line. */
typedef struct dvi_word_slot {
    uint8_t raw[DVI_WORD_SLOT_BYTES]; /* zeros behind the word */
    uint8_t len;                      /* 0: empty */
    uint8_t language;
    dvi_known_word known;
} dvi_word_slot;

_Static_assert(sizeof(dvi_word_slot) == DVI_WORD_SLOT_LINE, "a slot is one line of the cache");
_Static_assert(DVI_WORD_MOST_BITS + 2 < 32 - DVI_WORD_NUMBER_SHIFT, "four slots a set have numbers that fit");
_Static_assert(DVI_WORD_WAYS == 4, "a set is one vector");

/* Of each slot its number, 0: none; the tag of its word; in the lowest two bits how soon it will be asked
 * for. */
typedef struct dvi_word_set {
    uint32_t ways[DVI_WORD_WAYS];
} dvi_word_set;

/* A zeroed one has nothing. */
typedef struct dvi_word_sets {
    dvi_word_set *sets;
    dvi_word_slot *slots; /* each on a line of its own; the first is of no word */
    void *set_memory, *slot_memory;
    size_t words;   /* that were given a slot, some after others */
    size_t used;    /* slots */
    unsigned shift; /* of a place to its set */
    bool full;      /* there is no memory for more sets */
} dvi_word_sets;

dvk_status dvi_word_sets_open(dvi_word_sets *sets, unsigned bits);
void dvi_word_sets_finish(dvi_word_sets *sets);

/* Makes more sets, with all that is remembered, when so many words more would take most slots; without memory
 * they stay as they are. Numbers that were found before lead to slots, but maybe of other words. */
void dvi_word_sets_grow(dvi_word_sets *sets, size_t more);

/* A slot for a new word: that of one with the same tag, or of the one that has not been asked for longest. */
dvi_word_slot *dvi_word_sets_take(dvi_word_sets *sets, uint32_t place);

/* The hash of a word in a language, by its dvi_word_hash: the set above, the tag below. */
static inline uint32_t dvi_word_place(uint32_t language, uint32_t hash) {
    return hash ^ language * UINT32_C(0x9E3779B1);
}

static inline dvi_word_set *dvi_word_set_of(const dvi_word_sets *sets, uint32_t place) {
    return &sets->sets[place >> sets->shift];
}

/* The way of the set that may hold the word; *found is 1, or 0 when none can. */
static inline unsigned dvi_word_way(const dvi_word_set *set, uint32_t place, unsigned *found) {
    unsigned same = 0;
#if defined(__SSE2__)
    __m128i ways;
    memcpy(&ways, set->ways, sizeof ways);
    __m128i tags = _mm_and_si128(ways, _mm_set1_epi32(DVI_WORD_TAG)),
            wanted = _mm_set1_epi32((int)(place & DVI_WORD_TAG));
    same = (unsigned)_mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(tags, wanted)));
#else
    for (unsigned k = 0; k < DVI_WORD_WAYS; k++)
        same |= (unsigned)((set->ways[k] & DVI_WORD_TAG) == (place & DVI_WORD_TAG)) << k;
#endif
    *found = same != 0;
    return (unsigned)__builtin_ctz(same | 1u << DVI_WORD_WAYS) % DVI_WORD_WAYS;
}

/* The way that makes room; it is late then, and all others as much less soon as it was. */
static inline unsigned dvi_word_oldest(dvi_word_set *set) {
    uint32_t least = DVI_WORD_SOON;
    unsigned oldest = 0;
    for (unsigned k = 0; k < DVI_WORD_WAYS; k++) {
        uint32_t soon = set->ways[k] & DVI_WORD_SOON;
        oldest = soon < least ? k : oldest;
        least = soon < least ? soon : least;
    }
    for (unsigned k = 0; k < DVI_WORD_WAYS; k++)
        set->ways[k] -= least;
    return oldest;
}

#endif
