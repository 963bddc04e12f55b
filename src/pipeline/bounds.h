/* Bounds that a job and an index share, so that both find the same pairs. */
#ifndef DVI_BOUNDS_H
#define DVI_BOUNDS_H

#include "dvoinik/features.h"

enum {
    DVI_KEPT_SHINGLES = 128,  /* of the sample that the signature was made of */
    DVI_LEAST_PARTIAL = 4588, /* 0.07: similarity by the anchors alone from which a pair is a candidate */
    DVI_MOST_BY_BANDS =
        128, /* candidates of an article by bands; an index cuts those of the article that comes */
    DVI_KEPT_EVENT = 6554 /* pairs below .1 say nothing */
};

/* Once the signature is made the rest of the sample is dropped: verification needs no more. */
static inline void dvi_drop_shingles(dvk_features *features) {
    if (features->n_shingles > DVI_KEPT_SHINGLES) features->n_shingles = DVI_KEPT_SHINGLES;
}

#endif
