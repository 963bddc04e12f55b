/* Dates: a day and its month, in digits or words, or a month alone. */
#include <string.h>

#include "base/digits.h"
#include "base/utf8.h"
#include "characters.h"
#include "concept_parts.h"

enum { DAY_IDF = 896, MONTH_IDF = 512 };

/* Whether nothing stands between tokens i and i + 1 but what may in a date: blanks, a point, a hyphen, an
 * apostrophe; with `tight` no blanks. */
static bool is_near(const dvi_concept_context *c, size_t i, bool tight) {
    if (i + 1 >= c->n) return false;
    dvk_span between = dvi_gap_behind(c, i);
    if (between.len > 5) return false;
    for (size_t at = 0; at < between.len;) {
        uint32_t one = dvi_utf8_next(between.data, &at);
        bool mark =
            one == '.' || one == '-' || one == '\'' || one == 0x2BC || (one >= 0x2010 && one <= 0x2019);
        if (!mark && (tight || !dvi_is_blank(one))) return false;
    }
    return true;
}

void dvi_give_date(dvi_concept_context *c, size_t i, int32_t month, int32_t day, size_t span) {
    char text[32] = "@";
    size_t len = 1 + dvi_put_number(text + 1, month, 2);
    if (day > 0) {
        text[len++] = '-';
        len += dvi_put_number(text + len, day, 2);
    }
    dvi_concept_give(c, i, dvi_tagged_key(text, len), day > 0 ? DAY_IDF : MONTH_IDF, DVK_FEATURE_DATE, span);
    dvi_concept_name(c, i, text[0], text + 1);
}

static int32_t small_number(const dvi_concept_context *c, size_t i, size_t max_digits) {
    if (!dvi_is_digits(c, i) || dvi_digit_count(c, i) > max_digits) return -1;
    int32_t value = 0;
    for (size_t at = c->tokens[i].begin, end = at + c->tokens[i].len; at < end;)
        value = 10 * value + (int32_t)dvi_digit_value(dvi_utf8_next(c->text.data, &at));
    return value;
}

static bool is_day(int32_t value) {
    return value >= 1 && value <= 31;
}

static bool is_month(int32_t value) {
    return value >= 1 && value <= 12;
}

/* What stands between the numbers of a date: a mark, or a point and a blank, which *spaced tells; or 0. */
static uint32_t date_mark(const dvi_concept_context *c, size_t i, bool *spaced) {
    uint32_t mark = dvi_joint(c, i);
    *spaced = false;
    if (mark != 0 || i + 1 >= c->n) return mark == '.' || mark == '/' || mark == '-' ? mark : 0;
    dvk_span between = dvi_gap_behind(c, i);
    size_t at = 1;
    *spaced = between.len > 1 && between.len <= 4 && between.data[0] == '.' &&
              dvi_is_blank(dvi_utf8_next(between.data, &at)) && at == between.len;
    return *spaced ? '.' : 0;
}

/* "12. 7." and "12.7." are days where a point makes an ordinal, and where a number has a comma for its
 * decimals. */
static bool has_short_dates(const dvi_concept_context *c) {
    return c->column == DVI_COLUMN_cs || c->column == DVI_COLUMN_sk || c->column == DVI_COLUMN_sl ||
           c->column == DVI_COLUMN_hr || c->column == DVI_COLUMN_sr;
}

static bool is_point_behind(const dvi_concept_context *c, size_t i) {
    size_t end = (size_t)c->tokens[i].begin + c->tokens[i].len;
    return end < c->text.len && c->text.data[end] == '.';
}

/* 12. 7. without a year: tokens covered, or 0. */
static size_t short_date(dvi_concept_context *c, size_t i) {
    bool spaced;
    int32_t day = small_number(c, i, 2), month = small_number(c, i + 1, 2);
    if (!has_short_dates(c) || date_mark(c, i, &spaced) != '.' || !is_day(day) || !is_month(month) ||
        !is_point_behind(c, i + 1))
        return 0;
    dvi_give_date(c, i, month, day, 2);
    return 2;
}

/* Whether token i is one letter, as "в" and "у" are. */
static bool is_letter_alone(const dvi_concept_context *c, size_t i) {
    return i < c->n && (c->words[i].traits & DVI_WORD_DIGITS) == 0 &&
           dvi_utf8_characters((dvk_span){c->text.data + c->tokens[i].begin, c->tokens[i].len}) == 1;
}

/* Whether token i stands before days: "на 12.07", "od 12.07". What stands before sums, as "до" does, or
 * before hours is no such word. */
