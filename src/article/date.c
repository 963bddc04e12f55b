/* Dates as feeds write them -> seconds since 1970 in UTC: RFC 3339 and its relaxations, and counts.
 *
 * Grammar: RFC 3339 section 5.6, relaxed as article.h says. Beyond that: eight digits that are a day between
 * 1900 and 2100 (20250712) are that day and not a second of the summer of 1970. The forms of e-mail are in
 * date_mail.c, those that people write in date_local.c. */
#include <string.h>

#include "date_scan.h"
#include "dvoinik/article.h"

enum { SECONDS_A_DAY = 86400, LEAST_COUNT_DIGITS = 9 };

bool dvi_take_time(dvi_cursor *in, int least_hour_digits, dvi_civil *c) {
    if (!dvi_take_number(in, least_hour_digits, 2, &c->hour) || !dvi_take(in, ':')) return false;
    if (!dvi_take_number(in, 2, 2, &c->minute)) return false;
    if (dvi_take(in, ':')) {
        if (!dvi_take_number(in, 2, 2, &c->second)) return false;
        if (dvi_next_is(in, '.') || dvi_next_is(in, ',')) {
            const char *point = in->at++;
            while (!dvi_done(in) && dvi_is_digit(*in->at))
                in->at++;
            if (in->at == point + 1) return false;
        }
    }
    return c->hour <= 23 && c->minute <= 59 && c->second <= 60;
}

/* +HH:MM, +HHMM, +HH; +H where `least` is 1 */
static bool take_numeric_offset(dvi_cursor *in, int least, int *offset) {
    int sign = dvi_take(in, '-') ? -1 : dvi_take(in, '+') ? 1 : 0, hours = 0, minutes = 0;
    if (sign == 0 || !dvi_take_number(in, least, 2, &hours)) return false;
    bool colon = dvi_take(in, ':');
    bool more = colon || (!dvi_done(in) && dvi_is_digit(*in->at));
    if (more && !dvi_take_number(in, 2, 2, &minutes)) return false;
    if (hours > 23 || minutes > 59) return false;
    *offset = sign * (hours * 3600 + minutes * 60);
    return true;
}

/* Names that stand for one offset in feeds. A single letter is what the army calls a zone; RFC 2822 section
 * 4.3 tells to take it for UTC, since they were written the wrong way round. */
static bool take_named_offset(dvi_cursor *in, int *offset) {
    static const struct {
        char name[6];
        int8_t hours;
    } known[] = {{"utc", 0},  {"gmt", 0},  {"ut", 0},   {"est", -5}, {"edt", -4}, {"cst", -6},
                 {"cdt", -5}, {"mst", -7}, {"mdt", -6}, {"pst", -8}, {"pdt", -7}, {"wet", 0},
                 {"west", 1}, {"cet", 1},  {"cest", 2}, {"eet", 2},  {"eest", 3}, {"msk", 3}};
    char word[8] = {0};
    size_t len = 0;
    while (!dvi_done(in) && dvi_is_letter(*in->at)) {
        if (len == sizeof word - 1) return false;
        word[len++] = dvi_lower_ascii(*in->at++);
    }
    *offset = 0;
    if (len == 1) return word[0] != 'j';
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(word, known[i].name) != 0) continue;
        *offset = known[i].hours * 3600;
        bool shifted = known[i].hours == 0 && (dvi_next_is(in, '+') || dvi_next_is(in, '-'));
        return shifted ? take_numeric_offset(in, 1, offset) : true;
    }
    return false;
}

bool dvi_take_offset(dvi_cursor *in, int *offset) {
    dvi_take_spaces(in);
    *offset = 0;
    if (dvi_done(in) || dvi_next_is(in, '(')) return true;
    return dvi_is_letter(*in->at) ? take_named_offset(in, offset) : take_numeric_offset(in, 2, offset);
}

static bool parse_iso(dvi_cursor in, int64_t *time) {
    dvi_civil c = {0};
    if (!dvi_take_number(&in, 4, 4, &c.year) || !dvi_take(&in, '-')) return false;
    if (!dvi_take_number(&in, 2, 2, &c.month) || !dvi_take(&in, '-')) return false;
    if (!dvi_take_number(&in, 2, 2, &c.day) || !dvi_is_day(&c)) return false;
    if (!dvi_done(&in)) {
        if (!dvi_take(&in, 'T') && !dvi_take(&in, 't') && !dvi_take_spaces(&in)) return false;
        if (!dvi_take_time(&in, 2, &c) || !dvi_take_offset(&in, &c.offset) || !dvi_done(&in)) return false;
    }
    *time = dvi_seconds_of(&c);
    return true;
}

