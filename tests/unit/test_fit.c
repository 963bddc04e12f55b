/* Fitting: which lines a source repeats, whatever the order of articles, and what becomes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "chance.h"
#include "clean/line_log.h"
#include "clean/lines.h"
#include "clean/repeated.h"
#include "dvoinik/features.h"
#include "dvoinik/fit.h"
#include "equal_features.h"
#include "failing_memory.h"
#include "tables/sealed_model.h"

#define FOOT "Читайте наші новини щодня на сторінках «Ранкового вісника», передплата триває."
#define BACK "Міст через Полтву збудували сто років тому, відтоді його ремонтували двічі."

enum { MOST_ARTICLES = 64, ROOM = 512 };

static const char *const titles[] = {
    "Відкрили міст через Полтву",      "Школярка виграла олімпіаду",       "Яблука подорожчали на третину",
    "Музей Шевченка закривають",       "Поліція знайшла трактор",          "Бібліотека отримала рукопис",
    "Вода Дністра піднялася",          "Футболісти зіграли внічию",        "Лікарня купує обладнання",
    "Театр показує прем'єру сьогодні", "Депутати затвердили бюджет міста", "Трамваї змінюють маршрути",
};
enum { N_TITLES = sizeof titles / sizeof *titles };

typedef struct written {
    char text[ROOM];
    dvk_article article;
} written;

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static void write_article(written *out, size_t title, const char *source, const char *text) {
    snprintf(out->text, sizeof out->text, "%s", text);
    out->article = (dvk_article){.id = span("id"),
                                 .title = span(titles[title % N_TITLES]),
                                 .text = span(out->text),
                                 .source = span(source),
                                 .time = DVK_NO_TIME};
}

/* Number i of a source: two lines of its own, and others. */
static void write_one(written *out, size_t i, const char *source, const char *others) {
    char text[ROOM];
    snprintf(text, sizeof text, "Речення %zu статті про подію номер %zu.\nЩе одне про неї, %zu.\n%s", i, i, i,
             others);
    write_article(out, i, source, text);
}

static dvk_model *fit_to(const written *list, size_t n, dvk_fit_stats *stats) {
    dvk_fit *fit;
    dvk_model *model;
    assert_int_equal(dvk_fit_create(&fit), DVK_OK);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(dvk_fit_add(fit, &list[i].article), DVK_OK);
    assert_int_equal(dvk_fit_model(fit, &model), DVK_OK);
    if (stats != NULL) dvk_fit_statistics(fit, stats);
    dvk_fit_destroy(fit);
    return model;
}

static void extract(const dvk_model *model, const dvk_article *article, dvk_features *out) {
    dvk_extractor *extractor;
    dvk_features_init(out);
    assert_int_equal(dvk_extractor_create(&extractor, model), DVK_OK);
    assert_int_equal(dvk_features_extract(extractor, article, out), DVK_OK);
    dvk_extractor_destroy(extractor);
}

/* Whether the features are those of the article as it would be with another text. */
static bool reads_as(const dvk_model *model, const dvk_article *article, const char *text) {
    dvk_article other = *article;
    dvk_features a, b;
    other.text = span(text);
    extract(model, article, &a);
    extract(dvk_model_builtin(), &other, &b);
    bool same = a.n_features == b.n_features && a.n_tokens == b.n_tokens;
    if (same) expect_equal(&a, &b);
    dvk_features_finish(&a);
    dvk_features_finish(&b);
    return same;
}

static void leaves_out_what_a_source_repeats(void **state) {
    (void)state;
    written list[DVI_TITLES_SOME], other;
    dvk_fit_stats stats;
    for (size_t i = 0; i < DVI_TITLES_SOME; i++)
        write_one(&list[i], i, "Вісник",
                  "Третє, про погоду, дороги, ціни, людей і все інше в місті та області.\n" FOOT);
    for (size_t i = 0; i < DVI_TITLES_SOME; i++)
        list[i].text[strlen("Речення 0 статті про подію номер 0.\nЩе одне про неї, 0.\nТретє,")] =
            (char)('0' + i);
    dvk_model *model = fit_to(list, DVI_TITLES_SOME, &stats);
    assert_int_equal(stats.articles, DVI_TITLES_SOME);
    assert_int_equal(stats.without_source, 0);
    assert_int_equal(stats.lines, 1);
    char alone[ROOM];
    snprintf(alone, sizeof alone, "%s", list[0].text);
    *strstr(alone, FOOT) = '\0';
    assert_true(reads_as(model, &list[0].article, alone));
    assert_false(reads_as(dvk_model_builtin(), &list[0].article, alone));
    write_article(&other, 0, "Інше видання", list[0].text);
    assert_true(reads_as(model, &other.article, list[0].text));
    dvk_model_destroy(model);
}

