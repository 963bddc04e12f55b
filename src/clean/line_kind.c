/* What a line is: phrases of tables/boilerplate.tsv at its beginning, addresses, hashtags, dates, rows of
 * marks. Idea: the furniture of news pages is short lines that begin alike in all sources of a language; the
 * limits on their length keep paragraphs that happen to begin with the same words. */
#include "line_kind.h"

#include <string.h>

#include "base/utf8.h"
#include "tables/boilerplate.h"

/* Bytes; a Cyrillic letter is two. */
enum {
    LINE_START_LIMIT = 400,
    TAIL_FROM_LIMIT = 300,
    LABEL_LIMIT = 240,
    DASHED_LABEL_LIMIT = 120,
    COPYRIGHT_LIMIT = 200,
    ADDRESS_LIMIT = 500,
    DATE_LIMIT = 100,
    MARKS_LIMIT = 400,
    HEADLINE_LIMIT = 300
};

/* Length of the blank at `at`, 0 when there is none. */
static size_t blank_at(dvk_span s, size_t at) {
    unsigned char c = (unsigned char)s.data[at];
    if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
    if (c == 0xC2 && at + 1 < s.len && (unsigned char)s.data[at + 1] == 0xA0) return 2;
    if (c != 0xE2 && c != 0xEF) return 0;
    if (at + 2 >= s.len) return 0;
    unsigned char d = (unsigned char)s.data[at + 1], e = (unsigned char)s.data[at + 2];
    bool wide = c == 0xE2 && d == 0x80 && ((e >= 0x80 && e <= 0x8F) || e == 0xA8 || e == 0xA9 || e == 0xAF);
    return wide || (c == 0xEF && d == 0xBB && e == 0xBF) ? 3 : 0;
}

dvk_span dvi_line_trim(dvk_span line) {
    while (line.len > 0) {
        size_t n = blank_at(line, 0);
        if (n == 0) break;
        line.data += n;
        line.len -= n;
    }
    while (line.len > 0) {
        size_t n = 1;
        while (n < 3 && n < line.len && ((unsigned char)line.data[line.len - n] & 0xC0) == 0x80)
            n++;
        if (blank_at(line, line.len - n) != n) break;
        line.len -= n;
    }
    return line;
}

static bool begins(dvk_span s, const char *with) {
    size_t n = strlen(with);
    return s.len >= n && memcmp(s.data, with, n) == 0;
}

static bool ends(dvk_span s, const char *with) {
    size_t n = strlen(with);
    return s.len >= n && memcmp(s.data + s.len - n, with, n) == 0;
}

static dvk_span from(dvk_span s, size_t at) {
    return (dvk_span){s.data + at, s.len - at};
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_latin(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* No letter of any script. */
static bool only_marks(dvk_span s) {
    for (size_t at = 0; at < s.len;) {
        uint8_t code = dvi_letter_code(dvi_utf8_next(s.data, &at));
        if (code != DVI_CODE_GAP && code != DVI_CODE_IGNORED) return false;
    }
    return true;
}

/* example.com/page, of ASCII alone. */
static bool is_bare_domain(dvk_span s) {
    if (s.len > 100 || !(is_latin(s.data[0]) || is_digit(s.data[0]))) return false;
    size_t dot = 0, end = s.len;
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.data[i] <= ' ' || (unsigned char)s.data[i] >= 0x7F) return false;
        if (s.data[i] == '/' && end == s.len) end = i;
        if (s.data[i] == '.' && end == s.len) dot = i;
    }
    if (dot == 0 || end - dot < 3 || end - dot > 7) return false;
    for (size_t i = dot + 1; i < end; i++) {
        if (s.data[i] < 'a' || s.data[i] > 'z') return false;
    }
    return true;
}

