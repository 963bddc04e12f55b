/* The XML of a feed.
 *
 * libxml2 gets the window's bytes in small pieces and tells of elements. Nothing is fetched and no entity is
 * declared: HTML's names for characters are known, since feeds use them undeclared, and every other is an
 * error. So no entity can stand for another. */
#include "feed_parser.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "blank.h"
#include "xml_bounds.h"
#include "xml_hush.h"

enum { PIECE = 4096 };

struct dvi_feed_parser {
    dvi_window *window;
    xmlParserCtxtPtr xml;
    xmlEntity character; /* the last one asked for */
    xmlChar character_text[8];
    bool ended;        /* all was parsed */
    unsigned defaults; /* attributes declared with a value */
    dvi_feed_entries entries;
};

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_spaces, const xmlChar **spaces, int n, int n_defaulted, const xmlChar **five) {
    dvi_feed_parser *p = context;
    const dvi_feed_attributes all = {five, n};
    (void)prefix, (void)n_spaces, (void)spaces, (void)n_defaulted;
    dvi_feed_begin(&p->entries, dvi_feed_space_of(uri), name, &all);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    dvi_feed_parser *p = context;
    (void)prefix, (void)uri;
    dvi_feed_end(&p->entries, name);
}

static void on_characters(void *context, const xmlChar *text, int len) {
    dvi_feed_parser *p = context;
    if (len > 0) dvi_feed_characters(&p->entries, (const char *)text, (size_t)len);
}

/* In the value of an attribute the parser takes a predefined entity for its first byte alone, and any other
 * for its text. */
static xmlEntityType type_of(const dvi_feed_parser *p, unsigned character) {
    bool in_value = p->xml->instate == XML_PARSER_ATTRIBUTE_VALUE;
    return in_value && character >= 0x80 ? XML_INTERNAL_GENERAL_ENTITY : XML_INTERNAL_PREDEFINED_ENTITY;
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name) {
    dvi_feed_parser *p = context;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    char text[8];
    if (known == NULL) return NULL;
    size_t len = dvi_utf8_put(known->value, text);
    memcpy(p->character_text, text, len);
    p->character_text[len] = 0;
    p->character = (xmlEntity){.type = XML_ENTITY_DECL,
                               .name = (const xmlChar *)known->name,
                               .content = p->character_text,
                               .orig = p->character_text,
                               .length = (int)len,
                               .etype = type_of(p, known->value)};
    return &p->character;
}

/* Sets of characters from outside are often declared, never fetched, and do no harm. */
static void on_entity_declared(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                               const xmlChar *system_id, xmlChar *content) {
    dvi_feed_parser *p = context;
    (void)name, (void)public_id, (void)system_id, (void)content;
    if (type == XML_EXTERNAL_PARAMETER_ENTITY) return;
    dvi_feed_give_up(
        &p->entries, DVK_E_INPUT,
        "the feed declares an entity of its own, and those are not expanded; take the declaration away");
}

static void on_attribute_declared(void *context, const xmlChar *element, const xmlChar *name, int type,
                                  int needed, const xmlChar *value, xmlEnumerationPtr values) {
    dvi_feed_parser *p = context;
    (void)element, (void)name, (void)type, (void)needed;
    if (!dvi_xml_declares_much(&p->defaults, value != NULL, values)) return;
    dvi_feed_give_up(&p->entries, DVK_E_LIMIT,
                     "more than 64 attributes are declared here with a value; is this a feed?");
    xmlStopParser(p->xml);
}

static void on_reference(void *context, const xmlChar *name) {
    dvi_feed_parser *p = context;
    (void)name;
    dvi_feed_give_up(&p->entries, DVK_E_INPUT,
                     "an entity is used here that is not known; write the character itself");
}

/* What the parser says, where its words would tell a reader of news nothing or something else: of an input
 * that is cut off it says that there is too much at its end. */
