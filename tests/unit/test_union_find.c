/* Union-find: the sets, their roots and their numbers, whatever the order of the joins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "chance.h"
#include "cluster/union_find.h"
#include "failing_memory.h"

enum { N = 300 };

static void numbers_are_apart_until_joined(void **unused) {
    (void)unused;
    dvi_union_find sets;
    assert_int_equal(dvi_union_find_init(&sets, 5), DVK_OK);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(dvi_union_find_root(&sets, i), i);
    dvi_union_find_join(&sets, 4, 2);
    dvi_union_find_join(&sets, 3, 4);
    dvi_union_find_join(&sets, 3, 3);
    const uint32_t expected[5] = {0, 1, 2, 2, 2};
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(dvi_union_find_root(&sets, i), expected[i]);
    dvi_union_find_finish(&sets);
}

static void reset_begins_anew_with_fewer(void **unused) {
    (void)unused;
    dvi_union_find sets;
    uint32_t numbers[5] = {9, 9, 9, 9, 9};
    assert_int_equal(dvi_union_find_init(&sets, 5), DVK_OK);
    dvi_union_find_join(&sets, 0, 1);
    dvi_union_find_reset(&sets, 3);
    assert_int_equal(dvi_union_find_root(&sets, 1), 1);
    assert_int_equal(dvi_union_find_number(&sets, numbers), 3);
    assert_int_equal(numbers[3], 9);
    dvi_union_find_finish(&sets);
}

static void numbers_rise_with_first_members(void **unused) {
    (void)unused;
    dvi_union_find sets;
    uint32_t numbers[6];
    assert_int_equal(dvi_union_find_init(&sets, 6), DVK_OK);
    dvi_union_find_join(&sets, 5, 1);
    dvi_union_find_join(&sets, 2, 4);
    assert_int_equal(dvi_union_find_number(&sets, numbers), 4);
    const uint32_t expected[6] = {0, 1, 2, 3, 2, 1};
    assert_memory_equal(numbers, expected, sizeof numbers);
    dvi_union_find_finish(&sets);
}

/* Against labels that are repainted at every join. */
static void roots_are_the_smallest_members_in_any_order(void **unused) {
    (void)unused;
    for (int round = 0; round < 50; round++) {
        uint32_t a[N], b[N], label[N];
        uint32_t joins = any(N);
        for (uint32_t i = 0; i < joins; i++)
            a[i] = any(N), b[i] = any(N);
        for (uint32_t i = 0; i < N; i++)
            label[i] = i;
        for (uint32_t i = 0; i < joins; i++) {
            uint32_t x = label[a[i]], y = label[b[i]];
            for (uint32_t j = 0; j < N; j++)
                if (label[j] == x || label[j] == y) label[j] = x < y ? x : y;
        }
        for (int backwards = 0; backwards < 2; backwards++) {
            dvi_union_find sets;
            assert_int_equal(dvi_union_find_init(&sets, N), DVK_OK);
            for (uint32_t i = 0; i < joins; i++) {
                uint32_t at = backwards ? joins - 1 - i : i;
                dvi_union_find_join(&sets, a[at], b[at]);
            }
            for (uint32_t i = 0; i < N; i++)
                assert_int_equal(dvi_union_find_root(&sets, i), label[i]);
            dvi_union_find_finish(&sets);
        }
    }
}

static void a_failed_init_can_be_finished(void **unused) {
    (void)unused;
    dvi_union_find sets;
    dvi_memory_fail(0, 0);
    assert_int_equal(dvi_union_find_init(&sets, 5), DVK_E_MEMORY);
    dvi_memory_fail(SIZE_MAX, 0);
    dvi_union_find_finish(&sets);
    assert_int_equal(dvi_union_find_init(&sets, 0), DVK_OK);
    dvi_union_find_finish(&sets);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_apart_until_joined),
        cmocka_unit_test(reset_begins_anew_with_fewer),
        cmocka_unit_test(numbers_rise_with_first_members),
        cmocka_unit_test(roots_are_the_smallest_members_in_any_order),
        cmocka_unit_test(a_failed_init_can_be_finished),
    };
    return cmocka_run_group_tests_name("union_find", tests, NULL, NULL);
}
