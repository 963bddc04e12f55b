/* Opening the database of an index. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"
#include "beside.h"
#include "commit_mark.h"
#include "database.h"
#include "lists.h"
#include "page_sums.h"
#include "plain_file.h"
#include "statements.h"

enum { TRIES = 10 };

static const char settings_of_all[] =
    "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=32768;";

static dvk_status run_text(dvi_store *store, const char *text) {
    int rc = sqlite3_exec(store->handle, text, NULL, NULL, NULL);
    return rc == SQLITE_OK ? DVK_OK : dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle));
}

/* What a file from elsewhere might have in it is not done for it, and no statement here needs more. */
static void harden(sqlite3 *handle) {
    static const struct {
        int what, most;
    } limits[] = {{SQLITE_LIMIT_LENGTH, DVI_MOST_ROW},
                  {SQLITE_LIMIT_SQL_LENGTH, 100000},
                  {SQLITE_LIMIT_COLUMN, 100},
                  {SQLITE_LIMIT_EXPR_DEPTH, 10},
                  {SQLITE_LIMIT_COMPOUND_SELECT, 3},
                  {SQLITE_LIMIT_VDBE_OP, 25000},
                  {SQLITE_LIMIT_FUNCTION_ARG, 8},
                  {SQLITE_LIMIT_ATTACHED, 0},
                  {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
                  {SQLITE_LIMIT_VARIABLE_NUMBER, 20},
                  {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                  {SQLITE_LIMIT_WORKER_THREADS, 0}};
    static const int off[] = {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, SQLITE_DBCONFIG_ENABLE_TRIGGER,
                              SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_TRUSTED_SCHEMA,
                              SQLITE_DBCONFIG_WRITABLE_SCHEMA};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(handle, limits[i].what, limits[i].most);
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        sqlite3_db_config(handle, off[i], 0, (int *)NULL);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
}

char *dvi_join_path(const char *folder, const char *file, const char *ending) {
    size_t size = strlen(folder) + strlen(file) + strlen(ending) + 2;
    char *path = dvi_alloc(size, 1);
    if (path != NULL) snprintf(path, size, "%s/%s%s", folder, file, ending);
    return path;
}

static dvk_status open_handle(dvi_store *store, int flags, const dvi_store_options *options) {
    int rc = dvi_page_sums_register();
    if (rc == SQLITE_OK)
        rc = sqlite3_open_v2(store->path, &store->handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                             options->salvage ? DVI_UNCHECKED_VFS : DVI_PAGE_SUMS_VFS);
    if (rc != SQLITE_OK) return dvi_sqlite_failed(store, rc);
    /* What may not be written SQLite opens to be read, and fails at the first lock, as a broken disk would.
     */
    if ((flags & SQLITE_OPEN_READWRITE) != 0 && sqlite3_db_readonly(store->handle, "main") == 1)
        return dvi_refuse_to_open(store);
    harden(store->handle);
    sqlite3_busy_timeout(store->handle, options->wait < 1u << 30 ? (int)options->wait : 1 << 30);
    return DVK_OK;
}

/* Some of these read the file; who is to be alone says so before, or the log is shared. */
static dvk_status set_up(dvi_store *store, const dvi_store_options *options) {
    dvk_status status = options->salvage ? run_text(store, "PRAGMA locking_mode=EXCLUSIVE") : DVK_OK;
    if (status == DVK_OK) status = run_text(store, settings_of_all);
    if (status == DVK_OK)
        status = run_text(store, options->careless ? "PRAGMA synchronous=OFF" : "PRAGMA synchronous=FULL");
    return status;
}

/* Whether it is an index of this format at all. */
static dvk_status check_kind(dvi_store *store) {
    int64_t application = 0, format = 0;
    dvk_status status =
        dvi_number(store, "SELECT count(*) FROM sqlite_master", &format); /* reads the first page whole */
    if (status == DVK_OK) status = dvi_number(store, "PRAGMA application_id", &application);
    if (status == DVK_OK) status = dvi_number(store, "PRAGMA user_version", &format);
    if (status != DVK_OK) return status;
    if (application != DVI_APPLICATION)
        return dvi_error_set(
            &store->error, DVK_E_DAMAGED, store->path, 0, 0,
            "the file is not an index of dvoinik; put back a copy, or make a new index in another folder");
    if (format != DVI_STORE_FORMAT)
        return dvi_error_set(
            &store->error, DVK_E_VERSION, store->path, 0, 0,
            "the index has format %lld, this program reads format %d; use the program that made it, or "
            "add its articles to a new index",
            (long long)format, DVI_STORE_FORMAT);
    return DVK_OK;
}

/* What is damaged does not keep a store from being opened for salvage. */
static dvk_status tolerate(dvk_status status, const dvi_store_options *options) {
    return status == DVK_E_DAMAGED && options->salvage ? DVK_OK : status;
}

static dvk_status open_set_up(dvi_store *store, int flags, const dvi_store_options *options) {
    dvk_status status = open_handle(store, flags, options);
    return status == DVK_OK ? tolerate(set_up(store, options), options) : status;
}

/* Of an index whose first page cannot be used as it is, and is damaged, another is read in its place. */
static dvk_status open_for_salvage(dvi_store *store, int flags, const dvi_store_options *options) {
    dvk_status status = open_set_up(store, flags, options);
    if (status != DVK_OK) return status;
    status = check_kind(store);
    if (status == DVK_OK) status = dvi_schema_check(store);
    if (status != DVK_E_DAMAGED && status != DVK_E_VERSION) return status;
    dvi_close_handle(store);
    status = open_handle(store, flags, options);
    if (status == DVK_OK) status = dvi_first_page_stand_in(store);
    return status == DVK_OK ? tolerate(set_up(store, options), options) : status;
}

void dvi_let_log_be(dvi_store *store) {
    int on = 1;
    sqlite3_file_control(store->handle, "main", SQLITE_FCNTL_PERSIST_WAL, &on);
    sqlite3_db_config(store->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

/* The index as a crash left it while a rebuilt one took its place, see replace_store.c: the other has its own
 * name still, and the log does not. */
static bool lacks_its_log(const dvi_store *store, const char *aside) {
    char rebuilt[DVI_BESIDE];
    size_t len = strlen(store->path), own = sizeof DVI_STORE_FILE - 1;
    if (len < own || strcmp(store->path + len - own, DVI_STORE_FILE) != 0 || access(aside, F_OK) != 0)
        return false;
    dvi_beside(store->path, &DVI_STORE_REBUILT[own], rebuilt);
    return access(rebuilt, F_OK) == 0;
}

static dvk_status rename_log(dvi_store *store, const char *aside, const char *log) {
    char reason[128];
    if (dvi_check_plain(aside, &store->error) != DVK_OK) return DVK_E_IO;
    if (rename(aside, log) == 0) return DVK_OK;
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(
        &store->error, DVK_E_WRITE, aside, 0, 0,
        "a rebuild was cut off and left the last commits in this file, which cannot be renamed to "
        "%.300s: %s",
        log, reason);
}

/* Only when nobody else has the index open: a rebuild that goes on may be between the same two steps. */
static dvk_status bring_log_back(dvi_store *store, const dvi_store_options *options) {
    char log[DVI_BESIDE], aside[DVI_BESIDE];
    dvi_store_options alone = {.wait = options->wait, .salvage = true};
    dvi_beside(store->path, DVI_LOG, log);
    dvi_beside(store->path, DVI_LOG_ASIDE, aside);
    if (!lacks_its_log(store, aside)) return DVK_OK;
    dvk_status status = open_handle(store, SQLITE_OPEN_READWRITE, &alone);
    if (status == DVK_OK) status = tolerate(set_up(store, &alone), &alone);
    if (status == DVK_OK) status = tolerate(run_text(store, "SELECT count(*) FROM sqlite_master"), &alone);
    if (status == DVK_OK && lacks_its_log(store, aside)) {
        status = rename_log(store, aside, log);
        dvi_let_log_be(store);
    }
    dvi_close_handle(store);
    return status;
}

/* Whether the mark is not what it was: a rebuilt file came in the place of the one it was of. */
static bool is_of_another(const dvi_store *store, const dvi_commit_mark *mark) {
    dvi_commit_mark now;
    dvi_commit_mark_read(store->path, &now);
    return now.generation != mark->generation || now.frames != mark->frames || now.commits != mark->commits;
}

/* *again when what was found is to be looked at once more. */
static dvk_status open_once(dvi_store *store, const dvi_store_options *options, bool *again) {
    int flags = options->access == DVI_STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    dvi_commit_mark mark;
    *again = false;
    dvk_status status = dvi_check_all_plain(store->path, &store->error);
    if (status == DVK_OK) status = bring_log_back(store, options);
    if (status != DVK_OK) return status;
    dvi_commit_mark_read(store->path, &mark);
    status = options->salvage ? open_for_salvage(store, flags, options) : open_set_up(store, flags, options);
    if (status == DVK_OK) status = tolerate(check_kind(store), options);
    if (status == DVK_OK) status = tolerate(dvi_schema_check(store), options);
    if (status == DVK_OK) status = tolerate(dvi_pinned_read(store), options);
    if (status == DVK_OK) status = tolerate(dvi_counts_read(store), options);
    if (status != DVK_OK || options->salvage) return status;
    status = dvi_commit_mark_check(store, &mark);
    *again = status == DVK_E_DAMAGED && is_of_another(store, &mark);
    return status;
}

/* A rebuilt file may take the place of the one that was opened while its lock was waited for, or of the one
 * whose mark was read before it was opened. From the first that is read until it is closed nobody can. */
static dvk_status open_there(dvi_store *store, const dvi_store_options *options) {
    bool again;
    dvk_status status = open_once(store, options, &again);
    for (int i = 0;
         i < TRIES && status != DVK_E_BUSY && store->handle != NULL && (again || dvi_is_moved(store)); i++) {
        dvi_close_handle(store);
        status = open_once(store, options, &again);
    }
    return status;
}

void dvi_sync_folder(const char *folder) {
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    fsync(fd);
    close(fd);
}

dvk_status dvi_empty_log(dvi_store *store) {
    int rc = sqlite3_wal_checkpoint_v2(store->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return rc == SQLITE_OK ? DVK_OK : dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle));
}

dvk_status dvi_lay_out(dvi_store *store) {
    char text[128];
    int reserved = DVI_PAGE_SUM;
    snprintf(text, sizeof text, "PRAGMA page_size=%d", DVI_PAGE_SIZE);
    dvk_status status = run_text(store, text);
    sqlite3_file_control(store->handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
    snprintf(text, sizeof text, "PRAGMA application_id=%d; PRAGMA user_version=%d; PRAGMA journal_mode=WAL",
             DVI_APPLICATION, DVI_STORE_FORMAT);
    if (status == DVK_OK) status = run_text(store, text);
    if (status == DVK_OK) status = run_text(store, "BEGIN IMMEDIATE");
    return status == DVK_OK ? run_text(store, dvi_schema) : status;
}

dvk_status dvi_fill_new(dvi_store *store, const dvi_store_options *options) {
    dvk_status status = open_handle(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, options);
    if (status == DVK_OK) status = set_up(store, options);
    if (status != DVK_OK) return status;
    status = dvi_lay_out(store);
    store->pinned = *options->pinned;
    store->counts = (dvi_counts){.next_article = 1, .next_run = 1};
    if (status == DVK_OK) status = dvi_pinned_write(store);
    if (status == DVK_OK) status = dvi_counts_write(store);
    if (status == DVK_OK) status = run_text(store, "COMMIT");
    return status == DVK_OK ? dvi_empty_log(store) : status;
}

void dvi_close_handle(dvi_store *store) {
    for (size_t i = 0; i < DVI_SQL_STATEMENTS; i++) {
        sqlite3_finalize(store->statements[i]);
        store->statements[i] = NULL;
    }
    sqlite3_close(store->handle);
    store->handle = NULL;
}

static dvk_status refuse_missing(dvi_store *store, const char *folder, int failure) {
    char reason[128];
    struct stat info;
    if (dvi_check_plain(store->path, &store->error) != DVK_OK) return DVK_E_IO; /* a link to nothing */
    if (failure != ENOENT && failure != ENOTDIR) {
        dvi_errno_text(failure, reason, sizeof reason);
        return dvi_error_set(&store->error, DVK_E_IO, store->path, 0, 0, "the index cannot be opened: %s",
                             reason);
    }
    if (stat(folder, &info) == 0 && !S_ISDIR(info.st_mode))
        return dvi_error_set(
            &store->error, DVK_E_IO, folder, 0, 0,
            "this is no folder, and an index is one; make it elsewhere: dvoinik index create DIR");
    return dvi_error_set(&store->error, DVK_E_IO, folder, 0, 0,
                         "there is no index in it; make one: dvoinik index create %.200s", folder);
}

/* The files of lists have the name of the index, also while it is made anew under another. */
static dvk_status name_runs(dvi_store *store) {
    const char *path = sqlite3_db_filename(store->handle, "main"), *end = strrchr(path, '/');
    size_t len = end != NULL ? (size_t)(end - path) + 1 : 0, size = len + sizeof DVI_STORE_FILE "-run";
    store->runs_path = dvi_alloc(size, 1);
    if (store->runs_path == NULL) return dvi_no_memory(store);
    memcpy(store->runs_path, path, len);
    memcpy(store->runs_path + len, DVI_STORE_FILE "-run", size - len);
    return DVK_OK;
}

/* What a rebuild made that was killed: while this store is open no other can be at work, and one that had set
 * the log aside has been dealt with. */
static void drop_dead_rebuild(const dvi_store *store, const char *folder, const dvi_store_options *options) {
    if (options->access != DVI_STORE_WRITE || options->salvage || options->file != NULL) return;
    if (!dvi_store_log_is_aside(store)) dvi_store_remove(folder, DVI_STORE_REBUILT);
}

dvk_status dvi_store_create(dvi_store **out, const char *folder, const dvi_store_options *options,
                            dvk_error *error) {
    const char *file = options->file != NULL ? options->file : DVI_STORE_FILE;
    dvi_store_options later = *options;
    *out = NULL;
    dvi_store *store = dvi_alloc_zero(1, sizeof *store);
    if (store == NULL)
        return dvi_error_set(error, DVK_E_MEMORY, folder, 0, 0, "the memory is not enough to open the index");
    store->mark = -1;
    store->careless = options->careless;
    store->path = dvi_join_path(folder, file, "");
    dvk_status status = store->path != NULL ? DVK_OK
                                            : dvi_error_set(&store->error, DVK_E_MEMORY, folder, 0, 0,
                                                            "the memory is not enough to open the index");
    if (status == DVK_OK && options->access == DVI_STORE_NEW) {
        status = dvi_make_new(store, folder, file, options);
        later.access = DVI_STORE_WRITE;
    } else if (status == DVK_OK && access(store->path, F_OK) != 0) {
        status = refuse_missing(store, folder, errno);
    }
    if (status == DVK_OK) status = open_there(store, &later);
    if (status == DVK_OK) status = name_runs(store);
    if (status == DVK_OK) {
        drop_dead_rebuild(store, folder, options);
        *out = store;
        return DVK_OK;
    }
    if (error != NULL) *error = store->error;
    dvi_store_destroy(store);
    return status;
}

void dvi_store_destroy(dvi_store *store) {
    if (store == NULL) return;
    dvi_store_rollback(store);
    dvi_lists_destroy(store);
    dvi_close_handle(store);
    if (store->mark >= 0) close(store->mark);
    dvi_free(store->neighbours);
    dvi_free(store->path);
    dvi_free(store->runs_path);
    dvi_free(store);
}
