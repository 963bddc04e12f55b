/* Packed inputs that are sound, in members of any kind and length, and the same with damaged bytes. What is
 * sound comes out whole; checksums would let a fuzzer see little of what lies behind them. */
#include <bzlib.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "fuzz.h"
#include "read/stream.h"

enum { ROOM = 1 << 17, MEMBERS = 4 };

static size_t pack_gzip(const uint8_t *from, size_t len, uint8_t *out, size_t cap) {
    z_stream z = {
        .next_in = (Bytef *)(uintptr_t)from, .avail_in = (uInt)len, .next_out = out, .avail_out = (uInt)cap};
    fuzz_require(deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK, "gzip packs");
    fuzz_require(deflate(&z, Z_FINISH) == Z_STREAM_END, "gzip packs");
    deflateEnd(&z);
    return z.total_out;
}

static size_t pack_zstd(const uint8_t *from, size_t len, uint8_t *out, size_t cap) {
    size_t n = ZSTD_compress(out, cap, from, len, 1);
    fuzz_require(!ZSTD_isError(n), "zstd packs");
    return n;
}

static size_t pack_xz(const uint8_t *from, size_t len, uint8_t *out, size_t cap) {
    size_t n = 0;
    lzma_check check = len & 1 ? LZMA_CHECK_CRC32 : LZMA_CHECK_NONE;
    fuzz_require(lzma_easy_buffer_encode(0, check, NULL, from, len, out, &n, cap) == LZMA_OK, "xz packs");
    return n;
}

static size_t pack_bzip2(const uint8_t *from, size_t len, uint8_t *out, size_t cap) {
    unsigned n = (unsigned)cap;
    char *source = (char *)(uintptr_t)from;
    fuzz_require(BZ2_bzBuffToBuffCompress((char *)out, &n, source, (unsigned)len, 1, 0, 0) == BZ_OK,
                 "bzip2 packs");
    return n;
}

typedef size_t packer(const uint8_t *from, size_t len, uint8_t *out, size_t cap);

/* Reads the file to its end or failure; `wanted` is what must come, or NULL when it was damaged. */
static void read_all(dvi_stream *stream, size_t piece, const uint8_t *wanted, size_t len) {
    char out[4096];
    size_t got, total = 0;
    dvk_error error;
    dvk_status status;
    while ((status = dvi_stream_read(stream, out, piece, &got, &error)) == DVK_OK) {
        fuzz_require(got > 0 && got <= piece, "a piece has between 1 and all of its bytes");
        if (wanted != NULL)
            fuzz_require(total + got <= len && memcmp(out, wanted + total, got) == 0,
                         "what was packed comes out");
        total += got;
        fuzz_require(total <= 1 << 20, "the limit on decompressed bytes holds");
    }
    if (wanted != NULL) fuzz_require(status == DVK_END && total == len, "what is sound is read to its end");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static packer *const packers[] = {pack_gzip, pack_zstd, pack_xz, pack_bzip2};
    static uint8_t packed[ROOM];
    fuzz_bytes in = {data, size};
    packer *pack = packers[fuzz_take8(&in) % 4];
    size_t piece = 1 + fuzz_take16(&in) % 4096, n = 0, damages = fuzz_take8(&in) % 4,
           members = 1 + fuzz_take8(&in) % MEMBERS;
    uint16_t places[4];
    uint8_t changes[4];
    for (size_t i = 0; i < damages; i++) {
        places[i] = fuzz_take16(&in);
        changes[i] = (uint8_t)(fuzz_take8(&in) | 1);
    }
    if (in.len > 16384) in.len = 16384;
    for (size_t i = 0, at = 0; i < members; i++) {
        size_t end = i + 1 == members ? in.len : in.len * (i + 1) / members;
        n += pack(in.data + at, end - at, packed + n, ROOM - n);
        at = end;
    }
    for (size_t i = 0; i < damages; i++)
        packed[places[i] % n] ^= changes[i];
    dvi_stream stream;
    if (dvi_stream_init(&stream, 1 << 20, 1000) != DVK_OK) abort();
    dvi_stream_begin(&stream, fuzz_file(packed, n), "fuzz");
    read_all(&stream, piece, damages == 0 ? in.data : NULL, in.len);
    dvi_stream_finish(&stream);
    return 0;
}
