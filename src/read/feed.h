/* RSS and Atom -> articles, an entry at a time. */
#ifndef DVI_FEED_H
#define DVI_FEED_H

#include <stddef.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "json_record.h"
#include "window.h"

typedef struct dvi_feed dvi_feed;

/* NULL when memory is out. Reads from where the window stands. */
dvi_feed *dvi_feed_create(dvi_window *window, size_t max_record);

/* Takes NULL. */
void dvi_feed_destroy(dvi_feed *feed);

/* The next entry; its spans are lent until the next call by the feed and `made_id`. DVK_OK, DVK_END, or a
 * failure: that of one entry (too long, without title and text), after which the next can be read, or of the
 * whole input, which leaves the window broken: not well-formed, an entity that is not predefined, nested too
 * deeply, no feed at all. */
dvk_status dvi_feed_next(dvi_feed *feed, const dvi_origin *origin, dvi_buffer *made_id, dvk_article *article,
                         dvk_error *error);

#endif
