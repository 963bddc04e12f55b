/* Looking up lists in a run. Idea: blocks of sorted entries, and of each block the beginning of its first
 * key, kept in memory, so that a list is found by reading one block mostly; and a filter of the keys of
 * bands, of which most are not there, read when more was read in vain than it holds. Source: O'Neil et al.,
 * "The log-structured merge-tree", Acta Informatica 33 (1996); Bloom, CACM 13 (1970), with both bits of a key
 * in one word. */
#include "base/first_from.h"
#include "base/memory.h"
#include "database.h"
#include "lists.h"
#include "run_blocks.h"

enum { LEAST_IN_VAIN = 128 };

/* A block at hand. */
typedef struct page {
    const uint8_t *bytes;
    uint32_t index, n;
} page;

static dvk_status turn_to(dvi_store *store, const dvi_run_file *run, dvi_posting_table table, uint32_t index,
                          page *out) {
    dvk_status status = dvi_run_lend(store, run, dvi_run_place(run, table, index), &out->bytes);
    if (status != DVK_OK) return status;
    out->index = index;
    out->n = dvi_get32(out->bytes + DVI_BLOCK_COUNT);
    return out->n != 0 && out->n <= DVI_BLOCK_COUNT / dvi_entry_size(table)
               ? DVK_OK
               : dvi_run_damaged(store, run, dvi_run_place(run, table, index));
}

static dvi_entry entry_of(dvi_posting_table table, const page *p, uint32_t at) {
    return dvi_get_entry(table, p->bytes + at * dvi_entry_size(table));
}

