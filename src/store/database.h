/* What the files of the store share: the handle, prepared statements, failures. */
#ifndef DVI_DATABASE_H
#define DVI_DATABASE_H

#include <sqlite3.h>

#include "store.h"

enum {
    DVI_APPLICATION = 0x44564e49, /* DVNI */
    DVI_MOST_ROW = 64 << 20       /* bytes; SQLite refuses more */
};

/* The statements, prepared when first asked for. */
typedef enum dvi_sql {
    DVI_SQL_BEGIN_READ,
    DVI_SQL_BEGIN_WRITE,
    DVI_SQL_COMMIT,
    DVI_SQL_META_GET,
    DVI_SQL_META_PUT,
    DVI_SQL_ARTICLE_PUT,
    DVI_SQL_ARTICLE_FIND,
    DVI_SQL_ARTICLE_GET,
    DVI_SQL_ARTICLE_NEXT,
    DVI_SQL_ARTICLE_OLDEST,
    DVI_SQL_ARTICLE_DELETE,
    DVI_SQL_FEATURE_PUT,
    DVI_SQL_FEATURE_GET,
    DVI_SQL_FEATURE_NEXT,
    DVI_SQL_FEATURE_DELETE,
    DVI_SQL_PLACE_PUT,
    DVI_SQL_PLACE_GET,
    DVI_SQL_PLACE_NEXT,
    DVI_SQL_PLACE_DELETE,
    DVI_SQL_MEMBER_DUPLICATE,
    DVI_SQL_MEMBER_EVENT,
    DVI_SQL_SIZE_DUPLICATE,
    DVI_SQL_SIZE_EVENT,
    DVI_SQL_RETIRE,
    DVI_SQL_RETIRED,
    DVI_SQL_PAIR_PUT,
    DVI_SQL_PAIR_GET,
    DVI_SQL_PAIR_DELETE,
    DVI_SQL_RECENT_NEXT,
    DVI_SQL_RECENT_PUT,
    DVI_SQL_RECENT_DELETE,
    DVI_SQL_RECENT_CLEAR,
    DVI_SQL_RUN_ALL,
    DVI_SQL_RUN_PUT,
    DVI_SQL_RUN_DELETE,
    DVI_SQL_GONE_ALL,
    DVI_SQL_GONE_PUT,
    DVI_SQL_GONE_DELETE,
    DVI_SQL_STATEMENTS
} dvi_sql;

struct dvi_store {
    sqlite3 *handle;
    char *path, *runs_path; /* the second: of the files of lists, without their numbers; from the root on */
    sqlite3_stmt *statements[DVI_SQL_STATEMENTS];
    dvi_pinned pinned;
    dvi_counts counts, committed; /* of the transaction; as they were when it began */
    bool in_transaction, writes;
    int changes; /* that SQLite counted when the transaction began */
    bool careless;
    int mark;                  /* file of the commit mark, or -1 */
    struct dvi_lists *lists;   /* NULL until they are asked for */
    dvi_neighbour *neighbours; /* lent by dvi_store_pairs */
    size_t neighbours_cap;
    dvk_error error;
};

/* The statement, reset and without bindings; NULL on failure, with the error set. */
sqlite3_stmt *dvi_statement(dvi_store *store, dvi_sql which);

/* Runs a statement that gives no rows; NULL is a failure already told. It is reset. */
dvk_status dvi_run(dvi_store *store, sqlite3_stmt *statement);

/* Steps to a row: DVK_OK, DVK_END or a failure. */
dvk_status dvi_step(dvi_store *store, sqlite3_stmt *statement);

/* A statement that is asked once. The caller finalizes *out, NULL on failure. */
dvk_status dvi_prepare(dvi_store *store, const char *text, sqlite3_stmt **out);

/* The number that such a statement, which always gives a row, gives. */
dvk_status dvi_number(dvi_store *store, const char *text, int64_t *out);

/* The failure SQLite speaks of with `rc`, as a status and a sentence. */
dvk_status dvi_sqlite_failed(dvi_store *store, int rc);

dvk_status dvi_no_memory(dvi_store *store);

/* For want of the right to write, which those who read need too. */
dvk_status dvi_refuse_to_open(dvi_store *store);

/* Damage, told in a sentence: "article 17 does not match its checksum". */
dvk_status dvi_damaged(dvi_store *store, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Numbers are never given twice, and rebuilding keeps them. */
dvk_status dvi_out_of_numbers(dvi_store *store, const char *what);

/* A checksum as a column holds it: 32 bits of the XXH3 of the bytes, seeded with what the row is and its key.
 */
uint32_t dvi_row_sum(const void *bytes, size_t size, uint64_t kind, uint64_t key);

/* The schema, and what is in table meta. */
/* DVK_E_VERSION when there is anything that dvoinik does not make, DVK_E_DAMAGED when something is missing.
 */
dvk_status dvi_schema_check(dvi_store *store);
dvk_status dvi_pinned_write(dvi_store *store);
dvk_status dvi_pinned_read(dvi_store *store);
dvk_status dvi_counts_write(dvi_store *store);
dvk_status dvi_counts_read(dvi_store *store);

/* A group's number that is written is given: the next one lies above, though the count be lost. */
void dvi_note_group(dvi_store *store, dvi_level level, uint32_t group);

/* Whether its name is another file's by now, or nobody's. */
bool dvi_is_moved(dvi_store *store);
/* What is in the log goes into the database. Closing does it too, but does not say when it fails. */
dvk_status dvi_empty_log(dvi_store *store);
/* Closing leaves the log as it is and where it is. */
void dvi_let_log_be(dvi_store *store);
/* The path of a file of the folder; NULL without memory. */
char *dvi_join_path(const char *folder, const char *file, const char *ending);
/* Makes the file of a new index, and the folder when there is none; in the second, under the store's path as
 * it is. */
dvk_status dvi_make_new(dvi_store *store, const char *folder, const char *file,
                        const dvi_store_options *options);
dvk_status dvi_fill_new(dvi_store *store, const dvi_store_options *options);
/* The kind of pages and the tables of an empty database; the transaction stays open. */
dvk_status dvi_lay_out(dvi_store *store);
/* When the file's first page does not match its checksum, or tells of more pages than there are, one that
 * says where the tables are, and how many pages, is read in its place, by whoever has the database open for
 * salvage.
 */
dvk_status dvi_first_page_stand_in(dvi_store *store);
/* Names that were given in it. Some file systems cannot. */
void dvi_sync_folder(const char *folder);
/* The statements and the database, not the store. */
void dvi_close_handle(dvi_store *store);

/* A column as bytes. */
dvk_span dvi_column(sqlite3_stmt *statement, int column);

enum {
    DVI_SUM_META = 1,
    DVI_SUM_ARTICLE,
    DVI_SUM_FEATURE,
    DVI_SUM_PLACE,
    DVI_SUM_PAIR,
    DVI_SUM_RECENT,
    DVI_SUM_RUN,
    DVI_SUM_RETIRED,
    DVI_SUM_GONE
};

#endif
