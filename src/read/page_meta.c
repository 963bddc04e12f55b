/* What an HTML page says of its article: Open Graph, JSON-LD, Dublin Core and plain HTML, the best first.
 *
 * A page says one thing in many places, and the places differ in what they are for: og:title is the headline,
 * <title> has the site's name behind it. So each place has a rank in its slot. Of JSON-LD the outermost
 * object is read where it is that of an article; graphs are left. */
#include "page_meta.h"

#include <string.h>

#include "blank.h"

#include "base/span.h"

enum { NOTHING = 100, MOST_LD = 1 << 20 };

typedef struct place {
    const char *name;
    dvi_meta_slot slot;
    unsigned rank;
} place;

/* <meta>, by name, property or itemprop. */
static const place metas[] = {
    {"og:title", DVI_META_TITLE, 0},
    {"twitter:title", DVI_META_TITLE, 3},
    {"dc.title", DVI_META_TITLE, 3},
    {"article:published_time", DVI_META_DATE, 0},
    {"datepublished", DVI_META_DATE, 2},
    {"og:published_time", DVI_META_DATE, 2},
    {"parsely-pub-date", DVI_META_DATE, 3},
    {"sailthru.date", DVI_META_DATE, 3},
    {"pubdate", DVI_META_DATE, 3},
    {"publish-date", DVI_META_DATE, 3},
    {"publish_date", DVI_META_DATE, 3},
    {"dc.date.issued", DVI_META_DATE, 4},
    {"dcterms.created", DVI_META_DATE, 4},
    {"dc.date", DVI_META_DATE, 4},
    {"date", DVI_META_DATE, 4},
    {"og:site_name", DVI_META_SITE, 0},
    {"application-name", DVI_META_SITE, 2},
    {"dc.publisher", DVI_META_SITE, 2},
    {"og:url", DVI_META_URL, 1},
    {"content-language", DVI_META_LANG, 1},
    {"og:locale", DVI_META_LANG, 2},
};

void dvi_page_meta_begin(dvi_page_meta *meta, dvi_json *json) {
    for (size_t i = 0; i < DVI_N_META_SLOTS; i++) {
        meta->slots[i].len = 0;
        meta->ranks[i] = NOTHING;
    }
    meta->json = json;
    meta->depth = meta->wanted_depth = 0;
    meta->is_ld = false;
    meta->gathered.len = 0;
    meta->status = DVK_OK;
}

void dvi_page_meta_finish(dvi_page_meta *meta) {
    for (size_t i = 0; i < DVI_N_META_SLOTS; i++)
        dvi_buffer_finish(&meta->slots[i]);
    dvi_buffer_finish(&meta->gathered);
}

static void put(dvi_page_meta *meta, dvi_meta_slot slot, unsigned rank, dvk_span text) {
    if (meta->status != DVK_OK || rank >= meta->ranks[slot] || text.len == 0 || dvi_is_blank(text)) return;
    meta->ranks[slot] = rank;
    meta->slots[slot].len = 0;
    meta->flow = (dvi_flow){.out = &meta->slots[slot], .keeps_lines = slot == DVI_META_TEXT};
    dvi_flow_add(&meta->flow, text);
    meta->status = meta->flow.status;
}

static void put_text(dvi_page_meta *meta, dvi_meta_slot slot, unsigned rank, const char *text) {
    if (text != NULL) put(meta, slot, rank, (dvk_span){text, strlen(text)});
}

static bool is_same(const char *text, const char *small) {
    return dvi_is_called((dvk_span){text, strlen(text)}, small);
}

static const char *attribute(const char *const *attributes, const char *name) {
    for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2)
        if (strcmp(attributes[i], name) == 0) return attributes[i + 1];
    return NULL;
}

/* An address that means the same wherever it stands. */
static bool is_address(const char *text) {
    return text != NULL && (strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0);
}

static void take_meta(dvi_page_meta *meta, const char *const *attributes) {
    static const char *const keys[] = {"property", "name", "itemprop", "http-equiv"};
    const char *content = attribute(attributes, "content");
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
        const char *key = attribute(attributes, keys[k]);
        for (size_t i = 0; key != NULL && i < sizeof metas / sizeof *metas; i++)
            if (is_same(key, metas[i].name) && (metas[i].slot != DVI_META_URL || is_address(content)))
                put_text(meta, metas[i].slot, metas[i].rank, content);
    }
}

static void take_time(dvi_page_meta *meta, const char *const *attributes) {
    const char *property = attribute(attributes, "itemprop");
    bool published =
        (property != NULL && strcmp(property, "datePublished") == 0) || attribute(attributes, "pubdate");
    put_text(meta, DVI_META_DATE, published ? 2 : 6, attribute(attributes, "datetime"));
}

static void take_link(dvi_page_meta *meta, const char *const *attributes) {
    const char *rel = attribute(attributes, "rel"), *href = attribute(attributes, "href");
    if (rel != NULL && is_same(rel, "canonical") && is_address(href)) put_text(meta, DVI_META_URL, 0, href);
}

static void want(dvi_page_meta *meta, dvi_meta_slot slot, unsigned rank) {
    if (meta->wanted_depth != 0 || meta->ranks[slot] <= rank) return;
    meta->wanted_depth = meta->depth;
    meta->slot = slot;
    meta->rank = rank;
    meta->gathered.len = 0;
    meta->flow = (dvi_flow){.out = &meta->gathered};
}

