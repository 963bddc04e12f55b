/* The lists of an open store, and how they follow the rows: whatever another process has committed is taken
 * in when a transaction first asks for it. */
#include "lists.h"

#include <inttypes.h>
#include <time.h>

#include "base/memory.h"
#include "database.h"

enum { TRIES = 20 };

static dvk_status make(dvi_store *store) {
    if (store->lists != NULL) return DVK_OK;
    dvi_lists *lists = dvi_alloc_zero(1, sizeof *lists);
    if (lists == NULL) return dvi_no_memory(store);
    if (dvi_recent_create(&lists->recent) != DVK_OK) {
        dvi_free(lists);
        return dvi_no_memory(store);
    }
    store->lists = lists;
    return DVK_OK;
}

static void close_runs(dvi_lists *lists) {
    for (size_t i = 0; i < lists->n_runs; i++)
        dvi_run_close(lists->runs[i]);
    lists->n_runs = 0;
}

void dvi_lists_destroy(dvi_store *store) {
    dvi_lists *lists = store->lists;
    if (lists == NULL) return;
    close_runs(lists);
    dvi_free(lists->runs);
    dvi_recent_destroy(lists->recent);
    dvi_gone_finish(&lists->gone);
    dvi_block_cache_finish(&lists->cache);
    dvi_free(lists->made.list);
    dvi_free(lists->dropped.list);
    dvi_free(lists);
    store->lists = NULL;
}

static dvk_status take_recent(dvi_store *store, sqlite3_stmt *s) {
    int64_t number = sqlite3_column_int64(s, 0);
    dvk_span list = dvi_column(s, 1);
    const uint8_t *bytes = (const uint8_t *)list.data;
    bool good = number > 0 && number < UINT32_MAX && list.len > 0 &&
                dvi_row_sum(bytes, list.len, DVI_SUM_RECENT, (uint64_t)number) ==
                    (uint64_t)sqlite3_column_int64(s, 2);
    dvk_status status =
        good ? dvi_recent_add(store->lists->recent, (uint32_t)number, bytes, list.len) : DVK_E_DAMAGED;
    if (status == DVK_E_MEMORY) return dvi_no_memory(store);
    return status == DVK_OK
               ? DVK_OK
               : dvi_damaged(store, "the bands and anchors of article %lld do not match their checksum",
                             (long long)number);
}

/* The rows behind those that are there. */
static dvk_status load_recent(dvi_store *store) {
    dvi_lists *lists = store->lists;
    const uint64_t most = store->counts.recent;
    dvk_status status;
    /* Of very many, all in one list, each would be passed by each. */
    if (most > DVI_MOST_RECENT)
        return dvi_damaged(store, "it has bands and anchors of %" PRIu64 " articles outside of a file -run",
                           most);
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RECENT_NEXT);
    if (s != NULL) sqlite3_bind_int64(s, 1, lists->saved);
    while ((status = dvi_step(store, s)) == DVK_OK && dvi_recent_articles(lists->recent) < most &&
           (status = take_recent(store, s)) == DVK_OK) {
    }
    if (s != NULL) sqlite3_reset(s);
    lists->saved = dvi_recent_last(lists->recent);
    if (status == DVK_OK)
        return dvi_damaged(store, "it has bands and anchors of more articles than it counts");
    if (status == DVK_END && dvi_recent_articles(lists->recent) != most)
        status = dvi_damaged(store, "the bands and anchors of an article are missing");
    return status == DVK_END ? DVK_OK : status;
}

static dvk_status load(dvi_store *store, bool *missing) {
    dvi_lists *lists = store->lists;
    dvk_status status = DVK_OK;
    *missing = false;
    if (!lists->valid || lists->epoch != store->counts.epoch) {
        lists->valid = false;
        dvi_recent_clear(lists->recent);
        lists->saved = 0;
        status = dvi_run_rows_load(store, missing);
        if (status == DVK_OK) status = dvi_gone_load(store);
    } else if (lists->commits == store->counts.commits) {
        return DVK_OK;
    }
    lists->valid = false;
    if (status == DVK_OK) status = load_recent(store);
    if (status != DVK_OK) return status;
    lists->valid = true;
    lists->epoch = store->counts.epoch;
    lists->commits = store->counts.commits;
    return DVK_OK;
}

