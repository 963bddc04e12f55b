/* Numbers as decimal digits. */
#ifndef DVI_DIGITS_H
#define DVI_DIGITS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { DVI_MOST_DIGITS = 20 /* of 64 bits */ };

/* Writes the number with `least` digits at least, DVI_MOST_DIGITS at most; returns how many. Nothing is
 * behind them. */
static inline size_t dvi_put_digits(char *out, uint64_t number, size_t least) {
    char digits[DVI_MOST_DIGITS];
    size_t at = sizeof digits;
    for (; number != 0 || sizeof digits - at < least; number /= 10)
        digits[--at] = (char)('0' + number % 10);
    memcpy(out, digits + at, sizeof digits - at);
    return sizeof digits - at;
}

#endif
