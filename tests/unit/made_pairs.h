/* A growing list of pairs, for tests of what gives pairs one by one: the smaller number in the upper half. */
#ifndef TEST_MADE_PAIRS_H
#define TEST_MADE_PAIRS_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct pair_list {
    uint64_t *list;
    size_t n, cap;
} pair_list;

static inline void pair_list_add(pair_list *pairs, uint32_t a, uint32_t b) {
    if (pairs->n == pairs->cap) {
        pairs->cap = pairs->cap * 2 + 16;
        pairs->list = realloc(pairs->list, pairs->cap * sizeof *pairs->list);
        if (pairs->list == NULL) abort();
    }
    pairs->list[pairs->n++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static inline void pair_list_finish(pair_list *pairs) {
    free(pairs->list);
    *pairs = (pair_list){0};
}

#endif
