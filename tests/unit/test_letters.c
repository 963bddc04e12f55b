/* The letter tables against ICU and libunistring, over all of Unicode, and the decisions that are this
 * project's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <unicase.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <uninorm.h>

#include "base/utf8.h"
#include "commonform/characters.h"
#include "commonform/tokenize.h"
#include "dvoinik/commonform.h"
#include "tables/fold.h"
#include "tables/homoglyph.h"

enum { LAST = 0x10FFFF, ROOM = 400 };

/* ---- the word path: bytes -> letters -> reading and fold ---- */

typedef struct outcome {
    char reading[DVI_READING_BYTES];
    char fold[DVI_WORD_LETTERS + 1];
    bool known;
} outcome;

static outcome read_span(uint32_t language, const char *text, size_t len) {
    outcome out = {.known = false};
    uint32_t letters[DVI_WORD_LETTERS];
    size_t n = dvi_word_letters((dvk_span){text, len}, letters);
    bool unknown = true;
    dvi_read_word(language, letters, n, out.reading, &unknown);
    dvi_folded folded;
    out.known = n > 0 && !unknown && dvi_fold_word(language, letters, n, &folded);
    if (out.known) dvi_folded_text(&folded, out.fold);
    return out;
}

static uint32_t number(const char *code) {
    uint32_t language = dvk_language_number(code, strlen(code));
    if (strcmp(code, "und") != 0) assert_int_not_equal(language, 0);
    return language;
}

static outcome read_word(const char *code, const char *word) {
    return read_span(number(code), word, strlen(word));
}

static void assert_same(uint32_t c, const outcome *a, const outcome *b) {
    if (a->known && b->known && strcmp(a->reading, b->reading) == 0 && strcmp(a->fold, b->fold) == 0) return;
    fail_msg("U+%04X: '%s' (%s) against '%s' (%s)", (unsigned)c, a->reading, a->fold, b->reading, b->fold);
}

static size_t put(uint32_t c, char *out) {
    return dvi_utf8_put(c, out);
}

/* What ICU makes of c, as UTF-8. */
static size_t icu_form(const UNormalizer2 *form, uint32_t c, char *out) {
    UErrorCode error = U_ZERO_ERROR;
    UChar from[2], to[64];
    int32_t n = 0, len = 0;
    UChar32 one = (UChar32)c;
    u_strFromUTF32(from, 2, &n, &one, 1, &error);
    n = unorm2_normalize(form, from, n, to, 64, &error);
    u_strToUTF8(out, ROOM, &len, to, n, &error);
    assert_true(U_SUCCESS(error));
    return (size_t)len;
}

/* ---- every letter has its row ---- */

static bool is_cyrillic_block(uint32_t c) {
    return (c >= 0x400 && c < 0x530) || (c >= 0x1C80 && c < 0x1C90) || (c >= 0x2DE0 && c < 0x2E00) ||
           (c >= 0xA640 && c < 0xA6A0) || (c >= 0x1E030 && c < 0x1E090);
}

/* Letters that stand above others: marks by their property. */
static bool is_letter_above(uint32_t c) {
    return (c >= 0x2DE0 && c < 0x2E00) || (c >= 0xA674 && c <= 0xA67B) || c == 0xA69E || c == 0xA69F ||
           c == 0x1E08F;
}

static void mark_rows(uint8_t *seen) {
    char path[4096], line[4096];
    const char *root = getenv("DVOINIK_ROOT");
    snprintf(path, sizeof path, "%s/src/tables/letters.tsv", root != NULL ? root : ".");
    FILE *file = fopen(path, "r");
    if (file == NULL) fail_msg("%s cannot be opened", path);
    while (fgets(line, sizeof line, file) != NULL) {
        char *letters = strchr(line, '\t');
        if (line[0] == '#' || letters == NULL) continue;
        size_t at = 1;
        uint32_t c = dvi_utf8_next(letters, &at);
        if (letters[at] == '\t') seen[c] = 1;
    }
    fclose(file);
}

static bool is_compatibility_form(uint32_t c) {
    return u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE) > U_DT_CANONICAL;
}

