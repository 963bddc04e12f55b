/* For tests: whether the long ones are wanted (tests/run --long). */
#ifndef TEST_LONG_RUN_H
#define TEST_LONG_RUN_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static inline bool is_long_run(void) {
    const char *wanted = getenv("DVOINIK_LONG_TESTS");
    return wanted != NULL && strcmp(wanted, "1") == 0;
}

#endif