static bool is_before_day(const dvi_concept_context *c, size_t i) {
    static const char *const words[] = {"на", "за", "від", "ад", "од", "з",    "с",
                                        "na", "za", "od",  "z",  "ze", "dnia", "dne"};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (dvi_is_word(c, i, words[k])) return true;
    return false;
}

/* Whether nothing that is measured follows token i: the text ends, or a sentence or its part, or what
 * follows is a place. */
static bool is_without_unit(const dvi_concept_context *c, size_t i) {
    size_t at = (size_t)c->tokens[i].begin + c->tokens[i].len;
    if (at == c->text.len || memchr(".,:;!?)|\n\r", c->text.data[at], 10) != NULL)
        return dvi_joint(c, i) != '.';
    if (!dvi_is_blank(dvi_utf8_next(c->text.data, &at))) return false;
    const uint32_t mark = at < c->text.len ? dvi_utf8_next(c->text.data, &at) : 0;
    return mark == '-' || mark == '(' || mark == 0x2013 || mark == 0x2014 ||
           (dvi_is_blank(dvi_joint(c, i)) && is_letter_alone(c, i + 1));
}

/* 12.07 behind a word that wants a day, or 03.07: in languages whose decimals stand behind a comma, each in
 * two digits and nothing measured by it. Tokens covered, or 0. */
static size_t padded_date(dvi_concept_context *c, size_t i) {
    bool spaced;
    const int32_t day = small_number(c, i, 2), month = small_number(c, i + 1, 2);
    if (c->column == DVI_COLUMN_en || c->column == DVI_COLUMN_mn || date_mark(c, i, &spaced) != '.' || spaced)
        return 0;
    if (dvi_digit_count(c, i) != 2 || dvi_digit_count(c, i + 1) != 2 || !is_day(day) || !is_month(month) ||
        !is_without_unit(c, i + 1))
        return 0;
    if (i == 0 || !is_before_day(c, i - 1)) {
        if (day > 9 || (i > 0 && is_letter_alone(c, i - 1))) return 0;
    }
    dvi_give_date(c, i, month, day, 2);
    return 2;
}

/* A day and its month in digits, without a year. */
static size_t yearless_date(dvi_concept_context *c, size_t i) {
    const size_t span = short_date(c, i);
    return span != 0 ? span : padded_date(c, i);
}

/* In English also 07/25/2025. */
size_t dvi_take_numeric_date(dvi_concept_context *c, size_t i) {
    bool spaced, spaced_again;
    if (!dvi_is_digits(c, i + 1)) return 0;
    uint32_t mark = date_mark(c, i, &spaced);
    if (mark == 0) return 0;
    if (mark != date_mark(c, i + 1, &spaced_again) || !dvi_is_digits(c, i + 2)) return yearless_date(c, i);
    bool year_first = dvi_digit_count(c, i) == 4;
    size_t last = dvi_digit_count(c, i + 2);
    if (!year_first && (mark == '-' || (last != 4 && (spaced || last != 2)))) return yearless_date(c, i);
    int32_t month = small_number(c, i + 1, 2), day = small_number(c, year_first ? i + 2 : i, 2);
    if (mark == '/' && !year_first && c->column == DVI_COLUMN_en && month > 12) {
        int32_t first = day;
        day = month;
        month = first;
    }
    if (!is_day(day) || !is_month(month)) return 0;
    dvi_give_date(c, i, month, day, 3);
    return 3;
}

/* Whether token i begins with these bytes. */
static bool begins_with(const dvi_concept_context *c, size_t i, const char *word, size_t len) {
    return i < c->n && c->tokens[i].len >= len && memcmp(c->text.data + c->tokens[i].begin, word, len) == 0;
}

/* Whether token i is one of "сар", "сарын", "сард", of a month told by its number in Mongolian: 11-р сар, 11
 * дүгээр сар. */
static bool is_numbered_month(const dvi_concept_context *c, size_t i) {
    static const char *const ordinals[] = {"р", "дугаар", "дүгээр"};
    if (i + 2 >= c->n || dvi_gap_behind(c, i).len > 2 || dvi_gap_behind(c, i + 1).len > 2 ||
        !begins_with(c, i + 2, "сар", 6))
        return false;
    for (size_t k = 0; k < sizeof ordinals / sizeof ordinals[0]; k++)
        if (dvi_is_word(c, i + 1, ordinals[k])) return true;
    return false;
}

/* Whether it is a month and a day without any ordinal: 7 сарын 12. "7 сарын" alone is seven months. */
static bool is_bare_month(const dvi_concept_context *c, size_t i) {
    return i + 2 < c->n && dvi_is_word(c, i + 1, "сарын") && is_near(c, i, false) &&
           is_near(c, i + 1, false) && is_day(small_number(c, i + 2, 2));
}

