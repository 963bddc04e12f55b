/* Scoring: measurements of a pair -> probabilities, through the model's calibration. */
#ifndef DVI_SCORE_H
#define DVI_SCORE_H

#include "dvoinik/match.h"
#include "match/compare.h"

/* As dvk_score, for articles made ready once. */
void dvi_score(const dvk_model *model, const dvi_comparable *a, const dvi_comparable *b, dvk_match *out);

/* The same, the pivot's article being a. */
void dvi_score_to(const dvk_model *model, const dvi_pivot *a, const dvi_comparable *b, dvk_match *out);

/* 1 / (1 + exp(-z)) in 1/65536, z in 1/1024. Monotone; integers throughout. */
uint32_t dvi_logistic(int64_t z);

/* How likely a pair may at most be copies, by how likely it is one event; both as arguments of dvi_logistic. */
int64_t dvi_likeness(int64_t event_z);

#endif
