/* Letter codes: a to z, the accented letters of Latin-1 and Latin Extended-A; the Cyrillic letters of the
 * living languages. Seven bits hold each script, so that four letters are an exact key. */
#include "language_code.h"

#include <string.h>
#include <unicode/uchar.h>

#include "base/utf8.h"
#include "language_table.h"
#include "language_word.h"
#include "tables.h"

enum {
    ACCENTED = DVI_CODE_FIRST + 26,
    EXTENDED = ACCENTED + 33,
    SCHWA = DVI_CODE_STRANGE - 1,
    ADDED = DVI_CODE_FIRST + 48
};

static unsigned latin_code(unsigned c) {
    if (c >= 'a' && c <= 'z') return DVI_CODE_FIRST + c - 'a';
    if (c >= 0xDF && c <= 0xFF) return ACCENTED + c - 0xDF;
    if (c == 0x219 || c == 0x21B)
        c = c == 0x219 ? 0x15F : 0x163; /* comma below is written as cedilla as often */
    if (c >= 0x100 && c <= 0x17F) return EXTENDED + (c - 0x100) / 2;
    return c == 0x259 ? SCHWA : DVI_CODE_STRANGE;
}

static unsigned cyrillic_code(unsigned c) {
    if (c >= 0x430 && c <= 0x45F) return DVI_CODE_FIRST + c - 0x430;
    if (c >= 0x48A && c <= 0x4FF) return ADDED + (c - 0x48A) / 2;
    return DVI_CODE_STRANGE;
}

static uint8_t code_of(unsigned c) {
    unsigned lower = (unsigned)u_tolower((UChar32)c);
    if (c == '\'' || c == '`' || c == 0xB4 || c == 0x2BB || c == 0x2BC) return DVI_CODE_APOSTROPHE;
    if (c == 0xAD || (c >= 0x300 && c < 0x370)) return DVI_CODE_IGNORED;
    if (u_isdigit((UChar32)c)) return DVI_CODE_DIGIT;
    if (!u_isalpha((UChar32)c)) return DVI_CODE_NONE;
    if (c < 0x2B0) return (uint8_t)latin_code(lower);
    return c >= 0x400 ? (uint8_t)(DVI_CODE_CYRILLIC | cyrillic_code(lower)) : DVI_CODE_OTHER;
}

void language_letters_fill(uint8_t *letters) {
    for (unsigned c = 0; c < DVI_LETTER_LIMIT; c++)
        letters[c] = code_of(c);
    for (uint32_t c = DVI_LETTER_LIMIT; c < DVI_LANGUAGE_CODES; c++)
        letters[c] = dvi_language_far_code(c);
}

size_t language_codes_of(const uint8_t *letters, const char *text, uint8_t *codes, size_t cap) {
    size_t n = 0, len = strlen(text);
    for (size_t at = 0; at < len;) {
        uint32_t c = dvi_utf8_next(text, &at);
        if (n == cap || c >= DVI_LETTER_LIMIT) return 0;
        uint8_t code = c == '_' ? DVI_CODE_EDGE : c == '?' ? DVI_CODE_STRANGE : letters[c];
        if (code > DVI_CODE_CYRILLIC) code &= 0x7F;
        if (code < DVI_CODE_FIRST && c != '_' && letters[c] != DVI_CODE_APOSTROPHE) return 0;
        codes[n++] = code;
    }
    return n;
}

uint32_t language_key_of(const uint8_t *codes, size_t n) {
    if (n > 4) return dvi_language_long_key(codes, n);
    uint32_t key = 0;
    for (size_t i = 0; i < n; i++)
        key = key << 7 | codes[i];
    return key;
}
