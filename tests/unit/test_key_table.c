/* Ordered hash tables: each key once with its value, sorted, whatever the keys, with and without the
 * extensions of the processor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/key_table.h"
#include "dvoinik/cpu.h"
#include "failing_memory.h"
#include "made_features.h"

enum { MOST = 5000 };

static uint32_t keys[MOST], places[MOST + DVI_KEY_TABLE_ROOM];

static int by_number(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Adds n keys; what each is worth is how often it comes. */
static void add_all(dvi_key_table *table, size_t n) {
    assert_int_equal(dvi_key_table_open(table, n, n, true), DVK_OK);
    for (size_t i = 0; i < n; i++) {
        size_t place = dvi_key_table_add(table, keys[i]);
        assert_int_equal(table->keys[place], keys[i]);
        table->values[place]++;
    }
}

/* Adds n keys and compares what is listed with the library's sort. */
static void check(dvi_key_table *table, size_t n, size_t expected_different) {
    add_all(table, n);
    size_t listed = dvi_key_table_list(table, places), different = 0;
    qsort(keys, n, sizeof *keys, by_number);
    for (size_t i = 0, at = 0; i < n; different++) {
        size_t wanted = 0, found = 0;
        uint32_t key = keys[i];
        for (; i < n && keys[i] == key; i++)
            wanted++;
        for (; at < listed && table->keys[places[at]] == key; at++)
            found += table->values[places[at]];
        assert_int_equal(found, wanted);
    }
    assert_int_equal(different, expected_different);
    assert_int_equal(dvi_key_table_keys(table, places), different);
    for (size_t i = 0, k = 0; i < n; i++) {
        if (i > 0 && keys[i] == keys[i - 1]) continue;
        assert_int_equal(places[k++], keys[i]);
    }
}

/* Without the extensions of the processor, and with them. */
static dvi_key_table some_table(int k) {
    return (dvi_key_table){.cpu = k == 0 ? 0 : dvk_cpu_features()};
}

static void keys_come_once_and_sorted(void **unused) {
    (void)unused;
    for (int k = 0; k < 2; k++) {
        dvi_key_table table = some_table(k);
        for (size_t n = 0; n < MOST; n += 1 + n / 3) {
            size_t different = (n + 1) / 2;
            for (size_t i = 0; i < n; i++)
                keys[i] = (uint32_t)(i / 2) * UINT32_C(0x9E3779B1);
            check(&table, n, different);
            if (n > 0) assert_int_equal(dvi_key_table_list(&table, places), different);
        }
        dvi_key_table_finish(&table);
    }
}

/* As someone might choose them: all near one place, rising, falling, in no order. */
static void keys_of_one_place_are_not_lost(void **unused) {
    (void)unused;
    static const uint32_t firsts[] = {0, 0x80000000, 0xFFFFFFFF - MOST + 1};
    for (int k = 0; k < 18; k++) {
        dvi_key_table table = some_table(k / 9);
        for (uint32_t i = 0; i < MOST; i++) {
            uint32_t one = k / 3 % 3 == 0 ? i : k / 3 % 3 == 1 ? MOST - 1 - i : i * 1013 % MOST;
            keys[i] = firsts[k % 3] + one / 2 * 2;
        }
        check(&table, MOST, MOST / 2);
        dvi_key_table_finish(&table);
    }
}

static void ends_of_the_range_are_keys(void **unused) {
    (void)unused;
    const uint32_t ends[] = {UINT32_MAX, 0, UINT32_MAX, 1, UINT32_MAX - 1, 0};
    for (int k = 0; k < 2; k++) {
        dvi_key_table table = some_table(k);
        for (size_t i = 0; i < 6; i++)
            keys[i] = ends[i];
        check(&table, 6, 4);
        dvi_key_table_finish(&table);
    }
}

/* A set of keys has no values to move. */
static void a_set_has_no_values(void **unused) {
    (void)unused;
    dvi_key_table table = {0};
    assert_int_equal(dvi_key_table_open(&table, MOST, MOST, false), DVK_OK);
    assert_null(table.values);
    for (uint32_t i = 0; i < MOST; i++)
        (void)dvi_key_table_add(&table, i * 7919 % MOST / 2 * UINT32_C(0x10001));
    assert_int_equal(dvi_key_table_keys(&table, places), MOST / 2);
    for (uint32_t i = 0; i < MOST / 2; i++)
        assert_int_equal(places[i], i * UINT32_C(0x10001));
    dvi_key_table_finish(&table);
}

static void without_memory_it_says_so(void **unused) {
    (void)unused;
    for (size_t after = 0; after < 3; after++) {
        dvi_key_table table = {0};
        dvi_memory_fail(after, 0);
        dvk_status status = dvi_key_table_open(&table, 10, 10, true);
        dvi_memory_fail(SIZE_MAX, 0);
        assert_int_equal(status, DVK_E_MEMORY);
        dvi_key_table_finish(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_come_once_and_sorted),  cmocka_unit_test(keys_of_one_place_are_not_lost),
        cmocka_unit_test(ends_of_the_range_are_keys), cmocka_unit_test(a_set_has_no_values),
        cmocka_unit_test(without_memory_it_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
