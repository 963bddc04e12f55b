/* RSS and Atom -> articles: what was gathered of an entry, its markup taken away. The elements' names are
 * known to feed_names.c, the XML to feed_parser.c, and feed_entries.c gathers. */
#include "feed.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "blank.h"
#include "complete.h"
#include "feed_parser.h"
#include "html_text.h"

struct dvi_feed {
    dvi_feed_parser *parser;
    dvi_buffer out[2]; /* the title and text handed out */
};

dvi_feed *dvi_feed_create(dvi_window *window, size_t max_record) {
    dvi_feed *feed = dvi_alloc_zero(1, sizeof *feed);
    if (feed == NULL) return NULL;
    feed->parser = dvi_feed_parser_create(window, max_record);
    if (feed->parser != NULL) return feed;
    dvi_free(feed);
    return NULL;
}

void dvi_feed_destroy(dvi_feed *feed) {
    if (feed == NULL) return;
    dvi_feed_parser_destroy(feed->parser);
    dvi_buffer_finish(&feed->out[0]);
    dvi_buffer_finish(&feed->out[1]);
    dvi_free(feed);
}

/* The text of a slot, its markup taken away. */
static dvk_status strip(const dvi_feed_entry *e, dvi_feed_slot slot, dvi_buffer *out) {
    dvk_span raw = dvi_buffer_span(&e->slots[slot]);
    out->len = 0;
    if (e->markups[slot] != DVI_MARKUP_NONE) return dvi_html_text(raw, out);
    dvi_flow flow = {.out = out, .keeps_lines = true};
    dvi_flow_add(&flow, raw);
    return flow.status;
}

static dvk_status strip_all(dvi_feed *feed, const dvi_feed_entry *e) {
    dvk_status status = strip(e, DVI_FEED_TITLE, &feed->out[0]);
    if (status == DVK_OK) status = strip(e, DVI_FEED_FULL, &feed->out[1]);
    if (status == DVK_OK && dvi_is_blank(dvi_buffer_span(&feed->out[1])))
        status = strip(e, DVI_FEED_SUMMARY, &feed->out[1]);
    return status;
}

static dvk_span first_of(const dvi_buffer *a, const dvi_buffer *b) {
    dvk_span first = dvi_buffer_span(a);
    return dvi_is_blank(first) ? dvi_buffer_span(b) : first;
}

static bool is_web_address(dvk_span text) {
    return text.len > 7 && (memcmp(text.data, "http://", 7) == 0 || memcmp(text.data, "https:/", 7) == 0);
}

static dvk_status give_entry(dvi_feed *feed, const dvi_feed_entry *e, const dvi_origin *origin,
                             dvi_buffer *made_id, dvk_article *article, dvk_error *error) {
    const dvi_buffer *slots = e->slots;
    const dvi_feed_entries *all = dvi_feed_parser_entries(feed->parser);
    const char *message = "out of memory while reading an entry";
    dvk_status status = strip_all(feed, e);
    if (e->too_long || status == DVK_E_LIMIT) {
        status = DVK_E_LIMIT;
        message = e->too_long
                      ? "the entry is longer than the limit on a record; raise --max-record"
                      : "the HTML of the entry is nested too deeply, or has too many elements or attributes";
    }
    if (status != DVK_OK) return dvi_error_set(error, status, origin->path, e->line, e->byte, "%s", message);
    *article = (dvk_article){.id = dvi_buffer_span(&slots[DVI_FEED_ID]),
                             .url = dvi_buffer_span(&slots[DVI_FEED_LINK]),
                             .title = dvi_buffer_span(&feed->out[0]),
                             .text = dvi_buffer_span(&feed->out[1]),
                             .date = first_of(&slots[DVI_FEED_DATE], &slots[DVI_FEED_UPDATED]),
                             .source = first_of(&slots[DVI_FEED_SOURCE], &all->source),
                             .lang = first_of(&slots[DVI_FEED_LANG], &all->lang),
                             .line = e->line,
                             .byte = e->byte};
    dvi_trim_fields(article);
    if (article->url.len == 0 && e->id_is_link && is_web_address(article->id)) article->url = article->id;
    return dvi_complete(article, origin, e->number, made_id, error);
}

dvk_status dvi_feed_next(dvi_feed *feed, const dvi_origin *origin, dvi_buffer *made_id, dvk_article *article,
                         dvk_error *error) {
    const dvi_feed_entry *entry;
    dvk_status status = dvi_feed_parser_next(feed->parser, &entry, error);
    return status == DVK_OK ? give_entry(feed, entry, origin, made_id, article, error) : status;
}