static void every_cyrillic_letter_has_a_row(void **unused) {
    (void)unused;
    static uint8_t seen[LAST + 1];
    mark_rows(seen);
    int checked = 0;
    for (uint32_t c = 0; c <= LAST; c++) {
        if (!is_cyrillic_block(c) ||
            !(u_isalpha((UChar32)c) || (is_letter_above(c) && u_isdefined((UChar32)c))))
            continue;
        if (!dvi_is_table_letter(c)) fail_msg("U+%04X is no letter of the tables", (unsigned)c);
        if (dvi_script_of(c) != 2) fail_msg("U+%04X is not of the Cyrillic script", (unsigned)c);
        uint32_t lower = dvi_lower_case(c);
        if (!is_compatibility_form(c) && !seen[lower])
            fail_msg("U+%04X has no row in letters.tsv", (unsigned)c);
        checked++;
    }
    assert_in_range(checked, 480, 600);
}

/* Letters that are read as nothing: signs, and what is derived from them. */
static bool is_silent(uint32_t c) {
    static const uint32_t silent[] = {0x44A, 0x44C, 0x48D, 0x4CF, 0x1C86, 0xA64F, 0xA678, 0xA67A, 0xA67F};
    UErrorCode error = U_ZERO_ERROR;
    char base[ROOM];
    size_t at = 0;
    icu_form(unorm2_getNFKDInstance(&error), dvi_lower_case(c), base);
    uint32_t first = dvi_utf8_next(base, &at);
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++)
        if (first == silent[i]) return true;
    return false;
}

static void every_cyrillic_letter_has_a_reading(void **unused) {
    (void)unused;
    for (uint32_t c = 0; c <= LAST; c++) {
        if (!is_cyrillic_block(c) || !dvi_is_table_letter(c)) continue;
        char text[8];
        outcome got = read_span(0, text, put(c, text));
        if (!got.known) fail_msg("U+%04X is not read", (unsigned)c);
        bool silent = got.reading[0] == '\0';
        if (silent != is_silent(c)) fail_msg("U+%04X is read '%s'", (unsigned)c, got.reading);
        for (const char *at = got.reading; *at != '\0'; at++)
            assert_in_range(*at, 'a', 'z');
    }
}

/* ---- case, composition, compatibility ---- */

static void lower_case_is_that_of_unicode(void **unused) {
    (void)unused;
    int checked = 0;
    for (uint32_t c = 0; c <= LAST; c++) {
        if (!dvi_is_table_letter(c)) continue;
        uint32_t lower = dvi_lower_case(c);
        if (lower != (uint32_t)u_tolower((UChar32)c)) fail_msg("U+%04X: ICU differs", (unsigned)c);
        if (lower != uc_tolower(c)) fail_msg("U+%04X: libunistring differs", (unsigned)c);
        if (!dvi_is_table_letter(lower)) fail_msg("U+%04X: its lower case is no letter", (unsigned)c);
        checked++;
    }
    assert_in_range(checked, 1800, 4000);
}

static size_t unistring_form(uninorm_t form, uint32_t c, char *out) {
    char text[8];
    size_t len = put(c, text), n = ROOM;
    uint8_t *made = u8_normalize(form, (uint8_t *)text, len, (uint8_t *)out, &n);
    assert_ptr_equal(made, out);
    return n;
}

static void composed_and_decomposed_spellings_are_one(void **unused) {
    (void)unused;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfd = unorm2_getNFDInstance(&error), *nfc = unorm2_getNFCInstance(&error);
    assert_true(U_SUCCESS(error));
    int several = 0;
    for (uint32_t c = 0; c <= LAST; c++) {
        if (!dvi_is_table_letter(c)) continue;
        char text[ROOM], one[8];
        size_t len = put(c, one);
        outcome plain = read_span(0, one, len);
        outcome other = read_span(0, text, icu_form(nfd, c, text));
        several += memcmp(text, one, len) != 0;
        assert_same(c, &plain, &other);
        other = read_span(0, text, icu_form(nfc, c, text));
        assert_same(c, &plain, &other);
        other = read_span(0, text, unistring_form(UNINORM_NFD, c, text));
        assert_same(c, &plain, &other);
        other = read_span(0, text, unistring_form(UNINORM_NFC, c, text));
        assert_same(c, &plain, &other);
    }
    assert_in_range(several, 540, 4000);
}

