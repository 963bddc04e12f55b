/* Clustering: scored pairs -> duplicate groups inside event clusters, without chaining. */
#ifndef DVOINIK_CLUSTER_H
#define DVOINIK_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/result.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dvk_cluster_params {
    uint32_t
        duplicate_threshold;  /* mean probability from which two groups are one article, 0 to 65536 for 1 */
    uint32_t event_threshold; /* probability from which a pair links two groups into one event, likewise */
    int64_t window; /* seconds, from 0: the next report within `window` of the last; 0 for no bound */
} dvk_cluster_params;

/* A half, .997 and 72 hours. A link must be nearly certain, for an article has some hundred candidates, and a
 * single wrong link is enough to join two events. */
DVK_API void dvk_cluster_params_init(dvk_cluster_params *params);

/* DVK_OK, or DVK_E_ARGUMENT when a threshold is above 65536 or the window below 0. */
DVK_API dvk_status dvk_cluster_params_check(const dvk_cluster_params *params);

/* Whether a pair of these probabilities may bring its articles together: as duplicates, by the threshold of
 * events, or as one of several pairs that are a little weaker. What no chain of such pairs connects has
 * nothing to do with each other's groups. */
DVK_API bool dvk_cluster_may_link(const dvk_cluster_params *params, uint32_t duplicate, uint32_t event);

/* Groups n articles from their scored pairs. `times` is n x int64 seconds or DVK_NO_TIME, may be NULL. `out`
 * is n entries, the caller's. The result does not depend on the order of `pairs`. A pair given twice counts
 * once, with the highest of its probabilities.
 *
 * Duplicates: average linkage. Groups are merged, the highest mean of `duplicate` between two of them first,
 * while it reaches duplicate_threshold. Source: Manning, Raghavan, Schuetze, "Introduction to Information
 * Retrieval", section 17.3. The window does not bound them, and no later step splits them.
 *
 * Events: guarded single linkage of the duplicate groups. The pairs whose `event` reaches event_threshold
 * join their groups if these lie within the window of each other and the mean of `event` is at least .48 in
 * what comes of them, copies counting as 1, and between them .43 when neither has more than two reports that
 * are no copies, .48 when one of them has more, and .06 more for each doubling of the reports of the smaller.
 * When no such pair is left, those from .98 on do the same where several lie between two groups and the mean
 * over all possible ones is .98: two reports that are nearly sure of a third say as much as one that is sure.
 * For all of this, and for the order, the strongest first, a pair's `event` is lowered when the two articles
 * are not like the same others: by the cosine of their rows of probabilities, below .8. Sources: Gower, Ross,
 * "Minimum spanning trees and single linkage cluster analysis", Applied Statistics 18 (1969); Xu, Yuruk,
 * Feng, Schweiger, "SCAN", KDD 2007; the guards are this library's.
 *
 * Density: pairs not given count as probability 0. Of duplicates a mean is over no more than half of the
 * possible pairs, nor over more than 8 for each article (between two groups: of the smaller), unless more are
 * given; of events over all possible pairs, but no more than 64 for each article.
 *
 * Cost: O(pairs ^ 1.5) at the worst, for the rows of probabilities; memory O(n + pairs).
 *
 * Returns DVK_OK; DVK_E_ARGUMENT (a pair not a < b < n, a probability or threshold above 65536, a window
 * below 0, NULL where something is needed); DVK_E_LIMIT (2^32 - 1 articles or pairs, or more); or
 * DVK_E_MEMORY. On failure the contents of `out` are undefined. */
DVK_API dvk_status dvk_cluster(const dvk_pair *pairs, size_t n_pairs, const int64_t *times, size_t n,
                               const dvk_cluster_params *params, dvk_assignment *out);

#ifdef __cplusplus
}
#endif
#endif
