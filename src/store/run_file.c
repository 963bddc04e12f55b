/* Reading a run. Idea: blocks of sorted entries, and of each block the beginning of its first key, kept in memory, so
 * that a list is found by reading one block mostly; and a filter of the keys of bands, of which most are not there,
 * read when more was read in vain than it holds. Source: O'Neil et al., "The log-structured merge-tree", Acta
 * Informatica 33 (1996); Bloom, CACM 13 (1970), with both bits of a key in one word. */
#include "run_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "database.h"
#include "lists.h"

enum { CACHED = 4096, LEAST_IN_VAIN = 128 };

struct dvi_run_file {
    sqlite3_file *file;
    dvi_run_info info;
    uint32_t *fences[DVI_POSTING_TABLES];
    uint64_t *filter; /* NULL until it pays */
    uint32_t in_vain; /* blocks read for bands that have no such key */
};

void dvi_block_cache_finish(dvi_block_cache *cache) {
    dvi_free(cache->blocks);
    dvi_free(cache->tags);
    *cache = (dvi_block_cache){0};
}

dvi_run_info *dvi_run_about(dvi_run_file *run) {
    return &run->info;
}

char *dvi_run_path(const dvi_store *store, uint64_t number) {
    size_t size = strlen(store->runs_path) + 24;
    char *path = dvi_alloc(size, 1);
    if (path != NULL) snprintf(path, size, "%s%" PRIu64, store->runs_path, number);
    return path;
}

void dvi_run_close(dvi_run_file *run) {
    if (run == NULL) return;
    if (run->file != NULL && run->file->pMethods != NULL) run->file->pMethods->xClose(run->file);
    dvi_free(run->file);
    dvi_free(run->fences[DVI_BANDS]);
    dvi_free(run->fences[DVI_ANCHORS_TABLE]);
    dvi_free(run->filter);
    dvi_free(run);
}

static dvk_status damaged_run(dvi_store *store, const dvi_run_file *run, uint64_t block) {
    return dvi_damaged(store, "block %" PRIu64 " of its file -run%" PRIu64 " does not match its checksum", block,
                       run->info.number);
}

static dvk_status read_block(dvi_store *store, const dvi_run_file *run, uint64_t index, uint8_t *out) {
    int rc = run->file->pMethods->xRead(run->file, out, DVI_BLOCK, (sqlite3_int64)(index * DVI_BLOCK));
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ) return dvi_sqlite_failed(store, rc);
    bool good = rc == SQLITE_OK && dvi_block_sum(out, run->info.number, index) == dvi_get64(out + DVI_BLOCK_SUM);
    return good ? DVK_OK : damaged_run(store, run, index);
}

/* A block, lent until the next call; through the cache when there is memory for one. */
static dvk_status lend_block(dvi_store *store, const dvi_run_file *run, uint64_t index, const uint8_t **out) {
    dvi_block_cache *cache = &store->lists->cache;
    uint64_t tag = run->info.number << 32 | (index + 1);
    size_t at = (size_t)((run->info.number * 0x9E3779B1u + index) % CACHED);
    if (cache->blocks == NULL) {
        cache->blocks = dvi_alloc(CACHED, DVI_BLOCK);
        cache->tags = dvi_alloc_zero(CACHED, sizeof *cache->tags);
        if (cache->blocks == NULL || cache->tags == NULL) {
            dvi_block_cache_finish(cache);
            return dvi_sqlite_failed(store, SQLITE_NOMEM);
        }
    }
    *out = cache->blocks + at * DVI_BLOCK;
    if (cache->tags[at] == tag) return DVK_OK;
    cache->tags[at] = 0;
    dvk_status status = read_block(store, run, index, cache->blocks + at * DVI_BLOCK);
    if (status == DVK_OK) cache->tags[at] = tag;
    return status;
}

static uint64_t place_of(const dvi_run_file *run, dvi_posting_table table, uint32_t block) {
    return 1 + (table == DVI_ANCHORS_TABLE ? (uint64_t)run->info.blocks[DVI_BANDS] : 0) + block;
}

/* The first block of the fences, which lie behind both tables. */
static uint64_t fences_at(const dvi_run_file *run) {
    return place_of(run, DVI_ANCHORS_TABLE, run->info.blocks[DVI_ANCHORS_TABLE]);
}

