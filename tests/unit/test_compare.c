/* Comparing: each measure against the plain way of computing it, and what must hold of all of them; what is
 * laid out to be compared is all that the features were. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dvoinik/match.h"
#include "equal_features.h"
#include "made_features.h"
#include "match/compare.h"

enum { ONE = 65536 };

typedef struct measures {
    int32_t is[DVI_MEASURES];
} measures;

static measures compare(const made_features *a, const made_features *b) {
    dvi_comparable x, y;
    measures m = {{0}}; /* what the model says of a pair stays 0 */
    dvi_comparable_init(&x, &a->features);
    dvi_comparable_init(&y, &b->features);
    dvi_compare(&x, &y, m.is);
    return m;
}

static void add(made_features *made, uint32_t key, uint16_t weight, uint16_t position,
                dvk_feature_kind kind) {
    made_add(made, (dvk_feature){key, weight, position, (uint8_t)kind, 4});
}

static bool is_signed(size_t measure) {
    return measure == DVI_ORDER || measure == DVI_NUMBERS;
}

static void measures_are_symmetric_and_within_bounds(void **unused) {
    (void)unused;
    static made_features a, b;
    for (int round = 0; round < 2000; round++) {
        uint32_t keys = 1 + any(400);
        made_at_random(&a, 1 + any(256), keys);
        made_at_random(&b, 1 + any(256), keys);
        measures there = compare(&a, &b), back = compare(&b, &a);
        for (size_t i = 0; i < DVI_MEASURES; i++) {
            assert_int_equal(there.is[i], back.is[i]);
            int32_t most = i == DVI_DAYS ? 7 * ONE : i == DVI_TEMPLATE ? 2 * ONE : ONE;
            assert_true(there.is[i] <= most && there.is[i] >= (is_signed(i) ? -ONE : 0));
        }
    }
}

static void an_article_is_all_like_itself(void **unused) {
    (void)unused;
    static made_features a;
    for (int round = 0; round < 500; round++) {
        made_at_random(&a, 256, 1000);
        a.features.language = 1;
        made_add(&a, (dvk_feature){UINT32_MAX, 300, 9, DVK_FEATURE_NAME, 2});
        measures m = compare(&a, &a);
        static const dvi_measure whole[] = {DVI_SIMILARITY, DVI_FULL_SIMILARITY, DVI_FOCUS, DVI_LEAD,
                                            DVI_SAME_LANGUAGE};
        for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
            assert_int_equal(m.is[whole[i]], ONE);
        uint32_t n = a.features.n_features;
        assert_int_equal(m.is[DVI_COVERAGE], n < 12 ? n * ONE / 12 : ONE);
        assert_int_equal(m.is[DVI_LENGTHS], a.features.n_tokens == 0 ? 0 : ONE);
        assert_int_equal(m.is[DVI_RESEMBLANCE], a.features.n_shingles == 0 ? 0 : ONE);
        assert_int_equal(m.is[DVI_CONTAINMENT], m.is[DVI_RESEMBLANCE]);
        assert_int_equal(m.is[DVI_NEARNESS], m.is[DVI_SUPPORT]);
        assert_true(m.is[DVI_NUMBERS] >= 0);
    }
}

static bool is_number(const dvk_feature *f) {
    return f->kind == DVK_FEATURE_NUMBER || f->kind == DVK_FEATURE_DATE;
}

static double norm_of(const made_features *made) {
    double squares = 0;
    for (uint32_t i = 0; i < made->features.n_features; i++)
        squares += pow(made->list[i].weight, 2);
    return sqrt(squares);
}

/* How far shared numbers count: as far as the words that are shared, or all that might be, weigh as much. */
static double trust_in_numbers(const made_features *a, const made_features *b) {
    double words = 0, numbers = 0;
    for (uint32_t i = 0; i < a->features.n_features; i++)
        for (uint32_t k = 0; k < b->features.n_features; k++) {
            const dvk_feature *f = &a->list[i], *g = &b->list[k];
            if (f->key == g->key)
                *(is_number(f) && is_number(g) ? &numbers : &words) += (double)f->weight * g->weight;
        }
    double enough = fmin(numbers, fmax(norm_of(a) * norm_of(b) - numbers, 0));
    return words >= enough ? 1 : words / enough;
}

static uint32_t least_of(uint32_t x, uint32_t y) {
    return x < y ? x : y;
}

/* How far a cosine counts: one of eight, or of as many as the longer has, is an eighth. */
static double trust_in_few(const made_features *a, const made_features *b, double trust) {
    double shared = 0;
    uint32_t n_a = a->features.n_features, n_b = b->features.n_features, longer = n_a < n_b ? n_b : n_a;
    for (uint32_t i = 0; i < n_a; i++)
        for (uint32_t k = 0; k < n_b; k++)
            if (a->list[i].key == b->list[k].key)
                shared += is_number(&a->list[i]) && is_number(&b->list[k]) ? trust : 1;
    return fmin(shared / least_of(longer, 8), 1);
}

/* The cosine as the books have it: of the weights or of their squares, with concepts or without, of what
 * stands in `zones` of both, or anywhere where that is 0; products of numbers count by `trust`. */
static double cosine(const made_features *a, const made_features *b, double power, bool concepts,
                     uint8_t zones, double trust) {
    double dot = 0, norm_a = 0, norm_b = 0;
    for (uint32_t i = 0; i < a->features.n_features; i++) {
        const dvk_feature *f = &a->list[i];
        if (!concepts && f->kind == DVK_FEATURE_CONCEPT) continue;
        if (zones == 0 || (f->zone & zones)) norm_a += pow(f->weight, 2 * power);
        for (uint32_t k = 0; k < b->features.n_features; k++)
            if (b->list[k].key == f->key && (zones == 0 || (f->zone & b->list[k].zone & zones)))
                dot += pow(f->weight, power) * pow(b->list[k].weight, power) *
                       (is_number(f) && is_number(&b->list[k]) ? trust : 1);
    }
    for (uint32_t k = 0; k < b->features.n_features; k++)
        if ((concepts || b->list[k].kind != DVK_FEATURE_CONCEPT) && (zones == 0 || (b->list[k].zone & zones)))
            norm_b += pow(b->list[k].weight, 2 * power);
    return norm_a > 0 && norm_b > 0 ? dot / sqrt(norm_a) / sqrt(norm_b) : 0;
}

static void expect_near(int32_t got, double share, double slack) {
    if (fabs(got / (double)ONE - share) > slack) fail_msg("%.5f, not %.5f", got / (double)ONE, share);
}

static void the_cosines_are_those_of_the_weights(void **unused) {
    (void)unused;
    static made_features a, b;
    for (int round = 0; round < 200; round++) {
        uint32_t keys = 1 + any(300);
        made_at_random(&a, 256, keys);
        made_at_random(&b, 256, keys);
        measures m = compare(&a, &b);
        double trust = trust_in_numbers(&a, &b), few = trust_in_few(&a, &b, trust);
        expect_near(m.is[DVI_SIMILARITY], few * cosine(&a, &b, 1, false, 0, trust), 0.02);
        expect_near(m.is[DVI_FULL_SIMILARITY], few * cosine(&a, &b, 1, true, 0, trust), 0.02);
        expect_near(m.is[DVI_LEAD], few * cosine(&a, &b, 1, true, 3, 1), 0.02);
        if (a.features.n_features < 50 || b.features.n_features < 50)
            continue; /* small squares are cut off */
        expect_near(m.is[DVI_FOCUS], few * cosine(&a, &b, 2, false, 0, 1), 0.02);
    }
}

/* n numbers from 1 on, in order, and as many words from `first_word` on as `words` says. */
static void count_up(made_features *out, uint32_t n, uint32_t words, uint32_t first_word) {
    made_init(out);
    for (uint32_t i = 0; i < n; i++)
        add(out, i + 1, 600, (uint16_t)(1 + 200 * i), DVK_FEATURE_NUMBER);
    for (uint32_t i = 0; i < words; i++)
        add(out, first_word + i, 500, (uint16_t)(3 + 200 * i), DVK_FEATURE_WORD);
}

