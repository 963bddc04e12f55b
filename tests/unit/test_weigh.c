/* Weighing: how heavy a token makes its features, one feature a key, the heaviest of many, and the set of
 * shingles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dvoinik/cpu.h"
#include "failing_memory.h"
#include "feature/weigh.h"

enum { MOST = 2000, IDF = 1024 /* 4 nats */ };

/* A word in the middle of a body: what a test wants otherwise it sets. */
static dvi_token word(uint32_t number) {
    return (dvi_token){.form = number,
                       .stem = number,
                       .stem_idf = IDF,
                       .kind = DVK_FEATURE_WORD,
                       .zone = DVI_ZONE_BODY,
                       .span = 1};
}

static void weigh_with(uint32_t cpu, const dvi_token *tokens, size_t n, dvk_features *out) {
    dvi_weigher weigher = {0};
    dvi_weigher_limit(&weigher, cpu);
    assert_int_equal(dvi_weigh(&weigher, tokens, n, out), DVK_OK);
    dvi_weigher_finish(&weigher);
}

/* Also with the extensions of the processor, which change nothing. */
static void weigh(const dvi_token *tokens, size_t n, dvk_features *out) {
    dvk_features again;
    dvk_features_init(&again);
    weigh_with(0, tokens, n, out);
    weigh_with(DVK_CPU_ALL, tokens, n, &again);
    assert_int_equal(again.n_features, out->n_features);
    for (uint32_t i = 0; i < out->n_features; i++) {
        const dvk_feature *a = &again.list[i], *b = &out->list[i];
        assert_true(a->key == b->key && a->weight == b->weight && a->position == b->position &&
                    a->kind == b->kind && a->zone == b->zone);
    }
    assert_int_equal(again.n_shingles, out->n_shingles);
    assert_int_equal(again.shingle_total, out->shingle_total);
    for (uint32_t i = 0; i < out->n_shingles; i++)
        assert_int_equal(again.shingles[i], out->shingles[i]);
    dvk_features_finish(&again);
}

static const dvk_feature *feature(const dvk_features *f, uint32_t key) {
    for (uint32_t i = 0; i < f->n_features; i++)
        if (f->list[i].key == key) return &f->list[i];
    return NULL;
}

/* The weight of a lone token's feature; 0 when it gives none. */
static uint32_t weight_of(dvi_token token, uint32_t key) {
    dvk_features f;
    dvk_features_init(&f);
    weigh(&token, 1, &f);
    const dvk_feature *one = feature(&f, key);
    uint32_t weight = one == NULL ? 0 : one->weight;
    dvk_features_finish(&f);
    return weight;
}

static void a_weight_is_the_root_of_the_idf(void **unused) {
    (void)unused;
    for (uint32_t idf = 1; idf < 5000; idf++) {
        dvi_token token = word(7);
        token.stem_idf = (uint16_t)idf;
        assert_int_equal(weight_of(token, 7), (uint32_t)floor(256 * sqrt(idf / 256.0)));
    }
    dvi_token token = word(7);
    token.stem_idf = 0;
    assert_int_equal(weight_of(token, 7), 0);
}

static void title_lead_capitals_and_numbers_weigh_more(void **unused) {
    (void)unused;
    uint32_t plain = weight_of(word(7), 7);
    dvi_token token = word(7);
    token.zone = DVI_ZONE_TITLE;
    assert_true(weight_of(token, 7) > plain);
    token.zone = DVI_ZONE_LEAD;
    uint32_t lead = weight_of(token, 7);
    assert_true(lead > plain);
    token.flags = DVI_TOKEN_CAPITAL;
    assert_true(weight_of(token, 7) > lead);
    token.zone = DVI_ZONE_BODY;
    uint32_t name = weight_of(token, 7);
    assert_true(name > plain);
    token.flags = DVI_TOKEN_ACRONYM;
    assert_int_equal(weight_of(token, 7), name);
    token.flags = DVI_TOKEN_INITIAL; /* where any word would have one */
    assert_int_equal(weight_of(token, 7), plain);
    token = word(7);
    token.kind = DVK_FEATURE_NUMBER;
    token.concept = 8;
    token.concept_idf = IDF;
    assert_true(weight_of(token, 8) > plain);
    token.kind = DVK_FEATURE_DATE;
    assert_true(weight_of(token, 8) > plain);
}

