/* Ordered hash tables: each key once with its number, sorted, whatever the keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/key_table.h"
#include "failing_memory.h"
#include "made_features.h"

enum { MOST = 5000 };

static uint32_t keys[MOST];
static uint64_t out[MOST];

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Adds n keys, each numbered by where it stands, and compares what is listed with the library's sort. */
static void check(dvi_key_table *table, size_t n, size_t expected_different) {
    assert_int_equal(dvi_key_table_open(table, n, n), DVK_OK);
    for (size_t i = 0; i < n; i++) {
        uint32_t number = dvi_key_table_add(table, keys[i], (uint32_t)i);
        assert_int_equal(keys[number], keys[i]);
    }
    size_t listed = dvi_key_table_list(table, out), different = 0;
    qsort(keys, n, sizeof *keys, by_number);
    for (size_t i = 0, at = 0; i < n; i++) {
        if (i > 0 && keys[i] == keys[i - 1]) continue;
        assert_true(at < listed && out[at] >> 32 == keys[i]);
        for (at++; at < listed && out[at] >> 32 == keys[i]; at++)
            assert_true(out[at] > out[at - 1]);
        different++;
    }
    assert_int_equal(different, expected_different);
}

static void keys_come_once_and_sorted(void **unused) {
    (void)unused;
    dvi_key_table table = {0};
    for (size_t n = 0; n < MOST; n += 1 + n / 3) {
        size_t different = (n + 1) / 2;
        for (size_t i = 0; i < n; i++)
            keys[i] = (uint32_t)(i / 2) * UINT32_C(0x9E3779B1);
        check(&table, n, different);
        if (n > 0) assert_int_equal(dvi_key_table_list(&table, out), different);
    }
    dvi_key_table_finish(&table);
}

/* As someone might choose them: all near one place, rising, falling, in no order. */
static void keys_of_one_place_are_not_lost(void **unused) {
    (void)unused;
    static const uint32_t firsts[] = {0, 0x80000000, 0xFFFFFFFF - MOST + 1};
    dvi_key_table table = {0};
    for (int k = 0; k < 9; k++) {
        for (uint32_t i = 0; i < MOST; i++) {
            uint32_t one = k / 3 == 0 ? i : k / 3 == 1 ? MOST - 1 - i : i * 1013 % MOST;
            keys[i] = firsts[k % 3] + one / 2 * 2;
        }
        check(&table, MOST, MOST / 2);
    }
    dvi_key_table_finish(&table);
}

static void ends_of_the_range_are_keys(void **unused) {
    (void)unused;
    dvi_key_table table = {0};
    const uint32_t ends[] = {UINT32_MAX, 0, UINT32_MAX, 1, UINT32_MAX - 1, 0};
    for (size_t i = 0; i < 6; i++)
        keys[i] = ends[i];
    check(&table, 6, 4);
    dvi_key_table_finish(&table);
}

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    for (size_t after = 0; after < 3; after++) {
        dvi_key_table table = {0};
        dvi_memory_fail(after, 0);
        dvk_status status = dvi_key_table_open(&table, 10, 10);
        dvi_memory_fail(SIZE_MAX, 0);
        assert_int_equal(status, DVK_E_MEMORY);
        dvi_key_table_finish(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_once_and_sorted),
        cmocka_unit_test(keys_of_one_place_are_not_lost),
        cmocka_unit_test(ends_of_the_range_are_keys),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