/* Whether token i is a genitive of a Turkic language, letter by letter: шілденің, июлдун, июлнинг. */
static bool is_turkic_genitive(const dvi_concept_context *c, size_t i) {
    static const char *const endings[] = {"ның", "нің", "дың", "дің", "тың", "тің",  "нең", "дең", "тең",
                                          "ҙең", "ҙың", "дын", "дин", "дун", "дүн",  "тын", "тин", "тун",
                                          "түн", "нын", "нин", "нун", "нүн", "нинг", "ning"};
    const dvi_token *t = &c->tokens[i];
    if (c->column != DVI_COLUMN_kk && c->column != DVI_COLUMN_ky && c->column != DVI_COLUMN_tt &&
        c->column != DVI_COLUMN_ba && c->column != DVI_COLUMN_uz)
        return false;
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        size_t len = strlen(endings[k]);
        if (t->len > len && memcmp(c->text.data + t->begin + t->len - len, endings[k], len) == 0) return true;
    }
    return false;
}

size_t dvi_give_month(dvi_concept_context *c, size_t i, int32_t month, size_t span) {
    size_t last = i + span - 1;
    bool genitive =
        c->column == DVI_COLUMN_mn ? begins_with(c, last, "сарын", 10) : is_turkic_genitive(c, last);
    bool day_behind = genitive && last + 1 < c->n && dvi_gap_behind(c, last).len <= 2;
    int32_t day = day_behind ? small_number(c, i + span, 2) : -1;
    span += is_day(day);
    dvi_give_date(c, i, month, is_day(day) ? day : 0, span);
    return span;
}

/* The month behind the day at token i, or 0. Only the ending of an ordinal may stand between, in Tatar also
 * written apart, and in English "of". */
static size_t month_behind(const dvi_concept_context *c, size_t i) {
    size_t k = i + 1;
    if (k >= c->n) return 0;
    bool ordinal = c->tokens[k].len <= 6 && is_near(c, k - 1, true);
    ordinal |= c->column == DVI_COLUMN_tt && is_near(c, k - 1, false) &&
               (dvi_is_word(c, k, "нче") || dvi_is_word(c, k, "нчы"));
    if (dvi_value_at(c, k, DVI_MEANING_MONTH) < 0 && !dvi_is_digits(c, k) && ordinal) k++;
    if (c->column == DVI_COLUMN_en && dvi_is_word(c, k, "of") && is_near(c, k - 1, false)) k++;
    return dvi_value_at(c, k, DVI_MEANING_MONTH) > 0 && is_near(c, k - 1, false) ? k : 0;
}

/* 12 липня, 12-го июля, 12. jula, July 12, 12 July, 12th of July, 7-р сарын 12, шілденің 12-сі: tokens
 * covered, or 0. */
size_t dvi_take_date(dvi_concept_context *c, size_t i) {
    int32_t day = small_number(c, i, 2), month = dvi_value_at(c, i, DVI_MEANING_MONTH);
    if (c->column == DVI_COLUMN_mn && is_month(day) && is_numbered_month(c, i))
        return dvi_give_month(c, i, day, 3);
    if (c->column == DVI_COLUMN_mn && is_month(day) && is_bare_month(c, i))
        return dvi_give_month(c, i, day, 2);
    if (is_day(day)) {
        size_t at = month_behind(c, i);
        if (at == 0) return 0;
        dvi_give_date(c, i, dvi_value_at(c, at, DVI_MEANING_MONTH), day, at + 1 - i);
        return at + 1 - i;
    }
    if (month < 0) return 0;
    if (is_turkic_genitive(c, i)) return dvi_give_month(c, i, month, 1);
    day = c->column == DVI_COLUMN_en ? small_number(c, i + 1, 2) : -1;
    size_t span = is_day(day) && is_near(c, i, false) ? 2 : 1;
    dvi_give_date(c, i, month, span == 2 ? day : 0, span);
    return span;
}

uint32_t dvi_day_named(const dvi_concept_text *text) {
    static const uint16_t before[] = {0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};
    const char *t = text->text; /* @07-12 */
    if (t[0] != '@' || t[1] < '0' || t[1] > '1' || t[3] != '-') return 0;
    uint32_t month = (uint32_t)(10 * (t[1] - '0') + t[2] - '0'),
             day = (uint32_t)(10 * (t[4] - '0') + t[5] - '0');
    return before[month - 1] + day;
}
