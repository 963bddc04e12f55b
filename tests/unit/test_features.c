/* Features: extraction that depends on the article alone, and the blob, which may come from anywhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "dvoinik/match.h"
#include "dvoinik/sign.h"
#include "equal_features.h"
#include "failing_memory.h"
#include "made_features.h"
#include "match/shared_sums.h"

enum { SUM = 8, MEGABYTE = 1 << 20 };

/* What every user of features relies on. */
static void expect_sound(const dvk_features *f) {
    assert_in_range(f->n_features, 0, DVK_MAX_FEATURES);
    assert_in_range(f->n_shingles, 0, DVK_MAX_SHINGLES);
    assert_true(f->shingle_total >= f->n_shingles);
    assert_true(f->shingle_total == f->n_shingles || f->n_shingles == DVK_MAX_SHINGLES);
    assert_in_range(f->language, 0, dvk_language_count() - 1);
    for (uint32_t i = 0; i < f->n_features; i++) {
        const dvk_feature *one = &f->list[i];
        assert_true(one->key != 0 && (i == 0 || one->key > f->list[i - 1].key));
        assert_true(one->weight > 0);
        assert_in_range(one->kind, 0, DVK_FEATURE_GRAM);
        assert_in_range(one->zone, 1, 7);
        assert_true(one->position != 0 || one->zone == 1);
    }
    for (uint32_t i = 1; i < f->n_shingles; i++)
        assert_true(f->shingles[i] > f->shingles[i - 1]);
}

static void expect_empty(const dvk_features *f) {
    assert_null(f->list);
    assert_null(f->shingles);
    assert_int_equal(f->n_features, 0);
    assert_int_equal(f->n_shingles, 0);
}

/* ---- the blob ---- */

enum { LARGEST = 64 + 10 * DVK_MAX_FEATURES + 4 * DVK_MAX_SHINGLES };

static uint8_t blob[LARGEST + 16];

static size_t write_blob(const dvk_features *f) {
    size_t size = dvk_features_blob_size(f);
    assert_in_range(size, 1, LARGEST);
    memset(blob, 0xA5, sizeof blob);
    assert_int_equal(dvk_features_write(f, dvk_model_builtin(), blob, size), DVK_OK);
    for (size_t i = size; i < sizeof blob; i++)
        assert_int_equal(blob[i], 0xA5);
    return size;
}

static void reseal(size_t size) {
    dvi_put64(blob + size - SUM, XXH3_64bits(blob, size - SUM));
}

/* Reads the blob from a heap copy of exactly its size, so that one byte too many is seen. */
static dvk_status read_blob(dvk_features *out, size_t size) {
    uint8_t *copy = malloc(size + (size == 0));
    assert_non_null(copy);
    memcpy(copy, blob, size);
    memset(out, 0x5A, sizeof *out);
    dvk_status status = dvk_features_read(out, dvk_model_builtin(), copy, size);
    free(copy);
    if (status != DVK_OK) expect_empty(out);
    return status;
}

static void expect_status(size_t size, dvk_status expected) {
    dvk_features f;
    assert_int_equal(read_blob(&f, size), expected);
    dvk_features_finish(&f);
}

static void what_is_written_is_read(void **unused) {
    (void)unused;
    static made_features made;
    dvk_features f;
    for (int round = 0; round < 500; round++) {
        made_at_random(&made, any(257), 100000);
        assert_int_equal(read_blob(&f, write_blob(&made.features)), DVK_OK);
        expect_equal(&made.features, &f);
        dvk_features_finish(&f);
        expect_empty(&f);
    }
    dvk_features_init(&made.features); /* nothing at all */
    assert_int_equal(read_blob(&f, write_blob(&made.features)), DVK_OK);
    expect_equal(&made.features, &f);
    dvk_features_finish(&f);
}

static void too_little_room_is_refused(void **unused) {
    (void)unused;
    static made_features made;
    made_at_random(&made, 100, 1000);
    size_t size = dvk_features_blob_size(&made.features);
    assert_int_equal(dvk_features_write(&made.features, dvk_model_builtin(), blob, size - 1), DVK_E_ARGUMENT);
    assert_int_equal(dvk_features_write(&made.features, dvk_model_builtin(), blob, 0), DVK_E_ARGUMENT);
}

static void no_changed_byte_is_accepted(void **unused) {
    (void)unused;
    static made_features made;
    made_at_random(&made, 60, 1000);
    size_t size = write_blob(&made.features);
    for (size_t i = 0; i < size; i++) {
        for (int bit = 0; bit < 8; bit++) {
            dvk_features f;
            blob[i] ^= (uint8_t)(1 << bit);
            dvk_status status = read_blob(&f, size);
            assert_true(status == DVK_E_DAMAGED || status == DVK_E_VERSION);
            blob[i] ^= (uint8_t)(1 << bit);
        }
    }
    dvk_features f;
    assert_int_equal(read_blob(&f, size), DVK_OK);
    dvk_features_finish(&f);
}

