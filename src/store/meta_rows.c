/* Table meta: what an index pins, and its counts. Two records of little-endian numbers, each with its
 * checksum. */
#include <string.h>

#include "base/bytes.h"
#include "database.h"

enum { PINNED = 96, COUNTS = 12 * 8 };

static dvk_status put_meta(dvi_store *store, const char *name, const uint8_t *bytes, size_t size) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_META_PUT);
    if (s == NULL) return store->error.status;
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_blob(s, 2, bytes, (int)size, SQLITE_STATIC);
    sqlite3_bind_int64(s, 3, dvi_row_sum(bytes, size, DVI_SUM_META, (uint64_t)(unsigned char)name[0]));
    return dvi_run(store, s);
}

static dvk_status get_meta(dvi_store *store, const char *name, uint8_t *bytes, size_t size) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_META_GET);
    if (s == NULL) return store->error.status;
    sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_OK) {
        dvk_span value = dvi_column(s, 0);
        bool good = value.len == size &&
                    dvi_row_sum(value.data, value.len, DVI_SUM_META, (uint64_t)(unsigned char)name[0]) ==
                        (uint64_t)sqlite3_column_int64(s, 1);
        if (good) memcpy(bytes, value.data, value.len);
        status = good ? DVK_OK : DVK_END;
    }
    sqlite3_reset(s);
    return status == DVK_END
               ? dvi_damaged(store, "its record of %s is missing or does not match its checksum", name)
               : status;
}

dvk_status dvi_pinned_write(dvi_store *store) {
    const dvi_pinned *p = &store->pinned;
    uint8_t bytes[PINNED] = {0}, *at = bytes;
    at = dvi_put32(at, p->format);
    at = dvi_put32(at, p->model_version);
    at = dvi_put64(at, p->model_fingerprint);
    at = dvi_put64(at, p->features_from);
    memcpy(at, p->unicode, sizeof p->unicode);
    at = dvi_put64(at + sizeof p->unicode, p->sign.seed);
    at = dvi_put32(at, p->sign.permutations);
    at = dvi_put32(at, p->sign.bands);
    at = dvi_put32(at, p->sign.rows);
    at = dvi_put32(at, p->cluster.duplicate_threshold);
    at = dvi_put32(at, p->cluster.event_threshold);
    at = dvi_put64(at, (uint64_t)p->cluster.window);
    dvi_put32(at, p->max_candidates);
    return put_meta(store, "pinned", bytes, sizeof bytes);
}

dvk_status dvi_pinned_read(dvi_store *store) {
    dvi_pinned *p = &store->pinned;
    uint8_t bytes[PINNED];
    const uint8_t *at = bytes;
    dvk_status status = get_meta(store, "pinned", bytes, sizeof bytes);
    if (status != DVK_OK) return status;
    p->format = dvi_get32(at);
    p->model_version = dvi_get32(at + 4);
    p->model_fingerprint = dvi_get64(at + 8);
    p->features_from = dvi_get64(at + 16);
    memcpy(p->unicode, at + 24, sizeof p->unicode);
    p->unicode[sizeof p->unicode - 1] = '\0';
    at += 24 + sizeof p->unicode;
    p->sign = (dvk_sign_params){dvi_get64(at), dvi_get32(at + 8), dvi_get32(at + 12), dvi_get32(at + 16)};
    p->cluster = (dvk_cluster_params){dvi_get32(at + 20), dvi_get32(at + 24), (int64_t)dvi_get64(at + 28)};
    p->max_candidates = dvi_get32(at + 36);
    return DVK_OK;
}

/* The numbers of dvi_counts, in the order in which they are stored. */
static uint64_t *count_at(dvi_counts *c, size_t i) {
    uint64_t *const all[] = {&c->next_article, &c->next_duplicate, &c->next_event, &c->articles,
                             &c->pairs,        &c->retired,        &c->recent,     &c->runs,
                             &c->gone,         &c->commits,        &c->next_run,   &c->epoch};
    return i < sizeof all / sizeof *all ? all[i] : NULL;
}

dvk_status dvi_counts_write(dvi_store *store) {
    uint8_t bytes[COUNTS], *at = bytes;
    for (size_t i = 0; count_at(&store->counts, i) != NULL; i++)
        at = dvi_put64(at, *count_at(&store->counts, i));
    return put_meta(store, "counts", bytes, sizeof bytes);
}

dvk_status dvi_counts_read(dvi_store *store) {
    uint8_t bytes[COUNTS] = {0};
    dvk_status status = get_meta(store, "counts", bytes, sizeof bytes);
    for (size_t i = 0; status == DVK_OK && count_at(&store->counts, i) != NULL; i++)
        *count_at(&store->counts, i) = dvi_get64(bytes + 8 * i);
    return status;
}
