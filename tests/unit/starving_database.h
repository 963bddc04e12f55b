/* For tests: SQLite's allocations made to fail, one of them or all from one on. */
#ifndef TEST_STARVING_DATABASE_H
#define TEST_STARVING_DATABASE_H

#include <sqlite3.h>
#include <stdbool.h>

static struct {
    sqlite3_mem_methods below;
    long left; /* allocations until one fails; -1: never */
    bool on;   /* all later ones fail as well */
    long seen;
} starving = {.left = -1};

static bool starves(void) {
    starving.seen++;
    if (starving.left < 0) return false;
    if (starving.left > 0) {
        starving.left--;
        return false;
    }
    if (!starving.on) starving.left = -1;
    return true;
}

static void *starving_malloc(int size) {
    return starves() ? NULL : starving.below.xMalloc(size);
}

static void *starving_realloc(void *old, int size) {
    return starves() ? NULL : starving.below.xRealloc(old, size);
}

/* Before SQLite is used. */
static inline void starving_install(void) {
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &starving.below);
    sqlite3_mem_methods hungry = starving.below;
    hungry.xMalloc = starving_malloc;
    hungry.xRealloc = starving_realloc;
    sqlite3_config(SQLITE_CONFIG_MALLOC, &hungry);
    sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0);
}

#endif
