/* Copying articles: all spans but the record, in one order. */
#include "pipeline/article_copy.h"

static dvk_span *span_of(dvk_article *a, size_t i) {
    dvk_span *const spans[] = {&a->id,   &a->url,    &a->title, &a->text,
                               &a->date, &a->source, &a->lang,  &a->file};
    return i < sizeof spans / sizeof spans[0] ? spans[i] : NULL;
}

dvk_status dvi_copy_article(dvi_buffer *bytes, const dvk_article *article, dvk_article *copy) {
    dvk_status status = DVK_OK;
    *copy = *article;
    copy->record = (dvk_span){NULL, 0};
    for (size_t i = 0; status == DVK_OK && span_of(copy, i) != NULL; i++) {
        dvk_span *span = span_of(copy, i);
        status = dvi_buffer_append(bytes, span->data, span->len);
        span->data = NULL;
    }
    return status;
}

void dvi_settle_copies(const dvi_buffer *bytes, dvk_article *copies, size_t n) {
    size_t at = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; span_of(&copies[i], k) != NULL; k++) {
            dvk_span *span = span_of(&copies[i], k);
            if (span->len != 0) span->data = bytes->data + at;
            at += span->len;
        }
}
