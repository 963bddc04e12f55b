/* What a terminal obeys and does not show. */
#ifndef DVOINIK_CLI_OBEYED_H
#define DVOINIK_CLI_OBEYED_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character that a text of `len` bytes, at least one, begins with; 1 where it is none. *obeyed
 * tells whether it is none, a control, an end of a line, or a mark that turns the direction of writing. */
size_t obeyed_length(const char *text, size_t len, bool *obeyed);

#endif
