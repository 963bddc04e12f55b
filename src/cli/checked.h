/* Memory for the program: it never fails, since without it the program ends with a message and exit status 5.
 */
#ifndef DVOINIK_CLI_CHECKED_H
#define DVOINIK_CLI_CHECKED_H

#include <stddef.h>

void *checked_alloc(size_t n, size_t size); /* zeroed */
void *checked_resize(void *old, size_t n, size_t size);
char *checked_copy(const char *text, size_t len); /* ending in NUL */

/* Grows *array of *cap elements of `size` bytes so that it holds `need`. */
void checked_grow(void **array, size_t *cap, size_t need, size_t size);

#endif
