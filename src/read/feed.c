/* RSS and Atom -> articles, an entry at a time.
 *
 * RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom 1.0 and 0.3, with the modules that carry what an article needs:
 * content:encoded, Dublin Core, yandex:full-text. libxml2 gets the window's bytes in small pieces and tells
 * of elements; an entry is gathered into slots, queued at its end and handed out. No tree is built, so that a
 * feed of any length passes with one entry in memory. Nothing is fetched and no entity is declared: HTML's
 * names for characters are known, since feeds use them undeclared, and every other is an error. So no entity
 * can stand for another. */
#include "feed.h"

#include <string.h>

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "base/error.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "blank.h"
#include "complete.h"
#include "html_text.h"

enum { PIECE = 4096, MOST_DEPTH = 200 };

typedef enum slot_kind {
    SLOT_ID,
    SLOT_LINK,
    SLOT_TITLE,
    SLOT_FULL,
    SLOT_SUMMARY,
    SLOT_DATE,
    SLOT_UPDATED,
    SLOT_SOURCE,
    SLOT_LANG,
    N_SLOTS,
    NO_SLOT
} slot_kind;

/* How the characters of a slot are to be read. */
typedef enum markup_kind { MARKUP_NONE, MARKUP_ESCAPED, MARKUP_ELEMENTS } markup_kind;

typedef struct entry {
    dvi_buffer slots[N_SLOTS];
    markup_kind markups[N_SLOTS];
    size_t total;
    uint64_t line, byte, number;
    bool too_long, id_is_link;
} entry;

/* What an element's namespace is, as far as it matters here. */
typedef enum space_kind {
    SPACE_NONE,
    SPACE_RSS,
    SPACE_ATOM,
    SPACE_DC,
    SPACE_CONTENT,
    SPACE_YANDEX,
    SPACE_RDF,
    SPACE_OTHER
} space_kind;

struct dvi_feed {
    dvi_window *window;
    size_t max_record;
    xmlParserCtxtPtr parser;
    xmlEntity character; /* the last one asked for */
    xmlChar character_text[8];
    uint64_t begin;          /* byte where the parser began */
    dvi_buffer source, lang; /* of the feed as a whole */
    entry *queue;
    size_t queued, given, queue_cap;
    uint64_t number;
    bool ended, rooted; /* all was parsed; an element was seen */
    dvk_error failure;
    /* Where the parser stands. */
    unsigned depth, entry_depth, slot_depth, source_depth; /* 0: in none */
    bool in_channel;
    slot_kind slot;
    dvi_buffer *text; /* what characters are appended to; NULL: to nothing */
    markup_kind markup;
    dvi_buffer out[2]; /* the title and text handed out */
};

typedef struct attributes {
    const xmlChar **five; /* local name, prefix, namespace, value, its end */
    int n;
} attributes;

static bool is(const xmlChar *name, const char *wanted) {
    return strcmp((const char *)name, wanted) == 0;
}

