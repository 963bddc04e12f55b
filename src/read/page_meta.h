/* What an HTML page says of its article: title, date, site, address, language. */
#ifndef DVI_PAGE_META_H
#define DVI_PAGE_META_H

#include <stdbool.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"
#include "html_text.h"
#include "json_shim.h"

typedef enum dvi_meta_slot {
    DVI_META_TITLE,
    DVI_META_DATE,
    DVI_META_SITE,
    DVI_META_URL,
    DVI_META_LANG,
    DVI_META_TEXT, /* JSON-LD's articleBody */
    DVI_N_META_SLOTS
} dvi_meta_slot;

typedef struct dvi_page_meta {
    dvi_json *json; /* borrowed */
    dvi_buffer slots[DVI_N_META_SLOTS];
    unsigned ranks[DVI_N_META_SLOTS]; /* of where each came from; lower is better */
    /* An element whose text is wanted. */
    dvi_meta_slot slot;
    unsigned rank, depth, wanted_depth; /* 0: in none */
    bool in_svg_title, is_ld;
    dvi_buffer gathered;
    dvi_flow flow;
    dvk_status status;
} dvi_page_meta;

/* A zeroed one is valid to begin and to finish. Begins a new page. */
void dvi_page_meta_begin(dvi_page_meta *meta, dvi_json *json);
void dvi_page_meta_finish(dvi_page_meta *meta);

/* The events of html.h. */
void dvi_page_meta_open(dvi_page_meta *meta, const char *name, const char *const *attributes);
void dvi_page_meta_close(dvi_page_meta *meta, const char *name);
void dvi_page_meta_add(dvi_page_meta *meta, dvk_span text);
void dvi_page_meta_raw(dvi_page_meta *meta, dvk_span text);

/* Behind the last event: takes the site's name off the title. */
void dvi_page_meta_settle(dvi_page_meta *meta);

#endif
