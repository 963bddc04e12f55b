/* All of one input, held at once. */
#include "whole.h"

#include "base/error.h"
#include "base/utf8.h"

static dvk_status read_all(dvi_window *window, size_t max_record, dvk_error *error) {
    for (;;) {
        if (dvi_window_held(window) > max_record) {
            window->broken = true;
            return dvi_error_set(
                error, DVK_E_LIMIT, window->stream.file, 1, window->byte,
                "the file is longer than the limit of %zu bytes; split it, or raise --max-record",
                max_record);
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

dvk_status dvi_whole_read(dvi_window *window, size_t max_record, dvk_span *all, dvk_error *error) {
    dvk_status status = read_all(window, max_record, error);
    if (status != DVK_OK) return status;
    *all = (dvk_span){dvi_window_at(window), dvi_window_held(window)};
    size_t good = dvi_utf8_check(*all);
    if (good == all->len) return DVK_OK;
    return dvi_error_set(error, DVK_E_ENCODING, window->stream.file, line_of(all->data, good),
                         window->byte + good, "the bytes here are not UTF-8; convert the file to UTF-8");
}
