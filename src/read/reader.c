/* The reader of read.h: inputs -> layout -> records -> articles. */
#include "dvoinik/read.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "articles.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "fields.h"
#include "filename.h"
#include "foreign.h"
#include "input.h"
#include "lost.h"
#include "opml.h"
#include "same_name.h"
#include "sniff.h"
#include "token_limit.h"
#include "whole.h"
#include "window.h"

struct dvk_reader {
    dvk_read_options options;
    dvi_inputs inputs;
    dvi_window window;
    dvi_fields fields;
    dvi_buffer shown_path;
    dvi_opml list;
    dvi_articles articles;
    int fd; /* of the open input; -1: none */
    dvi_origin origin;
    dvi_same_name names;
    uint64_t before; /* articles of the inputs before it */
    bool failed;     /* what is bad in it was told */
    bool given_up;   /* the last failure left a part of the input unread */
    bool lost;       /* what it gave was not taken */
    bool at_work;    /* in dvk_reader_next: its listener may not begin it anew */
    dvk_read_stats stats;
};

static const uint64_t least_record = 1, most_record = 1u << 30;
enum { MOST_DEPTH = 1024 };

void dvk_read_options_init(dvk_read_options *options) {
    if (options == NULL) return;
    *options = (dvk_read_options){.format = DVK_INPUT_AUTO,
                                  .max_record_bytes = (uint64_t)32 << 20,
                                  .max_total_bytes = (uint64_t)1 << 40,
                                  .max_ratio = 1000,
                                  .max_depth = 64,
                                  .max_tokens = 1000000};
}