static void no_other_length_is_accepted(void **unused) {
    (void)unused;
    static made_features made;
    made_at_random(&made, 60, 1000);
    size_t size = write_blob(&made.features);
    for (size_t cut = 0; cut < size; cut++)
        expect_status(cut, DVK_E_DAMAGED);
    expect_status(size + 1, DVK_E_DAMAGED);
    for (size_t cut = SUM; cut < size; cut++) { /* nor with a checksum that fits */
        write_blob(&made.features);
        reseal(cut);
        expect_status(cut, DVK_E_DAMAGED);
    }
    write_blob(&made.features);
    reseal(size + 4);
    expect_status(size + 4, DVK_E_DAMAGED);
}

/* Where the head's numbers lie. */
enum {
    AT_VERSION = 4,
    AT_MODEL = 8,
    AT_FEATURES = 16,
    AT_SHINGLES = 20,
    AT_TOTAL = 24,
    AT_LANGUAGE = 32,
    AT_LIST = 44
};

static size_t write_small(void) {
    static made_features made;
    made_init(&made);
    for (uint32_t key = 1; key <= 8; key++)
        made_add(&made, (dvk_feature){key, 300, 1, DVK_FEATURE_WORD, 4});
    made_shingles(&made, (const uint32_t[]){5, 6, 7, 8, 9, 10, 11, 12, 13, 14}, 10, DVK_MAX_SHINGLES);
    return write_blob(&made.features);
}

static void expect_with(size_t at, uint32_t value, dvk_status expected) {
    size_t size = write_small();
    dvi_put32(blob + at, value);
    reseal(size);
    expect_status(size, expected);
}

static void another_model_or_format_is_told_apart_from_damage(void **unused) {
    (void)unused;
    expect_with(AT_VERSION, dvi_get32(blob + AT_VERSION), DVK_OK);
    expect_with(AT_VERSION, 1, DVK_OK); /* before there were datelines */
    expect_with(AT_VERSION, 3, DVK_E_VERSION);
    expect_with(AT_VERSION, 0, DVK_E_VERSION);
    expect_with(AT_MODEL, 12345, DVK_E_VERSION);
    expect_with(AT_MODEL + 4, 12345, DVK_E_VERSION);
    expect_with(0, 12345, DVK_E_DAMAGED);
}

static void hostile_counts_are_refused(void **unused) {
    (void)unused;
    static const uint32_t counts[] = {0,          1,          7,         9,          13,
                                      28,         257,        513,       65536,      0x10000000,
                                      0x19999999, 0x40000000, INT32_MAX, 0x80000000, UINT32_MAX};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        expect_with(AT_FEATURES, counts[i], DVK_E_DAMAGED);
        expect_with(AT_SHINGLES, counts[i], DVK_E_DAMAGED);
        if (counts[i] < 10) expect_with(AT_TOTAL, counts[i], DVK_E_DAMAGED);
    }
    size_t size = write_small(); /* counts that make up for each other */
    dvi_put32(blob + AT_FEATURES, 6);
    dvi_put32(blob + AT_SHINGLES, 15);
    dvi_put32(blob + AT_TOTAL, 15);
    reseal(size);
    expect_status(size, DVK_E_DAMAGED);
    expect_with(AT_TOTAL, UINT32_MAX, DVK_OK);
    expect_with(AT_LANGUAGE, dvk_language_count(), DVK_E_DAMAGED);
    expect_with(AT_LANGUAGE, UINT32_MAX, DVK_E_DAMAGED);
    expect_with(AT_LANGUAGE, dvk_language_count() - 1, DVK_OK);
    expect_with(AT_LANGUAGE, (uint32_t)366 << 16, DVK_OK);
    expect_with(AT_LANGUAGE, (uint32_t)367 << 16, DVK_E_DAMAGED); /* no year has so many days */
}

/* Seals a blob of n features and n_shingles shingles that is sound but for how many they are. */
static size_t write_many(uint32_t n, uint32_t n_shingles) {
    write_small();
    dvi_put32(blob + AT_FEATURES, n);
    dvi_put32(blob + AT_SHINGLES, n_shingles);
    dvi_put32(blob + AT_TOTAL, n_shingles);
    uint8_t *at = blob + AT_LIST;
    for (uint32_t i = 0; i < n; i++, at += 10) {
        memset(at, 1, 10);
        dvi_put32(at, i + 1);
    }
    for (uint32_t i = 0; i < n_shingles; i++, at += 4)
        dvi_put32(at, i + 1);
    size_t size = (size_t)(at - blob) + SUM;
    assert_in_range(size, 1, sizeof blob);
    reseal(size);
    return size;
}

