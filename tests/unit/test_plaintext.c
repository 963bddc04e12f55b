/* Plain text: title, text and id of a file, how lines end, and what is refused. */
#include "reading.h"

static void expect_article(const char *name, const char *content, const char *id, const char *title,
                           const char *text) {
    taken got;
    drain_text(&got, name, content);
    if (got.failures != 0) fail_msg("%s", got.errors[0].message);
    assert_string_equal(got.ids, id);
    assert_string_equal(got.titles, title);
    assert_string_equal(got.texts, text);
    assert_int_equal(got.last.line, 1);
}

static void takes_the_first_line_for_the_title(void **unused) {
    (void)unused;
    expect_article("a.txt", "Title\nOne\n\nTwo\n", "a|", "Title|", "One\n\nTwo|");
    expect_article("b.c.txt", "Title", "b.c|", "Title|", "|");
    expect_article("b.txt", "\xEF\xBB\xBF\r\n \r\n Title \r\n\r\nOne\r\nTwo\r\n", "b|", "Title|",
                   "One\r\nTwo|");
    expect_article("c.txt", "Title\n \n\xE2\x80\x8B\n", "c|", "Title|", "|");
    expect_article("d.txt", "Title\rText", "d|", "Title|", "Text|");
}

static void is_not_misled_by_brackets(void **unused) {
    (void)unused;
    expect_article("a.txt", "[Updated] Title\nText", "a|", "[Updated] Title|", "Text|");
    expect_article("a.txt", "{sic} Title", "a|", "{sic} Title|", "|");
}

static void content_goes_before_the_name(void **unused) {
    (void)unused;
    expect_article("feed.txt", "{\"title\":\"x\",\"text\":\"y\"}\n", "feed.txt:1|", "x|", "y|");
}

static void refuses_what_is_empty(void **unused) {
    (void)unused;
    expect_failure("e.txt", "", 0, DVK_E_INPUT, 1, 0, "is empty");
    expect_failure("e.txt", "\xEF\xBB\xBF\n \r\n\t", 8, DVK_E_INPUT, 1, 3, "is empty");
}

static void refuses_what_is_not_utf_8(void **unused) {
    (void)unused;
    expect_failure("e.txt", "Title\nab\n c\xCF", 12, DVK_E_ENCODING, 3, 11, "UTF-8");
    expect_failure("e.txt", "\xEF\xBB\xBFT\xFF", 5, DVK_E_ENCODING, 1, 4, "UTF-8");
}

static void refuses_what_it_does_not_know(void **unused) {
    (void)unused;
    expect_failure("page.md", "<p>x", 4, DVK_E_INPUT, 1, 0, "neither JSON");
    expect_failure("page.zip", "PK\x03\x04", 4, DVK_E_INPUT, 1, 0, "unpack it");
    expect_failure("page.xz", "\xFD\x37zXZ\0", 6, DVK_E_INPUT, 1, 0, "cut off");
}

static void limits_the_file(void **unused) {
    (void)unused;
    static const char *const input = "long.txt";
    dvk_read_options options;
    taken got;
    write_text(input, "Title\nText");
    for (uint64_t limit = 9; limit <= 10; limit++) {
        dvk_read_options_init(&options);
        options.max_record_bytes = limit;
        drain(&got, &input, 1, &options);
        assert_int_equal(got.articles, limit == 10);
        assert_int_equal(got.failures, limit != 10);
    }
}

static void takes_any_name_when_told_that_it_is_text(void **unused) {
    (void)unused;
    static const char *const input = "note.md";
    dvk_read_options options;
    taken got;
    dvk_read_options_init(&options);
    options.format = DVK_INPUT_TEXT;
    write_text(input, "{\"title\":\"x\"}\nText");
    drain(&got, &input, 1, &options);
    assert_string_equal(got.ids, "note.md|");
    assert_string_equal(got.titles, "{\"title\":\"x\"}|");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_first_line_for_the_title),
        cmocka_unit_test(is_not_misled_by_brackets),
        cmocka_unit_test(content_goes_before_the_name),
        cmocka_unit_test(refuses_what_is_empty),
        cmocka_unit_test(refuses_what_is_not_utf_8),
        cmocka_unit_test(refuses_what_it_does_not_know),
        cmocka_unit_test(limits_the_file),
        cmocka_unit_test(takes_any_name_when_told_that_it_is_text),
    };
    return cmocka_run_group_tests_name("plaintext", tests, make_folder, remove_folder);
}
