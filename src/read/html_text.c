/* The HTML inside a feed's entry -> text, a paragraph a line. */
#include "html_text.h"

#include <string.h>

#include "blank.h"
#include "html.h"

static bool is_among(const char *name, const char *const *names, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0) return true;
    return false;
}

bool dvi_html_is_block(const char *name) {
    static const char *const blocks[] = {
        "address", "article", "aside", "blockquote", "body",   "br",         "caption", "center", "dd",
        "details", "div",     "dl",    "dt",         "figure", "figcaption", "footer",  "form",   "h1",
        "h2",      "h3",      "h4",    "h5",         "h6",     "header",     "hr",      "html",   "li",
        "main",    "nav",     "ol",    "p",          "pre",    "section",    "summary", "table",  "tbody",
        "td",      "tfoot",   "th",    "thead",      "tr",     "ul",         "title",   "option"};
    return is_among(name, blocks, sizeof blocks / sizeof *blocks);
}

bool dvi_html_is_hidden(const char *name) {
    static const char *const hidden[] = {"script", "style", "template", "noscript", "iframe",   "object",
                                         "embed",  "svg",   "math",     "select",   "textarea", "button",
                                         "audio",  "video", "canvas",   "head"};
    return is_among(name, hidden, sizeof hidden / sizeof *hidden);
}

/* The length of white space at the text's beginning, the no-break space counted among it; 0 for none. */
static size_t space_at(dvk_span text) {
    if (dvi_is_ascii_space(text.data[0])) return 1;
    return text.len >= 2 && memcmp(text.data, "\xC2\xA0", 2) == 0 ? 2 : 0;
}

static void put(dvi_flow *flow, dvk_span text) {
    bool begun = flow->out->len > flow->from;
    if (begun && flow->status == DVK_OK && (flow->line || flow->space))
        flow->status = dvi_buffer_append_byte(flow->out, flow->line ? '\n' : ' ');
    flow->line = flow->space = false;
    if (flow->status == DVK_OK) flow->status = dvi_buffer_append(flow->out, text.data, text.len);
}

void dvi_flow_add(dvi_flow *flow, dvk_span text) {
    while (text.len != 0) {
        size_t n = space_at(text);
        if (n != 0) {
            flow->space = true;
            flow->line = flow->line || (flow->keeps_lines && text.data[0] == '\n');
        } else {
            while (n < text.len && space_at((dvk_span){text.data + n, text.len - n}) == 0)
                n++;
            put(flow, (dvk_span){text.data, n});
        }
        text.data += n;
        text.len -= n;
    }
}

typedef struct strip {
    dvi_flow flow;
    unsigned hidden; /* elements open, from a hidden one inwards */
} strip;

static void begin(void *user, const char *name, const char *const *attributes) {
    strip *s = user;
    (void)attributes;
    if (s->hidden != 0 || dvi_html_is_hidden(name)) s->hidden++;
    if (dvi_html_is_block(name)) dvi_flow_break(&s->flow);
}

static void end(void *user, const char *name) {
    strip *s = user;
    if (s->hidden != 0) s->hidden--;
    if (dvi_html_is_block(name)) dvi_flow_break(&s->flow);
}

static void text(void *user, dvk_span piece) {
    strip *s = user;
    if (s->hidden == 0) dvi_flow_add(&s->flow, piece);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool holds_tags(dvk_span html) {
    for (size_t i = 0; i + 1 < html.len; i++)
        if (html.data[i] == '<' &&
            (is_letter(html.data[i + 1]) || html.data[i + 1] == '/' || html.data[i + 1] == '!'))
            return true;
    return false;
}

dvk_status dvi_html_text(dvk_span html, dvi_buffer *out) {
    static const dvi_html_events events = {begin, end, text, NULL};
    if (html.len == 0) return DVK_OK;
    bool tags = holds_tags(html);
    strip s = {.flow = {.out = out, .from = out->len, .keeps_lines = !tags}};
    if (!tags && memchr(html.data, '&', html.len) == NULL && memchr(html.data, '<', html.len) == NULL) {
        dvi_flow_add(&s.flow, html);
        return s.flow.status;
    }
    dvk_status status = dvi_html_walk(html, &events, &s);
    return status != DVK_OK ? status : s.flow.status;
}
