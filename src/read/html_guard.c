/* Whether a page can be parsed in reasonable time.
 *
 * libxml2 2.9 compares each attribute of a tag with all before it, and each end tag with all open elements. A
 * tag of a megabyte takes it minutes. Names it looks for in a table that does not grow with them: a page of
 * four million attributes, each with a name of its own, takes minutes too. So tags are counted beforehand,
 * and the attributes of each and of all, read as its htmlParseStartElement reads them: a quote counts behind
 * '=' alone, an unfit name goes on to the next white space (no other than XML's), what stands in comments,
 * scripts and styles is passed. */
#include "html_guard.h"

#include <string.h>

#include "base/span.h"
#include "blank.h"

enum { MOST_ATTRIBUTES = 256, MOST_IN_ALL = 500000, MOST_TAGS = 250000, MOST_NAME = 100 };

typedef struct scan {
    const char *at, *end;
    size_t attributes;
} scan;

static bool begins_name(char c) {
    return (dvi_lower_ascii(c) >= 'a' && dvi_lower_ascii(c) <= 'z') || c == '_' || c == ':' || c == '.';
}

static bool goes_on_name(char c) {
    return begins_name(c) || (c >= '0' && c <= '9') || c == '-';
}

static bool ends_tag(const scan *s) {
    return s->at == s->end || *s->at == '>' || (*s->at == '/' && s->at + 1 != s->end && s->at[1] == '>');
}

static bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void pass_space(scan *s) {
    while (s->at != s->end && is_space(*s->at))
        s->at++;
}

static dvk_span take_name(scan *s) {
    const char *begin = s->at;
    if (s->at == s->end || !begins_name(*s->at)) return (dvk_span){NULL, 0};
    while (s->at != s->end && s->at - begin < MOST_NAME && goes_on_name(*s->at))
        s->at++;
    return (dvk_span){begin, (size_t)(s->at - begin)};
}

/* Behind the next `c`, or to the end. */
static void pass_to(scan *s, char c) {
    const char *found = memchr(s->at, c, (size_t)(s->end - s->at));
    s->at = found == NULL ? s->end : found + 1;
}

static void pass_value(scan *s) {
    pass_space(s);
    if (s->at == s->end || *s->at != '=') return;
    s->at++;
    pass_space(s);
    if (s->at != s->end && (*s->at == '"' || *s->at == '\'')) {
        char quote = *s->at++;
        pass_to(s, quote);
        return;
    }
    while (s->at != s->end && *s->at != '>' && !is_space(*s->at))
        s->at++;
}

/* Behind the tag's name. */
static bool pass_attributes(scan *s) {
    for (size_t n = 0;; n++) {
        pass_space(s);
        if (ends_tag(s)) return true;
        if (n == MOST_ATTRIBUTES || s->attributes == MOST_IN_ALL) return false;
        s->attributes++;
        if (take_name(s).len != 0) {
            pass_value(s);
            continue;
        }
        while (!ends_tag(s) && !is_space(*s->at))
            s->at++;
    }
}

/* To the end tag of that name. */
static void pass_raw(scan *s, dvk_span name) {
    for (; s->at != s->end; s->at++) {
        const char *found = memchr(s->at, '<', (size_t)(s->end - s->at));
        s->at = found == NULL ? s->end : found;
        size_t left = (size_t)(s->end - s->at), same = 0;
        if (left < name.len + 2) {
            s->at = s->end;
            return;
        }
        while (same < name.len && dvi_lower_ascii(s->at[2 + same]) == dvi_lower_ascii(name.data[same]))
            same++;
        if (s->at[1] == '/' && same == name.len) return;
    }
}

/* Whether the '>' behind that much of a comment ends it. */
static bool ends_comment(dvk_span comment) {
    const char *end = comment.data + comment.len;
    if (comment.len == 0 || (comment.len == 1 && end[-1] == '-')) return true;
    if (comment.len >= 3 && end[-1] == '!') end--;
    return comment.len >= 2 && end[-1] == '-' && end[-2] == '-';
}

static void pass_comment(scan *s) {
    const char *begin = s->at + 3;
    s->at = begin;
    do
        pass_to(s, '>');
    while (s->at != s->end && !ends_comment((dvk_span){begin, (size_t)(s->at - 1 - begin)}));
}

/* Behind a '<'. */
static bool pass_tag(scan *s) {
    if (s->end - s->at >= 3 && memcmp(s->at, "!--", 3) == 0) {
        pass_comment(s);
        return true;
    }
    dvk_span name = take_name(s);
    if (name.len == 0) return true;
    if (!pass_attributes(s)) return false;
    bool raw = dvi_is_called(name, "script") || dvi_is_called(name, "style");
    if (raw && s->at != s->end && *s->at == '>') pass_raw(s, name);
    return true;
}

bool dvi_html_is_bearable(dvk_span html) {
    scan s = {html.data, html.data + html.len, 0};
    for (size_t n = 0; s.at != s.end; n++) {
        const char *found = memchr(s.at, '<', (size_t)(s.end - s.at));
        if (found == NULL) return true;
        s.at = found + 1;
        if (n == MOST_TAGS || !pass_tag(&s)) return false;
    }
    return true;
}
