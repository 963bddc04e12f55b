/* The words of the synthetic feed, spelled in each language. */
#ifndef FEED_WORDS_H
#define FEED_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "feed_languages.h"

enum {
    FEED_LEMMA_BITS = 16,
    FEED_LEMMAS = 1 << FEED_LEMMA_BITS,
    FEED_NAME_BITS = 13,
    FEED_NAMES = 1 << FEED_NAME_BITS,
    FEED_WORD_BYTES = 31
};

/* As it is copied: always all 32 bytes, of which `len` count. */
typedef struct feed_word {
    char text[FEED_WORD_BYTES];
    uint8_t len;
} feed_word;

/* One language: stems of all lemmas, the known names in capitals, small words and endings. */
typedef struct feed_vocabulary {
    feed_word lemmas[FEED_LEMMAS];
    feed_word names[FEED_NAMES];
    feed_word small[FEED_SMALL_WORDS];
    feed_word endings[FEED_ENDINGS];
} feed_vocabulary;

/* Spells everything. Allocates FEED_LANGUAGES vocabularies, freed by the caller; NULL when there is no
 * memory. The same for every seed. */
feed_vocabulary *feed_vocabularies_create(void);

/* Spells the name with this number, its first letter a capital; those below FEED_NAMES are in the vocabulary.
 */
void feed_spell_name(uint32_t name, uint32_t language, feed_word *out);

/* Writes the first letter in upper case, in place; the length of a letter does not change. */
void feed_capital(char *letter);

#endif
