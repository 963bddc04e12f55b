/* gzip (RFC 1952) with several members; zeros behind one are padding, as tapes leave them and gzip(1) takes
 * them. */
#include <zlib.h>

#include "base/memory.h"
#include "codec.h"

enum { MAX_PIECE = 1 << 30, GZIP_WINDOW_ONLY = 15 + 16 };

static void *allocate(void *unused, unsigned n, unsigned size) {
    (void)unused;
    return dvi_alloc(n, size);
}

static void release(void *unused, void *memory) {
    (void)unused;
    dvi_free(memory);
}

static bool begins(const unsigned char *raw, size_t len) {
    return len >= 2 && raw[0] == 0x1F && raw[1] == 0x8B;
}

static void *create(void) {
    z_stream *z = dvi_alloc_zero(1, sizeof *z);
    if (z == NULL) return NULL;
    z->zalloc = allocate;
    z->zfree = release;
    if (inflateInit2(z, GZIP_WINDOW_ONLY) == Z_OK) return z;
    dvi_free(z);
    return NULL;
}

static void destroy(void *decoder) {
    if (decoder == NULL) return;
    inflateEnd(decoder);
    dvi_free(decoder);
}

static bool reset(void *decoder) {
    return inflateReset(decoder) == Z_OK;
}

static dvk_status decode(void *decoder, dvi_codec_piece *piece) {
    z_stream *z = decoder;
    if (!piece->inside && inflateReset(z) != Z_OK) return DVK_E_MEMORY;
    piece->inside = true;
    unsigned room = piece->out_len < MAX_PIECE ? (unsigned)piece->out_len : MAX_PIECE;
    unsigned have = piece->in_len < MAX_PIECE ? (unsigned)piece->in_len : MAX_PIECE;
    z->next_in = (z_const Bytef *)(uintptr_t)piece->in;
    z->avail_in = have;
    z->next_out = (Bytef *)piece->out;
    z->avail_out = room;
    int answer = inflate(z, Z_NO_FLUSH);
    piece->in += have - z->avail_in;
    piece->in_len -= have - z->avail_in;
    piece->out += room - z->avail_out;
    piece->out_len -= room - z->avail_out;
    piece->reason = z->msg != NULL ? z->msg : "no reason given";
    if (answer == Z_STREAM_END) piece->inside = false;
    if (answer == Z_STREAM_END || answer == Z_OK || answer == Z_BUF_ERROR) return DVK_OK;
    return answer == Z_MEM_ERROR ? DVK_E_MEMORY : DVK_E_INPUT;
}

const dvi_codec dvi_codec_gzip = {"gzip", true, begins, create, destroy, reset, decode};
