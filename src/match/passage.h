/* Whether all that two articles share stands in one passage of one of them, which is about other things: an
 * item of a digest, or lines that a site puts into all of its pages. */
#ifndef DVI_PASSAGE_H
#define DVI_PASSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "match/shared_keys.h"
#include "match/titles.h"

/* What an article shares with another: the mean of its places there and their standard deviation, in 1/16384
 * of the text, and what of the title's weight. */
typedef struct dvi_stretch {
    uint32_t mean, deviation;
    uint64_t of_title;
} dvi_stretch;

/* How far what is shared stands in one passage of an article whose title neither its own text nor the other
 * article comes back to, in 1/65536; of an article without a title, in one far from its beginning. */
int32_t dvi_passage(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b);

/* What `whole` shares with `part`; `shared` is scratch. */
dvi_stretch dvi_find_stretch(dvi_find_shared *find, const dvi_key_map *whole, const dvi_key_map *part,
                             dvi_shared_keys *shared);

/* Whether two stretches of one article are different passages of it. What it has of a `copy` stands together;
 * of other articles it has a word here and there, which says less. */
bool dvi_are_apart(const dvi_stretch *a, const dvi_stretch *b, bool copy);

#endif
