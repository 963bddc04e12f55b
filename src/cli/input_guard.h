/* Keeps what is read from being written over. */
#ifndef DVOINIK_CLI_INPUT_GUARD_H
#define DVOINIK_CLI_INPUT_GUARD_H

#include <stdbool.h>

#include "options.h"
#include "verbs.h"

/* Whether the output or the map that is asked for would take the place of what is read, or come among it;
 * with a message. */
bool input_guard_refuses(const verb *asked, const settings *values);

#endif
