/* Tables with a header, CSV and TSV -> articles, a row each. */
#ifndef DVI_TABLE_H
#define DVI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "fields.h"
#include "json_record.h"
#include "tsv_rows.h"
#include "window.h"

typedef struct dvi_cell {
    size_t at, len; /* in `cells` */
} dvi_cell;

typedef struct dvi_table {
    dvi_window *window;
    const dvi_fields *fields;
    size_t max_record;
    char delimiter;
    bool headed, skipping;
    uint64_t line; /* of the window's first byte */
    size_t scanned, given;
    uint64_t scanned_lines, given_lines;
    dvi_cell_state state;
    dvi_tsv_rows rows; /* of a TSV, behind its header */
    size_t *columns;   /* the place in `fields` of each column's name */
    size_t n_columns, columns_cap;
    dvi_buffer bytes; /* of the row's cells, their quotes taken away */
    dvi_cell *cells;
    size_t n_cells, cells_cap;
} dvi_table;

/* A zeroed table is valid to begin and to finish. Begins where the window stands, which is in line 1. */
void dvi_table_begin(dvi_table *table, dvi_window *window, const dvi_fields *fields, size_t max_record,
                     bool tabs);
void dvi_table_finish(dvi_table *table);

/* The next row that is not blank; its spans are lent until the next call by the table, the window and
 * `made_id`. DVK_OK, DVK_END or a failure. After that of a row the next can be read; a header that cannot
 * serve, or a quote without an end, leaves the window broken. */
dvk_status dvi_table_next(dvi_table *table, const dvi_origin *origin, dvi_buffer *made_id,
                          dvk_article *article, dvk_error *error);

/* What stands between the cells of the header that `start` begins with: '\t', ',', ';', or 0 when its first
 * line is not one of two or more columns, title or text among them. */
char dvi_table_delimiter(dvk_span start, const dvi_fields *fields);

/* Whether it is a header that names title or text, be it the only column. */
bool dvi_table_is_readable(dvk_span start, const dvi_fields *fields);

#endif