/* Who reads a blob has room for so many. */
static void more_than_there_may_be_are_refused(void **unused) {
    (void)unused;
    expect_status(write_many(DVK_MAX_FEATURES, 0), DVK_OK);
    expect_status(write_many(DVK_MAX_FEATURES + 1, 0), DVK_E_DAMAGED);
    expect_status(write_many(0, DVK_MAX_SHINGLES), DVK_OK);
    expect_status(write_many(0, DVK_MAX_SHINGLES + 1), DVK_E_DAMAGED);
    expect_status(write_many(3, 0), DVK_OK);
    size_t size = write_many(3, 0);
    dvi_put32(blob + AT_TOTAL, 4); /* a sample of nothing */
    reseal(size);
    expect_status(size, DVK_E_DAMAGED);
}

static void keys_and_shingles_must_rise_and_kinds_be_known(void **unused) {
    (void)unused;
    expect_with(AT_LIST + 10, 1, DVK_E_DAMAGED); /* equal */
    expect_with(AT_LIST, 3, DVK_E_DAMAGED);      /* falling */
    expect_with(AT_LIST + 70, UINT32_MAX, DVK_OK);
    expect_with(AT_LIST + 80 + 4, 5, DVK_E_DAMAGED); /* shingles */
    expect_with(AT_LIST + 80, 7, DVK_E_DAMAGED);
    expect_with(AT_LIST + 80 + 36, UINT32_MAX, DVK_OK);
    for (int kind = 0; kind < 256; kind++) {
        size_t size = write_small();
        blob[AT_LIST + 30 + 8] = (uint8_t)kind;
        reseal(size);
        expect_status(size, kind <= DVK_FEATURE_GRAM ? DVK_OK : DVK_E_DAMAGED);
    }
}

/* What was accepted must do no harm. */
static void use(const dvk_features *f, const dvk_features *other) {
    dvk_match match;
    dvk_evidence evidence[DVK_MAX_FEATURES];
    dvk_sign_params params;
    uint64_t keys[32];
    size_t n;
    assert_int_equal(dvk_score(dvk_model_builtin(), f, other, &match), DVK_OK);
    assert_true(match.event <= 65536 && match.duplicate <= match.event);
    assert_int_equal(dvk_score(dvk_model_builtin(), f, f, &match), DVK_OK);
    assert_in_range(dvk_match_evidence(dvk_model_builtin(), f, other, evidence, DVK_MAX_FEATURES), 0,
                    DVK_MAX_FEATURES);
    dvk_sign_params_init(&params);
    assert_int_equal(dvk_band_keys(f, &params, keys, &n), DVK_OK);
}

/* Blobs with a checksum that fits and bytes that were changed at random, mostly in the head. */
static void random_blobs_do_no_harm(void **unused) {
    (void)unused;
    static made_features made, other;
    size_t accepted = 0;
    for (int round = 0; round < 30000; round++) {
        if (round % 100 == 0) made_at_random(&other, 100, 300);
        made_at_random(&made, any(8) == 0 ? 200 : 4, 300);
        size_t size = write_blob(&made.features);
        for (uint32_t changes = any(4); changes > 0; changes--) {
            size_t at =
                any(3) ? AT_FEATURES + any(28) : AT_FEATURES + any((uint32_t)size - AT_FEATURES - SUM);
            blob[at] = (uint8_t)(any(2) ? any(256) : any(4));
        }
        reseal(size);
        dvk_features f;
        if (read_blob(&f, size) != DVK_OK) continue;
        use(&f, &other.features);
        accepted++;
        dvk_features_finish(&f);
    }
    assert_in_range(accepted, 1000, 29000);
}

static void noise_is_no_blob(void **unused) {
    (void)unused;
    for (int round = 0; round < 2000; round++) {
        size_t size = any(LARGEST);
        for (size_t i = 0; i < size; i++)
            blob[i] = (uint8_t)any(256);
        if (size >= 16 + SUM && round % 2) { /* a head as it should be, and noise behind it */
            memcpy(blob, "DVF1", 4);
            dvi_put32(blob + AT_VERSION, 2);
            dvi_put64(blob + AT_MODEL, dvk_model_fingerprint(dvk_model_builtin()));
            reseal(size);
        }
        expect_status(size, DVK_E_DAMAGED);
    }
}

static void without_memory_nothing_is_read(void **unused) {
    (void)unused;
    size_t size = write_small();
    for (size_t after = 1; after < 3; after++) { /* the first is the copy that is read */
        dvi_memory_fail(after, 0);
        expect_status(size, DVK_E_MEMORY);
        dvi_memory_fail(SIZE_MAX, 0);
    }
    expect_status(size, DVK_OK);
}

/* ---- extraction ---- */

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static dvk_article article(const char *title, const char *text) {
    return (dvk_article){.id = span("id"), .title = span(title), .text = span(text), .time = DVK_NO_TIME};
}

static dvk_extractor *fresh(void) {
    dvk_extractor *extractor;
    assert_int_equal(dvk_extractor_create(&extractor, dvk_model_builtin()), DVK_OK);
    return extractor;
}

