/* Scoring. Idea: logistic models over the measurements of a pair: that one article is a copy of the other,
 * that it is a translation, that both are about the same, which bounds these two, and that they report one
 * event. Coefficients are those of the calibration table; sums and the logistic function are integers, so
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

_Static_assert((int)DVI_COEFFICIENTS == (int)DVI_MEASURES + 1,
               "a coefficient for each measure, and the constant");

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

/* Divided once, so that what adds to the sum never takes from the argument. `more` is added to the sum. */
static int64_t weigh(const int32_t coefficients[DVI_COEFFICIENTS], const int32_t measures[DVI_MEASURES],
                     int64_t more) {
    int64_t sum = more;
    for (size_t i = 0; i < DVI_MEASURES; i++)
        sum += (int64_t)coefficients[i] * measures[i];
    return coefficients[DVI_MEASURES] + sum / ONE;
}

int32_t dvi_kinship(const dvk_model *model, uint32_t a, uint32_t b, int32_t containment) {
    enum { IN_ONE_LANGUAGE = ONE / 4 };
    if ((a == 0 || b == 0) && containment >= IN_ONE_LANGUAGE) a = b = 0;
    return model->kinship[a < DVI_KINSHIP_LANGUAGES ? a : 0][b < DVI_KINSHIP_LANGUAGES ? b : 0];
}

int64_t dvi_least_argument(uint32_t least) {
    int64_t low = -MOST_Z, high = MOST_Z;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (dvi_logistic(middle) < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void dvi_scorer_init(dvi_scorer *out, const dvk_model *model, uint32_t least, uint32_t cpu) {
    *out = (dvi_scorer){model, dvi_choose_match_kernels(cpu),
                        least == 0 ? INT64_MIN : dvi_least_argument(least)};
}

/* The most that a measure between two values adds to the sum. */
static int64_t most_of(int32_t coefficient, int64_t low, int64_t high) {
    return coefficient * (coefficient < 0 ? low : high);
}

/* The most that an argument can be while shingles, and places unless `placed`, are not compared: 0 stands for
 * what they measure. */
static int64_t most_at(const int32_t coefficients[DVI_COEFFICIENTS], const int32_t measures[DVI_MEASURES],
                       bool placed) {
    const int64_t support = placed ? 0 : measures[DVI_SUPPORT];
    const int64_t more =
        most_of(coefficients[DVI_RESEMBLANCE], 0, ONE) + most_of(coefficients[DVI_CONTAINMENT], 0, ONE) +
        most_of(coefficients[DVI_TEMPLATE], 0, ONE) + most_of(coefficients[DVI_ORDER], -support, support) +
        most_of(coefficients[DVI_NEARNESS], 0, support);
    return weigh(coefficients, measures, more);
}

/* Whether either probability may still be worth while: one article is no likelier than `alike` lets it be. */
static bool may_be_worth_while(const dvi_scorer *scorer, const int32_t measures[DVI_MEASURES], bool placed) {
    const dvi_calibration *calibration = &scorer->model->calibration;
    return most_at(calibration->event, measures, placed) >= scorer->least_z ||
           most_at(calibration->alike, measures, placed) >= scorer->least_z;
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
    out->form = measures[DVI_TEMPLATE] < ONE ? (uint32_t)measures[DVI_TEMPLATE] : ONE;
    out->other_days = (uint32_t)measures[DVI_NO_COMMON_DAY];
    out->passage = (uint32_t)measures[DVI_PASSAGE];
    out->subjects = (uint32_t)measures[DVI_OTHER_SUBJECTS];
    uint64_t translated = dvi_logistic(weigh(model->calibration.translated, measures, 0));
    translated = translated * dvi_trust_in_translation(measures) / ONE;
    uint32_t copied = dvi_logistic(weigh(model->calibration.copied, measures, 0));
    uint32_t event = dvi_logistic(weigh(model->calibration.event, measures, 0));
    uint32_t alike = dvi_logistic(weigh(model->calibration.alike, measures, 0));
    /* A copy has what its original is about, whenever it was made: the order of a few shared words, or a
     * passage that a site repeats, proves nothing. */
    out->duplicate = copied > translated ? copied : (uint32_t)translated;
    if (out->duplicate > alike) out->duplicate = alike;
    out->event = event > out->duplicate ? event : out->duplicate;
}

void dvi_scorer_score(const dvi_scorer *scorer, const dvi_comparable *a, const dvi_comparable *b,
                      dvk_match *out) {
    const dvk_model *model = scorer->model;
    int32_t measures[DVI_MEASURES] = {0};
    dvi_shared_keys shared;
    const dvi_other_days other_days = dvi_compare_keys(&scorer->kernels, a, b, &shared, measures);
    measures[DVI_KINSHIP] = dvi_kinship(model, a->language, b->language, 0);
    *out = (dvk_match){0};
    const bool one_text = are_one_text(a, b, shared.n);
    if (!one_text && !may_be_worth_while(scorer, measures, false)) return;
    dvi_expect_shingles(a);
    dvi_expect_shingles(b);
    dvi_compare_places(&scorer->kernels, a, b, &shared, measures);
    if (!one_text && !may_be_worth_while(scorer, measures, true)) return;
    dvi_compare_shingles(a, b, &shared, other_days, measures);
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
