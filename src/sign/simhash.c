/* Weighted SimHash of 128 bits, and the Hamming distance.
 *
 * Idea: a random hyperplane for each bit; the bit tells on which side of it the vector of weights lies. The
 * planes have the coordinates +1 and -1, the bits of a keyed hash of the feature.
 *
 * Source: Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002, section 3; signs
 * in place of Gaussians as in Manku, Jain, Das Sarma, "Detecting Near-Duplicates for Web Crawling", WWW 2007.
 *
 * Deviation, in speed alone: a bit's sum is positive when the features that have the bit weigh more than half
 * of all, so only these are added up, in 16-bit lanes, as many features at a time as cannot overflow one.
 * Lane l of counter b is bit 16 l + b, which is how the hash lies in memory: no bit has to be moved to its
 * lane. AVX2 and AVX-512 do the same for more bits at once. */
#include "simhash.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "dvoinik/cpu.h"
#include "mixing.h"

enum { BITS = 64 * DVK_SIMHASH_WORDS, LANES = BITS / 16, LANE_BITS = 16, HALF = 8, BATCH = 64 };

typedef uint16_t lanes __attribute__((vector_size(LANES * sizeof(uint16_t))));
typedef int16_t signed_lanes __attribute__((vector_size(LANES * sizeof(int16_t))));

typedef struct hash_keys {
    uint64_t low, high;
} hash_keys;

static hash_keys make_hash_keys(uint64_t seed) {
    return (hash_keys){dvi_sign_key(seed, DVI_KEY_SIMHASH_LOW), dvi_sign_key(seed, DVI_KEY_SIMHASH_HIGH)};
}

static inline void hash_feature(hash_keys with, uint32_t key, uint64_t hash[DVK_SIMHASH_WORDS]) {
    hash[0] = dvi_mix64(key ^ with.low);
    hash[1] = dvi_mix64(hash[0] + with.high);
}

void dvi_simhash_reference(const uint32_t *keys, const uint16_t *weights, size_t n, uint64_t seed,
                           uint64_t out[DVK_SIMHASH_WORDS]) {
    hash_keys with = make_hash_keys(seed);
    int64_t sums[BITS] = {0};
    for (size_t i = 0; i < n; i++) {
        uint64_t hash[DVK_SIMHASH_WORDS];
        hash_feature(with, keys[i], hash);
        int64_t weight = weights == NULL ? 1 : weights[i];
        for (unsigned bit = 0; bit < BITS; bit++)
            sums[bit] += hash[bit / 64] >> bit % 64 & 1 ? weight : -weight;
    }
    out[0] = out[1] = 0;
    for (unsigned bit = 0; bit < BITS; bit++)
        out[bit / 64] |= (uint64_t)(sums[bit] > 0) << bit % 64;
}

/* Features whose weights together fit 16 bits. */
typedef struct batch {
    lanes hashes[BATCH];
    uint16_t weights[BATCH];
    size_t n;
} batch;

/* Takes features from *at on, as many as fit; returns their weight. */
static uint32_t fill_batch(batch *b, hash_keys with, const uint32_t *keys, const uint16_t *weights, size_t n,
                           size_t *at) {
    uint32_t total = 0;
    size_t i = *at;
    for (b->n = 0; i < n && b->n < BATCH; i++, b->n++) {
        uint16_t weight = weights == NULL ? 1 : weights[i];
        if (total + weight > UINT16_MAX) break;
        total += weight;
        uint64_t hash[DVK_SIMHASH_WORDS];
        hash_feature(with, keys[i], hash);
        memcpy(&b->hashes[b->n], hash, sizeof hash);
        b->weights[b->n] = weight;
    }
    *at = i;
    return total;
}

/* Adds the weights of the features that have bits `shift` to `shift` + 7 of their lanes; eight counters stay
 * in registers. */
static void add_half(const batch *b, int shift, uint64_t (*sums)[LANES]) {
    lanes counters[HALF] = {{0}};
    for (size_t i = 0; i < b->n; i++) {
        lanes weight = (lanes){0} + b->weights[i];
        lanes hash = b->hashes[i] << (HALF - shift);
        for (int bit = 0; bit < HALF; bit++)
            counters[bit] += (lanes)((signed_lanes)(hash << (HALF - 1 - bit)) >> (LANE_BITS - 1)) & weight;
    }
    for (int bit = 0; bit < HALF; bit++)
        for (int lane = 0; lane < LANES; lane++)
            sums[bit][lane] += counters[bit][lane];
}

/* Adds the weights of a batch to the sums of bit b of lane l, sums[b][l]. */
typedef void adder(const batch *b, uint64_t (*sums)[LANES]);