static bool all_table_letters(const char *text, size_t len) {
    for (size_t at = 0; at < len;)
        if (!dvi_is_table_letter(dvi_utf8_next(text, &at))) return false;
    return len > 0;
}

static void compatibility_forms_are_read_as_their_nfkc(void **unused) {
    (void)unused;
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
    assert_true(U_SUCCESS(error));
    const uint32_t languages[] = {0, number("uk"), number("sr-Latn"), number("pl")};
    int checked = 0;
    for (uint32_t c = 0; c < 0x20000; c++) {
        char text[ROOM], form[ROOM];
        size_t len = put(c, text);
        if (len == 0 || !is_compatibility_form(c) || !u_isalpha((UChar32)c)) continue;
        size_t form_len = icu_form(nfkc, c, form);
        if (!all_table_letters(form, form_len)) continue;
        for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++) {
            if (languages[i] != 0 && c >= 0x530)
                continue; /* far letters are read by the rules all languages share */
            outcome plain = read_span(languages[i], text, len),
                    other = read_span(languages[i], form, form_len);
            assert_same(c, &other, &plain);
        }
        checked++;
    }
    assert_true(checked > 500);
    outcome wide = read_word("und", "Ｄｖｏｉｎｉｋ");
    assert_string_equal(wide.reading, "dvoinik");
}

/* ---- decisions ---- */

typedef struct pair {
    const char *language, *a, *b;
    bool same_reading, same_fold;
} pair;

static void letters_with_marks_are_decided_one_by_one(void **unused) {
    (void)unused;
    static const pair pairs[] = {
        {"ru", "й", "и", true, true},   {"uk", "й", "и", false, true}, {"bg", "й", "и", true, true},
        {"mk", "ј", "и", true, true},   {"uk", "ї", "і", true, true},  {"uk", "и", "і", false, true},
        {"ru", "ё", "е", false, true},  {"be", "ё", "е", false, true}, {"uk", "є", "е", false, true},
        {"be", "ў", "у", false, false}, {"be", "ў", "в", false, true}, {"uz", "ў", "у", false, false},
        {"uz", "ў", "о", true, true},   {"uk", "г", "ґ", false, true}, {"ru", "г", "ґ", true, true},
        {"ru", "ы", "и", false, true},  {"mk", "ѝ", "и", true, true},  {"bg", "ъ", "а", true, true},
        {"tg", "ӣ", "и", true, true},   {"tg", "ӯ", "у", true, true},  {"kk", "қ", "к", false, true},
        {"mk", "ѓ", "г", false, true},  {"mk", "ќ", "к", false, true}, {"sr", "ђ", "д", false, false},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const pair *p = &pairs[i];
        outcome a = read_word(p->language, p->a), b = read_word(p->language, p->b);
        assert_true(a.known && b.known);
        if ((strcmp(a.reading, b.reading) == 0) != p->same_reading ||
            (strcmp(a.fold, b.fold) == 0) != p->same_fold)
            fail_msg("%s: %s is %s (%s), %s is %s (%s)", p->language, p->a, a.reading, a.fold, p->b,
                     b.reading, b.fold);
    }
}

typedef struct alphabet {
    const char *language, *letters, *readings;
} alphabet;

