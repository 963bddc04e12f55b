/* Concepts: one number, date, name or office has one key in every language, and words that only look alike
 * have not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "chance.h"
#include "commonform/tokenize.h"
#include "tables/sealed_model.h"

static dvi_word_cache *cache;

static uint32_t language(const char *code) {
    uint32_t number = dvk_language_number(code, strlen(code));
    assert_true(number != 0 || strcmp(code, "und") == 0);
    return number;
}

/* The tokens of a text with their concepts. */
static dvi_token_list read_text(const char *code, const char *text) {
    dvi_token_list tokens = {0};
    dvk_span span = {text, strlen(text)};
    assert_int_equal(dvi_tokenize(cache, span, language(code), DVI_ZONE_BODY, &tokens), DVK_OK);
    dvi_find_concepts(dvk_model_builtin(), span, language(code), &tokens, 0);
    return tokens;
}

/* The concepts found, for messages. */
static void describe(const char *code, const char *text, char *out, size_t cap) {
    dvi_concept_text texts[64];
    dvi_token_list tokens = {0};
    dvk_span span = {text, strlen(text)};
    assert_int_equal(dvi_tokenize(cache, span, language(code), DVI_ZONE_BODY, &tokens), DVK_OK);
    assert_in_range(tokens.n, 0, 64);
    memset(texts, 0, sizeof texts);
    dvi_name_concepts(dvk_model_builtin(), span, language(code), &tokens, texts);
    out[0] = '\0';
    for (size_t i = 0, len = 0; i < tokens.n && len + 80 < cap; i++)
        if (texts[i].text[0] != '\0') len += (size_t)snprintf(out + len, cap - len, "%s ", texts[i].text);
    dvi_token_list_finish(&tokens);
}

static bool has(const char *code, const char *text, const char *concept) {
    dvi_token_list tokens = read_text(code, text);
    uint32_t key = dvi_feature_key(concept[0], concept + 1, strlen(concept + 1));
    bool found = false;
    for (size_t i = 0; i < tokens.n; i++)
    found |= tokens.list[i].concept == key && tokens.list[i].span > 0;
    dvi_token_list_finish(&tokens);
    return found;
}

static int missing;

static void check(const char *code, const char *text, const char *concept, bool wanted) {
    char found[1000];
    if (has(code, text, concept) == wanted) return;
    describe(code, text, found, sizeof found);
    print_message("%s '%s': %s%s, found: %s\n", code, text, wanted ? "" : "no ", concept, found);
    missing++;
}

typedef struct said {
    const char *code, *text;
} said;

/* Each of the texts, in its language, has the concept. */
static void all_say(const char *concept, const said *list, size_t n) {
    missing = 0;
    for (size_t i = 0; i < n; i++)
        check(list[i].code, list[i].text, concept, true);
    if (missing != 0) fail_msg("%s is missing in %d of %zu", concept, missing, n);
}

static void none_says(const char *concept, const said *list, size_t n) {
    missing = 0;
    for (size_t i = 0; i < n; i++)
        check(list[i].code, list[i].text, concept, false);
    if (missing != 0) fail_msg("%s is found in %d of %zu", concept, missing, n);
}

#define ALL_SAY(concept, ...)                                                                                \
    all_say(concept, (const said[]){__VA_ARGS__}, sizeof((const said[]){__VA_ARGS__}) / sizeof(said))
#define NONE_SAYS(concept, ...)                                                                              \
    none_says(concept, (const said[]){__VA_ARGS__}, sizeof((const said[]){__VA_ARGS__}) / sizeof(said))

/* ---- numbers ---- */

static void thousands_in_all_spellings(void **unused) {
    (void)unused;
    ALL_SAY("#25e3", {"uk", "25 000 людей"}, {"uk", "25\u00A0000 людей"}, {"uk", "25\u202F000 людей"},
            {"uk", "25.000 людей"}, {"uk", "25000 людей"}, {"uk", "25 тис. людей"}, {"uk", "25 тисяч людей"},
            {"ru", "25 000 человек"}, {"ru", "25 тыс. человек"}, {"ru", "25 тысяч человек"},
            {"be", "25 тыс. чалавек"}, {"be", "25 тысяч чалавек"}, {"bg", "25 хил. души"},
            {"bg", "25 хиляди души"}, {"bg", "25 000 души"}, {"mk", "25.000 луѓе"}, {"mk", "25 илјади луѓе"},
            {"sr", "25.000 људи"}, {"sr", "25 хиљада људи"}, {"sr-Latn", "25.000 ljudi"},
            {"sr-Latn", "25 hiljada ljudi"}, {"hr", "25 tisuća ljudi"}, {"en", "25,000 people"},
            {"en", "25 thousand people"}, {"en", "25 000 people"}, {"en", "25000 people"},
            {"pl", "25 tys. osób"}, {"pl", "25 tysięcy osób"}, {"cs", "25 tisíc lidí"}, {"kk", "25 мың адам"},
            {"ru", "25'000 человек"}, {"ru", "25’000 человек"});
}

static void a_point_is_decimal_in_english_and_a_comma_elsewhere(void **unused) {
    (void)unused;
    NONE_SAYS("#25e3", {"en", "25.000 seconds"}, {"uk", "25,000 секунди"}, {"ru", "25,000 секунды"});
    ALL_SAY("#25e0", {"en", "25.000 seconds"}, {"uk", "25,000 секунди"}, {"en", "25 seconds"});
    ALL_SAY("#15e-1", {"uk", "1,5 кілограма"}, {"ru", "1,5 килограмма"}, {"en", "1.5 kilograms"},
            {"uk", "1,50 грн"});
}

/* Of cards, accounts, shipments. */
static void long_numbers_are_told_apart(void **unused) {
    (void)unused;
    ALL_SAY("#1234567890123456e0", {"uk", "картка 1234567890123456"}, {"en", "card 1234567890123456"});
    NONE_SAYS("#1234567890123456e0", {"uk", "картка 1234567890123457"}, {"uk", "рахунок 12345678901234567"},
              {"uk", "123456789012345"});
    ALL_SAY("#12345678901234567890123456789012e2", {"en", "1234567890123456789012345678901234"});
    ALL_SAY("#1234567890123455e-1", {"en", "123,456,789,012,345.5"});
}

static void a_mark_that_stands_twice_separates_thousands(void **unused) {
    (void)unused;
    ALL_SAY("#1234567e0", {"ru", "1,234,567 рублей"}, {"en", "1.234.567 euros"}, {"en", "1,234,567"},
            {"pl", "1.234.567"}, {"mn", "1,234,567"});
    ALL_SAY("#25e3", {"mn", "25,000 төгрөг"});
    ALL_SAY("#35e-1", {"mn", "3.5 хувь"}, {"mn", "3,5 хувь"});
}

static void millions_in_all_spellings(void **unused) {
    (void)unused;
    ALL_SAY("#15e5", {"uk", "1,5 млн євро"}, {"uk", "1,5 мільйона євро"}, {"uk", "1 500 000 євро"},
            {"ru", "1,5 млн евро"}, {"ru", "1,5 миллиона евро"}, {"be", "1,5 млн еўра"},
            {"be", "1,5 мільёна еўра"}, {"bg", "1,5 млн. евро"}, {"bg", "1,5 милиона евро"},
            {"mk", "1,5 милиони евра"}, {"sr", "1,5 милиона евра"}, {"sr", "1,5 милион евра"},
            {"sr", "1.500.000 евра"}, {"en", "1.5 million euros"}, {"en", "1.5 mln euros"},
            {"en", "1,500,000 euros"}, {"pl", "1,5 mln euro"}, {"kk", "1,5 млн еуро"},
            {"ru", "1500 тыс. евро"});
    ALL_SAY("#3e9", {"uk", "3 млрд"}, {"ru", "3 миллиарда"}, {"bg", "3 милиарда"}, {"sr", "3 милијарде"},
            {"en", "3 billion"}, {"en", "three billion"}, {"ru", "три миллиарда"}, {"uk", "три мільярди"},
            {"pl", "3 mld"}, {"ru", "3 тысячи миллионов"});
}

static void number_words_are_numbers(void **unused) {
    (void)unused;
    ALL_SAY("#5e0", {"uk", "п'ять людей"}, {"uk", "п’ять людей"}, {"ru", "пять человек"},
            {"be", "пяць чалавек"}, {"bg", "пет души"}, {"en", "five people"}, {"pl", "pięć osób"},
            {"kk", "бес адам"}, {"uk", "5 людей"});
    ALL_SAY("#5e3", {"ru", "пять тысяч"}, {"uk", "п'ять тисяч"}, {"en", "five thousand"},
            {"bg", "пет хиляди"});
}

static void number_words_join(void **unused) {
    (void)unused;
    ALL_SAY("#25e3", {"ru", "двадцать пять тысяч"}, {"uk", "двадцять п’ять тисяч"},
            {"en", "twenty-five thousand"}, {"kk", "жиырма бес мың"}, {"uz", "йигирма беш минг"},
            {"ky", "жыйырма беш миң"}, {"mn", "хорин таван мянга"}, {"bg", "двадесет и пет хиляди"},
            {"hr", "dvadeset i pet tisuća"}, {"cs", "dvacet pět tisíc"}, {"pl", "dwadzieścia pięć tysięcy"},
            {"sr", "двадесет пет хиљада"}, {"sr", "двадесет и пет хиљада"},
            {"sr-Latn", "dvadeset i pet hiljada"}, {"mk", "дваесет и пет илјади"});
    ALL_SAY("#125e0", {"ru", "сто двадцать пять"}, {"en", "one hundred and twenty-five"},
            {"bg", "сто двадесет и пет"});
    ALL_SAY("#5e2", {"en", "five hundred"}, {"kk", "бес жүз"}, {"cs", "pět set"}, {"mn", "таван зуун"},
            {"ru", "пять сотен"});
    ALL_SAY("#2e5", {"en", "two hundred thousand"}, {"ru", "двести тысяч"});
    ALL_SAY("#15e0", {"kk", "он бес"}, {"ky", "он беш"});
    ALL_SAY("#115e0", {"kk", "жүз он бес"}, {"ky", "жүз он беш"}, {"mn", "зуун арван тав"});
    NONE_SAYS("#115e0", {"ru", "сто десять пять"}, {"en", "one hundred ten five"});
    ALL_SAY("#25e0", {"en", "twenty‐five"}, {"en", "twenty‑five"}); /* hyphens of their own */
    ALL_SAY("#25e0", {"cs", "pětadvacet"}, {"cs", "pětadvaceti"}, {"sk", "dvadsaťpäť"},
            {"sl", "petindvajset"}, {"sl", "petindvajsetih"}); /* in one word */
    ALL_SAY("#32e3", {"cs", "dvaatřicet tisíc"}, {"sk", "tridsaťdva tisíc"}, {"sl", "dvaintrideset tisoč"});
    ALL_SAY("#5e0", {"be", "пяцёра"}, {"be", "пяцярых"});
    NONE_SAYS("#25e0", {"ru", "двадцать, пять"}, {"ru", "двадцать. Пять"}, {"ru", "двадцать и пять"},
              {"en", "twenty and five"});
    NONE_SAYS("#15e0", {"kk", "он беседа"}, {"ru", "десять пять"});
    NONE_SAYS("#5e0", {"ru", "двадцать пять"}, {"bg", "двайсет и пет"});
    ALL_SAY("#3e0", {"bg", "две и три"}, {"hr", "dva i tri"});
}

