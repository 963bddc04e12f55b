/* The page for a browser, as bytes: hostile text, chunks that can be read back, the limit of size. What a
 * browser makes of it is tested in tests/page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "dvoinik/model.h"
#include "dvoinik/report.h"
#include "report/page_text.h"

enum { MOST = 4000 };

typedef struct fake {
    dvk_result articles[MOST];
    size_t n;
    dvi_buffer text; /* that all articles have */
} fake;

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static void article(const void *source, size_t i, dvk_result *out) {
    *out = ((const fake *)source)->articles[i];
}

static size_t shared(const void *source, size_t a, size_t b, dvk_shared *out, size_t cap) {
    (void)source;
    assert_true(a != b && cap > 1);
    out[0] = (dvk_shared){span("Вонсані"), span("Вонсане"), 2, 32768};
    out[1] = (dvk_shared){span("2025"), span("2025"), 3, 16384};
    return 2;
}

static dvk_status keep(void *user, const char *data, size_t len) {
    return dvi_buffer_append(user, data, len);
}

static fake *some(size_t n_stories, size_t of) {
    fake *f = calloc(1, sizeof *f);
    assert_non_null(f);
    for (size_t i = 0; i < n_stories * of; i++) {
        f->articles[f->n++] = (dvk_result){.id = span("id<1>"),
                                           .url = span("https://a.example/?x=1&y=2"),
                                           .source = span("Вісник"),
                                           .title = span("Лавров зустрівся з Кім Чен Ином"),
                                           .text = span("Перший рядок.\nДругий </script> рядок."),
                                           .time = 1752390900 + (int64_t)i,
                                           .language = dvk_language_number("uk", 2),
                                           .assigned = {(uint32_t)i, (uint32_t)(i / of), 65536, i % of == 0}};
    }
    return f;
}

static void report(const fake *f, uint64_t max_bytes, dvi_buffer *out) {
    dvk_report_options options;
    dvk_report_options_init(&options);
    options.format = DVK_REPORT_HTML;
    if (max_bytes != 0) options.max_bytes = max_bytes;
    dvk_results results = {.n = f->n, .source = f, .article = article, .shared = shared};
    out->len = 0;
    assert_int_equal(dvk_report(&results, &options, keep, out), DVK_OK);
    assert_int_equal(dvi_utf8_check(dvi_buffer_span(out)), out->len);
    assert_int_equal(dvi_buffer_append_byte(out, '\0'), DVK_OK);
    out->len--;
}

static void drop(fake *f, dvi_buffer *out) {
    dvi_buffer_finish(&f->text);
    dvi_buffer_finish(out);
    free(f);
}

/* What lies packed in the element of this name: Ascii85 whose "<" is "v", deflated. */
static char *unpack(const char *page, const char *name, dvi_buffer *out) {
    char start[32];
    snprintf(start, sizeof start, "id=\"%s\">", name);
    const char *at = strstr(page, start);
    assert_non_null(at);
    at += strlen(start);
    size_t len = strcspn(at, "<"), n = 0, room = 1 << 23;
    unsigned char *packed = malloc(len + 8);
    assert_non_null(packed);
    for (size_t i = 0; i < len; i += 5) {
        uint64_t number = 0;
        for (size_t k = i; k < i + 5; k++) {
            char letter = k >= len ? 'u' : at[k] == 'v' ? '<' : at[k];
            assert_true(letter >= '!' && letter <= 'u');
            number = number * 85 + (uint64_t)(letter - '!');
        }
        for (size_t k = 0; k < 4 && i + k + 1 < len; k++)
            packed[n++] = (unsigned char)(number >> (24 - 8 * k));
    }
    z_stream z = {.next_in = packed, .avail_in = (uInt)n};
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    out->len = 0;
    assert_int_equal(dvi_buffer_reserve(out, room), DVK_OK);
    z.next_out = (Bytef *)out->data;
    z.avail_out = (uInt)room - 1;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    out->data[z.total_out] = '\0';
    inflateEnd(&z);
    free(packed);
    return out->data;
}

/* The list of chunks, cut out of the page. */
static const char *parts_of(const dvi_buffer *page) {
    static char parts[4096];
    const char *from = strstr(page->data, "id=\"parts\">");
    assert_non_null(from);
    from += strlen("id=\"parts\">");
    size_t len = strcspn(from, "<");
    assert_true(len < sizeof parts);
    memcpy(parts, from, len);
    parts[len] = '\0';
    return parts;
}

