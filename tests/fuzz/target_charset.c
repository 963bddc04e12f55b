/* Telling charsets, and converting from each of them. The first byte chooses one, the second the pieces. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "fuzz.h"
#include "read/charset.h"
#include "read/recode.h"

static void recode(dvi_charset charset, fuzz_bytes in, size_t piece) {
    char out[64];
    size_t got, room;
    dvi_recode *recode = dvi_recode_create(charset, piece);
    dvi_buffer all = {0}; /* a character may be cut at the end of a piece */
    fuzz_require(recode != NULL, "a charset that was named can be converted");
    size_t most = 8 * in.len + 64;
    for (size_t calls = 0; calls < most; calls++) {
        dvk_status status = dvi_recode_give(recode, out, sizeof out, &got);
        fuzz_require(got <= sizeof out, "no more is given than there is room");
        fuzz_require(dvi_buffer_append(&all, out, got) == DVK_OK, "there is memory");
        if (status != DVK_OK) break;
        if (got != 0) continue;
        char *raw = dvi_recode_room(recode, &room);
        size_t n = in.len < piece ? in.len : piece;
        if (n > room) n = room;
        if (n != 0) memcpy(raw, in.data, n);
        in.data += n;
        in.len -= n;
        dvi_recode_took(recode, n);
    }
    fuzz_require(in.len == 0, "all is taken");
    fuzz_require(dvi_utf8_check(dvi_buffer_span(&all)) == all.len, "what comes out is UTF-8");
    dvi_buffer_finish(&all);
    dvi_recode_destroy(recode);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    dvi_charset charset = fuzz_take8(&in) % 12;
    size_t piece = 1 + fuzz_take8(&in);
    dvk_span sample = {(const char *)in.data, in.len};
    dvi_charset_found found = dvi_charset_tell(sample, piece & 1);
    fuzz_require(found.mark <= sample.len, "the mark is in the sample");
    dvi_charset named = dvi_charset_named(sample);
    if (named != DVI_CHARSET_UNKNOWN) fuzz_require(dvi_charset_name(named) != NULL, "a charset has a name");
    if (found.charset != DVI_CHARSET_UNKNOWN && found.charset != DVI_CHARSET_UTF_8) charset = found.charset;
    if (charset != DVI_CHARSET_UTF_8 && dvi_charset_icu_name(charset) != NULL) recode(charset, in, piece);
    return 0;
}
