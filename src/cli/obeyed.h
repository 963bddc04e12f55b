/* What a terminal obeys and does not show. */
#ifndef DVOINIK_CLI_OBEYED_H
#define DVOINIK_CLI_OBEYED_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes of the character that a text of `len` bytes, at least one, begins with; 0 when it is none. */
size_t character_length(const char *text, size_t len);

/* Whether a character is a control, an end of a line, or a mark that turns the direction of writing. */
bool is_obeyed(const char *character);

#endif
