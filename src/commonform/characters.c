/* What else the tokeniser asks of characters. */
#include "characters.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>

uint32_t dvi_far_digit_value(uint32_t c) {
    return (uint32_t)u_charDigitValue((UChar32)c);
}

uint32_t dvi_compose(uint32_t letter, uint32_t mark) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    if (U_FAILURE(error)) return 0;
    UChar32 c = unorm2_composePair(nfc, (UChar32)letter, (UChar32)mark);
    return c > 0 ? (uint32_t)c : 0;
}

uint32_t dvi_fold_foreign(uint32_t c) {
    if (c >= 0x0590 && c < 0x10A0) return c; /* from Hebrew to Burmese there is no case */
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}
