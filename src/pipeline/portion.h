/* A portion: articles read and copied, so that they can be worked on together. */
#ifndef DVI_PORTION_H
#define DVI_PORTION_H

#include "base/buffer.h"
#include "dvoinik/read.h"

typedef struct dvi_portion {
    dvi_buffer bytes;
    dvk_article *articles; /* their records are not kept */
    size_t n, wanted; /* the next one is twice as large, up to 1,024: much is written at less cost together */
} dvi_portion;

dvk_status dvi_portion_init(dvi_portion *portion);
void dvi_portion_finish(dvi_portion *portion);

/* Reads until the portion is full or the reader gives no article. Returns DVK_OK when it is full, else what
 * the reader or memory said; the articles before that are there in either case. */
dvk_status dvi_portion_read(dvi_portion *portion, dvk_reader *reader, dvk_error *error);

#endif
