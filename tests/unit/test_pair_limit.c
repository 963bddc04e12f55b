/* The limit on candidates by bands: what shares the most bands stays, in no order's favour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "match/pair_limit.h"

static dvi_pair_list pairs;

static void add(uint32_t a, uint32_t b, int times) {
    for (int i = 0; i < times; i++)
        assert_int_equal(dvi_pair_list_add(&pairs, a, b), DVK_OK);
}

static int forget(void **unused) {
    (void)unused;
    dvi_pair_list_finish(&pairs);
    return 0;
}

static uint64_t pair(uint32_t a, uint32_t b) {
    return (uint64_t)a << 32 | b;
}

static uint64_t limited(size_t n, uint32_t most) {
    uint64_t cut = 0;
    assert_int_equal(dvi_limit_pairs(&pairs, n, most, &cut), DVK_OK);
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

static void memory_that_fails_is_told(void **unused) {
    (void)unused;
    uint64_t cut = 0;
    for (size_t after = 0; after < 3; after++) {
        forget(NULL);
        for (uint32_t b = 1; b < 10; b++)
            add(0, b, 1);
        dvi_memory_fail(after, 0);
        dvk_status status = dvi_limit_pairs(&pairs, 10, 4, &cut);
        dvi_memory_fail(SIZE_MAX, 0);
        assert_int_equal(status, DVK_E_MEMORY);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(few_candidates_stay_as_they_are, forget),
        cmocka_unit_test_teardown(none_is_fine, forget),
        cmocka_unit_test_teardown(of_a_crowd_only_copies_stay, forget),
        cmocka_unit_test_teardown(one_of_the_two_is_enough, forget),
        cmocka_unit_test_teardown(memory_that_fails_is_told, forget),
    };
    return cmocka_run_group_tests_name("pair_limit", tests, NULL, NULL);
}
