/* Union-find: disjoint sets of the numbers 0 to n - 1. */
#ifndef DVI_UNION_FIND_H
#define DVI_UNION_FIND_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

typedef struct dvi_union_find {
    uint32_t *parent;
    uint32_t n, cap;
} dvi_union_find;

/* Room for up to `cap` numbers; all `cap` are there, each alone in its set. */
dvk_status dvi_union_find_init(dvi_union_find *sets, uint32_t cap);
void dvi_union_find_finish(dvi_union_find *sets);

/* Begins anew with the numbers 0 to n - 1, n <= cap. */
void dvi_union_find_reset(dvi_union_find *sets, uint32_t n);

/* The smallest number of i's set, whatever the order of the joins. */
uint32_t dvi_union_find_root(dvi_union_find *sets, uint32_t i);

void dvi_union_find_join(dvi_union_find *sets, uint32_t a, uint32_t b);

/* Numbers the sets from 0 in order of their smallest members: out[i] for each of the n. Returns how many
 * sets. */
uint32_t dvi_union_find_number(dvi_union_find *sets, uint32_t *out);

#endif
