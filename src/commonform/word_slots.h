/* Where words are remembered: slots, and sets of four that tell where. Slots hold the word's own bytes: a hit is verified, and the answer never
 * depends on what was asked before. Slots are given out one behind the other, and the common words are met first, so that most of what is asked
 * for lies close together; spread by their hashes they would be on pages, and in lines of the nearer caches, of their own. What of its set may be
 * the word is told by a number that holds a few bits of the hash of each, so that of four slots one alone is asked for, when a word has been
 * found, and read later. Which of four makes room is told by two bits of each beside them. Source: Jaleel, Theobald, Steely, Emer, "High
 * performance cache replacement using re-reference interval prediction (RRIP)", ISCA 2010: static, two bits. */
#ifndef DVI_WORD_SLOTS_H
#define DVI_WORD_SLOTS_H

#include "words.h"

enum {
    DVI_WORD_FIRST_BITS = 15, /* sets to begin with: 1 MB, and up to 8 of slots, */
    DVI_WORD_GROWTH_BITS = 2, /* and four times as many when most slots are taken, */
    DVI_WORD_MOST_BITS = 17,  /* until they are 4 MB and 33: as much as a thread ever has */
    DVI_WORD_WAYS = 4,
    DVI_WORD_SLOT_BYTES = 42,
    DVI_WORD_SLOT_LINE = 64,
    DVI_WORD_TAG_BITS = 16, /* of a slot in the number of its set: the lowest two say how soon it will be asked for, 3 being the soonest */
    DVI_WORD_LATE = 1,      /* what they are of a word that was met once, */
    DVI_WORD_SOON = 3       /* and again */
};

/* As long as a cache's line. */
typedef struct dvi_word_slot {
    uint8_t raw[DVI_WORD_SLOT_BYTES]; /* zeros behind the word */
    uint8_t len;                      /* 0: empty */
    uint8_t language;
    dvi_known_word known;
} dvi_word_slot;

_Static_assert(sizeof(dvi_word_slot) == DVI_WORD_SLOT_LINE, "a slot is one line of the cache");
_Static_assert(DVI_WORD_WAYS * DVI_WORD_TAG_BITS == 64, "the tags of a set are one number");

typedef struct dvi_word_set {
    uint64_t tags;
    uint32_t slots[DVI_WORD_WAYS]; /* their numbers; 0: none */
    uint64_t unused;               /* so that no set lies in two lines of the cache */
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

/* Makes more sets, with all that is remembered, when so many words more would take most slots; without memory they stay as they are. */
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

static inline uint64_t dvi_word_tag(uint32_t place) {
    return place & 0xFFFC;
}

/* A one in each of four numbers of 16 bits. */
static const uint64_t dvi_word_ones = UINT64_C(0x0001000100010001);

/* The top bits of those of four numbers of 16 bits that are 0, right in the lowest that is. */
static inline uint64_t dvi_word_zeros(uint64_t numbers) {
    return (numbers - dvi_word_ones) & ~numbers & dvi_word_ones << 15;
}

/* The way of the set that may hold the word, as the first of its bits in `tags`; *found is all ones, or 0 when none can. */
static inline unsigned dvi_word_way(uint64_t tags, uint32_t place, uint64_t *found) {
    uint64_t same = dvi_word_zeros((tags ^ dvi_word_tag(place) * dvi_word_ones) & ~(3 * dvi_word_ones)), none = same == 0;
    *found = none - 1;
    return (unsigned)__builtin_ctzll(same | none) & ~15u;
}

/* The way that makes room, as dvi_word_way has it; *tags are as before, or all words less soon. */
static inline unsigned dvi_word_oldest(uint64_t *tags) {
    uint64_t none;
    while ((none = dvi_word_zeros(*tags & 3 * dvi_word_ones)) == 0)
        *tags -= dvi_word_ones;
    return (unsigned)__builtin_ctzll(none) & ~15u;
}

#endif
