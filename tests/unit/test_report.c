/* Reports of made-up results: every format, narrow terminals, hostile titles, receivers that stop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "dvoinik/model.h"
#include "dvoinik/report.h"
#include "failing_memory.h"
#include "report/terminal_text.h"

enum { MOST = 16 };

typedef struct fake {
    dvk_result articles[MOST];
    size_t n;
} fake;

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static void add(fake *f, const char *id, const char *lang, const char *title, const char *source,
                int64_t time, dvk_assignment assigned) {
    dvk_result *article = &f->articles[f->n++];
    *article = (dvk_result){.id = span(id),
                            .title = span(title),
                            .source = span(source),
                            .time = time,
                            .language = dvk_language_number(lang, strlen(lang)),
                            .assigned = assigned};
}

static void article(const void *source, size_t i, dvk_result *out) {
    *out = ((const fake *)source)->articles[i];
}

static size_t shared(const void *source, size_t a, size_t b, dvk_shared *out, size_t cap) {
    const dvk_shared all[] = {{span("Вонсані"), span("Вонсане"), 2, 32768},
                              {span("2025"), span("2025"), 3, 16384}};
    (void)source;
    assert_true(a != b);
    size_t n = cap < 2 ? cap : 2;
    memcpy(out, all, n * sizeof *all);
    return n;
}

static dvk_results view(const fake *f) {
    return (dvk_results){.n = f->n, .source = f, .article = article, .shared = shared};
}

/* One story of four in two groups, one alone, one pair. */
static fake stories(void) {
    fake f = {.n = 0};
    add(&f, "uk-1", "uk", "Лавров зустрівся з Кім Чен Ином у Вонсані", "Вісник", 1752390900,
        (dvk_assignment){0, 0, 62259, 1});
    add(&f, "one", "en", "A story of its own", "Post", DVK_NO_TIME, (dvk_assignment){1, 1, 65536, 1});
    add(&f, "ru-1", "ru", "Лавров встретился с Ким Чен Ыном в Вонсане", "Лента", 1752393720,
        (dvk_assignment){0, 0, 60000, 0});
    add(&f, "ru-2", "ru", "Лавров встретился с Ким Чен Ыном", "Лента 2", 1752393800,
        (dvk_assignment){0, 0, 60000, 0});
    add(&f, "bg-1", "bg", "Северна Корея обеща подкрепа", "", DVK_NO_TIME, (dvk_assignment){2, 0, 40000, 0});
    f.articles[4].url = span("https://reader:secret@www.kurier.example/a?b");
    add(&f, "c-1", "en", "Quake", "Post", 1753857900, (dvk_assignment){3, 2, 65000, 1});
    add(&f, "c-2", "en", "Quake", "Post", 1753857900, (dvk_assignment){3, 2, 65000, 0});
    return f;
}

static dvk_status keep(void *user, const char *data, size_t len) {
    return dvi_buffer_append(user, data, len);
}

static char *report(const fake *f, dvk_report_options options, dvi_buffer *out) {
    dvk_results results = view(f);
    out->len = 0;
    assert_int_equal(dvk_report(&results, &options, keep, out), DVK_OK);
    assert_int_equal(dvi_utf8_check(dvi_buffer_span(out)), out->len);
    assert_int_equal(dvi_buffer_append_byte(out, '\0'), DVK_OK);
    return out->data;
}

static dvk_report_options options_of(dvk_report_format format, uint32_t width) {
    dvk_report_options options;
    dvk_report_options_init(&options);
    options.format = format;
    options.width = width;
    return options;
}

static void check(const fake *f, dvk_report_options options, const char *wanted) {
    dvi_buffer out = {0};
    assert_string_equal(report(f, options, &out), wanted);
    dvi_buffer_finish(&out);
}

