/* Digests: what an article tells at different places parts from it, and nothing else does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dvoinik/cpu.h"
#include "made_features.h"
#include "pipeline/digests.h"

enum { ONE = 65536, LIKELY = ONE / 10 * 9, WORDS = 60, MOST = 300, BODY = 4 };

static dvi_comparable articles[MOST];
static dvk_status answer; /* of what gives them */

static dvk_status article_of(void *context, unsigned thread, uint32_t article, const dvi_comparable **out) {
    (void)context;
    (void)thread;
    *out = &articles[article];
    return answer;
}

/* Words number `first` to `last` - 1 of sixty that are told one after the other; the title has `of_title` of
 * them besides, from the first on. */
static void make(uint32_t article, uint32_t first, uint32_t last, uint32_t of_title) {
    static made_features made;
    made_init(&made);
    for (uint32_t i = first; i < last; i++) {
        uint16_t place = (uint16_t)(1 + (i - first) * 65000 / (last - first));
        uint8_t zone = i - first < of_title ? DVI_TITLE_ZONE | BODY : BODY;
        made_add(&made, (dvk_feature){100 + i, 1000, place, DVK_FEATURE_WORD, zone});
    }
    made.features.n_tokens = last - first;
    dvi_comparable_init(&articles[article], &made.features);
}

static size_t leave_out(dvk_pair *pairs, size_t n, uint32_t n_articles, unsigned threads) {
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    const dvi_looked_at looked_at = {NULL, article_of, threads, dvi_choose_find_shared(DVK_CPU_ALL)};
    assert_int_equal(dvi_leave_out_items(pairs, &n, n_articles, &params, &looked_at), DVK_OK);
    return n;
}

/* Article 0 tells all sixty words, 1 and 2 parts of them. */
typedef struct parts_case {
    uint32_t first[2], last[2], of_title; /* words */
    uint32_t duplicate[2];                /* of 0 with 1 and with 2; one event they are likely */
    uint32_t related;                     /* the event of 1 and 2 */
    bool stays[2];
} parts_case;

static bool is_there(const dvk_pair *pairs, size_t n, uint32_t a, uint32_t b) {
    for (size_t i = 0; i < n; i++)
        if (pairs[i].a == a && pairs[i].b == b) return true;
    return false;
}

static void what_stands_at_different_places_parts_from_it(void **unused) {
    (void)unused;
    static const parts_case cases[] = {
        {{0, 30}, {20, 60}, 0, {LIKELY, LIKELY}, 0, {false, false}},
        {{0, 40}, {20, 60}, 0, {LIKELY, LIKELY}, 6554, {false, false}}, /* hardly related */
        {{0, 40}, {20, 60}, 0, {LIKELY, LIKELY}, LIKELY, {true, true}}, /* two parts of one report */
        {{0, 40}, {20, 60}, 0, {0, 0}, 0, {false, false}},              /* two events */
        {{0, 40}, {20, 60}, 0, {ONE, LIKELY}, 0, {true, true}},         /* one is certain */
        {{0, 0}, {30, 30}, 0, {LIKELY, LIKELY}, 0, {true, true}},       /* one place, twice */
        {{0, 15}, {40, 55}, 0, {LIKELY, LIKELY}, 0, {true, true}},      /* places that overlap */
        {{0, 22}, {30, 60}, 0, {LIKELY, LIKELY}, 0, {false, false}},    /* somewhat */
        {{0, 22}, {30, 60}, 0, {0, 0}, 0, {true, true}},                /* and are no copies */
        {{0, 30}, {20, 60}, 10, {LIKELY, LIKELY}, 0, {true, false}},    /* the title is of the first */
        {{8, 40}, {28, 60}, 10, {LIKELY, LIKELY}, 0, {false, false}},   /* it mentions the first */
        {{0, 30}, {20, 60}, 60, {LIKELY, LIKELY}, 0, {false, false}},   /* of both */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const parts_case *of = &cases[i];
        dvk_pair pairs[] = {
            {0, 1, of->duplicate[0], LIKELY}, {0, 2, of->duplicate[1], LIKELY}, {1, 2, 0, of->related}};
        make(0, 0, WORDS, of->of_title);
        make(1, of->first[0], of->last[0], 0);
        make(2, of->first[1], of->last[1], 0);
        size_t n = leave_out(pairs, of->related != 0 ? 3 : 2, 3, 1);
        if (is_there(pairs, n, 0, 1) != of->stays[0] || is_there(pairs, n, 0, 2) != of->stays[1])
            fail_msg("case %zu", i);
        assert_int_equal(is_there(pairs, n, 1, 2), of->related != 0);
    }
}

