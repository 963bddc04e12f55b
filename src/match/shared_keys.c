/* What two articles share. Idea: keys are hashes, and their upper bits a nearly even set of small numbers;
 * two bitmaps, and how many bits stand before one, lead to the few keys that may be shared, without a look at
 * the others. Source: the nodes of Bagwell, "Ideal Hash Trees", 2001, section 3, where a bitmap and its
 * population count stand for an array of pointers; here a tree of one level, met with another. Words in which
 * several keys have one bit are merged. */
#include "match/shared_keys.h"

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
           (uint64_t)(f->kind & DVI_ENTRY_KINDS) << DVI_ENTRY_KIND_AT | (f->zone & DVI_ENTRY_ZONES);
}

/* Without branches, which keys would take at random: what a word holds is counted before it is known what
 * stands before it. */
void dvi_key_map_init(dvi_key_map *map, const dvk_features *features) {
    const dvk_feature *list = features->list;
    uint16_t count[DVI_MAP_WORDS] = {0};
    uint32_t n = 0, last = 0, before = 0;
    memset(map, 0, offsetof(dvi_key_map, entries));
    for (uint32_t i = 0; i < features->n_features && n < DVK_MAX_FEATURES; i++) {
        uint32_t key = list[i].key, word = key >> WORD_SHIFT;
        if (n > 0 && key <= last) continue;
        uint64_t crowded = n > 0 && key >> BIT_SHIFT == last >> BIT_SHIFT;
        map->crowded[word / 64] |= crowded << word % 64;
        map->bits[word] |= UINT32_C(1) << (key >> BIT_SHIFT & (BITS - 1));
        map->entries[n++] = entry_of(&list[i]);
        count[word]++;
        last = key;
    }
    map->n = n;
    for (uint32_t word = 0; word < DVI_MAP_WORDS; word++) {
        map->before[word] = (uint8_t)before;
        before += count[word];
    }
}

/* How many entries a word has that has bits; all 256 may be of one. */
static inline uint32_t entries_of(const dvi_key_map *map, uint32_t word) {
    uint32_t end = word + 1 < DVI_MAP_WORDS ? map->before[word + 1] : map->n;
    return (uint8_t)(end - map->before[word] - 1) + UINT32_C(1);
}

void dvi_key_map_features(const dvi_key_map *map, dvk_feature *out) {
    for (uint32_t word = 0; word < DVI_MAP_WORDS; word++) {
        if (map->bits[word] == 0) continue;
        uint32_t first = map->before[word], n = entries_of(map, word);
        for (uint32_t i = first; i < first + n; i++) {
            uint64_t entry = map->entries[i];
            out[i] = (dvk_feature){.key = word << WORD_SHIFT | (uint32_t)(entry >> DVI_ENTRY_KEY_AT),
                                   .weight = (uint16_t)(entry >> DVI_ENTRY_WEIGHT_AT),
                                   .position = (uint16_t)dvi_entry_place(entry),
                                   .kind = (uint8_t)(entry >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS),
                                   .zone = (uint8_t)(entry & DVI_ENTRY_ZONES)};
        }
    }
}

bool dvi_key_map_is_whole(const dvi_key_map *map) {
    uint32_t at = 0;
    for (uint32_t word = 0; word < DVI_MAP_WORDS; word++) {
        if (map->bits[word] == 0) continue;
        uint32_t n = entries_of(map, word), bits = (uint32_t)__builtin_popcount(map->bits[word]);
        bool crowded = map->crowded[word / 64] >> word % 64 & 1;
        if (map->before[word] != at || n < bits || (n > bits && !crowded)) return false;
        at += n;
    }
    return at == map->n;
}

