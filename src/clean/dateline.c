/* Datelines: a small grammar of place, date, agency and the marks that close them.
 * Idea: only capitalised words, dates and a known agency's name stand before the mark, and a sentence begins
 * after it. What proves a dateline is a date, an agency, or a place in capital letters before a dash. */
#include "dateline.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "tables/boilerplate.h"
#include "tables/fold.h"

enum {
    REACH = 160,
    PLACE_WORDS = 5,
    BRACKET_REACH = 96,
    ORDINAL_LETTERS = 3,
    LEAST_SENTENCE = 30,
    PLACE_LETTERS = 5,
    NAME_LETTERS = 6
};

typedef enum mark { MARK_NONE, MARK_STOP, MARK_DASH, MARK_COLON, MARK_BRACKET, MARK_END } mark;

/* What was seen since the last accepted mark. */
typedef struct segment {
    size_t words, caps, caps_letters; /* place-like words; those of capitals only and their letters */
    bool number, month, date, agency, bracket;
    bool slashes; /* an agency between two */
    bool name;    /* CamelCase or with a dot inside, as sites write themselves */
} segment;

typedef struct scan {
    dvk_span line;
    size_t at;
    segment seg;
} scan;

static bool is_letter(uint32_t c) {
    uint8_t code = dvi_letter_code(c);
    return code != DVI_CODE_GAP && code != DVI_CODE_IGNORED;
}

static bool is_upper(uint32_t c) {
    return is_letter(c) && dvi_lower_case(c) != c;
}

static uint32_t peek(dvk_span s, size_t at) {
    return at < s.len ? dvi_utf8_next(s.data, &at) : 0;
}

static size_t skip_blanks(dvk_span s, size_t at) {
    while (at < s.len) {
        if (s.data[at] == ' ' || s.data[at] == '\t')
            at++;
        else if (peek(s, at) == 0xA0)
            at += 2;
        else
            break;
    }
    return at;
}

static bool is_dash(uint32_t c) {
    return c == '-' || c == '_' || (c >= 0x2012 && c <= 0x2015) || c == 0x2212;
}

static bool is_number(uint32_t c) {
    return c >= '0' && c <= '9';
}

/* The phrases at a place, the longest first. */
typedef struct phrases {
    dvi_phrase_match list[DVI_PHRASE_MATCHES];
    size_t n;
} phrases;

static void find_phrases(phrases *p, dvk_span s, size_t at) {
    p->n = dvi_phrases_at((dvk_span){s.data + at, s.len - at}, p->list);
}

/* The longest of these kinds; its length, 0 when there is none. */
static size_t longest(const phrases *p, unsigned kinds) {
    for (size_t i = 0; i < p->n; i++) {
        if ((p->list[i].kinds & kinds) != 0) return p->list[i].end;
    }
    return 0;
}

typedef struct word {
    size_t end, letters, uppers;
    bool capital, dotted, camel;
} word;

static word read_word(dvk_span s, size_t at) {
    word w = {at, 0, 0, false, false, false};
    bool lower = false;
    while (w.end < s.len) {
        size_t next = w.end;
        uint32_t c = dvi_utf8_next(s.data, &next);
        bool joint = c == '-' || c == '.' || c == '\'' || c == 0x2019 || c == '&';
        if (joint && w.letters > 0 && is_letter(peek(s, next))) {
            w.dotted = w.dotted || c == '.';
            lower = false;
        } else if (is_letter(c)) {
            bool upper = dvi_lower_case(c) != c;
            if (w.letters == 0) w.capital = upper;
            w.camel = w.camel || (upper && lower);
            lower = !upper;
            w.letters++;
            w.uppers += upper;
        } else if (dvi_letter_code(c) != DVI_CODE_IGNORED) {
            break;
        }
        w.end = next;
    }
    return w;
}

