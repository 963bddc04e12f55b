/* Matching: two articles' features -> scores, probabilities and the evidence behind them. */
#ifndef DVOINIK_MATCH_H
#define DVOINIK_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/features.h"
#include "dvoinik/model.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All in 1/65536, so that machines agree to the last bit. */
typedef struct dvk_match {
    uint32_t similarity;  /* weighted similarity of the features, 0 to 65536, before calibration */
    uint32_t resemblance; /* Jaccard similarity of the shingles, estimated from the bottom-k samples */
    uint32_t containment; /* share of the smaller article's shingles that the larger has */
    uint32_t duplicate;   /* probability that they are one article, copied, edited or translated */
    uint32_t event;       /* probability that they report one event; never below `duplicate` */
    uint32_t form;        /* how far they are one form filled in twice, as for two days' weather: what speaks
                             against one article and one event, however alike they are */
    uint32_t other_days;  /* 65536, or half of it, where both name days and none that the other names */
    uint32_t passage; /* how far all that they share is beside what their titles say, as the item of a digest
                         or the foot of a site's pages is: what speaks against both, likewise */
    uint32_t subjects; /* how far each says what its own title does and the other does not, though they share
                          wording: what speaks against one article, not against one event */
} dvk_match;

/* Scores a pair; symmetric. Stateless: any engine that brought the two together may call it. `model` must be
 * the one that made the features. Cost: O(features + shingles). Returns DVK_OK or DVK_E_ARGUMENT. */
DVK_API dvk_status dvk_score(const dvk_model *model, const dvk_features *a, const dvk_features *b,
                             dvk_match *out);

/* A feature that both articles have, heaviest first. */
typedef struct dvk_evidence {
    uint32_t key;
    uint8_t kind;   /* dvk_feature_kind */
    uint32_t share; /* of the similarity, in 1/65536 */
} dvk_evidence;

/* The shared features that carry the score, heaviest first: at most `cap` into `out`; returns how many. Cost:
 * O(features), and the shared ones sorted. */
DVK_API size_t dvk_match_evidence(const dvk_model *model, const dvk_features *a, const dvk_features *b,
                                  dvk_evidence *out, size_t cap);

#ifdef __cplusplus
}
#endif
#endif
