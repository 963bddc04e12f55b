/* All pairs of a labelled corpus. Thresholds are chosen on a histogram of the scores, so that many ways of
 * scoring can be tried. */
#include "quality_pairs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "match/score.h"
#include "tables/sealed_model.h"

enum { ONE = 65536, BINS = 65537, MIDDLE = 32768 };

typedef struct histogram {
    uint32_t right[BINS], wrong[BINS];
    uint64_t all_right;
} histogram;

static uint8_t label_of(const quality_gold *gold, size_t a, size_t b) {
    unsigned label = 0;
    if (gold->story[a] == gold->story[b]) label |= QUALITY_SAME_STORY;
    if (gold->event[a] == gold->event[b]) label |= QUALITY_SAME_EVENT;
    if (gold->related[gold->story[a]][gold->story[b]]) label |= QUALITY_EITHER_WAY;
    if (gold->six[a] && gold->six[b]) label |= QUALITY_IN_SIX;
    return (uint8_t)label;
}

void quality_pairs_init(quality_pairs *pairs, const quality_gold *gold, size_t articles) {
    size_t n = articles * (articles - 1) / 2;
    *pairs = (quality_pairs){.gold = gold, .articles = articles, .n = n};
    pairs->label = quality_room(n, sizeof *pairs->label);
    pairs->measures = quality_room(n, sizeof *pairs->measures);
    pairs->duplicate = quality_room(n, sizeof *pairs->duplicate);
    pairs->event = quality_room(n, sizeof *pairs->event);
    for (size_t i = 0, at = 0; i < articles; i++)
        for (size_t k = i + 1; k < articles; k++)
            pairs->label[at++] = label_of(gold, i, k);
}

void quality_pairs_finish(quality_pairs *pairs) {
    dvi_free(pairs->label);
    dvi_free(pairs->measures);
    dvi_free(pairs->duplicate);
    dvi_free(pairs->event);
}

void quality_measure(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]) {
    dvi_compare(a, b, out);
    out[DVI_KINSHIP] = dvi_kinship(dvk_model_builtin(), a->language, b->language, out[DVI_CONTAINMENT]);
}

void quality_pairs_measure(quality_pairs *pairs, const dvk_features *features) {
    dvi_comparable *ready = quality_room(pairs->articles, sizeof *ready);
    for (size_t i = 0; i < pairs->articles; i++)
        dvi_comparable_init(&ready[i], &features[i]);
    for (size_t i = 0, at = 0; i < pairs->articles; i++)
        for (size_t k = i + 1; k < pairs->articles; k++)
            quality_measure(&ready[i], &ready[k], pairs->measures[at++]);
    dvi_free(ready);
}

static int64_t weigh(const int32_t coefficients[DVI_COEFFICIENTS], const int32_t measures[DVI_MEASURES],
                     int without) {
    int64_t sum = 0;
    for (int i = 0; i < DVI_MEASURES; i++)
        if (i != without) sum += (int64_t)coefficients[i] * measures[i];
    return coefficients[DVI_MEASURES] + sum / ONE;
}

/* The argument of the probability that is left of a translation's. */
static int64_t trusted(int64_t translated, const int32_t measures[DVI_MEASURES]) {
    uint64_t trust = dvi_trust_in_translation(measures);
    if (trust == ONE) return translated;
    return dvi_least_argument((uint32_t)(dvi_logistic(translated) * trust / ONE));
}

quality_scores quality_score(const int32_t measures[DVI_MEASURES], int without) {
    const dvi_calibration *calibration = &dvk_model_builtin()->calibration;
    int64_t most = weigh(calibration->alike, measures, DVI_MEASURES), duplicate[2];
    for (int i = 0; i < 2; i++) { /* whole, then without */
        int left_out = i == 0 ? DVI_MEASURES : without;
        int64_t copied = weigh(calibration->copied, measures, left_out);
        duplicate[i] = trusted(weigh(calibration->translated, measures, left_out), measures);
        if (copied > duplicate[i]) duplicate[i] = copied;
        if (duplicate[i] > most) duplicate[i] = most;
    }
    int64_t event = weigh(calibration->event, measures, without);
    return (quality_scores){(int32_t)duplicate[1], (int32_t)(event > duplicate[0] ? event : duplicate[0])};
}

void quality_pairs_score(quality_pairs *pairs, int without) {
    for (size_t i = 0; i < pairs->n; i++) {
        quality_scores scores = quality_score(pairs->measures[i], without);
        pairs->duplicate[i] = scores.duplicate;
        pairs->event[i] = scores.event;
    }
}

/* Whether this argument is that of the probability: of one that was lowered, the least that reaches it. */
static bool is_at(int32_t argument, uint32_t probability, bool exactly) {
    uint32_t reached = dvi_logistic(argument);
    return reached == probability ||
           (!exactly && dvi_logistic((int64_t)argument - 1) < probability && probability < reached);
}

