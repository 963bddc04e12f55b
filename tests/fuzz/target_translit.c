/* Standard transliterations. The first byte chooses the scheme. */
#include "base/utf8.h"
#include "dvoinik/translit.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    const dvk_translit_scheme *schemes = dvk_translit_schemes();
    size_t n = 0;
    while (schemes[n].name != NULL)
        n++;
    const char *scheme = schemes[fuzz_take8(&in) % n].name;
    dvk_span text = {(const char *)in.data, in.len};
    bool valid = dvi_utf8_check(text) == text.len;
    dvk_text *out;
    if (dvk_text_create(&out) != DVK_OK) return 0;
    dvk_status status = dvk_translit(scheme, text, out);
    fuzz_require(status == (valid ? DVK_OK : DVK_E_ENCODING),
                 "all of UTF-8 is written in Latin letters, and nothing else");
    dvk_span written = dvk_text_span(out);
    fuzz_require(dvi_utf8_check(written) == written.len, "what is written is UTF-8");
    dvk_text_destroy(out);
    return 0;
}
