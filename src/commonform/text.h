/* The inside of dvk_text, for the functions that append to one. */
#ifndef DVI_TEXT_H
#define DVI_TEXT_H

#include "base/buffer.h"
#include "dvoinik/commonform.h"

struct dvk_text {
    dvi_buffer bytes;
};

/* Whether the bytes are the text's own, which move when something is appended to it. */
static inline bool dvi_text_lends(const dvk_text *text, dvk_span bytes) {
    uintptr_t begin = (uintptr_t)text->bytes.data, at = (uintptr_t)bytes.data;
    return bytes.len != 0 && at >= begin && at < begin + text->bytes.len;
}

#endif
