/* Which charset an input is in: by its byte order mark, its own declaration, or its letters.
 *
 * The order is that of the HTML standard: mark, declaration, letters. A declared charset gives way to bytes
 * that are UTF-8 beyond doubt, since files are often converted and their declaration left. Undeclared, only
 * Cyrillic charsets are told. */
#include "charset.h"

#include <string.h>

#include "base/span.h"
#include "base/utf8.h"
#include "charset_letters.h"

/* What stands in quotes or without them behind `key` and '=' in text[from ..). */
static dvk_span value_behind(dvk_span text, size_t from, const char *key) {
    static const char space[] = " \t\r\n";
    size_t len = strlen(key);
    for (size_t i = from; i + len < text.len; i++) {
        size_t at = i + len;
        if (!dvi_is_called((dvk_span){text.data + i, len}, key)) continue;
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
        if (!dvi_is_called((dvk_span){text.data + i, 5}, "<meta")) continue;
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

/* UTF-32 without a mark: of four bytes, two are NUL and the others are not, almost everywhere. */
static bool is_utf_32_without_mark(dvk_span sample) {
    size_t quads = sample.len / 4, upper[2] = {0, 0};
    for (size_t i = 0; i < quads; i++) {
        const char *c = sample.data + 4 * i;
        bool first = c[0] != 0 || c[1] != 0, second = c[2] != 0 || c[3] != 0;
        upper[0] += second && !first;
        upper[1] += first && !second;
    }
    return quads >= 4 && (upper[0] * 10 > quads * 9 || upper[1] * 10 > quads * 9);
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
    if (is_utf_32_without_mark(sample))
        return (dvi_charset_found){
            .charset = DVI_CHARSET_UNKNOWN, .reason = DVI_CHARSET_BY_LETTERS, .declared = {"UTF-32", 6}};
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
    dvi_charset told = dvi_charset_by_letters(sample, bytes.high);
    if (told == DVI_CHARSET_UTF_8) return found;
    found.charset = told;
    found.reason = found.declared.len != 0 ? DVI_CHARSET_AGAINST_WORD : DVI_CHARSET_BY_LETTERS;
    return found;
}
