/* JSON lines: the fields, everything that can be wrong with a line, and where it is told to be. */
#include "reading.h"

#include <inttypes.h>

#include "failing_memory.h"

/* What C++ libraries allocate by: operator new, for one and for many, that which throws and that which does
 * not. The former ends the program where there is no memory, since nobody here catches. */
void *_Znwm(size_t size);
void *_Znam(size_t size);
void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow);
void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow);
void _ZdlPv(void *memory);
void _ZdlPvm(void *memory, size_t size);
void _ZdaPv(void *memory);
void _ZdaPvm(void *memory, size_t size);

static size_t thrown_for;

void *_Znwm(size_t size) {
    thrown_for++;
    return malloc(size);
}

void *_Znam(size_t size) {
    return _Znwm(size);
}

void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow) {
    (void)nothrow;
    return malloc(size);
}

void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow) {
    (void)nothrow;
    return malloc(size);
}

void _ZdlPv(void *memory) {
    free(memory);
}

void _ZdlPvm(void *memory, size_t size) {
    (void)size;
    free(memory);
}

void _ZdaPv(void *memory) {
    free(memory);
}

void _ZdaPvm(void *memory, size_t size) {
    (void)size;
    free(memory);
}

/* The first test, since it is the first record of a program that could. */
static void asks_for_no_memory_that_it_must_get(void **unused) {
    (void)unused;
    taken got;
    size_t before = thrown_for;
    drain_text(&got, "first.jsonl", "{\"title\":\"a\\n\"}\n");
    assert_int_equal(got.articles, 1);
    assert_int_equal(thrown_for, before);
}

static void expect_bad(const char *line, dvk_status status, uint64_t byte, const char *words) {
    expect_failure("bad.jsonl", line, strlen(line), status, 1, byte, words);
}

static void expect_ids(const char *content, const char *ids) {
    taken got;
    drain_text(&got, "f.jsonl", content);
    if (got.failures != 0) fail_msg("%s", got.errors[0].message);
    assert_string_equal(got.ids, ids);
}

static void fills_every_field(void **unused) {
    (void)unused;
    static const char line[] =
        "{\"id\":\"a\",\"url\":\"http://x/\",\"title\":\"T\",\"text\":\"B\",\"date\":\"2025-07-12\","
        "\"source\":\"s\",\"lang\":\"uk\"}";
    static const char *const input = "dir/../f.jsonl";
    dvk_reader *reader;
    dvk_article article;
    mkdir("dir", 0700);
    write_text("f.jsonl", "\n  ");
    FILE *file = fopen("f.jsonl", "ab");
    fprintf(file, "%s \r\n", line);
    fclose(file);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
    const dvk_span got[] = {article.id,     article.url,  article.title,  article.text, article.date,
                            article.source, article.lang, article.record, article.file};
    static const char *const wanted[] = {"a",  "http://x/",     "T", "B", "2025-07-12", "s", "uk",
                                         line, "dir/../f.jsonl"};
    for (size_t i = 0; i < sizeof got / sizeof *got; i++) {
        assert_int_equal(got[i].len, strlen(wanted[i]));
        assert_memory_equal(got[i].data, wanted[i], got[i].len);
    }
    assert_int_equal(article.time, 1752278400);
    assert_int_equal(article.line, 2);
    assert_int_equal(article.byte, 3);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_END);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_END);
    dvk_reader_destroy(reader);
}

static void knows_every_name(void **unused) {
    (void)unused;
    static const char *const names[] = {"id",   "guid",        "title", "headline",  "text",    "content",
                                        "body", "description", "date",  "published", "pubDate", "timestamp"};
    char line[200];
    taken got;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(line, sizeof line, "{\"%s\":\"2025-07-12\"%s}", names[i],
                 i < 2 || i > 7 ? ",\"text\":\"x\"" : ",\"id\":\"x\"");
        drain_text(&got, "f.jsonl", line);
        assert_int_equal(got.articles, 1);
        assert_string_equal(got.ids, i < 2 ? "2025-07-12|" : i > 7 ? "f.jsonl:1|" : "x|");
        assert_string_equal(got.titles, i == 2 || i == 3 ? "2025-07-12|" : "|");
        assert_true((got.last.time != DVK_NO_TIME) == (i > 7));
    }
    drain_text(&got, "f.jsonl", "{\"title\":\"x\",\"link\":\"12\",\"site\":\"345\",\"language\":\"6789\"}");
    assert_int_equal(got.last.url.len, 2);
    assert_int_equal(got.last.source.len, 3);
    assert_int_equal(got.last.lang.len, 4);
}

