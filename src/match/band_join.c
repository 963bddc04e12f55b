/* Candidates by LSH bands: one band at a time, sorted by key, runs of equal keys paired.
 * Source: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.1; sorting stands for the hash table of buckets. */
#include "match/band_join.h"

#include <stdlib.h>

typedef struct entry {
    uint64_t key, tie;
    uint32_t article;
} entry;

static int by_key(const void *a, const void *b) {
    const entry *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->tie != y->tie) return x->tie < y->tie ? -1 : 1;
    return x->article < y->article ? -1 : x->article > y->article;
}

static dvk_status pair_run(const entry *run, size_t n, dvi_pair_list *out, uint64_t *cut) {
    size_t reach = n <= DVI_BUCKET_CAP ? n : DVI_BUCKET_NEIGHBOURS;
    *cut += n > DVI_BUCKET_CAP;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n && k - i <= reach; k++) {
            dvk_status status = dvi_pair_list_add(out, run[i].article, run[k].article);
            if (status != DVK_OK) return status;
        }
    }
    return DVK_OK;
}

dvk_status dvi_band_candidates(const dvi_band_input *input, uint32_t band, dvi_pair_list *out, uint64_t *cut) {
    entry *entries = dvi_alloc(input->n, sizeof *entries);
    if (entries == NULL) return DVK_E_MEMORY;
    size_t n = 0;
    for (size_t i = 0; i < input->n; i++) {
        uint64_t key = input->keys[i * input->bands + band];
        if (key != 0) entries[n++] = (entry){key, input->ties[i], (uint32_t)i};
    }
    qsort(entries, n, sizeof *entries, by_key);
    dvk_status status = DVK_OK;
    for (size_t i = 0, end; i < n && status == DVK_OK; i = end) {
        for (end = i + 1; end < n && entries[end].key == entries[i].key;) end++;
        if (end - i > 1) status = pair_run(entries + i, end - i, out, cut);
    }
    dvi_free(entries);
    return status;
}
