/* A set of hashes, of each name and of each name with its file. Two names of one hash cost one of them an id
 * with its path in it. */
#include "same_name.h"

#include <string.h>
#include <sys/stat.h>

#include <xxhash.h>

#include "base/memory.h"

enum { FIRST_PLACES = 64 };

void dvi_same_name_finish(dvi_same_name *names) {
    dvi_free(names->keys);
    *names = (dvi_same_name){0};
}

/* The place where the key is, or is to be. */
static size_t place_of(const dvi_same_name *names, uint64_t key) {
    size_t at = (size_t)key & (names->places - 1);
    while (names->keys[at] != 0 && names->keys[at] != key)
        at = (at + 1) & (names->places - 1);
    return at;
}

static dvk_status make_room(dvi_same_name *names) {
    dvi_same_name more = {.n = names->n, .places = names->places != 0 ? names->places * 2 : FIRST_PLACES};
    if ((names->n + 3) * 2 <= names->places) return DVK_OK;
    more.keys = dvi_alloc_zero(more.places, sizeof *more.keys);
    if (more.keys == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < names->places; i++)
        if (names->keys[i] != 0) more.keys[place_of(&more, names->keys[i])] = names->keys[i];
    dvi_free(names->keys);
    *names = more;
    return DVK_OK;
}

static bool holds(const dvi_same_name *names, uint64_t key) {
    return names->keys[place_of(names, key)] != 0;
}

static void take(dvi_same_name *names, uint64_t key) {
    size_t at = place_of(names, key);
    names->n += names->keys[at] == 0;
    names->keys[at] = key;
}

static uint64_t key_of(const void *data, size_t len, uint64_t seed) {
    return XXH3_64bits_withSeed(data, len, seed) | 1;
}

dvk_status dvi_same_name_ask(dvi_same_name *names, dvk_span name, int fd, bool *other) {
    enum { FILE_OF_ITS_NAME, FILE_OF_ANOTHERS };
    struct stat info;
    uint64_t file[2] = {0, 0};
    dvk_status status = make_room(names);
    if (status != DVK_OK) return status;
    if (fstat(fd, &info) == 0) {
        file[0] = (uint64_t)info.st_dev;
        file[1] = (uint64_t)info.st_ino;
    }
    uint64_t key = key_of(name.data, name.len, 0), own = key_of(file, sizeof file, key + FILE_OF_ITS_NAME),
             second = key_of(file, sizeof file, key + FILE_OF_ANOTHERS);
    *other = holds(names, second) || (holds(names, key) && !holds(names, own));
    take(names, key);
    take(names, *other ? second : own);
    return DVK_OK;
}
