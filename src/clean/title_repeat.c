/* Title and line are compared letter by letter, both read once and nothing copied. */
#include "title_repeat.h"

#include <stddef.h>
#include <stdint.h>

#include "base/utf8.h"
#include "tables/boilerplate.h"
#include "tables/fold.h"

enum { ENOUGH_LETTERS = 20, MORE_IN_LINE = 12 };

/* The next letter or digit in lower case; 0 at the end. */
static uint32_t next_letter(dvk_span s, size_t *at) {
    while (*at < s.len) {
        uint32_t c = dvi_utf8_next(s.data, at);
        if (c >= '0' && c <= '9') return c;
        uint8_t code = dvi_letter_code(c);
        if (code != DVI_CODE_GAP && code != DVI_CODE_IGNORED) return dvi_lower_case(c);
    }
    return 0;
}

static size_t letters_left(dvk_span s, size_t at, size_t limit) {
    size_t n = 0;
    while (n <= limit && next_letter(s, &at) != 0)
        n++;
    return n;
}

bool dvi_repeats_title(dvk_span title, dvk_span line) {
    size_t at_title = 0, at_line = 0, same = 0;
    for (;;) {
        size_t before = at_title;
        uint32_t a = next_letter(title, &at_title), b = next_letter(line, &at_line);
        if (a == 0 && b == 0) return same > 0;
        if (b == 0) return same >= ENOUGH_LETTERS && letters_left(title, before, same) <= same * 2 / 3;
        if (a == 0)
            return same >= ENOUGH_LETTERS && 1 + letters_left(line, at_line, MORE_IN_LINE) <= MORE_IN_LINE;
        if (a != b) return false;
        same++;
    }
}
