/* Tables with a header, CSV and TSV -> articles, a row each.
 *
 * CSV as in RFC 4180, with commas or, as spreadsheets in much of Europe write it, semicolons. In TSV a cell
 * is quoted only when its closing quote stands at its end, since titles begin with quotes (tsv_rows.h), and
 * \n \t \r \\ outside quotes are what databases write for these characters. Rows are found byte by byte and
 * only one is in memory. */
#include "table.h"

#include <inttypes.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/span.h"
#include "base/utf8.h"
#include "blank.h"
#include "complete.h"

enum { MOST_COLUMNS = 4096 };

void dvi_table_begin(dvi_table *table, dvi_window *window, const dvi_fields *fields, size_t max_record,
                     bool tabs) {
    table->window = window;
    table->fields = fields;
    table->max_record = max_record;
    table->delimiter = tabs ? '\t' : ',';
    table->headed = table->skipping = false;
    table->line = 1;
    table->scanned = table->given = 0;
    table->scanned_lines = table->given_lines = 0;
    table->state = DVI_CELL_BEGIN;
    table->n_columns = table->n_cells = 0;
}

void dvi_table_finish(dvi_table *table) {
    dvi_free(table->columns);
    dvi_free(table->cells);
    dvi_buffer_finish(&table->bytes);
    *table = (dvi_table){.window = NULL};
}

static dvk_status fail(const dvi_table *table, dvk_status status, const char *message, dvk_error *error) {
    return dvi_error_set(error, status, table->window->stream.file, table->line, table->window->byte, "%s",
                         message);
}

static dvk_status give_up(dvi_table *table, dvk_status status, const char *message, dvk_error *error) {
    table->window->broken = true;
    return fail(table, status, message, error);
}

/* Takes a byte of a row; true when the row ends before it. */
static bool scan_byte(dvi_cell_state *state, char delimiter, char c) {
    if (c == '\n' && *state != DVI_CELL_QUOTED) return true;
    *state = dvi_cell_behind(*state, delimiter, c);
    return false;
}

/* Whether the number of columns tells rows: not yet in the header. */
static bool is_tsv(const dvi_table *table) {
    return table->headed && table->delimiter == '\t' && table->n_columns > 1;
}

static bool scan_tsv(dvi_table *table) {
    const char *data = dvi_window_at(table->window);
    size_t len = 0;
    if (table->skipping) table->rows.settled = SIZE_MAX;
    bool found = dvi_tsv_find(&table->rows, data, dvi_window_held(table->window), table->n_columns, &len);
    table->scanned = found ? len : table->rows.at;
    table->scanned_lines = found ? dvi_count_byte((dvk_span){data, len}, '\n') : 0;
    return found;
}

static bool scan_held(dvi_table *table) {
    const char *data = dvi_window_at(table->window);
    size_t held = dvi_window_held(table->window);
    if (is_tsv(table)) return scan_tsv(table);
    for (; table->scanned < held; table->scanned++) {
        char c = data[table->scanned];
        if (scan_byte(&table->state, table->delimiter, c)) return true;
        table->scanned_lines += c == '\n';
    }
    return false;
}

static void consume(dvi_table *table, size_t n, uint64_t lines) {
    dvi_window_consume(table->window, n);
    table->line += lines;
}

static dvk_status fail_too_long(dvi_table *table, dvk_error *error) {
    return dvi_error_set(
        error, DVK_E_LIMIT, table->window->stream.file, table->line, table->window->byte,
        "the row is longer than the limit of %zu bytes; look for a quote without an end, or raise "
        "--max-record",
        table->max_record);
}

static dvk_status read_on(dvi_table *table, dvk_error *error) {
    if (!table->skipping && table->scanned > table->max_record) {
        table->skipping = true;
        return fail_too_long(table, error);
    }
    if (table->skipping) {
        consume(table, table->scanned, table->scanned_lines);
        dvi_tsv_pass(&table->rows, table->scanned);
        table->scanned = 0;
        table->scanned_lines = 0;
    }
    dvk_status status = dvi_window_more(table->window, error);
    if (status < 0) error->line = table->line;
    return status;
}

