/* The ids of a job's articles: open addressing, linear probing, at most half full. */
#include "pipeline/id_set.h"

#include <string.h>
#include <xxhash.h>

#include "base/memory.h"

static size_t home_of(const dvi_id_set *set, dvk_span id) {
    return (size_t)XXH3_64bits_withSeed(id.data, id.len, (uint64_t)(uintptr_t)set) & (set->cap - 1);
}

static size_t slot_of(const dvi_id_set *set, dvk_span id, dvi_id_of id_of, const void *context) {
    size_t at = home_of(set, id);
    for (; set->slots[at] != 0; at = (at + 1) & (set->cap - 1)) {
        dvk_span other = id_of(context, set->slots[at] - 1);
        if (other.len == id.len && memcmp(other.data, id.data, id.len) == 0) break;
    }
    return at;
}

void dvi_id_set_finish(dvi_id_set *set) {
    dvi_free(set->slots);
    *set = (dvi_id_set){0};
}

static dvk_status widen(dvi_id_set *set, dvi_id_of id_of, const void *context) {
    dvi_id_set old = *set;
    size_t cap = old.cap == 0 ? 1024 : old.cap * 2;
    uint32_t *slots = dvi_alloc_zero(cap, sizeof *slots);
    if (slots == NULL) return DVK_E_MEMORY;
    set->slots = slots;
    set->cap = cap;
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i] != 0) set->slots[slot_of(set, id_of(context, old.slots[i] - 1), id_of, context)] = old.slots[i];
    dvi_free(old.slots);
    return DVK_OK;
}

dvk_status dvi_id_set_add(dvi_id_set *set, dvk_span id, uint32_t article, dvi_id_of id_of, const void *context, uint32_t *found) {
    *found = UINT32_MAX;
    if (2 * (set->n + 1) > set->cap) {
        dvk_status status = widen(set, id_of, context);
        if (status != DVK_OK) return status;
    }
    size_t at = slot_of(set, id, id_of, context);
    if (set->slots[at] != 0) {
        *found = set->slots[at] - 1;
        return DVK_OK;
    }
    set->slots[at] = article + 1;
    set->n++;
    return DVK_OK;
}

uint32_t dvi_id_set_find(const dvi_id_set *set, dvk_span id, dvi_id_of id_of, const void *context) {
    if (set->cap == 0) return UINT32_MAX;
    uint32_t slot = set->slots[slot_of(set, id, id_of, context)];
    return slot == 0 ? UINT32_MAX : slot - 1;
}
