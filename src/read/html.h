/* HTML of any quality -> begins and ends of elements, and text. */
#ifndef DVI_HTML_H
#define DVI_HTML_H

#include <stddef.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* Names are in small letters; `attributes` are name and value in turn (a value may be NULL) up to a NULL, or
 * NULL. Every element that begins ends, in order, where the page forgot it too. What stands in <script> and
 * <style> is not text but raw, and told of only where `raw` is not NULL. */
typedef struct dvi_html_events {
    void (*begin)(void *user, const char *name, const char *const *attributes);
    void (*end)(void *user, const char *name);
    void (*text)(void *user, dvk_span text);
    void (*raw)(void *user, dvk_span text);
} dvi_html_events;

/* Walks `html`, which is valid UTF-8; a charset it declares is passed over. DVK_OK; DVK_E_LIMIT when elements
 * are nested too deeply, with everything before that told, or there are too many tags, attributes or names;
 * DVK_E_MEMORY. */
dvk_status dvi_html_walk(dvk_span html, const dvi_html_events *events, void *user);

#endif
