/* What two articles share. Idea: keys are hashes, and their upper bits a nearly even set of small numbers;
 * two bitmaps, and how many bits stand before one, lead to the few keys that may be shared, without a look at
 * the others. Source: the nodes of Bagwell, "Ideal Hash Trees", 2001, section 3, where a bitmap and its
 * population count stand for an array of pointers; here a tree of one level, met with another. Words in which
 * several keys have one bit are merged. */
#include "match/shared_keys.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "dvoinik/cpu.h"

enum { WORD_SHIFT = DVI_ENTRY_KEY_BITS, BITS = 32, BIT_SHIFT = WORD_SHIFT - 5 };

static uint64_t entry_of(const dvk_feature *f) {
    return (uint64_t)f->key << DVI_ENTRY_KEY_AT | (uint64_t)f->weight << DVI_ENTRY_WEIGHT_AT |
           (uint64_t)f->position << DVI_ENTRY_PLACE_AT |
           (uint64_t)(f->kind & DVI_ENTRY_KINDS) << DVI_ENTRY_KIND_AT |
           (f->zone & ((1 << DVI_ENTRY_ZONE_BITS) - 1));
}

void dvi_key_map_init(dvi_key_map *map, const dvk_features *features) {
    const dvk_feature *list = features->list;
    uint32_t n = 0, last = 0;
    memset(map, 0, offsetof(dvi_key_map, entries));
    for (uint32_t i = 0; i < features->n_features && n < DVK_MAX_FEATURES; i++) {
        uint32_t key = list[i].key, word = key >> WORD_SHIFT,
                 bit = UINT32_C(1) << (key >> BIT_SHIFT & (BITS - 1));
        if (n > 0 && key <= last) continue;
        last = key;
        uint32_t before = map->bits[word];
        if (before == 0) map->before[word] = (uint8_t)n;
        if (before & bit) map->crowded[word / 64] |= UINT64_C(1) << word % 64;
        map->bits[word] = before | bit;
        map->entries[n++] = entry_of(&list[i]);
    }
    map->n = n;
}

/* Behind the last entry of a word. */
static uint32_t end_of(const dvi_key_map *map, uint32_t word) {
    for (word++; word < DVI_MAP_WORDS; word++)
        if (map->bits[word] != 0) return map->before[word];
    return map->n;
}

static void merge_word(const dvi_key_map *a, const dvi_key_map *b, uint32_t word, dvi_shared_keys *out) {
    uint32_t i = a->before[word], j = b->before[word], a_end = end_of(a, word), b_end = end_of(b, word);
    while (i < a_end && j < b_end && out->n < DVK_MAX_FEATURES) {
        uint64_t x = a->entries[i], y = b->entries[j], key_x = x >> DVI_ENTRY_KEY_AT,
                 key_y = y >> DVI_ENTRY_KEY_AT;
        if (key_x == key_y) {
            out->of_a[out->n] = x;
            out->of_b[out->n++] = y;
        }
        i += key_x <= key_y;
        j += key_y <= key_x;
    }
}

static inline __attribute__((always_inline)) void meet_word(const dvi_key_map *a, const dvi_key_map *b,
                                                            uint32_t word, dvi_shared_keys *out) {
    uint32_t of_a = a->bits[word], of_b = b->bits[word], both = of_a & of_b;
    if ((a->crowded[word / 64] | b->crowded[word / 64]) >> word % 64 & 1) {
        merge_word(a, b, word, out);
        return;
    }
    const uint64_t *from_a = a->entries + a->before[word], *from_b = b->entries + b->before[word];
    uint32_t n = out->n;
    do {
        uint32_t below = (both & -both) - 1;
        uint64_t x = from_a[__builtin_popcount(of_a & below)], y = from_b[__builtin_popcount(of_b & below)];
        both &= both - 1;
        out->of_a[n] = x;
        out->of_b[n] = y;
        n += (x ^ y) >> DVI_ENTRY_KEY_AT == 0;
    } while (both != 0);
    out->n = n;
}

static inline __attribute__((always_inline)) void meet(const dvi_key_map *a, const dvi_key_map *b,
                                                       dvi_shared_keys *out) {
    uint8_t words[DVI_MAP_WORDS];
    uint32_t n = 0;
    for (uint32_t w = 0; w < DVI_MAP_WORDS; w++) {
        words[n] = (uint8_t)w;
        n += (a->bits[w] & b->bits[w]) != 0;
    }
    out->n = 0;
    for (uint32_t i = 0; i < n; i++)
        meet_word(a, b, words[i], out);
}

static void find_plainly(const dvi_key_map *a, const dvi_key_map *b, dvi_shared_keys *out) {
    meet(a, b, out);
}

#if defined(__x86_64__)

__attribute__((target("popcnt,bmi,bmi2,avx2"))) static void
find_by_counts(const dvi_key_map *a, const dvi_key_map *b, dvi_shared_keys *out) {
    meet(a, b, out);
}

/* The words of both at once, sixteen at a time. */
__attribute__((target("popcnt,bmi,bmi2,avx2,avx512f,avx512bw,avx512vl,avx512dq"))) static void
find_by_512(const dvi_key_map *a, const dvi_key_map *b, dvi_shared_keys *out) {
    enum { AT_ONCE = 16 };
    out->n = 0;
    for (uint32_t half = 0; half < DVI_MAP_WORDS; half += 64) {
        uint64_t words = 0;
        for (uint32_t w = 0; w < 64; w += AT_ONCE) {
            __m512i x = _mm512_loadu_si512(&a->bits[half + w]), y = _mm512_loadu_si512(&b->bits[half + w]);
            words |= (uint64_t)_mm512_test_epi32_mask(x, y) << w;
        }
        for (; words != 0; words &= words - 1)
            meet_word(a, b, half + (uint32_t)__builtin_ctzll(words), out);
    }
}

static bool counts_bits(void) {
    return __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
}

#endif

dvi_find_shared *dvi_choose_find_shared(uint32_t cpu) {
#if defined(__x86_64__)
    cpu &= dvk_cpu_features();
    if (cpu & DVK_CPU_AVX512 && counts_bits()) return find_by_512;
    if (cpu & DVK_CPU_AVX2 && counts_bits()) return find_by_counts;
#else
    (void)cpu;
#endif
    return find_plainly;
}