static void knows_a_source_by_its_address(void **state) {
    (void)state;
    written list[DVI_TITLES_SOME], nobody;
    static const char *const urls[] = {"https://www.visnyk.example/1", "http://visnyk.example:80/2?a=b",
                                       "https://VISNYK.example/3", "HTTP://www.visnyk.example:8080/4"};
    dvk_fit_stats stats;
    for (size_t i = 0; i < DVI_TITLES_SOME; i++) {
        write_one(&list[i], i, "", FOOT);
        list[i].article.url = span(urls[i]);
    }
    dvk_model *model = fit_to(list, DVI_TITLES_SOME, &stats);
    assert_int_equal(stats.lines, 1);
    dvk_model_destroy(model);
    for (size_t i = 0; i < DVI_TITLES_SOME; i++)
        list[i].article.url = span("");
    model = fit_to(list, DVI_TITLES_SOME, &stats);
    assert_int_equal(stats.lines, 0);
    assert_int_equal(stats.without_source, DVI_TITLES_SOME);
    assert_true(dvk_model_fingerprint(model) == dvk_model_fingerprint(dvk_model_builtin()));
    write_one(&nobody, 0, "", FOOT);
    assert_true(reads_as(model, &nobody.article, nobody.text));
    dvk_model_destroy(model);
}

/* The same lines under titles that are alike, and under too few. */
static void keeps_the_lines_of_one_story(void **state) {
    (void)state;
    written list[MOST_ARTICLES];
    dvk_fit_stats stats;
    for (size_t i = 0; i < MOST_ARTICLES; i++)
        write_article(&list[i], 0, "Вісник", "Перше речення статті.\nДруге речення статті.\n" FOOT);
    dvk_model_destroy(fit_to(list, MOST_ARTICLES, &stats));
    assert_int_equal(stats.lines, 0);
    for (size_t i = 0; i < MOST_ARTICLES; i++)
        write_one(&list[i], i % (DVI_TITLES_SOME - 1), "Вісник", FOOT);
    dvk_model_destroy(fit_to(list, MOST_ARTICLES, &stats));
    assert_int_equal(stats.lines, 0);
}

/* Versions of a story, whose titles change by a word each time. */
static void takes_titles_that_are_alike_for_one(void **state) {
    (void)state;
    static const char *const words[] = {"перший", "другий", "третій", "четвертий", "п'ятий", "шостий"};
    enum { VERSIONS = sizeof words / sizeof *words };
    written list[VERSIONS];
    char alike[VERSIONS][128];
    dvk_fit_stats stats;
    for (size_t i = 0; i < VERSIONS; i++) {
        write_one(&list[i], i, "Вісник", FOOT "\n" BACK);
        snprintf(alike[i], sizeof alike[i], "Повінь затопила Закарпаття: рятувальник загинув %s", words[i]);
        list[i].article.title = span(alike[i]);
    }
    dvk_model_destroy(fit_to(list, VERSIONS, &stats));
    assert_int_equal(stats.lines, 0);
}

static void tells_untitled_articles_by_their_first_line(void **state) {
    (void)state;
    written list[N_TITLES];
    dvk_fit_stats stats;
    for (int same = 0; same < 2; same++) {
        for (size_t i = 0; i < N_TITLES; i++) {
            char text[ROOM];
            snprintf(text, sizeof text, "%s, розповіли вчора містянам.\n" FOOT, titles[same ? 0 : i]);
            write_article(&list[i], 0, "Вісник", text);
            list[i].article.title.len = 0;
        }
        dvk_model_destroy(fit_to(list, N_TITLES, &stats));
        assert_int_equal(stats.lines, same ? 0 : 1);
    }
}

/* A short report is left of its page where many pages have the rest, and where few have it is one of the
 * versions of a story. */
static void keeps_versions_and_cuts_pages(void **state) {
    (void)state;
    written list[N_TITLES];
    const char *own = "Коротка новина про подію номер 0.\n";
    for (size_t n = DVI_TITLES_SOME; n <= DVI_TITLES_MANY; n += DVI_TITLES_MANY - DVI_TITLES_SOME) {
        dvk_fit_stats stats;
        for (size_t i = 0; i < n; i++) {
            char text[ROOM];
            snprintf(text, sizeof text, "Коротка новина про подію номер %zu.\n" FOOT "\n" BACK, i);
            write_article(&list[i], i, "Вісник", text);
        }
        dvk_model *model = fit_to(list, n, &stats);
        assert_int_equal(stats.lines, 2);
        assert_true(reads_as(model, &list[0].article, n == DVI_TITLES_MANY ? own : list[0].text));
        dvk_model_destroy(model);
    }
}

