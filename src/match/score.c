/* Scoring. Idea: a logistic model over the measurements of a pair, one for "the same article", one for "the
 * same event", with coefficients from the calibration table; sums and the logistic function are integers, so
 * that every machine agrees. Source: Platt, "Probabilistic outputs for support vector machines", 1999, for
 * scores read as probabilities. */
#include "match/score.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "article/given.h"
#include "dvoinik/cpu.h"
#include "tables/sealed_model.h"

enum { ONE = 65536, STEP = 256 /* of z, a quarter */, MOST_Z = 1 << 20 };

uint32_t dvi_logistic(int64_t z) {
    /* 65536 / (1 + exp(-i / 4)), rounded. */
    static const uint32_t table[] = {
        32768, 36843, 40793, 44511, 47911, 50941, 53581, 55834, 57724, 59287, 60565, 61598, 62428,
        63090, 63615, 64030, 64357, 64614, 64816, 64974, 65097, 65194, 65269, 65328, 65374, 65410,
        65438, 65459, 65476, 65489, 65500, 65508, 65514, 65519, 65523, 65526, 65528, 65530, 65531,
        65532, 65533, 65534, 65534, 65535, 65535, 65535, 65535, 65535, 65536,
    };
    enum { LAST = sizeof table / sizeof table[0] - 1 };
    int64_t size = z < 0 ? -z : z;
    int64_t i = size / STEP, rest = size % STEP;
    uint32_t p = i >= LAST ? ONE : (uint32_t)(table[i] + (table[i + 1] - table[i]) * (uint64_t)rest / STEP);
    return z < 0 ? ONE - p : p;
}

static int64_t weigh(const int32_t coefficients[DVI_COEFFICIENTS], const int32_t measures[DVI_MEASURES]) {
    int64_t z = coefficients[DVI_MEASURES];
    for (size_t i = 0; i < DVI_MEASURES; i++)
        z += (int64_t)coefficients[i] * measures[i] / ONE;
    return z;
}

int64_t dvi_likeness(int64_t event_z) {
    enum { SURE_OF_EVENT = 3 * 1024 /* .95 */ };
    return (event_z - SURE_OF_EVENT) / 2;
}

int32_t dvi_kinship(const dvk_model *model, uint32_t a, uint32_t b, int32_t containment) {
    enum { IN_ONE_LANGUAGE = ONE / 4 };
    if ((a == 0 || b == 0) && containment >= IN_ONE_LANGUAGE) a = b = 0;
    return model->kinship[a < DVI_KINSHIP_LANGUAGES ? a : 0][b < DVI_KINSHIP_LANGUAGES ? b : 0];
}

/* The most that the probabilities can be, by the argument of the event's. */
static uint32_t most_at(int64_t event_z) {
    uint32_t event = dvi_logistic(event_z), likeness = dvi_logistic(dvi_likeness(event_z));
    return event > likeness ? event : likeness;
}

