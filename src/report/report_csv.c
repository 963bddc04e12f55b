/* The report as CSV (RFC 4180): a header and one line an article, in input order.
 *
 * Deviation: a cell that a spreadsheet would run as a formula gets an apostrophe in front, unless it is a
 * number. Control characters, which the format does not allow and at which some of its readers stop, are
 * spaces. */
#include <stdbool.h>
#include <string.h>

#include "dvoinik/model.h"
#include "sink.h"

/* Digits behind a sign, perhaps with a point among them. */
static bool is_signed_number(dvk_span cell) {
    size_t digits = 0, points = 0;
    for (size_t i = 1; i < cell.len; i++) {
        digits += cell.data[i] >= '0' && cell.data[i] <= '9';
        points += cell.data[i] == '.';
    }
    return (cell.data[0] == '-' || cell.data[0] == '+') && digits != 0 && points <= 1 &&
           digits + points + 1 == cell.len;
}

static bool is_formula(dvk_span cell) {
    if (cell.len == 0 || cell.data[0] == '\0' || strchr("=+-@\t\r", cell.data[0]) == NULL) return false;
    return !is_signed_number(cell);
}

/* The length of the control character at `at`, 0 when there is none. Those beyond ASCII are two bytes. */
static size_t control_at(dvk_span cell, size_t at) {
    unsigned char c = (unsigned char)cell.data[at];
    if (c < 0x20) return c != '\t' && c != '\n' && c != '\r';
    if (c == 0x7F) return 1;
    return c == 0xC2 && at + 1 < cell.len && (unsigned char)cell.data[at + 1] < 0xA0 ? 2 : 0;
}

static bool needs_quotes(dvk_span cell) {
    for (size_t i = 0; i < cell.len; i++)
        if (cell.data[i] == '"' || cell.data[i] == ',' || cell.data[i] == '\n' || cell.data[i] == '\r' ||
            control_at(cell, i) != 0)
            return true;
    return cell.len != 0 && (cell.data[0] == ' ' || cell.data[cell.len - 1] == ' ');
}

static void put_quoted(dvi_sink *sink, dvk_span cell) {
    size_t at = 0;
    for (size_t i = 0; i < cell.len; i++) {
        size_t control = control_at(cell, i);
        if (cell.data[i] != '"' && control == 0) continue;
        dvi_sink_span(sink, (dvk_span){cell.data + at, i - at});
        dvi_sink_text(sink, control != 0 ? " " : "\"\"");
        if (control == 2) i++;
        at = i + 1;
    }
    if (at < cell.len) dvi_sink_span(sink, (dvk_span){cell.data + at, cell.len - at});
}

static void put_cell(dvi_sink *sink, dvk_span cell) {
    bool quotes = needs_quotes(cell);
    if (quotes) dvi_sink_text(sink, "\"");
    if (is_formula(cell)) dvi_sink_text(sink, "'");
    put_quoted(sink, cell);
    if (quotes) dvi_sink_text(sink, "\"");
}

static void put_article(dvi_sink *sink, const dvk_result *article) {
    char date[32];
    dvk_format_date(article->time, date);
    put_cell(sink, article->id);
    dvi_sink_text(sink, ",");
    dvi_sink_text(sink, dvk_language_code(article->language));
    dvi_sink_text(sink, ",");
    dvi_sink_number(sink, article->assigned.duplicate);
    dvi_sink_text(sink, ",");
    dvi_sink_number(sink, article->assigned.event);
    dvi_sink_text(sink, article->assigned.representative ? ",true," : ",false,");
    dvi_sink_share(sink, article->assigned.score);
    dvi_sink_text(sink, ",");
    dvi_sink_text(sink, date);
    dvi_sink_text(sink, ",");
    put_cell(sink, article->source);
    dvi_sink_text(sink, ",");
    put_cell(sink, article->title);
    dvi_sink_text(sink, ",");
    put_cell(sink, article->url);
    dvi_sink_text(sink, "\r\n");
}

dvk_status dvi_report_csv(const dvi_report_job *job) {
    if (job->options->bom) dvi_sink_text(job->sink, "\xEF\xBB\xBF");
    dvi_sink_text(job->sink, "id,lang,duplicate,event,representative,score,date,source,title,url\r\n");
    for (size_t i = 0; i < job->results->n && job->sink->status == DVK_OK; i++) {
        dvk_result article = {0};
        job->results->article(job->results->source, i, &article);
        put_article(job->sink, &article);
        dvi_sink_flush_full(job->sink);
    }
    return DVK_OK;
}
