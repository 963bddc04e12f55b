/* Keys of undated articles: a sorted list, with a bit for each value of the low bits of a key to pass most
 * others over. */
#include "pipeline/undated_keys.h"

#include "base/memory.h"
#include "base/radix_sort.h"

enum { MAY_BITS = 1 << 24 };

typedef struct finder {
    dvi_undated_keys *keys;
    const dvi_article_store *store;
    const uint32_t *by_time;
    dvi_spool_window window;
    uint8_t *may; /* a bit for each value of MAY_BITS */
    size_t cap;
} finder;

static dvk_status collect(finder *f, size_t n_undated) {
    for (size_t rank = 0; rank < n_undated; rank++) {
        const dvi_anchors *a;
        dvk_status status = dvi_articles_anchors(f->store, &f->window, f->by_time[rank], &a);
        void *list = f->keys->list;
        if (status == DVK_OK)
            status = dvi_grow(&list, &f->cap, f->keys->n + DVI_ANCHORS, sizeof *f->keys->list);
        f->keys->list = list;
        if (status != DVK_OK) return status;
        for (uint32_t k = 0; k < a->n; k++) {
            f->keys->list[f->keys->n++] = (uint64_t)a->keys[k] << 32 | UINT32_MAX;
            uint32_t bit = a->keys[k] % MAY_BITS;
            f->may[bit / 8] = (uint8_t)(f->may[bit / 8] | 1u << bit % 8);
        }
    }
    return DVK_OK;
}

static dvk_status sort_keys(dvi_undated_keys *keys) {
    uint64_t *scratch = dvi_alloc(keys->n, sizeof *scratch);
    if (scratch == NULL) return DVK_E_MEMORY;
    dvi_sort64_by_upper(keys->list, scratch, keys->n);
    keys->n = dvi_unique64(keys->list, keys->n);
    dvi_free(scratch);
    return DVK_OK;
}

static void note_key(const finder *f, uint32_t key, size_t rank) {
    uint32_t bit = key % MAY_BITS;
    if ((f->may[bit / 8] >> bit % 8 & 1) == 0) return;
    size_t low = 0, high = f->keys->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (f->keys->list[middle] >> 32 < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == f->keys->n || f->keys->list[low] >> 32 != key || (uint32_t)f->keys->list[low] != UINT32_MAX)
        return;
    f->keys->list[low] = (uint64_t)key << 32 | rank;
}

static dvk_status find_first(finder *f, size_t n_undated, size_t n) {
    dvk_status status = DVK_OK;
    for (size_t rank = n_undated; rank < n && status == DVK_OK; rank++) {
        const dvi_anchors *a;
        status = dvi_articles_anchors(f->store, &f->window, f->by_time[rank], &a);
        for (uint32_t k = 0; status == DVK_OK && k < a->n; k++)
            note_key(f, a->keys[k], rank);
    }
    return status;
}

dvk_status dvi_undated_keys_init(dvi_undated_keys *keys, const dvi_article_store *store,
                                 const uint32_t *by_time, size_t n_undated, size_t n) {
    finder f = {.keys = keys, .store = store, .by_time = by_time};
    *keys = (dvi_undated_keys){0};
    if (n_undated == 0 || n_undated == n) return DVK_OK;
    f.may = dvi_alloc_zero(MAY_BITS / 8, 1);
    dvk_status status = f.may != NULL ? collect(&f, n_undated) : DVK_E_MEMORY;
    if (status == DVK_OK) status = sort_keys(keys);
    if (status == DVK_OK) status = find_first(&f, n_undated, n);
    dvi_free(f.may);
    dvi_spool_window_finish(&f.window);
    if (status != DVK_OK) dvi_undated_keys_finish(keys);
    return status;
}

void dvi_undated_keys_finish(dvi_undated_keys *keys) {
    dvi_free(keys->list);
    *keys = (dvi_undated_keys){0};
}

size_t dvi_undated_keys_before(const dvi_undated_keys *keys, size_t rank, uint32_t *out) {
    size_t n = 0;
    for (size_t i = 0; i < keys->n; i++)
        if ((uint32_t)keys->list[i] < rank) out[n++] = (uint32_t)(keys->list[i] >> 32);
    return n;
}
