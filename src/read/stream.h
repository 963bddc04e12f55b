/* The bytes of one open file, decompressed where they are compressed, within limits. */
#ifndef DVI_STREAM_H
#define DVI_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codec.h"
#include "dvoinik/status.h"

enum { DVI_N_CODECS = 4 };

typedef struct dvi_stream {
    uint64_t max_total;
    uint32_t max_ratio;
    int fd;
    const char *file;   /* borrowed, for errors */
    unsigned char *raw; /* read and not yet decoded: raw[raw_at .. raw_len) */
    size_t raw_at, raw_len;
    bool raw_ended;
    bool inside;            /* a member has begun and not ended */
    uint64_t taken;         /* bytes decoded, as they stand in the file */
    uint64_t given;         /* bytes handed out */
    dvk_error failure;      /* status is not DVK_OK once the stream has failed; every later read repeats it */
    const dvi_codec *codec; /* NULL: the bytes are plain */
    void *decoder;          /* of the codec: one of `decoders` */
    void *decoders[DVI_N_CODECS];
} dvi_stream;

/* One stream serves many files, one after another. Limits as in dvk_read_options. */
dvk_status dvi_stream_init(dvi_stream *stream, uint64_t max_total, uint32_t max_ratio);
void dvi_stream_finish(dvi_stream *stream);

/* Begins the file behind `fd`, which stays the caller's. Reads nothing yet. */
void dvi_stream_begin(dvi_stream *stream, int fd, const char *file);

/* Gives between 1 and `cap` bytes (cap > 0): DVK_OK, DVK_END, or a failure with everything but `line` filled.
 */
dvk_status dvi_stream_read(dvi_stream *stream, char *out, size_t cap, size_t *got, dvk_error *error);

#endif