static void parts_of_numbers(void **unused) {
    (void)unused;
    ALL_SAY("#15e8", {"ru", "полтора миллиарда"}, {"uk", "півтора мільярда"}, {"ru", "1,5 млрд"});
    ALL_SAY("#15e-1", {"ru", "полтора года"}, {"pl", "półtora roku"}, {"en", "1½ years"},
            {"en", "1.5 years"});
    ALL_SAY("#5e5", {"ru", "полмиллиона"}, {"uk", "пів мільйона"}, {"pl", "pół miliona"},
            {"cs", "půl milionu"}, {"sr", "пола милиона"});
    ALL_SAY("#325e-2", {"en", "3¼ miles"}, {"ru", "3,25 мили"});
    ALL_SAY("#375e-2", {"en", "3¾ miles"}, {"ru", "3,75 мили"});
}

static void halves_of_numbers(void **unused) {
    (void)unused;
    ALL_SAY("#5e5", {"en", "half a million people"}, {"ru", "полмиллиона человек"},
            {"uk", "пів мільйона людей"}, {"uk", "півмільйона людей"}, {"be", "паўмільёна чалавек"},
            {"bg", "половин милион души"}, {"mk", "половина милион луѓе"}, {"sr", "пола милиона људи"},
            {"hr", "pola milijuna ljudi"}, {"sl", "pol milijona ljudi"}, {"pl", "pół miliona osób"},
            {"cs", "půl milionu lidí"}, {"sk", "pol milióna ľudí"}, {"kk", "жарты миллион адам"},
            {"ky", "жарым миллион адам"}, {"tt", "ярты миллион кеше"}, {"uz", "ярим миллион одам"},
            {"mn", "хагас сая хүн"}, {"en", "500,000 people"}, {"en", "500k people"});
    ALL_SAY("#25e5", {"en", "two and a half million"}, {"ru", "два с половиной миллиона"},
            {"uk", "два з половиною мільйони"}, {"bg", "2,5 милиона"}, {"bg", "два и половина милиона"},
            {"mk", "два и пол милиони"}, {"sr", "два и по милиона"}, {"hr", "dva i pol milijuna"},
            {"pl", "dwa i pół miliona"}, {"cs", "dva a půl milionu"}, {"kk", "екі жарым миллион"},
            {"tt", "ике ярым миллион"}, {"uz", "икки ярим миллион"});
    NONE_SAYS("#5e5", {"en", "half a year and a million"}, {"ru", "пол и миллион"}, {"hr", "pola milijarde"},
              {"sl", "pol milijarde"});
    NONE_SAYS("#5e3", {"en", "5K"}, {"ru", "5k"});
}

static void abbreviations_that_need_their_point(void **unused) {
    (void)unused;
    ALL_SAY("#5e6", {"cs", "5 mil. korun"}, {"hr", "5 mil. eura"}, {"mk", "5 мил. евра"}, {"en", "$5m"},
            {"en", "€5M"}, {"en", "£5m"}, {"en", "¥5m"});
    ALL_SAY("#5e9", {"en", "$5b"});
    ALL_SAY("#5e12", {"en", "$5t"});
    ALL_SAY("#25e3", {"mk", "25 илј. денари"}, {"sr", "25 хиљ. динара"}, {"hr", "25 tis. kuna"},
            {"en", "$25k"}, {"uz", "25 мингдан"}, {"mn", "25 мянгад"});
    NONE_SAYS("#5e6", {"cs", "5 mil na sever"}, {"en", "5m away"}, {"en", "$5 m"}, {"ru", "$5m"});
}

static void roman_numerals_are_numbers(void **unused) {
    (void)unused;
    ALL_SAY("#2e1", {"ru", "XX век"}, {"ru", "ХХ век"}, {"ru", "20 век"}, {"kk", "ХХ ғасыр"});
    ALL_SAY("#2e0", {"ru", "Екатерина II"}, {"uk", "Іоанн Павло ІІ"}, {"en", "Charles II"},
            {"pl", "Jan Paweł II"});
    ALL_SAY("#19e0", {"ru", "ХIХ век"}, {"ru", "XIX век"}, {"uk", "ХІХ століття"});
    NONE_SAYS("=artificial-intelligence", {"ru", "Екатерина II"}, {"bg", "Екатерина II"});
    ALL_SAY("=artificial-intelligence", {"ru", "развитие ИИ"});
    NONE_SAYS("#6e0", {"en", "Vi said"}, {"ru", "ви"});
}

static void numbers_at_the_edge(void **unused) {
    (void)unused;
    ALL_SAY("#7e0", {"ru", "007"}, {"ru", "0007"}, {"ru", "7"});
    ALL_SAY("#5e-1", {"ru", "0,5"}, {"en", "0.5"});
    ALL_SAY("#31415e-4", {"ru", "3,1415"});
    NONE_SAYS("#31415e-4", {"ru", "3,14159"});
    ALL_SAY("#1234567890123e0", {"ru", "1 234 567 890 123"}, {"en", "1,234,567,890,123"});
    NONE_SAYS("#12345e0", {"ru", "012 345"}, {"en", "012,345"});
    NONE_SAYS("#25e3", {"uk", "25 0000"}, {"uk", "25 00"}, {"uk", "25 - 000"});
    ALL_SAY("#2025e0", {"uk", "у 2025 році"}, {"en", "in 2025"}, {"ru", "2025-го"});
    char found[1000], digits[2001];
    memset(digits, '9', 2000);
    digits[2000] = '\0';
    describe("ru", digits, found, sizeof found);
    assert_int_equal(found[0], '#');
    describe("ru", "0", found, sizeof found); /* nothing is no number to meet by */
    assert_string_equal(found, "");
    describe("ru", "1 234 567 890 123 456 789 012 млрд тыс.", found, sizeof found);
    assert_int_equal(found[0], '#');
}

static void a_bare_magnitude_is_no_number(void **unused) {
    (void)unused;
    char found[1000];
    describe("ru", "миллион", found, sizeof found);
    assert_null(strchr(found, '#'));
    describe("en", "thousands of them", found, sizeof found);
    assert_null(strchr(found, '#'));
}

/* ---- dates ---- */

static void a_day_in_all_spellings(void **unused) {
    (void)unused;
    ALL_SAY("@07-12", {"uk", "12.07.2025"}, {"uk", "2025-07-12"}, {"ru", "12.07.25"}, {"ru", "12/07/2025"},
            {"uk", "12 липня"}, {"uk", "12 липня 2025 року"}, {"uk", "12-го липня"}, {"ru", "12 июля"},
            {"ru", "12-го июля"}, {"be", "12 ліпеня"}, {"bg", "12 юли"}, {"bg", "12-и юли"},
            {"mk", "12 јули"}, {"mk", "12-ти јули"}, {"sr", "12. јула"}, {"sr", "12. јул"},
            {"sr-Latn", "12. jula"}, {"hr", "12. srpnja"}, {"en", "July 12"}, {"en", "July 12, 2025"},
            {"en", "12 July"}, {"en", "on July 12th"}, {"pl", "12 lipca"}, {"cs", "12. července"},
            {"kk", "12 шілде"}, {"kk", "12 шілдеде"}, {"und", "2025-07-12"}, {"und", "12.07.2025"});
}

static void a_day_in_numbers_with_blanks_or_the_year_first(void **unused) {
    (void)unused;
    ALL_SAY("@07-12", {"cs", "12. 7. 2025"}, {"sk", "dňa 12. 7. 2025"}, {"hr", "12. 7. 2025."},
            {"sl", "12. 07. 2025"}, {"sr", "12. 7. 2025. године"}, {"sr-Latn", "12.\u00A07. 2025."},
            {"mn", "2025.07.12"}, {"en", "2025/07/12"}, {"ru", "2025.07.12"},
            {"cs", "v sobotu 12. 7. v Praze"}, {"hr", "12.7. u Zagrebu"}, {"mn", "7 сарын 12-нд"},
            {"en", "the 12th of July"}, {"en", "the 12 of July"}, {"sk", "12. 7. v Bratislave"},
            {"sl", "12. 7. v Ljubljani"}, {"sr", "12. 7. у Београду"});
    ALL_SAY("@07-25", {"en", "07/25/2025"});
    NONE_SAYS("@07-12", {"cs", "má jich 12. A 7. den"}, {"pl", "12.7. osoby"}, {"cs", "12. 7 lidí"},
              {"en", "The 12. 7. 25"}, {"ru", "25/07/12/2025"});
    ALL_SAY("#127e-1", {"pl", "12.7. osoby"}, {"cs", "12,7. místo"});
}

static void a_day_without_a_year_is_no_decimal(void **unused) {
    (void)unused;
    ALL_SAY("@07-12", {"ru", "Погода на 12.07"}, {"ru", "Погода на 12.07."},
            {"uk", "Курс валют на 12.07: долар"}, {"uk", "Втрати росіян за 12.07 – Генштаб"},
            {"bg", "Хороскоп за 12.07"}, {"mk", "Хороскоп за 12.07, сабота"},
            {"pl", "Pogoda na 12.07\nW Warszawie"}, {"be", "Надвор'е на 12.07"}, {"hr", "Horoskop za 12.07"},
            {"cs", "Počasí na 12.07"}, {"sr", "Хороскоп за 12.07"}, {"ru", "Погода на 12.07 в Минске"});
    ALL_SAY("@07-03", {"ru", "Погода 03.07 в Минске"}, {"uk", "Гороскоп 03.07"});
    NONE_SAYS("@07-12", {"ru", "вырос на 12.07 пункта"}, {"ru", "вырос на 12.07%"},
              {"ru", "вырос до 12.07, а"}, {"uk", "за 12.07 грн"}, {"uk", "на 12.7"}, {"en", "on 12.07"},
              {"uk", "на 12.07-15"}, {"pl", "na 12.07 zł"}, {"uk", "на 12,07"}, {"uk", "на 12. 07"});
    NONE_SAYS("@07-03", {"ru", "в 03.07."}, {"en", "on 03.07."}, {"mn", "03.07."}, {"ru", "3.07."});
    NONE_SAYS("@13-03", {"ru", "на 03.13."});
    NONE_SAYS("@07-32", {"ru", "на 32.07."});
}

