/* From the latest articles to runs, and from runs to larger ones. Idea: what is new goes into one file
 * together with all runs before it that are not RATIO times as large, so that there are few, each many times
 * as large as the next, and an entry is written again some RATIO / 2 times for each of them. Source: O'Neil
 * et al., "The log-structured merge-tree", Acta Informatica 33 (1996), section 3; merging by size as in
 * Lucene's LogMergePolicy. */
#include <string.h>

#include "base/memory.h"
#include "lists.h"
#include "plain_file.h"
#include "run_write.h"

enum {
    RATIO = 8,
    MOST_IN_RUN = 1 << 20, /* articles; a merge of more would take too long */
    LEAST_RECENT = 16,
    RECENT_SHARE = 4
};

/* Entries in order: of the latest articles, or of a run, block by block. */
typedef struct source {
    dvi_run_file *run;
    uint32_t next; /* block of the run */
    dvi_entry *list;
    size_t n, at;
} source;

bool dvi_lists_is_full(const dvi_store *store) {
    size_t most = (size_t)(store->counts.articles / RECENT_SHARE);
    if (most < LEAST_RECENT) most = LEAST_RECENT;
    return dvi_recent_articles(store->lists->recent) >= (most < DVI_MOST_RECENT ? most : DVI_MOST_RECENT);
}

/* Without those that were removed. */
static void keep_alive(const dvi_store *store, source *s) {
    size_t n = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!dvi_gone_has(&store->lists->gone, s->list[i].posting.article)) s->list[n++] = s->list[i];
    s->n = n;
}

/* Has an entry at hand, unless there is none left. */
static dvk_status fill(dvi_store *store, dvi_posting_table table, source *s) {
    while (s->at == s->n && s->run != NULL && s->next < dvi_run_about(s->run)->blocks[table]) {
        dvk_status status = dvi_run_block(store, s->run, table, s->next++, s->list, &s->n);
        if (status != DVK_OK) return status;
        s->at = 0;
        if (store->lists->gone.n > 0) keep_alive(store, s);
    }
    return DVK_OK;
}

static dvk_status start_source(dvi_store *store, dvi_posting_table table, dvi_run_file *run, source *s) {
    *s = (source){.run = run};
    if (run == NULL) {
        dvk_status status = dvi_recent_sorted(store->lists->recent, table, &s->list, &s->n);
        return status == DVK_OK ? DVK_OK : dvi_no_memory(store);
    }
    s->list = dvi_alloc(DVI_MOST_ENTRIES, sizeof *s->list);
    return s->list != NULL ? DVK_OK : dvi_no_memory(store);
}

static source *least(source *sources, size_t n) {
    source *best = NULL;
    for (size_t i = 0; i < n; i++) {
        source *s = &sources[i];
        if (s->at == s->n) continue;
        if (best == NULL || dvi_compare_entries(&s->list[s->at], &best->list[best->at]) < 0) best = s;
    }
    return best;
}

static dvk_status merge_sources(dvi_store *store, dvi_posting_table table, source *sources, size_t n,
                                dvi_run_writer *w) {
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = fill(store, table, &sources[i]);
    while (status == DVK_OK) {
        source *s = least(sources, n);
        if (s == NULL) break;
        status = dvi_run_writer_put(w, table, &s->list[s->at++]);
        if (status == DVK_OK && s->at == s->n) status = fill(store, table, s);
    }
    return status;
}

/* What goes into a new run: the runs from `from` up to `to`, and the latest articles. */
typedef struct merge {
    size_t from, to;
    bool recent;
} merge;

static dvk_status merge_table(dvi_store *store, dvi_posting_table table, const merge *m, dvi_run_writer *w) {
    size_t n = m->to - m->from + m->recent;
    source *sources = dvi_alloc_zero(n, sizeof *sources);
    if (sources == NULL) return dvi_no_memory(store);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        dvi_run_file *run = m->from + i < m->to ? store->lists->runs[m->from + i] : NULL;
        status = start_source(store, table, run, &sources[i]);
    }
    if (status == DVK_OK) status = merge_sources(store, table, sources, n, w);
    for (size_t i = 0; i < n; i++)
        dvi_free(sources[i].list);
    dvi_free(sources);
    return status;
}

/* What the sources say of their articles, put together. */
static dvi_run_info sum_up(const dvi_lists *lists, const merge *m, uint64_t *bands) {
    dvi_run_info all = {.first = UINT32_MAX, .earliest = INT64_MAX, .latest = INT64_MIN};
    *bands = 0;
    if (m->recent) {
        dvi_recent_bounds(lists->recent, &all.first, &all.last, &all.earliest, &all.latest);
        all.articles = (uint32_t)dvi_recent_articles(lists->recent);
        *bands += dvi_recent_postings(lists->recent);
    }
    for (size_t i = m->from; i < m->to; i++) {
        const dvi_run_info *is = dvi_run_about(lists->runs[i]);
        if (is->first < all.first) all.first = is->first;
        if (is->last > all.last) all.last = is->last;
        if (is->earliest < all.earliest) all.earliest = is->earliest;
        if (is->latest > all.latest) all.latest = is->latest;
        all.articles += is->alive;
        *bands += is->entries[DVI_BANDS];
    }
    return all;
}

