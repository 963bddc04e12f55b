/* Dates as e-mail and RSS write them: RFC 822, its successor RFC 2822 section 3.3 with the obsolete forms of
 * section 4.3, and the dashes of RFC 850. */
#include <string.h>

#include "date_scan.h"

static const char *const days[] = {"monday", "tuesday",  "wednesday", "thursday",
                                   "friday", "saturday", "sunday"};
static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                     "july",    "august",   "september", "october", "november", "december"};

/* Takes the letters at the cursor and tells which of the n words they are, whole or their first three, or
 * -1. */
static int take_word(dvi_cursor *in, const char *const *words, int n) {
    const char *word = in->at;
    while (!dvi_done(in) && dvi_is_letter(*in->at))
        in->at++;
    size_t len = (size_t)(in->at - word);
    for (int i = 0; i < n; i++) {
        size_t same = 0;
        while (same < len && words[i][same] != 0 && words[i][same] == dvi_lower_ascii(word[same]))
            same++;
        if (same == len && (len == 3 || words[i][len] == 0) && len >= 3) return i;
    }
    return -1;
}

bool dvi_take_comments(dvi_cursor *in) {
    unsigned depth = 0;
    for (; !dvi_done(in); in->at++) {
        if (*in->at == '\\' && depth != 0 && in->at + 1 != in->end)
            in->at++;
        else if (*in->at == '(')
            depth++;
        else if (*in->at == ')' && depth != 0)
            depth--;
        else if (depth == 0 && !dvi_is_space(*in->at))
            break;
    }
    return depth == 0;
}

/* As dvi_take_comments, but there must be something. */
static bool take_gap(dvi_cursor *in) {
    const char *before = in->at;
    return dvi_take_comments(in) && in->at != before;
}

static bool take_weekday(dvi_cursor *in) {
    if (!dvi_take_comments(in)) return false;
    if (dvi_done(in) || !dvi_is_letter(*in->at)) return true;
    if (take_word(in, days, 7) < 0) return false;
    bool gap = take_gap(in), comma = dvi_take(in, ',');
    return dvi_take_comments(in) && (gap || comma);
}

/* Two digits below 50 are after 2000, others and three digits count from 1900. */
static bool take_year(dvi_cursor *in, int *year) {
    const char *before = in->at;
    if (!dvi_take_number(in, 2, 4, year)) return false;
    if (in->at - before < 4) *year += in->at - before == 2 && *year < 50 ? 2000 : 1900;
    return true;
}

static bool take_day(dvi_cursor *in, dvi_civil *c) {
    if (!dvi_take_number(in, 1, 2, &c->day)) return false;
    bool dashes = dvi_take(in, '-');
    if (!dashes && !take_gap(in)) return false;
    c->month = take_word(in, months, 12) + 1;
    if (c->month == 0 || !(dashes ? dvi_take(in, '-') : take_gap(in))) return false;
    return take_year(in, &c->year) && dvi_is_day(c);
}

bool dvi_parse_mail(dvi_cursor in, int64_t *time) {
    dvi_civil c = {0};
    if (!take_weekday(&in) || !take_day(&in, &c)) return false;
    if (!dvi_done(&in)) {
        if (!take_gap(&in)) return false;
        if (!dvi_done(&in) && !dvi_take_time(&in, 1, &c)) return false;
        if (!dvi_take_comments(&in) || !dvi_take_offset(&in, &c.offset)) return false;
        if (!dvi_take_comments(&in) || !dvi_done(&in)) return false;
    }
    *time = dvi_seconds_of(&c);
    return true;
}