/* Words that stand between a number and a month make no day of it. */
static void a_number_beside_a_month_is_no_day_of_it(void **unused) {
    (void)unused;
    NONE_SAYS("@07-05", {"ru", "выросли на 5 в июле"}, {"en", "rose by 5 in July"},
              {"sr", "порасли за 5 у јулу"}, {"pl", "o 5 w lipcu"});
    NONE_SAYS("@05-24", {"en", "he was 24 in May"}, {"ru", "ему было 24 до мая"});
    NONE_SAYS("@07-12", {"en", "In July, 12 people died"}, {"en", "in July; 12"},
              {"ru", "их стало 12, июль"});
    NONE_SAYS("@07-12", {"ru", "12-летний июль"}, {"uk", "12-07-2025"});
    NONE_SAYS("@07-25", {"en", "25/2025; July"}, {"ru", "25 2025 июля"}, {"en", "07.25.2025"});
    ALL_SAY("@07", {"ru", "выросли на 5 в июле"}, {"en", "In July, 12 people died"});
    ALL_SAY("#5e0", {"ru", "выросли на 5 в июле"}, {"en", "rose by 5 in July"});
}

/* They take two bytes, three or four each, and are counted as those of ASCII are. */
static void digits_of_other_scripts_are_as_many(void **unused) {
    (void)unused;
    ALL_SAY("@07-25", {"ru", "٢٥ июля"}, {"ru", "२५ июля"}, {"uk", "２５ липня"}, {"ru", "𝟐𝟓 июля"},
            {"en", "July ٢٥"}, {"ru", "٢٥.٠٧.٢٠٢٥"}, {"ru", "२५.०७.२०२५ в Дели"},
            {"ru", "２０２５-０７-２５"}, {"cs", "２５. ７. 2025"});
    ALL_SAY("#25e2", {"ru", "٢ ٥٠٠"}, {"ru", "２ ５００"}, {"uk", "२.५००"}, {"ru", "𝟐 𝟓𝟎𝟎"});
    ALL_SAY("#25e-1", {"ru", "२,५"}, {"ru", "2,５"}, {"uk", "٢,٥"}, {"en", "２.５"}, {"ru", "𝟐,𝟓"});
    ALL_SAY("#225e-2", {"ru", "２,２５"}, {"ru", "٢,٢٥"}, {"ru", "𝟐,𝟐𝟓"});
    NONE_SAYS("#25e0", {"ru", "2 ५"}, {"en", "2,५"}, {"mn", "２,５"});
}

static void what_is_no_day_is_no_date(void **unused) {
    (void)unused;
    char found[1000];
    static const char *const others[] = {
        "45.07.2025", "12.13.2025", "00.07.2025", "2025-13-12", "2025-07-32", "192.168.1.1", "12.07.2025.",
        "1.2.3",      "12-07",      "1-2-3",      "12.00.2025", "202.07.12",  "07/25/2025"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        describe("uk", others[i], found, sizeof found);
        if ((strchr(found, '@') != NULL) != (i == 6)) fail_msg("'%s': %s", others[i], found);
    }
    NONE_SAYS("@07-32", {"uk", "32 липня"}, {"en", "July 32"});
    NONE_SAYS("@07-00", {"uk", "0 липня"}, {"en", "July 0"});
    NONE_SAYS("@05-25", {"en", "25 may die"}, {"en", "it may 25"});
    NONE_SAYS("@03", {"en", "they march on"});
}

static void months_are_read_by_language(void **unused) {
    (void)unused;
    ALL_SAY("@06", {"uk", "у червні"}, {"ru", "в июне"}, {"be", "у чэрвені"}, {"bg", "през юни"},
            {"mk", "во јуни"}, {"sr", "у јуну"}, {"hr", "u lipnju"}, {"hr", "lipanj"}, {"en", "in June"},
            {"pl", "w czerwcu"}, {"cs", "v červnu"}, {"kk", "маусымда"});
    ALL_SAY("@07", {"uk", "липень"}, {"uk", "у липні"}, {"ru", "в июле"}, {"be", "ліпень"}, {"pl", "lipiec"},
            {"pl", "w lipcu"}, {"cs", "v červenci"}, {"cs", "červenec"}, {"hr", "srpanj"}, {"sr", "у јулу"},
            {"en", "in July"});
    ALL_SAY("@08", {"uk", "серпень"}, {"uk", "у серпні"}, {"pl", "sierpień"}, {"hr", "kolovoz"},
            {"cs", "srpen"}, {"cs", "v srpnu"}, {"be", "у жніўні"}, {"ru", "в августе"}, {"en", "in August"});
    ALL_SAY("@10", {"hr", "listopad"}, {"hr", "u listopadu"}, {"ru", "октябрь"}, {"uk", "жовтень"},
            {"cs", "říjen"}, {"pl", "w październiku"}, {"be", "кастрычнік"});
    ALL_SAY("@11", {"uk", "листопад"}, {"uk", "у листопаді"}, {"pl", "listopad"}, {"cs", "listopad"},
            {"be", "лістапад"}, {"hr", "studeni"}, {"ru", "ноябрь"});
    ALL_SAY("@05", {"cs", "květen"}, {"cs", "v květnu"}, {"uk", "травень"}, {"ru", "в мае"}, {"bg", "май"},
            {"sr", "мај"}, {"en", "in May"}, {"hr", "svibanj"});
    ALL_SAY("@04", {"uk", "квітень"}, {"pl", "kwiecień"}, {"cs", "duben"}, {"hr", "travanj"},
            {"ru", "в апреле"});
    ALL_SAY("@02", {"uk", "у лютому"}, {"pl", "w lutym"}, {"be", "у лютым"}, {"ru", "в феврале"},
            {"cs", "v únoru"});
    NONE_SAYS("@05", {"en", "it may rain"});
    NONE_SAYS("@06", {"uk", "липень"}, {"cs", "červenec"});
    NONE_SAYS("@11", {"hr", "listopad"}, {"ru", "листопад"});
    NONE_SAYS("@07", {"hr", "lipanj"}, {"cs", "srpen"}, {"ru", "липа"});
}

static void weekdays_are_read_by_language(void **unused) {
    (void)unused;
    ALL_SAY("@w7", {"bg", "в неделя"}, {"uk", "у неділю"}, {"ru", "в воскресенье"}, {"be", "у нядзелю"},
            {"mk", "во недела"}, {"sr", "у недељу"}, {"pl", "w niedzielę"}, {"cs", "v neděli"},
            {"en", "on Sunday"}, {"kk", "жексенбіде"});
    NONE_SAYS("@w7", {"ru", "неделя"}, {"ru", "на этой неделе"}, {"ru", "на неделю"});
    ALL_SAY("@w1", {"uk", "у понеділок"}, {"ru", "в понедельник"}, {"be", "у панядзелак"},
            {"bg", "в понеделник"}, {"mk", "во понеделник"}, {"sr", "у понедељак"}, {"pl", "w poniedziałek"},
            {"en", "on Monday"}, {"kk", "дүйсенбі"});
    ALL_SAY("@w5", {"uk", "у п’ятницю"}, {"uk", "у п'ятницю"}, {"ru", "в пятницу"}, {"bg", "в петък"},
            {"sr", "у петак"}, {"en", "on Friday"});
}

/* ---- acronyms, names, phrases ---- */

/* Words of numbers and of the calendar are short: many another word folds as they do. */
static void what_only_folds_so_is_no_date_and_no_number(void **unused) {
    (void)unused;
    NONE_SAYS("@11", {"en", "they now say"}, {"ru", "сын Ноя"});
    NONE_SAYS("@11-10", {"en", "there are now 10 of them"});
    NONE_SAYS("@08", {"pl", "stało się to"}, {"pl", "samo sie"}, {"uk", "серп"});
    NONE_SAYS("@05", {"pl", "ludzie mają czas"}, {"sk", "ľudia majú čas"}, {"kk", "сары май"});
    NONE_SAYS("@07", {"ru", "на ул. Ленина"}, {"ru", "певица Юля"});
    NONE_SAYS("@06", {"ru", "сказал Ун"});
    NONE_SAYS("@02", {"uk", "бригада «Лють»"});
    NONE_SAYS("@w2", {"cs", "byl out"});
    NONE_SAYS("@w3", {"ru", "среди людей"}, {"en", "so We'd go"});
    NONE_SAYS("@w4", {"sk", "vládny č. je"});
    NONE_SAYS("#1e1", {"en", "and then some"});
    NONE_SAYS("#3e0", {"en", "a tree fell"});
    NONE_SAYS("#6e0", {"ru", "в честь героев"}, {"bg", "в чест на"}, {"pl", "część ludzi"},
              {"cs", "do cesty"});
    NONE_SAYS("#7e0", {"ru", "мать семьи"});
    NONE_SAYS("#6e2", {"hr", "vrlo često"}, {"sr", "врло често"});
}

static void a_month_in_small_letters_is_no_name(void **unused) {
    (void)unused;
    NONE_SAYS("@01", {"uk", "компанія Мотор Січ"}, {"bg", "каза Ян Стивънс"}, {"sk", "prezident Ján"},
              {"sl", "rekel je Jan"});
    NONE_SAYS("@03", {"ru", "в Мар-а-Лаго"}, {"en", "in Mar-a-Lago"});
    NONE_SAYS("@05", {"sr", "рекла је Маја Гојковић"}, {"pl", "pani Maja"}, {"bs", "ministrica Maja"});
    NONE_SAYS("@09", {"ru", "клуб Сен-Жермен"}, {"ky", "сен билесиң"});
    NONE_SAYS("@10", {"kk", "бүгін Қазан қаласында"});
    NONE_SAYS("@w1", {"tg", "дар Душанбе"}, {"mn", "сайд Даваа"});
    NONE_SAYS("@w6", {"ru", "глава СБ заявил"});
    NONE_SAYS("@w7", {"ru", "бойцы ВС заняли"}, {"en", "told The Sun"});
    ALL_SAY("@05", {"sr", "у мају"}, {"sr", "до маја"}, {"bs", "do maja"}, {"sr-Latn", "u maju"},
            {"pl", "do maja"});
    ALL_SAY("@w1", {"tg", "рӯзи душанбе"}, {"mn", "Даваа гаригт"}, {"mn", "даваа гарагт"});
    ALL_SAY("@09", {"ru", "сен"}, {"be", "да верасьня"});
    ALL_SAY("@09-05", {"ru", "5 сен"}, {"tt", "5 сентябрендә"}, {"ky", "5-сентябрында"},
            {"ba", "5 сентябрендә"}, {"uz", "5 сентябрдаги"});
    ALL_SAY("@w4", {"be", "у чацвярга"}, {"be", "з чацвяргом"});
    ALL_SAY("@w3", {"sr", "од сриједе"}, {"sr-Latn", "u srijedi"});
}