static void numbers_alone_make_no_match(void **unused) {
    (void)unused;
    static made_features a, b;
    count_up(&a, 40, 150, 1000);
    count_up(&b, 40, 150, 5000);
    measures m = compare(&a, &b);
    assert_int_equal(m.is[DVI_SIMILARITY], 0);
    assert_int_equal(m.is[DVI_FULL_SIMILARITY], 0);
    assert_int_equal(m.is[DVI_SUPPORT], 0);
    assert_int_equal(m.is[DVI_ORDER], 0);
    assert_int_equal(m.is[DVI_NEARNESS], 0);
    assert_int_equal(m.is[DVI_COVERAGE], 0);
    count_up(&b, 40, 150, 1110); /* 40 words are the same too, a little lighter than the numbers */
    m = compare(&a, &b);
    expect_near(m.is[DVI_COVERAGE], (40 + 40 * 500. * 500 / 600 / 600) / 190, 0.01);
}

static void a_table_of_numbers_is_like_its_translation(void **unused) {
    (void)unused;
    static made_features a, b;
    count_up(&a, 200, 12, 1000);
    count_up(&b, 200, 12, 1006); /* half of its words are known */
    measures m = compare(&a, &b);
    assert_true(m.is[DVI_SIMILARITY] > ONE / 2 && m.is[DVI_COVERAGE] > ONE / 2);
    assert_true(m.is[DVI_NEARNESS] > ONE / 2);
    count_up(&a, 200, 0, 0);
    assert_int_equal(compare(&a, &a).is[DVI_SIMILARITY], ONE);
}

/* n words from `first_key` on. */
static void add_words(made_features *out, uint32_t n, uint32_t first_key, uint16_t weight) {
    for (uint32_t i = 0; i < n; i++)
        add(out, first_key + i, weight, (uint16_t)(1 + 200 * i), DVK_FEATURE_WORD);
}

static void one_word_of_a_title_is_no_event(void **unused) {
    (void)unused;
    static made_features title, article;
    made_init(&title);
    made_init(&article);
    add_words(&title, 1, 1, 3000);
    add_words(&article, 1, 1, 3000);
    add_words(&article, 19, 100, 500);
    measures m = compare(&title, &article);
    assert_true(m.is[DVI_SIMILARITY] < ONE / 8 && m.is[DVI_FULL_SIMILARITY] < ONE / 8 &&
                m.is[DVI_FOCUS] <= ONE / 8);
    dvk_match match;
    assert_int_equal(dvk_score(dvk_model_builtin(), &title.features, &article.features, &match), DVK_OK);
    assert_in_range(match.event, 0, ONE / 2);
    made_init(&article); /* all of two titles is no chance */
    add_words(&article, 1, 1, 3000);
    assert_int_equal(compare(&title, &article).is[DVI_SIMILARITY], ONE);
}

static void a_common_foot_is_no_event(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    add_words(&a, 60, 1, 400); /* the foot, in the same order */
    add_words(&b, 60, 1, 400);
    add_words(&a, 60, 1000, 1600);
    add_words(&b, 60, 2000, 1600);
    measures m = compare(&a, &b);
    expect_near(m.is[DVI_FULL_SIMILARITY], 1 / 17.0, 0.01);
    expect_near(m.is[DVI_COVERAGE], 2 / 17.0, 0.01); /* not 60 of 120 */
    expect_near(m.is[DVI_SUPPORT], 60 * 4 / 17.0 / (60 * 4 / 17.0 + 24), 0.01);
    assert_true(m.is[DVI_ORDER] <= m.is[DVI_SUPPORT] && m.is[DVI_NEARNESS] <= m.is[DVI_SUPPORT]);
}

/* ---- places ---- */

/* m shared features at the places given. */
static measures compare_places(const uint16_t *at_a, const uint16_t *at_b, uint32_t m) {
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    for (uint32_t i = 0; i < m; i++) {
        add(&a, i + 1, 500, at_a[i], DVK_FEATURE_WORD);
        add(&b, i + 1, 500, at_b[i], DVK_FEATURE_WORD);
    }
    return compare(&a, &b);
}

static void expect_order(measures m, double tau, uint32_t placed) {
    double support = placed / (placed + 24.0);
    expect_near(m.is[DVI_SUPPORT], support, 2e-5);
    expect_near(m.is[DVI_ORDER], tau * support, 5e-5);
}

static void the_same_order_is_1_and_the_reverse_minus_1(void **unused) {
    (void)unused;
    uint16_t rising[DVK_MAX_FEATURES], falling[DVK_MAX_FEATURES];
    for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++) {
        rising[i] = (uint16_t)(1 + 255 * i);
        falling[i] = (uint16_t)(65535 - 255 * i);
    }
    for (uint32_t m = 2; m <= DVK_MAX_FEATURES; m++) {
        expect_order(compare_places(rising, rising, m), 1, m);
        expect_order(compare_places(falling, falling, m), 1, m);
        expect_order(compare_places(rising, falling, m), -1, m);
    }
}

/* Kendall's tau, pair by pair; equal places count as in order. */
static double naive_tau(const uint16_t *at_a, const uint16_t *at_b, uint32_t m) {
    int32_t sum = 0;
    for (uint32_t i = 0; i < m; i++)
        for (uint32_t k = i + 1; k < m; k++) {
            int64_t product = ((int64_t)at_a[i] - at_a[k]) * ((int64_t)at_b[i] - at_b[k]);
            sum += product < 0 ? -1 : 1;
        }
    return sum / (m * (m - 1) / 2.0);
}

static void the_order_is_kendalls_tau(void **unused) {
    (void)unused;
    uint16_t at_a[DVK_MAX_FEATURES], at_b[DVK_MAX_FEATURES];
    for (int round = 0; round < 300; round++) {
        uint32_t m = 2 + any(DVK_MAX_FEATURES - 1), places = round % 3 == 0 ? 8 : 65535;
        for (uint32_t i = 0; i < m; i++) {
            at_a[i] = (uint16_t)(1 + any(places));
            at_b[i] = any(3) == 0 ? at_a[i] : (uint16_t)(1 + any(places));
        }
        expect_order(compare_places(at_a, at_b, m), naive_tau(at_a, at_b, m), m);
    }
}

static void what_has_no_place_has_no_order(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    assert_int_equal(compare(&a, &b).is[DVI_ORDER], 0);
    add(&a, 1, 500, 10, DVK_FEATURE_WORD);
    add(&b, 1, 500, 20, DVK_FEATURE_WORD);
    assert_int_equal(compare(&a, &b).is[DVI_ORDER], 0); /* one thing is in no order */
    expect_near(compare(&a, &b).is[DVI_SUPPORT], 1 / 25.0, 2e-5);
    for (uint32_t key = 2; key < 50; key++) { /* in the titles only */
        add(&a, key, 500, 0, DVK_FEATURE_WORD);
        add(&b, key, 500, (uint16_t)(1000 * key), DVK_FEATURE_WORD);
    }
    expect_near(compare(&a, &b).is[DVI_SUPPORT], 1 / 25.0, 2e-5);
    assert_int_equal(compare(&a, &b).is[DVI_ORDER], 0);
}

static void near_places_are_counted(void **unused) {
    (void)unused;
    enum { FAR = 6000, CLOSE = 5000 }; /* .08 of a text lies between */
    uint16_t at_a[40], at_b[40];
    for (uint32_t near = 0; near <= 40; near++) {
        for (uint32_t i = 0; i < 40; i++) {
            at_a[i] = (uint16_t)(10000 + 1000 * i);
            uint16_t gap = i < near ? CLOSE : FAR;
            at_b[i] = (uint16_t)(i % 2 ? at_a[i] + gap : at_a[i] - gap);
        }
        measures m = compare_places(at_a, at_b, 40);
        expect_near(m.is[DVI_NEARNESS], near / 40.0 * (40 / 64.0), 5e-5);
    }
}

