/* Teasers of other stories at the end of a page. */
#ifndef DVI_TEASERS_H
#define DVI_TEASERS_H

#include <stddef.h>

#include "zones.h"

/* Looks at the end of `parts`, the lines of a text of `text_len` bytes, one line a part, and marks as TAIL a
 * run of teasers: blocks of at most two headlines and a line cut off by '...'. Never more than 60% of the
 * text, and never so much that less than 200 bytes of it would count. */
void dvi_mark_teasers(dvi_zone_part *parts, size_t n, size_t text_len);

#endif
