/* Text from outside as a JSON string that can stand inside a <script> element and be shown by a browser. */
#ifndef DVI_PAGE_TEXT_H
#define DVI_PAGE_TEXT_H

#include "base/buffer.h"

typedef enum dvi_page_lines {
    DVI_PAGE_ONE_LINE,  /* titles, names: white space runs are one space, none at either end */
    DVI_PAGE_ALL_LINES, /* texts: line ends stay, as \n */
    DVI_PAGE_AS_IT_IS   /* ids, addresses: nothing is taken out; to be shown inside an isolation only */
} dvi_page_lines;

/* Appends `text` in quotation marks. <, > and & are escaped (\u003c), so that no text can end the element;
 * control characters and those that turn the direction of writing are taken out; bytes that are not UTF-8
 * become U+FFFD. */
dvk_status dvi_page_string(dvi_buffer *out, dvk_span text, dvi_page_lines lines);

#endif