/* ---- shares ---- */

static void lengths_coverage_and_language(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    for (uint32_t key = 1; key <= 8; key++)
        add(&a, key, 500, 1, DVK_FEATURE_WORD);
    for (uint32_t key = 7; key <= 20; key++)
        add(&b, key, 500, 1, DVK_FEATURE_WORD);
    a.features.n_tokens = 100;
    b.features.n_tokens = 400;
    measures m = compare(&a, &b);
    assert_int_equal(m.is[DVI_LENGTHS], ONE / 4);
    assert_int_equal(m.is[DVI_COVERAGE], ONE / 6); /* 2 of 8, which is taken for 12 */
    assert_int_equal(m.is[DVI_SAME_LANGUAGE], 0);  /* both undetermined */
    a.features.language = 1;
    b.features.language = 2;
    assert_int_equal(compare(&a, &b).is[DVI_SAME_LANGUAGE], 0);
    b.features.language = 1;
    assert_int_equal(compare(&a, &b).is[DVI_SAME_LANGUAGE], ONE);
    for (uint32_t key = 21; key <= 76; key++) {
        add(&a, key, 500, 1, DVK_FEATURE_WORD);
        add(&b, key + 42, 500, 1, DVK_FEATURE_WORD);
    }
    assert_int_equal(compare(&a, &b).is[DVI_COVERAGE], ONE / 4); /* 16 of 64 */
}

static void concepts_count_in_the_full_similarity_alone(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    add(&a, 1, 500, 1, DVK_FEATURE_CONCEPT);
    add(&b, 1, 500, 1, DVK_FEATURE_CONCEPT);
    add(&a, 2, 500, 1, DVK_FEATURE_WORD);
    add(&b, 3, 500, 1, DVK_FEATURE_WORD);
    measures m = compare(&a, &b);
    assert_int_equal(m.is[DVI_SIMILARITY], 0);
    assert_int_equal(m.is[DVI_FOCUS], 0);
    expect_near(m.is[DVI_FULL_SIMILARITY], 0.5 / 2, 0.002); /* one of two */
}

static void what_one_feature_has_above_a_fifth_is_a_peak(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    assert_int_equal(compare(&a, &b).is[DVI_PEAK], 0);
    for (uint32_t key = 1; key <= 9; key++) {
        add(&a, key, 500, 1, key % 2 ? DVK_FEATURE_WORD : DVK_FEATURE_CONCEPT);
        add(&b, key, 500, 1, key % 2 ? DVK_FEATURE_WORD : DVK_FEATURE_CONCEPT);
    }
    assert_int_equal(compare(&a, &b).is[DVI_PEAK], 0);
    add(&a, 10, 1500, 1, DVK_FEATURE_NAME);
    assert_int_equal(compare(&a, &b).is[DVI_PEAK], 0); /* not shared */
    add(&b, 10, 1500, 1, DVK_FEATURE_NAME);
    expect_near(compare(&a, &b).is[DVI_PEAK], 0.5 - 0.2, 0.001);
}

static void title_and_lead_meet_title_and_lead(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    made_add(&a, (dvk_feature){1, 500, 1, DVK_FEATURE_WORD, 1});
    made_add(&b, (dvk_feature){1, 500, 1, DVK_FEATURE_WORD, 4}); /* in the body */
    made_add(&a, (dvk_feature){2, 500, 1, DVK_FEATURE_WORD, 2});
    made_add(&b, (dvk_feature){2, 500, 1, DVK_FEATURE_WORD, 6});
    expect_near(compare(&a, &b).is[DVI_LEAD], 1 / sqrt(2), 0.002);
}

static void numbers_agree_or_do_not(void **unused) {
    (void)unused;
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    for (uint32_t key = 1; key <= 8; key++)
        add(&a, key, 600, 1, key % 2 ? DVK_FEATURE_NUMBER : DVK_FEATURE_DATE);
    assert_int_equal(compare(&a, &b).is[DVI_NUMBERS], 0); /* the other has none */
    for (uint32_t key = 11; key <= 18; key++)
        add(&b, key, 600, 1, DVK_FEATURE_NUMBER);
    assert_in_range(-compare(&a, &b).is[DVI_NUMBERS], ONE / 2, ONE);
    int32_t before = compare(&a, &b).is[DVI_NUMBERS];
    for (uint32_t key = 1; key <= 8; key++) { /* the more they share, the better they agree */
        made_init(&b);
        for (uint32_t k = 1; k <= 8; k++)
            add(&b, k <= key ? k : k + 10, 600, 1, k % 2 ? DVK_FEATURE_NUMBER : DVK_FEATURE_DATE);
        int32_t now = compare(&a, &b).is[DVI_NUMBERS];
        assert_true(now > before);
        assert_true(key < 4 ? now < 0 : key > 4 ? now > 0 : now == 0);
        before = now;
    }
    for (uint32_t key = 20; key < 40; key++) /* what one of them tells besides is no disagreement */
        add(&b, key, 600, 1, DVK_FEATURE_NUMBER);
    assert_int_equal(compare(&a, &b).is[DVI_NUMBERS], before);
    made_features *few = &b;
    made_init(few);
    add(few, 1, 600, 1, DVK_FEATURE_NUMBER);
    assert_in_range(compare(&a, few).is[DVI_NUMBERS], 1, before - 1); /* one number says less than eight */
    assert_int_equal(compare(&a, few).is[DVI_NUMBERS], ONE * 600 / (600 + 1024));
}

/* Four words in a row and a day, here in the title (zone 1) and in the lead (zone 2); the last shingle given.
 * Of no word there is no title, and of LONGER a title of two. */
enum { LONGER = 40 };

static void make_form(made_features *form, uint32_t title_word, uint32_t title_day, uint32_t lead_day,
                      uint32_t last) {
    const dvk_feature_kind word = DVK_FEATURE_WORD, date = DVK_FEATURE_DATE;
    const uint32_t shingles[] = {1, 2, 3, last};
    made_init(form);
    if (title_word != 0)
        made_add(form, (dvk_feature){.key = title_word, .weight = 900, .kind = word, .zone = 1});
    if (title_word == LONGER) made_add(form, (dvk_feature){.key = 1, .weight = 900, .kind = word, .zone = 1});
    for (uint32_t k = 1; k <= 4; k++)
        made_add(form, (dvk_feature){50 + k, 500, (uint16_t)(k * 9000), word, 4});
    if (title_day != 0)
        made_add(form, (dvk_feature){.key = title_day, .weight = 1912, .kind = date, .zone = 1});
    if (lead_day != 0) made_add(form, (dvk_feature){lead_day, 1912, 500, date, 2});
    made_shingles(form, shingles, 4, 4);
}

