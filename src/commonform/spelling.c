/* A word is a run of letters of one writing, with apostrophes and marks inside; letters of another script
 * inside a word that look like its own are folded to it, there and nowhere else. */
#include "spelling.h"

#include <string.h>

#include "base/utf8.h"
#include "characters.h"
#include "tables/homoglyph.h"
#include "tokenize.h"

static bool is_accent(uint32_t c) {
    return c >= 0x300 && c <= 0x36F;
}

static void add_letter(dvi_spelling *w, uint32_t c) {
    uint32_t lower = dvi_lower_case(c);
    if (lower != c) {
        w->uppers++;
        if (w->total == 0) w->first_upper = true;
    }
    int script = dvi_script_of(lower);
    w->latin += script == 1;
    w->cyrillic += script == 2;
    if (w->n < DVI_WORD_LETTERS) w->list[w->n++] = lower;
    w->total++;
}

static void add_mark(dvi_spelling *w, uint32_t mark) {
    if (w->n == 0 || w->n != w->total || !is_accent(mark)) return;
    uint32_t composed = dvi_compose(w->list[w->n - 1], mark);
    if (composed != 0 && dvi_is_table_letter(composed)) w->list[w->n - 1] = composed;
}

/* A digit that passes for a Cyrillic letter: between letters, and one at a time. */
static bool add_digit(dvi_spelling *w, dvk_span text, uint32_t c, size_t next) {
    uint32_t twin = dvi_homoglyph(c, 1);
    if (w->cyrillic == 0 || !dvi_letter_at(text, next) || twin == 0) return false;
    w->digit_inside = true;
    if (w->n < DVI_WORD_LETTERS) w->list[w->n++] = twin;
    w->total++;
    return true;
}

bool dvi_letter_at(dvk_span text, size_t at) {
    return at < text.len && dvi_character_of(dvi_utf8_next(text.data, &at)) == DVI_CHAR_LETTER;
}

bool dvi_possessive_at(dvk_span text, size_t after) {
    if (after >= text.len || (text.data[after] != 's' && text.data[after] != 'S')) return false;
    for (size_t at = after + 1; at < text.len;) {
        uint32_t c = dvi_utf8_next(text.data, &at);
        dvi_character class = dvi_character_of(c);
        if (class == DVI_CHAR_APOSTROPHE) return !dvi_letter_at(text, at);
        if (class != DVI_CHAR_IGNORED) return class != DVI_CHAR_LETTER;
        if (is_accent(c)) return false;
    }
    return true;
}

size_t dvi_spelling_read(dvk_span text, size_t at, size_t most, dvi_spelling *w) {
    *w = (dvi_spelling){.n = 0};
    while (at < text.len) {
        size_t next = at;
        uint32_t c = dvi_utf8_next(text.data, &next);
        switch (dvi_character_of(c)) {
        case DVI_CHAR_LETTER:
            if (w->total == most) return at;
            add_letter(w, c);
            break;
        case DVI_CHAR_IGNORED:
            if (w->total == 0) return at;
            add_mark(w, c);
            break;
        case DVI_CHAR_APOSTROPHE:
            if (w->total == 0 || !dvi_letter_at(text, next) || dvi_possessive_at(text, next)) return at;
            break;
        case DVI_CHAR_DIGIT:
            if (w->total == most || !add_digit(w, text, c, next)) return at;
            break;
        default:
            return at;
        }
        at = next;
    }
    return at;
}

bool dvi_spelling_repair(dvi_spelling *w) {
    if (w->latin == 0 || w->cyrillic == 0) return w->digit_inside;
    dvi_homoglyphs_fold(w->list, w->n);
    return true;
}

size_t dvi_word_letters(dvk_span word, uint32_t *out) {
    dvi_spelling w;
    dvi_spelling_read(word, 0, SIZE_MAX, &w);
    dvi_spelling_repair(&w);
    memcpy(out, w.list, w.n * sizeof *out);
    return w.n;
}
