/* The inverted index of anchors, for those who build it and those who walk it. */
#ifndef DVI_ANCHOR_INDEX_H
#define DVI_ANCHOR_INDEX_H

#include <stdbool.h>

#include "match/anchors.h"

/* A list is the postings of one key, in the order of articles. The article n of the index is that which
 * stands between. */

struct dvi_anchor_index {
    const dvi_anchor_input *input;
    uint32_t
        *articles; /* of each posting; the top bit is set where a list begins, and behind the last posting */
    uint16_t *weights;
    uint32_t *norms;  /* n */
    uint32_t *starts; /* last - first + 1 places in `slots` */
    uint32_t *slots;  /* postings of the articles first to last - 1 */
    size_t n_postings;
};

static inline bool dvi_list_begins(const dvi_anchor_index *index, size_t posting) {
    return index->articles[posting] >> 31 != 0;
}

static inline uint32_t dvi_posting_article(const dvi_anchor_index *index, size_t posting) {
    return index->articles[posting] & INT32_MAX;
}

#endif
