/* HTML inside a feed's entry -> text. */
#include "base/utf8.h"
#include "fuzz.h"
#include "read/html_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    dvi_buffer out = {0};
    dvk_status status = dvi_html_text(fuzz_text(data, size), &out);
    fuzz_require(status == DVK_OK || status == DVK_E_LIMIT, "HTML of any quality is read");
    fuzz_require(dvi_utf8_check(dvi_buffer_span(&out)) == out.len, "the text is UTF-8");
    dvi_buffer_finish(&out);
    return 0;
}
