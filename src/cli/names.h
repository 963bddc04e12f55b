/* Strings numbered from 0 in the order in which they came. */
#ifndef DVOINIK_CLI_NAMES_H
#define DVOINIK_CLI_NAMES_H

#include <stddef.h>
#include <stdint.h>

#define NO_NAME UINT32_MAX

/* A zeroed one is empty and valid. */
typedef struct names {
    char **texts; /* each ends in NUL */
    size_t *lens;
    uint32_t *slots; /* number + 1, 0 for free */
    size_t n, cap, cap_lens, n_slots;
} names;

void names_finish(names *list);
/* The number of a string, which is added when it is new. */
uint32_t names_add(names *list, const char *text, size_t len);
/* NO_NAME when it is not there. */
uint32_t names_find(const names *list, const char *text, size_t len);

#endif
