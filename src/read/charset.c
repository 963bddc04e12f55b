/* Which charset an input is in: by its byte order mark, its own declaration, or its letters.
 *
 * The order is that of the HTML standard: mark, declaration, letters. A declared charset gives way to bytes
 * that are UTF-8 beyond doubt, since files are often converted and their declaration left. Undeclared, only
 * Cyrillic charsets are told. ICU's detector knows neither IBM866 nor MacCyrillic and gives different answers
 * from version to version, so the letters are judged here: each charset's table gives every byte a letter or
 * a sign, common letters count for it, and capitals inside words, signs between letters and words of two
 * scripts against it. The best must be good for itself, and better than every other that reads the bytes
 * otherwise. */
#include "charset.h"

#include <string.h>

#include <unicode/ucnv.h>

#include "base/utf8.h"

typedef struct label {
    const char *name; /* small letters */
    const char *icu;  /* NULL: the same charset as the row above */
    const char *shown;
} label;

/* Rows with `icu` begin a charset; its number is how many such rows come before. As in HTML, Latin-1 and
 * ASCII are read as windows-1252. */
static const label labels[] = {
    {"utf-8", "UTF-8", "UTF-8"},
    {"utf8", NULL, NULL},
    {"utf-16le", "UTF-16LE", "UTF-16"},
    {"utf-16", NULL, NULL},
    {"utf16", NULL, NULL},
    {"ucs-2", NULL, NULL},
    {"iso-10646-ucs-2", NULL, NULL},
    {"utf-16be", "UTF-16BE", "UTF-16"},
    {"windows-1251", "windows-1251", "windows-1251"},
    {"cp1251", NULL, NULL},
    {"cp-1251", NULL, NULL},
    {"x-cp1251", NULL, NULL},
    {"win-1251", NULL, NULL},
    {"koi8-u", "KOI8-U", "KOI8-U"},
    {"koi8-ru", NULL, NULL},
    {"koi8-r", "KOI8-R", "KOI8-R"},
    {"koi8", NULL, NULL},
    {"koi8_r", NULL, NULL},
    {"iso-8859-5", "ISO-8859-5", "ISO-8859-5"},
    {"iso8859-5", NULL, NULL},
    {"iso_8859-5", NULL, NULL},
    {"cyrillic", NULL, NULL},
    {"ibm866", "IBM866", "IBM866"},
    {"cp866", NULL, NULL},
    {"866", NULL, NULL},
    {"dos-866", NULL, NULL},
    {"x-mac-cyrillic", "x-mac-cyrillic", "MacCyrillic"},
    {"x-mac-ukrainian", NULL, NULL},
    {"maccyrillic", NULL, NULL},
    {"mac-cyrillic", NULL, NULL},
    {"cp1125", "cp1125", "CP1125"},
    {"ibm1125", NULL, NULL},
    {"windows-1252", "windows-1252", "windows-1252"},
    {"cp1252", NULL, NULL},
    {"iso-8859-1", NULL, NULL},
    {"iso8859-1", NULL, NULL},
    {"iso_8859-1", NULL, NULL},
    {"latin1", NULL, NULL},
    {"us-ascii", NULL, NULL},
    {"ascii", NULL, NULL},
    {"windows-1250", "windows-1250", "windows-1250"},
    {"cp1250", NULL, NULL},
    {"iso-8859-2", "ISO-8859-2", "ISO-8859-2"},
    {"iso8859-2", NULL, NULL},
    {"latin2", NULL, NULL},
    {"iso-8859-15", "ISO-8859-15", "ISO-8859-15"},
    {"windows-1254", "windows-1254", "windows-1254"},
    {"iso-8859-9", NULL, NULL},
    {"windows-1253", "windows-1253", "windows-1253"},
    {"iso-8859-7", "ISO-8859-7", "ISO-8859-7"},
    {"windows-1255", "windows-1255", "windows-1255"},
    {"windows-1256", "windows-1256", "windows-1256"},
    {"windows-1257", "windows-1257", "windows-1257"},
    {"windows-1258", "windows-1258", "windows-1258"},
    {"gb18030", "gb18030", "GB18030"},
    {"gbk", NULL, NULL},
    {"gb2312", NULL, NULL},
    {"big5", "Big5", "Big5"},
    {"shift_jis", "Shift_JIS", "Shift_JIS"},
    {"euc-jp", "EUC-JP", "EUC-JP"},
    {"euc-kr", "EUC-KR", "EUC-KR"},
};
enum { N_LABELS = sizeof labels / sizeof *labels };

