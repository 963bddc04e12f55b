/* dvk_text: a growing byte string behind a handle. */
#include "text.h"

#include "base/memory.h"

dvk_status dvk_text_create(dvk_text **out) {
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = dvi_alloc_zero(1, sizeof **out);
    return *out == NULL ? DVK_E_MEMORY : DVK_OK;
}

void dvk_text_destroy(dvk_text *text) {
    if (text == NULL) return;
    dvi_buffer_finish(&text->bytes);
    dvi_free(text);
}

dvk_span dvk_text_span(const dvk_text *text) {
    return text != NULL ? dvi_buffer_span(&text->bytes) : (dvk_span){NULL, 0};
}
