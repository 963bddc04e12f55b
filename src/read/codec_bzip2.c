/* bzip2 with several streams, as pbzip2 writes them. */
#include <bzlib.h>
#include <string.h>

#include "base/memory.h"
#include "codec.h"

enum { MAX_PIECE = 1 << 30 };

typedef struct bzip2_decoder {
    bz_stream stream;
    bool ready;
} bzip2_decoder;

static void *allocate(void *unused, int n, int size) {
    (void)unused;
    return dvi_alloc((size_t)n, (size_t)size);
}

static void release(void *unused, void *memory) {
    (void)unused;
    dvi_free(memory);
}

/* A text may begin with "BZh"; behind the level comes the number of a block, or of the end. */
static bool begins(const unsigned char *raw, size_t len) {
    return len >= 10 && memcmp(raw, "BZh", 3) == 0 && raw[3] >= '1' && raw[3] <= '9' &&
           (memcmp(raw + 4, "\x31\x41\x59\x26\x53\x59", 6) == 0 ||
            memcmp(raw + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static void *create(void) {
    return dvi_alloc_zero(1, sizeof(bzip2_decoder));
}

static void end(bzip2_decoder *bzip2) {
    if (bzip2->ready) BZ2_bzDecompressEnd(&bzip2->stream);
    bzip2->ready = false;
}

static void destroy(void *decoder) {
    if (decoder == NULL) return;
    end(decoder);
    dvi_free(decoder);
}

static bool reset(void *decoder) {
    bzip2_decoder *bzip2 = decoder;
    end(bzip2);
    bzip2->stream = (bz_stream){.bzalloc = allocate, .bzfree = release};
    bzip2->ready = BZ2_bzDecompressInit(&bzip2->stream, 0, 0) == BZ_OK;
    return bzip2->ready;
}

static dvk_status fail(int answer, dvi_codec_piece *piece) {
    piece->reason = answer == BZ_DATA_ERROR_MAGIC ? "what is here is not bzip2" : "a checksum is wrong";
    return answer == BZ_MEM_ERROR ? DVK_E_MEMORY : DVK_E_INPUT;
}

static dvk_status decode(void *decoder, dvi_codec_piece *piece) {
    bzip2_decoder *bzip2 = decoder;
    bz_stream *stream = &bzip2->stream;
    if (!piece->inside && !reset(bzip2)) return DVK_E_MEMORY;
    piece->inside = true;
    unsigned room = piece->out_len < MAX_PIECE ? (unsigned)piece->out_len : MAX_PIECE;
    unsigned have = piece->in_len < MAX_PIECE ? (unsigned)piece->in_len : MAX_PIECE;
    stream->next_in = (char *)(uintptr_t)piece->in;
    stream->avail_in = have;
    stream->next_out = piece->out;
    stream->avail_out = room;
    int answer = BZ2_bzDecompress(stream);
    piece->in += have - stream->avail_in;
    piece->in_len -= have - stream->avail_in;
    piece->out += room - stream->avail_out;
    piece->out_len -= room - stream->avail_out;
    if (answer == BZ_STREAM_END) piece->inside = false;
    return answer == BZ_STREAM_END || answer == BZ_OK ? DVK_OK : fail(answer, piece);
}

const dvi_codec dvi_codec_bzip2 = {"bzip2", false, begins, create, destroy, reset, decode};
