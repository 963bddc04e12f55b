/* Text for the page: a JSON string (RFC 8259, section 7) of which HTML's parser sees no markup (HTML,
 * section 13.2.5.4: in a script element only "<" does anything), without the characters by which a title
 * could disorder what stands beside it (Unicode Standard Annex 9, section 2). */
#include "page_text.h"

#include <stdbool.h>

#include "base/utf8.h"

typedef struct writer {
    dvi_buffer *out;
    dvi_page_lines lines;
    bool begun, space; /* of one line: something stands there already; a space is due */
} writer;

/* Bytes that need no second look; of the others some begin characters that are left out. */
static bool is_plain(unsigned char c) {
    if (c < 0x80) return c > 0x20 && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != 0x7F;
    return c != 0xC2 && c != 0xD8 && c != 0xE2 && c != 0xEF;
}

static bool is_line_end(uint32_t c) {
    return c == '\n' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* Marks, embeddings, overrides and isolates of direction, controls and the byte order mark. */
static bool is_dropped(uint32_t c) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x206F) || c == 0xFEFF;
}

static dvk_status put_space(writer *w) {
    bool due = w->space && w->begun;
    w->space = false;
    w->begun = true;
    return due ? dvi_buffer_append_byte(w->out, ' ') : DVK_OK;
}

static dvk_status put_bytes(writer *w, const char *bytes, size_t len) {
    if (len == 0) return DVK_OK;
    dvk_status status = put_space(w);
    return status == DVK_OK ? dvi_buffer_append(w->out, bytes, len) : status;
}

static dvk_status put_escaped(writer *w, uint32_t c) {
    dvk_status status = put_space(w);
    return status == DVK_OK ? dvi_buffer_format(w->out, "\\u%04x", (unsigned)c) : status;
}

static dvk_status put_character(writer *w, uint32_t c, const char *bytes, size_t len) {
    if (c == '"' || c == '\\' || c == '<' || c == '>' || c == '&') return put_escaped(w, c);
    if (w->lines == DVI_PAGE_AS_IT_IS)
        return c < 0x20 || c == 0x7F ? put_escaped(w, c) : put_bytes(w, bytes, len);
    bool line_end = is_line_end(c);
    if (w->lines == DVI_PAGE_ALL_LINES && line_end) return dvi_buffer_append(w->out, "\\n", 2);
    if (w->lines == DVI_PAGE_ALL_LINES && c == '\t') return dvi_buffer_append_byte(w->out, ' ');
    if (w->lines == DVI_PAGE_ONE_LINE && (line_end || c == ' ' || c == '\t' || c == '\r' || c == 0xA0)) {
        w->space = true;
        return DVK_OK;
    }
    return is_dropped(c) ? DVK_OK : put_bytes(w, bytes, len);
}

/* `text` is valid UTF-8. */
static dvk_status put_valid(writer *w, dvk_span text) {
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < text.len && status == DVK_OK;) {
        size_t end = at;
        while (end < text.len && is_plain((unsigned char)text.data[end]))
            end++;
        status = put_bytes(w, text.data + at, end - at);
        if (end < text.len && status == DVK_OK) {
            size_t start = end;
            uint32_t c = dvi_utf8_next(text.data, &end);
            status = put_character(w, c, text.data + start, end - start);
        }
        at = end;
    }
    return status;
}

dvk_status dvi_page_string(dvi_buffer *out, dvk_span text, dvi_page_lines lines) {
    writer w = {.out = out, .lines = lines};
    dvk_status status = dvi_buffer_append_byte(out, '"');
    while (text.len != 0 && status == DVK_OK) {
        size_t valid = dvi_utf8_check(text);
        status = put_valid(&w, (dvk_span){text.data, valid});
        if (valid < text.len && status == DVK_OK) status = put_bytes(&w, "\xEF\xBF\xBD", 3);
        size_t taken = valid < text.len ? valid + 1 : valid;
        text = (dvk_span){text.data + taken, text.len - taken};
    }
    return status == DVK_OK ? dvi_buffer_append_byte(out, '"') : status;
}
