/* Sorting by digits against the library's sort, its stability, and dropping repeated numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/radix_sort.h"
#include "made_features.h"

enum { MOST = 10000 };

static uint64_t list[MOST], expected[MOST], scratch[MOST];

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Numbers of which some bytes are the same in all, few values or many. */
static size_t fill(uint64_t mask) {
    size_t n = any(MOST + 1);
    uint64_t rest = (uint64_t)any(UINT32_MAX) << 32 | any(UINT32_MAX);
    for (size_t i = 0; i < n; i++)
        list[i] = expected[i] = (((uint64_t)any(UINT32_MAX) << 32 | any(UINT32_MAX)) & mask) | (rest & ~mask);
    return n;
}

static void numbers_come_sorted(void **unused) {
    (void)unused;
    static const uint64_t masks[] = {
        UINT64_MAX, 0, 0xFF, 0xFF00, 0xFF000000000000FF, 0x8000000000000000, 0x00FF00FF00FF00FF, 0x3};
    for (int round = 0; round < 40; round++) {
        size_t n = fill(masks[round % 8]);
        qsort(expected, n, sizeof *expected, by_number);
        dvi_sort64(list, scratch, n);
        assert_memory_equal(list, expected, n * sizeof *list);
    }
}

static void numbers_of_few_bits_come_sorted(void **unused) {
    (void)unused;
    for (unsigned bits = 0; bits <= 55; bits++) {
        size_t n = any(MOST + 1);
        unsigned first = any(64 - bits);
        uint64_t mask = ((UINT64_C(1) << bits) - 1) << first;
        for (size_t i = 0; i < n; i++)
            list[i] = expected[i] = ((uint64_t)any(UINT32_MAX) << 32 | any(UINT32_MAX)) & mask;
        qsort(expected, n, sizeof *expected, by_number);
        assert_memory_equal(dvi_sort64_by_bits(list, scratch, n, first, bits), expected, n * sizeof *list);
    }
}

static void what_is_not_sorted_by_does_not_show(void **unused) {
    (void)unused;
    for (uint32_t i = 0; i < MOST; i++)
        list[i] = (uint64_t)any(UINT32_MAX) << 32 | any(64) << 17 | any(20) << 12 | any(2) << 11;
    for (uint32_t i = 0; i < MOST; i++)
        list[i] = (list[i] & ~UINT64_C(0xFFFF00000000)) | (uint64_t)i << 32;
    const uint64_t *sorted = dvi_sort64_by_bits(list, scratch, MOST, 12, 5);
    for (size_t i = 1; i < MOST; i++) {
        uint64_t before = sorted[i - 1] >> 12 & 31, here = sorted[i] >> 12 & 31;
        assert_true(before < here ||
                    (before == here && (sorted[i - 1] >> 32 & 0xFFFF) < (sorted[i] >> 32 & 0xFFFF)));
    }
}

static void the_ends_of_the_range_are_numbers_too(void **unused) {
    (void)unused;
    uint64_t numbers[] = {UINT64_MAX, 0, UINT64_MAX - 1, 1, UINT64_C(1) << 63, UINT32_MAX};
    const uint64_t sorted[] = {0, 1, UINT32_MAX, UINT64_C(1) << 63, UINT64_MAX - 1, UINT64_MAX};
    dvi_sort64(numbers, scratch, 6);
    assert_memory_equal(numbers, sorted, sizeof sorted);
    dvi_sort64(numbers, scratch, 0);
    dvi_sort64(numbers, scratch, 1);
    assert_memory_equal(numbers, sorted, sizeof sorted);
}

static void equal_upper_halves_keep_their_order(void **unused) {
    (void)unused;
    for (int round = 0; round < 20; round++) {
        size_t n = any(MOST + 1);
        uint32_t keys = 1 + any(round % 2 ? 10 : 100000);
        for (size_t i = 0; i < n; i++)
            list[i] =
                (uint64_t)(any(keys) * 40503u) << 32 | (uint32_t)(n - i) * 400009u; /* the lower half falls */
        dvi_sort64_by_upper(list, scratch, n);
        for (size_t i = 1; i < n; i++) {
            assert_true(list[i - 1] >> 32 <= list[i] >> 32);
            if (list[i - 1] >> 32 == list[i] >> 32) assert_true((uint32_t)list[i - 1] > (uint32_t)list[i]);
        }
    }
}

/* Upper halves that are no hashes: alike in their first bits, or falling. */
static void upper_halves_may_be_any(void **unused) {
    (void)unused;
    for (unsigned shift = 0; shift < 20; shift++) {
        size_t n = shift % 2 != 0 ? MOST : 1 + any(MOST);
        for (size_t i = 0; i < n; i++)
            list[i] = expected[i] = (uint64_t)(uint32_t)((n - i) << shift) << 32 | i;
        qsort(expected, n, sizeof *expected, by_number);
        dvi_sort64_by_upper(list, scratch, n);
        assert_memory_equal(list, expected, n * sizeof *list);
    }
}

/* One pass for each byte in which keys differ: of an odd number of passes the last one ends in the scratch
 * memory. */
static void items_come_sorted_and_keep_what_goes_with_them(void **unused) {
    (void)unused;
    static dvi_item items[MOST], room[MOST];
    static const uint64_t masks[] = {UINT64_MAX, 0, 0xFF, 0xFF00FF, 0xFF00000000FFFF00, 0xF000000000000000};
    for (int round = 0; round < 24; round++) {
        size_t n = fill(masks[round % 6]);
        for (size_t i = 0; i < n; i++)
            items[i] = (dvi_item){list[i], i};
        qsort(expected, n, sizeof *expected, by_number);
        dvi_sort_items(items, room, n);
        for (size_t i = 0; i < n; i++) {
            assert_true(items[i].key == expected[i]);
            assert_true(items[i].value < n && list[items[i].value] == items[i].key);
            if (i > 0 && items[i].key == items[i - 1].key) assert_true(items[i - 1].value < items[i].value);
        }
    }
}

static void repeated_numbers_are_dropped(void **unused) {
    (void)unused;
    uint64_t numbers[] = {0, 0, 1, 5, 5, 5, UINT64_MAX, UINT64_MAX};
    const uint64_t once[] = {0, 1, 5, UINT64_MAX};
    assert_int_equal(dvi_unique64(numbers, 8), 4);
    assert_memory_equal(numbers, once, sizeof once);
    assert_int_equal(dvi_unique64(numbers, 4), 4);
    assert_int_equal(dvi_unique64(numbers, 1), 1);
    assert_int_equal(dvi_unique64(numbers, 0), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_come_sorted),
        cmocka_unit_test(numbers_of_few_bits_come_sorted),
        cmocka_unit_test(what_is_not_sorted_by_does_not_show),
        cmocka_unit_test(the_ends_of_the_range_are_numbers_too),
        cmocka_unit_test(equal_upper_halves_keep_their_order),
        cmocka_unit_test(upper_halves_may_be_any),
        cmocka_unit_test(items_come_sorted_and_keep_what_goes_with_them),
        cmocka_unit_test(repeated_numbers_are_dropped),
    };
    return cmocka_run_group_tests_name("radix_sort", tests, NULL, NULL);
}