/* Mongolian puts the month first, most often by its number. */
static void mongolian_months_come_before_the_day(void **unused) {
    (void)unused;
    ALL_SAY("@11-06", {"mn", "сонгууль 11-р сарын 6-нд болох"}, {"mn", "2018 оны 11 дүгээр сарын 6-ны өдөр"},
            {"mn", "арван нэгдүгээр сарын 6-нд"});
    ALL_SAY("@07", {"mn", "7 дугаар сард"}, {"mn", "7-р сар"}, {"mn", "7-р сарын"}, {"mn", "долдугаар сарын"},
            {"mn", "долдугаар сард 20 хүн"});
    NONE_SAYS("@07-20", {"mn", "долдугаар сард 20 хүн"}, {"mn", "7-р сард 20 хүн"});
    NONE_SAYS("@05", {"mn", "5 сарын хугацаанд"}, {"mn", "5-р баг"});
    NONE_SAYS("@13", {"mn", "13-р сарын 6"});
}

static void turkic_endings_behind_digits_are_no_words(void **unused) {
    (void)unused;
    NONE_SAYS("=grain", {"kk", "30-дан астам адам"}, {"ky", "30-дан ашык адам"}, {"kk", "30%-дан астам"});
    NONE_SAYS("=bread", {"kk", "10-нан астам адам"}, {"kk", "10\xE2\x80\x91нан астам"});
    NONE_SAYS("=equal", {"kk", "2025-тен бастап"}, {"kk", "2,5-тен астам"});
    ALL_SAY("#3e1", {"kk", "30-дан астам адам"}, {"ky", "30-дан ашык"}, {"tt", "30-дан артык"});
    ALL_SAY("#125e2", {"kk", "12 мың 500-ден астам"});
    ALL_SAY("=bread", {"kk", "нан"}, {"kk", "10 нан"});
    ALL_SAY("=equal", {"kk", "30 тең"}, {"kk", "30-тең"});
    NONE_SAYS("=morning", {"ky", "40тан ашык"}, {"ky", "40%тан ашык"});
    ALL_SAY("=morning", {"ky", "таң"}, {"ky", "40 таң"});
}

/* What the words of a text are, apart from its numbers. */
static size_t words_beside_numbers(const char *code, const char *text) {
    dvi_token_list tokens = read_text(code, text);
    size_t n = 0;
    for (size_t i = 0; i < tokens.n; i++)
        n += tokens.list[i].span != 0 && tokens.list[i].kind != DVK_FEATURE_NUMBER;
    dvi_token_list_finish(&tokens);
    return n;
}

static void endings_behind_digits_belong_to_them(void **unused) {
    (void)unused;
    assert_int_equal(words_beside_numbers("mn", "7-гоор"), 0);
    assert_int_equal(words_beside_numbers("mn", "12-нд"), 0);
    assert_int_equal(words_beside_numbers("kk", "25-і"), 0);
    assert_int_equal(words_beside_numbers("ky", "25и"), 0);
    assert_int_equal(words_beside_numbers("mn", "7 хүн"), 1);
    assert_int_equal(words_beside_numbers("ru", "25-и"), 1);
}

static void words_with_a_string_of_endings_are_their_row(void **unused) {
    (void)unused;
    ALL_SAY("=people-nation", {"kk", "ұлттың"}, {"ky", "улуттардын"}, {"tt", "халыкларының"});
    ALL_SAY("=school", {"kk", "мектептеріндегі"}, {"ky", "мектептериндеги"}, {"tt", "мәктәпләрендә"},
            {"ba", "мәктәптәрендә"}, {"uz", "мактабларининг"}, {"uz", "maktablaridagi"});
    ALL_SAY("=way-path", {"kk", "жолдарының"}, {"kk", "жолында"}, {"ba", "юлдарҙан"}, {"tg", "роҳҳоро"});
    ALL_SAY("=minister", {"mn", "сайдуудын"}, {"kk", "министрлеріміздің"});
    /* A dative or an ablative follows a voiceless letter with one. */
    NONE_SAYS("=apple", {"kk", "алмайтын адам"});
    NONE_SAYS("=circle-round", {"tt", "шул турында"});
}

static void stems_that_change_before_an_ending_are_their_row(void **unused) {
    (void)unused;
    ALL_SAY("=bribe", {"pl", "łapówek"}, {"ru", "взяток"});
    ALL_SAY("=election", {"cs", "voleb"}, {"sk", "volieb"});
    ALL_SAY("=victim", {"hr", "žrtava"}, {"sr", "жртава"}, {"sl", "žrtvam"});
    ALL_SAY("=ambassador", {"ru", "посла"}, {"ru", "послами"}, {"be", "пасла"});
    ALL_SAY("=answer-reply", {"kk", "жауабында"}, {"ba", "яуабын"}, {"tt", "җавабында"}, {"ky", "жообунда"});
    ALL_SAY("=car", {"kk", "көлігімен"}, {"kk", "көлік"});
    ALL_SAY("=forecaster", {"pl", "synoptycy"});
    ALL_SAY("=deputy-vice", {"cs", "náměstka"}, {"cs", "náměstků"});
    ALL_SAY("=warplane", {"pl", "myśliwce"}, {"pl", "myśliwców"});
    /* What is a word of its own stays that. */
    ALL_SAY("=protein", {"ru", "белок"});
}

static void turkic_days_stand_before_or_behind_their_month(void **unused) {
    (void)unused;
    ALL_SAY("@07-12", {"kk", "шілденің 12-сінде"}, {"kk", "2025 жылдың 12 шілдесінде"},
            {"kk", "12 шілдесінен бастап"}, {"ky", "июлдун 12синде"}, {"ky", "2025-жылдын 12-июлунан"},
            {"tt", "июльнең 12сендә"}, {"tt", "12 нче июльдә"}, {"tt", "12 июлендәге"},
            {"ba", "июлдең 12-һендә"}, {"uz", "июлнинг 12-куни"}, {"uz", "2025 йилнинг 12 июлида"});
    ALL_SAY("@07-06", {"tt", "6 нчы июльдә"});
    ALL_SAY("@07", {"kk", "шілдеде 12 адам"}, {"ky", "июлда 12 адам"}, {"tt", "июльдә 12 кеше"});
    NONE_SAYS("@07-12", {"kk", "шілдеде 12 адам"}, {"ky", "июлдан 12 адам"}, {"uz", "июлда 12 киши"});
    NONE_SAYS("@06", {"kk", "жылыту маусымы"});
}

static void numbers_of_several_powers_are_one(void **unused) {
    (void)unused;
    ALL_SAY("#12e5", {"ru", "1 млн 200 тыс."}, {"uk", "1 млн. 200 тис. гривень"}, {"kk", "1 млн 200 мың"},
            {"tg", "1 миллиону 200 ҳазор"}, {"en", "1 million 200 thousand"}, {"ru", "1,2 млн"},
            {"uz", "1 миллион 200 минг"}, {"en", "1,200,000"});
    ALL_SAY("#53e2", {"uz", "5 минг 300 киши"}, {"kk", "5 мың 300 адам"}, {"ru", "5 тысяч 300 человек"},
            {"ru", "5 300"}, {"mn", "5 мянга 300"});
    ALL_SAY("#5e3", {"ru", "5 тысяч 12 июля"}, {"ru", "в 5 тыс. 300 домов"},
            {"en", "5 thousand, 300 of them"});
    ALL_SAY("#1e6", {"ru", "1 млн 2,5 тыс."});
    ALL_SAY("#2e6", {"ru", "2 млн 15 июня"}, {"ru", "2 млн 3 млрд"}, {"ru", "2 млн 2025 год"});
    ALL_SAY("#1000000000000000000005e3", {"en", "1 trillion trillion 5 thousand"});
    ALL_SAY("#15e5", {"kk", "бір жарым миллион"}, {"ky", "бир жарым миллион"}, {"uz", "бир ярим миллион"},
            {"tg", "якуним миллион"}, {"cs", "půldruhého milionu"}, {"ru", "полтора миллиона"});
}

static void numbers_in_their_cases(void **unused) {
    (void)unused;
    ALL_SAY("#5e6", {"ru", "пятью миллионами"}, {"ru", "5 миллионами"}, {"uk", "5 мільйонами"},
            {"be", "5 мільёнамі"}, {"pl", "5 milionami"}, {"cs", "5 milionech"}, {"sl", "5 milijonih"},
            {"bg", "5 милионите"}, {"sr-Latn", "5 milionima"}, {"bs", "5 milionima"});
    ALL_SAY("#4e0", {"ru", "четырьмя"}, {"uk", "чотирма"});
    ALL_SAY("#17e0", {"be", "сямнаццаць"});
    ALL_SAY("#6e1", {"be", "шэсцьдзесят"});
    ALL_SAY("#6e2", {"mk", "шестотини"});
}

static void acronyms_are_one_concept(void **unused) {
    (void)unused;
    ALL_SAY("=usa", {"uk", "посол США"}, {"ru", "посол США"}, {"be", "пасол ЗША"}, {"bg", "посланик на САЩ"},
            {"mk", "амбасадорот на САД"}, {"sr", "амбасадор САД"}, {"sr-Latn", "ambasador SAD"},
            {"en", "the USA says"}, {"en", "the US says"}, {"pl", "ambasador USA"}, {"kk", "АҚШ елшісі"});
    ALL_SAY("=european-union", {"uk", "країни ЄС"}, {"ru", "страны ЕС"}, {"bg", "страните от ЕС"},
            {"mk", "земјите од ЕУ"}, {"sr", "земље ЕУ"}, {"en", "the EU countries"}, {"pl", "kraje UE"});
    ALL_SAY("=nato", {"uk", "країни НАТО"}, {"ru", "страны НАТО"}, {"be", "краіны НАТА"},
            {"en", "NATO countries"}, {"en", "Nato countries"});
    ALL_SAY("=usa", {"en", "the U.S. says"}, {"en", "the U.S.A. says"}, {"en", "the United States says"});
    ALL_SAY("=united-nations", {"en", "the U.N. says"}, {"en", "the UN says"}, {"uk", "посол в ООН"},
            {"sr", "амбасадор у УН"}, {"ru", "Организация Объединенных Наций"}, {"hr", "Ujedinjeni narodi"});
    ALL_SAY("=european-union", {"en", "the E.U. says"}, {"en", "the European Union"},
            {"ru", "Европейский союз"});
    ALL_SAY("=britain", {"en", "the U.K. says"}, {"en", "British"}, {"uk", "Великої Британії"});
    NONE_SAYS("=usa", {"ru", "в саду"}, {"sr", "а сад ево"});
    NONE_SAYS("=european-union", {"uk", "єс"}, {"pl", "ue"});
    ALL_SAY("=sars", {"uk", "епідемія ТГРС"}, {"ru", "вспышка ТОРС"}, {"en", "the SARS virus"});
    NONE_SAYS("=sars", {"uk", "хворі на ГРВІ"}, {"ru", "болеют ОРВИ"}, {"be", "хварэюць на ВРВІ"});
}

