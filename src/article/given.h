/* Whether what a caller gave can be looked at: bytes where a length says so, lists where a number does. */
#ifndef DVI_GIVEN_H
#define DVI_GIVEN_H

#include <stdbool.h>

#include "base/span.h"
#include "dvoinik/article.h"
#include "dvoinik/features.h"

static inline bool dvi_is_article(const dvk_article *article) {
    return article != NULL && dvi_is_span(article->id) && dvi_is_span(article->url) &&
           dvi_is_span(article->title) && dvi_is_span(article->text) && dvi_is_span(article->date) &&
           dvi_is_span(article->source) && dvi_is_span(article->lang) && dvi_is_span(article->record) &&
           dvi_is_span(article->file);
}

static inline bool dvi_are_features(const dvk_features *features) {
    return features != NULL && (features->list != NULL || features->n_features == 0) &&
           (features->shingles != NULL || features->n_shingles == 0);
}

#endif
