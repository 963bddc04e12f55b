/* Group graph: for any two groups that have pairs between them, how many, the sum of their strengths, whether
 * one links the two, and which is the lowest. Groups are merged into one another. */
#ifndef DVI_GROUP_GRAPH_H
#define DVI_GROUP_GRAPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

#define DVI_NO_EDGE UINT32_MAX

typedef struct dvi_edge {
    uint64_t sum;
    uint32_t count;     /* 0 when the edge is gone */
    uint32_t low, high; /* of its pairs the one lowest by its lower, then by its higher number */
    uint32_t end[2];    /* the groups */
    uint32_t next[2];   /* the next edge of each of them */
    bool linked;        /* by one of its pairs */
} dvi_edge;

typedef struct dvi_group_graph {
    dvi_edge *edges;
    uint32_t *first;  /* the first edge of each group */
    uint32_t *degree; /* the number of its edges */
    uint32_t *table;  /* (group, group) -> edge: open addressing, linear probing */
    size_t mask;
    uint32_t n_edges;
} dvi_group_graph;

/* Room for so many groups, and edges from so many pairs. */
dvk_status dvi_group_graph_init(dvi_group_graph *graph, uint32_t groups, uint32_t pairs);
void dvi_group_graph_finish(dvi_group_graph *graph);

/* Begins anew, with no edges; at most so many groups and pairs are to come. */
void dvi_group_graph_reset(dvi_group_graph *graph, uint32_t groups, uint32_t pairs);

/* Counts a pair between groups a and b, a != b, both as they were at the beginning. */
void dvi_group_graph_add(dvi_group_graph *graph, uint32_t a, uint32_t b, uint32_t strength, bool links);

/* The edge of `group` after `edge`. To be asked before the edge is moved. */
uint32_t dvi_group_graph_next(const dvi_group_graph *graph, uint32_t edge, uint32_t group);

/* Moves an edge of group `from` to group `into`. Returns the edge that stands for it from now on: itself; or
 * the one that `into` had already to the same neighbour and to which it was added; or DVI_NO_EDGE when it led
 * from `from` to `into` or was gone. */
uint32_t dvi_group_graph_move(dvi_group_graph *graph, uint32_t edge, uint32_t from, uint32_t into);

#endif
