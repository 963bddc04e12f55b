/* Inputs that are read twice, so that their texts need not lie in memory. */
#ifndef DVOINIK_CLI_TWICE_H
#define DVOINIK_CLI_TWICE_H

#include <stddef.h>
#include <stdint.h>

#include "options.h"

/* Makes ready to read the inputs from number `first` on twice, as `what` does: what comes through standard
 * input is put into a temporary file, which takes its place. Returns EXIT_DONE with where standard input
 * begins, or another status after a message. */
int twice_prepare(const settings *values, size_t first, const char *what, int64_t *begin);

/* Before the second time. */
int twice_rewind(const settings *values, size_t first, int64_t begin);

#endif