static void text_of_80_columns(void **state) {
    (void)state;
    fake f = stories();
    check(&f, options_of(DVK_REPORT_TEXT, 80),
          "Лавров зустрівся з Кім Чен Ином у Вонсані\n"
          "4 reports, 2 of them copies or translations; ru 2, bg 1, uk 1\n"
          "2025-07-13 07:15 to 08:03 UTC, 1 without a date\n"
          " - uk  Лавров зустрівся з Кім Чен Ином у Вонсані   Вісник\n"
          " = ru  Лавров встретился с Ким Чен Ыном в Вонсане  Лента +1\n"
          " - bg  Северна Корея обеща подкрепа                kurier.example\n"
          " shared (uk = bg): Вонсані = Вонсане, 2025\n"
          "\n"
          "Quake\n"
          "2 reports, 1 of them a copy; en 2\n"
          "2025-07-30 06:45 UTC\n"
          " - en  Quake  Post +1\n"
          " shared: Вонсані = Вонсане, 2025\n"
          "\n"
          "= is a copy or translation of the report above it\n"
          "7 articles, 2 stories of two or more, 3 duplicates, 1 alone\n");
}

static void text_of_40_columns(void **state) {
    (void)state;
    fake f = stories();
    f.n = 5;
    check(&f, options_of(DVK_REPORT_TEXT, 40),
          "Лавров зустрівся з Кім Чен Ином у Вонса…\n"
          "4 reports,\n"
          "  2 of them copies or translations;\n"
          "  ru 2, bg 1, uk 1\n"
          "2025-07-13 07:15 to 08:03 UTC,\n"
          "  1 without a date\n"
          " - uk  Лавров зустрівся з Кім Чен И…\n"
          " = ru  Лавров встретился с Ким Чен…   +1\n"
          " - bg  Северна Корея обеща подкрепа\n"
          " shared (uk = bg): Вонсані = Вонсане,\n"
          "   2025\n"
          "\n"
          "= is a copy or translation of the\n"
          "  report above it\n"
          "5 articles, 1 story of two or more,\n"
          "  2 duplicates, 1 alone\n");
}

/* Ten groups of their own in Ukrainian, then a translation of the last of them. */
static void of_many_headlines_some_are_shown(void **state) {
    (void)state;
    fake f = {.n = 0};
    dvi_buffer out = {0};
    for (uint32_t i = 0; i < 10; i++)
        add(&f, "a", "uk", i == 9 ? "Остання" : "Новина", "", DVK_NO_TIME,
            (dvk_assignment){i, 0, 60000, i == 0});
    add(&f, "b", "ru", "Последняя", "", DVK_NO_TIME, (dvk_assignment){9, 0, 60000, 0});
    dvk_report_options options = options_of(DVK_REPORT_TEXT, 80);
    options.max_headlines = 1;
    assert_non_null(
        strstr(report(&f, options, &out), " - uk  Новина\n - uk  Остання\n = ru  Последняя\n   … 8 more\n"));
    options.max_headlines = 10;
    assert_non_null(strstr(report(&f, options, &out), "   … 1 more\n"));
    options.max_headlines = 0;
    assert_null(strstr(report(&f, options, &out), "more\n"));
    dvi_buffer_finish(&out);
}

static void min_size_shows_more_or_less(void **state) {
    (void)state;
    fake f = stories();
    dvi_buffer out = {0};
    dvk_report_options options = options_of(DVK_REPORT_TEXT, 80);
    options.min_size = 1;
    assert_non_null(strstr(report(&f, options, &out), "A story of its own\n1 report; en 1\n - en  A story"));
    options.min_size = 3;
    assert_null(strstr(report(&f, options, &out), "Quake"));
    assert_non_null(strstr(out.data, "1 story too small to show\n"));
    dvi_buffer_finish(&out);
}

static void colour_only_when_asked(void **state) {
    (void)state;
    fake f = stories();
    dvi_buffer out = {0};
    dvk_report_options options = options_of(DVK_REPORT_TEXT, 80);
    assert_null(strchr(report(&f, options, &out), '\033'));
    options.colour = true;
    assert_non_null(strstr(report(&f, options, &out), "\033[1mЛавров зустрівся"));
    dvi_buffer_finish(&out);
}