/* A number of which there is no file, though its row be lost. */
static dvk_status new_number(dvi_store *store, uint64_t *out) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    int there = 1;
    while (there != 0) {
        *out = store->counts.next_run++;
        if (*out > UINT32_MAX) return dvi_out_of_numbers(store, "files of lists");
        char *path = dvi_run_path(store, *out);
        int rc = path != NULL ? vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &there) : SQLITE_NOMEM;
        if (rc == SQLITE_OK && dvi_check_plain(path, NULL) != DVK_OK) there = 1; /* a link to nothing */
        dvi_free(path);
        if (rc != SQLITE_OK) return dvi_sqlite_failed(store, rc);
    }
    return DVK_OK;
}

static dvk_status write_run(dvi_store *store, const merge *m, dvi_run_info *info) {
    dvi_run_writer w;
    uint64_t number = 0, bands;
    *info = sum_up(store->lists, m, &bands);
    dvk_status status = new_number(store, &number);
    if (status == DVK_OK && dvi_run_numbers_add(&store->lists->made, number) != DVK_OK)
        status = dvi_no_memory(store);
    if (status != DVK_OK) return status;
    status = dvi_run_writer_begin(&w, store, number, bands);
    if (status == DVK_OK) status = merge_table(store, DVI_BANDS, m, &w);
    if (status == DVK_OK) status = merge_table(store, DVI_ANCHORS_TABLE, m, &w);
    if (status == DVK_OK) status = dvi_run_writer_end(&w, info);
    dvi_run_writer_finish(&w);
    return status;
}

/* The merged runs go, from the list and from their table. */
static dvk_status drop_runs(dvi_store *store, const merge *m) {
    dvi_lists *lists = store->lists;
    dvk_status status = DVK_OK;
    if (m->from == m->to) return DVK_OK;
    for (size_t i = m->from; i < m->to && status == DVK_OK; i++) {
        uint64_t number = dvi_run_about(lists->runs[i])->number;
        status = dvi_run_row_delete(store, number);
        if (status == DVK_OK && dvi_run_numbers_add(&lists->dropped, number) != DVK_OK)
            status = dvi_no_memory(store);
    }
    if (status != DVK_OK) return status;
    for (size_t i = m->from; i < m->to; i++)
        dvi_run_close(lists->runs[i]);
    memmove(lists->runs + m->from, lists->runs + m->to, (lists->n_runs - m->to) * sizeof *lists->runs);
    lists->n_runs -= m->to - m->from;
    return DVK_OK;
}

static dvk_status insert_run(dvi_store *store, size_t at, const dvi_run_info *info) {
    dvi_lists *lists = store->lists;
    dvi_run_file *run;
    bool missing;
    dvk_status status = dvi_run_row_put(store, info);
    if (status == DVK_OK) status = dvi_lists_reserve_run(store);
    if (status == DVK_OK) status = dvi_run_open(store, info, &run, &missing);
    if (status != DVK_OK) return status;
    memmove(lists->runs + at + 1, lists->runs + at, (lists->n_runs - at) * sizeof *lists->runs);
    lists->runs[at] = run;
    lists->n_runs++;
    return DVK_OK;
}

static dvk_status clear_recent(dvi_store *store) {
    dvk_status status = dvi_run(store, dvi_statement(store, DVI_SQL_RECENT_CLEAR));
    if (status != DVK_OK) return status;
    dvi_recent_clear(store->lists->recent);
    store->lists->saved = 0;
    return DVK_OK;
}

static dvk_status carry_out(dvi_store *store, const merge *m) {
    dvi_run_info info;
    dvk_status status = write_run(store, m, &info);
    if (status == DVK_OK) status = drop_runs(store, m);
    if (status == DVK_OK) status = insert_run(store, m->from, &info);
    if (status == DVK_OK) status = dvi_gone_clear(store, info.first, info.last);
    if (status == DVK_OK && m->recent) status = clear_recent(store);
    store->counts.epoch++;
    return status;
}

/* Files of which no row speaks: a process was stopped before it had committed. While a file is made anew
 * under another name, those of the old one are none of its business. */
static dvk_status sweep(dvi_store *store) {
    const dvi_lists *lists = store->lists;
    dvi_run_numbers kept = {0};
    if (store->careless) return DVK_OK;
    dvk_status status = dvi_run_numbers_of(lists, &kept);
    for (size_t i = 0; i < lists->dropped.n && status == DVK_OK; i++)
        status = dvi_run_numbers_add(&kept, lists->dropped.list[i]);
    if (status == DVK_OK) dvi_run_files_sweep(store, &kept);
    dvi_free(kept.list);
    return status == DVK_OK ? DVK_OK : dvi_no_memory(store);
}

dvk_status dvi_lists_flush(dvi_store *store) {
    dvi_lists *lists = store->lists;
    merge m = {lists->n_runs, lists->n_runs, true};
    uint64_t size = dvi_recent_articles(lists->recent);
    for (; m.from > 0; m.from--) {
        uint64_t before = dvi_run_about(lists->runs[m.from - 1])->alive;
        if (before >= RATIO * size || before + size > MOST_IN_RUN) break;
        size += before;
    }
    dvk_status status = sweep(store);
    return status == DVK_OK ? carry_out(store, &m) : status;
}

dvk_status dvi_lists_compact(dvi_store *store) {
    dvi_lists *lists = store->lists;
    dvk_status status = DVK_OK;
    for (size_t i = lists->n_runs; i > 0 && status == DVK_OK; i--) {
        merge m = {i - 1, i, false};
        dvi_run_info is = *dvi_run_about(lists->runs[i - 1]);
        if (is.alive > is.articles / 2) continue;
        status = is.alive > 0 ? carry_out(store, &m) : drop_runs(store, &m);
        if (status == DVK_OK && is.alive == 0) status = dvi_gone_clear(store, is.first, is.last);
    }
    return status;
}
