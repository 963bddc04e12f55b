/* Lines that a source repeats from article to article: subscription lines, disclaimers, notes on authors. */
#ifndef DVI_REPEATED_H
#define DVI_REPEATED_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/model.h"
#include "zones.h"

/* What the article's source is told from others by: its name, without one the host of its address. 0 when
 * neither is known. */
uint64_t dvi_source_key(const dvk_article *article);

/* Key of a trimmed line of a source, DVI_LINE_KEY_BITS bits. */
uint64_t dvi_line_key(uint64_t source, dvk_span line);

/* Marks as TAIL those of `parts`, the lines of the article's text, one line a part, that a fitted model
 * knows as repeated. What is not repeated often stays where it is half or more of the rest: then the article
 * is a version of another one. `model` may be NULL. */
void dvi_mark_repeated(const dvk_model *model, const dvk_article *article, dvi_zone_part *parts, size_t n);

#endif
