/* Fitting: from articles, a model that also knows what their sources repeat.
 *
 * The model that ships knows the boilerplate of news pages by lists. What a single site writes under each of
 * its articles (a subscription line, a disclaimer, a note on an author, headlines of other stories) no list
 * has; it shows when many articles of the site are seen. A line is repeated when one source has it under
 * four titles at least that have no word in common, as versions of one story mostly have. Features made with
 * the fitted model leave such lines out, those under fewer than eight titles only where more than half of the
 * rest of the article is its own.
 *
 * Features and scores of a fitted model are comparable with those of no other: its fingerprint differs. */
#ifndef DVOINIK_FIT_H
#define DVOINIK_FIT_H

#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/model.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct dvk_fit dvk_fit;

/* Returns DVK_OK, DVK_E_ARGUMENT or DVK_E_MEMORY. */
DVK_API dvk_status dvk_fit_create(dvk_fit **out);
DVK_API void dvk_fit_destroy(dvk_fit *fit); /* takes NULL */

/* Learns from one article; nothing of it is kept but hashes of its lines. The source of an article is its
 * `source`, without one the host of its `url`; from one that has neither nothing is learnt. Cost: one pass
 * over the text, 8 bytes a line; 128 MiB at most, from where on a sample of the articles is kept that does
 * not depend on their order. Returns DVK_OK, DVK_E_ARGUMENT or DVK_E_MEMORY. */
DVK_API dvk_status dvk_fit_add(dvk_fit *fit, const dvk_article *article);

typedef struct dvk_fit_stats {
    uint64_t articles;       /* that came */
    uint64_t without_source; /* of these, articles from which nothing could be learnt */
    uint64_t lines;          /* that the model made last knows as repeated */
} dvk_fit_stats;

/* The model that ships, with what was learnt; equal whatever the order of articles. *out is given back by
 * dvk_model_destroy, after all that uses it; the fit may go on learning. Returns DVK_OK, DVK_E_ARGUMENT or
 * DVK_E_MEMORY. */
DVK_API dvk_status dvk_fit_model(dvk_fit *fit, dvk_model **out);

DVK_API void dvk_fit_statistics(const dvk_fit *fit, dvk_fit_stats *stats);

#ifdef __cplusplus
}
#endif
#endif
