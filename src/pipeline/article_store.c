/* The store of a job's articles. Keys lie by band within each block of articles, so that a band is read
 * without the others. */
#include "pipeline/article_store.h"

#include <string.h>

#include "base/memory.h"
#include "base/prefetch.h"

enum {
    AHEAD = 1 << 18,
    ANCHORS_AHEAD = 1 << 16,
    STRINGS = 5,
    LINE = 64,
    /* Shares of the memory, in sixteenths. */
    FOR_FEATURES = 9,
    FOR_RECORDS = 3,
    FOR_KEYS = 2,
    FOR_ANCHORS = 2
};

/* A record as it lies in the spool, before its strings. */
typedef struct record_head {
    uint64_t line, fingerprint;
    uint32_t file, n_characters, n_tokens, language;
    uint32_t len[STRINGS + 1]; /* the last is not used */
} record_head;

void dvi_article_store_init(dvi_article_store *store, const char *folder, uint64_t memory) {
    *store = (dvi_article_store){0};
    dvi_spool_init(&store->features, folder, memory / 16 * FOR_FEATURES);
    dvi_spool_init(&store->records, folder, memory / 16 * FOR_RECORDS);
    dvi_spool_init(&store->keys, folder, memory / 16 * FOR_KEYS);
    dvi_spool_init(&store->anchors, folder, memory / 16 * FOR_ANCHORS);
}

void dvi_article_store_finish(dvi_article_store *store) {
    dvi_spool_finish(&store->features);
    dvi_spool_finish(&store->records);
    dvi_spool_finish(&store->keys);
    dvi_spool_finish(&store->anchors);
    dvi_free(store->feature_at);
    dvi_free(store->record_at);
    dvi_free(store->blocks);
    store->feature_at = store->record_at = NULL;
    store->blocks = NULL;
    store->n = store->n_blocks = 0;
}

int dvi_articles_reason(const dvi_article_store *store) {
    const dvi_spool *const spools[] = {&store->features, &store->records, &store->keys, &store->anchors};
    for (size_t i = 0; i < sizeof spools / sizeof spools[0]; i++)
        if (spools[i]->reason != 0) return spools[i]->reason;
    return 0;
}

static dvk_status add_record(dvi_spool *spool, const dvi_record *r) {
    const dvk_span strings[STRINGS] = {r->id, r->url, r->source, r->title, r->text};
    record_head head = {r->line, r->fingerprint, r->file, r->n_characters, r->n_tokens, r->language, {0}};
    for (int i = 0; i < STRINGS; i++) {
        if (strings[i].len > UINT32_MAX) return DVK_E_LIMIT;
        head.len[i] = (uint32_t)strings[i].len;
    }
    dvk_status status = dvi_spool_append(spool, &head, sizeof head);
    for (int i = 0; i < STRINGS && status == DVK_OK; i++)
        status = dvi_spool_append(spool, strings[i].data, strings[i].len);
    return status;
}

dvk_status dvi_articles_add(dvi_article_store *store, const dvi_record *record, dvk_span features,
                            const dvi_anchors *anchors) {
    void *places = store->feature_at, *records = store->record_at;
    dvk_status status = dvi_grow(&places, &store->feature_cap, store->n + 1, sizeof *store->feature_at);
    store->feature_at = places;
    if (status == DVK_OK)
        status = dvi_grow(&records, &store->record_cap, store->n + 1, sizeof *store->record_at);
    store->record_at = records;
    if (status != DVK_OK) return status;
    store->feature_at[store->n] = store->features.size;
    store->record_at[store->n] = store->records.size;
    status = dvi_spool_append(&store->features, features.data, features.len);
    if (status == DVK_OK) status = add_record(&store->records, record);
    if (status == DVK_OK) status = dvi_spool_append(&store->anchors, anchors, sizeof *anchors);
    store->n += status == DVK_OK;
    return status;
}

dvk_status dvi_articles_add_keys(dvi_article_store *store, const uint64_t *keys, size_t n, uint32_t bands) {
    if (n == 0) return DVK_OK;
    void *blocks = store->blocks;
    uint64_t *column = dvi_alloc(n, sizeof *column);
    dvk_status status = dvi_grow(&blocks, &store->blocks_cap, store->n_blocks + 1, sizeof *store->blocks);
    store->blocks = blocks;
    if (column == NULL) status = DVK_E_MEMORY;
    for (uint32_t band = 0; band < bands && status == DVK_OK; band++) {
        for (size_t i = 0; i < n; i++)
            column[i] = keys[i * bands + band];
        status = dvi_spool_append(&store->keys, column, n * sizeof *column);
    }
    dvi_free(column);
    if (status == DVK_OK)
        store->blocks[store->n_blocks++] = (dvi_key_block){(uint32_t)(store->n - n), (uint32_t)n};
    return status;
}

static uint64_t end_of(const dvi_article_store *store, const uint64_t *at, size_t article,
                       const dvi_spool *spool) {
    return article + 1 < store->n ? at[article + 1] : spool->size;
}

size_t dvi_articles_comparable_size(const dvi_article_store *store, size_t article) {
    return (size_t)(end_of(store, store->feature_at, article, &store->features) - store->feature_at[article]);
}

