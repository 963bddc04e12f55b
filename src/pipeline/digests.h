/* Digests: articles that tell several others, which have nothing to do with each other. */
#ifndef DVI_DIGESTS_H
#define DVI_DIGESTS_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/cluster.h"
#include "match/compare.h"

/* How the articles of pairs are looked at. */
typedef struct dvi_looked_at {
    void *context;
    /* Lent until the thread's next call. */
    dvk_status (*comparable)(void *context, unsigned thread, uint32_t article, const dvi_comparable **out);
    unsigned threads;
    dvi_find_shared *find;
} dvi_looked_at;

/* Takes out of the list, which rises by a then b, the pairs of a digest with its items: an article is linked
 * (dvk_cluster_may_link) with two others for what stands at different places of its text, and these two are
 * rather no reports of one event. Else a digest would make one story of all that it tells. Where the title
 * of the article is of one of the two that one is its subject, and stays linked; so does what is certain, of
 * probability 65536. n is how many articles there are. The result does not depend on how they are numbered,
 * nor on threads. Cost: linear in n and in the pairs; for each link of what may be a digest one search for
 * shared keys. DVK_OK, DVK_E_MEMORY, DVK_E_LIMIT (2^31 links), or what `comparable` gave. */
dvk_status dvi_leave_out_items(dvk_pair *pairs, size_t *n_pairs, uint32_t n, const dvk_cluster_params *params,
                               const dvi_looked_at *articles);

#endif
