/* What an open store knows of its lists: the latest articles, the runs, who was removed. */
#ifndef DVI_LISTS_H
#define DVI_LISTS_H

#include "gone.h"
#include "recent.h"
#include "run_file.h"

/* Numbers of run files. */
typedef struct dvi_run_numbers {
    uint64_t *list;
    size_t n, cap;
} dvi_run_numbers;

typedef struct dvi_lists {
    dvi_recent *recent;
    uint32_t saved;      /* the last article of `recent` that is a row */
    dvi_run_file **runs; /* by rising numbers of articles */
    size_t n_runs, runs_cap;
    dvi_gone gone;
    dvi_block_cache cache;
    uint64_t commits, epoch;       /* of the state that this is */
    bool valid;                    /* it is one */
    bool fresh;                    /* of this transaction */
    bool changed;                  /* in this transaction */
    dvi_run_numbers made, dropped; /* in this transaction */
    dvi_posting scratch[4][DVI_MOST_REACH];
} dvi_lists;

/* Brings the lists to the state of the transaction. */
dvk_status dvi_lists_refresh(dvi_store *store);
/* The same, to change them. */
dvk_status dvi_lists_change(dvi_store *store);

/* Before and after a transaction that writes is committed; when it is taken back, before others can write.
 * Files that it made stay with `keep_files`: its commit failed. */
dvk_status dvi_lists_save(dvi_store *store);
void dvi_lists_committed(dvi_store *store);
void dvi_lists_rolled_back(dvi_store *store, bool keep_files);
void dvi_lists_destroy(dvi_store *store);

/* The run in whose numbers an article's lies; NULL for none. */
dvi_run_file *dvi_lists_run_of(const dvi_lists *lists, uint32_t article);

/* Rows of runs. */
dvk_status dvi_run_rows_load(dvi_store *store, bool *missing);
/* Room for one more in the list. */
dvk_status dvi_lists_reserve_run(dvi_store *store);
dvk_status dvi_run_row_put(dvi_store *store, const dvi_run_info *info);
dvk_status dvi_run_row_delete(dvi_store *store, uint64_t number);

/* Removes the run files that are in none of `kept`. */
void dvi_run_files_sweep(const dvi_store *store, const dvi_run_numbers *kept);
void dvi_run_file_delete(const dvi_store *store, uint64_t number);
dvk_status dvi_run_numbers_add(dvi_run_numbers *numbers, uint64_t number);
/* Adds those of all runs. */
dvk_status dvi_run_numbers_of(const dvi_lists *lists, dvi_run_numbers *out);

/* Moves the latest articles into a run, with some of the runs before them. */
dvk_status dvi_lists_flush(dvi_store *store);
/* Whether there are too many of them. */
bool dvi_lists_is_full(const dvi_store *store);
/* Writes runs anew of which most was removed. */
dvk_status dvi_lists_compact(dvi_store *store);

#endif
