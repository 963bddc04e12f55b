/* Which characters do not show. */
#include "blank.h"

#include "base/utf8.h"

static bool does_not_show(uint32_t c) {
    if (c <= 0x20) return c == 0x20 || (c >= 0x09 && c <= 0x0D);
    if (c < 0x1680) return c == 0x85 || c == 0xA0 || c == 0xAD;
    if (c >= 0x2000 && c <= 0x200F) return true;
    return c == 0x1680 || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x2060 ||
           c == 0x3000 || c == 0xFEFF;
}

bool dvi_is_blank(dvk_span text) {
    size_t at = 0;
    while (at < text.len)
        if (!does_not_show(dvi_utf8_next(text.data, &at))) return false;
    return true;
}

dvk_span dvi_trim(dvk_span text) {
    while (text.len != 0 && dvi_is_ascii_space(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len != 0 && dvi_is_ascii_space(text.data[text.len - 1]))
        text.len--;
    return text;
}
