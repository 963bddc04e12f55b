/* Scores: the logistic function against the real one, and what must hold of a score whatever the calibration
 * says. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "made_features.h"
#include "match/score.h"

enum { ONE = 65536 };

static void the_logistic_function_rises(void **unused) {
    (void)unused;
    for (int64_t z = -20000; z < 20000; z++)
        assert_true(dvi_logistic(z) <= dvi_logistic(z + 1));
    assert_true(dvi_logistic(-3000) < dvi_logistic(0) && dvi_logistic(0) < dvi_logistic(3000));
}

static void the_logistic_function_is_symmetric(void **unused) {
    (void)unused;
    for (int64_t z = 0; z < 20000; z++)
        assert_int_equal(dvi_logistic(z) + dvi_logistic(-z), ONE);
}

/* A straight line between points a quarter apart is off by at most (1/4)^2 / 8 * max |f''| = 49.3 / 65536. */
static void the_logistic_function_is_near_the_real_one(void **unused) {
    (void)unused;
    for (int64_t z = -20000; z <= 20000; z++) {
        double real = ONE / (1 + exp(-(double)z / 1024));
        if (fabs(dvi_logistic(z) - real) > 50) fail_msg("at %d: %u, not %.1f", (int)z, dvi_logistic(z), real);
    }
}

static void far_out_the_logistic_function_is_0_or_1(void **unused) {
    (void)unused;
    static const int64_t far[] = {13000, 1000000, INT32_MAX, (int64_t)INT32_MAX * 100, INT64_MAX};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        assert_int_equal(dvi_logistic(far[i]), ONE);
        assert_int_equal(dvi_logistic(-far[i]), 0);
    }
}

static dvk_match score(const made_features *a, const made_features *b) {
    dvk_match match;
    assert_int_equal(dvk_score(dvk_model_builtin(), &a->features, &b->features, &match), DVK_OK);
    return match;
}

static void expect_same(dvk_match x, dvk_match y) {
    assert_int_equal(x.similarity, y.similarity);
    assert_int_equal(x.resemblance, y.resemblance);
    assert_int_equal(x.containment, y.containment);
    assert_int_equal(x.duplicate, y.duplicate);
    assert_int_equal(x.event, y.event);
    assert_int_equal(x.form, y.form);
    assert_int_equal(x.other_days, y.other_days);
}

static void scores_are_symmetric_and_within_bounds(void **unused) {
    (void)unused;
    static made_features a, b;
    for (int round = 0; round < 2000; round++) {
        uint32_t keys = 1 + any(300);
        made_at_random(&a, 1 + any(256), keys);
        made_at_random(&b, 1 + any(256), keys);
        dvk_match match = score(&a, &b);
        expect_same(match, score(&b, &a));
        assert_in_range(match.similarity, 0, ONE);
        assert_in_range(match.form, 0, ONE);
        assert_in_range(match.other_days, 0, ONE);
        assert_in_range(match.resemblance, 0, ONE);
        assert_in_range(match.containment, match.resemblance, ONE);
        assert_in_range(match.duplicate, 0, ONE);
        assert_in_range(match.event, match.duplicate, ONE);
    }
}

/* An article as they are: a hundred words and more, a name, a number. */
static void write_article(made_features *made, uint32_t first_key) {
    uint32_t values[120];
    made_init(made);
    for (uint32_t i = 0; i < 120; i++)
        made_add(made, (dvk_feature){.key = first_key + i,
                                     .weight = (uint16_t)(400 + 7 * i),
                                     .position = (uint16_t)(1 + 500 * i),
                                     .kind = i % 40 == 0   ? DVK_FEATURE_NUMBER
                                             : i % 10 == 0 ? DVK_FEATURE_NAME
                                                           : DVK_FEATURE_WORD,
                                     .zone = i < 20 ? 2 : 4});
    for (uint32_t i = 0; i < 120; i++)
        values[i] = (first_key + i) * 40503u;
    made_shingles(made, values, 120, DVK_MAX_SHINGLES);
    made->features.n_tokens = 150;
    made->features.language = 1;
}

static void an_article_is_its_own_duplicate(void **unused) {
    (void)unused;
    static made_features a;
    write_article(&a, 1);
    dvk_match match = score(&a, &a);
    assert_int_equal(match.similarity, ONE);
    assert_int_equal(match.resemblance, ONE);
    assert_int_equal(match.containment, ONE);
    assert_in_range(match.duplicate, ONE / 100 * 99, ONE);
    assert_in_range(match.event, ONE / 100 * 99, ONE);
}

