/* What the grammars of dates are put together from. */
#ifndef DVI_DATE_SCAN_H
#define DVI_DATE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "calendar.h"

#include "base/span.h"

typedef struct dvi_cursor {
    const char *at, *end;
} dvi_cursor;

static inline bool dvi_is_digit(char c) {
    return c >= '0' && c <= '9';
}

static inline bool dvi_is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline bool dvi_is_letter(char c) {
    return dvi_lower_ascii(c) >= 'a' && dvi_lower_ascii(c) <= 'z';
}

static inline bool dvi_done(const dvi_cursor *in) {
    return in->at == in->end;
}

static inline bool dvi_next_is(const dvi_cursor *in, char c) {
    return !dvi_done(in) && *in->at == c;
}

static inline bool dvi_take(dvi_cursor *in, char c) {
    if (!dvi_next_is(in, c)) return false;
    in->at++;
    return true;
}

static inline bool dvi_take_spaces(dvi_cursor *in) {
    const char *before = in->at;
    while (!dvi_done(in) && dvi_is_space(*in->at))
        in->at++;
    return in->at != before;
}

/* Between `least` and `most` (at most 9) digits. */
static inline bool dvi_take_number(dvi_cursor *in, int least, int most, int *value) {
    int n = 0, sum = 0;
    while (n < most && !dvi_done(in) && dvi_is_digit(*in->at)) {
        sum = sum * 10 + (*in->at++ - '0');
        n++;
    }
    *value = sum;
    return n >= least;
}

/* HH:MM[:SS[.fraction]] */
bool dvi_take_time(dvi_cursor *in, int least_hour_digits, dvi_civil *c);

/* Nothing (UTC), a number, or a name, with white space before it. */
bool dvi_take_offset(dvi_cursor *in, int *offset);

/* White space and comments in parentheses, which nest; false when one has no end. */
bool dvi_take_comments(dvi_cursor *in);

/* The forms, each of the whole text. */
bool dvi_parse_mail(dvi_cursor in, int64_t *time);
bool dvi_parse_local(dvi_cursor in, int64_t *time);

#endif
