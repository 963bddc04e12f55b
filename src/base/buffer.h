/* A growing byte string. A zeroed one is empty and valid. */
#ifndef DVI_BUFFER_H
#define DVI_BUFFER_H

#include <stddef.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

typedef struct dvi_buffer {
    char *data;
    size_t len, cap;
} dvi_buffer;

void dvi_buffer_finish(dvi_buffer *buffer);

/* Makes room for `more` bytes beyond len. On DVK_E_MEMORY nothing is changed. */
dvk_status dvi_buffer_reserve(dvi_buffer *buffer, size_t more);
dvk_status dvi_buffer_append(dvi_buffer *buffer, const char *data, size_t len);
dvk_status dvi_buffer_append_text(dvi_buffer *buffer, const char *text);
dvk_status dvi_buffer_append_byte(dvi_buffer *buffer, char byte);

/* As printf; what is printed never holds more than 512 bytes. */
dvk_status dvi_buffer_format(dvi_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

dvk_span dvi_buffer_span(const dvi_buffer *buffer);

#endif