/* The next row begins `whole` bytes behind this one. */
static void begin_row(dvi_table *table, size_t whole) {
    if (table->skipping) table->rows.settled = 0;
    dvi_tsv_pass(&table->rows, whole);
    table->scanned = 0;
    table->scanned_lines = 0;
    table->state = DVI_CELL_BEGIN;
    table->skipping = false;
}

/* Passes a row with its end. */
static void pass_row(dvi_table *table, size_t whole) {
    consume(table, whole, table->scanned_lines + (whole > table->scanned));
    begin_row(table, whole);
}

/* Finds the row that the window begins with: *len bytes, *whole with its end. */
static dvk_status find_row(dvi_table *table, size_t *len, size_t *whole, dvk_error *error) {
    while (!scan_held(table)) {
        const bool looking = is_tsv(table) && table->rows.looking,
                   enough = looking && table->scanned > table->max_record;
        dvk_status status = enough ? DVK_END : read_on(table, error);
        if (looking && status != DVK_OK) { /* a failure comes again when all that is held is read */
            table->scanned = dvi_tsv_rest(&table->rows, table->n_columns, status == DVK_END && !enough);
            break;
        }
        if (status == DVK_END && table->state == DVI_CELL_QUOTED)
            return give_up(
                table, DVK_E_INPUT,
                "the row that begins here has a quoted cell without an end; double the quotes inside cells, "
                "or add the closing one",
                error);
        if (status == DVK_END) {
            *len = *whole = table->scanned;
            return *len != 0 ? DVK_OK : DVK_END;
        }
        if (status != DVK_OK) return status;
    }
    *len = table->scanned;
    *whole = *len + (*len < dvi_window_held(table->window));
    return DVK_OK;
}

/* The next row that is not blank, without its line end; it stays in the window until the next call. */
static dvk_status next_row(dvi_table *table, dvk_span *row, dvk_error *error) {
    consume(table, table->given, table->given_lines);
    table->given = 0;
    table->given_lines = 0;
    for (;;) {
        size_t len = 0, whole = 0;
        dvk_status status = find_row(table, &len, &whole, error);
        if (status != DVK_OK) return status;
        bool skip = table->skipping;
        if (!skip && len > table->max_record) {
            status = fail_too_long(table, error);
            pass_row(table, whole);
            return status;
        }
        *row = (dvk_span){dvi_window_at(table->window), len};
        if (row->len != 0 && row->data[row->len - 1] == '\r') row->len--;
        if (!skip && dvi_trim(*row).len != 0) {
            table->given = whole;
            table->given_lines = table->scanned_lines + (whole > len);
            begin_row(table, whole);
            return DVK_OK;
        }
        pass_row(table, whole);
    }
}

/* Appends a cell without quotes. */
static dvk_status put_plain(dvi_table *table, dvk_span cell) {
    static const char letters[] = "ntr\\", meant[] = "\n\t\r\\";
    if (table->delimiter != '\t' || memchr(cell.data, '\\', cell.len) == NULL)
        return dvi_buffer_append(&table->bytes, cell.data, cell.len);
    dvk_status status = dvi_buffer_reserve(&table->bytes, cell.len);
    for (size_t i = 0; status == DVK_OK && i < cell.len; i++) {
        const char *letter = NULL;
        if (cell.data[i] == '\\' && i + 1 < cell.len) letter = memchr(letters, cell.data[i + 1], 4);
        status =
            dvi_buffer_append_byte(&table->bytes, letter != NULL ? meant[letter - letters] : cell.data[i]);
        i += letter != NULL;
    }
    return status;
}

/* The end of the quoted cell that the row begins with: behind its closing quote; 0 when there is none. */
static size_t quoted_end(dvk_span row) {
    for (size_t i = 1; i < row.len; i++) {
        if (row.data[i] != '"') continue;
        if (i + 1 == row.len || row.data[i + 1] != '"') return i + 1;
        i++;
    }
    return 0;
}

