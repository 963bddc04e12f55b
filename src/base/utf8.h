/* UTF-8: validation and decoding of text already known to be valid. */
#ifndef DVI_UTF8_H
#define DVI_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"

/* Offset of the first byte that is not part of valid UTF-8, or text.len. */
size_t dvi_utf8_check(dvk_span text);

/* Decodes the character at *at of valid UTF-8 (at < len) and moves *at behind it. */
static inline uint32_t dvi_utf8_next(const char *data, size_t *at) {
    const unsigned char *p = (const unsigned char *)data + *at;
    if (p[0] < 0x80) {
        *at += 1;
        return p[0];
    }
    if (p[0] < 0xE0) {
        *at += 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    if (p[0] < 0xF0) {
        *at += 3;
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    }
    *at += 4;
    return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 | (uint32_t)(p[2] & 0x3F) << 6 |
           (p[3] & 0x3F);
}

/* How many characters are in valid UTF-8; at most UINT32_MAX. */
uint32_t dvi_utf8_characters(dvk_span text);

/* Controls of ASCII and of C1, ends of lines, and what turns the direction of writing: a terminal obeys them,
 * or shows what stands around them otherwise than it is. */
static inline bool dvi_utf8_is_control(uint32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* Writes a code point as UTF-8; returns the bytes written, 1 to 4. */
size_t dvi_utf8_put(uint32_t c, char *out);

#endif
