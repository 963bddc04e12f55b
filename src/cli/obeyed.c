/* What a terminal obeys and does not show. */
#include "obeyed.h"

/* 0 when it is none. */
static size_t character_length(const unsigned char *c, size_t len) {
    size_t n = c[0] < 0x80 ? 1 : c[0] < 0xC2 ? 0 : c[0] < 0xE0 ? 2 : c[0] < 0xF0 ? 3 : 4;
    if (c[0] > 0xF4 || n > len) return 0;
    for (size_t i = 1; i < n; i++)
        if ((c[i] & 0xC0) != 0x80) return 0;
    return n;
}

static bool is_obeyed(const unsigned char *c) {
    if (c[0] < 0x80) return c[0] < 0x20 || c[0] == 0x7F;
    if (c[0] == 0xC2) return c[1] < 0xA0;
    if (c[0] == 0xD8) return c[1] == 0x9C;
    if (c[0] != 0xE2) return false;
    if (c[1] == 0x80) return c[2] == 0x8E || c[2] == 0x8F || (c[2] >= 0xA8 && c[2] <= 0xAE);
    return c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9;
}

size_t obeyed_length(const char *text, size_t len, bool *obeyed) {
    const unsigned char *c = (const unsigned char *)text;
    size_t n = character_length(c, len);
    *obeyed = n == 0 || is_obeyed(c);
    return n != 0 ? n : 1;
}
