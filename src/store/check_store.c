/* Checking an index: every page by its checksum, then what SQLite knows to check, then our own records and
 * their counts. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/memory.h"
#include "beside.h"
#include "database.h"
#include "lists.h"
#include "page_sums.h"
#include "plain_file.h"
#include "postings.h"

enum { MOST_TOLD = 100, TRIES = 3 };

static bool is_same(const dvk_error *a, const dvk_error *b) {
    return a->byte == b->byte && strcmp(a->file, b->file) == 0 && strcmp(a->message, b->message) == 0;
}

/* What is met again with each article that leads to it is one damage. */
void dvi_check_tell(dvi_check *check, const dvk_error *error) {
    dvk_error found = *error;
    char *advice = strstr(found.message, DVI_MEND);
    if (advice != NULL) *advice = '\0';
    if (check->damages > 0 && is_same(&found, &check->last)) return;
    check->last = found;
    check->damages++;
    if (check->tell != NULL && check->told++ < MOST_TOLD) check->tell(check->user, &found);
}

dvk_status dvi_check_status(dvi_check *check, const dvi_store *store, dvk_status status) {
    if (status != DVK_E_DAMAGED) return status;
    dvi_check_tell(check, dvi_store_error(store));
    return DVK_OK;
}

static bool is_sound(const uint8_t *page, uint64_t offset) {
    return dvi_page_sum(page, offset) == dvi_get64(page + DVI_PAGE_SIZE - DVI_PAGE_SUM);
}

/* A page that another process is just writing is read again. */
static bool read_page(sqlite3_file *file, uint64_t offset, uint8_t *page, int tries) {
    for (int i = 0; i < tries; i++) {
        const struct timespec pause = {0, 20000000};
        if (i > 0) nanosleep(&pause, NULL);
        int rc = file->pMethods->xRead(file, page, DVI_PAGE_SIZE, (sqlite3_int64)offset);
        if (rc == SQLITE_OK && is_sound(page, offset)) return true;
    }
    return false;
}

/* Marks the pages that the log holds: whatever the database has of them, they are read from the log. Its
 * frames are good while they have the two numbers of its head (SQLite, "Database File Format", section 4.1).
 */
static void mark_logged(const char *path, uint8_t *logged, uint64_t n_pages) {
    char name[DVI_BESIDE];
    uint8_t head[DVI_LOG_HEAD], frame[DVI_LOG_FRAME];
    dvi_beside(path, DVI_LOG, name);
    int fd = dvi_open_plain(name, O_RDONLY);
    if (fd < 0) return;
    bool good = pread(fd, head, DVI_LOG_HEAD, 0) == DVI_LOG_HEAD;
    for (off_t at = DVI_LOG_HEAD;
         good && pread(fd, frame, DVI_LOG_FRAME, at) == DVI_LOG_FRAME && memcmp(frame + 8, head + 16, 8) == 0;
         at += DVI_LOG_FRAME + DVI_PAGE_SIZE)
        if (dvi_log_number(frame) - 1 < n_pages)
            logged[dvi_log_number(frame) - 1] = 1; /* there is no page 0 */
    close(fd);
}

/* Where the database has its locks it has no page: nothing is ever read or written there. Source: SQLite,
 * "Database File Format", section 1.4. */
static uint64_t lock_page(void) {
    return (unsigned)sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, 0) / DVI_PAGE_SIZE;
}

static void check_file(sqlite3_file *file, const char *path, uint64_t size, const uint8_t *logged,
                       dvi_check *check) {
    uint8_t page[DVI_PAGE_SIZE];
    uint64_t unused = lock_page();
    dvk_error error;
    for (uint64_t offset = 0; offset < size; offset += DVI_PAGE_SIZE, check->pages++) {
        if (logged[offset / DVI_PAGE_SIZE] || offset / DVI_PAGE_SIZE == unused) continue;
        /* Of a file with so many wrong pages they are no longer waited for: it would take hours. */
        if (read_page(file, offset, page, check->told < MOST_TOLD ? TRIES : 1)) continue;
        dvi_error_set(&error, DVK_E_DAMAGED, path, 0, offset, "page %" PRIu64 " does not match its checksum",
                      offset / DVI_PAGE_SIZE + 1);
        dvi_check_tell(check, &error);
    }
}

static dvk_status check_opened(sqlite3_file *file, const char *path, uint64_t size, dvi_check *check,
                               dvk_error *error) {
    uint64_t n_pages = (size + DVI_PAGE_SIZE - 1) / DVI_PAGE_SIZE;
    uint8_t *logged = (size_t)n_pages == n_pages ? dvi_alloc_zero((size_t)n_pages, 1) : NULL;
    if (logged == NULL)
        return dvi_error_set(error, DVK_E_MEMORY, path, 0, 0,
                             "the memory is not enough to look at the index");
    mark_logged(path, logged, n_pages);
    check_file(file, path, size, logged, check);
    dvi_free(logged);
    return DVK_OK;
}

