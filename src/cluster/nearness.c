/* Nearness: sums of the probabilities within an event, for its representative and for scores.
 *
 * Idea: candidates are bounded, so that in a crowd an article has pairs with some of the others alone, and a
 * mean over all of them would tell how large the event is. A score is over the 64 others that the article is
 * nearest to, or over all when these are fewer. The 64th highest probability is found for all articles at
 * once, a bit at a pass, the highest bit first: without room for the lists.
 *
 * Cost: O(pairs), nineteen passes when an article has more than 64 pairs, else one. */
#include "nearness.h"

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"

static const uint32_t certain = 65536;
static const uint32_t most = 64; /* others that a score is over */

dvk_status dvi_nearness_init(dvi_nearness *work, uint32_t articles) {
    *work = (dvi_nearness){
        .sums = dvi_alloc(articles, sizeof *work->sums),
        .others = dvi_alloc(articles, sizeof *work->others),
        .scores = dvi_alloc(articles, sizeof *work->scores),
        .least = dvi_alloc(articles, sizeof *work->least),
        .counts = dvi_alloc(articles, sizeof *work->counts),
    };
    if (work->sums != NULL && work->others != NULL && work->scores != NULL && work->least != NULL &&
        work->counts != NULL)
        return DVK_OK;
    dvi_nearness_finish(work);
    return DVK_E_MEMORY;
}

void dvi_nearness_finish(dvi_nearness *work) {
    dvi_free(work->sums);
    dvi_free(work->others);
    dvi_free(work->scores);
    dvi_free(work->least);
    dvi_free(work->counts);
    *work = (dvi_nearness){0};
}

static void count_others(dvi_nearness *work, const uint32_t *event, uint32_t articles) {
    memset(work->counts, 0, articles * sizeof *work->counts);
    for (uint32_t i = 0; i < articles; i++)
        work->counts[event[i]]++;
    for (uint32_t i = 0; i < articles; i++)
        work->others[i] = work->counts[event[i]] - 1;
}

/* Returns whether an article has more pairs in its event than count for its score. */
static bool sum_up(dvi_nearness *work, const dvk_pair *pairs, uint32_t n_pairs, const uint32_t *event,
                   uint32_t articles) {
    bool crowded = false;
    memset(work->sums, 0, articles * sizeof *work->sums);
    memset(work->counts, 0, articles * sizeof *work->counts);
    for (uint32_t i = 0; i < n_pairs; i++) {
        const dvk_pair *pair = &pairs[i];
        if (event[pair->a] != event[pair->b]) continue;
        work->sums[pair->a] += pair->event;
        work->sums[pair->b] += pair->event;
        crowded |= ++work->counts[pair->a] > most;
        crowded |= ++work->counts[pair->b] > most;
    }
    return crowded;
}

/* counts[i] becomes the pairs of article i within its event that reach least[i] + step. */
static void count_from(dvi_nearness *work, const dvk_pair *pairs, uint32_t n_pairs, const uint32_t *event,
                       uint32_t articles, uint32_t step) {
    memset(work->counts, 0, articles * sizeof *work->counts);
    for (uint32_t i = 0; i < n_pairs; i++) {
        const dvk_pair *pair = &pairs[i];
        if (event[pair->a] != event[pair->b]) continue;
        work->counts[pair->a] += pair->event >= work->least[pair->a] + step;
        work->counts[pair->b] += pair->event >= work->least[pair->b] + step;
    }
}

/* least[i] becomes the probability that `most` pairs of article i reach, the highest there is; 0 when it has
 * not so many. */
static void find_least(dvi_nearness *work, const dvk_pair *pairs, uint32_t n_pairs, const uint32_t *event,
                       uint32_t articles) {
    memset(work->least, 0, articles * sizeof *work->least);
    for (uint32_t step = certain; step != 0; step /= 2) {
        count_from(work, pairs, n_pairs, event, articles, step);
        for (uint32_t i = 0; i < articles; i++)
            work->least[i] += work->counts[i] >= most ? step : 0;
    }
}

/* What the pairs above the least are above it by; the `most` highest sum up to that and `most` times the
 * least. */
static void sum_above(dvi_nearness *work, const dvk_pair *pairs, uint32_t n_pairs, const uint32_t *event,
                      uint32_t articles) {
    memset(work->counts, 0, articles * sizeof *work->counts);
    for (uint32_t i = 0; i < n_pairs; i++) {
        const dvk_pair *pair = &pairs[i];
        if (event[pair->a] != event[pair->b]) continue;
        if (pair->event > work->least[pair->a]) work->counts[pair->a] += pair->event - work->least[pair->a];
        if (pair->event > work->least[pair->b]) work->counts[pair->b] += pair->event - work->least[pair->b];
    }
}

void dvi_nearness_measure(dvi_nearness *work, const dvk_pair *pairs, uint32_t n_pairs, const uint32_t *event,
                          uint32_t articles) {
    count_others(work, event, articles);
    bool crowded = sum_up(work, pairs, n_pairs, event, articles);
    if (crowded) {
        find_least(work, pairs, n_pairs, event, articles);
        sum_above(work, pairs, n_pairs, event, articles);
    }
    for (uint32_t i = 0; i < articles; i++) {
        uint32_t others = work->others[i] < most ? work->others[i] : most;
        uint64_t sum = crowded ? (uint64_t)work->least[i] * most + work->counts[i] : work->sums[i];
        work->scores[i] = others == 0 ? certain : (uint32_t)(sum / others);
    }
}
