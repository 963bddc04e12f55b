/* Calibration error: the mean gap between probability and frequency over ten bins of probability, weighed by
 * their pairs. Source: Naeini, Cooper, Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
 * binning", AAAI 2015 (ECE). Each pair of languages is also left out in turn: slope and constant are fitted
 * anew on all others (Platt 1999), and the error is measured on the one left out. Nearly all pairs of
 * articles have nothing in common and are rightly near 0, so that the error over all pairs is small whatever
 * the scores do; hence also over the pairs that a job keeps. */
#include "quality_calibration.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "match/score.h"

enum {
    BINS = 1024,
    BIN = 32,
    SHOWN_BINS = 10,
    LANGUAGE_PAIRS = QUALITY_LANGUAGES * QUALITY_LANGUAGES,
    LEAST_PAIRS = 30,
    KEPT = 6554
};

/* Pairs by their scores, in bins of 1/32. */
typedef struct scores {
    uint32_t right[BINS], wrong[BINS];
} scores;

typedef struct line {
    double slope, constant; /* of the logit */
} line;

static double logit_of(int bin) {
    return ((bin - BINS / 2) * BIN + BIN / 2) / 1024.0;
}

static double probability(line fitted, int bin) {
    return 1 / (1 + exp(-fitted.slope * logit_of(bin) - fitted.constant));
}

static uint32_t pairs_in(const scores *s) {
    uint32_t n = 0;
    for (int i = 0; i < BINS; i++)
        n += s->right[i] + s->wrong[i];
    return n;
}

static double error_of(const scores *s, line fitted) {
    double said[SHOWN_BINS] = {0}, seen[SHOWN_BINS] = {0}, all = 0, error = 0;
    for (int i = 0; i < BINS; i++) {
        double p = probability(fitted, i), n = s->right[i] + s->wrong[i];
        int shown = (int)(p * SHOWN_BINS);
        if (shown == SHOWN_BINS) shown--;
        said[shown] += p * n;
        seen[shown] += s->right[i];
        all += n;
    }
    for (int i = 0; i < SHOWN_BINS; i++)
        error += fabs(said[i] - seen[i]);
    return all > 0 ? error / all : 0;
}

/* Newton's method on the log likelihood, with a little weight on what ships. */
static line fit(const scores *s) {
    const double prior = 1;
    line at = {1, 0};
    for (int round = 0; round < 30; round++) {
        double g0 = prior * (1 - at.slope), g1 = -prior * at.constant, h00 = prior, h01 = 0, h11 = prior;
        for (int i = 0; i < BINS; i++) {
            double n = s->right[i] + s->wrong[i], x = logit_of(i), p = probability(at, i);
            if (n == 0) continue;
            g0 += (s->right[i] - n * p) * x;
            g1 += s->right[i] - n * p;
            h00 += n * p * (1 - p) * x * x;
            h01 += n * p * (1 - p) * x;
            h11 += n * p * (1 - p);
        }
        double by = h00 * h11 - h01 * h01;
        at.slope += fmax(-.5, fmin(.5, (h11 * g0 - h01 * g1) / by));
        at.constant += fmax(-2, fmin(2, (h00 * g1 - h01 * g0) / by));
    }
    return at;
}

static void put(scores *s, int32_t score, bool right) {
    int bin = (score + BINS / 2 * BIN) / BIN;
    bin = bin < 0 ? 0 : bin >= BINS ? BINS - 1 : bin;
    if (right)
        s->right[bin]++;
    else
        s->wrong[bin]++;
}

/* The pairs of each pair of languages, and of all. */
static void gather(const quality_pairs *pairs, bool duplicates, bool kept, scores *each, scores *all) {
    memset(each, 0, LANGUAGE_PAIRS * sizeof *each);
    memset(all, 0, sizeof *all);
    for (size_t i = 0, at = 0; i < pairs->articles; i++) {
        for (size_t k = i + 1; k < pairs->articles; k++, at++) {
            bool right = pairs->label[at] & (duplicates ? QUALITY_SAME_STORY : QUALITY_SAME_EVENT);
            if (!right && (pairs->label[at] & QUALITY_EITHER_WAY)) continue;
            if (kept && dvi_logistic(pairs->event[at]) < KEPT) continue;
            uint16_t x = pairs->gold->language[i], y = pairs->gold->language[k];
            int32_t score = duplicates ? pairs->duplicate[at] : pairs->event[at];
            put(&each[x < y ? x * QUALITY_LANGUAGES + y : y * QUALITY_LANGUAGES + x], score, right);
            put(all, score, right);
        }
    }
}

static void subtract(const scores *all, const scores *one, scores *rest) {
    for (int i = 0; i < BINS; i++) {
        rest->right[i] = all->right[i] - one->right[i];
        rest->wrong[i] = all->wrong[i] - one->wrong[i];
    }
}

static void print(FILE *out, const char *level, bool kept, const char *what, double error,
                  const char *wanted) {
    fprintf(out, "calibration\tntrex, %s\t%s: %s\t%.4f\t%s\n", kept ? "pairs a job keeps" : "all pairs",
            level, what, error, wanted);
}

static void measure(FILE *out, const quality_pairs *pairs, bool duplicates, bool kept) {
    const line shipped = {1, 0};
    const char *level = duplicates ? "duplicate" : "event";
    scores *each = quality_room(LANGUAGE_PAIRS, sizeof *each), all, rest;
    double sum = 0, worst = 0, shipped_sum = 0, shipped_worst = 0;
    int n = 0;
    gather(pairs, duplicates, kept, each, &all);
    for (size_t i = 0; i < LANGUAGE_PAIRS; i++) {
        if (pairs_in(&each[i]) < LEAST_PAIRS) continue;
        subtract(&all, &each[i], &rest);
        double error = error_of(&each[i], fit(&rest)), as_is = error_of(&each[i], shipped);
        sum += error;
        shipped_sum += as_is;
        worst = fmax(worst, error);
        shipped_worst = fmax(shipped_worst, as_is);
        n++;
    }
    print(out, level, kept, "ECE as shipped, all languages together", error_of(&all, shipped), "<= .05");
    print(out, level, kept, "ECE as shipped, mean of the language pairs", shipped_sum / n, "");
    print(out, level, kept, "ECE as shipped, worst language pair", shipped_worst, "");
    print(out, level, kept, "ECE fitted on the others, mean of the language pairs left out", sum / n,
          "<= .05");
    print(out, level, kept, "ECE fitted on the others, worst language pair left out", worst, "");
    line fitted = fit(&all);
    print(out, level, kept, "slope fitted on all", fitted.slope, "1");
    print(out, level, kept, "constant fitted on all", fitted.constant, "0");
    dvi_free(each);
}

void quality_calibration(FILE *out, const quality_pairs *pairs) {
    for (int kept = 0; kept < 2; kept++) {
        measure(out, pairs, true, kept);
        measure(out, pairs, false, kept);
    }
}