static bool is_hashtags(dvk_span s) {
    bool word = false;
    for (size_t i = 0; i < s.len; i++) {
        bool blank = s.data[i] == ' ' || s.data[i] == ',' || s.data[i] == ';';
        if (!blank && !word && s.data[i] != '#') return false;
        word = !blank;
    }
    return true;
}

/* A line that is one web address, e-mail address, handle, or hashtags. */
static bool is_address(dvk_span s) {
    if (s.len > ADDRESS_LIMIT) return false;
    if (s.data[0] == '#') return is_hashtags(s);
    if (memchr(s.data, ' ', s.len) != NULL) return false;
    if (begins(s, "http://") || begins(s, "https://") || begins(s, "www.")) return true;
    const char *sign = memchr(s.data, '@', s.len);
    if (sign != NULL && s.len <= 100)
        return sign == s.data || memchr(sign, '.', (size_t)(s.data + s.len - sign)) != NULL;
    return is_bare_domain(s);
}

/* 18.11.2019, 2019/11/18, 2019-11-18 or 12:30 at `at`; 1.234.567 is none. */
static bool is_date_number(dvk_span s, size_t at) {
    size_t digits = 0, joints = 0, last = 0;
    bool thousands = false;
    char joint = '\0';
    for (; at < s.len; at++) {
        if (is_digit(s.data[at])) {
            digits++;
            last++;
        } else if ((joints == 0 || s.data[at] == joint) && memchr("./-:", s.data[at], 4) != NULL) {
            joint = s.data[at];
            joints++;
            thousands |= last == 3;
            last = 0;
        } else {
            break;
        }
    }
    thousands |= last == 3;
    if (joint == ':') return joints <= 2 && digits >= 3 && last == 2;
    return joints == 2 && digits >= 4 && digits <= 8 && last > 0 && !thousands;
}

/* Only a date and a time: numbers, months, weekdays and the words between them; a day of a month alone may be
 * a subheading. */
static bool is_date(dvk_span s) {
    if (s.len > DATE_LIMIT) return false;
    size_t digits = 0;
    bool shape = false, month = false;
    for (size_t i = 0; i < s.len; i++)
        digits += is_digit(s.data[i]);
    if (digits < 3) return false;
    for (size_t i = 0; i < s.len && !shape; i++)
        shape = is_digit(s.data[i]) && (i == 0 || !is_digit(s.data[i - 1])) && is_date_number(s, i);
    for (dvk_span rest = s; !only_marks(rest);) {
        dvi_phrase_match found[DVI_PHRASE_MATCHES];
        size_t n = dvi_phrases_at(rest, found), i = 0;
        while (i < n && (found[i].kinds & DVI_PHRASE_DATE) == 0)
            i++;
        if (i == n) return false;
        month = month || (found[i].kinds & DVI_PHRASE_MONTH) != 0;
        rest = from(rest, found[i].end);
    }
    return shape || (month && digits >= 5);
}

/* No letters, and no number but counters and numbers of pages or pictures: rates, prices and results tell one
 * day from another. */
static bool is_marks(dvk_span s) {
    if (s.len > MARKS_LIMIT || !only_marks(s)) return false;
    size_t run = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool joint =
            run > 0 && i + 1 < s.len && is_digit(s.data[i + 1]) && memchr(".,:", s.data[i], 3) != NULL;
        run = is_digit(s.data[i]) ? run + 1 : 0;
        if (joint || run > 2) return false;
    }
    return true;
}

