/* Standard transliterations: published examples, case, and what every scheme must do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/utf8.h"
#include "dvoinik/translit.h"
#include "failing_memory.h"

static dvk_span span(const char *text) {
    return (dvk_span){text, strlen(text)};
}

typedef struct example {
    const char *scheme, *text, *expected;
} example;

static void assert_examples(const example *list, size_t n) {
    for (size_t i = 0; i < n; i++) {
        dvk_text *out;
        assert_int_equal(dvk_text_create(&out), DVK_OK);
        assert_int_equal(dvk_translit(list[i].scheme, span(list[i].text), out), DVK_OK);
        dvk_span got = dvk_text_span(out);
        if (got.len != strlen(list[i].expected) ||
            (got.len > 0 && memcmp(got.data, list[i].expected, got.len) != 0))
            fail_msg("%s '%s': '%.*s', not '%s'", list[i].scheme, list[i].text, (int)got.len, got.data,
                     list[i].expected);
        dvk_text_destroy(out);
    }
}

/* The examples that stand in the resolution's table. */
static void ukrainian_national_system(void **unused) {
    (void)unused;
    static const example list[] = {
        {"uk-2010", "Алушта Андрій Борщагівка Борисенко Вінниця Володимир",
         "Alushta Andrii Borshchahivka Borysenko Vinnytsia Volodymyr"},
        {"uk-2010", "Гадяч Богдан Згурський Ґалаґан Ґорґани", "Hadiach Bohdan Zghurskyi Galagan Gorgany"},
        {"uk-2010", "Донецьк Дмитро Рівне Олег Есмань Єнакієве Гаєвич Короп’є",
         "Donetsk Dmytro Rivne Oleh Esman Yenakiieve Haievych Koropie"},
        {"uk-2010", "Житомир Жанна Жежелів Закарпаття Казимирчук Медвин Михайленко",
         "Zhytomyr Zhanna Zhezheliv Zakarpattia Kazymyrchuk Medvyn Mykhailenko"},
        {"uk-2010", "Іванків Іващенко Їжакевич Кадиївка Мар’їне Йосипівка Стрий Олексій",
         "Ivankiv Ivashchenko Yizhakevych Kadyivka Marine Yosypivka Stryi Oleksii"},
        {"uk-2010", "Харків Біла Церква Чернівці Шостка Щербухи Гоща Гаращенко",
         "Kharkiv Bila Tserkva Chernivtsi Shostka Shcherbukhy Hoshcha Harashchenko"},
        {"uk-2010", "Юрій Корюківка Яготин Ярошенко Костянтин Знам’янка Феодосія",
         "Yurii Koriukivka Yahotyn Yaroshenko Kostiantyn Znamianka Feodosiia"},
        {"uk-2010", "Згорани Розгон", "Zghorany Rozghon"},
        {"uk-2010", "Україна, Київ; Івано-Франківськ", "Ukraina, Kyiv; Ivano-Frankivsk"},
        {"uk-2010", "Щорс Марійка Русь Запоріжжя ЄНАКІЄВЕ ЗГУРСЬКИЙ",
         "Shchors Mariika Rus Zaporizhzhia YENAKIIEVE ZGHURSKYI"},
        {"bgn-uk", "Харків Знам’янка Знам'янка", "Kharkiv Znamʺyanka Znamʺyanka"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

static void bulgarian_streamlined_system(void **unused) {
    (void)unused;
    static const example list[] = {
        {"bg-2009", "София Мария Стара Загора Велико Търново", "Sofia Maria Stara Zagora Veliko Tarnovo"},
        {"bg-2009", "Югославия България Българи Софиянка", "Yugoslavia Bulgaria Balgari Sofiyanka"},
        {"bg-2009", "София-Град Гьопс Юндола Ямбол Търговище", "Sofia-Grad Gyops Yundola Yambol Targovishte"},
        {"bg-2009", "Кърджали Кръстьо Щръклево Хасково Цар Ъгърчин",
         "Kardzhali Krastyo Shtraklevo Haskovo Tsar Agarchin"},
        {"bgn-bg", "Търново щука Йовков май", "Tŭrnovo shtuka Yovkov may"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

static void agreements_of_bgn_and_pcgn(void **unused) {
    (void)unused;
    static const example list[] = {
        {"bgn-ru", "Егоров Достоевский Соловьёв Королёв Маньчжурия",
         "Yegorov Dostoyevskiy Solovʹyëv Korolëv Manʹchzhuriya"},
        {"bgn-ru", "Ельцин Чайковский объезд Югославия Ёлка",
         "Yelʹtsin Chaykovskiy obʺyezd Yugoslaviya Yëlka"},
        {"bgn-ru", "НОВОЕ ВРЕМЯ ЕЩЁ БЕЛЬЁ «ЖЁЛТОЕ» Ё. МОЕ",
         "NOVOYE VREMYA YESHCHË BELʹYË «ZHËLTOYE» Yë. MOYE"},
        {"bgn-ru", "ЙА Йа йа ЫУ Ыу ыу ОЫ Оы оы ОЫУ Оыу оыу ыы",
         "Y·A Y·a y·a Y·U Y·u y·u O·Y O·y o·y O·Y·U O·y·u o·y·u y·y"},
        {"bgn-ru", "СЭ Сэ сэ ТС тс Тс ШЧ шч Шч", "S·E S·e s·e T·S t·s T·s SH·CH sh·ch Sh·ch"},
        {"bgn-uk", "Гагарінський Загір’я Загірʼя Загір´я Южноукраїнська Приґородний",
         "Haharinsʹkyy Zahirʺya Zahirʺya Zahirʺya Yuzhnoukrayinsʹka Prygorodnyy"},
        {"bgn-uk", "Ю. Шевчук ЩО Згода ЗГОДА Їжаківка", "Yu. Shevchuk SHCHO Z·hoda Z·HODA Yizhakivka"},
        {"bgn-bg", "ѝ Ѝ градъ Градът вѣра Гьопс", "i I grad Gradŭt vyera G’ops"},
        {"bgn-bg", "буквата „ъ“, Ъ-то, БЪ", "bukvata „ŭ“, Ŭ-to, B"},
        {"bgn-mk", "ЛУЃЕ Ѕвезда ЅВЕЗДА Џибра ѝ ѐ", "LUǴE Dzvezda DZVEZDA Džibra i e"},
        {"bgn-sr", "ЉУБЉАНА Љ. Његош", "LJUBLJANA Lj. Njegoš"},
        {"bgn-be", "Віцебск Ёдкавічы Іўе з’езд ЁСЦЬ Гезгалы",
         "Vitsyebsk Yodkavichy Iwye zʺyezd YOSTSʹ Hyez·haly"},
        {"bgn-kk", "Әулиетөбе Тауы Үңгіртас Солёное Өңірек", "Äūlīetöbe Taūy Ünggirtas Solyonoe Öngirek"},
        {"bgn-be", "Магілёў аб'ява аб’ехаць", "Mahilyow abʺyava abʺyekhatsʹ"},
        {"bgn-mk", "Скопје Ѓорче Ќустендил", "Skopje Ǵorče Ḱustendil"},
        {"bgn-sr", "Ђорђевић Љубљана Џеп Шћепановић", "Đorđević Ljubljana Džep Šćepanović"},
        {"bgn-kk", "Қазақстан Өскемен Абай үй Ғылым", "Qazaqstan Öskemen Abay üy Ghylym"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

/* ICU's transliterator of that name over one word, NFC. */
static void icu_spells(const char *id, const char *word, char *out, int32_t cap) {
    UErrorCode error = U_ZERO_ERROR;
    UChar name[40], text[80], composed[80];
    int32_t len = 0, limit, n = 0;
    u_uastrcpy(name, id);
    UTransliterator *icu = utrans_openU(name, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    u_strFromUTF8(text, 80, &len, word, -1, &error);
    limit = len;
    utrans_transUChars(icu, text, &len, 80, 0, &limit, &error);
    len = unorm2_normalize(unorm2_getNFCInstance(&error), text, len, composed, 80, &error);
    u_strToUTF8(out, cap, &n, composed, len, &error);
    assert_true(U_SUCCESS(error));
    utrans_close(icu);
}

static void icu_agrees_on_words_in_small_letters(void **unused) {
    (void)unused;
    static const char *const words[][3] = {
        {"bgn-uk", "Ukrainian-Latin/BGN",
         "україна знам’янка згода кгбіст бахмутський щастя їжак йод об’єкт цегла берегсаз"},
        {"bgn-be", "Belarusian-Latin/BGN",
         "магілёў згода ваўкавыск шчасце юрась гезгалы ўсё дзень цэнтр чэрвень эйсманты"},
        {"bgn-bg", "Bulgarian-Latin/BGN", "търново щастие каньон отсечка чушка жюри ябълка хасково цвят"},
        {"bgn-ru", "Russian-Latin/BGN",
         "егоров достоевский соловьёв объезд братск сэр шчур йошкар тыы выеду маяк щука цапля"},
        {"bgn-kk", "Kazakh-Latin/BGN",
         "қазақстан өскемен әулие ғылым үңгір ұлы һәм щебнюха энгельс юпитер объект"},
        {"bgn-mk", "Macedonian-Latin/BGN",
         "скопје ѓорче ќустендил љубљана џеп ѕвезда његош чаша жаба шума хор"},
        {"bgn-sr", "Serbian-Latin/BGN", "ђорђевић љубљана џеп шћепановић његош јабука хвар жаба чаша"},
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char list[400], spelled[160];
        snprintf(list, sizeof list, "%s", words[i][2]);
        for (char *rest, *word = strtok_r(list, " ", &rest); word != NULL;
             word = strtok_r(NULL, " ", &rest)) {
            icu_spells(words[i][1], word, spelled, sizeof spelled);
            const example one = {words[i][0], word, spelled};
            assert_examples(&one, 1);
        }
    }
}

static void iso_and_gost(void **unused) {
    (void)unused;
    static const example list[] = {
        {"iso-9", "Щерба объезд Эрмитаж ЪЬ", "Ŝerba obʺezd Èrmitaž ʺʹ"},
        {"iso-9", "Україна Київ ґ", "Ukraïna Kiïv g̀"},
        {"iso-9", "Љубљана Џеп Ѓорче Магілёў", "L̂ubl̂ana D̂ep Ǵorče Magìlëŭ"},
        {"iso-9", "Ђурђевић Његош Јован ӵуж", "Đurđević N̂egoš J̌ovan c̈už"},
        {"iso-9", "ю\u0304 Ю\u0304 ӓ\u0304 Ӓ\u0304 ю\u0301", "ů Ů ạ\u0308 Ạ\u0308 û\u0301"},
        {"iso-9", "әлем ҳоким ӛ ӫ ԋ", "a̋lem ḩokim à ő ǹ"},
        {"gost-7.79-b-ru", "Щука объезд эхо Цирк цех Ельцин", "Shhuka ob``ezd e`xo Cirk cex El`cin"},
        {"gost-7.79-b-uk", "Київ їжак щука об'єкт", "Ky`yiv yizhak shhuka ob'yekt"},
        {"gost-7.79-b-be", "Магілёў цыган", "Magilyou` cy`gan"},
        {"gost-7.79-b-ru", "Царицыно цапля Подъезд Ёлка", "Czaricy`no czaplya Pod``ezd Yolka"},
        {"gost-7.79-b-uk", "Ґанок Єва щастя", "G`anok Yeva shhastya"},
        {"gost-7.79-b-be", "Ўладзімір Цёця", "U`ladzimir Cyocya"},
        {"gost-7.79-b-bg", "щъркел", "stha`rkel"},
        {"gost-7.79-b-mk", "Ѓорче Ќустендил Џон Љубљана", "G`orche K`ustendil Dhon L`ubl`ana"},
        {"gost-7.79-b-mk", "ѝ ѐ", "i e"},
        {"gost-7.79-b-bg", "ѝ", "i"},
        {"gost-7.79-b-bg", "ѳита Ѵ Іоаннъ Мірчо вѣра", "fhita Yh Ioanna` Mi`rcho vyera"},
        {"gost-7.79-b-ru", "цѣна Цѵ оф\u00ADиц\u00ADер Ц", "cyena Cyh of\u00ADic\u00ADer Cz"},
        {"gost-7.79-b-bg", "цѣна ЦЯЛ цвят", "cyena CYAL czvyat"},
        {"gost-7.79-b-mk", "цѐ цѝ Цвеќе", "ce ci Czvek`e"},
        {"gost-7.79-b-ru", "міръ Исторія Іюнь Іисусъ", "mi`r`` Istoriya Iyun` Iisus``"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

static void case_follows_the_text(void **unused) {
    (void)unused;
    static const example list[] = {
        {"uk-2010", "ЩУКА Щука щука Щ ЮРІЙ Ю. Яна Є ЄС ЗГОРАНИ Згорани",
         "SHCHUKA Shchuka shchuka Shch YURII Yu. Yana Ye YES ZGHORANY Zghorany"},
        {"uk-2010", "ЗНАМ’ЯНКА СІМ’Я", "ZNAMIANKA SIMIA"},
        {"bgn-ru", "КАК Я СТАЛ\nЯ БЫЛ\nКТО Я?\nТЫ И Я", "KAK YA STAL\nYA BYL\nKTO YA?\nTY I YA"},
        {"bgn-ru", "в США Я. Рид, Я видел США; Я Рид; США Я видел",
         "v SSHA Ya. Rid, Ya videl SSHA; Ya Rid; SSHA Ya videl"},
        {"uk-2010", "ЩО Є НОВОГО", "SHCHO YE NOVOHO"},
        {"bg-2009", "СОФИЯ БЪЛГАРИЯ България", "SOFIA BULGARIA Bulgaria"},
        {"gost-7.79-b-ru", "ЦЕХ Цех Щи ЩИ", "CEX Cex Shhi SHHI"},
        {"iso-9", "ЏЕП ЉУБЉАНА", "D̂EP L̂UBL̂ANA"},
        {"uk-2010", "Ю\u0301РІЙ Ю\u0301рій Ю\u0301. ЗНАМ’Я\u0301НКА",
         "YU\u0301RII Yu\u0301rii Yu\u0301. ZNAMIA\u0301NKA"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

/* Stress marks and soft hyphens stand between letters and hide no rule. */
static void marks_are_passed_over(void **unused) {
    (void)unused;
    static const example list[] = {
        {"uk-2010", "Ки\u00ADїв за\u00ADяць м’я\u0301ч моє\u0301ї",
         "Ky\u00ADiv za\u00ADiats mia\u0301ch moie\u0301i"},
        {"uk-2010", "роз\u00ADгін Роз\u00ADгон РОЗ\u00ADГОН з г",
         "roz\u00ADghin Roz\u00ADghon ROZ\u00ADGHON z h"},
        {"bg-2009", "Мари\u0301я Мари\u0301янка", "Mari\u0301a Mari\u0301yanka"},
        {"bgn-ru", "Досто\u0301евский мо\u00ADей е\u0301дет", "Dosto\u0301yevskiy mo\u00ADyey ye\u0301det"},
        {"bgn-uk", "Ю\u0301рій Я\u0301ЛТА", "Yu\u0301riy YA\u0301LTA"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

static void what_is_no_letter_stays(void **unused) {
    (void)unused;
    static const example list[] = {
        {"uk-2010", "«п’ять» 'я' 25 000\r\n\n\tEnglish 中文 😀", "«piat» 'ya' 25 000\r\n\n\tEnglish 中文 😀"},
        {"uk-2010", "ʼяʼ ‘є’ п`ять п´ять п‛ять", "ʼyaʼ ‘ye’ piat piat piat"},
        {"uk-2010", "", ""},
        {"uk-2010", "\n", "\n"},
        {"uk-2010", "Ки\u0456\u0308в", "Kyiv"},
        {"uk-2010", "за\u0301мок", "za\u0301mok"},
    };
    assert_examples(list, sizeof list / sizeof list[0]);
}

/* "bgn-uk", "uk-2010": of uk; the letters of every language are those of ISO 9. */
static bool is_of(const char *scheme, const char *language) {
    size_t len = strlen(scheme), n = strlen(language);
    return (strncmp(scheme, language, n) == 0 && scheme[n] == '-') ||
           strcmp(scheme + len - n, language) == 0 || strcmp(scheme, "iso-9") == 0;
}

/* Whatever the scheme, its own language's letters are all spelled in Latin ones. */
static void schemes_leave_no_cyrillic(void **unused) {
    (void)unused;
    static const char *const alphabets[][2] = {
        {"uk", "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"},
        {"ru", "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ абвгдеёжзийклмнопрстуфхцчшщъыьэюя"},
        {"be", "АБВГДЕЁЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЬЭЮЯ абвгдеёжзійклмнопрстуўфхцчшыьэюя"},
        {"bg", "АБВГДЕЖЗИЙЍКЛМНОПРСТУФХЦЧШЩЪЬЮЯ абвгдежзийѝклмнопрстуфхцчшщъьюя"},
        {"mk", "АБВГДЃЕЀЖЗЅИЍЈКЛЉМНЊОПРСТЌУФХЦЧЏШ абвгдѓеѐжзѕиѝјклљмнњопрстќуфхцчџш"},
        {"sr", "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ абвгдђежзијклљмнњопрстћуфхцчџш"},
        {"kk", "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯ аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"},
    };
    int checked = 0;
    for (const dvk_translit_scheme *scheme = dvk_translit_schemes(); scheme->name != NULL; scheme++) {
        assert_true(strlen(scheme->title) > 10);
        for (size_t i = 0; i < sizeof alphabets / sizeof alphabets[0]; i++) {
            if (!is_of(scheme->name, alphabets[i][0])) continue;
            dvk_text *out;
            assert_int_equal(dvk_text_create(&out), DVK_OK);
            assert_int_equal(dvk_translit(scheme->name, span(alphabets[i][1]), out), DVK_OK);
            dvk_span got = dvk_text_span(out);
            for (size_t at = 0; at < got.len;) {
                uint32_t c = dvi_utf8_next(got.data, &at);
                if (c >= 0x400 && c < 0x530) fail_msg("%s leaves U+%04X", scheme->name, (unsigned)c);
            }
            checked++;
            dvk_text_destroy(out);
        }
    }
    assert_int_equal(checked, 7 + 7 + 2 + 5);
}

/* ISO 9 can be read back: no two letters of the Cyrillic alphabets are spelled alike. */
static void iso_9_is_reversible(void **unused) {
    (void)unused;
    static const char letters[] =
        "абвгґѓғҕһдђеӗёєжҗӂӝзӟӡѕиӣӥіїйјкқҟҡҝќлљмнњҥңоӧөпҧрсҫтҭћуӱӯўӳүұфхҳцҵчҷӌҹӵџшщъыӹьэюяѣѫѳѵҽҿәӑӓ";
    static char seen[200][16];
    int n = 0;
    dvk_text *out;
    assert_int_equal(dvk_text_create(&out), DVK_OK);
    for (size_t at = 0, before = 0; at < strlen(letters); n++) {
        size_t from = at;
        dvi_utf8_next(letters, &at);
        assert_int_equal(dvk_translit("iso-9", (dvk_span){letters + from, at - from}, out), DVK_OK);
        dvk_span got = dvk_text_span(out);
        assert_in_range(got.len - before, 1, 15);
        memcpy(seen[n], got.data + before, got.len - before);
        before = got.len;
        for (int i = 0; i < n; i++)
            if (strcmp(seen[i], seen[n]) == 0)
                fail_msg("two letters are '%s', the second %.*s", seen[n], (int)(at - from), letters + from);
    }
    dvk_text_destroy(out);
}

/* Each is put in order with some dozens at most: with all before it, this would take an hour. */
static void heaped_marks_do_not_keep_anybody_waiting(void **unused) {
    (void)unused;
    static const char two[] = "\u0301\u0323"; /* in the other order of NFC */
    enum { TIMES = 1000000, EACH = sizeof two - 1 };
    char *text = malloc(1 + TIMES * EACH);
    dvk_text *out;
    assert_non_null(text);
    text[0] = 'x';
    for (size_t i = 0; i < TIMES; i++)
        memcpy(text + 1 + i * EACH, two, EACH);
    assert_int_equal(dvk_text_create(&out), DVK_OK);
    assert_int_equal(dvk_translit("uk-2010", (dvk_span){text, 1 + TIMES * EACH}, out), DVK_OK);
    assert_int_equal(dvk_text_span(out).len, 1 + TIMES * EACH);
    dvk_text_destroy(out);
    free(text);
}

/* A line of one word, and one of many: what ICU takes for a line must not be the square of its length. */
static void a_long_line_does_not_keep_anybody_waiting(void **unused) {
    enum { TIMES = 600000 };
    static const struct {
        const char *text, *expected;
    } lines[] = {
        {"\u0449", "\u015D"}, {"\u0449 ", "\u015D "}, {"\u0449\u0301", "\u015D\u0301"}, {"Ц😀", "C😀"}};
    (void)unused;
    for (size_t k = 0; k < sizeof lines / sizeof *lines; k++) {
        const size_t each = strlen(lines[k].text), expected = strlen(lines[k].expected);
        char *text = malloc(TIMES * each);
        dvk_text *out;
        assert_non_null(text);
        for (size_t i = 0; i < TIMES; i++)
            memcpy(text + i * each, lines[k].text, each);
        assert_int_equal(dvk_text_create(&out), DVK_OK);
        const clock_t begin = clock();
        assert_int_equal(dvk_translit("iso-9", (dvk_span){text, TIMES * each}, out), DVK_OK);
        assert_true(clock() - begin < 5 * CLOCKS_PER_SEC);
        dvk_span got = dvk_text_span(out);
        assert_int_equal(got.len, TIMES * expected);
        for (size_t i = 0; i < TIMES; i++)
            if (memcmp(got.data + i * expected, lines[k].expected, expected) != 0) fail_msg("at %zu", i);
        dvk_text_destroy(out);
        free(text);
    }
}

static void failures_append_nothing(void **unused) {
    (void)unused;
    dvk_text *out;
    assert_int_equal(dvk_text_create(&out), DVK_OK);
    assert_int_equal(dvk_translit("iso-9", span("да\n"), out), DVK_OK);
    assert_int_equal(dvk_translit("iso-10", span("нет"), out), DVK_E_ARGUMENT);
    assert_int_equal(dvk_translit("", span("нет"), out), DVK_E_ARGUMENT);
    assert_int_equal(dvk_translit("iso-9", span("нет\n\xD0"), out), DVK_E_ENCODING);
    dvi_memory_fail(2, 1);
    assert_int_equal(dvk_translit("uk-2010", span("нет\nнет"), out), DVK_E_MEMORY);
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(dvk_text_span(out).len, 3);
    dvk_text_destroy(out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ukrainian_national_system),
        cmocka_unit_test(bulgarian_streamlined_system),
        cmocka_unit_test(agreements_of_bgn_and_pcgn),
        cmocka_unit_test(iso_and_gost),
        cmocka_unit_test(case_follows_the_text),
        cmocka_unit_test(what_is_no_letter_stays),
        cmocka_unit_test(marks_are_passed_over),
        cmocka_unit_test(icu_agrees_on_words_in_small_letters),
        cmocka_unit_test(schemes_leave_no_cyrillic),
        cmocka_unit_test(iso_9_is_reversible),
        cmocka_unit_test(failures_append_nothing),
        cmocka_unit_test(a_long_line_does_not_keep_anybody_waiting),
        cmocka_unit_test(heaped_marks_do_not_keep_anybody_waiting),
    };
    return cmocka_run_group_tests_name("schemes", tests, NULL, NULL);
}
