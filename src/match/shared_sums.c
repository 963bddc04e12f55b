/* Sums over shared features. One loop without branches over words of 64 bits, which the compiler makes
 * vectors of; it is compiled for each of the instruction sets. */
#include "match/shared_sums.h"

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
    uint64_t dot = 0, full_dot = 0, focus_dot = 0, lead_dot = 0, numbers = 0, number_dot = 0;
    uint64_t n_numbers = 0, placed = 0, placed_numbers = 0;
    for (uint32_t i = 0; i < shared->n; i++) {
        uint64_t a = shared->of_a[i], b = shared->of_b[i];
        uint64_t of_a = a >> DVI_ENTRY_WEIGHT_AT & UINT16_MAX, of_b = b >> DVI_ENTRY_WEIGHT_AT & UINT16_MAX;
        uint64_t kind_a = a >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS,
                 kind_b = b >> DVI_ENTRY_KIND_AT & DVI_ENTRY_KINDS;
        uint64_t product = of_a * of_b, less = of_a < of_b ? of_a : of_b;
        uint64_t own = product & where(kind_a != DVK_FEATURE_CONCEPT) & where(kind_b != DVK_FEATURE_CONCEPT);
        uint64_t focus = own >> DVI_FOCUS_SHIFT;
        full_dot += product;
        dot += own;
        focus_dot += focus * focus;
        lead_dot += product & where((a & b & DVI_LEAD_ZONES) != 0);
        uint64_t number = is_number(kind_a) & is_number(kind_b);
        uint64_t has_places = where((a >> DVI_ENTRY_PLACE_AT & UINT16_MAX) != 0) & where((b >> DVI_ENTRY_PLACE_AT & UINT16_MAX) != 0);
        numbers += less & number;
        number_dot += product & number;
        n_numbers += 1 & number;
        placed += 1 & has_places;
        placed_numbers += 1 & has_places & number;
    }
    *out = (dvi_shared_sums){dot, full_dot, focus_dot, lead_dot, numbers, number_dot, n_numbers, placed, placed_numbers};
}

static void sum_plainly(const dvi_shared_keys *shared, dvi_shared_sums *out) {
    sum_up(shared, out);
}

#if defined(__x86_64__)

__attribute__((target("avx2"))) static void sum_by_256(const dvi_shared_keys *shared, dvi_shared_sums *out) {
    sum_up(shared, out);
}

__attribute__((target("avx2,avx512f,avx512bw,avx512vl,avx512dq"))) static void
sum_by_512(const dvi_shared_keys *shared, dvi_shared_sums *out) {
    sum_up(shared, out);
}

#endif

dvi_sum_shared *dvi_choose_sum_shared(uint32_t cpu) {
#if defined(__x86_64__)
    cpu &= dvk_cpu_features();
    if (cpu & DVK_CPU_AVX512) return sum_by_512;
    if (cpu & DVK_CPU_AVX2) return sum_by_256;
#else
    (void)cpu;
#endif
    return sum_plainly;
}