static void extract(dvk_extractor *extractor, const dvk_article *a, dvk_features *out) {
    assert_int_equal(dvk_features_extract(extractor, a, out), DVK_OK);
    expect_sound(out);
    assert_true(out->time == a->time);
}

/* Articles in many languages and scripts; some of their words are spelled alike and mean other things. */
static const char *const texts[][2] = {
    {"Президент прибув до Києва",
     "Президент України 12 липня 2025 року прибув до Києва, де зустрівся з міністром "
     "закордонних справ. На зустрічі говорили про 25 тис. біженців та 1,5 млн євро допомоги."},
    {"Президент прибыл в Киев",
     "Президент Украины 12 июля 2025 года прибыл в Киев, где встретился с министром "
     "иностранных дел. На встрече говорили о 25 000 беженцев и 1,5 млн евро помощи."},
    {"Президентът пристигна в Киев",
     "Президентът на Украйна пристигна в Киев в неделя, 13 юли, където се срещна с "
     "външния министър. Говориха за 25 хил. бежанци."},
    {"Председник стигао у Кијев",
     "Председник Украјине стигао је у недељу, 13. јула, у Кијев. Разговарало се о 25.000 "
     "избеглица и помоћи од 1,5 милиона евра."},
    {"Претседателот пристигна во Киев",
     "Претседателот на Украина пристигна во Киев на 12 јули. Се разговараше за "
     "25.000 бегалци."},
    {"Прэзідэнт прыбыў у Кіеў",
     "Прэзідэнт Украіны 12 ліпеня прыбыў у Кіеў. Гаворка ішла пра 25 тыс. бежанцаў."},
    {"Президент Киевке келді", "Украина президенті 12 шілдеде Киевке келді. 25 мың босқын туралы сөз болды."},
    {"The president came to Kyiv",
     "The president of Ukraine came to Kyiv on July 12, where he met the foreign "
     "minister. They spoke of 25,000 refugees and 1.5 million euros. POLICE WERE THERE."},
    {"Prezydent przybył do Kijowa",
     "Prezydent Ukrainy przybył 12 lipca do Kijowa. Mowa była o 25 tys. uchodźców."},
    {"", "Ο πρόεδρος έφτασε στο Κίεβο στις 12 Ιουλίου."},
    {"", "Նախագահը ժամանեց Կիև հուլիսի 12-ին։"},
    {"", "პრეზიდენტი ჩავიდა კიევში 12 ივლისს."},
    {"", "הנשיא הגיע לקייב ב-12 ביולי."},
    {"", "وصل الرئيس إلى كييف في 12 يوليو ٢٠٢٥."},
    {"", "राष्ट्रपति 12 जुलाई को कीव पहुँचे।"},
    {"", "ประธานาธิบดีเดินทางถึงกรุงเคียฟเมื่อวันที่ 12 กรกฎาคม"},
    {"", "總統於7月12日抵達基輔。大統領は12日にキーウに到着した。"},
    {"", "대통령이 7월 12일 키이우에 도착했다."},
    {"", "ᠶᠡᠷᠦᠩᠬᠡᠢᠯᠡᠭᠴᠢ ᠮᠣᠩᠭᠣᠯ ፕሬዚዳንቱ ኪየቭ ደረሱ"},
    {"Мир", "Мир. Мир — мир! МИР мИр mir MИР."},
};
enum { TEXTS = sizeof texts / sizeof *texts };

static void features_depend_on_the_article_alone(void **unused) {
    (void)unused;
    dvk_extractor *worn = fresh();
    dvk_features reused = {0}; /* zeroed is as good as initialised */
    for (int round = 0; round < 400; round++) {
        size_t i = any(TEXTS);
        dvk_article a = article(texts[i][0], texts[i][1]);
        dvk_extractor *extractor = fresh();
        dvk_features clean;
        dvk_features_init(&clean);
        extract(extractor, &a, &clean);
        extract(worn, &a, &reused);
        expect_equal(&clean, &reused);
        dvk_features_finish(&clean);
        dvk_extractor_destroy(extractor);
    }
    dvk_features_finish(&reused);
    dvk_extractor_destroy(worn);
}

/* More different words than the extractor can remember, each in two languages' company. */
static void words_pushed_out_of_memory_are_read_anew(void **unused) {
    (void)unused;
    enum { WORDS = 40000 };
    char *flood = malloc(WORDS * 16 + 1);
    size_t len = 0;
    assert_non_null(flood);
    for (int i = 0; i < WORDS; i++) {
        for (int k = 0; k < 5; k++, len += 2)
            dvi_put16((uint8_t *)flood + len, (uint16_t)(0xB0D0 + (any(16) << 8)));
        flood[len++] = ' ';
    }
    dvk_article a = article(texts[0][0], texts[0][1]), b = {.text = {flood, len}, .time = DVK_NO_TIME};
    dvk_extractor *extractor = fresh();
    dvk_features before, after;
    dvk_features_init(&before);
    dvk_features_init(&after);
    extract(extractor, &a, &before);
    extract(extractor, &b, &after);
    assert_int_equal(after.n_features, DVK_MAX_FEATURES);
    assert_int_equal(after.n_shingles, DVK_MAX_SHINGLES);
    assert_int_equal(after.n_tokens, WORDS);
    extract(extractor, &a, &after);
    expect_equal(&before, &after);
    dvk_features_finish(&before);
    dvk_features_finish(&after);
    dvk_extractor_destroy(extractor);
    free(flood);
}

