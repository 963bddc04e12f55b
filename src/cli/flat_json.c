/* The members of one JSON object on a line. Values that are objects or arrays are passed over as text. */
#include "flat_json.h"

#include <stdint.h>
#include <string.h>

static bool fail(json_cursor *in) {
    in->bad = true;
    return false;
}

static char peek(json_cursor *in) {
    while (in->at < in->len && strchr(" \t\r\n", in->text[in->at]) != NULL && in->text[in->at] != '\0')
        in->at++;
    return in->at < in->len ? in->text[in->at] : '\0';
}

static bool take(json_cursor *in, char c) {
    if (peek(in) != c || in->at >= in->len) return fail(in);
    in->at++;
    return true;
}

static bool take_hex(json_cursor *in, uint32_t *unit) {
    *unit = 0;
    for (int i = 0; i < 4; i++, in->at++) {
        if (in->at >= in->len) return fail(in);
        const char *digits = "0123456789abcdef0123456789ABCDEF", *found = strchr(digits, in->text[in->at]);
        if (found == NULL || *found == '\0') return fail(in);
        *unit = *unit << 4 | (uint32_t)((found - digits) & 15);
    }
    return true;
}

/* Behind "\u": one character, or two units that make one. */
static bool take_unicode(json_cursor *in, uint32_t *c) {
    uint32_t low;
    if (!take_hex(in, c)) return false;
    if (*c < 0xD800 || *c > 0xDFFF) return true;
    if (*c > 0xDBFF || in->len - in->at < 6 || memcmp(in->text + in->at, "\\u", 2) != 0) return fail(in);
    in->at += 2;
    if (!take_hex(in, &low) || low < 0xDC00 || low > 0xDFFF) return fail(in);
    *c = 0x10000 + ((*c - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

static size_t put_character(uint32_t c, char *out) {
    unsigned char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n; i-- > 1; c >>= 6)
        bytes[i] = (unsigned char)(0x80 | (c & 0x3F));
    bytes[0] = (unsigned char)(leads[n] | c);
    memcpy(out, bytes, n);
    return n;
}

static bool take_escape(json_cursor *in, uint32_t *c) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (in->at >= in->len) return fail(in);
    char letter = in->text[in->at++];
    if (letter == 'u') return take_unicode(in, c);
    const char *found = strchr(from, letter);
    if (found == NULL || letter == '\0') return fail(in);
    *c = (uint32_t)to[found - from];
    return true;
}

/* An escape is never shorter than what it stands for, so the string is unescaped where it stands. */
static bool take_string(json_cursor *in, const char **text, size_t *len) {
    if (!take(in, '"')) return false;
    char *out = in->text + in->at, *start = out;
    for (;;) {
        if (in->at >= in->len || (unsigned char)in->text[in->at] < 0x20) return fail(in);
        char c = in->text[in->at++];
        if (c == '"') break;
        if (c == '\\') {
            uint32_t code;
            if (!take_escape(in, &code)) return false;
            out += put_character(code, out);
        } else {
            *out++ = c;
        }
    }
    *text = start;
    *len = (size_t)(out - start);
    return true;
}

static void skip_string(json_cursor *in) {
    for (in->at++; in->at < in->len && in->text[in->at] != '"'; in->at++)
        if (in->text[in->at] == '\\') in->at++;
    in->at++;
}

/* A number, a word, or anything in brackets up to the comma or bracket that ends it. */
static bool take_other(json_cursor *in, json_member *out) {
    size_t start = in->at, depth = 0;
    while (in->at < in->len) {
        char c = in->text[in->at];
        if (c == '"') {
            skip_string(in);
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) break;
        if (c == '{' || c == '[') depth++;
        if (c == '}' || c == ']') depth--;
        in->at++;
    }
    if (in->at > in->len) in->at = in->len;
    size_t end = in->at;
    while (end > start && strchr(" \t\r", in->text[end - 1]) != NULL)
        end--;
    if (end == start || depth != 0) return fail(in);
    out->value = in->text + start;
    out->value_len = end - start;
    out->kind = out->value_len == 4 && memcmp(out->value, "null", 4) == 0 ? JSON_NULL : JSON_OTHER;
    return true;
}

static bool at_end(json_cursor *in) {
    in->at++;
    if (peek(in) != '\0' || in->at < in->len) fail(in);
    return false;
}

bool json_next(json_cursor *in, json_member *out) {
    if (!in->begun && !take(in, '{')) return false;
    if (peek(in) == '}') return at_end(in);
    if (in->begun && !take(in, ',')) return false;
    in->begun = true;
    if (peek(in) != '"' || !take_string(in, &out->name, &out->name_len) || !take(in, ':')) return fail(in);
    out->kind = JSON_STRING;
    return peek(in) == '"' ? take_string(in, &out->value, &out->value_len) : take_other(in, out);
}
