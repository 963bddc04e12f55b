/* Keys of anchors by company: what stays as it is, and that the order of articles does not show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "failing_memory.h"
#include "match/anchor_company.h"

enum { ARTICLES = 3000, NAMES = 24 /* each of which some 860 have */ };

static dvi_anchors all[ARTICLES];

/* Anchors out of `names`, and one that no other article has. */
static void fill(uint32_t names) {
    memset(all, 0, sizeof all);
    for (uint32_t i = 0; i < ARTICLES; i++) {
        dvi_anchors *a = &all[i];
        a->norm = 5000;
        for (uint32_t k = 0; k < 8; k++) {
            uint32_t key = (1 + any(names)) * UINT32_C(0x85EBCA6B);
            bool there = false;
            for (uint32_t j = 0; j < a->n; j++)
                there = there || a->keys[j] == key;
            if (there) continue;
            a->keys[a->n] = key;
            a->weights[a->n++] = (uint16_t)(1000 + any(60000));
        }
        a->keys[a->n] = (1 + names + i) * UINT32_C(0x85EBCA6B);
        a->weights[a->n++] = 1000;
    }
}

static dvi_anchor_counts count_from(size_t first, size_t step) {
    dvi_anchor_counts counts = {0};
    assert_int_equal(dvi_anchor_counts_init(&counts, ARTICLES), DVK_OK);
    for (size_t i = 0, at = first; i < ARTICLES; i++, at = (at + step) % ARTICLES)
        dvi_anchor_counts_add(&counts, &all[at]);
    return counts;
}

static void what_few_have_keeps_its_key(void **unused) {
    (void)unused;
    fill(ARTICLES);
    dvi_anchor_counts counts = count_from(0, 1);
    for (size_t i = 0; i < ARTICLES; i++) {
        dvi_anchors out;
        dvi_anchors_in_company(&counts, &all[i], &out);
        assert_memory_equal(&out, &all[i], sizeof out);
    }
    dvi_anchor_counts_finish(&counts);
}

static bool has(const dvi_anchors *a, uint32_t key) {
    for (uint32_t k = 0; k < a->n; k++)
        if (a->keys[k] == key) return true;
    return false;
}

static uint32_t count_shared(const dvi_anchors *a, const dvi_anchors *b) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < a->n; k++)
        n += has(b, a->keys[k]);
    return n;
}

/* All but the last anchor of each are in long lists; who shares one key of company shares two anchors. */
static void company_is_a_second_anchor(void **unused) {
    (void)unused;
    static dvi_anchors in[ARTICLES];
    uint32_t met = 0;
    fill(NAMES);
    dvi_anchor_counts counts = count_from(0, 1);
    for (size_t i = 0; i < ARTICLES; i++) {
        dvi_anchors_in_company(&counts, &all[i], &in[i]);
        assert_int_equal(in[i].n, all[i].n);
        assert_int_equal(in[i].norm, all[i].norm);
        for (uint32_t k = 0; k + 1 < in[i].n; k++) {
            assert_int_not_equal(in[i].keys[k], all[i].keys[k]);
            assert_in_range(in[i].weights[k], all[i].weights[k], UINT16_MAX);
        }
    }
    for (size_t i = 0; i < ARTICLES; i += 10)
        for (size_t k = i + 1; k < ARTICLES; k += 7) {
            if (count_shared(&in[i], &in[k]) == 0) continue;
            assert_in_range(count_shared(&all[i], &all[k]), 2, DVI_ANCHORS);
            met++;
        }
    assert_true(met > 1000);
    dvi_anchor_counts_finish(&counts);
}

/* So often each of these keys was met. */
static void count_keys(dvi_anchor_counts *counts, const uint32_t *keys, uint32_t n, uint32_t times) {
    for (uint32_t k = 0; k < n; k++) {
        const dvi_anchors one = {.norm = 1, .n = 1, .keys = {keys[k]}, .weights = {1000}};
        for (uint32_t i = 0; i < times; i++)
            dvi_anchor_counts_add(counts, &one);
    }
}

/* What the first of these keys becomes. */
static uint32_t key_among(const dvi_anchor_counts *counts, uint32_t first, uint32_t second, uint32_t third) {
    dvi_anchors out, of = {.norm = 1, .n = 3, .keys = {first, second, third}, .weights = {900, 900, 900}};
    dvi_anchors_in_company(counts, &of, &out);
    return out.keys[0];
}

enum { LONG_LIST = 8 * DVI_ANCHOR_REACH, LISTS = 100 };