static void the_heaviest_weight_still_fits(void **unused) {
    (void)unused;
    dvi_token token = word(7);
    token.stem_idf = UINT16_MAX;
    token.flags = DVI_TOKEN_CAPITAL;
    token.zone = DVI_ZONE_TITLE;
    uint32_t weight = weight_of(token, 7);
    assert_in_range(weight, 4096, UINT16_MAX);
}

/* ---- which features a token has ---- */

static void a_word_with_a_concept_counts_as_both(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token token = word(7);
    token.concept = 5;
    token.concept_idf = IDF;
    dvk_features_init(&f);
    weigh(&token, 1, &f);
    assert_int_equal(f.n_features, 2);
    assert_int_equal(feature(&f, 5)->kind, DVK_FEATURE_CONCEPT);
    assert_int_equal(feature(&f, 7)->kind, DVK_FEATURE_WORD);
    dvk_features_finish(&f);
}

static void what_has_no_idf_does_not_count(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token tokens[] = {word(1), word(2), word(3), word(4)};
    tokens[0].concept = 9;
    tokens[0].concept_idf = IDF;
    tokens[0].stem_idf = tokens[1].stem_idf = tokens[2].stem_idf = 0;
    tokens[2].concept = 8;
    dvk_features_init(&f);
    weigh(tokens, 4, &f);
    assert_int_equal(f.n_features, 2);
    assert_non_null(feature(&f, 9));
    assert_non_null(feature(&f, 4));
    assert_int_equal(f.n_tokens, 4);
    dvk_features_finish(&f);
}

static void numbers_and_dates_keep_their_kind(void **unused) {
    (void)unused;
    for (int kind = DVK_FEATURE_NUMBER; kind <= DVK_FEATURE_DATE; kind++) {
        dvk_features f;
        dvi_token token = word(7);
        token.kind = (uint8_t)kind;
        token.concept = 5;
        token.concept_idf = IDF;
        token.stem_idf = 0;
        dvk_features_init(&f);
        weigh(&token, 1, &f);
        assert_int_equal(f.n_features, 1);
        assert_int_equal(f.list[0].key, 5);
        assert_int_equal(f.list[0].kind, kind);
        dvk_features_finish(&f);
    }
}

static void a_capital_makes_a_name(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token tokens[] = {word(7), word(7), word(8)};
    tokens[1].flags = DVI_TOKEN_CAPITAL;
    tokens[2].kind = DVK_FEATURE_GRAM;
    dvk_features_init(&f);
    weigh(tokens, 3, &f);
    assert_int_equal(feature(&f, 7)->kind, DVK_FEATURE_NAME);
    assert_int_equal(feature(&f, 8)->kind, DVK_FEATURE_GRAM);
    dvk_features_finish(&f);
}

/* ---- one feature a key ---- */

static void a_key_comes_once_heaviest_first_place_all_zones(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token tokens[40];
    for (uint32_t i = 0; i < 40; i++)
        tokens[i] = word(100 + i);
    tokens[0] = tokens[12] = tokens[30] = word(7);
    tokens[0].zone = DVI_ZONE_TITLE;
    tokens[12].zone = DVI_ZONE_LEAD;
    tokens[30].flags = DVI_TOKEN_CAPITAL;
    tokens[30].zone = DVI_ZONE_LEAD;
    uint32_t heaviest = weight_of(tokens[30], 7);
    dvk_features_init(&f);
    weigh(tokens, 40, &f);
    assert_int_equal(f.n_features, 38);
    const dvk_feature *one = feature(&f, 7);
    assert_int_equal(one->weight, heaviest);
    assert_int_equal(one->position, 12 * UINT16_MAX / 39); /* the title has no place in the text */
    assert_int_equal(one->zone, 3);
    assert_int_equal(feature(&f, 139)->position, UINT16_MAX);
    for (uint32_t i = 1; i < f.n_features; i++)
        assert_true(f.list[i - 1].key < f.list[i].key);
    dvk_features_finish(&f);
}

