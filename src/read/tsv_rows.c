/* Rows of a TSV. Titles begin with quotations, so that a quote at the beginning of a cell says little: what
 * follows decides whether the cell is quoted. */
#include "tsv_rows.h"

#include <string.h>

/* The first line is the row, and what was looked through behind it is lines as well. */
static bool take_first(dvi_tsv_rows *rows, size_t *len) {
    rows->settled = rows->at;
    *len = rows->first;
    return true;
}

/* At a line's end. */
static bool ends_row(dvi_tsv_rows *rows, size_t columns, size_t *len) {
    const bool open = rows->state == DVI_CELL_QUOTED, whole = rows->tabs + 1 == columns;
    if (rows->looking && whole && rows->is_whole) return take_first(rows, len);
    *len = rows->at;
    if (!open) return true;
    if (!rows->looking && (rows->at < rows->settled || (whole && rows->tabs != rows->tabs_before)))
        return true;
    if (!rows->looking) {
        rows->first = rows->at;
        rows->is_whole = whole;
        rows->looking = true;
    }
    rows->line = rows->at + 1;
    rows->tabs = 0;
    return false;
}

bool dvi_tsv_find(dvi_tsv_rows *rows, const char *data, size_t held, size_t columns, size_t *len) {
    for (; rows->at < held; rows->at++) {
        const char c = data[rows->at];
        bool behind = rows->state == DVI_CELL_QUOTE && memchr("\"\t\r\n", c, 4) == NULL;
        if (behind && rows->quote < rows->line) return take_first(rows, len);
        if (behind) {
            rows->at = rows->quote; /* the quote is a part of the cell */
            rows->tabs = rows->tabs_before;
            rows->state = DVI_CELL_PLAIN;
            continue;
        }
        if (c == '\n') {
            if (ends_row(rows, columns, len)) return true;
            continue;
        }
        if (rows->state == DVI_CELL_BEGIN) {
            rows->quote = rows->at;
            rows->tabs_before = rows->tabs;
        }
        rows->tabs += c == '\t';
        rows->state = dvi_cell_behind(rows->state, '\t', c);
    }
    return false;
}

size_t dvi_tsv_rest(dvi_tsv_rows *rows, size_t columns, bool ended) {
    size_t len = rows->at;
    if (ended && ends_row(rows, columns, &len)) return len;
    if (rows->looking) take_first(rows, &len);
    return len;
}

void dvi_tsv_pass(dvi_tsv_rows *rows, size_t bytes) {
    size_t settled = rows->settled > bytes ? rows->settled - bytes : 0;
    *rows = (dvi_tsv_rows){.settled = settled};
}
