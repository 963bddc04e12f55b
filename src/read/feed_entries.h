/* The elements of a feed -> entries, in a queue. */
#ifndef DVI_FEED_ENTRIES_H
#define DVI_FEED_ENTRIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/status.h"
#include "feed_names.h"

struct _xmlParserCtxt; /* libxml2's */

typedef struct dvi_feed_entry {
    dvi_buffer slots[DVI_FEED_SLOTS];
    dvi_feed_markup markups[DVI_FEED_SLOTS];
    size_t total;
    uint64_t line, byte, number;
    bool too_long, id_is_link;
} dvi_feed_entry;

typedef struct dvi_feed_entries {
    size_t max_record;
    const struct _xmlParserCtxt *xml; /* tells where a tag stands */
    uint64_t begin;                   /* byte where the parser began */
    const char *file;                 /* that errors name */
    dvi_buffer source, lang;          /* of the feed as a whole */
    dvi_feed_entry *queue;
    size_t queued, given, queue_cap;
    uint64_t number;
    bool rooted; /* an element was seen */
    dvk_error failure;
    /* Where the parser stands. */
    unsigned depth, entry_depth, slot_depth, source_depth; /* 0: in none */
    bool in_channel;
    dvi_feed_slot slot;
    dvi_buffer *text; /* what characters are appended to; NULL: to nothing */
    dvi_feed_markup markup;
} dvi_feed_entries;

void dvi_feed_entries_finish(dvi_feed_entries *entries);

/* What the parser tells of. Failures are left in `failure`, and after one nothing is listened to. */
void dvi_feed_begin(dvi_feed_entries *feed, dvi_feed_space space, const unsigned char *name,
                    const dvi_feed_attributes *all);
void dvi_feed_end(dvi_feed_entries *feed, const unsigned char *name);
void dvi_feed_characters(dvi_feed_entries *feed, const char *data, size_t len);

/* A failure of the whole input, at the tag that was read last; the first one counts. The parser goes on to
 * the end of its piece: stopped from inside a callback it would take away the bytes that the callback's own
 * arguments point to. */
void dvi_feed_give_up(dvi_feed_entries *feed, dvk_status status, const char *message);

/* When all that was queued is given: an entry that has begun and not ended moves to the front. */
void dvi_feed_entries_empty(dvi_feed_entries *feed);

#endif
