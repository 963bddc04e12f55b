/* Which letters of Latin and Cyrillic look the same, and words that mix them. */
#include "homoglyph.h"

#include <stdbool.h>

int dvi_script_of(uint32_t c) {
    if (c < 0x0250 || c == 0x0259) return 1; /* ə of Azerbaijani stands apart from Latin's other letters */
    if ((c >= 0x0400 && c < 0x0530) || (c >= 0x1C80 && c < 0x1C90) || (c >= 0x2DE0 && c < 0x2E00) ||
        (c >= 0xA640 && c < 0xA6A0) || (c >= 0x1E030 && c < 0x1E090))
        return 2;
    return (c >= 0x1E00 && c < 0x1F00) || (c >= 0x2C60 && c < 0x2C80) || (c >= 0xFF21 && c <= 0xFF5A) ? 1 : 0;
}

uint32_t dvi_homoglyph(uint32_t c, int to_cyrillic) {
    static const uint16_t pairs[][2] = {
        /* Latin, Cyrillic */
        {'a', 0x430},  {'e', 0x435},  {'o', 0x43E},  {'p', 0x440},   {'c', 0x441},   {'x', 0x445},
        {'y', 0x443},  {'i', 0x456},  {'j', 0x458},  {'s', 0x455},   {'k', 0x43A},   {'m', 0x43C},
        {'t', 0x442},  {'h', 0x43D},  {'b', 0x432},  {'u', 0x438},   {'n', 0x43F},   {'r', 0x433},
        {0xEB, 0x451}, {0xEF, 0x457}, {0xE6, 0x4D5}, {0x259, 0x4D9}, {0x103, 0x4D1}, {0x115, 0x4D7},
        {0xE7, 0x4AB}, {0xFF, 0x4F3}, {0xF6, 0x4E7}, {0xFC, 0x4F1},  {0xE4, 0x4D3},  {'0', 0x43E},
        {'3', 0x437},  {'6', 0x431},  {'4', 0x447}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (pairs[i][to_cyrillic ? 0 : 1] == c) return pairs[i][to_cyrillic ? 1 : 0];
    return 0;
}

void dvi_homoglyphs_fold(uint32_t *letters, size_t n) {
    size_t of_script[3] = {0}, alone[3] = {0};
    for (size_t i = 0; i < n; i++) {
        int script = dvi_script_of(letters[i]);
        of_script[script]++;
        alone[script] += dvi_homoglyph(letters[i], script == 1) == 0;
    }
    bool to_cyrillic = alone[1] != alone[2] ? alone[2] > alone[1] : of_script[2] >= of_script[1];
    for (size_t i = 0; i < n; i++) {
        if (dvi_script_of(letters[i]) != (to_cyrillic ? 1 : 2)) continue;
        uint32_t twin = dvi_homoglyph(letters[i], to_cyrillic);
        if (twin != 0) letters[i] = twin;
    }
}
