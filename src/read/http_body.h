/* An HTTP answer as an archive keeps it -> its page: header fields, chunks, compression. */
#ifndef DVI_HTTP_BODY_H
#define DVI_HTTP_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "codec.h"
#include "dvoinik/article.h"
#include "dvoinik/status.h"

/* Takes one header line, without its end, off `text`; false when no whole line is left. */
bool dvi_header_line(dvk_span *text, dvk_span *line);

/* The value of a header line when it is the one of that name (in small letters); {NULL, 0} otherwise. */
dvk_span dvi_header_value(dvk_span line, const char *name);

typedef struct dvi_http_body {
    unsigned code;        /* 200 and so on; 0 when there is no status line */
    dvk_span type;        /* text/html */
    dvk_span charset;     /* as declared in the header */
    dvk_span body;        /* decoded */
    dvi_buffer unchunked; /* what `body` may lie in */
    dvi_buffer unpacked;
    void *gzip; /* decoder, NULL until needed */
} dvi_http_body;

/* A zeroed one is valid to read into and to finish. `answer` and what is made are lent to `http`. DVK_OK;
 * DVK_E_INPUT: no answer, or a body that cannot be decoded; DVK_E_LIMIT: it grows beyond `most` bytes or
 * `max_ratio` times its size; DVK_E_MEMORY. */
dvk_status dvi_http_body_read(dvi_http_body *http, dvk_span answer, size_t most, uint32_t max_ratio);
void dvi_http_body_finish(dvi_http_body *http);

/* Splits "text/html; charset=x" into type and charset. */
void dvi_content_type(dvk_span value, dvk_span *type, dvk_span *charset);

#endif
