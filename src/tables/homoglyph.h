/* Letters of Latin and Cyrillic that look the same. */
#ifndef DVI_HOMOGLYPH_H
#define DVI_HOMOGLYPH_H

#include <stddef.h>
#include <stdint.h>

/* Script of a table letter: 1 Latin, 2 Cyrillic, 0 neither. */
int dvi_script_of(uint32_t c);

/* The letter of the other script that looks the same (lower case), or 0. `to_cyrillic` says in which
 * direction; digits that pass for letters have one too. */
uint32_t dvi_homoglyph(uint32_t c, int to_cyrillic);

/* Folds a word of lower-case letters of both scripts to the one that more of its letters have alone; what has
 * no likeness in it stays. */
void dvi_homoglyphs_fold(uint32_t *letters, size_t n);

#endif
