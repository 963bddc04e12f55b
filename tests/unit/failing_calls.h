/* For tests: calls of the library to the system that fail on purpose. To close what is not open ends the
 * test. */
#ifndef TEST_FAILING_CALLS_H
#define TEST_FAILING_CALLS_H

#include <stdbool.h>

typedef enum failing_call {
    FAILING_OPEN = 1,
    FAILING_READ = 2,  /* pread */
    FAILING_WRITE = 4, /* pwrite */
    FAILING_SYNC = 8,
    FAILING_LINK = 16,
    FAILING_RENAME = 32,
    FAILING_STAT = 64 /* fstat */
} failing_call;

/* The call of one of these kinds after the next `after` fails with `reason`, and no later one; kinds 0
 * switches off. With reason 0 the process ends there, as in a crash. Of the library and the test itself, not
 * of SQLite. Returns whether one failed since the last time. */
bool dvi_calls_fail(unsigned kinds, long after, int reason);

/* File systems are said to be read-only. */
void dvi_calls_read_only(bool on);

#endif
