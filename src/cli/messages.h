/* Messages to the user on standard error, and the exit statuses. */
#ifndef DVOINIK_CLI_MESSAGES_H
#define DVOINIK_CLI_MESSAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/status.h"

enum {
    EXIT_DONE = 0,
    EXIT_FINDINGS = 1,
    EXIT_USAGE = 2,
    EXIT_INPUT = 3,
    EXIT_DAMAGED = 4,
    EXIT_RESOURCE = 5,
    EXIT_INTERRUPTED = 130
};

/* "dvoinik: message" */
void message_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* How many bytes of a word a message shows, for %.*s: at most so many, and whole characters. */
int message_cut(const char *text, int most);

/* "dvoinik: file:line: byte B: message", what is unknown left out, with `tail` behind. */
void message_place(const dvk_error *error, const char *tail);

/* The same as text; returns its length. */
size_t message_format(const dvk_error *error, const char *tail, char *out, size_t cap);

/* The exit status for a failure of the library. */
int exit_for(dvk_status status);

/* Shows why a job failed, unless it was interrupted; returns the exit status. */
int message_failure(dvk_status status, const dvk_error *error);

/* The same with `tail` behind. */
int message_failure_with(dvk_status status, const dvk_error *error, const char *tail);

#endif
