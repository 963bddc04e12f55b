/* A line on the terminal that says how far the work is. */
#ifndef DVOINIK_CLI_PROGRESS_H
#define DVOINIK_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How far a stage is. */
typedef struct progress {
    const char *stage;
    uint64_t done, total; /* things; 0 when their total is not known */
    uint64_t part, whole; /* of the work, for the time left, where it is measured otherwise; else 0 */
} progress;

/* Shown only when standard error is a terminal and `wanted`. */
void progress_start(bool wanted);

/* Shows a stage, at most ten times a second. */
void progress_show(const progress *now);

/* Takes the line away, before a message and at the end. */
void progress_clear(void);

/* The line for a stage that began so many milliseconds ago: what is done, the rate, the time left. Cut to
 * fit. */
void progress_format(const progress *now, int64_t milliseconds, char *out, size_t cap);

#endif
