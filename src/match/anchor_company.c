/* Long lists cut by company. Idea: who walks a bounded way along a list of thousands sees those that stand
 * near by in whatever order it has; and who has but one such anchor in common is seldom wanted. So a long
 * list falls apart into lists of those that have a second anchor in common, its company. Two articles choose
 * the same one as often as what they have besides is alike, anew for each list, so that those that share
 * many anchors meet in some of their lists. A rare one is chosen more often, down to such as lead to all who
 * have it without this. Source: Broder, "On the resemblance and containment of documents", SEQUENCES 1997
 * (the least of hashes); deviation: hashes are multiplied by how many have the anchor, which is near to the
 * weighted choice of Manasse, McSherry, Talwar, "Consistent weighted sampling", 2010. */
#include "match/anchor_company.h"

#include <stdbool.h>

#include "base/memory.h"
#include "base/square_root.h"

enum {
    COUNTERS_AN_ARTICLE = 16,
    LEAST_LOG2 = 12,
    MOST_LOG2 = 24,
    WELL_SEEN = 4 * DVI_ANCHOR_REACH /* so long a list is left whole: a quarter of it is seen from anywhere */
};

dvk_status dvi_anchor_counts_init(dvi_anchor_counts *counts, size_t articles) {
    counts->log2 = LEAST_LOG2;
    while (counts->log2 < MOST_LOG2 && (size_t)1 << counts->log2 < articles * COUNTERS_AN_ARTICLE)
        counts->log2++;
    counts->list = dvi_alloc_zero((size_t)1 << counts->log2, sizeof *counts->list);
    return counts->list != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_anchor_counts_finish(dvi_anchor_counts *counts) {
    dvi_free(counts->list);
    *counts = (dvi_anchor_counts){0};
}

static uint16_t *counter_of(const dvi_anchor_counts *counts, uint32_t key) {
    return &counts->list[key * UINT32_C(0x9E3779B1) >> (32 - counts->log2)];
}

void dvi_anchor_counts_add(dvi_anchor_counts *counts, const dvi_anchors *anchors) {
    for (uint32_t k = 0; k < anchors->n; k++) {
        uint16_t *count = counter_of(counts, anchors->keys[k]);
        *count = (uint16_t)(*count + (*count != UINT16_MAX));
    }
}

static uint32_t hash_both(uint32_t key, uint32_t other) {
    uint64_t hash = (key ^ (uint64_t)other << 32) * UINT64_C(0x9E3779B97F4A7C15);
    hash = (hash ^ hash >> 32) * UINT64_C(0xD6E8FEB86659FD93);
    return (uint32_t)(hash >> 32);
}

/* The place of the company of anchor k, or k where it has none. What no other article has is no company. */
static uint32_t choose_company(const dvi_anchors *anchors, const uint32_t *counts, uint32_t k) {
    uint64_t least = UINT64_MAX;
    uint32_t chosen = k;
    for (uint32_t j = 0; j < anchors->n; j++) {
        uint64_t rank = (uint64_t)hash_both(anchors->keys[k], anchors->keys[j]) *
                        (counts[j] < WELL_SEEN ? (uint32_t)WELL_SEEN : counts[j]);
        if (j == k || counts[j] < 2 || rank >= least) continue;
        least = rank;
        chosen = j;
    }
    return chosen;
}

/* Who meets here has both in common, and may miss each other in other lists: half of what they share, as a
 * rule. */
static uint16_t weigh_both(uint16_t weight, uint16_t other) {
    uint32_t both = dvi_square_root(2 * ((uint64_t)weight * weight + (uint64_t)other * other));
    return both < UINT16_MAX ? (uint16_t)both : UINT16_MAX;
}

/* Two keys of an article that happen to be one would have it stand twice in a list, and meet itself. */
static void leave_once(dvi_anchors *anchors) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < anchors->n; k++) {
        bool there = false;
        for (uint32_t j = 0; j < n; j++)
            there |= anchors->keys[j] == anchors->keys[k];
        if (there) continue;
        anchors->keys[n] = anchors->keys[k];
        anchors->weights[n++] = anchors->weights[k];
    }
    anchors->n = n;
}

void dvi_anchors_in_company(const dvi_anchor_counts *counts, const dvi_anchors *anchors, dvi_anchors *out) {
    uint32_t of[DVI_ANCHORS];
    *out = *anchors;
    for (uint32_t k = 0; k < anchors->n; k++)
        of[k] = *counter_of(counts, anchors->keys[k]);
    for (uint32_t k = 0; k < anchors->n; k++) {
        uint32_t with = of[k] > WELL_SEEN ? choose_company(anchors, of, k) : k;
        if (with == k) continue;
        out->keys[k] = hash_both(~anchors->keys[k], anchors->keys[with]);
        out->weights[k] = weigh_both(anchors->weights[k], anchors->weights[with]);
    }
    leave_once(out);
}