static void alphabets_are_read_by_their_languages(void **unused) {
    (void)unused;
    static const alphabet alphabets[] = {
        {"uk", "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ь ю я",
         "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch  iu ia"},
        {"ru", "а б в г д е ё ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ы ь э ю я",
         "a b v g d e io zh z i i k l m n o p r s t u f kh ts ch sh shch  y  e iu ia"},
        {"be", "а б в г д е ё ж з і й к л м н о п р с т у ў ф х ц ч ш ы ь э ю я",
         "a b v h d e io zh z i i k l m n o p r s t u w f kh ts ch sh y  e iu ia"},
        {"bg", "а б в г д е ж з и й к л м н о п р с т у ф х ц ч ш щ ъ ь ю я",
         "a b v g d e zh z i i k l m n o p r s t u f h ts ch sh sht a  iu ia"},
        {"mk", "а б в г д ѓ е ж з ѕ и ј к л љ м н њ о п р с т ќ у ф х ц ч џ ш",
         "a b v g d gj e zh z dz i i k l lj m n nj o p r s t kj u f h ts ch dzh sh"},
        {"sr", "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш",
         "a b v g d dj e zh z i i k l lj m n nj o p r s t c u f h ts ch dzh sh"},
        {"kk", "ә ғ қ ң ө ұ ү һ і", "a gh q ng o u u h i"},
        {"ky", "ж ң ө ү", "j ng o u"},
        {"tt", "ә җ ң ө ү һ", "a j ng o u h"},
        {"ba", "ғ ҙ ҡ ң ө ҫ ү һ ә", "gh z q ng o s u h a"},
        {"tg", "ғ ӣ қ ӯ ҳ ҷ", "gh i q u h j"},
        {"mn", "ж ө ү", "j o u"},
        {"uz", "ў қ ғ ҳ ж ё", "o q gh h j io"},
        {"uz-Latn", "q x h j y sh ch ya ye yo yu", "q kh h j i sh ch ia ie io iu"},
        {"hr", "c č ć đ j lj nj š ž dž", "ts ch c dj i lj nj sh zh dzh"},
    };
    for (size_t i = 0; i < sizeof alphabets / sizeof alphabets[0]; i++) {
        const alphabet *one = &alphabets[i];
        char got[ROOM] = "", letters[ROOM];
        strcpy(letters, one->letters);
        for (char *rest = letters, *letter; (letter = strtok_r(rest, " ", &rest)) != NULL;) {
            if (got[0] != '\0') strcat(got, " ");
            strcat(got, read_word(one->language, letter).reading);
        }
        assert_string_equal(got, one->readings);
    }
}

typedef struct pinned {
    const char *language, *word, *reading;
} pinned;

