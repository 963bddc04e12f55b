/* Sums over shared features. One loop without branches over words of 64 bits, which the compiler makes
 * vectors of. By AVX-512 eight features at a time by hand: there are eleven as a rule, and the compiler does
 * those beyond eight one by one. */
#include "match/shared_sums.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "dvoinik/cpu.h"

/* All bits, where a condition holds. */
static inline uint64_t where(_Bool holds) {
    return -(uint64_t)holds;
}

static inline uint64_t is_number(uint64_t kind) {
    return where(kind == DVK_FEATURE_NUMBER) | where(kind == DVK_FEATURE_DATE);
}

static inline __attribute__((always_inline)) void sum_up(const dvi_shared_keys *shared,
                                                         dvi_shared_sums *out) {
    uint64_t dot = 0, full_dot = 0, largest = 0, focus_dot = 0, lead_dot = 0, numbers = 0, number_dot = 0;
    uint64_t n_numbers = 0, placed = 0, placed_numbers = 0, title_words = 0, title_days = 0, lead_days = 0,
             days = 0;
    for (uint32_t i = 0; i < shared->n; i++) {
        uint64_t a = shared->of_a[i], b = shared->of_b[i];
        uint64_t of_a = a >> DVI_ENTRY_WEIGHT_AT & UINT16_MAX, of_b = b >> DVI_ENTRY_WEIGHT_AT & UINT16_MAX;
        uint64_t kind_a = a >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS,
                 kind_b = b >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS;
        uint64_t product = of_a * of_b, less = of_a < of_b ? of_a : of_b;
        uint64_t own = product & where(kind_a != DVK_FEATURE_CONCEPT) & where(kind_b != DVK_FEATURE_CONCEPT);
        uint64_t focus = own >> DVI_FOCUS_SHIFT;
        full_dot += product;
        largest = largest < product ? product : largest;
        dot += own;
        focus_dot += focus * focus;
        lead_dot += product & where((a & b & DVI_LEAD_ZONES) != 0);
        uint64_t number = is_number(kind_a) & is_number(kind_b);
        uint64_t has_places = where((a >> DVI_ENTRY_PLACE_AT & UINT16_MAX) != 0) &
                              where((b >> DVI_ENTRY_PLACE_AT & UINT16_MAX) != 0);
        numbers += less & number;
        number_dot += product & number;
        n_numbers += 1 & number;
        placed += 1 & has_places;
        placed_numbers += 1 & has_places & number;
        uint64_t date = where(kind_a == DVK_FEATURE_DATE) & where(kind_b == DVK_FEATURE_DATE);
        uint64_t day_a = date & where(of_a >= dvi_least_day(a)),
                 day_b = date & where(of_b >= dvi_least_day(b));
        title_words += a & b & DVI_TITLE_ZONE & ~where(is_number(kind_a)) & ~where(is_number(kind_b));
        title_days += a & b & DVI_TITLE_ZONE & day_a & day_b;
        lead_days +=
            1 & ((day_a & where((a & DVI_LEAD_ZONES) != 0)) | (day_b & where((b & DVI_LEAD_ZONES) != 0)));
        days += 1 & day_a & day_b;
    }
    *out =
        (dvi_shared_sums){dot,       full_dot, largest,        focus_dot,   lead_dot,   numbers,   number_dot,
                          n_numbers, placed,   placed_numbers, title_words, title_days, lead_days, days};
}

