/* Words: the letters of one word -> its keys and meaning. Analyses are remembered, since a few words make
 * most of any text. */
#ifndef DVI_WORDS_H
#define DVI_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "article/token.h"
#include "dvoinik/article.h"
#include "dvoinik/model.h"
#include "dvoinik/status.h"
#include "outline.h"

enum { DVI_NO_MEANING = 0xFFFF, DVI_STEM_KEY_LETTERS = 5, DVI_SKELETON_KEY_LETTERS = 4 };

/* Traits of a word. */
enum {
    DVI_WORD_UPPER = 1, /* begins with a capital letter */
    DVI_WORD_ALL_UPPER = 2,
    DVI_WORD_REPAIRED = 4,
    DVI_WORD_BEGINS_PHRASE = 8, /* it may */
    DVI_WORD_GOES_ON = 16,      /* it may be the second word of a phrase */
    DVI_WORD_MEANS = 32,        /* has a meaning */
    DVI_WORD_LOUD = 64,         /* all in capitals and longer than most acronyms: of more than four bytes */
    DVI_WORD_DIGITS = 128       /* no word, but a number */
};

/* What concepts are made of. */
typedef struct dvi_word {
    unsigned letters : 30; /* of the folded word: dvi_phrase_part, and dvi_phrase_more above it */
    unsigned
        goes_on : 2; /* the only k whose dvi_word_part may be the second of a phrase, or DVI_WORD_SEVERAL */
    unsigned meaning : 16; /* index into the model's meanings, or DVI_NO_MEANING */
    unsigned n_folded : 6; /* letters of the folded word; 0 when it is none that the tables read */
    unsigned begins : 2;   /* as goes_on, of the first */
    unsigned traits : 8;   /* DVI_WORD_... */
} dvi_word;

enum { DVI_WORD_PARTS = 3, DVI_WORD_SEVERAL = 3 };

/* All that is known of a word. */
typedef struct dvi_known_word {
    dvi_word word;
    uint32_t form, stem;
    uint16_t stem_idf;
} dvi_known_word;

/* The word as part of a phrase: its first four, three or two letters, for k = 0, 1, 2; 0 when it has fewer,
 * or so many that it is another word. */
static inline uint32_t dvi_word_part(const dvi_word *word, unsigned k) {
    static const uint32_t letters[3][8] = {
        {0, 0, 0, 0, 0xFFFFF, 0xFFFFF, 0xFFFFF, 0xFFFFF}, /* by the letters of the word */
        {0, 0, 0, 0x7FFF, 0x7FFF, 0x7FFF},
        {0, 0x1F, 0x3FF, 0x3FF, 0x3FF}};
    return word->letters & letters[k][word->n_folded < 7 ? word->n_folded : 7];
}

/* The first and the last k that dvi_word_part is not 0 for, or `only` unless that is DVI_WORD_SEVERAL. */
static inline unsigned dvi_word_first_part(const dvi_word *word, unsigned only) {
    static const uint8_t first[8] = {2, 2, 2, 1};
    return only != DVI_WORD_SEVERAL ? only : first[word->n_folded < 7 ? word->n_folded : 7];
}

static inline unsigned dvi_word_last_part(const dvi_word *word, unsigned only) {
    static const uint8_t last[8] = {2, 2, 2, 2, 2, 1};
    return only != DVI_WORD_SEVERAL ? only : last[word->n_folded < 7 ? word->n_folded : 7];
}

/* What reads words and remembers them. */
typedef struct dvi_word_cache dvi_word_cache;

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model);
void dvi_word_cache_destroy(dvi_word_cache *cache); /* takes NULL */

/* Keeps to these extensions of the processor (DVK_CPU_...). */
void dvi_word_cache_limit(dvi_word_cache *cache, uint32_t cpu);
dvi_outline_kernel *dvi_word_cache_kernel(const dvi_word_cache *cache);

/* Where words are remembered, to be asked for ahead: see word_slots.h. What it points to holds until words
 * are read. */
struct dvi_word_sets;
const struct dvi_word_sets *dvi_word_cache_sets(const dvi_word_cache *cache);

/* Reads the words among n tokens of a text, those that are DVI_TOKEN_UNREAD, as `language`: their keys, kinds
 * and flags, and what is known of each into `words`. An unread token's form is the dvi_word_place of its
 * bytes. Returns how many are DVI_WORD_LOUD. */
size_t dvi_words_read(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_token *tokens,
                      dvi_word *words, size_t n);

#endif
