/* The index of a slice, for those who make it and those who walk it. */
#ifndef DVI_JOB_SLICES_H
#define DVI_JOB_SLICES_H

#include "match/anchor_company.h"
#include "pipeline/job_compare.h"

struct dvi_slice_index {
    dvi_comparing *c;
    dvi_slice slice;
    size_t before; /* articles without a date that come first in the index */
    dvi_spool_window windows[DVI_ANCHOR_THREADS];
    int64_t *times; /* of the index's articles, as the next two */
    uint32_t *ties;
    uint32_t *between;
    dvi_anchor_counts counts; /* empty where lists are in the order of time alone */
    dvi_anchors in_company[DVI_ANCHOR_THREADS];
    dvi_anchor_input input;
    dvi_anchor_index *index;
    dvi_anchor_walker **walkers; /* one a thread */
};

/* The rank of an article of the index. */
static inline uint32_t dvi_slice_rank(const dvi_slice_index *s, size_t i) {
    return (uint32_t)(i < s->before ? i : s->slice.lowest + (i - s->before));
}

/* The place in the index of a rank of the slice. */
static inline size_t dvi_slice_place(const dvi_slice_index *s, size_t rank) {
    return rank - s->slice.lowest + s->before;
}

#endif