int64_t dvi_least_argument(uint32_t (*rising)(int64_t z), uint32_t least) {
    int64_t low = -MOST_Z, high = MOST_Z;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (rising(middle) < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void dvi_scorer_init(dvi_scorer *out, const dvk_model *model, uint32_t least, uint32_t cpu) {
    *out = (dvi_scorer){model, dvi_choose_match_kernels(cpu),
                        most_at(-MOST_Z) >= least ? INT64_MIN : dvi_least_argument(most_at, least)};
}

/* What adds most to the event's argument, of a measure between two values. */
static int32_t most_of(const dvk_model *model, dvi_measure measure, int32_t low, int32_t high) {
    return model->calibration.event[measure] < 0 ? low : high;
}

static void expect_places(const dvk_model *model, int32_t measures[DVI_MEASURES]) {
    int32_t support = measures[DVI_SUPPORT];
    measures[DVI_ORDER] = most_of(model, DVI_ORDER, -support, support);
    measures[DVI_NEARNESS] = most_of(model, DVI_NEARNESS, 0, support);
}

static void expect_shingles(const dvk_model *model, int32_t measures[DVI_MEASURES]) {
    measures[DVI_RESEMBLANCE] = most_of(model, DVI_RESEMBLANCE, 0, ONE);
    measures[DVI_CONTAINMENT] = most_of(model, DVI_CONTAINMENT, 0, ONE);
    measures[DVI_TEMPLATE] = most_of(model, DVI_TEMPLATE, 0, ONE);
}

uint32_t dvi_trust_in_translation(const int32_t measures[DVI_MEASURES]) {
    enum { COPIED = ONE / 6 };
    if (measures[DVI_SAME_LANGUAGE] == 0 || measures[DVI_CONTAINMENT] >= COPIED) return ONE;
    return (uint32_t)measures[DVI_CONTAINMENT] * (ONE / COPIED);
}

/* Nothing tells them apart: the same words, one after the other. Of a long text that is enough: in capitals,
 * or without any, other words of it are the heaviest. Of a short one the features, and with them the title,
 * must be the same too. */
static bool are_one_text(const dvi_comparable *a, const dvi_comparable *b, uint32_t shared) {
    enum { LONG = 64 /* shingles */ };
    if (a->n_tokens != b->n_tokens || a->shingle_total != b->shingle_total) return false;
    if (a->n_shingles != b->n_shingles || a->n_shingles == 0) return false;
    if (a->n_shingles < LONG && (shared != a->map.n || shared != b->map.n)) return false;
    return memcmp(dvi_comparable_shingles(a), dvi_comparable_shingles(b), a->n_shingles * sizeof(uint32_t)) ==
           0;
}

static void judge(const dvk_model *model, const int32_t measures[DVI_MEASURES], dvk_match *out) {
    out->similarity = (uint32_t)measures[DVI_SIMILARITY];
    out->resemblance = (uint32_t)measures[DVI_RESEMBLANCE];
    out->containment = (uint32_t)measures[DVI_CONTAINMENT];
    uint64_t translated = dvi_logistic(weigh(model->calibration.translated, measures));
    translated = translated * dvi_trust_in_translation(measures) / ONE;
    uint32_t copied = dvi_logistic(weigh(model->calibration.copied, measures));
    int64_t event_z = weigh(model->calibration.event, measures);
    int64_t late = (int64_t)model->calibration.event[DVI_DAYS] * measures[DVI_DAYS] / ONE;
    uint32_t event = dvi_logistic(event_z), likeness = dvi_logistic(dvi_likeness(event_z - late));
    /* A copy reports the event of its original, whenever it was made: the order of a few shared words, or a
     * passage that a site repeats, proves nothing. */
    out->duplicate = copied > translated ? copied : (uint32_t)translated;
    if (out->duplicate > likeness) out->duplicate = likeness;
    out->event = event > out->duplicate ? event : out->duplicate;
}

void dvi_scorer_score(const dvi_scorer *scorer, const dvi_comparable *a, const dvi_comparable *b,
                      dvk_match *out) {
    const dvk_model *model = scorer->model;
    const int32_t *event = model->calibration.event;
    int32_t measures[DVI_MEASURES];
    dvi_shared_keys shared;
    dvi_compare_keys(&scorer->kernels, a, b, &shared, measures);
    measures[DVI_KINSHIP] = dvi_kinship(model, a->language, b->language, 0);
    measures[DVI_DAYS] = 0; /* the most that it adds */
    expect_places(model, measures);
    expect_shingles(model, measures);
    *out = (dvk_match){0};
    const bool one_text = are_one_text(a, b, shared.n);
    if (!one_text && weigh(event, measures) < scorer->least_z) return;
    dvi_expect_shingles(a);
    dvi_expect_shingles(b);
    dvi_compare_places(&scorer->kernels, &shared, measures);
    if (!one_text && weigh(event, measures) < scorer->least_z) return;
    dvi_compare_shingles(a, b, measures);
    measures[DVI_DAYS] = dvi_days_between(a, b);
    measures[DVI_KINSHIP] = dvi_kinship(model, a->language, b->language, measures[DVI_CONTAINMENT]);
    judge(model, measures, out);
    if (one_text) out->duplicate = out->event = ONE; /* however short */
}

void dvi_score(const dvk_model *model, const dvi_comparable *a, const dvi_comparable *b, dvk_match *out) {
    dvi_scorer scorer;
    dvi_scorer_init(&scorer, model, 0, DVK_CPU_ALL);
    dvi_scorer_score(&scorer, a, b, out);
}

dvk_status dvk_score(const dvk_model *model, const dvk_features *a, const dvk_features *b, dvk_match *out) {
    if (model == NULL || !dvi_are_features(a) || !dvi_are_features(b) || out == NULL) return DVK_E_ARGUMENT;
    dvi_comparable x, y;
    dvi_comparable_init(&x, a);
    dvi_comparable_init(&y, b);
    dvi_score(model, &x, &y, out);
    return DVK_OK;
}
