/* Words without their endings, in languages that string endings together. */
#ifndef DVI_BARE_LENGTH_H
#define DVI_BARE_LENGTH_H

#include <stddef.h>
#include <stdint.h>

#include "fold.h"
#include "sealed_model.h"

enum { DVI_BARE_LETTERS = 3 /* that are left at least */ };

/* Letters of a folded word that are left when the endings of case, number and possession are off, as the
 * language of this column of the word tables has them: жұмыс-тарының. All letters in other languages. */
size_t dvi_bare_length(uint32_t column, const dvi_folded *word);

/* Whether a word of n letters, `bare` of them without its endings, may continue a stem of `letters`: by how
 * many they are, or because they are endings. Before these a vowel may belong to the dictionary form, where
 * the stem is not of the fewest letters. */
static inline bool dvi_stem_reaches(const dvi_stem *stem, size_t letters, size_t n, size_t bare) {
    if (n <= letters + stem->suffix) return true;
    return bare < n && letters >= DVI_BARE_LETTERS && bare <= letters + (letters > DVI_BARE_LETTERS) &&
           stem->suffix != 0;
}

#endif