static void absent_fields_are_null(void **unused) {
    (void)unused;
    static const char *const input = "f.jsonl";
    dvk_reader *reader;
    dvk_article article;
    write_text(input, "{\"title\":\"T\",\"url\":null,\"text\":\" \\n\"}");
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
    assert_true(article.url.data == NULL && article.url.len == 0);
    assert_true(article.text.data == NULL && article.text.len == 0);
    assert_true(article.time == DVK_NO_TIME);
    dvk_reader_destroy(reader);
}

static void prefers_the_first_name_that_is_not_empty(void **unused) {
    (void)unused;
    taken got;
    drain_text(
        &got, "f.jsonl",
        "{\"guid\":\"g\",\"id\":\"i\",\"headline\":\"h\",\"description\":\"d\",\"body\":\"b\"}\n"
        "{\"guid\":\"g\",\"id\":\"\",\"headline\":\"h\",\"title\":null,\"text\":\" "
        "\",\"description\":\"d\"}\n"
        "{\"id\":\"k\",\"title\":\"t\",\"guid\":[1],\"headline\":{},\"content\":\"c\",\"body\":false}\n");
    assert_int_equal(got.failures, 0);
    assert_string_equal(got.ids, "i|g|k|");
    assert_string_equal(got.titles, "h|h|t|");
    assert_string_equal(got.texts, "b|d|c|");
}

static void takes_the_first_of_doubled_keys(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.jsonl",
               "{\"id\":\"1\",\"title\":\"first\",\"id\":\"2\",\"title\":[],\"\\u0069d\":\"3\"}\n"
               "{\"\\u0069d\":\"4\",\"id\":\"5\",\"title\":\"x\"}\n");
    assert_int_equal(got.failures, 0);
    assert_string_equal(got.ids, "1|4|");
    assert_string_equal(got.titles, "first|x|");
}

static void takes_numbers_as_they_are_written(void **unused) {
    (void)unused;
    expect_ids("{\"id\":17,\"title\":\"x\"}\n"
               "{\"id\":123456789012345678901234567890,\"title\":\"x\"}\n"
               "{\"id\":-1.50e+400 ,\"title\":\"x\",\"n\":1e999,\"m\":99999999999999999999999}\n",
               "17|123456789012345678901234567890|-1.50e+400|");
    taken got;
    drain_text(&got, "f.jsonl", "{\"title\":\"x\",\"timestamp\":1752307200}");
    assert_int_equal(got.last.time, 1752307200);
}

static void makes_ids_from_name_and_line(void **unused) {
    (void)unused;
    expect_ids("{\"title\":\"a\"}\n\n{\"id\":null,\"title\":\"b\"}\n{\"id\":\"\",\"title\":\"c\"}\n",
               "f.jsonl:1|f.jsonl:3|f.jsonl:4|");
}

static void tolerates_how_lines_end(void **unused) {
    (void)unused;
    expect_ids("\xEF\xBB\xBF{\"title\":\"a\"}\r\n\r\n \t\n{\"title\":\"b\"}\r\n{\"title\":\"c\"}",
               "f.jsonl:1|f.jsonl:4|f.jsonl:5|");
    expect_ids("", "");
    expect_ids("\n\n", "");
    expect_ids("\xEF\xBB\xBF", "");
}

static void takes_every_escape(void **unused) {
    (void)unused;
    taken got;
    drain_text(
        &got, "f.jsonl",
        "{\"title\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0434\\u20ac\\ud83d\\ude00\",\"text\":\"a\\u0000b\"}");
    assert_int_equal(got.failures, 0);
    assert_string_equal(got.titles, "\"\\/\b\f\n\r\t\xD0\xB4\xE2\x82\xAC\xF0\x9F\x98\x80|");
    assert_int_equal(got.last.text.len, 3);
}

