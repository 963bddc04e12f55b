/* OPML, the list of feeds that a feed reader exports -> the local files it lists.
 *
 * An outline's xmlUrl (or url), else its htmlUrl, is taken when it is a path or a file: address. Nothing is
 * fetched: addresses on the network are counted. Entities are not declared, as in feed.c. */
#include "opml.h"

#include <limits.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/error.h"
#include "blank.h"
#include "xml_bounds.h"
#include "xml_hush.h"

enum { PIECE = 4096, MOST_DEPTH = 200, MOST_FILES = 100000, MOST_TAG = 16 * 1024 };

typedef struct parse {
    dvi_opml *opml;
    xmlParserCtxtPtr parser;
    const char *file;
    unsigned depth, defaults;
    dvk_error failure;
} parse;

static void give_up(parse *p, dvk_status status, const char *message) {
    if (p->failure.status != DVK_OK) return;
    dvi_error_set(&p->failure, status, p->file, (uint64_t)p->parser->input->line, 0, "%s", message);
    xmlStopParser(p->parser);
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The scheme's letters at the address's beginning; 0 for a path. One letter is a drive. */
static size_t scheme_length(dvk_span address) {
    size_t n = 0;
    while (n < address.len &&
           (is_letter(address.data[n]) || (n != 0 && strchr("0123456789+-.", address.data[n]) != NULL)))
        n++;
    return n > 1 && n < address.len && address.data[n] == ':' ? n : 0;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static dvk_status put_decoded(dvi_buffer *out, dvk_span text) {
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < text.len && status == DVK_OK; i++) {
        int high = i + 2 < text.len && text.data[i] == '%' ? hex(text.data[i + 1]) : -1;
        int low = high >= 0 ? hex(text.data[i + 2]) : -1;
        char byte = low >= 0 ? (char)(unsigned char)((unsigned)high << 4 | (unsigned)low) : text.data[i];
        if (low >= 0) i += 2;
        if (byte != 0) status = dvi_buffer_append_byte(out, byte);
    }
    return status;
}

/* Whether the address is of a local file, which is added then. */
static bool add_local(parse *p, dvk_span address) {
    size_t scheme = scheme_length(address);
    bool is_file = scheme == 4 && memcmp(address.data, "file", 4) == 0;
    if (scheme != 0 && !is_file) return false;
    if (p->opml->n == MOST_FILES) {
        give_up(p, DVK_E_LIMIT, "the list has more than 100000 files; split it");
        return true;
    }
    dvk_status status;
    if (is_file) {
        address = (dvk_span){address.data + 5, address.len - 5};
        if (address.len >= 2 && memcmp(address.data, "//", 2) == 0) {
            const char *path = memchr(address.data + 2, '/', address.len - 2);
            size_t host = path == NULL ? address.len : (size_t)(path - address.data);
            address = (dvk_span){address.data + host, address.len - host};
        }
        status = put_decoded(&p->opml->paths, address);
    } else {
        status = dvi_buffer_append(&p->opml->paths, address.data, address.len);
    }
    if (status == DVK_OK) status = dvi_buffer_append_byte(&p->opml->paths, 0);
    if (status != DVK_OK) give_up(p, status, "out of memory while reading a list of feeds");
    p->opml->n++;
    return true;
}

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_spaces, const xmlChar **spaces, int n, int n_defaulted, const xmlChar **five) {
    static const char *const keys[] = {"xmlUrl", "url", "htmlUrl"};
    parse *p = context;
    bool remote = false;
    (void)prefix, (void)uri, (void)n_spaces, (void)spaces, (void)n_defaulted;
    if (p->failure.status != DVK_OK) return;
    if (++p->depth > MOST_DEPTH) give_up(p, DVK_E_LIMIT, "outlines are nested more than 200 deep here");
    /* Giving up has freed what `five` points to. */
    if (p->failure.status != DVK_OK) return;
    if (strcmp((const char *)name, "outline") != 0) return;
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        for (int i = 0; i < n; i++) {
            const xmlChar **a = five + i * 5;
            dvk_span value = dvi_trim((dvk_span){(const char *)a[3], (size_t)(a[4] - a[3])});
            if (strcmp((const char *)a[0], keys[k]) != 0 || value.len == 0) continue;
            if (add_local(p, value)) return;
            remote = true;
        }
    p->opml->remote += remote;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    parse *p = context;
    (void)name, (void)prefix, (void)uri;
    if (p->depth != 0) p->depth--;
}

