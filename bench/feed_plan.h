/* Which article comes next in the synthetic feed: of which event, copied from what, in which language, when.
 */
#ifndef FEED_PLAN_H
#define FEED_PLAN_H

#include <stdint.h>

typedef enum feed_kind {
    FEED_ORIGINAL,  /* written for itself */
    FEED_COPY,      /* the same to the byte */
    FEED_EDITED,    /* some words are others */
    FEED_SHORTENED, /* the end is cut off, some words are others */
    FEED_TWIN,      /* in another language */
    FEED_KINDS
} feed_kind;

typedef struct feed_item {
    uint32_t event;   /* from 0, dense */
    uint32_t group;   /* of copies: from 0, dense; what its text is made from */
    uint16_t variant; /* number in its group; 0 is the original, and comes first */
    uint8_t kind;
    uint8_t language;
} feed_item;

typedef struct feed_plan feed_plan;

/* NULL when there is no memory. Takes 3 MB, whatever comes. */
feed_plan *feed_plan_create(uint64_t seed);
void feed_plan_destroy(feed_plan *plan);

feed_item feed_plan_next(feed_plan *plan);

#endif
