/* In which articles of a source a line stands, for finding the lines that it repeats.
 *
 * Idea: a line of a story stands in its copies and versions, whose titles are alike; a line that belongs to
 * the page stands under titles that have nothing to do with each other. So of each line the log keeps a
 * min-hash of the words of each title (Broder, "On the resemblance and containment of documents", 1997,
 * section 4): titles that are alike mostly have the same. It keeps the least ones alone, as many as are
 * asked for, and where it is full it goes on with the least half of all, so that what comes out does not
 * depend on the order of articles (a bottom-k sketch: Cohen, Kaplan, "Summarizing data using bottom-k
 * sketches", PODC 2007). */
#ifndef DVI_LINE_LOG_H
#define DVI_LINE_LOG_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"

/* Under so many kinds of titles a line is DVI_REPEATED, or DVI_REPEATED_OFTEN. */
enum { DVI_TITLES_SOME = 4, DVI_TITLES_MANY = 8 };

enum { DVI_TITLE_BITS = 24 };

typedef struct dvi_line_log {
    uint64_t *list; /* dvi_line_key, and below it DVI_TITLE_BITS of a title's min-hash */
    size_t n, cap, most;
    uint32_t limit; /* min-hashes from this on are left out */
} dvi_line_log;

/* It will have `most` entries at most, 8 bytes each, and as many again while they are sorted. */
void dvi_line_log_init(dvi_line_log *log, size_t most);
void dvi_line_log_finish(dvi_line_log *log);

/* Takes the lines of an article of a source, dvi_source_key; none of an article of one line. Cost: the text
 * is hashed once. DVK_OK or DVK_E_MEMORY; the log has then some of its lines. */
dvk_status dvi_line_log_add(dvi_line_log *log, uint64_t source, const dvk_article *article);

/* The lines that are repeated, rising, as dvi_fitted_model_create takes them; *lines is for dvi_free. The
 * same whatever the order of articles. DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_line_log_repeated(dvi_line_log *log, uint64_t **lines, size_t *n);

#endif