void dvi_page_meta_open(dvi_page_meta *meta, const char *name, const char *const *attributes) {
    const char *type = attribute(attributes, "type");
    meta->depth++;
    if (strcmp(name, "html") == 0) put_text(meta, DVI_META_LANG, 0, attribute(attributes, "lang"));
    if (strcmp(name, "meta") == 0) take_meta(meta, attributes);
    if (strcmp(name, "link") == 0) take_link(meta, attributes);
    if (strcmp(name, "time") == 0) take_time(meta, attributes);
    if (strcmp(name, "h1") == 0) want(meta, DVI_META_TITLE, 4);
    if (strcmp(name, "title") == 0) want(meta, DVI_META_TITLE, 5);
    meta->is_ld = strcmp(name, "script") == 0 && type != NULL && is_same(type, "application/ld+json");
    if (meta->is_ld) meta->gathered.len = 0;
}

void dvi_page_meta_add(dvi_page_meta *meta, dvk_span text) {
    if (meta->wanted_depth == 0 || meta->status != DVK_OK) return;
    dvi_flow_add(&meta->flow, text);
    meta->status = meta->flow.status;
}

void dvi_page_meta_raw(dvi_page_meta *meta, dvk_span text) {
    if (!meta->is_ld || meta->wanted_depth != 0 || meta->status != DVK_OK) return;
    if (meta->gathered.len + text.len > MOST_LD)
        meta->is_ld = false;
    else
        meta->status = dvi_buffer_append(&meta->gathered, text.data, text.len);
}

static bool is_article(const dvi_json_value *type) {
    static const char *const types[] = {"NewsArticle", "Article", "ReportageNewsArticle", "BlogPosting"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (type->kind == DVI_JSON_STRING && type->text.len == strlen(types[i]) &&
            memcmp(type->text.data, types[i], type->text.len) == 0)
            return true;
    return false;
}

/* What stands in JSON-LD should be plain, and often is not: &quot; and <p>, as in the page. */
static void put_html(dvi_page_meta *meta, dvi_meta_slot slot, unsigned rank, dvk_span html) {
    dvi_buffer plain = {0};
    dvk_status status = dvi_html_text(html, &plain);
    if (status == DVK_E_MEMORY)
        meta->status = status;
    else
        put(meta, slot, rank, status == DVK_OK ? dvi_buffer_span(&plain) : html);
    dvi_buffer_finish(&plain);
}

static void take_ld(dvi_page_meta *meta) {
    enum { TYPE, HEADLINE, DATE, BODY, LANGUAGE, N_KEYS };
    static const dvk_span keys[N_KEYS] = {
        {"@type", 5}, {"headline", 8}, {"datePublished", 13}, {"articleBody", 11}, {"inLanguage", 10}};
    static const dvi_meta_slot slots[N_KEYS] = {DVI_META_TITLE, DVI_META_TITLE, DVI_META_DATE, DVI_META_TEXT,
                                                DVI_META_LANG};
    dvi_json_value values[N_KEYS];
    dvi_json_fault fault;
    dvk_span object = dvi_trim(dvi_buffer_span(&meta->gathered));
    if (object.len == 0 || object.data[0] != '{') return;
    meta->status = dvi_buffer_reserve(&meta->gathered, DVI_JSON_PADDING);
    if (meta->status != DVK_OK) return;
    memset(meta->gathered.data + meta->gathered.len, 0, DVI_JSON_PADDING);
    object = dvi_trim(dvi_buffer_span(&meta->gathered));
    dvk_status status = dvi_json_parse(meta->json, object.data, object.len, keys, N_KEYS, values, &fault);
    if (status == DVK_E_MEMORY) meta->status = status;
    if (status != DVK_OK || !is_article(&values[TYPE])) return;
    for (size_t i = HEADLINE; i < N_KEYS; i++)
        if (values[i].kind == DVI_JSON_STRING) put_html(meta, slots[i], 1, values[i].text);
}

void dvi_page_meta_close(dvi_page_meta *meta, const char *name) {
    if (meta->is_ld && strcmp(name, "script") == 0 && meta->status == DVK_OK) take_ld(meta);
    meta->is_ld = false;
    if (meta->wanted_depth != 0 && meta->depth == meta->wanted_depth) {
        dvk_span text = dvi_buffer_span(&meta->gathered);
        meta->wanted_depth = 0;
        put(meta, meta->slot, meta->rank, text);
    }
    if (meta->depth != 0) meta->depth--;
}

void dvi_page_meta_settle(dvi_page_meta *meta) {
    static const char *const between[] = {" | ", " - ", " — ", " – ", " :: ", " » ", " • ", " / "};
    dvi_buffer *title = &meta->slots[DVI_META_TITLE];
    const dvi_buffer *site = &meta->slots[DVI_META_SITE];
    if (site->len == 0) return;
    for (size_t i = 0; i < sizeof between / sizeof *between; i++) {
        size_t len = strlen(between[i]), behind = len + site->len;
        if (title->len <= behind) continue;
        const char *at = title->data + title->len - behind;
        if (memcmp(at, between[i], len) != 0 ||
            !dvi_same_letters((dvk_span){at + len, site->len}, dvi_buffer_span(site)))
            continue;
        title->len -= behind;
        return;
    }
}
