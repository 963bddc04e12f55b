/* The elements of a feed -> entries.
 *
 * An entry is gathered into slots and queued at its end. No tree is built, so that a feed of any length
 * passes with one entry in memory. */
#include "feed_entries.h"

#include <string.h>

#include <libxml/parser.h>

#include "base/error.h"
#include "base/memory.h"
#include "blank.h"

enum { MOST_DEPTH = 200 };

/* Line and byte of the '<' of the tag that the parser has just read. */
static void tag_place(const dvi_feed_entries *feed, uint64_t *line, uint64_t *byte) {
    const xmlParserInput *input = feed->xml->input;
    const unsigned char *at = input->cur;
    *line = (uint64_t)input->line;
    while (at > input->base && *at != '<') {
        at--;
        *line -= *at == '\n';
    }
    *byte = feed->begin + input->consumed + (uint64_t)(at - input->base);
}

void dvi_feed_give_up(dvi_feed_entries *feed, dvk_status status, const char *message) {
    uint64_t line, byte;
    if (feed->failure.status != DVK_OK) return;
    tag_place(feed, &line, &byte);
    dvi_error_set(&feed->failure, status, feed->file, line, byte, "%s", message);
}

static void put(dvi_feed_entries *feed, dvi_buffer *out, const char *data, size_t len) {
    if (dvi_buffer_append(out, data, len) != DVK_OK)
        dvi_feed_give_up(feed, DVK_E_MEMORY, "out of memory while reading an entry");
}

static dvi_feed_entry *current(dvi_feed_entries *feed) {
    return feed->entry_depth != 0 ? &feed->queue[feed->queued] : NULL;
}