static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_same(dvk_span text, const char *name) {
    size_t len = strlen(name);
    if (text.len != len) return false;
    for (size_t i = 0; i < len; i++)
        if (lower(text.data[i]) != name[i]) return false;
    return true;
}

dvi_charset dvi_charset_named(dvk_span name) {
    dvi_charset charset = 0;
    for (size_t i = 0; i < N_LABELS; i++) {
        charset += i != 0 && labels[i].icu != NULL;
        if (is_same(name, labels[i].name)) return charset;
    }
    return DVI_CHARSET_UNKNOWN;
}

static const label *label_of(dvi_charset charset) {
    size_t i = 0;
    for (dvi_charset at = 0; at < charset; at += labels[i].icu != NULL)
        i++;
    return &labels[i];
}

const char *dvi_charset_name(dvi_charset charset) {
    return label_of(charset)->shown;
}

const char *dvi_charset_icu_name(dvi_charset charset) {
    return label_of(charset)->icu;
}

/* What stands in quotes or without them behind `key` and '=' in text[from ..). */
static dvk_span value_behind(dvk_span text, size_t from, const char *key) {
    static const char space[] = " \t\r\n";
    size_t len = strlen(key);
    for (size_t i = from; i + len < text.len; i++) {
        size_t at = i + len;
        if (!is_same((dvk_span){text.data + i, len}, key)) continue;
        while (at < text.len && strchr(space, text.data[at]) != NULL && text.data[at] != 0)
            at++;
        if (at == text.len || text.data[at] != '=') continue;
        at++;
        while (at < text.len && text.data[at] != 0 && strchr(" \t\r\n\"'", text.data[at]) != NULL)
            at++;
        size_t end = at;
        while (end < text.len && text.data[end] != 0 && strchr(" \t\r\n\"'/>?;", text.data[end]) == NULL)
            end++;
        return (dvk_span){text.data + at, end - at};
    }
    return (dvk_span){NULL, 0};
}

/* Looks through the <meta> tags of a page's first 4096 bytes; the standard asks for 1024 and pages have it
 * later. */
static dvk_span declared_in_page(dvk_span text) {
    enum { LOOKED_THROUGH = 4096 };
    if (text.len > LOOKED_THROUGH) text.len = LOOKED_THROUGH;
    for (size_t i = 0; i + 5 < text.len; i++) {
        if (!is_same((dvk_span){text.data + i, 5}, "<meta")) continue;
        const char *close = memchr(text.data + i, '>', text.len - i);
        size_t end = close == NULL ? text.len : (size_t)(close - text.data);
        dvk_span found = value_behind((dvk_span){text.data, end}, i, "charset");
        if (found.len != 0) return found;
    }
    return (dvk_span){NULL, 0};
}

static dvk_span declared_in(dvk_span text) {
    size_t at = 0;
    while (at < text.len && (text.data[at] == ' ' || (text.data[at] >= '\t' && text.data[at] <= '\r')))
        at++;
    text = (dvk_span){text.data + at, text.len - at};
    if (text.len < 6 || text.data[0] != '<') return (dvk_span){NULL, 0};
    if (memcmp(text.data, "<?xml", 5) == 0) {
        const char *end = memchr(text.data, '>', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.data);
        dvk_span found = value_behind((dvk_span){text.data, len}, 0, "encoding");
        if (found.len != 0) return found;
    }
    return declared_in_page(text);
}

/* UTF-16 without a mark: of two bytes, one is that of ASCII or Cyrillic almost everywhere. */
static dvi_charset utf_16_without_mark(dvk_span sample) {
    size_t pairs = sample.len / 2, high[2] = {0, 0}, zeros = 0;
    for (size_t i = 0; i < pairs * 2; i++) {
        high[i % 2] += sample.data[i] == 0 || sample.data[i] == 4;
        zeros += sample.data[i] == 0;
    }
    if (zeros == 0 || pairs < 2) return DVI_CHARSET_UTF_8;
    if (high[1] * 10 > pairs * 9 && high[0] * 4 < pairs) return DVI_CHARSET_UTF_16LE;
    if (high[0] * 10 > pairs * 9 && high[1] * 4 < pairs) return DVI_CHARSET_UTF_16BE;
    return DVI_CHARSET_UTF_8;
}