static void forms_of_other_days_are_told(void **unused) {
    (void)unused;
    enum { YESTERDAY = 101, TODAY, MOVED, FORM = 3 * ONE / 2, COPY = 2 * ONE, AS_NUMBERS_SAY = -1 };
    static const struct {
        uint32_t title[2], title_day[2], lead_day[2], last;
        int32_t template;
    } cases[] = {
        {{1, 1}, {YESTERDAY, TODAY}, {0, 0}, 5, FORM},
        {{1, 1}, {YESTERDAY, TODAY}, {0, 0}, 4, COPY},
        {{1, 2}, {YESTERDAY, TODAY}, {0, 0}, 5, FORM},
        {{1, 1}, {TODAY, TODAY}, {YESTERDAY, 0}, 5, 0},
        {{1, 1}, {0, 0}, {YESTERDAY, TODAY}, 5, FORM},
        {{1, 1}, {0, 0}, {YESTERDAY, TODAY}, 4, AS_NUMBERS_SAY}, /* dated anew */
        {{1, 2}, {0, 0}, {YESTERDAY, TODAY}, 5, AS_NUMBERS_SAY}, /* two datelines */
        {{0, 0}, {0, 0}, {YESTERDAY, TODAY}, 5, AS_NUMBERS_SAY}, /* no titles are not the same one */
        {{1, LONGER}, {0, 0}, {YESTERDAY, TODAY}, 5, AS_NUMBERS_SAY},
        {{1, 1}, {TODAY, 0}, {0, TODAY}, 5, 0},
        {{1, 1}, {TODAY, 0}, {0, YESTERDAY}, 5, FORM},
        {{1, 1}, {0, 0}, {0, TODAY}, 5, 0},
        {{1, 1}, {0, 0}, {YESTERDAY, MOVED}, 5, 0}, /* the day is there, in another paragraph */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static made_features a, b;
        make_form(&a, cases[i].title[0], cases[i].title_day[0], cases[i].lead_day[0], 4);
        make_form(&b, cases[i].title[1], cases[i].title_day[1], cases[i].lead_day[1], cases[i].last);
        if (cases[i].lead_day[1] == MOVED)
            made_add(&b, (dvk_feature){YESTERDAY, 956, 40000, DVK_FEATURE_DATE, 4});
        int32_t got = compare(&a, &b).is[DVI_TEMPLATE], wanted = cases[i].template;
        if (wanted >= 0 ? got != wanted : got <= 0 || got > ONE) fail_msg("%zu: %d", i, got);
        assert_int_equal(compare(&b, &a).is[DVI_TEMPLATE], got);
    }
}

/* A day that every form names, "since 24 February", with the day of each; and by the numbers of the day under
 * titles that each editor wrote anew. */
