/* Writing a run: from the first block to the last, then the first one of all, which says what the others are;
 * then it is synced, and its folder. */
#include "run_write.h"

#include <string.h>

#include "base/memory.h"

dvk_status dvi_run_writer_begin(dvi_run_writer *w, dvi_store *store, uint64_t number, uint64_t most_bands) {
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    uint64_t words = most_bands / DVI_FILTER_SHARE + 1;
    *w = (dvi_run_writer){.store = store, .block = 1};
    w->info.number = number;
    w->info.filter_words = words < UINT32_MAX ? (uint32_t)words : UINT32_MAX;
    w->file = dvi_alloc_zero((size_t)vfs->szOsFile, 1);
    w->buffer = dvi_alloc_zero(DVI_RUN_BUFFERED, DVI_BLOCK);
    w->filter = dvi_alloc_zero(w->info.filter_words, sizeof *w->filter);
    w->path = dvi_run_path(store, number);
    dvk_status status = DVK_OK;
    if (w->file == NULL || w->buffer == NULL || w->filter == NULL || w->path == NULL)
        status = dvi_no_memory(w->store);
    if (status == DVK_OK) {
        /* A journal's kind of file: SQLite syncs its folder with it. */
        int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_SUPER_JOURNAL;
        int rc = vfs->xOpen(vfs, w->path, w->file, flags, &flags);
        if (rc != SQLITE_OK)
            status = dvi_sqlite_failed(store, rc == SQLITE_CANTOPEN ? SQLITE_IOERR_WRITE : rc);
    }
    return status;
}

static dvk_status write_out(dvi_run_writer *w) {
    if (w->buffered == 0) return DVK_OK;
    int rc = w->file->pMethods->xWrite(w->file, w->buffer, (int)(w->buffered * DVI_BLOCK),
                                       (sqlite3_int64)((w->block - w->buffered) * DVI_BLOCK));
    memset(w->buffer, 0, (size_t)DVI_RUN_BUFFERED * DVI_BLOCK);
    w->buffered = 0;
    return rc == SQLITE_OK ? DVK_OK : dvi_sqlite_failed(w->store, rc);
}

static uint8_t *block_at_hand(dvi_run_writer *w) {
    return w->buffer + w->buffered * DVI_BLOCK;
}

/* The block at hand is whole. */
static dvk_status end_block(dvi_run_writer *w) {
    uint8_t *block = block_at_hand(w);
    dvi_put32(block + DVI_BLOCK_COUNT, w->n);
    dvi_put64(block + DVI_BLOCK_SUM, dvi_block_sum(block, w->info.number, w->block));
    w->info.content = XXH3_64bits_withSeed(block + DVI_BLOCK_SUM, DVI_BLOCK - DVI_BLOCK_SUM, w->info.content);
    w->block++;
    w->buffered++;
    w->n = 0;
    return w->buffered == DVI_RUN_BUFFERED ? write_out(w) : DVK_OK;
}

static dvk_status add_fence(dvi_run_writer *w, dvi_posting_table table, uint64_t key) {
    void *fences = w->fences[table];
    size_t n = w->info.blocks[table];
    dvk_status status = dvi_grow(&fences, &w->fences_cap[table], n + 1, sizeof **w->fences);
    w->fences[table] = fences;
    if (status != DVK_OK) return dvi_no_memory(w->store);
    w->fences[table][n] = (uint32_t)(key >> 32);
    w->info.blocks[table]++;
    return DVK_OK;
}

dvk_status dvi_run_writer_put(dvi_run_writer *w, dvi_posting_table table, const dvi_entry *entry) {
    size_t size = dvi_entry_size(table);
    dvk_status status = DVK_OK;
    if (w->n > 0 && (table != w->table || (w->n + 1) * size > DVI_BLOCK_COUNT)) status = end_block(w);
    w->table = table;
    if (status == DVK_OK && w->n == 0) status = add_fence(w, table, entry->key);
    if (status != DVK_OK) return status;
    dvi_put_entry(table, entry, block_at_hand(w) + w->n * size);
    w->n++;
    w->info.entries[table]++;
    if (table == DVI_BANDS)
        w->filter[dvi_filter_word(entry->key, w->info.filter_words)] |= dvi_filter_bits(entry->key);
    return DVK_OK;
}

static dvk_status put_fences(dvi_run_writer *w, dvi_posting_table table) {
    uint32_t n = w->info.blocks[table];
    for (uint32_t i = 0; i < n; i++) {
        dvi_put32(block_at_hand(w) + 4 * w->n, w->fences[table][i]);
        w->n++;
        dvk_status status = w->n == DVI_FENCES || i + 1 == n ? end_block(w) : DVK_OK;
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

static dvk_status put_filter(dvi_run_writer *w) {
    uint32_t n = w->info.filter_words;
    for (uint32_t i = 0; i < n; i++) {
        dvi_put64(block_at_hand(w) + 8 * w->n, w->filter[i]);
        w->n++;
        dvk_status status = w->n == DVI_FILTER_WORDS || i + 1 == n ? end_block(w) : DVK_OK;
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

static dvk_status put_head(dvi_run_writer *w) {
    uint8_t head[DVI_BLOCK] = {0}, *at = head;
    const dvi_run_info *is = &w->info;
    at = dvi_put64(dvi_put64(dvi_put64(at, dvi_run_magic), is->number), is->content);
    at = dvi_put32(dvi_put32(dvi_put32(dvi_put32(at, is->first), is->last), is->articles), is->filter_words);
    at = dvi_put64(dvi_put64(at, (uint64_t)is->earliest), (uint64_t)is->latest);
    at = dvi_put64(dvi_put64(at, is->entries[DVI_BANDS]), is->entries[DVI_ANCHORS_TABLE]);
    dvi_put32(dvi_put32(at, is->blocks[DVI_BANDS]), is->blocks[DVI_ANCHORS_TABLE]);
    dvi_put64(head + DVI_BLOCK_SUM, dvi_block_sum(head, is->number, 0));
    int rc = w->file->pMethods->xWrite(w->file, head, DVI_BLOCK, 0);
    if (rc == SQLITE_OK) rc = w->file->pMethods->xSync(w->file, SQLITE_SYNC_NORMAL);
    return rc == SQLITE_OK ? DVK_OK : dvi_sqlite_failed(w->store, rc);
}

dvk_status dvi_run_writer_end(dvi_run_writer *w, dvi_run_info *info) {
    dvk_status status = w->n > 0 ? end_block(w) : DVK_OK;
    w->info.first = info->first;
    w->info.last = info->last;
    w->info.articles = w->info.alive = info->articles;
    w->info.earliest = info->earliest;
    w->info.latest = info->latest;
    if (status == DVK_OK) status = put_fences(w, DVI_BANDS);
    if (status == DVK_OK) status = put_fences(w, DVI_ANCHORS_TABLE);
    if (status == DVK_OK) status = put_filter(w);
    if (status == DVK_OK) status = write_out(w);
    if (status == DVK_OK) status = put_head(w);
    *info = w->info;
    return status;
}

void dvi_run_writer_finish(dvi_run_writer *w) {
    if (w->file != NULL && w->file->pMethods != NULL) w->file->pMethods->xClose(w->file);
    dvi_free(w->file);
    dvi_free(w->path);
    dvi_free(w->buffer);
    dvi_free(w->filter);
    dvi_free(w->fences[DVI_BANDS]);
    dvi_free(w->fences[DVI_ANCHORS_TABLE]);
    *w = (dvi_run_writer){0};
}