static void merge_word(const dvi_key_map *a, const dvi_key_map *b, uint32_t word, dvi_shared_keys *out) {
    uint32_t i = a->before[word], j = b->before[word], a_end = i + entries_of(a, word),
             b_end = j + entries_of(b, word);
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

#define BY_512 __attribute__((target("popcnt,bmi,bmi2,avx2,avx512f,avx512bw,avx512vl,avx512dq")))

enum { AT_ONCE = 16 };

/* The words in which both have bits, one behind the other, and where their entries begin. */
typedef struct met_words {
    uint32_t of_a[DVI_MAP_WORDS + AT_ONCE], of_b[DVI_MAP_WORDS + AT_ONCE];
    uint32_t at_a[DVI_MAP_WORDS + AT_ONCE], at_b[DVI_MAP_WORDS + AT_ONCE];
} met_words;

/* Bits of each of sixteen words: of half a byte by a table, then summed up. */
BY_512 static inline __m512i count_bits(__m512i words) {
    const __m512i of_half =
        _mm512_broadcast_i32x4(_mm_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4));
    const __m512i half = _mm512_set1_epi8(15);
    __m512i low = _mm512_shuffle_epi8(of_half, _mm512_and_si512(words, half));
    __m512i high = _mm512_shuffle_epi8(of_half, _mm512_and_si512(_mm512_srli_epi32(words, 4), half));
    __m512i pairs = _mm512_maddubs_epi16(_mm512_add_epi8(low, high), _mm512_set1_epi8(1));
    return _mm512_madd_epi16(pairs, _mm512_set1_epi16(1));
}

BY_512 static inline __m512i beginnings(const dvi_key_map *map, uint32_t word) {
    return _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(const void *)(map->before + word)));
}

/* Those that are not crowded; of those that are, a bit each is left in `crowded`. Returns how many. */
BY_512 static inline uint32_t meet_words(const dvi_key_map *a, const dvi_key_map *b, met_words *out,
                                         uint64_t crowded[DVI_MAP_WORDS / 64]) {
    uint32_t n = 0;
    for (uint32_t half = 0; half < DVI_MAP_WORDS / 64; half++) {
        uint64_t crowd = a->crowded[half] | b->crowded[half], met = 0;
        for (uint32_t w = 0; w < 64; w += AT_ONCE) {
            uint32_t word = half * 64 + w;
            __m512i of_a = _mm512_loadu_si512(a->bits + word), of_b = _mm512_loadu_si512(b->bits + word);
            uint32_t both = _mm512_test_epi32_mask(of_a, of_b), plain = both & ~(uint32_t)(crowd >> w);
            met |= (uint64_t)both << w;
            _mm512_storeu_si512(out->of_a + n, _mm512_maskz_compress_epi32((__mmask16)plain, of_a));
            _mm512_storeu_si512(out->of_b + n, _mm512_maskz_compress_epi32((__mmask16)plain, of_b));
            _mm512_storeu_si512(out->at_a + n,
                                _mm512_maskz_compress_epi32((__mmask16)plain, beginnings(a, word)));
            _mm512_storeu_si512(out->at_b + n,
                                _mm512_maskz_compress_epi32((__mmask16)plain, beginnings(b, word)));
            n += (uint32_t)__builtin_popcount(plain & 0xFFFF);
        }
        crowded[half] = crowd & met;
    }
    return n;
}

/* Looks at eight entries of each; takes those with one key. */
BY_512 static inline uint32_t take_same(const dvi_key_map *a, const dvi_key_map *b, __mmask8 some,
                                        __m256i at_a, __m256i at_b, dvi_shared_keys *out, uint32_t n) {
    const __m512i key = _mm512_set1_epi64((long long)(UINT64_MAX << DVI_ENTRY_KEY_AT)),
                  none = _mm512_setzero_si512();
    __m512i of_a = _mm512_mask_i32gather_epi64(none, some, at_a, a->entries, sizeof *a->entries);
    __m512i of_b = _mm512_mask_i32gather_epi64(none, some, at_b, b->entries, sizeof *b->entries);
    __mmask8 same = _mm512_mask_testn_epi64_mask(some, _mm512_xor_si512(of_a, of_b), key);
    _mm512_storeu_si512(out->of_a + n, _mm512_maskz_compress_epi64(same, of_a));
    _mm512_storeu_si512(out->of_b + n, _mm512_maskz_compress_epi64(same, of_b));
    return n + (uint32_t)__builtin_popcount(same);
}

