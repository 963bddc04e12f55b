/* UTF-8 through libunistring. */
#include "utf8.h"

#include <unistr.h>

size_t dvi_utf8_check(dvk_span text) {
    if (text.len == 0) return 0;
    const uint8_t *data = (const uint8_t *)text.data;
    const uint8_t *bad = u8_check(data, text.len);
    return bad == NULL ? text.len : (size_t)(bad - data);
}

uint32_t dvi_utf8_characters(dvk_span text) {
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

size_t dvi_utf8_put(uint32_t c, char *out) {
    int n = u8_uctomb((uint8_t *)out, c, 4);
    return n > 0 ? (size_t)n : 0;
}
