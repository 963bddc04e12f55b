/* Checksums of database pages: a layer between SQLite and the file system. */
#ifndef DVI_PAGE_SUMS_H
#define DVI_PAGE_SUMS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum { DVI_PAGE_SIZE = 4096, DVI_PAGE_SUM = 8 };

/* The name under which SQLite knows the layer. */
#define DVI_PAGE_SUMS_VFS "dvoinik-page-sums"
/* The same, but pages that do not match are read all the same: for saving what their records' own checksums
 * vouch for. */
#define DVI_UNCHECKED_VFS "dvoinik-page-sums-unchecked"

/* Makes both known to SQLite; more than once does no harm. Returns an SQLite result code. */
int dvi_page_sums_register(void);

/* The checksum of the page at `offset`: of all its bytes but the last eight, where it stands. */
uint64_t dvi_page_sum(const uint8_t *page, uint64_t offset);

/* From now on these bytes are read for the first page of a file that one of them opened, until one is
 * written. False without memory. */
bool dvi_page_sums_stand_in(sqlite3_file *file, const uint8_t *page);

#endif
