/* Telling the language. The first byte cuts title from text. */
#include "commonform/language.h"
#include "dvoinik/commonform.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    size_t cut = fuzz_take8(&in);
    uint32_t confidence, best, count = dvk_language_count();
    const dvk_model *model = dvk_model_builtin();
    dvk_span text = fuzz_text(in.data, in.len);
    fuzz_require(dvk_language_identify(model, text, &confidence) < count, "a language has a number");
    fuzz_require(confidence <= 65536, "confidence is a probability");
    dvk_span title = fuzz_text(in.data, cut < in.len ? cut : in.len);
    const dvk_span parts[] = {title, fuzz_text(in.data + title.len, in.len - title.len)};
    fuzz_require(dvi_language_identify(model, parts, 2, &confidence, &best) < count && best < count,
                 "a language of two parts has a number");
    return 0;
}
