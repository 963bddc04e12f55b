/* The common form of texts, and the words with their keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "dvoinik/commonform.h"
#include "dvoinik/translit.h"
#include "failing_memory.h"

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static uint32_t number(const char *code) {
    return strcmp(code, "?") == 0 ? DVK_TELL_LANGUAGE : dvk_language_number(code, strlen(code));
}

static void assert_form(const char *code, const char *text, const char *expected) {
    dvk_text *out;
    assert_int_equal(dvk_text_create(&out), DVK_OK);
    assert_int_equal(dvk_commonform(dvk_model_builtin(), span(text), number(code), out), DVK_OK);
    dvk_span got = dvk_text_span(out);
    if (got.len != strlen(expected) || (got.len > 0 && memcmp(got.data, expected, got.len) != 0))
        fail_msg("%s '%s': '%.*s', not '%s'", code, text, (int)got.len, got.data, expected);
    dvk_text_destroy(out);
}

static void letters_are_read_and_the_rest_stays(void **unused) {
    (void)unused;
    assert_form("uk", "«Борщ», — 25 000 грн/кг;\t\r\n★ (№ 5)\n",
                "«borshch», — 25 000 hrn/kh;\t\r\n★ (№ 5)\n");
    assert_form("ru", "", "");
    assert_form("ru", "❤️ 👨‍👩‍👧 1️⃣ \u00AD\u0301 -\u0301",
                "❤️ 👨‍👩‍👧 1️⃣ \u00AD\u0301 -\u0301");
    assert_form("ru", "ООН, Т-34, COVID-19 и Ёлка", "oon, t-34, covid-19 i iolka");
}

static void signs_inside_a_word_are_gone(void **unused) {
    (void)unused;
    assert_form("uk", "п'ять п’ять пʼять", "piat piat piat");
    assert_form("ru", "под\u00ADъезд за\u0301мок замо\u0301к", "podezd zamok zamok");
    assert_form("en", "Putin's 'word' dogs'", "putin's 'word' dogs'");
    assert_form("und", "Sa\u0301a'S\u0301i a's\u0301 a's a's\u00AD", "saashi ash a's a's");
    assert_form("uk", "Ки\u0438\u0306в і\u0308жак", "kyiv izhak");
}

static void homoglyphs_are_folded_in_mixed_words_only(void **unused) {
    (void)unused;
    assert_form("ru", "Poccия", "rossiia"); /* P, o, c, c are Latin */
    assert_form("ru", "Рoссия и Rossia", "rossiia i rossia");
    assert_form("ru", "вo3дyх", "vozdukh");  /* o, 3, y */
    assert_form("und", "Мoscow", "moscow");  /* M is Cyrillic, o Latin */
    assert_form("ru", "cop сор", "cop sor"); /* whole words keep their script */
    /* as they are typed where a keyboard lacks them */
    assert_form("und", "ц\u00E6гат ц\u04D5гат", "tsaegat tsaegat");
    assert_form("und", "пу\u00E7л\u0103х пу\u04ABл\u04D1х", "puslakh puslakh");
    assert_form("kk", "\u018Fлемде \u04D8лемде", "alemde alemde");
    assert_form("und", "fran\u00E7ais", "franchais");
}

static void other_scripts_keep_their_letters(void **unused) {
    (void)unused;
    assert_form("und", "ΑΘΗΝΑ Ελλάς", "αθηνα ελλάσ");
    assert_form("und", "ԵՐԵՒԱՆ", "երեւան");
    assert_form("und", "हिन्दी 中文 עִבְרִית", "हिन्दी 中文 עִבְרִית");
}

static void the_language_decides(void **unused) {
    (void)unused;
    assert_form("und", "щука и голова", "shchuka i golova");
    assert_form("bg", "щука и голова", "shtuka i golova");
    assert_form("uk", "щука и голова", "shchuka y holova");
    assert_form("?", "Президент України прибув до Києва, повідомляє міністерство закордонних справ.",
                "prezydent ukrainy prybuv do kyieva, povidomliaie ministerstvo zakordonnykh sprav.");
}

static void words_longer_than_the_tables_lose_nothing(void **unused) {
    (void)unused;
    char text[2001] = "", expected[2001] = "";
    for (int i = 0; i < 500; i++)
        strcat(text, i % 2 ? "у" : "б");
    for (int i = 0; i < 500; i++)
        strcat(expected, i % 2 ? "u" : "b");
    assert_form("ru", text, expected);
    text[0] = expected[0] = '\0';
    for (int i = 0; i < 200; i++)
        strcat(text, "и\u0306"); /* й, composed across the pieces too */
    for (int i = 0; i < 200; i++)
        strcat(expected, "i");
    assert_form("uk", text, expected);
}

