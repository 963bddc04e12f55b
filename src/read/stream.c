/* The bytes of one open file, decompressed where they are gzip or zstd, within limits.
 *
 * Plain bytes go from read(2) straight into the caller's memory. Not mmap: a file may be cut while it is
 * read, and that must not become a signal. gzip follows RFC 1952 with several members and zeros behind the
 * last one; zstd RFC 8878 with several frames. A failure is kept back until the bytes decoded before it are
 * given out. */
#include "stream.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

enum { RAW_SIZE = 256 * 1024, RATIO_FREE_BYTES = 16 * 1024 * 1024, MAX_PIECE = 1 << 30 };

dvk_status dvi_stream_init(dvi_stream *stream, uint64_t max_total, uint32_t max_ratio) {
    *stream = (dvi_stream){.max_total = max_total, .max_ratio = max_ratio, .fd = -1};
    stream->raw = dvi_alloc(RAW_SIZE, 1);
    return stream->raw != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_stream_finish(dvi_stream *stream) {
    if (stream->gzip_ready) inflateEnd(&stream->gzip);
    ZSTD_freeDCtx(stream->zstd);
    dvi_free(stream->raw);
    *stream = (dvi_stream){.fd = -1};
}

void dvi_stream_begin(dvi_stream *stream, int fd, const char *file) {
    stream->fd = fd;
    stream->file = file;
    stream->kind = DVI_STREAM_PLAIN;
    stream->raw_at = stream->raw_len = 0;
    stream->raw_ended = stream->inside = false;
    stream->taken = stream->given = 0;
    stream->failure.status = DVK_OK;
}

static dvk_status fail(dvi_stream *stream, dvk_status status, const char *message) {
    return dvi_error_set(&stream->failure, status, stream->file, 0, stream->given, "%s", message);
}

static dvk_status fail_decoding(dvi_stream *stream, const char *reason) {
    const char *kind = stream->kind == DVI_STREAM_GZIP ? "gzip" : "zstd";
    return dvi_error_set(&stream->failure, DVK_E_INPUT, stream->file, 0, stream->given,
                         "the %s data is damaged at or before its compressed byte %" PRIu64
                         " (%s); fetch or compress the file again",
                         kind, stream->taken, reason);
}

static dvk_status fail_truncated(dvi_stream *stream) {
    const char *kind = stream->kind == DVI_STREAM_GZIP ? "gzip" : "zstd";
    return dvi_error_set(&stream->failure, DVK_E_INPUT, stream->file, 0, stream->given,
                         "the %s data is cut off at its compressed byte %" PRIu64
                         "; fetch or compress the file again",
                         kind, stream->taken);
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

static void *zlib_alloc(void *unused, unsigned n, unsigned size) {
    (void)unused;
    return dvi_alloc(n, size);
}

static void zlib_free(void *unused, void *memory) {
    (void)unused;
    dvi_free(memory);
}

static bool prepare_gzip(dvi_stream *stream) {
    enum { GZIP_WINDOW_ONLY = 15 + 16 };
    if (stream->gzip_ready) return inflateReset(&stream->gzip) == Z_OK;
    stream->gzip = (z_stream){.zalloc = zlib_alloc, .zfree = zlib_free};
    stream->gzip_ready = inflateInit2(&stream->gzip, GZIP_WINDOW_ONLY) == Z_OK;
    return stream->gzip_ready;
}

static bool prepare_zstd(dvi_stream *stream) {
    if (stream->zstd == NULL) stream->zstd = ZSTD_createDCtx();
    return stream->zstd != NULL && !ZSTD_isError(ZSTD_DCtx_reset(stream->zstd, ZSTD_reset_session_only));
}

/* Looks at the first bytes. Skippable zstd frames are told too: some writers begin with one. */
static dvk_status tell_kind(dvi_stream *stream) {
    while (stream->raw_len < 4 && !stream->raw_ended) {
        dvk_status status = fill_raw(stream);
        if (status != DVK_OK) return status;
    }
    const unsigned char *raw = stream->raw;
    bool ready = true;
    if (stream->raw_len >= 2 && raw[0] == 0x1F && raw[1] == 0x8B) {
        stream->kind = DVI_STREAM_GZIP;
        ready = prepare_gzip(stream);
    } else if (stream->raw_len >= 4 &&
               (memcmp(raw, "\x28\xB5\x2F\xFD", 4) == 0 ||
                ((raw[0] & 0xF0) == 0x50 && memcmp(raw + 1, "\x2A\x4D\x18", 3) == 0))) {
        stream->kind = DVI_STREAM_ZSTD;
        ready = prepare_zstd(stream);
    }
    return ready ? DVK_OK : fail(stream, DVK_E_MEMORY, "out of memory while opening compressed data");
}

static void took(dvi_stream *stream, size_t n) {
    stream->raw_at += n;
    stream->taken += n;
}

static dvk_status decode_gzip(dvi_stream *stream, char *out, size_t cap, size_t *got) {
    z_stream *z = &stream->gzip;
    if (!stream->inside) {
        if (inflateReset(z) != Z_OK) return fail_decoding(stream, "the decoder cannot begin");
        stream->inside = true;
    }
    size_t have = stream->raw_len - stream->raw_at;
    size_t room = cap < MAX_PIECE ? cap : MAX_PIECE;
    z->next_in = stream->raw + stream->raw_at;
    z->avail_in = (unsigned)have;
    z->next_out = (unsigned char *)out;
    z->avail_out = (unsigned)room;
    int answer = inflate(z, Z_NO_FLUSH);
    took(stream, have - z->avail_in);
    *got = room - z->avail_out;
    if (answer == Z_STREAM_END) stream->inside = false;
    if (answer == Z_STREAM_END || answer == Z_OK || answer == Z_BUF_ERROR) return DVK_OK;
    if (answer == Z_MEM_ERROR) return fail(stream, DVK_E_MEMORY, "out of memory while decompressing");
    return fail_decoding(stream, z->msg != NULL ? z->msg : "no reason given");
}

static dvk_status decode_zstd(dvi_stream *stream, char *out, size_t cap, size_t *got) {
    ZSTD_inBuffer from = {stream->raw + stream->raw_at, stream->raw_len - stream->raw_at, 0};
    ZSTD_outBuffer to = {out, cap, 0};
    size_t answer = ZSTD_decompressStream(stream->zstd, &to, &from);
    took(stream, from.pos);
    *got = to.pos;
    if (ZSTD_isError(answer)) return fail_decoding(stream, ZSTD_getErrorName(answer));
    stream->inside = answer != 0;
    return DVK_OK;
}

/* gzip(1) too takes zeros behind a member for padding, as tapes leave them. */
static void pass_padding(dvi_stream *stream) {
    if (stream->kind != DVI_STREAM_GZIP || stream->inside || stream->taken == 0) return;
    while (stream->raw_at < stream->raw_len && stream->raw[stream->raw_at] == 0)
        took(stream, 1);
}

static dvk_status check_ratio(dvi_stream *stream, size_t got) {
    uint64_t given = stream->given + got;
    if (given <= RATIO_FREE_BYTES || given / stream->max_ratio <= stream->taken) return DVK_OK;
    return dvi_error_set(&stream->failure, DVK_E_LIMIT, stream->file, 0, stream->given,
                         "the compressed data grows more than %" PRIu32
                         " times its size; raise that limit if the file is to be trusted",
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
        dvk_status status = stream->kind == DVI_STREAM_GZIP ? decode_gzip(stream, out, cap, got)
                                                            : decode_zstd(stream, out, cap, got);
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
        dvk_status status = tell_kind(stream);
        if (status != DVK_OK) return status;
    }
    return stream->kind == DVI_STREAM_PLAIN ? read_plain(stream, out, cap, got)
                                            : decode(stream, out, cap, got);
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
                 "the input is longer than the limit on its decompressed bytes; split it or raise the limit");
        }
        stream->given += *got;
        if (*got != 0) return DVK_OK;
    }
    *error = stream->failure;
    error->byte = stream->given;
    return error->status;
}