/* n words in a row, in the text. */
static void write_short(made_features *made, uint32_t n) {
    uint32_t values[8];
    made_init(made);
    for (uint32_t i = 0; i < n; i++) {
        made_add(made, (dvk_feature){i + 1, 900, (uint16_t)(1 + 5000 * i), DVK_FEATURE_WORD, 4});
        values[i] = (i + 1) * 40503u;
    }
    made_shingles(made, values, n < 3 ? n != 0 : n - 2, DVK_MAX_SHINGLES);
    made->features.n_tokens = n;
}

static void a_short_text_is_its_own_duplicate(void **unused) {
    (void)unused;
    static made_features a, b;
    for (uint32_t n = 1; n <= 8; n++) {
        write_short(&a, n);
        assert_int_equal(score(&a, &a).duplicate, ONE);
        assert_int_equal(score(&a, &a).event, ONE);
        write_short(&b, n);
        b.list[0].key = 100; /* another word */
        qsort(b.list, n, sizeof *b.list, made_by_key);
        assert_in_range(score(&a, &b).duplicate, 0, ONE - 1);
        write_short(&b, n);
        made_add(&b, (dvk_feature){200, 900, 0, DVK_FEATURE_WORD, 1}); /* and a title's word */
        assert_in_range(score(&a, &b).duplicate, 0, ONE - 1);
        expect_same(score(&a, &b), score(&b, &a));
        write_short(&b, n);
        b.shingles[0]++; /* another order */
        assert_in_range(score(&a, &b).duplicate, 0, ONE - 1);
    }
    write_short(&a, 1);
    a.features.n_features = 0; /* a word that says nothing, again and again */
    assert_int_equal(score(&a, &a).duplicate, ONE);
}

static void a_long_text_is_one_by_its_wording(void **unused) {
    (void)unused;
    static made_features a, b;
    write_article(&a, 1);
    write_article(&b, 1);
    for (uint32_t i = 0; i < 100; i++) /* other words of it are the heaviest */
        b.list[i].key += 1000;
    qsort(b.list, b.features.n_features, sizeof *b.list, made_by_key);
    assert_int_equal(score(&a, &b).duplicate, ONE);
    assert_int_equal(score(&a, &b).event, ONE);
    b.features.n_tokens++; /* under another title */
    for (uint32_t i = 0; i < 120; i++)
        b.list[i].key += 100000;
    assert_in_range(score(&a, &b).duplicate, 0, ONE - 1);
    b.features.n_tokens--;
    b.shingles[7]++;
    assert_in_range(score(&a, &b).duplicate, 0, ONE - 1);
}

/* n shingles and 60 words, the text's language not told. */
static void write_worded(made_features *made, uint32_t n, uint32_t sample) {
    static uint32_t values[4 * DVK_MAX_SHINGLES];
    made_init(made);
    for (uint32_t i = 0; i < 60; i++)
        made_add(made, (dvk_feature){i + 1, 900, (uint16_t)(1 + 1000 * i), DVK_FEATURE_WORD, 4});
    for (uint32_t i = 0; i < n; i++)
        values[i] = (i + 1) * 1000;
    made_shingles(made, values, n, sample);
    made->features.n_tokens = n + 2;
}

static void wording_alone_tells_of_64_places_on(void **unused) {
    (void)unused;
    static made_features a, b;
    for (uint32_t n = 62; n < 67; n++) {
        write_worded(&a, n, DVK_MAX_SHINGLES);
        write_worded(&b, n, DVK_MAX_SHINGLES);
        b.list[0].key = 1000; /* another word of the title */
        qsort(b.list, b.features.n_features, sizeof *b.list, made_by_key);
        assert_int_equal(score(&a, &b).duplicate == ONE, n >= 64);
    }
}

/* The samples of two long texts may be the same where the texts are not. */
static void one_sample_is_not_one_text(void **unused) {
    (void)unused;
    static made_features a, b;
    write_worded(&a, 2 * DVK_MAX_SHINGLES, DVK_MAX_SHINGLES);
    write_worded(&b, 2 * DVK_MAX_SHINGLES, DVK_MAX_SHINGLES);
    for (uint32_t i = 0; i < b.features.n_features; i++) /* other words of it are the heaviest */
        b.list[i].key += 1000;
    assert_int_equal(score(&a, &b).duplicate, ONE);
    b.features.shingle_total += 3; /* of as many words: fewer of them stand twice in the same company */
    assert_in_range(score(&a, &b).duplicate, 0, ONE - 1);
}

