/* Paths as texts, and where links lead. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "paths.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "checked.h"

enum { MOST_LINKS = 40 };

char *join_path(const char *folder, const char *name) {
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = checked_alloc(size, 1);
    snprintf(path, size, "%s/%s", folder, name);
    return path;
}

char *folder_of(const char *path) {
    const char *end = strrchr(path, '/');
    if (end == NULL) return checked_copy(".", 1);
    return checked_copy(path, end == path ? 1 : (size_t)(end - path));
}

const char *name_of(const char *path) {
    const char *end = strrchr(path, '/');
    return end != NULL ? end + 1 : path;
}

static char *join_link(const char *path, const char *to) {
    if (to[0] == '/') return checked_copy(to, strlen(to));
    char *folder = folder_of(path), *joined = join_path(folder, to);
    free(folder);
    return joined;
}

char *follow_links(const char *path) {
    char *at = realpath(path, NULL), text[PATH_MAX];
    if (at != NULL) return at;
    at = checked_copy(path, strlen(path));
    for (int i = 0; i < MOST_LINKS; i++) {
        ssize_t n = readlink(at, text, sizeof text - 1);
        if (n <= 0) break;
        text[n] = '\0';
        char *next = join_link(at, text);
        free(at);
        at = next;
    }
    return at;
}
