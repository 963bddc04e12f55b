/* Whether a line of the text says the title again. */
#ifndef DVI_TITLE_REPEAT_H
#define DVI_TITLE_REPEAT_H

#include <stdbool.h>

#include "dvoinik/article.h"

/* The same letters and digits, case and punctuation aside; one of the two may go on a little (a site's name,
 * "(photo)"). Stops at the first difference. */
bool dvi_repeats_title(dvk_span title, dvk_span line);

#endif