static void check_string(const char *text, dvi_page_lines lines, const char *wanted) {
    dvi_buffer out = {0};
    assert_int_equal(dvi_page_string(&out, span(text), lines), DVK_OK);
    assert_int_equal(dvi_buffer_append_byte(&out, '\0'), DVK_OK);
    assert_string_equal(out.data, wanted);
    dvi_buffer_finish(&out);
}

static void no_text_ends_its_element(void **state) {
    (void)state;
    check_string("</script><!--&", DVI_PAGE_ONE_LINE, "\"\\u003c/script\\u003e\\u003c!--\\u0026\"");
    check_string("\"\\", DVI_PAGE_ONE_LINE, "\"\\u0022\\u005c\"");
    check_string("a\x80<b\xE2\x80", DVI_PAGE_ONE_LINE, "\"a\xEF\xBF\xBD\\u003cb\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void nothing_turns_the_direction_of_writing(void **state) {
    (void)state;
    check_string("a\xE2\x80\xAE"
                 "b\xE2\x80\x8F\xD8\x9C\xE2\x81\xA7"
                 "c\xEF\xBB\xBF",
                 DVI_PAGE_ONE_LINE, "\"abc\"");
    for (uint32_t c = 0; c < 0x3000; c++) {
        char text[8] = "a", wanted[16];
        text[1 + dvi_utf8_put(c, text + 1)] = '\0';
        bool turns = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2066 && c <= 0x2069);
        snprintf(wanted, sizeof wanted, "\"%s\"", turns ? "a" : text);
        if (turns || c >= 0x2030) check_string(text, DVI_PAGE_ALL_LINES, wanted);
        if (c == 0x2069) c = 0x206F; /* those between are left out as well */
    }
    check_string("a\x01\x1b\x7F\xC2\x9B"
                 "b",
                 DVI_PAGE_ALL_LINES, "\"ab\"");
    /* Letters that begin with the same bytes stay. */
    check_string("«ج€»–\xEF\xBC\xA1", DVI_PAGE_ALL_LINES, "\"«ج€»–\xEF\xBC\xA1\"");
}

static void white_space_is_as_the_place_wants_it(void **state) {
    (void)state;
    check_string("  a \t\r\n\xC2\xA0"
                 "b ",
                 DVI_PAGE_ONE_LINE, "\"a b\"");
    check_string("a\r\nb\xE2\x80\xA9"
                 "c\td",
                 DVI_PAGE_ALL_LINES, "\"a\\nb\\nc d\"");
    check_string("a\nb ", DVI_PAGE_AS_IT_IS, "\"a\\u000ab \"");
}

static void the_page_is_whole_and_closed(void **state) {
    (void)state;
    fake *f = some(1, 3);
    dvi_buffer out = {0};
    report(f, 0, &out);
    assert_memory_equal(out.data, "<!doctype html>\n", 16);
    assert_string_equal(out.data + out.len - 16, "</body>\n</html>\n");
    assert_non_null(strstr(out.data, "default-src 'none'; script-src 'sha256-"));
    assert_null(strstr(out.data, "{{"));
    assert_null(strstr(out.data, "unsafe"));
    size_t scripts = 0;
    for (const char *at = out.data; (at = strstr(at, "</script>")) != NULL; at++)
        scripts++;
    assert_int_equal(scripts, 5); /* index, parts, script, a chunk of details, one of texts */
    drop(f, &out);
}

static void chunks_hold_what_a_story_needs(void **state) {
    (void)state;
    fake *f = some(1, 3);
    f->articles[2].assigned.duplicate = 1;
    dvi_buffer out = {0}, raw = {0};
    report(f, 0, &out);
    assert_string_equal(unpack(out.data, "t0", &raw),
                        "[\"Перший рядок.\\nДругий \\u003c/script\\u003e рядок.\",\n"
                        "\"Перший рядок.\\nДругий \\u003c/script\\u003e рядок.\",\n"
                        "\"Перший рядок.\\nДругий \\u003c/script\\u003e рядок.\"]");
    /* The representative is tied to nothing, the third is a copy of the second. */
    assert_string_equal(unpack(out.data, "d0", &raw),
                        "[[\"id\\u003c1\\u003e\",\"https://a.example/?x=1\\u0026y=2\",null],\n"
                        "[\"id\\u003c1\\u003e\",\"https://a.example/"
                        "?x=1\\u0026y=2\",[[\"Вонсані\",\"Вонсане\",2,500],[\"2025\",0,3,250]]],\n"
                        "[\"id\\u003c1\\u003e\",\"https://a.example/?x=1\\u0026y=2\",1]]");
    dvi_buffer_finish(&raw);
    drop(f, &out);
}

