/* The database of an index: statements, transactions, and failures as sentences. */
#include "database.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "base/error.h"
#include "commit_mark.h"
#include "lists.h"
#include "statements.h"

const dvk_error *dvi_store_error(const dvi_store *store) {
    return &store->error;
}

const dvi_pinned *dvi_store_pinned(const dvi_store *store) {
    return &store->pinned;
}

const dvi_counts *dvi_store_counts(const dvi_store *store) {
    return &store->counts;
}

/* The write failures of SQLite by extended code; a full disk is a code of its own. */
static bool is_write_failure(int rc) {
    switch (rc) {
    case SQLITE_IOERR_WRITE:
    case SQLITE_IOERR_FSYNC:
    case SQLITE_IOERR_DIR_FSYNC:
    case SQLITE_IOERR_TRUNCATE:
    case SQLITE_IOERR_DELETE:
    case SQLITE_IOERR_SHMSIZE:
    case SQLITE_IOERR_SHMMAP:
    case SQLITE_IOERR_SHMOPEN:
        return true;
    default:
        return (rc & 0xFF) == SQLITE_FULL || (rc & 0xFF) == SQLITE_READONLY;
    }
}

static bool is_damage(int rc) {
    int kind = rc & 0xFF;
    return kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB || rc == SQLITE_IOERR_DATA ||
           rc == SQLITE_IOERR_SHORT_READ || rc == SQLITE_IOERR_CORRUPTFS || kind == SQLITE_CONSTRAINT ||
           kind == SQLITE_ERROR;
}

/* What the codes of is_damage mean for an index. */
static const char *damage_of(int rc) {
    if (rc == SQLITE_IOERR_DATA) return "a page does not match its checksum";
    switch (rc & 0xFF) {
    case SQLITE_NOTADB:
        return "its file does not begin as that of an index does";
    case SQLITE_IOERR:
        return "its file is cut off, or the file system knows it for damaged";
    case SQLITE_CONSTRAINT:
        return "a row is not as it must be, or stands twice";
    case SQLITE_ERROR:
        return "a table is missing, or is not what it was";
    default:
        return "its file is cut off, or its tables do not hold together";
    }
}

dvk_status dvi_no_memory(dvi_store *store) {
    return dvi_error_set(&store->error, DVK_E_MEMORY, store->path, 0, 0,
                         "the memory is not enough for the index");
}

dvk_status dvi_refuse_to_open(dvi_store *store) {
    return dvi_error_set(
        &store->error, DVK_E_IO, store->path, 0, 0,
        "the index cannot be opened; it and its folder must be writable, unless it is only asked, on "
        "a read-only file system, without a log (-wal) beside it");
}

dvk_status dvi_sqlite_failed(dvi_store *store, int rc) {
    dvk_error *error = &store->error;
    if (rc == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM) return dvi_no_memory(store);
    if (rc == SQLITE_INTERRUPT)
        return dvi_error_set(error, DVK_E_CANCELLED, store->path, 0, 0, "interrupted");
    /* Not SQLITE_LOCKED, which is of this connection: a transaction that could not be rolled back. */
    if ((rc & 0xFF) == SQLITE_BUSY)
        return dvi_error_set(
            error, DVK_E_BUSY, store->path, 0, 0,
            "another process is writing to the index; try again when it has ended, or give --wait more time");
    if (rc == SQLITE_READONLY_DIRECTORY || rc == SQLITE_READONLY_CANTINIT) return dvi_refuse_to_open(store);
    if (is_write_failure(rc))
        return dvi_error_set(
            error, DVK_E_WRITE, store->path, 0, 0,
            "the index cannot be written (%s); what was reported done is safe, so make %s and go on",
            sqlite3_errstr(rc), (rc & 0xFF) == SQLITE_READONLY ? "it and its folder writable" : "room");
    if (is_damage(rc)) return dvi_damaged(store, "%s", damage_of(rc));
    if ((rc & 0xFF) == SQLITE_CANTOPEN) return dvi_refuse_to_open(store);
    return dvi_error_set(error, DVK_E_IO, store->path, 0, 0, "the index cannot be read (%s)",
                         sqlite3_errstr(rc));
}

dvk_status dvi_damaged(dvi_store *store, const char *format, ...) {
    char what[200];
    va_list list;
    va_start(list, format);
    vsnprintf(what, sizeof what, format, list);
    va_end(list);
    return dvi_error_set(&store->error, DVK_E_DAMAGED, store->path, 0, 0, "the index is damaged: %s%s", what,
                         DVI_MEND);
}

dvk_status dvi_out_of_numbers(dvi_store *store, const char *what) {
    return dvi_error_set(
        &store->error, DVK_E_LIMIT, store->path, 0, 0,
        "the index has given out all its numbers for %s; make a new one and merge this one into it", what);
}

sqlite3_stmt *dvi_statement(dvi_store *store, dvi_sql which) {
    sqlite3_stmt **statement = &store->statements[which];
    if (*statement != NULL) {
        sqlite3_reset(*statement);
        return *statement;
    }
    int rc = sqlite3_prepare_v3(store->handle, dvi_statement_texts[which], -1, SQLITE_PREPARE_PERSISTENT,
                                statement, NULL);
    if (rc != SQLITE_OK) dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle));
    return *statement;
}

