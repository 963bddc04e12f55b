/* The limit on candidates by bands: what shares the most bands stays, in no order's favour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "made_pairs.h"
#include "match/pair_limit.h"

static pair_list pairs;

static void add(uint32_t a, uint32_t b, int times) {
    for (int i = 0; i < times; i++)
        pair_list_add(&pairs, a, b);
}

static int forget(void **unused) {
    (void)unused;
    pair_list_finish(&pairs);
    return 0;
}

static uint64_t pair(uint32_t a, uint32_t b) {
    return (uint64_t)a << 32 | b;
}

/* The parts that the pairs come in: all of the same smaller number. */
static size_t part_from(size_t at) {
    size_t end = at;
    while (end < pairs.n && pairs.list[end] >> 32 == pairs.list[at] >> 32)
        end++;
    return end - at;
}

static dvk_status limit_all(size_t n, uint32_t most, size_t *cut) {
    dvi_pair_limit limit;
    size_t kept = 0;
    dvk_status status = dvi_pair_limit_init(&limit, n, most);
    for (size_t at = 0; at < pairs.n && status == DVK_OK; at += part_from(at))
        dvi_pair_limit_count(&limit, pairs.list + at, part_from(at));
    if (status == DVK_OK) status = dvi_pair_limit_counted(&limit);
    for (size_t at = 0; at < pairs.n && status == DVK_OK; at += part_from(at))
        dvi_pair_limit_weigh(&limit, pairs.list + at, part_from(at));
    if (status == DVK_OK) dvi_pair_limit_weighed(&limit);
    for (size_t at = 0, part; at < pairs.n && status == DVK_OK; at += part) {
        part = part_from(at);
        size_t stay = dvi_pair_limit_keep(&limit, pairs.list + at, part);
        memmove(pairs.list + kept, pairs.list + at, stay * sizeof *pairs.list);
        kept += stay;
    }
    pairs.n = kept;
    *cut = limit.n_cut;
    dvi_pair_limit_finish(&limit);
    return status;
}

static size_t limited(size_t n, uint32_t most) {
    size_t cut;
    assert_int_equal(limit_all(n, most, &cut), DVK_OK);
    return cut;
}

static void few_candidates_stay_as_they_are(void **unused) {
    (void)unused;
    add(0, 1, 3);
    add(0, 2, 1);
    add(1, 2, 40);
    assert_int_equal(limited(3, 2), 0);
    assert_int_equal(pairs.n, 3);
    assert_int_equal(pairs.list[0], pair(0, 1));
    assert_int_equal(pairs.list[2], pair(1, 2));
}

static void none_is_fine(void **unused) {
    (void)unused;
    assert_int_equal(limited(0, 2), 0);
    assert_int_equal(limited(5, 2), 0);
    assert_int_equal(pairs.n, 0);
}

/* Ten articles, each with each by one band; two of them are copies. */
static void of_a_crowd_only_copies_stay(void **unused) {
    (void)unused;
    for (uint32_t a = 0; a < 10; a++)
        for (uint32_t b = a + 1; b < 10; b++)
            add(a, b, a == 3 && b == 7 ? 20 : 1);
    assert_int_equal(limited(10, 4), 10);
    assert_int_equal(pairs.n, 1);
    assert_int_equal(pairs.list[0], pair(3, 7));
}

/* An article that many planted ones surround keeps its copy, and whoever has few others keeps those. */
static void one_of_the_two_is_enough(void **unused) {
    (void)unused;
    add(0, 1, 12);
    for (uint32_t b = 2; b < 10; b++)
        add(0, b, 2);
    assert_int_equal(limited(10, 4), 1);
    assert_int_equal(pairs.n, 9); /* article 0 would have kept one of them */
    forget(NULL);
    for (uint32_t a = 0; a < 2; a++)
        for (uint32_t b = 2; b < 10; b++)
            add(a, b, a == 1 && b == 9 ? 9 : 1);
    assert_int_equal(limited(10, 1), 10);
    assert_int_equal(pairs.n, 1);
    assert_int_equal(pairs.list[0], pair(1, 9));
}

/* More bands in common than there are levels of are all alike. */
static void more_than_all_levels_is_the_highest(void **unused) {
    (void)unused;
    for (uint32_t a = 0; a < 4; a++)
        for (uint32_t b = a + 1; b < 4; b++)
            add(a, b, DVI_SHARED_LEVELS + (int)(a + b));
    assert_int_equal(limited(4, 2), 4);
    assert_int_equal(pairs.n, 0);
}

static void memory_that_fails_is_told(void **unused) {
    (void)unused;
    size_t cut;
    for (size_t after = 0; after < 3; after++) {
        forget(NULL);
        for (uint32_t b = 1; b < 10; b++)
            add(0, b, 1);
        dvi_memory_fail(after, 0);
        dvk_status status = limit_all(10, 4, &cut);
        dvi_memory_fail(SIZE_MAX, 0);
        assert_int_equal(status, DVK_E_MEMORY);
    }
}

/* One article's others, by the same rule. */
static void of_one_articles_others_those_of_most_bands_stay(void **unused) {
    (void)unused;
    uint32_t few[] = {4, 4, 9}, many[] = {1, 2, 2, 2, 3, 3, 5, 6, 6}, level[] = {1, 2, 3};
    assert_int_equal(dvi_limit_others(few, 3, 2), 2);
    assert_int_equal(few[1], 9);
    assert_int_equal(dvi_limit_others(many, 9, 3), 3);
    assert_int_equal(many[0], 2);
    assert_int_equal(many[1], 3);
    assert_int_equal(many[2], 6);
    assert_int_equal(dvi_limit_others(level, 3, 2), 0);
    uint32_t lots[6 * DVI_SHARED_LEVELS]; /* as often as there are levels, and more often, is alike */
    for (size_t i = 0; i < 6 * DVI_SHARED_LEVELS; i++)
        lots[i] = i < DVI_SHARED_LEVELS ? 1 : i < 3 * DVI_SHARED_LEVELS ? 2 : 3;
    assert_int_equal(dvi_limit_others(lots, 6 * DVI_SHARED_LEVELS, 2), 0);
    assert_int_equal(dvi_limit_others(level, 0, 2), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_one_articles_others_those_of_most_bands_stay),
        cmocka_unit_test_teardown(few_candidates_stay_as_they_are, forget),
        cmocka_unit_test_teardown(none_is_fine, forget),
        cmocka_unit_test_teardown(of_a_crowd_only_copies_stay, forget),
        cmocka_unit_test_teardown(one_of_the_two_is_enough, forget),
        cmocka_unit_test_teardown(more_than_all_levels_is_the_highest, forget),
        cmocka_unit_test_teardown(memory_that_fails_is_told, forget),
    };
    return cmocka_run_group_tests_name("pair_limit", tests, NULL, NULL);
}
