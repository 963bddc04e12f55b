/* The ids of a job's articles: finds the one that is there already. Seeded, so that no feed can be made to
 * collide. */
#ifndef DVI_ID_SET_H
#define DVI_ID_SET_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"

/* A zeroed one is empty. Slots hold half a hash of the id, and the article number + 1. It is not to be moved
 * while it has ids. */
typedef struct dvi_id_set {
    uint64_t *slots;
    size_t n, cap; /* cap: 0 or a power of two */
} dvi_id_set;

/* The id of an article number, for comparison. */
typedef dvk_span (*dvi_id_of)(const void *context, uint32_t article);

void dvi_id_set_finish(dvi_id_set *set);

/* Puts `article` in unless its id is there: then *found gets the article that has it and nothing changes.
 * *found is UINT32_MAX otherwise. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_id_set_add(dvi_id_set *set, dvk_span id, uint32_t article, dvi_id_of id_of,
                          const void *context, uint32_t *found);

/* The article with this id, or UINT32_MAX. */
uint32_t dvi_id_set_find(const dvi_id_set *set, dvk_span id, dvi_id_of id_of, const void *context);

#endif
