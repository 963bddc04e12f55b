/* What the files that read runs share: an open one, and its blocks. */
#ifndef DVI_RUN_BLOCKS_H
#define DVI_RUN_BLOCKS_H

#include <sqlite3.h>

#include "run_file.h"

struct dvi_run_file {
    sqlite3_file *file;
    char *path; /* the file keeps a pointer to it */
    dvi_run_info info;
    uint32_t *fences[DVI_POSTING_TABLES];
    uint64_t *filter; /* NULL until it pays */
    uint32_t in_vain; /* blocks read for bands that have no such key */
};

dvk_status dvi_run_damaged(dvi_store *store, const dvi_run_file *run, uint64_t block);

/* Reads a block of DVI_BLOCK bytes, by its place in the file. */
dvk_status dvi_run_read(dvi_store *store, const dvi_run_file *run, uint64_t index, uint8_t *out);
/* The same from the cache, lent until the next call. */
dvk_status dvi_run_lend(dvi_store *store, const dvi_run_file *run, uint64_t index, const uint8_t **out);

/* Places of a table's block, and of the filter's first. */
uint64_t dvi_run_place(const dvi_run_file *run, dvi_posting_table table, uint32_t block);
uint64_t dvi_run_filter_place(const dvi_run_file *run);

#endif
