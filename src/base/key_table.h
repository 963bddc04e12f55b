/* A table of keys that are hashes already, each once and in their order, so that they come out sorted, and a
 * value with each. */
#ifndef DVI_KEY_TABLE_H
#define DVI_KEY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

enum { DVI_KEY_TABLE_REACH = 32 /* how far from its place a key may stand */, DVI_KEY_TABLE_ROOM = 16 };
#define DVI_NO_KEY UINT32_MAX

/* A zeroed one is empty. Behind the table's places are those of keys that found none near theirs, some
 * perhaps for the second time. */
typedef struct dvi_key_table {
    uint32_t *keys;   /* of each place; DVI_NO_KEY: none */
    uint64_t *values; /* of each place, 0 at first; NULL when they are not wanted */
    uint64_t *late;   /* scratch memory for putting the late ones in order */
    uint64_t *memory; /* of the values */
    size_t size, n_late, keys_cap, values_cap, late_cap;
    unsigned shift;
    uint32_t cpu; /* extensions of the processor that it may use (DVK_CPU_...), of those that there are */
} dvi_key_table;

void dvi_key_table_finish(dvi_key_table *table);

/* Empties it, and makes room for `most` calls of dvi_key_table_add; it is fast for up to n different keys.
 * Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_key_table_open(dvi_key_table *table, size_t n, size_t most, bool with_values);

/* For dvi_key_table_add alone: where another key stands, or none is near enough. */
size_t dvi_key_table_push(dvi_key_table *table, size_t place, uint32_t key);

/* The place of the key, which holds until the next is added; which it is nothing branches on. A key that
 * found no place may be taken for new again, with a value of its own. */
static inline size_t dvi_key_table_add(dvi_key_table *table, uint32_t key) {
    size_t at = key >> table->shift, end = at + DVI_KEY_TABLE_REACH;
    uint32_t found;
    at += table->keys[at] <
          key; /* whether another key is there cannot be foreseen, and hardly ever is there one more */
    while ((found = table->keys[at]) < key && at < end)
        at++;
    if (((found != key) & (found != DVI_NO_KEY)) | (key == DVI_NO_KEY))
        return dvi_key_table_push(table, at, key);
    table->keys[at] = key;
    return at;
}

/* The places of all keys, by rising key; `places` has room for all that was added and for DVI_KEY_TABLE_ROOM
 * more. Returns how many. */
size_t dvi_key_table_list(dvi_key_table *table, uint32_t *places);

/* The keys themselves, rising, each once, with the same room. */
size_t dvi_key_table_keys(dvi_key_table *table, uint32_t *keys);

#endif
