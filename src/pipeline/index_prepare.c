/* Articles -> what an index needs of them; and the features of those it has, kept at hand. */
#include <string.h>
#include <xxhash.h>

#include "article/url.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/utf8.h"
#include "feature/blob.h"
#include "pipeline/bounds.h"
#include "pipeline/index_state.h"
#include "pipeline/job_state.h"
#include "pipeline/steady_order.h"
#include "sign/minhash.h"

enum { SLICE = 8 };

dvk_status dvi_prepared_init(dvi_prepared *p, const dvk_index *index) {
    memset(p, 0, sizeof *p);
    dvk_features_init(&p->features);
    p->keys = dvi_alloc(dvi_store_pinned(index->store)->sign.bands + (size_t)1, sizeof *p->keys);
    return p->keys != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_prepared_finish(dvi_prepared *p) {
    dvk_features_finish(&p->features);
    dvi_free(p->blob);
    dvi_free(p->keys);
    dvi_buffer_finish(&p->made_id);
    memset(p, 0, sizeof *p);
}

static uint64_t content_of(const dvk_article *article) {
    uint64_t title = XXH3_64bits(article->title.data, article->title.len);
    return XXH3_64bits_withSeed(article->text.data, article->text.len, title);
}

static void fill_row(const dvk_article *article, dvi_row *row) {
    *row = (dvi_row){.id = article->id,
                     .url = article->url,
                     .title = dvi_job_headline(article->title, article->text),
                     .source = article->source,
                     .time = article->time,
                     .n_characters = dvi_utf8_characters(article->title) + dvi_utf8_characters(article->text),
                     .content = content_of(article)};
}

static dvk_status write_blob(const dvk_index *index, dvi_prepared *p) {
    void *blob = p->blob;
    p->blob_size = dvk_features_blob_size(&p->features);
    dvk_status status = dvi_grow(&blob, &p->blob_cap, p->blob_size, 1);
    p->blob = blob;
    return status == DVK_OK ? dvk_features_write(&p->features, index->model, p->blob, p->blob_size) : status;
}

/* As job_same_url.c has it: two records of one address may be one article. */
static dvk_status add_address(dvi_prepared *p) {
    static const uint64_t apart = UINT64_C(0x75726c); /* from the keys of bands */
    dvi_buffer address = {0};
    dvk_status status = dvi_url_canonical(p->row.url, &address);
    p->has_address = status == DVK_OK && address.len != 0;
    if (p->has_address) p->keys[p->n_keys++] = XXH3_64bits_withSeed(address.data, address.len, apart);
    dvi_buffer_finish(&address);
    return status;
}

dvk_status dvi_index_prepare(const dvk_index *index, dvi_prepared *p) {
    dvk_status status = write_blob(index, p);
    if (status == DVK_OK)
        status = dvi_band_keys(index->options.cpu, &p->features, &dvi_store_pinned(index->store)->sign,
                               p->keys, &p->n_keys);
    if (status == DVK_OK) status = add_address(p);
    if (status != DVK_OK) return status;
    dvi_drop_shingles(&p->features);
    dvi_comparable_init(&p->comparable, &p->features);
    dvi_anchors_choose(&p->features, &p->anchors);
    p->tie = dvi_steady_hash(&p->features);
    p->row.language = p->features.language;
    p->row.n_tokens = p->features.n_tokens;
    return DVK_OK;
}

typedef struct extraction {
    dvk_index *index;
    const dvk_article *articles;
    dvi_prepared *out;
    size_t n;
    dvk_status *statuses; /* one a thread */
} extraction;

static void extract_slice(void *context, unsigned thread, size_t slice) {
    extraction *e = context;
    size_t first = slice * SLICE, last = first + SLICE < e->n ? first + SLICE : e->n;
    for (size_t i = first; i < last && e->statuses[thread] == DVK_OK; i++) {
        dvi_prepared *p = &e->out[i];
        fill_row(&e->articles[i], &p->row);
        e->statuses[thread] =
            dvk_features_extract(e->index->extractors[thread], &e->articles[i], &p->features);
        if (e->statuses[thread] == DVK_OK) e->statuses[thread] = dvi_index_prepare(e->index, p);
    }
}

static dvk_status make_extractors(dvk_index *index, unsigned threads) {
    if (index->extractors == NULL)
        index->extractors = dvi_alloc_zero(index->threads, sizeof *index->extractors);
    if (index->extractors == NULL) return DVK_E_MEMORY;
    dvk_status status = DVK_OK;
    for (unsigned t = 0; t < threads && status == DVK_OK; t++) {
        if (index->extractors[t] != NULL) continue;
        status = dvk_extractor_create(&index->extractors[t], index->model);
        if (status == DVK_OK) dvk_extractor_limit(index->extractors[t], index->options.cpu);
    }
    return status;
}

dvk_status dvi_index_extract(dvk_index *index, const dvk_article *articles, size_t n, dvi_prepared *out) {
    size_t slices = (n + SLICE - 1) / SLICE;
    unsigned threads = slices < index->threads ? (unsigned)slices : index->threads;
    dvk_status status = make_extractors(index, threads);
    dvk_status *statuses = dvi_alloc_zero(threads, sizeof *statuses);
    if (statuses == NULL) status = DVK_E_MEMORY;
    extraction e = {index, articles, out, n, statuses};
    if (status == DVK_OK) dvi_parallel(threads, slices, extract_slice, &e);
    for (unsigned t = 0; t < threads && status == DVK_OK; t++)
        status = statuses[t];
    dvi_free(statuses);
    return status;
}

static dvi_cached *slot_of(dvk_index *index, uint32_t number) {
    return &index->cache[number % DVI_INDEX_CACHED];
}

static void empty_slot(dvi_cached *slot) {
    dvi_free(slot->article);
    *slot = (dvi_cached){DVI_NO_NUMBER, NULL};
}

void dvi_index_forget(dvk_index *index, uint32_t number) {
    if (index->cache != NULL && slot_of(index, number)->number == number) empty_slot(slot_of(index, number));
}

void dvi_index_forget_all(dvk_index *index) {
    for (size_t i = 0; index->cache != NULL && i < DVI_INDEX_CACHED; i++)
        if (index->cache[i].article != NULL) empty_slot(&index->cache[i]);
    dvi_free(index->cache);
    index->cache = NULL;
}

void dvi_index_rollback(dvk_index *index) {
    dvi_store_rollback(index->store);
    uint64_t next = dvi_store_counts(index->store)->next_article;
    for (size_t i = 0; index->cache != NULL && i < DVI_INDEX_CACHED; i++)
        if (index->cache[i].number >= next) dvi_index_forget(index, index->cache[i].number);
}

static dvk_status copy_comparable(dvk_features *features, dvi_comparable **out) {
    dvi_drop_shingles(features);
    void *memory = dvi_alloc(dvi_comparable_size(features->n_features, features->n_shingles), 1);
    if (memory == NULL) return DVK_E_MEMORY;
    *out = dvi_comparable_place(memory, features);
    return DVK_OK;
}

static dvk_status read_article(dvk_index *index, uint32_t number, dvi_comparable **out) {
    const uint8_t *blob;
    size_t size;
    dvk_features features;
    dvk_status status = dvi_store_features(index->store, number, &blob, &size);
    if (status == DVK_OK) status = dvi_features_read_any(&features, blob, size);
    if (status != DVK_OK) return status;
    status = copy_comparable(&features, out);
    dvk_features_finish(&features);
    return status;
}

dvk_status dvi_index_comparable(dvk_index *index, uint32_t number, const dvi_comparable **out) {
    if (index->cache == NULL) index->cache = dvi_alloc_zero(DVI_INDEX_CACHED, sizeof *index->cache);
    if (index->cache == NULL) return DVK_E_MEMORY;
    dvi_cached *slot = slot_of(index, number);
    dvk_status status = DVK_OK;
    if (slot->number != number || number == DVI_NO_NUMBER) { /* an empty slot has no number either */
        empty_slot(slot);
        status = read_article(index, number, &slot->article);
        if (status == DVK_OK) slot->number = number;
    }
    *out = slot->article;
    return status;
}