static void days_that_all_forms_name_tell_nothing(void **unused) {
    (void)unused;
    enum { SINCE = 100, YESTERDAY, TODAY, FORM = 3 * ONE / 2 };
    static const struct {
        uint32_t title[2], title_day[2], lead_day[2];
        bool in_titles, other_numbers;
        int32_t least;
    } cases[] = {
        {{1, 1}, {0, 0}, {YESTERDAY, TODAY}, false, false, FORM},
        {{1, 1}, {0, 0}, {TODAY, TODAY}, false, false, 0},
        {{1, 1}, {0, 0}, {TODAY, 0}, false, false, 0},
        {{1, 1}, {YESTERDAY, TODAY}, {0, 0}, true, false, FORM},
        {{1, 1}, {TODAY, TODAY}, {0, 0}, true, false, 0},
        {{1, 2}, {0, 0}, {YESTERDAY, TODAY}, false, true, FORM},
        {{1, 2}, {0, 0}, {TODAY, TODAY}, false, true, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static made_features of[2];
        for (int side = 0; side < 2; side++) {
            make_form(&of[side], cases[i].title[side], cases[i].title_day[side], cases[i].lead_day[side],
                      4 + (uint32_t)side);
            made_add(&of[side],
                     (dvk_feature){SINCE, 1912, 600, DVK_FEATURE_DATE, cases[i].in_titles ? 1 : 2});
            for (uint32_t k = 0; k < 8; k++)
                made_add(&of[side],
                         (dvk_feature){300 + k + (cases[i].other_numbers ? 10 * (uint32_t)side : 0), 1400,
                                       (uint16_t)(700 * k), DVK_FEATURE_NUMBER, 4});
        }
        int32_t got = compare(&of[0], &of[1]).is[DVI_TEMPLATE];
        if (cases[i].least != 0 ? got < cases[i].least : got > ONE) fail_msg("%zu: %d", i, got);
        assert_int_equal(compare(&of[1], &of[0]).is[DVI_TEMPLATE], got);
    }
}

/* "Horoscope for Tuesday" and for Wednesday, of January and of February. */
static void forms_are_told_by_weekdays_in_their_titles(void **unused) {
    (void)unused;
    enum { TUESDAY = 110, WEDNESDAY, FORM = 3 * ONE / 2 };
    static const struct {
        uint32_t word[2], weekday[2];
        int32_t template;
    } cases[] = {
        {{1, 1}, {TUESDAY, WEDNESDAY}, FORM},
        {{1, 1}, {TUESDAY, TUESDAY}, 0},
        {{1, 1}, {TUESDAY, 0}, 0},
        {{1, 2}, {TUESDAY, WEDNESDAY}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static made_features of[2];
        for (uint32_t side = 0; side < 2; side++) {
            make_form(&of[side], cases[i].word[side], 0, 0, 4 + side);
            if (cases[i].weekday[side] != 0)
                made_add(&of[side], (dvk_feature){cases[i].weekday[side], 1400, 0, DVK_FEATURE_DATE, 1});
        }
        int32_t got = compare(&of[0], &of[1]).is[DVI_TEMPLATE];
        if (cases[i].template != 0 ? got != FORM : got > ONE) fail_msg("%zu: %d", i, got);
        assert_int_equal(compare(&of[1], &of[0]).is[DVI_TEMPLATE], got);
    }
}

/* The dead are twelve now: of one day, what shares some of the wording is no form for its other figures. */
static void news_that_goes_on_is_no_form(void **unused) {
    (void)unused;
    enum { NEVER = -1 };
    static const struct {
        int hours;
        uint32_t percent;
        int32_t least, most;
    } cases[] = {
        {5, 12, 0, 0},
        {5, 25, 1, ONE / 5},
        {5, 50, ONE * 4 / 10, ONE / 2},
        {NEVER, 12, ONE / 10, ONE / 8},
        {16, 12, ONE / 10, ONE / 8},
    };
    static made_features of[2];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (uint32_t side = 0; side < 2; side++) {
            uint32_t shingles[100];
            for (uint32_t k = 0; k < 100; k++)
                shingles[k] = 10000 + k + (k < cases[i].percent ? 0 : 1000 * side);
            made_init(&of[side]);
            made_shingles(&of[side], shingles, 100, 100);
            for (uint32_t k = 0; k < 40; k++)
                add(&of[side], 1 + k, 1000, (uint16_t)(1 + 1600 * k), DVK_FEATURE_WORD);
            for (uint32_t k = 0; k < 20; k++)
                add(&of[side], 500 + k + 50 * side, 1500, (uint16_t)(1 + 3000 * k), DVK_FEATURE_NUMBER);
            of[side].features.time =
                cases[i].hours == NEVER ? DVK_NO_TIME : (int64_t)side * cases[i].hours * 3600;
        }
        int32_t got = compare(&of[0], &of[1]).is[DVI_TEMPLATE];
        if (got < cases[i].least || got > cases[i].most) fail_msg("%zu: %d", i, got);
        assert_int_equal(compare(&of[1], &of[0]).is[DVI_TEMPLATE], got);
    }
}

/* One form of two days by what they are dated with: made as above, with titles of one word. */
static int32_t template_of(const uint32_t dateline[2], const int64_t hours[2], uint32_t number,
                           uint32_t last) {
    static made_features of[2];
    for (int side = 0; side < 2; side++) {
        make_form(&of[side], 1, 0, 0, side == 0 ? 4 : last);
        made_add(&of[side], (dvk_feature){200 + (side == 0 ? 0 : number), 600, 30000, DVK_FEATURE_NUMBER, 4});
        of[side].features.dateline = dateline[side];
        if (hours[side] >= 0) of[side].features.time = hours[side] * 3600;
    }
    int32_t got = compare(&of[0], &of[1]).is[DVI_TEMPLATE];
    assert_int_equal(compare(&of[1], &of[0]).is[DVI_TEMPLATE], got);
    return got;
}

static void datelines_and_dates_tell_forms_of_other_days(void **unused) {
    (void)unused;
    enum { SAME, OTHER, FORM = 3 * ONE / 2 };
    static const uint32_t none[2] = {0, 0}, one[2] = {193, 0}, same[2] = {193, 193}, next[2] = {193, 194};
    static const int64_t undated[2] = {-1, -1}, now[2] = {5, 24}, tomorrow[2] = {5, 25}, half[2] = {5, -1};
    assert_int_equal(template_of(next, undated, SAME, 5), FORM);
    assert_int_equal(template_of(next, undated, OTHER, 5), FORM);
    assert_int_equal(template_of(next, undated, SAME, 4), 0); /* a copy that was dated anew */
    assert_int_equal(template_of(same, undated, SAME, 5), 0);
    assert_int_equal(template_of(one, undated, SAME, 5), 0);
    assert_int_equal(template_of(none, tomorrow, OTHER, 5), FORM);
    assert_int_equal(template_of(none, tomorrow, SAME, 5), 0); /* a copy that was edited */
    assert_in_range(template_of(none, tomorrow, OTHER, 4), 1, ONE / 2);
    assert_in_range(template_of(none, now, OTHER, 5), 1, ONE / 2);
    assert_in_range(template_of(none, half, OTHER, 5), 1, ONE / 2);
}

static void what_is_hardly_contained_is_no_form_of_another_date(void **unused) {
    (void)unused;
    static made_features of[2];
    for (uint32_t side = 0; side < 2; side++) {
        make_form(&of[side], 1, 0, 0, 4);
        made_shingles(&of[side], (const uint32_t[]){1, 2 + side, 4 + side, 6 + side}, 4, 4);
        made_add(&of[side], (dvk_feature){200 + side, 600, 30000, DVK_FEATURE_NUMBER, 4});
        of[side].features.time = side * 24 * 3600;
    }
    assert_in_range(compare(&of[0], &of[1]).is[DVI_TEMPLATE], 1, ONE / 4);
}

/* What a form of lists shares is at the same places, and little of it three words long. */
static void lists_of_two_dates_are_forms_in_one_language(void **unused) {
    (void)unused;
    enum { WORDS = 40 };
    static made_features of[2];
    for (uint32_t other_places = 0; other_places < 2; other_places++) {
        for (uint32_t language = 0; language < 2; language++) {
            for (uint32_t side = 0; side < 2; side++) {
                made_init(&of[side]);
                made_add(&of[side],
                         (dvk_feature){.key = 1, .weight = 900, .kind = DVK_FEATURE_WORD, .zone = 1});
                for (uint32_t k = 0; k < WORDS; k++) {
                    uint32_t place = other_places * side != 0 ? k * 17 % WORDS : k;
                    made_add(&of[side],
                             (dvk_feature){50 + k, 500, (uint16_t)(1 + place * 1600), DVK_FEATURE_WORD, 4});
                }
                made_shingles(&of[side], (const uint32_t[]){1, 2 + side, 4 + side, 6 + side}, 4, 4);
                of[side].features.language = language;
                of[side].features.time = side * 24 * 3600;
            }
            int32_t got = compare(&of[0], &of[1]).is[DVI_TEMPLATE];
            if (language != 0 && other_places == 0)
                assert_true(got > ONE);
            else
                assert_int_equal(got, 0);
        }
    }
}

/* Without numbers a date alone tells a form by its other words; a copy has the same ones, though edited. */
static void dates_alone_tell_forms_without_numbers(void **unused) {
    (void)unused;
    static made_features of[2];
    static const struct {
        uint32_t other_words, last;
        int64_t hours;
        int32_t template;
    } cases[] = {{2, 5, 24, 3 * ONE / 2}, {0, 5, 24, 0}, {2, 5, 19, 0}, {2, 4, 24, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (uint32_t side = 0; side < 2; side++) {
            make_form(&of[side], 1, 0, 0, side == 0 ? 4 : cases[i].last);
            for (uint32_t k = 0; k < cases[i].other_words; k++)
                made_add(&of[side], (dvk_feature){200 + 2 * k + side, 900, 30000, DVK_FEATURE_WORD, 4});
            of[side].features.time = side * cases[i].hours * 3600;
        }
        assert_int_equal(compare(&of[0], &of[1]).is[DVI_TEMPLATE], cases[i].template);
        assert_int_equal(compare(&of[1], &of[0]).is[DVI_TEMPLATE], cases[i].template);
    }
}

static void datelines_far_apart_have_no_day_in_common(void **unused) {
    (void)unused;
    enum { DAY = 90 };
    static const struct {
        uint32_t dateline[2];
        bool shared;
        int32_t measure;
    } cases[] = {{{10, 13}, false, 0}, {{10, 14}, false, ONE},  {{10, 14}, true, 0},
                 {{10, 0}, false, 0},  {{365, 2}, false, 0},    {{364, 2}, false, ONE},
                 {{1, 366}, false, 0}, {{100, 283}, false, ONE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static made_features of[2];
        for (int side = 0; side < 2; side++) {
            made_init(&of[side]);
            of[side].features.dateline = cases[i].dateline[side];
            if (cases[i].shared) made_add(&of[side], (dvk_feature){DAY, 956, 500, DVK_FEATURE_DATE, 4});
        }
        if (compare(&of[0], &of[1]).is[DVI_NO_COMMON_DAY] != cases[i].measure) fail_msg("%zu", i);
        if (compare(&of[1], &of[0]).is[DVI_NO_COMMON_DAY] != cases[i].measure) fail_msg("%zu, turned", i);
    }
}

static void days_that_texts_name_are_common_or_not(void **unused) {
    (void)unused;
    enum { MAY = 90, NINTH, TENTH, LEAD = 2, BODY = 4 };
    static const struct {
        struct {
            uint32_t day;
            uint8_t zone;
        } named[2][2];
        int32_t measure;
    } cases[] = {
        {{{{0, 0}}, {{0, 0}}}, 0},
        {{{{NINTH, LEAD}}, {{0, 0}}}, 0},
        {{{{NINTH, LEAD}}, {{NINTH, BODY}}}, 0},
        {{{{NINTH, LEAD}}, {{TENTH, LEAD}}}, ONE},
        {{{{NINTH, LEAD}}, {{TENTH, BODY}}}, ONE / 2},
        {{{{NINTH, BODY}}, {{TENTH, BODY}}}, ONE / 2},
        {{{{NINTH, LEAD}, {TENTH, BODY}}, {{TENTH, LEAD}}}, 0},
        {{{{NINTH, LEAD}, {MAY, BODY}}, {{TENTH, LEAD}, {MAY, BODY}}}, ONE}, /* a month is no day */
        {{{{MAY, LEAD}}, {{TENTH, LEAD}}}, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        static made_features of[2];
        for (int side = 0; side < 2; side++) {
            made_init(&of[side]);
            for (int k = 0; k < 2; k++) {
                uint32_t day = cases[i].named[side][k].day;
                uint8_t zone = cases[i].named[side][k].zone;
                uint16_t weight = (uint16_t)((day == MAY ? 700 : 956) << (zone == LEAD));
                if (day != 0) made_add(&of[side], (dvk_feature){day, weight, 500, DVK_FEATURE_DATE, zone});
            }
        }
        if (compare(&of[0], &of[1]).is[DVI_NO_COMMON_DAY] != cases[i].measure) fail_msg("%zu", i);
        if (compare(&of[1], &of[0]).is[DVI_NO_COMMON_DAY] != cases[i].measure) fail_msg("%zu, turned", i);
    }
}

/* An article of 60 words, evenly spread: 20 that both have from `shared_at` on, each `step` behind the last,
 * and a title of ten words, `told` of which its text has too, and `taken` the other article. */
typedef struct passage_case {
    uint32_t shared_at, step, title, told, taken;
    int32_t measure;
} passage_case;

static void make_digest(made_features *digest, made_features *story, const passage_case *of) {
    made_init(digest);
    made_init(story);
    for (uint32_t i = 0; i < 20; i++) {
        add(digest, 1 + i, 1000, (uint16_t)(of->shared_at + of->step * i), DVK_FEATURE_WORD);
        add(story, 1 + i, 1000, (uint16_t)(1 + 3000 * i), DVK_FEATURE_WORD);
    }
    add_words(digest, 40, 1000, 1000);
    add_words(story, 5, 2000, 1000);
    for (uint32_t i = 0; i < of->title; i++) {
        uint16_t at = i < of->told ? (uint16_t)(1 + 6000 * i) : 0;
        uint8_t zones = i < of->told ? 5 : 1;
        made_add(digest, (dvk_feature){3000 + i, 1000, at, DVK_FEATURE_WORD, zones});
    }
    for (uint32_t i = 0; i < of->taken; i++)
        made_add(story, (dvk_feature){3000 + of->told + i, 1000, 0, DVK_FEATURE_WORD, 1});
    made_add(story, (dvk_feature){1, 2000, 1, DVK_FEATURE_WORD, 5}); /* its own title comes back */
}

static void what_a_digest_shares_with_a_story_is_one_passage(void **unused) {
    (void)unused;
    static const passage_case cases[] = {
        {30000, 400, 10, 0, 0, ONE}, {30000, 400, 10, 3, 0, ONE}, /* "five things to know today" */
        {30000, 400, 10, 7, 0, 0},                                /* an article about what its title says */
        {30000, 400, 10, 0, 1, ONE}, {30000, 400, 10, 0, 4, 0},   /* the story has the same title */
        {1, 3000, 10, 0, 0, 0},                                   /* a translation of all of it */
        {15000, 2400, 10, 0, 0, 0},                               /* most of it */
        {1, 400, 10, 0, 0, ONE},     {1, 400, 10, 2, 0, 0},       /* as well a shortened copy's beginning */
        {30000, 400, 0, 0, 0, ONE},  {30000, 1800, 0, 0, 0, 0},   /* without a title: not more than half */
        {1, 400, 0, 0, 0, 0},                                     /* as well a shortened copy */
    };
    static made_features digest, story;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_digest(&digest, &story, &cases[i]);
        if (compare(&digest, &story).is[DVI_PASSAGE] != cases[i].measure)
            fail_msg("%zu: %d", i, compare(&digest, &story).is[DVI_PASSAGE]);
        assert_int_equal(compare(&story, &digest).is[DVI_PASSAGE], cases[i].measure);
    }
}

static void between_a_passage_and_a_text_the_measure_falls(void **unused) {
    (void)unused;
    static made_features digest, story;
    int32_t before = ONE;
    for (uint32_t step = 400; step < 2400; step += 100) {
        make_digest(&digest, &story, &(passage_case){12000, step, 10, 0, 0, 0});
        int32_t now = compare(&digest, &story).is[DVI_PASSAGE];
        assert_in_range(now, 0, before);
        before = now;
    }
    assert_int_equal(before, 0);
}

/* A title of ten words of which the article's text has `told` and the other article `taken`, and how much of
 * the wording both have. */
typedef struct beside_case {
    struct {
        uint32_t title, told, taken;
    } of[2];
    uint32_t percent; /* of 100 shingles */
    int32_t measure;
} beside_case;

static void make_pages(made_features pages[2], const beside_case *of) {
    for (uint32_t side = 0; side < 2; side++) {
        uint32_t shingles[100];
        for (uint32_t i = 0; i < 100; i++)
            shingles[i] = 10000 + i + (i < of->percent ? 0 : 1000 * side);
        made_init(&pages[side]);
        made_shingles(&pages[side], shingles, 100, 100);
        for (uint32_t i = 0; i < 40; i++)
            add(&pages[side], 1 + i, 1000, (uint16_t)(1 + 1600 * i), DVK_FEATURE_WORD);
    }
    for (uint32_t side = 0; side < 2; side++)
        for (uint32_t i = 0; i < of->of[side].title; i++) {
            uint32_t key = 3000 + 1000 * side + i;
            bool told = i < of->of[side].told;
            made_add(&pages[side], (dvk_feature){key, 1000, told ? 60 : 0, DVK_FEATURE_WORD, told ? 5 : 1});
            if (i < of->of[side].taken)
                made_add(&pages[1 - side], (dvk_feature){key, 1000, 700, DVK_FEATURE_WORD, 4});
        }
}

static void the_foot_of_two_pages_is_beside_their_titles(void **unused) {
    (void)unused;
    static const beside_case cases[] = {
        {{{10, 5, 0}, {10, 5, 0}}, 60, ONE}, {{{10, 5, 1}, {10, 5, 1}}, 60, ONE},
        {{{10, 5, 3}, {10, 5, 0}}, 60, 0},   /* one takes up the other's title: it may be its beginning */
        {{{10, 5, 0}, {10, 0, 0}}, 60, ONE}, /* a title that only calls */
        {{{10, 1, 0}, {10, 1, 0}}, 60, 0},   /* both do: one text, printed twice */
        {{{10, 5, 0}, {0, 0, 0}}, 60, 0},    /* no title */
        {{{10, 5, 0}, {10, 5, 0}}, 10, ONE}, {{{10, 5, 0}, {10, 5, 0}}, 3, 0}, /* a phrase */
    };
    static made_features pages[2];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_pages(pages, &cases[i]);
        if (compare(&pages[0], &pages[1]).is[DVI_PASSAGE] != cases[i].measure)
            fail_msg("%zu: %d", i, compare(&pages[0], &pages[1]).is[DVI_PASSAGE]);
        assert_int_equal(compare(&pages[1], &pages[0]).is[DVI_PASSAGE], cases[i].measure);
    }
    make_pages(pages, &(beside_case){{{10, 5, 0}, {10, 5, 0}}, 8, 0});
    assert_in_range(compare(&pages[0], &pages[1]).is[DVI_PASSAGE], ONE / 4, ONE / 4 * 3);
}

/* Titles of ten words of one weight: how many both have, and how many of its own each has, which its text
 * tells or which are names. */
typedef struct titles_case {
    uint32_t both, own[2];
    bool told, names;
    uint32_t percent; /* of 100 shingles */
    uint32_t language[2];
    int32_t subjects, template;
} titles_case;

static void make_titled(made_features texts[2], const titles_case *of) {
    for (uint32_t side = 0; side < 2; side++) {
        uint32_t shingles[100];
        for (uint32_t i = 0; i < 100; i++)
            shingles[i] = 10000 + i + (i < of->percent ? 0 : 1000 * side);
        made_init(&texts[side]);
        made_shingles(&texts[side], shingles, 100, 100);
        texts[side].features.language = of->language[side];
        for (uint32_t i = 0; i < 40; i++)
            add(&texts[side], 1 + i, 1000, (uint16_t)(1 + 1600 * i), DVK_FEATURE_WORD);
        for (uint32_t i = 0; i < of->both; i++)
            made_add(&texts[side], (dvk_feature){3000 + i, 1000, 60, DVK_FEATURE_WORD, 5});
        for (uint32_t i = 0; i < 10 - of->both; i++) {
            const bool own = i < of->own[side];
            made_add(&texts[side], (dvk_feature){4000 + 1000 * side + i, 1000, own && of->told ? 60 : 0,
                                                 own && of->names ? DVK_FEATURE_NAME : DVK_FEATURE_WORD,
                                                 own && of->told ? 5 : 1});
        }
    }
}

static void copies_say_what_the_title_says(void **unused) {
    (void)unused;
    static const titles_case cases[] = {
        {5, {5, 5}, true, false, 60, {1, 1}, ONE, 0},
        {5, {5, 5}, false, false, 60, {1, 1}, 0, 0},            /* words that only call */
        {7, {3, 3}, true, false, 60, {1, 1}, 0, 0},             /* most is in both */
        {5, {5, 2}, true, false, 60, {1, 1}, 0, 0},             /* one of them is all in the other */
        {5, {5, 5}, true, false, 3, {1, 1}, 0, 0},              /* a phrase is no wording */
        {5, {5, 5}, true, false, 97, {1, 1}, 0, 0},             /* printed whole under another title */
        {5, {5, 5}, true, false, 60, {1, 2}, 0, 0},             /* words of two languages do not meet */
        {7, {3, 3}, false, true, 60, {1, 1}, 0, 12 * ONE / 10}, /* killed in Uman, killed in Kovel */
        {7, {3, 3}, false, true, 60, {1, 2}, 0, 0},
        {7, {3, 0}, false, true, 60, {1, 1}, 0, 0}, /* one of them names more */
        {4, {3, 3}, false, true, 60, {1, 1}, 0, 0}, /* other titles */
        {7, {3, 3}, false, true, 25, {1, 1}, 0, 0}, /* two reporters on one death */
    };
    static made_features texts[2];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_titled(texts, &cases[i]);
        const measures got = compare(&texts[0], &texts[1]), turned = compare(&texts[1], &texts[0]);
        const int32_t off = got.is[DVI_TEMPLATE] - cases[i].template;
        if (got.is[DVI_OTHER_SUBJECTS] != cases[i].subjects || off < -ONE / 50 || off > ONE / 50)
            fail_msg("%zu: %d %d", i, got.is[DVI_OTHER_SUBJECTS], got.is[DVI_TEMPLATE]);
        assert_int_equal(turned.is[DVI_OTHER_SUBJECTS], got.is[DVI_OTHER_SUBJECTS]);
        assert_int_equal(turned.is[DVI_TEMPLATE], got.is[DVI_TEMPLATE]);
    }
}

/* 40 features that another text of `words` has too: at places, as shares of the texts, `laid` percent of
 * those in a text of 400. */
typedef struct beginning_case {
    uint32_t words, laid, language;
    bool gains;
} beginning_case;

static void what_another_language_has_of_the_beginning_is_near(void **unused) {
    (void)unused;
    enum { FEATURES = 40, WORDS = 400 };
    static const beginning_case cases[] = {
        {200, 200, 2, true},  /* half of it, translated */
        {120, 333, 2, true},  /* less than a third */
        {400, 100, 2, false}, /* all of it */
        {310, 129, 2, false}, /* nearly all: as they are, features are near enough */
        {200, 100, 2, false}, /* a shorter account of all of it */
        {200, 200, 1, false}, /* in one language the wording tells */
        {200, 200, 0, false}, /* in one that was not made out */
    };
    static made_features text, part;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        made_init(&text);
        made_init(&part);
        for (uint32_t k = 0; k < FEATURES; k++) {
            uint32_t place = 1 + k * 1600 * 100 / cases[i].laid;
            add(&text, 1 + k, 1000, (uint16_t)place, DVK_FEATURE_WORD);
            add(&part, 1 + k, 1000, (uint16_t)(place * cases[i].laid / 100), DVK_FEATURE_WORD);
        }
        text.features.n_tokens = WORDS;
        part.features.n_tokens = cases[i].words;
        text.features.language = 1;
        part.features.language = cases[i].language;
        measures m = compare(&text, &part);
        if ((m.is[DVI_BEGINNING] > 0) != cases[i].gains) fail_msg("%zu: %d", i, m.is[DVI_BEGINNING]);
        if (cases[i].gains)
            assert_in_range(m.is[DVI_SUPPORT] - m.is[DVI_NEARNESS] - m.is[DVI_BEGINNING], 0, 2);
        assert_int_equal(compare(&part, &text).is[DVI_BEGINNING], m.is[DVI_BEGINNING]);
    }
}

