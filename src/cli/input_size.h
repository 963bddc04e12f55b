/* How much there is to read. */
#ifndef DVOINIK_CLI_INPUT_SIZE_H
#define DVOINIK_CLI_INPUT_SIZE_H

#include <stddef.h>
#include <stdint.h>

/* The bytes of all inputs as they stand in files; 0 when one of them is no plain file, so that nobody knows.
 */
uint64_t input_size(const char *const *inputs, size_t n);

#endif
