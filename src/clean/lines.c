/* The lines of a text. */
#include "lines.h"

#include <string.h>

#include "line_kind.h"

char dvi_line_end(dvk_span text) {
    dvk_span core = dvi_line_trim(text);
    if (core.len == 0) return '\0';
    if (memchr(core.data, '\n', core.len) != NULL) return '\n';
    return memchr(core.data, '\r', core.len) != NULL ? '\r' : '\0';
}

dvi_lines dvi_lines_of(dvk_span text) {
    dvi_lines lines = {text.data, text.data, dvi_line_end(text)};
    if (text.len > 0) lines.end += text.len;
    return lines;
}

bool dvi_next_line(dvi_lines *lines, dvk_span *line) {
    while (lines->at < lines->end) {
        size_t left = (size_t)(lines->end - lines->at);
        const char *stop = lines->line_end != '\0' ? memchr(lines->at, lines->line_end, left) : NULL;
        size_t len = stop != NULL ? (size_t)(stop - lines->at) : left;
        *line = dvi_line_trim((dvk_span){lines->at, len});
        lines->at += len + (stop != NULL);
        if (line->len > 0) return true;
    }
    return false;
}
