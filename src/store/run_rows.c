/* Rows of runs, and the files that they speak of. */
#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "database.h"
#include "lists.h"

static uint32_t info_sum(const dvi_run_info *info) {
    uint8_t bytes[8 + 4 * 4 + 8 + 8], *at = dvi_put64(bytes, info->content);
    at = dvi_put32(dvi_put32(dvi_put32(dvi_put32(at, info->first), info->last), info->articles), info->alive);
    dvi_put64(dvi_put64(at, (uint64_t)info->earliest), (uint64_t)info->latest);
    return dvi_row_sum(bytes, sizeof bytes, DVI_SUM_RUN, info->number);
}

dvk_status dvi_run_row_put(dvi_store *store, const dvi_run_info *info) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RUN_PUT);
    if (s == NULL) return store->error.status;
    sqlite3_bind_int64(s, 1, (int64_t)info->number);
    sqlite3_bind_int64(s, 2, info->first);
    sqlite3_bind_int64(s, 3, info->last);
    sqlite3_bind_int64(s, 4, info->articles);
    sqlite3_bind_int64(s, 5, info->alive);
    sqlite3_bind_int64(s, 6, info->earliest);
    sqlite3_bind_int64(s, 7, info->latest);
    sqlite3_bind_int64(s, 8, (int64_t)info->content);
    sqlite3_bind_int64(s, 9, info_sum(info));
    return dvi_run(store, s);
}

dvk_status dvi_run_row_delete(dvi_store *store, uint64_t number) {
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RUN_DELETE);
    if (s != NULL) sqlite3_bind_int64(s, 1, (int64_t)number);
    return dvi_run(store, s);
}

static dvk_status read_row(dvi_store *store, sqlite3_stmt *s, dvi_run_info *out) {
    *out = (dvi_run_info){.number = (uint64_t)sqlite3_column_int64(s, 0),
                          .first = (uint32_t)sqlite3_column_int64(s, 1),
                          .last = (uint32_t)sqlite3_column_int64(s, 2),
                          .articles = (uint32_t)sqlite3_column_int64(s, 3),
                          .alive = (uint32_t)sqlite3_column_int64(s, 4),
                          .earliest = sqlite3_column_int64(s, 5),
                          .latest = sqlite3_column_int64(s, 6),
                          .content = (uint64_t)sqlite3_column_int64(s, 7)};
    bool good = (uint64_t)sqlite3_column_int64(s, 8) == info_sum(out) && out->number <= UINT32_MAX;
    return good ? DVK_OK : dvi_damaged(store, "the row of a file -run does not match its checksum");
}

/* A run that is open stays so. */
static dvk_status open_or_keep(dvi_store *store, const dvi_run_info *info, dvi_run_file **former, size_t n,
                               dvi_run_file **out, bool *missing) {
    for (size_t i = 0; i < n; i++) {
        if (former[i] == NULL) continue;
        dvi_run_info *about = dvi_run_about(former[i]);
        if (about->number != info->number || about->content != info->content) continue;
        *out = former[i];
        former[i] = NULL;
        about->alive = info->alive;
        return DVK_OK;
    }
    return dvi_run_open(store, info, out, missing);
}

dvk_status dvi_lists_reserve_run(dvi_store *store) {
    dvi_lists *lists = store->lists;
    void *runs = lists->runs;
    dvk_status status = dvi_grow(&runs, &lists->runs_cap, lists->n_runs + 1, sizeof(dvi_run_file *));
    lists->runs = runs;
    return status == DVK_OK ? DVK_OK : dvi_no_memory(store);
}

static dvk_status take_row(dvi_store *store, sqlite3_stmt *s, dvi_run_file **former, size_t n,
                           bool *missing) {
    dvi_lists *lists = store->lists;
    dvi_run_info info;
    dvk_status status = read_row(store, s, &info);
    if (status == DVK_OK && lists->n_runs > 0 &&
        info.first <= dvi_run_about(lists->runs[lists->n_runs - 1])->last)
        status = dvi_damaged(store, "its files -run overlap");
    if (status == DVK_OK) status = dvi_lists_reserve_run(store);
    if (status != DVK_OK) return status;
    status = open_or_keep(store, &info, former, n, &lists->runs[lists->n_runs], missing);
    lists->n_runs += status == DVK_OK;
    return status;
}

dvk_status dvi_run_rows_load(dvi_store *store, bool *missing) {
    dvi_lists *lists = store->lists;
    dvi_run_file **former = lists->runs;
    size_t n = lists->n_runs;
    dvk_status status;
    lists->runs = NULL;
    lists->n_runs = lists->runs_cap = 0;
    *missing = false;
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RUN_ALL);
    while ((status = dvi_step(store, s)) == DVK_OK &&
           (status = take_row(store, s, former, n, missing)) == DVK_OK) {
    }
    if (s != NULL) sqlite3_reset(s);
    for (size_t i = 0; i < n; i++)
        dvi_run_close(former[i]);
    dvi_free(former);
    if (status == DVK_END && lists->n_runs != store->counts.runs)
        status = dvi_damaged(store, "it has %zu files -run where %" PRIu64 " are counted", lists->n_runs,
                             store->counts.runs);
    return status == DVK_END ? DVK_OK : status;
}

dvk_status dvi_run_numbers_add(dvi_run_numbers *numbers, uint64_t number) {
    void *list = numbers->list;
    dvk_status status = dvi_grow(&list, &numbers->cap, numbers->n + 1, sizeof *numbers->list);
    numbers->list = list;
    if (status == DVK_OK) numbers->list[numbers->n++] = number;
    return status;
}

dvk_status dvi_run_numbers_of(const dvi_lists *lists, dvi_run_numbers *out) {
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < lists->n_runs && status == DVK_OK; i++)
        status = dvi_run_numbers_add(out, dvi_run_about(lists->runs[i])->number);
    return status;
}

void dvi_run_file_delete(const dvi_store *store, uint64_t number) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    char *path = dvi_run_path(store, number);
    if (path != NULL) vfs->xDelete(vfs, path, 0);
    dvi_free(path);
}

static bool is_among(const dvi_run_numbers *numbers, uint64_t number) {
    for (size_t i = 0; i < numbers->n; i++)
        if (numbers->list[i] == number) return true;
    return false;
}

void dvi_run_files_sweep(const dvi_store *store, const dvi_run_numbers *kept) {
    const char *name = strrchr(store->runs_path, '/') + 1;
    size_t len = strlen(name);
    dvi_buffer folder = {0};
    DIR *listing = NULL;
    struct dirent *entry;
    if (dvi_buffer_append(&folder, store->runs_path, (size_t)(name - store->runs_path)) == DVK_OK &&
        dvi_buffer_append_byte(&folder, '\0') == DVK_OK)
        listing = opendir(folder.data);
    while (listing != NULL && (entry = readdir(listing)) != NULL) {
        char *end;
        if (strncmp(entry->d_name, name, len) != 0 || entry->d_name[len] < '0' || entry->d_name[len] > '9')
            continue;
        uint64_t number = strtoull(entry->d_name + len, &end, 10);
        if (*end == '\0' && !is_among(kept, number)) dvi_run_file_delete(store, number);
    }
    if (listing != NULL) closedir(listing);
    dvi_buffer_finish(&folder);
}