static void tells_what_is_wrong_and_where(void **unused) {
    (void)unused;
    expect_bad("{\"title\" \"x\"}", DVK_E_INPUT, 9, "comma, colon");
    expect_bad("{\"title\":\"x\",}", DVK_E_INPUT, 13, "comma");
    expect_bad("{\"title\":\"x\" \"y\":1}", DVK_E_INPUT, 13, "comma");
    expect_bad("{\"title\":\"x\",\"a\":nul}", DVK_E_INPUT, 17, "true, false or null");
    expect_bad("{\"title\":\"x\",\"a\":[truex]}", DVK_E_INPUT, 18, "true, false or null");
    expect_bad("{\"id\":01,\"title\":\"x\"}", DVK_E_INPUT, 6, "number");
    expect_bad("{\"title\":\"x\",\"a\":[1.]}", DVK_E_INPUT, 18, "number");
    expect_bad("{\"title\":\"a\\qb\"}", DVK_E_INPUT, 9, "escape");
    expect_bad("{\"title\":\"x\",\"other\":\"\\u12g4\"}", DVK_E_INPUT, 21, "escape");
    expect_bad("{\"title\":\"x", DVK_E_INPUT, 9, "no end");
    expect_bad("{\"title\":\"x\"", DVK_E_INPUT, 0, "cut off");
    expect_bad("{\"title\":\"x\"}}", DVK_E_INPUT, 13, "follows");
    expect_bad("{\"title\":\"a\tb\"}", DVK_E_INPUT, 11, "control character");
    expect_bad("[1]", DVK_E_INPUT, 0, "object");
    expect_bad("\"x\"", DVK_E_INPUT, 0, "object");
    expect_bad("Word", DVK_E_INPUT, 0, "object");
}

static void refuses_lone_surrogates(void **unused) {
    (void)unused;
    expect_bad("{\"title\":\"\\ud800\"}", DVK_E_INPUT, 9, "surrogate");
    expect_bad("{\"title\":\"\\uDC00 \\ud83d\\ude00\"}", DVK_E_INPUT, 9, "surrogate");
    expect_bad("{\"title\":\"\\ud83d\\ud83d\"}", DVK_E_INPUT, 9, "surrogate");
    expect_bad("{\"title\":\"x\",\"\\ud800\":1}", DVK_E_INPUT, 13, "surrogate");
}

static void refuses_wrong_types_and_names_the_field(void **unused) {
    (void)unused;
    expect_bad("{\"id\":[1],\"title\":\"x\"}", DVK_E_INPUT, 0, "\"id\" is an array");
    expect_bad("{\"title\":{\"a\":1}}", DVK_E_INPUT, 0, "\"title\" is an object; it must be a string");
    expect_bad("{\"title\":\"x\",\"text\":1}", DVK_E_INPUT, 0, "\"text\" is a number");
    expect_bad("{\"title\":\"x\",\"pubDate\":true}", DVK_E_INPUT, 0, "\"pubDate\" is true or false");
}

static void refuses_records_that_are_no_articles(void **unused) {
    (void)unused;
    expect_bad("{}", DVK_E_INPUT, 0, "neither title nor text");
    expect_bad("{\"title\":\" \\u00a0\\u200b\",\"text\":\"\\n\"}", DVK_E_INPUT, 0, "neither title nor text");
    expect_bad("{\"id\":\"a\\nb\",\"title\":\"x\"}", DVK_E_INPUT, 0, "id holds a control character");
    expect_bad("{\"id\":\"a\\u0085\",\"title\":\"x\"}", DVK_E_INPUT, 0, "id holds a control character");
}

static void refuses_what_is_not_utf_8(void **unused) {
    (void)unused;
    expect_bad("{\"title\":\"ab\xFF\"}", DVK_E_ENCODING, 12, "UTF-8");
    expect_bad("{\"title\":\"\xED\xA0\x80\"}", DVK_E_ENCODING, 10, "UTF-8");
    expect_bad("{\"title\":\"x\",\"a\":\"\xC0\xAF\"}", DVK_E_ENCODING, 18, "UTF-8");
    expect_bad("{\"title\":\"\xD0\"}", DVK_E_ENCODING, 10, "UTF-8");
}

static void limits_nesting(void **unused) {
    (void)unused;
    taken got;
    char line[400], *at = line;
    for (int deep = 63; deep <= 64; deep++) {
        at = line + sprintf(line, "{\"title\":\"x\",\"a\":");
        for (int i = 0; i < deep; i++)
            *at++ = '[';
        for (int i = 0; i < deep; i++)
            *at++ = ']';
        strcpy(at, "}");
        if (deep == 64)
            expect_bad(line, DVK_E_LIMIT, 17 + 63, "too deeply");
        else
            drain_text(&got, "deep.jsonl", line);
    }
    assert_int_equal(got.articles, 1);
    size_t n = 1000000;
    char *open = malloc(n);
    memset(open, '[', n);
    memcpy(open, "{\"title\":", 9);
    open[n - 1] = '}';
    expect_failure("deep.jsonl", open, n, DVK_E_LIMIT, 1, 9 + 63, "too deeply");
    free(open);
}

