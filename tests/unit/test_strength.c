/* Strength: what is documented of it, at every probability. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cluster/strength.h"

enum { ONE = 65536 };

static void it_is_a_logistic_function_of_the_odds(void **unused) {
    (void)unused;
    for (uint32_t probability = 1; probability < ONE; probability++) {
        double odds = log((double)probability / (ONE - probability));
        double expected = ONE / (1 + exp((8 - odds) / 4));
        assert_true(fabs(dvi_strength(probability) - expected) <= 2);
    }
}

static void it_rises_from_nothing(void **unused) {
    (void)unused;
    assert_int_equal(dvi_strength(0), 0);
    for (uint32_t probability = 1; probability <= ONE; probability++)
        assert_true(dvi_strength(probability - 1) <= dvi_strength(probability));
    assert_int_equal(dvi_strength(ONE), dvi_strength(ONE - 1));
    assert_int_equal(dvi_strength(UINT32_MAX), dvi_strength(ONE));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_a_logistic_function_of_the_odds),
        cmocka_unit_test(it_rises_from_nothing),
    };
    return cmocka_run_group_tests_name("strength", tests, NULL, NULL);
}
