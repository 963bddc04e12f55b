/* JSON strings: what must be escaped is, and what a terminal would obey. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/json_text.h"

static void check(const char *text, size_t len, const char *wanted) {
    dvi_buffer out = {0};
    assert_int_equal(dvi_json_string(&out, (dvk_span){text, len}), DVK_OK);
    assert_int_equal(out.len, strlen(wanted));
    assert_memory_equal(out.data, wanted, out.len);
    dvi_buffer_finish(&out);
}

static void plain_text_stands_as_it_is(void **state) {
    (void)state;
    check("", 0, "\"\"");
    check("Вонсан / ქ 😀", strlen("Вонсан / ქ 😀"), "\"Вонсан / ქ 😀\"");
}

static void what_json_forbids_is_escaped(void **state) {
    (void)state;
    check("a\"b\\c", 5, "\"a\\\"b\\\\c\"");
    check("\n\t\r\b\f", 5, "\"\\n\\t\\r\\b\\f\"");
    check("\0\x1b\x1f", 3, "\"\\u0000\\u001b\\u001f\"");
}

/* Nothing of it is lost: a reader of JSON gets the same characters. */
static void what_a_terminal_obeys_is_escaped(void **state) {
    (void)state;
    check("\x7f", 1, "\"\\u007f\"");
    check("\xC2\x80\xC2\x9B"
          "31m\xC2\x9F\xC2\xA0",
          11, "\"\\u0080\\u009b31m\\u009f\xC2\xA0\"");
    check("a\xE2\x80\xAE"
          "b\xE2\x81\xA6\xE2\x81\xA9",
          11, "\"a\\u202eb\\u2066\\u2069\"");
    check("\xE2\x80\x8E\xE2\x80\x8F\xD8\x9C", 8, "\"\\u200e\\u200f\\u061c\"");
    check("\xE2\x80\xA8\xE2\x80\xA9", 6, "\"\\u2028\\u2029\"");
    check("“—” ‍ شؽ", strlen("“—” ‍ شؽ"), "\"“—” ‍ شؽ\"");
}

static void broken_utf8_is_replaced(void **state) {
    (void)state;
    check("a\xff"
          "b",
          3,
          "\"a\xEF\xBF\xBD"
          "b\"");
    check("\xD0", 1, "\"\xEF\xBF\xBD\"");
    check("\xED\xA0\x80", 3, "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_text_stands_as_it_is),
        cmocka_unit_test(what_json_forbids_is_escaped),
        cmocka_unit_test(what_a_terminal_obeys_is_escaped),
        cmocka_unit_test(broken_utf8_is_replaced),
    };
    return cmocka_run_group_tests_name("json_text", tests, NULL, NULL);
}
