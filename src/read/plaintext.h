/* One plain text file -> one article. */
#ifndef DVI_PLAINTEXT_H
#define DVI_PLAINTEXT_H

#include <stddef.h>

#include "dvoinik/article.h"
#include "json_record.h"
#include "window.h"

/* Reads all that is left of the window. Its first line that is not blank is the title, what follows is the
 * text, white space at both ends taken off either. The spans are lent by the window and the origin. */
dvk_status dvi_plaintext_read(dvi_window *window, size_t max_record, const dvi_origin *origin,
                              dvk_article *article, dvk_error *error);

#endif
