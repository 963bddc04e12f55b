/* The analysis of words, some at a time. */
#ifndef DVI_ANALYSIS_H
#define DVI_ANALYSIS_H

#include "words.h"

enum { DVI_ANALYSES = 64 /* at most, at once */ };

/* Analyses the words of n tokens, whose places in `tokens` are in `at`, into known[0] to known[n - 1]. */
void dvi_analyse(const dvk_model *model, dvk_span text, uint32_t language, const dvi_token *tokens,
                 const uint32_t *at, size_t n, dvi_known_word *known);

#endif
