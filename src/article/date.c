/* Dates as feeds write them -> seconds since 1970 in UTC, and back.
 *
 * Days are counted in the proleptic Gregorian calendar with our own arithmetic: a year that begins in March
 * puts the leap day at its end, and the months then follow the 153-days-in-five-months rule. No locale, no
 * time zone database, no libc calendar. Grammar: RFC 3339 section 5.6 and RFC 2822 section 3.3 (with 4.3),
 * relaxed as article.h says. Beyond that: eight digits that are a day between 1900 and 2100 (20250712) are
 * that day and not a second of the summer of 1970. */
#include <stdbool.h>
#include <string.h>

#include "dvoinik/article.h"

enum { SECONDS_A_DAY = 86400, DAYS_AN_ERA = 146097, DAYS_0_TO_1970 = 719468 };

typedef struct cursor {
    const char *at, *end;
} cursor;

typedef struct civil {
    int year, month, day, hour, minute, second;
    int offset; /* seconds east of UTC */
} civil;

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_letter(char c) {
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static bool done(const cursor *in) {
    return in->at == in->end;
}

static bool next_is(const cursor *in, char c) {
    return !done(in) && *in->at == c;
}

static bool take(cursor *in, char c) {
    if (!next_is(in, c)) return false;
    in->at++;
    return true;
}

static bool take_spaces(cursor *in) {
    const char *before = in->at;
    while (!done(in) && is_space(*in->at))
        in->at++;
    return in->at != before;
}

/* Between `least` and `most` (at most 9) digits. */
static bool take_number(cursor *in, int least, int most, int *value) {
    int n = 0, sum = 0;
    while (n < most && !done(in) && is_digit(*in->at)) {
        sum = sum * 10 + (*in->at++ - '0');
        n++;
    }
    *value = sum;
    return n >= least;
}

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

static bool is_day(const civil *c) {
    return c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= days_in_month(c->year, c->month);
}

static int64_t days_from_civil(int year, int month, int day) {
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_AN_ERA + day_of_era - DAYS_0_TO_1970;
}

static civil civil_from_days(int64_t days) {
    int64_t shifted = days + DAYS_0_TO_1970;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_AN_ERA - 1)) / DAYS_AN_ERA;
    int64_t day_of_era = shifted - era * DAYS_AN_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return (civil){.year = (int)(year_of_era + era * 400 + (month <= 2)),
                   .month = month,
                   .day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

static int64_t seconds_of(const civil *c) {
    int64_t second = c->second == 60 ? 59 : c->second;
    return days_from_civil(c->year, c->month, c->day) * SECONDS_A_DAY + c->hour * 3600 + c->minute * 60 +
           second - c->offset;
}

/* HH:MM[:SS[.fraction]] */
static bool take_time(cursor *in, int least_hour_digits, civil *c) {
    if (!take_number(in, least_hour_digits, 2, &c->hour) || !take(in, ':')) return false;
    if (!take_number(in, 2, 2, &c->minute)) return false;
    if (take(in, ':')) {
        if (!take_number(in, 2, 2, &c->second)) return false;
        if (next_is(in, '.') || next_is(in, ',')) {
            const char *point = in->at++;
            while (!done(in) && is_digit(*in->at))
                in->at++;
            if (in->at == point + 1) return false;
        }
    }
    return c->hour <= 23 && c->minute <= 59 && c->second <= 60;
}

/* +HH:MM, +HHMM, +HH */
static bool take_numeric_offset(cursor *in, int *offset) {
    int sign = take(in, '-') ? -1 : take(in, '+') ? 1 : 0, hours = 0, minutes = 0;
    if (sign == 0 || !take_number(in, 2, 2, &hours)) return false;
    bool colon = take(in, ':');
    if ((colon || !done(in)) && !(colon || is_digit(*in->at) ? take_number(in, 2, 2, &minutes) : true))
        return false;
    if (hours > 23 || minutes > 59) return false;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* Takes the letters at the cursor and tells which of the n words of `words` they are, or -1. */
static int take_word(cursor *in, const char *const *words, int n) {
    char word[8] = {0};
    size_t len = 0;
    while (!done(in) && is_letter(*in->at)) {
        if (len == sizeof word - 1) return -1;
        word[len++] = lower(*in->at++);
    }
    for (int i = 0; i < n; i++)
        if (strcmp(word, words[i]) == 0) return i;
    return -1;
}

static bool take_named_offset(cursor *in, int *offset) {
    static const char *const names[] = {"z",   "utc", "gmt", "ut",  "est", "edt",
                                        "cst", "cdt", "mst", "mdt", "pst", "pdt"};
    static const int hours[] = {0, 0, 0, 0, -5, -4, -6, -5, -7, -6, -8, -7};
    int found = take_word(in, names, (int)(sizeof names / sizeof *names));
    if (found < 0) return false;
    *offset = hours[found] * 3600;
    return true;
}

/* Nothing (UTC), a number or a name. */
static bool take_offset(cursor *in, int *offset) {
    take_spaces(in);
    *offset = 0;
    if (done(in) || next_is(in, '(')) return true;
    return is_letter(*in->at) ? take_named_offset(in, offset) : take_numeric_offset(in, offset);
}

static bool parse_iso(cursor in, int64_t *time) {
    civil c = {0};
    if (!take_number(&in, 4, 4, &c.year) || !take(&in, '-')) return false;
    if (!take_number(&in, 2, 2, &c.month) || !take(&in, '-')) return false;
    if (!take_number(&in, 2, 2, &c.day) || !is_day(&c)) return false;
    if (!done(&in)) {
        if (!take(&in, 'T') && !take(&in, 't') && !take_spaces(&in)) return false;
        if (!take_time(&in, 2, &c) || !take_offset(&in, &c.offset) || !done(&in)) return false;
    }
    *time = seconds_of(&c);
    return true;
}

static bool take_weekday(cursor *in) {
    static const char *const days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    if (done(in) || !is_letter(*in->at)) return true;
    if (take_word(in, days, 7) < 0) return false;
    bool comma = take(in, ',');
    return take_spaces(in) || comma;
}

/* RFC 2822 section 4.3: two digits below 50 are after 2000, others and three digits count from 1900. */
static bool take_mail_year(cursor *in, int *year) {
    const char *before = in->at;
    if (!take_number(in, 2, 4, year)) return false;
    if (in->at - before < 4) *year += in->at - before == 2 && *year < 50 ? 2000 : 1900;
    return true;
}

static bool take_comment(cursor *in) {
    take_spaces(in);
    if (!take(in, '(')) return true;
    while (!done(in) && *in->at != ')')
        in->at++;
    return take(in, ')');
}

static bool parse_mail(cursor in, int64_t *time) {
    static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    civil c = {0};
    if (!take_weekday(&in) || !take_number(&in, 1, 2, &c.day) || !take_spaces(&in)) return false;
    c.month = take_word(&in, months, 12) + 1;
    if (c.month == 0 || !take_spaces(&in) || !take_mail_year(&in, &c.year) || !is_day(&c)) return false;
    if (!done(&in)) {
        if (!take_spaces(&in) || !take_time(&in, 1, &c)) return false;
        if (!take_offset(&in, &c.offset) || !take_comment(&in) || !done(&in)) return false;
    }
    *time = seconds_of(&c);
    return true;
}

static bool parse_compact_day(cursor in, int64_t *time) {
    civil c = {0};
    if (in.end - in.at != 8) return false;
    if (!take_number(&in, 4, 4, &c.year) || !take_number(&in, 2, 2, &c.month) ||
        !take_number(&in, 2, 2, &c.day))
        return false;
    if (c.year < 1900 || c.year > 2100 || !is_day(&c)) return false;
    *time = seconds_of(&c);
    return true;
}

/* Seconds, or milliseconds from twelve digits on, with an optional fraction that is dropped downwards. */
static bool parse_count(cursor in, int64_t *time) {
    bool negative = take(&in, '-'), rest = false;
    int64_t value = 0;
    int n = 0;
    for (; !done(&in) && is_digit(*in.at); in.at++, n++) {
        if (n == 17) return false;
        value = value * 10 + (*in.at - '0');
    }
    if (n == 0) return false;
    if (take(&in, '.')) {
        if (done(&in)) return false;
        for (; !done(&in) && is_digit(*in.at); in.at++)
            rest = rest || *in.at != '0';
    }
    if (!done(&in)) return false;
    if (n >= 12) {
        rest = rest || value % 1000 != 0;
        value /= 1000;
    }
    *time = negative ? -value - (rest ? 1 : 0) : value;
    return *time >= days_from_civil(0, 1, 1) * SECONDS_A_DAY &&
           *time < days_from_civil(10000, 1, 1) * SECONDS_A_DAY;
}

dvk_status dvk_parse_date(dvk_span text, int64_t *time) {
    if (time == NULL || (text.data == NULL && text.len != 0)) return DVK_E_ARGUMENT;
    *time = DVK_NO_TIME;
    if (text.len == 0) return DVK_E_INPUT;
    cursor in = {text.data, text.data + text.len};
    while (!done(&in) && is_space(*in.at))
        in.at++;
    while (!done(&in) && is_space(in.end[-1]))
        in.end--;
    int64_t parsed = 0;
    bool good = parse_iso(in, &parsed) || parse_mail(in, &parsed) || parse_compact_day(in, &parsed) ||
                parse_count(in, &parsed);
    if (!good) return DVK_E_INPUT;
    *time = parsed;
    return DVK_OK;
}

static char *put_number(char *out, int value, int digits) {
    for (int i = digits - 1; i >= 0; i--, value /= 10)
        out[i] = (char)('0' + value % 10);
    return out + digits;
}

void dvk_format_date(int64_t time, char *out) {
    out[0] = '\0';
    int64_t days = time / SECONDS_A_DAY - (time % SECONDS_A_DAY < 0);
    if (days < days_from_civil(0, 1, 1) || days >= days_from_civil(10000, 1, 1)) return;
    civil c = civil_from_days(days);
    int second = (int)(time - days * SECONDS_A_DAY);
    out = put_number(out, c.year, 4);
    *out++ = '-';
    out = put_number(out, c.month, 2);
    *out++ = '-';
    out = put_number(out, c.day, 2);
    *out++ = 'T';
    out = put_number(out, second / 3600, 2);
    *out++ = ':';
    out = put_number(out, second / 60 % 60, 2);
    *out++ = ':';
    out = put_number(out, second % 60, 2);
    *out++ = 'Z';
    *out = '\0';
}
