/* The generated tables: their shapes. The data comes from the .tsv files of this folder through the
 * generators beside them. */
#ifndef DVI_TABLES_H
#define DVI_TABLES_H

#include <stdint.h>

/* Languages. */
typedef struct dvi_language {
    const char *code;
    uint8_t letters;    /* index of its letter table */
    uint8_t lexicon[3]; /* column numbers + 1 of the word tables to look in; 0 ends */
} dvi_language;

extern const dvi_language dvi_languages[];
extern const uint32_t dvi_language_count;

/* Letters. A letter or group of letters: its reading (ASCII) and fold (classes of base/fold_class.h). */
typedef struct dvi_letter {
    uint32_t group[4]; /* lower-case code points; 0 ends */
    char reading[7];   /* ends in NUL */
    uint8_t fold[3];   /* 0 ends */
    uint8_t n_group;
} dvi_letter;

enum { DVI_LETTER_LIMIT = 0x530 }; /* code points below it are looked up directly */

/* `first[c]`: 0 for what is not a letter, else 1 + index into `letters` of the longest group that begins with
 * the lower case of c; the shorter ones follow, down to the single letter. */
typedef struct dvi_letter_table {
    const uint16_t *first; /* DVI_LETTER_LIMIT entries */
    const uint64_t
        *folds; /* as many: the letter by itself, and whether a group may begin with it; see dvi_second_bit */
} dvi_letter_table;

/* An entry of `folds`, 0 for what is not a letter, has all that a plain word is read by. In the lowest three
 * bytes are up to three classes, a byte each, and above the first how many, and a bit that all letters have;
 * then what may be the second letter of a group, each letter one of DVI_SECOND_BITS; the place of the
 * letter's own bit among those of the whole number; whether it is upper case, and Cyrillic. */
enum { DVI_FOLD_COUNT_SHIFT = 5, DVI_SECOND_SHIFT = 24, DVI_SECOND_BITS = 32, DVI_OWN_BIT_SHIFT = 56 };
#define DVI_FOLD_CLASS_BITS UINT32_C(0x1F1F1F)
#define DVI_FOLD_LETTER UINT64_C(0x80)
#define DVI_FOLD_UPPER (UINT64_C(1) << 62)
#define DVI_FOLD_CYRILLIC (UINT64_C(1) << 63)

static inline uint64_t dvi_second_bit(uint32_t second) {
    return UINT64_C(1) << (DVI_SECOND_SHIFT + second % DVI_SECOND_BITS);
}

extern const dvi_letter dvi_letters[];
extern const dvi_letter_table dvi_letter_tables[];
extern const uint16_t dvi_lower[]; /* DVI_LETTER_LIMIT entries: lower case of each code point */
/* Letters at DVI_LETTER_LIMIT and above, rising: their code point and the code point of a letter below it or
 * reading. */
typedef struct dvi_far_letter {
    uint32_t code;
    uint32_t lower; /* lower case of it */
    char reading[7];
    uint8_t fold[3];
} dvi_far_letter;
extern const dvi_far_letter dvi_far_letters[];
extern const uint32_t dvi_far_letter_count;

#endif
