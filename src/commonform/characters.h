/* What the tokeniser asks of characters, beside their class. */
#ifndef DVI_CHARACTERS_H
#define DVI_CHARACTERS_H

#include <stdint.h>

#include "tables/character_class.h"

/* Value of a character of class DVI_CHAR_DIGIT that is not of ASCII. */
uint32_t dvi_far_digit_value(uint32_t c);

/* Value of a character of class DVI_CHAR_DIGIT. */
static inline uint32_t dvi_digit_value(uint32_t c) {
    return c < 0x80 ? c - '0' : dvi_far_digit_value(c);
}

/* Canonical composition of a letter and a mark; 0 when there is none. */
uint32_t dvi_compose(uint32_t letter, uint32_t mark);

/* Full-range lower case (simple case folding) for foreign letters. */
uint32_t dvi_fold_foreign(uint32_t c);

#endif
