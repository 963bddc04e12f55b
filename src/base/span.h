/* Borrowed bytes, compared. */
#ifndef DVI_SPAN_H
#define DVI_SPAN_H

#include <stdbool.h>
#include <string.h>

#include "dvoinik/article.h"

/* Whether two are the same bytes; an absent one is like an empty one. */
static inline bool dvi_same_bytes(dvk_span a, dvk_span b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

#endif
