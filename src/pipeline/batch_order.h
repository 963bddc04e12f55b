/* The order in which the features of a batch are made, and who makes which. */
#ifndef DVI_BATCH_ORDER_H
#define DVI_BATCH_ORDER_H

#include <stdatomic.h>

#include "pipeline/job_batch.h"

enum { DVI_BATCH_SOURCES = 1 << 12 };

/* A zeroed one knows of no languages. */
typedef struct dvi_batch_order {
    uint8_t languages[DVI_BATCH_SOURCES]; /* of the last article of a source, by a hash of its name */
    uint16_t articles[DVI_BATCH_ARTICLES];
    size_t n;
    _Atomic uint32_t left; /* slices that nobody took: the first, and behind the last */
} dvi_batch_order;

/* Orders the articles of a batch, of whose features none are made. */
void dvi_batch_order_begin(dvi_batch_order *order, const dvi_batch *b);

/* Gives a thread articles to work at, order->articles[*first] to [*last - 1]; false when there are none left.
 */
bool dvi_batch_order_take(dvi_batch_order *order, unsigned thread, size_t *first, size_t *last);

/* Learns the languages of a batch whose features are made. */
void dvi_batch_order_learn(dvi_batch_order *order, const dvi_batch *b);

#endif
