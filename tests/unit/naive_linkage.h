/* Average linkage done the plain way, in O(n^3): what src/cluster is compared with. */
#ifndef NAIVE_LINKAGE_H
#define NAIVE_LINKAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "dvoinik/article.h"

enum { NAIVE_MAX = 48 };

typedef struct naive_graph {
    uint32_t n;
    uint64_t sum[NAIVE_MAX][NAIVE_MAX];
    uint64_t count[NAIVE_MAX][NAIVE_MAX];
    bool linked[NAIVE_MAX][NAIVE_MAX];
    uint64_t lowest[NAIVE_MAX][NAIVE_MAX]; /* pair, as its lower number * NAIVE_MAX + its higher */
    bool waits[NAIVE_MAX][NAIVE_MAX];      /* the window refused it */
    uint64_t size[NAIVE_MAX];
    int64_t first[NAIVE_MAX], last[NAIVE_MAX];
} naive_graph;

typedef struct naive_bounds {
    uint64_t threshold, density, each;
    int64_t window;
} naive_bounds;

static inline void naive_add_atom(naive_graph *graph, uint32_t atom, uint64_t size, int64_t first,
                                  int64_t last) {
    graph->size[atom] = size;
    graph->first[atom] = first, graph->last[atom] = last;
}

static inline void naive_count(naive_graph *graph, uint32_t a, uint32_t b, uint64_t sum, uint64_t count,
                               bool linked, uint64_t lowest) {
    if (count == 0) return;
    if (graph->count[a][b] != 0 && graph->lowest[a][b] < lowest) lowest = graph->lowest[a][b];
    graph->lowest[a][b] = graph->lowest[b][a] = lowest;
    graph->linked[a][b] = graph->linked[b][a] = graph->linked[a][b] || linked;
    graph->sum[a][b] = graph->sum[b][a] = graph->sum[a][b] + sum;
    graph->count[a][b] = graph->count[b][a] = graph->count[a][b] + count;
}

static inline void naive_add(naive_graph *graph, uint32_t a, uint32_t b, uint64_t strength, bool links) {
    naive_count(graph, a, b, strength, 1, links, a < b ? a * NAIVE_MAX + b : b * NAIVE_MAX + a);
}

static inline uint64_t naive_least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* What a sum between a and b is divided by, in 1/65536. */
static inline uint64_t naive_divisor(const naive_graph *graph, uint32_t a, uint32_t b,
                                     const naive_bounds *bounds) {
    uint64_t by = graph->size[a] * graph->size[b] * bounds->density, given = graph->count[a][b] * 65536;
    if (bounds->each != 0)
        by = naive_least(by, bounds->each * 65536 * naive_least(graph->size[a], graph->size[b]));
    return given > by ? given : by;
}

/* sum / by in 2^-48, digit by digit. */
static inline uint64_t naive_share(uint64_t sum, uint64_t by) {
    uint64_t digits = sum / by, rest = sum % by;
    for (int i = 0; i < 48; i++) {
        rest *= 2;
        digits = digits * 2 + (rest >= by);
        if (rest >= by) rest -= by;
    }
    return digits;
}

/* The mean that a merge goes by. */
static inline uint64_t naive_mean(const naive_graph *graph, uint32_t a, uint32_t b,
                                  const naive_bounds *bounds) {
    return naive_share(graph->sum[a][b], naive_divisor(graph, a, b, bounds));
}

static inline bool naive_too_far(const naive_graph *graph, uint32_t a, uint32_t b, int64_t window) {
    if (window == 0 || graph->first[a] == DVK_NO_TIME || graph->first[b] == DVK_NO_TIME) return false;
    uint64_t gap = 0;
    if (graph->first[b] > graph->last[a]) gap = (uint64_t)graph->first[b] - (uint64_t)graph->last[a];
    if (graph->first[a] > graph->last[b]) gap = (uint64_t)graph->first[a] - (uint64_t)graph->last[b];
    return gap > (uint64_t)window;
}

static inline void naive_merge(naive_graph *graph, uint32_t into, uint32_t from) {
    for (uint32_t x = 0; x < graph->n; x++) {
        if (x == into || x == from || graph->count[from][x] == 0) continue;
        bool waits = graph->count[into][x] == 0 && graph->waits[from][x];
        naive_count(graph, into, x, graph->sum[from][x], graph->count[from][x], graph->linked[from][x],
                    graph->lowest[from][x]);
        graph->waits[into][x] = graph->waits[x][into] = waits;
        graph->count[from][x] = graph->count[x][from] = 0;
    }
    graph->count[into][from] = graph->count[from][into] = 0;
    graph->size[into] += graph->size[from];
    if (graph->first[from] == DVK_NO_TIME) return;
    if (graph->first[into] == DVK_NO_TIME || graph->first[from] < graph->first[into])
        graph->first[into] = graph->first[from];
    if (graph->last[into] == DVK_NO_TIME || graph->last[from] > graph->last[into])
        graph->last[into] = graph->last[from];
}

/* The groups to merge next; of equal means those with the lowest pair. */
static inline bool naive_next(const naive_graph *graph, const naive_bounds *bounds, uint32_t *low,
                              uint32_t *high) {
    uint64_t best = 0;
    bool found = false;
    for (uint32_t a = 0; a < graph->n; a++) {
        for (uint32_t b = a + 1; b < graph->n; b++) {
            if (graph->count[a][b] == 0 || graph->waits[a][b]) continue;
            if (!graph->linked[a][b]) continue;
            uint64_t now = naive_mean(graph, a, b, bounds);
            if (now < bounds->threshold << 32) continue;
            bool later = now < best || (now == best && graph->lowest[a][b] > graph->lowest[*low][*high]);
            if (found && later) continue;
            found = true, best = now, *low = a, *high = b;
        }
    }
    return found;
}

/* Whether anything was merged. */
static inline bool naive_pass(naive_graph *graph, const naive_bounds *bounds, uint32_t *group) {
    bool merged = false;
    for (uint32_t low = 0, high = 0; naive_next(graph, bounds, &low, &high);) {
        if (naive_too_far(graph, low, high, bounds->window)) {
            graph->waits[low][high] = graph->waits[high][low] = true;
            continue;
        }
        naive_merge(graph, high, low);
        merged = true;
        for (uint32_t i = 0; i < graph->n; i++)
            if (group[i] == low) group[i] = high;
    }
    return merged;
}

/* A group lives on under its highest number while it is worked on; group[i] is its smallest in the end. */
static inline void naive_link(naive_graph *graph, const naive_bounds *bounds, uint32_t *group) {
    for (uint32_t i = 0; i < graph->n; i++)
        group[i] = i;
    for (int passes = 0; passes < 32; passes++) {
        memset(graph->waits, 0, sizeof graph->waits);
        if (!naive_pass(graph, bounds, group)) break;
    }
    for (uint32_t i = 0; i < graph->n; i++) {
        uint32_t number = group[i];
        for (uint32_t j = i; j < graph->n && number >= i; j++)
            if (group[j] == number) group[j] = i;
    }
}

#endif
