/* The ids of a job's articles: open addressing, linear probing, at most three quarters full. A slot has half
 * of the id's hash beside the article, so that ids, which may lie on disk, are compared only where these
 * agree. */
#include "pipeline/id_set.h"

#include <xxhash.h>

#include "base/memory.h"
#include "base/span.h"

static uint32_t hash_of(const dvi_id_set *set, dvk_span id) {
    return (uint32_t)XXH3_64bits_withSeed(id.data, id.len, (uint64_t)(uintptr_t)set);
}

/* The slot where the search for a hash goes on. */
static size_t next_slot(const dvi_id_set *set, size_t at) {
    return (at + 1) & (set->cap - 1);
}

static uint32_t article_in(uint64_t slot) {
    return (uint32_t)slot - 1;
}

static size_t slot_of(const dvi_id_set *set, dvk_span id, dvi_id_of id_of, const void *context) {
    uint32_t hash = hash_of(set, id);
    size_t at = hash & (set->cap - 1);
    for (; set->slots[at] != 0; at = next_slot(set, at)) {
        if ((uint32_t)(set->slots[at] >> 32) != hash) continue;
        dvk_span other = id_of(context, article_in(set->slots[at]));
        if (dvi_same_bytes(other, id)) break;
    }
    return at;
}

void dvi_id_set_finish(dvi_id_set *set) {
    dvi_free(set->slots);
    *set = (dvi_id_set){0};
}

static dvk_status widen(dvi_id_set *set) {
    dvi_id_set old = *set;
    size_t cap = old.cap == 0 ? 1024 : old.cap * 2;
    uint64_t *slots = dvi_alloc_zero(cap, sizeof *slots);
    if (slots == NULL) return DVK_E_MEMORY;
    set->slots = slots;
    set->cap = cap;
    for (size_t i = 0; i < old.cap; i++) {
        if (old.slots[i] == 0) continue;
        size_t at = (size_t)(old.slots[i] >> 32) & (cap - 1);
        while (slots[at] != 0)
            at = next_slot(set, at);
        slots[at] = old.slots[i];
    }
    dvi_free(old.slots);
    return DVK_OK;
}

dvk_status dvi_id_set_add(dvi_id_set *set, dvk_span id, uint32_t article, dvi_id_of id_of,
                          const void *context, uint32_t *found) {
    *found = UINT32_MAX;
    if (4 * (set->n + 1) > 3 * set->cap) {
        dvk_status status = widen(set);
        if (status != DVK_OK) return status;
    }
    size_t at = slot_of(set, id, id_of, context);
    if (set->slots[at] != 0) {
        *found = article_in(set->slots[at]);
        return DVK_OK;
    }
    set->slots[at] = (uint64_t)hash_of(set, id) << 32 | (article + 1);
    set->n++;
    return DVK_OK;
}

uint32_t dvi_id_set_find(const dvi_id_set *set, dvk_span id, dvi_id_of id_of, const void *context) {
    if (set->cap == 0) return UINT32_MAX;
    uint64_t slot = set->slots[slot_of(set, id, id_of, context)];
    return slot == 0 ? UINT32_MAX : article_in(slot);
}
