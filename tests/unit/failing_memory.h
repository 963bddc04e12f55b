/* For tests: allocations that fail on purpose. */
#ifndef TEST_FAILING_MEMORY_H
#define TEST_FAILING_MEMORY_H

#include <stddef.h>

/* The allocation after the next `after` fails, and with `all` set all later ones; SIZE_MAX switches off. Of
 * the library, the program and the test itself, not of the libraries they stand on; in every thread. */
void dvi_memory_fail(size_t after, int all);

#endif
