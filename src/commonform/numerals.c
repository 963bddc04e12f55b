/* Numbers with their magnitude, and dates, in digits or words. */
#include <string.h>

#include "base/digits.h"
#include "base/utf8.h"
#include "characters.h"
#include "concept_parts.h"

enum {
    DIGITS_IDF = 512, /* a number below ten, by digits or by word */
    TENS_IDF = 832,
    NUMBER_IDF = 1408,
    DECIMAL_IDF = 1280,
    YEAR_IDF = 640,
    DAY_IDF = 896,
    MONTH_IDF = 512,
    MAX_DIGITS = 15
};

static bool is_digits(const dvi_concept_context *c, size_t i) {
    return i < c->n && (c->words[i].traits & DVI_WORD_DIGITS) != 0 && c->tokens[i].concept == 0;
}

/* The one character between tokens i and i + 1, or 0 when it is not just one. */
static uint32_t joint(const dvi_concept_context *c, size_t i) {
    if (i + 1 >= c->n) return 0;
    dvk_span between = dvi_gap_behind(c, i);
    if (between.len == 0 || between.len > 3) return 0;
    size_t at = 0;
    uint32_t one = dvi_utf8_next(between.data, &at);
    return at == between.len ? one : 0;
}

static bool is_blank(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

/* Whether nothing stands between tokens i and i + 1 but what may in a date: blanks, a point, a hyphen, an apostrophe; with `tight` no blanks. */
static bool is_near(const dvi_concept_context *c, size_t i, bool tight) {
    if (i + 1 >= c->n) return false;
    dvk_span between = dvi_gap_behind(c, i);
    if (between.len > 5) return false;
    for (size_t at = 0; at < between.len;) {
        uint32_t one = dvi_utf8_next(between.data, &at);
        bool mark = one == '.' || one == '-' || one == '\'' || one == 0x2BC || (one >= 0x2010 && one <= 0x2019);
        if (!mark && (tight || !is_blank(one))) return false;
    }
    return true;
}

static size_t digits_in(const dvi_concept_context *c, size_t i, char *out, size_t cap) {
    size_t n = 0;
    for (size_t at = c->tokens[i].begin, end = at + c->tokens[i].len; at < end && n < cap;)
        out[n++] = (char)('0' + dvi_digit_value(dvi_utf8_next(c->text.data, &at)));
    return n;
}

/* Writes a number in decimal digits, `least` of them at least and a NUL behind; returns its length. */
static size_t put_number(char *out, int32_t value, size_t least) {
    size_t len = 0;
    if (value < 0) out[len++] = '-';
    len += dvi_put_digits(out + len, value < 0 ? 0u - (uint32_t)value : (uint32_t)value, least);
    out[len] = '\0';
    return len;
}

/* ---- numbers ---- */

typedef struct number {
    char digits[MAX_DIGITS + 1]; /* without leading zeros */
    size_t n;
    int32_t exponent; /* value = digits * 10^exponent */
    size_t span;
    bool decimal;
} number;

static bool is_space(uint32_t c) {
    return is_blank(c) || c == '\'' || c == 0x2019;
}

static bool is_group(const dvi_concept_context *c, size_t i) {
    return is_digits(c, i) && c->tokens[i].len == 3;
}

/* Whether what stands behind token i separates thousands. A point does everywhere but in English and Mongolian, where a comma does; a mark that
 * stands twice does in all of them, since no number has two decimal points. */
static bool separates_thousands(const dvi_concept_context *c, size_t i) {
    bool comma = c->column == DVI_COLUMN_en || c->column == DVI_COLUMN_mn;
    uint32_t mark = joint(c, i);
    if (is_space(mark) || mark == (comma ? ',' : '.')) return true;
    bool again = joint(c, i + 1) == mark && is_group(c, i + 2), before = i > 0 && joint(c, i - 1) == mark && is_group(c, i);
    return (mark == '.' || mark == ',') && (again || before);
}

static void append_digits(number *value, const char *digits, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (value->n == 0 && digits[i] == '0') continue;
        if (value->n < MAX_DIGITS)
            value->digits[value->n++] = digits[i];
        else
            value->exponent++;
    }
}