static void every_script_has_features(void **unused) {
    (void)unused;
    dvk_extractor *extractor = fresh();
    dvk_features f;
    dvk_features_init(&f);
    for (size_t i = 0; i < TEXTS; i++) {
        dvk_article a = article(texts[i][0], texts[i][1]);
        extract(extractor, &a, &f);
        if (f.n_features < 1 || f.n_shingles < 1 || f.n_tokens < 3) fail_msg("%s", texts[i][1]);
    }
    dvk_features_finish(&f);
    dvk_extractor_destroy(extractor);
}

/* The key of the one word of an article. */
static uint32_t key_of(dvk_extractor *extractor, const char *word) {
    dvk_article a = article("", word);
    dvk_features f;
    dvk_features_init(&f);
    extract(extractor, &a, &f);
    assert_int_equal(f.n_features, 1);
    uint32_t key = f.list[0].key;
    dvk_features_finish(&f);
    return key;
}

/* As DVK_FEATURE_WORD says. By consonants alone the first two would differ, and the next two be one. */
static void a_word_counts_by_its_first_five_letters(void **unused) {
    (void)unused;
    dvk_extractor *extractor = fresh();
    assert_int_equal(key_of(extractor, "засланец"), key_of(extractor, "засланка"));
    assert_int_not_equal(key_of(extractor, "зслнц"), key_of(extractor, "засланец"));
    assert_int_equal(key_of(extractor, "ладовнік"), key_of(extractor, "лидаавенько"));
    assert_int_not_equal(key_of(extractor, "ладовнік"), key_of(extractor, "ладанік"));
    assert_int_equal(key_of(extractor, "ελληνικα"), key_of(extractor, "ΕΛΛΗΝΙΔΕΣ"));
    assert_int_not_equal(key_of(extractor, "ελληνικα"), key_of(extractor, "ελληνες"));
    dvk_extractor_destroy(extractor);
}

static void language_and_time_are_the_articles(void **unused) {
    (void)unused;
    static const char *const codes[] = {"uk", "ru", "bg", "sr", "mk", "be", "kk", "en", "pl"};
    dvk_extractor *extractor = fresh();
    dvk_features f;
    dvk_features_init(&f);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        dvk_article a = article(texts[i][0], texts[i][1]);
        a.time = (int64_t)i - 1;
        a.lang = span("xx"); /* is claimed, and not believed */
        extract(extractor, &a, &f);
        assert_string_equal(dvk_language_code(f.language), codes[i]);
    }
    dvk_features_finish(&f);
    dvk_extractor_destroy(extractor);
}

static void a_title_may_stand_alone(void **unused) {
    (void)unused;
    dvk_extractor *extractor = fresh();
    dvk_features f;
    dvk_features_init(&f);
    dvk_article a = article(texts[0][1], "");
    extract(extractor, &a, &f);
    assert_true(f.n_features > 10 && f.n_shingles > 10);
    for (uint32_t i = 0; i < f.n_features; i++)
        assert_true(f.list[i].zone == 1 && f.list[i].position == 0);
    dvk_features_finish(&f);
    dvk_extractor_destroy(extractor);
}

static void an_article_without_words_has_no_features(void **unused) {
    (void)unused;
    static const char *const wordless[] = {
        "", " ", "\n\n\t", "— … ! ? «»", "\u00AD\u0301\u200B", "😀 👨‍👩‍👧 ★"};
    for (size_t i = 0; i < sizeof wordless / sizeof *wordless; i++) {
        dvk_extractor *extractor = fresh();
        dvk_features f;
        dvk_features_init(&f);
        dvk_article a = article(wordless[i], wordless[i]);
        extract(extractor, &a, &f);
        if (f.n_features != 0 || f.n_shingles != 0 || f.n_tokens != 0) fail_msg("'%s'", wordless[i]);
        dvk_features_finish(&f);
        dvk_extractor_destroy(extractor);
    }
}

/* The same, behind a title and a lead that say nothing of it. */
static dvk_article in_the_body(const dvk_article *a, const char *lead, char *room, size_t size) {
    size_t at = 0;
    for (int i = 0; i < 12; i++)
        at += (size_t)snprintf(room + at, size - at, "%s ", lead);
    snprintf(room + at, size - at, "\n%.*s\n%.*s\n", (int)a->title.len, a->title.data, (int)a->text.len,
             a->text.data);
    return article(lead, room);
}

