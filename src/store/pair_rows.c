/* Rows of pairs: one from each side, so that an article's are found together. */
#include "base/bytes.h"
#include "base/memory.h"
#include "database.h"

static uint32_t pair_sum(uint32_t article, uint32_t other, uint32_t duplicate, uint32_t event) {
    uint8_t bytes[12];
    dvi_put32(dvi_put32(dvi_put32(bytes, other), duplicate), event);
    return dvi_row_sum(bytes, sizeof bytes, DVI_SUM_PAIR, article);
}

static dvk_status put_side(dvi_store *store, uint32_t article, uint32_t other, uint32_t duplicate,
                           uint32_t event) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_PAIR_PUT);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, article);
    sqlite3_bind_int64(s, 2, other);
    sqlite3_bind_int64(s, 3, duplicate);
    sqlite3_bind_int64(s, 4, event);
    sqlite3_bind_int64(s, 5, pair_sum(article, other, duplicate, event));
    return dvi_run(store, s);
}

dvk_status dvi_store_put_pair(dvi_store *store, uint32_t a, uint32_t b, uint32_t duplicate, uint32_t event) {
    dvk_status status = put_side(store, a, b, duplicate, event);
    if (status == DVK_OK) status = put_side(store, b, a, duplicate, event);
    if (status == DVK_OK) store->counts.pairs++;
    return status;
}

enum { CERTAIN = 65536 };

/* Between two articles; 0 is no number of one. */
static bool can_be(uint32_t article, int64_t other, const dvi_neighbour *pair) {
    return other > 0 && other < UINT32_MAX && other != article && pair->duplicate <= CERTAIN &&
           pair->event <= CERTAIN;
}

static dvk_status take_neighbour(dvi_store *store, sqlite3_stmt *s, uint32_t article, size_t n) {
    void *list = store->neighbours;
    dvk_status status = dvi_grow(&list, &store->neighbours_cap, n + 1, sizeof *store->neighbours);
    store->neighbours = list;
    if (status != DVK_OK) return dvi_no_memory(store);
    dvi_neighbour *found = &store->neighbours[n];
    *found = (dvi_neighbour){(uint32_t)sqlite3_column_int64(s, 0), (uint32_t)sqlite3_column_int64(s, 1),
                             (uint32_t)sqlite3_column_int64(s, 2)};
    if ((uint64_t)sqlite3_column_int64(s, 3) !=
        pair_sum(article, found->article, found->duplicate, found->event))
        return dvi_damaged(store, "a pair of article %u does not match its checksum", (unsigned)article);
    return can_be(article, sqlite3_column_int64(s, 0), found)
               ? DVK_OK
               : dvi_damaged(store, "a pair of article %u is none", (unsigned)article);
}

dvk_status dvi_store_pairs(dvi_store *store, uint32_t article, const dvi_neighbour **out, size_t *n) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_PAIR_GET);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, article);
    dvk_status status;
    *n = 0;
    while ((status = dvi_step(store, s)) == DVK_OK &&
           (status = take_neighbour(store, s, article, *n)) == DVK_OK)
        (*n)++;
    sqlite3_reset(s);
    *out = store->neighbours;
    return status == DVK_END ? DVK_OK : status;
}

static dvk_status delete_side(dvi_store *store, uint32_t article, uint32_t other) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_PAIR_DELETE);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, article);
    sqlite3_bind_int64(s, 2, other);
    return dvi_run(store, s);
}

dvk_status dvi_store_delete_pairs(dvi_store *store, uint32_t article) {
    const dvi_neighbour *list;
    size_t n;
    dvk_status status = dvi_store_pairs(store, article, &list, &n);
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        status = delete_side(store, article, list[i].article);
        if (status == DVK_OK) status = delete_side(store, list[i].article, article);
        if (status == DVK_OK) store->counts.pairs--;
    }
    return status;
}
