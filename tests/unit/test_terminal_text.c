/* Text for a terminal: its width, where it is cut, and what of a hostile title is left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "report/terminal_text.h"

static void check_bytes(const char *text, size_t len, size_t width, const char *wanted,
                        size_t wanted_columns) {
    dvi_buffer out = {0};
    size_t columns = 999;
    assert_int_equal(dvi_terminal_line(&out, (dvk_span){text, len}, width, &columns), DVK_OK);
    assert_int_equal(dvi_buffer_append_byte(&out, '\0'), DVK_OK);
    assert_string_equal(out.data, wanted);
    assert_int_equal(columns, wanted_columns);
    dvi_buffer_finish(&out);
}

static void check(const char *text, size_t width, const char *wanted, size_t columns) {
    check_bytes(text, strlen(text), width, wanted, columns);
}

static void text_that_fits_is_not_cut(void **state) {
    (void)state;
    check("Вонсан", 6, "Вонсан", 6);
    check("Вонсан", DVI_NO_WIDTH, "Вонсан", 6);
    check("", 10, "", 0);
}

static void what_is_too_wide_ends_in_an_ellipsis(void **state) {
    (void)state;
    check("Вонсан", 5, "Вонс…", 5);
    check("Вонсан", 1, "…", 1);
    check("Вонсан", 0, "", 0);
    check("ab cdef", 4, "ab…", 3);
}

static void wide_characters_take_two_columns(void **state) {
    (void)state;
    check("金正恩", 6, "金正恩", 6);
    check("金正恩", 5, "金正…", 5);
    check("金正恩", 4, "金…", 3);
    check("한글", 4, "한글", 4);
}

static void marks_stay_with_their_letter(void **state) {
    (void)state;
    check("за\xCC\x81мок", 5, "за\xCC\x81мок", 5);
    check("за\xCC\x81мок", 3, "за\xCC\x81…", 3);
}

static void heaps_of_marks_are_cut_down(void **state) {
    (void)state;
    char text[2 * 1000 + 2] = "a";
    for (size_t i = 0; i < 1000; i++)
        memcpy(text + 1 + 2 * i, "\xCC\x81", 2);
    check(text, 10, "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81", 1);
}

static void white_space_becomes_one_space(void **state) {
    (void)state;
    check(" \n\t a \r\n\xC2\xA0 b\xE2\x80\xA8"
          "c \n",
          20, "a b c", 5);
    check(" \n ", 20, "", 0);
}

static void escape_sequences_are_removed_whole(void **state) {
    (void)state;
    check("a\x1b[31mred\x1b[0m", 20, "ared", 4);
    check("a\x1b]0;title\ab", 20, "ab", 2);
    check("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", 20, "alink", 5);
    check("a\xC2\x9B"
          "2Jb",
          20, "ab", 2);
    check("a\x1b(0b\x1b"
          "c",
          20, "ab", 2);
    check("a\x1b", 20, "a", 1);
    check("a\x1b[", 20, "a", 1);
    check("a\x1b]no end", 20, "ano end", 7);
}

enum { OPENED = 1 << 20, PATIENCE = 20 /* seconds; it takes a tenth of one */ };

/* A million command strings that are opened and not ended: the end is not looked for again and again. */
static void command_strings_without_end_are_passed_over(void **state) {
    (void)state;
    static const char opened[] = "\x1bP";
    size_t len = OPENED * strlen(opened);
    char *text = malloc(len + 2);
    for (size_t i = 0; i < OPENED; i++)
        memcpy(text + i * strlen(opened), opened, strlen(opened));
    alarm(PATIENCE);
    memcpy(text + len, "ab", 2);
    check_bytes(text, len + 2, 20, "ab", 2);
    text[len] = '\a';
    check_bytes(text, len + 2, 20, "b", 1);
    memcpy(text + len - 2, "\x1b\\ab", 4);
    check_bytes(text, len + 2, 20, "ab", 2);
    alarm(0);
    free(text);
}

static void control_characters_are_removed(void **state) {
    (void)state;
    check_bytes("a\0\a\b\x7f"
                "b\xC2\x85"
                "c",
                9, 20, "ab c", 4);
    check("a\xC2\x80"
          "b",
          20, "ab", 2);
}

static void direction_overrides_are_removed(void **state) {
    (void)state;
    check("a\xE2\x80\xAE"
          "b\xE2\x81\xA6"
          "c\xD8\x9C"
          "d\xE2\x80\x8F",
          20, "abcd", 4);
    check("a\xC2\xAD"
          "b\xEF\xBB\xBF"
          "c\xE2\x80\x8B",
          20, "abc", 3);
}

static void broken_utf8_is_replaced(void **state) {
    (void)state;
    check("a\xff"
          "b\xD0",
          20,
          "a\xEF\xBF\xBD"
          "b\xEF\xBF\xBD",
          4);
    check("\xE2\x80", 20, "\xEF\xBF\xBD\xEF\xBF\xBD", 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_fits_is_not_cut),
        cmocka_unit_test(what_is_too_wide_ends_in_an_ellipsis),
        cmocka_unit_test(wide_characters_take_two_columns),
        cmocka_unit_test(marks_stay_with_their_letter),
        cmocka_unit_test(heaps_of_marks_are_cut_down),
        cmocka_unit_test(white_space_becomes_one_space),
        cmocka_unit_test(escape_sequences_are_removed_whole),
        cmocka_unit_test(command_strings_without_end_are_passed_over),
        cmocka_unit_test(control_characters_are_removed),
        cmocka_unit_test(direction_overrides_are_removed),
        cmocka_unit_test(broken_utf8_is_replaced),
    };
    return cmocka_run_group_tests_name("terminal_text", tests, NULL, NULL);
}