static const char HOSTILE[] =
    "=cmd|' /C calc'!A0\x1b[2J\x1b]0;owned\a\xE2\x80\xAE"
    "evil\r\n\"quoted\", 金正恩金正恩金正恩金正恩金正恩 ʼ\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"
    "and a tail without an end of any kind that a person would ever want to read";

static fake hostile(void) {
    fake f = {.n = 0};
    add(&f, "-1", "uk", HOSTILE, HOSTILE, 0, (dvk_assignment){0, 0, 65536, 1});
    add(&f, HOSTILE, "sr-Latn", "\x1b[31m\xE2\x80\xAE", HOSTILE, DVK_NO_TIME,
        (dvk_assignment){0, 0, 65536, 0});
    add(&f, "3", "ru", HOSTILE, "", DVK_NO_TIME, (dvk_assignment){2, 0, 65536, 0});
    f.articles[2].url = span("javascript://=evil\x1b[1m/");
    return f;
}

static void check_line(const char *line, size_t len, size_t width) {
    dvi_buffer clean = {0};
    size_t columns;
    assert_int_equal(dvi_terminal_line(&clean, (dvk_span){line, len}, DVI_NO_WIDTH, &columns), DVK_OK);
    size_t lead = strspn(line, " ") < len ? strspn(line, " ") : len;
    if (columns + lead > width) fail_msg("%zu columns: %.*s", columns + lead, (int)len, line);
    dvi_buffer_finish(&clean);
}

static void no_line_is_wider_than_the_terminal(void **state) {
    (void)state;
    fake all[] = {stories(), hostile()};
    dvi_buffer out = {0};
    for (size_t k = 0; k < 2; k++) {
        for (uint32_t width = 24; width <= 130; width++) {
            dvk_report_options options = options_of(DVK_REPORT_TEXT, width);
            options.min_size = 1;
            for (const char *line = report(&all[k], options, &out); *line != '\0';) {
                size_t len = strcspn(line, "\n");
                check_line(line, len, width);
                line += len + 1;
            }
        }
    }
    dvi_buffer_finish(&out);
}

static void hostile_titles_do_nothing(void **state) {
    (void)state;
    fake f = hostile();
    dvi_buffer out = {0};
    report(&f, options_of(DVK_REPORT_TEXT, 80), &out);
    for (const char *p = out.data; *p != '\0'; p++)
        assert_true((unsigned char)*p >= 0x20 || *p == '\n');
    assert_null(strstr(out.data, "\xE2\x80\xAE"));
    assert_null(strstr(out.data, "owned"));
    report(&f, options_of(DVK_REPORT_JSON, 80), &out);
    for (const char *p = out.data; *p != '\0'; p++)
        assert_true((unsigned char)*p >= 0x20 || *p == '\n');
    dvi_buffer_finish(&out);
}

static void jsonl_is_a_line_an_article(void **state) {
    (void)state;
    fake f = stories();
    f.n = 3;
    check(&f, options_of(DVK_REPORT_JSONL, 80),
          "{\"id\":\"uk-1\",\"lang\":\"uk\",\"duplicate\":0,\"event\":0,\"representative\":true,\"score\":0."
          "9500}\n"
          "{\"id\":\"one\",\"lang\":\"en\",\"duplicate\":1,\"event\":1,\"representative\":true,\"score\":1."
          "0000}\n"
          "{\"id\":\"ru-1\",\"lang\":\"ru\",\"duplicate\":0,\"event\":0,\"representative\":false,\"score\":0."
          "9155}\n");
}

