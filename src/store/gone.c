/* Bits of removed articles, a row for each 8,192 numbers of which one was removed. */
#include "gone.h"

#include <string.h>

#include "base/first_from.h"
#include "base/memory.h"
#include "database.h"
#include "lists.h"

void dvi_gone_finish(dvi_gone *gone) {
    dvi_free(gone->parts);
    *gone = (dvi_gone){0};
}

static size_t part_from(const dvi_gone *gone, uint32_t number) {
    return dvi_first_from(gone->parts, gone->n, sizeof *gone->parts, number);
}

bool dvi_gone_has(const dvi_gone *gone, uint32_t article) {
    if (gone->n == 0) return false;
    size_t at = part_from(gone, article / DVI_GONE_EACH);
    return at < gone->n && gone->parts[at].number == article / DVI_GONE_EACH &&
           (gone->parts[at].bits[article % DVI_GONE_EACH / 8] >> article % 8 & 1) != 0;
}

static dvk_status insert_part(dvi_store *store, size_t at, uint32_t number) {
    dvi_gone *gone = &store->lists->gone;
    void *parts = gone->parts;
    dvk_status status = dvi_grow(&parts, &gone->cap, gone->n + 1, sizeof *gone->parts);
    gone->parts = parts;
    if (status != DVK_OK) return dvi_no_memory(store);
    memmove(gone->parts + at + 1, gone->parts + at, (gone->n - at) * sizeof *gone->parts);
    gone->n++;
    gone->parts[at].number = number;
    gone->parts[at].changed = false;
    memset(gone->parts[at].bits, 0, DVI_GONE_BYTES);
    return DVK_OK;
}

static dvk_status take_row(dvi_store *store, sqlite3_stmt *s) {
    dvi_gone *gone = &store->lists->gone;
    int64_t number = sqlite3_column_int64(s, 0);
    dvk_span bits = dvi_column(s, 1);
    bool good = bits.len == DVI_GONE_BYTES && number >= 0 && number <= UINT32_MAX / DVI_GONE_EACH &&
                (gone->n == 0 || gone->parts[gone->n - 1].number < number) &&
                dvi_row_sum(bits.data, bits.len, DVI_SUM_GONE, (uint64_t)number) ==
                    (uint64_t)sqlite3_column_int64(s, 2);
    if (!good) return dvi_damaged(store, "a record of removed articles does not match its checksum");
    dvk_status status = insert_part(store, gone->n, (uint32_t)number);
    if (status == DVK_OK) memcpy(gone->parts[gone->n - 1].bits, bits.data, DVI_GONE_BYTES);
    return status;
}

dvk_status dvi_gone_load(dvi_store *store) {
    dvk_status status;
    store->lists->gone.n = 0;
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_GONE_ALL);
    while ((status = dvi_step(store, s)) == DVK_OK && (status = take_row(store, s)) == DVK_OK) {
    }
    if (s != NULL) sqlite3_reset(s);
    if (status == DVK_END && store->lists->gone.n != store->counts.gone)
        status = dvi_damaged(store, "a record of removed articles is missing");
    return status == DVK_END ? DVK_OK : status;
}

dvk_status dvi_gone_set(dvi_store *store, uint32_t article) {
    dvi_gone *gone = &store->lists->gone;
    uint32_t number = article / DVI_GONE_EACH;
    size_t at = part_from(gone, number);
    if (at == gone->n || gone->parts[at].number != number) {
        dvk_status status = insert_part(store, at, number);
        if (status != DVK_OK) return status;
        store->counts.gone++;
    }
    gone->parts[at].bits[article % DVI_GONE_EACH / 8] |= (uint8_t)(1u << article % 8);
    gone->parts[at].changed = true;
    return DVK_OK;
}

static bool clear_bits(dvi_gone_part *part, uint32_t first, uint32_t last) {
    uint64_t from = (uint64_t)part->number * DVI_GONE_EACH;
    bool any = false;
    for (uint64_t i = 0; i < DVI_GONE_EACH; i++)
        if (from + i >= first && from + i <= last) part->bits[i / 8] &= (uint8_t) ~(1u << i % 8);
    for (size_t i = 0; i < DVI_GONE_BYTES; i++)
        any |= part->bits[i] != 0;
    part->changed = true;
    return any;
}

static dvk_status delete_row(dvi_store *store, uint32_t number) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_GONE_DELETE);
    if (s != NULL) sqlite3_bind_int64(s, 1, number);
    dvk_status status = dvi_run(store, s);
    if (status == DVK_OK) store->counts.gone--;
    return status;
}

dvk_status dvi_gone_clear(dvi_store *store, uint32_t first, uint32_t last) {
    dvi_gone *gone = &store->lists->gone;
    size_t at = part_from(gone, first / DVI_GONE_EACH);
    while (at < gone->n && gone->parts[at].number <= last / DVI_GONE_EACH) {
        if (clear_bits(&gone->parts[at], first, last)) {
            at++;
            continue;
        }
        dvk_status status = delete_row(store, gone->parts[at].number);
        if (status != DVK_OK) return status;
        gone->n--;
        memmove(gone->parts + at, gone->parts + at + 1, (gone->n - at) * sizeof *gone->parts);
    }
    return DVK_OK;
}

dvk_status dvi_gone_save(dvi_store *store) {
    dvi_gone *gone = &store->lists->gone;
    for (size_t i = 0; i < gone->n; i++) {
        dvi_gone_part *part = &gone->parts[i];
        if (!part->changed) continue;
        sqlite3_stmt *s = dvi_statement(store, DVI_SQL_GONE_PUT);
        if (s == NULL) return store->error.status;
        sqlite3_bind_int64(s, 1, part->number);
        sqlite3_bind_blob(s, 2, part->bits, DVI_GONE_BYTES, SQLITE_STATIC);
        sqlite3_bind_int64(s, 3, dvi_row_sum(part->bits, DVI_GONE_BYTES, DVI_SUM_GONE, part->number));
        dvk_status status = dvi_run(store, s);
        if (status != DVK_OK) return status;
        part->changed = false;
    }
    return DVK_OK;
}
