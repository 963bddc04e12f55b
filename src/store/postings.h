/* Postings: of each key of a band or anchor the articles that have it, in order of time. They lie in sorted
 * files (run_file.h), those of the latest articles in rows and in memory (recent.h). */
#ifndef DVI_POSTINGS_H
#define DVI_POSTINGS_H

#include "store.h"

typedef enum dvi_posting_table { DVI_BANDS, DVI_ANCHORS_TABLE, DVI_POSTING_TABLES } dvi_posting_table;

/* Of bands, time, norm and weight are 0. */
typedef struct dvi_posting {
    int64_t time;
    uint32_t tie; /* orders articles of one time */
    uint32_t article;
    uint32_t norm;
    uint16_t weight;
} dvi_posting;

/* All that an article is found by. */
typedef struct dvi_postings {
    int64_t time;
    uint32_t article, tie, norm;
    const uint64_t *bands;
    const uint32_t *anchors; /* n_anchors, each once */
    const uint16_t *weights;
    size_t n_bands, n_anchors; /* below 2^16 */
} dvi_postings;

/* Within a transaction that writes. The number lies above those of all articles that were added. */
dvk_status dvi_postings_add(dvi_store *store, const dvi_postings *postings);
/* DVK_E_DAMAGED when they are not there. */
dvk_status dvi_postings_remove(dvi_store *store, uint32_t article);

enum { DVI_MOST_REACH = 128 };

/* The postings nearest to a place in a list, nearest first: at most `reach` (up to DVI_MOST_REACH) before and
 * behind it; the place itself is left out if it is there. `before` and `behind` have room for `reach`. What
 * is farther from a dated place than `window` seconds may be missing; 0 for no window. */
typedef struct dvi_posting_view {
    dvi_posting *before, *behind;
    size_t n_before, n_behind;
} dvi_posting_view;

dvk_status dvi_postings_around(dvi_store *store, dvi_posting_table table, uint64_t key, const dvi_posting *at,
                               int64_t window, size_t reach, dvi_posting_view *out);

/* Looks at all lists: checksums, order, counts. */
dvk_status dvi_postings_check_all(dvi_store *store, dvi_check *check);

/* Whether an article's postings are there, exactly so. */
dvk_status dvi_postings_check(dvi_store *store, const dvi_postings *postings, bool *there);

#endif
