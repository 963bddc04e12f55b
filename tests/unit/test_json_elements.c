/* A JSON array of objects, and objects laid out over several lines. */
#include "reading.h"

static void takes_an_array(void **unused) {
    (void)unused;
    taken got;
    drain_text(
        &got, "a.json",
        "\xEF\xBB\xBF [\n {\"title\":\"a]},\\\"[\"},{\"id\":7,\n\"title\":\n\"b\"} , {\"title\":\"c\"}\n]\n");
    assert_int_equal(got.failures, 0);
    assert_string_equal(got.ids, "a.json:1|7|a.json:3|");
    assert_string_equal(got.titles, "a]},\"[|b|c|");
    assert_int_equal(got.last.line, 4);
    drain_text(&got, "a.json", "[]");
    assert_int_equal(got.articles + got.failures, 0);
    drain_text(&got, "array", "[{\"title\":\"a\"}]");
    assert_int_equal(got.articles, 1);
}

static void takes_objects_over_several_lines(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "o.json", "{\n  \"title\": \"a\"\n}\n{\r\n \"title\": \"b\" }{\"title\":\"c\"}\n");
    assert_int_equal(got.failures, 0);
    assert_string_equal(got.titles, "a|b|c|");
    assert_string_equal(got.ids, "o.json:1|o.json:2|o.json:3|");
    assert_int_equal(got.last.line, 5);
}

static void hands_records_out_on_one_line(void **unused) {
    (void)unused;
    static const char *const input = "o.json";
    dvk_reader *reader;
    dvk_article article;
    write_text(input, "{\r\n\"title\":\"a\\n\"\n}");
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
    assert_int_equal(article.record.len, 18);
    assert_memory_equal(article.record.data, "{  \"title\":\"a\\n\" }", 18);
    dvk_reader_destroy(reader);
}

static void goes_on_behind_bad_elements(void **unused) {
    (void)unused;
    taken got;
    drain_text(
        &got, "a.json",
        "[{\"title\":\"a\"},5,{\"title\":\n},,{\"title\":\"b\"} {\"title\":\"c\"},{\"title\":\"d\"},]");
    assert_string_equal(got.titles, "a|d|");
    assert_int_equal(got.failures, 5);
    static const uint64_t bytes[] = {15, 27, 29, 44, 72};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(got.errors[i].byte, bytes[i]);
        assert_int_equal(got.errors[i].line, i == 0 ? 1 : 2);
    }
}

static void tells_that_an_array_is_cut_off(void **unused) {
    (void)unused;
    expect_failure("a.json", "[{", 2, DVK_E_INPUT, 1, 1, "no end");
    expect_failure("a.json", "[{\"title\":\"a\"", 13, DVK_E_INPUT, 1, 1, "no end");
    taken got;
    drain_text(&got, "a.json", "[{\"title\":\"a\"},\n");
    assert_int_equal(got.articles, 1);
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].byte, 16);
    assert_int_equal(got.errors[0].line, 2);
    drain_text(&got, "a.json", "[{\"title\":\"a\"}]\nx{\"title\":\"b\"}");
    assert_int_equal(got.articles, 1);
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "follows the array"));
}

static void limits_an_element(void **unused) {
    (void)unused;
    static const char *const input = "long.json";
    size_t n = 3000000;
    char *content = malloc(n + 100);
    memset(content, 'x', n);
    memcpy(content, "[{\"title\":\"a\"},{\"title\":\"", 25);
    strcpy(content + n, "\"},{\"title\":\"b\"}]");
    write_text(input, content);
    free(content);
    taken got;
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.max_record_bytes = 1000;
    drain(&got, &input, 1, &options);
    assert_string_equal(got.ids, "long.json:1|long.json:3|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    assert_int_equal(got.errors[0].byte, 15);
}

/* An array far longer than the limit on records, read through many blocks. */
static void passes_long_arrays(void **unused) {
    (void)unused;
    static const char *const input = "big.json";
    FILE *file = fopen(input, "wb");
    fputc('[', file);
    for (int i = 0; i < 100000; i++)
        fprintf(file, "%s{\"title\":\"t\",\n\"text\":\"%0*d\"}", i == 0 ? "" : ",", 1 + i % 61, i);
    fputs("]", file);
    fclose(file);
    taken got;
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.max_record_bytes = 1000;
    drain(&got, &input, 1, &options);
    assert_int_equal(got.articles, 100000);
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.last.line, 100000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_an_array),
        cmocka_unit_test(takes_objects_over_several_lines),
        cmocka_unit_test(hands_records_out_on_one_line),
        cmocka_unit_test(goes_on_behind_bad_elements),
        cmocka_unit_test(tells_that_an_array_is_cut_off),
        cmocka_unit_test(limits_an_element),
        cmocka_unit_test(passes_long_arrays),
    };
    return cmocka_run_group_tests_name("json_elements", tests, make_folder, remove_folder);
}
