/* Keys of an article laid out so that what two articles share is found by their bits. */
#ifndef DVI_SHARED_KEYS_H
#define DVI_SHARED_KEYS_H

#include <stdbool.h>
#include <stdint.h>

#include "dvoinik/features.h"

enum {
    DVI_MAP_WORDS = 128,
    DVI_ENTRY_KEY_BITS = 25,
    DVI_ENTRY_ZONE_BITS = 3,
    DVI_ENTRY_ZONES = (1 << DVI_ENTRY_ZONE_BITS) - 1,
    DVI_ENTRY_KIND_AT = DVI_ENTRY_ZONE_BITS,
    DVI_ENTRY_KIND_BITS = 3,
    DVI_ENTRY_KINDS = (1 << DVI_ENTRY_KIND_BITS) - 1,
    DVI_ENTRY_PLACE_AT = DVI_ENTRY_KIND_AT + DVI_ENTRY_KIND_BITS,
    DVI_ENTRY_WEIGHT_AT = DVI_ENTRY_PLACE_AT + 16,
    DVI_ENTRY_KEY_AT = 64 - DVI_ENTRY_KEY_BITS
};

/* A bit for each value of a key's upper 12 bits: a word by the upper seven, a bit in it by the next five. The
 * entries of a word follow each other, rising. An entry is, from its top bit: the lower 25 bits of the key, a
 * bit that is not used, weight, position, kind, zone. */
typedef struct dvi_key_map {
    uint32_t bits[DVI_MAP_WORDS];
    uint64_t crowded[DVI_MAP_WORDS / 64]; /* words in which one bit stands for several keys */
    uint8_t before[DVI_MAP_WORDS];        /* entries of the words before; 256 are written as none */
    uint32_t n;
    uint64_t entries[DVK_MAX_FEATURES]; /* the last member: where memory is short, only n of them are there */
} dvi_key_map;

/* Takes the first DVK_MAX_FEATURES of the features, and of these what is not behind a larger key: there is
 * nothing else unless features were made up. */
void dvi_key_map_init(dvi_key_map *map, const dvk_features *features);

/* The features again, map->n of them. */
void dvi_key_map_features(const dvi_key_map *map, dvk_feature *out);

/* Whether bits and counts lead to entries that are there. */
bool dvi_key_map_is_whole(const dvi_key_map *map);

static inline uint32_t dvi_entry_place(uint64_t entry) {
    return (uint16_t)(entry >> DVI_ENTRY_PLACE_AT);
}

enum { DVI_KEY_LANES = 8 /* keys that a vector holds at most */ };

/* Entries with the same key in both, in any order. */
typedef struct dvi_shared_keys {
    uint32_t n;
    uint64_t of_a[DVK_MAX_FEATURES + DVI_KEY_LANES],
        of_b[DVK_MAX_FEATURES + DVI_KEY_LANES]; /* the last are scratch */
} dvi_shared_keys;

typedef void dvi_find_shared(const dvi_key_map *a, const dvi_key_map *b, dvi_shared_keys *out);

/* What finds them with these extensions of the processor (DVK_CPU_...) and those that it has. */
dvi_find_shared *dvi_choose_find_shared(uint32_t cpu);

#endif