static void goes_on_behind_a_bad_line(void **unused) {
    (void)unused;
    static const char content[] =
        "{\"title\":\"a\"}\n{\"title\":}\n{\"title\":\"\xFF\"}\n{\"title\":\"d\"}\n";
    static const char *const input = "f.jsonl";
    taken got;
    dvk_read_options options;
    for (int skip = 0; skip < 2; skip++) {
        dvk_read_options_init(&options);
        options.skip_bad = skip;
        write_text(input, content);
        drain(&got, &input, 1, &options);
        assert_string_equal(got.titles, "a|d|");
        assert_int_equal(got.failures, 2);
        assert_int_equal(got.stats.skipped, skip ? 2 : 0);
        assert_int_equal(got.errors[0].line, 2);
        assert_int_equal(got.errors[0].byte, 14 + 9);
        assert_int_equal(got.errors[1].line, 3);
        assert_int_equal(got.errors[1].byte, 25 + 10);
    }
}

static void warns_of_dates_it_cannot_read(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.jsonl", "{\"title\":\"x\",\"date\":\"\\u001bsoon\"}");
    assert_int_equal(got.articles, 1);
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.warnings, 1);
    assert_non_null(strstr(got.errors[0].message, "\\x1bsoon"));
    assert_true(got.last.time == DVK_NO_TIME);
    assert_int_equal(got.last.date.len, 5);
}

/* A line of exactly the limit passes; one byte more does not, and the line behind it is read. */
static void limits_the_record(void **unused) {
    (void)unused;
    static const char *const input = "long.jsonl";
    char *content = malloc(5000000);
    static const size_t limits[] = {20, 4096, 1 << 20, (1 << 20) + 1, 3000000};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        for (size_t more = 0; more < 2; more++) {
            size_t len = limits[i] + more;
            memset(content, 'x', len);
            memcpy(content, "{\"title\":\"", 10);
            memcpy(content + len - 2, "\"}", 2);
            strcpy(content + len, "\n{\"title\":\"b\"}");
            write_text(input, content);
            taken got;
            dvk_read_options options;
            dvk_read_options_init(&options);
            options.max_record_bytes = limits[i];
            drain(&got, &input, 1, &options);
            assert_int_equal(got.articles, 2 - more);
            assert_int_equal(got.failures, more);
            assert_int_equal(got.last.line, 2);
            assert_int_equal(got.last.byte, len + 1);
            if (more == 0) continue;
            assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
            assert_int_equal(got.errors[0].line, 1);
        }
    }
    free(content);
}

/* Lines of many lengths, so that they fall on every part of a block's end. */
static void note_bad(void *user, const dvk_error *error) {
    *(dvk_error *)user = *error;
}

/* Lines that someone else splits: as if they stood in a file, within the same limits. */
static void lines_from_elsewhere_are_read_alike(void **unused) {
    (void)unused;
    static const char line[] = " {\"text\":\"one two\",\"date\":\"7/8/2025\"}";
    const dvk_span all = {line, sizeof line - 1};
    dvk_line_reader *reader;
    dvk_read_options options;
    dvk_article article;
    dvk_error error = {0}, warning = {0};
    for (int i = 0; i < 4; i++) {
        dvk_read_options_init(&options);
        options.on_bad = note_bad;
        options.user = &warning;
        options.max_record_bytes = all.len - (i == 1);
        options.max_tokens = i == 2 ? 1 : 2;
        assert_int_equal(dvk_line_reader_create(&reader, "dir/elsewhere.jsonl", &options), DVK_OK);
        dvk_status status = dvk_line_reader_read(reader, all, 7, 90, &article, &error);
        assert_int_equal(status, i == 1 || i == 2 ? DVK_E_LIMIT : DVK_OK);
        if (status == DVK_OK) {
            assert_int_equal(article.line, 7);
            assert_int_equal(article.byte, 91);
            assert_int_equal(article.id.len, strlen("elsewhere.jsonl:7"));
            assert_memory_equal(article.id.data, "elsewhere.jsonl:7", article.id.len);
            assert_non_null(strstr(warning.message, "\"7/8/2025\" is not understood"));
            assert_int_equal(warning.line, 7);
        } else {
            assert_int_equal(error.line, 7);
            assert_string_equal(error.file, "dir/elsewhere.jsonl");
            assert_non_null(strstr(error.message, i == 1 ? "longer than the limit" : "more than 1 words"));
        }
        assert_int_equal(dvk_line_reader_read(reader, (dvk_span){" \r", 2}, 8, 0, &article, &error), DVK_END);
        dvk_line_reader_destroy(reader);
    }
}