/* Of a file that it cannot open SQLite does not say why. */
static dvk_status refuse_pages(const char *path, int rc, dvk_error *error) {
    char reason[128];
    bool asked = rc == SQLITE_CANTOPEN && access(path, R_OK) != 0;
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(error, rc == SQLITE_NOMEM ? DVK_E_MEMORY : DVK_E_IO, path, 0, 0,
                         "the index cannot be opened: %s", asked ? reason : sqlite3_errstr(rc));
}

/* The file is opened by SQLite, though not read by it: whoever closes a file gives up all locks that his
 * process has on it, also those of an index that is open, and only SQLite knows to wait for these. Source:
 * SQLite, "How To Corrupt An SQLite Database File", section 2.2. */
dvk_status dvi_store_check_pages(const char *folder, dvi_check *check, dvk_error *error) {
    char path[DVI_BESIDE];
    sqlite3 *handle = NULL;
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    dvk_status status;
    dvi_beside(folder, "/" DVI_STORE_FILE, path);
    status = dvi_check_all_plain(path, error);
    if (status != DVK_OK) return status;
    int rc = dvi_page_sums_register();
    if (rc == SQLITE_OK)
        rc = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, DVI_UNCHECKED_VFS);
    if (rc == SQLITE_OK) rc = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == SQLITE_OK) rc = file->pMethods->xFileSize(file, &size);
    if (rc == SQLITE_OK) {
        status = check_opened(file, path, (uint64_t)size, check, error);
    } else {
        status = refuse_pages(path, rc, error);
    }
    sqlite3_close(handle);
    return status;
}

/* A row of SQLite's findings, a line each; a line of stars is a heading. */
static void tell_findings(dvi_store *store, dvk_span text, dvi_check *check) {
    const char *at = text.data, *end = text.data + text.len;
    while (at < end) {
        const char *line = at, *stop = memchr(line, '\n', (size_t)(end - line));
        int len = (int)((stop != NULL ? stop : end) - line);
        at = stop != NULL ? stop + 1 : end;
        if (len == 0 || line[0] == '*') continue;
        dvi_damaged(store, "its tables do not hold together (%.*s)", len < 120 ? len : 120, line);
        dvi_check_tell(check, &store->error);
    }
}

static dvk_status check_trees(dvi_store *store, dvi_check *check) {
    sqlite3_stmt *s = NULL;
    dvk_status status = dvi_prepare(store, "PRAGMA integrity_check(100)", &s);
    while (status == DVK_OK && (status = dvi_step(store, s)) == DVK_OK) {
        dvk_span text = dvi_column(s, 0);
        if (text.len != 2 || memcmp(text.data, "ok", 2) != 0) tell_findings(store, text, check);
    }
    sqlite3_finalize(s);
    return status == DVK_END ? DVK_OK : dvi_check_status(check, store, status);
}

static dvk_status check_pairs_of(dvi_store *store, uint32_t article, dvi_check *check, uint64_t *sides) {
    const dvi_neighbour *list;
    size_t n;
    dvk_status status = dvi_store_pairs(store, article, &list, &n);
    *sides += n;
    return dvi_check_status(check, store, status);
}

/* Each pair must be there from both sides, and both must say the same. */
static dvk_status check_pairs(dvi_store *store, dvi_check *check) {
    static const char articles[] = "SELECT DISTINCT article FROM pair";
    static const char lone[] =
        "SELECT count(*) FROM pair AS a LEFT JOIN pair AS b ON b.article = a.other AND b.other = a.article"
        " WHERE b.duplicate IS NOT a.duplicate OR b.event IS NOT a.event";
    sqlite3_stmt *s = NULL;
    uint64_t sides = 0;
    int64_t unmatched = 0;
    dvk_status status = dvi_prepare(store, articles, &s);
    while (status == DVK_OK && (status = dvi_step(store, s)) == DVK_OK)
        status = check_pairs_of(store, (uint32_t)sqlite3_column_int64(s, 0), check, &sides);
    sqlite3_finalize(s);
    if (status == DVK_END) status = dvi_number(store, lone, &unmatched);
    check->pairs = sides / 2;
    if (status == DVK_OK && (unmatched != 0 || sides != 2 * store->counts.pairs))
        status = dvi_damaged(store,
                             "it has %" PRIu64 " sides of pairs, %" PRId64
                             " without the other, where %" PRIu64 " pairs are counted",
                             sides, unmatched, store->counts.pairs);
    return dvi_check_status(check, store, status);
}