/* Appends to what is being gathered, within the limit on an entry. */
static void gather(dvi_feed_entries *feed, const char *data, size_t len) {
    dvi_feed_entry *e = current(feed);
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

static void gather_text(dvi_feed_entries *feed, const char *data) {
    gather(feed, data, strlen(data));
}

void dvi_feed_characters(dvi_feed_entries *feed, const char *data, size_t len) {
    if (feed->failure.status != DVK_OK || feed->text == NULL) return;
    if (feed->markup != DVI_MARKUP_ELEMENTS) {
        gather(feed, data, len);
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

static void begin_entry(dvi_feed_entries *feed, const dvi_feed_attributes *all) {
    void *queue = feed->queue;
    size_t before = feed->queue_cap;
    dvk_status status = dvi_grow(&queue, &feed->queue_cap, feed->queued + 1, sizeof *feed->queue);
    feed->queue = queue;
    if (status != DVK_OK) {
        dvi_feed_give_up(feed, DVK_E_MEMORY, "out of memory while reading an entry");
        return;
    }
    memset(feed->queue + before, 0, (feed->queue_cap - before) * sizeof *feed->queue);
    dvi_feed_entry *e = &feed->queue[feed->queued];
    for (size_t i = 0; i < DVI_FEED_SLOTS; i++) {
        e->slots[i].len = 0;
        e->markups[i] = DVI_MARKUP_NONE;
    }
    e->total = 0;
    e->too_long = e->id_is_link = false;
    e->number = ++feed->number;
    tag_place(feed, &e->line, &e->byte);
    feed->entry_depth = feed->depth;
    dvk_span about = dvi_feed_attribute(all, "rdf", "about"), lang = dvi_feed_attribute(all, "xml", "lang");
    feed->text = &e->slots[DVI_FEED_ID];
    gather(feed, about.data, about.len);
    feed->text = &e->slots[DVI_FEED_LANG];
    gather(feed, lang.data, lang.len);
    feed->text = NULL;
}

static void begin_slot(dvi_feed_entries *feed, dvi_feed_slot slot, dvi_feed_markup markup) {
    dvi_feed_entry *e = current(feed);
    feed->slot_depth = feed->depth;
    feed->slot = slot;
    feed->text = NULL;
    if (slot != DVI_FEED_ID && slot != DVI_FEED_LANG && !dvi_is_blank(dvi_buffer_span(&e->slots[slot])))
        return;
    e->total -= e->slots[slot].len;
    e->slots[slot].len = 0;
    e->markups[slot] = feed->markup = markup;
    feed->text = e->too_long ? NULL : &e->slots[slot];
}

static void take_atom_link(dvi_feed_entries *feed, const dvi_feed_attributes *all) {
    dvi_feed_entry *e = current(feed);
    dvk_span rel = dvi_feed_attribute(all, NULL, "rel"), href = dvi_feed_attribute(all, NULL, "href");
    if (e->slots[DVI_FEED_LINK].len != 0 || (rel.data != NULL && !dvi_feed_span_is(rel, "alternate"))) return;
    feed->text = &e->slots[DVI_FEED_LINK];
    gather(feed, href.data, href.len);
    feed->text = NULL;
}

static void begin_in_entry(dvi_feed_entries *feed, dvi_feed_space space, const unsigned char *name,
                           const dvi_feed_attributes *all) {
    bool child = feed->depth == feed->entry_depth + 1;
    if (child && space == DVI_SPACE_ATOM && dvi_feed_is(name, "source")) feed->source_depth = feed->depth;
    if (child && space == DVI_SPACE_ATOM && dvi_feed_is(name, "link")) take_atom_link(feed, all);
    if (feed->source_depth != 0 && feed->depth == feed->source_depth + 1 && dvi_feed_is(name, "title"))
        begin_slot(feed, DVI_FEED_SOURCE, dvi_feed_markup_of(space, all));
    if (!child) return;
    dvi_feed_slot slot = dvi_feed_slot_of(space, name);
    if (slot == DVI_FEED_NO_SLOT) return;
    dvk_span permanent = dvi_feed_attribute(all, NULL, "isPermaLink");
    if (slot == DVI_FEED_ID && space == DVI_SPACE_NONE)
        current(feed)->id_is_link = !dvi_feed_span_is(permanent, "false");
    begin_slot(feed, slot, dvi_feed_markup_of(space, all));
}

/* The feed's own title and language. */
static void begin_in_header(dvi_feed_entries *feed, dvi_feed_space space, const unsigned char *name) {
    bool of_feed = (feed->depth == 2 && space == DVI_SPACE_ATOM) || (feed->depth == 3 && feed->in_channel);
    if (feed->depth == 2 && dvi_feed_is(name, "channel")) feed->in_channel = true;
    if (!of_feed) return;
    dvi_buffer *out = NULL;
    if (dvi_feed_is(name, "title") && space != DVI_SPACE_OTHER) out = &feed->source;
    if (dvi_feed_is(name, "language") && (space == DVI_SPACE_NONE || space == DVI_SPACE_DC))
        out = &feed->lang;
    if (out == NULL || out->len != 0) return;
    feed->slot = DVI_FEED_NO_SLOT;
    feed->slot_depth = feed->depth;
    feed->markup = DVI_MARKUP_NONE;
    feed->text = out;
}

static void begin_root(dvi_feed_entries *feed, dvi_feed_space space, const unsigned char *name,
                       const dvi_feed_attributes *all) {
    dvk_span lang = dvi_feed_attribute(all, "xml", "lang");
    if (!dvi_feed_is_root(space, name))
        dvi_feed_give_up(feed, DVK_E_INPUT,
                         "this XML is neither RSS nor Atom; name its format, or convert it");
    feed->rooted = true;
    put(feed, &feed->lang, lang.data, lang.len);
}

static void gather_tag(dvi_feed_entries *feed, const char *open, const unsigned char *name) {
    if (feed->text == NULL || feed->markup == DVI_MARKUP_NONE) return;
    gather_text(feed, open);
    gather_text(feed, (const char *)name);
    gather_text(feed, ">");
}

void dvi_feed_begin(dvi_feed_entries *feed, dvi_feed_space space, const unsigned char *name,
                    const dvi_feed_attributes *all) {
    if (feed->failure.status != DVK_OK) return;
    if (++feed->depth > MOST_DEPTH) {
        dvi_feed_give_up(feed, DVK_E_LIMIT,
                         "elements are nested more than 200 deep here; the feed cannot be read on");
        return;
    }
    if (feed->depth == 1)
        begin_root(feed, space, name, all);
    else if (feed->slot_depth != 0)
        gather_tag(feed, "<", name);
    else if (feed->entry_depth != 0)
        begin_in_entry(feed, space, name, all);
    else if (dvi_feed_is_entry(space, name))
        begin_entry(feed, all);
    else
        begin_in_header(feed, space, name);
}

void dvi_feed_end(dvi_feed_entries *feed, const unsigned char *name) {
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

void dvi_feed_entries_empty(dvi_feed_entries *feed) {
    if (feed->entry_depth != 0 && feed->queued != 0) {
        dvi_feed_entry swap = feed->queue[0];
        feed->queue[0] = feed->queue[feed->queued];
        feed->queue[feed->queued] = swap;
        if (feed->text != NULL) feed->text = &feed->queue[0].slots[feed->slot];
    }
    feed->queued = feed->given = 0;
}

void dvi_feed_entries_finish(dvi_feed_entries *entries) {
    for (size_t i = 0; i < entries->queue_cap; i++)
        for (size_t k = 0; k < DVI_FEED_SLOTS; k++)
            dvi_buffer_finish(&entries->queue[i].slots[k]);
    dvi_free(entries->queue);
    dvi_buffer_finish(&entries->source);
    dvi_buffer_finish(&entries->lang);
}
