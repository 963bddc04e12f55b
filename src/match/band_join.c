/* Candidates by LSH bands: one band, sorted by key, runs of equal keys paired.
 * Source: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.1; sorting stands for the
 * hash table of buckets. Deviation: sorted by half of the key, which goes with the rank into one word; keys
 * that agree in this half alone are told apart within their run. */
#include "match/band_join.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/radix_sort.h"

typedef struct entry {
    uint64_t key;
    uint32_t rank;
} entry;

typedef struct joining {
    dvi_take_ranks take;
    void *context;
    uint64_t *cut;
} joining;

static dvk_status pair_bucket(const joining *j, const uint64_t *run, size_t n) {
    size_t reach = n <= DVI_BUCKET_CAP ? n : DVI_BUCKET_NEIGHBOURS;
    *j->cut += n > DVI_BUCKET_CAP;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n && k - i <= reach; k++) {
            dvk_status status = j->take(j->context, (uint32_t)run[i], (uint32_t)run[k]);
            if (status != DVK_OK) return status;
        }
    }
    return DVK_OK;
}

static int by_key(const void *a, const void *b) {
    const entry *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

/* Puts those of one whole key behind each other. */
static dvk_status sort_run(const uint64_t *keys, uint64_t *run, size_t n) {
    entry *entries = dvi_alloc(n, sizeof *entries);
    if (entries == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        entries[i] = (entry){keys[(uint32_t)run[i]], (uint32_t)run[i]};
    qsort(entries, n, sizeof *entries, by_key);
    for (size_t i = 0; i < n; i++)
        run[i] = entries[i].rank;
    dvi_free(entries);
    return DVK_OK;
}

/* A run agrees in the upper half of its keys. */
static dvk_status pair_run(const joining *j, const uint64_t *keys, uint64_t *run, size_t n) {
    bool one = true;
    for (size_t i = 1; i < n && one; i++)
        one = keys[(uint32_t)run[i]] == keys[(uint32_t)run[0]];
    if (one) return pair_bucket(j, run, n);
    dvk_status status = sort_run(keys, run, n);
    for (size_t i = 0, end; i < n && status == DVK_OK; i = end) {
        for (end = i + 1; end < n && keys[(uint32_t)run[end]] == keys[(uint32_t)run[i]];)
            end++;
        if (end - i > 1) status = pair_bucket(j, run + i, end - i);
    }
    return status;
}

dvk_status dvi_band_candidates(const uint64_t *keys, size_t n, dvi_take_ranks take, void *context,
                               uint64_t *cut) {
    joining j = {take, context, cut};
    if (n >= UINT32_MAX) return DVK_E_LIMIT;
    uint64_t *order = dvi_alloc(n, sizeof *order), *scratch = dvi_alloc(n, sizeof *scratch);
    dvk_status status = order != NULL && scratch != NULL ? DVK_OK : DVK_E_MEMORY;
    size_t used = 0;
    for (size_t i = 0; status == DVK_OK && i < n; i++)
        if (keys[i] != 0) order[used++] = (keys[i] & ~(uint64_t)UINT32_MAX) | i;
    if (status == DVK_OK) dvi_sort64_by_upper(order, scratch, used);
    for (size_t i = 0, end; i < used && status == DVK_OK; i = end) {
        for (end = i + 1; end < used && order[end] >> 32 == order[i] >> 32;)
            end++;
        if (end - i > 1) status = pair_run(&j, keys, order + i, end - i);
    }
    dvi_free(order);
    dvi_free(scratch);
    return status;
}
