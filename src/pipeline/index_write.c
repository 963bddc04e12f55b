/* One article into an index, or out of it: rows, postings, pairs. */
#include <string.h>

#include "base/memory.h"
#include "feature/blob.h"
#include "pipeline/index_state.h"

dvk_status dvi_index_add_seed(dvk_index *index, uint32_t number) {
    void *seeds = index->seeds;
    dvk_status status = dvi_grow(&seeds, &index->seeds_cap, index->n_seeds + 1, sizeof *index->seeds);
    index->seeds = seeds;
    if (status == DVK_OK) index->seeds[index->n_seeds++] = number;
    return status;
}

typedef dvk_status (*posting_work)(dvi_store *store, dvi_posting_table table, uint64_t key,
                                   const dvi_posting *posting);

static dvk_status for_postings(dvk_index *index, const dvi_prepared *article, uint32_t number,
                               posting_work work) {
    dvi_posting band = {.tie = (uint32_t)(article->tie >> 32), .article = number};
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < article->n_keys && status == DVK_OK; i++)
        status = work(index->store, DVI_BANDS, article->keys[i], &band);
    for (size_t i = 0; i < article->anchors.n && status == DVK_OK; i++) {
        dvi_posting anchor = dvi_index_posting(article, number, i);
        status = work(index->store, DVI_ANCHORS_TABLE, article->anchors.keys[i], &anchor);
    }
    return status;
}

dvk_status dvi_index_insert(dvk_index *index, dvi_prepared *article, uint32_t *number) {
    uint64_t next = dvi_store_counts(index->store)->next_article;
    if (next >= UINT32_MAX) return DVK_E_LIMIT;
    if (article->row.number == DVI_NO_NUMBER) article->row.number = (uint32_t)next;
    *number = article->row.number;
    dvi_place_row place = {{DVK_NO_GROUP, DVK_NO_GROUP, 0, 0}, article->tie, article->features.time};
    dvk_status status = dvi_store_put_article(index->store, &article->row, article->blob, article->blob_size);
    if (status == DVK_OK) status = dvi_store_put_place(index->store, *number, &place);
    if (status == DVK_OK) status = for_postings(index, article, *number, dvi_posting_add);
    for (size_t i = 0; i < index->n_found && status == DVK_OK; i++) {
        const dvi_neighbour *other = &index->found[i];
        status = dvi_store_put_pair(index->store, *number, other->article, other->duplicate, other->event);
    }
    return status == DVK_OK ? dvi_index_add_seed(index, *number) : status;
}

/* The article as it was prepared when it came, from what is stored. */
static dvk_status prepare_stored(dvk_index *index, uint32_t number, dvi_prepared *out) {
    const uint8_t *blob;
    size_t size;
    dvk_status status = dvi_prepared_init(out, index);
    if (status == DVK_OK) status = dvi_store_article(index->store, number, &out->row);
    if (status == DVK_OK) status = dvi_store_features(index->store, number, &blob, &size);
    if (status == DVK_OK) status = dvi_features_read_any(&out->features, blob, size);
    return status == DVK_OK ? dvi_index_prepare(index, out) : status;
}

static dvk_status seed_neighbours(dvk_index *index, uint32_t number) {
    const dvi_neighbour *list;
    size_t n;
    dvk_status status = dvi_store_pairs(index->store, number, &list, &n);
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = dvi_index_add_seed(index, list[i].article);
    return status;
}

dvk_status dvi_index_remove(dvk_index *index, uint32_t number) {
    dvi_prepared article;
    dvk_status status = prepare_stored(index, number, &article);
    if (status == DVK_OK) status = for_postings(index, &article, number, dvi_posting_remove);
    if (status == DVK_OK) status = seed_neighbours(index, number);
    if (status == DVK_OK) status = dvi_store_delete_article(index->store, number);
    dvi_index_forget(index, number);
    dvi_prepared_finish(&article);
    return status;
}