/* Some pages have one line more, which may be of their story. */
static void cuts_pages_off_versions(void **state) {
    (void)state;
    written list[N_TITLES];
    const char *own = "Коротка новина про подію номер 0.\n\n" BACK;
    for (size_t i = 0; i < N_TITLES; i++) {
        char text[ROOM];
        snprintf(text, sizeof text, "Коротка новина про подію номер %zu.\n" FOOT "\n%s", i,
                 i < DVI_TITLES_SOME ? BACK : "");
        write_article(&list[i], i, "Вісник", text);
    }
    dvk_model *model = fit_to(list, N_TITLES, NULL);
    assert_true(reads_as(model, &list[0].article, own));
    dvk_model_destroy(model);
}

static void is_the_same_for_any_order(void **state) {
    (void)state;
    written list[MOST_ARTICLES];
    dvk_fit_stats stats, again;
    for (size_t i = 0; i < MOST_ARTICLES; i++)
        write_one(&list[i], i, i % 5 < 2 ? "Вісник" : "Газета", i % 2 == 0 ? FOOT : BACK "\n" FOOT);
    dvk_model *model = fit_to(list, MOST_ARTICLES, &stats);
    assert_int_equal(stats.lines, 4);
    for (int round = 0; round < 20; round++) {
        for (size_t i = MOST_ARTICLES - 1; i > 0; i--) {
            size_t k = any((uint32_t)i + 1);
            written moved = list[i];
            list[i] = list[k];
            list[k] = moved;
        }
        for (size_t i = 0; i < MOST_ARTICLES; i++)
            list[i].article.text.data = list[i].text;
        dvk_model *other = fit_to(list, MOST_ARTICLES, &again);
        assert_int_equal(again.lines, stats.lines);
        assert_true(dvk_model_fingerprint(other) == dvk_model_fingerprint(model));
        dvk_model_destroy(other);
    }
    assert_true(dvk_model_fingerprint(model) != dvk_model_fingerprint(dvk_model_builtin()));
    dvk_model *less = fit_to(list, MOST_ARTICLES / 16, &again);
    assert_true(dvk_model_fingerprint(less) != dvk_model_fingerprint(model));
    dvk_model_destroy(less);
    dvk_model_destroy(model);
}

/* Line k stands under some of the titles 0 to 255; each title is a word of its own. */
static void fill_log(dvi_line_log *log, bool backwards, uint32_t lines, const uint8_t *under) {
    static char title[64], text[4096];
    for (uint32_t n = 0; n < 256; n++) {
        uint32_t i = backwards ? 255 - n : n;
        int len = snprintf(text, sizeof text, "початок %u\n", i);
        for (uint32_t k = 0; k < lines; k++)
            if (under[k * 32 + i / 8] >> i % 8 & 1)
                len += snprintf(text + len, sizeof text - (size_t)len, "рядок %u\n", k);
        snprintf(title, sizeof title, "слово%u слово%u слово%u", i, i, i);
        dvk_article article = {.title = span(title), .text = span(text)};
        assert_int_equal(dvi_line_log_add(log, 7, &article), DVK_OK);
    }
}

static dvi_repetition repetition_of(const uint64_t *lines, size_t n, uint32_t k) {
    char text[32];
    snprintf(text, sizeof text, "рядок %u", k);
    uint64_t key = dvi_line_key(7, span(text));
    for (size_t i = 0; i < n; i++)
        if (lines[i] >> 2 == key) return (dvi_repetition)(lines[i] & 3);
    return DVI_REPEATED_NOT;
}

/* Against counts that are known: line k stands under k titles. */
static void counts_titles(void **state) {
    (void)state;
    enum { LINES = 40 };
    uint8_t under[LINES * 32] = {0};
    for (uint32_t k = 0; k < LINES; k++)
        for (uint32_t put = 0; put < k;) {
            uint32_t i = any(256);
            put += (under[k * 32 + i / 8] >> i % 8 & 1) == 0;
            under[k * 32 + i / 8] |= (uint8_t)(1u << i % 8);
        }
    dvi_line_log log;
    uint64_t *lines;
    size_t n;
    dvi_line_log_init(&log, 1 << 20);
    fill_log(&log, false, LINES, under);
    assert_int_equal(dvi_line_log_repeated(&log, &lines, &n), DVK_OK);
    assert_int_equal(n, LINES - DVI_TITLES_SOME);
    for (size_t i = 1; i < n; i++)
        assert_true(lines[i - 1] < lines[i]);
    for (uint32_t k = 0; k < LINES; k++)
        assert_int_equal(repetition_of(lines, n, k), k >= DVI_TITLES_MANY   ? DVI_REPEATED_OFTEN
                                                     : k >= DVI_TITLES_SOME ? DVI_REPEATED
                                                                            : DVI_REPEATED_NOT);
    dvi_free(lines);
    dvi_line_log_finish(&log);
}

