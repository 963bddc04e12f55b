/* MinHash by Fast Similarity Sketching.
 *
 * Idea: round after round every element is thrown into one of t slots with a random rank; a slot keeps the
 * lowest (round, rank) it was hit with. Once all slots are taken nothing can change any more: large sets are
 * done after two or three rounds, small ones after some dozens. Rounds t to 2t - 1 throw every element into
 * slot round - t, so that the work ends for certain.
 *
 * Source: Dahlgaard, Knudsen, Thorup, "Fast Similarity Sketching", FOCS 2017 (arXiv 1704.04370), section 2.
 *
 * Deviations:
 * 1. Integers: a slot is round (11 bits), rank (21 bits) and hash of the element (32 bits). The hash decides
 *    between equal ranks, and it becomes the component: two elements share one by chance once in 2^32.
 * 2. Each element is mixed once; a round multiplies that by a secret odd number, in place of hashing anew.
 * 3. A slot is a minimum over the elements, so large sets go through in blocks that fit the nearest cache;
 *    a later block needs no more rounds than the highest that a slot still holds.
 *
 * Optimal densification (Shrivastava, ICML 2017) takes half the time at 400 elements, but at 30 its error is
 * .051 against .032 here (128 components, J = .5), and short articles are many. */
#include "minhash.h"

#include <stdbool.h>
#include <string.h>

#include "dvoinik/cpu.h"
#include "mixing.h"
#include "mixing_512.h"

enum { BLOCK = 512, ROUND_SHIFT = 53, RANK_BITS = 21, FILLED = 3 };

typedef struct sketch {
    uint64_t slots[DVK_MAX_PERMUTATIONS]; /* UINT64_MAX: open */
    uint64_t element_key;
    uint64_t round_key;
    uint32_t n_slots;
    uint32_t first_open; /* no slot before it is open */
    uint32_t rounds;     /* the later ones cannot change anything any more; 0: not yet known */
    /* What eight hit. Not the kernel's own: gcc 12 stores to those as if they were aligned, and with the
     * address sanitizer they are not (its bug 110027). */
    uint64_t hit_slots[DVI_MIXED_AT_ONCE], hit_values[DVI_MIXED_AT_ONCE];
} sketch;

static void sketch_init(sketch *s, uint64_t seed, uint32_t n_slots) {
    memset(s->slots, 0xFF, n_slots * sizeof *s->slots);
    s->element_key = dvi_sign_key(seed, DVI_KEY_MINHASH_ELEMENT);
    s->round_key = dvi_sign_key(seed, DVI_KEY_MINHASH_ROUND);
    s->n_slots = n_slots;
    s->first_open = 0;
    s->rounds = 0;
}

static uint64_t round_multiplier(const sketch *s, uint32_t round) {
    return dvi_mix64(s->round_key + (round + UINT64_C(1)) * DVI_KEY_STEP) | 1;
}

static inline uint64_t slot_value(uint32_t round, uint32_t rank, uint64_t hash) {
    return (uint64_t)round << ROUND_SHIFT | (uint64_t)(rank >> (32 - RANK_BITS)) << 32 | (uint32_t)hash;
}

/* Slot and rank are the whole and the broken part of n_slots times a random fraction. */
static void throw_into_any(sketch *s, const uint64_t *hashes, size_t n, uint32_t round) {
    uint64_t multiplier = round_multiplier(s, round), n_slots = s->n_slots;
    uint64_t *slots = s->slots;
    for (size_t i = 0; i < n; i++) {
        uint64_t place = (hashes[i] * multiplier >> 32) * n_slots;
        uint64_t value = slot_value(round, (uint32_t)place, hashes[i]);
        uint64_t *slot = &slots[place >> 32];
        *slot = value < *slot ? value : *slot;
    }
}

static void throw_into_one(sketch *s, const uint64_t *hashes, size_t n, uint32_t slot) {
    uint32_t round = s->n_slots + slot;
    uint64_t multiplier = round_multiplier(s, round), least = s->slots[slot];
    for (size_t i = 0; i < n; i++) {
        uint64_t value = slot_value(round, (uint32_t)(hashes[i] * multiplier >> 32), hashes[i]);
        least = value < least ? value : least;
    }
    s->slots[slot] = least;
}

static void hash_elements(const sketch *s, const uint32_t *elements, size_t n, uint64_t *hashes) {
    for (size_t i = 0; i < n; i++)
        hashes[i] = dvi_mix64(elements[i] ^ s->element_key);
}

/* The steps that take the time. */
typedef struct steps {
    void (*hash)(const sketch *s, const uint32_t *elements, size_t n, uint64_t *hashes);
    void (*throw)(sketch *s, const uint64_t *hashes, size_t n, uint32_t round);
} steps;

static const steps by_one = {hash_elements, throw_into_any};

#if defined(__x86_64__)

DVI_MIXING_TARGET static void hash_by_8(const sketch *s, const uint32_t *elements, size_t n,
                                        uint64_t *hashes) {
    const __m512i key = _mm512_set1_epi64((int64_t)s->element_key);
    size_t i = 0;
    for (; i + DVI_MIXED_AT_ONCE <= n; i += DVI_MIXED_AT_ONCE)
        _mm512_storeu_si512(hashes + i, dvi_mix64_by_8(_mm512_xor_si512(dvi_load_8(elements + i), key)));
    hash_elements(s, elements + i, n - i, hashes + i);
}

