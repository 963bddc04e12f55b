/* Pairs by block. Each thread fills a small portion for each block; full portions go into a spool, where each
 * block has a chain of them, and the places of those that were taken out are used again: what lies in the
 * spool is the pairs of a window, not of the feed. */
#include "pipeline/pair_blocks.h"

#include <pthread.h>

#include "base/memory.h"
#include "base/spool.h"

enum { PORTION = 512 };

#define NO_PORTION UINT32_MAX

typedef struct portion {
    uint64_t *pairs; /* NULL until there are any */
    uint32_t n;
} portion;

struct dvi_pair_blocks {
    size_t n_blocks;
    unsigned threads;
    portion *open;        /* threads x n_blocks */
    pthread_mutex_t lock; /* over all below */
    dvi_spool spool;
    uint32_t *next;  /* of each portion in the spool: the next in its chain */
    uint32_t *first; /* of each block */
    uint32_t *count; /* of each block: portions in its chain */
    size_t n_portions, next_cap;
    uint32_t free_chain;
    dvk_status status; /* the first failure, which is that of all later calls */
};

dvk_status dvi_pair_blocks_create(dvi_pair_blocks **out, size_t n, unsigned threads, const char *folder,
                                  uint64_t memory) {
    dvi_pair_blocks *b = dvi_alloc_zero(1, sizeof *b);
    *out = NULL;
    if (b == NULL) return DVK_E_MEMORY;
    if (pthread_mutex_init(&b->lock, NULL) != 0) {
        dvi_free(b);
        return DVK_E_MEMORY;
    }
    dvi_spool_init(&b->spool, folder, memory);
    b->n_blocks = (n + DVI_BLOCK_RANKS - 1) / DVI_BLOCK_RANKS;
    b->threads = threads;
    b->free_chain = NO_PORTION;
    b->open = dvi_alloc_zero(b->n_blocks * threads, sizeof *b->open);
    b->first = dvi_alloc(b->n_blocks, sizeof *b->first);
    b->count = dvi_alloc_zero(b->n_blocks, sizeof *b->count);
    if (b->open == NULL || b->first == NULL || b->count == NULL) {
        dvi_pair_blocks_destroy(b);
        return DVK_E_MEMORY;
    }
    for (size_t i = 0; i < b->n_blocks; i++)
        b->first[i] = NO_PORTION;
    *out = b;
    return DVK_OK;
}

void dvi_pair_blocks_destroy(dvi_pair_blocks *blocks) {
    if (blocks == NULL) return;
    for (size_t i = 0; blocks->open != NULL && i < blocks->n_blocks * blocks->threads; i++)
        dvi_free(blocks->open[i].pairs);
    dvi_spool_finish(&blocks->spool);
    pthread_mutex_destroy(&blocks->lock);
    dvi_free(blocks->open);
    dvi_free(blocks->next);
    dvi_free(blocks->first);
    dvi_free(blocks->count);
    dvi_free(blocks);
}

int dvi_pair_blocks_reason(const dvi_pair_blocks *blocks) {
    return blocks != NULL ? blocks->spool.reason : 0;
}

/* A place for a portion: one that is free, or a new one. */
static dvk_status find_place(dvi_pair_blocks *b, uint32_t *place) {
    if (b->free_chain != NO_PORTION) {
        *place = b->free_chain;
        b->free_chain = b->next[*place];
        return DVK_OK;
    }
    if (b->n_portions == NO_PORTION) return DVK_E_LIMIT;
    void *next = b->next;
    dvk_status status = dvi_grow(&next, &b->next_cap, b->n_portions + 1, sizeof *b->next);
    b->next = next;
    if (status == DVK_OK) *place = (uint32_t)b->n_portions++;
    return status;
}

static dvk_status put_by(dvi_pair_blocks *b, size_t block, const uint64_t *pairs) {
    uint32_t place;
    dvk_status status = find_place(b, &place);
    if (status == DVK_OK)
        status = dvi_spool_write(&b->spool, (uint64_t)place * PORTION * sizeof *pairs, pairs,
                                 PORTION * sizeof *pairs);
    if (status != DVK_OK) return status;
    b->next[place] = b->first[block];
    b->first[block] = place;
    b->count[block]++;
    return DVK_OK;
}

dvk_status dvi_pair_blocks_put(dvi_pair_blocks *blocks, unsigned thread, uint32_t a, uint32_t b,
                               dvi_found_by by) {
    uint32_t high = a > b ? a : b, low = a > b ? b : a;
    size_t block = high / DVI_BLOCK_RANKS;
    portion *p = &blocks->open[(size_t)thread * blocks->n_blocks + block];
    if (p->pairs == NULL) {
        p->pairs = dvi_alloc(PORTION, sizeof *p->pairs);
        if (p->pairs == NULL) return DVK_E_MEMORY;
    }
    p->pairs[p->n++] = dvi_blocked_pair(high, low, by);
    if (p->n < PORTION) return DVK_OK;
    pthread_mutex_lock(&blocks->lock);
    if (blocks->status == DVK_OK) blocks->status = put_by(blocks, block, p->pairs);
    dvk_status status = blocks->status;
    pthread_mutex_unlock(&blocks->lock);
    p->n = 0;
    return status;
}

static dvk_status read_chain(const dvi_pair_blocks *b, size_t block, uint64_t *list) {
    dvk_status status = DVK_OK;
    for (uint32_t at = b->first[block]; at != NO_PORTION && status == DVK_OK;
         at = b->next[at], list += PORTION)
        status =
            dvi_spool_read(&b->spool, (uint64_t)at * PORTION * sizeof *list, list, PORTION * sizeof *list);
    return status;
}

dvk_status dvi_pair_blocks_look(dvi_pair_blocks *blocks, size_t block, uint64_t **list, size_t *n) {
    size_t at = (size_t)blocks->count[block] * PORTION;
    *n = at;
    for (unsigned t = 0; t < blocks->threads; t++)
        *n += blocks->open[(size_t)t * blocks->n_blocks + block].n;
    *list = dvi_alloc(*n, sizeof **list);
    dvk_status status = *list != NULL ? read_chain(blocks, block, *list) : DVK_E_MEMORY;
    for (unsigned t = 0; t < blocks->threads && status == DVK_OK; t++) {
        const portion *p = &blocks->open[(size_t)t * blocks->n_blocks + block];
        for (uint32_t i = 0; i < p->n; i++)
            (*list)[at++] = p->pairs[i];
    }
    if (status == DVK_OK) return DVK_OK;
    dvi_free(*list);
    *list = NULL;
    return status;
}

/* The places of the block's portions are free. */
static void clear_block(dvi_pair_blocks *b, size_t block) {
    uint32_t last = b->first[block];
    while (last != NO_PORTION && b->next[last] != NO_PORTION)
        last = b->next[last];
    if (last != NO_PORTION) {
        b->next[last] = b->free_chain;
        b->free_chain = b->first[block];
    }
    b->first[block] = NO_PORTION;
    b->count[block] = 0;
    for (unsigned t = 0; t < b->threads; t++) {
        portion *p = &b->open[(size_t)t * b->n_blocks + block];
        dvi_free(p->pairs);
        *p = (portion){NULL, 0};
    }
}

dvk_status dvi_pair_blocks_take(dvi_pair_blocks *blocks, size_t block, uint64_t **list, size_t *n) {
    dvk_status status = dvi_pair_blocks_look(blocks, block, list, n);
    if (status == DVK_OK) clear_block(blocks, block);
    return status;
}

size_t dvi_pair_blocks_count(const dvi_pair_blocks *blocks) {
    return blocks->n_blocks;
}
