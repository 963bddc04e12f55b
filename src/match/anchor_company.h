/* Other keys for anchors that stand in long lists, where no order of time tells which part of a list to look
 * at. */
#ifndef DVI_ANCHOR_COMPANY_H
#define DVI_ANCHOR_COMPANY_H

#include "match/anchors.h"

/* About how many articles have each anchor; never too few, but for the largest. A zeroed one is empty. */
typedef struct dvi_anchor_counts {
    uint16_t *list; /* by a hash of the key; the largest number stands for all that are larger */
    unsigned log2;
} dvi_anchor_counts;

/* For so many articles: 32 bytes each, 32 MiB at most. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_anchor_counts_init(dvi_anchor_counts *counts, size_t articles);
void dvi_anchor_counts_finish(dvi_anchor_counts *counts);

void dvi_anchor_counts_add(dvi_anchor_counts *counts, const dvi_anchors *anchors);

/* The article's anchors as they are, but for those that more articles have than are looked at: these get a
 * key that is shared by those articles alone that have the same company, another of their anchors in common.
 * The order in which articles were counted does not matter. */
void dvi_anchors_in_company(const dvi_anchor_counts *counts, const dvi_anchors *anchors, dvi_anchors *out);

#endif
