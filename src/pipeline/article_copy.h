/* Copies of articles whose texts lie one behind another in a buffer. Since its bytes move while it grows, the
 * spans are set when the last article is in. */
#ifndef DVI_ARTICLE_COPY_H
#define DVI_ARTICLE_COPY_H

#include "base/buffer.h"
#include "dvoinik/article.h"

/* Copies an article but for its record; of its spans only the lengths are there yet. Returns DVK_OK or
 * DVK_E_MEMORY. */
dvk_status dvi_copy_article(dvi_buffer *bytes, const dvk_article *article, dvk_article *copy);

/* Sets the spans of the n articles copied into `bytes`, which was empty before the first. */
void dvi_settle_copies(const dvi_buffer *bytes, dvk_article *copies, size_t n);

#endif
