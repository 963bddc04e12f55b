/* Queue of candidate merges, the best first; at most one for each edge of a group graph. */
#ifndef DVI_MERGE_QUEUE_H
#define DVI_MERGE_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "dvoinik/status.h"

typedef struct dvi_merge {
    uint64_t mean;      /* the higher goes first */
    uint32_t low, high; /* the lowest pair between the groups; of equal means the lower goes first */
    uint32_t edge;
} dvi_merge;

typedef struct dvi_merge_queue {
    dvi_merge *heap;
    uint32_t *place; /* of each edge in the heap */
    uint32_t n;
} dvi_merge_queue;

/* Room for the edges 0 to cap - 1. */
dvk_status dvi_merge_queue_init(dvi_merge_queue *queue, uint32_t cap);
void dvi_merge_queue_finish(dvi_merge_queue *queue);

/* Empties the queue for the edges 0 to n_edges - 1. */
void dvi_merge_queue_reset(dvi_merge_queue *queue, uint32_t n_edges);

/* Whether a goes before b. */
bool dvi_merge_before(const dvi_merge *a, const dvi_merge *b);

/* Puts a merge in, instead of the one its edge has. */
void dvi_merge_queue_put(dvi_merge_queue *queue, const dvi_merge *merge);

/* Takes the edge's merge out, if it has one. */
void dvi_merge_queue_remove(dvi_merge_queue *queue, uint32_t edge);

/* Takes the best out; false when there is none. */
bool dvi_merge_queue_take(dvi_merge_queue *queue, dvi_merge *out);

#endif