/* Words that are kept from another row by their exact letters are their own row's all the same. */
static void names_that_look_like_other_words_are_their_rows(void **unused) {
    (void)unused;
    ALL_SAY("=zelensky", {"uk", "президент Зеленський"}, {"uk", "за словами Зеленського"},
            {"be", "прэзідэнт Зяленскі"}, {"mk", "претседателот Зеленски"}, {"sr", "председник Зеленски"},
            {"ru", "президент Зеленский"}, {"pl", "prezydent Zełenski"});
    ALL_SAY("=syria", {"uk", "війна в Сирії"}, {"ru", "война в Сирии"});
    ALL_SAY("=belarus", {"be", "у Беларусі"}, {"ru", "в Беларуси"});
    ALL_SAY("=prague", {"cs", "v Praze"}, {"sk", "primátor Praha"});
    ALL_SAY("=krakow", {"pl", "w Krakowie"}, {"uk", "у Кракові"});
    ALL_SAY("=minsk", {"sr", "у Минску"}, {"ru", "в Минске"});
    ALL_SAY("=pristina", {"sr", "у Приштини"}, {"mk", "во Приштина"});
    NONE_SAYS("=zelensky", {"uk", "зелений колір"});
}

/* A cell of the table serves the languages that spell as one does, each with its own letters and endings. */
static void names_have_rows_in_every_language(void **unused) {
    (void)unused;
    ALL_SAY("=tokayev", {"ru", "с Токаевым"}, {"kk", "Тоқаевтың"}, {"ky", "Токаевдин"}, {"tt", "Токаевның"},
            {"ba", "Тоҡаевҡа"}, {"tg", "Тоқаевро"}, {"mn", "Токаевтай"}, {"uz", "Тоқаевнинг"},
            {"sl", "s Tokajevom"}, {"sk", "s Tokajevom"});
    ALL_SAY("=lukashenko", {"tt", "Лукашенконың"}, {"mn", "Лукашенкогийн"}, {"sl", "z Lukašenkom"},
            {"pl", "przy Łukaszence"});
    ALL_SAY("=scholz", {"uz", "канцлер Шольц"}, {"sl", "kancler Scholz"}, {"tg", "канслер Шолтс"});
    ALL_SAY("=xi-jinping", {"ky", "Си Цзиньпин менен"}, {"tt", "Си Цзиньпинның"}, {"uz", "Си Цзиньпиннинг"},
            {"mn", "Ши Жиньпиний"}, {"tg", "бо Си Ҷинпин"}, {"sk", "prezident Si Ťin-pching"},
            {"sl", "s Ši Džinpingom"});
    ALL_SAY("=kim-jong-un", {"mn", "Ким Жон Уны"}, {"ba", "Ким Чен Ын менән"}, {"kk", "Ким Чен Ынмен"},
            {"tg", "Ким Ҷонг Ун"});
    ALL_SAY("=von-der-leyen", {"sk", "predsedníčka Ursula von der Leyenová"}, {"uz", "Урсула фон дер Ляйен"},
            {"sl", "Ursule von der Leynove"});
    ALL_SAY("=iran", {"ru", "в Иране"}, {"ru", "иранские власти"}, {"uk", "з Іраном"}, {"be", "іранскіх"},
            {"bg", "иранската страна"}, {"sr", "са Ираном"}, {"hr", "iranski predsjednik"},
            {"pl", "w Iranie"}, {"cs", "s Íránem"}, {"sk", "iránskej vlády"}, {"en", "Iranian officials"},
            {"kk", "Иранмен"}, {"ky", "Иранды"}, {"tt", "Иранның"}, {"tg", "дар Эрон"}, {"uz", "Эроннинг"},
            {"mn", "Ираны"});
    ALL_SAY("=uzbekistan", {"uz", "Ўзбекистоннинг"}, {"kk", "Өзбекстан"}, {"tt", "Үзбәкстанның"},
            {"ru", "узбекский президент"}, {"tg", "дар Ӯзбекистон"}, {"en", "the Uzbek president"});
    ALL_SAY("=tajikistan", {"tg", "Тоҷикистонро"}, {"uz", "Тожикистонда"}, {"kk", "Тәжікстан"},
            {"uk", "у Таджикистані"}, {"pl", "w Tadżykistanie"});
    ALL_SAY("=china", {"uz", "Хитойга"}, {"ru", "в Китае"});
    ALL_SAY("=european-union", {"tt", "ЕС илләре"}, {"ba", "ЕС илдәре"});
    ALL_SAY("=venezuela", {"ru", "в Венесуэле"}, {"bg", "във Венецуела"}, {"uk", "венесуельський"},
            {"pl", "Wenezueli"}, {"sr", "Венецуеле"}, {"en", "Venezuelan"});
    ALL_SAY("=libya", {"ru", "в Ливии"}, {"bg", "в Либия"}, {"cs", "v Libyi"}, {"hr", "u Libiji"});
    ALL_SAY("=philippines", {"en", "the Philippines"}, {"ru", "на Филиппинах"}, {"mn", "Филиппиний"});
    NONE_SAYS("=dog", {"en", "talks in Doha"});
    ALL_SAY("=tusk", {"pl", "z Tuskiem"}, {"ru", "Дональда Туска"}, {"en", "Prime Minister Tusk"});
    NONE_SAYS("=harry", {"tt", "Һәр кеше"}, {"ba", "Һәр кеше"}, {"tg", "Ҳар кас"});
    NONE_SAYS("=musk", {"ba", "Мәскәүҙә"});
}

/* One column serves both alphabets of Uzbek, whatever apostrophe is in oʻ. */
static void names_in_their_cases_are_one_concept(void **unused) {
    (void)unused;
    ALL_SAY("=mongolia", {"mn", "Монголын баг"}, {"ru", "в Монголии"}, {"kk", "Моңғолияның"});
    ALL_SAY("=ulaanbaatar", {"mn", "Улаанбаатарт"}, {"ru", "в Улан-Баторе"}, {"en", "in Ulaanbaatar"},
            {"kk", "Улан-Баторда"}, {"cs", "v Ulánbátaru"});
    ALL_SAY("=kazan", {"tt", "Казанда"}, {"tt", "Казан суды"}, {"ru", "в Казани"}, {"ru", "казанский"},
            {"kk", "Қазан қаласында"});
    ALL_SAY("=kyrgyzstan", {"ky", "Кыргыз балбаны"}, {"ru", "киргизский"}, {"kk", "Қырғызстанның"});
    ALL_SAY("=gaza-strip", {"kk", "Газадағы"}, {"ky", "Газадагы"}, {"uz", "Ғазодаги"}, {"ru", "в Газе"});
    ALL_SAY("=khujand", {"tg", "дар Хуҷанд"}, {"ru", "в Худжанде"}, {"uz", "Xoʻjandda"});
    ALL_SAY("=security-council", {"ru", "СБ ООН"}, {"ru", "Совет Безопасности ООН"}, {"en", "UNSC"},
            {"en", "UN Security Council"}, {"kk", "БҰҰ Қауіпсіздік кеңесі"}, {"uz", "БМТ Хавфсизлик кенгаши"},
            {"tt", "БМО Куркынычсызлык шурасы"}, {"mn", "НҮБ-ын Аюулгүйн Зөвлөл"},
            {"sl", "Varnostni svet OZN"});
}

static void what_papers_say_is_one_concept(void **unused) {
    (void)unused;
    ALL_SAY("=open-case", {"kk", "қылмыстық іс қозғады"}, {"tt", "җинаять эше кузгатты"},
            {"ba", "енәйәт эше ҡуҙғатты"}, {"mn", "эрүүгийн хэрэг үүсгэн"}, {"uz", "jinoyat ishi qoʻzgʻatdi"},
            {"ru", "возбудил уголовное дело"});
    ALL_SAY("=bribe", {"tg", "пора гирифт"}, {"tg", "гирифтани пора"});
    ALL_SAY("=drone", {"ba", "осҡосһоҙ аппараттары"}, {"tt", "пилотсыз очкычлары"}, {"ky", "учкучсуз"});
    ALL_SAY("=pension", {"sk", "trinásty dôchodok"}, {"sl", "upokojenci"}, {"ru", "пенсионеры"});
    ALL_SAY("=lack-shortage", {"cs", "se schodkem"});
    NONE_SAYS("=apple", {"uz", "erisha olmadi"}, {"uz", "эриша олмади"});
    NONE_SAYS("=choir", {"hr", "Gorska služba"});
    NONE_SAYS("=equal", {"kk", "5 миллион теңге"});
}