static void what_no_other_has_is_no_company(void **unused) {
    (void)unused;
    const uint32_t keys[] = {7, 11};
    dvi_anchor_counts counts;
    assert_int_equal(dvi_anchor_counts_init(&counts, ARTICLES), DVK_OK);
    count_keys(&counts, &keys[0], 1, LONG_LIST);
    count_keys(&counts, &keys[1], 1, 2);
    const uint32_t together = key_among(&counts, keys[0], keys[1], 1000);
    for (uint32_t own = 1000; own < 1000 + LISTS; own++) {
        count_keys(&counts, &own, 1, 1);
        assert_int_equal(key_among(&counts, keys[0], keys[1], own), together);
    }
    dvi_anchor_counts_finish(&counts);
}

static void a_rare_anchor_is_company_more_often(void **unused) {
    (void)unused;
    const uint32_t rare = 7, common = 11;
    uint32_t lists[LISTS], with_rare = 0;
    dvi_anchor_counts counts;
    assert_int_equal(dvi_anchor_counts_init(&counts, ARTICLES), DVK_OK);
    for (uint32_t k = 0; k < LISTS; k++)
        lists[k] = 1000 + k;
    count_keys(&counts, lists, LISTS, LONG_LIST);
    count_keys(&counts, &rare, 1, 2);
    count_keys(&counts, &common, 1, 4 * LONG_LIST);
    for (uint32_t k = 0; k < LISTS; k++)
        with_rare += key_among(&counts, lists[k], rare, common) == key_among(&counts, lists[k], rare, 500);
    assert_in_range(with_rare, LISTS * 4 / 5, LISTS);
    dvi_anchor_counts_finish(&counts);
}

static void the_order_of_articles_does_not_show(void **unused) {
    (void)unused;
    fill(NAMES);
    dvi_anchor_counts counts = count_from(0, 1), others = count_from(17, 7);
    for (size_t i = 0; i < ARTICLES; i++) {
        dvi_anchors a, b;
        dvi_anchors_in_company(&counts, &all[i], &a);
        dvi_anchors_in_company(&others, &all[i], &b);
        assert_memory_equal(&a, &b, sizeof a);
    }
    dvi_anchor_counts_finish(&counts);
    dvi_anchor_counts_finish(&others);
}

static void counts_do_not_run_over(void **unused) {
    (void)unused;
    dvi_anchor_counts counts;
    dvi_anchors out, one = {.norm = 1, .n = 2, .keys = {5, 6}, .weights = {UINT16_MAX, UINT16_MAX}};
    assert_int_equal(dvi_anchor_counts_init(&counts, 1), DVK_OK);
    for (int i = 0; i < 1 << 16; i++) /* right behind the last number a counter has comes none */
        dvi_anchor_counts_add(&counts, &one);
    dvi_anchors_in_company(&counts, &one, &out);
    assert_int_not_equal(out.keys[0], 5);
    assert_int_not_equal(out.keys[1], 6);
    assert_int_equal(out.weights[0], UINT16_MAX);
    dvi_anchor_counts_finish(&counts);
}

/* The keys of these two, each in the company of the other, are one: an article that stood twice in its list
 * would meet itself. */
static void no_key_stands_twice(void **unused) {
    (void)unused;
    dvi_anchor_counts counts;
    dvi_anchors out, one = {.norm = 1, .n = 2, .keys = {79165, 81652}, .weights = {700, 600}};
    assert_int_equal(dvi_anchor_counts_init(&counts, 1), DVK_OK);
    for (int i = 0; i < 1000; i++)
        dvi_anchor_counts_add(&counts, &one);
    dvi_anchors_in_company(&counts, &one, &out);
    assert_int_equal(out.n, 1);
    dvi_anchor_counts_finish(&counts);
}

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    dvi_anchor_counts counts = {0};
    dvi_memory_fail(0, 0);
    assert_int_equal(dvi_anchor_counts_init(&counts, 100), DVK_E_MEMORY);
    dvi_memory_fail(SIZE_MAX, 0);
    dvi_anchor_counts_finish(&counts);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_few_have_keeps_its_key),
        cmocka_unit_test(company_is_a_second_anchor),
        cmocka_unit_test(what_no_other_has_is_no_company),
        cmocka_unit_test(a_rare_anchor_is_company_more_often),
        cmocka_unit_test(the_order_of_articles_does_not_show),
        cmocka_unit_test(counts_do_not_run_over),
        cmocka_unit_test(no_key_stands_twice),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