/* With too little room a sample of the titles counts: the same whatever came first, and no line is taken for
 * repeated that is not. */
static void samples_where_there_is_no_room(void **state) {
    (void)state;
    enum { LINES = 40 };
    uint8_t under[LINES * 32] = {0};
    for (uint32_t k = 0; k < LINES; k++)
        for (uint32_t i = 0; i < 256; i++)
            if (k % 2 == 0 ? i < 3 : any(2) == 0) under[k * 32 + i / 8] |= (uint8_t)(1u << i % 8);
    for (size_t most = 16; most <= 4096; most *= 2) {
        uint64_t *lines[2];
        size_t n[2];
        for (int way = 0; way < 2; way++) {
            dvi_line_log log;
            dvi_line_log_init(&log, most);
            fill_log(&log, way == 1, LINES, under);
            assert_true(log.n <= most);
            assert_int_equal(dvi_line_log_repeated(&log, &lines[way], &n[way]), DVK_OK);
            dvi_line_log_finish(&log);
        }
        assert_int_equal(n[0], n[1]);
        if (n[0] > 0) assert_memory_equal(lines[0], lines[1], n[0] * sizeof **lines);
        for (uint32_t k = 0; k < LINES; k += 2)
            assert_int_equal(repetition_of(lines[0], n[0], k), DVI_REPEATED_NOT);
        if (most >= 1024) assert_int_equal(n[0], LINES / 2);
        dvi_free(lines[0]);
        dvi_free(lines[1]);
    }
}

static void reads_lines(void **state) {
    (void)state;
    static const char *const texts[] = {"\n a\xC2\xA0\n\n \t\nb \r\nc", "a\rb\r\rc\r", " a b c \n", "",
                                        " \r\n "};
    static const char *const expected[] = {"a|b|c|", "a|b|c|", "a b c|", "", ""};
    static const char ends[] = {'\n', '\r', '\0', '\0', '\0'};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        dvi_lines lines = dvi_lines_of(span(texts[i]));
        dvk_span line;
        char joined[32] = "";
        while (dvi_next_line(&lines, &line))
            snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%.*s|", (int)line.len,
                     line.data);
        assert_string_equal(joined, expected[i]);
        assert_int_equal(dvi_line_end(span(texts[i])), ends[i]);
    }
    assert_int_equal(dvi_line_end((dvk_span){NULL, 0}), '\0');
}

static dvk_status fit_with_failures(const written *list, size_t n, dvk_model **model) {
    dvk_fit *fit;
    *model = NULL;
    dvk_status status = dvk_fit_create(&fit);
    if (status != DVK_OK) return status;
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = dvk_fit_add(fit, &list[i].article);
    if (status == DVK_OK) status = dvk_fit_model(fit, model);
    dvk_fit_destroy(fit);
    return status;
}

static void reports_failed_allocations(void **state) {
    (void)state;
    static written list[N_TITLES];
    dvk_model *model;
    size_t failures = 0;
    for (size_t i = 0; i < N_TITLES; i++)
        write_one(&list[i], i, "Вісник", FOOT);
    for (;; failures++) {
        dvi_memory_fail(failures, 0);
        dvk_status status = fit_with_failures(list, N_TITLES, &model);
        dvi_memory_fail(SIZE_MAX, 0);
        if (status == DVK_OK) break;
        assert_int_equal(status, DVK_E_MEMORY);
        assert_null(model);
    }
    assert_true(failures >= 5);
    dvk_model_destroy(model);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_out_what_a_source_repeats),
        cmocka_unit_test(knows_a_source_by_its_address),
        cmocka_unit_test(keeps_the_lines_of_one_story),
        cmocka_unit_test(takes_titles_that_are_alike_for_one),
        cmocka_unit_test(tells_untitled_articles_by_their_first_line),
        cmocka_unit_test(keeps_versions_and_cuts_pages),
        cmocka_unit_test(cuts_pages_off_versions),
        cmocka_unit_test(is_the_same_for_any_order),
        cmocka_unit_test(counts_titles),
        cmocka_unit_test(samples_where_there_is_no_room),
        cmocka_unit_test(reads_lines),
        cmocka_unit_test(reports_failed_allocations),
    };
    return cmocka_run_group_tests_name("fit", tests, NULL, NULL);
}