static dvk_status put_quoted(dvi_table *table, dvk_span inside) {
    dvk_status status = dvi_buffer_reserve(&table->bytes, inside.len);
    while (status == DVK_OK && inside.len != 0) {
        const char *quote = memchr(inside.data, '"', inside.len);
        size_t n = quote == NULL ? inside.len : (size_t)(quote - inside.data) + 1;
        size_t passed = quote == NULL ? n : n + 1;
        status = dvi_buffer_append(&table->bytes, inside.data, n);
        inside = (dvk_span){inside.data + passed, inside.len - passed};
    }
    return status;
}

/* Takes the first cell off the row, with the delimiter behind it; *more tells whether another follows.
 * `literally`: a quote is one, wherever it stands. */
static dvk_status take_cell(dvi_table *table, bool literally, dvk_span *row, bool *more, dvk_error *error) {
    bool quoted = !literally && row->len != 0 && row->data[0] == '"';
    size_t from = quoted ? quoted_end(*row) : 0;
    const char *behind = from < row->len ? memchr(row->data + from, table->delimiter, row->len - from) : NULL;
    size_t len = behind == NULL ? row->len : (size_t)(behind - row->data);
    if (quoted && len != from) {
        if (table->delimiter != '\t')
            return fail(table, DVK_E_INPUT,
                        from == 0 ? "the row has a quoted cell without an end; double the quotes inside "
                                    "cells, or add the closing one"
                                  : "something follows the closing quote of a cell; double the quotes that "
                                    "stand inside cells",
                        error);
        quoted = false;
        behind = memchr(row->data, table->delimiter, row->len);
        len = behind == NULL ? row->len : (size_t)(behind - row->data);
    }
    void *cells = table->cells;
    dvk_status status = dvi_grow(&cells, &table->cells_cap, table->n_cells + 1, sizeof *table->cells);
    table->cells = cells;
    size_t at = table->bytes.len;
    if (status == DVK_OK && quoted) status = put_quoted(table, (dvk_span){row->data + 1, len - 2});
    if (status == DVK_OK && !quoted) status = put_plain(table, (dvk_span){row->data, len});
    if (status != DVK_OK) return fail(table, status, "out of memory while reading a row", error);
    table->cells[table->n_cells++] = (dvi_cell){at, table->bytes.len - at};
    *more = behind != NULL;
    *row = (dvk_span){row->data + len + *more, row->len - len - *more};
    return DVK_OK;
}

