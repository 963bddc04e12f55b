/* The XML of a feed: a window's bytes -> its elements, well-formed and without entities of its own. */
#ifndef DVI_FEED_PARSER_H
#define DVI_FEED_PARSER_H

#include "feed_entries.h"
#include "window.h"

typedef struct dvi_feed_parser dvi_feed_parser;

/* NULL when memory is out. Begins where the window stands. */
dvi_feed_parser *dvi_feed_parser_create(dvi_window *window, size_t max_record);
void dvi_feed_parser_destroy(dvi_feed_parser *parser); /* takes NULL */

/* The next entry, lent until the next call: DVK_OK, DVK_END, or a failure of the whole input, which leaves
 * the window broken. */
dvk_status dvi_feed_parser_next(dvi_feed_parser *parser, const dvi_feed_entry **entry, dvk_error *error);

/* What the feed says of itself as a whole, as far as it was read. */
const dvi_feed_entries *dvi_feed_parser_entries(const dvi_feed_parser *parser);

#endif