static void add_by_128(const batch *b, uint64_t (*sums)[LANES]) {
    add_half(b, 0, sums);
    add_half(b, HALF, sums + HALF);
}

#if defined(__x86_64__)

/* Eight counters of all lanes twice: of bits 0 to 7, and of bits 8 to 15. */
__attribute__((target("avx2"))) static void add_by_256(const batch *b, uint64_t (*sums)[LANES]) {
    uint16_t counts[HALF][2 * LANES];
    __m256i counters[HALF];
    for (int bit = 0; bit < HALF; bit++)
        counters[bit] = _mm256_setzero_si256();
    for (size_t i = 0; i < b->n; i++) {
        __m256i weight = _mm256_set1_epi16((int16_t)b->weights[i]);
        __m128i once;
        memcpy(&once, &b->hashes[i], sizeof once);
        __m256i hash = _mm256_set_m128i(_mm_srli_epi16(once, HALF), once);
        for (int bit = 0; bit < HALF; bit++) {
            __m256i top = _mm256_slli_epi16(hash, LANE_BITS - 1 - bit);
            counters[bit] = _mm256_add_epi16(counters[bit],
                                             _mm256_and_si256(_mm256_srai_epi16(top, LANE_BITS - 1), weight));
        }
    }
    memcpy(counts, counters, sizeof counts);
    for (int bit = 0; bit < LANE_BITS; bit++)
        for (int lane = 0; lane < LANES; lane++)
            sums[bit][lane] += counts[bit % HALF][bit / HALF * LANES + lane];
}

/* A counter for each of the 128 bits: the hash itself says which of them the weight is added to. */
__attribute__((target("avx512f,avx512bw"))) static void add_by_512(const batch *b, uint64_t (*sums)[LANES]) {
    enum { PARTS = BITS / 32 };
    uint16_t counts[BITS];
    __m512i counters[PARTS];
    for (int k = 0; k < PARTS; k++)
        counters[k] = _mm512_setzero_si512();
    for (size_t i = 0; i < b->n; i++) {
        __m512i weight = _mm512_set1_epi16((int16_t)b->weights[i]);
        uint32_t masks[PARTS];
        memcpy(masks, &b->hashes[i], sizeof masks);
        for (int k = 0; k < PARTS; k++)
            counters[k] = _mm512_mask_add_epi16(counters[k], masks[k], counters[k], weight);
    }
    memcpy(counts, counters, sizeof counts);
    for (int bit = 0; bit < BITS; bit++)
        sums[bit % LANE_BITS][bit / LANE_BITS] += counts[bit];
}

static adder *choose_adder(uint32_t cpu) {
    cpu &= dvk_cpu_features();
    return cpu & DVK_CPU_AVX512 ? add_by_512 : cpu & DVK_CPU_AVX2 ? add_by_256 : add_by_128;
}

#else

static adder *choose_adder(uint32_t cpu) {
    (void)cpu;
    return add_by_128;
}

#endif

void dvi_simhash(uint32_t cpu, const uint32_t *keys, const uint16_t *weights, size_t n, uint64_t seed,
                 uint64_t out[DVK_SIMHASH_WORDS]) {
    adder *add = choose_adder(cpu);
    hash_keys with = make_hash_keys(seed);
    uint64_t sums[LANE_BITS][LANES] = {{0}};
    uint64_t total = 0;
    batch b;
    for (size_t at = 0; at < n;) {
        total += fill_batch(&b, with, keys, weights, n, &at);
        add(&b, sums);
    }
    uint16_t bits[LANES] = {0};
    for (int bit = 0; bit < LANE_BITS; bit++)
        for (int lane = 0; lane < LANES; lane++)
            bits[lane] = (uint16_t)(bits[lane] | (sums[bit][lane] > total - sums[bit][lane]) << bit);
    memcpy(out, bits, sizeof bits);
}

void dvk_simhash(const uint32_t *keys, const uint16_t *weights, size_t n, uint64_t seed,
                 uint64_t out[DVK_SIMHASH_WORDS]) {
    if (out == NULL || (keys == NULL && n != 0)) return;
    dvi_simhash(DVK_CPU_ALL, keys, weights, n, seed, out);
}

uint32_t dvk_hamming_distance(const uint64_t a[DVK_SIMHASH_WORDS], const uint64_t b[DVK_SIMHASH_WORDS]) {
    if (a == NULL || b == NULL) return 0;
    return (uint32_t)(__builtin_popcountll(a[0] ^ b[0]) + __builtin_popcountll(a[1] ^ b[1]));
}
