/* Numbers as decimal digits. */
#ifndef DVI_DIGITS_H
#define DVI_DIGITS_H

#include <stddef.h>
#include <stdint.h>

enum { DVI_MOST_DIGITS = 20 /* of 64 bits */ };

/* Writes the number with `least` digits at least, DVI_MOST_DIGITS at most; returns how many. Nothing is
 * behind them. */
static inline size_t dvi_put_digits(char *out, uint64_t number, size_t least) {
    size_t n = 0;
    for (uint64_t rest = number; rest != 0 || n < least; rest /= 10)
        n++;
    for (size_t at = n; at > 0; number /= 10)
        out[--at] = (char)('0' + number % 10);
    return n;
}

#endif