static void what_stands_in_the_title_alone_has_no_place(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token tokens[] = {word(1), word(2)};
    tokens[0].zone = DVI_ZONE_TITLE;
    dvk_features_init(&f);
    weigh(tokens, 2, &f);
    assert_int_equal(feature(&f, 1)->position, 0);
    assert_int_equal(feature(&f, 2)->position, UINT16_MAX);
    weigh(tokens, 1, &f); /* no text at all */
    assert_int_equal(f.n_features, 1);
    assert_int_equal(f.list[0].position, 0);
    assert_int_equal(f.list[0].zone, 1);
    dvk_features_finish(&f);
}

static void of_many_features_the_heaviest_stay(void **unused) {
    (void)unused;
    static dvi_token tokens[MOST];
    dvk_features f;
    for (uint32_t i = 0; i < MOST; i++) {
        tokens[i] = word(1 + i * 977 % MOST); /* the keys in no order */
        tokens[i].stem_idf = (uint16_t)(10 * tokens[i].stem);
    }
    dvk_features_init(&f);
    weigh(tokens, MOST, &f);
    assert_int_equal(f.n_features, DVK_MAX_FEATURES);
    for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++)
        assert_int_equal(f.list[i].key, MOST - DVK_MAX_FEATURES + 1 + i);
    assert_int_equal(f.n_tokens, MOST);
    for (uint32_t i = 0; i < MOST; i++) /* all of one weight: the smallest keys, whatever the order */
        tokens[i].stem_idf = IDF;
    weigh(tokens, MOST, &f);
    assert_int_equal(f.n_features, DVK_MAX_FEATURES);
    for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++)
        assert_int_equal(f.list[i].key, 1 + i);
    dvk_features_finish(&f);
}

/* ---- shingles ---- */

