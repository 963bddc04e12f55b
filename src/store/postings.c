/* Postings: those of the latest articles in memory, each with a row, the others in runs. */
#include "postings.h"

#include <inttypes.h>
#include <string.h>

#include "base/memory.h"
#include "database.h"
#include "lists.h"

static dvk_status add_packed(dvi_store *store, const dvi_postings *p) {
    size_t size = dvi_recent_packed_size(p);
    uint8_t *packed = dvi_alloc(size, 1);
    dvk_status status = packed != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        dvi_recent_pack(p, packed);
        status = dvi_recent_add(store->lists->recent, p->article, packed, size);
    }
    dvi_free(packed);
    if (status == DVK_E_MEMORY) return dvi_no_memory(store);
    return status == DVK_OK ? DVK_OK
                            : dvi_damaged(store, "article %u is there already", (unsigned)p->article);
}

dvk_status dvi_postings_add(dvi_store *store, const dvi_postings *p) {
    dvk_status status = dvi_lists_change(store);
    if (status == DVK_OK && dvi_lists_is_full(store)) status = dvi_lists_flush(store);
    return status == DVK_OK ? add_packed(store, p) : status;
}

static dvk_status remove_recent(dvi_store *store, uint32_t article) {
    store->counts.epoch++;
    if (article > store->lists->saved) return DVK_OK;
    sqlite3_stmt *s = dvi_statement(store, DVI_SQL_RECENT_DELETE);
    if (s != NULL) sqlite3_bind_int64(s, 1, article);
    return dvi_run(store, s);
}

dvk_status dvi_postings_remove(dvi_store *store, uint32_t article) {
    dvk_status status = dvi_lists_change(store);
    if (status != DVK_OK) return status;
    if (dvi_recent_remove(store->lists->recent, article)) return remove_recent(store, article);
    dvi_run_file *run = dvi_lists_run_of(store->lists, article);
    if (run == NULL || dvi_gone_has(&store->lists->gone, article) || dvi_run_about(run)->alive == 0)
        return dvi_damaged(store, "article %u is missing in its lists", (unsigned)article);
    status = dvi_gone_set(store, article);
    if (status != DVK_OK) return status;
    dvi_run_about(run)->alive--;
    store->counts.epoch++;
    return dvi_run_row_put(store, dvi_run_about(run));
}

/* Of two lists, nearest first, the nearest. */
static size_t merge(const dvi_posting *a, size_t n_a, const dvi_posting *b, size_t n_b, int sign,
                    size_t reach, dvi_posting *out) {
    size_t n = 0, i = 0, k = 0;
    while (n < reach && (i < n_a || k < n_b)) {
        bool first = k == n_b || (i < n_a && sign * dvi_compare_places(&a[i], &b[k]) <= 0);
        out[n++] = first ? a[i++] : b[k++];
    }
    return n;
}

static void take_in(dvi_lists *lists, const dvi_posting_view *more, size_t reach, dvi_posting_view *out) {
    size_t n;
    if (more->n_before > 0) {
        memcpy(lists->scratch[2], out->before, out->n_before * sizeof *out->before);
        n = merge(lists->scratch[2], out->n_before, more->before, more->n_before, -1, reach, out->before);
        out->n_before = n;
    }
    if (more->n_behind > 0) {
        memcpy(lists->scratch[3], out->behind, out->n_behind * sizeof *out->behind);
        n = merge(lists->scratch[3], out->n_behind, more->behind, more->n_behind, 1, reach, out->behind);
        out->n_behind = n;
    }
}

/* Whether nothing of the run is within the window. Undated articles are near to all. */
static bool is_far(const dvi_run_info *run, dvi_posting_table table, int64_t time, int64_t window) {
    if (table == DVI_BANDS || window == 0 || time == DVK_NO_TIME || run->earliest == DVK_NO_TIME)
        return false;
    if (run->latest < time) return (uint64_t)time - (uint64_t)run->latest > (uint64_t)window;
    return run->earliest > time && (uint64_t)run->earliest - (uint64_t)time > (uint64_t)window;
}

dvk_status dvi_postings_around(dvi_store *store, dvi_posting_table table, uint64_t key, const dvi_posting *at,
                               int64_t window, size_t reach, dvi_posting_view *out) {
    dvi_entry place = {dvi_entry_key(table, key), *at};
    out->n_before = out->n_behind = 0;
    dvk_status status = dvi_lists_refresh(store);
    if (status != DVK_OK) return status;
    dvi_lists *lists = store->lists;
    dvi_posting_view more = {.before = lists->scratch[0], .behind = lists->scratch[1]};
    if (reach > DVI_MOST_REACH) reach = DVI_MOST_REACH;
    if (table == DVI_BANDS) place.posting.time = 0;
    dvi_recent_around(lists->recent, table, key, &place.posting, reach, out);
    for (size_t i = lists->n_runs; i > 0 && status == DVK_OK; i--) {
        if (is_far(dvi_run_about(lists->runs[i - 1]), table, at->time, window)) continue;
        status = dvi_run_around(store, lists->runs[i - 1], table, &place, reach, &more);
        if (status == DVK_OK) take_in(lists, &more, reach, out);
    }
    return status;
}

