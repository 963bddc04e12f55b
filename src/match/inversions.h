/* How many pairs of places stand in one order in one article and in the other in the other. */
#ifndef DVI_INVERSIONS_H
#define DVI_INVERSIONS_H

#include <stdint.h>

#include "dvoinik/features.h"

enum { DVI_PLACE_LANES = 32 /* places that a vector holds at most */ };

/* The places in two articles of what both have. Behind the last there are DVI_PLACE_LANES of INT16_MIN. */
typedef struct dvi_places {
    uint32_t n;
    int16_t in_a[DVK_MAX_FEATURES + DVI_PLACE_LANES], in_b[DVK_MAX_FEATURES + DVI_PLACE_LANES];
} dvi_places;

/* Pairs of which one is behind the other in a and before it in b; equal places are neither. */
typedef uint32_t dvi_count_inversions(const dvi_places *places);

/* What counts them with these extensions of the processor (DVK_CPU_...) and those that it has. */
dvi_count_inversions *dvi_choose_count_inversions(uint32_t cpu);

#endif
