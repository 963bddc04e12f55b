/* Which characters do not show. */
#ifndef DVI_BLANK_H
#define DVI_BLANK_H

#include <stdbool.h>
#include <stddef.h>

#include "dvoinik/article.h"

/* Whether valid UTF-8 has nothing but white space (Unicode's White_Space) and characters of no width. */
bool dvi_is_blank(dvk_span text);

static inline bool dvi_is_ascii_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Without ASCII white space at both ends. */
dvk_span dvi_trim(dvk_span text);

#endif
