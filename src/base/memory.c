/* Memory: malloc behind one door. */
#define _DEFAULT_SOURCE /* madvise */
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HUGE_PAGE = 2 << 20 };

static int overflows(size_t n, size_t size) {
    return size != 0 && n > SIZE_MAX / 2 / size;
}

void *dvi_alloc(size_t n, size_t size) {
    if (overflows(n, size)) return NULL;
    size_t bytes = n * size;
    return malloc(bytes != 0 ? bytes : 1);
}

void *dvi_alloc_zero(size_t n, size_t size) {
    if (overflows(n, size)) return NULL;
    return calloc(n != 0 ? n : 1, size != 0 ? size : 1);
}

void *dvi_realloc(void *old, size_t n, size_t size) {
    if (overflows(n, size)) return NULL;
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
