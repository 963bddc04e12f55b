/* The HTML inside a feed's entry -> text, a paragraph a line. */
#ifndef DVI_HTML_TEXT_H
#define DVI_HTML_TEXT_H

#include <stdbool.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* Whether the name is of an element that stands on lines of its own. */
bool dvi_html_is_block(const char *name);

/* Whether what the element holds is not for reading. */
bool dvi_html_is_hidden(const char *name);

/* Text put together from pieces: white space becomes one space, breaks one line end, neither at the ends. */
typedef struct dvi_flow {
    dvi_buffer *out;
    size_t from; /* where in `out` this text begins */
    bool space, line, keeps_lines;
    dvk_status status;
} dvi_flow;

void dvi_flow_add(dvi_flow *flow, dvk_span text);

static inline void dvi_flow_break(dvi_flow *flow) {
    flow->line = true;
}

/* Appends the text of `html`. Where it has no tags its own lines stay. DVK_OK, DVK_E_LIMIT (nested too
 * deeply), DVK_E_MEMORY. */
dvk_status dvi_html_text(dvk_span html, dvi_buffer *out);

#endif
