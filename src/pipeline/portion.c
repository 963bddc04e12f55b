/* A portion: articles read and copied. Their texts lie one behind another; since the bytes move while they
 * grow, the spans are set when the last is in. */
#include "pipeline/portion.h"

#include "base/memory.h"

enum { FIRST_ARTICLES = 64, MOST_ARTICLES = 1024, BYTES = 16 << 20 };

dvk_status dvi_portion_init(dvi_portion *portion) {
    *portion = (dvi_portion){.articles = dvi_alloc(MOST_ARTICLES, sizeof *portion->articles),
                             .wanted = FIRST_ARTICLES};
    return portion->articles != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_portion_finish(dvi_portion *portion) {
    dvi_buffer_finish(&portion->bytes);
    dvi_free(portion->articles);
    *portion = (dvi_portion){0};
}

static dvk_span *span_of(dvk_article *a, size_t i) {
    dvk_span *const spans[] = {&a->id,   &a->url,    &a->title, &a->text,
                               &a->date, &a->source, &a->lang,  &a->file};
    return i < sizeof spans / sizeof spans[0] ? spans[i] : NULL;
}

static dvk_status copy(dvi_portion *portion, const dvk_article *article) {
    dvk_article *a = &portion->articles[portion->n];
    *a = *article;
    a->record = (dvk_span){NULL, 0};
    for (size_t i = 0; span_of(a, i) != NULL; i++) {
        dvk_status status = dvi_buffer_append(&portion->bytes, span_of(a, i)->data, span_of(a, i)->len);
        if (status != DVK_OK) return status;
    }
    portion->n++;
    return DVK_OK;
}

static void settle(dvi_portion *portion) {
    size_t at = 0;
    for (size_t i = 0; i < portion->n; i++)
        for (size_t k = 0; span_of(&portion->articles[i], k) != NULL; k++) {
            dvk_span *span = span_of(&portion->articles[i], k);
            span->data = span->len != 0 ? portion->bytes.data + at : NULL;
            at += span->len;
        }
}

dvk_status dvi_portion_read(dvi_portion *portion, dvk_reader *reader, dvk_error *error) {
    dvk_status status = DVK_OK;
    portion->n = portion->bytes.len = 0;
    while (status == DVK_OK && portion->n < portion->wanted && portion->bytes.len < BYTES) {
        dvk_article article;
        status = dvk_reader_next(reader, &article, error);
        if (status == DVK_OK) status = copy(portion, &article);
    }
    settle(portion);
    if (portion->wanted < MOST_ARTICLES) portion->wanted *= 2;
    return status;
}
