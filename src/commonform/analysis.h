/* The analysis of a word, in steps, each of which asks for the lines of the tables that the next one reads. */
#ifndef DVI_ANALYSIS_H
#define DVI_ANALYSIS_H

#include "tables/fold.h"
#include "words.h"

typedef struct dvi_analysis {
    dvi_folded folded;
    uint64_t letters;  /* the stem key of all its letters, without a column */
    dvk_span plain;    /* its bytes, when it is a plain word */
    uint32_t form, stem;
    uint32_t spelled; /* dvi_letters_hash, when it is none */
    uint32_t language;
    uint16_t lengths[3]; /* of stems that it may continue, in each column: bit n is n letters */
    uint16_t idf;        /* of the stem of a word of a foreign script */
    uint8_t traits;
} dvi_analysis;

/* Reads the token's letters and folds them; then makes their keys. */
void dvi_analysis_read(dvi_analysis *a, dvk_span text, uint32_t language, const dvi_token *token);
void dvi_analysis_begin(dvi_analysis *a, const dvk_model *model);
/* Which lengths a stem of it may have: by its beginning, then by the stem that each would be; then the stems are asked for. */
void dvi_analysis_measure(dvi_analysis *a, const dvk_model *model);
void dvi_analysis_narrow(dvi_analysis *a, const dvk_model *model);
void dvi_analysis_expect(const dvi_analysis *a, const dvk_model *model);
void dvi_analysis_finish(const dvi_analysis *a, const dvk_model *model, dvi_known_word *out);

#endif
