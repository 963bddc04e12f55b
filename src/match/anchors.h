/* Candidates by rare anchors: articles near each other in time that share their heaviest features. */
#ifndef DVI_ANCHORS_H
#define DVI_ANCHORS_H

#include <stddef.h>
#include <stdint.h>

#include "match/compare.h"
#include "match/pair_list.h"

enum { DVI_ANCHORS = 32, DVI_ANCHOR_REACH = 96 };

/* What of an article's features candidates are found by: plain data, of the same size for all. */
typedef struct dvi_anchors {
    uint32_t norm; /* of all features, without concepts */
    uint32_t n;
    uint32_t keys[DVI_ANCHORS]; /* the heaviest first */
    uint16_t weights[DVI_ANCHORS];
} dvi_anchors;

void dvi_anchors_choose(const dvk_features *features, dvi_anchors *out);

typedef struct dvi_anchor_input {
    const dvi_comparable *articles; /* n */
    const int64_t *times;           /* n seconds, or DVK_NO_TIME */
    const uint64_t *ties;           /* n: what tells articles apart independently of their order */
    size_t n;
    int64_t window;          /* seconds between two articles at most; 0 for no bound */
    uint32_t max_candidates; /* kept of an article: those with the largest partial similarity */
    uint32_t least_partial;  /* similarity by the anchors alone, in 1/65536, from which a pair is kept */
} dvi_anchor_input;

/* The inverted index of anchors; read by any number of threads. */
typedef struct dvi_anchor_index dvi_anchor_index;

/* `input` is borrowed for the index's life. */
dvk_status dvi_anchor_index_create(dvi_anchor_index **out, const dvi_anchor_input *input);
void dvi_anchor_index_destroy(dvi_anchor_index *index); /* takes NULL */

/* Adds the candidates of articles first to last - 1. *cut counts lists that were longer than an article looked. Cost: at most
 * 2 * DVI_ANCHORS * DVI_ANCHOR_REACH steps an article. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_anchor_candidates(const dvi_anchor_index *index, size_t first, size_t last, dvi_pair_list *out, uint64_t *cut);

#endif