/* The keys of sixteen words: the lowest bit of each that both have, then the next, as long as there are any.
 */
BY_512 static inline uint32_t meet_sixteen(const dvi_key_map *a, const dvi_key_map *b, const met_words *words,
                                           uint32_t first, __mmask16 some, dvi_shared_keys *out, uint32_t n) {
    __m512i of_a = _mm512_loadu_si512(words->of_a + first), of_b = _mm512_loadu_si512(words->of_b + first);
    __m512i at_a = _mm512_loadu_si512(words->at_a + first), at_b = _mm512_loadu_si512(words->at_b + first);
    __m512i both = _mm512_and_si512(of_a, of_b);
    const __m512i one = _mm512_set1_epi32(1);
    while (some != 0) {
        __m512i below = _mm512_andnot_si512(both, _mm512_sub_epi32(both, one));
        __m512i in_a = _mm512_add_epi32(at_a, count_bits(_mm512_and_si512(of_a, below)));
        __m512i in_b = _mm512_add_epi32(at_b, count_bits(_mm512_and_si512(of_b, below)));
        n = take_same(a, b, (__mmask8)some, _mm512_castsi512_si256(in_a), _mm512_castsi512_si256(in_b), out,
                      n);
        if (some >> 8 != 0)
            n = take_same(a, b, (__mmask8)(some >> 8), _mm512_extracti64x4_epi64(in_a, 1),
                          _mm512_extracti64x4_epi64(in_b, 1), out, n);
        both = _mm512_and_si512(both, _mm512_sub_epi32(both, one));
        some = _mm512_mask_test_epi32_mask(some, both, both);
    }
    return n;
}

/* The keys of a crowded word, as a rule a few: each of b's is looked for among a's. */
BY_512 static inline uint32_t look_through(const dvi_key_map *a, const dvi_key_map *b, uint32_t word,
                                           dvi_shared_keys *out, uint32_t n) {
    const __m512i key = _mm512_set1_epi64((long long)(UINT64_MAX << DVI_ENTRY_KEY_AT));
    uint32_t n_a = entries_of(a, word), n_b = entries_of(b, word);
    if (n_a > DVI_KEY_LANES) {
        out->n = n;
        merge_word(a, b, word, out);
        return out->n;
    }
    __mmask8 some = (__mmask8)((1 << n_a) - 1);
    __m512i of_a = _mm512_maskz_loadu_epi64(some, a->entries + a->before[word]);
    for (uint32_t i = 0; i < n_b; i++) {
        uint64_t of_b = b->entries[b->before[word] + i];
        __m512i differs = _mm512_xor_si512(of_a, _mm512_set1_epi64((long long)of_b));
        __mmask8 same = _mm512_mask_testn_epi64_mask(some, differs, key);
        _mm512_storeu_si512(out->of_a + n, _mm512_maskz_compress_epi64(same, of_a));
        out->of_b[n] = of_b;
        n += same != 0;
    }
    return n;
}

/* Crowded words first, while the others are on their way to memory and back. */
BY_512 static void find_by_512(const dvi_key_map *a, const dvi_key_map *b, dvi_shared_keys *out) {
    met_words words;
    uint64_t crowded[DVI_MAP_WORDS / 64];
    uint32_t met = meet_words(a, b, &words, crowded), n = 0;
    for (uint32_t half = 0; half < DVI_MAP_WORDS / 64; half++)
        for (uint64_t left = crowded[half]; left != 0; left &= left - 1)
            n = look_through(a, b, half * 64 + (uint32_t)__builtin_ctzll(left), out, n);
    for (uint32_t i = 0; i < met; i += AT_ONCE)
        n = meet_sixteen(a, b, &words, i, (__mmask16)(met - i < AT_ONCE ? (1 << (met - i)) - 1 : 0xFFFF), out,
                         n);
    out->n = n;
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