static uint64_t filter_at(const dvi_run_file *run) {
    return fences_at(run) + dvi_blocks_for(run->info.blocks[DVI_BANDS], DVI_FENCES) +
           dvi_blocks_for(run->info.blocks[DVI_ANCHORS_TABLE], DVI_FENCES);
}

static uint64_t blocks_of(const dvi_run_file *run) {
    return filter_at(run) + dvi_blocks_for(run->info.filter_words, DVI_FILTER_WORDS);
}

static dvk_status read_fences(dvi_store *store, dvi_run_file *run, dvi_posting_table table, uint64_t *at) {
    uint8_t block[DVI_BLOCK];
    uint32_t n = run->info.blocks[table];
    run->fences[table] = dvi_alloc((size_t)n + 1, sizeof **run->fences);
    if (run->fences[table] == NULL) return dvi_sqlite_failed(store, SQLITE_NOMEM);
    for (uint32_t i = 0; i < n; i++) {
        dvk_status status = i % DVI_FENCES == 0 ? read_block(store, run, (*at)++, block) : DVK_OK;
        if (status != DVK_OK) return status;
        run->fences[table][i] = dvi_get32(block + 4 * (i % DVI_FENCES));
    }
    return DVK_OK;
}

static void read_info(const uint8_t *at, dvi_run_info *out) {
    *out = (dvi_run_info){.number = dvi_get64(at + 8),
                          .content = dvi_get64(at + 16),
                          .first = dvi_get32(at + 24),
                          .last = dvi_get32(at + 28),
                          .articles = dvi_get32(at + 32),
                          .filter_words = dvi_get32(at + 36),
                          .earliest = (int64_t)dvi_get64(at + 40),
                          .latest = (int64_t)dvi_get64(at + 48),
                          .entries = {dvi_get64(at + 56), dvi_get64(at + 64)},
                          .blocks = {dvi_get32(at + 72), dvi_get32(at + 76)}};
}

/* The first block must say what the row says, and how long the file is. */
static dvk_status read_head(dvi_store *store, dvi_run_file *run) {
    uint8_t head[DVI_BLOCK];
    sqlite3_int64 size = 0;
    dvi_run_info told = run->info;
    dvk_status status = read_block(store, run, 0, head);
    if (status != DVK_OK) return status;
    read_info(head, &run->info);
    run->info.alive = told.alive;
    int rc = run->file->pMethods->xFileSize(run->file, &size);
    if (rc != SQLITE_OK) return dvi_sqlite_failed(store, rc);
    const dvi_run_info *is = &run->info;
    bool good = dvi_get64(head) == dvi_run_magic && is->number == told.number && is->content == told.content &&
                is->first == told.first && is->last == told.last && is->articles == told.articles &&
                is->earliest == told.earliest && is->latest == told.latest && is->alive <= is->articles &&
                (uint64_t)size == blocks_of(run) * DVI_BLOCK;
    run->info.number = told.number;
    return good ? DVK_OK
                : dvi_damaged(store, "its file -run%" PRIu64 " is not the one that belongs to it", told.number);
}

static dvk_status load(dvi_store *store, dvi_run_file *run) {
    dvk_status status = read_head(store, run);
    uint64_t at = status == DVK_OK ? fences_at(run) : 0;
    if (status == DVK_OK) status = read_fences(store, run, DVI_BANDS, &at);
    return status == DVK_OK ? read_fences(store, run, DVI_ANCHORS_TABLE, &at) : status;
}

dvk_status dvi_run_open(dvi_store *store, const dvi_run_info *info, dvi_run_file **out, bool *missing) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    dvi_run_file *run = dvi_alloc_zero(1, sizeof *run);
    char *path = dvi_run_path(store, info->number);
    *out = NULL;
    *missing = false;
    if (run != NULL) run->file = dvi_alloc_zero((size_t)vfs->szOsFile, 1);
    dvk_status status =
        run != NULL && run->file != NULL && path != NULL ? DVK_OK : dvi_sqlite_failed(store, SQLITE_NOMEM);
    if (status == DVK_OK) {
        run->info = *info;
        int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_SUPER_JOURNAL, there = 0;
        int rc = vfs->xOpen(vfs, path, run->file, flags, &flags);
        if (rc != SQLITE_OK && vfs->xAccess(vfs, path, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK)
            *missing = there == 0;
        status = rc == SQLITE_OK ? load(store, run)
                 : *missing      ? dvi_damaged(store, "its file -run%" PRIu64 " is missing", info->number)
                                 : dvi_sqlite_failed(store, rc);
    }
    dvi_free(path);
    if (status == DVK_OK)
        *out = run;
    else
        dvi_run_close(run);
    return status;
}

