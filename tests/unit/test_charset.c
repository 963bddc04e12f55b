/* Charsets: declared, marked, told from letters, and left alone when nothing is sure. */
#include "reading.h"

#include <unicode/ucnv.h>

#include "read/charset.h"

static const char ukrainian[] =
    "Міністр закордонних справ прибув до столиці з триденним візитом і провів переговори.\n"
    "За повідомленням агентства, її колеги з Києва підтримали угоду; є й інші відомості. Україна чекає на "
    "відповідь.";
static const char russian[] =
    "Министр иностранных дел прибыл в столицу и провёл переговоры с её руководством.\n"
    "Я считаю, что соглашение будет подписано, заявил он журналистам в Москве.";
static const char bulgarian[] = "Министърът на външните работи пристигна в столицата за преговори.\n"
                                "Той заяви, че споразумението ще бъде подписано до края на седмицата.";
static const char belarusian[] = "Міністр замежных спраў прыбыў у сталіцу і правёў перамовы з кіраўніцтвам.\n"
                                 "Ён заявіў журналістам у Мінску, што пагадненне будзе падпісана.";

static size_t encode(const char *charset, const char *text, char *out, size_t cap) {
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = ucnv_convert(charset, "UTF-8", out, (int32_t)cap, text, (int32_t)strlen(text), &status);
    assert_true(U_SUCCESS(status));
    return (size_t)n;
}

/* In that charset the file is the article that it is in UTF-8. */
static void expect_same(const char *charset, const char *text, size_t warnings) {
    static char bytes[4096];
    taken wanted, got;
    drain_text(&wanted, "same.txt", text);
    write_bytes("same.txt", bytes, encode(charset, text, bytes, sizeof bytes));
    drain_one(&got, "same.txt");
    if (strcmp(got.texts, wanted.texts) != 0 || got.warnings != warnings)
        fail_msg("%s: %s%s", charset, got.texts, got.errors[0].message);
    assert_string_equal(got.titles, wanted.titles);
}

static void tells_cyrillic_charsets_by_their_letters(void **unused) {
    (void)unused;
    static const char *const all[] = {"windows-1251", "KOI8-U", "ISO-8859-5", "x-mac-cyrillic"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        expect_same(all[i], ukrainian, 1);
        expect_same(all[i], russian, 1);
        expect_same(all[i], bulgarian, 1);
    }
    expect_same("KOI8-R", russian, 1);
    expect_same("KOI8-R", bulgarian, 1);
    expect_same("IBM866", russian, 1);
    expect_same("IBM866", bulgarian, 1);
    expect_same("windows-1251", belarusian, 1);
}

static void takes_latin_i_for_the_ukrainian(void **unused) {
    (void)unused;
    char text[1024];
    const char *texts[] = {ukrainian, belarusian};
    for (size_t i = 0; i < 2; i++) {
        size_t n = 0;
        for (const char *c = texts[i]; *c != 0; c++) {
            bool small = memcmp(c, "\xD1\x96", 2) == 0, capital = memcmp(c, "\xD0\x86", 2) == 0;
            text[n++] = small ? 'i' : capital ? 'I' : *c;
            c += small || capital;
        }
        text[n] = 0;
        expect_same("IBM866", text, 1);
    }
}

/* Its mark begins with that of UTF-16, as which it would be letters with NULs between them. */
static void refuses_utf_32(void **unused) {
    (void)unused;
    char bytes[4096] = "\xFF\xFE\0\0";
    taken got;
    write_bytes("u.txt", bytes, 4 + encode("UTF-32LE", "їжак", bytes + 4, 4000));
    drain_one(&got, "u.txt");
    assert_int_equal(got.articles, 0);
    assert_int_equal(got.errors[0].status, DVK_E_ENCODING);
    assert_non_null(strstr(got.errors[0].message, "it is UTF-32, a charset that is not read"));
    memcpy(bytes, "\0\0\xFE\xFF", 4);
    write_bytes("u.jsonl", bytes, 4 + encode("UTF-32BE", "{\"title\":\"їжак\"}\n", bytes + 4, 4000));
    drain_one(&got, "u.jsonl");
    assert_non_null(strstr(got.errors[0].message, "it is UTF-32, a charset that is not read"));
    static const char *const names[] = {"UTF-32LE", "UTF-32BE"};
    for (size_t i = 0; i < 2; i++) {
        write_bytes("u.txt", bytes,
                    encode(names[i], "Їжак\nживе в лісі 🦔, a hedgehog", bytes, 4000));
        drain_one(&got, "u.txt");
        assert_int_equal(got.articles, 0);
        assert_non_null(strstr(got.errors[0].message, "is in UTF-32, a charset that is not read"));
    }
}