static void words_are_read_by_their_languages(void **unused) {
    (void)unused;
    static const pinned words[] = {
        {"ru", "двойник", "dvoinik"},
        {"uk", "двійник", "dviinyk"},
        {"be", "двайнік", "dvainik"},
        {"mk", "двојник", "dvoinik"},
        {"uk", "Україна", "ukraina"},
        {"uk", "Київ", "kyiv"},
        {"uk", "Згорани", "zghorany"},
        {"uk", "Розгон", "rozghon"},
        {"be", "згода", "zghoda"},
        {"uk", "п’ять", "piat"},
        {"uk", "п´ять", "piat"},
        {"uk", "п‛ять", "piat"},
        {"und", "Gorʹkij", "gorkij"},
        {"und", "obʺezd", "obezd"},
        {"und", "Toʻlqin", "tolqin"},
        {"ru", "щука", "shchuka"},
        {"uk", "щука", "shchuka"},
        {"bg", "щука", "shtuka"},
        {"bg", "Търново", "tarnovo"},
        {"bg", "Кръстьо", "krastio"},
        {"be", "Магілёў", "mahiliow"},
        {"mk", "Ѓорче", "gjorche"},
        {"sr", "Шћепановић", "shcepanovic"},
        {"hr", "Šćepanović", "shcepanovic"},
        {"pl", "Łódź", "lodz"},
        {"und", "Łódź", "lodzh"},
        {"pl", "szczupak", "shchupak"},
        {"hr", "Ljubljana", "ljubljana"},
        {"sr", "Љубљана", "ljubljana"},
        {"uz", "Ўзбекистон", "ozbekiston"},
        {"en", "Yushchenko", "iushchenko"},
        {"kk", "Қазақстан", "qazaqstan"},
        {"ru", "Ко\u00ADро\u0301ва", "korova"},
        {"und", "Constanța", "constantsa"},
        {"und", "Beşiktaş", "beshiktash"},
        {"und", "ǅep", "dzhep"},
        {"ru", "Р\u043Eссия", "rossiia"},
        {"ru", "Poccия", "rossiia"},
        {"bg", "рѫка", "raka"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        outcome got = read_word(words[i].language, words[i].word);
        if (!got.known || strcmp(got.reading, words[i].reading) != 0)
            fail_msg("%s %s: '%s', not '%s'", words[i].language, words[i].word, got.reading,
                     words[i].reading);
    }
}

/* One name as its languages spell it: a fold for all of them. */
static void names_fold_alike_across_languages(void **unused) {
    (void)unused;
    static const char *const names[][10] = {
        {"ru", "Петрович", "mk", "Петровиќ", "sr", "Петровић", "hr", "Petrović"},
        {"ru", "Раджабов", "uz", "Ражабов", "uz-Latn", "Rajabov", "en", "Rajabov"},
        {"uz", "ўзбекистон", "uz-Latn", "oʻzbekiston", "uz-Latn", "o'zbekiston"},
        {"uz", "йўл", "uz-Latn", "yoʻl"},
        {"uz", "дарё", "uz-Latn", "daryo"},
        {"uz", "етти", "uz-Latn", "yetti"},
        {"uz", "маънавият", "uz-Latn", "maʼnaviyat"},
        {"uz", "Жиззах", "uz-Latn", "Jizzax"},
        {"uz", "Мирзиёев", "uz-Latn", "Mirziyoyev"},
        {"uz", "конституция", "uz-Latn", "konstitutsiya"},
        {"uz", "акция", "uz-Latn", "aksiya", "ru", "акция"},
        {"uz", "лицей", "uz-Latn", "litsey"},
        {"uz", "айтса", "uz-Latn", "aytsa"},
        {"uz", "Шольц", "uz-Latn", "Sholts", "ru", "Шольц"},
        {"sr", "одзива", "sr-Latn", "odziva", "hr", "odziva"},
        {"ru", "Кузнецов", "en", "Kuznetsov", "pl", "Kuzniecow", "hr", "Kuznecov"},
        {"uk", "Хмельницький", "en", "Khmelnytskyi"},
        {"ru", "Цхинвал", "en", "Tskhinval", "uk", "Цхінвал"},
        {"ru", "Ельцин", "en", "Yeltsin"},
        {"ru", "Робертсон", "en", "Robertson"},
        {"ru", "Дзержинск", "en", "Dzerzhinsk"},
        {"sr", "Ђурић", "hr", "Đurić", "en", "Djurić"},
        {"mk", "Ќосев", "en", "Kjosev"},
        {"ru", "Раштон", "en", "Rushton"},
        {"ru", "Путин", "be", "Пуцін", "uk", "Путін", "pl", "Putin"},
        {"ru", "Медведь", "be", "Мядзведзь"},
        {"ru", "Дмитрий", "be", "Дзмітрый", "uk", "Дмитрій"},
        {"ru", "Тверь", "be", "Цвер"},
        {"ru", "читать", "be", "чытаць", "uk", "читать"},
        {"ru", "людей", "be", "людзей"},
        {"uk", "життя", "be", "жыццё"},
        {"ru", "Мерфи", "en", "Murphy", "cs", "Murphy", "hr", "Murphy", "pl", "Murphy"},
        {"ru", "Смит", "en", "Smith", "cs", "Smith", "sl", "Smith", "pl", "Smith"},
        {"ru", "Смит", "hr", "Smith", "sr-Latn", "Smith"},
        {"ru", "Томас", "hr", "Thomas", "sr-Latn", "Thomas"},
        {"sr", "Ђоковић", "sr-Latn", "Djoković", "hr", "Djoković", "bs", "Ðoković"},
        {"sr", "Ђинђић", "sr-Latn", "Djindjić"},
        {"sr", "Санчез", "hr", "Sánchez", "sl", "Sánchez", "en", "Sánchez"},
        {"ru", "Кристиан", "hr", "Christian", "sl", "Christian"},
        {"ru", "Шмидт", "hr", "Schmidt", "cs", "Schmidt", "pl", "Schmidt", "en", "Schmidt"},
        {"ru", "Шваб", "cs", "Schwab", "sl", "Schwab", "en", "Schwab"},
        {"ru", "Хан", "cs", "Khan", "hr", "Khan", "pl", "Khan", "en", "Khan"},
        {"ru", "Буш", "pl", "Bush", "sk", "Bush", "en", "Bush"},
        {"ru", "Маккейн", "en", "McCain"},
        /* and what is spelled so at home stays */
        {"sr", "претходно", "hr", "prethodno", "bs", "prethodno"},
        {"hr", "shema", "sr", "схема"},
        {"hr", "djeca", "sr", "дјеца"},
        {"sl", "ladjo", "hr", "ladio"},
        {"uk", "схвалити", "cs", "schvalit"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        outcome first = read_word(names[i][0], names[i][1]);
        uint8_t bones[8], others[8];
        size_t n_first = 0;
        for (size_t k = 0; k < 10 && names[i][k] != NULL; k += 2) {
            uint32_t letters[DVI_WORD_LETTERS];
            dvi_folded folded;
            size_t n = dvi_word_letters((dvk_span){names[i][k + 1], strlen(names[i][k + 1])}, letters);
            assert_true(dvi_fold_word(number(names[i][k]), letters, n, &folded));
            size_t n_bones = dvi_skeleton(&folded, k == 0 ? bones : others, 8);
            if (k == 0) n_first = n_bones;
            if (n_bones != n_first || (k > 0 && memcmp(bones, others, n_bones) != 0))
                fail_msg("%s against %s (%s)", names[i][k + 1], names[i][1], first.fold);
        }
    }
}

static void the_double_is_one_word(void **unused) {
    (void)unused;
    static const char *const doubles[][2] = {{"ru", "двойник"}, {"bg", "двойник"}, {"uk", "двійник"},
                                             {"be", "двайнік"}, {"mk", "двојник"}, {"sr", "двојник"}};
    for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
        uint32_t letters[DVI_WORD_LETTERS];
        uint8_t skeleton[8];
        dvi_folded folded;
        size_t n = dvi_word_letters((dvk_span){doubles[i][1], strlen(doubles[i][1])}, letters);
        assert_true(dvi_fold_word(number(doubles[i][0]), letters, n, &folded));
        assert_int_equal(dvi_skeleton(&folded, skeleton, 8), 4);
        for (size_t k = 0; k < 4; k++)
            assert_int_equal(DVI_FOLD_LETTERS[skeleton[k] - 1], "dvnk"[k]);
    }
}

/* ---- idempotence ---- */

static uint32_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (uint32_t)(*state >> 32);
}

