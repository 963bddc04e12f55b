/* A window over a stream: the bytes read and not yet consumed, in one piece, with room for the JSON parser to
 * read beyond their end. */
#include "window.h"

#include <string.h>

#include "base/error.h"
#include "base/memory.h"

/* A block stays inside a core's own cache between being read and being parsed. */
enum { BLOCK = 1 << 20, LEAST_READ = BLOCK / 4 };

dvk_status dvi_window_init(dvi_window *window, size_t max_hold, uint64_t max_total, uint32_t max_ratio) {
    *window = (dvi_window){.cap = BLOCK};
    window->max_cap = max_hold + LEAST_READ < BLOCK ? BLOCK : max_hold + LEAST_READ;
    dvk_status status = dvi_stream_init(&window->stream, max_total, max_ratio);
    if (status != DVK_OK) return status;
    window->data = dvi_alloc_zero(BLOCK + DVI_WINDOW_PADDING, 1);
    if (window->data != NULL) return DVK_OK;
    dvi_stream_finish(&window->stream);
    return DVK_E_MEMORY;
}

void dvi_window_finish(dvi_window *window) {
    dvi_stream_finish(&window->stream);
    dvi_free(window->data);
    *window = (dvi_window){0};
}

void dvi_window_begin(dvi_window *window, int fd, const char *file) {
    dvi_stream_begin(&window->stream, fd, file);
    window->start = window->end = 0;
    window->byte = 0;
    window->broken = false;
}

/* Makes free space behind the held bytes: moves them to the front, or grows. */
static bool make_room(dvi_window *window) {
    size_t held = dvi_window_held(window);
    if (window->cap - window->end >= LEAST_READ) return true;
    if (window->start != 0) {
        memmove(window->data, window->data + window->start, held);
        window->start = 0;
        window->end = held;
    }
    if (window->cap - held >= LEAST_READ) return true;
    size_t cap = window->cap < window->max_cap / 2 ? window->cap * 2 : window->max_cap;
    if (cap == window->cap) return window->cap > held;
    char *grown = dvi_realloc(window->data, cap + DVI_WINDOW_PADDING, 1);
    if (grown == NULL) return window->cap > held;
    window->data = grown;
    window->cap = cap;
    return true;
}

dvk_status dvi_window_more(dvi_window *window, dvk_error *error) {
    size_t got;
    if (!make_room(window)) {
        window->broken = true;
        return dvi_error_set(error, DVK_E_MEMORY, window->stream.file, 0, window->byte,
                             "out of memory while reading a record of more than %zu bytes", window->cap);
    }
    dvk_status status =
        dvi_stream_read(&window->stream, window->data + window->end, window->cap - window->end, &got, error);
    window->end += got;
    memset(window->data + window->end, 0, DVI_WINDOW_PADDING);
    if (status < 0) window->broken = true;
    return status;
}
