/* What an input is, told by its first bytes and its name. */
#ifndef DVI_SNIFF_H
#define DVI_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/read.h"
#include "fields.h"
#include "window.h"

typedef enum dvi_layout {
    DVI_LAYOUT_LINES,   /* JSON lines */
    DVI_LAYOUT_ARRAY,   /* one JSON array of objects */
    DVI_LAYOUT_OBJECTS, /* JSON objects laid out over several lines */
    DVI_LAYOUT_TEXT,    /* one article */
    DVI_LAYOUT_FEED,    /* RSS or Atom */
    DVI_LAYOUT_JSON_FEED,
    DVI_LAYOUT_OPML, /* a list of other inputs */
    DVI_LAYOUT_HTML, /* one article */
    DVI_LAYOUT_WARC, /* WARC or WET */
    DVI_LAYOUT_CSV,  /* rows of cells between commas or semicolons */
    DVI_LAYOUT_TSV   /* rows of cells between tabs */
} dvi_layout;

/* Tells the charset of the input a window has just begun, moves the window behind a byte order mark and has
 * it converted. What is worth a warning is put into `warning`, whose message is empty otherwise. Fails when
 * the input declares a charset that is not read, or the window does; the window is broken then. */
dvk_status dvi_sniff_charset(dvi_window *window, dvk_error *warning, dvk_error *error);

/* Tells the layout of the input a window has just begun.
 * `wanted` is what the user says it is, `fields` the names by which the header of a table is known. Fails
 * when it is something that is not read, or the window does; the window is broken then. */
dvk_status dvi_sniff(dvi_window *window, const dvi_fields *fields, dvk_input_format wanted, const char *path,
                     dvi_layout *layout, dvk_error *error);

/* Has at least n bytes held unless the input is shorter, or fails behind what is held. */
dvk_status dvi_sniff_hold(dvi_window *window, size_t n, dvk_error *error);

/* The name of the first element of XML or HTML: the prolog (declarations, comments, instructions) is passed
 * over. Empty when it does not begin in `text`. */
dvk_span dvi_sniff_root(dvk_span text);

/* Whether an element of that name is a feed. */
bool dvi_sniff_is_feed(dvk_span name);

#endif
