/* The calendar: a day and a time of it <-> seconds since 1970 in UTC. */
#ifndef DVI_CALENDAR_H
#define DVI_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "dvoinik/article.h"

typedef struct dvi_civil {
    int year, month, day, hour, minute, second;
    int offset; /* seconds east of UTC */
} dvi_civil;

/* Whether the year has such a day. */
bool dvi_is_day(const dvi_civil *c);

/* Days since 1970-01-01. */
int64_t dvi_days_from_civil(int year, int month, int day);

/* Between two times, whichever is later; unsigned, for the ends of int64_t are farther apart than INT64_MAX.
 */
static inline uint64_t dvi_seconds_between(int64_t a, int64_t b) {
    return a < b ? (uint64_t)b - (uint64_t)a : (uint64_t)a - (uint64_t)b;
}

/* Whether they lie within the window of each other: of 0 it has no bound, and what has no time is near to
 * all. */
static inline bool dvi_are_near(int64_t a, int64_t b, int64_t window) {
    if (window == 0 || a == DVK_NO_TIME || b == DVK_NO_TIME) return true;
    return dvi_seconds_between(a, b) <= (uint64_t)window;
}

/* Of a day that there is; a leap second counts as the one before. */
int64_t dvi_seconds_of(const dvi_civil *c);

#endif
