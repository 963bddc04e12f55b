/* Numbers with their magnitude, in digits or words. */
#include <string.h>

#include "base/digits.h"
#include "base/utf8.h"
#include "characters.h"
#include "concept_parts.h"

enum { MAX_DIGITS = 32 /* further ones count for how large it is */, MAX_FEW = 4 };

size_t dvi_digits_in(const dvi_concept_context *c, size_t i, char *out, size_t cap) {
    size_t n = 0;
    for (size_t at = c->tokens[i].begin, end = at + c->tokens[i].len; at < end && n < cap;)
        out[n++] = (char)('0' + dvi_digit_value(dvi_utf8_next(c->text.data, &at)));
    return n;
}

size_t dvi_put_number(char *out, int32_t value, size_t least) {
    size_t len = 0;
    if (value < 0) out[len++] = '-';
    len += dvi_put_digits(out + len, value < 0 ? 0u - (uint32_t)value : (uint32_t)value, least);
    out[len] = '\0';
    return len;
}

typedef struct number {
    char digits[MAX_DIGITS + 1]; /* without leading zeros */
    size_t n;
    int32_t exponent; /* value = digits * 10^exponent */
    size_t span;
    bool decimal;
} number;

static bool is_space(uint32_t c) {
    return dvi_is_blank(c) || c == '\'' || c == 0x2019;
}

static bool is_group(const dvi_concept_context *c, size_t i) {
    return dvi_is_digits(c, i) && dvi_digit_count(c, i) == 3;
}

/* Whether what stands behind token i separates thousands. A point does everywhere but in English and
 * Mongolian, where a comma does; a mark that stands twice does in all of them, since no number has two
 * decimal points. */
