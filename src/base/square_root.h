/* The square root of a whole number. */
#ifndef DVI_SQUARE_ROOT_H
#define DVI_SQUARE_ROOT_H

#include <stdint.h>

/* floor(sqrt(x)), exact. */
uint32_t dvi_square_root(uint64_t x);

#endif
