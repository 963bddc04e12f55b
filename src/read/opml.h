/* OPML -> the local files it lists. */
#ifndef DVI_OPML_H
#define DVI_OPML_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"

typedef struct dvi_opml {
    dvi_buffer paths; /* as written, file: and percent signs taken away; each ends in NUL */
    size_t n;
    uint64_t remote; /* feeds that are addresses on the network */
} dvi_opml;

/* A zeroed one is valid to finish. Parses `text`, valid UTF-8; `file` is for errors. DVK_OK, DVK_E_INPUT,
 * DVK_E_LIMIT, DVK_E_MEMORY. */
dvk_status dvi_opml_read(dvi_opml *opml, dvk_span text, const char *file, dvk_error *error);
void dvi_opml_finish(dvi_opml *opml);

#endif