static void uzbek_is_read_in_both_alphabets(void **unused) {
    (void)unused;
    ALL_SAY("#25e3", {"uz-Latn", "yigirma besh ming"}, {"uz-Latn", "25 mingdan"},
            {"uz-Latn", "25 000 kishi"});
    ALL_SAY("#45e0", {"uz", "қирқ беш"}, {"uz-Latn", "qirq besh"}, {"ru", "сорок пять"},
            {"en", "forty-five"});
    ALL_SAY("#4e2", {"uz-Latn", "to'rt yuz"}, {"uz-Latn", "to‘rt yuz"}, {"uz-Latn", "toʻrt yuz"},
            {"uz", "тўрт юз"}, {"en", "four hundred"});
    ALL_SAY("#15e5", {"uz-Latn", "bir yarim million"}, {"uz-Latn", "1,5 mln"}, {"ru", "полтора миллиона"});
    ALL_SAY("@07-12", {"uz-Latn", "12-iyul kuni"}, {"uz-Latn", "2025-yil 12-iyulda"},
            {"uz-Latn", "iyulning 12-kuni"}, {"uz", "12 июль куни"}, {"ru", "12 июля"});
    ALL_SAY("@09-05", {"uz-Latn", "5-sentabrdagi"}, {"uz-Latn", "5-sentyabr"}, {"en", "September 5"});
    NONE_SAYS("@07-12", {"uz-Latn", "iyulda 12 kishi"});
    ALL_SAY("@w3", {"uz-Latn", "chorshanba kuni"}, {"uz", "чоршанба куни"}, {"ru", "в среду"});
    ALL_SAY("=uzbekistan", {"uz-Latn", "O‘zbekistonning"}, {"uz-Latn", "Oʻzbekistonda"},
            {"uz-Latn", "O'zbekiston"}, {"uz-Latn", "oʻzbek xalqi"});
    ALL_SAY("=china", {"uz-Latn", "Xitoyga"}, {"uz", "Хитойга"});
    ALL_SAY("=tokayev", {"uz-Latn", "Toqayevning"});
    ALL_SAY("=zelensky", {"uz-Latn", "Zelenskiyga"}, {"uz", "Зеленскийга"}, {"ru", "Зеленскому"});
    ALL_SAY("=usa", {"uz-Latn", "AQSH prezidenti"}, {"uz-Latn", "AQSHning"}, {"uz-Latn", "AQSh prezidenti"},
            {"uz-Latn", "AQShda"});
    ALL_SAY("=united-nations", {"uz-Latn", "BMTning"});
}

static void uzbek_words_are_rows_of_the_lexicon(void **unused) {
    (void)unused;
    ALL_SAY("=earthquake", {"uz-Latn", "kuchli zilzila"}, {"uz", "зилзилада"}, {"ru", "землетрясение"},
            {"en", "earthquake"});
    ALL_SAY("=foreign-ministry", {"uz-Latn", "tashqi ishlar vazirligining"}, {"uz", "ташқи ишлар вазири"},
            {"ru", "министр иностранных дел"});
    ALL_SAY("=open-case", {"uz-Latn", "jinoyat ishi qo‘zg‘atildi"}, {"uz", "жиноят иши қўзғатилган"},
            {"ru", "возбуждено уголовное дело"});
    ALL_SAY("=negotiate", {"uz-Latn", "muzokaralarda"}, {"uz", "музокаралар"}, {"en", "negotiate"});
    ALL_SAY("=share-stock", {"uz-Latn", "aksiyalar narxi"}, {"uz", "акциялар нархи"}, {"ru", "акционер"});
    ALL_SAY("=tour-concert", {"uz-Latn", "konsertda"}, {"uz", "концертда"});
    ALL_SAY("=minister", {"uz-Latn", "vazirligi"}, {"uz", "вазирлик"}, {"ru", "министр"});
    ALL_SAY("=report-inform", {"uz-Latn", "xabar bermoqda"}, {"uz", "хабар берди"}, {"ru", "сообщает"});
    ALL_SAY("=france", {"uz-Latn", "Fransiyada"}, {"uz", "Францияда"}, {"ru", "во Франции"});
    NONE_SAYS("=child", {"uz-Latn", "shunday boʻladi"}, {"uz", "шундай бўлади"});
    NONE_SAYS("=west", {"uz-Latn", "harbiy"}, {"uz", "ҳарбий"});
    NONE_SAYS("=loyal", {"uz-Latn", "sodir"});
}

static void acronyms_with_endings_behind_them(void **unused) {
    (void)unused;
    ALL_SAY("=usa", {"uz", "АҚШ президенти"}, {"uz", "АҚШнинг"}, {"uz", "АҚШда"}, {"tt", "АКШның"},
            {"ky", "АКШдагы"}, {"kk", "АҚШ-тың"});
    ALL_SAY("=nato", {"uz", "НАТОга"}, {"tt", "НАТОга"}, {"mn", "НАТО-д"}, {"tg", "дар НАТО"},
            {"kk", "НАТО-ға"}, {"sr", "НАТО-а"});
    ALL_SAY("=united-nations", {"uz", "БМТнинг"}, {"tt", "БМОның"}, {"mn", "НҮБ-ын"}, {"tg", "СММ"});
    ALL_SAY("=who", {"mn", "ДЭМБ"}, {"uz", "ЖССТ"}, {"ru", "ВОЗ"});
}

static void words_with_a_number_behind_them(void **unused) {
    (void)unused;
    ALL_SAY("=covid", {"ru", "от COVID-19"}, {"uk", "від COVID-19"}, {"bg", "Covid-19"}, {"kk", "COVID-19"},
            {"en", "COVID-19"}, {"mn", "COVID-19"});
    NONE_SAYS("=summer", {"pl", "12-letni chłopiec"});
    NONE_SAYS("=fly", {"cs", "20letý muž"}, {"pl", "25-lecie"});
    NONE_SAYS("@w3", {"sl", "sredi mesta"});
    ALL_SAY("@w3", {"sl", "v sredo"});
}

static void names_that_begin_with_a_small_letter(void **unused) {
    (void)unused;
    ALL_SAY("=von-der-leyen", {"en", "Ursula von der Leyen"}, {"ru", "Урсула фон дер Ляйен"},
            {"uk", "Урсула фон дер Ляєн"}, {"cs", "Ursula von der Leyenová"});
    ALL_SAY("=bin-laden", {"en", "Osama bin Laden"}, {"ru", "Усамы бен Ладена"});
    ALL_SAY("=al-sharaa", {"ru", "президент аш-Шараа"}, {"uk", "президент аль-Шараа"});
    ALL_SAY("=artificial-intelligence", {"ru", "искусственный интеллект"}, {"uk", "штучний інтелект"});
    NONE_SAYS("=islamic-jihad", {"en", "an islamic holiday"});
}

/* What is left of a word without its ending may be read otherwise, or be too short. */
static void stems_are_read_as_the_words_are(void **unused) {
    (void)unused;
    ALL_SAY("=france", {"en", "in France"}, {"ru", "во Франции"});
    ALL_SAY("=greece", {"en", "in Greece"}, {"ru", "в Греции"});
    ALL_SAY("=finance", {"en", "the finance of it"});
    ALL_SAY("=russia", {"ru", "Россия"}, {"ru", "в России"}, {"uk", "Росія"});
    ALL_SAY("=mission", {"ru", "миссия"}, {"ru", "миссии"});
}

/* Their stems are those of earlier rows: хор (choir), ВПП, полиц-. */
static void words_whose_stem_is_another_row_are_their_own(void **unused) {
    (void)unused;
    ALL_SAY("=person-people", {"bg", "хора"}, {"bg", "Много хора дойдоха"});
    ALL_SAY("=gdp", {"ru", "ВВП"}, {"uk", "ВВП"});
    ALL_SAY("=wfp", {"ru", "ВПП"}, {"uk", "ВПП"});
    NONE_SAYS("=gdp", {"ru", "ВПП"}, {"uk", "ВПП"});
    ALL_SAY("=polling-station", {"en", "at a polling station"}, {"en", "polling stations"});
    NONE_SAYS("=polling-station", {"en", "at a police station"});
}

static void names_in_small_letters_need_no_capital(void **unused) {
    (void)unused;
    ALL_SAY("=covid", {"uk", "новий коронавірус"}, {"ru", "новый коронавирус"}, {"en", "the new coronavirus"},
            {"bg", "новият коронавирус"}, {"sr", "нови коронавирус"});
    ALL_SAY("=taliban", {"uk", "влада талібів"}, {"ru", "власть талибов"}, {"bg", "талибаните дойдоха"});
}

static void offices_are_one_concept(void **unused) {
    (void)unused;
    ALL_SAY("=foreign-ministry", {"uk", "міністр закордонних справ"}, {"uk", "з міністром закордонних справ"},
            {"uk", "Міністра закордонних справ"}, {"uk", "глава МЗС"}, {"ru", "министр иностранных дел"},
            {"ru", "с министром иностранных дел"}, {"ru", "министру иностранных дел"}, {"ru", "глава МИД"},
            {"be", "міністр замежных спраў"}, {"bg", "министър на външните работи"},
            {"bg", "външният министър"}, {"mk", "министер за надворешни работи"},
            {"sr", "министар спољних послова"}, {"en", "the foreign minister"}, {"en", "Foreign Minister"},
            {"en", "ministry of foreign affairs"}, {"uk", "МЗС повідомило"}, {"sr", "МСП је саопштило"},
            {"ru", "в министерстве иностранных дел"});
    ALL_SAY("=prosecutor-general", {"en", "attorney general"}, {"uk", "генеральний прокурор"});
    ALL_SAY("=state-secretary", {"en", "secretary of state"}, {"ru", "государственный секретарь"},
            {"uk", "держсекретар"});
    ALL_SAY("=prime-minister", {"uk", "прем'єр-міністр"}, {"uk", "прем’єр-міністра"},
            {"ru", "премьер-министр"}, {"ru", "премьер-министра"}, {"be", "прэм'ер-міністр"},
            {"bg", "министър-председател"}, {"en", "prime minister"}, {"en", "Prime Minister"});
}

/* Where a sentence begins, its capital does not tell that a word is a name. */
static void names_that_begin_a_sentence_are_no_other_words(void **unused) {
    (void)unused;
    NONE_SAYS("=monastery", {"ru", "Лавров прибыл"}, {"uk", "Лавров прибув"});
    NONE_SAYS("=watermelon", {"ru", "динаров"}, {"hr", "80 dinara"});
    NONE_SAYS("=swan-duck", {"ru", "Лебедев заявил"}, {"bg", "Хасково посреща гости"});
    NONE_SAYS("=return", {"bg", "Варна посреща гости"}, {"bg", "Враца празнува"});
    NONE_SAYS("=stand", {"bg", "Стоянов заяви"});
    NONE_SAYS("=new", {"pl", "Nowak wygrał"}, {"ru", "Новак заявил"});
    NONE_SAYS("=fish", {"pl", "Rybnik ma nowy most"});
    NONE_SAYS("=need", {"cs", "Třebíč má nový most"});
    NONE_SAYS("=wolf-animal", {"sr", "Вуковар добија мост"}, {"hr", "Vukovar dobiva most"});
    NONE_SAYS("=police", {"uk", "Поліщук заявив"});
    NONE_SAYS("=sand-sandy", {"en", "Sandu won"}, {"en", "Sanders said"});
    ALL_SAY("=monastery", {"ru", "у лавры"}, {"uk", "Лавра"});
    ALL_SAY("=new", {"pl", "nowy most"}, {"ru", "Новый мост"});
}

/* A phrase's words are compared as far as they go, not by their beginnings alone. */
static void a_phrase_is_not_made_of_other_words(void **unused) {
    (void)unused;
    NONE_SAYS("=average", {"ru", "в среду"}, {"ru", "в среднеазиатской"});
    ALL_SAY("=average", {"ru", "в среднем"});
    NONE_SAYS("=translate-language", {"ru", "перейти на другую"}, {"ru", "перенести на завтра"});
    NONE_SAYS("=article-law", {"ru", "по статистике"});
    ALL_SAY("=article-law", {"ru", "по статье 66"});
}