/* By its weight a day is told from a month and a weekday. */
static void a_day_weighs_more_than_a_month(void **unused) {
    (void)unused;
    static const char uk[] = "Мешканці села розповіли журналістам, що вони думають про це рішення.",
                      en[] = "Those who live there told reporters what they think of this decision.",
                      bg[] = "Жителите на селото разказаха пред журналисти какво мислят за това решение.";
    static const struct {
        const char *title, *text;
        bool day;
        const char *lead;
    } cases[] = {
        {"Погода на 12 липня", "Синоптики розповіли, якою буде погода в Україні.", true, uk},
        {"Погода в Україні", "Якою вона буде 12.07.2025, розповіли синоптики.", true, uk},
        {"Погода у липні", "Синоптики розповіли, якою буде погода в Україні.", false, uk},
        {"Погода в Україні", "Якою вона буде в понеділок, розповіли синоптики.", false, uk},
        {"Weather for July 12", "What the weather will be like, as the forecasters told us.", true, en},
        {"Weather for Monday", "What the weather will be like, as the forecasters told us.", false, en},
        {"Времето на 12 юли", "Какво ще бъде времето в страната, казаха синоптиците.", true, bg},
        {"Времето през юли", "Какво ще бъде времето в страната, казаха синоптиците.", false, bg},
    };
    dvk_extractor *extractor = fresh();
    dvk_features f;
    dvk_features_init(&f);
    for (size_t i = 0; i < 2 * (sizeof cases / sizeof *cases); i++) {
        char long_text[1 << 12];
        bool lead = i % 2 == 0;
        dvk_article a = article(cases[i / 2].title, cases[i / 2].text);
        if (!lead) a = in_the_body(&a, cases[i / 2].lead, long_text, sizeof long_text);
        uint32_t dates = 0;
        extract(extractor, &a, &f);
        for (uint32_t k = 0; k < f.n_features; k++) {
            if (f.list[k].kind != DVK_FEATURE_DATE) continue;
            assert_int_equal((f.list[k].zone & DVI_LEAD_ZONES) != 0, lead);
            if ((f.list[k].weight >= (lead ? DVI_DAY_OF_LEAD : DVI_DAY)) != cases[i / 2].day)
                fail_msg("%zu: %u", i, f.list[k].weight);
            dates++;
        }
        if (dates != 1) fail_msg("%zu: %u dates", i, dates);
    }
    dvk_features_finish(&f);
    dvk_extractor_destroy(extractor);
}

/* Before any byte of them is read. */
static void texts_of_four_gib_are_refused(void **unused) {
    (void)unused;
    dvk_extractor *extractor = fresh();
    dvk_features f;
    dvk_features_init(&f);
    for (int i = 0; i < 2; i++) {
        dvk_article a = article(texts[0][0], texts[0][1]);
        *(i == 0 ? &a.title.len : &a.text.len) = (size_t)UINT32_MAX + 1;
        assert_int_equal(dvk_features_extract(extractor, &a, &f), DVK_E_LIMIT);
    }
    dvk_features_finish(&f);
    dvk_extractor_destroy(extractor);
}

static void a_dateline_tells_its_day(void **unused) {
    (void)unused;
    static const struct {
        const char *text;
        uint32_t day;
    } cases[] = {
        {"КИЇВ, 12 липня – Укрінформ. Міська рада закрила старий міст через річку.", 194},
        {"МОСКВА, 1 января. /ТАСС/. Мэрия перекрыла старый мост через реку.", 1},
        {"МИНСК, 31 дек — РИА Новости. Мэрия перекрыла старый мост через реку.", 366},
        {"СОФИЯ, 29 февруари /БТА/. Общината затвори стария мост над реката.", 60},
        {"БЕОГРАД, 1. марта (Танјуг) – Градска управа затворила је стари мост.", 61},
        {"АСТАНА. 17 маусым. ҚазАқпарат – Қала әкімдігі ескі көпірді екі айға жапты.", 169},
        {"Улаанбаатар, 2025 оны долоодугаар сарын 12 /МОНЦАМЭ/. Хотын захиргаа хуучин гүүрийг хаалаа.", 194},
        {"WARSZAWA, 20 sierpnia (PAP) – Władze miasta zamknęły stary most na rzece.", 233},
        {"LONDON, Dec 22 (Reuters) - The town council has closed the old bridge.", 357},
        {"КИЇВ – Укрінформ. Міська рада закрила старий міст через річку 12 липня.", 0},
        {"Міська рада 12 липня закрила старий міст через річку на два місяці.", 0},
        {"ОДЕСА, липень – Укрінформ. Міська рада закрила старий міст через річку.", 0},
        {"", 0},
    };
    dvk_extractor *extractor = fresh();
    dvk_features f, other;
    dvk_features_init(&f);
    dvk_features_init(&other);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dvk_article a = article("Міст", cases[i].text);
        extract(extractor, &a, &f);
        if (f.dateline != cases[i].day) fail_msg("%s: %u", cases[i].text, f.dateline);
    }
    dvk_article with = article("Міст", "КИЇВ, 12 липня – Укрінформ. Міська рада закрила старий міст."),
                without = article("Міст", "Міська рада закрила старий міст.");
    extract(extractor, &with, &f);
    extract(extractor, &without, &other);
    other.dateline = 194; /* nothing else of it counts */
    expect_equal(&f, &other);
    dvk_features_finish(&f);
    dvk_features_finish(&other);
    dvk_extractor_destroy(extractor);
}

