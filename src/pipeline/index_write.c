/* One article into an index, or out of it: rows, postings, pairs. */
#include "base/memory.h"
#include "pipeline/index_state.h"

dvk_status dvi_index_add_seed(dvk_index *index, uint32_t number) {
    void *seeds = index->seeds;
    dvk_status status = dvi_grow(&seeds, &index->seeds_cap, index->n_seeds + 1, sizeof *index->seeds);
    index->seeds = seeds;
    if (status == DVK_OK) index->seeds[index->n_seeds++] = number;
    return status;
}

dvi_postings dvi_index_postings(const dvi_prepared *article, uint32_t number) {
    return (dvi_postings){.time = article->features.time,
                          .article = number,
                          .tie = (uint32_t)(article->tie >> 32),
                          .norm = article->anchors.norm,
                          .bands = article->keys,
                          .anchors = article->anchors.keys,
                          .weights = article->anchors.weights,
                          .n_bands = article->n_keys,
                          .n_anchors = article->anchors.n};
}

dvk_status dvi_index_insert(dvk_index *index, dvi_prepared *article, uint32_t *number) {
    dvi_place_row place = {{DVK_NO_GROUP, DVK_NO_GROUP, 0, 0}, article->tie, article->features.time};
    dvk_status status = DVK_OK;
    if (article->row.number == DVI_NO_NUMBER)
        status = dvi_store_new_article(index->store, &article->row.number);
    *number = article->row.number;
    if (status == DVK_OK)
        status = dvi_store_put_article(index->store, &article->row, article->blob, article->blob_size);
    if (status == DVK_OK) status = dvi_store_put_place(index->store, *number, &place);
    dvi_postings postings = dvi_index_postings(article, *number);
    if (status == DVK_OK) status = dvi_postings_add(index->store, &postings);
    for (size_t i = 0; i < index->n_found && status == DVK_OK; i++) {
        const dvi_neighbour *other = &index->found[i];
        status = dvi_store_put_pair(index->store, *number, other->article, other->duplicate, other->event);
    }
    return status == DVK_OK ? dvi_index_add_seed(index, *number) : status;
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
    dvk_status status = dvi_postings_remove(index->store, number);
    if (status == DVK_OK) status = seed_neighbours(index, number);
    if (status == DVK_OK) status = dvi_store_delete_article(index->store, number);
    dvi_index_forget(index, number);
    return status;
}
