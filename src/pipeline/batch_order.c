/* Articles by language. Each thread remembers the words that it has met, and what all threads meet each of
 * them must learn. A source writes in one language, as a rule, so that its last article tells which before a
 * word of the next is read; some threads take articles from the front of that order, the others from the
 * back, until they meet. */
#include "pipeline/batch_order.h"

#include <xxhash.h>

enum {
    LANGUAGES = 256 /* others are told apart by their lowest byte: only the order depends on it */,
    LAST_BITS = 16
};

_Static_assert(DVI_BATCH_ARTICLES <= UINT16_MAX, "an article and a slice have their numbers in 16 bits");

static size_t source_of(const dvk_article *article) {
    return XXH3_64bits(article->source.data, article->source.len) % DVI_BATCH_SOURCES;
}

void dvi_batch_order_begin(dvi_batch_order *order, const dvi_batch *b) {
    uint16_t next[LANGUAGES + 1] = {0};
    uint8_t likely[DVI_BATCH_ARTICLES];
    for (size_t i = 0; i < b->n; i++) {
        likely[i] = order->languages[source_of(&b->articles[i])];
        next[likely[i] + 1]++;
    }
    for (size_t i = 0; i < LANGUAGES; i++)
        next[i + 1] = (uint16_t)(next[i + 1] + next[i]);
    for (size_t i = 0; i < b->n; i++)
        order->articles[next[likely[i]]++] = (uint16_t)i;
    order->n = b->n;
    atomic_store(&order->left, (uint32_t)((b->n + DVI_BATCH_SLICE - 1) / DVI_BATCH_SLICE));
}

bool dvi_batch_order_take(dvi_batch_order *order, unsigned thread, size_t *first, size_t *last) {
    uint32_t left = atomic_load(&order->left), after, slice;
    do {
        uint32_t from = left >> LAST_BITS, to = left & UINT16_MAX;
        if (from == to) return false;
        bool front = thread % 2 == 0;
        slice = front ? from : to - 1;
        after = front ? (from + 1) << LAST_BITS | to : from << LAST_BITS | (to - 1);
    } while (!atomic_compare_exchange_weak(&order->left, &left, after));
    *first = (size_t)slice * DVI_BATCH_SLICE;
    *last = *first + DVI_BATCH_SLICE < order->n ? *first + DVI_BATCH_SLICE : order->n;
    return true;
}

void dvi_batch_order_learn(dvi_batch_order *order, const dvi_batch *b) {
    for (size_t i = 0; i < b->n; i++)
        order->languages[source_of(&b->articles[i])] = (uint8_t)b->traces[i].language;
}