static void what_is_not_utf8_is_refused(void **unused) {
    (void)unused;
    static const char *const bad[] = {"слово \xD0", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "а\xFF"};
    dvk_extractor *extractor = fresh();
    dvk_features f, clean;
    dvk_features_init(&f);
    dvk_features_init(&clean);
    dvk_article good = article(texts[0][0], texts[0][1]);
    extract(extractor, &good, &clean);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        dvk_article title = article(bad[i], texts[0][1]), text = article(texts[0][0], bad[i]);
        assert_int_equal(dvk_features_extract(extractor, &title, &f), DVK_E_ENCODING);
        assert_int_equal(dvk_features_extract(extractor, &text, &f), DVK_E_ENCODING);
        extract(extractor, &good, &f); /* the extractor is as good as before */
        expect_equal(&f, &clean);
    }
    dvk_features_finish(&f);
    dvk_features_finish(&clean);
    dvk_extractor_destroy(extractor);
}

/* A megabyte of the same few bytes over and over. */
static void extract_megabyte(const char *piece, dvk_features *out) {
    size_t len = strlen(piece), n = MEGABYTE / len * len;
    char *text = malloc(n);
    assert_non_null(text);
    for (size_t at = 0; at < n; at += len)
        memcpy(text + at, piece, len);
    dvk_article a = {.text = {text, n}, .time = DVK_NO_TIME};
    dvk_extractor *extractor = fresh();
    extract(extractor, &a, out);
    a = (dvk_article){.title = {text, n}, .time = DVK_NO_TIME};
    dvk_features as_title;
    dvk_features_init(&as_title);
    extract(extractor, &a, &as_title);
    dvk_features_finish(&as_title);
    dvk_extractor_destroy(extractor);
    free(text);
}

static void a_megabyte_of_anything_is_borne(void **unused) {
    (void)unused;
    static const char *const pieces[] = {"а",
                                         "Ї",
                                         "a",
                                         "7",
                                         "7 ",
                                         "а ",
                                         "7.",
                                         ".",
                                         "\n",
                                         "'",
                                         "中",
                                         "α",
                                         "\u0301",
                                         "а\u0301",
                                         "a-",
                                         "7e7",
                                         "МВС ",
                                         "12 липня ",
                                         "читайте также\n",
                                         "٣"};
    dvk_features f;
    dvk_features_init(&f);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        extract_megabyte(pieces[i], &f);
    extract_megabyte("а", &f);
    assert_in_range(f.n_tokens, 1, 2); /* one word, if a long one, that the end of the lead may cut */
    extract_megabyte("да ", &f);
    assert_int_equal(f.n_tokens, MEGABYTE / 5);
    assert_int_equal(f.n_shingles, 1);
    dvk_features_finish(&f);
}

static void a_nul_is_a_character_like_others(void **unused) {
    (void)unused;
    static const char with[] = "Київ\0Харків \0 Одеса", without[] = "Київ,Харків , Одеса";
    dvk_extractor *extractor = fresh();
    dvk_features a, b;
    dvk_features_init(&a);
    dvk_features_init(&b);
    dvk_article nul = {.text = {with, sizeof with - 1}, .time = DVK_NO_TIME};
    dvk_article comma = {.text = {without, sizeof without - 1}, .time = DVK_NO_TIME};
    extract(extractor, &nul, &a);
    extract(extractor, &comma, &b);
    assert_int_equal(a.n_tokens, 3);
    expect_equal(&a, &b);
    dvk_features_finish(&a);
    dvk_features_finish(&b);
    dvk_extractor_destroy(extractor);
}

/* Letters, signs and digits of all sorts in no order: characters below `limit`, often from one script. */
static size_t random_text(char *out, size_t cap, uint32_t limit) {
    static const char *const likely[] = {" ", ".", ",",     "\n",  "'",   "12",     "000",
                                         "-", "а", "липня", "млн", "США", "\u0301", "\u00AD"};
    size_t n = 0;
    while (n + 16 < cap) {
        uint32_t c = any(3) == 0 ? any(limit) : 0x400 + any(0x60);
        if (any(4) == 0) {
            const char *piece = likely[any(sizeof likely / sizeof *likely)];
            memcpy(out + n, piece, strlen(piece));
            n += strlen(piece);
        } else if (c < 0x80) {
            out[n++] = (char)c;
        } else if (c < 0x800) {
            out[n++] = (char)(0xC0 | c >> 6);
            out[n++] = (char)(0x80 | (c & 63));
        } else if (c < 0x10000 && (c < 0xD800 || c > 0xDFFF)) {
            out[n++] = (char)(0xE0 | c >> 12);
            out[n++] = (char)(0x80 | (c >> 6 & 63));
            out[n++] = (char)(0x80 | (c & 63));
        } else if (c >= 0x10000) {
            out[n++] = (char)(0xF0 | c >> 18);
            out[n++] = (char)(0x80 | (c >> 12 & 63));
            out[n++] = (char)(0x80 | (c >> 6 & 63));
            out[n++] = (char)(0x80 | (c & 63));
        }
    }
    return n;
}

