/* Groups: their members, their numbers, and the numbers that are used no longer. */
#include "base/bytes.h"
#include "database.h"

dvk_status dvi_store_member(dvi_store *store, dvi_level level, uint32_t group, uint32_t after,
                            uint32_t *number) {
    sqlite3_stmt *s =
        dvi_statement(store, level == DVI_LEVEL_EVENT ? DVI_SQL_MEMBER_EVENT : DVI_SQL_MEMBER_DUPLICATE);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, group);
    sqlite3_bind_int64(s, 2, after);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_OK) {
        int64_t found = sqlite3_column_int64(s, 0);
        *number = (uint32_t)found;
        if (found <= after || found >= UINT32_MAX)
            status = dvi_damaged(store, "the members of group %u are out of order", (unsigned)group);
    }
    sqlite3_reset(s);
    return status;
}

dvk_status dvi_store_group_size(dvi_store *store, dvi_level level, uint32_t group, uint64_t *size) {
    sqlite3_stmt *s =
        dvi_statement(store, level == DVI_LEVEL_EVENT ? DVI_SQL_SIZE_EVENT : DVI_SQL_SIZE_DUPLICATE);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, group);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_OK) *size = (uint64_t)sqlite3_column_int64(s, 0);
    sqlite3_reset(s);
    return status;
}

dvk_status dvi_store_new_group(dvi_store *store, dvi_level level, uint32_t *group) {
    uint64_t *next = level == DVI_LEVEL_EVENT ? &store->counts.next_event : &store->counts.next_duplicate;
    if (*next >= UINT32_MAX) return dvi_out_of_numbers(store, "groups");
    *group = (uint32_t)(*next)++;
    return DVK_OK;
}

void dvi_note_group(dvi_store *store, dvi_level level, uint32_t group) {
    uint64_t *next = level == DVI_LEVEL_EVENT ? &store->counts.next_event : &store->counts.next_duplicate;
    if (group != UINT32_MAX && *next <= group) *next = (uint64_t)group + 1;
}

static uint32_t retired_sum(dvi_level level, uint32_t group, uint32_t into) {
    uint8_t bytes[8];
    dvi_put32(dvi_put32(bytes, (uint32_t)level), into);
    return dvi_row_sum(bytes, sizeof bytes, DVI_SUM_RETIRED, group);
}

dvk_status dvi_store_retire(dvi_store *store, dvi_level level, uint32_t group, uint32_t into) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RETIRE);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, level);
    sqlite3_bind_int64(s, 2, group);
    if (into == UINT32_MAX)
        sqlite3_bind_null(s, 3);
    else
        sqlite3_bind_int64(s, 3, into);
    sqlite3_bind_int64(s, 4, retired_sum(level, group, into));
    dvk_status status = dvi_run(store, s);
    dvi_note_group(store, level, group);
    if (status == DVK_OK) store->counts.retired++;
    return status;
}

dvk_status dvi_store_retired(dvi_store *store, dvi_level level, uint32_t group, uint32_t *into) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RETIRED);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, level);
    sqlite3_bind_int64(s, 2, group);
    dvk_status status = dvi_step(store, s);
    if (status == DVK_OK) {
        *into = sqlite3_column_type(s, 0) == SQLITE_NULL ? UINT32_MAX : (uint32_t)sqlite3_column_int64(s, 0);
        if ((uint64_t)sqlite3_column_int64(s, 1) != retired_sum(level, group, *into))
            status =
                dvi_damaged(store, "what became of number %u does not match its checksum", (unsigned)group);
    }
    sqlite3_reset(s);
    return status;
}
