/* What the elements of RSS and Atom are called and mean: the names alone, nothing of where they stand. */
#ifndef DVI_FEED_NAMES_H
#define DVI_FEED_NAMES_H

#include <stdbool.h>

#include "dvoinik/article.h"

/* What is gathered of an entry. */
typedef enum dvi_feed_slot {
    DVI_FEED_ID,
    DVI_FEED_LINK,
    DVI_FEED_TITLE,
    DVI_FEED_FULL,
    DVI_FEED_SUMMARY,
    DVI_FEED_DATE,
    DVI_FEED_UPDATED,
    DVI_FEED_SOURCE,
    DVI_FEED_LANG,
    DVI_FEED_SLOTS,
    DVI_FEED_NO_SLOT
} dvi_feed_slot;

/* How the characters of a slot are to be read. */
typedef enum dvi_feed_markup { DVI_MARKUP_NONE, DVI_MARKUP_ESCAPED, DVI_MARKUP_ELEMENTS } dvi_feed_markup;

/* What an element's namespace is, as far as it matters here. */
typedef enum dvi_feed_space {
    DVI_SPACE_NONE,
    DVI_SPACE_RSS,
    DVI_SPACE_ATOM,
    DVI_SPACE_DC,
    DVI_SPACE_CONTENT,
    DVI_SPACE_YANDEX,
    DVI_SPACE_RDF,
    DVI_SPACE_OTHER
} dvi_feed_space;

/* Of an element, as libxml2's SAX2 gives them. */
typedef struct dvi_feed_attributes {
    const unsigned char **five; /* local name, prefix, namespace, value, its end */
    int n;
} dvi_feed_attributes;

bool dvi_feed_is(const unsigned char *name, const char *wanted);
bool dvi_feed_span_is(dvk_span text, const char *wanted);

dvi_feed_space dvi_feed_space_of(const unsigned char *uri);

/* NULL data when there is none. */
dvk_span dvi_feed_attribute(const dvi_feed_attributes *all, const char *prefix, const char *name);

bool dvi_feed_is_root(dvi_feed_space space, const unsigned char *name);
bool dvi_feed_is_entry(dvi_feed_space space, const unsigned char *name);

/* Atom says what its text is; RSS titles and descriptions are HTML, with its characters escaped once more or
 * not. */
dvi_feed_markup dvi_feed_markup_of(dvi_feed_space space, const dvi_feed_attributes *all);

/* The slot of an entry's child. */
dvi_feed_slot dvi_feed_slot_of(dvi_feed_space space, const unsigned char *name);

#endif
