/* Where the rows of a TSV end, whose cells may or may not be quoted. */
#ifndef DVI_TSV_ROWS_H
#define DVI_TSV_ROWS_H

#include <stdbool.h>
#include <stddef.h>

#include "cell_state.h"

/* How far the search for the end of a row has come; offsets are from the row's beginning. A zeroed one
 * begins. */
typedef struct dvi_tsv_rows {
    size_t at;                /* searched up to here */
    size_t line, first;       /* where this line begins; where the first ends */
    size_t quote;             /* where the cell begins, when it begins with a quote */
    size_t tabs, tabs_before; /* in this line, of them before the cell */
    size_t settled;           /* up to here each line is a row */
    dvi_cell_state state;
    bool looking;  /* behind the first line, for the end of a quoted cell */
    bool is_whole; /* the first line has as many cells as there are columns */
} dvi_tsv_rows;

/* Goes on with `held` bytes of `data`. A row is a line, unless a cell is quoted that goes over its end: not
 * where the line is whole and the cell is none of its last, nor where the line is whole and another comes
 * before the cell's end, nor where the cell goes on behind its closing quote. True with *len when the row's
 * end is found. Cost: each byte is looked at a bounded number of times, whatever the quotes are. */
bool dvi_tsv_find(dvi_tsv_rows *rows, const char *data, size_t held, size_t columns, size_t *len);

/* What the row is when nothing more is to be looked at, or, where it `ended`, nothing more comes. */
size_t dvi_tsv_rest(dvi_tsv_rows *rows, size_t columns, bool ended);

/* The row, or this much of it, is done with: the next search begins behind it. */
void dvi_tsv_pass(dvi_tsv_rows *rows, size_t bytes);

#endif
