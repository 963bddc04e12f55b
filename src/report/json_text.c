/* Text as a JSON string (RFC 8259, section 7). */
#include "json_text.h"

#include <stdbool.h>

#include "base/utf8.h"

/* Bytes that need no second look; of the others some begin characters that are escaped. */
static bool is_plain(char byte) {
    unsigned char c = (unsigned char)byte;
    return c >= 0x20 && c != '"' && c != '\\' && c != 0x7F && c != 0xC2 && c != 0xD8 && c != 0xE2;
}

/* The character at *at, which moves behind it. */
static dvk_status append_character(dvi_buffer *out, const char *text, size_t *at) {
    size_t start = *at;
    uint32_t c = dvi_utf8_next(text, at);
    if (dvi_utf8_is_control(c)) return dvi_buffer_format(out, "\\u%04x", (unsigned)c);
    return dvi_buffer_append(out, text + start, *at - start);
}

static dvk_status append_escape(dvi_buffer *out, const char *text, size_t *at) {
    switch (text[(*at)++]) {
    case '"':
        return dvi_buffer_append(out, "\\\"", 2);
    case '\\':
        return dvi_buffer_append(out, "\\\\", 2);
    case '\b':
        return dvi_buffer_append(out, "\\b", 2);
    case '\f':
        return dvi_buffer_append(out, "\\f", 2);
    case '\n':
        return dvi_buffer_append(out, "\\n", 2);
    case '\r':
        return dvi_buffer_append(out, "\\r", 2);
    case '\t':
        return dvi_buffer_append(out, "\\t", 2);
    default:
        (*at)--;
        return append_character(out, text, at);
    }
}

/* `text` is valid UTF-8. */
static dvk_status append_valid(dvi_buffer *out, dvk_span text) {
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < text.len && status == DVK_OK;) {
        size_t end = at;
        while (end < text.len && is_plain(text.data[end]))
            end++;
        status = dvi_buffer_append(out, text.data + at, end - at);
        if (status == DVK_OK && end < text.len) status = append_escape(out, text.data, &end);
        at = end;
    }
    return status;
}

dvk_status dvi_json_string(dvi_buffer *out, dvk_span text) {
    dvk_status status = dvi_buffer_append_byte(out, '"');
    while (text.len != 0 && status == DVK_OK) {
        size_t valid = dvi_utf8_check(text);
        status = append_valid(out, (dvk_span){text.data, valid});
        if (valid < text.len && status == DVK_OK) status = dvi_buffer_append_text(out, "\xEF\xBF\xBD");
        size_t taken = valid < text.len ? valid + 1 : valid;
        text = (dvk_span){text.data + taken, text.len - taken};
    }
    return status == DVK_OK ? dvi_buffer_append_byte(out, '"') : status;
}
