/* Extensions of the processor that the library has kernels for. What comes out never depends on them. */
#ifndef DVOINIK_CPU_H
#define DVOINIK_CPU_H

#include <stdint.h>

#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Bits of a mask. Without any of them work the kernels that every processor of the kind can run: SSE2 on
 * x86-64, NEON on arm64. */
#define DVK_CPU_AVX2 UINT32_C(1)
#define DVK_CPU_AVX512 UINT32_C(2) /* F, BW, VL and DQ */
#define DVK_CPU_ALL UINT32_MAX     /* all that the machine has: the default wherever a mask is asked for */

/* Those that this machine has. A mask may name others: they are not used. */
DVK_API uint32_t dvk_cpu_features(void);

#ifdef __cplusplus
}
#endif
#endif
