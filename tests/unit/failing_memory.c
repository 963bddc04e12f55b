/* For tests: allocations that fail on purpose. The linker puts these functions in the place of malloc and its
 * like
 * (--wrap=NAME), so that the library knows nothing of it. */
#include "failing_memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

static atomic_size_t countdown = SIZE_MAX;
static atomic_int fail_all;

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);

void dvi_memory_fail(size_t after, int all) {
    atomic_store(&fail_all, all);
    atomic_store(&countdown, after);
}

size_t dvi_memory_left(void) {
    return atomic_load(&countdown);
}

static bool must_fail(void) {
    size_t left = atomic_load(&countdown);
    if (left == SIZE_MAX) return false;
    if (left == 0) {
        if (!atomic_load(&fail_all)) atomic_store(&countdown, SIZE_MAX);
        return true;
    }
    atomic_store(&countdown, left - 1);
    return false;
}

void *__wrap_malloc(size_t size) {
    return must_fail() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t n, size_t size) {
    return must_fail() ? NULL : __real_calloc(n, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return must_fail() ? NULL : __real_realloc(old, size);
}
