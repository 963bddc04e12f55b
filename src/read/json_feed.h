/* JSON Feed -> articles, an item each. */
#ifndef DVI_JSON_FEED_H
#define DVI_JSON_FEED_H

#include <stdbool.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "json_elements.h"
#include "json_record.h"
#include "json_shim.h"
#include "window.h"

typedef struct dvi_json_feed {
    dvi_json *json; /* borrowed, as is the window of `elements` */
    dvi_elements elements;
    bool ended; /* it has no items */
    dvi_buffer source, lang;
    dvi_buffer text; /* of the item */
} dvi_json_feed;

/* Whether the beginning of an object is that of a feed. */
bool dvi_json_feed_is(dvk_span start);

/* A zeroed feed is valid to begin and to finish. Reads the whole window and checks it. */
dvk_status dvi_json_feed_begin(dvi_json_feed *feed, dvi_window *window, dvi_json *json, size_t max_record,
                               dvk_error *error);
void dvi_json_feed_finish(dvi_json_feed *feed);

/* The next item; its spans are lent until the next call. DVK_OK, DVK_END or a failure. */
dvk_status dvi_json_feed_next(dvi_json_feed *feed, const dvi_origin *origin, dvi_buffer *made_id,
                              dvk_article *article, dvk_error *error);

#endif
