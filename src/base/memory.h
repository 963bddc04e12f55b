/* Memory: the one place that allocates. */
#ifndef DVI_MEMORY_H
#define DVI_MEMORY_H

#include <stddef.h>

#include "dvoinik/status.h"

/* As malloc, calloc, realloc and free, but overflow of n * size is a failure. NULL on failure, also for 0
 * bytes never. */
void *dvi_alloc(size_t n, size_t size);
void *dvi_alloc_zero(size_t n, size_t size);
void *dvi_realloc(void *old, size_t n, size_t size);
void dvi_free(void *memory);

/* Memory for a large table that is read here and there: zeroed, on pages as large as the machine has where
 * that can be asked for. Given back by dvi_free. *table is where it may begin, on a page's border. */
void *dvi_alloc_table(size_t n, size_t size, void **table);

/* Grows *array (of *cap elements of `size` bytes) to hold at least `need`, by half again at least.
 * On DVK_E_MEMORY nothing is changed. */
dvk_status dvi_grow(void **array, size_t *cap, size_t need, size_t size);

#endif
