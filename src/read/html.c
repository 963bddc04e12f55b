/* HTML of any quality -> begins and ends of elements, and text: libxml2's HTML parser as a source of events.
 *
 * No tree is built, nothing is fetched, and the charset is what the caller says. Its parser looks through all
 * open elements for each end that fits none, so their number is bounded: with that the time is linear. */
#include "html.h"

#include <limits.h>
#include <stdbool.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "html_guard.h"

enum { MOST_DEPTH = 256 };

typedef struct walk {
    const dvi_html_events *events;
    void *user;
    htmlParserCtxtPtr parser;
    unsigned depth;
    bool too_deep, no_memory;
} walk;

static void begin(void *context, const xmlChar *name, const xmlChar **attributes) {
    walk *w = context;
    if (w->too_deep) return;
    if (w->depth == MOST_DEPTH) {
        w->too_deep = true;
        xmlStopParser(w->parser);
        return;
    }
    w->depth++;
    w->events->begin(w->user, (const char *)name, (const char *const *)attributes);
}

static void end(void *context, const xmlChar *name) {
    walk *w = context;
    if (w->too_deep || w->depth == 0) return;
    w->depth--;
    w->events->end(w->user, (const char *)name);
}

static void text(void *context, const xmlChar *data, int len) {
    walk *w = context;
    if (!w->too_deep && len > 0) w->events->text(w->user, (dvk_span){(const char *)data, (size_t)len});
}

static void raw(void *context, const xmlChar *data, int len) {
    walk *w = context;
    if (!w->too_deep && len > 0 && w->events->raw != NULL)
        w->events->raw(w->user, (dvk_span){(const char *)data, (size_t)len});
}

/* Without a handler of its own the library would print; and without memory it would go round for ever. */
static void pass_error(void *context, xmlErrorPtr error) {
    walk *w = context;
    if (error->code != XML_ERR_NO_MEMORY) return;
    w->no_memory = true;
    xmlStopParser(w->parser);
}

dvk_status dvi_html_walk(dvk_span html, const dvi_html_events *events, void *user) {
    if (html.len == 0) return DVK_OK;
    if (html.len > INT_MAX || !dvi_html_is_bearable(html)) return DVK_E_LIMIT;
    htmlParserCtxtPtr parser = htmlCreateMemoryParserCtxt(html.data, (int)html.len);
    if (parser == NULL) return DVK_E_MEMORY;
    walk w = {.events = events, .user = user, .parser = parser};
    *parser->sax = (xmlSAXHandler){.startElement = begin,
                                   .endElement = end,
                                   .characters = text,
                                   .ignorableWhitespace = text,
                                   .cdataBlock = raw,
                                   .initialized = XML_SAX2_MAGIC,
                                   .serror = pass_error};
    parser->userData = &w;
    htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    /* Else the first bytes are taken for a hint at another charset. */
    parser->encoding = xmlStrdup((const xmlChar *)"UTF-8");
    htmlParseDocument(parser);
    bool no_memory = w.no_memory || parser->errNo == XML_ERR_NO_MEMORY;
    htmlFreeParserCtxt(parser);
    if (no_memory) return DVK_E_MEMORY;
    return w.too_deep ? DVK_E_LIMIT : DVK_OK;
}
