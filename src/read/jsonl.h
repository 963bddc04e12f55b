/* JSON lines -> records: one line, one object. */
#ifndef DVI_JSONL_H
#define DVI_JSONL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "json_record.h"
#include "window.h"

typedef struct dvi_jsonl {
    dvi_window *window;
    size_t max_record;
    uint64_t line;  /* of the window's first byte */
    size_t scanned; /* held bytes known to have no line's end */
    size_t given;   /* bytes of the line that was handed out, its end included */
    bool skipping;  /* inside a line that is too long */
} dvi_jsonl;

/* Begins where the window stands, which is in line 1. */
void dvi_jsonl_begin(dvi_jsonl *lines, dvi_window *window, size_t max_record);

/* The next line that is not blank, without its end and white space around it; lent until the next call.
 * DVK_OK, DVK_END, or a failure: DVK_E_LIMIT for a line that is too long, of which the next call passes the
 * rest, or the window's. */
dvk_status dvi_jsonl_next(dvi_jsonl *lines, dvi_record *record, dvk_error *error);

#endif
