/* Tokenising: one pass over the characters. A word is a run of letters of one writing, with apostrophes and marks inside; letters of
 * another script inside a word that look like its own are folded to it, there and nowhere else. */
#include "tokenize.h"

#include <string.h>
#include <xxhash.h>

#include "characters.h"
#include "tables/fold.h"
#include "base/memory.h"
#include "tables/sealed_model.h"
#include "base/utf8.h"

enum { GRAM_IDF = 1152, FOREIGN_LETTERS = 6 };

typedef struct scanner {
    dvi_word_cache *cache;
    dvk_span text;
    uint32_t language;
    uint8_t zone;
    bool sentence_start;
    dvi_token_list *out;
} scanner;

/* The letters of the word being read. */
typedef struct letters {
    uint32_t list[DVI_WORD_LETTERS];
    size_t n;       /* in list */
    size_t total;   /* letters seen, beyond the list too */
    size_t uppers;
    size_t latin, cyrillic;
    bool first_upper, digit_inside, marked;
} letters;

void dvi_token_list_finish(dvi_token_list *tokens) {
    dvi_free(tokens->list);
    dvi_free(tokens->words);
    *tokens = (dvi_token_list){0};
}

static dvk_status push(dvi_token_list *out, const dvi_token *token, const dvi_word *word) {
    void *list = out->list, *words = out->words;
    dvk_status status = dvi_grow(&list, &out->cap, out->n + 1, sizeof *out->list);
    out->list = list;
    if (status == DVK_OK) status = dvi_grow(&words, &out->words_cap, out->n + 1, sizeof *out->words);
    out->words = words;
    if (status != DVK_OK) return status;
    out->list[out->n] = *token;
    if (word != NULL)
        out->words[out->n] = *word;
    else
        out->words[out->n] = (dvi_word){.meaning = DVI_NO_MEANING};
    out->n++;
    return DVK_OK;
}

static uint32_t peek(const scanner *s, size_t at, size_t *next) {
    *next = at;
    return dvi_utf8_next(s->text.data, next);
}

static void add_letter(letters *w, uint32_t c) {
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

static void add_mark(letters *w, uint32_t mark) {
    if (w->n == 0 || w->n != w->total || mark < 0x300 || mark > 0x36F) return;
    uint32_t composed = dvi_compose(w->list[w->n - 1], mark);
    if (composed != 0 && dvi_is_table_letter(composed)) w->list[w->n - 1] = composed;
}

/* Whether the character at `at` begins with a table letter. */
static bool letter_at(const scanner *s, size_t at) {
    size_t next;
    return at < s->text.len && dvi_character_of(peek(s, at, &next)) == DVI_CHAR_LETTER;
}

/* "'s" that ends an English word. */
static bool possessive_at(const scanner *s, size_t after) {
    return after < s->text.len && (s->text.data[after] == 's' || s->text.data[after] == 'S') && !letter_at(s, after + 1);
}

static size_t skip_possessive(const scanner *s, size_t at) {
    size_t next;
    if (at >= s->text.len || dvi_character_of(peek(s, at, &next)) != DVI_CHAR_APOSTROPHE) return at;
    return possessive_at(s, next) ? next + 1 : at;
}

/* Reads the letters of the word at `at`; returns where it ends. */
static size_t read_letters(const scanner *s, size_t at, letters *w) {
    *w = (letters){.n = 0};
    while (at < s->text.len) {
        size_t next;
        uint32_t c = peek(s, at, &next);
        switch (dvi_character_of(c)) {
            case DVI_CHAR_LETTER: add_letter(w, c); break;
            case DVI_CHAR_IGNORED: add_mark(w, c); break;
            case DVI_CHAR_APOSTROPHE:
                if (!letter_at(s, next) || possessive_at(s, next)) return at;
                break;
            case DVI_CHAR_DIGIT: /* a digit that passes for a Cyrillic letter: between letters, and one at a time */
                if (w->cyrillic == 0 || !letter_at(s, next) || dvi_homoglyph(c, 1) == 0) return at;
                w->digit_inside = true;
                if (w->n < DVI_WORD_LETTERS) w->list[w->n++] = dvi_homoglyph(c, 1);
                w->total++;
                break;
            default: return at;
        }
        at = next;
    }
    return at;
}

/* Folds what looks like a letter of the word's own script: the script that has the letters that could be nothing else. */
static bool repair(letters *w) {
    if (w->latin == 0 || w->cyrillic == 0) return w->digit_inside;
    size_t only_latin = 0, only_cyrillic = 0;
    for (size_t i = 0; i < w->n; i++) {
        int script = dvi_script_of(w->list[i]);
        only_latin += script == 1 && dvi_homoglyph(w->list[i], 1) == 0;
        only_cyrillic += script == 2 && dvi_homoglyph(w->list[i], 0) == 0;
    }
    bool to_cyrillic = only_cyrillic != only_latin ? only_cyrillic > only_latin : w->cyrillic >= w->latin;
    for (size_t i = 0; i < w->n; i++) {
        if (dvi_script_of(w->list[i]) != (to_cyrillic ? 1 : 2)) continue;
        uint32_t twin = dvi_homoglyph(w->list[i], to_cyrillic);
        if (twin != 0) w->list[i] = twin;
    }
    return true;
}

size_t dvi_word_letters(dvk_span word, uint32_t *out) {
    scanner s = {.text = word};
    letters w;
    if (!letter_at(&s, 0)) return 0;
    read_letters(&s, 0, &w);
    repair(&w);
    memcpy(out, w.list, w.n * sizeof *out);
    return w.n;
}

static uint8_t word_flags(const scanner *s, const letters *w) {
    unsigned flags = 0;
    if (w->first_upper) flags |= s->sentence_start ? DVI_TOKEN_INITIAL : DVI_TOKEN_CAPITAL;
    if (w->total >= 2 && w->uppers == w->total) flags |= DVI_TOKEN_ACRONYM;
    return (uint8_t)flags;
}

static dvk_status scan_word(scanner *s, size_t *at) {
    letters w;
    size_t begin = *at;
    *at = read_letters(s, begin, &w);
    bool repaired = repair(&w);
    dvi_token token = {.begin = (uint32_t)begin, .len = (uint32_t)(*at - begin), .span = 1, .zone = s->zone};
    token.flags = word_flags(s, &w);
    if (repaired) token.flags |= DVI_TOKEN_REPAIRED;
    unsigned upper = (w.first_upper ? DVI_WORD_UPPER : 0u) | (token.flags & DVI_TOKEN_ACRONYM ? DVI_WORD_ALL_UPPER : 0u);
    const dvi_word *word =
        dvi_word_look_up(s->cache, s->language, s->text.data + begin, *at - begin, w.list, w.n, upper);
    token.form = word->form;
    token.stem = word->stem;
    token.skeleton = word->skeleton;
    token.stem_idf = word->stem_idf;
    token.skeleton_idf = word->skeleton_idf;
    token.kind = token.flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM) ? DVK_FEATURE_NAME : DVK_FEATURE_WORD;
    s->sentence_start = false;
    *at = skip_possessive(s, *at);
    return push(s->out, &token, word);
}

