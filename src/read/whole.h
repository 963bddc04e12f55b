/* All of one input, held at once: for kinds that are one article, or a list. */
#ifndef DVI_WHOLE_H
#define DVI_WHOLE_H

#include <stddef.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"
#include "window.h"

/* Reads all that is left of the window into `all`, which the window lends. It is valid UTF-8. */
dvk_status dvi_whole_read(dvi_window *window, size_t max_record, dvk_span *all, dvk_error *error);

#endif
