/* What a character is to the tokeniser. */
#ifndef DVI_CHARACTER_CLASS_H
#define DVI_CHARACTER_CLASS_H

#include <stdint.h>

typedef enum dvi_character {
    DVI_CHAR_OTHER,      /* spaces, symbols, punctuation inside a sentence */
    DVI_CHAR_LETTER,     /* Cyrillic or Latin: the tables know it */
    DVI_CHAR_FOREIGN,    /* a letter of another script with spaces between words */
    DVI_CHAR_GRAM,       /* a letter of a script without spaces between words */
    DVI_CHAR_DIGIT,      /* 0 to 9 of any script */
    DVI_CHAR_IGNORED,    /* soft hyphens, stress and other marks, zero-width characters */
    DVI_CHAR_APOSTROPHE, /* stays inside a word between two letters */
    DVI_CHAR_STOP        /* a capital letter after it says nothing: ends a sentence, opens a quotation */
} dvi_character;

enum { DVI_CHARACTER_LIMIT = 0x10000 }; /* characters below it are looked up directly */

extern const uint8_t
    dvi_character_classes[]; /* DVI_CHARACTER_LIMIT of dvi_character, made by gen_characters */

/* Tells the class of any character, slowly. */
dvi_character dvi_character_told(uint32_t c);

static inline dvi_character dvi_character_of(uint32_t c) {
    return c < DVI_CHARACTER_LIMIT ? (dvi_character)dvi_character_classes[c] : dvi_character_told(c);
}

#endif
