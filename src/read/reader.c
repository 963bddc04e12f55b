/* The reader of read.h: inputs -> layout -> records -> articles. */
#include "dvoinik/read.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "feed.h"
#include "fields.h"
#include "input.h"
#include "json_elements.h"
#include "json_record.h"
#include "jsonl.h"
#include "plaintext.h"
#include "sniff.h"
#include "table.h"
#include "window.h"

struct dvk_reader {
    dvk_read_options options;
    dvi_inputs inputs;
    dvi_window window;
    dvi_json *json;
    dvi_fields fields;
    dvi_buffer shown_path, made_id;
    /* The open input. */
    int fd; /* -1: none */
    dvi_origin origin;
    dvi_layout layout;
    dvi_jsonl lines;
    dvi_elements elements;
    dvi_table table;
    dvi_feed *feed;
    bool text_given;
    uint64_t before; /* articles and bad records of the inputs before it */
    dvk_read_stats stats;
};

static_assert((int)DVI_WINDOW_PADDING >= (int)DVI_JSON_PADDING,
              "the parser reads behind the window's padding");

static const uint64_t least_record = 1, most_record = 1u << 30;
enum { MOST_DEPTH = 1024 };

void dvk_read_options_init(dvk_read_options *options) {
    *options = (dvk_read_options){.format = DVK_INPUT_AUTO,
                                  .max_record_bytes = (uint64_t)32 << 20,
                                  .max_total_bytes = (uint64_t)1 << 40,
                                  .max_ratio = 1000,
                                  .max_depth = 64};
}

static bool are_valid_options(const dvk_read_options *options) {
    if (options->format < DVK_INPUT_AUTO || options->format > DVK_INPUT_TSV) return false;
    if (options->max_record_bytes < least_record || options->max_record_bytes > most_record) return false;
    return options->max_total_bytes != 0 && options->max_ratio != 0 && options->max_depth != 0 &&
           options->max_depth <= MOST_DEPTH;
}

static bool are_valid_inputs(const char *const *inputs, size_t n) {
    if (inputs == NULL || n == 0) return false;
    for (size_t i = 0; i < n; i++)
        if (inputs[i] == NULL) return false;
    return true;
}

static dvk_status prepare(dvk_reader *reader, const char *const *inputs, size_t n) {
    const dvk_read_options *options = &reader->options;
    dvk_status status = dvi_inputs_init(&reader->inputs, inputs, n);
    if (status != DVK_OK) return status;
    reader->inputs.on_warning = options->on_bad;
    reader->inputs.user = options->user;
    status = dvi_window_init(&reader->window, (size_t)options->max_record_bytes, options->max_total_bytes,
                             options->max_ratio);
    if (status != DVK_OK) return status;
    status = dvi_fields_init(&reader->fields, options->fields, options->n_fields);
    if (status != DVK_OK) return status;
    reader->json = dvi_json_create(options->max_depth);
    return reader->json != NULL ? DVK_OK : DVK_E_MEMORY;
}

dvk_status dvk_reader_create(dvk_reader **out, const char *const *inputs, size_t n,
                             const dvk_read_options *options) {
    dvk_read_options defaults;
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = NULL;
    if (options == NULL) {
        dvk_read_options_init(&defaults);
        options = &defaults;
    }
    if (!are_valid_inputs(inputs, n) || !are_valid_options(options)) return DVK_E_ARGUMENT;
    dvk_reader *reader = dvi_alloc_zero(1, sizeof *reader);
    if (reader == NULL) return DVK_E_MEMORY;
    reader->options = *options;
    reader->fd = -1;
    dvk_status status = prepare(reader, inputs, n);
    reader->options.fields = NULL;
    if (status != DVK_OK) {
        dvk_reader_destroy(reader);
        return status;
    }
    *out = reader;
    return DVK_OK;
}

static void warn_of_replaced(const dvk_reader *reader) {
    const dvi_recode *recode = reader->window.recode;
    dvk_error warning;
    if (reader->fd < 0 || recode == NULL || dvi_recode_bad(recode) == 0 || reader->options.on_bad == NULL)
        return;
    dvi_error_set(&warning, DVK_OK, reader->origin.path, 0, 0,
                  "%" PRIu64 " places in the input are not %s; U+FFFD stands for each",
                  dvi_recode_bad(recode), dvi_charset_name(dvi_recode_charset(recode)));
    reader->options.on_bad(reader->options.user, &warning);
}

