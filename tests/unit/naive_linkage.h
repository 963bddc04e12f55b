/* Average linkage done the plain way, in O(n^3), with exact fractions: what src/cluster is compared with. */
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
    uint64_t lowest[NAIVE_MAX][NAIVE_MAX]; /* pair, as its lower number * NAIVE_MAX + its higher */
    uint64_t size[NAIVE_MAX];
} naive_graph;

static inline void naive_count(naive_graph *graph, uint32_t a, uint32_t b, uint64_t sum, uint64_t count,
                               uint64_t lowest) {
    if (count == 0) return;
    if (graph->count[a][b] != 0 && graph->lowest[a][b] < lowest) lowest = graph->lowest[a][b];
    graph->lowest[a][b] = graph->lowest[b][a] = lowest;
    graph->sum[a][b] += sum;
    graph->sum[b][a] += sum;
    graph->count[a][b] += count;
    graph->count[b][a] += count;
}

static inline void naive_add(naive_graph *graph, uint32_t a, uint32_t b, uint64_t probability) {
    naive_count(graph, a, b, probability, 1, a < b ? a * NAIVE_MAX + b : b * NAIVE_MAX + a);
}

static inline uint64_t naive_least(uint64_t a, uint64_t b) {
    return a < b ? a : b;
}

/* What a sum between a and b is divided by, in 1/65536. */
static inline uint64_t naive_divisor(const naive_graph *graph, uint32_t a, uint32_t b, uint64_t density,
                                     uint64_t each) {
    uint64_t by = graph->size[a] * graph->size[b] * density, given = graph->count[a][b] * 65536;
    if (each != 0) by = naive_least(by, each * 65536 * naive_least(graph->size[a], graph->size[b]));
    return given > by ? given : by;
}

static inline void naive_merge(naive_graph *graph, uint32_t into, uint32_t from) {
    for (uint32_t x = 0; x < graph->n; x++) {
        if (x == into || x == from) continue;
        naive_count(graph, into, x, graph->sum[from][x], graph->count[from][x], graph->lowest[from][x]);
        graph->sum[from][x] = graph->sum[x][from] = graph->count[from][x] = graph->count[x][from] = 0;
    }
    graph->count[into][from] = graph->count[from][into] = 0;
    graph->size[into] += graph->size[from];
}

/* A group lives on under its highest number while it is worked on; group[i] is its smallest in the end. Of
 * equal means the one with the lowest pair goes first. */
static inline void naive_link(naive_graph *graph, uint64_t threshold, uint64_t density, uint64_t each,
                              uint32_t *group) {
    for (uint32_t i = 0; i < graph->n; i++)
        group[i] = i;
    for (;;) {
        uint64_t best_sum = 0, best_by = 0;
        uint32_t low = 0, high = 0;
        for (uint32_t a = 0; a < graph->n; a++) {
            for (uint32_t b = a + 1; b < graph->n; b++) {
                if (graph->count[a][b] == 0) continue;
                uint64_t by = naive_divisor(graph, a, b, density, each);
                if (graph->sum[a][b] * 65536 < threshold * by) continue;
                uint64_t now = graph->sum[a][b] * best_by, best = best_sum * by;
                if (best_by != 0 &&
                    (now < best || (now == best && graph->lowest[a][b] > graph->lowest[low][high])))
                    continue;
                best_sum = graph->sum[a][b], best_by = by, low = a, high = b;
            }
        }
        if (best_by == 0) break;
        naive_merge(graph, high, low);
        for (uint32_t i = 0; i < graph->n; i++)
            if (group[i] == low) group[i] = high;
    }
    for (uint32_t i = 0; i < graph->n; i++) {
        uint32_t number = group[i];
        for (uint32_t j = i; j < graph->n && number >= i; j++)
            if (group[j] == number) group[j] = i;
    }
}

#endif
