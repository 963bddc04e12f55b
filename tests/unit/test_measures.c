/* Measures of clusterings that are small enough to count by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "cli/measures.h"

enum { N = 6 };

/* Two stories of one event (articles 0, 1 and 2), one of another (3, 4), one of a third (5). */
static const uint32_t story[N] = {0, 0, 1, 2, 2, 3}, event[N] = {0, 0, 0, 1, 1, 2},
                      lang[N] = {0, 1, 0, 0, 0, 1};

static level_measures measure(const uint32_t *key, const uint32_t *got, const story_pair *related,
                              size_t n_related) {
    level_labels labels = {.n = N,
                           .key = key,
                           .story = story,
                           .lang = lang,
                           .got = got,
                           .n_keys = 4,
                           .n_got = N,
                           .related = related,
                           .n_related = n_related};
    level_measures out;
    measure_level(&labels, &out);
    return out;
}

static void near(double got, double wanted) {
    assert_true(got > wanted - 1e-12 && got < wanted + 1e-12);
}

static void a_perfect_clustering(void **state) {
    (void)state;
    level_measures m = measure(event, event, NULL, 0);
    near(m.p, 1);
    near(m.r, 1);
    near(m.f1, 1);
    near(m.b3, 1);
    near(m.macro, 1);
    assert_int_equal(m.n_events, 1);
}

static void each_alone(void **state) {
    (void)state;
    const uint32_t alone[N] = {0, 1, 2, 3, 4, 5};
    level_measures m = measure(event, alone, NULL, 0);
    near(m.p, 1);
    near(m.r, 0);
    near(m.f1, 0);
    /* B-cubed recall: 1/3 of three, 1/2 of two, 1 of one. */
    double recall = (3 * (1.0 / 3) + 2 * 0.5 + 1) / 6;
    near(m.b3, 2 * recall / (1 + recall));
}

/* {0, 1, 3} and {2}, {4, 5}: of the pairs put together 0-1 is true, 0-3, 1-3 and 4-5 are not; of the true
 * ones 0-2, 1-2 and 3-4 are missed. */
static void counts_by_hand(void **state) {
    (void)state;
    const uint32_t got[N] = {0, 0, 1, 0, 2, 2};
    level_measures m = measure(event, got, NULL, 0);
    near(m.p, 1.0 / 4);
    near(m.r, 1.0 / 4);
    near(m.f1, 1.0 / 4);
    double p = (2.0 / 3 + 2.0 / 3 + 1 + 1.0 / 3 + 1.0 / 2 + 1.0 / 2) / 6;
    double r = (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1.0 / 2 + 1.0 / 2 + 1) / 6;
    near(m.b3, 2 * p * r / (p + r));
}

static void recall_by_kind_of_pair(void **state) {
    (void)state;
    const uint32_t got[N] = {0, 0, 1, 0, 2, 2};
    level_measures m = measure(event, got, NULL, 0);
    const share_of wanted[N_PAIR_KINDS] = {
        [SAME_LANGUAGE] = {0, 2},              /* 0-2, 3-4 */
        [CROSS_LANGUAGE] = {1, 2},             /* 0-1, 1-2 */
        [SAME_STORY] = {1, 2},                 /* 0-1, 3-4 */
        [INDEPENDENT] = {0, 2},                /* 0-2, 1-2 */
        [INDEPENDENT_CROSS_LANGUAGE] = {0, 1}, /* 1-2 */
    };
    for (size_t k = 0; k < N_PAIR_KINDS; k++) {
        assert_int_equal(m.kinds[k].part, wanted[k].part);
        assert_int_equal(m.kinds[k].whole, wanted[k].whole);
    }
}

static void related_stories_count_neither_way(void **state) {
    (void)state;
    const uint32_t got[N] = {0, 0, 1, 0, 2, 2};
    const story_pair related[] = {{0, 2}};
    level_measures m = measure(event, got, related, 1);
    near(m.p, 1.0 / 2); /* 0-3 and 1-3 are gone, 4-5 stays */
    near(m.r, 1.0 / 4);
    const story_pair inside[] = {{0, 1}};
    m = measure(event, got, inside, 1); /* of one event all the same: nothing changes */
    near(m.p, 1.0 / 4);
    near(m.r, 1.0 / 4);
}

