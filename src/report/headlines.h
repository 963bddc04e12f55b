/* The headlines of a story for a report to people: a line for each language of each duplicate group, and
 * which of them to show when there are many. */
#ifndef DVI_HEADLINES_H
#define DVI_HEADLINES_H

#include <stdbool.h>

#include "stories.h"

/* The articles of a duplicate group in one language. */
typedef struct dvi_headline {
    uint32_t article, language, more;
    bool first; /* of its group */
    bool shown;
} dvi_headline;

/* A zeroed one is empty. */
typedef struct dvi_headlines {
    dvi_headline *list; /* those of the representative's group first */
    size_t n, cap;
    size_t n_hidden; /* reports in the lines that are not shown */
} dvi_headlines;

void dvi_headlines_finish(dvi_headlines *lines);

/* The lines of `story` in place of those that were there; at most `most` are shown (0: all), but one of each
 * language in any case. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_headlines_of(dvi_headlines *lines, const dvk_results *results, const dvi_story *story,
                            uint32_t most);

#endif
