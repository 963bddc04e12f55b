/* Reports: the choice of the format, and what the formats write with. */
#include "dvoinik/report.h"

#include "base/digits.h"
#include "base/span.h"
#include "dvoinik/features.h"
#include "json_text.h"
#include "sink.h"
#include "terminal_text.h"

enum { MUCH = 1 << 16 };

static const dvi_report_format formats[] = {
    [DVK_REPORT_TEXT] = dvi_report_text, [DVK_REPORT_JSONL] = dvi_report_jsonl,
    [DVK_REPORT_JSON] = dvi_report_json, [DVK_REPORT_CSV] = dvi_report_csv,
    [DVK_REPORT_HTML] = dvi_report_html,
};

static const char *const kind_names[] = {
    [DVK_FEATURE_WORD] = "word",     [DVK_FEATURE_CONCEPT] = "concept", [DVK_FEATURE_NAME] = "name",
    [DVK_FEATURE_NUMBER] = "number", [DVK_FEATURE_DATE] = "date",       [DVK_FEATURE_GRAM] = "gram",
};

const char *dvi_kind_name(unsigned kind) {
    return kind < sizeof kind_names / sizeof *kind_names ? kind_names[kind] : "other";
}

void dvk_report_options_init(dvk_report_options *options) {
    if (options == NULL) return;
    *options = (dvk_report_options){
        .format = DVK_REPORT_TEXT, .width = 80, .min_size = 2, .max_headlines = 12, .max_bytes = 40000000};
}

dvk_status dvk_report(const dvk_results *results, const dvk_report_options *options, dvk_write write,
                      void *user) {
    if (results == NULL || options == NULL || write == NULL) return DVK_E_ARGUMENT;
    if ((size_t)options->format >= sizeof formats / sizeof *formats) return DVK_E_ARGUMENT;
    if (results->n != 0 && results->article == NULL) return DVK_E_ARGUMENT;
    dvi_sink sink = {.write = write, .user = user};
    dvk_status status = formats[options->format](&(dvi_report_job){results, options, &sink});
    if (status == DVK_OK && results->status != NULL) status = results->status(results->source);
    if (status == DVK_OK) dvi_sink_flush(&sink);
    dvi_buffer_finish(&sink.out);
    return sink.status != DVK_OK ? sink.status : status;
}

void dvi_sink_flush(dvi_sink *sink) {
    if (sink->status == DVK_OK && sink->out.len != 0)
        sink->status = sink->write(sink->user, sink->out.data, sink->out.len);
    sink->out.len = 0;
}

void dvi_sink_flush_full(dvi_sink *sink) {
    if (sink->out.len >= MUCH) dvi_sink_flush(sink);
}

void dvi_sink_span(dvi_sink *sink, dvk_span text) {
    if (sink->status == DVK_OK) sink->status = dvi_buffer_append(&sink->out, text.data, text.len);
}

void dvi_sink_text(dvi_sink *sink, const char *text) {
    if (sink->status == DVK_OK) sink->status = dvi_buffer_append_text(&sink->out, text);
}

static void put_digits(dvi_sink *sink, uint64_t number, size_t least) {
    char digits[DVI_MOST_DIGITS];
    dvi_sink_span(sink, (dvk_span){digits, dvi_put_digits(digits, number, least)});
}

void dvi_sink_number(dvi_sink *sink, uint64_t number) {
    put_digits(sink, number, 1);
}

void dvi_sink_share(dvi_sink *sink, uint32_t share) {
    uint64_t parts = ((uint64_t)share * 10000 + 32768) / 65536;
    put_digits(sink, parts / 10000, 1);
    dvi_sink_text(sink, ".");
    put_digits(sink, parts % 10000, 4);
}

void dvi_sink_json(dvi_sink *sink, dvk_span text) {
    if (sink->status == DVK_OK) sink->status = dvi_json_string(&sink->out, text);
}

void dvi_sink_json_time(dvi_sink *sink, int64_t time) {
    char text[32];
    dvk_format_date(time, text);
    if (text[0] == '\0') {
        dvi_sink_text(sink, "null");
        return;
    }
    dvi_sink_text(sink, "\"");
    dvi_sink_text(sink, text);
    dvi_sink_text(sink, "\"");
}

static dvk_status hand_over(dvi_buffer *out, dvk_status status, dvk_write write, void *user) {
    if (status == DVK_OK && out->len != 0) status = write(user, out->data, out->len);
    dvi_buffer_finish(out);
    return status;
}

dvk_status dvk_write_json_string(dvk_span text, dvk_write write, void *user) {
    if (write == NULL || !dvi_is_span(text)) return DVK_E_ARGUMENT;
    dvi_buffer out = {0};
    return hand_over(&out, dvi_json_string(&out, text), write, user);
}

dvk_status dvk_write_terminal_text(dvk_span text, uint32_t width, uint32_t *columns, dvk_write write,
                                   void *user) {
    if (columns != NULL) *columns = 0;
    if (write == NULL || !dvi_is_span(text)) return DVK_E_ARGUMENT;
    dvi_buffer out = {0};
    size_t taken = 0;
    dvk_status status = dvi_terminal_line(&out, text, width != 0 ? width : DVI_NO_WIDTH, &taken);
    if (columns != NULL) *columns = taken < UINT32_MAX ? (uint32_t)taken : UINT32_MAX;
    return hand_over(&out, status, write, user);
}
