/* The first page of an index that lost its own, or its last pages. It says where the tables begin, so that
 * without it no record is found; but nothing on it is an index's own: the tables are made by the same words,
 * in the same order, in all of them. So a page made anew stands in for it while the records are saved, each
 * of which has a checksum to say whether it is what was sought. A file that was cut has fewer pages than its
 * first one tells of, and SQLite reads nothing of it: there it is the page itself, telling of those that are
 * left. Source: SQLite, "Database File Format", section 1.3. */
#include <string.h>

#include "base/bytes.h"
#include "database.h"
#include "page_sums.h"

/* Places in it; numbers there have their highest byte first. */
enum {
    VERSIONS = 18,
    CHANGES = 24,
    PAGES = 28,
    FREE_LIST = 32,
    FORMAT = 60,
    APPLICATION_ID = 68,
    CHANGES_AGAIN = 92,
    LOG = 2
};

static void put32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (24 - 8 * i));
}

static uint32_t get32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The first page of an index with nothing in it. */
static dvk_status make_page(dvi_store *store, uint8_t *page) {
    dvi_store made = {.path = store->path};
    sqlite3_int64 size = 0;
    int rc = sqlite3_open_v2(":memory:", &made.handle,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    dvk_status status = rc == SQLITE_OK ? dvi_lay_out(&made) : dvi_sqlite_failed(&made, rc);
    if (status == DVK_OK) rc = sqlite3_exec(made.handle, "COMMIT", NULL, NULL, NULL);
    if (rc != SQLITE_OK && status == DVK_OK) status = dvi_sqlite_failed(&made, rc);
    unsigned char *bytes = status == DVK_OK ? sqlite3_serialize(made.handle, "main", &size, 0) : NULL;
    if (bytes != NULL && size >= DVI_PAGE_SIZE) {
        memcpy(page, bytes, DVI_PAGE_SIZE);
    } else if (status == DVK_OK) {
        status = dvi_no_memory(&made);
    }
    sqlite3_free(bytes);
    sqlite3_close(made.handle);
    store->error = made.error;
    return status;
}

static void fit(uint8_t *page, uint64_t size) {
    page[VERSIONS] = page[VERSIONS + 1] = LOG;
    put32(page + CHANGES, 1);
    put32(page + CHANGES_AGAIN, 1);
    put32(page + PAGES, (uint32_t)(size / DVI_PAGE_SIZE));
    memset(page + FREE_LIST, 0, 8);
}

/* Another format may have other pages. */
static bool is_of_another_format(const uint8_t *page) {
    return get32(page + APPLICATION_ID) == DVI_APPLICATION && get32(page + FORMAT) != DVI_STORE_FORMAT;
}

static bool is_sound(const uint8_t *page) {
    return dvi_page_sum(page, 0) == dvi_get64(page + DVI_PAGE_SIZE - DVI_PAGE_SUM);
}

dvk_status dvi_first_page_stand_in(dvi_store *store) {
    uint8_t page[DVI_PAGE_SIZE];
    sqlite3_file *file = NULL;
    sqlite3_int64 size = 0;
    int rc = sqlite3_file_control(store->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == SQLITE_OK) rc = file->pMethods->xFileSize(file, &size);
    if (rc != SQLITE_OK) return dvi_sqlite_failed(store, rc);
    if (size < DVI_PAGE_SIZE || file->pMethods->xRead(file, page, DVI_PAGE_SIZE, 0) != SQLITE_OK ||
        is_of_another_format(page))
        return DVK_OK;
    bool sound = is_sound(page);
    if (sound && get32(page + PAGES) <= (uint64_t)size / DVI_PAGE_SIZE) return DVK_OK;
    dvk_status status = sound ? DVK_OK : make_page(store, page);
    if (status != DVK_OK) return status;
    fit(page, (uint64_t)size);
    return dvi_page_sums_stand_in(file, page) ? DVK_OK : dvi_no_memory(store);
}
