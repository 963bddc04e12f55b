/* The truth that is written in the ids of a synthetic feed: "e<event>.d<group>.<place><kind>". */
#ifndef BENCH_PLANTED_H
#define BENCH_PLANTED_H

#include <stdbool.h>
#include <stdint.h>

#include "dvoinik/article.h"

typedef struct planted {
    uint32_t event, group;
    uint64_t place;
    char kind; /* one of o c e s t, as in feed_article.h */
} planted;

/* False when the id is not of that form. */
bool planted_read(dvk_span id, planted *out);

#endif
