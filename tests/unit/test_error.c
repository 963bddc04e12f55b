/* Status phrases, and errors that are cut and shown without harm. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/utf8.h"

static void every_status_has_its_phrase(void **unused) {
    (void)unused;
    for (int a = DVK_E_WRITE; a <= DVK_END; a++) {
        const char *text = dvk_status_text((dvk_status)a);
        assert_string_not_equal(text, "unknown status");
        for (int b = DVK_E_WRITE; b < a; b++)
            assert_string_not_equal(text, dvk_status_text((dvk_status)b));
    }
    assert_string_equal(dvk_status_text((dvk_status)77), "unknown status");
}

static void fills_every_field(void **unused) {
    (void)unused;
    dvk_error error;
    assert_int_equal(dvi_error_set(&error, DVK_E_INPUT, "a/b.txt", 3, 9, "%s %d", "seven", 7), DVK_E_INPUT);
    assert_int_equal(error.status, DVK_E_INPUT);
    assert_int_equal(error.line, 3);
    assert_int_equal(error.byte, 9);
    assert_string_equal(error.file, "a/b.txt");
    assert_string_equal(error.message, "seven 7");
    dvi_error_set(&error, DVK_E_INPUT, NULL, 0, 0, "x");
    assert_string_equal(error.file, "");
    assert_int_equal(dvi_error_set(NULL, DVK_E_IO, "f", 0, 0, "x"), DVK_E_IO);
}

/* What is quoted may come from anywhere. */
static void a_message_is_shown_without_harm(void **unused) {
    (void)unused;
    dvk_error error;
    dvi_error_set(&error, DVK_E_INPUT, NULL, 0, 0, "'%s' and %.3s", "\x1B[2J\xC2\x9B\xE2\x80\xAE\xFFж", "жж");
    assert_string_equal(error.message, "'\\x1b[2J\\xc2\\x9b\\xe2\\x80\\xae\\xffж' and ж\\xd0");
}

/* Whatever byte the cut falls on, what is left is valid and as long as can be. */
static void cuts_at_a_character(void **unused) {
    (void)unused;
    dvk_error error;
    char text[1200];
    for (size_t shift = 0; shift < 5; shift++) {
        size_t len = shift;
        memset(text, 'a', shift);
        while (len < 1000) {
            memcpy(text + len, "\xF0\x9F\x98\x80", 4);
            len += 4;
        }
        text[len] = '\0';
        dvi_error_set(&error, DVK_E_INPUT, text, 0, 0, "%s", text);
        size_t message = strlen(error.message), file = strlen(error.file);
        assert_int_equal(dvi_utf8_check((dvk_span){error.message, message}), message);
        assert_int_equal(dvi_utf8_check((dvk_span){error.file, file}), file);
        assert_true(message + 4 >= sizeof error.message - 1);
        assert_true(file + 4 >= sizeof error.file - 1);
    }
}

static void expect_shown(const char *text, size_t len, const char *wanted) {
    char out[128];
    assert_int_equal(dvi_show((dvk_span){text, len}, out, sizeof out), strlen(wanted));
    assert_string_equal(out, wanted);
}

static void shows_without_harm(void **unused) {
    (void)unused;
    expect_shown("Двійник.txt", 18, "Двійник.txt");
    expect_shown("a\nb\x1b[2J", 7, "a\\x0ab\\x1b[2J");
    expect_shown("\0", 1, "\\x00");
    expect_shown("\xD0", 1, "\\xd0");
    expect_shown("\xFF\xD0\xB0\xC0\x80", 5, "\\xff\xD0\xB0\\xc0\\x80");
    expect_shown("\xE2\x80\xAE", 3, "\\xe2\\x80\\xae");
    expect_shown("\xC2\x85", 2, "\\xc2\\x85");
    char small[6];
    assert_int_equal(dvi_show((dvk_span){"ab\n", 3}, small, sizeof small), 2);
    assert_int_equal(dvi_show((dvk_span){"abcd\xD0\xB0", 6}, small, sizeof small), 4);
    assert_int_equal(dvi_show((dvk_span){"a", 1}, small, 0), 0);
}

static void tells_the_system_s_reason(void **unused) {
    (void)unused;
    char text[128];
    dvi_errno_text(ENOENT, text, sizeof text);
    assert_string_equal(text, strerror(ENOENT));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_its_phrase),
        cmocka_unit_test(fills_every_field),
        cmocka_unit_test(a_message_is_shown_without_harm),
        cmocka_unit_test(cuts_at_a_character),
        cmocka_unit_test(shows_without_harm),
        cmocka_unit_test(tells_the_system_s_reason),
    };
    return cmocka_run_group_tests_name("error", tests, NULL, NULL);
}