dvk_status dvi_step(dvi_store *store, sqlite3_stmt *statement) {
    if (statement == NULL) return store->error.status;
    int rc = sqlite3_step(statement);
    if (rc == SQLITE_ROW) return DVK_OK;
    if (rc == SQLITE_DONE) return DVK_END;
    dvk_status status = dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle));
    sqlite3_reset(statement);
    return status;
}

dvk_status dvi_run(dvi_store *store, sqlite3_stmt *statement) {
    dvk_status status = dvi_step(store, statement);
    sqlite3_reset(statement);
    return status == DVK_END ? DVK_OK : status;
}

dvk_status dvi_prepare(dvi_store *store, const char *text, sqlite3_stmt **out) {
    if (sqlite3_prepare_v2(store->handle, text, -1, out, NULL) == SQLITE_OK) return DVK_OK;
    return dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle));
}

dvk_status dvi_number(dvi_store *store, const char *text, int64_t *out) {
    sqlite3_stmt *statement = NULL;
    dvk_status status = dvi_prepare(store, text, &statement);
    if (status == DVK_OK) status = dvi_step(store, statement);
    if (status == DVK_OK) *out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return status;
}

dvk_span dvi_column(sqlite3_stmt *statement, int column) {
    const char *data = sqlite3_column_blob(statement, column);
    return (dvk_span){data, (size_t)sqlite3_column_bytes(statement, column)};
}

uint32_t dvi_row_sum(const void *bytes, size_t size, uint64_t kind, uint64_t key) {
    return (uint32_t)XXH3_64bits_withSeed(bytes, size, kind << 56 ^ key * UINT64_C(0x9E3779B97F4A7C15));
}

bool dvi_is_moved(dvi_store *store) {
    int moved = 0;
    return sqlite3_file_control(store->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
           moved != 0;
}

/* Its log and its files of lists are found by their names, and would be those of another index. */
static dvk_status refuse_moved(dvi_store *store) {
    return dvi_error_set(&store->error, DVK_E_IO, store->path, 0, 0,
                         "the index was moved, removed or replaced while it was open; open it again");
}

dvk_status dvi_store_begin(dvi_store *store, bool write) {
    if (dvi_is_moved(store)) return refuse_moved(store);
    dvk_status status =
        dvi_run(store, dvi_statement(store, write ? DVI_SQL_BEGIN_WRITE : DVI_SQL_BEGIN_READ));
    if (status != DVK_OK) return status;
    store->in_transaction = true;
    store->writes = write;
    store->changes = sqlite3_total_changes(store->handle);
    status = dvi_counts_read(store); /* another process may have written since */
    store->committed = store->counts;
    if (status != DVK_OK) dvi_store_rollback(store);
    return status;
}

/* A statement half-way through its rows would hold the transaction open. */
static void reset_all(dvi_store *store) {
    for (size_t i = 0; i < DVI_SQL_STATEMENTS; i++)
        sqlite3_reset(store->statements[i]);
}

/* The files that it made go while nobody else can write, who might give their numbers to his own. Where
 * SQLite has rolled back by itself they stay, as after a crash; but not those of a careless store, whose file
 * nobody else has open and which comes to nothing when it fails. */
static void roll_back(dvi_store *store, bool failed_commit) {
    if (!store->in_transaction) return;
    reset_all(store);
    bool locked = !sqlite3_get_autocommit(store->handle);
    dvi_lists_rolled_back(store, !store->careless && (failed_commit || !locked));
    if (locked) sqlite3_exec(store->handle, "ROLLBACK", NULL, NULL, NULL);
    store->counts = store->committed;
    store->in_transaction = false;
}

dvk_status dvi_store_commit(dvi_store *store) {
    dvk_status status = DVK_OK;
    if (store->writes) status = dvi_lists_save(store);
    reset_all(store);
    if (status != DVK_OK) {
        dvi_store_rollback(store);
        return status;
    }
    bool wrote = store->writes && (store->changes != sqlite3_total_changes(store->handle) ||
                                   memcmp(&store->counts, &store->committed, sizeof store->counts) != 0);
    store->counts.commits += wrote;
    if (wrote) status = dvi_counts_write(store);
    if (status == DVK_OK) status = dvi_run(store, dvi_statement(store, DVI_SQL_COMMIT));
    if (status != DVK_OK) {
        roll_back(store, true);
        return status;
    }
    store->committed = store->counts;
    store->in_transaction = false;
    dvi_lists_committed(store);
    if (wrote && !store->careless) dvi_commit_mark_write(store);
    return DVK_OK;
}

bool dvi_store_has_begun(const dvi_store *store) {
    return store->in_transaction;
}

void dvi_store_rollback(dvi_store *store) {
    roll_back(store, false);
}

dvk_status dvi_store_checkpoint(dvi_store *store) {
    int rc = sqlite3_wal_checkpoint_v2(store->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
    return rc == SQLITE_OK || rc == SQLITE_BUSY
               ? DVK_OK
               : dvi_sqlite_failed(store, sqlite3_extended_errcode(store->handle));
}
