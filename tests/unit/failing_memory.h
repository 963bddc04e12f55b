/* For tests: allocations that fail on purpose. */
#ifndef TEST_FAILING_MEMORY_H
#define TEST_FAILING_MEMORY_H

#include <stddef.h>

/* The allocation after the next `after` fails, and with `all` set all later ones; SIZE_MAX switches off. Of
 * the library, the program and the test itself, not of the libraries they stand on; in every thread. */
void dvi_memory_fail(size_t after, int all);

/* Allocations until the one that fails: SIZE_MAX when it has failed, or was not to. */
size_t dvi_memory_left(void);

#endif
