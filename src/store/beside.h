/* The files beside a database, and what is known here of SQLite's log. Source: SQLite, "Database File
 * Format", section 4.1. */
#ifndef DVI_BESIDE_H
#define DVI_BESIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum {
    DVI_BESIDE = 4200, /* bytes of a name; the system takes none so long */
    DVI_LOG_HEAD = 32,
    DVI_LOG_FRAME = 24 /* what stands before each page */
};

#define DVI_LOG "-wal"
#define DVI_LOG_ASIDE DVI_LOG ".aside"

/* The name of the file that has this ending more; one that is too long is empty, which no file is called. */
static inline void dvi_beside(const char *path, const char *ending, char out[DVI_BESIDE]) {
    size_t len = strlen(path), more = strlen(ending);
    bool fits = len < DVI_BESIDE && more < DVI_BESIDE - len;
    if (fits) memcpy(out, path, len);
    if (fits) memcpy(out + len, ending, more);
    out[fits ? len + more : 0] = '\0';
}

/* A number in the log: the first byte is the highest. */
static inline uint32_t dvi_log_number(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

#endif