static void reads_utf_16(void **unused) {
    (void)unused;
    char bytes[4096] = "\xFF\xFE";
    taken got;
    write_bytes("u.jsonl", bytes,
                2 + encode("UTF-16LE", "{\"title\":\"ї\xF0\x9F\x93\xB0\"}\n", bytes + 2, 4000));
    drain_one(&got, "u.jsonl");
    assert_string_equal(got.titles, "ї\xF0\x9F\x93\xB0|");
    assert_int_equal(got.warnings, 0);
    memcpy(bytes, "\xFE\xFF", 2);
    write_bytes("u.csv", bytes, 2 + encode("UTF-16BE", "title;text\nї;x", bytes + 2, 4000));
    drain_one(&got, "u.csv");
    assert_string_equal(got.titles, "ї|");
    write_bytes("u.xml", bytes,
                encode("UTF-16LE",
                       "<?xml version=\"1.0\" "
                       "encoding=\"UTF-16\"?><rss><channel><item><title>ї</title></item></channel></rss>",
                       bytes, sizeof bytes));
    drain_one(&got, "u.xml");
    assert_string_equal(got.titles, "ї|");
    assert_int_equal(got.warnings, 1);
    expect_same("UTF-16LE", russian, 1);
    expect_same("UTF-16BE", russian, 1);
}

static void does_as_the_input_says(void **unused) {
    (void)unused;
    static const char *const words[] = {"windows-1251",   "CP1251",     "koi8-u",
                                        "x-mac-cyrillic", "iso-8859-5", "cp1125"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        char text[512], bytes[512];
        taken got;
        snprintf(text, sizeof text,
                 "<?xml version='1.0' "
                 "encoding='%s'?><rss><channel><item><title>Їжак</title></item></channel></rss>",
                 words[i]);
        write_bytes("f.xml", bytes, encode(words[i], text, bytes, sizeof bytes));
        drain_one(&got, "f.xml");
        assert_string_equal(got.titles, "Їжак|");
        assert_int_equal(got.warnings, 0);
    }
    expect_failure("f.xml", "<?xml version=\"1.0\" encoding=\"EBCDIC-CP-US\"?><rss/>", 50, DVK_E_ENCODING, 1,
                   0, "EBCDIC-CP-US");
}

static void believes_bytes_more_than_words(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.xml",
               "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>Їжак і "
               "лисиця</title></item></channel></rss>");
    assert_string_equal(got.titles, "Їжак і лисиця|");
    assert_int_equal(got.warnings, 1);
    assert_non_null(strstr(got.errors[0].message, "says that it is windows-1251, but it is UTF-8"));
    char text[1024], bytes[1024];
    snprintf(
        text, sizeof text,
        "<?xml version='1.0' encoding='utf-8'?><rss><channel><item><title>%s</title></item></channel></rss>",
        russian);
    write_bytes("f.xml", bytes, encode("KOI8-R", text, bytes, sizeof bytes));
    drain_one(&got, "f.xml");
    assert_int_equal(got.articles, 1);
    assert_int_equal(got.warnings, 1);
    assert_non_null(strstr(got.errors[0].message, "but it is KOI8-"));
}

/* None of these is surely Cyrillic. */
static void leaves_alone_what_is_not_sure(void **unused) {
    (void)unused;
    static const char *const others[][2] = {
        {"ISO-8859-1", "Les élèves étaient déjà là où ça a été fêté, là-bas, à Noël, près de la forêt, très "
                       "tôt, où ils ont été gênés par l'été"},
        {"ISO-8859-2",
         "Zażółć gęślą jaźń, pójdź w stąd, Příliš žluťoučký kůň úpěl ďábelské ódy, żółty źrebię"},
        {"ISO-8859-7", "Ο πρωθυπουργός της Ελλάδας δήλωσε ότι η κυβέρνηση θα συνεχίσει τις μεταρρυθμίσεις"},
        {"windows-1255", "ראש הממשלה הודיע כי הממשלה תמשיך את הרפורמות במשק הישראלי"},
        {"Shift_JIS", "海外からの情報、関係者によると日本語である国会中心の政府は一九四八年"},
        {"EUC-JP", "海外からの情報、関係者によると日本語である国会中心の政府は一九四八年"},
        {"gb18030", "海外中国的新闻报道关系者国会中心的政府一九四八年没有说明的消息"},
        {"windows-1251", "Мало букв"},
    };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char bytes[1024];
        size_t n = encode(others[i][0], others[i][1], bytes, sizeof bytes);
        dvi_charset_found found = dvi_charset_tell((dvk_span){bytes, n}, true);
        if (found.charset != DVI_CHARSET_UTF_8)
            fail_msg("%s is taken for %s", others[i][0], dvi_charset_name(found.charset));
    }
}

