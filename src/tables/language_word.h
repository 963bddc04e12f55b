/* The words of a text as language identification sees them: letters in seven bits, and the keys of their
 * features. Shared by the library and the programs that make its tables. */
#ifndef DVI_LANGUAGE_WORD_H
#define DVI_LANGUAGE_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"

/* A letter's code is its script's bit and seven bits that stand for its lower case. */
enum {
    DVI_CODE_NONE = 0,
    DVI_CODE_EDGE = 1,       /* before and after a word */
    DVI_CODE_APOSTROPHE = 2, /* between two letters */
    DVI_CODE_FIRST = 3,
    DVI_CODE_STRANGE = 127,  /* a letter of the script that no language of the table has */
    DVI_CODE_CYRILLIC = 128, /* the script's bit */
    DVI_CODE_OTHER = 128,    /* a letter of another script */
    DVI_CODE_IGNORED = 129,  /* marks, soft hyphens */
    DVI_CODE_DIGIT = 130
};

enum {
    DVI_LANGUAGE_WORD_LETTERS = 30,
    DVI_LANGUAGE_WORD_ROOM = 36,
    DVI_LANGUAGE_KEYS = 80 /* of either kind, with some that are scratch */
};

typedef struct dvi_language_word {
    uint8_t codes[DVI_LANGUAGE_WORD_ROOM]; /* edge, n codes without the script's bit, edge; what is behind
                                              tells nothing */
    uint32_t n;
    uint32_t script; /* DVI_SCRIPT_LATIN or DVI_SCRIPT_CYRILLIC */
} dvi_language_word;

typedef struct dvi_language_reader {
    const uint8_t *letters; /* code by code point, DVI_LANGUAGE_CODES of them */
    dvk_span text;          /* valid UTF-8 */
    size_t at;
    size_t token_end;       /* of the run of bytes without white space that `at` is in */
    size_t stop;            /* no token is begun at or behind it */
    uint64_t other_letters; /* letters of other scripts passed over */
} dvi_language_reader;

/* The code of a code point at or above DVI_LETTER_LIMIT, told slowly. */
uint8_t dvi_language_far_code(uint32_t c);

/* Next word of letters of one script, homoglyphs of the other folded; false at the end. Passed over: what is
 * of two scripts then, words with digits or too long, addresses. */
bool dvi_language_next_word(dvi_language_reader *reader, dvi_language_word *out);

/* The rows of the letters of a word, which has one at least, and of its groups of two codes, into `rows`
 * (DVI_LANGUAGE_KEYS): `near` has them by their keys, seven bits a code. Returns how many. */
size_t dvi_language_near_rows(const dvi_language_word *word, const uint16_t *near, uint32_t *rows);

/* Keys of its other features into `keys` (DVI_LANGUAGE_KEYS), never 0: groups of three and four codes, exact;
 * `with_words` the whole word and its first four, five and six letters, hashed with the top bit set. Returns
 * how many. */
size_t dvi_language_keys(const dvi_language_word *word, bool with_words, uint32_t *keys);

/* Key of a hashed feature: codes of the word from its first edge, up to six letters or to its last edge. */
uint32_t dvi_language_long_key(const uint8_t *codes, size_t n);

#endif