static void sum_plainly(const dvi_shared_keys *shared, dvi_shared_sums *out) {
    sum_up(shared, out);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static void sum_by_256(const dvi_shared_keys *shared, dvi_shared_sums *out) {
    sum_up(shared, out);
}

#define BY_512 __attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512dq,popcnt")))

enum { AT_ONCE = 8 };

typedef struct sums_512 {
    __m512i dot, full_dot, largest, focus_dot, lead_dot, numbers, number_dot;
} sums_512;

BY_512 static inline __mmask8 numbers_among(__m512i entries) {
    __m512i kind = _mm512_and_si512(entries, _mm512_set1_epi64(DVI_ENTRY_KINDS << DVI_ENTRY_KIND_AT));
    return _mm512_cmpeq_epi64_mask(kind, _mm512_set1_epi64(DVK_FEATURE_NUMBER << DVI_ENTRY_KIND_AT)) |
           _mm512_cmpeq_epi64_mask(kind, _mm512_set1_epi64(DVK_FEATURE_DATE << DVI_ENTRY_KIND_AT));
}

BY_512 static inline __mmask8 dates_among(__m512i entries) {
    __m512i kind = _mm512_and_si512(entries, _mm512_set1_epi64(DVI_ENTRY_KINDS << DVI_ENTRY_KIND_AT));
    return _mm512_cmpeq_epi64_mask(kind, _mm512_set1_epi64(DVK_FEATURE_DATE << DVI_ENTRY_KIND_AT));
}

BY_512 static inline __mmask8 no_concepts(__m512i entries) {
    __m512i kind = _mm512_and_si512(entries, _mm512_set1_epi64(DVI_ENTRY_KINDS << DVI_ENTRY_KIND_AT));
    return _mm512_cmpneq_epi64_mask(kind, _mm512_set1_epi64(DVK_FEATURE_CONCEPT << DVI_ENTRY_KIND_AT));
}

BY_512 static inline __m512i weights_of(__m512i entries) {
    return _mm512_and_si512(_mm512_srli_epi64(entries, DVI_ENTRY_WEIGHT_AT), _mm512_set1_epi64(UINT16_MAX));
}

/* Of entries that are dates, the days of a month. */
BY_512 static inline __mmask8 days_among(__m512i entries, __m512i weights) {
    __mmask8 leads = _mm512_test_epi64_mask(entries, _mm512_set1_epi64(DVI_LEAD_ZONES));
    __m512i least =
        _mm512_mask_mov_epi64(_mm512_set1_epi64(DVI_DAY), leads, _mm512_set1_epi64(DVI_DAY_OF_LEAD));
    return _mm512_cmpge_epu64_mask(weights, least);
}

/* What is not there counts as an entry without weight, kind and place. */
BY_512 static inline void add_eight(__m512i a, __m512i b, sums_512 *sums, dvi_shared_sums *out) {
    const __m512i place = _mm512_set1_epi64((long long)UINT16_MAX << DVI_ENTRY_PLACE_AT),
                  lead = _mm512_set1_epi64(DVI_LEAD_ZONES);
    __m512i of_a = weights_of(a), of_b = weights_of(b), product = _mm512_mul_epu32(of_a, of_b);
    __m512i own = _mm512_maskz_mov_epi64(no_concepts(a) & no_concepts(b), product),
            focus = _mm512_srli_epi64(own, DVI_FOCUS_SHIFT);
    __mmask8 number = numbers_among(a) & numbers_among(b);
    __mmask8 placed = _mm512_test_epi64_mask(a, place) & _mm512_test_epi64_mask(b, place);
    sums->dot = _mm512_add_epi64(sums->dot, own);
    sums->full_dot = _mm512_add_epi64(sums->full_dot, product);
    sums->largest = _mm512_max_epu64(sums->largest, product);
    sums->focus_dot = _mm512_add_epi64(sums->focus_dot, _mm512_mul_epu32(focus, focus));
    sums->lead_dot = _mm512_mask_add_epi64(
        sums->lead_dot, _mm512_test_epi64_mask(_mm512_and_si512(a, b), lead), sums->lead_dot, product);
    sums->numbers = _mm512_mask_add_epi64(sums->numbers, number, sums->numbers, _mm512_min_epu64(of_a, of_b));
    sums->number_dot = _mm512_mask_add_epi64(sums->number_dot, number, sums->number_dot, product);
    out->n_numbers += (uint64_t)__builtin_popcount(number);
    out->placed += (uint64_t)__builtin_popcount(placed);
    out->placed_numbers += (uint64_t)__builtin_popcount(placed & number);
    __mmask8 titles = _mm512_test_epi64_mask(_mm512_and_si512(a, b), _mm512_set1_epi64(DVI_TITLE_ZONE));
    __mmask8 dates = dates_among(a) & dates_among(b), day_a = dates & days_among(a, of_a),
             day_b = dates & days_among(b, of_b);
    __mmask8 leads = (day_a & _mm512_test_epi64_mask(a, lead)) | (day_b & _mm512_test_epi64_mask(b, lead));
    out->title_words +=
        (uint64_t)__builtin_popcount(titles & (__mmask8) ~(numbers_among(a) | numbers_among(b)));
    out->title_days += (uint64_t)__builtin_popcount(titles & day_a & day_b);
    out->lead_days += (uint64_t)__builtin_popcount(leads);
    out->days += (uint64_t)__builtin_popcount(day_a & day_b);
}

BY_512 static inline uint64_t sum_of(__m512i lanes) {
    return (uint64_t)_mm512_reduce_add_epi64(lanes);
}

BY_512 static void sum_by_512(const dvi_shared_keys *shared, dvi_shared_sums *out) {
    const __m512i none = _mm512_setzero_si512();
    sums_512 sums = {none, none, none, none, none, none, none};
    dvi_shared_sums counts = {0};
    for (uint32_t i = 0; i < shared->n; i += AT_ONCE) {
        __mmask8 some = (__mmask8)(shared->n - i < AT_ONCE ? (1 << (shared->n - i)) - 1 : 0xFF);
        add_eight(_mm512_maskz_loadu_epi64(some, shared->of_a + i),
                  _mm512_maskz_loadu_epi64(some, shared->of_b + i), &sums, &counts);
    }
    counts.dot = sum_of(sums.dot);
    counts.full_dot = sum_of(sums.full_dot);
    counts.largest = (uint64_t)_mm512_reduce_max_epu64(sums.largest);
    counts.focus_dot = sum_of(sums.focus_dot);
    counts.lead_dot = sum_of(sums.lead_dot);
    counts.numbers = sum_of(sums.numbers);
    counts.number_dot = sum_of(sums.number_dot);
    *out = counts;
}

#endif

dvi_sum_shared *dvi_choose_sum_shared(uint32_t cpu) {
#if defined(__x86_64__)
    cpu &= dvk_cpu_features();
    if (cpu & DVK_CPU_AVX512 && __builtin_cpu_supports("popcnt")) return sum_by_512;
    if (cpu & DVK_CPU_AVX2) return sum_by_256;
#else
    (void)cpu;
#endif
    return sum_plainly;
}
