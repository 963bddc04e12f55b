/* A new file in the place of an index. Whatever fails, either is whole: the old one stays until the new one
 * has its name. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "beside.h"
#include "commit_mark.h"
#include "database.h"
#include "lists.h"

static dvk_status sync_file(dvi_store *store) {
    char reason[128];
    int fd = open(store->path, O_RDWR | O_CLOEXEC);
    int failed = fd >= 0 && fsync(fd) == 0 ? 0 : errno;
    close(fd);
    if (failed == 0) return DVK_OK;
    dvi_errno_text(failed, reason, sizeof reason);
    return dvi_error_set(&store->error, DVK_E_WRITE, store->path, 0, 0, "the new file cannot be written: %s",
                         reason);
}

/* Whether the old log is in the old database and empty, as it is left. */
static bool is_settled(dvi_store *old) {
    bool settled = dvi_empty_log(old) == DVK_OK;
    dvi_let_log_be(old);
    return settled;
}

static void sync_folder_of(const char *path) {
    char folder[DVI_BESIDE];
    dvi_beside(path, "", folder);
    char *end = strrchr(folder, '/');
    if (end == NULL) return;
    *end = '\0';
    dvi_sync_folder(folder);
}

bool dvi_store_log_is_aside(const dvi_store *old) {
    char aside[DVI_BESIDE];
    dvi_beside(old->path, DVI_LOG_ASIDE, aside);
    return access(aside, F_OK) == 0;
}

dvk_status dvi_store_drop_log_aside(dvi_store *old) {
    char aside[DVI_BESIDE], reason[128];
    dvi_beside(old->path, DVI_LOG_ASIDE, aside);
    if (unlink(aside) == 0) {
        sync_folder_of(old->path); /* before there is a rebuilt file to say that it is needed */
    } else if (errno != ENOENT) {
        dvi_errno_text(errno, reason, sizeof reason);
        return dvi_error_set(&old->error, DVK_E_WRITE, aside, 0, 0,
                             "what an earlier rebuild set aside, and would come back, cannot be removed: %s",
                             reason);
    }
    return DVK_OK;
}

/* The numbers of all its runs. */
static dvk_status runs_of(dvi_store *store, dvi_run_numbers *out) {
    dvk_status status = dvi_store_begin(store, false);
    if (status == DVK_OK) status = dvi_lists_refresh(store);
    if (status == DVK_OK && dvi_run_numbers_of(store->lists, out) != DVK_OK) status = dvi_no_memory(store);
    dvi_store_rollback(store);
    return status;
}

void dvi_store_drop_runs(dvi_store *store) {
    dvi_run_numbers all = {0};
    if (store == NULL || store->handle == NULL) return;
    dvi_store_rollback(store);
    if (runs_of(store, &all) == DVK_OK)
        for (size_t i = 0; i < all.n; i++)
            dvi_run_file_delete(store, all.list[i]);
    dvi_free(all.list);
}

static dvk_status refuse_place(dvi_store *fresh, const dvi_store *old) {
    char reason[128];
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(&fresh->error, DVK_E_WRITE, old->path, 0, 0,
                         "the new file cannot be put in the place of the old one: %s", reason);
}

static dvk_status leave_log_aside(dvi_store *fresh, const char *log, const char *aside) {
    char reason[128];
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(
        &fresh->error, DVK_E_WRITE, aside, 0, 0,
        "the index stays as it was, but its last commits are in this file (%s); rename it to %.300s", reason,
        log);
}

/* A log that is there would be taken for that of the new file. What cannot be moved into the old one is set
 * aside, and comes back when the old one stays, by open_store.c after a crash between the two. */
static dvk_status put_in_place(dvi_store *fresh, dvi_store *old) {
    char log[DVI_BESIDE], aside[DVI_BESIDE];
    dvk_status status = sync_file(fresh);
    if (status != DVK_OK) return status;
    dvi_beside(old->path, DVI_LOG, log);
    dvi_beside(old->path, DVI_LOG_ASIDE, aside);
    dvi_store_rollback(old);
    bool settled = is_settled(old);
    if (!settled && rename(log, aside) != 0) {
        if (errno != ENOENT) return refuse_place(fresh, old);
        settled = true; /* there is none */
    }
    dvi_commit_mark_remove(old->path);
    sync_folder_of(old->path); /* never the new file with this log or this mark beside it */
    if (rename(fresh->path, old->path) != 0) {
        status = refuse_place(fresh, old);
        return settled || rename(aside, log) == 0 ? status : leave_log_aside(fresh, log, aside);
    }
    sync_folder_of(old->path); /* before what the old one needs is removed */
    if (!settled) unlink(aside);
    return DVK_OK;
}

dvk_status dvi_store_rename(dvi_store *fresh, dvi_store *old) {
    dvi_run_numbers kept = {0};
    dvk_status status = runs_of(fresh, &kept);
    if (status == DVK_OK) status = dvi_empty_log(fresh);
    if (status == DVK_OK) {
        dvi_close_handle(fresh);
        status = put_in_place(fresh, old);
    }
    if (status == DVK_OK) dvi_run_files_sweep(fresh, &kept);
    for (size_t i = 0; status != DVK_OK && i < kept.n; i++)
        dvi_run_file_delete(fresh, kept.list[i]);
    dvi_free(kept.list);
    return status;
}