static const char *reason_of(const dvi_feed_parser *p, const xmlError *error) {
    const char *message = error->message != NULL ? error->message : "no reason given";
    bool of_entity = strstr(message, "EntityRef") != NULL;
    bool at_end = error->code == XML_ERR_DOCUMENT_EMPTY || error->code == XML_ERR_DOCUMENT_END;
    if (of_entity) return "a bare & stands where &amp; is meant";
    if (strstr(message, "Huge input") != NULL) return "a comment, section or tag of more than 10 MB";
    if (error->code == XML_ERR_INVALID_CHAR) return "a character that XML does not allow";
    if (at_end && !p->entries.rooted) return "there is no element in it";
    if (p->ended && p->entries.depth != 0) return "it ends before its elements do, so it is cut off";
    if (at_end) return "something follows the end of the feed";
    const char *behind = strncmp(message, "xml", 3) == 0 ? strstr(message, ": ") : NULL;
    return behind != NULL ? behind + 2 : message;
}

static void on_error(void *context, xmlErrorPtr error) {
    dvi_feed_parser *p = context;
    char reason[160];
    if (error->level != XML_ERR_FATAL || p->entries.failure.status != DVK_OK) return;
    const char *message = reason_of(p, error);
    dvi_show(dvi_trim((dvk_span){message, strlen(message)}), reason, sizeof reason);
    uint64_t byte = p->entries.begin + (uint64_t)(xmlByteConsumed(p->xml) > 0 ? xmlByteConsumed(p->xml) : 0);
    bool encoding = error->code == XML_ERR_INVALID_CHAR || error->code == XML_ERR_INVALID_ENCODING;
    bool memory = error->code == XML_ERR_NO_MEMORY;
    dvi_error_set(&p->entries.failure,
                  memory     ? DVK_E_MEMORY
                  : encoding ? DVK_E_ENCODING
                             : DVK_E_INPUT,
                  p->window->stream.file, (uint64_t)(error->line > 0 ? error->line : 1), byte,
                  "the XML is not well-formed here: %s; fetch the feed again, or mend it", reason);
}

/* Servers send empty lines before the XML declaration, which may have nothing before it. Gives the lines
 * passed. */
static int pass_space(dvi_window *window) {
    const char *data = dvi_window_at(window);
    size_t held = dvi_window_held(window), n = 0;
    int lines = 0;
    for (; n < held && dvi_is_ascii_space(data[n]); n++)
        lines += data[n] == '\n';
    dvi_window_consume(window, n);
    return lines;
}

