/* One plain text file -> one article. */
#include "plaintext.h"

#include <string.h>

#include "base/error.h"
#include "base/utf8.h"
#include "blank.h"
#include "filename.h"

static dvk_status read_all(dvi_window *window, size_t max_record, dvk_error *error) {
    for (;;) {
        if (dvi_window_held(window) > max_record) {
            window->broken = true;
            return dvi_error_set(
                error, DVK_E_LIMIT, window->stream.file, 1, window->byte,
                "the file is longer than the limit of %zu bytes; split it or raise the limit", max_record);
        }
        dvk_status status = dvi_window_more(window, error);
        if (status < 0) error->line = 1;
        if (status != DVK_OK) return status == DVK_END ? DVK_OK : status;
    }
}

static uint64_t line_of(const char *data, size_t at) {
    uint64_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += data[i] == '\n';
    return line;
}

/* Takes the first line, without its end, off `rest`. */
static dvk_span take_line(dvk_span *rest) {
    size_t len = 0;
    while (len < rest->len && rest->data[len] != '\n' && rest->data[len] != '\r')
        len++;
    dvk_span line = {rest->data, len};
    size_t end = len < rest->len ? len + 1 : len;
    rest->data += end;
    rest->len -= end;
    return line;
}

dvk_status dvi_plaintext_read(dvi_window *window, size_t max_record, const dvi_origin *origin,
                              dvk_article *article, dvk_error *error) {
    uint64_t byte = window->byte;
    dvk_status status = read_all(window, max_record, error);
    if (status != DVK_OK) return status;
    dvk_span all = {dvi_window_at(window), dvi_window_held(window)};
    size_t good = dvi_utf8_check(all);
    if (good < all.len)
        return dvi_error_set(error, DVK_E_ENCODING, origin->path, line_of(all.data, good), byte + good,
                             "the bytes here are not UTF-8; convert the file to UTF-8");
    dvk_span rest = all, title = {NULL, 0};
    while (rest.len != 0 && dvi_is_blank(title))
        title = take_line(&rest);
    if (dvi_is_blank(title))
        return dvi_error_set(error, DVK_E_INPUT, origin->path, 1, byte,
                             "the file is empty; an article needs a title or text");
    *article = (dvk_article){.id = dvi_name_stem(origin->shown),
                             .title = dvi_trim(title),
                             .text = dvi_trim(rest),
                             .time = DVK_NO_TIME,
                             .record = all,
                             .file = origin->shown,
                             .line = 1,
                             .byte = byte};
    if (dvi_is_blank(article->text)) article->text = (dvk_span){NULL, 0};
    return DVK_OK;
}
