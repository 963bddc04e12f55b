/* Words: the letters of one word -> its keys and meaning. Analyses are remembered, since a few words make most of any text. */
#ifndef DVI_WORDS_H
#define DVI_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/model.h"
#include "dvoinik/status.h"

enum { DVI_NO_MEANING = 0xFFFF, DVI_WORD_BYTES = 44, DVI_STEM_KEY_LETTERS = 5, DVI_SKELETON_KEY_LETTERS = 4 };

enum { DVI_WORD_UPPER = 1, DVI_WORD_ALL_UPPER = 2 };

typedef struct dvi_word {
    uint32_t form, stem, skeleton;
    uint16_t stem_idf, skeleton_idf;
    uint16_t meaning;  /* index into the model's meanings, or DVI_NO_MEANING */
    uint8_t n_folded;  /* letters of the folded word */
    uint8_t column;    /* word-table column the meaning or the phrase part was looked up in first */
    uint32_t part[3];  /* first four, three, two letters: for phrases */
    bool begins_phrase;
} dvi_word;

typedef struct dvi_word_cache dvi_word_cache;

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model);
void dvi_word_cache_destroy(dvi_word_cache *cache); /* takes NULL */

/* Analyses a word of n lower-case table letters, as `language`; `upper` is DVI_WORD_... flags. The result is lent until the next call.
 * `raw` (len bytes) identifies the word to the cache; it must determine the letters and flags. */
const dvi_word *dvi_word_look_up(dvi_word_cache *cache, uint32_t language, const char *raw, size_t len,
                                 const uint32_t *letters, size_t n, unsigned upper);

#endif