static space_kind space_of(const xmlChar *uri) {
    static const struct {
        const char *uri;
        space_kind space;
    } known[] = {{"http://backend.userland.com/rss2", SPACE_NONE},
                 {"http://purl.org/rss/1.0/", SPACE_RSS},
                 {"http://my.netscape.com/rdf/simple/0.9/", SPACE_RSS},
                 {"http://www.w3.org/2005/Atom", SPACE_ATOM},
                 {"http://purl.org/atom/ns#", SPACE_ATOM},
                 {"http://purl.org/dc/elements/1.1/", SPACE_DC},
                 {"http://purl.org/rss/1.0/modules/content/", SPACE_CONTENT},
                 {"http://news.yandex.ru", SPACE_YANDEX},
                 {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", SPACE_RDF}};
    if (uri == NULL) return SPACE_NONE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is(uri, known[i].uri)) return known[i].space;
    return SPACE_OTHER;
}

/* NULL data when there is none. */
static dvk_span attribute(const attributes *all, const char *prefix, const char *name) {
    for (int i = 0; i < all->n; i++) {
        const xmlChar **a = all->five + i * 5;
        bool same_prefix = prefix == NULL ? a[1] == NULL : a[1] != NULL && is(a[1], prefix);
        if (same_prefix && is(a[0], name)) return (dvk_span){(const char *)a[3], (size_t)(a[4] - a[3])};
    }
    return (dvk_span){NULL, 0};
}

static bool span_is(dvk_span text, const char *wanted) {
    return text.len == strlen(wanted) && memcmp(text.data, wanted, text.len) == 0;
}

static bool ends(dvk_span text, const char *wanted) {
    size_t len = strlen(wanted);
    return text.len >= len && memcmp(text.data + text.len - len, wanted, len) == 0;
}

/* Line and byte of the '<' of the tag that the parser has just read. */
static void tag_place(const dvi_feed *feed, uint64_t *line, uint64_t *byte) {
    const xmlParserInput *input = feed->parser->input;
    const xmlChar *at = input->cur;
    *line = (uint64_t)input->line;
    while (at > input->base && *at != '<') {
        at--;
        *line -= *at == '\n';
    }
    *byte = feed->begin + input->consumed + (uint64_t)(at - input->base);
}

/* A failure of the whole input; the first one counts. The parser goes on to the end of its piece, and nothing
 * is listened to any more: stopped from inside a callback it would take away the bytes that the callback's
 * own arguments point to. */
static void give_up(dvi_feed *feed, dvk_status status, const char *message) {
    uint64_t line, byte;
    if (feed->failure.status != DVK_OK) return;
    tag_place(feed, &line, &byte);
    dvi_error_set(&feed->failure, status, feed->window->stream.file, line, byte, "%s", message);
}

static void put(dvi_feed *feed, dvi_buffer *out, const char *data, size_t len) {
    if (dvi_buffer_append(out, data, len) != DVK_OK)
        give_up(feed, DVK_E_MEMORY, "out of memory while reading an entry");
}

static entry *current(dvi_feed *feed) {
    return feed->entry_depth != 0 ? &feed->queue[feed->queued] : NULL;
}

/* Appends to what is being gathered, within the limit on an entry. */
static void gather(dvi_feed *feed, const char *data, size_t len) {
    entry *e = current(feed);
    if (feed->text == NULL) return;
    size_t held = e != NULL ? e->total : feed->text->len;
    if (len > feed->max_record - held) {
        if (e != NULL) e->too_long = true;
        feed->text = NULL;
        return;
    }
    if (e != NULL) e->total += len;
    put(feed, feed->text, data, len);
}

static void gather_text(dvi_feed *feed, const char *data) {
    gather(feed, data, strlen(data));
}

static void on_characters(void *context, const xmlChar *text, int len) {
    dvi_feed *feed = context;
    const char *data = (const char *)text;
    if (feed->failure.status != DVK_OK || feed->text == NULL || len <= 0) return;
    if (feed->markup != MARKUP_ELEMENTS) {
        gather(feed, data, (size_t)len);
        return;
    }
    for (const char *end = data + len; data != end; data++) {
        if (*data == '<')
            gather_text(feed, "&lt;");
        else if (*data == '&')
            gather_text(feed, "&amp;");
        else
            gather(feed, data, 1);
    }
}

static void begin_entry(dvi_feed *feed, const attributes *all) {
    void *queue = feed->queue;
    size_t before = feed->queue_cap;
    dvk_status status = dvi_grow(&queue, &feed->queue_cap, feed->queued + 1, sizeof *feed->queue);
    feed->queue = queue;
    if (status != DVK_OK) {
        give_up(feed, DVK_E_MEMORY, "out of memory while reading an entry");
        return;
    }
    memset(feed->queue + before, 0, (feed->queue_cap - before) * sizeof *feed->queue);
    entry *e = &feed->queue[feed->queued];
    for (size_t i = 0; i < N_SLOTS; i++) {
        e->slots[i].len = 0;
        e->markups[i] = MARKUP_NONE;
    }
    e->total = 0;
    e->too_long = e->id_is_link = false;
    e->number = ++feed->number;
    tag_place(feed, &e->line, &e->byte);
    feed->entry_depth = feed->depth;
    dvk_span about = attribute(all, "rdf", "about"), lang = attribute(all, "xml", "lang");
    feed->text = &e->slots[SLOT_ID];
    gather(feed, about.data, about.len);
    feed->text = &e->slots[SLOT_LANG];
    gather(feed, lang.data, lang.len);
    feed->text = NULL;
}

/* Atom says what its text is; RSS titles and descriptions are HTML, with its characters escaped once more or
 * not. */
static markup_kind markup_of(space_kind space, const attributes *all) {
    dvk_span type = attribute(all, NULL, "type");
    if (space != SPACE_ATOM) return MARKUP_ESCAPED;
    if (span_is(type, "xhtml") || ends(type, "xhtml+xml")) return MARKUP_ELEMENTS;
    return span_is(type, "html") || span_is(type, "text/html") ? MARKUP_ESCAPED : MARKUP_NONE;
}

/* The slot of an entry's child, and whether it is worth less than what may stand there already. */
static slot_kind slot_of(space_kind space, const xmlChar *name) {
    static const struct {
        unsigned spaces;
        const char *name;
        slot_kind slot;
    } known[] = {{1 << SPACE_NONE | 1 << SPACE_RSS | 1 << SPACE_ATOM | 1 << SPACE_DC, "title", SLOT_TITLE},
                 {1 << SPACE_NONE | 1 << SPACE_RSS, "link", SLOT_LINK},
                 {1 << SPACE_NONE, "guid", SLOT_ID},
                 {1 << SPACE_ATOM, "id", SLOT_ID},
                 {1 << SPACE_NONE | 1 << SPACE_RSS | 1 << SPACE_DC, "description", SLOT_SUMMARY},
                 {1 << SPACE_ATOM, "summary", SLOT_SUMMARY},
                 {1 << SPACE_CONTENT, "encoded", SLOT_FULL},
                 {1 << SPACE_YANDEX, "full-text", SLOT_FULL},
                 {1 << SPACE_ATOM, "content", SLOT_FULL},
                 {1 << SPACE_NONE, "pubDate", SLOT_DATE},
                 {1 << SPACE_DC | 1 << SPACE_NONE, "date", SLOT_DATE},
                 {1 << SPACE_ATOM, "published", SLOT_DATE},
                 {1 << SPACE_ATOM, "issued", SLOT_DATE},
                 {1 << SPACE_ATOM, "updated", SLOT_UPDATED},
                 {1 << SPACE_ATOM, "modified", SLOT_UPDATED},
                 {1 << SPACE_NONE, "source", SLOT_SOURCE},
                 {1 << SPACE_DC | 1 << SPACE_NONE, "language", SLOT_LANG}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if ((known[i].spaces & 1u << space) != 0 && is(name, known[i].name)) return known[i].slot;
    return NO_SLOT;
}

static void begin_slot(dvi_feed *feed, slot_kind slot, markup_kind markup) {
    entry *e = current(feed);
    feed->slot_depth = feed->depth;
    feed->slot = slot;
    feed->text = NULL;
    if (slot != SLOT_ID && slot != SLOT_LANG && !dvi_is_blank(dvi_buffer_span(&e->slots[slot]))) return;
    e->total -= e->slots[slot].len;
    e->slots[slot].len = 0;
    e->markups[slot] = feed->markup = markup;
    feed->text = e->too_long ? NULL : &e->slots[slot];
}

static void take_atom_link(dvi_feed *feed, const attributes *all) {
    entry *e = current(feed);
    dvk_span rel = attribute(all, NULL, "rel"), href = attribute(all, NULL, "href");
    if (e->slots[SLOT_LINK].len != 0 || (rel.data != NULL && !span_is(rel, "alternate"))) return;
    feed->text = &e->slots[SLOT_LINK];
    gather(feed, href.data, href.len);
    feed->text = NULL;
}

static void begin_in_entry(dvi_feed *feed, space_kind space, const xmlChar *name, const attributes *all) {
    bool child = feed->depth == feed->entry_depth + 1;
    if (child && space == SPACE_ATOM && is(name, "source")) feed->source_depth = feed->depth;
    if (child && space == SPACE_ATOM && is(name, "link")) take_atom_link(feed, all);
    if (feed->source_depth != 0 && feed->depth == feed->source_depth + 1 && is(name, "title"))
        begin_slot(feed, SLOT_SOURCE, markup_of(space, all));
    if (!child) return;
    slot_kind slot = slot_of(space, name);
    if (slot == NO_SLOT) return;
    dvk_span permanent = attribute(all, NULL, "isPermaLink");
    if (slot == SLOT_ID && space == SPACE_NONE) current(feed)->id_is_link = !span_is(permanent, "false");
    begin_slot(feed, slot, markup_of(space, all));
}

/* The feed's own title and language. */
static void begin_in_header(dvi_feed *feed, space_kind space, const xmlChar *name) {
    bool of_feed = (feed->depth == 2 && space == SPACE_ATOM) || (feed->depth == 3 && feed->in_channel);
    if (feed->depth == 2 && is(name, "channel")) feed->in_channel = true;
    if (!of_feed) return;
    dvi_buffer *out = NULL;
    if (is(name, "title") && space != SPACE_OTHER) out = &feed->source;
    if (is(name, "language") && (space == SPACE_NONE || space == SPACE_DC)) out = &feed->lang;
    if (out == NULL || out->len != 0) return;
    feed->slot = NO_SLOT;
    feed->slot_depth = feed->depth;
    feed->markup = MARKUP_NONE;
    feed->text = out;
}

static void begin_root(dvi_feed *feed, space_kind space, const xmlChar *name, const attributes *all) {
    bool known = (space == SPACE_NONE && is(name, "rss")) || (space == SPACE_ATOM && is(name, "feed")) ||
                 (space == SPACE_RDF && is(name, "RDF"));
    dvk_span lang = attribute(all, "xml", "lang");
    if (!known)
        give_up(feed, DVK_E_INPUT, "this XML is neither RSS nor Atom; name its format, or convert it");
    feed->rooted = true;
    put(feed, &feed->lang, lang.data, lang.len);
}

static void gather_tag(dvi_feed *feed, const char *open, const xmlChar *name) {
    if (feed->text == NULL || feed->markup == MARKUP_NONE) return;
    gather_text(feed, open);
    gather_text(feed, (const char *)name);
    gather_text(feed, ">");
}

static void on_begin(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int n_spaces, const xmlChar **spaces, int n, int n_defaulted, const xmlChar **five) {
    dvi_feed *feed = context;
    attributes all = {five, n};
    space_kind space = space_of(uri);
    (void)prefix, (void)n_spaces, (void)spaces, (void)n_defaulted;
    if (feed->failure.status != DVK_OK) return;
    if (++feed->depth > MOST_DEPTH) {
        give_up(feed, DVK_E_LIMIT, "elements are nested more than 200 deep here; the feed cannot be read on");
        return;
    }
    bool is_entry = (is(name, "item") && (space == SPACE_NONE || space == SPACE_RSS)) ||
                    (is(name, "entry") && space == SPACE_ATOM);
    if (feed->depth == 1)
        begin_root(feed, space, name, &all);
    else if (feed->slot_depth != 0)
        gather_tag(feed, "<", name);
    else if (feed->entry_depth != 0)
        begin_in_entry(feed, space, name, &all);
    else if (is_entry)
        begin_entry(feed, &all);
    else
        begin_in_header(feed, space, name);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    dvi_feed *feed = context;
    (void)prefix, (void)uri;
    if (feed->failure.status != DVK_OK) return;
    if (feed->slot_depth != 0 && feed->depth > feed->slot_depth) gather_tag(feed, "</", name);
    if (feed->depth == feed->slot_depth) {
        feed->slot_depth = 0;
        feed->text = NULL;
    }
    if (feed->depth == feed->source_depth) feed->source_depth = 0;
    if (feed->depth == feed->entry_depth) {
        feed->entry_depth = 0;
        feed->queued++;
    }
    if (feed->depth == 2) feed->in_channel = false;
    feed->depth--;
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name) {
    dvi_feed *feed = context;
    const htmlEntityDesc *known = htmlEntityLookup(name);
    char text[8];
    if (known == NULL) return NULL;
    size_t len = dvi_utf8_put(known->value, text);
    memcpy(feed->character_text, text, len);
    feed->character_text[len] = 0;
    feed->character = (xmlEntity){.type = XML_ENTITY_DECL,
                                  .name = (const xmlChar *)known->name,
                                  .content = feed->character_text,
                                  .orig = feed->character_text,
                                  .length = (int)len,
                                  .etype = XML_INTERNAL_PREDEFINED_ENTITY};
    return &feed->character;
}

/* Sets of characters from outside are often declared, never fetched, and do no harm. */
static void on_entity_declared(void *context, const xmlChar *name, int type, const xmlChar *public_id,
                               const xmlChar *system_id, xmlChar *content) {
    (void)name, (void)public_id, (void)system_id, (void)content;
    if (type == XML_EXTERNAL_PARAMETER_ENTITY) return;
    give_up(context, DVK_E_INPUT,
            "the feed declares an entity of its own, and those are not expanded; take the declaration away");
}

static void on_reference(void *context, const xmlChar *name) {
    (void)name;
    give_up(context, DVK_E_INPUT, "an entity is used here that is not known; write the character itself");
}

/* What the parser says, where its words would tell a reader of news nothing or something else: of an input
 * that is cut off it says that there is too much at its end. */
static const char *reason_of(const dvi_feed *feed, const xmlError *error) {
    const char *message = error->message != NULL ? error->message : "no reason given";
    bool of_entity = strstr(message, "EntityRef") != NULL;
    bool at_end = error->code == XML_ERR_DOCUMENT_EMPTY || error->code == XML_ERR_DOCUMENT_END;
    if (of_entity) return "a bare & stands where &amp; is meant";
    if (error->code == XML_ERR_INVALID_CHAR) return "a character that XML does not allow";
    if (at_end && !feed->rooted) return "there is no element in it";
    if (feed->ended && feed->depth != 0) return "it ends before its elements do, so it is cut off";
    if (at_end) return "something follows the end of the feed";
    const char *behind = strncmp(message, "xml", 3) == 0 ? strstr(message, ": ") : NULL;
    return behind != NULL ? behind + 2 : message;
}

static void on_error(void *context, xmlErrorPtr error) {
    dvi_feed *feed = context;
    char reason[160];
    if (error->level != XML_ERR_FATAL || feed->failure.status != DVK_OK) return;
    const char *message = reason_of(feed, error);
    dvi_show(dvi_trim((dvk_span){message, strlen(message)}), reason, sizeof reason);
    uint64_t byte =
        feed->begin + (uint64_t)(xmlByteConsumed(feed->parser) > 0 ? xmlByteConsumed(feed->parser) : 0);
    bool encoding = error->code == XML_ERR_INVALID_CHAR || error->code == XML_ERR_INVALID_ENCODING;
    bool memory = error->code == XML_ERR_NO_MEMORY;
    dvi_error_set(&feed->failure,
                  memory     ? DVK_E_MEMORY
                  : encoding ? DVK_E_ENCODING
                             : DVK_E_INPUT,
                  feed->window->stream.file, (uint64_t)(error->line > 0 ? error->line : 1), byte,
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

dvi_feed *dvi_feed_create(dvi_window *window, size_t max_record) {
    xmlSAXHandler handler = {.startElementNs = on_begin,
                             .endElementNs = on_end,
                             .characters = on_characters,
                             .cdataBlock = on_characters,
                             .getEntity = on_entity,
                             .entityDecl = on_entity_declared,
                             .reference = on_reference,
                             .initialized = XML_SAX2_MAGIC,
                             .serror = on_error};
    dvi_feed *feed = dvi_alloc_zero(1, sizeof *feed);
    if (feed == NULL) return NULL;
    int lines = pass_space(window);
    feed->window = window;
    feed->max_record = max_record;
    feed->begin = window->byte;
    feed->slot = NO_SLOT;
    feed->parser = xmlCreatePushParserCtxt(&handler, feed, NULL, 0, NULL);
    if (feed->parser == NULL) {
        dvi_free(feed);
        return NULL;
    }
    xmlCtxtUseOptions(feed->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(feed->parser, XML_CHAR_ENCODING_UTF8);
    feed->parser->input->line += lines;
    return feed;
}

void dvi_feed_destroy(dvi_feed *feed) {
    if (feed == NULL) return;
    if (feed->parser->myDoc != NULL) xmlFreeDoc(feed->parser->myDoc);
    xmlFreeParserCtxt(feed->parser);
    for (size_t i = 0; i < feed->queue_cap; i++)
        for (size_t k = 0; k < N_SLOTS; k++)
            dvi_buffer_finish(&feed->queue[i].slots[k]);
    dvi_free(feed->queue);
    dvi_buffer_finish(&feed->source);
    dvi_buffer_finish(&feed->lang);
    dvi_buffer_finish(&feed->out[0]);
    dvi_buffer_finish(&feed->out[1]);
    dvi_free(feed);
}

/* The parser waits for a tag's end and then compares each of its attributes with all before it. */
static bool has_long_tag(const xmlParserInput *input) {
    enum { MOST_TAG = 16 * 1024 };
    return input->end - input->cur > MOST_TAG && input->cur[0] == '<' && input->cur[1] != '!' &&
           input->cur[1] != '?';
}

/* Gives the parser what is held, a piece at most, or tells it that this was all. */
static void parse_piece(dvi_feed *feed) {
    size_t held = dvi_window_held(feed->window), n = held < PIECE ? held : PIECE;
    feed->ended = n == 0;
    int answer = xmlParseChunk(feed->parser, dvi_window_at(feed->window), (int)n, n == 0);
    dvi_window_consume(feed->window, n);
    /* Where its buffer cannot grow it tells no handler. */
    if (answer == -1 || answer == XML_ERR_NO_MEMORY)
        give_up(feed, DVK_E_MEMORY, "out of memory while reading a feed");
    if (feed->failure.status == DVK_OK && has_long_tag(feed->parser->input))
        give_up(feed, DVK_E_LIMIT, "a tag begins here that is longer than 16 KiB; is this a feed?");
    if (feed->failure.status == DVK_OK && !feed->parser->wellFormed)
        dvi_error_set(&feed->failure, DVK_E_INPUT, feed->window->stream.file, 0, feed->window->byte,
                      "the XML is not well-formed; fetch the feed again, or mend it");
}

/* All that was queued is given; an entry that has begun and not ended moves to the front. */
static void empty_queue(dvi_feed *feed) {
    if (feed->entry_depth != 0 && feed->queued != 0) {
        entry swap = feed->queue[0];
        feed->queue[0] = feed->queue[feed->queued];
        feed->queue[feed->queued] = swap;
        if (feed->text != NULL) feed->text = &feed->queue[0].slots[feed->slot];
    }
    feed->queued = feed->given = 0;
}

/* Reads until an entry is queued: DVK_OK, DVK_END or a failure. */
static dvk_status read_on(dvi_feed *feed, dvk_error *error) {
    empty_queue(feed);
    while (feed->queued == 0) {
        if (feed->failure.status != DVK_OK) {
            *error = feed->failure;
            feed->window->broken = true;
            return error->status;
        }
        if (feed->ended) return DVK_END;
        if (dvi_window_held(feed->window) == 0) {
            dvk_status status = dvi_window_more(feed->window, error);
            if (status < 0) error->line = (uint64_t)feed->parser->input->line;
            if (status < 0) return status;
        }
        parse_piece(feed);
    }
    return DVK_OK;
}

/* The text of a slot, its markup taken away. */
static dvk_status strip(const entry *e, slot_kind slot, dvi_buffer *out) {
    dvk_span raw = dvi_buffer_span(&e->slots[slot]);
    out->len = 0;
    if (e->markups[slot] != MARKUP_NONE) return dvi_html_text(raw, out);
    dvi_flow flow = {.out = out, .keeps_lines = true};
    dvi_flow_add(&flow, raw);
    return flow.status;
}

static dvk_status strip_all(dvi_feed *feed, const entry *e) {
    dvk_status status = strip(e, SLOT_TITLE, &feed->out[0]);
    if (status == DVK_OK) status = strip(e, SLOT_FULL, &feed->out[1]);
    if (status == DVK_OK && dvi_is_blank(dvi_buffer_span(&feed->out[1])))
        status = strip(e, SLOT_SUMMARY, &feed->out[1]);
    return status;
}

static dvk_span first_of(const dvi_buffer *a, const dvi_buffer *b) {
    dvk_span first = dvi_buffer_span(a);
    return dvi_is_blank(first) ? dvi_buffer_span(b) : first;
}

static bool is_web_address(dvk_span text) {
    return text.len > 7 && (memcmp(text.data, "http://", 7) == 0 || memcmp(text.data, "https:/", 7) == 0);
}

static dvk_status give_entry(dvi_feed *feed, const entry *e, const dvi_origin *origin, dvi_buffer *made_id,
                             dvk_article *article, dvk_error *error) {
    const dvi_buffer *slots = e->slots;
    const char *message = "out of memory while reading an entry";
    dvk_status status = strip_all(feed, e);
    if (e->too_long || status == DVK_E_LIMIT) {
        status = DVK_E_LIMIT;
        message = e->too_long ? "the entry is longer than the limit on a record; raise the limit"
                              : "the HTML of the entry is nested too deeply";
    }
    if (status != DVK_OK) return dvi_error_set(error, status, origin->path, e->line, e->byte, "%s", message);
    *article = (dvk_article){.id = dvi_buffer_span(&slots[SLOT_ID]),
                             .url = dvi_buffer_span(&slots[SLOT_LINK]),
                             .title = dvi_buffer_span(&feed->out[0]),
                             .text = dvi_buffer_span(&feed->out[1]),
                             .date = first_of(&slots[SLOT_DATE], &slots[SLOT_UPDATED]),
                             .source = first_of(&slots[SLOT_SOURCE], &feed->source),
                             .lang = first_of(&slots[SLOT_LANG], &feed->lang),
                             .line = e->line,
                             .byte = e->byte};
    dvi_trim_fields(article);
    if (article->url.len == 0 && e->id_is_link && is_web_address(article->id)) article->url = article->id;
    return dvi_complete(article, origin, e->number, made_id, error);
}

dvk_status dvi_feed_next(dvi_feed *feed, const dvi_origin *origin, dvi_buffer *made_id, dvk_article *article,
                         dvk_error *error) {
    if (feed->given == feed->queued) {
        dvk_status status = read_on(feed, error);
        if (status != DVK_OK) return status;
    }
    return give_entry(feed, &feed->queue[feed->given++], origin, made_id, article, error);
}