/* The number of entries of the block before a place. */
static uint32_t rank_in(dvi_posting_table table, const page *p, const dvi_entry *at) {
    uint32_t low = 0, high = p->n;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        dvi_entry here = entry_of(table, p, middle);
        if (dvi_compare_entries(&here, at) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The blocks that may have a key: low to high - 1. */
typedef struct range {
    uint32_t low, high;
} range;

static range find_range(const dvi_run_file *run, dvi_posting_table table, uint64_t key) {
    const uint32_t *fences = run->fences[table];
    uint32_t n = run->info.blocks[table], beginning = (uint32_t)(key >> 32);
    range r = {(uint32_t)dvi_first_from(fences, n, sizeof *fences, beginning), n};
    if (beginning < UINT32_MAX) r.high = (uint32_t)dvi_first_from(fences, n, sizeof *fences, beginning + 1);
    if (r.low > 0) r.low--;
    return r;
}

/* The last block whose first entry is not behind the place, or the first of the range. */
static dvk_status find_block(dvi_store *store, const dvi_run_file *run, dvi_posting_table table,
                             const dvi_entry *at, range r, page *out) {
    while (r.high - r.low > 1) {
        uint32_t middle = r.low + (r.high - r.low) / 2;
        dvk_status status = turn_to(store, run, table, middle, out);
        if (status != DVK_OK) return status;
        dvi_entry first = entry_of(table, out, 0);
        if (dvi_compare_entries(&first, at) <= 0)
            r.low = middle;
        else
            r.high = middle;
    }
    return turn_to(store, run, table, r.low, out);
}

static bool is_gone(const dvi_store *store, uint32_t article) {
    return dvi_gone_has(&store->lists->gone, article);
}

static dvk_status walk_behind(dvi_store *store, const dvi_run_file *run, dvi_posting_table table,
                              const dvi_entry *at, range r, page p, size_t reach, dvi_posting_view *out) {
    uint32_t i = rank_in(table, &p, at);
    while (out->n_behind < reach) {
        if (i == p.n) {
            if (p.index + 1 >= r.high) return DVK_OK;
            dvk_status status = turn_to(store, run, table, p.index + 1, &p);
            if (status != DVK_OK) return status;
            i = 0;
        }
        dvi_entry here = entry_of(table, &p, i++);
        if (here.key > at->key) return DVK_OK;
        if (here.key < at->key || dvi_compare_places(&here.posting, &at->posting) <= 0) continue;
        if (!is_gone(store, here.posting.article)) out->behind[out->n_behind++] = here.posting;
    }
    return DVK_OK;
}

static dvk_status walk_before(dvi_store *store, const dvi_run_file *run, dvi_posting_table table,
                              const dvi_entry *at, range r, page p, size_t reach, dvi_posting_view *out) {
    uint32_t i = rank_in(table, &p, at);
    while (out->n_before < reach) {
        if (i == 0) {
            if (p.index <= r.low) return DVK_OK;
            dvk_status status = turn_to(store, run, table, p.index - 1, &p);
            if (status != DVK_OK) return status;
            i = p.n;
        }
        dvi_entry here = entry_of(table, &p, --i);
        if (here.key != at->key) return DVK_OK;
        if (!is_gone(store, here.posting.article)) out->before[out->n_before++] = here.posting;
    }
    return DVK_OK;
}

static dvk_status load_filter(dvi_store *store, dvi_run_file *run) {
    uint8_t block[DVI_BLOCK];
    uint32_t n = run->info.filter_words;
    uint64_t *filter = dvi_alloc((size_t)n + 1, sizeof *filter), at = dvi_run_filter_place(run);
    dvk_status status = filter != NULL ? DVK_OK : dvi_no_memory(store);
    for (uint32_t i = 0; i < n && status == DVK_OK; i++) {
        if (i % DVI_FILTER_WORDS == 0) status = dvi_run_read(store, run, at++, block);
        filter[i] = dvi_get64(block + 8 * (i % DVI_FILTER_WORDS));
    }
    if (status == DVK_OK)
        run->filter = filter;
    else
        dvi_free(filter);
    return status;
}

/* Whether the filter says that the key is not there. */
static bool is_ruled_out(const dvi_run_file *run, dvi_posting_table table, uint64_t key) {
    if (table != DVI_BANDS || run->filter == NULL || run->info.filter_words == 0) return false;
    uint64_t bits = dvi_filter_bits(key);
    return (run->filter[dvi_filter_word(key, run->info.filter_words)] & bits) != bits;
}

dvk_status dvi_run_around(dvi_store *store, dvi_run_file *run, dvi_posting_table table, const dvi_entry *at,
                          size_t reach, dvi_posting_view *out) {
    page p;
    out->n_before = out->n_behind = 0;
    if (is_ruled_out(run, table, at->key)) return DVK_OK;
    range r = find_range(run, table, at->key);
    if (r.high <= r.low) return DVK_OK;
    dvk_status status = find_block(store, run, table, at, r, &p);
    uint32_t index = p.index;
    if (status == DVK_OK) status = walk_behind(store, run, table, at, r, p, reach, out);
    /* Another block may stand where this one was lent. */
    if (status == DVK_OK) status = turn_to(store, run, table, index, &p);
    if (status == DVK_OK) status = walk_before(store, run, table, at, r, p, reach, out);
    if (status != DVK_OK || table != DVI_BANDS || run->filter != NULL) return status;
    run->in_vain += out->n_before + out->n_behind == 0;
    uint32_t pays = LEAST_IN_VAIN + run->info.filter_words / DVI_FILTER_WORDS;
    return run->in_vain > pays ? load_filter(store, run) : DVK_OK;
}

dvk_status dvi_run_has(dvi_store *store, dvi_run_file *run, dvi_posting_table table, const dvi_entry *entry,
                       bool *there) {
    page p;
    range r = find_range(run, table, entry->key);
    *there = false;
    if (r.high <= r.low) return DVK_OK;
    dvk_status status = find_block(store, run, table, entry, r, &p);
    if (status != DVK_OK) return status;
    uint32_t i = rank_in(table, &p, entry);
    if (i == p.n) return DVK_OK;
    dvi_entry here = entry_of(table, &p, i);
    *there = dvi_compare_entries(&here, entry) == 0 && here.posting.norm == entry->posting.norm &&
             here.posting.weight == entry->posting.weight;
    return DVK_OK;
}