static void takes_damaged_utf_8_for_utf_8(void **unused) {
    (void)unused;
    char text[1024];
    strcpy(text, russian);
    text[40] = '\xFF';
    text[90] = 'x';
    dvi_charset_found found = dvi_charset_tell((dvk_span){text, strlen(text)}, true);
    assert_int_equal(found.charset, DVI_CHARSET_UTF_8);
    for (size_t cut = 1; cut < sizeof russian; cut++) {
        found = dvi_charset_tell((dvk_span){russian, cut}, false);
        assert_int_equal(found.reason, DVI_CHARSET_BY_DEFAULT);
    }
}

/* A cut sample, noise and zeros must do no harm. */
static void survives_anything(void **unused) {
    (void)unused;
    unsigned char noise[512];
    uint32_t state = 7;
    for (int round = 0; round < 3000; round++) {
        size_t n = (size_t)(state >> 16) % sizeof noise;
        for (size_t i = 0; i < n; i++) {
            state = state * 1664525 + 1013904223;
            noise[i] = (unsigned char)(state >> 24);
        }
        static const char *const starts[] = {"<?xml encoding=", "<meta charset=\"", "<meta ", "\xFF\xFE", ""};
        const char *start = starts[round % 5];
        if (n > 32) memcpy(noise, start, strlen(start));
        (void)dvi_charset_tell((dvk_span){(const char *)noise, n}, round % 2);
    }
    memset(noise, 0, sizeof noise);
    assert_int_equal(dvi_charset_tell((dvk_span){(const char *)noise, sizeof noise}, true).charset,
                     DVI_CHARSET_UTF_8);
    assert_int_equal(dvi_charset_tell((dvk_span){NULL, 0}, true).charset, DVI_CHARSET_UTF_8);
}

static void counts_what_it_replaced(void **unused) {
    (void)unused;
    taken got;
    char bytes[256] = "\xFF\xFE";
    size_t n = encode("UTF-16LE", "{\"title\":\"a?b\"}", bytes + 2, 200);
    for (size_t i = 2; i < n; i += 2)
        if (bytes[i] == '?') bytes[i + 1] = '\xD8';
    write_bytes("u.jsonl", bytes, n + 2);
    drain_one(&got, "u.jsonl");
    assert_string_equal(got.titles, "a\xEF\xBF\xBD"
                                    "b|");
    assert_int_equal(got.warnings, 1);
    assert_non_null(strstr(got.errors[0].message, "1 places"));
}

/* More than the window, and characters of several bytes across every seam. */
static void converts_in_pieces(void **unused) {
    (void)unused;
    static char bytes[8 << 20];
    static const char *const input = "big.jsonl";
    const size_t lines = 60000;
    size_t n = 0;
    dvk_reader *reader;
    dvk_article a;
    for (size_t i = 0; i < lines; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"id\":%zu,\"title\":\"Їжак%0*d\xF0\x9F\x93\xB0\"}\n", i,
                 (int)(i % 13) + 1, 0);
        n += encode("UTF-16LE", text, bytes + n, sizeof bytes - n);
    }
    write_bytes(input, bytes, n);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    for (size_t i = 0; i < lines; i++) {
        assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_OK);
        assert_int_equal(a.title.len, 8 + i % 13 + 1 + 4);
        assert_int_equal(a.line, i + 1);
    }
    assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_END);
    dvk_reader_destroy(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_cyrillic_charsets_by_their_letters),
        cmocka_unit_test(takes_latin_i_for_the_ukrainian),
        cmocka_unit_test(reads_utf_16),
        cmocka_unit_test(refuses_utf_32),
        cmocka_unit_test(does_as_the_input_says),
        cmocka_unit_test(believes_bytes_more_than_words),
        cmocka_unit_test(leaves_alone_what_is_not_sure),
        cmocka_unit_test(takes_damaged_utf_8_for_utf_8),
        cmocka_unit_test(survives_anything),
        cmocka_unit_test(counts_what_it_replaced),
        cmocka_unit_test(converts_in_pieces),
    };
    return cmocka_run_group_tests_name("charset", tests, make_folder, remove_folder);
}
