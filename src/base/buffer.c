/* A growing byte string. */
#include "buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "memory.h"

void dvi_buffer_finish(dvi_buffer *buffer) {
    dvi_free(buffer->data);
    *buffer = (dvi_buffer){0};
}

dvk_status dvi_buffer_reserve(dvi_buffer *buffer, size_t more) {
    if (more > SIZE_MAX / 4 - buffer->len) return DVK_E_MEMORY;
    void *data = buffer->data;
    dvk_status status = dvi_grow(&data, &buffer->cap, buffer->len + more, 1);
    buffer->data = data;
    return status;
}

dvk_status dvi_buffer_append(dvi_buffer *buffer, const char *data, size_t len) {
    dvk_status status = dvi_buffer_reserve(buffer, len);
    if (status != DVK_OK) return status;
    if (len != 0) memcpy(buffer->data + buffer->len, data, len);
    buffer->len += len;
    return DVK_OK;
}

dvk_status dvi_buffer_append_text(dvi_buffer *buffer, const char *text) {
    return dvi_buffer_append(buffer, text, strlen(text));
}

dvk_status dvi_buffer_append_byte(dvi_buffer *buffer, char byte) {
    return dvi_buffer_append(buffer, &byte, 1);
}

dvk_status dvi_buffer_format(dvi_buffer *buffer, const char *format, ...) {
    char line[513];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (n < 0) return DVK_E_ARGUMENT;
    size_t len = (size_t)n < sizeof line ? (size_t)n : sizeof line - 1;
    return dvi_buffer_append(buffer, line, len);
}

dvk_span dvi_buffer_span(const dvi_buffer *buffer) {
    return (dvk_span){buffer->data, buffer->len};
}
