/* Searching records by the number that they begin with. */
#ifndef DVI_FIRST_FROM_H
#define DVI_FIRST_FROM_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Of n records of `size` bytes, which rise by the uint32_t that each begins with, the first whose number is
 * at least `number`; n when there is none. */
static inline size_t dvi_first_from(const void *records, size_t n, size_t size, uint32_t number) {
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        uint32_t here;
        memcpy(&here, (const char *)records + middle * size, sizeof here);
        if (here < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

#endif