/* Idf of a word of a script without background: by length, since short words are the common ones. */
static uint16_t foreign_idf(size_t n) {
    return n < 3 ? 0 : (uint16_t)(n > 8 ? 1664 : 256 + 176 * n);
}

static dvk_status scan_foreign(scanner *s, size_t *at) {
    uint32_t folded[DVI_WORD_LETTERS];
    size_t n = 0, total = 0, begin = *at;
    while (*at < s->text.len) {
        size_t next;
        uint32_t c = peek(s, *at, &next);
        dvi_character class = dvi_character_of(c);
        if (class != DVI_CHAR_FOREIGN && class != DVI_CHAR_IGNORED) break;
        if (class == DVI_CHAR_FOREIGN) {
            if (n < DVI_WORD_LETTERS) folded[n++] = dvi_fold_foreign(c);
            total++;
        }
        *at = next;
    }
    dvi_token token = {.begin = (uint32_t)begin, .len = (uint32_t)(*at - begin), .span = 1, .zone = s->zone};
    token.kind = DVK_FEATURE_WORD;
    char text[4 * DVI_WORD_LETTERS];
    size_t len = 0, stem_len = 0;
    for (size_t i = 0; i < n; i++) {
        len += dvi_utf8_put(folded[i], text + len);
        if (i < FOREIGN_LETTERS) stem_len = len;
    }
    token.form = (uint32_t)XXH3_64bits(text, len);
    token.stem = dvi_feature_key('u', text, stem_len);
    token.stem_idf = foreign_idf(total);
    s->sentence_start = false;
    return push(s->out, &token, NULL);
}

static dvk_status scan_grams(scanner *s, size_t *at) {
    size_t previous = *at;
    bool first = true;
    while (*at < s->text.len) {
        size_t next;
        uint32_t c = peek(s, *at, &next);
        if (dvi_character_of(c) != DVI_CHAR_GRAM) break;
        if (!first || !(next < s->text.len && dvi_character_of(peek(s, next, &(size_t){0})) == DVI_CHAR_GRAM)) {
            dvi_token token = {.begin = (uint32_t)previous, .len = (uint32_t)(next - previous), .span = 1, .zone = s->zone};
            token.kind = DVK_FEATURE_GRAM;
            token.stem = dvi_feature_key('g', s->text.data + previous, next - previous);
            token.form = token.stem;
            token.stem_idf = GRAM_IDF;
            dvk_status status = push(s->out, &token, NULL);
            if (status != DVK_OK) return status;
        }
        first = false;
        previous = *at;
        *at = next;
    }
    s->sentence_start = false;
    return DVK_OK;
}

/* A number's digits are kept as they stand, to be read with what follows them. */
static dvk_status scan_number(scanner *s, size_t *at) {
    size_t begin = *at;
    while (*at < s->text.len) {
        size_t next;
        if (dvi_character_of(peek(s, *at, &next)) != DVI_CHAR_DIGIT) break;
        *at = next;
    }
    dvi_token token = {.begin = (uint32_t)begin, .len = (uint32_t)(*at - begin), .span = 1, .zone = s->zone};
    token.kind = DVK_FEATURE_NUMBER;
    token.form = (uint32_t)XXH3_64bits(s->text.data + begin, token.len);
    s->sentence_start = false;
    return push(s->out, &token, NULL);
}

dvk_status dvi_tokenize(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_zone zone, dvi_token_list *out) {
    scanner s = {cache, text, language, (uint8_t)zone, true, out};
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < text.len && status == DVK_OK;) {
        size_t next;
        switch (dvi_character_of(peek(&s, at, &next))) {
            case DVI_CHAR_LETTER: status = scan_word(&s, &at); break;
            case DVI_CHAR_FOREIGN: status = scan_foreign(&s, &at); break;
            case DVI_CHAR_GRAM: status = scan_grams(&s, &at); break;
            case DVI_CHAR_DIGIT: status = scan_number(&s, &at); break;
            case DVI_CHAR_STOP: s.sentence_start = true; at = next; break;
            default: at = next; break;
        }
    }
    return status;
}
