/* Ordered hash tables. Idea: a key that is a hash says by its top bits where in the order of all it stands, nearly; it lies there or behind,
 * and all keys lie in their order, so that walking along the table is reading it sorted. Source: Amble and Knuth, "Ordered hash tables",
 * The Computer Journal 17, 1974. Deviation: no key stands far from its place. Hashes that someone has chosen to lie close would all be moved
 * for each new one; those that find no place near theirs are put aside, sorted, and merged in at the end. */
#include "base/key_table.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "base/radix_sort.h"

enum { REACH = DVI_KEY_TABLE_REACH, LEAST_BITS = 4, MOST_BITS = 26 };

void dvi_key_table_finish(dvi_key_table *table) {
    dvi_free(table->entries);
    dvi_free(table->taken);
    dvi_free(table->late);
    *table = (dvi_key_table){0};
}

static dvk_status grow(uint64_t **list, size_t *cap, size_t need) {
    void *array = *list;
    dvk_status status = dvi_grow(&array, cap, need, sizeof **list);
    *list = array;
    return status;
}

dvk_status dvi_key_table_open(dvi_key_table *table, size_t n, size_t most) {
    unsigned bits = LEAST_BITS;
    while (bits < MOST_BITS && (size_t)1 << bits < 3 * n) /* so sparse that a key is at its place or nowhere */
        bits++;
    table->size = ((size_t)1 << bits) + 2 * REACH + 1;
    table->shift = 32 - bits;
    table->n_late = 0;
    dvk_status status = grow(&table->entries, &table->entries_cap, table->size);
    if (status == DVK_OK) status = grow(&table->taken, &table->taken_cap, table->size / 64 + 1);
    if (status == DVK_OK) status = grow(&table->late, &table->late_cap, most);
    if (status != DVK_OK) return status;
    memset(table->entries, 0xFF, table->size * sizeof *table->entries);
    memset(table->taken, 0, (table->size / 64 + 1) * sizeof *table->taken);
    return DVK_OK;
}

uint32_t dvi_key_table_push(dvi_key_table *table, size_t place, uint64_t entry) {
    uint64_t *entries = table->entries;
    size_t free = place, end = place + REACH;
    while (entries[free] != UINT64_MAX && free < end)
        free++;
    if (entries[free] != UINT64_MAX || entries[place] < entry) {
        table->late[table->n_late++] = entry;
        return (uint32_t)entry;
    }
    dvi_key_table_put(table, free, 0);
    for (; free > place; free--)
        entries[free] = entries[free - 1];
    entries[place] = entry;
    return (uint32_t)entry;
}

/* Merges what was put aside into the n entries. */
static size_t merge_late(dvi_key_table *table, uint64_t *out, size_t n) {
    size_t left = table->n_late, end = n + left;
    dvi_sort64(table->late, out + n, left);
    for (size_t at = end; left > 0;) {
        bool late = n == 0 || table->late[left - 1] > out[n - 1];
        out[--at] = late ? table->late[--left] : out[--n];
    }
    return end;
}

size_t dvi_key_table_list(dvi_key_table *table, uint64_t *out) {
    size_t n = 0;
    for (size_t i = 0; i <= table->size / 64; i++)
        for (uint64_t taken = table->taken[i]; taken != 0; taken &= taken - 1)
            out[n++] = table->entries[i * 64 + (size_t)__builtin_ctzll(taken)];
    return table->n_late != 0 ? merge_late(table, out, n) : n;
}
