/* Tokenising: one pass over the characters; the letters of a word are read in spelling.c. */
#include "tokenize.h"

#include <string.h>
#include <xxhash.h>

#include "characters.h"
#include "spelling.h"
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

/* Behind an "'s" at `at`, or `at`. */
static size_t skip_possessive(const scanner *s, size_t at) {
    size_t next;
    if (at >= s->text.len || dvi_character_of(peek(s, at, &next)) != DVI_CHAR_APOSTROPHE) return at;
    return dvi_possessive_at(s->text, next) ? next + 1 : at;
}

static uint8_t word_flags(const scanner *s, const dvi_spelling *w) {
    unsigned flags = 0;
    if (w->first_upper) flags |= s->sentence_start ? DVI_TOKEN_INITIAL : DVI_TOKEN_CAPITAL;
    if (w->total >= 2 && w->uppers == w->total) flags |= DVI_TOKEN_ACRONYM;
    return (uint8_t)flags;
}

static dvk_status scan_word(scanner *s, size_t *at) {
    dvi_spelling w;
    size_t begin = *at;
    *at = dvi_spelling_read(s->text, begin, SIZE_MAX, &w);
    bool repaired = dvi_spelling_repair(&w);
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