static void on_entity_declared(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                               const xmlChar *system_id, xmlChar *content) {
    (void)name, (void)type, (void)public_id, (void)system_id, (void)content;
    give_up(context, DVK_E_INPUT,
            "the list declares an entity of its own, and those are not expanded; take the declaration away");
}

static void on_attribute_declared(void *context, const xmlChar *element, const xmlChar *name, int type,
                                  int needed, const xmlChar *value, xmlEnumerationPtr values) {
    parse *p = context;
    (void)element, (void)name, (void)type, (void)needed;
    if (dvi_xml_declares_much(&p->defaults, value != NULL, values))
        give_up(p, DVK_E_LIMIT,
                "more than 64 attributes are declared here with a value; is this a list of feeds?");
}

static void on_error(void *context, xmlErrorPtr error) {
    parse *p = context;
    char reason[160];
    if (error->level != XML_ERR_FATAL || p->failure.status != DVK_OK) return;
    const char *message = error->message != NULL ? error->message : "no reason given";
    dvi_show(dvi_trim((dvk_span){message, strlen(message)}), reason, sizeof reason);
    dvi_error_set(&p->failure, error->code == XML_ERR_NO_MEMORY ? DVK_E_MEMORY : DVK_E_INPUT, p->file,
                  (uint64_t)(error->line > 0 ? error->line : 1), 0,
                  "the XML is not well-formed here: %s; export the list again, or mend it", reason);
}

static dvk_status read_list(dvi_opml *opml, dvk_span text, const char *file, dvk_error *error) {
    parse p = {.opml = opml, .file = file};
    xmlSAXHandler handler = {.startElementNs = on_begin,
                             .endElementNs = on_end,
                             .entityDecl = on_entity_declared,
                             .attributeDecl = on_attribute_declared,
                             .initialized = XML_SAX2_MAGIC,
                             .serror = on_error};
    opml->paths.len = opml->n = 0;
    opml->remote = 0;
    p.parser = xmlCreatePushParserCtxt(&handler, &p, NULL, 0, NULL);
    if (p.parser == NULL)
        return dvi_error_set(error, DVK_E_MEMORY, file, 0, 0, "out of memory while reading a list of feeds");
    /* Else it leaves &amp; in values as a reference. There is no other entity that NOENT could expand. */
    xmlCtxtUseOptions(p.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    xmlSwitchEncoding(p.parser, XML_CHAR_ENCODING_UTF8);
    for (bool ended = false; !ended && p.failure.status == DVK_OK;) {
        size_t n = text.len < PIECE ? text.len : PIECE;
        ended = n == 0;
        xmlParseChunk(p.parser, text.data, (int)n, ended);
        text = (dvk_span){text.data + n, text.len - n};
        const xmlParserInput *input = p.parser->input;
        if (input != NULL && input->end - input->cur > MOST_TAG && input->cur[1] != '!')
            give_up(&p, DVK_E_LIMIT,
                    "a tag begins here that is longer than 16 KiB; is this a list of feeds?");
        if (dvi_xml_has_many_spaces(p.parser))
            give_up(&p, DVK_E_LIMIT, "more than 1000 name spaces are open here; is this a list of feeds?");
    }
    if (p.failure.status == DVK_OK && !p.parser->wellFormed)
        dvi_error_set(&p.failure, DVK_E_INPUT, file, 0, 0,
                      "the XML is not well-formed; export the list again, or mend it");
    if (p.parser->myDoc != NULL) xmlFreeDoc(p.parser->myDoc);
    xmlFreeParserCtxt(p.parser);
    if (p.failure.status != DVK_OK) *error = p.failure;
    return p.failure.status;
}

dvk_status dvi_opml_read(dvi_opml *opml, dvk_span text, const char *file, dvk_error *error) {
    dvi_xml_told before = dvi_xml_hush();
    dvk_status status = read_list(opml, text, file, error);
    dvi_xml_speak(before);
    return status;
}

void dvi_opml_finish(dvi_opml *opml) {
    dvi_buffer_finish(&opml->paths);
    *opml = (dvi_opml){.n = 0};
}
