/* The line of progress: what is done, the rate, the time left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/progress.h"

static void expect(progress now, int64_t milliseconds, const char *wanted) {
    char line[128];
    progress_format(&now, milliseconds, line, sizeof line);
    assert_string_equal(line, wanted);
}

static void says_what_is_known(void **unused) {
    (void)unused;
    expect((progress){"read", 0, 0, 0, 0}, 0, "read 0");
    expect((progress){"read", 100, 0, 0, 0}, 100, "read 100");
    expect((progress){"read", 100, 0, 0, 0}, 2000, "read 100, 50/s");
    expect((progress){"score", 0, 400, 0, 0}, 2000, "score 0 of 400");
    expect((progress){"score", 100, 400, 0, 0}, 2000, "score 100 of 400, 50/s, 6 s left");
    expect((progress){"score", 400, 400, 0, 0}, 2000, "score 400 of 400, 200/s");
}

static void the_work_may_be_measured_otherwise(void **unused) {
    (void)unused;
    expect((progress){"read", 100, 0, 10, 1000}, 2000, "read 100, 50/s, 3 min left");
    expect((progress){"read", 100, 0, 999, 1000}, 2000, "read 100, 50/s, 1 s left");
    expect((progress){"read", 100, 0, 1, 100000}, 2000, "read 100, 50/s, 56 h left");
    expect((progress){"read", 100, 0, 0, 1000}, 2000, "read 100, 50/s");
    expect((progress){"read", 100, 0, 2000, 1000}, 2000, "read 100, 50/s");
    expect((progress){"read", 100, 0, 1, UINT64_MAX}, 2000, "read 100, 50/s");
}

static void is_cut_to_fit(void **unused) {
    (void)unused;
    char line[12];
    progress now = {"a stage of a long name", 100, 400, 0, 0};
    progress_format(&now, 2000, line, sizeof line);
    assert_string_equal(line, "a stage of ");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_is_known),
        cmocka_unit_test(the_work_may_be_measured_otherwise),
        cmocka_unit_test(is_cut_to_fit),
    };
    return cmocka_run_group_tests_name("progress", tests, NULL, NULL);
}
