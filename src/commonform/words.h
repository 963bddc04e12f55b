/* Words: the letters of one word -> its keys and meaning. Analyses are remembered, since a few words make most of any text. */
#ifndef DVI_WORDS_H
#define DVI_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/model.h"
#include "dvoinik/status.h"

enum { DVI_NO_MEANING = 0xFFFF, DVI_WORD_BYTES = 42, DVI_STEM_KEY_LETTERS = 5, DVI_SKELETON_KEY_LETTERS = 4 };

enum { DVI_WORD_UPPER = 1, DVI_WORD_ALL_UPPER = 2, DVI_WORD_REPAIRED = 4, DVI_WORD_BEGINS_PHRASE = 8 };

typedef struct dvi_word {
    uint32_t form, stem;
    uint32_t letters;  /* the first four of the folded word, packed by dvi_phrase_part */
    uint16_t stem_idf;
    uint16_t meaning;  /* index into the model's meanings, or DVI_NO_MEANING */
    uint8_t n_folded;  /* letters of the folded word */
    uint8_t column;    /* word-table column the meaning or the phrase part was looked up in first */
    uint8_t shape;     /* DVI_WORD_... flags */
} dvi_word;

/* The word as part of a phrase: its first four, three or two letters, for k = 0, 1, 2; 0 when it has fewer. */
static inline uint32_t dvi_word_part(const dvi_word *word, unsigned k) {
    unsigned n = k == 2 && word->n_folded == 1 ? 1 : 4 - k;
    return word->n_folded >= n ? word->letters & ((UINT32_C(1) << 5 * n) - 1) : 0;
}

typedef struct dvi_word_cache dvi_word_cache;

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model);
void dvi_word_cache_destroy(dvi_word_cache *cache); /* takes NULL */

/* A word as it stands in a text, and a hash of it: any, as long as equal bytes have equal ones. */
typedef struct dvi_raw_word {
    const char *data;
    size_t len;
    uint32_t hash;
} dvi_raw_word;

/* Tells that a word of this hash will be recalled soon: what is remembered is more than the processor's nearer caches hold. */
void dvi_word_expect(const dvi_word_cache *cache, uint32_t language, uint32_t hash);

/* What is remembered of a word read as `language`, lent until the next call; NULL when nothing is. */
const dvi_word *dvi_word_recall(const dvi_word_cache *cache, uint32_t language, const dvi_raw_word *raw);

/* Analyses a word of n lower-case table letters and remembers it; `shape` is DVI_WORD_... flags. The result is lent until the next call.
 * `raw` must determine the letters and flags. */
const dvi_word *dvi_word_analyse(dvi_word_cache *cache, uint32_t language, const dvi_raw_word *raw, const uint32_t *letters,
                                 size_t n, unsigned shape);

#endif