static dvk_status check_in_run(dvi_store *store, dvi_run_file *run, const dvi_postings *p, bool *there) {
    dvk_status status = DVK_OK;
    *there = true;
    for (size_t i = 0; i < p->n_bands && *there && status == DVK_OK; i++) {
        dvi_entry e = {p->bands[i], {.tie = p->tie, .article = p->article}};
        status = dvi_run_has(store, run, DVI_BANDS, &e, there);
    }
    for (size_t i = 0; i < p->n_anchors && *there && status == DVK_OK; i++) {
        dvi_entry e = {dvi_entry_key(DVI_ANCHORS_TABLE, p->anchors[i]),
                       {p->time, p->tie, p->article, p->norm, p->weights[i]}};
        status = dvi_run_has(store, run, DVI_ANCHORS_TABLE, &e, there);
    }
    return status;
}

static dvk_status check_recent(dvi_store *store, const dvi_postings *p, bool *there) {
    uint32_t article;
    dvk_span packed;
    size_t size = dvi_recent_packed_size(p);
    *there = dvi_recent_next(store->lists->recent, p->article - 1, &article, &packed) &&
             article == p->article && packed.len == size;
    if (!*there) return DVK_OK;
    uint8_t *wanted = dvi_alloc(size, 1);
    if (wanted == NULL) return dvi_no_memory(store);
    dvi_recent_pack(p, wanted);
    *there = memcmp(wanted, packed.data, size) == 0;
    dvi_free(wanted);
    return DVK_OK;
}

dvk_status dvi_postings_check(dvi_store *store, const dvi_postings *p, bool *there) {
    dvk_status status = dvi_lists_refresh(store);
    *there = false;
    if (status != DVK_OK) return status;
    dvi_run_file *run = dvi_lists_run_of(store->lists, p->article);
    if (run == NULL) return check_recent(store, p, there);
    if (dvi_gone_has(&store->lists->gone, p->article)) return DVK_OK;
    return check_in_run(store, run, p, there);
}

static dvk_status disordered(dvi_store *store, dvi_run_file *run) {
    return dvi_damaged(store, "the entries of its file -run%" PRIu64 " are not those it tells of",
                       dvi_run_about(run)->number);
}

/* The entries of a table in order, within the numbers of the run, and as many as it tells. */
static dvk_status check_table(dvi_store *store, dvi_run_file *run, dvi_posting_table table,
                              dvi_check *check) {
    const dvi_run_info *is = dvi_run_about(run);
    dvi_entry list[DVI_MOST_ENTRIES], last = {0, {0}};
    uint64_t entries = 0;
    bool good = true;
    for (uint32_t i = 0; i < is->blocks[table]; i++) {
        size_t n;
        dvk_status status = dvi_run_block(store, run, table, i, list, &n);
        if (status != DVK_OK) return status;
        for (size_t k = 0; k < n; k++, entries++) {
            uint32_t article = list[k].posting.article;
            good &= entries == 0 || dvi_compare_entries(&last, &list[k]) < 0;
            good &= article >= is->first && article <= is->last;
            check->lists += entries == 0 || last.key != list[k].key;
            check->entries += !dvi_gone_has(&store->lists->gone, article);
            last = list[k];
        }
    }
    return good && entries == is->entries[table] ? DVK_OK : disordered(store, run);
}

dvk_status dvi_postings_check_all(dvi_store *store, dvi_check *check) {
    dvk_status status = dvi_lists_refresh(store);
    if (status != DVK_OK) return dvi_check_status(check, store, status);
    dvi_lists *lists = store->lists;
    for (size_t i = 0; i < lists->n_runs && status == DVK_OK; i++) {
        dvi_run_file *run = lists->runs[i];
        status = dvi_run_check(store, run);
        if (status == DVK_OK) status = check_table(store, run, DVI_BANDS, check);
        if (status == DVK_OK) status = check_table(store, run, DVI_ANCHORS_TABLE, check);
        status = dvi_check_status(check, store, status);
    }
    check->lists += dvi_recent_lists(lists->recent);
    check->entries += dvi_recent_postings(lists->recent);
    return status;
}
