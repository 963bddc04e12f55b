/* Lines of JSON that someone else splits -> articles. */
#include <string.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/span.h"
#include "blank.h"
#include "dvoinik/read.h"
#include "fields.h"
#include "json_record.h"
#include "token_limit.h"

struct dvk_line_reader {
    dvk_read_options options;
    dvi_fields fields;
    dvi_json *json;
    dvi_buffer file, shown, line, made_id;
};

static dvk_status prepare(dvk_line_reader *reader, const char *file) {
    size_t len = strlen(file);
    dvk_status status = dvi_buffer_append(&reader->file, file, len + 1);
    if (status == DVK_OK) status = dvi_buffer_reserve(&reader->shown, 4 * len + 1);
    if (status != DVK_OK) return status;
    reader->shown.len = dvi_show((dvk_span){file, len}, reader->shown.data, 4 * len + 1);
    status = dvi_fields_init(&reader->fields, reader->options.fields, reader->options.n_fields);
    reader->options.fields = NULL;
    if (status != DVK_OK) return status;
    reader->json = dvi_json_create(reader->options.max_depth);
    return reader->json != NULL ? DVK_OK : DVK_E_MEMORY;
}

dvk_status dvk_line_reader_create(dvk_line_reader **out, const char *file, const dvk_read_options *options) {
    dvk_read_options defaults;
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = NULL;
    if (options == NULL) {
        dvk_read_options_init(&defaults);
        options = &defaults;
    }
    if (file == NULL || options->max_record_bytes == 0 || options->max_depth == 0 ||
        options->max_depth > 1024 || options->max_tokens == 0)
        return DVK_E_ARGUMENT;
    dvk_line_reader *reader = dvi_alloc_zero(1, sizeof *reader);
    if (reader == NULL) return DVK_E_MEMORY;
    reader->options = *options;
    dvk_status status = prepare(reader, file);
    if (status == DVK_OK)
        *out = reader;
    else
        dvk_line_reader_destroy(reader);
    return status;
}

void dvk_line_reader_destroy(dvk_line_reader *reader) {
    if (reader == NULL) return;
    dvi_json_destroy(reader->json);
    dvi_fields_finish(&reader->fields);
    dvi_buffer_finish(&reader->file);
    dvi_buffer_finish(&reader->shown);
    dvi_buffer_finish(&reader->line);
    dvi_buffer_finish(&reader->made_id);
    dvi_free(reader);
}

static void warn_of_date(const dvk_line_reader *reader, const dvk_article *article) {
    char date[64];
    dvk_error warning;
    if (article->date.len == 0 || article->time != DVK_NO_TIME || reader->options.on_bad == NULL) return;
    dvi_show(article->date, date, sizeof date);
    dvi_error_set(&warning, DVK_OK, reader->file.data, article->line, article->byte,
                  "the date \"%s\" is not understood and the article is taken to have none; write it as RFC "
                  "3339 has it",
                  date);
    reader->options.on_bad(reader->options.user, &warning);
}

/* The parser reads beyond the end of what it is given, so that the line is copied to where it may. */
static dvk_status copy_line(dvk_line_reader *reader, dvk_span text) {
    reader->line.len = 0;
    dvk_status status = dvi_buffer_reserve(&reader->line, text.len + DVI_JSON_PADDING);
    if (status == DVK_OK) status = dvi_buffer_append(&reader->line, text.data, text.len);
    if (status == DVK_OK) memset(reader->line.data + text.len, 0, DVI_JSON_PADDING);
    return status;
}

dvk_status dvk_line_reader_read(dvk_line_reader *reader, dvk_span line, uint64_t number, uint64_t byte,
                                dvk_article *article, dvk_error *error) {
    dvk_error unwanted;
    if (error == NULL) error = &unwanted;
    if (reader == NULL || article == NULL || !dvi_is_span(line))
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "dvk_line_reader_read was called without a reader, a line or an article");
    dvk_span text = dvi_trim(line);
    if (text.len == 0) return DVK_END;
    const char *file = reader->file.data;
    if (line.len > reader->options.max_record_bytes)
        return dvi_error_set(
            error, DVK_E_LIMIT, file, number, byte,
            "the line is longer than the limit of %llu bytes; split it, or raise --max-record",
            (unsigned long long)reader->options.max_record_bytes);
    if (copy_line(reader, text) != DVK_OK)
        return dvi_error_set(error, DVK_E_MEMORY, file, number, byte, "out of memory while reading a record");
    dvi_record record = {.text = {reader->line.data, text.len},
                         .line = number,
                         .number = number,
                         .byte = byte + (size_t)(text.data - line.data)};
    dvi_origin origin = {.path = file,
                         .shown = {reader->shown.data, reader->shown.len},
                         .ids_of_content = reader->options.ids_of_content};
    dvk_status status = dvi_json_record_read(reader->json, &reader->fields, &record, &origin,
                                             &reader->made_id, article, error);
    if (status == DVK_OK) status = dvi_check_tokens(article, reader->options.max_tokens, file, error);
    if (status == DVK_OK) warn_of_date(reader, article);
    return status;
}
