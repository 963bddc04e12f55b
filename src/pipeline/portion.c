/* A portion: articles read and copied, until it is full or there are no more. */
#include "pipeline/portion.h"

#include "base/memory.h"
#include "pipeline/article_copy.h"

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

dvk_status dvi_portion_read(dvi_portion *portion, dvk_reader *reader, dvk_error *error) {
    dvk_status status = DVK_OK;
    portion->n = portion->bytes.len = 0;
    while (status == DVK_OK && portion->n < portion->wanted && portion->bytes.len < BYTES) {
        dvk_article article;
        status = dvk_reader_next(reader, &article, error);
        if (status == DVK_OK)
            status = dvi_copy_article(&portion->bytes, &article, &portion->articles[portion->n]);
        portion->n += status == DVK_OK;
    }
    dvi_settle_copies(&portion->bytes, portion->articles, portion->n);
    if (portion->wanted < MOST_ARTICLES) portion->wanted *= 2;
    return status;
}