static bool are_valid_options(const dvk_read_options *options) {
    if (options->format < DVK_INPUT_AUTO || options->format > DVK_INPUT_WARC) return false;
    if (options->max_record_bytes < least_record || options->max_record_bytes > most_record) return false;
    return options->max_total_bytes != 0 && options->max_ratio != 0 && options->max_depth != 0 &&
           options->max_depth <= MOST_DEPTH && options->max_tokens != 0;
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
    return dvi_articles_init(&reader->articles, &reader->window, &reader->fields,
                             (size_t)options->max_record_bytes, options->max_ratio, options->max_depth);
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

static void tell(const dvk_reader *reader, const dvk_error *warning) {
    if (warning->message[0] != '\0' && reader->options.on_bad != NULL)
        reader->options.on_bad(reader->options.user, warning);
}

static void close_input(dvk_reader *reader) {
    dvk_error warning;
    if (reader->fd < 0) return;
    warn_of_replaced(reader);
    dvi_articles_end(&reader->articles, &warning);
    tell(reader, &warning);
    if (reader->fd != STDIN_FILENO) close(reader->fd);
    reader->stats.bytes += reader->window.stream.given;
    reader->stats.stored += reader->window.stream.taken;
    reader->fd = -1;
}

void dvk_reader_destroy(dvk_reader *reader) {
    if (reader == NULL) return;
    reader->options.on_bad = NULL;
    close_input(reader);
    dvi_articles_finish(&reader->articles);
    dvi_fields_finish(&reader->fields);
    dvi_window_finish(&reader->window);
    dvi_inputs_finish(&reader->inputs);
    dvi_buffer_finish(&reader->shown_path);
    dvi_opml_finish(&reader->list);
    dvi_same_name_finish(&reader->names);
    dvi_free(reader);
}

static dvk_status set_origin(dvk_reader *reader, dvk_error *error) {
    const char *path = reader->inputs.path.data;
    size_t len = strlen(path);
    reader->shown_path.len = 0;
    if (dvi_buffer_reserve(&reader->shown_path, 4 * len + 1) != DVK_OK)
        return dvi_error_set(error, DVK_E_MEMORY, path, 0, 0, "out of memory while opening an input");
    size_t shown = dvi_show((dvk_span){path, len}, reader->shown_path.data, 4 * len + 1);
    reader->origin = (dvi_origin){.path = path,
                                  .shown = {reader->shown_path.data, shown},
                                  .ids_of_content = reader->options.ids_of_content};
    return DVK_OK;
}

static dvk_status sniff(dvk_reader *reader, dvi_layout *layout, dvk_error *error) {
    dvk_error warning;
    dvk_status status = dvi_sniff_charset(&reader->window, &warning, error);
    if (status != DVK_OK) return status;
    tell(reader, &warning);
    return dvi_sniff(&reader->window, &reader->fields, reader->options.format, reader->origin.path, layout,
                     error);
}

/* Something else that lies in a folder beside articles is passed over. Named by the user it is an error. */
static dvk_status tell_foreign(dvk_reader *reader, dvi_layout layout, bool *foreign, dvk_error *error) {
    *foreign = false;
    if (reader->inputs.depth == 0 || reader->options.format != DVK_INPUT_AUTO) return DVK_OK;
    return dvi_foreign_tell(&reader->window, &reader->fields, layout, foreign, error);
}

static void warn_of_remote(const dvk_reader *reader) {
    dvk_error warning;
    if (reader->list.remote == 0 || reader->options.on_bad == NULL) return;
    dvi_error_set(&warning, DVK_OK, reader->origin.path, 0, 0,
                  "%" PRIu64
                  " of the list's feeds %s on the network, which is never used; fetch %s and list the "
                  "files",
                  reader->list.remote, reader->list.remote == 1 ? "is" : "are",
                  reader->list.remote == 1 ? "it" : "them");
    reader->options.on_bad(reader->options.user, &warning);
}

/* The open input is a list: has its files come next. */
static dvk_status open_list(dvk_reader *reader, dvk_error *error) {
    dvk_span all;
    if (reader->inputs.in_list)
        return dvi_error_set(error, DVK_E_INPUT, reader->origin.path, 1, 0,
                             "a list may not name another list; name it as an input");
    dvk_status status =
        dvi_whole_read(&reader->window, (size_t)reader->options.max_record_bytes, &all, error);
    if (status == DVK_OK) status = dvi_opml_read(&reader->list, all, reader->origin.path, error);
    if (status != DVK_OK) return status;
    warn_of_remote(reader);
    reader->inputs.ignored += reader->list.remote;
    if (reader->list.n == 0)
        return dvi_error_set(
            error, DVK_E_INPUT, reader->origin.path, 1, 0,
            "the list names no local file; fetch its feeds, and name them or list the files");
    return dvi_inputs_list(&reader->inputs, &reader->list.paths, reader->list.n, error);
}

/* Where ids are made of the place, those of files of one name in several folders would be the same. */
static dvk_status tell_apart(dvk_reader *reader, dvi_layout layout, dvk_error *error) {
    dvk_span shown = reader->origin.shown;
    bool alone = layout == DVI_LAYOUT_TEXT || layout == DVI_LAYOUT_HTML;
    if (reader->options.ids_of_content) return DVK_OK;
    if (dvi_same_name_ask(&reader->names, alone ? dvi_name_stem(shown) : dvi_name_base(shown), reader->fd,
                          &reader->origin.with_path) == DVK_OK)
        return DVK_OK;
    return dvi_error_set(error, DVK_E_MEMORY, reader->origin.path, 0, 0,
                         "out of memory while opening an input");
}

/* Begins the articles of the open input, of which there are none when it is a list or foreign. */
static dvk_status begin_input(dvk_reader *reader, bool *none, dvk_error *error) {
    dvi_layout layout;
    bool foreign;
    *none = false;
    dvk_status status = sniff(reader, &layout, error);
    if (status == DVK_OK) status = tell_foreign(reader, layout, &foreign, error);
    if (status != DVK_OK) return status;
    if (foreign) dvi_inputs_pass(&reader->inputs);
    *none = foreign || layout == DVI_LAYOUT_OPML;
    if (layout == DVI_LAYOUT_OPML && !foreign) return open_list(reader, error);
    if (foreign) return DVK_OK;
    status = tell_apart(reader, layout, error);
    return status == DVK_OK ? dvi_articles_begin(&reader->articles, layout, reader->origin, error) : status;
}

/* Opens the next input: DVK_OK, with reader->fd -1 when it has no articles, DVK_END, or a failure with no
 * input open. */
static dvk_status open_input(dvk_reader *reader, dvk_error *error) {
    bool none = false;
    dvk_status status = dvi_inputs_next(&reader->inputs, &reader->fd, error);
    if (status != DVK_OK) return status;
    reader->stats.inputs++;
    reader->before = reader->stats.articles;
    reader->failed = false;
    dvi_window_begin(&reader->window, reader->fd, reader->inputs.path.data);
    status = set_origin(reader, error);
    if (status == DVK_OK) status = begin_input(reader, &none, error);
    if (status != DVK_OK || none) close_input(reader);
    return status;
}

/* Of one input alone the caller sees that nothing came. */
static void warn_of_nothing(const dvk_reader *reader) {
    dvk_error warning;
    bool alone = reader->inputs.n == 1 && reader->inputs.depth == 0;
    if (alone || reader->failed || reader->stats.articles > reader->before || reader->options.on_bad == NULL)
        return;
    dvi_error_set(&warning, DVK_OK, reader->origin.path, 0, 0, "there is no article in it");
    reader->options.on_bad(reader->options.user, &warning);
}

static dvk_status read_article(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    for (;;) {
        dvk_status status = DVK_OK;
        reader->given_up = false;
        if (reader->fd < 0) status = open_input(reader, error);
        if (status != DVK_OK) return status;
        if (reader->fd < 0) continue;
        status = dvi_articles_next(&reader->articles, article, error);
        reader->failed |= status < 0;
        reader->given_up = status < 0 && reader->window.broken && dvi_articles_are_many(&reader->articles);
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

/* More than a record is lost. Of packed data that are cut off or damaged the message says so already. */
static void skip_rest(dvk_reader *reader, dvk_error *error) {
    static const char rest[] = "; the rest of the input was not read";
    size_t len = strlen(error->message);
    bool damaged = reader->window.stream.failure.status != DVK_OK;
    if (!damaged && len + sizeof rest <= sizeof error->message)
        memcpy(error->message + len, rest, sizeof rest);
    reader->stats.unread++;
    skip(reader, error);
}

static dvk_status next_good(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    for (;;) {
        dvk_status status = read_article(reader, article, error);
        if (status == DVK_OK)
            status = dvi_check_tokens(article, reader->options.max_tokens, reader->origin.path, error);
        if (status == DVK_OK) {
            reader->stats.articles++;
            warn_of_date(reader, article);
        }
        bool can_skip = reader->options.skip_bad && status < 0 && status != DVK_E_MEMORY;
        if (!can_skip) return status;
        if (reader->given_up)
            skip_rest(reader, error);
        else
            skip(reader, error);
    }
}

dvk_status dvk_reader_next(dvk_reader *reader, dvk_article *article, dvk_error *error) {
    dvk_error unwanted;
    if (error == NULL) error = &unwanted;
    if (reader == NULL || article == NULL || reader->at_work)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "dvk_reader_next was called %s",
                             reader != NULL && article != NULL ? "while it was at work; wait until it returns"
                                                               : "without a reader or an article");
    if (reader->lost)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "articles that this reader gave were not taken when reading them failed; read "
                             "the inputs with another reader");
    reader->at_work = true;
    dvk_status status = next_good(reader, article, error);
    reader->at_work = false;
    return status;
}

void dvi_reader_lose(dvk_reader *reader) {
    reader->lost = true;
}

dvk_status dvk_reader_reject(dvk_reader *reader, const dvk_error *error) {
    if (reader == NULL || error == NULL || reader->stats.articles == 0) return DVK_E_ARGUMENT;
    if (!reader->options.skip_bad) return error->status;
    reader->stats.articles--;
    skip(reader, error);
    return DVK_OK;
}

void dvk_reader_stats(const dvk_reader *reader, dvk_read_stats *stats) {
    if (reader == NULL || stats == NULL) return;
    *stats = reader->stats;
    stats->ignored = reader->inputs.ignored;
    if (reader->fd < 0) return;
    stats->bytes += reader->window.stream.given;
    stats->stored += reader->window.stream.taken;
}
