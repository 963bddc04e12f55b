/* Text from outside as one harmless line of a known number of columns. */
#ifndef DVI_TERMINAL_TEXT_H
#define DVI_TERMINAL_TEXT_H

#include "base/buffer.h"

#define DVI_NO_WIDTH SIZE_MAX

/* Columns that a character takes on a terminal: 0, 1 or 2. */
unsigned dvi_character_columns(uint32_t c);

/* Appends `text` as one line: runs of white space are one space, none at either end; control characters,
 * escape sequences, invisible formatting and direction overrides are gone, of marks that are heaped on one
 * letter only the first few stay, bytes that are not UTF-8 become U+FFFD. What is wider than `width` columns
 * ends in "…". `columns`, when not NULL, gets the columns taken. */
dvk_status dvi_terminal_line(dvi_buffer *out, dvk_span text, size_t width, size_t *columns);

/* Appends n spaces. */
dvk_status dvi_spaces(dvi_buffer *out, size_t n);

#endif