/* The losses of one day and of another: what speaks against is told, beside how alike they are. */
static void a_form_of_other_days_is_told(void **unused) {
    (void)unused;
    static made_features of[2];
    for (uint32_t day = 0; day < 2; day++) {
        write_worded(&of[day], 40, 40);
        made_add(&of[day], (dvk_feature){.key = 7000, .weight = 900, .kind = DVK_FEATURE_WORD, .zone = 1});
        of[day].shingles[39] += day;
        of[day].features.dateline = 193;
    }
    dvk_match match = score(&of[0], &of[1]);
    assert_int_equal(match.form, 0);
    assert_int_equal(match.other_days, 0);
    of[1].features.dateline = 200;
    match = score(&of[0], &of[1]);
    assert_int_equal(match.form, 0); /* dated anew */
    assert_int_equal(match.other_days, ONE);
    for (uint32_t i = 36; i < 40; i++)
        of[1].shingles[i] += 100;
    match = score(&of[0], &of[1]);
    assert_int_equal(match.form, ONE);
    assert_in_range(match.event, 0, ONE / 100);
    of[1].features.dateline = 194;
    match = score(&of[0], &of[1]);
    assert_int_equal(match.form, ONE);
    assert_int_equal(match.other_days, 0);
}

static void trust_in_a_translation_rises_to_one(void **unused) {
    (void)unused;
    int32_t measures[DVI_MEASURES] = {0};
    for (int32_t containment = 0, before = -1; containment <= ONE; containment += 64) {
        measures[DVI_CONTAINMENT] = containment;
        measures[DVI_SAME_LANGUAGE] = ONE;
        int64_t trust = dvi_trust_in_translation(measures);
        assert_in_range(trust, 0, ONE);
        assert_true(trust > before || trust == ONE);
        assert_true(trust == ONE || containment < ONE / 6);
        before = (int32_t)trust;
        measures[DVI_SAME_LANGUAGE] = 0;
        assert_int_equal(dvi_trust_in_translation(measures), ONE);
    }
}

/* Of two articles that share ever more of their words, in order and at their places, the probabilities do not
 * fall by more than what the places of one word change. */
static void probabilities_rise_with_what_is_shared(void **unused) {
    (void)unused;
    static made_features a, b;
    uint32_t values[120];
    write_article(&a, 1);
    dvk_match before = {0};
    for (uint32_t shared = 0; shared <= 120; shared += 4) {
        write_article(&b, 1);
        for (uint32_t i = 0; i < 120; i++) {
            values[i] = i < shared ? (1 + i) * 40503u : (5000 + i) * 40503u;
            if (i * 77 % 120 >= shared) b.list[i].key += 5000;
        }
        qsort(b.list, b.features.n_features, sizeof *b.list, made_by_key);
        made_shingles(&b, values, 120, DVK_MAX_SHINGLES);
        dvk_match now = score(&a, &b);
        assert_true(now.similarity >= before.similarity && now.resemblance >= before.resemblance);
        assert_true(now.containment >= before.containment);
        if (now.duplicate + ONE / 1000 < before.duplicate || now.event + ONE / 1000 < before.event)
            fail_msg("%u shared: %u and %u, before %u and %u", shared, now.duplicate, now.event,
                     before.duplicate, before.event);
        before = now;
    }
    assert_int_equal(before.duplicate, ONE);
}

static void within_a_language_a_copy_has_words_in_a_row(void **unused) {
    (void)unused;
    static made_features a, b;
    uint32_t values[120];
    write_article(&a, 1);
    write_article(&b, 1);
    for (uint32_t i = 0; i < 120; i++)
        values[i] = (1000 + i) * 40503u;
    made_shingles(&b, values, 120, DVK_MAX_SHINGLES);
    b.features.language = 2;
    assert_in_range(score(&a, &b).duplicate, ONE / 2, ONE);
    b.features.language = a.features.language;
    assert_in_range(score(&a, &b).duplicate, 0, ONE / 100);
    assert_in_range(score(&a, &b).event, ONE / 2, ONE);
    expect_same(score(&a, &b), score(&b, &a));
}

/* Half of the words are the same, the lighter ones, and `in_a_row` of 120 shingles. */
static void write_foot(made_features *made, uint32_t own_keys, uint32_t in_a_row, uint32_t language) {
    uint32_t values[120];
    write_article(made, 1);
    for (uint32_t i = 60; i < 120; i++)
        made->list[i].key += own_keys;
    for (uint32_t i = 0; i < 120; i++)
        values[i] = (i < in_a_row ? i : own_keys + i) * 40503u;
    made_shingles(made, values, 120, DVK_MAX_SHINGLES);
    made->features.language = language;
}

