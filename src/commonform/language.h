/* Language identification: see language.c. */
#ifndef DVI_LANGUAGE_H
#define DVI_LANGUAGE_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/model.h"

/* One text in parts (title and body), each valid UTF-8. Returns its language number, 0 when it cannot be
 * told. `confidence`, when not NULL, gets the probability of `best` in 1/65536; `best`, when not NULL, the
 * likeliest language that the table knows, also where 0 is returned, or 0 when the text is of none of them,
 * as far as can be seen. */
uint32_t dvi_language_identify(const dvk_model *model, const dvk_span *parts, size_t n_parts,
                               uint32_t *confidence, uint32_t *best);

#endif
