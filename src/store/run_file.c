/* Opening a run, and its blocks, each compared with its checksum when it is read. The files are those of
 * SQLite's file system layer, so that what is tested of that is tested of them. */
#include "run_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "database.h"
#include "lists.h"
#include "plain_file.h"
#include "run_blocks.h"

enum { CACHED = 8192 };

void dvi_block_cache_clear(dvi_block_cache *cache) {
    if (cache->tags != NULL) memset(cache->tags, 0, CACHED * sizeof *cache->tags);
}

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
    dvi_free(run->path);
    dvi_free(run->fences[DVI_BANDS]);
    dvi_free(run->fences[DVI_ANCHORS_TABLE]);
    dvi_free(run->filter);
    dvi_free(run);
}

dvk_status dvi_run_damaged(dvi_store *store, const dvi_run_file *run, uint64_t block) {
    return dvi_damaged(store, "block %" PRIu64 " of its file -run%" PRIu64 " does not match its checksum",
                       block, run->info.number);
}

dvk_status dvi_run_read(dvi_store *store, const dvi_run_file *run, uint64_t index, uint8_t *out) {
    int rc = run->file->pMethods->xRead(run->file, out, DVI_BLOCK, (sqlite3_int64)(index * DVI_BLOCK));
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ) return dvi_sqlite_failed(store, rc);
    bool good =
        rc == SQLITE_OK && dvi_block_sum(out, run->info.number, index) == dvi_get64(out + DVI_BLOCK_SUM);
    return good ? DVK_OK : dvi_run_damaged(store, run, index);
}

dvk_status dvi_run_lend(dvi_store *store, const dvi_run_file *run, uint64_t index, const uint8_t **out) {
    dvi_block_cache *cache = &store->lists->cache;
    uint64_t tag = run->info.number << 32 | (index + 1);
    size_t at = (size_t)((run->info.number * 0x9E3779B1u + index) % CACHED);
    if (cache->blocks == NULL) {
        cache->blocks = dvi_alloc(CACHED, DVI_BLOCK);
        cache->tags = dvi_alloc_zero(CACHED, sizeof *cache->tags);
        if (cache->blocks == NULL || cache->tags == NULL) {
            dvi_block_cache_finish(cache);
            return dvi_no_memory(store);
        }
    }
    *out = cache->blocks + at * DVI_BLOCK;
    if (cache->tags[at] == tag) return DVK_OK;
    cache->tags[at] = 0;
    dvk_status status = dvi_run_read(store, run, index, cache->blocks + at * DVI_BLOCK);
    if (status == DVK_OK) cache->tags[at] = tag;
    return status;
}

uint64_t dvi_run_place(const dvi_run_file *run, dvi_posting_table table, uint32_t block) {
    return 1 + (table == DVI_ANCHORS_TABLE ? (uint64_t)run->info.blocks[DVI_BANDS] : 0) + block;
}

/* The first block of the fences, which lie behind both tables. */
static uint64_t fences_at(const dvi_run_file *run) {
    return dvi_run_place(run, DVI_ANCHORS_TABLE, run->info.blocks[DVI_ANCHORS_TABLE]);
}

uint64_t dvi_run_filter_place(const dvi_run_file *run) {
    return fences_at(run) + dvi_blocks_for(run->info.blocks[DVI_BANDS], DVI_FENCES) +
           dvi_blocks_for(run->info.blocks[DVI_ANCHORS_TABLE], DVI_FENCES);
}

static uint64_t blocks_of(const dvi_run_file *run) {
    return dvi_run_filter_place(run) + dvi_blocks_for(run->info.filter_words, DVI_FILTER_WORDS);
}

