/* A line on the terminal that says how far the work is. */
#ifndef DVOINIK_CLI_PROGRESS_H
#define DVOINIK_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Shown only when standard error is a terminal and `wanted`. */
void progress_start(bool wanted);

/* Shows a stage, at most ten times a second. */
void progress_show(const char *stage, uint64_t done, uint64_t total);

/* Takes the line away, before a message and at the end. */
void progress_clear(void);

#endif