/* 12-июль, 12-го июля: behind the hyphen, and behind the ending of an ordinal. */
static bool pass_ordinal(scan *s) {
    if (peek(s->line, s->at) != '-' || !is_letter(peek(s->line, s->at + 1))) return false;
    word w = read_word(s->line, s->at + 1);
    s->at = !w.capital && w.letters <= ORDINAL_LETTERS ? w.end : s->at + 1;
    return true;
}

/* 18, 18.11.2019, 2019/11/18: a number with what holds its parts together. */
static void read_number(scan *s) {
    size_t digits = 0, joints = 0;
    while (s->at < s->line.len) {
        char c = s->line.data[s->at];
        bool joint = (c == '.' || c == '/' || c == '-' || c == ':') && is_number(peek(s->line, s->at + 1));
        if (!is_number((unsigned char)c) && !joint) break;
        digits += !joint;
        joints += joint;
        s->at++;
    }
    s->seg.number = true;
    if (joints >= 2 && digits >= 5 && digits <= 8) s->seg.date = true;
    if (pass_ordinal(s)) return;
    if (peek(s->line, s->at) != '.') return;
    uint32_t next = peek(s->line, skip_blanks(s->line, s->at + 1));
    if (is_letter(next) && !is_upper(next)) s->at++;
}

/* False when no dateline has such a word. */
static bool take_word(scan *s) {
    if (!s->seg.number && !is_upper(peek(s->line, s->at)))
        return false; /* without a number before it a small word is no month */
    word w = read_word(s->line, s->at);
    phrases p;
    if (w.letters == 0) return false;
    find_phrases(&p, s->line, s->at);
    size_t agency = w.capital ? longest(&p, DVI_PHRASE_AGENCY) : 0, month = longest(&p, DVI_PHRASE_MONTH);
    if (agency > 0) {
        s->seg.agency = true;
        s->at += agency > w.end - s->at ? agency : w.end - s->at;
        return true;
    }
    if (month >= w.end - s->at && (s->seg.number || w.capital)) {
        s->seg.month = true;
        w.end = s->at + month; /* долоодугаар сарын */
    } else if (!w.capital) {
        if (longest(&p, DVI_PHRASE_DATE) != w.end - s->at) return false; /* there is a number before it */
    } else {
        s->seg.words++;
        s->seg.name = s->seg.name || w.camel || (w.dotted && w.letters >= NAME_LETTERS);
        if (w.uppers == w.letters && w.letters > 1) {
            s->seg.caps++;
            s->seg.caps_letters += w.letters;
        }
    }
    s->at = w.end;
    return s->seg.words <= PLACE_WORDS;
}

/* (AP), /ТАСС/, (Nov 18): short, and an agency, a date, or a few words. */
static bool take_bracket(scan *s) {
    char close = s->line.data[s->at] == '(' ? ')' : '/';
    size_t left = s->line.len - s->at - 1;
    const char *inside = s->line.data + s->at + 1;
    const char *end = memchr(inside, close, left < BRACKET_REACH ? left : BRACKET_REACH);
    if (end == NULL || end == inside) return false;
    scan inner = {{inside, (size_t)(end - inside)}, 0, {0}};
    size_t words = 0;
    while (inner.at < inner.line.len) {
        uint32_t c = peek(inner.line, inner.at);
        phrases p;
        find_phrases(&p, inner.line, inner.at);
        if (is_number(c)) {
            read_number(&inner);
        } else if (is_letter(c)) {
            words++;
            if (longest(&p, DVI_PHRASE_AGENCY) > 0) s->seg.agency = true;
            word w = read_word(inner.line, inner.at);
            if (longest(&p, DVI_PHRASE_MONTH) > 0) inner.seg.month = true;
            inner.at = w.end;
        } else {
            (void)dvi_utf8_next(inner.line.data, &inner.at);
        }
    }
    if (close == '/' && !s->seg.agency) return false;
    s->seg.slashes = close == '/';
    if (inner.seg.date || (inner.seg.number && inner.seg.month)) s->seg.date = true;
    s->seg.bracket = words > 0 && words <= 4;
    s->at += (size_t)(end - inside) + 2;
    return true;
}

