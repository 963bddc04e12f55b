/* The calendar: days counted in the proleptic Gregorian calendar with our own arithmetic. A year that begins
 * in March puts the leap day at its end, and the months then follow the 153-days-in-five-months rule. No
 * locale, no time zone database, no libc calendar. */
#include "calendar.h"

#include "base/digits.h"
#include "dvoinik/article.h"

enum { SECONDS_A_DAY = 86400, DAYS_AN_ERA = 146097, DAYS_0_TO_1970 = 719468 };

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year));
}

bool dvi_is_day(const dvi_civil *c) {
    return c->month >= 1 && c->month <= 12 && c->day >= 1 && c->day <= days_in_month(c->year, c->month);
}

int64_t dvi_days_from_civil(int year, int month, int day) {
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_AN_ERA + day_of_era - DAYS_0_TO_1970;
}

static dvi_civil civil_from_days(int64_t days) {
    int64_t shifted = days + DAYS_0_TO_1970;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_AN_ERA - 1)) / DAYS_AN_ERA;
    int64_t day_of_era = shifted - era * DAYS_AN_ERA;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted_month = (5 * day_of_year + 2) / 153;
    int month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return (dvi_civil){.year = (int)(year_of_era + era * 400 + (month <= 2)),
                       .month = month,
                       .day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1)};
}

int64_t dvi_seconds_of(const dvi_civil *c) {
    int64_t second = c->second == 60 ? 59 : c->second;
    return dvi_days_from_civil(c->year, c->month, c->day) * SECONDS_A_DAY + c->hour * 3600 + c->minute * 60 +
           second - c->offset;
}

static char *put_number(char *out, int value, size_t digits) {
    return out + dvi_put_digits(out, (uint64_t)value, digits);
}

void dvk_format_date(int64_t time, char *out) {
    if (out == NULL) return;
    out[0] = '\0';
    int64_t days = time / SECONDS_A_DAY - (time % SECONDS_A_DAY < 0);
    if (days < dvi_days_from_civil(0, 1, 1) || days >= dvi_days_from_civil(10000, 1, 1)) return;
    dvi_civil c = civil_from_days(days);
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