static void days_count_behind_the_first_half_and_up_to_a_week(void **unused) {
    (void)unused;
    enum { HOUR = 3600 };
    static const struct {
        int64_t hours;
        int32_t days; /* in halves */
    } cases[] = {{0, 0}, {12, 0}, {24, 1}, {36, 2}, {7 * 24, 13}, {7 * 24 + 12, 14}, {30 * 24, 14}};
    static made_features a, b;
    made_init(&a);
    made_init(&b);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        a.features.time = -5 * HOUR;
        b.features.time = (cases[i].hours - 5) * HOUR;
        assert_int_equal(compare(&a, &b).is[DVI_DAYS], cases[i].days * (ONE / 2));
        assert_int_equal(compare(&b, &a).is[DVI_DAYS], cases[i].days * (ONE / 2));
    }
    a.features.time = DVK_NO_TIME;
    assert_int_equal(compare(&a, &b).is[DVI_DAYS], 0);
}

/* ---- shingles ---- */

enum { MANY = 20000 };

typedef struct set {
    uint32_t values[MANY];
    uint32_t n;
} set;

/* Bottom-k: of both sets those values that lie at or below the largest hash that a cut sample has left. */
static void naive_shingles(const made_features *a, const made_features *b, double *resemblance,
                           double *containment) {
    uint32_t limit = UINT32_MAX, in_a = 0, in_b = 0, both = 0;
    const dvk_features *x = &a->features, *y = &b->features;
    if (x->n_shingles < x->shingle_total) limit = x->shingles[x->n_shingles - 1];
    if (y->n_shingles < y->shingle_total && y->shingles[y->n_shingles - 1] < limit)
        limit = y->shingles[y->n_shingles - 1];
    for (uint32_t i = 0; i < x->n_shingles; i++) {
        if (x->shingles[i] > limit) continue;
        in_a++;
        for (uint32_t k = 0; k < y->n_shingles; k++)
            both += y->shingles[k] == x->shingles[i];
    }
    for (uint32_t k = 0; k < y->n_shingles; k++)
        in_b += y->shingles[k] <= limit;
    uint32_t either = in_a + in_b - both, least = in_a < in_b ? in_a : in_b;
    *resemblance = either == 0 ? 0 : (double)both / either;
    if (limit != UINT32_MAX && least < 12) least = 12; /* of a few shingles chance makes all */
    *containment = least == 0 ? 0 : (double)both / least;
}

