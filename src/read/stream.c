/* The bytes of one open file, decompressed where they are compressed, within limits.
 *
 * Plain bytes go from read(2) straight into the caller's memory. Not mmap: a file may be cut while it is
 * read, and that must not become a signal. A failure is kept back until the bytes decoded before it are
 * given out. */
#include "stream.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

enum { RAW_SIZE = 256 * 1024, RATIO_FREE_BYTES = 16 * 1024 * 1024, MAX_PIECE = 1 << 30 };

static const dvi_codec *const codecs[DVI_N_CODECS] = {&dvi_codec_gzip, &dvi_codec_zstd, &dvi_codec_xz,
                                                      &dvi_codec_bzip2};

dvk_status dvi_stream_init(dvi_stream *stream, uint64_t max_total, uint32_t max_ratio) {
    *stream = (dvi_stream){.max_total = max_total, .max_ratio = max_ratio, .fd = -1};
    stream->raw = dvi_alloc(RAW_SIZE, 1);
    return stream->raw != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_stream_finish(dvi_stream *stream) {
    for (size_t i = 0; i < DVI_N_CODECS; i++)
        codecs[i]->destroy(stream->decoders[i]);
    dvi_free(stream->raw);
    *stream = (dvi_stream){.fd = -1};
}

void dvi_stream_begin(dvi_stream *stream, int fd, const char *file) {
    stream->fd = fd;
    stream->file = file;
    stream->codec = NULL;
    stream->raw_at = stream->raw_len = 0;
    stream->raw_ended = stream->inside = false;
    stream->taken = stream->given = 0;
    stream->failure.status = DVK_OK;
}

static dvk_status fail(dvi_stream *stream, dvk_status status, const char *message) {
    return dvi_error_set(&stream->failure, status, stream->file, 0, stream->given, "%s", message);
}

static dvk_status fail_decoding(dvi_stream *stream, const char *reason) {
    return dvi_error_set(&stream->failure, DVK_E_INPUT, stream->file, 0, stream->given,
                         "the %s data is damaged at or before its compressed byte %" PRIu64
                         " (%s); fetch or compress the file again",
                         stream->codec->name, stream->taken, reason);
}

static dvk_status fail_truncated(dvi_stream *stream) {
    return dvi_error_set(&stream->failure, DVK_E_INPUT, stream->file, 0, stream->given,
                         "the %s data is cut off at its compressed byte %" PRIu64
                         "; fetch or compress the file again",
                         stream->codec->name, stream->taken);
}

/* One read(2) of 0 (the end) to `cap` bytes. */
static dvk_status read_some(dvi_stream *stream, void *out, size_t cap, size_t *got) {
    char reason[128];
    *got = 0;
    for (;;) {
        ssize_t n = read(stream->fd, out, cap < MAX_PIECE ? cap : MAX_PIECE);
        if (n >= 0) {
            *got = (size_t)n;
            return DVK_OK;
        }
        if (errno != EINTR) break;
    }
    dvi_errno_text(errno, reason, sizeof reason);
    return dvi_error_set(&stream->failure, DVK_E_IO, stream->file, 0, stream->given,
                         "the file cannot be read: %s", reason);
}

static dvk_status fill_raw(dvi_stream *stream) {
    size_t got;
    if (stream->raw_at == stream->raw_len) stream->raw_at = stream->raw_len = 0;
    dvk_status status = read_some(stream, stream->raw + stream->raw_len, RAW_SIZE - stream->raw_len, &got);
    stream->raw_len += got;
    stream->raw_ended = status == DVK_OK && got == 0;
    return status;
}

static dvk_status prepare(dvi_stream *stream, size_t number) {
    if (stream->decoders[number] == NULL) stream->decoders[number] = codecs[number]->create();
    stream->codec = codecs[number];
    stream->decoder = stream->decoders[number];
    if (stream->decoder != NULL && stream->codec->reset(stream->decoder)) return DVK_OK;
    return fail(stream, DVK_E_MEMORY, "out of memory while opening compressed data");
}

/* Looks at the first bytes. */
static dvk_status tell_codec(dvi_stream *stream) {
    while (stream->raw_len < DVI_CODEC_MAGIC && !stream->raw_ended) {
        dvk_status status = fill_raw(stream);
        if (status != DVK_OK) return status;
    }
    for (size_t i = 0; i < DVI_N_CODECS; i++)
        if (codecs[i]->begins(stream->raw, stream->raw_len)) return prepare(stream, i);
    return DVK_OK;
}

static void took(dvi_stream *stream, size_t n) {
    stream->raw_at += n;
    stream->taken += n;
}

static dvk_status decode_piece(dvi_stream *stream, char *out, size_t cap, size_t *got) {
    size_t have = stream->raw_len - stream->raw_at;
    dvi_codec_piece piece = {.in = stream->raw + stream->raw_at,
                             .in_len = have,
                             .out = out,
                             .out_len = cap,
                             .inside = stream->inside};
    dvk_status status = stream->codec->decode(stream->decoder, &piece);
    took(stream, have - piece.in_len);
    *got = cap - piece.out_len;
    stream->inside = piece.inside;
    if (status == DVK_E_INPUT) return fail_decoding(stream, piece.reason);
    if (status == DVK_E_LIMIT) return fail(stream, status, piece.reason);
    return status == DVK_OK ? status : fail(stream, status, "out of memory while decompressing");
}

static void pass_padding(dvi_stream *stream) {
    if (!stream->codec->zeros_may_follow || stream->inside) return; /* no codec's data begin with zeros */
    while (stream->raw_at < stream->raw_len && stream->raw[stream->raw_at] == 0)
        took(stream, 1);
}

static dvk_status check_ratio(dvi_stream *stream, size_t got) {
    uint64_t given = stream->given + got;
    if (given <= RATIO_FREE_BYTES || given / stream->max_ratio <= stream->taken) return DVK_OK;
    return dvi_error_set(&stream->failure, DVK_E_LIMIT, stream->file, 0, stream->given,
                         "the compressed data grows more than %" PRIu32
                         " times its size; raise --max-ratio if the file is to be trusted",
                         stream->max_ratio);
}

static dvk_status decode(dvi_stream *stream, char *out, size_t cap, size_t *got) {
    for (;;) {
        pass_padding(stream);
        bool empty = stream->raw_at == stream->raw_len;
        if (empty && !stream->raw_ended) {
            dvk_status status = fill_raw(stream);
            if (status != DVK_OK) return status;
            continue;
        }
        if (empty && !stream->inside) return DVK_END;
        dvk_status status = decode_piece(stream, out, cap, got);
        if (status == DVK_OK) status = check_ratio(stream, *got);
        if (status != DVK_OK || *got != 0) return status;
        if (empty && stream->inside) return fail_truncated(stream);
    }
}

static dvk_status read_plain(dvi_stream *stream, char *out, size_t cap, size_t *got) {
    size_t have = stream->raw_len - stream->raw_at;
    if (have != 0) {
        *got = have < cap ? have : cap;
        memcpy(out, stream->raw + stream->raw_at, *got);
        took(stream, *got);
        return DVK_OK;
    }
    if (stream->raw_ended) return DVK_END;
    dvk_status status = read_some(stream, out, cap, got);
    if (status != DVK_OK) return status;
    stream->taken += *got;
    stream->raw_ended = *got == 0;
    return *got != 0 ? DVK_OK : DVK_END;
}

static dvk_status read_any(dvi_stream *stream, char *out, size_t cap, size_t *got) {
    *got = 0;
    if (stream->taken == 0 && stream->raw_len == 0 && !stream->raw_ended) {
        dvk_status status = tell_codec(stream);
        if (status != DVK_OK) return status;
    }
    return stream->codec == NULL ? read_plain(stream, out, cap, got) : decode(stream, out, cap, got);
}

dvk_status dvi_stream_read(dvi_stream *stream, char *out, size_t cap, size_t *got, dvk_error *error) {
    char probe;
    *got = 0;
    if (stream->failure.status == DVK_OK) {
        uint64_t left = stream->max_total - stream->given;
        dvk_status status = left == 0 ? read_any(stream, &probe, 1, got)
                                      : read_any(stream, out, cap < left ? cap : (size_t)left, got);
        if (status == DVK_END) return DVK_END;
        if (left == 0 && *got != 0) {
            *got = 0;
            fail(stream, DVK_E_LIMIT,
                 "the input is longer than the limit on its decompressed bytes; split it, or raise "
                 "--max-total");
        }
        stream->given += *got;
        if (*got != 0) return DVK_OK;
    }
    *error = stream->failure;
    error->byte = stream->given;
    return error->status;
}
