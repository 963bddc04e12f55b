/* A limit on the candidates that an article has by bands. Copies share many bands. Who knows the seed can
 * plant words so that each band of an article brings it into another bucket, none of them large enough to be
 * cut: such pairs share few. So the threshold is on bands in common, which does not depend on any order. */
#include "match/pair_limit.h"

#include <stdbool.h>
#include <string.h>

#include "base/radix_sort.h"

enum { LEVELS = 32 /* of bands in common; more count as that many */, FULL = 0 };

/* By article: how many others it has; then, where they are too many, the number of bands from which on they
 * stay. */
typedef struct limits {
    uint32_t *others;
    uint32_t *row; /* of `levels`, from 1; FULL where nothing is cut */
    uint32_t (*levels)[LEVELS];
    size_t n_rows;
} limits;

/* The pair at `at` and how often it is there. */
static uint32_t times_of(const dvi_pair_list *pairs, size_t at) {
    size_t end = at + 1;
    while (end < pairs->n && pairs->list[end] == pairs->list[at])
        end++;
    return (uint32_t)(end - at);
}

static uint32_t level_of(uint32_t times) {
    return times < LEVELS ? times - 1 : LEVELS - 1;
}

static void count_others(const dvi_pair_list *pairs, limits *l) {
    for (size_t i = 0; i < pairs->n; i += times_of(pairs, i)) {
        l->others[pairs->list[i] >> 32]++;
        l->others[(uint32_t)pairs->list[i]]++;
    }
}

static void count_levels(const dvi_pair_list *pairs, limits *l) {
    for (size_t i = 0, times; i < pairs->n; i += times) {
        times = times_of(pairs, i);
        uint32_t level = level_of((uint32_t)times), a = l->row[pairs->list[i] >> 32],
                 b = l->row[(uint32_t)pairs->list[i]];
        if (a != FULL) l->levels[a - 1][level]++;
        if (b != FULL) l->levels[b - 1][level]++;
    }
}

/* The lowest level from which on there are no more than `most`. */
static uint32_t lowest_level(const uint32_t levels[LEVELS], uint32_t most) {
    uint32_t level = LEVELS, sum = 0;
    while (level > 0 && sum + levels[level - 1] <= most)
        sum += levels[--level];
    return level;
}

static bool stays(const limits *l, uint32_t article, uint32_t level) {
    return l->row[article] == FULL || level >= l->others[article];
}

static void keep(dvi_pair_list *pairs, const limits *l) {
    size_t n = 0;
    for (size_t i = 0, times; i < pairs->n; i += times) {
        times = times_of(pairs, i);
        uint64_t pair = pairs->list[i];
        uint32_t level = level_of((uint32_t)times);
        if (stays(l, (uint32_t)(pair >> 32), level) || stays(l, (uint32_t)pair, level))
            pairs->list[n++] = pair;
    }
    pairs->n = n;
}

static dvk_status limit(dvi_pair_list *pairs, limits *l, size_t n_articles, uint32_t most) {
    l->levels = dvi_alloc_zero(l->n_rows, sizeof *l->levels);
    if (l->levels == NULL) return DVK_E_MEMORY;
    count_levels(pairs, l);
    for (size_t i = 0; i < n_articles; i++)
        if (l->row[i] != FULL) l->others[i] = lowest_level(l->levels[l->row[i] - 1], most);
    keep(pairs, l);
    dvi_free(l->levels);
    return DVK_OK;
}

dvk_status dvi_limit_pairs(dvi_pair_list *pairs, size_t n_articles, uint32_t most, uint64_t *cut) {
    limits l = {.others = dvi_alloc_zero(n_articles, sizeof *l.others),
                .row = dvi_alloc_zero(n_articles, sizeof *l.row)};
    dvk_status status = l.others != NULL && l.row != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        count_others(pairs, &l);
        for (size_t i = 0; i < n_articles; i++)
            if (l.others[i] > most) l.row[i] = (uint32_t)++l.n_rows;
        *cut += l.n_rows;
        if (l.n_rows != 0)
            status = limit(pairs, &l, n_articles, most);
        else
            pairs->n = dvi_unique64(pairs->list, pairs->n);
    }
    dvi_free(l.others);
    dvi_free(l.row);
    return status;
}
