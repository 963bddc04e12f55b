/* The anchors of articles without a date, and which dated article is the first to have each: it ends the way
 * of later ones to those without. */
#ifndef DVI_UNDATED_KEYS_H
#define DVI_UNDATED_KEYS_H

#include "pipeline/article_store.h"

/* A zeroed one is empty. */
typedef struct dvi_undated_keys {
    uint64_t *list; /* key, and rank of the first dated article that has it, or UINT32_MAX; by key */
    size_t n;
} dvi_undated_keys;

/* `by_time`: the n articles in order of time, n_undated without a date first. */
dvk_status dvi_undated_keys_init(dvi_undated_keys *keys, const dvi_article_store *store,
                                 const uint32_t *by_time, size_t n_undated, size_t n);
void dvi_undated_keys_finish(dvi_undated_keys *keys);

/* The keys that a dated article before `rank` has: at most keys->n into `out`; returns how many. */
size_t dvi_undated_keys_before(const dvi_undated_keys *keys, size_t rank, uint32_t *out);

#endif
