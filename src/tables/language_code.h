/* Letter codes and the spelling of features in language_grams.tsv, for the programs that make and read it.
 * Not part of the library. */
#ifndef DVI_LANGUAGE_CODE_H
#define DVI_LANGUAGE_CODE_H

#include <stddef.h>
#include <stdint.h>

/* Fills the codes of all code points below DVI_LANGUAGE_CODES. */
void language_letters_fill(uint8_t *letters);

/* Codes of a feature's spelling: letters of one script, '_' an edge, '?' a strange letter. Returns how many,
 * 0 when it is none. */
size_t language_codes_of(const uint8_t *letters, const char *text, uint8_t *codes, size_t cap);

/* Key of a feature given by its codes: exact up to four, hashed for more. */
uint32_t language_key_of(const uint8_t *codes, size_t n);

#endif
