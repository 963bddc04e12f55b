/* Web archives, WARC and WET -> articles, a page each. */
#ifndef DVI_WARC_H
#define DVI_WARC_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "json_record.h"
#include "page.h"
#include "window.h"

typedef struct dvi_warc dvi_warc;

/* NULL when memory is out. `page` is borrowed. One serves many archives. */
dvi_warc *dvi_warc_create(dvi_page *page, size_t max_record, uint32_t max_ratio);
void dvi_warc_destroy(dvi_warc *warc);

/* Begins where the window stands. */
void dvi_warc_begin(dvi_warc *warc, dvi_window *window);

/* The next page; its spans are lent until the next call. DVK_OK, DVK_END or a failure: that of one record,
 * after which the next can be read, or of the archive, which leaves the window broken. */
dvk_status dvi_warc_next(dvi_warc *warc, const dvi_origin *origin, dvi_buffer *made_id, dvk_article *article,
                         dvk_error *error);

/* Tells in `warning` how many records were no articles; leaves it alone when none was. */
void dvi_warc_end(dvi_warc *warc, const char *file, dvk_error *warning);

#endif
