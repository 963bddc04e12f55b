/* What the elements of RSS and Atom are called and mean.
 *
 * RSS 0.9x and 2.0, RSS 1.0 (RDF), Atom 1.0 and 0.3, with the modules that carry what an article needs:
 * content:encoded, Dublin Core, yandex:full-text. */
#include "feed_names.h"

#include <string.h>

bool dvi_feed_is(const unsigned char *name, const char *wanted) {
    return strcmp((const char *)name, wanted) == 0;
}

dvi_feed_space dvi_feed_space_of(const unsigned char *uri) {
    static const struct {
        const char *uri;
        dvi_feed_space space;
    } known[] = {{"http://backend.userland.com/rss2", DVI_SPACE_NONE},
                 {"http://purl.org/rss/1.0/", DVI_SPACE_RSS},
                 {"http://my.netscape.com/rdf/simple/0.9/", DVI_SPACE_RSS},
                 {"http://www.w3.org/2005/Atom", DVI_SPACE_ATOM},
                 {"http://purl.org/atom/ns#", DVI_SPACE_ATOM},
                 {"http://purl.org/dc/elements/1.1/", DVI_SPACE_DC},
                 {"http://purl.org/rss/1.0/modules/content/", DVI_SPACE_CONTENT},
                 {"http://news.yandex.ru", DVI_SPACE_YANDEX},
                 {"http://www.w3.org/1999/02/22-rdf-syntax-ns#", DVI_SPACE_RDF}};
    if (uri == NULL) return DVI_SPACE_NONE;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (dvi_feed_is(uri, known[i].uri)) return known[i].space;
    return DVI_SPACE_OTHER;
}

dvk_span dvi_feed_attribute(const dvi_feed_attributes *all, const char *prefix, const char *name) {
    for (int i = 0; i < all->n; i++) {
        const unsigned char **a = all->five + i * 5;
        bool same_prefix = prefix == NULL ? a[1] == NULL : a[1] != NULL && dvi_feed_is(a[1], prefix);
        if (same_prefix && dvi_feed_is(a[0], name))
            return (dvk_span){(const char *)a[3], (size_t)(a[4] - a[3])};
    }
    return (dvk_span){NULL, 0};
}

bool dvi_feed_span_is(dvk_span text, const char *wanted) {
    return text.len == strlen(wanted) && memcmp(text.data, wanted, text.len) == 0;
}

static bool ends(dvk_span text, const char *wanted) {
    size_t len = strlen(wanted);
    return text.len >= len && memcmp(text.data + text.len - len, wanted, len) == 0;
}

bool dvi_feed_is_root(dvi_feed_space space, const unsigned char *name) {
    return (space == DVI_SPACE_NONE && dvi_feed_is(name, "rss")) ||
           (space == DVI_SPACE_ATOM && dvi_feed_is(name, "feed")) ||
           (space == DVI_SPACE_RDF && dvi_feed_is(name, "RDF"));
}

bool dvi_feed_is_entry(dvi_feed_space space, const unsigned char *name) {
    return (dvi_feed_is(name, "item") && (space == DVI_SPACE_NONE || space == DVI_SPACE_RSS)) ||
           (dvi_feed_is(name, "entry") && space == DVI_SPACE_ATOM);
}

dvi_feed_markup dvi_feed_markup_of(dvi_feed_space space, const dvi_feed_attributes *all) {
    dvk_span type = dvi_feed_attribute(all, NULL, "type");
    if (space != DVI_SPACE_ATOM) return DVI_MARKUP_ESCAPED;
    if (dvi_feed_span_is(type, "xhtml") || ends(type, "xhtml+xml")) return DVI_MARKUP_ELEMENTS;
    return dvi_feed_span_is(type, "html") || dvi_feed_span_is(type, "text/html") ? DVI_MARKUP_ESCAPED
                                                                                 : DVI_MARKUP_NONE;
}

dvi_feed_slot dvi_feed_slot_of(dvi_feed_space space, const unsigned char *name) {
    static const struct {
        unsigned spaces;
        const char *name;
        dvi_feed_slot slot;
    } known[] = {
        {1 << DVI_SPACE_NONE | 1 << DVI_SPACE_RSS | 1 << DVI_SPACE_ATOM | 1 << DVI_SPACE_DC, "title",
         DVI_FEED_TITLE},
        {1 << DVI_SPACE_NONE | 1 << DVI_SPACE_RSS, "link", DVI_FEED_LINK},
        {1 << DVI_SPACE_NONE, "guid", DVI_FEED_ID},
        {1 << DVI_SPACE_ATOM, "id", DVI_FEED_ID},
        {1 << DVI_SPACE_NONE | 1 << DVI_SPACE_RSS | 1 << DVI_SPACE_DC, "description", DVI_FEED_SUMMARY},
        {1 << DVI_SPACE_ATOM, "summary", DVI_FEED_SUMMARY},
        {1 << DVI_SPACE_CONTENT, "encoded", DVI_FEED_FULL},
        {1 << DVI_SPACE_YANDEX, "full-text", DVI_FEED_FULL},
        {1 << DVI_SPACE_ATOM, "content", DVI_FEED_FULL},
        {1 << DVI_SPACE_NONE, "pubDate", DVI_FEED_DATE},
        {1 << DVI_SPACE_DC | 1 << DVI_SPACE_NONE, "date", DVI_FEED_DATE},
        {1 << DVI_SPACE_ATOM, "published", DVI_FEED_DATE},
        {1 << DVI_SPACE_ATOM, "issued", DVI_FEED_DATE},
        {1 << DVI_SPACE_ATOM, "updated", DVI_FEED_UPDATED},
        {1 << DVI_SPACE_ATOM, "modified", DVI_FEED_UPDATED},
        {1 << DVI_SPACE_NONE, "source", DVI_FEED_SOURCE},
        {1 << DVI_SPACE_DC | 1 << DVI_SPACE_NONE, "language", DVI_FEED_LANG}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if ((known[i].spaces & 1u << space) != 0 && dvi_feed_is(name, known[i].name)) return known[i].slot;
    return DVI_FEED_NO_SLOT;
}
