/* zstd (RFC 8878) with several frames. Skippable frames are told too: some writers begin with one. Windows
 * are as large as the library has them by default, 128 MiB. */
#include <string.h>
#include <zstd.h>

#include "codec.h"

static bool begins(const unsigned char *raw, size_t len) {
    return len >= 4 && (memcmp(raw, "\x28\xB5\x2F\xFD", 4) == 0 ||
                        ((raw[0] & 0xF0) == 0x50 && memcmp(raw + 1, "\x2A\x4D\x18", 3) == 0));
}

static void *create(void) {
    return ZSTD_createDCtx();
}

static void destroy(void *decoder) {
    ZSTD_freeDCtx(decoder);
}

static bool reset(void *decoder) {
    return !ZSTD_isError(ZSTD_DCtx_reset(decoder, ZSTD_reset_session_only));
}

static dvk_status decode(void *decoder, dvi_codec_piece *piece) {
    ZSTD_inBuffer from = {piece->in, piece->in_len, 0};
    ZSTD_outBuffer to = {piece->out, piece->out_len, 0};
    size_t answer = ZSTD_decompressStream(decoder, &to, &from);
    piece->in += from.pos;
    piece->in_len -= from.pos;
    piece->out += to.pos;
    piece->out_len -= to.pos;
    piece->inside = answer != 0;
    if (!ZSTD_isError(answer)) return DVK_OK;
    piece->reason = ZSTD_getErrorName(answer);
    if (strcmp(piece->reason, "Allocation error : not enough memory") == 0) return DVK_E_MEMORY;
    if (strstr(piece->reason, "requires too much memory") == NULL) return DVK_E_INPUT;
    piece->reason = "the zstd data asks for a window of more than 128 MiB; decompress it first";
    return DVK_E_LIMIT;
}

const dvi_codec dvi_codec_zstd = {"zstd", false, begins, create, destroy, reset, decode};
