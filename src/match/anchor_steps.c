/* Steps along lists. An article stands in a list once, so that several of a list's sums can be added to at a
 * time. Sums are not put back to zero: each article that looks for others has a floor above all sums of those
 * before it, and what lies below counts as the floor. */
#include "match/anchor_steps.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/prefetch.h"
#include "dvoinik/cpu.h"

void dvi_touched_begin(dvi_touched *touched, size_t n) {
    touched->n = 0;
    touched->floor += UINT64_C(1) << DVI_SUM_BITS;
    if (touched->floor != 0) return;
    memset(touched->sums, 0, n * sizeof *touched->sums);
    touched->floor = UINT64_C(1) << DVI_SUM_BITS;
}

static size_t count_plainly(const dvi_anchor_index *index, const dvi_near *near, size_t posting) {
    size_t n = 0;
    while (n <= DVI_ANCHOR_REACH && !dvi_list_begins(index, posting - n) &&
           dvi_is_near(near, dvi_posting_article(index, posting - n - 1)))
        n++;
    return n;
}

static void touch_plainly(const dvi_anchor_index *index, uint16_t weight, size_t first, size_t last,
                          dvi_touched *out) {
    enum { AHEAD = 8 /* postings between asking for a sum and using it */ };
    size_t n = out->n;
    for (size_t q = first; q < last; q++) {
        if (q + AHEAD < last) dvi_prefetch(&out->sums[dvi_posting_article(index, q + AHEAD)]);
        uint32_t other = dvi_posting_article(index, q);
        uint64_t *sum = &out->sums[other];
        out->articles[n] = other;
        n += *sum <= out->floor;
        *sum = (*sum > out->floor ? *sum : out->floor) + (uint64_t)weight * index->weights[q] + 1;
    }
    out->n = n;
}

static void leave_plainly(const dvi_anchor_index *index, uint32_t norm, dvi_touched *touched) {
    uint64_t least = index->input->least_partial;
    size_t n = 0;
    for (size_t i = 0; i < touched->n; i++) {
        uint32_t other = touched->articles[i];
        uint64_t norms = (uint64_t)norm * index->norms[other], sum = touched->sums[other] - touched->floor;
        touched->articles[n] = other;
        touched->left[n] = sum;
        n += sum << 16 >= norms * least && (norms != 0 || least == 0);
    }
    touched->n = n;
}

#if defined(__x86_64__)

#define BY_512 __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512dq,bmi,popcnt,lzcnt")))

enum { AT_ONCE = 16, SUMS_AT_ONCE = 8 };

/* A lane for each of sixteen postings: the lane where the way ends, from the last on, tells how many there
 * are before. */
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

/* Those that are used when so many are left. */
static inline __mmask8 lanes(size_t n) {
    return (__mmask8)(n < SUMS_AT_ONCE ? (1 << n) - 1 : 0xFF);
}

BY_512 static void touch_by_512(const dvi_anchor_index *index, uint16_t weight, size_t first, size_t last,
                                dvi_touched *out) {
    const __m512i of_weight = _mm512_set1_epi64(weight), one = _mm512_set1_epi64(1),
                  lowest = _mm512_set1_epi64((long long)out->floor);
    const __m256i mask = _mm256_set1_epi32(INT32_MAX);
    const uint32_t *articles = index->articles;
    const uint16_t *all_weights = index->weights;
    uint64_t *all_sums = out->sums;
    uint32_t *met = out->articles;
    size_t n = out->n;
    for (size_t q = first; q < last; q += SUMS_AT_ONCE) {
        __mmask8 some = lanes(last - q);
        __m256i others = _mm256_and_si256(_mm256_maskz_loadu_epi32(some, articles + q), mask);
        __m512i weights = _mm512_cvtepu16_epi64(_mm_maskz_loadu_epi16(some, all_weights + q));
        __m512i sums = _mm512_mask_i32gather_epi64(one, some, others, all_sums, sizeof *all_sums);
        __mmask8 fresh = _mm512_mask_cmple_epu64_mask(some, sums, lowest);
        _mm256_storeu_si256((__m256i *)(void *)(met + n), _mm256_maskz_compress_epi32(fresh, others));
        n += (size_t)__builtin_popcount(fresh);
        sums = _mm512_add_epi64(_mm512_max_epu64(sums, lowest),
                                _mm512_add_epi64(_mm512_mul_epu32(weights, of_weight), one));
        _mm512_mask_i32scatter_epi64(all_sums, some, others, sums, sizeof *all_sums);
    }
    out->n = n;
}

BY_512 static void leave_by_512(const dvi_anchor_index *index, uint32_t norm, dvi_touched *touched) {
    uint32_t lowest = index->input->least_partial;
    const __m512i of_norm = _mm512_set1_epi64(norm), least = _mm512_set1_epi64(lowest),
                  none = _mm512_setzero_si512(), floor = _mm512_set1_epi64((long long)touched->floor);
    const uint64_t *all_sums = touched->sums;
    const uint32_t *all_norms = index->norms;
    uint32_t *articles = touched->articles;
    uint64_t *left = touched->left;
    size_t n = 0, given = touched->n;
    for (size_t i = 0; i < given; i += SUMS_AT_ONCE) {
        __mmask8 some = lanes(given - i);
        __m256i others = _mm256_maskz_loadu_epi32(some, articles + i);
        __m512i sums = _mm512_mask_i32gather_epi64(none, some, others, all_sums, sizeof *all_sums);
        sums = _mm512_sub_epi64(sums, floor);
        __m256i norms_of = _mm256_mmask_i32gather_epi32(_mm512_castsi512_si256(none), some, others, all_norms,
                                                        sizeof *all_norms);
        __m512i norms = _mm512_mul_epu32(_mm512_cvtepu32_epi64(norms_of), of_norm);
        __mmask8 like =
            _mm512_mask_cmpge_epu64_mask(some, _mm512_slli_epi64(sums, 16), _mm512_mullo_epi64(norms, least));
        if (lowest != 0) like &= _mm512_test_epi64_mask(norms, norms);
        _mm256_storeu_si256((__m256i *)(void *)(articles + n), _mm256_maskz_compress_epi32(like, others));
        _mm512_storeu_si512(left + n, _mm512_maskz_compress_epi64(like, sums));
        n += (size_t)__builtin_popcount(like);
    }
    touched->n = n;
}

#endif

dvi_anchor_kernels dvi_choose_anchor_kernels(uint32_t cpu) {
#if defined(__x86_64__)
    cpu &= dvk_cpu_features();
    if (cpu & DVK_CPU_AVX512 && __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("bmi"))
        return (dvi_anchor_kernels){count_by_512, touch_by_512, leave_by_512};
#else
    (void)cpu;
#endif
    return (dvi_anchor_kernels){count_plainly, touch_plainly, leave_plainly};
}
