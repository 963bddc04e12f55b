/* Decompression, in pieces of any size. */
#include <stdlib.h>

#include "fuzz.h"
#include "read/stream.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { MOST = 1 << 20 };
    fuzz_bytes in = {data, size};
    size_t piece = 1 + (size_t)fuzz_take8(&in) * 16, got;
    uint64_t total = 0;
    dvi_stream stream;
    dvk_error error;
    char *out = malloc(piece);
    if (out == NULL || dvi_stream_init(&stream, MOST, 1000) != DVK_OK) abort();
    dvi_stream_begin(&stream, fuzz_file(in.data, in.len), "fuzz");
    dvk_status status;
    while ((status = dvi_stream_read(&stream, out, piece, &got, &error)) == DVK_OK) {
        fuzz_require(got > 0 && got <= piece, "a piece has between 1 and all of its bytes");
        total += got;
        fuzz_require(total <= MOST, "the limit on decompressed bytes holds");
    }
    fuzz_require(stream.given == total, "all bytes are counted");
    fuzz_require(dvi_stream_read(&stream, out, piece, &got, &error) == status, "an end stays an end");
    dvi_stream_finish(&stream);
    free(out);
    return 0;
}
