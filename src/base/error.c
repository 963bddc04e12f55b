/* Filling dvk_error, and showing bytes from outside on a terminal without harm. */
#include "error.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

/* Takes off the character that was cut in two at the end of valid UTF-8. */
static void trim_cut_character(char *text, size_t len) {
    size_t good = dvi_utf8_check((dvk_span){text, len});
    if (len - good < 4) text[good] = '\0';
}

dvk_status dvi_error_set(dvk_error *error, dvk_status status, const char *file, uint64_t line, uint64_t byte,
                         const char *format, ...) {
    if (error == NULL) return status;
    error->status = status;
    error->line = line;
    error->byte = byte;
    error->file[0] = '\0';
    if (file != NULL) dvi_show((dvk_span){file, strlen(file)}, error->file, sizeof error->file);
    char message[sizeof error->message];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(message, sizeof message, format, list);
    va_end(list);
    if (n < 0) message[0] = '\0';
    if (n >= (int)sizeof message) trim_cut_character(message, sizeof message - 1);
    dvi_show((dvk_span){message, strlen(message)}, error->message, sizeof error->message);
    return status;
}

/* Length of the valid character at the beginning, or 0. */
static size_t character_length(const char *text, size_t len) {
    unsigned char lead = (unsigned char)text[0];
    size_t want = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (want > len) return 0;
    return dvi_utf8_check((dvk_span){text, want}) == want ? want : 0;
}

static size_t escape_bytes(const char *text, size_t len, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        *out++ = '\\';
        *out++ = 'x';
        *out++ = digits[byte >> 4];
        *out++ = digits[byte & 15];
    }
    return 4 * len;
}

size_t dvi_show(dvk_span text, char *out, size_t cap) {
    size_t at = 0, written = 0;
    if (cap == 0) return 0;
    while (at < text.len) {
        size_t len = character_length(text.data + at, text.len - at), decoded = at;
        bool plain = len != 0 && !dvi_utf8_is_control(dvi_utf8_next(text.data, &decoded));
        if (len == 0) len = 1;
        if (written + (plain ? len : 4 * len) >= cap) break;
        if (plain) {
            memcpy(out + written, text.data + at, len);
            written += len;
        } else {
            written += escape_bytes(text.data + at, len, out + written);
        }
        at += len;
    }
    out[written] = '\0';
    return written;
}

void dvi_errno_text(int number, char *out, size_t cap) {
    if (cap == 0) return;
    if (strerror_r(number, out, cap) != 0) snprintf(out, cap, "error %d", number);
}
