/* A map of article numbers to places. The numbers are given out by the index itself, so that no feed can
 * choose them. */
#include "pipeline/number_map.h"

#include <string.h>

#include "base/memory.h"

void dvi_number_map_finish(dvi_number_map *map) {
    dvi_free(map->slots);
    *map = (dvi_number_map){0};
}

/* A large map that holds little is not worth keeping: clearing would cost more than what it is used for. */
void dvi_number_map_clear(dvi_number_map *map) {
    if (map->cap > 4096 && map->n < map->cap / 64) dvi_number_map_finish(map);
    if (map->n != 0) memset(map->slots, 0, map->cap * sizeof *map->slots);
    map->n = 0;
}

static size_t slot_of(const dvi_number_map *map, uint32_t number) {
    size_t at = (size_t)(number * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (map->cap - 1);
    while (map->slots[at] != 0 && map->slots[at] >> 32 != number)
        at = (at + 1) & (map->cap - 1);
    return at;
}

static dvk_status widen(dvi_number_map *map) {
    dvi_number_map old = *map;
    size_t cap = old.cap == 0 ? 256 : old.cap * 2;
    uint64_t *slots = dvi_alloc_zero(cap, sizeof *slots);
    if (slots == NULL) return DVK_E_MEMORY;
    map->slots = slots;
    map->cap = cap;
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i] != 0) map->slots[slot_of(map, (uint32_t)(old.slots[i] >> 32))] = old.slots[i];
    dvi_free(old.slots);
    return DVK_OK;
}

dvk_status dvi_number_map_add(dvi_number_map *map, uint32_t number, uint32_t place) {
    if (2 * (map->n + 1) > map->cap) {
        dvk_status status = widen(map);
        if (status != DVK_OK) return status;
    }
    size_t at = slot_of(map, number);
    if (map->slots[at] != 0) return DVK_OK;
    map->slots[at] = (uint64_t)number << 32 | (place + UINT64_C(1));
    map->n++;
    return DVK_OK;
}

uint32_t dvi_number_map_find(const dvi_number_map *map, uint32_t number) {
    if (map->cap == 0) return UINT32_MAX;
    uint64_t slot = map->slots[slot_of(map, number)];
    return slot == 0 ? UINT32_MAX : (uint32_t)slot - 1;
}