static void json_is_nested(void **state) {
    (void)state;
    fake f = stories();
    f.n = 3;
    check(&f, options_of(DVK_REPORT_JSON, 80),
          "{\"dvoinik\":1,\"articles\":3,\"events\":[\n"
          " {\"event\":0,\"size\":2,\"representative\":\"uk-1\",\"first\":\"2025-07-13T07:15:00Z\",\"last\":"
          "\"2025-07-13T08:02:00Z\",\"languages\":{\"ru\":1,\"uk\":1},\"shared\":[{\"a\":\"Вонсані\",\"b\":"
          "\"Вонсане\","
          "\"kind\":\"name\",\"share\":0.5000},{\"a\":\"2025\",\"b\":\"2025\",\"kind\":\"number\",\"share\":"
          "0.2500}],"
          "\"duplicates\":[\n"
          "  {\"duplicate\":0,\"members\":[\n"
          "    {\"id\":\"uk-1\",\"title\":\"Лавров зустрівся з Кім Чен Ином у "
          "Вонсані\",\"lang\":\"uk\",\"date\":"
          "\"2025-07-13T07:15:00Z\",\"source\":\"Вісник\",\"url\":\"\",\"score\":0.9500},\n"
          "    {\"id\":\"ru-1\",\"title\":\"Лавров встретился с Ким Чен Ыном в "
          "Вонсане\",\"lang\":\"ru\",\"date\":"
          "\"2025-07-13T08:02:00Z\",\"source\":\"Лента\",\"url\":\"\",\"score\":0.9155}]}]},\n"
          " {\"event\":1,\"size\":1,\"representative\":\"one\",\"first\":null,\"last\":null,\"languages\":{"
          "\"en\":1},"
          "\"shared\":[],\"duplicates\":[\n"
          "  {\"duplicate\":1,\"members\":[\n"
          "    {\"id\":\"one\",\"title\":\"A story of its "
          "own\",\"lang\":\"en\",\"date\":null,\"source\":\"Post\",\"url\":"
          "\"\",\"score\":1.0000}]}]}]}\n");
}

static void csv_quotes_and_guards(void **state) {
    (void)state;
    fake f = {.n = 0};
    add(&f, "-5a", "uk", "=1+1", "a,b", DVK_NO_TIME, (dvk_assignment){0, 0, 65536, 1});
    add(&f, "b", "uk", "say \"no\"\nnow", "@x", 0, (dvk_assignment){1, 1, 65536, 1});
    add(&f, "c", "uk", "+\"", "", 0, (dvk_assignment){2, 2, 0, 1});
    check(&f, options_of(DVK_REPORT_CSV, 80),
          "id,lang,duplicate,event,representative,score,date,source,title,url\r\n"
          "'-5a,uk,0,0,true,1.0000,,\"a,b\",'=1+1,\r\n"
          "b,uk,1,1,true,1.0000,1970-01-01T00:00:00Z,'@x,\"say \"\"no\"\"\nnow\",\r\n"
          "c,uk,2,2,true,0.0000,1970-01-01T00:00:00Z,,\"'+\"\"\",\r\n");
}

/* Ids are joined with those of the input. */
static void csv_leaves_numbers_alone(void **state) {
    (void)state;
    fake f = {.n = 0};
    add(&f, "-5", "uk", "+1.5", "-.5", DVK_NO_TIME, (dvk_assignment){0, 0, 65536, 1});
    add(&f, "-", "uk", "-1-2", "+1.2.3", DVK_NO_TIME, (dvk_assignment){1, 1, 65536, 1});
    add(&f, "-5\xC2\xA0", "uk", "-1e5", "+", DVK_NO_TIME, (dvk_assignment){2, 2, 65536, 1});
    check(&f, options_of(DVK_REPORT_CSV, 80),
          "id,lang,duplicate,event,representative,score,date,source,title,url\r\n"
          "-5,uk,0,0,true,1.0000,,-.5,+1.5,\r\n"
          "'-,uk,1,1,true,1.0000,,'+1.2.3,'-1-2,\r\n"
          "'-5\xC2\xA0,uk,2,2,true,1.0000,,'+,'-1e5,\r\n");
}

