/* What of the extraction the rest of the pipeline uses. */
#ifndef DVI_EXTRACT_H
#define DVI_EXTRACT_H

#include "article/token.h"
#include "dvoinik/features.h"

/* As dvk_features_extract, of an article that a reader gave, whose title and text it has found to be valid
 * UTF-8. */
dvk_status dvi_features_of_read(dvk_extractor *extractor, const dvk_article *article, dvk_features *out);

/* Called with the tokens of each part of an article that counts; `text` is the part they lie in. */
typedef void (*dvi_part_visitor)(void *context, dvk_span text, const dvi_token *tokens, size_t n);

dvk_status dvi_extractor_visit(dvk_extractor *extractor, const dvk_article *article, dvi_part_visitor visit,
                               void *context);

#endif