static void words_in_a_row_are_of_one_language(void **unused) {
    (void)unused;
    static made_features a, b, b_known;
    write_foot(&a, 1000, 60, 0);
    write_foot(&b, 2000, 60, 0);
    write_foot(&b_known, 2000, 60, 1);
    expect_same(score(&a, &b_known), score(&a, &b));
    expect_same(score(&b_known, &a), score(&a, &b));
    write_foot(&a, 1000, 10, 0);
    write_foot(&b, 2000, 10, 0);
    write_foot(&b_known, 2000, 10, 1);
    assert_true(score(&a, &b_known).event > score(&a, &b).event);
}

/* Whatever is shared: two reports whose languages are known need not have as much in common as where that of
 * one is not told, and these not as much as where neither is. */
static void a_language_that_is_not_told_asks_for_more(void **unused) {
    (void)unused;
    const dvk_model *model = dvk_model_builtin();
    const uint32_t en = dvk_language_number("en", 2), ru = dvk_language_number("ru", 2);
    for (uint32_t known = 1; known < dvk_language_count(); known++) {
        assert_true(dvi_kinship(model, 0, known, 0) > dvi_kinship(model, en, ru, 0));
        assert_true(dvi_kinship(model, 0, known, 0) < dvi_kinship(model, 0, 0, 0));
        assert_int_equal(dvi_kinship(model, 0, known, 0), dvi_kinship(model, known, 0, 0));
        /* From a quarter of the wording on both are in one language, whichever that is. */
        assert_int_equal(dvi_kinship(model, 0, known, ONE / 4 - 1), dvi_kinship(model, 0, known, 0));
        assert_int_equal(dvi_kinship(model, 0, known, ONE / 4), dvi_kinship(model, 0, 0, 0));
        assert_int_equal(dvi_kinship(model, en, known, ONE), dvi_kinship(model, en, known, 0));
    }
}

/* The same text with other numbers: every fourth feature, and two shingles of five are other ones. */
static void write_form(made_features *made, uint32_t first_number) {
    uint32_t values[120];
    write_article(made, 1);
    for (uint32_t i = 0; i < 120; i++) {
        if (i % 4 == 0) made->list[i].kind = DVK_FEATURE_NUMBER;
        if (i % 4 == 0) made->list[i].key += first_number;
        values[i] = (i % 5 < 2 ? first_number + i : i) * 40503u;
    }
    qsort(made->list, 120, sizeof *made->list, made_by_key);
    made_shingles(made, values, 120, DVK_MAX_SHINGLES);
}

static void a_form_with_other_numbers_is_no_copy(void **unused) {
    (void)unused;
    static made_features a, b;
    write_form(&a, 1000);
    write_form(&b, 1000);
    b.shingles[0]++;
    assert_in_range(score(&a, &b).duplicate, ONE / 2, ONE);
    write_form(&b, 2000);
    assert_in_range(score(&a, &b).duplicate, 0, ONE / 2);
}

static void articles_with_nothing_in_common_are_strangers(void **unused) {
    (void)unused;
    static made_features a, b;
    write_article(&a, 1);
    write_article(&b, 100000);
    dvk_match match = score(&a, &b);
    assert_int_equal(match.similarity, 0);
    assert_int_equal(match.resemblance, 0);
    assert_int_equal(match.containment, 0);
    assert_in_range(match.event, 0, ONE / 100);
}

static void empty_articles_are_no_duplicates(void **unused) {
    (void)unused;
    static made_features a, empty;
    made_init(&empty);
    write_article(&a, 1);
    assert_in_range(score(&empty, &empty).event, 0, ONE / 20);
    assert_in_range(score(&empty, &a).event, 0, ONE / 20);
    expect_same(score(&empty, &a), score(&a, &empty));
}

static void the_heaviest_of_all_articles_does_not_overflow(void **unused) {
    (void)unused;
    static made_features a;
    for (int kind = DVK_FEATURE_WORD; kind <= DVK_FEATURE_GRAM; kind++) {
        made_init(&a);
        for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++)
            made_add(&a, (dvk_feature){UINT32_MAX - i, UINT16_MAX, UINT16_MAX, (uint8_t)kind, 7});
        a.features.n_tokens = UINT32_MAX;
        assert_int_equal(score(&a, &a).similarity, kind == DVK_FEATURE_CONCEPT ? 0 : ONE);
        assert_true(score(&a, &a).event <= ONE);
    }
}

