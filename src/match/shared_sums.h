/* What the features that two articles share weigh together. */
#ifndef DVI_SHARED_SUMS_H
#define DVI_SHARED_SUMS_H

#include "match/shared_keys.h"

enum {
    DVI_FOCUS_SHIFT = 12,
    DVI_TITLE_ZONE = 1,
    DVI_LEAD_ZONES = 3,
    DVI_DAY = 950,
    DVI_DAY_OF_LEAD = 1900 /* a day of a month weighs as much in title or lead, a month or a weekday less */
};

/* What a day of a month weighs at least where it stands in these zones. */
static inline uint64_t dvi_least_day(uint64_t zones) {
    return (zones & DVI_LEAD_ZONES) != 0 ? DVI_DAY_OF_LEAD : DVI_DAY;
}

/* Sums over the shared features. */
typedef struct dvi_shared_sums {
    uint64_t dot;        /* products of weights, without concepts */
    uint64_t full_dot;   /* with concepts */
    uint64_t largest;    /* product of weights, with concepts */
    uint64_t focus_dot;  /* squares of the products without concepts, each less DVI_FOCUS_SHIFT bits */
    uint64_t lead_dot;   /* products of those in DVI_LEAD_ZONES of both */
    uint64_t numbers;    /* the smaller weights of numbers and dates */
    uint64_t number_dot; /* products of weights of numbers and dates */
    uint64_t n_numbers;  /* how many are numbers or dates */
    uint64_t placed;     /* how many have a place in both */
    uint64_t placed_numbers;
    uint64_t title_words; /* how many are in both titles, and no number or date */
    uint64_t title_days;  /* how many are days of a month, in both titles */
    uint64_t lead_days;   /* in title or lead of one, anywhere in the other */
    uint64_t days;        /* anywhere in both */
} dvi_shared_sums;

/* A key has one kind, unless features were made up: then it counts for the less of the two, whichever side
 * says so. */
typedef void dvi_sum_shared(const dvi_shared_keys *shared, dvi_shared_sums *out);

/* What sums with these extensions of the processor (DVK_CPU_...) and those that it has. */
dvi_sum_shared *dvi_choose_sum_shared(uint32_t cpu);

#endif
