/* What a character is to the tokeniser: a few by name, the letters by the letter tables, the rest by ICU's
 * properties. The library asks this of characters beyond the Basic Multilingual Plane alone; for the others
 * gen_characters has asked. */
#include "character_class.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include "fold.h"

static dvi_character ascii_class(uint32_t c) {
    if (c >= '0' && c <= '9') return DVI_CHAR_DIGIT;
    switch (c) {
    case '\'':
    case '`':
        return DVI_CHAR_APOSTROPHE;
    case '.':
    case '!':
    case '?':
    case ':':
    case '"':
    case '(':
    case '*':
    case '\n':
    case '\r':
        return DVI_CHAR_STOP;
    default:
        return DVI_CHAR_OTHER;
    }
}

static dvi_character punctuation_class(uint32_t c) {
    switch (c) {
    case 0x2019: /* ’ */
    case 0x2018: /* ‘ */
    case 0x201B: /* ‛ */
    case 0x00B4: /* ´ */
    case 0x02BC: /* ʼ */
    case 0x02BB: /* ʻ, of Uzbek oʻ and gʻ */
    case 0x02B9: /* ʹ, which stands for ь in transliterated words, ʺ for ъ */
    case 0x02BA:
    case 0x2032: /* ′ */
    case 0xFF07:
        return DVI_CHAR_APOSTROPHE;
    case 0x00AB: /* « */
    case 0x201C: /* “ */
    case 0x201E: /* „ */
    case 0x2013: /* – */
    case 0x2014: /* — */
    case 0x2022: /* • */
    case 0x2026: /* … */
    case 0x2028:
    case 0x2029:
        return DVI_CHAR_STOP;
    case 0x00AD:
    case 0x200B:
    case 0x200C:
    case 0x200D:
    case 0x2060:
    case 0xFEFF:
        return DVI_CHAR_IGNORED;
    default:
        return DVI_CHAR_OTHER;
    }
}

static int without_spaces(uint32_t c) {
    UErrorCode error = U_ZERO_ERROR;
    switch (uscript_getScript((UChar32)c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
    case USCRIPT_TIBETAN:
        return 1;
    default:
        return 0;
    }
}

static dvi_character property_class(uint32_t c) {
    switch (u_charType((UChar32)c)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
        return without_spaces(c) ? DVI_CHAR_GRAM : DVI_CHAR_FOREIGN;
    case U_DECIMAL_DIGIT_NUMBER:
        return DVI_CHAR_DIGIT;
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
        return without_spaces(c) ? DVI_CHAR_GRAM : DVI_CHAR_IGNORED;
    case U_COMBINING_SPACING_MARK:
        return without_spaces(c) ? DVI_CHAR_GRAM : DVI_CHAR_FOREIGN;
    case U_FORMAT_CHAR:
        return DVI_CHAR_IGNORED;
    default:
        return DVI_CHAR_OTHER;
    }
}

dvi_character dvi_character_told(uint32_t c) {
    if (dvi_is_table_letter(c)) return DVI_CHAR_LETTER;
    if (c < 0x80) return ascii_class(c);
    dvi_character class = punctuation_class(c);
    return class != DVI_CHAR_OTHER ? class : property_class(c);
}
