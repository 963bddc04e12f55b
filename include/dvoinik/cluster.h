/* Clustering: scored pairs -> duplicate groups inside event clusters, without chaining. */
#ifndef DVOINIK_CLUSTER_H
#define DVOINIK_CLUSTER_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/result.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dvk_cluster_params {
    uint32_t duplicate_threshold; /* probability in 1/65536 from which two groups are one article */
    uint32_t event_threshold;     /* the same for one event */
    int64_t window;               /* seconds: the next report within `window` of the last; 0 for no bound */
} dvk_cluster_params;

DVK_API void dvk_cluster_params_init(dvk_cluster_params *params);

/* Groups n articles from their scored pairs. `times` is n x int64 seconds or DVK_NO_TIME, may be NULL. `out` is n entries, the
 * caller's. The result does not depend on the order of `pairs`. Pairs not given count as probability 0.
 * Algorithm: average-linkage agglomeration inside the connected components of the pairs above the threshold.
 * Source: Manning, Raghavan, Schuetze, "Introduction to Information Retrieval", section 17.3.
 * Returns DVK_OK, DVK_E_ARGUMENT (a pair out of range or not a < b) or DVK_E_MEMORY. */
DVK_API dvk_status dvk_cluster(const dvk_pair *pairs, size_t n_pairs, const int64_t *times, size_t n,
                               const dvk_cluster_params *params, dvk_assignment *out);

#ifdef __cplusplus
}
#endif
#endif
