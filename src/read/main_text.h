/* The main text of an HTML page, a paragraph a line. */
#ifndef DVI_MAIN_TEXT_H
#define DVI_MAIN_TEXT_H

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"

typedef struct dvi_main_text dvi_main_text;

/* NULL when memory is out. */
dvi_main_text *dvi_main_text_create(void);
void dvi_main_text_destroy(dvi_main_text *page);

/* A new page: forgets the last one. */
void dvi_main_text_begin(dvi_main_text *page);

/* The events of html.h. */
void dvi_main_text_open(dvi_main_text *page, const char *name, const char *const *attributes);
void dvi_main_text_close(dvi_main_text *page, const char *name);
void dvi_main_text_add(dvi_main_text *page, dvk_span text);

/* Appends the main text to `out`. DVK_OK, also when there is none; DVK_E_LIMIT when the page had too many
 * elements; DVK_E_MEMORY. */
dvk_status dvi_main_text_finish(dvi_main_text *page, dvi_buffer *out);

#endif
