/* What an input is, told by its first bytes and its name.
 *
 * A news text may begin with a bracket ("[Updated] ..."), so one byte does not make JSON where nobody said it
 * is: '{' must be followed by a quote or '}', '[' by '{' or ']', white space aside. Every first line of JSON
 * lines with a field passes. */
#include "sniff.h"

#include <string.h>

#include "base/error.h"
#include "blank.h"
#include "filename.h"

/* White space in front of which the search gives up and the name decides. */
enum { MAX_SPACE = 64 * 1024 };

static dvk_status fail(dvi_window *window, dvk_status status, const char *message, dvk_error *error) {
    window->broken = true;
    return dvi_error_set(error, status, window->stream.file, 1, 0, "%s", message);
}

/* Has at least n bytes held unless the input is shorter. */
static dvk_status hold(dvi_window *window, size_t n, dvk_error *error) {
    while (dvi_window_held(window) < n) {
        dvk_status status = dvi_window_more(window, error);
        if (status < 0) error->line = 1;
        if (status != DVK_OK) return status == DVK_END ? DVK_OK : status;
    }
    return DVK_OK;
}

static bool begins(dvi_window *window, const char *bytes, size_t n) {
    return dvi_window_held(window) >= n && memcmp(dvi_window_at(window), bytes, n) == 0;
}

static dvk_status refuse_others(dvi_window *window, dvk_error *error) {
    if (begins(window, "\xFF\xFE", 2) || begins(window, "\xFE\xFF", 2))
        return fail(window, DVK_E_ENCODING, "the input is UTF-16; convert it to UTF-8", error);
    if (begins(window,
               "\xFD"
               "7zXZ",
               5) ||
        begins(window, "BZh", 3) || begins(window, "PK\x03\x04", 4))
        return fail(window, DVK_E_INPUT,
                    "the input is compressed, but neither with gzip nor zstd; decompress it first", error);
    return DVK_OK;
}

/* The first byte from *at on that is not white space, or 0; *at becomes its place. */
static dvk_status find_visible(dvi_window *window, size_t *at, char *c, dvk_error *error) {
    for (*c = 0; *at < MAX_SPACE; (*at)++) {
        dvk_status status = hold(window, *at + 1, error);
        if (status != DVK_OK) return status;
        if (*at >= dvi_window_held(window)) return DVK_OK;
        *c = dvi_window_at(window)[*at];
        if (!dvi_is_ascii_space(*c)) return DVK_OK;
    }
    *c = ' ';
    return DVK_OK;
}

static dvi_layout layout_of_objects(dvi_window *window, size_t first, size_t second) {
    const char *data = dvi_window_at(window);
    return memchr(data + first, '\n', second - first) != NULL ? DVI_LAYOUT_OBJECTS : DVI_LAYOUT_LINES;
}

static dvk_status tell_by_name(dvi_window *window, dvk_input_format wanted, const char *path, bool empty,
                               dvi_layout *layout, dvk_error *error) {
    dvi_name_kind name = dvi_name_tell((dvk_span){path, strlen(path)});
    *layout = DVI_LAYOUT_LINES;
    if (wanted == DVK_INPUT_JSONL || name == DVI_NAME_JSON) return DVK_OK;
    if (name == DVI_NAME_TEXT) {
        *layout = DVI_LAYOUT_TEXT;
        return DVK_OK;
    }
    if (empty) return DVK_OK;
    return fail(window, DVK_E_INPUT,
                "the input is neither JSON (lines or one array of objects) nor named .txt; convert it, or "
                "name its format",
                error);
}

dvk_status dvi_sniff(dvi_window *window, dvk_input_format wanted, const char *path, dvi_layout *layout,
                     dvk_error *error) {
    size_t first = 0, second;
    char c, d;
    dvk_status status = hold(window, 5, error);
    if (status == DVK_OK) status = refuse_others(window, error);
    if (status != DVK_OK) return status;
    if (begins(window, "\xEF\xBB\xBF", 3)) dvi_window_consume(window, 3);
    *layout = DVI_LAYOUT_TEXT;
    if (wanted == DVK_INPUT_TEXT) return DVK_OK;
    status = find_visible(window, &first, &c, error);
    if (status != DVK_OK) return status;
    second = first + 1;
    d = 0;
    if (c == '{' || c == '[') status = find_visible(window, &second, &d, error);
    if (status != DVK_OK) return status;
    bool told = wanted == DVK_INPUT_JSONL;
    if (c == '[' && (told || d == '{' || d == ']')) {
        *layout = DVI_LAYOUT_ARRAY;
        return DVK_OK;
    }
    if (c == '{' && (told || d == '"' || d == '}')) {
        *layout = layout_of_objects(window, first, second);
        return DVK_OK;
    }
    return tell_by_name(window, wanted, path, c == 0, layout, error);
}
