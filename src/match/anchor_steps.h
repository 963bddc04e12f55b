/* Steps along the lists of the index of anchors, which most of the time of looking for candidates goes into.
 */
#ifndef DVI_ANCHOR_STEPS_H
#define DVI_ANCHOR_STEPS_H

#include "match/anchor_index.h"

/* Which articles are near enough to the one at hand: all without a date, and a run of the others. What stands
 * between has the number behind the last, and is too far from all. */
typedef struct dvi_near {
    uint32_t undated;    /* the first */
    uint32_t first, end; /* of the others */
} dvi_near;

static inline bool dvi_is_near(const dvi_near *near, uint32_t article) {
    return article < near->end && (article >= near->first || article < near->undated);
}

/* What an article has in common with others by the lists walked so far. */
typedef struct dvi_touched {
    uint64_t *sums; /* of each article of the index: the partial similarity and `floor`; what is no more is
                       left of others */
    uint64_t floor; /* of the article at hand */
    uint32_t *articles; /* those whose sums are above it; there is room for DVI_TOUCHED_ROOM more than there
                           can be */
    uint64_t *left;     /* as much room: sums of those that were left by dvi_leave_similar */
    size_t n;
} dvi_touched;

enum { DVI_TOUCHED_ROOM = 8, DVI_SUM_BITS = 40 /* of 32 products of weights, and one for each */ };

/* For the next of the articles: all sums become zero. `n` is how many there are. */
void dvi_touched_begin(dvi_touched *touched, size_t n);

/* How many of the postings right before `posting` stand in its list and are near, the last of them first; one
 * more than DVI_ANCHOR_REACH at most. */
typedef size_t dvi_count_earlier(const dvi_anchor_index *index, const dvi_near *near, size_t posting);

/* Adds what the postings from `first` to `last` - 1, which are of one list, share with an anchor of this
 * weight. */
typedef void dvi_touch(const dvi_anchor_index *index, uint16_t weight, size_t first, size_t last,
                       dvi_touched *out);

/* Leaves those whose partial similarity with an article of this norm suffices. */
typedef void dvi_leave_similar(const dvi_anchor_index *index, uint32_t norm, dvi_touched *touched);

typedef struct dvi_anchor_kernels {
    dvi_count_earlier *count_earlier;
    dvi_touch *touch;
    dvi_leave_similar *leave_similar;
} dvi_anchor_kernels;

/* With these extensions of the processor (DVK_CPU_...) and those that it has. */
dvi_anchor_kernels dvi_choose_anchor_kernels(uint32_t cpu);

#endif
