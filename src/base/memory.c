/* Memory: malloc behind one door, with a switch that makes an allocation fail on purpose. */
#define _DEFAULT_SOURCE /* madvise */
#include "memory.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

/* Process-wide by nature: a test that makes the nth allocation fail must reach every thread. */
static atomic_size_t fail_countdown = SIZE_MAX;
static atomic_int fail_all;

static int must_fail(void) {
    size_t left = atomic_load_explicit(&fail_countdown, memory_order_relaxed);
    if (left == SIZE_MAX) return 0;
    if (left == 0) {
        if (!atomic_load_explicit(&fail_all, memory_order_relaxed))
            atomic_store_explicit(&fail_countdown, SIZE_MAX, memory_order_relaxed);
        return 1;
    }
    atomic_store_explicit(&fail_countdown, left - 1, memory_order_relaxed);
    return 0;
}

void dvi_memory_fail(size_t after, int all) {
    atomic_store(&fail_all, all);
    atomic_store(&fail_countdown, after);
}

static int overflows(size_t n, size_t size) {
    return size != 0 && n > SIZE_MAX / 2 / size;
}

void *dvi_alloc(size_t n, size_t size) {
    if (overflows(n, size) || must_fail()) return NULL;
    size_t bytes = n * size;
    return malloc(bytes != 0 ? bytes : 1);
}

void *dvi_alloc_zero(size_t n, size_t size) {
    if (overflows(n, size) || must_fail()) return NULL;
    return calloc(n != 0 ? n : 1, size != 0 ? size : 1);
}

void *dvi_realloc(void *old, size_t n, size_t size) {
    if (overflows(n, size) || must_fail()) return NULL;
    size_t bytes = n * size;
    return realloc(old, bytes != 0 ? bytes : 1);
}

void dvi_free(void *memory) {
    free(memory);
}

void *dvi_alloc_table(size_t n, size_t size, void **table) {
    *table = NULL;
    if (overflows(n, size)) return NULL;
    char *memory = dvi_alloc_zero(n * size + HUGE_PAGE, 1);
    if (memory == NULL) return NULL;
    *table = memory + (HUGE_PAGE - (uintptr_t)memory % HUGE_PAGE) % HUGE_PAGE;
#ifdef MADV_HUGEPAGE
    (void)madvise(*table, n * size, MADV_HUGEPAGE); /* a hint: without it the table is only slower */
#endif
    return memory;
}

dvk_status dvi_grow(void **array, size_t *cap, size_t need, size_t size) {
    if (need <= *cap) return DVK_OK;
    size_t wanted = *cap + *cap / 2;
    if (wanted < need) wanted = need;
    if (wanted < 16) wanted = 16;
    void *grown = dvi_realloc(*array, wanted, size);
    if (grown == NULL) return DVK_E_MEMORY;
    *array = grown;
    *cap = wanted;
    return DVK_OK;
}