/* Bytes beyond ASCII, those of them that stand in well-formed UTF-8, and whether a fault other than the
 * sample's cut end is among them. */
typedef struct census {
    size_t high, good;
    bool faulty;
} census;

static census count_bytes(dvk_span sample, bool whole) {
    census all = {0, 0, false};
    for (size_t at = 0; at < sample.len;) {
        size_t good = dvi_utf8_check((dvk_span){sample.data + at, sample.len - at});
        for (size_t i = at; i < at + good; i++)
            all.good += (unsigned char)sample.data[i] >= 0x80;
        at += good;
        if (at == sample.len || (!whole && sample.len - at < 4)) break;
        all.faulty = true;
        all.high++;
        at++;
    }
    all.high += all.good;
    return all;
}

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
    return lower(c) >= 'a' && lower(c) <= 'z' && lower(c) != 'i';
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

/* The Cyrillic charset that the sample is surely in, or UTF-8 for none. It has bytes beyond ASCII. */
static dvi_charset tell_by_letters(dvk_span sample, size_t high) {
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

static bool begins(dvk_span text, const char *bytes, size_t n) {
    return text.len >= n && memcmp(text.data, bytes, n) == 0;
}

static bool tell_by_mark(dvk_span sample, dvi_charset_found *found) {
    found->reason = DVI_CHARSET_BY_MARK;
    found->mark = 3;
    if (begins(sample, "\xEF\xBB\xBF", 3)) return true;
    if (begins(sample, "\xFF\xFE\0\0", 4) || begins(sample, "\0\0\xFE\xFF", 4)) {
        *found = (dvi_charset_found){
            .charset = DVI_CHARSET_UNKNOWN, .reason = DVI_CHARSET_BY_MARK, .declared = {"UTF-32", 6}};
        return true;
    }
    found->mark = 2;
    found->charset = DVI_CHARSET_UTF_16LE;
    if (begins(sample, "\xFF\xFE", 2)) return true;
    found->charset = DVI_CHARSET_UTF_16BE;
    if (begins(sample, "\xFE\xFF", 2)) return true;
    *found = (dvi_charset_found){.charset = DVI_CHARSET_UTF_8};
    return false;
}

dvi_charset_found dvi_charset_tell(dvk_span sample, bool whole) {
    enum { LEAST_HIGH = 24, SURELY_UTF_8 = 16 };
    dvi_charset_found found = {.charset = DVI_CHARSET_UTF_8};
    if (sample.len == 0) return found; /* it may be NULL */
    if (tell_by_mark(sample, &found)) return found;
    dvi_charset wide = utf_16_without_mark(sample);
    if (wide != DVI_CHARSET_UTF_8)
        return (dvi_charset_found){.charset = wide, .reason = DVI_CHARSET_BY_LETTERS};
    census bytes = count_bytes(sample, whole);
    found.declared = declared_in(sample);
    if (found.declared.len != 0) {
        dvi_charset word = dvi_charset_named(found.declared);
        /* Were it UTF-16, the declaration could not have been read. */
        if (word == DVI_CHARSET_UTF_16LE || word == DVI_CHARSET_UTF_16BE) word = DVI_CHARSET_UTF_8;
        bool is_utf_8 = !bytes.faulty && bytes.good >= SURELY_UTF_8;
        if (word != DVI_CHARSET_UTF_8) {
            found.reason = is_utf_8 ? DVI_CHARSET_AGAINST_WORD : DVI_CHARSET_BY_WORD;
            found.charset = is_utf_8 ? DVI_CHARSET_UTF_8 : word;
            return found;
        }
    }
    /* UTF-8 with a damaged place is not another charset. */
    if (!bytes.faulty || bytes.high < LEAST_HIGH || bytes.good > bytes.high / 4 * 3) return found;
    dvi_charset told = tell_by_letters(sample, bytes.high);
    if (told == DVI_CHARSET_UTF_8) return found;
    found.charset = told;
    found.reason = found.declared.len != 0 ? DVI_CHARSET_AGAINST_WORD : DVI_CHARSET_BY_LETTERS;
    return found;
}
