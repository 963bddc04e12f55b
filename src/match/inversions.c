/* Counting inversions. All places are looked at with all: the few hundred that there are at most take vectors
 * less time than sorting takes (Knight, "A Computer Method for Calculating Kendall's Tau with Ungrouped
 * Data", JASA 61 (1966), counts them by merging). */
#include "match/inversions.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "dvoinik/cpu.h"

/* A lane counts an eighth of the places at most for each of them: less than 16 bits. */
typedef int16_t eight __attribute__((vector_size(16)));

static uint32_t count_by_128(const dvi_places *p) {
    enum { LANES = 8 };
    eight counts = {0};
    for (uint32_t i = 0; i < p->n; i++) {
        eight of_a = (eight){0} + p->in_a[i], of_b = (eight){0} + p->in_b[i];
        for (uint32_t j = 0; j < p->n; j += LANES) {
            eight a, b;
            memcpy(&a, &p->in_a[j], sizeof a);
            memcpy(&b, &p->in_b[j], sizeof b);
            counts -= (a > of_a) & (b < of_b);
        }
    }
    uint32_t sum = 0;
    for (int lane = 0; lane < LANES; lane++)
        sum += (uint16_t)counts[lane];
    return sum;
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static uint32_t count_by_256(const dvi_places *p) {
    enum { LANES = 16 };
    uint16_t lanes[LANES];
    __m256i counts = _mm256_setzero_si256();
    for (uint32_t i = 0; i < p->n; i++) {
        __m256i of_a = _mm256_set1_epi16(p->in_a[i]), of_b = _mm256_set1_epi16(p->in_b[i]);
        for (uint32_t j = 0; j < p->n; j += LANES) {
            __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)&p->in_a[j]),
                    b = _mm256_loadu_si256((const __m256i *)(const void *)&p->in_b[j]);
            counts = _mm256_sub_epi16(
                counts, _mm256_and_si256(_mm256_cmpgt_epi16(a, of_a), _mm256_cmpgt_epi16(of_b, b)));
        }
    }
    uint32_t sum = 0;
    memcpy(lanes, &counts, sizeof lanes);
    for (int lane = 0; lane < LANES; lane++)
        sum += lanes[lane];
    return sum;
}

__attribute__((target("avx512f,avx512bw,popcnt"))) static uint32_t count_by_512(const dvi_places *p) {
    enum { LANES = 32 };
    uint32_t sum = 0;
    for (uint32_t j = 0; j < p->n; j += LANES) {
        __m512i a = _mm512_loadu_si512(&p->in_a[j]), b = _mm512_loadu_si512(&p->in_b[j]);
        for (uint32_t i = 0; i < p->n; i++) {
            __mmask32 behind = _mm512_cmpgt_epi16_mask(a, _mm512_set1_epi16(p->in_a[i]));
            sum += (uint32_t)__builtin_popcount(
                _mm512_mask_cmplt_epi16_mask(behind, b, _mm512_set1_epi16(p->in_b[i])));
        }
    }
    return sum;
}

#endif

dvi_count_inversions *dvi_choose_count_inversions(uint32_t cpu) {
#if defined(__x86_64__)
    cpu &= dvk_cpu_features();
    if (cpu & DVK_CPU_AVX512 && __builtin_cpu_supports("popcnt")) return count_by_512;
    if (cpu & DVK_CPU_AVX2) return count_by_256;
#else
    (void)cpu;
#endif
    return count_by_128;
}