static bool separates_thousands(const dvi_concept_context *c, size_t i) {
    bool comma = c->column == DVI_COLUMN_en || c->column == DVI_COLUMN_mn;
    uint32_t mark = dvi_joint(c, i);
    if (is_space(mark) || mark == (comma ? ',' : '.')) return true;
    bool again = dvi_joint(c, i + 1) == mark && is_group(c, i + 2),
         before = i > 0 && dvi_joint(c, i - 1) == mark && is_group(c, i);
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

/* All of a token. */
static void append_token(const dvi_concept_context *c, size_t i, number *value) {
    for (size_t at = c->tokens[i].begin, end = at + c->tokens[i].len; at < end;) {
        char digit = (char)('0' + dvi_digit_value(dvi_utf8_next(c->text.data, &at)));
        append_digits(value, &digit, 1);
    }
}

static void read_digits(const dvi_concept_context *c, size_t i, number *value) {
    char digits[MAX_FEW];
    size_t n = dvi_digits_in(c, i, digits, MAX_FEW);
    *value = (number){.span = 1};
    append_token(c, i, value);
    bool leads = n <= 3 && n > 0 && digits[0] != '0';
    while (leads && is_group(c, i + value->span) && separates_thousands(c, i + value->span - 1) &&
           value->span < 5) {
        append_token(c, i + value->span, value);
        value->span++;
    }
    uint32_t mark = dvi_joint(c, i + value->span - 1);
    if ((mark == '.' || mark == ',') && dvi_is_digits(c, i + value->span) &&
        dvi_digit_count(c, i + value->span) <= MAX_FEW) {
        n = dvi_digits_in(c, i + value->span, digits, MAX_FEW);
        append_digits(value, digits, n);
        value->exponent -= (int32_t)n;
        value->decimal = true;
        value->span++;
    }
}

/* 3½ */
static void take_fraction(const dvi_concept_context *c, size_t i, number *value) {
    const dvi_token *last = &c->tokens[i + value->span - 1];
    size_t end = (size_t)last->begin + last->len;
    if (value->decimal || end + 2 > c->text.len || (unsigned char)c->text.data[end] != 0xC2) return;
    unsigned char mark = (unsigned char)c->text.data[end + 1];
    size_t n = mark == 0xBD ? 1 : mark == 0xBC || mark == 0xBE ? 2 : 0;
    append_digits(value, mark == 0xBD ? "5" : mark == 0xBC ? "25" : "75", n);
    value->exponent -= (int32_t)n;
    value->decimal = n != 0;
}

/* $44m: in English one letter makes a million of a sum of money; 300k is thousands of anything. */
static int32_t power_of_letter(const dvi_concept_context *c, size_t first, size_t i) {
    static const char signs[] = "$\0€\0£\0¥";
    size_t begin = c->tokens[first].begin;
    bool money = false;
    if (c->column != DVI_COLUMN_en || i >= c->n || c->tokens[i].len != 1 || dvi_gap_behind(c, i - 1).len != 0)
        return -1;
    const char sign = c->text.data[c->tokens[i].begin], letter = (char)(sign | 0x20);
    if (sign == 'k') return 3;
    for (size_t k = 0; k < sizeof signs; k += strlen(signs + k) + 1) {
        size_t len = strlen(signs + k);
        money |= begin >= len && memcmp(c->text.data + begin - len, signs + k, len) == 0;
    }
    return !money ? -1 : letter == 'k' ? 3 : letter == 'm' ? 6 : letter == 'b' ? 9 : letter == 't' ? 12 : -1;
}

/* The power of ten that token i is behind the number that begins at `first`, or -1. */
static int32_t power_at(const dvi_concept_context *c, size_t first, size_t i) {
    int32_t power = dvi_value_at(c, i, DVI_MEANING_POWER);
    if (power < DVI_POWER_NEEDS_POINT) return power >= 0 ? power : power_of_letter(c, first, i);
    size_t end = (size_t)c->tokens[i].begin + c->tokens[i].len;
    return end < c->text.len && c->text.data[end] == '.' ? power - DVI_POWER_NEEDS_POINT : -1;
}

static void take_power(const dvi_concept_context *c, size_t i, number *value) {
    for (int times = 0; times < 2; times++) {
        int32_t power = power_at(c, i, i + value->span);
        if (power < 0 || dvi_gap_behind(c, i + value->span - 1).len > 3) return;
        value->exponent += power;
        value->span++;
    }
}

/* Whether blanks are all between tokens i and i + 1, or, with `abbreviated`, a point and a blank. */
static bool is_apart(const dvi_concept_context *c, size_t i, bool abbreviated) {
    dvk_span between = dvi_gap_behind(c, i);
    size_t at = abbreviated && between.len > 1 && between.data[0] == '.';
    return between.len > at && between.len <= 4 && dvi_is_blank(dvi_utf8_next(between.data, &at)) &&
           at == between.len;
}

/* 1 million 200 thousand, 12 минг 500: what stands behind a power and fits below it is the same number's.
 * Without a power of its own it is three digits, behind thousands. */
static void take_rest(const dvi_concept_context *c, size_t i, number *value) {
    while (value->exponent > 0 && !value->decimal && dvi_is_digits(c, i + value->span)) {
        number rest;
        size_t at = i + value->span;
        read_digits(c, at, &rest);
        int32_t power = at + rest.span < c->n ? power_at(c, at, at + rest.span) : -1;
        bool alone = power < 0 || dvi_gap_behind(c, at + rest.span - 1).len > 3;
        if (alone) power = 0;
        int32_t zeros = value->exponent - power - (int32_t)rest.n;
        if (alone && (value->exponent != 3 || dvi_digit_count(c, at) != 3 || rest.span != 1)) return;
        if (rest.decimal || zeros < 0 || power >= value->exponent ||
            value->n + rest.n + (size_t)zeros > MAX_DIGITS || !is_apart(c, at - 1, !alone))
            return;
        for (; zeros > 0; zeros--)
            append_digits(value, "0", 1);
        append_digits(value, rest.digits, rest.n);
        value->exponent = power;
        value->span += rest.span + !alone;
    }
}

/* Whether all digits behind the first are zeros. */
static bool is_round(const number *value) {
    for (uint32_t i = 1; i < value->n; i++)
        if (value->digits[i] != '0') return false;
    return true;
}

/* In 1/256: means over seven languages of what news texts have (bench/NOTES.md, "Numbers"). */
static uint16_t number_idf(const number *value) {
    enum { DECIMAL = 1482, THIS_CENTURY = 700, OTHER_YEAR = 1285 };
    static const uint16_t digit[10] = {942, 269, 230, 371, 463, 492, 553, 602, 573, 722},
                          round[3] = {640, 765, 1367},
                          other[3] = {840, 1306, 1564}; /* tens, hundreds, more */
    if (value->decimal) return DECIMAL;
    int64_t magnitude = (int64_t)value->n + value->exponent;
    if (magnitude <= 1) return digit[value->n == 1 && magnitude == 1 ? value->digits[0] - '0' : 0];
    if (magnitude == 4 && value->exponent == 0 && value->digits[0] == '2' && value->digits[1] == '0')
        return THIS_CENTURY;
    if (magnitude == 4 && value->exponent == 0 && value->digits[0] <= '2') return OTHER_YEAR;
    size_t of = magnitude < 4 ? (size_t)magnitude - 2 : 2;
    return is_round(value) ? round[of] : other[of];
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
    len += dvi_put_number(text + len, value->exponent, 1);
    dvi_concept_give(c, i, dvi_tagged_key(text, len), idf, DVK_FEATURE_NUMBER, value->span);
    dvi_concept_name(c, i, text[0], text + 1);
}

/* "One hundred and five", "dvadeset i pet", "двадесет и пет". */
static bool is_and(const dvi_concept_context *c, size_t i, int32_t value) {
    static const struct {
        uint32_t column;
        const char *word;
    } all[] = {{DVI_COLUMN_en, "and"}, {DVI_COLUMN_bg, "и"}, {DVI_COLUMN_mk, "и"},
               {DVI_COLUMN_sr, "и"},   {DVI_COLUMN_sr, "i"}, {DVI_COLUMN_hr, "i"}};
    if (i + 1 >= c->n || (c->column == DVI_COLUMN_en && value < 100)) return false;
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (c->column == all[k].column && dvi_is_word(c, i, all[k].word)) return true;
    return false;
}

static bool is_hyphen(uint32_t c) {
    return c == '-' || c == 0x2010 || c == 0x2011;
}

/* Whether one blank or hyphen is all between tokens i and i + 1. */
static bool is_joined(const dvi_concept_context *c, size_t i) {
    uint32_t mark = dvi_joint(c, i);
    return dvi_is_blank(mark) || is_hyphen(mark);
}

/* Twenty-five, сто двадцать пять, five hundred: words of lower places, each behind a higher one, are one
 * number. In the Turkic languages and their neighbours ten is such a place too. */
static int32_t join_words(const dvi_concept_context *c, size_t i, int32_t value, size_t *span) {
    const int32_t tens = c->column == DVI_COLUMN_kk || c->column >= DVI_COLUMN_ky ? 10 : 20;
    for (;;) {
        size_t k = i + *span;
        bool joined = is_joined(c, k - 1), linked = joined && is_and(c, k, value) && is_joined(c, k);
        int32_t next = joined ? dvi_value_at(c, k + linked, DVI_MEANING_NUMBER) : -1;
        bool hundreds = !linked && value > 0 && value < 10 && next == 100;
        bool lower = value % 100 == 0 ? value < 1000 && next < 100
                                      : value % 100 >= tens && value % 10 == 0 && next < 10;
        if (!hundreds && (next <= 0 || !lower)) return value;
        value = hundreds ? value * 100 : value + next;
        *span += linked + 1U;
    }
}

/* Whether nothing is between tokens i and i + 1, or a percent sign, a hyphen, or one and then the other. */
static bool is_hung_on(const dvi_concept_context *c, size_t i) {
    dvk_span between = dvi_gap_behind(c, i);
    size_t at = between.len > 0 && between.data[0] == '%';
    if (between.len == at) return true;
    return between.len <= at + 3 && is_hyphen(dvi_utf8_next(between.data, &at)) && at == between.len;
}

/* Whether token i is the ending of a case that Kazakh, Kyrgyz, Tatar, Bashkir or Mongolian hang on the digits
 * before it: 30-дан is "from 30", and no grain. */
static bool is_case_of_digits(const dvi_concept_context *c, size_t i) {
    static const char *const turkic[] = {
        "да",  "де",  "до",  "дө",  "дә",  "та",  "те",  "то",  "тө",  "тә",  "ҙа",  "ҙә",  "ла",  "лә",
        "дан", "ден", "дон", "дөн", "дән", "тан", "тен", "тон", "төн", "тән", "нан", "нен", "нән", "ҙан",
        "ҙән", "лан", "лән", "ға",  "ге",  "га",  "го",  "гө",  "гә",  "ғә",  "қа",  "ке",  "ка",  "ко",
        "кө",  "кә",  "ҡа",  "на",  "не",  "ды",  "ді",  "ди",  "ты",  "ті",  "ти",  "ны",  "ні",  "ни",
        "дың", "дің", "дын", "дин", "дун", "дүн", "тың", "тің", "тын", "тин", "тун", "түн", "ның", "нің",
        "нын", "нин", "нун", "нүн", "нең", "ҙың", "ҙең", "мен", "бен", "пен", "сы",  "сі",  "си",  "ы",
        "і",   "и",   "у",   "ү",   "е",   "се",  "һы",  "һе",  NULL};
    static const char *const mongolian[] = {"нд",  "д",    "т",    "ны",     "ний",    "ын",  "ийн", "ыг",
                                            "ийг", "аас",  "ээс",  "оос",    "өөс",    "аар", "ээр", "оор",
                                            "өөр", "гаар", "гээр", "гоор",   "гөөр",   "тай", "тэй", "той",
                                            "р",   "дахь", "дэх",  "дугаар", "дүгээр", NULL};
    bool is_turkic = c->column == DVI_COLUMN_kk || c->column == DVI_COLUMN_ky || c->column == DVI_COLUMN_tt ||
                     c->column == DVI_COLUMN_ba;
    const char *const *endings = is_turkic ? turkic : c->column == DVI_COLUMN_mn ? mongolian : NULL;
    if (endings == NULL || i >= c->n || !dvi_is_digits(c, i - 1) || !is_hung_on(c, i - 1)) return false;
    while (*endings != NULL && !dvi_is_word(c, i, *endings))
        endings++;
    return *endings != NULL;
}

/* Finishes a number whose digits are read. */
static size_t end_number(dvi_concept_context *c, size_t i, number *value) {
    take_power(c, i, value);
    take_rest(c, i, value);
    value->span += is_case_of_digits(c, i + value->span);
    give_number(c, i, value);
    return value->span;
}

size_t dvi_take_number_words(dvi_concept_context *c, size_t i, int32_t value, size_t span) {
    char digits[16];
    number read = {.span = span};
    value = join_words(c, i, value, &read.span);
    append_digits(&read, digits, dvi_put_number(digits, value, 1));
    return end_number(c, i, &read);
}

size_t dvi_take_tenths(dvi_concept_context *c, size_t i, int32_t tenths, size_t span) {
    char digits[16];
    number read = {.span = span, .exponent = -1, .decimal = true};
    append_digits(&read, digits, dvi_put_number(digits, tenths, 1));
    return end_number(c, i, &read);
}

size_t dvi_take_number(dvi_concept_context *c, size_t i) {
    number value;
    if (!dvi_is_digits(c, i)) {
        int32_t small = dvi_value_at(c, i, DVI_MEANING_NUMBER),
                tenths = dvi_value_at(c, i, DVI_MEANING_TENTHS);
        if (tenths > 0) return dvi_take_tenths(c, i, tenths, 1);
        return small < 0 ? 0
                         : dvi_take_number_words(c, i, small,
                                                 1); /* a bare "million" says little: only after a number */
    }
    size_t span = dvi_take_numeric_date(c, i);
    if (span != 0) return span;
    read_digits(c, i, &value);
    take_fraction(c, i, &value);
    return end_number(c, i, &value);
}