static dvk_status each_retired(dvi_store *store, dvi_store *into, dvi_check *check) {
    sqlite3_stmt *s = NULL;
    uint64_t n = 0;
    dvk_status status = dvi_prepare(store, "SELECT level, number FROM retired", &s);
    while (status == DVK_OK && (status = dvi_step(store, s)) == DVK_OK) {
        uint32_t became = 0, number = (uint32_t)sqlite3_column_int64(s, 1);
        dvi_level level =
            sqlite3_column_int64(s, 0) == DVI_LEVEL_EVENT ? DVI_LEVEL_EVENT : DVI_LEVEL_DUPLICATE;
        status = dvi_store_retired(store, level, number, &became);
        bool good = status == DVK_OK;
        status = status == DVK_END ? DVK_OK : dvi_check_status(check, store, status);
        if (good && into != NULL) status = dvi_store_retire(into, level, number, became);
        n++;
    }
    sqlite3_finalize(s);
    if (status == DVK_END && n != store->counts.retired && into == NULL)
        status = dvi_damaged(store, "it has %" PRIu64 " retired numbers where %" PRIu64 " are counted", n,
                             store->counts.retired);
    return status == DVK_END ? DVK_OK : dvi_check_status(check, store, status);
}

dvk_status dvi_store_check_rows(dvi_store *store, dvi_check *check) {
    (void)dvi_lists_refresh(store); /* its files are open before another process merges them; told of below */
    dvk_status status = check_trees(store, check);
    if (status == DVK_OK) status = check_pairs(store, check);
    if (status == DVK_OK) status = dvi_postings_check_all(store, check);
    return status == DVK_OK ? each_retired(store, NULL, check) : status;
}

/* Whether the record of a table is what was written: it may be that of a page that is damaged. */
static bool is_vouched_for(dvi_store *store, size_t table, uint32_t number) {
    dvi_row row;
    dvi_place_row place;
    const uint8_t *blob;
    size_t size;
    dvk_status status = table == 0   ? dvi_store_article(store, number, &row)
                        : table == 1 ? dvi_store_features(store, number, &blob, &size)
                                     : dvi_store_place(store, number, &place);
    return status == DVK_OK;
}

/* The highest number of an article. The count says it, unless that is lost. */
static uint64_t highest_number(dvi_store *store) {
    static const char *const texts[] = {"SELECT max(number) FROM article", "SELECT max(number) FROM feature",
                                        "SELECT max(number) FROM place"};
    uint64_t highest = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int64_t found = 0;
        if (dvi_number(store, texts[i], &found) != DVK_OK || found <= (int64_t)highest || found >= UINT32_MAX)
            continue;
        if (is_vouched_for(store, i, (uint32_t)found)) highest = (uint64_t)found;
    }
    return highest;
}

dvk_status dvi_store_copy_numbers(dvi_store *store, dvi_store *from, dvi_check *check) {
    if (store->counts.next_duplicate < from->counts.next_duplicate)
        store->counts.next_duplicate = from->counts.next_duplicate;
    if (store->counts.next_event < from->counts.next_event)
        store->counts.next_event = from->counts.next_event;
    if (store->counts.next_article < from->counts.next_article)
        store->counts.next_article = from->counts.next_article;
    uint64_t highest = highest_number(from);
    if (store->counts.next_article <= highest) store->counts.next_article = highest + 1;
    if (store->counts.next_run < from->counts.next_run) store->counts.next_run = from->counts.next_run;
    return each_retired(from, store, check);
}

static uint64_t size_of(const char *path, const char *ending) {
    char name[DVI_BESIDE];
    struct stat info;
    dvi_beside(path, ending, name);
    return stat(name, &info) == 0 ? (uint64_t)info.st_size : 0;
}

static dvk_status size_of_runs(dvi_store *store, uint64_t *out) {
    dvk_status status;
    *out = 0;
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RUN_ALL);
    while ((status = dvi_step(store, s)) == DVK_OK) {
        char ending[24];
        snprintf(ending, sizeof ending, "%" PRIu64, (uint64_t)sqlite3_column_int64(s, 0));
        *out += size_of(store->runs_path, ending);
    }
    if (s != NULL) sqlite3_reset(s);
    return status == DVK_END ? DVK_OK : status;
}

dvk_status dvi_store_totals(dvi_store *store, dvi_totals *out) {
    static const char text[] =
        "SELECT (SELECT count(DISTINCT duplicate) FROM place), (SELECT count(DISTINCT event) FROM place),"
        " (SELECT min(time) FROM article WHERE time IS NOT NULL), (SELECT max(time) FROM article)";
    sqlite3_stmt *s = NULL;
    dvk_status status = dvi_prepare(store, text, &s);
    if (status == DVK_OK) status = dvi_step(store, s);
    if (status == DVK_OK) {
        bool dated = sqlite3_column_type(s, 2) != SQLITE_NULL;
        *out = (dvi_totals){(uint64_t)sqlite3_column_int64(s, 0), (uint64_t)sqlite3_column_int64(s, 1),
                            size_of(store->path, "") + size_of(store->path, DVI_LOG),
                            dated ? sqlite3_column_int64(s, 2) : DVK_NO_TIME,
                            dated ? sqlite3_column_int64(s, 3) : DVK_NO_TIME};
    }
    sqlite3_finalize(s);
    uint64_t runs;
    if (status == DVK_OK) status = size_of_runs(store, &runs);
    if (status == DVK_OK) out->bytes += runs;
    return status;
}