/* Some of their words are the same: an event perhaps, no copy. */
static dvk_match score_at(uint32_t first_key, int64_t time_a, int64_t time_b) {
    static made_features a, b;
    write_article(&a, 1);
    write_article(&b, first_key);
    a.features.time = time_a;
    b.features.time = time_b;
    return score(&a, &b);
}

/* The first key of an article of which it is open whether it reports the event of the first. */
static uint32_t open_case(void) {
    uint32_t first_key = 1;
    while (first_key < 120 && score_at(first_key, DVK_NO_TIME, DVK_NO_TIME).event > ONE / 2)
        first_key++;
    return first_key;
}

static void days_between_dates_count_against_an_event(void **unused) {
    (void)unused;
    const int64_t hour = 3600, day = 24 * hour;
    const uint32_t key = open_case();
    uint32_t undated = score_at(key, DVK_NO_TIME, 0).event;
    assert_in_range(undated, ONE / 40, ONE / 40 * 39); /* what days take off is seen */
    assert_int_equal(score_at(key, 0, DVK_NO_TIME).event, undated);
    assert_int_equal(score_at(key, 0, 0).event, undated);
    assert_int_equal(score_at(key, 12 * hour, 0).event, undated);
    for (int64_t days = 1, before = undated; days <= 7; days++) {
        int64_t event = score_at(key, 0, days * day).event;
        assert_true(event < before || (days > 3 && event == before)); /* as likely as a copy, at the least */
        assert_int_equal(score_at(key, days * day, 0).event, event);
        before = event;
    }
    assert_int_equal(score_at(key, INT64_MAX, INT64_MIN + 1).event, score_at(key, 0, 8 * day).event);
}

static void a_copy_is_one_however_late(void **unused) {
    (void)unused;
    static made_features a, b;
    write_article(&a, 1);
    write_article(&b, 1);
    a.features.time = 0;
    b.features.time = 365 * 86400;
    assert_int_equal(score(&a, &b).duplicate, score(&a, &a).duplicate);
    assert_int_equal(score(&a, &b).event, score(&a, &a).event);
}

static void nothing_is_no_article(void **unused) {
    (void)unused;
    static made_features a;
    dvk_match match;
    made_init(&a);
    assert_int_equal(dvk_score(NULL, &a.features, &a.features, &match), DVK_E_ARGUMENT);
    assert_int_equal(dvk_score(dvk_model_builtin(), NULL, &a.features, &match), DVK_E_ARGUMENT);
    assert_int_equal(dvk_score(dvk_model_builtin(), &a.features, NULL, &match), DVK_E_ARGUMENT);
    assert_int_equal(dvk_score(dvk_model_builtin(), &a.features, &a.features, NULL), DVK_E_ARGUMENT);
}

/* ---- evidence ---- */

/* Features are a public struct: somebody may have put together more than an article can have. */
static void evidence_of_more_features_than_there_can_be_is_bounded(void **unused) {
    (void)unused;
    enum { MANY = 8 * DVK_MAX_FEATURES };
    static dvk_feature list[MANY];
    static dvk_evidence evidence[MANY];
    for (uint32_t i = 0; i < MANY; i++)
        list[i] = (dvk_feature){.key = i, .weight = 256};
    const dvk_features features = {.list = list, .n_features = MANY, .time = DVK_NO_TIME};
    assert_int_equal(dvk_match_evidence(dvk_model_builtin(), &features, &features, evidence, MANY),
                     DVK_MAX_FEATURES);
    for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++)
        assert_int_equal(evidence[i].key, i);
}

static void evidence_is_what_both_have_heaviest_first(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    for (uint32_t key = 1; key <= 9; key++)
        made_add(&a, (dvk_feature){key, (uint16_t)(100 * key), 1, DVK_FEATURE_WORD, 4});
    for (uint32_t key = 7; key <= 15; key++)
        made_add(&b, (dvk_feature){key, 100, 1, key == 8 ? DVK_FEATURE_NAME : DVK_FEATURE_WORD, 4});
    dvk_evidence got[8];
    assert_int_equal(dvk_match_evidence(dvk_model_builtin(), &a.features, &b.features, got, 8), 3);
    for (uint32_t i = 0; i < 3; i++) {
        assert_int_equal(got[i].key, 9 - i);
        assert_int_equal(got[i].share, (uint64_t)(9 - i) * ONE / (7 + 8 + 9));
    }
    assert_int_equal(got[1].kind, DVK_FEATURE_NAME);
    assert_int_equal(dvk_match_evidence(dvk_model_builtin(), &a.features, &b.features, got, 2), 2);
    assert_int_equal(dvk_match_evidence(dvk_model_builtin(), &a.features, &b.features, got, 0), 0);
}

