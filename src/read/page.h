/* One HTML page -> one article. */
#ifndef DVI_PAGE_H
#define DVI_PAGE_H

#include "dvoinik/article.h"
#include "dvoinik/status.h"
#include "json_shim.h"

typedef struct dvi_page dvi_page;

/* NULL when memory is out. `json` is borrowed. One serves many pages. */
dvi_page *dvi_page_create(dvi_json *json);
void dvi_page_destroy(dvi_page *page);

/* Fills title, text, date, source, url and lang of `article` from `html`, which is valid UTF-8, and lends
 * them until the next page. DVK_OK; DVK_E_LIMIT when elements are nested too deeply or are too many;
 * DVK_E_MEMORY. */
dvk_status dvi_page_read(dvi_page *page, dvk_span html, dvk_article *article);

/* The sentence for a failure of dvi_page_read. */
const char *dvi_page_reason(dvk_status status);

#endif