static void fill_sets(set *a, set *b, uint32_t n_a, uint32_t n_b, uint32_t both) {
    a->n = n_a;
    b->n = n_b;
    for (uint32_t i = 0; i < n_a; i++)
        a->values[i] = any(UINT32_MAX);
    for (uint32_t i = 0; i < n_b; i++)
        b->values[i] = i < both ? a->values[i] : any(UINT32_MAX);
}

static void whole_sets_are_compared_exactly(void **unused) {
    (void)unused;
    static made_features a, b;
    static set x, y;
    for (int round = 0; round < 300; round++) {
        uint32_t n_x = any(DVK_MAX_SHINGLES + 1), n_y = any(DVK_MAX_SHINGLES + 1);
        fill_sets(&x, &y, n_x, n_y, any((n_x < n_y ? n_x : n_y) + 1));
        made_init(&a);
        made_init(&b);
        made_shingles(&a, x.values, x.n, DVK_MAX_SHINGLES);
        made_shingles(&b, y.values, y.n, DVK_MAX_SHINGLES);
        double resemblance, containment;
        naive_shingles(&a, &b, &resemblance, &containment);
        measures m = compare(&a, &b);
        expect_near(m.is[DVI_RESEMBLANCE], resemblance, 2e-5);
        expect_near(m.is[DVI_CONTAINMENT], containment, 2e-5);
    }
}

static void cut_samples_are_compared_below_the_cut(void **unused) {
    (void)unused;
    static made_features a, b;
    static set x, y;
    for (int round = 0; round < 300; round++) {
        uint32_t n_x = 1 + any(3000), n_y = 1 + any(3000);
        fill_sets(&x, &y, n_x, n_y, any((n_x < n_y ? n_x : n_y) + 1));
        made_init(&a);
        made_init(&b);
        made_shingles(&a, x.values, x.n, 1 + any(DVK_MAX_SHINGLES));
        made_shingles(&b, y.values, y.n, 1 + any(DVK_MAX_SHINGLES));
        double resemblance, containment;
        naive_shingles(&a, &b, &resemblance, &containment);
        measures m = compare(&a, &b);
        expect_near(m.is[DVI_RESEMBLANCE], resemblance, 2e-5);
        expect_near(m.is[DVI_CONTAINMENT], containment, 2e-5);
    }
}