static void macro_is_the_mean_over_events(void **state) {
    (void)state;
    const uint32_t stories[N] = {0, 1, 2, 3, 4, 5}, got[N] = {0, 0, 1, 2, 2, 3};
    level_labels labels = {
        .n = N, .key = event, .story = stories, .lang = lang, .got = got, .n_keys = 3, .n_got = 4};
    level_measures m;
    measure_level(&labels, &m);
    assert_int_equal(m.n_events, 2);
    near(m.macro, (1.0 / 3 + 1.0) / 2);
    near((double)m.kinds[INDEPENDENT].part / (double)m.kinds[INDEPENDENT].whole, 2.0 / 4);
}

/* By the definitions, a loop over all pairs. */
static void measure_plainly(const level_labels *in, double *p, double *r, double *b3) {
    double said = 0, same = 0, both = 0, precision = 0, recall = 0;
    for (size_t i = 0; i < in->n; i++) {
        double right = 0, got = 0, key = 0;
        for (size_t j = 0; j < in->n; j++) {
            got += in->got[i] == in->got[j];
            key += in->key[i] == in->key[j];
            right += in->got[i] == in->got[j] && in->key[i] == in->key[j];
        }
        precision += right / got;
        recall += right / key;
        said += got - 1;
        same += key - 1;
        both += right - 1;
    }
    *p = said == 0 ? 1 : both / said;
    *r = same == 0 ? 1 : both / same;
    *b3 = f1_score(precision / (double)in->n, recall / (double)in->n);
}

static void random_clusterings_measure_as_the_plain_way_does(void **state) {
    (void)state;
    enum { MOST = 60 };
    uint32_t key[MOST], got[MOST], languages[MOST];
    for (int round = 0; round < 500; round++) {
        level_labels labels = {.n = 1 + any(MOST), .key = key, .story = key, .lang = languages, .got = got};
        uint32_t keys = 1 + any(MOST), groups = 1 + any(MOST);
        labels.n_keys = keys;
        labels.n_got = groups;
        for (size_t i = 0; i < labels.n; i++) {
            key[i] = any(keys);
            got[i] = any(3) == 0 ? any(groups) : key[i] % groups;
            languages[i] = any(3);
        }
        double p, r, b3;
        level_measures m;
        measure_level(&labels, &m);
        measure_plainly(&labels, &p, &r, &b3);
        near(m.p, p);
        near(m.r, r);
        near(m.f1, f1_score(p, r));
        near(m.b3, b3);
    }
}

static void nothing_has_a_measure(void **state) {
    (void)state;
    level_labels labels = {.n = 0};
    level_measures m;
    measure_level(&labels, &m);
    near(m.p, 1);
    near(m.r, 1);
    near(f1_score(0, 0), 0);
}

static void language(language_measures *sums, const char *gold, const char *given) {
    measure_language(sums, gold, strlen(gold), given);
}

static void languages_of_one_family_are_counted_twice(void **state) {
    (void)state;
    language_measures sums = {0};
    language(&sums, "rus", "ru");
    language(&sums, "rus", "uk");
    language(&sums, "nonsense", "ru");
    language(&sums, "srp-Cyrl", "sr");
    language(&sums, "srp-Latn", "sr-Latn");
    language(&sums, "hrv", "bs");
    language(&sums, "bos", "und");
    assert_true(sums.told);
    assert_int_equal(sums.grouped.part, 4);
    assert_int_equal(sums.grouped.whole, 6);
    assert_int_equal(sums.inside.part, 1);
    assert_int_equal(sums.inside.whole, 3);
}

static void no_language_given_is_not_told(void **state) {
    (void)state;
    language_measures sums = {0};
    language(&sums, "rus", "");
    assert_false(sums.told);
    assert_int_equal(sums.grouped.part, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_perfect_clustering),
        cmocka_unit_test(each_alone),
        cmocka_unit_test(counts_by_hand),
        cmocka_unit_test(recall_by_kind_of_pair),
        cmocka_unit_test(related_stories_count_neither_way),
        cmocka_unit_test(macro_is_the_mean_over_events),
        cmocka_unit_test(random_clusterings_measure_as_the_plain_way_does),
        cmocka_unit_test(nothing_has_a_measure),
        cmocka_unit_test(languages_of_one_family_are_counted_twice),
        cmocka_unit_test(no_language_given_is_not_told),
    };
    return cmocka_run_group_tests_name("measures", tests, NULL, NULL);
}
