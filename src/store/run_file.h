/* A run: a file with the sorted postings of some articles, never changed once it is written. */
#ifndef DVI_RUN_FILE_H
#define DVI_RUN_FILE_H

#include "run_format.h"

/* Blocks that were read and compared, kept for the next who asks. */
typedef struct dvi_block_cache {
    uint8_t *blocks;
    uint64_t *tags;
} dvi_block_cache;

void dvi_block_cache_clear(dvi_block_cache *cache);
void dvi_block_cache_finish(dvi_block_cache *cache);

typedef struct dvi_run_file dvi_run_file;

/* The name of a run's file, in memory that the caller frees; NULL for want of it. */
char *dvi_run_path(const dvi_store *store, uint64_t number);

/* Opens the file that a row speaks of. *missing when there is none, which is no error yet. */
dvk_status dvi_run_open(dvi_store *store, const dvi_run_info *info, dvi_run_file **out, bool *missing);
void dvi_run_close(dvi_run_file *run); /* takes NULL */
dvi_run_info *dvi_run_about(dvi_run_file *run);

/* As dvi_postings_around, of this run alone; the key is an entry's. */
dvk_status dvi_run_around(dvi_store *store, dvi_run_file *run, dvi_posting_table table, const dvi_entry *at,
                          size_t reach, dvi_posting_view *out);
/* Whether an entry is there, exactly so. */
dvk_status dvi_run_has(dvi_store *store, dvi_run_file *run, dvi_posting_table table, const dvi_entry *entry,
                       bool *there);

/* The entries of block `index` of a table, in order, into out[DVI_MOST_ENTRIES]. */
dvk_status dvi_run_block(dvi_store *store, dvi_run_file *run, dvi_posting_table table, uint32_t index,
                         dvi_entry *out, size_t *n);
/* Reads every block: sums, their hash, what the first block says. */
dvk_status dvi_run_check(dvi_store *store, dvi_run_file *run);

#endif
