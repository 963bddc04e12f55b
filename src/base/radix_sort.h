/* Sorting numbers by their digits: stable, in time proportional to n. */
#ifndef DVI_RADIX_SORT_H
#define DVI_RADIX_SORT_H

#include <stddef.h>
#include <stdint.h>

/* Sorts n numbers; `scratch` holds as many. */
void dvi_sort64(uint64_t *list, uint64_t *scratch, size_t n);

/* The same by the upper 32 bits alone: equal ones keep their order. */
void dvi_sort64_by_upper(uint64_t *list, uint64_t *scratch, size_t n);

/* A number to sort by, and what goes with it. */
typedef struct dvi_item {
    uint64_t key, value;
} dvi_item;

/* Sorts n items by key; `scratch` holds as many. */
void dvi_sort_items(dvi_item *list, dvi_item *scratch, size_t n);

/* Sorts by `bits` bits from bit `first` on, 55 at most; equal ones keep their order. Returns the one of list
 * and scratch that holds them sorted; the other is free. */
uint64_t *dvi_sort64_by_bits(uint64_t *list, uint64_t *scratch, size_t n, unsigned first, unsigned bits);

/* Drops repeated numbers from a sorted list; returns how many remain. */
size_t dvi_unique64(uint64_t *list, size_t n);

#endif
