/* JSON lines -> records: one line, one object. */
#include "jsonl.h"

#include <string.h>

#include "base/error.h"
#include "blank.h"

void dvi_jsonl_begin(dvi_jsonl *lines, dvi_window *window, size_t max_record) {
    *lines = (dvi_jsonl){.window = window, .max_record = max_record, .line = 1};
}

static void consume_line(dvi_jsonl *lines, size_t len) {
    dvi_window_consume(lines->window, len);
    lines->line++;
    lines->scanned = 0;
    lines->skipping = false;
}

static dvk_status fail_too_long(dvi_jsonl *lines, dvk_error *error) {
    return dvi_error_set(error, DVK_E_LIMIT, lines->window->stream.file, lines->line, lines->window->byte,
                         "the line is longer than the limit of %zu bytes; split it, or raise --max-record",
                         lines->max_record);
}

/* No line's end is held. Reads on, dropping what belongs to a line that is too long. */
static dvk_status read_on(dvi_jsonl *lines, dvk_error *error) {
    lines->scanned = dvi_window_held(lines->window);
    if (!lines->skipping && lines->scanned > lines->max_record) {
        dvk_status status = fail_too_long(lines, error);
        lines->skipping = true;
        return status;
    }
    if (lines->skipping) {
        dvi_window_consume(lines->window, lines->scanned);
        lines->scanned = 0;
    }
    dvk_status status = dvi_window_more(lines->window, error);
    if (status < 0) error->line = lines->line;
    return status;
}

/* Finds the next line's end: *len bytes to hand out, *whole with the end. */
static dvk_status find_line(dvi_jsonl *lines, size_t *len, size_t *whole, dvk_error *error) {
    for (;;) {
        const char *data = dvi_window_at(lines->window);
        size_t held = dvi_window_held(lines->window);
        const char *end = memchr(data + lines->scanned, '\n', held - lines->scanned);
        if (end != NULL) {
            *len = (size_t)(end - data);
            *whole = *len + 1;
            return DVK_OK;
        }
        dvk_status status = read_on(lines, error);
        if (status == DVK_END) {
            *len = *whole = dvi_window_held(lines->window);
            return *len != 0 ? DVK_OK : DVK_END;
        }
        if (status != DVK_OK) return status;
    }
}

dvk_status dvi_jsonl_next(dvi_jsonl *lines, dvi_record *record, dvk_error *error) {
    if (lines->given != 0) consume_line(lines, lines->given);
    lines->given = 0;
    for (;;) {
        size_t len, whole;
        dvk_status status = find_line(lines, &len, &whole, error);
        if (status != DVK_OK) return status;
        bool skip = lines->skipping;
        if (!skip && len > lines->max_record) {
            status = fail_too_long(lines, error);
            consume_line(lines, whole);
            return status;
        }
        dvk_span line = {dvi_window_at(lines->window), len};
        dvk_span text = dvi_trim(line);
        if (skip || text.len == 0) {
            consume_line(lines, whole);
            continue;
        }
        lines->given = whole;
        record->text = text;
        record->line = record->number = lines->line;
        record->byte = lines->window->byte + (size_t)(text.data - line.data);
        return DVK_OK;
    }
}