/* The number of fences below a key's beginning, or up to it. */
static uint32_t fences_below(const uint32_t *fences, uint32_t n, uint32_t key, bool or_equal) {
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (fences[middle] < key || (or_equal && fences[middle] == key))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A block at hand. */
typedef struct page {
    const uint8_t *bytes;
    uint32_t index, n;
} page;

static dvk_status turn_to(dvi_store *store, const dvi_run_file *run, dvi_posting_table table, uint32_t index, page *out) {
    dvk_status status = lend_block(store, run, place_of(run, table, index), &out->bytes);
    if (status != DVK_OK) return status;
    out->index = index;
    out->n = dvi_get32(out->bytes + DVI_BLOCK_COUNT);
    return out->n != 0 && out->n <= DVI_BLOCK_COUNT / dvi_entry_size(table) ? DVK_OK
                                                                           : damaged_run(store, run, index);
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
    range r = {fences_below(fences, n, beginning, false), fences_below(fences, n, beginning, true)};
    if (r.low > 0) r.low--;
    return r;
}

/* The last block whose first entry is not behind the place, or the first of the range. */
static dvk_status find_block(dvi_store *store, const dvi_run_file *run, dvi_posting_table table, const dvi_entry *at,
                             range r, page *out) {
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

static dvk_status walk_behind(dvi_store *store, const dvi_run_file *run, dvi_posting_table table, const dvi_entry *at,
                              range r, page p, size_t reach, dvi_posting_view *out) {
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

static dvk_status walk_before(dvi_store *store, const dvi_run_file *run, dvi_posting_table table, const dvi_entry *at,
                              range r, page p, size_t reach, dvi_posting_view *out) {
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
    uint64_t *filter = dvi_alloc((size_t)n + 1, sizeof *filter), at = filter_at(run);
    dvk_status status = filter != NULL ? DVK_OK : dvi_sqlite_failed(store, SQLITE_NOMEM);
    for (uint32_t i = 0; i < n && status == DVK_OK; i++) {
        if (i % DVI_FILTER_WORDS == 0) status = read_block(store, run, at++, block);
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

dvk_status dvi_run_around(dvi_store *store, dvi_run_file *run, dvi_posting_table table, const dvi_entry *at, size_t reach,
                          dvi_posting_view *out) {
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

dvk_status dvi_run_has(dvi_store *store, dvi_run_file *run, dvi_posting_table table, const dvi_entry *entry, bool *there) {
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

dvk_status dvi_run_block(dvi_store *store, dvi_run_file *run, dvi_posting_table table, uint32_t index, dvi_entry *out,
                         size_t *n) {
    uint8_t block[DVI_BLOCK];
    page p = {.bytes = block, .index = index};
    dvk_status status = read_block(store, run, place_of(run, table, index), block);
    if (status != DVK_OK) return status;
    p.n = dvi_get32(block + DVI_BLOCK_COUNT);
    if (p.n == 0 || p.n > DVI_BLOCK_COUNT / dvi_entry_size(table)) return damaged_run(store, run, index);
    for (uint32_t i = 0; i < p.n; i++)
        out[i] = entry_of(table, &p, i);
    *n = p.n;
    return (uint32_t)(out[0].key >> 32) == run->fences[table][index] ? DVK_OK : damaged_run(store, run, index);
}

dvk_status dvi_run_check(dvi_store *store, dvi_run_file *run) {
    uint8_t block[DVI_BLOCK];
    uint64_t content = 0;
    for (uint64_t i = 1; i < blocks_of(run); i++) {
        dvk_status status = read_block(store, run, i, block);
        if (status != DVK_OK) return status;
        content = XXH3_64bits_withSeed(block + DVI_BLOCK_SUM, DVI_BLOCK - DVI_BLOCK_SUM, content);
    }
    return content == run->info.content
               ? DVK_OK
               : dvi_damaged(store, "its file -run%" PRIu64 " is not what was written", run->info.number);
}
