/* Comparing: two articles' features -> the measurements a score is made of. */
#ifndef DVI_COMPARE_H
#define DVI_COMPARE_H

#include <stdint.h>

#include "dvoinik/features.h"

/* An article ready to be compared: its features and what of them is the same in every comparison. */
typedef struct dvi_comparable {
    const dvk_features *features;
    uint32_t norm;      /* Euclidean norm of the weights without concepts, in 1/256 */
    uint32_t full_norm; /* with concepts */
    uint32_t focus_norm; /* of the squared weights without concepts */
    uint32_t lead_norm;  /* of the features in title or lead, concepts included */
    uint32_t numbers;   /* sum of the weights of numbers and dates */
} dvi_comparable;

void dvi_comparable_init(dvi_comparable *out, const dvk_features *features);

enum { DVI_PIVOT_KEYS = 4096, DVI_PIVOT_SLOTS = 2048 };

/* A set of numbered keys: whether one may be in it at all is told without a branch, by its low bits. */
typedef struct dvi_key_set {
    uint8_t may[DVI_PIVOT_KEYS];     /* 0 or 1 */
    uint16_t slots[DVI_PIVOT_SLOTS]; /* by the same bits, or behind when that is taken: 1 + number of the key; 0 is none */
} dvi_key_set;

/* One article made ready to be compared with many. */
typedef struct dvi_pivot {
    const dvi_comparable *article;
    dvi_key_set features, shingles;
} dvi_pivot;

/* `article` is borrowed. */
void dvi_pivot_init(dvi_pivot *out, const dvi_comparable *article);

/* What is measured of a pair, in 1/65536 where not said otherwise. */
typedef enum dvi_measure {
    DVI_SIMILARITY,      /* cosine of the weights, concepts left out */
    DVI_FULL_SIMILARITY, /* with concepts */
    DVI_ORDER,           /* Kendall's tau of the shared features' places, -65536 to 65536, times DVI_SUPPORT */
    DVI_NEARNESS,        /* share of the shared features at nearly the same place, times DVI_SUPPORT */
    DVI_SUPPORT,         /* m / (m + 24) for m shared features with places */
    DVI_LENGTHS,         /* shorter : longer, in tokens */
    DVI_COVERAGE,        /* shared features : features of the article that has fewer */
    DVI_NUMBERS,         /* agreement of numbers and dates, -65536 to 65536, 0 where there are none */
    DVI_RESEMBLANCE,     /* of shingles */
    DVI_CONTAINMENT,
    DVI_SAME_LANGUAGE,   /* 0 or 65536 */
    DVI_FOCUS,           /* cosine of the squared weights: what the articles are about, rather than how alike they are */
    DVI_LEAD,            /* cosine of what stands in title and lead of both, concepts included */
    DVI_TEMPLATE,        /* the same words with other numbers: containment times disagreement of numbers */
    DVI_KINSHIP,         /* of the languages, from the model: filled in by dvi_score, not by dvi_compare */
    DVI_MEASURES
} dvi_measure;

void dvi_compare(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]);

/* The same, the pivot's article being a. */
void dvi_compare_to(const dvi_pivot *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]);

/* The cosine alone: cheap, to tell whether the rest is worth while. */
uint32_t dvi_similarity(const dvi_comparable *a, const dvi_comparable *b);

#endif
