/* Reading back a JSON line, and numbering strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/flat_json.h"
#include "cli/names.h"

/* The members as "name=value;" with S, O or N for the kind in front, or "bad". */
static void check(const char *line, const char *wanted) {
    char got[256] = "";
    /* Exactly as long as the line, so that a byte too far is seen by the sanitizers. */
    size_t len = strlen(line);
    char *text = malloc(len != 0 ? len : 1);
    assert_non_null(text);
    memcpy(text, line, len);
    json_cursor in = {.text = text, .len = len};
    json_member member;
    while (json_next(&in, &member)) {
        size_t at = strlen(got);
        snprintf(got + at, sizeof got - at, "%c%.*s=%.*s;", "SON"[member.kind], (int)member.name_len,
                 member.name, (int)member.value_len, member.value);
    }
    assert_string_equal(in.bad ? "bad" : got, wanted);
    free(text);
}

static void members_are_read(void **state) {
    (void)state;
    check("{}", "");
    check(" { \"id\" : \"x\" , \"n\":12,\"t\":true,\"z\":null } ", "Sid=x;On=12;Ot=true;Nz=null;");
    check("{\"a\":{\"b\":[1,\"}\\\"\"]},\"c\":[]}", "Oa={\"b\":[1,\"}\\\"\"]};Oc=[];");
}

static void strings_are_unescaped(void **state) {
    (void)state;
    check("{\"\\u0438\":\"\\ud83d\\ude00\\n\\\"\\/\\u0041\"}", "Sи=😀\n\"/A;");
}

static void what_is_not_an_object_is_refused(void **state) {
    (void)state;
    static const char *const lines[] = {"",
                                        "[]",
                                        "{",
                                        "{\"a\"}",
                                        "{\"a\":}",
                                        "{\"a\":1",
                                        "{\"a\":1,}",
                                        "{\"a\":\"x}",
                                        "{\"a\":1}x",
                                        "{\"a\":\"\\ud800\"}",
                                        "{\"a\":\"\\ud800\\ue000\"}",
                                        "{\"a\":\"\\udc00\\udc00\"}",
                                        "{\"a\":\"\\q\"}",
                                        "{\"a\":\"\\u12\"}",
                                        "{\"a\":[1}",
                                        "{\"a\":\"\\",
                                        "{,}",
                                        "{\"a\":\"b\" \"c\":1}",
                                        "{\"a\":[\"x"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check(lines[i], "bad");
}

static void equal_strings_have_one_number(void **state) {
    (void)state;
    names list = {0};
    char text[16];
    for (uint32_t i = 0; i < 1000; i++) {
        int n = snprintf(text, sizeof text, "%u", (unsigned)i);
        assert_int_equal(names_add(&list, text, (size_t)n), i);
    }
    assert_int_equal(names_add(&list, "777", 3), 777);
    assert_int_equal(names_find(&list, "777", 3), 777);
    assert_int_equal(names_find(&list, "777", 2), 77);
    assert_int_equal(names_find(&list, "no", 2), NO_NAME);
    assert_int_equal(list.n, 1000);
    names_finish(&list);
    assert_int_equal(names_find(&list, "1", 1), NO_NAME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_read),
        cmocka_unit_test(strings_are_unescaped),
        cmocka_unit_test(what_is_not_an_object_is_refused),
        cmocka_unit_test(equal_strings_have_one_number),
    };
    return cmocka_run_group_tests_name("flat_json", tests, NULL, NULL);
}
