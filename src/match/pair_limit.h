/* A limit on the candidates that an article has by bands. */
#ifndef DVI_PAIR_LIMIT_H
#define DVI_PAIR_LIMIT_H

#include "match/pair_list.h"

/* `pairs` is sorted, a pair as often in it as it has bands in common; what remains is there once. Of an
 * article with more than `most` others those stay that share the most bands with it: all that share at least
 * so many that `most` are not exceeded. A pair stays when it does for one of its two. *cut counts the
 * articles. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_limit_pairs(dvi_pair_list *pairs, size_t n_articles, uint32_t most, uint64_t *cut);

#endif
