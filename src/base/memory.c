/* Memory: malloc behind one door. */
#include "memory.h"

#include <stdint.h>
#include <stdlib.h>

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