/* Where cells end at semicolons or tabs, quotes within a line are letters like others. */
static void csv_guards_what_others_take_for_cells(void **state) {
    (void)state;
    fake f = {.n = 0};
    add(&f, "a;b", "uk", "x;=1+1;-5;+y", "one\n@two", DVK_NO_TIME, (dvk_assignment){0, 0, 65536, 1});
    add(&f, "\t=1", "uk", "＝1；＋2", "\r=1", DVK_NO_TIME, (dvk_assignment){1, 1, 65536, 1});
    add(&f, "c", "uk", "a\t-b", "=;\"=;\"\"", DVK_NO_TIME, (dvk_assignment){2, 2, 65536, 1});
    check(&f, options_of(DVK_REPORT_CSV, 80),
          "id,lang,duplicate,event,representative,score,date,source,title,url\r\n"
          "\"a;b\",uk,0,0,true,1.0000,,\"one\n'@two\",\"x;'=1+1;-5;'+y\",\r\n"
          "\"'\t'=1\",uk,1,1,true,1.0000,,\"'\r'=1\",'＝1；＋2,\r\n"
          "c,uk,2,2,true,1.0000,,\"'=;\"\"=;\"\"\"\"\",\"a\t'-b\",\r\n");
}

/* They are no part of the format; a terminal obeys some and readers of tables stop at others. */
static void csv_has_no_control_characters(void **state) {
    (void)state;
    fake f = {.n = 0};
    add(&f, "a", "uk", "\x1B[31mred\x07\x7F",
        "\xC2\x9B"
        "1\xC2\xA0\t2",
        DVK_NO_TIME, (dvk_assignment){0, 0, 65536, 1});
    check(&f, options_of(DVK_REPORT_CSV, 80),
          "id,lang,duplicate,event,representative,score,date,source,title,url\r\n"
          "a,uk,0,0,true,1.0000,,\" 1\xC2\xA0\t2\",\" [31mred  \",\r\n");
}

static void csv_keeps_lines_in_their_cell(void **state) {
    (void)state;
    fake f = {.n = 0};
    add(&f, "a", "uk", "one\ntwo", "x\ry", DVK_NO_TIME, (dvk_assignment){0, 0, 65536, 1});
    dvi_buffer out = {0};
    assert_non_null(strstr(report(&f, options_of(DVK_REPORT_CSV, 80), &out), ",\"x\ry\",\"one\ntwo\",\r\n"));
    dvi_buffer_finish(&out);
}

/* Of another language before another group before the least alike. */
static void what_is_shared_is_shown_where_it_is_hardest_to_see(void **state) {
    (void)state;
    fake f = {.n = 0};
    dvi_buffer out = {0};
    add(&f, "a", "uk", "А", "", DVK_NO_TIME, (dvk_assignment){0, 0, 65536, 1});
    add(&f, "b", "uk", "Б", "", DVK_NO_TIME, (dvk_assignment){0, 0, 10000, 0});
    add(&f, "c", "ru", "В", "", DVK_NO_TIME, (dvk_assignment){0, 0, 60000, 0});
    add(&f, "d", "bg", "Г", "", DVK_NO_TIME, (dvk_assignment){3, 0, 65000, 0});
    add(&f, "e", "uk", "Ґ", "", DVK_NO_TIME, (dvk_assignment){4, 0, 100, 0});
    add(&f, "f", "pl", "F", "", DVK_NO_TIME, (dvk_assignment){0, 0, 65500, 0});
    assert_non_null(strstr(report(&f, options_of(DVK_REPORT_TEXT, 80), &out), " shared (uk = pl): "));
    f.n = 5;
    assert_non_null(strstr(report(&f, options_of(DVK_REPORT_TEXT, 80), &out), " shared (uk = bg): "));
    f.n = 3;
    assert_non_null(strstr(report(&f, options_of(DVK_REPORT_TEXT, 80), &out), " shared (uk = ru): "));
    dvi_buffer_finish(&out);
}