/* Estimates from samples of 512 have a standard deviation of some .022 at worst. */
static void samples_tell_what_the_whole_sets_would(void **unused) {
    (void)unused;
    static made_features a, b;
    static set x, y;
    static const uint32_t shared[] = {0, 2000, 5000, 9000, 10000};
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        fill_sets(&x, &y, 10000, MANY, shared[i]);
        made_init(&a);
        made_init(&b);
        made_shingles(&a, x.values, x.n, DVK_MAX_SHINGLES);
        made_shingles(&b, y.values, y.n, DVK_MAX_SHINGLES);
        measures m = compare(&a, &b);
        expect_near(m.is[DVI_RESEMBLANCE], shared[i] / (30000.0 - shared[i]), 0.12);
        expect_near(m.is[DVI_CONTAINMENT], shared[i] / 10000.0, 0.15);
    }
}

static void a_part_is_contained(void **unused) {
    (void)unused;
    static made_features a, b;
    static set x, y;
    fill_sets(&x, &y, 100, 20, 20);
    made_init(&a);
    made_init(&b);
    made_shingles(&a, x.values, x.n, DVK_MAX_SHINGLES);
    assert_int_equal(compare(&a, &b).is[DVI_CONTAINMENT], 0);
    assert_int_equal(compare(&a, &b).is[DVI_RESEMBLANCE], 0);
    made_shingles(&b, y.values, y.n, DVK_MAX_SHINGLES);
    assert_int_equal(compare(&a, &b).is[DVI_CONTAINMENT], ONE);
    assert_int_equal(compare(&a, &b).is[DVI_RESEMBLANCE], ONE / 5);
}

/* Memory is as large as it has to be and no larger: a checker of memory sees a byte too many. */
static void round_trip(const dvk_features *features) {
    size_t size = dvi_comparable_size(features->n_features, features->n_shingles),
           room_size = features->n_features * sizeof *features->list +
                       features->n_shingles * sizeof *features->shingles;
    void *memory = malloc(size), *moved = malloc(size), *room = malloc(room_size != 0 ? room_size : 1);
    dvk_features out;
    assert_true(memory != NULL && moved != NULL && room != NULL);
    dvi_comparable_place(memory, features);
    memcpy(moved, memory, size);
    assert_true(dvi_comparable_is_whole(moved, size));
    dvi_comparable_features(moved, room, &out);
    expect_equal(features, &out);
    for (size_t cut = 0; cut < size; cut += 1 + size / 50)
        assert_false(dvi_comparable_is_whole(moved, cut));
    free(memory);
    free(moved);
    free(room);
}

static void what_was_laid_out_is_moved_and_read_again(void **unused) {
    (void)unused;
    static made_features made;
    for (int i = 0; i < 500; i++) {
        made_at_random(&made, 1 + any(DVK_MAX_FEATURES), 1 + any(100000));
        round_trip(&made.features);
    }
    made_init(&made);
    round_trip(&made.features);
    for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++)
        made.list[i] =
            (dvk_feature){UINT32_MAX - DVK_MAX_FEATURES + i, UINT16_MAX, UINT16_MAX, DVK_FEATURE_GRAM, 7};
    for (uint32_t i = 0; i < DVK_MAX_SHINGLES; i++)
        made.shingles[i] = UINT32_MAX - DVK_MAX_SHINGLES + i;
    made.features.n_features = DVK_MAX_FEATURES;
    made.features.n_shingles = DVK_MAX_SHINGLES;
    made.features.shingle_total = made.features.n_tokens = UINT32_MAX;
    made.features.time = INT64_MAX;
    round_trip(&made.features);
    made.features.n_features = 0;
    round_trip(&made.features);
}

/* What was changed on the disk is told, or comparing it stays within its bytes: a checker of memory sees
 * more. */
static void what_was_damaged_leads_nowhere(void **unused) {
    (void)unused;
    static made_features made;
    uint32_t told = 0;
    for (int round = 0; round < 2000; round++) {
        made_at_random(&made, 1 + any(DVK_MAX_FEATURES), 1 + any(100000));
        size_t size = dvi_comparable_size(made.features.n_features, made.features.n_shingles);
        unsigned char *memory = malloc(size), *sound = malloc(size);
        int32_t measured[DVI_MEASURES];
        assert_true(memory != NULL && sound != NULL);
        dvi_comparable_place(memory, &made.features);
        dvi_comparable_place(sound, &made.features);
        memory[any((uint32_t)(any(2) ? size : DVI_COMPARABLE_HEAD))] ^= (unsigned char)(1 + any(255));
        if (dvi_comparable_is_whole(memory, size))
            dvi_compare((const dvi_comparable *)(void *)memory, (const dvi_comparable *)(void *)sound,
                        measured);
        else
            told++;
        free(memory);
        free(sound);
    }
    assert_true(told > 500);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_are_symmetric_and_within_bounds),
        cmocka_unit_test(an_article_is_all_like_itself),
        cmocka_unit_test(the_cosines_are_those_of_the_weights),
        cmocka_unit_test(numbers_alone_make_no_match),
        cmocka_unit_test(one_word_of_a_title_is_no_event),
        cmocka_unit_test(a_common_foot_is_no_event),
        cmocka_unit_test(a_table_of_numbers_is_like_its_translation),
        cmocka_unit_test(the_same_order_is_1_and_the_reverse_minus_1),
        cmocka_unit_test(the_order_is_kendalls_tau),
        cmocka_unit_test(what_has_no_place_has_no_order),
        cmocka_unit_test(near_places_are_counted),
        cmocka_unit_test(lengths_coverage_and_language),
        cmocka_unit_test(concepts_count_in_the_full_similarity_alone),
        cmocka_unit_test(what_one_feature_has_above_a_fifth_is_a_peak),
        cmocka_unit_test(title_and_lead_meet_title_and_lead),
        cmocka_unit_test(numbers_agree_or_do_not),
        cmocka_unit_test(forms_of_other_days_are_told),
        cmocka_unit_test(days_that_all_forms_name_tell_nothing),
        cmocka_unit_test(forms_are_told_by_weekdays_in_their_titles),
        cmocka_unit_test(news_that_goes_on_is_no_form),
        cmocka_unit_test(datelines_and_dates_tell_forms_of_other_days),
        cmocka_unit_test(what_is_hardly_contained_is_no_form_of_another_date),
        cmocka_unit_test(lists_of_two_dates_are_forms_in_one_language),
        cmocka_unit_test(dates_alone_tell_forms_without_numbers),
        cmocka_unit_test(datelines_far_apart_have_no_day_in_common),
        cmocka_unit_test(days_that_texts_name_are_common_or_not),
        cmocka_unit_test(what_a_digest_shares_with_a_story_is_one_passage),
        cmocka_unit_test(between_a_passage_and_a_text_the_measure_falls),
        cmocka_unit_test(the_foot_of_two_pages_is_beside_their_titles),
        cmocka_unit_test(copies_say_what_the_title_says),
        cmocka_unit_test(what_another_language_has_of_the_beginning_is_near),
        cmocka_unit_test(days_count_behind_the_first_half_and_up_to_a_week),
        cmocka_unit_test(whole_sets_are_compared_exactly),
        cmocka_unit_test(cut_samples_are_compared_below_the_cut),
        cmocka_unit_test(samples_tell_what_the_whole_sets_would),
        cmocka_unit_test(a_part_is_contained),
        cmocka_unit_test(what_was_laid_out_is_moved_and_read_again),
        cmocka_unit_test(what_was_damaged_leads_nowhere),
    };
    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
