/* Text from outside as one harmless line of a known number of columns.
 *
 * Columns follow East Asian Width (UAX #11), ambiguous taken as narrow; marks and conjoining Hangul take
 * none. Where terminals differ (emoji sequences) the larger number is counted, so that a line may be short of
 * the width but not beyond it. */
#include "terminal_text.h"

#include <stdbool.h>

#include <unicode/uchar.h>

#include "base/utf8.h"

enum { REPLACEMENT = 0xFFFD, JOINER = 0x200D, NON_JOINER = 0x200C, EMOJI_STYLE = 0xFE0F };
enum { MOST_MARKS = 4, LONGEST_ESCAPE = 4096 };

unsigned dvi_character_columns(uint32_t c) {
    if (c < 0x300) return c == 0xAD ? 0 : 1;
    if (c == EMOJI_STYLE) return 1;
    if (c >= 0x1160 && c <= 0x11FF) return 0;
    int8_t type = u_charType((UChar32)c);
    if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || type == U_FORMAT_CHAR) return 0;
    int width = u_getIntPropertyValue((UChar32)c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

typedef struct cursor {
    dvk_span text;
    size_t at;
    unsigned marks; /* in a row */
    bool begun;     /* something visible was given */
    bool space;     /* white space was passed over since */
    size_t no_end;  /* no command string ends before it */
} cursor;

static uint32_t take_character(cursor *in) {
    unsigned char lead = (unsigned char)in->text.data[in->at];
    if (lead < 0x80) {
        in->at++;
        return lead;
    }
    size_t len = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    size_t left = in->text.len - in->at;
    if (len > left || dvi_utf8_check((dvk_span){in->text.data + in->at, len}) != len) {
        in->at++;
        return REPLACEMENT;
    }
    return dvi_utf8_next(in->text.data, &in->at);
}

static bool between(const cursor *in, unsigned char low, unsigned char high) {
    if (in->at >= in->text.len) return false;
    unsigned char byte = (unsigned char)in->text.data[in->at];
    return byte >= low && byte <= high;
}

/* The parameters and the last letter of a control sequence. */
static void skip_control_sequence(cursor *in) {
    while (between(in, 0x20, 0x3F))
        in->at++;
    if (between(in, 0x40, 0x7E)) in->at++;
}

/* A command string (a window's title, a link) up to BEL or ST; without an end only its introducer is passed
 * over. */
static void skip_control_string(cursor *in) {
    size_t end = in->text.len - in->at > LONGEST_ESCAPE ? in->at + LONGEST_ESCAPE : in->text.len;
    for (size_t i = in->at > in->no_end ? in->at : in->no_end; i < end; i++) {
        const char *p = in->text.data + i;
        bool two = i + 1 < end;
        if (p[0] == '\a') {
            in->at = i + 1;
            return;
        }
        if (two && ((p[0] == '\x1b' && p[1] == '\\') || (p[0] == '\xC2' && p[1] == '\x9C'))) {
            in->at = i + 2;
            return;
        }
    }
    if (end > in->at) in->no_end = end - 1; /* ST may begin there */
}

/* ECMA-48: behind ESC, or what the one character of C1 stands for. */
static void skip_escape(cursor *in, uint32_t introducer) {
    if (introducer == 0x1B) {
        if (!between(in, 0x20, 0x7E)) return;
        while (between(in, 0x20, 0x2F))
            in->at++;
        if (in->at >= in->text.len) return;
        introducer = (uint32_t)(unsigned char)in->text.data[in->at] + 0x40;
        if (!between(in, 0x30, 0x7E)) return;
        in->at++;
    }
    if (introducer == 0x9B) skip_control_sequence(in);
    if (introducer == 0x90 || introducer == 0x98 || (introducer >= 0x9D && introducer <= 0x9F))
        skip_control_string(in);
}

static bool is_dropped(uint32_t c) {
    if (c == JOINER || c == NON_JOINER) return false;
    int8_t type = u_charType((UChar32)c);
    return type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_SURROGATE;
}

/* The next character to show; false at the end. A space is given only before something visible. */
static bool next_shown(cursor *in, uint32_t *c) {
    while (in->at < in->text.len) {
        size_t before = in->at;
        uint32_t found = take_character(in);
        if (u_isUWhiteSpace((UChar32)found)) {
            in->space = in->begun;
            continue;
        }
        if (found == 0x1B || (found >= 0x80 && found < 0xA0)) {
            skip_escape(in, found);
            continue;
        }
        if (is_dropped(found)) continue;
        bool mark = dvi_character_columns(found) == 0;
        if (mark && in->marks >= MOST_MARKS) continue;
        if (in->space) {
            in->space = false;
            in->at = before;
            in->marks = 0;
            *c = ' ';
            return true;
        }
        in->marks = mark ? in->marks + 1 : 0;
        in->begun = true;
        *c = found;
        return true;
    }
    return false;
}

dvk_status dvi_terminal_line(dvi_buffer *out, dvk_span text, size_t width, size_t *columns) {
    cursor in = {.text = text};
    size_t taken = 0, cut_at = out->len, cut_columns = 0;
    dvk_status status = DVK_OK;
    for (uint32_t c; status == DVK_OK && next_shown(&in, &c);) {
        unsigned more = dvi_character_columns(c);
        if (taken + more > width) {
            out->len = cut_at;
            taken = cut_columns;
            if (width > 0) status = dvi_buffer_append_text(out, "…");
            if (width > 0) taken++;
            break;
        }
        taken += more;
        char bytes[4];
        status = dvi_buffer_append(out, bytes, dvi_utf8_put(c, bytes));
        if (taken < width && c != ' ') {
            cut_at = out->len;
            cut_columns = taken;
        }
    }
    if (columns != NULL) *columns = taken;
    return status;
}

dvk_status dvi_spaces(dvi_buffer *out, size_t n) {
    dvk_status status = DVK_OK;
    while (n-- > 0 && status == DVK_OK)
        status = dvi_buffer_append_byte(out, ' ');
    return status;
}
