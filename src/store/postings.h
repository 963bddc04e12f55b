/* Postings: of each key of a band or anchor the articles that have it, in order of time. */
#ifndef DVI_POSTINGS_H
#define DVI_POSTINGS_H

#include "store.h"

typedef enum dvi_posting_table { DVI_BANDS, DVI_ANCHORS_TABLE, DVI_POSTING_TABLES } dvi_posting_table;

/* Bands keep article and tie alone, the rest is 0. */
typedef struct dvi_posting {
    int64_t time;
    uint32_t tie; /* orders articles of one time */
    uint32_t article;
    uint32_t norm;
    uint16_t weight;
} dvi_posting;

dvk_status dvi_posting_add(dvi_store *store, dvi_posting_table table, uint64_t key,
                           const dvi_posting *posting);
/* DVK_E_DAMAGED when it is not there. */
dvk_status dvi_posting_remove(dvi_store *store, dvi_posting_table table, uint64_t key,
                              const dvi_posting *posting);

/* The postings nearest to a place in a list, nearest first: at most `reach` before and behind it; the place
 * itself is left out if it is there. `before` and `behind` have room for `reach`. */
typedef struct dvi_posting_view {
    dvi_posting *before, *behind;
    size_t n_before, n_behind;
} dvi_posting_view;

dvk_status dvi_posting_around(dvi_store *store, dvi_posting_table table, uint64_t key, const dvi_posting *at,
                              size_t reach, dvi_posting_view *out);

/* Looks at all lists of a table: checksums, order, counts. */
dvk_status dvi_posting_check_all(dvi_store *store, dvi_posting_table table, dvi_check *check);

/* Whether a posting is there, exactly so. */
dvk_status dvi_posting_check(dvi_store *store, dvi_posting_table table, uint64_t key,
                             const dvi_posting *posting, bool *there);

#endif
