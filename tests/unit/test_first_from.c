/* The first record from a number on, against looking at all of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/first_from.h"

enum { MOST = 20 };

typedef struct numbered {
    uint32_t number;
    uint64_t other;
} numbered;

static void it_is_the_first_that_is_not_below(void **unused) {
    static const uint32_t ends[] = {0, 1, UINT32_MAX - 1, UINT32_MAX};
    numbered records[MOST];
    (void)unused;
    for (size_t n = 0; n <= MOST; n++) {
        for (uint32_t i = 0; i < n; i++) /* some twice, the last the largest there is */
            records[i] = (numbered){i + 1 == MOST ? UINT32_MAX : i / 2 * 3 + 1, 7};
        for (uint32_t number = 0; number < 3 * MOST; number++) {
            uint32_t wanted = number < 4 ? ends[number] : number;
            size_t first = 0;
            while (first < n && records[first].number < wanted)
                first++;
            assert_int_equal(dvi_first_from(records, n, sizeof *records, wanted), first);
        }
    }
    assert_int_equal(dvi_first_from(NULL, 0, sizeof *records, 5), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(it_is_the_first_that_is_not_below)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
