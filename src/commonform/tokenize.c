/* Tokenising: one pass over the characters finds the words, another recalls what they are; the letters of one that is not remembered are
 * read in spelling.c. */
#include "tokenize.h"

#include <string.h>
#include <xxhash.h>

#include "characters.h"
#include "spelling.h"
#include "tables/fold.h"
#include "base/memory.h"
#include "tables/sealed_model.h"
#include "base/utf8.h"

enum { GRAM_IDF = 1152, FOREIGN_LETTERS = 6, AHEAD = 16, PENDING = 128 /* a flag: a word not yet read */ };

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

static dvk_status make_room(dvi_token_list *out) {
    void *list = out->list, *words = out->words;
    dvk_status status = dvi_grow(&list, &out->cap, out->n + 1, sizeof *out->list);
    out->list = list;
    if (status == DVK_OK) status = dvi_grow(&words, &out->words_cap, out->n + 1, sizeof *out->words);
    out->words = words;
    return status;
}

static dvk_status push(dvi_token_list *out, const dvi_token *token) {
    if (out->n >= out->cap || out->n >= out->words_cap) {
        dvk_status status = make_room(out);
        if (status != DVK_OK) return status;
    }
    out->list[out->n++] = *token;
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

static uint32_t hash_character(uint32_t hash, uint32_t c) {
    return (hash ^ c) * UINT32_C(0x9E3779B1) + (hash >> 15);
}

/* Behind the word at `at`, which *hash becomes a hash of. A run of letters needs no more than a look at what ends it. */
static size_t pass_word(const scanner *s, size_t at, uint32_t *hash) {
    size_t end = at, next = at;
    dvi_character class = DVI_CHAR_OTHER;
    while (end < s->text.len) {
        uint32_t c = peek(s, end, &next);
        class = dvi_character_of(c);
        if (class != DVI_CHAR_LETTER) break;
        *hash = hash_character(*hash, c);
        end = next;
    }
    bool may_go_on = class == DVI_CHAR_IGNORED || class == DVI_CHAR_APOSTROPHE || class == DVI_CHAR_DIGIT;
    if (end == s->text.len || !may_go_on) return end;
    dvi_spelling w;
    size_t more = dvi_spelling_read(s->text, at, SIZE_MAX, &w);
    while (end < more)
        *hash = hash_character(*hash, peek(s, end, &end));
    return end;
}

/* Where the word is, and the hash it is recalled by in `form`; read_word does the rest. */
static dvk_status scan_word(scanner *s, size_t *at) {
    dvi_token token = {.begin = (uint32_t)*at, .span = 1, .zone = s->zone, .kind = DVK_FEATURE_WORD, .flags = PENDING};
    size_t end = pass_word(s, *at, &token.form);
    token.len = (uint32_t)(end - *at);
    if (s->sentence_start) token.flags |= DVI_TOKEN_INITIAL;
    s->sentence_start = false;
    *at = skip_possessive(s, end);
    return push(s->out, &token);
}

static unsigned shape_of(dvi_spelling *w) {
    bool repaired = dvi_spelling_repair(w);
    return (w->first_upper ? DVI_WORD_UPPER : 0u) | (w->total >= 2 && w->uppers == w->total ? DVI_WORD_ALL_UPPER : 0u) |
           (repaired ? DVI_WORD_REPAIRED : 0u);
}

static const dvi_word *look_up(const scanner *s, const dvi_token *token) {
    dvi_raw_word raw = {s->text.data + token->begin, token->len, token->form};
    const dvi_word *word = dvi_word_recall(s->cache, s->language, &raw);
    if (word != NULL) return word;
    dvi_spelling w;
    dvi_spelling_read(s->text, token->begin, SIZE_MAX, &w);
    unsigned shape = shape_of(&w);
    return dvi_word_analyse(s->cache, s->language, &raw, w.list, w.n, shape);
}

static uint8_t word_flags(bool sentence_start, unsigned shape) {
    unsigned flags = 0;
    if (shape & DVI_WORD_UPPER) flags |= sentence_start ? DVI_TOKEN_INITIAL : DVI_TOKEN_CAPITAL;
    if (shape & DVI_WORD_ALL_UPPER) flags |= DVI_TOKEN_ACRONYM;
    if (shape & DVI_WORD_REPAIRED) flags |= DVI_TOKEN_REPAIRED;
    return (uint8_t)flags;
}

static void read_word(const scanner *s, dvi_token *token, dvi_word *out) {
    const dvi_word *word = look_up(s, token);
    *out = *word;
    token->form = word->form;
    token->stem = word->stem;
    token->stem_idf = word->stem_idf;
    token->flags = word_flags(token->flags & DVI_TOKEN_INITIAL, word->shape);
    if (token->flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM)) token->kind = DVK_FEATURE_NAME;
}

/* Reads the words among the tokens from `from` on, each announced to the cache some words before. */
static void read_words(const scanner *s, size_t from) {
    static const dvi_word no_word = {.meaning = DVI_NO_MEANING};
    dvi_token *list = s->out->list;
    for (size_t i = from; i < s->out->n && i < from + AHEAD; i++)
        dvi_word_expect(s->cache, s->language, list[i].form);
    for (size_t i = from; i < s->out->n; i++) {
        if (i + AHEAD < s->out->n) dvi_word_expect(s->cache, s->language, list[i + AHEAD].form);
        if (list[i].flags & PENDING)
            read_word(s, &list[i], &s->out->words[i]);
        else
            s->out->words[i] = no_word;
    }
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
    return push(s->out, &token);
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
            dvk_status status = push(s->out, &token);
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
    return push(s->out, &token);
}

dvk_status dvi_tokenize(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_zone zone, dvi_token_list *out) {
    scanner s = {cache, text, language, (uint8_t)zone, true, out};
    size_t from = out->n;
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
    if (status == DVK_OK) read_words(&s, from);
    return status;
}