/* A file that is missing was merged into another by a process that writes: the state after that is looked at.
 * It is there before the file goes; so where there is none the file is lost. */
dvk_status dvi_lists_refresh(dvi_store *store) {
    bool missing = false;
    dvk_status status = make(store);
    if (status != DVK_OK || store->lists->fresh) return status;
    status = load(store, &missing);
    bool changed = true;
    for (int i = 0; i < TRIES && missing && changed && !store->writes; i++) {
        const struct timespec pause = {0, 1000000L * i};
        uint64_t commits = store->counts.commits;
        nanosleep(&pause, NULL);
        dvi_store_rollback(store);
        status = dvi_store_begin(store, false);
        changed = store->counts.commits != commits;
        if (status == DVK_OK) status = load(store, &missing);
    }
    store->lists->fresh = status == DVK_OK;
    return status;
}

dvk_status dvi_lists_change(dvi_store *store) {
    dvk_status status = dvi_lists_refresh(store);
    if (status == DVK_OK) store->lists->changed = true;
    return status;
}

static dvk_status save_recent(dvi_store *store) {
    dvi_lists *lists = store->lists;
    dvk_span packed;
    uint32_t article;
    while (dvi_recent_next(lists->recent, lists->saved, &article, &packed)) {
        sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RECENT_PUT);
        if (s == NULL) return store->error.status;
        sqlite3_bind_int64(s, 1, article);
        sqlite3_bind_blob64(s, 2, packed.data, packed.len, SQLITE_STATIC);
        sqlite3_bind_int64(s, 3, dvi_row_sum(packed.data, packed.len, DVI_SUM_RECENT, article));
        dvk_status status = dvi_run(store, s);
        if (status != DVK_OK) return status;
        lists->saved = article;
    }
    lists->saved = dvi_recent_last(lists->recent);
    return DVK_OK;
}

dvk_status dvi_lists_save(dvi_store *store) {
    if (store->lists == NULL || !store->lists->changed) return DVK_OK;
    dvk_status status = dvi_lists_compact(store);
    if (status == DVK_OK) status = save_recent(store);
    if (status == DVK_OK) status = dvi_gone_save(store);
    store->counts.recent = dvi_recent_articles(store->lists->recent);
    store->counts.runs = store->lists->n_runs;
    return status;
}

static void end(dvi_lists *lists) {
    lists->fresh = lists->changed = false;
    lists->made.n = lists->dropped.n = 0;
}

void dvi_lists_committed(dvi_store *store) {
    dvi_lists *lists = store->lists;
    if (lists == NULL) return;
    for (size_t i = 0; i < lists->dropped.n; i++)
        dvi_run_file_delete(store, lists->dropped.list[i]);
    if (lists->fresh) {
        lists->epoch = store->counts.epoch;
        lists->commits = store->counts.commits;
    }
    end(lists);
}

void dvi_lists_rolled_back(dvi_store *store, bool keep_files) {
    dvi_lists *lists = store->lists;
    if (lists == NULL) return;
    if (lists->changed) lists->valid = false;
    if (lists->made.n > 0) dvi_block_cache_clear(&lists->cache); /* the numbers will be given again */
    /* After a power cut a commit that failed may have come about, and needs its files; who writes next
     * sweeps. */
    for (size_t i = 0; i < lists->made.n && !keep_files; i++)
        dvi_run_file_delete(store, lists->made.list[i]);
    end(lists);
}

dvi_run_file *dvi_lists_run_of(const dvi_lists *lists, uint32_t article) {
    for (size_t i = lists->n_runs; i > 0; i--) {
        const dvi_run_info *info = dvi_run_about(lists->runs[i - 1]);
        if (info->first <= article && article <= info->last) return lists->runs[i - 1];
    }
    return NULL;
}
