/* A limit on the words of an article. */
#ifndef DVI_TOKEN_LIMIT_H
#define DVI_TOKEN_LIMIT_H

#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* DVK_OK or DVK_E_LIMIT, told as of the article's place in `file`. */
dvk_status dvi_check_tokens(const dvk_article *article, uint32_t most, const char *file, dvk_error *error);

#endif
