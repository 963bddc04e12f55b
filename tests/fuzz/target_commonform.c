/* The common form and the words. The first byte chooses the language. */
#include <string.h>

#include "base/utf8.h"
#include "dvoinik/commonform.h"
#include "fuzz.h"

typedef struct visit {
    dvk_span text;
    size_t at;
} visit;

static bool check_word(void *user, dvk_span word, dvk_span form, dvk_span key) {
    visit *v = user;
    size_t begin = (size_t)(word.data - v->text.data);
    fuzz_require(word.len != 0 && begin >= v->at && begin + word.len <= v->text.len,
                 "words are parts of the text, in order");
    fuzz_require(dvi_utf8_check(form) == form.len && dvi_utf8_check(key) == key.len,
                 "forms and keys are UTF-8");
    v->at = begin;
    return true;
}

static void form_of(dvk_span text, uint32_t language, dvk_text *out) {
    dvk_status status = dvk_commonform(dvk_model_builtin(), text, language, out);
    bool valid = dvi_utf8_check(text) == text.len;
    fuzz_require(status == (valid ? DVK_OK : DVK_E_ENCODING),
                 "all of UTF-8 has a common form, and nothing else");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    uint32_t language = fuzz_take8(&in) % dvk_language_count();
    dvk_span raw = {(const char *)in.data, in.len}, text = fuzz_text(in.data, in.len);
    dvk_text *once, *twice;
    if (dvk_text_create(&once) != DVK_OK || dvk_text_create(&twice) != DVK_OK) return 0;
    form_of(raw, 0, once);
    dvk_span first = dvk_text_span(once);
    form_of(first, 0, twice);
    dvk_span second = dvk_text_span(twice);
    fuzz_require(first.len == second.len &&
                     (first.len == 0 || memcmp(first.data, second.data, first.len) == 0),
                 "a common form is its own");
    form_of(text, language, twice);
    dvk_text_destroy(once);
    dvk_text_destroy(twice);
    visit v = {.text = text};
    fuzz_require(dvk_commonform_words(dvk_model_builtin(), text, language, check_word, &v) == DVK_OK,
                 "words are found");
    return 0;
}