static void nothing_gives_a_whole_report(void **state) {
    (void)state;
    fake f = {.n = 0};
    check(&f, options_of(DVK_REPORT_JSONL, 80), "");
    check(&f, options_of(DVK_REPORT_JSON, 80), "{\"dvoinik\":1,\"articles\":0,\"events\":[]}\n");
    check(&f, options_of(DVK_REPORT_TEXT, 80),
          "0 articles, 0 stories of two or more, 0 duplicates, 0 alone\n");
}

static dvk_status stop(void *user, const char *data, size_t len) {
    (void)data;
    (void)len;
    ++*(int *)user;
    return DVK_END;
}

static void a_receiver_that_stops_is_not_asked_again(void **state) {
    (void)state;
    fake f = stories();
    dvk_results results = view(&f);
    for (int format = DVK_REPORT_TEXT; format <= DVK_REPORT_HTML; format++) {
        dvk_report_options options = options_of((dvk_report_format)format, 80);
        int calls = 0;
        assert_int_equal(dvk_report(&results, &options, stop, &calls), DVK_END);
        assert_int_equal(calls, 1);
    }
}

static void bad_arguments_are_refused(void **state) {
    (void)state;
    fake f = stories();
    dvk_results results = view(&f);
    dvi_buffer out = {0};
    dvk_report_options options = options_of((dvk_report_format)9, 80);
    assert_int_equal(dvk_report(&results, &options, keep, &out), DVK_E_ARGUMENT);
    options = options_of(DVK_REPORT_JSON, 80);
    assert_int_equal(dvk_report(NULL, &options, keep, &out), DVK_E_ARGUMENT);
    f.articles[0].assigned.event = 77;
    assert_int_equal(dvk_report(&results, &options, keep, &out), DVK_E_ARGUMENT);
    dvi_buffer_finish(&out);
}

static void want_of_memory_is_told(void **state) {
    (void)state;
    fake f = stories();
    dvk_results results = view(&f);
    for (int format = DVK_REPORT_TEXT; format <= DVK_REPORT_HTML; format++) {
        dvk_report_options options = options_of((dvk_report_format)format, 80);
        for (size_t after = 0; after < 40; after++) {
            int calls = 0;
            dvi_memory_fail(after, 1);
            dvk_status status = dvk_report(&results, &options, stop, &calls);
            dvi_memory_fail(SIZE_MAX, 0);
            assert_true(status == DVK_END || status == DVK_E_MEMORY);
            if (after == 0) assert_int_equal(status, DVK_E_MEMORY);
            if (status == DVK_E_MEMORY) assert_int_equal(calls, 0);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_80_columns),
        cmocka_unit_test(text_of_40_columns),
        cmocka_unit_test(of_many_headlines_some_are_shown),
        cmocka_unit_test(min_size_shows_more_or_less),
        cmocka_unit_test(colour_only_when_asked),
        cmocka_unit_test(no_line_is_wider_than_the_terminal),
        cmocka_unit_test(hostile_titles_do_nothing),
        cmocka_unit_test(jsonl_is_a_line_an_article),
        cmocka_unit_test(json_is_nested),
        cmocka_unit_test(csv_quotes_and_guards),
        cmocka_unit_test(csv_leaves_numbers_alone),
        cmocka_unit_test(csv_guards_what_others_take_for_cells),
        cmocka_unit_test(csv_has_no_control_characters),
        cmocka_unit_test(csv_keeps_lines_in_their_cell),
        cmocka_unit_test(what_is_shared_is_shown_where_it_is_hardest_to_see),
        cmocka_unit_test(nothing_gives_a_whole_report),
        cmocka_unit_test(a_receiver_that_stops_is_not_asked_again),
        cmocka_unit_test(bad_arguments_are_refused),
        cmocka_unit_test(want_of_memory_is_told),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
