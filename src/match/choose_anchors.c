/* Choosing anchors: an article's heaviest features, sorted. Idea: how many features have about each weight
 * tells from which weight on there are enough; those few are put in order by how many of them are heavier,
 * which takes no branch. */
#include <string.h>

#include "base/square_root.h"
#include "match/anchors.h"

enum {
    BIN_SHIFT = 6,
    BINS = 256 /* the last holds all that is heavier */,
    PLACE_BITS = 8,
    MOST_PLACES = 1 << PLACE_BITS
};

_Static_assert((int)DVK_MAX_FEATURES <= (int)MOST_PLACES, "a place must fit below a weight");

/* What may be an anchor. Of ranks the heavier feature has the larger, and of equally heavy ones that which
 * comes first. */
typedef struct drafts {
    int32_t ranks[MOST_PLACES];
    uint16_t bins[BINS];
    uint32_t n, heaviest; /* bin */
} drafts;

static uint32_t bin_of(int32_t rank) {
    uint32_t bin = (uint32_t)rank >> (PLACE_BITS + BIN_SHIFT);
    return bin < BINS ? bin : BINS - 1;
}

/* Returns the sum of the squared weights of what is no concept. */
static uint64_t draft(const dvk_features *features, drafts *out) {
    uint32_t n = 0, heaviest = 0,
             given = features->n_features < MOST_PLACES ? features->n_features : MOST_PLACES;
    uint64_t plain = 0;
    memset(out->bins, 0, sizeof out->bins);
    for (uint32_t i = 0; i < given; i++) {
        const dvk_feature *f = &features->list[i];
        uint32_t own = f->kind != DVK_FEATURE_CONCEPT;
        int32_t rank = (int32_t)((uint32_t)f->weight << PLACE_BITS | (MOST_PLACES - 1 - i));
        uint32_t bin = bin_of(rank);
        out->ranks[n] = rank;
        out->bins[bin] = (uint16_t)(out->bins[bin] + own);
        n += own;
        plain += own * ((uint64_t)f->weight * f->weight);
        heaviest = bin > heaviest ? bin : heaviest;
    }
    out->n = n;
    out->heaviest = heaviest;
    return plain;
}

/* Leaves those of the highest bins that hold enough. */
static void leave_heaviest(drafts *d) {
    uint32_t bin = d->heaviest, found = d->bins[bin], kept = 0;
    while (found < DVI_ANCHORS && bin > 0)
        found += d->bins[--bin];
    for (uint32_t i = 0; i < d->n; i++) {
        int32_t rank = d->ranks[i];
        d->ranks[kept] = rank;
        kept += bin_of(rank) >= bin;
    }
    d->n = kept;
}

static uint32_t count_above(const drafts *d, int32_t rank) {
    uint32_t above = 0;
    for (uint32_t i = 0; i < d->n; i++)
        above += d->ranks[i] > rank;
    return above;
}

void dvi_anchors_choose(const dvk_features *features, dvi_anchors *out) {
    drafts d;
    memset(out, 0, sizeof *out);
    out->norm = dvi_square_root(draft(features, &d));
    leave_heaviest(&d);
    out->n = d.n < DVI_ANCHORS ? d.n : DVI_ANCHORS;
    for (uint32_t i = 0; i < d.n; i++) {
        uint32_t at = count_above(&d, d.ranks[i]);
        if (at >= DVI_ANCHORS) continue;
        const dvk_feature *f = &features->list[MOST_PLACES - 1 - (d.ranks[i] & (MOST_PLACES - 1))];
        out->keys[at] = f->key;
        out->weights[at] = f->weight;
    }
}