/* 20250712, of a year that may be meant. */
static bool take_compact_day(dvi_cursor *in, dvi_civil *c) {
    return dvi_take_number(in, 4, 4, &c->year) && dvi_take_number(in, 2, 2, &c->month) &&
           dvi_take_number(in, 2, 2, &c->day) && c->year >= 1900 && c->year <= 2100 && dvi_is_day(c);
}

/* 0800 */
static bool take_compact_minute(dvi_cursor *in, dvi_civil *c) {
    return dvi_take_number(in, 2, 2, &c->hour) && dvi_take_number(in, 2, 2, &c->minute) && c->hour <= 23 &&
           c->minute <= 59;
}

/* The basic form of ISO 8601, 20250712 or 20250712T0800[00]Z; T may be missing where seconds are there. */
static bool parse_compact(dvi_cursor in, int64_t *time) {
    dvi_civil c = {0};
    if (!take_compact_day(&in, &c)) return false;
    if (!dvi_done(&in)) {
        bool bare = !dvi_take(&in, 'T');
        if (bare && in.end - in.at != 6) return false;
        if (!take_compact_minute(&in, &c)) return false;
        bool seconds = !dvi_done(&in) && dvi_is_digit(*in.at);
        if (seconds && (!dvi_take_number(&in, 2, 2, &c.second) || c.second > 60)) return false;
        if (!dvi_take_offset(&in, &c.offset) || !dvi_done(&in)) return false;
    }
    *time = dvi_seconds_of(&c);
    return true;
}

/* Whether twelve digits may be a minute of a day, 202507120800, and not milliseconds of 1976. */
static bool may_be_minute(dvi_cursor in) {
    dvi_civil c = {0};
    return take_compact_day(&in, &c) && take_compact_minute(&in, &c);
}

/* Seconds, or milliseconds from twelve digits on, with an optional fraction that is dropped downwards. Fewer
 * than nine digits are a year, a month or a number of something. */
static bool parse_count(dvi_cursor in, int64_t *time) {
    bool negative = dvi_take(&in, '-'), rest = false;
    const dvi_cursor begin = in;
    int64_t value = 0;
    int n = 0;
    for (; !dvi_done(&in) && dvi_is_digit(*in.at); in.at++, n++) {
        if (n == 17) return false;
        value = value * 10 + (*in.at - '0');
    }
    if (n < LEAST_COUNT_DIGITS || (n == 12 && may_be_minute(begin))) return false;
    if (dvi_take(&in, '.')) {
        if (dvi_done(&in)) return false;
        for (; !dvi_done(&in) && dvi_is_digit(*in.at); in.at++)
            rest = rest || *in.at != '0';
    }
    if (!dvi_done(&in)) return false;
    if (n >= 12) {
        rest = rest || value % 1000 != 0;
        value /= 1000;
    }
    *time = negative ? -value - (rest ? 1 : 0) : value;
    return true;
}

/* Four digits write its year. */
static bool can_be_written(int64_t time) {
    return time >= dvi_days_from_civil(0, 1, 1) * SECONDS_A_DAY &&
           time < dvi_days_from_civil(10000, 1, 1) * SECONDS_A_DAY;
}

dvk_status dvk_parse_date(dvk_span text, int64_t *time) {
    enum { LONGEST = 200 };
    if (time == NULL || (text.data == NULL && text.len != 0)) return DVK_E_ARGUMENT;
    *time = DVK_NO_TIME;
    if (text.len == 0) return DVK_E_INPUT;
    dvi_cursor in = {text.data, text.data + text.len};
    dvi_take_spaces(&in);
    while (!dvi_done(&in) && dvi_is_space(in.end[-1]))
        in.end--;
    int64_t parsed = 0;
    bool good = in.end - in.at <= LONGEST &&
                (parse_iso(in, &parsed) || dvi_parse_mail(in, &parsed) || parse_compact(in, &parsed) ||
                 parse_count(in, &parsed) || dvi_parse_local(in, &parsed));
    if (!good || !can_be_written(parsed)) return DVK_E_INPUT;
    *time = parsed;
    return DVK_OK;
}