static dvk_status take_cells(dvi_table *table, bool literally, dvk_span row, dvk_error *error) {
    bool more = true;
    table->n_cells = table->bytes.len = 0;
    while (more) {
        if (table->n_cells == MOST_COLUMNS)
            return fail(table, DVK_E_LIMIT, "the row has more than 4096 cells; is this a table of articles?",
                        error);
        dvk_status status = take_cell(table, literally, &row, &more, error);
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

/* A line of a TSV whose quotes would hide a tab is no row with them, and may be one without. */
static dvk_status split(dvi_table *table, dvk_span row, dvk_error *error) {
    size_t good = dvi_utf8_check(row);
    if (good < row.len)
        return dvi_error_set(error, DVK_E_ENCODING, table->window->stream.file, table->line,
                             table->window->byte + good,
                             "the bytes here are not UTF-8; convert the input to UTF-8");
    dvk_status status = take_cells(table, false, row, error);
    if (status != DVK_OK || !is_tsv(table) || table->n_cells == table->n_columns) return status;
    bool literally = dvi_count_byte(row, '\n') == 0 && dvi_count_byte(row, '\t') + 1 == table->n_columns;
    return literally ? take_cells(table, true, row, error) : status;
}

static dvk_span cell_at(const dvi_table *table, size_t i) {
    if (table->cells[i].len == 0) return (dvk_span){NULL, 0};
    return (dvk_span){table->bytes.data + table->cells[i].at, table->cells[i].len};
}

char dvi_table_delimiter(dvk_span start, const dvi_fields *fields) {
    static const char delimiters[] = "\t,;";
    char best = 0;
    size_t most = 1;
    for (const char *d = delimiters; *d != 0; d++) {
        size_t begin = 0, known = 0, columns = 0;
        bool readable = false, ended = false;
        dvi_cell_state state = DVI_CELL_BEGIN;
        for (size_t i = 0; i < start.len && !ended; i++) {
            ended = scan_byte(&state, *d, start.data[i]);
            bool last = !ended && i + 1 == start.len;
            if (!ended && !last && !(start.data[i] == *d && state == DVI_CELL_BEGIN)) continue;
            dvk_span cell = dvi_trim((dvk_span){start.data + begin, i + last - begin});
            if (cell.len >= 2 && cell.data[0] == '"') cell = (dvk_span){cell.data + 1, cell.len - 2};
            size_t name = dvi_fields_find(fields, cell);
            readable = readable || dvi_fields_are_readable(fields, name);
            known += name < fields->n;
            columns++;
            begin = i + 1;
        }
        if (!readable || columns < 2 || known <= most - 1) continue;
        most = known + 1;
        best = *d;
    }
    return best;
}

bool dvi_table_is_readable(dvk_span start, const dvi_fields *fields) {
    if (dvi_table_delimiter(start, fields) != 0) return true;
    size_t len = 0;
    while (len < start.len && start.data[len] != '\n' && start.data[len] != '\r')
        len++;
    dvk_span cell = dvi_trim((dvk_span){start.data, len});
    if (cell.len >= 2 && cell.data[0] == '"') cell = (dvk_span){cell.data + 1, cell.len - 2};
    return dvi_fields_are_readable(fields, dvi_fields_find(fields, cell));
}

static dvk_status read_header(dvi_table *table, dvk_error *error) {
    dvk_span row;
    bool readable = false;
    dvk_status status = next_row(table, &row, error);
    if (status != DVK_OK) return status;
    char delimiter = dvi_table_delimiter(row, table->fields);
    if (delimiter != 0) table->delimiter = delimiter;
    status = split(table, row, error);
    if (status != DVK_OK) {
        table->window->broken = true;
        return status;
    }
    void *columns = table->columns;
    status = dvi_grow(&columns, &table->columns_cap, table->n_cells, sizeof *table->columns);
    table->columns = columns;
    if (status != DVK_OK) return give_up(table, status, "out of memory while reading a header", error);
    for (size_t i = 0; i < table->n_cells; i++) {
        table->columns[i] = dvi_fields_find(table->fields, cell_at(table, i));
        readable = readable || dvi_fields_are_readable(table->fields, table->columns[i]);
    }
    table->n_columns = table->n_cells;
    table->headed = true;
    if (readable) return DVK_OK;
    return give_up(
        table, DVK_E_INPUT,
        "the table's first row must name its columns, and none of these is known as title or text; say which "
        "is, as in --field text=NAME",
        error);
}

/* The row's cell for a field: of several the one whose name is preferred and that is not blank. */
static dvk_span choose(const dvi_table *table, dvi_field field) {
    size_t best = table->fields->n;
    dvk_span chosen = {NULL, 0};
    for (size_t i = 0; i < table->n_columns; i++) {
        size_t name = table->columns[i];
        if (name >= best || table->fields->field[name] != field || dvi_is_blank(cell_at(table, i))) continue;
        best = name;
        chosen = cell_at(table, i);
    }
    return chosen;
}

dvk_status dvi_table_next(dvi_table *table, const dvi_origin *origin, dvi_buffer *made_id,
                          dvk_article *article, dvk_error *error) {
    dvk_span row;
    dvk_status status = table->headed ? DVK_OK : read_header(table, error);
    if (status == DVK_OK) status = next_row(table, &row, error);
    if (status == DVK_OK) status = split(table, row, error);
    if (status != DVK_OK) return status;
    if (table->n_cells != table->n_columns)
        return dvi_error_set(
            error, DVK_E_INPUT, origin->path, table->line, table->window->byte,
            "the row has %zu cell%s and the header %zu; quote cells that hold a delimiter or a line end",
            table->n_cells, table->n_cells == 1 ? "" : "s", table->n_columns);
    *article = (dvk_article){.record = row, .line = table->line, .byte = table->window->byte};
    for (unsigned field = 0; field < DVI_N_FIELDS; field++)
        *dvi_field_of(article, (dvi_field)field) = choose(table, (dvi_field)field);
    dvi_trim_fields(article);
    return dvi_complete(article, origin, table->line, made_id, error);
}
