/* Cyrillic charsets, told by letters.
 *
 * ICU's detector knows neither IBM866 nor MacCyrillic and gives different answers from version to version, so
 * the letters are judged here: each charset's table gives every byte a letter or a sign, common letters count
 * for it, and capitals inside words, signs between letters and words of two scripts against it. The best must
 * be good for itself, and better than every other that reads the bytes otherwise. */
#include "charset_letters.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <unicode/ucnv.h>

enum { CLASS_OTHER, CLASS_MARK, CLASS_CAPITAL, CLASS_SMALL };

typedef struct sign {
    uint16_t c;
    int8_t weight;
    uint8_t class;
} sign;

/* How often Cyrillic small letters stand in news, from rare (1) to common (11). */
static int weight_of(uint32_t c) {
    static const struct {
        uint16_t c;
        int8_t weight;
    } known[] = {{0x43E, 11}, {0x430, 10}, {0x435, 10}, {0x438, 9}, {0x43D, 9}, {0x442, 9}, {0x441, 9},
                 {0x440, 8},  {0x432, 8},  {0x43B, 8},  {0x43A, 8}, {0x43C, 7}, {0x434, 7}, {0x43F, 7},
                 {0x443, 7},  {0x44F, 6},  {0x456, 6},  {0x44B, 5}, {0x44C, 5}, {0x433, 6}, {0x437, 6},
                 {0x431, 6},  {0x447, 5},  {0x439, 5},  {0x445, 5}, {0x436, 5}, {0x448, 4}, {0x44E, 4},
                 {0x446, 4},  {0x449, 3},  {0x44D, 2},  {0x444, 3}, {0x44A, 2}, {0x458, 4}, {0x457, 5},
                 {0x454, 3},  {0x45E, 9},  {0x459, 2},  {0x45A, 2}, {0x45B, 2}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].c == c) return known[i].weight;
    return 1;
}

static sign sign_of(uint32_t c) {
    static const uint16_t marks[] = {0xA0,   0xAB,   0xBB,   0x2013, 0x2014, 0x2018, 0x2019, 0x201C,
                                     0x201D, 0x201E, 0x2026, 0x2116, 0x2022, 0xA9,   0xB0,   0xA7};
    if (c >= 0x430 && c <= 0x45F) return (sign){(uint16_t)c, (int8_t)weight_of(c), CLASS_SMALL};
    if (c >= 0x400 && c <= 0x42F) return (sign){(uint16_t)c, 2, CLASS_CAPITAL};
    if (c == 0x490 || c == 0x491) return (sign){(uint16_t)c, 1, c == 0x490 ? CLASS_CAPITAL : CLASS_SMALL};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] == c) return (sign){(uint16_t)c, 1, CLASS_MARK};
    return (sign){(uint16_t)c, -10, CLASS_OTHER};
}

/* The upper half of a charset of single bytes; false when ICU lacks it. */
static bool load_signs(const char *name, sign *signs) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(name, &status);
    for (int i = 0; i < 128 && U_SUCCESS(status); i++) {
        UChar out[4];
        char byte = (char)(128 + i);
        int32_t n = ucnv_toUChars(converter, out, 4, &byte, 1, &status);
        signs[i] = sign_of(n == 1 ? out[0] : 0xFFFD);
    }
    ucnv_close(converter);
    return U_SUCCESS(status);
}

/* Latin i stands in for the Ukrainian one where a charset lacks that. */
static bool is_latin_letter(char c) {
    int small = c | 0x20;
    return small >= 'a' && small <= 'z' && small != 'i';
}

static bool is_vowel(uint16_t c) {
    static const uint16_t vowels[] = {0x430, 0x435, 0x438, 0x43E, 0x443, 0x44B,
                                      0x44D, 0x44E, 0x44F, 0x451, 0x456};
    for (size_t i = 0; i < sizeof vowels / sizeof *vowels; i++)
        if (vowels[i] == c) return true;
    return false;
}

/* What the letters say for the charset, in all. */
static int64_t judge(dvk_span sample, const sign *signs, size_t *capitals) {
    enum { BREACH = -12, SHORT_U = 0x45E };
    int64_t sum = 0;
    uint16_t letter_before = 0;
    *capitals = 0;
    unsigned before = CLASS_OTHER;
    bool latin_before = false;
    for (size_t i = 0; i < sample.len; i++) {
        unsigned char c = (unsigned char)sample.data[i];
        if (c < 0x80) {
            bool latin = is_latin_letter((char)c);
            if (latin && before >= CLASS_CAPITAL) sum += BREACH / 2;
            latin_before = latin;
            before = CLASS_OTHER;
            letter_before = c == 'i' ? 0x456 : 0;
            continue;
        }
        const sign *s = &signs[c - 0x80];
        bool breach = s->class == CLASS_CAPITAL && before == CLASS_SMALL;
        bool next_high = i + 1 < sample.len && (unsigned char)sample.data[i + 1] >= 0x80;
        if (s->class == CLASS_MARK && before >= CLASS_CAPITAL && next_high) breach = true;
        if (s->class >= CLASS_CAPITAL && latin_before) breach = true;
        if (s->c == SHORT_U && letter_before != 0 && !is_vowel(letter_before)) breach = true;
        sum += breach ? BREACH : s->weight;
        *capitals += s->class == CLASS_CAPITAL;
        letter_before = s->c;
        before = s->class;
        latin_before = false;
    }
    return sum;
}

/* By how much the best must lead another: by more, the more of the bytes the two read otherwise. INT64_MIN:
 * they read all alike. */
static int64_t least_lead(const size_t *used, const sign *best, const sign *other, int64_t score) {
    int64_t high = 0, differ = 0;
    for (int i = 0; i < 128; i++) {
        high += (int64_t)used[i];
        if (best[i].c != other[i].c) differ += (int64_t)used[i];
    }
    return differ == 0 ? INT64_MIN : 1 + score * differ / high / 8;
}

dvi_charset dvi_charset_by_letters(dvk_span sample, size_t high) {
    static const char *const names[] = {"windows-1251", "koi8-u",         "koi8-r", "iso-8859-5",
                                        "ibm866",       "x-mac-cyrillic", "cp1125"};
    enum { N = sizeof names / sizeof *names, GOOD = 6, NONE = -1000000000 };
    sign signs[N][128];
    int64_t scores[N];
    size_t used[128] = {0}, capitals[N] = {0}, best = 0;
    for (size_t i = 0; i < sample.len; i++)
        if ((unsigned char)sample.data[i] >= 0x80) used[(unsigned char)sample.data[i] - 0x80]++;
    for (size_t i = 0; i < N; i++) {
        scores[i] = load_signs(names[i], signs[i]) ? judge(sample, signs[i], &capitals[i]) : NONE;
        if (scores[i] > scores[best]) best = i;
    }
    /* Hebrew has the bytes of small letters and no capitals. */
    if (scores[best] < GOOD * (int64_t)high || capitals[best] == 0) return DVI_CHARSET_UTF_8;
    for (size_t i = 0; i < N; i++)
        if (i != best && scores[best] - scores[i] < least_lead(used, signs[best], signs[i], scores[best]))
            return DVI_CHARSET_UTF_8;
    return dvi_charset_named((dvk_span){names[best], strlen(names[best])});
}