const dvi_comparable *dvi_articles_lend_comparable(const dvi_article_store *store, size_t article) {
    size_t size = dvi_articles_comparable_size(store, article);
    return (const void *)dvi_spool_lend(&store->features, store->feature_at[article], size);
}

/* What was in a file may have been changed on the disk. */
dvk_status dvi_articles_comparable(const dvi_article_store *store, dvi_spool_window *window, size_t article,
                                   const dvi_comparable **out) {
    *out = dvi_articles_lend_comparable(store, article);
    if (*out != NULL) return DVK_OK;
    size_t size = dvi_articles_comparable_size(store, article);
    const char *data;
    dvk_status status =
        dvi_spool_view(&store->features, window, store->feature_at[article], size, AHEAD, &data);
    if (status != DVK_OK) return status;
    *out = (const void *)data;
    return dvi_comparable_is_whole(*out, size) ? DVK_OK : DVK_E_DAMAGED;
}

dvk_status dvi_articles_read_comparable(const dvi_article_store *store, dvi_spool_window *window,
                                        size_t article, void *memory) {
    const dvi_comparable *c;
    dvk_status status = dvi_articles_comparable(store, window, article, &c);
    if (status == DVK_OK) memcpy(memory, c, dvi_articles_comparable_size(store, article));
    return status;
}

static size_t record_size(const dvi_article_store *store, size_t article) {
    return (size_t)(end_of(store, store->record_at, article, &store->records) - store->record_at[article]);
}

/* What does not add up has been changed on the disk. */
static dvk_status read_record(const char *data, size_t size, dvi_record *out) {
    record_head head;
    size_t passed = sizeof head;
    memcpy(&head, data, sizeof head);
    *out = (dvi_record){.line = head.line,
                        .fingerprint = head.fingerprint,
                        .file = head.file,
                        .n_characters = head.n_characters,
                        .n_tokens = head.n_tokens,
                        .language = head.language};
    dvk_span *const strings[STRINGS] = {&out->id, &out->url, &out->source, &out->title, &out->text};
    for (int i = 0; i < STRINGS; i++) {
        *strings[i] = (dvk_span){head.len[i] != 0 ? data + passed : NULL, head.len[i]};
        passed += head.len[i];
    }
    if (passed == size) return DVK_OK;
    *out = (dvi_record){.line = 0};
    return DVK_E_DAMAGED;
}

dvk_status dvi_articles_record(const dvi_article_store *store, dvi_spool_window *window, size_t article,
                               dvi_record *out) {
    const char *data;
    dvk_status status = dvi_spool_view(&store->records, window, store->record_at[article],
                                       record_size(store, article), AHEAD, &data);
    return status == DVK_OK ? read_record(data, record_size(store, article), out) : status;
}

dvk_status dvi_articles_record_on_page(const dvi_article_store *store, dvi_spool_window *window,
                                       dvi_spool_window *page, size_t article, dvi_record *out) {
    size_t size = record_size(store, article);
    const char *data = dvi_spool_lend(&store->records, store->record_at[article], size);
    if (data != NULL) return read_record(data, size, out);
    void *room = page->data;
    dvk_status status =
        dvi_spool_view(&store->records, window, store->record_at[article], size, AHEAD, &data);
    if (status == DVK_OK) status = dvi_grow(&room, &page->cap, size, 1);
    page->data = room;
    if (status != DVK_OK) return status;
    memcpy(page->data, data, size);
    return read_record(page->data, size, out);
}

dvk_status dvi_articles_anchors(const dvi_article_store *store, dvi_spool_window *window, size_t article,
                                const dvi_anchors **out) {
    const char *data;
    dvk_status status =
        dvi_spool_view(&store->anchors, window, article * sizeof **out, sizeof **out, ANCHORS_AHEAD, &data);
    if (status != DVK_OK) return status;
    *out = (const dvi_anchors *)(const void *)data;
    return (*out)->n <= DVI_ANCHORS ? DVK_OK : DVK_E_DAMAGED;
}

void dvi_articles_expect_anchors(const dvi_article_store *store, size_t article) {
    const char *at = dvi_spool_lend(&store->anchors, article * sizeof(dvi_anchors), sizeof(dvi_anchors));
    for (size_t i = 0; at != NULL && i < sizeof(dvi_anchors); i += LINE)
        dvi_prefetch(at + i);
}

dvk_status dvi_articles_band(const dvi_article_store *store, uint32_t band, uint32_t bands,
                             const uint32_t *place, uint64_t *out) {
    dvk_status status = DVK_OK;
    uint64_t *column = NULL;
    size_t cap = 0;
    for (size_t b = 0; b < store->n_blocks && status == DVK_OK; b++) {
        size_t first = store->blocks[b].first, n = store->blocks[b].n;
        void *grown = column;
        status = dvi_grow(&grown, &cap, n, sizeof *column);
        column = grown;
        uint64_t at = ((uint64_t)first * bands + (uint64_t)band * n) * sizeof *column;
        if (status == DVK_OK) status = dvi_spool_read(&store->keys, at, column, n * sizeof *column);
        for (size_t i = 0; i < n && status == DVK_OK; i++)
            out[place[first + i]] = column[i];
    }
    dvi_free(column);
    return status;
}