static void bad_input_appends_nothing(void **unused) {
    (void)unused;
    dvk_text *out;
    assert_int_equal(dvk_text_create(&out), DVK_OK);
    const dvk_model *model = dvk_model_builtin();
    assert_int_equal(dvk_commonform(model, span("да"), 0, out), DVK_OK);
    static const char *const bad[] = {"слово \xD0", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "а\xFF"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(dvk_commonform(model, span(bad[i]), 0, out), DVK_E_ENCODING);
    assert_int_equal(dvk_commonform(model, span("нет"), dvk_language_count(), out), DVK_E_ARGUMENT);
    assert_int_equal(dvk_commonform(model, span(" нет"), 0, out), DVK_OK);
    dvk_span got = dvk_text_span(out);
    assert_int_equal(got.len, 6);
    assert_memory_equal(got.data, "da net", 6);
    dvk_text_destroy(out);
    dvk_text_destroy(NULL);
}

/* ---- words ---- */

typedef struct collector {
    char text[1000];
    int stop_after;
} collector;

static bool collect(void *user, dvk_span word, dvk_span form, dvk_span key) {
    collector *c = user;
    size_t len = strlen(c->text);
    snprintf(c->text + len, sizeof c->text - len, "%.*s|%.*s|%.*s\n", (int)word.len, word.data, (int)form.len,
             form.data, (int)key.len, key.data);
    return --c->stop_after != 0;
}

static void assert_words(const char *code, const char *text, const char *expected) {
    collector c = {"", -1};
    assert_int_equal(dvk_commonform_words(dvk_model_builtin(), span(text), number(code), collect, &c),
                     DVK_OK);
    assert_string_equal(c.text, expected);
}

/* It would move while it is read. */
static void a_text_is_not_appended_to_itself(void **state) {
    (void)state;
    dvk_text *text;
    assert_int_equal(dvk_text_create(&text), DVK_OK);
    assert_int_equal(dvk_commonform(dvk_model_builtin(), (dvk_span){"abc\nabc", 7}, 0, text), DVK_OK);
    dvk_span all = dvk_text_span(text), part = {all.data + 4, 3};
    assert_int_equal(dvk_commonform(dvk_model_builtin(), all, 0, text), DVK_E_ARGUMENT);
    assert_int_equal(dvk_commonform(dvk_model_builtin(), part, 0, text), DVK_E_ARGUMENT);
    assert_int_equal(dvk_translit("iso-9", all, text), DVK_E_ARGUMENT);
    assert_int_equal(dvk_text_span(text).len, 7);
    dvk_text_destroy(text);
}

static void words_come_with_their_keys(void **unused) {
    (void)unused;
    assert_words("und", "двойник, двійник!", "двойник|dvoinik|dvnk\nдвійник|dviinik|dvnk\n");
    assert_words("uk", "Міністр закордонних справ",
                 "Міністр закордонних справ|ministr zakordonnykh sprav|=foreign-ministry\n");
    assert_words("ru", "25 тыс. рублей", "25 тыс|25 tys|#25e3\nрублей|rublei|=ruble\n");
    assert_words("uk", "12 липня", "12 липня|12 lypnia|@07-12\n");
    assert_words("ru", "понедельник", "понедельник|ponedelnik|@w1\n");
    assert_words("und", "Ελλάδα", "Ελλάδα|ελλάδα|ελλάδα\n");
    /* and not that of белә, "know": the second has the schwa of Latin, U+0259 */
    assert_words("tt", "бел\u04D9н бел\u0259н", "бел\u04D9н|belan|bln\nбел\u0259н|belan|bln\n");
    assert_words("ru", "... — !", "");
    assert_words("en", "1 million 0 million", /* else there would be no end to a number */
                 "1 million|1 million|#1e6\n0|0|0\nmillion|million|mln\n");
}

static void a_visitor_may_stop(void **unused) {
    (void)unused;
    collector c = {"", 2};
    assert_int_equal(dvk_commonform_words(dvk_model_builtin(), span("ааа ббб ввв"), 0, collect, &c), DVK_OK);
    assert_string_equal(c.text, "ааа|aaa|a\nббб|bbb|b\n");
}

static void bad_words_are_refused(void **unused) {
    (void)unused;
    collector c = {"", -1};
    assert_int_equal(dvk_commonform_words(dvk_model_builtin(), span("а \xD0"), 0, collect, &c),
                     DVK_E_ENCODING);
    assert_int_equal(dvk_commonform_words(dvk_model_builtin(), span("а"), 999, collect, &c), DVK_E_ARGUMENT);
    assert_string_equal(c.text, "");
}

static void no_memory_is_an_answer(void **unused) {
    (void)unused;
    dvk_status status = DVK_E_MEMORY;
    size_t after = 0;
    for (; status == DVK_E_MEMORY && after < 100; after++) {
        collector c = {"", -1};
        dvi_memory_fail(after, 0);
        status =
            dvk_commonform_words(dvk_model_builtin(), span("12 липня у Києві"), number("uk"), collect, &c);
        dvi_memory_fail(SIZE_MAX, 0);
    }
    assert_int_equal(status, DVK_OK);
    assert_in_range(after, 4, 99);
    dvk_text *out;
    assert_int_equal(dvk_text_create(&out), DVK_OK);
    dvi_memory_fail(0, 0);
    assert_int_equal(dvk_commonform(dvk_model_builtin(), span("слово"), 0, out), DVK_E_MEMORY);
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(dvk_text_span(out).len, 0);
    char text[40001];
    for (size_t i = 0; i < 20000; i++)
        memcpy(text + 2 * i, "ж", 3);
    dvi_memory_fail(2, 1); /* in the middle of the text */
    assert_int_equal(dvk_commonform(dvk_model_builtin(), span(text), 0, out), DVK_E_MEMORY);
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(dvk_text_span(out).len, 0);
    dvk_text_destroy(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_read_and_the_rest_stays),
        cmocka_unit_test(signs_inside_a_word_are_gone),
        cmocka_unit_test(homoglyphs_are_folded_in_mixed_words_only),
        cmocka_unit_test(other_scripts_keep_their_letters),
        cmocka_unit_test(the_language_decides),
        cmocka_unit_test(words_longer_than_the_tables_lose_nothing),
        cmocka_unit_test(bad_input_appends_nothing),
        cmocka_unit_test(a_text_is_not_appended_to_itself),
        cmocka_unit_test(words_come_with_their_keys),
        cmocka_unit_test(a_visitor_may_stop),
        cmocka_unit_test(bad_words_are_refused),
        cmocka_unit_test(no_memory_is_an_answer),
    };
    return cmocka_run_group_tests_name("commonform", tests, NULL, NULL);
}
