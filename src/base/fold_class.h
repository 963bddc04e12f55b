/* The letters of a folded word: five vowels and fifteen consonant classes, in five bits. */
#ifndef DVI_FOLD_CLASS_H
#define DVI_FOLD_CLASS_H

#include <stdbool.h>
#include <stdint.h>

/* A class is the place of its letter in this string, from 1; 0 is no letter. */
#define DVI_FOLD_LETTERS "aeioubvgdzklmnprstfc"

enum { DVI_FOLD_A = 1, DVI_FOLD_E, DVI_FOLD_I, DVI_FOLD_O, DVI_FOLD_U, DVI_FOLD_CLASSES = 20 };

static inline bool dvi_fold_is_vowel(uint8_t class) {
    return class >= DVI_FOLD_A && class <= DVI_FOLD_U;
}

#endif
