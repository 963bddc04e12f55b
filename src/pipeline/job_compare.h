/* What candidates and scores share: the articles in the order of time, cut into blocks and slices. */
#ifndef DVI_JOB_COMPARE_H
#define DVI_JOB_COMPARE_H

#include <stdatomic.h>

#include "pipeline/job_state.h"
#include "pipeline/pair_blocks.h"
#include "pipeline/residents.h"
#include "pipeline/undated_keys.h"

typedef struct dvi_comparing {
    dvk_job *job;
    uint32_t *by_time; /* the article of each rank */
    size_t n_undated;  /* ranks without a date: the first */
    dvi_undated_keys undated;
    dvi_pair_blocks *blocks;
    dvi_residents *residents;
    uint32_t *counts; /* of each rank: its candidates */
    /* Of each rank: how many are similar to it by anchors, and of those without a date, whose candidates are
     * looked for by another rule, DVI_TOO_MANY. Where it is above max_candidates, its best are in the blocks,
     * and what it has in common with another of that kind says nothing. */
    _Atomic uint32_t *similar;
    size_t settled; /* ranks below have all their pairs by anchors in the blocks, and `similar` is final */
    size_t scored;  /* blocks */
} dvi_comparing;

/* Articles whose candidates by anchors are looked for together, and those among which. */
typedef struct dvi_slice {
    size_t first, last;   /* ranks */
    size_t lowest, above; /* the ranks that are near enough in time; those without a date are there besides */
} dvi_slice;

#define DVI_TOO_MANY UINT32_MAX

/* The first rank at or behind n_undated that is not earlier than the window allows for articles of `rank`; 0
 * where nothing bounds them. */
size_t dvi_lowest_near(const dvi_comparing *c, size_t rank);

/* The slice that begins with rank `first`. */
void dvi_slice_from(const dvi_comparing *c, size_t first, dvi_slice *out);

/* Puts the pairs of all bands into c->blocks. */
dvk_status dvi_gather_bands(dvi_comparing *c);

/* An index of the anchors of a slice. */
typedef struct dvi_slice_index dvi_slice_index;
dvk_status dvi_slice_index_create(dvi_slice_index **out, dvi_comparing *c, const dvi_slice *slice);
void dvi_slice_index_destroy(dvi_slice_index *index); /* takes NULL */

/* Puts the pairs that the ranks first to last - 1 of the slice find into c->blocks; those before were given
 * already. Settles the ranks that nobody behind is near to, and at the end of the slice all of it. */
dvk_status dvi_gather_anchors(dvi_slice_index *index, size_t first, size_t last);

/* Scores the pairs of a block and adds those worth keeping to the job's. */
dvk_status dvi_score_block(dvi_comparing *c, size_t block);

#endif
