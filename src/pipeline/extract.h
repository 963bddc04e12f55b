/* What of the extraction the rest of the pipeline uses. */
#ifndef DVI_EXTRACT_H
#define DVI_EXTRACT_H

#include "article/token.h"
#include "dvoinik/features.h"

/* Called with the tokens of each part of an article that counts; `text` is the part they lie in. */
typedef void (*dvi_part_visitor)(void *context, dvk_span text, const dvi_token *tokens, size_t n);

dvk_status dvi_extractor_visit(dvk_extractor *extractor, const dvk_article *article, dvi_part_visitor visit, void *context);

#endif