static const char *const others[] = {" ", "'", "’",  "-",      "\u00AD", "\u0301", "\u0306", "4",  "1",
                                     "0", "s", "'s", "\u200D", "λ",      "Σ",      "中",     "\n", "ъ"};

static size_t random_text(uint64_t *state, const uint32_t *letters, uint32_t n_letters, char *out) {
    size_t len = 0;
    for (uint32_t n = 1 + next_random(state) % 60; n > 0; n--) {
        if (next_random(state) % 4 == 0)
            len =
                (size_t)(stpcpy(out + len, others[next_random(state) % (sizeof others / sizeof others[0])]) -
                         out);
        else
            len += put(letters[next_random(state) % (next_random(state) % 2 ? n_letters : 300)], out + len);
    }
    return len;
}

static void a_common_form_is_its_own(void **unused) {
    (void)unused;
    static uint32_t letters[20000];
    uint32_t n = 0;
    for (uint32_t c = 0; c <= LAST; c++)
        if (dvi_is_table_letter(c)) letters[n++] = c;
    uint64_t state = 20250712;
    for (int i = 0; i < 40000; i++) {
        char text[ROOM];
        dvk_text *once, *twice;
        assert_int_equal(dvk_text_create(&once), DVK_OK);
        assert_int_equal(dvk_text_create(&twice), DVK_OK);
        dvk_span from = {text, random_text(&state, letters, n, text)};
        assert_int_equal(dvk_commonform(dvk_model_builtin(), from, 0, once), DVK_OK);
        assert_int_equal(dvk_commonform(dvk_model_builtin(), dvk_text_span(once), 0, twice), DVK_OK);
        dvk_span a = dvk_text_span(once), b = dvk_text_span(twice);
        if (a.len != b.len || (a.len > 0 && memcmp(a.data, b.data, a.len) != 0))
            fail_msg("'%.*s': '%.*s', then '%.*s'", (int)from.len, from.data, (int)a.len, a.data, (int)b.len,
                     b.data);
        dvk_text_destroy(once);
        dvk_text_destroy(twice);
    }
}