static void close_input(dvk_reader *reader) {
    warn_of_replaced(reader);
    dvi_feed_destroy(reader->feed);
    reader->feed = NULL;
    if (reader->fd >= 0 && reader->fd != STDIN_FILENO) close(reader->fd);
    if (reader->fd >= 0) {
        reader->stats.bytes += reader->window.stream.given;
        reader->stats.stored += reader->window.stream.taken;
    }
    reader->fd = -1;
}

void dvk_reader_destroy(dvk_reader *reader) {
    if (reader == NULL) return;
    reader->options.on_bad = NULL;
    close_input(reader);
    dvi_json_destroy(reader->json);
    dvi_fields_finish(&reader->fields);
    dvi_table_finish(&reader->table);
    dvi_window_finish(&reader->window);
    dvi_inputs_finish(&reader->inputs);
    dvi_buffer_finish(&reader->shown_path);
    dvi_buffer_finish(&reader->made_id);
    dvi_free(reader);
}

static dvk_status set_origin(dvk_reader *reader, dvk_error *error) {
    const char *path = reader->inputs.path.data;
    size_t len = strlen(path);
    reader->shown_path.len = 0;
    if (dvi_buffer_reserve(&reader->shown_path, 4 * len + 1) != DVK_OK)
        return dvi_error_set(error, DVK_E_MEMORY, path, 0, 0, "out of memory while opening an input");
    size_t shown = dvi_show((dvk_span){path, len}, reader->shown_path.data, 4 * len + 1);
    reader->origin = (dvi_origin){.path = path, .shown = {reader->shown_path.data, shown}};
    return DVK_OK;
}

static dvk_status begin_layout(dvk_reader *reader, dvk_error *error) {
    size_t max_record = (size_t)reader->options.max_record_bytes;
    reader->text_given = false;
    if (reader->layout == DVI_LAYOUT_FEED) {
        reader->feed = dvi_feed_create(&reader->window, max_record);
        if (reader->feed == NULL)
            return dvi_error_set(error, DVK_E_MEMORY, reader->origin.path, 0, 0,
                                 "out of memory while opening a feed");
    }
    if (reader->layout == DVI_LAYOUT_CSV || reader->layout == DVI_LAYOUT_TSV)
        dvi_table_begin(&reader->table, &reader->window, &reader->fields, max_record,
                        reader->layout == DVI_LAYOUT_TSV);
    dvi_jsonl_begin(&reader->lines, &reader->window, max_record);
    dvi_elements_begin(&reader->elements, &reader->window, max_record, reader->layout == DVI_LAYOUT_ARRAY);
    return DVK_OK;
}

static void tell(const dvk_reader *reader, const dvk_error *warning) {
    if (warning->message[0] != '\0' && reader->options.on_bad != NULL)
        reader->options.on_bad(reader->options.user, warning);
}

static dvk_status sniff(dvk_reader *reader, dvk_error *error) {
    dvk_error warning;
    dvk_status status = dvi_sniff_charset(&reader->window, &warning, error);
    if (status != DVK_OK) return status;
    tell(reader, &warning);
    return dvi_sniff(&reader->window, &reader->fields, reader->options.format, reader->origin.path,
                     &reader->layout, error);
}

/* Opens the next input and begins its layout: DVK_OK, DVK_END or a failure with no input open. */
static dvk_status open_input(dvk_reader *reader, dvk_error *error) {
    dvk_status status = dvi_inputs_next(&reader->inputs, &reader->fd, error);
    if (status != DVK_OK) return status;
    reader->stats.inputs++;
    reader->before = reader->stats.articles + reader->stats.skipped;
    dvi_window_begin(&reader->window, reader->fd, reader->inputs.path.data);
    status = set_origin(reader, error);
    if (status == DVK_OK) status = sniff(reader, error);
    if (status == DVK_OK) status = begin_layout(reader, error);
    if (status != DVK_OK) close_input(reader);
    return status;
}

/* A record is one line to whoever passes it on. Outside strings, where alone they can be, line ends are white
 * space. */
static void lay_on_one_line(dvk_reader *reader, dvk_span record) {
    char *data = reader->window.data + (record.data - reader->window.data);
    for (size_t i = 0; i < record.len; i++)
        if (data[i] == '\n' || data[i] == '\r') data[i] = ' ';
}

