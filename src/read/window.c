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
    dvi_recode_destroy(window->recode);
    dvi_free(window->data);
    *window = (dvi_window){0};
}

void dvi_window_begin(dvi_window *window, int fd, const char *file) {
    dvi_stream_begin(&window->stream, fd, file);
    dvi_recode_destroy(window->recode);
    window->recode = NULL;
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

dvk_status dvi_window_recode(dvi_window *window, dvi_charset charset) {
    size_t room, held = dvi_window_held(window);
    window->recode = dvi_recode_create(charset, held);
    if (window->recode == NULL) return DVK_E_MEMORY;
    char *raw = dvi_recode_room(window->recode, &room);
    memcpy(raw, dvi_window_at(window), held < room ? held : room);
    if (held != 0) dvi_recode_took(window->recode, held);
    window->start = window->end = 0;
    memset(window->data, 0, DVI_WINDOW_PADDING);
    return DVK_OK;
}

/* As dvi_stream_read, in UTF-8. */
static dvk_status read_recoded(dvi_window *window, char *out, size_t cap, size_t *got, dvk_error *error) {
    for (;;) {
        dvk_status status = dvi_recode_give(window->recode, out, cap, got);
        if (*got != 0 || status == DVK_END) return *got != 0 ? DVK_OK : DVK_END;
        if (status != DVK_OK)
            return dvi_error_set(error, status, window->stream.file, 0, window->byte,
                                 "the bytes here cannot be converted to UTF-8; convert the input");
        size_t room, n = 0;
        char *raw = dvi_recode_room(window->recode, &room);
        status = dvi_stream_read(&window->stream, raw, room, &n, error);
        if (status < 0) return status;
        dvi_recode_took(window->recode, n);
    }
}

dvk_status dvi_window_more(dvi_window *window, dvk_error *error) {
    size_t got = 0;
    if (!make_room(window)) {
        window->broken = true;
        return dvi_error_set(error, DVK_E_MEMORY, window->stream.file, 0, window->byte,
                             "out of memory while reading a record of more than %zu bytes", window->cap);
    }
    char *out = window->data + window->end;
    size_t room = window->cap - window->end;
    dvk_status status = window->recode != NULL ? read_recoded(window, out, room, &got, error)
                                               : dvi_stream_read(&window->stream, out, room, &got, error);
    window->end += got;
    memset(window->data + window->end, 0, DVI_WINDOW_PADDING);
    if (status < 0) window->broken = true;
    return status;
}