/* What stands between a label and what it says. */
static bool has_label_mark(dvk_span rest, size_t line_len) {
    static const char *const passed[] = {"\xC2\xA0", "\xC2\xBB", "\xE2\x80\x9C", "\xE2\x80\x9D"};
    static const char *const dashes[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94"};
    for (size_t k = 0; rest.len > 0;) {
        if (rest.data[0] == ' ' || is_digit(rest.data[0]) || memchr(")]\"*", rest.data[0], 4) != NULL) {
            rest = from(rest, 1);
            continue;
        }
        for (k = 0; k < 4 && !begins(rest, passed[k]); k++) {
        }
        if (k == 4) break;
        rest = from(rest, strlen(passed[k]));
    }
    if (begins(rest, ":") || begins(rest, "|") || begins(rest, "/") || begins(rest, "\xC2\xA9")) return true;
    for (size_t k = 0; k < 3; k++) {
        if (begins(rest, dashes[k])) return line_len <= DASHED_LABEL_LIMIT;
    }
    return false;
}

static dvi_line_kind kind_of_phrase(dvk_span line, const dvi_phrase_match *m) {
    dvk_span rest = from(line, m->end);
    bool bare = rest.len <= 24 && only_marks(rest);
    bool label = bare || (line.len <= LABEL_LIMIT && has_label_mark(rest, line.len));
    if ((m->kinds & DVI_PHRASE_TAIL_FROM) != 0 && (label || (m->words > 1 && line.len <= TAIL_FROM_LIMIT)))
        return DVI_LINE_TAIL_FROM;
    if ((m->kinds & DVI_PHRASE_LIST) != 0 && bare) return DVI_LINE_LIST;
    if ((m->kinds & (DVI_PHRASE_LIST | DVI_PHRASE_LABEL)) != 0 && label) return DVI_LINE_FURNITURE;
    if ((m->kinds & (DVI_PHRASE_LINE | DVI_PHRASE_AGENCY)) != 0 && bare) return DVI_LINE_FURNITURE;
    bool footnote = line.data[0] == '*';
    if ((m->kinds & DVI_PHRASE_LINE_START) != 0 && (footnote || line.len <= LINE_START_LIMIT))
        return DVI_LINE_FURNITURE;
    return DVI_LINE_TEXT;
}

dvi_line_kind dvi_line_kind_of(dvk_span line) {
    dvi_phrase_match found[DVI_PHRASE_MATCHES];
    size_t n = dvi_phrases_at(line, found);
    for (size_t i = 0; i < n; i++) {
        dvi_line_kind kind = kind_of_phrase(line, &found[i]);
        if (kind != DVI_LINE_TEXT) return kind;
    }
    size_t at = 0;
    uint8_t first = dvi_letter_code(dvi_utf8_next(line.data, &at));
    bool marked = first == DVI_CODE_GAP || first == DVI_CODE_IGNORED;
    if (marked && is_marks(line)) return DVI_LINE_FURNITURE;
    bool copyright = begins(line, "\xC2\xA9") || begins(line, "\xE2\x93\x92") || begins(line, "(c)") ||
                     begins(line, "(C)");
    if (copyright && line.len <= COPYRIGHT_LIMIT) return DVI_LINE_FURNITURE;
    return is_address(line) || is_date(line) ? DVI_LINE_FURNITURE : DVI_LINE_TEXT;
}

bool dvi_line_is_cut_off(dvk_span line) {
    if (line.len > 0 && (ends(line, "]") || ends(line, ")"))) line.len--;
    return ends(line, "...") || ends(line, "\xE2\x80\xA6");
}

/* Without the quotation marks and brackets at its end. */
static dvk_span without_closing(dvk_span s) {
    static const char *const closing[] = {"\"",           "'",           ")", "]", "\xC2\xBB", "\xE2\x80\x9C",
                                          "\xE2\x80\x9D", "\xE2\x80\x99"};
    for (size_t k = 0; k < sizeof closing / sizeof *closing;) {
        if (s.len > 0 && ends(s, closing[k])) {
            s.len -= strlen(closing[k]);
            k = 0;
        } else {
            k++;
        }
    }
    return s;
}

bool dvi_line_is_headline(dvk_span line) {
    if (line.len > HEADLINE_LIMIT) return false;
    if (dvi_line_is_cut_off(line)) return true;
    dvk_span core = without_closing(line);
    return core.len > 0 && memchr(".,:;", core.data[core.len - 1], 4) == NULL;
}