static dvk_status read_fences(dvi_store *store, dvi_run_file *run, dvi_posting_table table, uint64_t *at) {
    uint8_t block[DVI_BLOCK];
    uint32_t n = run->info.blocks[table];
    run->fences[table] = dvi_alloc((size_t)n + 1, sizeof **run->fences);
    if (run->fences[table] == NULL) return dvi_no_memory(store);
    for (uint32_t i = 0; i < n; i++) {
        dvk_status status = i % DVI_FENCES == 0 ? dvi_run_read(store, run, (*at)++, block) : DVK_OK;
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

/* As many entries as the blocks may have, and articles as there are numbers. */
static bool can_be(const dvi_run_info *is) {
    for (dvi_posting_table table = DVI_BANDS; table < DVI_POSTING_TABLES; table++) {
        uint64_t most = is->blocks[table] * (uint64_t)(DVI_BLOCK_COUNT / dvi_entry_size(table));
        if (is->entries[table] < is->blocks[table] || is->entries[table] > most) return false;
    }
    return is->first > 0 && is->first <= is->last && is->articles <= (uint64_t)is->last - is->first + 1 &&
           is->alive <= is->articles;
}

/* The first block must say what the row says, and how long the file is. */
static dvk_status read_head(dvi_store *store, dvi_run_file *run) {
    uint8_t head[DVI_BLOCK];
    sqlite3_int64 size = 0;
    dvi_run_info told = run->info;
    dvk_status status = dvi_run_read(store, run, 0, head);
    if (status != DVK_OK) return status;
    read_info(head, &run->info);
    run->info.alive = told.alive;
    int rc = run->file->pMethods->xFileSize(run->file, &size);
    if (rc != SQLITE_OK) return dvi_sqlite_failed(store, rc);
    const dvi_run_info *is = &run->info;
    bool good = dvi_get64(head) == dvi_run_magic && is->number == told.number &&
                is->content == told.content && is->first == told.first && is->last == told.last &&
                is->articles == told.articles && is->earliest == told.earliest && is->latest == told.latest &&
                can_be(is) && (uint64_t)size == blocks_of(run) * DVI_BLOCK;
    return good ? DVK_OK
                : dvi_damaged(store, "its file -run%" PRIu64 " is not the one that belongs to it",
                              told.number);
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
    *out = NULL;
    *missing = false;
    if (run != NULL) {
        run->file = dvi_alloc_zero((size_t)vfs->szOsFile, 1);
        run->path = dvi_run_path(store, info->number);
    }
    dvk_status status = run != NULL && run->file != NULL && run->path != NULL ? DVK_OK : dvi_no_memory(store);
    if (status == DVK_OK) status = dvi_check_plain(run->path, &store->error);
    if (status == DVK_OK) {
        run->info = *info;
        int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_SUPER_JOURNAL, there = 0;
        int rc = vfs->xOpen(vfs, run->path, run->file, flags, &flags);
        if (rc != SQLITE_OK && vfs->xAccess(vfs, run->path, SQLITE_ACCESS_EXISTS, &there) == SQLITE_OK)
            *missing = there == 0;
        status = rc == SQLITE_OK ? load(store, run)
                 : *missing      ? dvi_damaged(store, "its file -run%" PRIu64 " is missing", info->number)
                                 : dvi_sqlite_failed(store, rc);
    }
    if (status == DVK_OK)
        *out = run;
    else
        dvi_run_close(run);
    return status;
}

dvk_status dvi_run_block(dvi_store *store, dvi_run_file *run, dvi_posting_table table, uint32_t index,
                         dvi_entry *out, size_t *n) {
    uint8_t block[DVI_BLOCK];
    dvk_status status = dvi_run_read(store, run, dvi_run_place(run, table, index), block);
    if (status != DVK_OK) return status;
    *n = dvi_get32(block + DVI_BLOCK_COUNT);
    if (*n == 0 || *n > DVI_BLOCK_COUNT / dvi_entry_size(table))
        return dvi_run_damaged(store, run, dvi_run_place(run, table, index));
    for (size_t i = 0; i < *n; i++)
        out[i] = dvi_get_entry(table, block + i * dvi_entry_size(table));
    return (uint32_t)(out[0].key >> 32) == run->fences[table][index]
               ? DVK_OK
               : dvi_run_damaged(store, run, dvi_run_place(run, table, index));
}

dvk_status dvi_run_check(dvi_store *store, dvi_run_file *run) {
    uint8_t block[DVI_BLOCK];
    uint64_t content = 0;
    for (uint64_t i = 1; i < blocks_of(run); i++) {
        dvk_status status = dvi_run_read(store, run, i, block);
        if (status != DVK_OK) return status;
        content = XXH3_64bits_withSeed(block + DVI_BLOCK_SUM, DVI_BLOCK - DVI_BLOCK_SUM, content);
    }
    return content == run->info.content
               ? DVK_OK
               : dvi_damaged(store, "its file -run%" PRIu64 " is not what was written", run->info.number);
}
