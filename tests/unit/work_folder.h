/* For tests: a temporary folder of their own, in $TMPDIR where that is a short name without what a shell
 * parts or obeys, since names of files in it go through small buffers and through `rm -rf`; else in /tmp. */
#ifndef TEST_WORK_FOLDER_H
#define TEST_WORK_FOLDER_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char work[64];

static inline int make_work(void **unused) {
    static const char name[] = "/dvoinik-test-XXXXXX";
    static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+";
    const char *folder = getenv("TMPDIR");
    (void)unused;
    if (folder == NULL || folder[0] != '/' || folder[strspn(folder, harmless)] != '\0' ||
        strlen(folder) + sizeof name > sizeof work)
        folder = "/tmp";
    strcpy(work, folder);
    strcat(work, name);
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