static void read_digits(const dvi_concept_context *c, size_t i, number *value) {
    char digits[MAX_DIGITS];
    size_t n = digits_in(c, i, digits, MAX_DIGITS);
    *value = (number){.span = 1};
    append_digits(value, digits, n);
    bool leads = n <= 3 && n > 0 && digits[0] != '0';
    while (leads && is_group(c, i + value->span) && separates_thousands(c, i + value->span - 1) && value->span < 5) {
        append_digits(value, digits, digits_in(c, i + value->span, digits, MAX_DIGITS));
        value->span++;
    }
    uint32_t mark = joint(c, i + value->span - 1);
    if ((mark == '.' || mark == ',') && is_digits(c, i + value->span) && c->tokens[i + value->span].len <= 4) {
        n = digits_in(c, i + value->span, digits, MAX_DIGITS);
        append_digits(value, digits, n);
        value->exponent -= (int32_t)n;
        value->decimal = true;
        value->span++;
    }
}

static void take_power(const dvi_concept_context *c, size_t i, number *value) {
    for (int times = 0; times < 2; times++) {
        int32_t power = dvi_value_at(c, i + value->span, DVI_MEANING_POWER);
        if (power < 0 || dvi_gap_behind(c, i + value->span - 1).len > 3) return;
        value->exponent += power;
        value->span++;
    }
}

static uint16_t number_idf(const number *value) {
    if (value->decimal) return DECIMAL_IDF;
    int64_t magnitude = (int64_t)value->n + value->exponent;
    if (magnitude <= 1) return DIGITS_IDF;
    if (magnitude == 2) return TENS_IDF;
    if (magnitude == 4 && value->exponent == 0 && (value->digits[0] == '1' || value->digits[0] == '2')) return YEAR_IDF;
    return NUMBER_IDF;
}

static void give_number(dvi_concept_context *c, size_t i, number *value) {
    uint16_t idf = number_idf(value);
    while (value->n > 0 && value->digits[value->n - 1] == '0') {
        value->n--;
        value->exponent++;
    }
    if (value->n == 0) return;
    char text[48] = "#";
    size_t len = 1 + value->n;
    memcpy(text + 1, value->digits, sizeof value->digits);
    text[len++] = 'e';
    len += put_number(text + len, value->exponent, 1);
    dvi_concept_give(c, i, dvi_tagged_key(text, len), idf, DVK_FEATURE_NUMBER, value->span);
    dvi_concept_name(c, i, text[0], text + 1);
}

/* ---- dates ---- */

void dvi_give_date(dvi_concept_context *c, size_t i, int32_t month, int32_t day, size_t span) {
    char text[32] = "@";
    size_t len = 1 + put_number(text + 1, month, 2);
    if (day > 0) {
        text[len++] = '-';
        len += put_number(text + len, day, 2);
    }
    dvi_concept_give(c, i, dvi_tagged_key(text, len), day > 0 ? DAY_IDF : MONTH_IDF, DVK_FEATURE_DATE, span);
    dvi_concept_name(c, i, text[0], text + 1);
}

static int32_t small_number(const dvi_concept_context *c, size_t i, size_t max_digits) {
    if (!is_digits(c, i) || c->tokens[i].len > max_digits) return -1;
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
    uint32_t mark = joint(c, i);
    *spaced = false;
    if (mark != 0 || i + 1 >= c->n) return mark == '.' || mark == '/' || mark == '-' ? mark : 0;
    dvk_span between = dvi_gap_behind(c, i);
    size_t at = 1;
    *spaced = between.len > 1 && between.len <= 4 && between.data[0] == '.' && is_blank(dvi_utf8_next(between.data, &at)) && at == between.len;
    return *spaced ? '.' : 0;
}

/* "12. 7." and "12.7." are days where a point makes an ordinal, and where a number has a comma for its decimals. */
static bool has_short_dates(const dvi_concept_context *c) {
    return c->column == DVI_COLUMN_cs || c->column == DVI_COLUMN_sk || c->column == DVI_COLUMN_sl || c->column == DVI_COLUMN_hr ||
           c->column == DVI_COLUMN_sr;
}

static bool is_point_behind(const dvi_concept_context *c, size_t i) {
    size_t end = (size_t)c->tokens[i].begin + c->tokens[i].len;
    return end < c->text.len && c->text.data[end] == '.';
}

/* 12. 7. without a year: tokens covered, or 0. */
static size_t short_date(dvi_concept_context *c, size_t i) {
    bool spaced;
    int32_t day = small_number(c, i, 2), month = small_number(c, i + 1, 2);
    if (!has_short_dates(c) || date_mark(c, i, &spaced) != '.' || !is_day(day) || !is_month(month) || !is_point_behind(c, i + 1)) return 0;
    dvi_give_date(c, i, month, day, 2);
    return 2;
}