static void joins_lines_across_blocks(void **unused) {
    (void)unused;
    static const char *const input = "many.jsonl";
    FILE *file = fopen(input, "wb");
    uint64_t n = 0, byte = 0;
    for (; byte < 5 * (1 << 20); n++) {
        int len = (int)(n * 7919 % 5003);
        byte += (uint64_t)fprintf(file, "{\"id\":%" PRIu64 ",\"title\":\"t\",\"text\":\"%0*d\"}\n", n,
                                  len + 1, 0);
    }
    fclose(file);
    dvk_reader *reader;
    dvk_article article;
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    uint64_t at = 0;
    for (uint64_t i = 0; i < n; i++) {
        assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
        if (article.text.len != i * 7919 % 5003 + 1 || article.byte != at || article.line != i + 1)
            fail_msg("line %" PRIu64, i + 1);
        at += article.record.len + 1;
    }
    assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_END);
    dvk_reader_destroy(reader);
}

/* Each allocation fails once: an error, never a crash or a leak, and never skipped as if it were the input's
 * fault. */
static void survives_failing_allocations(void **unused) {
    (void)unused;
    static const char *const inputs[] = {"d", "f.jsonl"};
    mkdir("d", 0700);
    write_text("d/a.txt", "T");
    write_text("f.jsonl", "{\"title\":\"a\\n\"}\n");
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.skip_bad = true;
    bool failed = true;
    for (size_t after = 0; failed; after++) {
        assert_true(after < 100);
        dvk_reader *reader = NULL;
        dvk_article article;
        dvk_error error;
        failed = false;
        dvi_memory_fail(after, 0);
        dvk_status status = dvk_reader_create(&reader, inputs, 2, &options);
        while (status == DVK_OK)
            status = dvk_reader_next(reader, &article, &error);
        dvi_memory_fail(SIZE_MAX, 0);
        failed = status == DVK_E_MEMORY;
        if (!failed) assert_int_equal(status, DVK_END);
        dvk_read_stats stats = {0};
        if (reader != NULL) dvk_reader_stats(reader, &stats);
        assert_int_equal(stats.skipped, 0);
        dvk_reader_destroy(reader);
        assert_true(failed || after > 5);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_for_no_memory_that_it_must_get),
        cmocka_unit_test(fills_every_field),
        cmocka_unit_test(knows_every_name),
        cmocka_unit_test(absent_fields_are_null),
        cmocka_unit_test(prefers_the_first_name_that_is_not_empty),
        cmocka_unit_test(takes_the_first_of_doubled_keys),
        cmocka_unit_test(takes_numbers_as_they_are_written),
        cmocka_unit_test(makes_ids_from_name_and_line),
        cmocka_unit_test(tolerates_how_lines_end),
        cmocka_unit_test(takes_every_escape),
        cmocka_unit_test(tells_what_is_wrong_and_where),
        cmocka_unit_test(refuses_lone_surrogates),
        cmocka_unit_test(refuses_wrong_types_and_names_the_field),
        cmocka_unit_test(refuses_records_that_are_no_articles),
        cmocka_unit_test(refuses_what_is_not_utf_8),
        cmocka_unit_test(limits_nesting),
        cmocka_unit_test(goes_on_behind_a_bad_line),
        cmocka_unit_test(warns_of_dates_it_cannot_read),
        cmocka_unit_test(limits_the_record),
        cmocka_unit_test(lines_from_elsewhere_are_read_alike),
        cmocka_unit_test(joins_lines_across_blocks),
        cmocka_unit_test(survives_failing_allocations),
    };
    return cmocka_run_group_tests_name("jsonl", tests, make_folder, remove_folder);
}