static void numbers_are_evidence_as_far_as_words_are(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    for (uint32_t key = 1; key <= 40; key++) {
        made_add(&a, (dvk_feature){key, 1000, 1, DVK_FEATURE_NUMBER, 4});
        made_add(&b, (dvk_feature){key, 1000, 1, DVK_FEATURE_NUMBER, 4});
        made_add(&a, (dvk_feature){100 + key, 1000, 1, DVK_FEATURE_WORD, 4});
        made_add(&b,
                 (dvk_feature){140 + key - (key == 1), 1000, 1, DVK_FEATURE_WORD, 4}); /* one is the same */
    }
    dvk_evidence got[DVK_MAX_FEATURES];
    assert_int_equal(dvk_match_evidence(dvk_model_builtin(), &a.features, &b.features, got, DVK_MAX_FEATURES),
                     41);
    assert_int_equal(got[0].key, 140);
    assert_in_range(got[0].share, ONE / 2, ONE / 2 + 100);
    assert_in_range(got[40].share, ONE / 80 - 10, ONE / 80);
}

static void the_shares_of_all_evidence_make_one(void **unused) {
    (void)unused;
    static made_features a, b;
    for (int round = 0; round < 200; round++) {
        dvk_evidence got[DVK_MAX_FEATURES], back[DVK_MAX_FEATURES];
        made_at_random(&a, 256, 300);
        made_at_random(&b, 256, 300);
        size_t n = dvk_match_evidence(dvk_model_builtin(), &a.features, &b.features, got, DVK_MAX_FEATURES);
        assert_int_equal(
            dvk_match_evidence(dvk_model_builtin(), &b.features, &a.features, back, DVK_MAX_FEATURES), n);
        uint64_t sum = 0;
        for (size_t i = 0; i < n; i++) {
            sum += got[i].share;
            assert_true(i == 0 || got[i].share <= got[i - 1].share);
            assert_int_equal(got[i].key, back[i].key);
            assert_int_equal(got[i].share, back[i].share);
            assert_int_equal(got[i].kind, back[i].kind);
        }
        if (n != 0) assert_in_range(sum, ONE - n, ONE);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_logistic_function_rises),
        cmocka_unit_test(the_logistic_function_is_symmetric),
        cmocka_unit_test(the_logistic_function_is_near_the_real_one),
        cmocka_unit_test(far_out_the_logistic_function_is_0_or_1),
        cmocka_unit_test(scores_are_symmetric_and_within_bounds),
        cmocka_unit_test(an_article_is_its_own_duplicate),
        cmocka_unit_test(a_short_text_is_its_own_duplicate),
        cmocka_unit_test(a_long_text_is_one_by_its_wording),
        cmocka_unit_test(wording_alone_tells_of_64_places_on),
        cmocka_unit_test(one_sample_is_not_one_text),
        cmocka_unit_test(a_form_of_other_days_is_told),
        cmocka_unit_test(trust_in_a_translation_rises_to_one),
        cmocka_unit_test(probabilities_rise_with_what_is_shared),
        cmocka_unit_test(within_a_language_a_copy_has_words_in_a_row),
        cmocka_unit_test(words_in_a_row_are_of_one_language),
        cmocka_unit_test(a_language_that_is_not_told_asks_for_more),
        cmocka_unit_test(a_form_with_other_numbers_is_no_copy),
        cmocka_unit_test(articles_with_nothing_in_common_are_strangers),
        cmocka_unit_test(empty_articles_are_no_duplicates),
        cmocka_unit_test(the_heaviest_of_all_articles_does_not_overflow),
        cmocka_unit_test(days_between_dates_count_against_an_event),
        cmocka_unit_test(a_copy_is_one_however_late),
        cmocka_unit_test(nothing_is_no_article),
        cmocka_unit_test(evidence_of_more_features_than_there_can_be_is_bounded),
        cmocka_unit_test(evidence_is_what_both_have_heaviest_first),
        cmocka_unit_test(numbers_are_evidence_as_far_as_words_are),
        cmocka_unit_test(the_shares_of_all_evidence_make_one),
    };
    return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
