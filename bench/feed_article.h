/* The articles of the synthetic feed as lines of JSON. */
#ifndef FEED_ARTICLE_H
#define FEED_ARTICLE_H

#include <stddef.h>
#include <stdint.h>

#include "feed_plan.h"
#include "feed_words.h"

enum { FEED_RECORD_BYTES = 1 << 20 }; /* no record is longer */

typedef struct feed_press {
    const feed_vocabulary *vocabularies; /* of all languages */
    uint64_t seed;
    uint64_t articles_a_day;
} feed_press;

/* Writes "e<event>.d<group>.<index><kind>", kind being one of o(riginal) c(opy) e(dited) s(hortened) t(win);
 * returns its end. */
char *feed_write_id(const feed_item *item, uint64_t index, char *out);

/* Writes the record of the feed's article number `index` and a line's end to `out`, which has
 * FEED_RECORD_BYTES; returns its end. */
char *feed_write_article(const feed_press *press, const feed_item *item, uint64_t index, char *out);

#endif
