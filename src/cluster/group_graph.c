/* Group graph: edges in one array, found by their two groups through a hash table and by one group through a
 * list.
 *
 * A list may hold edges that are gone: they were added to another edge from their other end. Each is met once
 * more at most, when the list is moved. */
#include "group_graph.h"

#include "base/memory.h"

/* At most two thirds of the table are taken. */
static size_t table_size(uint32_t pairs) {
    size_t size = 4;
    while (size < (size_t)pairs + pairs / 2)
        size *= 2;
    return size;
}

dvk_status dvi_group_graph_init(dvi_group_graph *graph, uint32_t groups, uint32_t pairs) {
    *graph = (dvi_group_graph){
        .edges = dvi_alloc(pairs, sizeof *graph->edges),
        .first = dvi_alloc(groups, sizeof *graph->first),
        .degree = dvi_alloc(groups, sizeof *graph->degree),
        .table = dvi_alloc(table_size(pairs), sizeof *graph->table),
    };
    if (graph->edges != NULL && graph->first != NULL && graph->degree != NULL && graph->table != NULL)
        return DVK_OK;
    dvi_group_graph_finish(graph);
    return DVK_E_MEMORY;
}

void dvi_group_graph_finish(dvi_group_graph *graph) {
    dvi_free(graph->edges);
    dvi_free(graph->first);
    dvi_free(graph->degree);
    dvi_free(graph->table);
    *graph = (dvi_group_graph){0};
}

void dvi_group_graph_reset(dvi_group_graph *graph, uint32_t groups, uint32_t pairs) {
    graph->n_edges = 0;
    graph->mask = table_size(pairs) - 1;
    for (size_t i = 0; i <= graph->mask; i++)
        graph->table[i] = DVI_NO_EDGE;
    for (uint32_t i = 0; i < groups; i++) {
        graph->first[i] = DVI_NO_EDGE;
        graph->degree[i] = 0;
    }
}

/* The finaliser of MurmurHash3, by A. Appleby: every bit of the key moves every bit of the hash. */
static uint64_t mixed(uint64_t key) {
    key = (key ^ key >> 33) * UINT64_C(0xff51afd7ed558ccd);
    key = (key ^ key >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return key ^ key >> 33;
}

static size_t home(const dvi_group_graph *graph, uint32_t a, uint32_t b) {
    uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    return (size_t)mixed(key) & graph->mask;
}

static int joins(const dvi_edge *edge, uint32_t a, uint32_t b) {
    return (edge->end[0] == a && edge->end[1] == b) || (edge->end[0] == b && edge->end[1] == a);
}

/* The place of the edge between a and b, or the free one where it belongs. */
static size_t find(const dvi_group_graph *graph, uint32_t a, uint32_t b) {
    size_t place = home(graph, a, b);
    while (graph->table[place] != DVI_NO_EDGE && !joins(&graph->edges[graph->table[place]], a, b))
        place = (place + 1) & graph->mask;
    return place;
}

/* Empties a place; what would no longer be found behind the hole moves into it. */
static void clear(dvi_group_graph *graph, size_t hole) {
    for (size_t i = (hole + 1) & graph->mask; graph->table[i] != DVI_NO_EDGE; i = (i + 1) & graph->mask) {
        const dvi_edge *edge = &graph->edges[graph->table[i]];
        size_t wanted = home(graph, edge->end[0], edge->end[1]);
        if (((i - wanted) & graph->mask) < ((i - hole) & graph->mask)) continue;
        graph->table[hole] = graph->table[i];
        hole = i;
    }
    graph->table[hole] = DVI_NO_EDGE;
}

/* Makes `group` one end of the edge. */
static void attach(dvi_group_graph *graph, uint32_t edge, int side, uint32_t group) {
    graph->edges[edge].end[side] = group;
    graph->edges[edge].next[side] = graph->first[group];
    graph->first[group] = edge;
    graph->degree[group]++;
}

/* Counts the pairs of `more`. */
static void count(dvi_edge *edge, const dvi_edge *more) {
    if (edge->count == 0 || more->low < edge->low || (more->low == edge->low && more->high < edge->high)) {
        edge->low = more->low;
        edge->high = more->high;
    }
    edge->linked |= more->linked;
    edge->sum += more->sum;
    edge->count += more->count;
}

void dvi_group_graph_add(dvi_group_graph *graph, uint32_t a, uint32_t b, uint32_t strength, bool links) {
    const dvi_edge pair = {
        .sum = strength, .count = 1, .low = a < b ? a : b, .high = a < b ? b : a, .linked = links};
    size_t place = find(graph, a, b);
    if (graph->table[place] == DVI_NO_EDGE) {
        uint32_t edge = graph->n_edges++;
        graph->edges[edge] = (dvi_edge){0};
        attach(graph, edge, 0, a);
        attach(graph, edge, 1, b);
        graph->table[place] = edge;
    }
    count(&graph->edges[graph->table[place]], &pair);
}

uint32_t dvi_group_graph_next(const dvi_group_graph *graph, uint32_t edge, uint32_t group) {
    const dvi_edge *at = &graph->edges[edge];
    return at->next[at->end[0] == group ? 0 : 1];
}

uint32_t dvi_group_graph_move(dvi_group_graph *graph, uint32_t edge, uint32_t from, uint32_t into) {
    dvi_edge *moved = &graph->edges[edge];
    if (moved->count == 0) return DVI_NO_EDGE;
    int side = moved->end[0] == from ? 0 : 1;
    uint32_t neighbour = moved->end[1 - side];
    clear(graph, find(graph, from, neighbour));
    if (neighbour == into) {
        graph->degree[into]--;
        moved->count = 0;
        return DVI_NO_EDGE;
    }
    size_t place = find(graph, into, neighbour);
    if (graph->table[place] == DVI_NO_EDGE) {
        attach(graph, edge, side, into);
        graph->table[place] = edge;
        return edge;
    }
    count(&graph->edges[graph->table[place]], moved);
    moved->count = 0;
    graph->degree[neighbour]--;
    return graph->table[place];
}
