/* The lines of a text. */
#ifndef DVI_LINES_H
#define DVI_LINES_H

#include <stdbool.h>

#include "dvoinik/article.h"

/* What ends the lines of a text: '\n', or '\r' where it has no '\n'; '\0' where it is one line. White space
 * at its ends does not count. */
char dvi_line_end(dvk_span text);

/* The lines that are not blank, one after the other. */
typedef struct dvi_lines {
    const char *at, *end;
    char line_end;
} dvi_lines;

dvi_lines dvi_lines_of(dvk_span text);

/* The next line, trimmed; false when there is none left. */
bool dvi_next_line(dvi_lines *lines, dvk_span *line);

#endif
