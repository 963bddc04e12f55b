/* Tokenising: one pass over the outline of the text finds the words, another reads them all; the characters between plain words are looked
 * at one by one. */
#include "tokenize.h"

#include <string.h>
#include <xxhash.h>

#include "characters.h"
#include "outline.h"
#include "spelling.h"
#include "word_bytes.h"
#include "tables/fold.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "tables/sealed_model.h"

enum { GRAM_IDF = 1152, FOREIGN_LETTERS = 6, WINDOW = 64 };

typedef struct scanner {
    dvk_span text;
    const dvi_outline_block *outline;
    uint8_t zone;
    bool sentence_start;
    dvi_token_list *out;
} scanner;

void dvi_token_list_finish(dvi_token_list *tokens) {
    dvi_free(tokens->list);
    dvi_free(tokens->words);
    dvi_free(tokens->outline);
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

static inline dvk_status push(dvi_token_list *out, const dvi_token *token) {
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

/* ---- the outline ---- */

/* The outline of the 64 bytes from `at`, which is in the text. */
static inline dvi_outline_block window(const scanner *s, size_t at) {
    const dvi_outline_block *b = &s->outline[at / WINDOW];
    size_t low = at % WINDOW, high = WINDOW - 1 - low;
    return (dvi_outline_block){b[0].letters >> low | b[1].letters << 1 << high, b[0].stops >> low | b[1].stops << 1 << high,
                               b[0].others >> low | b[1].others << 1 << high};
}

/* The end of the run of plain letters at `at`. */
static inline size_t letters_end(const scanner *s, size_t at) {
    uint64_t gaps;
    while ((gaps = ~window(s, at).letters) == 0) at += WINDOW;
    return at + (size_t)__builtin_ctzll(gaps);
}

/* ---- words ---- */

/* Behind an "'s" at `at`, or `at`. */
static size_t skip_possessive(const scanner *s, size_t at) {
    size_t next;
    if (at >= s->text.len || dvi_character_of(peek(s, at, &next)) != DVI_CHAR_APOSTROPHE) return at;
    return dvi_possessive_at(s->text, next) ? next + 1 : at;
}

/* Behind the word at `at`, whose run of plain letters ends at `end`. */
static size_t pass_word(const scanner *s, size_t at, size_t end) {
    dvi_character class = DVI_CHAR_OTHER;
    for (size_t next = end; end < s->text.len; end = next) {
        class = dvi_character_of(dvi_utf8_next(s->text.data, &next));
        if (class != DVI_CHAR_LETTER) break;
    }
    bool may_go_on = class == DVI_CHAR_IGNORED || class == DVI_CHAR_APOSTROPHE || class == DVI_CHAR_DIGIT;
    dvi_spelling w;
    return end < s->text.len && may_go_on ? dvi_spelling_read(s->text, at, SIZE_MAX, &w) : end;
}

/* Where the word is and what it is recalled by; dvi_words_read does the rest: stem, its idf, and kind. */
static inline dvk_status push_word(scanner *s, size_t at, size_t end, bool plain) {
    dvi_token_list *out = s->out;
    if (out->n >= out->cap || out->n >= out->words_cap) {
        dvk_status status = make_room(out);
        if (status != DVK_OK) return status;
    }
    dvi_token *token = &out->list[out->n++];
    token->begin = (uint32_t)at;
    token->len = (uint32_t)(end - at);
    token->form = dvi_word_hash(s->text, at, end - at);
    token->concept = 0;
    token->concept_idf = 0;
    token->flags = (uint8_t)(DVI_TOKEN_UNREAD | (plain ? DVI_TOKEN_PLAIN : 0) | (s->sentence_start ? DVI_TOKEN_INITIAL : 0));
    token->zone = s->zone;
    token->span = 1;
    s->sentence_start = false;
    return DVK_OK;
}

/* The word of plain letters at `at`, which plain spaces or punctuation follow. */
static inline dvk_status scan_plain(scanner *s, size_t *at, size_t len) {
    size_t begin = *at;
    *at += len;
    return push_word(s, begin, *at, true);
}

/* The word at `at`: plain letters that plain spaces or punctuation follow, or more. */
static dvk_status scan_word(scanner *s, size_t *at) {
    size_t letters = letters_end(s, *at);
    bool whole = letters == s->text.len || (s->outline[letters / WINDOW].others >> letters % WINDOW & 1) == 0;
    size_t end = whole ? letters : pass_word(s, *at, letters);
    dvk_status status = push_word(s, *at, end, end == letters);
    *at = whole ? end : skip_possessive(s, end);
    return status;
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

/* A character that is no plain letter. */
static dvk_status scan_other(scanner *s, size_t *at) {
    size_t next;
    switch (dvi_character_of(peek(s, *at, &next))) {
        case DVI_CHAR_LETTER: return scan_word(s, at);
        case DVI_CHAR_FOREIGN: return scan_foreign(s, at);
        case DVI_CHAR_GRAM: return scan_grams(s, at);
        case DVI_CHAR_DIGIT: return scan_number(s, at);
        case DVI_CHAR_STOP: s->sentence_start = true; break;
        default: break;
    }
    *at = next;
    return DVK_OK;
}

static dvk_status scan(scanner *s) {
    for (size_t at = 0; at < s->text.len;) {
        dvi_outline_block ahead = window(s, at);
        uint64_t events = ahead.letters | ahead.others;
        if (events == 0) {
            s->sentence_start |= ahead.stops != 0;
            at += WINDOW;
            continue;
        }
        unsigned first = (unsigned)__builtin_ctzll(events);
        s->sentence_start |= (ahead.stops & ((UINT64_C(1) << first) - 1)) != 0;
        at += first;
        if (at >= s->text.len) break;
        /* Behind the letters, within what is ahead, or 0. */
        uint64_t letters = ahead.letters >> first, behind = (letters + 1) & ~letters & (UINT64_MAX >> first);
        dvk_status status;
        if ((letters & 1) != 0 && behind != 0 && (ahead.others >> first & behind) == 0)
            status = scan_plain(s, &at, (size_t)__builtin_ctzll(behind));
        else
            status = letters & 1 ? scan_word(s, &at) : scan_other(s, &at);
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

dvk_status dvi_tokenize(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_zone zone, dvi_token_list *out) {
    void *outline = out->outline;
    dvk_status status = dvi_grow(&outline, &out->outline_cap, dvi_outline_blocks(text.len), sizeof *out->outline);
    out->outline = outline;
    if (status != DVK_OK) return status;
    dvi_outline_fill(dvi_word_cache_kernel(cache), text, out->outline);
    scanner s = {text, out->outline, (uint8_t)zone, true, out};
    size_t from = out->n;
    status = scan(&s);
    if (status == DVK_OK) dvi_words_read(cache, text, language, out->list + from, out->words + from, out->n - from);
    return status;
}