static void the_largest_story_comes_first(void **state) {
    (void)state;
    fake *f = some(2, 2);
    f->articles[1].assigned.event = 1;
    f->articles[1].title = (dvk_span){NULL, 0};
    f->articles[2].time = DVK_NO_TIME;
    f->articles[3].source = (dvk_span){NULL, 0};
    dvi_buffer out = {0}, raw = {0};
    report(f, 0, &out);
    const char *index = unpack(out.data, "index", &raw);
    assert_non_null(strstr(index, "\"articles\":4,\"stories\":2,"));
    assert_non_null(strstr(index, "\"event\":[1,0],\n\"size\":[3,1],\n\"head\":[1,0],\n"));
    assert_non_null(
        strstr(index, "\"title\":[\"id\\u003c1\\u003e\",\"Лавров")); /* the id where there is no title */
    assert_non_null(strstr(index, "\"time\":[1752390901,null,1752390903,1752390900]"));
    assert_non_null(strstr(index, "\"sources\":[\"a.example\",\"Вісник\"]"));
    assert_non_null(strstr(index, "\"source\":[1,1,0,1]"));
    assert_non_null(strstr(index, "\"group\":[0,1,2,0]"));
    assert_string_equal(parts_of(&out),
                        "{\"details\":[0,4],\n\"texts\":[0,4],\n\"has_texts\":true,\"cut\":0}");
    dvi_buffer_finish(&raw);
    drop(f, &out);
}

static void without_texts_there_are_no_chunks_of_them(void **state) {
    (void)state;
    fake *f = some(1, 2);
    f->articles[0].text = f->articles[1].text = (dvk_span){NULL, 0};
    dvi_buffer out = {0};
    report(f, 0, &out);
    assert_null(strstr(out.data, "id=\"t0\""));
    assert_non_null(strstr(parts_of(&out), "\"texts\":[0],\n\"has_texts\":false"));
    drop(f, &out);
}

/* Text that cannot be made smaller, so that the limit is reached. */
static void give_noise(fake *f, size_t bytes) {
    uint32_t seed = 1;
    for (size_t i = 0; i < f->n * bytes; i++) {
        seed = seed * 1664525 + 1013904223;
        assert_int_equal(dvi_buffer_append_byte(&f->text, (char)('0' + seed / 65536 % 64)), DVK_OK);
    }
    for (size_t i = 0; i < f->n; i++)
        f->articles[i].text = (dvk_span){f->text.data + i * bytes, bytes};
}

static size_t number_before(const char *parts, const char *name, const char *end) {
    const char *list = strstr(parts, name);
    assert_non_null(list);
    const char *at = strstr(list, end);
    assert_non_null(at);
    while (at > list && at[-1] >= '0' && at[-1] <= '9')
        at--;
    return (size_t)strtoul(at, NULL, 10);
}

static void texts_go_first_when_there_is_no_room(void **state) {
    (void)state;
    fake *f = some(100, 4);
    give_noise(f, 4000);
    dvi_buffer out = {0};
    report(f, 1000000, &out);
    assert_true(out.len <= 1000000 && out.len > 700000);
    assert_int_equal(number_before(parts_of(&out), "\"details\":[", "]"), 400);
    size_t texts = number_before(parts_of(&out), "\"texts\":[", "]");
    assert_true(texts > 100 && texts < 400);
    drop(f, &out);
}

static void then_the_smallest_stories(void **state) {
    (void)state;
    fake *f = some(MOST / 2, 2);
    f->articles[MOST - 1].assigned.event = 7;
    dvi_buffer out = {0}, raw = {0};
    for (uint64_t limit = 150000; limit < 400000; limit += 20000) {
        report(f, limit, &out);
        assert_true(out.len <= limit);
        const char *index = unpack(out.data, "index", &raw);
        assert_non_null(strstr(index, "\"articles\":4000,\"stories\":2000,"));
        if (limit < 200000) assert_null(strstr(index, ",1998,"));
        assert_non_null(strstr(index, "\"event\":[7,"));
    }
    dvi_buffer_finish(&raw);
    drop(f, &out);
}

