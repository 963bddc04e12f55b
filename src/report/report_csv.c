/* The report as CSV (RFC 4180): a header and one line an article, in input order.
 *
 * Deviation: what a spreadsheet would run as a formula gets an apostrophe in front, unless it is a number:
 * cells, and what is one for a spreadsheet whose cells end at semicolons or tabs. Control characters, which
 * the format does not allow and at which some of its readers stop, are spaces. */
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

/* Also in full width, as East Asian keyboards write them. */
static bool begins_formula(dvk_span cell) {
    static const char *const wide[] = {"＝", "＋", "－", "＠"};
    if (cell.len == 0 || cell.data[0] == '\0') return false;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
        if (cell.len >= 3 && memcmp(cell.data, wide[i], 3) == 0) return true;
    return strchr("=+-@\t\r", cell.data[0]) != NULL;
}

/* What ends a cell for a spreadsheet of another country, or for one that does not know that quoted text may
 * have lines: the quotes are no longer at the beginning of a cell then. */
static bool is_other_end(char c) {
    return c == ';' || c == '\t' || c == '\n' || c == '\r';
}

/* Whether a spreadsheet would run what begins at `at`. */
static bool is_formula(dvk_span cell, size_t at) {
    if (at > 0 && !is_other_end(cell.data[at - 1])) return false;
    dvk_span part = {cell.data + at, cell.len - at};
    for (size_t i = 0; at > 0 && i < part.len; i++)
        if (is_other_end(part.data[i])) part.len = i;
    return begins_formula(part) && !is_signed_number(part);
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
        if (cell.data[i] == '"' || cell.data[i] == ',' || is_other_end(cell.data[i]) ||
            control_at(cell, i) != 0)
            return true;
    return cell.len != 0 && (cell.data[0] == ' ' || cell.data[cell.len - 1] == ' ');
}

static void put_quoted(dvi_sink *sink, dvk_span cell) {
    size_t at = 0;
    for (size_t i = 0; i < cell.len; i++) {
        size_t control = control_at(cell, i);
        bool formula = is_formula(cell, i);
        if (cell.data[i] != '"' && control == 0 && !formula) continue;
        dvi_sink_span(sink, (dvk_span){cell.data + at, i - at});
        at = i;
        if (formula) dvi_sink_text(sink, "'");
        if (formula) continue;
        dvi_sink_text(sink, control != 0 ? " " : "\"\"");
        if (control == 2) i++;
        at = i + 1;
    }
    if (at < cell.len) dvi_sink_span(sink, (dvk_span){cell.data + at, cell.len - at});
}

static void put_cell(dvi_sink *sink, dvk_span cell) {
    bool quotes = needs_quotes(cell);
    if (quotes) dvi_sink_text(sink, "\"");
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
