/* Where the search for the end of a row of a table stands, in a cell. */
#ifndef DVI_CELL_STATE_H
#define DVI_CELL_STATE_H

typedef enum dvi_cell_state {
    DVI_CELL_BEGIN,
    DVI_CELL_PLAIN,
    DVI_CELL_QUOTED,
    DVI_CELL_QUOTE /* behind a quote that may be the closing one */
} dvi_cell_state;

/* The state behind a byte that does not end the row. */
static inline dvi_cell_state dvi_cell_behind(dvi_cell_state state, char delimiter, char c) {
    if (state == DVI_CELL_QUOTED) return c == '"' ? DVI_CELL_QUOTE : DVI_CELL_QUOTED;
    if (c == delimiter) return DVI_CELL_BEGIN;
    if (c == '"' && state != DVI_CELL_PLAIN) return DVI_CELL_QUOTED;
    return c == '\r' && state == DVI_CELL_QUOTE ? DVI_CELL_QUOTE : DVI_CELL_PLAIN;
}

#endif