static void many_sources_do_not_burst_the_page(void **state) {
    (void)state;
    static char names[MOST][100];
    fake *f = some(MOST, 1);
    for (size_t i = 0; i < f->n; i++) {
        snprintf(names[i], sizeof names[i], "%0*zu", 90, i);
        f->articles[i].source = span(names[i]);
    }
    dvi_buffer out = {0};
    report(f, 400000, &out);
    assert_true(out.len <= 400000);
    assert_true(number_before(parts_of(&out), "\"details\":[", "]") > 100);
    drop(f, &out);
}

static void a_page_too_small_for_anything_is_still_a_page(void **state) {
    (void)state;
    fake *f = some(3, 2);
    dvi_buffer out = {0}, raw = {0};
    report(f, 1, &out);
    assert_non_null(strstr(out.data, "</html>"));
    assert_non_null(strstr(unpack(out.data, "index", &raw), "\"stories\":3,"));
    dvi_buffer_finish(&raw);
    drop(f, &out);
}

static void very_long_texts_are_cut_and_counted(void **state) {
    (void)state;
    fake *f = some(1, 2);
    give_noise(f, 300000);
    dvi_buffer out = {0};
    report(f, 0, &out);
    assert_non_null(strstr(parts_of(&out), "\"cut\":2}"));
    drop(f, &out);
}

static void texts_that_are_left_out_are_not_cut_besides(void **state) {
    (void)state;
    fake *f = some(1, 6);
    give_noise(f, 300000);
    dvi_buffer out = {0};
    report(f, 1000000, &out);
    size_t texts = number_before(parts_of(&out), "\"texts\":[", "]");
    assert_true(texts > 0 && texts < 6);
    assert_int_equal(number_before(parts_of(&out), "\"cut\":", "}"), texts);
    drop(f, &out);
}

/* Also where it is the beginning of the text, that of an article without one. */
static void what_a_title_lacks_is_shown(void **state) {
    (void)state;
    char endless[1000];
    memset(endless, 'x', sizeof endless);
    fake *f = some(1, 3);
    f->articles[0].title = (dvk_span){endless, sizeof endless};
    f->articles[1].title = (dvk_span){f->articles[1].text.data, 12};
    f->articles[2].title = f->articles[2].text;
    dvi_buffer out = {0}, raw = {0};
    report(f, 0, &out);
    const char *index = unpack(out.data, "index", &raw);
    assert_non_null(strstr(index, "\"title\":[\"xxxx"));
    assert_non_null(strstr(index, "xxxx…\",\"Перший…\",\"Перший рядок. Другий"));
    assert_non_null(strstr(index, " рядок.\"]"));
    dvi_buffer_finish(&raw);
    drop(f, &out);
}

static void nothing_is_a_page_too(void **state) {
    (void)state;
    fake *f = some(0, 0);
    dvi_buffer out = {0}, raw = {0};
    report(f, 0, &out);
    assert_non_null(strstr(unpack(out.data, "index", &raw), "\"articles\":0,\"stories\":0,"));
    dvi_buffer_finish(&raw);
    drop(f, &out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_text_ends_its_element),
        cmocka_unit_test(nothing_turns_the_direction_of_writing),
        cmocka_unit_test(white_space_is_as_the_place_wants_it),
        cmocka_unit_test(the_page_is_whole_and_closed),
        cmocka_unit_test(chunks_hold_what_a_story_needs),
        cmocka_unit_test(the_largest_story_comes_first),
        cmocka_unit_test(without_texts_there_are_no_chunks_of_them),
        cmocka_unit_test(texts_go_first_when_there_is_no_room),
        cmocka_unit_test(then_the_smallest_stories),
        cmocka_unit_test(many_sources_do_not_burst_the_page),
        cmocka_unit_test(a_page_too_small_for_anything_is_still_a_page),
        cmocka_unit_test(very_long_texts_are_cut_and_counted),
        cmocka_unit_test(texts_that_are_left_out_are_not_cut_besides),
        cmocka_unit_test(what_a_title_lacks_is_shown),
        cmocka_unit_test(nothing_is_a_page_too),
    };
    return cmocka_run_group_tests_name("report_html", tests, NULL, NULL);
}