static void random_text_is_borne(void **unused) {
    (void)unused;
    static const uint32_t limits[] = {0x80, 0x250, 0x600, 0x3000, 0x10000, 0x110000};
    dvk_extractor *extractor = fresh();
    dvk_features f, again;
    dvk_features_init(&f);
    dvk_features_init(&again);
    for (int round = 0; round < 2000; round++) {
        size_t title_cap = 16 + any(100), cap = 16 + any(2000);
        char *title = malloc(title_cap), *text = malloc(cap);
        assert_true(title != NULL && text != NULL);
        uint32_t limit = limits[any(6)];
        dvk_article a = {.time = DVK_NO_TIME};
        a.title = (dvk_span){title, random_text(title, title_cap, limit)};
        a.text = (dvk_span){text, random_text(text, cap, limit)};
        extract(extractor, &a, &f);
        if (round % 50 == 0) {
            dvk_extractor *other = fresh();
            extract(other, &a, &again);
            expect_equal(&f, &again);
            dvk_extractor_destroy(other);
        }
        free(title);
        free(text);
    }
    dvk_features_finish(&f);
    dvk_features_finish(&again);
    dvk_extractor_destroy(extractor);
}

static void without_memory_extraction_says_so_and_can_be_repeated(void **unused) {
    (void)unused;
    dvk_article a = article(texts[0][0], texts[0][1]);
    dvk_extractor *extractor = fresh();
    dvk_features clean;
    dvk_features_init(&clean);
    extract(extractor, &a, &clean);
    dvk_extractor_destroy(extractor);
    dvk_status status = DVK_E_MEMORY;
    size_t after = 0;
    for (; status == DVK_E_MEMORY; after++) {
        dvk_features f;
        dvk_features_init(&f);
        dvi_memory_fail(after, 0);
        status = dvk_extractor_create(&extractor, dvk_model_builtin());
        if (status != DVK_OK) {
            assert_null(extractor);
            dvi_memory_fail(SIZE_MAX, 0);
            continue;
        }
        status = dvk_features_extract(extractor, &a, &f);
        dvi_memory_fail(SIZE_MAX, 0);
        extract(extractor, &a, &f);
        expect_equal(&f, &clean);
        dvk_features_finish(&f);
        dvk_extractor_destroy(extractor);
    }
    assert_int_equal(status, DVK_OK);
    assert_in_range(after, 8, 100);
    dvk_features_finish(&clean);
    dvk_extractor_destroy(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(too_little_room_is_refused),
        cmocka_unit_test(no_changed_byte_is_accepted),
        cmocka_unit_test(no_other_length_is_accepted),
        cmocka_unit_test(another_model_or_format_is_told_apart_from_damage),
        cmocka_unit_test(hostile_counts_are_refused),
        cmocka_unit_test(more_than_there_may_be_are_refused),
        cmocka_unit_test(keys_and_shingles_must_rise_and_kinds_be_known),
        cmocka_unit_test(random_blobs_do_no_harm),
        cmocka_unit_test(noise_is_no_blob),
        cmocka_unit_test(without_memory_nothing_is_read),
        cmocka_unit_test(features_depend_on_the_article_alone),
        cmocka_unit_test(words_pushed_out_of_memory_are_read_anew),
        cmocka_unit_test(every_script_has_features),
        cmocka_unit_test(a_word_counts_by_its_first_five_letters),
        cmocka_unit_test(language_and_time_are_the_articles),
        cmocka_unit_test(a_title_may_stand_alone),
        cmocka_unit_test(an_article_without_words_has_no_features),
        cmocka_unit_test(a_day_weighs_more_than_a_month),
        cmocka_unit_test(texts_of_four_gib_are_refused),
        cmocka_unit_test(a_dateline_tells_its_day),
        cmocka_unit_test(what_is_not_utf8_is_refused),
        cmocka_unit_test(a_megabyte_of_anything_is_borne),
        cmocka_unit_test(a_nul_is_a_character_like_others),
        cmocka_unit_test(random_text_is_borne),
        cmocka_unit_test(without_memory_extraction_says_so_and_can_be_repeated),
    };
    return cmocka_run_group_tests_name("features", tests, NULL, NULL);
}
