/* UTF-8 through libunistring. */
#include "utf8.h"

#include <unistr.h>

size_t dvi_utf8_check(dvk_span text) {
    if (text.len == 0) return 0;
    const uint8_t *data = (const uint8_t *)text.data;
    const uint8_t *bad = u8_check(data, text.len);
    return bad == NULL ? text.len : (size_t)(bad - data);
}

size_t dvi_utf8_put(uint32_t c, char *out) {
    int n = u8_uctomb((uint8_t *)out, c, 4);
    return n > 0 ? (size_t)n : 0;
}
