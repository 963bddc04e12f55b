/* Whether all that two articles share stands in one passage of one of them, which is about other things: an
 * item of a digest, or lines that a site puts into all of its pages. */
#ifndef DVI_PASSAGE_H
#define DVI_PASSAGE_H

#include <stdint.h>

#include "dvoinik/features.h"
#include "match/shared_keys.h"

/* The weight of an article's title, numbers left out: in all, and of what its text comes back to. "Headlines
 * of the day" have nothing of it in theirs. */
typedef struct dvi_title {
    uint32_t weight, told;
} dvi_title;

void dvi_title_init(dvi_title *out, const dvk_features *features);

/* How far what is shared stands in one passage of an article whose title neither its own text nor the other
 * article comes back to, in 1/65536; of an article without a title, in one far from its beginning. */
int32_t dvi_passage(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b);

/* How far neither article says what the other's title does, though the text of one of them says what its own
 * title does, in 1/65536: whatever words they share are beside what they are about, as the foot of a page is.
 * 0 where one has no title. */
int32_t dvi_beside_titles(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b);

#endif
