/* Whether all that two articles share stands in one passage of one of them, which is about other things: an
 * item of a digest, or lines that a site puts into all of its pages. */
#ifndef DVI_PASSAGE_H
#define DVI_PASSAGE_H

#include <stdint.h>

#include "match/shared_keys.h"
#include "match/titles.h"

/* How far what is shared stands in one passage of an article whose title neither its own text nor the other
 * article comes back to, in 1/65536; of an article without a title, in one far from its beginning. */
int32_t dvi_passage(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b);

#endif