static void expect_shingles(const dvk_features *f, uint32_t kept, uint32_t total) {
    assert_int_equal(f->n_shingles, kept);
    assert_int_equal(f->shingle_total, total);
    for (uint32_t i = 1; i < kept; i++)
        assert_true(f->shingles[i - 1] < f->shingles[i]);
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void shingles_are_those_of_every_three_words(void **unused) {
    (void)unused;
    enum { N = 100 };
    dvk_features f, one;
    dvi_token tokens[N];
    uint32_t expected[N];
    dvk_features_init(&f);
    dvk_features_init(&one);
    for (uint32_t i = 0; i < N; i++)
        tokens[i] = word(1 + i);
    for (size_t i = 0; i + 2 < N; i++) {
        weigh(tokens + i, 3, &one);
        expect_shingles(&one, 1, 1);
        expected[i] = one.shingles[0];
    }
    qsort(expected, N - 2, sizeof *expected, by_value);
    weigh(tokens, N, &f);
    expect_shingles(&f, N - 2, N - 2);
    assert_memory_equal(f.shingles, expected, (N - 2) * sizeof *expected);
    dvk_features_finish(&f);
    dvk_features_finish(&one);
}

static void repeated_shingles_count_once(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token tokens[90];
    for (uint32_t i = 0; i < 90; i++)
        tokens[i] = word(1 + i % 5);
    dvk_features_init(&f);
    weigh(tokens, 90, &f);
    expect_shingles(&f, 5, 5);
    dvk_features_finish(&f);
}

static void of_many_shingles_the_smallest_stay(void **unused) {
    (void)unused;
    static dvi_token tokens[MOST];
    dvk_features f, one;
    uint32_t smaller = 0;
    dvk_features_init(&f);
    dvk_features_init(&one);
    for (uint32_t i = 0; i < MOST; i++)
        tokens[i] = word(1 + i);
    weigh(tokens, MOST, &f);
    expect_shingles(&f, DVK_MAX_SHINGLES, MOST - 2);
    for (size_t i = 0; i + 2 < MOST; i++) {
        weigh(tokens + i, 3, &one);
        smaller += one.shingles[0] <= f.shingles[DVK_MAX_SHINGLES - 1];
    }
    assert_int_equal(smaller, DVK_MAX_SHINGLES);
    dvk_features_finish(&f);
    dvk_features_finish(&one);
}

static void the_order_of_words_makes_the_shingle(void **unused) {
    (void)unused;
    dvk_features f, other;
    dvi_token tokens[] = {word(1), word(2), word(3)}, turned[] = {word(2), word(1), word(3)};
    dvk_features_init(&f);
    dvk_features_init(&other);
    weigh(tokens, 3, &f);
    weigh(turned, 3, &other);
    assert_int_not_equal(f.shingles[0], other.shingles[0]);
    dvk_features_finish(&f);
    dvk_features_finish(&other);
}

static void the_title_has_shingles_only_where_there_is_no_text(void **unused) {
    (void)unused;
    dvk_features with, without, alone;
    dvi_token tokens[] = {word(1), word(2), word(3), word(4), word(5), word(6), word(7)};
    for (size_t i = 0; i < 4; i++)
        tokens[i].zone = DVI_ZONE_TITLE;
    dvk_features_init(&with);
    dvk_features_init(&without);
    dvk_features_init(&alone);
    weigh(tokens, 7, &with);
    weigh(tokens + 4, 3, &without);
    expect_shingles(&with, 1, 1);
    assert_int_equal(with.shingles[0], without.shingles[0]);
    weigh(tokens, 4, &alone);
    expect_shingles(&alone, 2, 2);
    dvk_features_finish(&with);
    dvk_features_finish(&without);
    dvk_features_finish(&alone);
}

static void few_words_make_one_shingle_and_none_make_none(void **unused) {
    (void)unused;
    dvk_features f;
    dvi_token tokens[] = {word(1), word(2), word(0), word(0), word(3)}; /* of form 0: words no table reads */
    dvk_features_init(&f);
    weigh(tokens, 1, &f);
    expect_shingles(&f, 1, 1);
    uint32_t one = f.shingles[0];
    weigh(tokens, 2, &f);
    expect_shingles(&f, 1, 1);
    assert_int_not_equal(f.shingles[0], one);
    weigh(tokens + 2, 2, &f);
    expect_shingles(&f, 0, 0);
    weigh(tokens, 5, &f);
    expect_shingles(&f, 1, 1);
    dvi_token dense[] = {word(1), word(2), word(3)};
    one = f.shingles[0];
    weigh(dense, 3, &f);
    assert_int_equal(f.shingles[0], one);
    weigh(tokens, 0, &f);
    expect_shingles(&f, 0, 0);
    assert_int_equal(f.n_features, 0);
    assert_int_equal(f.n_tokens, 0);
    dvk_features_finish(&f);
}

/* ---- memory ---- */

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    dvi_token tokens[50];
    for (uint32_t i = 0; i < 50; i++)
        tokens[i] = word(1 + i);
    dvk_status status = DVK_E_MEMORY;
    size_t after = 0;
    for (; status == DVK_E_MEMORY; after++) {
        dvi_weigher weigher = {0};
        dvk_features f;
        dvk_features_init(&f);
        dvi_memory_fail(after, 0);
        status = dvi_weigh(&weigher, tokens, 50, &f);
        dvi_memory_fail(SIZE_MAX, 0);
        dvk_features_finish(&f);
        dvi_weigher_finish(&weigher);
    }
    assert_int_equal(status, DVK_OK);
    assert_in_range(after, 4, 20);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weight_is_the_root_of_the_idf),
        cmocka_unit_test(title_lead_capitals_and_numbers_weigh_more),
        cmocka_unit_test(the_heaviest_weight_still_fits),
        cmocka_unit_test(a_word_with_a_concept_counts_as_both),
        cmocka_unit_test(what_has_no_idf_does_not_count),
        cmocka_unit_test(numbers_and_dates_keep_their_kind),
        cmocka_unit_test(a_capital_makes_a_name),
        cmocka_unit_test(a_key_comes_once_heaviest_first_place_all_zones),
        cmocka_unit_test(what_stands_in_the_title_alone_has_no_place),
        cmocka_unit_test(of_many_features_the_heaviest_stay),
        cmocka_unit_test(shingles_are_those_of_every_three_words),
        cmocka_unit_test(repeated_shingles_count_once),
        cmocka_unit_test(of_many_shingles_the_smallest_stay),
        cmocka_unit_test(the_order_of_words_makes_the_shingle),
        cmocka_unit_test(the_title_has_shingles_only_where_there_is_no_text),
        cmocka_unit_test(few_words_make_one_shingle_and_none_make_none),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests_name("weigh", tests, NULL, NULL);
}
