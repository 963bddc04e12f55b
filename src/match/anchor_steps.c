/* Steps along lists. An article stands in a list once, so that several of a list's sums can be added to at a time. */
#include "match/anchor_steps.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/prefetch.h"
#include "dvoinik/cpu.h"

static size_t count_plainly(const dvi_anchor_index *index, const dvi_near *near, size_t posting) {
    size_t n = 0;
    while (n <= DVI_ANCHOR_REACH && !dvi_list_begins(index, posting - n) &&
           dvi_is_near(near, dvi_posting_article(index, posting - n - 1)))
        n++;
    return n;
}

static void touch_plainly(const dvi_anchor_index *index, uint16_t weight, size_t first, size_t last, dvi_touched *out) {
    enum { AHEAD = 8 /* postings between asking for a sum and using it */ };
    size_t n = out->n;
    for (size_t q = first; q < last; q++) {
        if (q + AHEAD < last) dvi_prefetch(&out->sums[dvi_posting_article(index, q + AHEAD)]);
        uint32_t other = dvi_posting_article(index, q);
        uint64_t *sum = &out->sums[other];
        out->articles[n] = other;
        n += *sum == 0;
        *sum += (uint64_t)weight * index->weights[q] + 1;
    }
    out->n = n;
}

#if defined(__x86_64__)

#define BY_512 __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512dq,bmi,popcnt,lzcnt")))

enum { AT_ONCE = 16, SUMS_AT_ONCE = 8 };

/* A lane for each of sixteen postings: the lane where the way ends, from the last on, tells how many there are before. */
BY_512 static size_t count_by_512(const dvi_anchor_index *index, const dvi_near *near, size_t posting) {
    const __m512i mask = _mm512_set1_epi32(INT32_MAX), undated = _mm512_set1_epi32((int)near->undated),
                  first = _mm512_set1_epi32((int)near->first), end = _mm512_set1_epi32((int)near->end);
    if (posting < DVI_ANCHOR_REACH + AT_ONCE) return count_plainly(index, near, posting);
    for (size_t n = 0; n <= DVI_ANCHOR_REACH; n += AT_ONCE) {
        const uint32_t *from = index->articles + posting - n - AT_ONCE;
        __m512i of = _mm512_and_si512(_mm512_loadu_si512(from), mask), behind = _mm512_loadu_si512(from + 1);
        uint32_t dated = _mm512_cmplt_epu32_mask(of, end) & _mm512_cmpge_epu32_mask(of, first);
        uint32_t is_near = dated | _mm512_cmplt_epu32_mask(of, undated);
        uint32_t stops = (uint16_t)~is_near | _mm512_movepi32_mask(behind);
        if (stops == 0) continue;
        size_t found = n + (size_t)__builtin_clz(stops) - (32 - AT_ONCE);
        return found <= DVI_ANCHOR_REACH ? found : DVI_ANCHOR_REACH + 1;
    }
    return DVI_ANCHOR_REACH + 1;
}

BY_512 static void touch_by_512(const dvi_anchor_index *index, uint16_t weight, size_t first, size_t last, dvi_touched *out) {
    const __m512i of_weight = _mm512_set1_epi64(weight), one = _mm512_set1_epi64(1);
    const __m256i mask = _mm256_set1_epi32(INT32_MAX);
    size_t n = out->n;
    for (size_t q = first; q < last; q += SUMS_AT_ONCE) {
        __mmask8 some = (__mmask8)(last - q < SUMS_AT_ONCE ? (1 << (last - q)) - 1 : 0xFF);
        __m256i others = _mm256_and_si256(_mm256_maskz_loadu_epi32(some, index->articles + q), mask);
        __m512i weights = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(some, index->weights + q));
        __m512i sums = _mm512_mask_i32gather_epi64(one, some, others, out->sums, sizeof *out->sums);
        __mmask8 fresh = _mm512_mask_testn_epi64_mask(some, sums, sums);
        _mm256_storeu_si256((__m256i *)(void *)(out->articles + n), _mm256_maskz_compress_epi32(fresh, others));
        n += (size_t)__builtin_popcount(fresh);
        sums = _mm512_add_epi64(sums, _mm512_add_epi64(_mm512_mul_epu32(weights, of_weight), one));
        _mm512_mask_i32scatter_epi64(out->sums, some, others, sums, sizeof *out->sums);
    }
    out->n = n;
}

#endif

dvi_anchor_kernels dvi_choose_anchor_kernels(uint32_t cpu) {
#if defined(__x86_64__)
    cpu &= dvk_cpu_features();
    if (cpu & DVK_CPU_AVX512 && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi"))
        return (dvi_anchor_kernels){count_by_512, touch_by_512};
#else
    (void)cpu;
#endif
    return (dvi_anchor_kernels){count_plainly, touch_plainly};
}
