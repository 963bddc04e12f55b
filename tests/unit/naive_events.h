/* Linkage of events done the plain way, without a graph: what src/cluster is compared with. */
#ifndef NAIVE_EVENTS_H
#define NAIVE_EVENTS_H

#include "naive_linkage.h"

typedef struct naive_guards {
    uint64_t link, weak, cohesion, contact, density, each; /* weak: 0 for no weak links */
    uint64_t rise; /* of contact, for each doubling of the smaller group's atoms */
    uint64_t few;  /* contact of groups of two atoms at most */
    int64_t window;
} naive_guards;

typedef struct naive_pair {
    uint32_t low, high;
    uint64_t probability, lowered;
    bool gone; /* joined, within a group or refused by a guard */
} naive_pair;

typedef struct naive_events {
    uint32_t n, n_pairs;
    naive_pair pairs[NAIVE_MAX * NAIVE_MAX]; /* the strongest first, then the lower atoms */
    int64_t first[NAIVE_MAX], last[NAIVE_MAX];
    uint64_t size[NAIVE_MAX];
} naive_events;

static inline bool naive_goes_before(const naive_pair *x, const naive_pair *y) {
    if (x->lowered != y->lowered) return x->lowered > y->lowered;
    return x->low != y->low ? x->low < y->low : x->high < y->high;
}

static inline void naive_events_add(naive_events *all, uint32_t a, uint32_t b, uint64_t probability,
                                    uint64_t lowered) {
    naive_pair added = {a < b ? a : b, a < b ? b : a, probability, lowered, false};
    uint32_t place = all->n_pairs++;
    for (; place > 0 && naive_goes_before(&added, &all->pairs[place - 1]); place--)
        all->pairs[place] = all->pairs[place - 1];
    all->pairs[place] = added;
}

/* What is known of a set of atoms, those with in[i]. */
typedef struct naive_sums {
    uint64_t size, atoms, sum, count;
    int64_t first, last;
} naive_sums;

static inline naive_sums naive_within(const naive_events *all, const bool *in, uint64_t each) {
    naive_sums sums = {.first = DVK_NO_TIME, .last = DVK_NO_TIME};
    for (uint32_t i = 0; i < all->n; i++) {
        if (!in[i]) continue;
        uint64_t copies = all->size[i] * (all->size[i] - 1) / 2;
        if (each != 0) copies = naive_least(copies, each * all->size[i]);
        sums.size += all->size[i];
        sums.atoms++;
        sums.count += copies;
        sums.sum += copies * 65536;
        if (all->first[i] == DVK_NO_TIME) continue;
        if (sums.first == DVK_NO_TIME || all->first[i] < sums.first) sums.first = all->first[i];
        if (sums.last == DVK_NO_TIME || all->last[i] > sums.last) sums.last = all->last[i];
    }
    for (uint32_t i = 0; i < all->n_pairs; i++) {
        if (!in[all->pairs[i].low] || !in[all->pairs[i].high]) continue;
        sums.sum += all->pairs[i].lowered;
        sums.count++;
    }
    return sums;
}

static inline bool naive_reaches(uint64_t sum, uint64_t given, uint64_t possible, uint64_t articles,
                                 const naive_guards *guards, uint64_t least) {
    uint64_t expected = possible * guards->density / 65536;
    if (guards->each != 0) expected = naive_least(expected, guards->each * articles);
    return sum >= least * (given > expected ? given : expected);
}

/* The least contact between groups of so many atoms: it rises by straight lines between powers of two. */
static inline uint64_t naive_contact(const naive_guards *guards, uint64_t a, uint64_t b) {
    uint64_t power = 1, doublings = 0, fewer = naive_least(a, b);
    while (power * 2 <= fewer)
        power *= 2, doublings++;
    uint64_t steps = doublings * 65536 + (fewer - power) * 65536 / power;
    uint64_t contact = a <= 2 && b <= 2 ? guards->few : guards->contact;
    return naive_least(contact + guards->rise * steps / 65536, 65536);
}

