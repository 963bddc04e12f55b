/* How far the log of an index had come: a small file beside it. */
#ifndef DVI_COMMIT_MARK_H
#define DVI_COMMIT_MARK_H

#include "database.h"

#define DVI_MARK "-mark"

/* Where the log stands after a commit; all zeros say nothing. */
typedef struct dvi_commit_mark {
    uint64_t generation; /* of the log: the salts in its header */
    uint64_t frames, commits;
    bool log_damaged; /* the header of the log as it is */
} dvi_commit_mark;

/* What the file says, zeros when it is not there or not whole; and a look at the log. */
void dvi_commit_mark_read(const char *path, dvi_commit_mark *out);
/* Notes the last commit of the store. What cannot be written is let be: an older mark holds as well. */
void dvi_commit_mark_write(dvi_store *store);
/* Compares a mark that was read before the store was opened with what SQLite took from the log. */
dvk_status dvi_commit_mark_check(dvi_store *store, const dvi_commit_mark *mark);
void dvi_commit_mark_remove(const char *path);

#endif