/* Once each slot has been aimed at FILLED times few still hit one that is open: these are told by comparing
 * eight with what is there. */
DVI_MIXING_TARGET static void throw_by_8(sketch *s, const uint64_t *hashes, size_t n, uint32_t round) {
    const __m512i low = _mm512_set1_epi64(UINT32_MAX), n_slots = _mm512_set1_epi64(s->n_slots);
    const __m512i multiplier = _mm512_set1_epi64((int64_t)round_multiplier(s, round));
    const __m512i late = _mm512_set1_epi64((int64_t)((uint64_t)round << ROUND_SHIFT));
    const bool filled = (uint64_t)round * n >= (uint64_t)FILLED * s->n_slots;
    size_t i = 0;
    for (; filled && i + DVI_MIXED_AT_ONCE <= n; i += DVI_MIXED_AT_ONCE) {
        __m512i hash = _mm512_loadu_si512(hashes + i);
        __m512i place =
            _mm512_mul_epu32(_mm512_srli_epi64(_mm512_mullo_epi64(hash, multiplier), 32), n_slots);
        __m512i slot = _mm512_srli_epi64(place, 32),
                rank = _mm512_srli_epi64(_mm512_and_si512(place, low), 32 - RANK_BITS);
        __m512i value =
            _mm512_or_si512(_mm512_or_si512(late, _mm512_slli_epi64(rank, 32)), _mm512_and_si512(hash, low));
        unsigned less = _mm512_cmplt_epu64_mask(value, _mm512_i64gather_epi64(slot, s->slots, 8));
        if (less == 0) continue;
        _mm512_storeu_si512(s->hit_slots, slot);
        _mm512_storeu_si512(s->hit_values, value);
        for (; less != 0; less &= less - 1) {
            unsigned k = (unsigned)__builtin_ctz(less);
            uint64_t *at = &s->slots[s->hit_slots[k]];
            *at = s->hit_values[k] < *at ? s->hit_values[k] : *at;
        }
    }
    throw_into_any(s, hashes + i, n - i, round);
}

static const steps by_8 = {hash_by_8, throw_by_8};

static const steps *choose_steps(uint32_t cpu) {
    return cpu & dvk_cpu_features() & DVK_CPU_AVX512 ? &by_8 : &by_one;
}

#else

static const steps *choose_steps(uint32_t cpu) {
    (void)cpu;
    return &by_one;
}

#endif

static bool has_open_slot(sketch *s) {
    while (s->first_open < s->n_slots && s->slots[s->first_open] != UINT64_MAX)
        s->first_open++;
    return s->first_open < s->n_slots;
}

static void add_block(sketch *s, const steps *by, const uint32_t *elements, size_t n) {
    _Alignas(64) uint64_t hashes[BLOCK]; /* eight are one line of the cache */
    by->hash(s, elements, n, hashes);

    for (uint32_t round = 0; round < s->n_slots && (round < s->rounds || has_open_slot(s)); round++)
        by->throw(s, hashes, n, round);

    uint64_t late = (uint64_t)s->n_slots << ROUND_SHIFT;
    uint64_t last = 0;
    for (uint32_t slot = 0; slot < s->n_slots; slot++) {
        if (s->slots[slot] >= late) throw_into_one(s, hashes, n, slot);
        if (s->slots[slot] > last) last = s->slots[slot];
    }
    s->rounds = (uint32_t)(last >> ROUND_SHIFT) + 1;
}

dvk_status dvi_minhash(uint32_t cpu, const uint32_t *elements, size_t n, uint64_t seed, uint32_t *out,
                       uint32_t n_perm) {
    if (out == NULL || n_perm == 0 || n_perm > DVK_MAX_PERMUTATIONS) return DVK_E_ARGUMENT;
    if (elements == NULL && n > 0) return DVK_E_ARGUMENT;

    const steps *by = choose_steps(cpu);
    sketch s;
    sketch_init(&s, seed, n_perm);
    for (size_t done = 0; done < n; done += BLOCK)
        add_block(&s, by, elements + done, n - done < BLOCK ? n - done : BLOCK);

    for (uint32_t i = 0; i < n_perm; i++) {
        uint32_t component = (uint32_t)s.slots[i];
        out[i] = n > 0 && component == UINT32_MAX ? UINT32_MAX - 1 : component;
    }
    return DVK_OK;
}

dvk_status dvk_minhash(const uint32_t *elements, size_t n, uint64_t seed, uint32_t *out, uint32_t n_perm) {
    return dvi_minhash(DVK_CPU_ALL, elements, n, seed, out, n_perm);
}

uint32_t dvk_minhash_similarity(const uint32_t *a, const uint32_t *b, uint32_t n_perm) {
    if (a == NULL || b == NULL || n_perm == 0) return 0;
    uint32_t equal = 0;
    for (uint32_t i = 0; i < n_perm; i++)
        equal += a[i] == b[i] && a[i] != UINT32_MAX;
    return (uint32_t)(((uint64_t)equal << 16) / n_perm);
}
