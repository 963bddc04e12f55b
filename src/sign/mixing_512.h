/* Mixing eight numbers at a time with AVX-512: as dvi_mix64 of each. Only for functions that are compiled for
 * DVI_MIXING_TARGET. */
#ifndef DVI_MIXING_512_H
#define DVI_MIXING_512_H

enum { DVI_MIXED_AT_ONCE = 8 };

#if defined(__x86_64__)

#include <immintrin.h>
#include <stdint.h>

#define DVI_MIXING_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))

DVI_MIXING_TARGET static inline __m512i dvi_mix64_by_8(__m512i x) {
    x = _mm512_mullo_epi64(_mm512_xor_si512(x, _mm512_srli_epi64(x, 30)),
                           _mm512_set1_epi64((int64_t)UINT64_C(0xBF58476D1CE4E5B9)));
    x = _mm512_mullo_epi64(_mm512_xor_si512(x, _mm512_srli_epi64(x, 27)),
                           _mm512_set1_epi64((int64_t)UINT64_C(0x94D049BB133111EB)));
    return _mm512_xor_si512(x, _mm512_srli_epi64(x, 31));
}

/* Eight numbers of 32 bits that lie behind each other. */
DVI_MIXING_TARGET static inline __m512i dvi_load_8(const uint32_t *numbers) {
    return _mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(const void *)numbers));
}

#endif
#endif
