/* All pairs of a labelled corpus: measured once, scored in several ways, and how well each way tells them
 * apart. */
#ifndef QUALITY_PAIRS_H
#define QUALITY_PAIRS_H

#include <stdint.h>

#include "match/compare.h"
#include "quality_corpus.h"
#include "quality_features.h"

/* What people say of a pair. */
enum { QUALITY_SAME_STORY = 1, QUALITY_SAME_EVENT = 2, QUALITY_EITHER_WAY = 4, QUALITY_IN_SIX = 8 };

/* Pairs (i, k), i < k, in the order of i, then k. */
typedef struct quality_pairs {
    const quality_gold *gold;
    size_t articles, n;
    uint8_t *label;
    int32_t (*measures)[DVI_MEASURES];
    int32_t *duplicate, *event; /* scores: logits in 1/1024 */
} quality_pairs;

void quality_pairs_init(quality_pairs *pairs, const quality_gold *gold, size_t articles);
void quality_pairs_finish(quality_pairs *pairs);

void quality_pairs_measure(quality_pairs *pairs, const dvk_features *features);

/* The measures of one pair as dvi_score sees them. */
void quality_measure(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]);

/* The scores behind the two probabilities of dvk_score. Measure `without` is left out (DVI_MEASURES: none
 * is): out of the duplicate score with the event score whole, and out of the event score with the duplicate
 * score whole. */
typedef struct quality_scores {
    int32_t duplicate, event;
} quality_scores;
quality_scores quality_score(const int32_t measures[DVI_MEASURES], int without);
void quality_pairs_score(quality_pairs *pairs, int without);

/* Ends the program unless the scores, made without anything left out, are those of the library. */
void quality_pairs_check(const quality_pairs *pairs, const dvk_features *features);

/* At the best thresholds. */
typedef struct quality_figures {
    double duplicate;   /* F1: one story or not */
    double independent; /* F1: one event in different stories, or different events */
    double event;       /* F1: one event or not */
    double
        macro; /* recall of independent pairs, the mean over events, where the precision of events is .95 */
    double cosine_duplicate;   /* F1 by the cosine with concepts alone */
    double cosine_independent; /* the same of independent pairs */
} quality_figures;

/* `six`: of the six Slavic languages in Cyrillic only. */
quality_figures quality_pairs_figures(const quality_pairs *pairs, bool six);

#endif
