/* The vector kernel of outlines: included once for each width. Before it are defined
 *   OUTLINE_KERNEL  the name of the function
 *   OUTLINE_TARGET  its attribute: the extension that it is compiled for
 *   OUTLINE_WIDTH   bytes of a vector
 *   OUTLINE_BITS    a function or macro: the top bit of each byte of a vector of zeros and ones, as a number
 *   OUTLINE_VECTOR  a name for the type of the vectors */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "outline.h"

#ifdef OUTLINE_KERNEL

typedef uint8_t OUTLINE_VECTOR __attribute__((vector_size(OUTLINE_WIDTH)));

OUTLINE_TARGET static void OUTLINE_KERNEL(const uint8_t *bytes, size_t n, dvi_outline_block *out) {
    for (size_t i = 0; i < n; i++) {
        uint64_t ascii = 0, second = 0, stops = 0, signs = 0;
        for (unsigned at = 0; at < DVI_OUTLINE_BLOCK; at += OUTLINE_WIDTH) {
            OUTLINE_VECTOR c, before;
            memcpy(&c, bytes + i * DVI_OUTLINE_BLOCK + at, sizeof c);
            memcpy(&before, bytes + i * DVI_OUTLINE_BLOCK + at - 1, sizeof before);
            OUTLINE_VECTOR letter = (OUTLINE_VECTOR)((c | 0x20) - 'a' < 26);
            OUTLINE_VECTOR latin = (OUTLINE_VECTOR)(before - 0xC3 < 3) &
                                   ~(OUTLINE_VECTOR)((before == 0xC3) & ((c & 0xDF) == 0x97));
            OUTLINE_VECTOR cyrillic =
                (OUTLINE_VECTOR)(before - 0xD0 < 4) & ~(OUTLINE_VECTOR)((before == 0xD2) & (c < 0x8A));
            OUTLINE_VECTOR behind = (OUTLINE_VECTOR)((c & 0xC0) == 0x80) & (latin | cyrillic);
            OUTLINE_VECTOR stop =
                (OUTLINE_VECTOR)((c == '.') | (c == '!') | (c == '?') | (c == ':') | (c == '"') | (c == '(') |
                                 (c == '*') | (c == '\n') | (c == '\r'));
            OUTLINE_VECTOR sign = (OUTLINE_VECTOR)((c >= 0x80) | (c - '0' < 10) | (c == '\'') | (c == '`'));
            ascii |= OUTLINE_BITS(letter) << at;
            second |= OUTLINE_BITS(behind) << at;
            stops |= OUTLINE_BITS(stop) << at;
            signs |= OUTLINE_BITS(sign) << at;
        }
        uint64_t letters = ascii | second | second >> 1;
        out[i] = (dvi_outline_block){letters, stops, signs & ~letters};
        if (i == 0) continue;
        out[i - 1].letters |= second << 63;
        out[i - 1].others &= ~(second << 63);
    }
}

#undef OUTLINE_KERNEL
#undef OUTLINE_TARGET
#undef OUTLINE_WIDTH
#undef OUTLINE_BITS
#undef OUTLINE_VECTOR

#endif
