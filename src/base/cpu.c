/* What the processor can do, as the compiler's runtime tells it. */
#include "dvoinik/cpu.h"

uint32_t dvk_cpu_features(void) {
    uint32_t features = 0;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) features |= DVK_CPU_AVX2;
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
        features |= DVK_CPU_AVX512;
#endif
    return features;
}
