/* Writing a run. */
#ifndef DVI_RUN_WRITE_H
#define DVI_RUN_WRITE_H

#include "database.h"
#include "run_file.h"

enum { DVI_RUN_BUFFERED = 16 };

typedef struct dvi_run_writer {
    dvi_store *store;
    sqlite3_file *file;
    char *path; /* the file keeps a pointer to it */
    dvi_run_info info;
    uint64_t block; /* the next one's place */
    uint8_t *buffer;
    size_t buffered; /* blocks of the buffer that are whole */
    uint32_t n;      /* entries of the block at hand */
    dvi_posting_table table;
    uint32_t *fences[DVI_POSTING_TABLES];
    size_t fences_cap[DVI_POSTING_TABLES];
    uint64_t *filter;
} dvi_run_writer;

/* Makes the file of a number that has none, for at most so many entries of bands. */
dvk_status dvi_run_writer_begin(dvi_run_writer *w, dvi_store *store, uint64_t number, uint64_t most_bands);
/* In order: bands first, then anchors. */
dvk_status dvi_run_writer_put(dvi_run_writer *w, dvi_posting_table table, const dvi_entry *entry);
/* Writes the rest and syncs, with what `info` says of the articles; fills in the rest of it. */
dvk_status dvi_run_writer_end(dvi_run_writer *w, dvi_run_info *info);
void dvi_run_writer_finish(dvi_run_writer *w); /* closes; also after a failure */

#endif
