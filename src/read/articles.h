/* One open input of a known layout -> its articles. */
#ifndef DVI_ARTICLES_H
#define DVI_ARTICLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "feed.h"
#include "fields.h"
#include "json_elements.h"
#include "json_feed.h"
#include "json_record.h"
#include "jsonl.h"
#include "page.h"
#include "sniff.h"
#include "table.h"
#include "warc.h"
#include "window.h"

typedef struct dvi_articles {
    dvi_window *window; /* borrowed, as is `fields` */
    const dvi_fields *fields;
    size_t max_record;
    uint32_t max_ratio;
    dvi_json *json;
    dvi_buffer made_id;
    dvi_origin origin;
    dvi_layout layout;
    dvi_jsonl lines;
    dvi_elements elements;
    dvi_table table;
    dvi_json_feed json_feed;
    dvi_page *page; /* NULL until it is needed */
    dvi_warc *warc;
    dvi_feed *feed; /* of the open input */
    bool given;     /* the one article that the input is */
} dvi_articles;

/* A zeroed one is valid to finish. */
dvk_status dvi_articles_init(dvi_articles *articles, dvi_window *window, const dvi_fields *fields,
                             size_t max_record, uint32_t max_ratio, uint32_t max_depth);
void dvi_articles_finish(dvi_articles *articles);

/* Begins an input where the window stands. `origin` is borrowed until dvi_articles_end. */
dvk_status dvi_articles_begin(dvi_articles *articles, dvi_layout layout, dvi_origin origin, dvk_error *error);

/* The next article, its spans lent until the next call. DVK_OK, DVK_END or a failure; one of the whole input
 * leaves the window broken. */
dvk_status dvi_articles_next(dvi_articles *articles, dvk_article *article, dvk_error *error);

/* The open input may have more than one article. */
bool dvi_articles_are_many(const dvi_articles *articles);

/* The input is closed. `warning` tells what was passed over in it; its message is empty when nothing was. */
void dvi_articles_end(dvi_articles *articles, dvk_error *warning);

#endif