void quality_pairs_check(const quality_pairs *pairs, const dvk_features *features) {
    enum { STEP = 7 };
    for (size_t i = 0, at = 0; i < pairs->articles; i++) {
        for (size_t k = i + 1; k < pairs->articles; k++, at++) {
            if (at % STEP != 0) continue;
            dvk_match match;
            dvk_score(dvk_model_builtin(), &features[i], &features[k], &match);
            /* Texts that are equal word for word are one article without being measured. */
            if (match.duplicate == ONE && pairs->measures[at][DVI_RESEMBLANCE] == ONE) continue;
            const bool trusted = dvi_trust_in_translation(pairs->measures[at]) == ONE;
            if (!is_at(pairs->duplicate[at], match.duplicate, trusted) ||
                !is_at(pairs->event[at], match.event, trusted))
                quality_fail("does not score as src/match/score.c does any more", "bench/quality_pairs.c");
        }
    }
}

static void put(histogram *h, int32_t score, bool right) {
    if (score < 0) score = 0;
    if (score >= BINS) score = BINS - 1;
    if (right)
        h->right[score]++;
    else
        h->wrong[score]++;
    h->all_right += right;
}

static double best_f1(const histogram *h) {
    uint64_t right = 0, wrong = 0;
    double best = 0;
    for (size_t i = BINS; i-- > 0;) {
        right += h->right[i];
        wrong += h->wrong[i];
        double f1 = 2.0 * (double)right / (double)(right + wrong + h->all_right);
        if (right != 0 && f1 > best) best = f1;
    }
    return best;
}

/* The lowest bin from which on the precision is at least .95. */
static int32_t precise_from(const histogram *h) {
    uint64_t right = 0, wrong = 0;
    int32_t from = BINS;
    for (int32_t i = BINS; i-- > 0;) {
        right += h->right[i];
        wrong += h->wrong[i];
        if (right != 0 && 20 * right >= 19 * (right + wrong)) from = i;
    }
    return from;
}

typedef int32_t score_of(const quality_pairs *pairs, size_t i);

static int32_t duplicate_of(const quality_pairs *pairs, size_t i) {
    return pairs->duplicate[i] + MIDDLE;
}

static int32_t event_of(const quality_pairs *pairs, size_t i) {
    return pairs->event[i] + MIDDLE;
}

static int32_t cosine_of(const quality_pairs *pairs, size_t i) {
    return pairs->measures[i][DVI_FULL_SIMILARITY];
}

/* Pairs of one of the labels `right` against the rest; those of one of the labels `out` do not count. */
static void fill(histogram *h, const quality_pairs *pairs, bool six, score_of *score, unsigned right,
                 unsigned out) {
    memset(h, 0, sizeof *h);
    for (size_t i = 0; i < pairs->n; i++) {
        unsigned label = pairs->label[i];
        bool positive = label & right;
        if ((six && !(label & QUALITY_IN_SIX)) || (label & out) ||
            (!positive && (label & QUALITY_EITHER_WAY)))
            continue;
        put(h, score(pairs, i), positive);
    }
}

static double macro_recall(const quality_pairs *pairs, bool six, int32_t from) {
    uint32_t all[QUALITY_STORIES] = {0}, found[QUALITY_STORIES] = {0}, events = 0;
    double sum = 0;
    for (size_t i = 0, at = 0; i < pairs->articles; i++) {
        for (size_t k = i + 1; k < pairs->articles; k++, at++) {
            unsigned label = pairs->label[at];
            if ((six && !(label & QUALITY_IN_SIX)) || !(label & QUALITY_SAME_EVENT) ||
                (label & QUALITY_SAME_STORY))
                continue;
            all[pairs->gold->event[i]]++;
            found[pairs->gold->event[i]] += event_of(pairs, at) >= from;
        }
    }
    for (size_t e = 0; e < QUALITY_STORIES; e++) {
        if (all[e] == 0) continue;
        sum += (double)found[e] / all[e];
        events++;
    }
    return events != 0 ? sum / events : 0;
}

quality_figures quality_pairs_figures(const quality_pairs *pairs, bool six) {
    histogram *h = quality_room(1, sizeof *h);
    quality_figures out;
    fill(h, pairs, six, duplicate_of, QUALITY_SAME_STORY, 0);
    out.duplicate = best_f1(h);
    fill(h, pairs, six, cosine_of, QUALITY_SAME_STORY, 0);
    out.cosine_duplicate = best_f1(h);
    fill(h, pairs, six, event_of, QUALITY_SAME_EVENT, QUALITY_SAME_STORY);
    out.independent = best_f1(h);
    fill(h, pairs, six, cosine_of, QUALITY_SAME_EVENT, QUALITY_SAME_STORY);
    out.cosine_independent = best_f1(h);
    fill(h, pairs, six, event_of, QUALITY_SAME_EVENT, 0);
    out.event = best_f1(h);
    out.macro = macro_recall(pairs, six, precise_from(h));
    dvi_free(h);
    return out;
}
