/* A table of keys that are hashes already, each once and in their order, so that they come out sorted. */
#ifndef DVI_KEY_TABLE_H
#define DVI_KEY_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

enum { DVI_KEY_TABLE_REACH = 32 /* how far from its place a key may stand */ };

/* A zeroed one is empty. */
typedef struct dvi_key_table {
    uint64_t *entries; /* key in the upper half, its number in the lower; UINT64_MAX: none */
    uint64_t *taken;   /* of each entry a bit, whether there is one */
    uint64_t *late;    /* those that found no place near theirs, some perhaps for the second time */
    size_t size, n_late, entries_cap, taken_cap, late_cap;
    unsigned shift;
} dvi_key_table;

void dvi_key_table_finish(dvi_key_table *table);

/* Empties it, and makes room for `most` calls of dvi_key_table_add; it is fast for up to n different keys. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_key_table_open(dvi_key_table *table, size_t n, size_t most);

/* For dvi_key_table_add alone: where another entry stands, or none is near enough. */
uint32_t dvi_key_table_push(dvi_key_table *table, size_t place, uint64_t entry);

static inline void dvi_key_table_put(dvi_key_table *table, size_t place, uint64_t entry) {
    table->entries[place] = entry;
    table->taken[place / 64] |= UINT64_C(1) << place % 64;
}

/* The number of the key, `number` when it is new; which it is nothing branches on. A key that found no place may be taken for new again; numbers
 * rise and are below UINT32_MAX. */
static inline uint32_t dvi_key_table_add(dvi_key_table *table, uint32_t key, uint32_t number) {
    uint64_t wanted = (uint64_t)key << 32, found;
    size_t at = key >> table->shift, end = at + DVI_KEY_TABLE_REACH;
    while ((found = table->entries[at]) < wanted && at < end)
        at++;
    uint64_t taken = 0 - (uint64_t)(found != UINT64_MAX);
    if (((found ^ wanted) >> 32 & taken) != 0) return dvi_key_table_push(table, at, wanted | number);
    uint64_t entry = wanted | number; /* the lowest is the first, or the only one */
    entry = entry < found ? entry : found;
    dvi_key_table_put(table, at, entry);
    return (uint32_t)entry;
}

/* The entries, rising, those of one key behind each other by rising number; `out` has room for all that was added.
 * Returns how many. */
size_t dvi_key_table_list(dvi_key_table *table, uint64_t *out);

#endif
