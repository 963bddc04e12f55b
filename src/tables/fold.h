/* Folding: the code points of a word -> reading (ASCII letters for people) and folded word (classes for
 * matching). */
#ifndef DVI_FOLD_H
#define DVI_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fold_class.h"

enum { DVI_WORD_LETTERS = 48, DVI_READING_BYTES = DVI_WORD_LETTERS * 6 + 1 };

/* A folded word: classes, doubled consonants as one, an i before an initial vowel dropped (ja = a). */
typedef struct dvi_folded {
    uint8_t class[DVI_WORD_LETTERS]; /* zeros behind the word */
    uint8_t n;
} dvi_folded;

/* Folds n lower-case letters as `language` reads them. What does not fit into a dvi_folded is cut.
 * False when a letter is of no script the tables know; `out` is then unusable. */
bool dvi_fold_word(uint32_t language, const uint32_t *letters, size_t n, dvi_folded *out);

/* Capitals of a word. */
enum { DVI_UPPER_FIRST = 1, DVI_UPPER_ALL = 2 /* of two letters or more */ };

/* Reads and folds at once a plain word, all but its dvi_fold_finish: one or two bytes a letter, all of one
 * script, and no letter that with the next may be read as another. False when it is not plain or longer than
 * is usual: then it is read letter by letter, and what is found here for others is found there too. */
bool dvi_fold_plain(uint32_t language, const char *word, size_t len, dvi_folded *out, uint8_t *capitals);

/* Drops the second of doubled consonants, and an i before an initial vowel. Apart, since it reads as a whole
 * what was written letter by letter, which the processor waits for: between the two other words are read. */
void dvi_fold_finish(dvi_folded *word);

/* dvi_letters_hash of a plain word in lower case. */
uint32_t dvi_plain_hash(const char *word, size_t len);

/* A hash of a word's letters, in lower case; never 0. */
static inline uint32_t dvi_letters_hash(const uint32_t *letters, size_t n) {
    uint32_t hash = 0;
    for (size_t i = 0; i < n; i++)
        hash = hash * 31 + letters[i];
    return hash | UINT32_C(0x80000000);
}

/* The reading of n lower-case letters into `out` (DVI_READING_BYTES, n at most DVI_WORD_LETTERS); its length.
 * Letters the tables do not know are passed over and reported by *unknown. */
size_t dvi_read_word(uint32_t language, const uint32_t *letters, size_t n, char *out, bool *unknown);

/* The folded word as letters of DVI_FOLD_LETTERS, ending in NUL; `out` holds DVI_WORD_LETTERS + 1. Returns
 * its length. */
size_t dvi_folded_text(const dvi_folded *word, char *out);

/* First class and the following consonants, at most `limit`; doubled ones as one. Returns how many were
 * written. */
size_t dvi_skeleton(const dvi_folded *word, uint8_t *out, size_t limit);

/* The first `limit` classes with all vowels after the first letter as one, runs of them as one. Returns how
 * many; `out` holds `limit`. */
size_t dvi_prefix(const dvi_folded *word, uint8_t *out, size_t limit);

/* The same, with room in `out` for all of them: what is behind those that count says nothing. */
size_t dvi_prefix_into(const dvi_folded *word, uint8_t out[DVI_WORD_LETTERS + 1], size_t limit);

/* Lower case of a code point, and whether the tables know it as a letter of Cyrillic or Latin. */
uint32_t dvi_lower_case(uint32_t c);
bool dvi_is_table_letter(uint32_t c);

#endif
