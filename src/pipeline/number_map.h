/* A map of article numbers to places in a list: open addressing, linear probing, at most half full. */
#ifndef DVI_NUMBER_MAP_H
#define DVI_NUMBER_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/status.h"

/* A zeroed one is empty. */
typedef struct dvi_number_map {
    uint64_t *slots; /* number in the upper half, place + 1 in the lower; 0 is free */
    size_t n, cap;   /* cap: 0 or a power of two */
} dvi_number_map;

void dvi_number_map_finish(dvi_number_map *map);
void dvi_number_map_clear(dvi_number_map *map);

/* Puts a number in, unless it is there. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_number_map_add(dvi_number_map *map, uint32_t number, uint32_t place);

/* UINT32_MAX when it is not there. */
uint32_t dvi_number_map_find(const dvi_number_map *map, uint32_t number);

#endif
