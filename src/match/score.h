/* Scoring: measurements of a pair -> probabilities, through the model's calibration. */
#ifndef DVI_SCORE_H
#define DVI_SCORE_H

#include "dvoinik/match.h"
#include "match/compare.h"

/* As dvk_score, for articles made ready once. */
void dvi_score(const dvk_model *model, const dvi_comparable *a, const dvi_comparable *b, dvk_match *out);

/* How pairs are scored: by which model, by what instructions, and from where on a pair is worth while. */
typedef struct dvi_scorer {
    const dvk_model *model;
    dvi_match_kernels kernels;
    int64_t least_z; /* argument from which a probability reaches `least` */
} dvi_scorer;

/* `cpu`: extensions of the processor to keep to, DVK_CPU_.... */
void dvi_scorer_init(dvi_scorer *out, const dvk_model *model, uint32_t least, uint32_t cpu);

/* The same as dvi_score, but where `event` comes out below `least`, and `duplicate` with it, both may be told
 * as 0. */
void dvi_scorer_score(const dvi_scorer *scorer, const dvi_comparable *a, const dvi_comparable *b,
                      dvk_match *out);

/* 1 / (1 + exp(-z)) in 1/65536, z in 1/1024. Monotone; integers throughout. */
uint32_t dvi_logistic(int64_t z);

/* The least argument, none being far out, of which dvi_logistic makes at least so much. */
int64_t dvi_least_argument(uint32_t least);

/* How alike articles of these two languages are before anything is compared, by the model. Words in a row,
 * `containment` of them, tell that two are in one language, though that of only one was made out. */
int32_t dvi_kinship(const dvk_model *model, uint32_t a, uint32_t b, int32_t containment);

/* How far a translation is believed, in 1/65536. A copy within one language, however it was edited, has words
 * in a row: order and places make none of two reports that have not. */
uint32_t dvi_trust_in_translation(const int32_t measures[DVI_MEASURES]);

#endif
