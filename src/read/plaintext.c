/* One plain text file -> one article. */
#include "plaintext.h"

#include "base/error.h"
#include "blank.h"
#include "complete.h"
#include "whole.h"

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
    dvk_span all;
    dvk_status status = dvi_whole_read(window, max_record, &all, error);
    if (status != DVK_OK) return status;
    dvk_span rest = all, title = {NULL, 0};
    while (rest.len != 0 && dvi_is_blank(title))
        title = take_line(&rest);
    if (dvi_is_blank(title))
        return dvi_error_set(error, DVK_E_INPUT, origin->path, 1, byte,
                             "the file is empty; an article needs a title or text");
    *article = (dvk_article){.id = dvi_file_id(origin),
                             .id_is_file_name = true,
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
