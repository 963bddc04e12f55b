/* xz with several streams and the padding of zeros between them. How much memory a stream takes stands in its
 * header and is bounded: the presets up to `xz -9` take 65 MiB. */
#include <lzma.h>
#include <string.h>

#include "base/memory.h"
#include "codec.h"

static const uint64_t most_memory = UINT64_C(80) << 20;

typedef struct xz_decoder {
    lzma_stream lzma;
    lzma_allocator allocator;
} xz_decoder;

static void *allocate(void *unused, size_t n, size_t size) {
    (void)unused;
    return dvi_alloc(n, size);
}

static void release(void *unused, void *memory) {
    (void)unused;
    dvi_free(memory);
}

static bool begins(const unsigned char *raw, size_t len) {
    return len >= 6 && memcmp(raw,
                              "\xFD"
                              "7zXZ\0",
                              6) == 0;
}

static void *create(void) {
    xz_decoder *xz = dvi_alloc_zero(1, sizeof *xz);
    if (xz == NULL) return NULL;
    xz->allocator = (lzma_allocator){.alloc = allocate, .free = release};
    xz->lzma = (lzma_stream)LZMA_STREAM_INIT;
    xz->lzma.allocator = &xz->allocator;
    return xz;
}

static void destroy(void *decoder) {
    xz_decoder *xz = decoder;
    if (xz == NULL) return;
    lzma_end(&xz->lzma);
    dvi_free(xz);
}

static bool reset(void *decoder) {
    xz_decoder *xz = decoder;
    return lzma_stream_decoder(&xz->lzma, most_memory, 0) == LZMA_OK;
}

static dvk_status fail(lzma_ret answer, dvi_codec_piece *piece) {
    switch (answer) {
    case LZMA_MEM_ERROR:
        return DVK_E_MEMORY;
    case LZMA_MEMLIMIT_ERROR:
        piece->reason = "the xz data asks for more than 80 MiB of memory; decompress it first";
        return DVK_E_LIMIT;
    case LZMA_FORMAT_ERROR:
        piece->reason = "what is here is not xz";
        return DVK_E_INPUT;
    case LZMA_OPTIONS_ERROR:
        piece->reason = "it uses a filter that is not known";
        return DVK_E_INPUT;
    default:
        piece->reason = "a checksum or a header is wrong";
        return DVK_E_INPUT;
    }
}

static dvk_status decode(void *decoder, dvi_codec_piece *piece) {
    xz_decoder *xz = decoder;
    lzma_stream *lzma = &xz->lzma;
    if (!piece->inside && !reset(xz)) return DVK_E_MEMORY;
    piece->inside = true;
    lzma->next_in = piece->in;
    lzma->avail_in = piece->in_len;
    lzma->next_out = (uint8_t *)piece->out;
    lzma->avail_out = piece->out_len;
    lzma_ret answer = lzma_code(lzma, LZMA_RUN);
    piece->in += piece->in_len - lzma->avail_in;
    piece->in_len = lzma->avail_in;
    piece->out += piece->out_len - lzma->avail_out;
    piece->out_len = lzma->avail_out;
    if (answer == LZMA_STREAM_END) piece->inside = false;
    bool good = answer == LZMA_STREAM_END || answer == LZMA_OK || answer == LZMA_BUF_ERROR;
    return good ? DVK_OK : fail(answer, piece);
}

const dvi_codec dvi_codec_xz = {"xz", true, begins, create, destroy, reset, decode};