static void common_words_are_no_concepts(void **unused) {
    (void)unused;
    NONE_SAYS("=derail", {"uk", "коли"});
    NONE_SAYS("=bee-honey", {"en", "has been"});
    NONE_SAYS("=poland", {"en", "the police"});
    NONE_SAYS("=hit-strike-blow", {"ru", "может быть"});
    NONE_SAYS("=mosque", {"bg", "аз имам"});
    NONE_SAYS("=g7", {"ru", "в 1990 г."});
    ALL_SAY("=city", {"mk", "во градот"}, {"sr", "у граду"}, {"hr", "u gradu"}, {"kk", "қала"},
            {"uk", "у місті"});
}

static void short_words_are_known_by_their_forms(void **unused) {
    (void)unused;
    ALL_SAY("=water", {"ru", "воду"}, {"ru", "водой"}, {"uk", "водою"}, {"bg", "водата"}, {"pl", "wodą"},
            {"cs", "vodou"});
    ALL_SAY("=new", {"ru", "нового"}, {"uk", "новими"}, {"pl", "nowego"}, {"cs", "nového"}, {"sr", "новог"});
}

static void a_phrase_is_not_made_across_a_gap(void **unused) {
    (void)unused;
    NONE_SAYS("=foreign-ministry", {"uk", "міністр... а закордонних справ"},
              {"en", "foreign affairs and minister"}, {"ru", "министр сказал, что иностранных дел нет"},
              {"uk", "закордонних міністр справ"});
}

/* Words are looked through 64 at a time; a phrase may begin with the last of them. */
static void a_phrase_is_found_wherever_it_stands(void **unused) {
    (void)unused;
    for (size_t before = 0; before < 140; before++) {
        char text[5 * 140 + 64] = ""; /* two letters of two bytes and a blank */
        for (size_t i = 0; i < before; i++)
            strcat(text, "ла ");
        strcat(text, "саммит Европейского союза");
        if (!has("ru", text, "=european-union")) fail_msg("not behind %zu words", before);
    }
}

static void a_phrase_covers_its_words(void **unused) {
    (void)unused;
    dvi_token_list tokens = read_text("uk", "нового міністра закордонних справ України");
    assert_int_equal(tokens.n, 5);
    assert_int_equal(tokens.list[1].span, 3);
    assert_int_equal(tokens.list[2].span, 0);
    assert_int_equal(tokens.list[3].span, 0);
    assert_int_equal(tokens.list[4].span, 1);
    dvi_token_list_finish(&tokens);
}

static void a_phrase_counts_once_and_its_words_do_not(void **unused) {
    (void)unused;
    dvi_token_list tokens = read_text("uk", "нового міністра закордонних справ України");
    assert_true(tokens.list[1].concept_idf > 0);
    for (size_t i = 1; i < 4; i++)
        assert_int_equal(tokens.list[i].stem_idf, 0);
    dvi_token_list_finish(&tokens);
}

static void a_word_and_what_it_means_are_as_common_as_either(void **unused) {
    (void)unused;
    dvi_token_list tokens = read_text("uk", "президент");
    assert_int_equal(tokens.n, 1);
    assert_int_not_equal(tokens.list[0].concept, 0);
    assert_true(tokens.list[0].stem_idf > 0);
    assert_int_equal(tokens.list[0].stem_idf, tokens.list[0].concept_idf);
    dvi_token_list_finish(&tokens);
}

static void numbers_and_dates_count_by_value_alone(void **unused) {
    (void)unused;
    dvi_token_list tokens = read_text("uk", "двадцять, 12 липня");
    for (size_t i = 0; i < tokens.n; i++)
        assert_int_equal(tokens.list[i].stem_idf, 0);
    assert_true(tokens.list[0].concept_idf > 0 && tokens.list[1].concept_idf > 0);
    dvi_token_list_finish(&tokens);
}

static unsigned idf_of_number(const char *text) {
    dvi_token_list tokens = read_text("uk", text);
    unsigned idf = tokens.list[0].concept_idf;
    dvi_token_list_finish(&tokens);
    return idf;
}

/* What nearly every article has says nothing; what one in hundreds has says much. */
static void a_number_counts_by_how_many_have_such(void **unused) {
    (void)unused;
    static const char *const rising[] = {"двоє", "п'ять", "9", "37", "137", "12437"};
    for (size_t i = 1; i < sizeof rising / sizeof *rising; i++)
        assert_true(idf_of_number(rising[i]) > idf_of_number(rising[i - 1]));
    assert_int_equal(idf_of_number("один"), idf_of_number("1"));
    assert_int_equal(idf_of_number("0,5"), idf_of_number("3000,5"));
    static const char *const fewer[][2] = {{"30", "37"},       {"300", "337"},   {"3000", "3437"},
                                           {"30000", "34370"}, {"2024", "1968"}, {"3000", "3000,5"}};
    for (size_t i = 0; i < sizeof fewer / sizeof *fewer; i++)
        assert_true(idf_of_number(fewer[i][0]) < idf_of_number(fewer[i][1]));
}

static void names_of_several_words_are_one_concept(void **unused) {
    (void)unused;
    ALL_SAY("=kim-jong-un", {"uk", "лідер Кім Чен Ин"}, {"uk", "з Кім Чен Ином"}, {"ru", "лидер Ким Чен Ын"},
            {"ru", "с Ким Чен Ыном"}, {"be", "Кім Чэн Ын"}, {"bg", "Ким Чен-ун"}, {"bg", "Ким Чен Ун"},
            {"mk", "Ким Џонг-ун"}, {"sr", "Ким Џонг Ун"}, {"en", "Kim Jong Un"}, {"en", "Kim Jong-un"},
            {"pl", "Kim Dzong Un"}, {"cs", "Kim Čong-un"});
    ALL_SAY("=xi-jinping", {"uk", "Сі Цзіньпін"}, {"ru", "Си Цзиньпин"}, {"ru", "с Си Цзиньпином"},
            {"bg", "Си Дзинпин"}, {"sr", "Си Ђинпинг"}, {"mk", "Си Џинпинг"}, {"en", "Xi Jinping"},
            {"pl", "Xi Jinping"});
    ALL_SAY("=united-nations", {"kk", "Біріккен Ұлттар Ұйымы"}, {"kk", "Біріккен Ұлттар Ұйымындағылар"});
    NONE_SAYS("=kim-jong-un", {"ru", "Ким Чен Ир"}, {"en", "Kim Jong Il"}, {"ru", "Ким Ир Сен"});
    ALL_SAY("=kim-jong-il", {"ru", "Ким Чен Ир"}, {"uk", "Кім Чен Ір"}, {"en", "Kim Jong Il"});
}

static void a_headline_in_capitals_means_the_same(void **unused) {
    (void)unused;
    ALL_SAY("=foreign-ministry", {"uk", "МІНІСТР ЗАКОРДОННИХ СПРАВ ПРИБУВ ДО КИЄВА"},
            {"ru", "МИНИСТР ИНОСТРАННЫХ ДЕЛ ПРИБЫЛ В КИЕВ"});
    ALL_SAY("=usa", {"ru", "МИНИСТР ИНОСТРАННЫХ ДЕЛ США ПРИБЫЛ В КИЕВ"});
    ALL_SAY("@07-12", {"ru", "ПРЕЗИДЕНТ ПРИБЫЛ В КИЕВ 12 ИЮЛЯ"});
}

static size_t acronyms_in(const char *text) {
    dvi_token_list tokens = read_text("uk", text);
    size_t n = 0;
    for (size_t i = 0; i < tokens.n; i++)
        n += (tokens.list[i].flags & (DVI_TOKEN_ACRONYM | DVI_TOKEN_CAPITAL)) != 0;
    dvi_token_list_finish(&tokens);
    return n;
}

/* Acronyms among words in small letters are no shouting. */
static void acronyms_in_a_row_are_acronyms(void **unused) {
    (void)unused;
    dvi_token_list tokens =
        read_text("ru", "Переговоры США, НАТО, ООН, КНДР, МАГАТЭ и МВФ о том, какой будет дальше торговля "
                        "между странами, закончились вчера вечером");
    size_t acronyms = 0;
    for (size_t i = 0; i < tokens.n; i++)
        acronyms += (tokens.list[i].flags & DVI_TOKEN_ACRONYM) != 0;
    assert_int_equal(acronyms, 6);
    dvi_token_list_finish(&tokens);
}

/* English headlines are written with capitals. */
static void a_capital_in_english_makes_no_name(void **unused) {
    (void)unused;
    char small[1000], large[1000];
    describe("en", "two ministers discuss the agreement on the monastery", small, sizeof small);
    describe("en", "Two Ministers Discuss The Agreement On The Monastery", large, sizeof large);
    assert_non_null(strchr(small, '='));
    assert_string_equal(small, large);
}

static void in_a_headline_in_capitals_they_tell_nothing(void **unused) {
    (void)unused;
    assert_int_equal(acronyms_in("ПРЕЗИДЕНТ ЗУСТРІВ НОВОГО ПОСЛА ПОЛЬЩІ"), 0);
    assert_int_equal(acronyms_in("ПРЕЗИДЕНТ ЗУСТРІВ НОВОГО ПОСЛА ПОЛЬЩІ Дуду"), 1);
    assert_int_equal(acronyms_in("Президент зустрів нового посла МВФ"), 1);
    assert_int_equal(acronyms_in("США, НАТО, МАГАТЕ"), 3);
}

/* ---- whatever else ---- */

/* Where words are not told by spaces, two characters at a time, and one that stands alone. */
static void characters_go_in_pairs(void **unused) {
    (void)unused;
    const char *const text = "中文新聞 報";
    dvi_token_list tokens = read_text("und", text);
    assert_int_equal(tokens.n, 4);
    for (uint32_t i = 0; i < 4; i++) {
        const dvi_token *t = &tokens.list[i];
        assert_int_equal(t->kind, DVK_FEATURE_GRAM);
        assert_int_equal(t->begin, i < 3 ? 3 * i : 13);
        assert_int_equal(t->len, i < 3 ? 6 : 3);
        assert_int_equal(t->form, dvi_feature_key('g', text + t->begin, t->len));
    }
    dvi_token_list_finish(&tokens);
}

