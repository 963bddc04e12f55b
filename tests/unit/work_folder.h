/* For tests: a temporary folder of their own. */
#ifndef TEST_WORK_FOLDER_H
#define TEST_WORK_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char work[64];

static inline int make_work(void **unused) {
    (void)unused;
    strcpy(work, "/tmp/dvoinik-test-XXXXXX");
    return mkdtemp(work) == NULL;
}

static inline int remove_work(void **unused) {
    char command[128];
    (void)unused;
    snprintf(command, sizeof command, "rm -rf %s", work);
    return system(command) != 0;
}

/* The path of a name in it; it serves until the fourth after it is asked for. */
static inline const char *in_work(const char *name) {
    static char paths[4][160];
    static unsigned at;
    at = (at + 1) % 4;
    snprintf(paths[at], sizeof paths[at], "%s/%s", work, name);
    return paths[at];
}

#endif