/* The mark at s->at; moves behind it and the blanks that follow. */
static mark take_mark(scan *s) {
    size_t at = s->at;
    uint32_t c = dvi_utf8_next(s->line.data, &at);
    mark m = c == '.' ? MARK_STOP : c == ':' ? MARK_COLON : is_dash(c) ? MARK_DASH : MARK_NONE;
    if (m == MARK_STOP && is_dash(peek(s->line, at))) m = MARK_DASH;
    while (m == MARK_DASH && is_dash(peek(s->line, at)))
        (void)dvi_utf8_next(s->line.data, &at);
    size_t behind = skip_blanks(s->line, at);
    if (m != MARK_NONE && behind == at) m = MARK_NONE;
    s->at = behind;
    return m;
}

static bool sentence_begins(dvk_span s, size_t at) {
    uint32_t c = peek(s, at);
    return is_upper(c) || is_number(c) || c == '"' || c == 0xAB || (c >= 0x2018 && c <= 0x201E) || is_dash(c);
}

/* A place in capitals before the mark, and no headline in capitals after it. */
static bool is_place(const scan *s) {
    const segment *g = &s->seg;
    bool shouted = g->caps >= 2 || g->caps_letters >= PLACE_LETTERS;
    if (is_number(peek(s->line, s->at))) return false;
    if (g->caps == 0 || !(shouted || g->bracket) || g->caps_letters < 3) return false;
    size_t shouts = 0, at = s->at;
    for (size_t i = 0; i < 3; i++) {
        word w = read_word(s->line, at);
        shouts += w.letters > 1 && w.uppers == w.letters;
        for (at = w.end; at < s->line.len && !is_letter(peek(s->line, at));)
            (void)dvi_utf8_next(s->line.data, &at);
    }
    return shouts < 2;
}

static bool closes(const scan *s, mark m, bool again) {
    const segment *g = &s->seg;
    if (s->line.len - s->at < LEAST_SENTENCE || !sentence_begins(s->line, s->at)) return false;
    bool proof = g->date || (g->number && g->month) || g->agency;
    if (again)
        return proof || g->name || (m == MARK_STOP && g->words > 0 && g->caps == g->words && g->words <= 2);
    switch (m) {
    case MARK_STOP:
        return proof;
    case MARK_COLON:
        return proof && !g->agency;
    case MARK_DASH:
        return proof || is_place(s) || (g->bracket && g->words == 0);
    case MARK_BRACKET:
        return g->agency && (g->words == 0 || g->slashes || g->date || (g->number && g->month));
    default:
        return false;
    }
}

/* The next mark before which all fits a dateline; MARK_END when something does not. */
static mark next_mark(scan *s) {
    for (;;) {
        s->at = skip_blanks(s->line, s->at);
        if (s->at >= s->line.len || s->at > REACH) return MARK_END;
        uint32_t c = peek(s->line, s->at);
        if (is_number(c)) {
            read_number(s);
        } else if (is_letter(c)) {
            if (!take_word(s)) return MARK_END;
        } else if (c == '(' || c == '/') {
            if (!take_bracket(s)) return MARK_END;
            size_t behind = skip_blanks(s->line, s->at);
            if (is_upper(peek(s->line, behind))) {
                s->at = behind;
                return MARK_BRACKET;
            }
        } else if (c == ',') {
            s->at++;
        } else {
            mark m = take_mark(s);
            return m == MARK_NONE ? MARK_END : m;
        }
    }
}

size_t dvi_dateline_length(dvk_span line) {
    scan s = {line, 0, {0}};
    size_t length = 0;
    for (mark m = next_mark(&s); m != MARK_END; m = next_mark(&s)) {
        if (closes(&s, m, length > 0)) {
            length = s.at;
            s.seg = (segment){0};
        } else if (length > 0 || m == MARK_COLON || (m == MARK_DASH && !is_number(peek(s.line, s.at)))) {
            break;
        }
    }
    return length;
}