static void kinds_go_with_concepts(void **unused) {
    (void)unused;
    dvi_token_list tokens = read_text("uk", "25 тис. 12 липня США міністр закордонних справ");
    for (size_t i = 0; i < tokens.n; i++) {
        const dvi_token *t = &tokens.list[i];
        if (t->span == 0) continue;
        assert_int_not_equal(t->concept, 0);
        assert_int_not_equal(t->concept_idf, 0);
        assert_int_equal(t->kind, i == 0   ? DVK_FEATURE_NUMBER
                                  : i == 2 ? DVK_FEATURE_DATE
                                  : i == 4 ? DVK_FEATURE_NAME
                                           : DVK_FEATURE_CONCEPT);
    }
    assert_int_equal(tokens.n, 8);
    dvi_token_list_finish(&tokens);
}

/* Pieces of numbers, dates and phrases in any order: spans stay inside the text and cover each token once. */
static void random_pieces_are_borne(void **unused) {
    (void)unused;
    static const char *const pieces[] = {
        "12",   "07",    "2025",    "000",      "25",          "1",     "млн", "тис.", "липня",
        "July", "июля",  "го",      "США",      "Ким",         "Чен",   "Ын",  "un",   "міністр",
        "and",  "справ", "foreign", "minister", "закордонних", "п'ять", "٢٥",  "中文", "арван нэгдүгээр"};
    static const char *const joints[] = {" ", " ", " ", ".", ",", "-", "/", "\u00A0", "", ". ", " — "};
    for (int round = 0; round < 20000; round++) {
        char text[600] = "", names[1000];
        for (uint32_t n = any(14); n > 0; n--) {
            strcat(text, pieces[any(sizeof pieces / sizeof *pieces)]);
            strcat(text, joints[any(sizeof joints / sizeof *joints)]);
        }
        const char *code = dvk_language_code(any(dvk_language_count()));
        dvi_token_list tokens = read_text(code, text);
        size_t covered = 0;
        for (size_t i = 0; i < tokens.n; i++) {
            if (covered > 0) {
                assert_int_equal(tokens.list[i].span, 0);
                covered--;
            } else {
                assert_in_range(tokens.list[i].span, 1, tokens.n - i);
                covered = tokens.list[i].span - 1u;
            }
        }
        assert_int_equal(covered, 0);
        dvi_token_list_finish(&tokens);
        describe(code, text, names, sizeof names);
    }
}

/* Concepts from a token on leave those before it alone. */
static void earlier_parts_stay_as_they_are(void **unused) {
    (void)unused;
    static const char title[] = "25", text[] = "тис. 12 липня";
    dvi_token_list tokens = read_text("uk", title);
    uint32_t first = tokens.list[0].concept;
    dvk_span span = {text, sizeof text - 1};
    size_t from = tokens.n;
    assert_int_equal(dvi_tokenize(cache, span, language("uk"), DVI_ZONE_BODY, &tokens), DVK_OK);
    dvi_find_concepts(dvk_model_builtin(), span, language("uk"), &tokens, from);
    assert_int_equal(tokens.list[0].concept, first);
    assert_int_equal(tokens.list[0].span, 1);
    assert_int_equal(tokens.list[2].concept, dvi_feature_key('@', "07-12", 5));
    dvi_token_list_finish(&tokens);
}

/* Texts are looked through by blocks; where one begins makes no difference, to numbers, signs and beginnings
 * of sentences neither. */
static void where_in_a_text_words_stand_changes_nothing(void **unused) {
    (void)unused;
    static const char text[] =
        "В 2019, река. 5) «Он»! 12. Москва — ٣٤ سلام: “Beta” (Она)… 7 Да? 日本語 1.5 Нет";
    dvi_token_list expected = read_text("ru", text);
    assert_true(expected.n > 14);
    for (size_t before = 1; before < 140; before++) {
        char moved[sizeof text + 140];
        snprintf(moved, sizeof moved, "%*s%s", (int)before, "", text);
        dvi_token_list got = read_text("ru", moved);
        assert_int_equal(got.n, expected.n);
        for (size_t i = 0; i < got.n; i++) {
            got.list[i].begin -= (uint32_t)before;
            assert_memory_equal(&got.list[i], &expected.list[i], sizeof got.list[i]);
        }
        dvi_token_list_finish(&got);
    }
    dvi_token_list_finish(&expected);
}

/* Whether the word at `at` of the text begins a sentence, which is where a capital says nothing. */
static bool begins_sentence(const char *text, size_t at) {
    dvi_token_list tokens = read_text("ru", text);
    bool begins = false;
    for (size_t i = 0; i < tokens.n; i++)
        if (tokens.list[i].begin == at) begins = (tokens.list[i].flags & DVI_TOKEN_INITIAL) != 0;
    dvi_token_list_finish(&tokens);
    return begins;
}

static void a_stop_behind_a_number_ends_a_sentence(void **unused) {
    (void)unused;
    assert_true(begins_sentence("река 12. Москва", strlen("река 12. ")));
    assert_true(begins_sentence("река 12 \"Москва", strlen("река 12 \"")));
    assert_false(begins_sentence("река 12, Москва", strlen("река 12, ")));
    assert_false(begins_sentence("река. 12, Москва", strlen("река. 12, ")));
}

static int make_cache(void **unused) {
    (void)unused;
    return dvi_word_cache_create(&cache, dvk_model_builtin()) != DVK_OK;
}

static int drop_cache(void **unused) {
    (void)unused;
    dvi_word_cache_destroy(cache);
    return 0;
}

static void no_phrase_is_ruled_out(void **unused) {
    (void)unused;
    const dvk_model *model = dvk_model_builtin();
    assert_true(model->n_phrases > 0);
    for (size_t i = 0; i < model->n_phrases; i++) {
        const dvi_phrase *p = &model->phrases[i];
        uint32_t column = p->part[0] >> 24, first = p->part[0] & 0xFFFFFF;
        assert_true(dvi_model_may_begin_phrase(model, column, first));
        assert_true(dvi_model_may_go_on(model, column, p->part[1]));
        assert_true(dvi_model_has_pair(model, column, first, p->part[1]));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_phrase_is_ruled_out),
        cmocka_unit_test(where_in_a_text_words_stand_changes_nothing),
        cmocka_unit_test(a_stop_behind_a_number_ends_a_sentence),
        cmocka_unit_test(thousands_in_all_spellings),
        cmocka_unit_test(a_point_is_decimal_in_english_and_a_comma_elsewhere),
        cmocka_unit_test(long_numbers_are_told_apart),
        cmocka_unit_test(a_mark_that_stands_twice_separates_thousands),
        cmocka_unit_test(millions_in_all_spellings),
        cmocka_unit_test(number_words_are_numbers),
        cmocka_unit_test(number_words_join),
        cmocka_unit_test(parts_of_numbers),
        cmocka_unit_test(halves_of_numbers),
        cmocka_unit_test(abbreviations_that_need_their_point),
        cmocka_unit_test(roman_numerals_are_numbers),
        cmocka_unit_test(numbers_at_the_edge),
        cmocka_unit_test(a_bare_magnitude_is_no_number),
        cmocka_unit_test(a_day_in_all_spellings),
        cmocka_unit_test(a_day_in_numbers_with_blanks_or_the_year_first),
        cmocka_unit_test(a_day_without_a_year_is_no_decimal),
        cmocka_unit_test(a_number_beside_a_month_is_no_day_of_it),
        cmocka_unit_test(digits_of_other_scripts_are_as_many),
        cmocka_unit_test(what_is_no_day_is_no_date),
        cmocka_unit_test(months_are_read_by_language),
        cmocka_unit_test(weekdays_are_read_by_language),
        cmocka_unit_test(what_only_folds_so_is_no_date_and_no_number),
        cmocka_unit_test(a_month_in_small_letters_is_no_name),
        cmocka_unit_test(mongolian_months_come_before_the_day),
        cmocka_unit_test(turkic_endings_behind_digits_are_no_words),
        cmocka_unit_test(endings_behind_digits_belong_to_them),
        cmocka_unit_test(words_with_a_string_of_endings_are_their_row),
        cmocka_unit_test(stems_that_change_before_an_ending_are_their_row),
        cmocka_unit_test(turkic_days_stand_before_or_behind_their_month),
        cmocka_unit_test(numbers_of_several_powers_are_one),
        cmocka_unit_test(numbers_in_their_cases),
        cmocka_unit_test(acronyms_are_one_concept),
        cmocka_unit_test(names_that_look_like_other_words_are_their_rows),
        cmocka_unit_test(names_in_their_cases_are_one_concept),
        cmocka_unit_test(what_papers_say_is_one_concept),
        cmocka_unit_test(uzbek_is_read_in_both_alphabets),
        cmocka_unit_test(uzbek_words_are_rows_of_the_lexicon),
        cmocka_unit_test(acronyms_with_endings_behind_them),
        cmocka_unit_test(words_with_a_number_behind_them),
        cmocka_unit_test(names_have_rows_in_every_language),
        cmocka_unit_test(names_that_begin_with_a_small_letter),
        cmocka_unit_test(stems_are_read_as_the_words_are),
        cmocka_unit_test(words_whose_stem_is_another_row_are_their_own),
        cmocka_unit_test(names_in_small_letters_need_no_capital),
        cmocka_unit_test(offices_are_one_concept),
        cmocka_unit_test(names_that_begin_a_sentence_are_no_other_words),
        cmocka_unit_test(a_phrase_is_not_made_of_other_words),
        cmocka_unit_test(common_words_are_no_concepts),
        cmocka_unit_test(short_words_are_known_by_their_forms),
        cmocka_unit_test(a_phrase_is_not_made_across_a_gap),
        cmocka_unit_test(a_phrase_is_found_wherever_it_stands),
        cmocka_unit_test(a_phrase_covers_its_words),
        cmocka_unit_test(a_phrase_counts_once_and_its_words_do_not),
        cmocka_unit_test(a_word_and_what_it_means_are_as_common_as_either),
        cmocka_unit_test(numbers_and_dates_count_by_value_alone),
        cmocka_unit_test(a_number_counts_by_how_many_have_such),
        cmocka_unit_test(names_of_several_words_are_one_concept),
        cmocka_unit_test(a_headline_in_capitals_means_the_same),
        cmocka_unit_test(acronyms_in_a_row_are_acronyms),
        cmocka_unit_test(a_capital_in_english_makes_no_name),
        cmocka_unit_test(in_a_headline_in_capitals_they_tell_nothing),
        cmocka_unit_test(characters_go_in_pairs),
        cmocka_unit_test(kinds_go_with_concepts),
        cmocka_unit_test(random_pieces_are_borne),
        cmocka_unit_test(earlier_parts_stay_as_they_are),
    };
    return cmocka_run_group_tests_name("concepts", tests, make_cache, drop_cache);
}
