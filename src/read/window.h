/* A window over a stream: the bytes read and not yet consumed, in one piece, with room for the JSON parser to
 * read beyond their end. */
#ifndef DVI_WINDOW_H
#define DVI_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "recode.h"
#include "stream.h"

/* Readable bytes behind the held ones; zero behind the last. */
enum { DVI_WINDOW_PADDING = 64 };

typedef struct dvi_window {
    dvi_stream stream;
    char *data; /* cap + DVI_WINDOW_PADDING bytes, the held ones at [start, end) */
    size_t cap, max_cap, start, end;
    uint64_t byte; /* offset of data[start] in the input, decompressed and in UTF-8 */
    dvi_recode *recode; /* NULL: the input is in UTF-8 */
    bool broken;        /* the input cannot be read on; the reader drops it */
} dvi_window;

/* `max_hold`: the most bytes that can be held and dvi_window_more still be called. Limits as in
 * dvk_read_options. */
dvk_status dvi_window_init(dvi_window *window, size_t max_hold, uint64_t max_total, uint32_t max_ratio);
void dvi_window_finish(dvi_window *window);
void dvi_window_begin(dvi_window *window, int fd, const char *file);

/* From here on, what is held included, the input is in this charset. DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_window_recode(dvi_window *window, dvi_charset charset);

static inline size_t dvi_window_held(const dvi_window *window) {
    return window->end - window->start;
}

static inline char *dvi_window_at(dvi_window *window) {
    return window->data + window->start;
}

/* Reads on: DVK_OK when bytes were added (what was held may have moved), DVK_END, or a failure that leaves
 * the window broken with all of `error` but its line filled. */
dvk_status dvi_window_more(dvi_window *window, dvk_error *error);

static inline void dvi_window_consume(dvi_window *window, size_t n) {
    window->start += n;
    window->byte += n;
}

#endif
