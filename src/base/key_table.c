/* Ordered hash tables. Idea: a key that is a hash says by its top bits where in the order of all it stands,
 * nearly; it lies there or behind, and all keys lie in their order, so that walking along the table is
 * reading it sorted. Source: Amble and Knuth, "Ordered hash tables", The Computer Journal 17, 1974.
 * Deviation: no key stands far from its place. Hashes that someone has chosen to lie close would all be moved
 * for each new one; those that find no place near theirs are put aside, sorted, and merged in at the end. */
#include "base/key_table.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/byte_mask.h"
#include "base/memory.h"
#include "base/radix_sort.h"
#include "dvoinik/cpu.h"

enum {
    REACH = DVI_KEY_TABLE_REACH,
    LEAST_BITS = 6,
    MOST_BITS = 26,
    SPARSE = 3, /* places for each key, so that it is at its place or nowhere, */
    SPARSER = 6 /* and where nothing but keys has to be cleared */
};

void dvi_key_table_finish(dvi_key_table *table) {
    dvi_free(table->keys);
    dvi_free(table->memory);
    dvi_free(table->late);
    *table = (dvi_key_table){.cpu = table->cpu};
}

static dvk_status grow(uint64_t **list, size_t *cap, size_t need) {
    void *array = *list;
    dvk_status status = dvi_grow(&array, cap, need, sizeof **list);
    *list = array;
    return status;
}

dvk_status dvi_key_table_open(dvi_key_table *table, size_t n, size_t most, bool with_values) {
    unsigned bits = LEAST_BITS;
    size_t places = (with_values ? SPARSE : SPARSER) * n;
    while (bits < MOST_BITS && (size_t)1 << bits < places)
        bits++;
    table->size = ((size_t)1 << bits) + DVI_MASK_BYTES;
    table->shift = 32 - bits;
    table->n_late = 0;
    void *keys = table->keys;
    dvk_status status = dvi_grow(&keys, &table->keys_cap, table->size + most, sizeof *table->keys);
    table->keys = keys;
    if (status == DVK_OK) status = grow(&table->late, &table->late_cap, 2 * most);
    if (status == DVK_OK && with_values)
        status = grow(&table->memory, &table->values_cap, table->size + most);
    if (status != DVK_OK) return status;
    table->values = with_values ? table->memory : NULL;
    memset(table->keys, 0xFF, table->size * sizeof *table->keys);
    if (with_values) memset(table->values, 0, table->size * sizeof *table->values);
    return DVK_OK;
}

static size_t put_late(dvi_key_table *table, uint32_t key) {
    size_t place = table->size + table->n_late++;
    table->keys[place] = key;
    if (table->values != NULL) table->values[place] = 0;
    return place;
}

size_t dvi_key_table_push(dvi_key_table *table, size_t place, uint32_t key) {
    _Static_assert(2 * REACH <= DVI_MASK_BYTES,
                   "a key may be moved, from where it may stand at most, as far again");
    uint32_t *keys = table->keys;
    size_t free = place, end = place + REACH;
    while (keys[free] != DVI_NO_KEY && free + 1 < end)
        free++;
    if (keys[free] != DVI_NO_KEY || keys[place] < key || key == DVI_NO_KEY) return put_late(table, key);
    memmove(keys + place + 1, keys + place, (free - place) * sizeof *keys);
    keys[place] = key;
    if (table->values == NULL) return place;
    memmove(table->values + place + 1, table->values + place, (free - place) * sizeof *table->values);
    table->values[place] = 0;
    return place;
}

/* Merges the late ones into the n places. */
static size_t merge_late(const dvi_key_table *table, uint32_t *places, size_t n) {
    size_t left = table->n_late, end = n + left;
    uint64_t *late = table->late;
    for (size_t i = 0; i < left; i++)
        late[i] = (uint64_t)table->keys[table->size + i] << 32 | i;
    dvi_sort64(late, late + left, left);
    for (size_t at = end; left > 0;) {
        bool is_late = n == 0 || late[left - 1] >> 32 >= table->keys[places[n - 1]];
        places[--at] = is_late ? (uint32_t)(table->size + (uint32_t)late[--left]) : places[--n];
    }
    return end;
}

/* ---- listing ---- */

/* Writes the places that are set, some at a time, so that their number is hardly ever waited for; returns how
 * many. */
static inline size_t put_places(uint64_t taken, size_t base, uint32_t *places) {
    enum { AT_ONCE = 8 };
    size_t n = 0;
    while (taken != 0)
        for (unsigned k = 0; k < AT_ONCE; k++) {
            places[n] = (uint32_t)(base + (size_t)__builtin_ctzll(taken | UINT64_C(1) << 63));
            n += taken != 0;
            taken &= taken - 1;
        }
    return n;
}

static size_t list_plain(const dvi_key_table *table, uint32_t *places) {
    size_t n = 0;
    for (size_t base = 0; base < table->size; base += DVI_MASK_BYTES)
        n += put_places(~dvi_mask_of_numbers(table->keys + base, DVI_NO_KEY), base, places + n);
    return n;
}

#if defined(__x86_64__)

/* Lists what is not late, places or keys. */
__attribute__((target("avx512f"))) static size_t list_by_16(const dvi_key_table *table, bool as_keys,
                                                            uint32_t *out) {
    const __m512i none = _mm512_set1_epi32(-1), step = _mm512_set1_epi32(16);
    __m512i places = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    size_t n = 0;
    for (size_t base = 0; base < table->size; base += 16) {
        __m512i keys = _mm512_loadu_si512(table->keys + base);
        __mmask16 taken = _mm512_cmpneq_epi32_mask(keys, none);
        _mm512_storeu_si512(out + n, _mm512_maskz_compress_epi32(taken, as_keys ? keys : places));
        n += (size_t)__builtin_popcount(taken);
        places = _mm512_add_epi32(places, step);
    }
    return n;
}

static bool has_kernel(const dvi_key_table *table) {
    return (table->cpu & DVK_CPU_AVX512) != 0;
}

#else

static bool has_kernel(const dvi_key_table *table) {
    (void)table;
    return false;
}

static size_t list_by_16(const dvi_key_table *table, bool as_keys, uint32_t *out) {
    (void)as_keys;
    return list_plain(table, out);
}

#endif

size_t dvi_key_table_list(dvi_key_table *table, uint32_t *places) {
    size_t n = has_kernel(table) ? list_by_16(table, false, places) : list_plain(table, places);
    return table->n_late != 0 ? merge_late(table, places, n) : n;
}

size_t dvi_key_table_keys(dvi_key_table *table, uint32_t *keys) {
    if (has_kernel(table) && table->n_late == 0) return list_by_16(table, true, keys);
    size_t listed = dvi_key_table_list(table, keys), n = 0;
    for (size_t i = 0; i < listed; i++) {
        keys[n] = table->keys[keys[i]];
        n += n == 0 || keys[n] != keys[n - 1];
    }
    return n;
}