static dvk_status read_json(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    dvi_record record;
    bool by_lines = reader->layout == DVI_LAYOUT_LINES;
    dvk_status status = by_lines ? dvi_jsonl_next(&reader->lines, &record, error)
                                 : dvi_elements_next(&reader->elements, &record, error);
    if (status != DVK_OK) return status;
    status = dvi_json_record_read(reader->json, &reader->fields, &record, &reader->origin, &reader->made_id,
                                  article, error);
    if (status == DVK_OK && !by_lines) lay_on_one_line(reader, record.text);
    return status;
}

static dvk_status read_text(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    if (reader->text_given) return DVK_END;
    reader->text_given = true;
    return dvi_plaintext_read(&reader->window, (size_t)reader->options.max_record_bytes, &reader->origin,
                              article, error);
}

static dvk_status read_open(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    switch (reader->layout) {
    case DVI_LAYOUT_TEXT:
        return read_text(reader, article, error);
    case DVI_LAYOUT_FEED:
        return dvi_feed_next(reader->feed, &reader->origin, &reader->made_id, article, error);
    case DVI_LAYOUT_CSV:
    case DVI_LAYOUT_TSV:
        return dvi_table_next(&reader->table, &reader->origin, &reader->made_id, article, error);
    default:
        return read_json(reader, article, error);
    }
}

/* Whether the open input is a table of something else that lies in a folder beside articles. Named by the user it is an error. */
static bool is_bystander(const dvk_reader *reader) {
    bool table = reader->layout == DVI_LAYOUT_CSV || reader->layout == DVI_LAYOUT_TSV;
    return table && reader->table.foreign && reader->inputs.depth > 0;
}

/* Of one input alone the caller sees that nothing came. */
static void warn_of_nothing(const dvk_reader *reader) {
    dvk_error warning;
    bool alone = reader->inputs.n == 1 && reader->inputs.depth == 0;
    if (alone || reader->stats.articles + reader->stats.skipped > reader->before) return;
    dvi_error_set(&warning, DVK_OK, reader->origin.path, 0, 0, "there is no article in it");
    tell(reader, &warning);
}

static dvk_status read_article(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    for (;;) {
        dvk_status status = DVK_OK;
        if (reader->fd < 0) status = open_input(reader, error);
        if (status != DVK_OK) return status;
        status = read_open(reader, article, error);
        if (status == DVK_E_INPUT && is_bystander(reader)) {
            close_input(reader);
            reader->inputs.ignored++;
            continue;
        }
        if (status == DVK_END) warn_of_nothing(reader);
        if (status == DVK_END || reader->window.broken) close_input(reader);
        if (status != DVK_END) return status;
    }
}

static void warn_of_date(const dvk_reader *reader, const dvk_article *article) {
    char date[64];
    dvk_error warning;
    if (article->date.len == 0 || article->time != DVK_NO_TIME || reader->options.on_bad == NULL) return;
    dvi_show(article->date, date, sizeof date);
    dvi_error_set(&warning, DVK_OK, reader->origin.path, article->line, article->byte,
                  "the date \"%s\" is not understood and the article is taken to have none; write it as RFC "
                  "3339 has it",
                  date);
    reader->options.on_bad(reader->options.user, &warning);
}

static void skip(dvk_reader *reader, const dvk_error *error) {
    reader->stats.skipped++;
    if (reader->options.on_bad != NULL) reader->options.on_bad(reader->options.user, error);
}

dvk_status dvk_reader_next(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    dvk_error unwanted;
    if (error == NULL) error = &unwanted;
    if (reader == NULL || article == NULL)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "dvk_reader_next was called without a reader or an article");
    for (;;) {
        dvk_status status = read_article(reader, article, error);
        if (status == DVK_OK) {
            reader->stats.articles++;
            warn_of_date(reader, article);
        }
        bool can_skip = reader->options.skip_bad && status < 0 && status != DVK_E_MEMORY;
        if (!can_skip) return status;
        skip(reader, error);
    }
}

dvk_status dvk_reader_reject(dvk_reader *reader, const dvk_error *error) {
    if (!reader->options.skip_bad) return error->status;
    reader->stats.articles--;
    skip(reader, error);
    return DVK_OK;
}

void dvk_reader_stats(const dvk_reader *reader, dvk_read_stats *stats) {
    *stats = reader->stats;
    stats->ignored = reader->inputs.ignored;
    if (reader->fd < 0) return;
    stats->bytes += reader->window.stream.given;
    stats->stored += reader->window.stream.taken;
}
