/* A limit on the candidates that an article has by bands. Copies share many bands. Who knows the seed can
 * plant words so that each band of an article brings it into another bucket, none of them large enough to be
 * cut: such pairs share few. So the threshold is on bands in common, which does not depend on any order. */
#include "match/pair_limit.h"

#include <stdbool.h>

#include "base/memory.h"

enum { LEVELS = DVI_SHARED_LEVELS, NOTHING_CUT = 0 };

dvk_status dvi_pair_limit_init(dvi_pair_limit *limit, size_t n_articles, uint32_t most) {
    *limit = (dvi_pair_limit){.n = n_articles, .most = most};
    limit->others = dvi_alloc_zero(n_articles, sizeof *limit->others);
    limit->row = dvi_alloc_zero(n_articles, sizeof *limit->row);
    return limit->others != NULL && limit->row != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_pair_limit_finish(dvi_pair_limit *limit) {
    dvi_free(limit->others);
    dvi_free(limit->row);
    dvi_free(limit->levels);
    *limit = (dvi_pair_limit){0};
}

/* How often the pair at `at` is there. */
static size_t times_of(const uint64_t *pairs, size_t n, size_t at) {
    size_t end = at + 1;
    while (end < n && pairs[end] == pairs[at])
        end++;
    return end - at;
}

static uint32_t level_of(size_t times) {
    return times < LEVELS ? (uint32_t)times - 1 : LEVELS - 1;
}

void dvi_pair_limit_count(dvi_pair_limit *limit, const uint64_t *pairs, size_t n) {
    for (size_t i = 0; i < n; i += times_of(pairs, n, i)) {
        limit->others[pairs[i] >> 32]++;
        limit->others[(uint32_t)pairs[i]]++;
    }
}

dvk_status dvi_pair_limit_counted(dvi_pair_limit *limit) {
    for (size_t i = 0; i < limit->n; i++)
        if (limit->others[i] > limit->most) limit->row[i] = (uint32_t)++limit->n_cut;
    limit->levels = dvi_alloc_zero(limit->n_cut, sizeof *limit->levels);
    return limit->levels != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_pair_limit_weigh(dvi_pair_limit *limit, const uint64_t *pairs, size_t n) {
    for (size_t i = 0, times; i < n; i += times) {
        times = times_of(pairs, n, i);
        uint32_t level = level_of(times), a = limit->row[pairs[i] >> 32], b = limit->row[(uint32_t)pairs[i]];
        if (a != NOTHING_CUT) limit->levels[a - 1][level]++;
        if (b != NOTHING_CUT) limit->levels[b - 1][level]++;
    }
}

/* The lowest level from which on there are no more than `most`. */
static uint32_t lowest_level(const uint32_t levels[LEVELS], uint32_t most) {
    uint32_t level = LEVELS, sum = 0;
    while (level > 0 && sum + levels[level - 1] <= most)
        sum += levels[--level];
    return level;
}

void dvi_pair_limit_weighed(dvi_pair_limit *limit) {
    for (size_t i = 0; i < limit->n; i++)
        if (limit->row[i] != NOTHING_CUT)
            limit->others[i] = lowest_level(limit->levels[limit->row[i] - 1], limit->most);
}

static bool stays(const dvi_pair_limit *limit, uint32_t article, uint32_t level) {
    return limit->row[article] == NOTHING_CUT || level >= limit->others[article];
}

size_t dvi_pair_limit_keep(const dvi_pair_limit *limit, uint64_t *pairs, size_t n) {
    size_t kept = 0;
    for (size_t i = 0, times; i < n; i += times) {
        times = times_of(pairs, n, i);
        uint64_t pair = pairs[i];
        uint32_t level = level_of(times);
        if (stays(limit, (uint32_t)(pair >> 32), level) || stays(limit, (uint32_t)pair, level))
            pairs[kept++] = pair;
    }
    return kept;
}

static size_t times_in(const uint32_t *others, size_t n, size_t at) {
    size_t end = at + 1;
    while (end < n && others[end] == others[at])
        end++;
    return end - at;
}

size_t dvi_limit_others(uint32_t *others, size_t n, uint32_t most) {
    uint32_t levels[LEVELS] = {0};
    size_t kept = 0;
    for (size_t i = 0, times; i < n; i += times) {
        times = times_in(others, n, i);
        levels[level_of(times)]++;
    }
    const uint32_t least = lowest_level(levels, most);
    for (size_t i = 0, times; i < n; i += times) {
        times = times_in(others, n, i);
        if (level_of(times) >= least) others[kept++] = others[i];
    }
    return kept;
}
