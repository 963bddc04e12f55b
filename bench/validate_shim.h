/* The fastest check of UTF-8 that the machine has, as a floor to measure by. */
#ifndef BENCH_VALIDATE_SHIM_H
#define BENCH_VALIDATE_SHIM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

bool bench_validate_utf8(const char *text, size_t n);

#ifdef __cplusplus
}
#endif
#endif