enum { NAIVE_APART, NAIVE_REFUSED, NAIVE_JOINED };

/* What becomes of a link between the groups x and y. */
static inline int naive_judge(const naive_events *all, const uint32_t *group, uint32_t x, uint32_t y,
                              const naive_guards *guards) {
    bool in_x[NAIVE_MAX], in_y[NAIVE_MAX], in_both[NAIVE_MAX];
    for (uint32_t i = 0; i < all->n; i++) {
        in_x[i] = group[i] == x, in_y[i] = group[i] == y;
        in_both[i] = in_x[i] || in_y[i];
    }
    naive_sums a = naive_within(all, in_x, guards->each), b = naive_within(all, in_y, guards->each);
    naive_sums both = naive_within(all, in_both, guards->each);
    if (guards->window != 0 && a.first != DVK_NO_TIME && b.first != DVK_NO_TIME &&
        (b.first - a.last > guards->window || a.first - b.last > guards->window))
        return NAIVE_APART;
    if (!naive_reaches(both.sum - a.sum - b.sum, both.count - a.count - b.count, a.size * b.size,
                       naive_least(a.size, b.size), guards, naive_contact(guards, a.atoms, b.atoms)))
        return NAIVE_REFUSED;
    uint64_t possible = both.size * (both.size - 1) / 2;
    bool holds = naive_reaches(both.sum, both.count, possible, both.size, guards, guards->cohesion);
    return holds ? NAIVE_JOINED : NAIVE_REFUSED;
}

/* Whether all possible pairs between the groups x and y, of which more than one is given, are as strong as a
 * weak link in the mean. */
static inline bool naive_borne_out(const naive_events *all, const uint32_t *group, uint32_t x, uint32_t y,
                                   const naive_guards *guards) {
    uint64_t size_x = 0, size_y = 0, sum = 0, count = 0;
    for (uint32_t i = 0; i < all->n; i++) {
        size_x += group[i] == x ? all->size[i] : 0;
        size_y += group[i] == y ? all->size[i] : 0;
    }
    for (uint32_t i = 0; i < all->n_pairs; i++) {
        uint32_t low = group[all->pairs[i].low], high = group[all->pairs[i].high];
        bool between = (low == x && high == y) || (low == y && high == x);
        sum += between ? all->pairs[i].lowered : 0;
        count += between;
    }
    uint64_t all_pairs = size_x * size_y;
    return count > 1 && sum >= guards->weak * (count > all_pairs ? count : all_pairs);
}

/* Goes through the links from `least` to below `most` until nothing is joined any more. */
static inline void naive_go_through(naive_events *all, const naive_guards *guards, uint32_t *group,
                                    uint64_t least, uint64_t most) {
    bool weak = least != guards->link, joined = true;
    for (int passes = 0; joined && passes < 32; passes++) {
        joined = false;
        for (uint32_t i = 0; i < all->n_pairs; i++) {
            naive_pair *link = &all->pairs[i];
            uint32_t x = group[link->low], y = group[link->high];
            if (link->probability < least || link->probability >= most || link->gone) continue;
            if (weak && x != y && !naive_borne_out(all, group, x, y, guards)) continue;
            int judged = x == y ? NAIVE_REFUSED : naive_judge(all, group, x, y, guards);
            link->gone = judged != NAIVE_APART;
            if (judged != NAIVE_JOINED) continue;
            joined = true;
            for (uint32_t k = 0; k < all->n; k++)
                if (group[k] == x || group[k] == y) group[k] = x < y ? x : y;
        }
    }
}

/* group[i] becomes the smallest atom of i's event. */
static inline void naive_link_events(naive_events *all, const naive_guards *guards, uint32_t *group) {
    for (uint32_t i = 0; i < all->n; i++)
        group[i] = i;
    naive_go_through(all, guards, group, guards->link, UINT64_MAX);
    if (guards->weak != 0 && guards->weak < guards->link)
        naive_go_through(all, guards, group, guards->weak, guards->link);
}

#endif
