/* What the user's terminal can show. */
#ifndef DVOINIK_CLI_TERMINAL_H
#define DVOINIK_CLI_TERMINAL_H

#include <stdbool.h>

#include "options.h"
#include "output.h"

/* Columns: --width, else the terminal's, else COLUMNS, else 80. */
uint32_t terminal_width(const settings *values, const output *out);

/* Whether the terminal, if there is one, knows colours and how to begin a line anew, by its TERM. */
bool terminal_obeys(void);

/* --color, and for auto: a terminal that is not dumb, without NO_COLOR. */
bool terminal_colour(const settings *values, const output *out);

#endif
