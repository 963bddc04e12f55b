/* A growing list of candidate pairs: the smaller article number in the upper half. */
#ifndef DVI_PAIR_LIST_H
#define DVI_PAIR_LIST_H

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "dvoinik/status.h"

/* A zeroed one is empty. */
typedef struct dvi_pair_list {
    uint64_t *list;
    size_t n, cap;
} dvi_pair_list;

static inline void dvi_pair_list_finish(dvi_pair_list *pairs) {
    dvi_free(pairs->list);
    *pairs = (dvi_pair_list){0};
}

static inline dvk_status dvi_pair_list_add(dvi_pair_list *pairs, uint32_t a, uint32_t b) {
    void *list = pairs->list;
    dvk_status status = dvi_grow(&list, &pairs->cap, pairs->n + 1, sizeof *pairs->list);
    pairs->list = list;
    if (status == DVK_OK) pairs->list[pairs->n++] = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
    return status;
}

#endif
