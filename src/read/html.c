/* HTML of any quality -> begins and ends of elements, and text: libxml2's HTML parser as a source of events.
 *
 * No tree is built, nothing is fetched, and the charset is what the caller says. Its parser looks through all
 * open elements for each end that fits none, through all attributes of a tag for each new one, and for names
 * in a table that stops growing. So all these are bounded: with that the time is linear. html_guard.h tells
 * most pages that go beyond before they are parsed; but what is a tag the parser alone knows. So it gets the
 * page piece by piece, and no more of it when there was too much. */
#include "html.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "html_guard.h"
#include "xml_hush.h"

enum {
    MOST_DEPTH = 256,
    MOST_PLACES = 2 * 512, /* of the parser for a tag's attributes and their values */
    MOST_ATTRIBUTES = 500000,
    MOST_REPEATED = 100000,
    MOST_NAMES = 100000,
    PIECE = 4096
};

typedef struct walk {
    const dvi_html_events *events;
    void *user;
    htmlParserCtxtPtr parser;
    dvk_span rest; /* of the page: what the parser has not got */
    unsigned depth;
    size_t attributes, repeated; /* so far */
    bool too_much, no_memory;
} walk;

static bool is_too_much(const walk *w) {
    return w->too_much || w->parser->maxatts > MOST_PLACES || w->attributes > MOST_ATTRIBUTES ||
           w->repeated > MOST_REPEATED || xmlDictSize(w->parser->dict) > MOST_NAMES;
}

/* Gives the parser the next piece. */
static int supply(void *context, char *out, int room) {
    walk *w = context;
    size_t most = room < PIECE ? (size_t)room : PIECE, n = w->rest.len < most ? w->rest.len : most;
    w->too_much = is_too_much(w);
    if (w->too_much || n == 0) return 0;
    memcpy(out, w->rest.data, n);
    w->rest = (dvk_span){w->rest.data + n, w->rest.len - n};
    return (int)n;
}

static void begin(void *context, const xmlChar *name, const xmlChar **attributes) {
    walk *w = context;
    if (w->too_much) return;
    if (w->depth == MOST_DEPTH) {
        w->too_much = true;
        xmlStopParser(w->parser);
        return;
    }
    w->depth++;
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        w->attributes++;
    w->events->begin(w->user, (const char *)name, (const char *const *)attributes);
}

static void end(void *context, const xmlChar *name) {
    walk *w = context;
    if (w->too_much || w->depth == 0) return;
    w->depth--;
    w->events->end(w->user, (const char *)name);
}

static void text(void *context, const xmlChar *data, int len) {
    walk *w = context;
    if (!w->too_much && len > 0) w->events->text(w->user, (dvk_span){(const char *)data, (size_t)len});
}

static void raw(void *context, const xmlChar *data, int len) {
    walk *w = context;
    if (!w->too_much && len > 0 && w->events->raw != NULL)
        w->events->raw(w->user, (dvk_span){(const char *)data, (size_t)len});
}

/* Without a handler of its own the library would print; and without memory it would go round for ever. */
static void pass_error(void *context, xmlErrorPtr error) {
    walk *w = context;
    w->repeated += error->code == XML_ERR_ATTRIBUTE_REDEFINED;
    if (error->code != XML_ERR_NO_MEMORY) return;
    w->no_memory = true;
    xmlStopParser(w->parser);
}

/* A parser that asks the walk for its page; NULL when memory is out. */
static htmlParserCtxtPtr create_parser(walk *w) {
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    xmlParserInputBufferPtr buffer =
        parser != NULL ? xmlParserInputBufferCreateIO(supply, NULL, w, XML_CHAR_ENCODING_NONE) : NULL;
    xmlParserInputPtr input =
        buffer != NULL ? xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE) : NULL;
    bool pushed = input != NULL && inputPush(parser, input) >= 0;
    w->parser = parser;
    /* With room for all of the page from the beginning: where there is none later it crashes. */
    if (pushed && xmlParserInputGrow(input, (int)w->rest.len + 2 * PIECE) >= 0) return parser;
    if (input != NULL && !pushed)
        xmlFreeInputStream(input);
    else if (input == NULL && buffer != NULL)
        xmlFreeParserInputBuffer(buffer);
    if (parser != NULL) htmlFreeParserCtxt(parser);
    return NULL;
}

static dvk_status parse(dvk_span html, const dvi_html_events *events, void *user) {
    walk w = {.events = events, .user = user, .rest = html};
    htmlParserCtxtPtr parser = create_parser(&w);
    if (parser == NULL) return DVK_E_MEMORY;
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
    return w.too_much ? DVK_E_LIMIT : DVK_OK;
}

dvk_status dvi_html_walk(dvk_span html, const dvi_html_events *events, void *user) {
    if (html.len == 0) return DVK_OK;
    if (html.len > INT_MAX - 2 * PIECE || !dvi_html_is_bearable(html)) return DVK_E_LIMIT;
    dvi_xml_told before = dvi_xml_hush();
    dvk_status status = parse(html, events, user);
    dvi_xml_speak(before);
    return status;
}
