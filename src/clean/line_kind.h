/* What a line of an article's text is, told from its beginning and its end. */
#ifndef DVI_LINE_KIND_H
#define DVI_LINE_KIND_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/article.h"

typedef enum dvi_line_kind {
    DVI_LINE_TEXT,      /* may belong to the article */
    DVI_LINE_FURNITURE, /* no part of it */
    DVI_LINE_LIST,      /* heads a list of other articles */
    DVI_LINE_TAIL_FROM  /* nothing after it belongs to the article, when it stands late enough */
} dvi_line_kind;

/* White space, also no-break spaces and what is invisible, taken off both ends. */
dvk_span dvi_line_trim(dvk_span line);

/* `line` is trimmed and not empty. */
dvi_line_kind dvi_line_kind_of(dvk_span line);

/* A trimmed line that ends in '...', '…' or one of them in brackets. */
bool dvi_line_is_cut_off(dvk_span line);

/* A trimmed line that may be a headline: a few words, no full stop. */
bool dvi_line_is_headline(dvk_span line);

#endif
