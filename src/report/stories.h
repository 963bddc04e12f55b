/* Articles by event, for the reports that are ordered by it. */
#ifndef DVI_STORIES_H
#define DVI_STORIES_H

#include "dvoinik/result.h"

typedef struct dvi_language_count {
    uint32_t language, count;
} dvi_language_count;

/* Article numbers, sorted by event, then duplicate group, then input order. A zeroed one is empty. */
typedef struct dvi_stories {
    uint32_t *members;
    uint32_t *starts; /* n_events + 1 */
    size_t n_events, n_groups;
    dvi_language_count *languages; /* scratch of dvi_story_look */
} dvi_stories;

/* One event. The pointers are lent by dvi_stories; `languages` until the next dvi_story_look. */
typedef struct dvi_story {
    const uint32_t *members;
    size_t n, n_groups;
    uint32_t representative;
    int64_t first, last; /* DVK_NO_TIME when no member has a date */
    size_t n_undated;
    const dvi_language_count *languages; /* most articles first */
    size_t n_languages;
} dvi_story;

/* Returns DVK_OK, DVK_E_ARGUMENT when a group or event number is out of range, or DVK_E_MEMORY. */
dvk_status dvi_stories_init(dvi_stories *stories, const dvk_results *results);
void dvi_stories_finish(dvi_stories *stories);

void dvi_story_look(const dvi_stories *stories, const dvk_results *results, size_t event, dvi_story *out);

/* What the representative shares with the member that is hardest to see it in: of another script or language
 * when there is one, and the least alike. Returns how many of `cap` are filled; *other is that member. */
size_t dvi_story_shared(const dvi_story *story, const dvk_results *results, dvk_shared *out, size_t cap,
                        uint32_t *other);

dvk_result dvi_article(const dvk_results *results, size_t i);

/* The publisher, or the host of the address. */
dvk_span dvi_source_of(const dvk_result *article);

#endif