dvi_feed_parser *dvi_feed_parser_create(dvi_window *window, size_t max_record) {
    xmlSAXHandler handler = {.startElementNs = on_begin,
                             .endElementNs = on_end,
                             .characters = on_characters,
                             .cdataBlock = on_characters,
                             .getEntity = on_entity,
                             .entityDecl = on_entity_declared,
                             .attributeDecl = on_attribute_declared,
                             .reference = on_reference,
                             .initialized = XML_SAX2_MAGIC,
                             .serror = on_error};
    dvi_feed_parser *p = dvi_alloc_zero(1, sizeof *p);
    if (p == NULL) return NULL;
    int lines = pass_space(window);
    p->window = window;
    dvi_xml_told before = dvi_xml_hush();
    p->xml = xmlCreatePushParserCtxt(&handler, p, NULL, 0, NULL);
    dvi_xml_speak(before);
    if (p->xml == NULL) {
        dvi_free(p);
        return NULL;
    }
    p->entries = (dvi_feed_entries){.max_record = max_record,
                                    .xml = p->xml,
                                    .begin = window->byte,
                                    .file = window->stream.file,
                                    .slot = DVI_FEED_NO_SLOT};
    /* Else it leaves references in values as they are. NOENT expands what on_entity knows, and no other. */
    xmlCtxtUseOptions(p->xml, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    xmlSwitchEncoding(p->xml, XML_CHAR_ENCODING_UTF8);
    p->xml->input->line += lines;
    return p;
}

void dvi_feed_parser_destroy(dvi_feed_parser *p) {
    if (p == NULL) return;
    if (p->xml->myDoc != NULL) xmlFreeDoc(p->xml->myDoc);
    xmlFreeParserCtxt(p->xml);
    dvi_feed_entries_finish(&p->entries);
    dvi_free(p);
}

const dvi_feed_entries *dvi_feed_parser_entries(const dvi_feed_parser *p) {
    return &p->entries;
}

/* The parser waits for a tag's end and then compares each of its attributes with all before it. */
static bool has_long_tag(const xmlParserInput *input) {
    enum { MOST_TAG = 16 * 1024 };
    return input->end - input->cur > MOST_TAG && input->cur[0] == '<' && input->cur[1] != '!' &&
           input->cur[1] != '?';
}

/* The parser looks through all declarations again with each piece, until they end. */
static bool has_long_subset(const xmlParserCtxt *xml) {
    enum { MOST_SUBSET = 64 * 1024 };
    return xml->instate == XML_PARSER_DTD && xml->input->end - xml->input->cur > MOST_SUBSET;
}

/* Names are kept to the end, and looked for among ever more. */
static bool has_many_names(const xmlParserCtxt *xml) {
    enum { MOST_NAMES = 20000 };
    return xmlDictSize(xml->dict) > MOST_NAMES;
}

static void check_limits(dvi_feed_parser *p) {
    if (has_long_tag(p->xml->input))
        dvi_feed_give_up(&p->entries, DVK_E_LIMIT,
                         "a tag begins here that is longer than 16 KiB; is this a feed?");
    else if (has_long_subset(p->xml))
        dvi_feed_give_up(&p->entries, DVK_E_LIMIT,
                         "declarations begin here that are longer than 64 KiB; is this a feed?");
    else if (dvi_xml_has_many_spaces(p->xml))
        dvi_feed_give_up(&p->entries, DVK_E_LIMIT,
                         "more than 1000 name spaces are open here; is this a feed?");
    else if (has_many_names(p->xml))
        dvi_feed_give_up(&p->entries, DVK_E_LIMIT,
                         "more than 20000 different names were met up to here; is this a feed?");
}

/* Gives the parser what is held, a piece at most, or tells it that this was all. */
static void parse_piece(dvi_feed_parser *p) {
    size_t held = dvi_window_held(p->window), n = held < PIECE ? held : PIECE;
    p->ended = n == 0;
    dvi_xml_told before = dvi_xml_hush();
    int answer = xmlParseChunk(p->xml, dvi_window_at(p->window), (int)n, n == 0);
    dvi_xml_speak(before);
    dvi_window_consume(p->window, n);
    /* Where its buffer cannot grow it tells no handler. */
    if (answer == -1 || answer == XML_ERR_NO_MEMORY)
        dvi_feed_give_up(&p->entries, DVK_E_MEMORY, "out of memory while reading a feed");
    if (p->entries.failure.status == DVK_OK) check_limits(p);
    if (p->entries.failure.status == DVK_OK && !p->xml->wellFormed)
        dvi_error_set(&p->entries.failure, DVK_E_INPUT, p->window->stream.file, 0, p->window->byte,
                      "the XML is not well-formed; fetch the feed again, or mend it");
}

/* Reads until an entry is queued: DVK_OK, DVK_END or a failure. */
static dvk_status read_on(dvi_feed_parser *p, dvk_error *error) {
    dvi_feed_entries_empty(&p->entries);
    while (p->entries.queued == 0) {
        if (p->entries.failure.status != DVK_OK) {
            *error = p->entries.failure;
            p->window->broken = true;
            return error->status;
        }
        if (p->ended) return DVK_END;
        if (dvi_window_held(p->window) == 0) {
            dvk_status status = dvi_window_more(p->window, error);
            if (status < 0) error->line = (uint64_t)p->xml->input->line;
            if (status < 0) return status;
        }
        parse_piece(p);
    }
    return DVK_OK;
}

dvk_status dvi_feed_parser_next(dvi_feed_parser *p, const dvi_feed_entry **entry, dvk_error *error) {
    dvi_feed_entries *e = &p->entries;
    if (e->given == e->queued) {
        dvk_status status = read_on(p, error);
        if (status != DVK_OK) return status;
    }
    *entry = &e->queue[e->given++];
    return DVK_OK;
}
