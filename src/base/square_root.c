/* The square root of a whole number: that of the machine's floating point, which may be off by one, made
 * exact by whole numbers, so that it is the same on every machine. */
#include "square_root.h"

#include <math.h>

uint32_t dvi_square_root(uint64_t x) {
    double near = sqrt((double)x);
    uint64_t root = near < UINT32_MAX ? (uint64_t)near : UINT32_MAX;
    while (root * root > x)
        root--;
    while (root < UINT32_MAX && (root + 1) * (root + 1) <= x)
        root++;
    return (uint32_t)root;
}
