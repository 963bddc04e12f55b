/* UTF-8. Idea of the check: which bytes must continue a character shows in the three bytes before, and the few forms that are not allowed
 * in the byte before, so that blocks of bytes are looked at without a branch, in a loop that compilers turn into vectors. Where something
 * is wrong libunistring says where. */
#include "utf8.h"

#include <stdbool.h>
#include <string.h>
#include <unistr.h>

enum { BLOCK = 256, BEFORE = 3 };

/* Nonzero when the byte `c`, behind `b1`, `b2` and `b3` (the nearest first), cannot stand there. */
static inline uint8_t misplaced(uint8_t c, uint8_t b1, uint8_t b2, uint8_t b3) {
    uint8_t continues = (uint8_t)((c & 0xC0) == 0x80);
    uint8_t expected = (uint8_t)((b1 >= 0xC0) | (b2 >= 0xE0) | (b3 >= 0xF0));
    uint8_t never = (uint8_t)((c == 0xC0) | (c == 0xC1) | (c >= 0xF5));
    uint8_t overlong = (uint8_t)(((b1 == 0xE0) & (c < 0xA0)) | ((b1 == 0xF0) & (c < 0x90)));
    uint8_t too_high = (uint8_t)(((b1 == 0xED) & (c >= 0xA0)) | ((b1 == 0xF4) & (c >= 0x90)));
    return (uint8_t)((continues ^ expected) | never | overlong | too_high);
}

/* Checks n bytes, those behind the first BEFORE of `bytes`. */
static uint8_t check_block(const uint8_t *bytes, size_t n) {
    uint8_t wrong = 0;
    for (size_t i = 0; i < n; i++)
        wrong |= misplaced(bytes[i + 3], bytes[i + 2], bytes[i + 1], bytes[i]);
    return wrong;
}

static size_t check_all(const uint8_t *data, size_t len) {
    const uint8_t *bad = u8_check(data, len);
    return bad == NULL ? len : (size_t)(bad - data);
}

size_t dvi_utf8_check(dvk_span text) {
    if (text.len == 0) return 0;
    const uint8_t *data = (const uint8_t *)text.data;
    uint8_t first[BEFORE + BLOCK] = {0};
    size_t done = text.len < BLOCK ? text.len : BLOCK;
    memcpy(first + BEFORE, data, done);
    uint8_t wrong = check_block(first, done);
    if (text.len > BLOCK) wrong |= check_block(data + BLOCK - BEFORE, text.len - BLOCK);
    size_t n = text.len;
    bool cut = data[n - 1] >= 0xC0 || (n > 1 && data[n - 2] >= 0xE0) || (n > 2 && data[n - 3] >= 0xF0);
    return wrong == 0 && !cut ? n : check_all(data, n);
}

uint32_t dvi_utf8_characters(dvk_span text) {
    uint64_t n = 0;
    for (size_t i = 0; i < text.len; i++)
        n += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

size_t dvi_utf8_put(uint32_t c, char *out) {
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) return 0;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6) out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00U >> n & 0xF0) | c);
    return n;
}
