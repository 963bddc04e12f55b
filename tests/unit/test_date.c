/* Dates: every form that is taken, what is refused, and the calendar against a count day by day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "dvoinik/article.h"

static void expect(const char *text, int64_t wanted) {
    int64_t time = 1;
    dvk_status status = dvk_parse_date((dvk_span){text, strlen(text)}, &time);
    if (status != DVK_OK || time != wanted) fail_msg("\"%s\": %lld", text, (long long)time);
}

static void refuse(const char *text) {
    int64_t time = 1;
    dvk_status status = dvk_parse_date((dvk_span){text, strlen(text)}, &time);
    if (status != DVK_E_INPUT || time != DVK_NO_TIME) fail_msg("\"%s\": %lld", text, (long long)time);
}

static void takes_rfc_3339(void **unused) {
    (void)unused;
    expect("1970-01-01T00:00:00Z", 0);
    expect("2025-07-12T08:00:00Z", 1752307200);
    expect("2025-07-12t08:00:00z", 1752307200);
    expect("2025-07-12T10:00:00+02:00", 1752307200);
    expect("2025-07-12T02:30:00-05:30", 1752307200);
    expect("2025-07-12T08:00:00.999Z", 1752307200);
    expect("1969-12-31T23:59:59.5Z", -1);
    expect("2016-12-31T23:59:60Z", 1483228799);
    expect("0000-01-01T00:00:00Z", INT64_C(-62167219200));
    expect("9999-12-31T23:59:59Z", INT64_C(253402300799));
}

static void takes_relaxed_forms(void **unused) {
    (void)unused;
    expect("2025-07-12", 1752278400);
    expect("2025-07-12 08:00", 1752307200);
    expect("2025-07-12T08:00", 1752307200);
    expect("2025-07-12 08:00:00", 1752307200);
    expect("2025-07-12T10:00:00+0200", 1752307200);
    expect("2025-07-12T10:00:00+02", 1752307200);
    expect("2025-07-12 10:00:00 +0200", 1752307200);
    expect("2025-07-12 08:00:00 UTC", 1752307200);
    expect("  2025-07-12\n", 1752278400);
    expect("20250712", 1752278400);
}

static void takes_rfc_2822(void **unused) {
    (void)unused;
    expect("Sat, 12 Jul 2025 08:00:00 GMT", 1752307200);
    expect("Sat, 12 Jul 2025 10:00:00 +0200", 1752307200);
    expect("12 Jul 2025 08:00 Z", 1752307200);
    expect("12 jul 25 08:00:00 UT", 1752307200);
    expect("1 Jan 70 00:00:00 +0000", 0);
    expect("Sat 12 Jul 2025 04:00:00 EDT", 1752307200);
    expect("Sat, 12 Jul 2025 10:00:00 +0200 (CEST)", 1752307200);
    expect("12 Jul 2025", 1752278400);
}

static void takes_older_mail(void **unused) {
    (void)unused;
    expect("Saturday, 12-Jul-25 08:00:00 GMT", 1752307200);
    expect("Saturday, 12 July 2025 08:00:00 GMT", 1752307200);
    expect("12 Jul 125 08:00:00 GMT", 1752307200);
    expect("12 Jul 49 00:00:00 GMT", INT64_C(2509660800));
    expect("12 Jul 50 00:00:00 GMT", -614563200);
    expect("12 Jul 2025 10:00:00 EET", 1752307200);
    expect("12 Jul 2025 11:00:00 EEST", 1752307200);
    expect("12 Jul 2025 11:00:00 MSK", 1752307200);
    expect("12 Jul 2025 10:00:00 CEST", 1752307200);
    expect("12 Jul 2025 01:00:00 PDT", 1752307200);
    expect("12 Jul 2025 09:00:00 WEST", 1752307200);
    expect("12 Jul 2025 08:00:00 A", 1752307200);
    expect("12 Jul 2025 11:00:00 GMT+3", 1752307200);
    expect("12 Jul 2025 11:00:00 UTC+03:00", 1752307200);
    expect("12 Jul 2025 05:00:00 GMT-3", 1752307200);
    expect("(a) Sat (b(c)d), 12 (e\\)) Jul 2025 08:00:00 (f) GMT (g)", 1752307200);
}

static void takes_basic_iso(void **unused) {
    (void)unused;
    expect("20250712T080000Z", 1752307200);
    expect("20250712T0800", 1752307200);
    expect("20250712T100000+0200", 1752307200);
    expect("2025-07-12T08:00:00,5Z", 1752307200);
    expect("2025-07-12 11:00 MSK", 1752307200);
}

/* 12 July 2025, 8:00 in UTC. */
static void takes_what_people_write(void **unused) {
    (void)unused;
    static const char *const all[] = {
        "12.07.2025 08:00",
        "12.7.2025 8:00",
        "12. 7. 2025 8:00",
        "12.07.2025. 08:00",
        "12.07.2025, 08:00:00",
        "08:00 12.07.2025",
        "12.07.2025 11:00 +03:00",
        "12.07.2025 11:00+0300",
        "2025/07/12 08:00",
        "2025/7/12 08:00:00",
        "12 липня 2025, 08:00",
        "08:00, 12 липня 2025",
        "Субота, 12 Липня 2025 року, 08:00",
        "12 июля 2025 г., 08:00",
        "2025-7-12 8:00",
        "12 юли 2025 г., 08:00 ч.",
        "12 ліпеня 2025, 08:00",
        "12 јули 2025 08:00",
        "12. јул 2025. 08:00",
        "2025 жылғы 12 шілде, 08:00",
        "2025-yil 12-iyul, 08:00",
        "2025 йил 12 июль, 08:00",
        "2025-жылдын 12-июлу, 08:00",
        "12-июль, 2025-жыл 08:00",
        "2025 елның 12 июле, 08:00",
        "2025 йылдың 12 июле, 08:00",
        "12 июли соли 2025, 08:00",
        "12 lipca 2025, 08:00",
        "12. července 2025 08:00",
        "12. júla 2025 08:00",
        "12. julija 2025 08:00",
        "12. srpnja 2025. u 08:00",
        "12 Juli 2025 08:00",
        "July 12, 2025 8:00 AM",
        "Sat Jul 12 08:00:00 2025",
        "Sat, July 12, 2025 at 11:00 EEST",
        "12 липня 2025 | 08:00",
        "12 июля 2025 — 08:00",
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        expect(all[i], 1752307200);
    expect("July 12, 2025 12:05 am", 1752278700);
    expect("July 12, 2025 12:05 pm", 1752321900);
    expect("13/07/2025", 1752364800);
    expect("07/13/2025", 1752364800);
    expect("13-07-2025", 1752364800);
    expect("07/07/2025", 1751846400);
}

static void passes_over_the_day_of_the_week(void **unused) {
    (void)unused;
    static const char *const weeks[][7] = {
        {"понеділок", "вівторок", "середа", "четвер", "п’ятниця", "субота", "неділя"},
        {"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"},
        {"понеделник", "вторник", "сряда", "четвъртък", "петък", "събота", "неделя"},
        {"панядзелак", "аўторак", "серада", "чацвер", "пятніца", "субота", "нядзеля"},
        {"понеделник", "вторник", "среда", "четврток", "петок", "сабота", "недела"},
        {"понедељак", "уторак", "среда", "четвртак", "петак", "субота", "недеља"},
        {"ponedeljak", "utorak", "sreda", "četvrtak", "petak", "subota", "nedelja"},
        {"ponedjeljak", "utorak", "srijeda", "četvrtak", "petak", "subota", "nedjelja"},
        {"ponedeljek", "torek", "sreda", "četrtek", "petek", "sobota", "nedelja"},
        {"poniedziałek", "wtorek", "środa", "czwartek", "piątek", "sobota", "niedziela"},
        {"pondělí", "úterý", "středa", "čtvrtek", "pátek", "sobota", "neděle"},
        {"pondelok", "utorok", "streda", "štvrtok", "piatok", "sobota", "nedeľa"},
        {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    };
    for (size_t i = 0; i < sizeof weeks / sizeof *weeks; i++)
        for (int day = 0; day < 7; day++) {
            char written[80];
            snprintf(written, sizeof written, "%s, %d april 2025", weeks[i][day], day + 7);
            expect(written, 1743984000 + day * INT64_C(86400));
        }
}

static void knows_the_months_by_name(void **unused) {
    (void)unused;
    static const char *const names[][12] = {
        {"січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
         "листопада", "грудня"},
        {"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
         "ноября", "декабря"},
        {"януари", "февруари", "март", "април", "май", "юни", "юли", "август", "септември", "октомври",
         "ноември", "декември"},
        {"студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня",
         "кастрычніка", "лістапада", "снежня"},
        {"јануари", "февруари", "март", "април", "мај", "јуни", "јули", "август", "септември", "октомври",
         "ноември", "декември"},
        {"јануар", "фебруар", "март", "април", "мај", "јун", "јул", "август", "септембар", "октобар",
         "новембар", "децембар"},
        {"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
         "қараша", "желтоқсан"},
        {"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września",
         "października", NULL, "grudnia"},
        {"ledna", "února", "března", "dubna", "května", "června", "července", "srpna", "září", "října",
         "listopadu", "prosince"},
        {"januára", "februára", "marca", "apríla", "mája", "júna", "júla", "augusta", "septembra", "októbra",
         "novembra", "decembra"},
        {"siječnja", "veljače", "ožujka", "travnja", "svibnja", "lipnja", "srpnja", "kolovoza", "rujna", NULL,
         "studenoga", "prosinca"},
        {"студзеня", "лютага", "сакавіка", "красавіка", "траўня", "чэрвеня", "ліпеня", "жніўня", "верасня",
         "кастрычніка", "лістапада", "снежня"},
        {"yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr",
         "dekabr"},
        {"гыйнвар", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
         "ноябрь", "декабрь"},
        {"ғинуар", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
         "ноябрь", "декабрь"},
        {"январ", "феврал", "март", "апрел", "май", "июн", "июл", "август", "сентябр", "октябр", "ноябр",
         "декабр"},
        {"січ.", "лют.", "бер.", "квіт.", "трав.", "черв.", "лип.", "серп.", "вер.", "жовт.", "лист.",
         "груд."},
        {"янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."},
        {"яну", "фев", "март", "апр", "май", "юни", "юли", "авг", "сеп", "окт", "ное", "дек"},
        {"сту", "лют", "сак", "кра", "мая", "чэр", "ліп", "жні", "вер", "кас", "ліс", "сне"},
        {"јан.", "фев.", "мар.", "апр.", "мај", "јун.", "јул.", "авг.", "сеп.", "окт.", "ное.", "дек."},
        {"јан", "феб", "мар", "апр", "мај", "јун", "јул", "авг", "сеп", "окт", "нов", "дец"},
        {"қаң.", "ақп.", "нау.", "сәу.", "мам.", "мау.", "шіл.", "там.", "қыр.", "қаз.", "қар.", "жел."},
        {"sty", "lut", "mar", "kwi", "maj", "cze", NULL, "sie", "wrz", "paź", NULL, "gru"},
        {"led", "úno", "bře", "dub", "kvě", "čvn", "čvc", NULL, "zář", "říj", NULL, "prosinec"},
        {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
         "november", "december"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int month = 1; month <= 12; month++) {
            char written[80], iso[40];
            int64_t wanted;
            if (names[i][month - 1] == NULL) continue;
            snprintf(iso, sizeof iso, "2025-%02d-09", month);
            dvk_parse_date((dvk_span){iso, strlen(iso)}, &wanted);
            snprintf(written, sizeof written, "9 %s 2025", names[i][month - 1]);
            expect(written, wanted);
        }
    expect("9 ЈУНА 2025", 1749427200);
    expect("9 маенда 2025", 1746748800); /* where a case changes the word's own letters */
    expect("9 қыркүйегі 2025", 1757376000);
}

static void takes_counts(void **unused) {
    (void)unused;
    expect("100000000", 100000000);
    expect("20250712080059", 1752307259);
    expect("1752307200", 1752307200);
    expect("1752307200.75", 1752307200);
    expect("1752307200123", 1752307200);
    expect("-100000001", -100000001);
    expect("-100000001.5", -100000002);
    expect("-100000001500", -100000002);
    expect("99999999999", INT64_C(99999999999));
    expect("100000000000", 100000000);
}

static void refuses_what_is_no_date(void **unused) {
    (void)unused;
    static const char *const wrong[] = {
        "",
        " ",
        "yesterday",
        "0",
        "12",
        "12.07",
        "-1",
        "2025",
        "202507",
        "20251301",
        "21010712",
        "202507120800",
        "99999999.9",
        "2025-13-01",
        "2025-00-01",
        "2025-02-29",
        "2024-02-30",
        "1900-02-29",
        "2025-04-31",
        "2025-01-00",
        "2025-07",
        "2025-07-12T",
        "2025-07-12T08:",
        "2025-07-12T08:0",
        "20250712T080",
        "2025-07-12T25:61",
        "2025-07-12T24:00:00Z",
        "2025-07-12T08:60:00Z",
        "2025-07-12T08:00:61Z",
        "2025-07-12T08:00:00.Z",
        "2025-07-12T08:00:00+24:00",
        "2025-07-12T08:00:00+02:60",
        "2025-07-12T08:00:00+2",
        "2025-07-12T08:00:00+02:",
        "2025-07-12T08:00:00Zx",
        "2025-07-12x08:00:00Z",
        "12025-07-12",
        "Foo, 12 Jul 2025 08:00:00 GMT",
        "Sat, 32 Jul 2025 08:00:00 GMT",
        "12 Jul 2025 08:00:00 (open",
        "12 Jul 2025 08:00:00 MOON",
        "12 Jul 2025 08:00:00 J",
        "1e9",
        "1752307200.",
        "-",
        "07/12/2025",
        "12-07-2025",
        "2025.07.12",
        "12.07.25",
        "12.07.25 14:05",
        "31.02.2025",
        "12.13.2025",
        "00.07.2025",
        "12.07.20255",
        "99999999999999.07.2025",
        "12.07.2025 24:00",
        "12.07.2025 08:00 09:00",
        "12.07.2025 13.07.2025",
        "12 listopada 2025",
        "12 lip. 2025",
        "12 липня",
        "12-липня",
        "12-го 7-го 2025",
        "2025-07-iyul",
        "12-",
        "липня 2025",
        "12 липня 2025 2026",
        "12 липня серпня 2025",
        "вчора о 12:05",
        "12 июля 2025 г. в 11:00 (МСК)",
        "12 липня 2025 13:00 PM",
        "July 12, 2025 0:05 pm",
        "12 \xD0 2025",
        "1/2/3",
        "12 Jul 20255",
        "(((((((((",
        "20250712T",
        "20250712T25",
        "20251332T0800",
        "9223372036854775807",
        "-9223372036854775808",
        "99999999999999999999",
        "1752307200123456",
        "9999-12-31T23:59:59-14:00", /* of a year in UTC that four digits do not write */
        "0000-01-01T00:00:00+00:01",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        refuse(wrong[i]);
    int64_t time;
    assert_int_equal(dvk_parse_date((dvk_span){"2025-07-12\0", 11}, &time), DVK_E_INPUT);
    assert_int_equal(dvk_parse_date((dvk_span){"0", 1}, NULL), DVK_E_ARGUMENT);
}

static void knows_capitals(void **unused) {
    (void)unused;
    static const char *const all[] = {
        "Четвер, 9 ЖОВТНЯ 2025",      "ЧЕТВЕРГ, 9 Октября 2025", "9 ҚАЗАН 2025",
        "Čtvrtek 9. Října 2025",      "ČTVRTEK 9. ŘÍJNA 2025",   "Środa, 9 Października 2025",
        "ŚRODA, 9 PAŹDZIERNIKA 2025", "Štvrtok 9. Októbra 2025"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        expect(all[i], 1759968000);
    expect("9. KVĚTNA 2025", 1746748800);
    expect("9. ZÁŘÍ 2025", 1757376000);
}

/* Counts up day by day through the years 0 to 9999, both ways. */
static void knows_every_day(void **unused) {
    (void)unused;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t time = INT64_C(-62167219200);
    char wanted[64], got[32];
    for (int year = 0; year < 10000; year++) {
        int leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            int days = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= days; day++, time += 86400) {
                int64_t parsed;
                snprintf(wanted, sizeof wanted, "%04d-%02d-%02dT12:34:56Z", year, month, day);
                dvk_format_date(time + 45296, got);
                if (strcmp(got, wanted) != 0) fail_msg("%s is written %s", wanted, got);
                dvk_parse_date((dvk_span){wanted, 20}, &parsed);
                if (parsed != time + 45296) fail_msg("%s is read %lld", wanted, (long long)parsed);
            }
        }
    }
}

static void writes_nothing_outside_the_years(void **unused) {
    (void)unused;
    static const int64_t outside[] = {DVK_NO_TIME, INT64_MAX, INT64_C(-62167219201), INT64_C(253402300800)};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
        char got[32] = "x";
        dvk_format_date(outside[i], got);
        assert_string_equal(got, "");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_rfc_3339),
        cmocka_unit_test(takes_relaxed_forms),
        cmocka_unit_test(takes_rfc_2822),
        cmocka_unit_test(takes_older_mail),
        cmocka_unit_test(takes_basic_iso),
        cmocka_unit_test(takes_what_people_write),
        cmocka_unit_test(passes_over_the_day_of_the_week),
        cmocka_unit_test(knows_capitals),
        cmocka_unit_test(knows_the_months_by_name),
        cmocka_unit_test(takes_counts),
        cmocka_unit_test(refuses_what_is_no_date),
        cmocka_unit_test(knows_every_day),
        cmocka_unit_test(writes_nothing_outside_the_years),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
