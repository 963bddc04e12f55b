/* Text as a JSON string (RFC 8259, section 7). */
#include "json_text.h"

#include <stdbool.h>

#include "base/utf8.h"

static bool stands_for_itself(char c) {
    return (unsigned char)c >= 0x20 && c != '"' && c != '\\';
}

static dvk_status append_escape(dvi_buffer *out, char c) {
    switch (c) {
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
        return dvi_buffer_format(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

/* `text` is valid UTF-8. */
static dvk_status append_valid(dvi_buffer *out, dvk_span text) {
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < text.len && status == DVK_OK;) {
        size_t end = at;
        while (end < text.len && stands_for_itself(text.data[end]))
            end++;
        status = dvi_buffer_append(out, text.data + at, end - at);
        if (status == DVK_OK && end < text.len) status = append_escape(out, text.data[end++]);
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
