/* The square root of whole numbers: exact at and about every square. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/square_root.h"

static void roots_are_rounded_down(void **unused) {
    (void)unused;
    assert_int_equal(dvi_square_root(0), 0);
    assert_int_equal(dvi_square_root(3), 1);
    for (uint64_t root = 1; root <= UINT32_MAX; root += root / 37 + 1) {
        assert_int_equal(dvi_square_root(root * root), root);
        assert_int_equal(dvi_square_root(root * root - 1), root - 1);
        assert_int_equal(dvi_square_root(root * root + 2 * root), root);
    }
}

static void the_largest_numbers_have_roots(void **unused) {
    (void)unused;
    assert_int_equal(dvi_square_root(UINT64_MAX), UINT32_MAX);
    assert_int_equal(dvi_square_root(UINT32_MAX), UINT16_MAX);
    assert_int_equal(dvi_square_root(UINT64_C(1) << 32), UINT64_C(1) << 16);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(roots_are_rounded_down),
        cmocka_unit_test(the_largest_numbers_have_roots),
    };
    return cmocka_run_group_tests_name("square_root", tests, NULL, NULL);
}