/* ---- plain words ---- */

/* A word of up to thirty letters of one or two bytes, of one script mostly, many of them doubled. */
static size_t plain_word(uint64_t *state, char *out) {
    size_t len = 0, n = 1 + next_random(state) % 30;
    uint32_t c = 0, script = next_random(state) % 3;
    for (size_t i = 0; i < n; i++) {
        uint32_t as = next_random(state) % 50 == 0 ? next_random(state) % 3 : script;
        if (i == 0 || next_random(state) % 4 != 0)
            c = as == 0   ? (next_random(state) % 2 ? 'a' : 'A') + next_random(state) % 26
                : as == 1 ? 0xC0 + next_random(state) % 0x140
                          : 0x400 + next_random(state) % 0x100;
        if (!dvi_is_table_letter(c)) c = 'x';
        len += put(c, out + len);
    }
    return len;
}

static void plain_words_are_read_as_all_words_are(void **unused) {
    (void)unused;
    uint64_t state = 7;
    int plain = 0, doubled = 0;
    for (int i = 0; i < 200000; i++) {
        char text[ROOM];
        uint32_t language = next_random(&state) % dvk_language_count(), letters[DVI_WORD_LETTERS];
        uint8_t capitals;
        dvi_folded folded, expected;
        size_t len = plain_word(&state, text);
        if (!dvi_fold_plain(language, text, len, &folded, &capitals)) continue;
        plain++;
        doubled -= folded.n;
        dvi_fold_finish(&folded);
        doubled += folded.n;
        size_t n = dvi_word_letters((dvk_span){text, len}, letters), at = 0;
        assert_true(dvi_fold_word(language, letters, n, &expected));
        assert_int_equal(folded.n, expected.n);
        assert_memory_equal(folded.class, expected.class, folded.n);
        for (size_t k = folded.n; k < DVI_WORD_LETTERS; k++)
            assert_int_equal(folded.class[k], 0);
        assert_int_equal(dvi_plain_hash(text, len), dvi_letters_hash(letters, n));
        size_t upper = 0;
        for (size_t k = 0; at < len; k++) {
            uint32_t c = dvi_utf8_next(text, &at);
            upper += dvi_lower_case(c) != c;
            if (k == 0) assert_int_equal(capitals & DVI_UPPER_FIRST, upper != 0 ? DVI_UPPER_FIRST : 0);
        }
        assert_int_equal(capitals & DVI_UPPER_ALL, n > 1 && upper == n ? DVI_UPPER_ALL : 0);
    }
    assert_in_range(plain, 20000, 200000);
    assert_in_range(-doubled, 20000, 2000000);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_words_are_read_as_all_words_are),
        cmocka_unit_test(every_cyrillic_letter_has_a_row),
        cmocka_unit_test(every_cyrillic_letter_has_a_reading),
        cmocka_unit_test(lower_case_is_that_of_unicode),
        cmocka_unit_test(composed_and_decomposed_spellings_are_one),
        cmocka_unit_test(compatibility_forms_are_read_as_their_nfkc),
        cmocka_unit_test(letters_with_marks_are_decided_one_by_one),
        cmocka_unit_test(alphabets_are_read_by_their_languages),
        cmocka_unit_test(words_are_read_by_their_languages),
        cmocka_unit_test(the_double_is_one_word),
        cmocka_unit_test(names_fold_alike_across_languages),
        cmocka_unit_test(a_common_form_is_its_own),
    };
    return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
