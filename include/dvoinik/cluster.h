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

/* A half, .8 and 72 hours. */
DVK_API void dvk_cluster_params_init(dvk_cluster_params *params);

/* DVK_OK, or DVK_E_ARGUMENT when a threshold is above 65536 or the window below 0. */
DVK_API dvk_status dvk_cluster_params_check(const dvk_cluster_params *params);

/* Whether a pair of these probabilities may bring its articles together: as duplicates, by the threshold of
 * events. What no chain of such pairs connects has nothing to do with each other's groups. */
DVK_API bool dvk_cluster_may_link(const dvk_cluster_params *params, uint32_t duplicate, uint32_t event);

/* Groups n articles from their scored pairs. `times` is n x int64 seconds or DVK_NO_TIME, may be NULL. `out`
 * is n entries, the caller's. The result does not depend on the order of `pairs`. A pair given twice counts
 * once, with the highest of its probabilities.
 *
 * Duplicates: average linkage. Groups are merged, the highest mean of `duplicate` between two of them first,
 * while it reaches duplicate_threshold. Source: Manning, Raghavan, Schuetze, "Introduction to Information
 * Retrieval", section 17.3. The window does not bound them, and no later step splits them.
 *
 * Events: average linkage of the duplicate groups by what a pair's `event` p says for one event: its strength
 * p^(1/4) / (p^(1/4) + e^2 (1 - p)^(1/4)), a logistic function of the odds four times as wide as the
 * probability is, for within one story nearly all probabilities are 1; p counts as 65535/65536 at most.
 * Groups are merged, the highest mean strength between two of them first, while it is at least .13, where a
 * pair whose `event` reaches event_threshold links them and they lie within the window of each other. Source:
 * as for duplicates; the strength is this library's.
 *
 * Density: pairs not given count as probability 0. Of duplicates a mean is over no more than half of the
 * possible pairs, nor over more than 8 for each article (between two groups: of the smaller), unless more are
 * given; of events over all possible pairs, but no more than 64 for each article.
 *
 * Cost: O(pairs log pairs) moves and a bounded multiple of it in steps; memory O(n + pairs).
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
