/* Whether a page can be parsed in reasonable time. */
#ifndef DVI_HTML_GUARD_H
#define DVI_HTML_GUARD_H

#include <stdbool.h>

#include "dvoinik/article.h"

/* False when a tag has too many attributes or there are too many tags. Cost: one pass. */
bool dvi_html_is_bearable(dvk_span html);

#endif
