/* The bytes of one open file, decompressed where they are gzip or zstd, within limits. */
#ifndef DVI_STREAM_H
#define DVI_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

#include "dvoinik/status.h"

typedef enum dvi_stream_kind { DVI_STREAM_PLAIN, DVI_STREAM_GZIP, DVI_STREAM_ZSTD } dvi_stream_kind;

typedef struct dvi_stream {
    uint64_t max_total;
    uint32_t max_ratio;
    int fd;
    const char *file; /* borrowed, for errors */
    dvi_stream_kind kind;
    unsigned char *raw; /* read and not yet decoded: raw[raw_at .. raw_len) */
    size_t raw_at, raw_len;
    bool raw_ended;
    bool inside;       /* a gzip member or zstd frame has begun and not ended */
    uint64_t taken;    /* bytes decoded, as they stand in the file */
    uint64_t given;    /* bytes handed out */
    dvk_error failure; /* status is not DVK_OK once the stream has failed; every later read repeats it */
    z_stream gzip;
    bool gzip_ready;
    ZSTD_DCtx *zstd;
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