/* 12.07.2025, 12. 7. 2025, 12/07/2025, 2025-07-12, 2025.07.12, in English also 07/25/2025: tokens covered, or 0. */
static size_t numeric_date(dvi_concept_context *c, size_t i) {
    bool spaced, spaced_again;
    if (!is_digits(c, i + 1)) return 0;
    uint32_t mark = date_mark(c, i, &spaced);
    if (mark == 0) return 0;
    if (mark != date_mark(c, i + 1, &spaced_again) || !is_digits(c, i + 2)) return short_date(c, i);
    bool year_first = c->tokens[i].len == 4;
    if (!year_first && (mark == '-' || (c->tokens[i + 2].len != 4 && (spaced || c->tokens[i + 2].len != 2)))) return short_date(c, i);
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
        if (c->tokens[i + 1].len == strlen(ordinals[k]) &&
            begins_with(c, i + 1, ordinals[k], c->tokens[i + 1].len))
            return true;
    return false;
}

/* Whether it is a month and a day without any ordinal: 7 сарын 12. "7 сарын" alone is seven months. */
static bool is_bare_month(const dvi_concept_context *c, size_t i) {
    static const char word[] = "сарын";
    return i + 2 < c->n && c->tokens[i + 1].len == strlen(word) && begins_with(c, i + 1, word, strlen(word)) && is_near(c, i, false) &&
           is_near(c, i + 1, false) && is_day(small_number(c, i + 2, 2));
}

size_t dvi_give_month(dvi_concept_context *c, size_t i, int32_t month, size_t span) {
    bool day_behind = c->column == DVI_COLUMN_mn && i + span < c->n &&
                      begins_with(c, i + span - 1, "сарын", 10) && dvi_gap_behind(c, i + span - 1).len <= 2;
    int32_t day = day_behind ? small_number(c, i + span, 2) : -1;
    span += is_day(day);
    dvi_give_date(c, i, month, is_day(day) ? day : 0, span);
    return span;
}

/* Whether token i is this word of English. */
static bool is_english(const dvi_concept_context *c, size_t i, const char *word) {
    return c->column == DVI_COLUMN_en && i < c->n && c->tokens[i].len == strlen(word) && begins_with(c, i, word, strlen(word));
}

/* The month behind the day at token i, or 0. Only the ending of an ordinal may stand between, and in English "of". */
static size_t month_behind(const dvi_concept_context *c, size_t i) {
    size_t k = i + 1;
    if (k >= c->n) return 0;
    if (dvi_value_at(c, k, DVI_MEANING_MONTH) < 0 && !is_digits(c, k) && c->tokens[k].len <= 6 && is_near(c, k - 1, true)) k++;
    if (is_english(c, k, "of") && is_near(c, k - 1, false)) k++;
    return dvi_value_at(c, k, DVI_MEANING_MONTH) > 0 && is_near(c, k - 1, false) ? k : 0;
}

/* 12 липня, 12-го июля, 12. jula, July 12, 12 July, 12th of July, 7-р сарын 12: tokens covered, or 0. */
size_t dvi_take_date(dvi_concept_context *c, size_t i) {
    int32_t day = small_number(c, i, 2), month = dvi_value_at(c, i, DVI_MEANING_MONTH);
    if (c->column == DVI_COLUMN_mn && is_month(day) && is_numbered_month(c, i)) return dvi_give_month(c, i, day, 3);
    if (c->column == DVI_COLUMN_mn && is_month(day) && is_bare_month(c, i)) return dvi_give_month(c, i, day, 2);
    if (is_day(day)) {
        size_t at = month_behind(c, i);
        if (at == 0) return 0;
        dvi_give_date(c, i, dvi_value_at(c, at, DVI_MEANING_MONTH), day, at + 1 - i);
        return at + 1 - i;
    }
    if (month < 0) return 0;
    day = c->column == DVI_COLUMN_en ? small_number(c, i + 1, 2) : -1;
    size_t span = is_day(day) && is_near(c, i, false) ? 2 : 1;
    dvi_give_date(c, i, month, span == 2 ? day : 0, span);
    return span;
}

size_t dvi_take_number(dvi_concept_context *c, size_t i) {
    number value;
    if (is_digits(c, i)) {
        size_t span = numeric_date(c, i);
        if (span != 0) return span;
        read_digits(c, i, &value);
    } else {
        int32_t small = dvi_value_at(c, i, DVI_MEANING_NUMBER);
        if (small < 0) return 0; /* a bare "million" says little: only after a number */
        value = (number){.span = 1};
        char digits[16];
        append_digits(&value, digits, put_number(digits, small, 1));
    }
    take_power(c, i, &value);
    give_number(c, i, &value);
    return value.span;
}