/* Where there are many, those of one length are not compared; it makes no difference. */
static void items_part_from_among_many_copies(void **unused) {
    (void)unused;
    dvk_pair pairs[MOST];
    for (uint32_t n = 60; n <= 70; n += 10) {
        make(0, 0, WORDS, 0);
        for (uint32_t i = 1; i <= n; i++) {
            make(i, i % 2 == 0 ? 0 : 7, i % 2 == 0 ? 53 : WORDS, 0);
            pairs[i - 1] = (dvk_pair){0, i, LIKELY, LIKELY};
        }
        assert_int_equal(leave_out(pairs, n, n + 1, 1), n);
        make(1, 0, 20, 0);
        make(2, 40, WORDS, 0);
        assert_int_equal(leave_out(pairs, n, n + 1, 1), n - 2);
        assert_int_equal(pairs[0].b, 3);
    }
}

/* Pairs of articles that are parts of the same words, here and there; how many. */
static size_t make_pairs(dvk_pair *pairs, const uint32_t *number) {
    size_t n = 0;
    for (uint32_t a = 0; a < MOST; a++)
        for (uint32_t b = a + 1; b < MOST && b < a + 12; b++) {
            uint32_t x = number[a], y = number[b], event = (a * 7 + b * 3) % 5 == 0 ? LIKELY / 4 : LIKELY;
            if ((a + b) % 3 == 0) continue;
            pairs[n++] = (dvk_pair){x < y ? x : y, x < y ? y : x, (a + b) % 2 == 0 ? event : 0, event};
        }
    return n;
}

static int by_articles(const void *left, const void *right) {
    const dvk_pair *x = left, *y = right;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

static void neither_numbers_nor_threads_change_anything(void **unused) {
    (void)unused;
    static dvk_pair first[MOST * 12], pairs[MOST * 12];
    uint32_t number[MOST];
    size_t n_first = 0;
    for (unsigned round = 0; round < 6; round++) {
        for (uint32_t i = 0; i < MOST; i++)
            number[i] = round % 2 == 0 ? i : MOST - 1 - i;
        for (uint32_t i = 0; i < MOST; i++) {
            uint32_t from = i * 17 % 40, to = from + 12 + i * 29 % 20;
            make(number[i], i % 6 == 0 ? 0 : from, i % 6 == 0 || to > WORDS ? WORDS : to, i % 4 * 3);
        }
        size_t n = make_pairs(pairs, number), all = n;
        qsort(pairs, n, sizeof *pairs, by_articles);
        n = leave_out(pairs, n, MOST, 1 + round);
        assert_in_range(n, 1, all - 1);
        for (size_t i = 0; i < n; i++) { /* the numbers are their own inverse */
            uint32_t x = number[pairs[i].a], y = number[pairs[i].b];
            pairs[i].a = x < y ? x : y;
            pairs[i].b = x < y ? y : x;
        }
        qsort(pairs, n, sizeof *pairs, by_articles);
        if (round == 0) memcpy(first, pairs, n * sizeof *pairs);
        if (round == 0) n_first = n;
        assert_int_equal(n, n_first);
        assert_memory_equal(pairs, first, n * sizeof *pairs);
    }
}

static void nothing_is_left_out_of_nothing(void **unused) {
    (void)unused;
    dvk_pair pair = {0, 1, LIKELY, LIKELY};
    make(0, 0, WORDS, 0);
    make(1, 0, 20, 0);
    assert_int_equal(leave_out(&pair, 0, 0, 2), 0);
    assert_int_equal(leave_out(&pair, 0, 2, 2), 0);
    assert_int_equal(leave_out(&pair, 1, 2, 2), 1);
}

static void what_cannot_be_read_is_told(void **unused) {
    (void)unused;
    dvk_pair pairs[] = {{0, 1, LIKELY, LIKELY}, {0, 2, LIKELY, LIKELY}};
    size_t n = 2;
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    const dvi_looked_at looked_at = {NULL, article_of, 2, dvi_choose_find_shared(DVK_CPU_ALL)};
    answer = DVK_E_IO;
    assert_int_equal(dvi_leave_out_items(pairs, &n, 3, &params, &looked_at), DVK_E_IO);
    answer = DVK_OK;
    assert_int_equal(n, 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_at_different_places_parts_from_it),
        cmocka_unit_test(items_part_from_among_many_copies),
        cmocka_unit_test(neither_numbers_nor_threads_change_anything),
        cmocka_unit_test(nothing_is_left_out_of_nothing),
        cmocka_unit_test(what_cannot_be_read_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
