/* Union-find: sets as trees of parents.
 *
 * Idea: the root stands for its set; on the way to it every second step is shortened.
 *
 * Source: Tarjan, van Leeuwen, "Worst-case Analysis of Set Union Algorithms", J. ACM 31, 1984, section 3
 * (path halving). Deviation: the smaller number becomes the root, not the larger set, so that the root of a
 * set does not depend on the order of the joins; with halving that costs O(log n) a step on average at the
 * worst. */
#include "union_find.h"

#include "base/memory.h"

dvk_status dvi_union_find_init(dvi_union_find *sets, uint32_t cap) {
    *sets = (dvi_union_find){.parent = dvi_alloc(cap, sizeof *sets->parent), .cap = cap};
    if (sets->parent == NULL) return DVK_E_MEMORY;
    dvi_union_find_reset(sets, cap);
    return DVK_OK;
}

void dvi_union_find_finish(dvi_union_find *sets) {
    dvi_free(sets->parent);
    *sets = (dvi_union_find){0};
}

void dvi_union_find_reset(dvi_union_find *sets, uint32_t n) {
    sets->n = n;
    for (uint32_t i = 0; i < n; i++)
        sets->parent[i] = i;
}

uint32_t dvi_union_find_root(dvi_union_find *sets, uint32_t i) {
    uint32_t *parent = sets->parent;
    while (parent[i] != i) {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    return i;
}

void dvi_union_find_join(dvi_union_find *sets, uint32_t a, uint32_t b) {
    a = dvi_union_find_root(sets, a);
    b = dvi_union_find_root(sets, b);
    if (a < b)
        sets->parent[b] = a;
    else
        sets->parent[a] = b;
}

uint32_t dvi_union_find_number(dvi_union_find *sets, uint32_t *out) {
    uint32_t n_sets = 0;
    for (uint32_t i = 0; i < sets->n; i++) {
        uint32_t root = dvi_union_find_root(sets, i);
        out[i] = root == i ? n_sets++ : out[root];
    }
    return n_sets;
}
