/* One JSON array of objects, or objects laid out over several lines -> records.
 *
 * Only the ends of elements are looked for here: brackets are counted outside strings, byte by byte. The
 * parser judges what stands between them. So an array of any length passes with no more than one element in
 * memory. */
#include "json_elements.h"

#include "base/error.h"
#include "base/span.h"
#include "blank.h"

void dvi_elements_begin(dvi_elements *elements, dvi_window *window, size_t max_record, bool in_array) {
    *elements = (dvi_elements){.window = window, .max_record = max_record, .in_array = in_array, .line = 1};
}

static dvk_status fail(dvi_elements *elements, dvk_status status, const char *message, dvk_error *error) {
    return dvi_error_set(error, status, elements->window->stream.file, elements->line, elements->window->byte,
                         "%s", message);
}

/* A fault behind which nothing can be made out. */
static dvk_status give_up(dvi_elements *elements, const char *message, dvk_error *error) {
    elements->window->broken = true;
    return fail(elements, DVK_E_INPUT, message, error);
}

static void consume(dvi_elements *elements, size_t n) {
    elements->line += dvi_count_byte((dvk_span){dvi_window_at(elements->window), n}, '\n');
    dvi_window_consume(elements->window, n);
}

static dvk_status read_on(dvi_elements *elements, dvk_error *error) {
    dvk_status status = dvi_window_more(elements->window, error);
    if (status < 0) error->line = elements->line;
    return status;
}

/* Moves to the next byte that is not white space and gives it. */
static dvk_status pass_space(dvi_elements *elements, char *c, dvk_error *error) {
    for (;;) {
        const char *data = dvi_window_at(elements->window);
        size_t held = dvi_window_held(elements->window), n = 0;
        while (n < held && dvi_is_ascii_space(data[n]))
            n++;
        bool found = n < held;
        if (found) *c = data[n];
        consume(elements, n);
        if (found) return DVK_OK;
        dvk_status status = read_on(elements, error);
        if (status != DVK_OK) return status;
    }
}

/* Takes one byte into the scan; tells whether the element ends before it (0), with it (1) or not yet (-1). */
static int scan_byte(dvi_elements *elements, char c) {
    if (elements->in_string) {
        if (elements->escaped)
            elements->escaped = false;
        else if (c == '\\')
            elements->escaped = true;
        else if (c == '"')
            elements->in_string = false;
        return -1;
    }
    bool outermost = elements->depth == 0;
    if (c == '"') elements->in_string = true;
    if (c == '{' || c == '[') elements->depth++;
    if (outermost && elements->in_array && (c == ',' || c == ']')) return 0;
    if (outermost && !elements->in_array && c == '\n') return 0;
    if (!outermost && (c == '}' || c == ']')) {
        elements->depth--;
        if (elements->depth == 0 && !elements->in_array) return 1;
    }
    return -1;
}

/* Scans the held bytes: true with elements->scanned at the element's end. */
static bool scan_held(dvi_elements *elements) {
    const char *data = dvi_window_at(elements->window);
    size_t held = dvi_window_held(elements->window);
    while (elements->scanned < held) {
        int with = scan_byte(elements, data[elements->scanned]);
        if (with >= 0) {
            elements->scanned += (size_t)with;
            return true;
        }
        elements->scanned++;
    }
    return false;
}

static dvk_status fail_too_long(dvi_elements *elements, dvk_error *error) {
    return dvi_error_set(error, DVK_E_LIMIT, elements->window->stream.file, elements->line,
                         elements->window->byte,
                         "the record is longer than the limit of %zu bytes; split it, or raise --max-record",
                         elements->max_record);
}

static dvk_status find_end(dvi_elements *elements, dvk_error *error) {
    while (!scan_held(elements)) {
        if (!elements->skipping && elements->scanned > elements->max_record) {
            elements->skipping = true;
            return fail_too_long(elements, error);
        }
        if (elements->skipping) {
            consume(elements, elements->scanned);
            elements->scanned = 0;
        }
        dvk_status status = read_on(elements, error);
        if (status == DVK_END && (elements->depth != 0 || elements->in_string || elements->in_array))
            return give_up(elements,
                           "the record that begins here has no end; the input is cut off or a bracket or "
                           "quote is missing",
                           error);
        if (status == DVK_END) return DVK_OK;
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

static dvk_status take_element(dvi_elements *elements, dvi_record *record, dvk_error *error) {
    size_t len = elements->scanned;
    elements->scanned = 0;
    if (len > elements->max_record) {
        dvk_status status = fail_too_long(elements, error);
        consume(elements, len);
        return status;
    }
    elements->given = len;
    elements->given_lines = dvi_count_byte((dvk_span){dvi_window_at(elements->window), len}, '\n');
    record->text = dvi_trim((dvk_span){dvi_window_at(elements->window), len});
    record->line = elements->line;
    record->byte = elements->window->byte;
    record->number = elements->number;
    return DVK_OK;
}

/* Takes a bracket or comma between elements: DVK_END when the byte begins an element instead. */
static dvk_status take_mark(dvi_elements *elements, char c, dvk_error *error) {
    dvi_elements_state before = elements->state;
    if (before == DVI_ELEMENTS_CLOSED)
        return give_up(elements, "something follows the array; an input is one array or JSON lines", error);
    if (before == DVI_ELEMENTS_OPEN) {
        elements->state = DVI_ELEMENTS_FIRST;
    } else if (c == ',' || c == ']') {
        elements->state = c == ',' ? DVI_ELEMENTS_VALUE : DVI_ELEMENTS_CLOSED;
    } else {
        return DVK_END;
    }
    bool missing = before == DVI_ELEMENTS_VALUE || (before == DVI_ELEMENTS_FIRST && c == ',');
    dvk_status status = DVK_OK;
    if (missing) {
        elements->number++;
        status =
            fail(elements, DVK_E_INPUT, "an array's element is missing here; take the comma away", error);
    }
    consume(elements, 1);
    return status;
}

/* To the first byte of the next element, or DVK_END behind the last. */
static dvk_status find_begin(dvi_elements *elements, dvk_error *error) {
    for (;;) {
        char c = 0;
        if (elements->is_part && elements->state == DVI_ELEMENTS_CLOSED) return DVK_END;
        dvk_status status = pass_space(elements, &c, error);
        if (status == DVK_END && elements->in_array && elements->state != DVI_ELEMENTS_CLOSED)
            return give_up(elements, "the array has no end; the input is cut off or a bracket is missing",
                           error);
        if (status != DVK_OK || !elements->in_array) return status;
        status = take_mark(elements, c, error);
        if (status == DVK_END) return DVK_OK;
        if (status != DVK_OK) return status;
    }
}

dvk_status dvi_elements_next(dvi_elements *elements, dvi_record *record, dvk_error *error) {
    elements->line += elements->given_lines;
    dvi_window_consume(elements->window, elements->given);
    elements->given = 0;
    elements->given_lines = 0;
    for (;;) {
        bool skipping = elements->skipping;
        dvk_status status = skipping ? DVK_OK : find_begin(elements, error);
        if (status != DVK_OK) return status;
        if (!skipping) elements->number++;
        elements->state = DVI_ELEMENTS_SEPARATOR;
        status = find_end(elements, error);
        if (status != DVK_OK) return status;
        if (!skipping) return take_element(elements, record, error);
        consume(elements, elements->scanned);
        elements->scanned = 0;
        elements->skipping = false;
    }
}
