/* The letters of one word, as they stand in a text: for the tokeniser and for the common form of whole texts.
 */
#ifndef DVI_SPELLING_H
#define DVI_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "tables/fold.h"

typedef struct dvi_spelling {
    uint32_t list[DVI_WORD_LETTERS]; /* lower case, composed */
    size_t n;                        /* in list */
    size_t total;                    /* letters seen, beyond the list too */
    size_t uppers;
    size_t latin, cyrillic;
    bool first_upper, digit_inside;
} dvi_spelling;

/* Reads the word at `at` of a valid text, at most `most` letters of it; returns where it ends, `at` when no
 * table letter stands there. Apostrophes between letters, marks and soft hyphens belong to the word, and
 * marks are composed with their letters. */
size_t dvi_spelling_read(dvk_span text, size_t at, size_t most, dvi_spelling *w);

/* Folds what looks like a letter of the word's own script, the one that has the letters that could be nothing
 * else, to it. Whether anything was folded. */
bool dvi_spelling_repair(dvi_spelling *w);

/* Whether a table letter stands at `at`. */
bool dvi_letter_at(dvk_span text, size_t at);

/* Whether the "s" of an "'s" that ends an English word stands at `after`, which is behind the apostrophe. */
bool dvi_possessive_at(dvk_span text, size_t after);

#endif
