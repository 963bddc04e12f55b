/* The square root of a whole number, a binary digit after the other, so that it is the same on every machine.
 */
#include "square_root.h"

uint32_t dvi_square_root(uint64_t x) {
    uint64_t root = 0;
    for (uint64_t bit = x > UINT32_MAX ? UINT64_C(1) << 31 : UINT64_C(1) << 15; bit != 0; bit >>= 1) {
        uint64_t wider = root | bit;
        if (wider * wider <= x) root = wider;
    }
    return (uint32_t)root;
}
