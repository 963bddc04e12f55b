/* Tokenising: one pass over the outline of the text finds the words, another reads them all; the characters
 * between plain words are looked at one by one. */
#include "tokenize.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/memory.h"
#include "base/prefetch.h"
#include "base/utf8.h"
#include "characters.h"
#include "outline.h"
#include "spelling.h"
#include "tables/fold.h"
#include "tables/sealed_model.h"
#include "word_bytes.h"
#include "word_slots.h"

enum { GRAM_IDF = 1152, BLOCK = DVI_OUTLINE_BLOCK };

typedef struct scanner {
    dvk_span text;
    const dvi_outline_block *outline;
    const dvi_word_sets *sets;
    uint32_t place; /* dvi_word_place of a hash of 0: what the language makes of any */
    uint8_t zone;
    bool sentence_start;
    dvi_token_list *out;
    dvi_token word; /* what all words have in common */
} scanner;

void dvi_token_list_finish(dvi_token_list *tokens) {
    dvi_free(tokens->list);
    dvi_free(tokens->words);
    dvi_free(tokens->outline);
    *tokens = (dvi_token_list){0};
}

/* Room for as many tokens more. */
static inline dvk_status make_room(dvi_token_list *out, size_t more) {
    void *list = out->list, *words = out->words;
    if (out->cap - out->n >= more && out->words_cap - out->n >= more) return DVK_OK;
    dvk_status status = dvi_grow(&list, &out->cap, out->n + more, sizeof *out->list);
    out->list = list;
    if (status == DVK_OK) status = dvi_grow(&words, &out->words_cap, out->n + more, sizeof *out->words);
    out->words = words;
    return status;
}

/* A token that is no word, of the bytes from `begin` to `end`, to be filled further where it lies; NULL
 * without memory. */
static dvi_token *push(scanner *s, size_t begin, size_t end, dvk_feature_kind kind, uint8_t traits) {
    dvi_token_list *out = s->out;
    if (make_room(out, 1) != DVK_OK) return NULL;
    out->words[out->n] = (dvi_word){.meaning = DVI_NO_MEANING, .traits = traits};
    dvi_token *token = &out->list[out->n++];
    token->begin = (uint32_t)begin;
    token->len = (uint32_t)(end - begin);
    token->form = token->stem = token->concept = 0;
    token->stem_idf = token->concept_idf = 0;
    token->kind = (uint8_t)kind;
    token->flags = 0;
    token->zone = s->zone;
    token->span = 1;
    return token;
}

static uint32_t peek(const scanner *s, size_t at, size_t *next) {
    *next = at;
    return dvi_utf8_next(s->text.data, next);
}

/* The end of the run of plain letters at `at`. */
static size_t letters_end(const scanner *s, size_t at) {
    const dvi_outline_block *b = &s->outline[at / BLOCK];
    uint64_t gaps = ~b->letters & UINT64_MAX << at % BLOCK;
    for (at -= at % BLOCK; gaps == 0; at += BLOCK)
        gaps = ~(++b)->letters;
    return at + (size_t)__builtin_ctzll(gaps);
}

/* ---- words ---- */

/* Behind an "'s" at `at`, or `at`. */
static size_t skip_possessive(const scanner *s, size_t at) {
    size_t next;
    if (at >= s->text.len || dvi_character_of(peek(s, at, &next)) != DVI_CHAR_APOSTROPHE) return at;
    return dvi_possessive_at(s->text, next) ? next + 1 : at;
}

/* Whether a word may go on with a character of this class, which is no letter; `next` is behind it. */
static bool may_go_on(const scanner *s, dvi_character class, size_t next) {
    if (class == DVI_CHAR_APOSTROPHE)
        return dvi_letter_at(s->text, next) && !dvi_possessive_at(s->text, next);
    return class == DVI_CHAR_IGNORED || (class == DVI_CHAR_DIGIT && dvi_letter_at(s->text, next));
}

/* Behind the word at `at`, whose run of plain letters ends at `end`. */
static size_t pass_word(const scanner *s, size_t at, size_t end) {
    dvi_character class = DVI_CHAR_OTHER;
    size_t next = end;
    for (; end < s->text.len; end = next) {
        class = dvi_character_of(dvi_utf8_next(s->text.data, &next));
        if (class != DVI_CHAR_LETTER) break;
    }
    dvi_spelling w;
    return end < s->text.len && may_go_on(s, class, next) ? dvi_spelling_read(s->text, at, SIZE_MAX, &w)
                                                          : end;
}

/* Where the word is and what it is recalled by; dvi_words_read does the rest: keys, idf, and kind. */
static inline void put_word(const scanner *s, dvi_token *token, size_t at, size_t len, unsigned flags) {
    uint32_t place = s->place ^ dvi_word_hash(s->text, at, len);
    dvi_prefetch(dvi_word_set_of(s->sets, place));
    *token = s->word;
    token->begin = (uint32_t)at;
    token->len = (uint32_t)len;
    token->form = place;
    token->flags = (uint8_t)(DVI_TOKEN_UNREAD | flags);
}

static dvk_status push_word(scanner *s, size_t at, size_t end, unsigned flags) {
    dvk_status status = make_room(s->out, 1);
    if (status != DVK_OK) return status;
    put_word(s, &s->out->list[s->out->n++], at, end - at,
             flags | (s->sentence_start ? DVI_TOKEN_INITIAL : 0));
    s->sentence_start = false;
    return DVK_OK;
}

/* The word at `at`: plain letters that plain spaces or punctuation follow, or more. */
static dvk_status scan_word(scanner *s, size_t *at) {
    size_t letters = letters_end(s, *at);
    bool whole = letters == s->text.len || (s->outline[letters / BLOCK].others >> letters % BLOCK & 1) == 0;
    size_t end = whole ? letters : pass_word(s, *at, letters);
    dvk_status status = push_word(s, *at, end, end == letters ? DVI_TOKEN_PLAIN : 0);
    *at = whole ? end : skip_possessive(s, end);
    return status;
}

static dvk_status scan_foreign(scanner *s, size_t *at) {
    size_t begin = *at;
    for (size_t next = begin; next < s->text.len; *at = next) {
        dvi_character class = dvi_character_of(dvi_utf8_next(s->text.data, &next));
        if (class != DVI_CHAR_FOREIGN && class != DVI_CHAR_IGNORED) break;
    }
    return push_word(s, begin, *at, DVI_TOKEN_FOREIGN);
}

static dvk_status scan_grams(scanner *s, size_t *at) {
    size_t previous = *at;
    bool first = true;
    while (*at < s->text.len) {
        size_t next;
        uint32_t c = peek(s, *at, &next);
        if (dvi_character_of(c) != DVI_CHAR_GRAM) break;
        if (!first ||
            !(next < s->text.len && dvi_character_of(peek(s, next, &(size_t){0})) == DVI_CHAR_GRAM)) {
            dvi_token *token = push(s, previous, next, DVK_FEATURE_GRAM, 0);
            if (token == NULL) return DVK_E_MEMORY;
            token->form = token->stem = dvi_feature_key('g', s->text.data + previous, next - previous);
            token->stem_idf = GRAM_IDF;
        }
        first = false;
        previous = *at;
        *at = next;
    }
    s->sentence_start = false;
    return DVK_OK;
}

static inline bool is_plain_digit(const scanner *s, size_t at) {
    return s->text.data[at] >= '0' && s->text.data[at] <= '9';
}

/* A number's digits are kept as they stand, to be read with what follows them. */
static dvk_status scan_number(scanner *s, size_t *at) {
    size_t begin = *at;
    while (*at < s->text.len && is_plain_digit(s, *at))
        ++*at;
    while (*at < s->text.len) {
        size_t next;
        if (dvi_character_of(peek(s, *at, &next)) != DVI_CHAR_DIGIT) break;
        *at = next;
    }
    dvi_token *token = push(s, begin, *at, DVK_FEATURE_NUMBER, DVI_WORD_DIGITS);
    if (token == NULL) return DVK_E_MEMORY;
    token->form = (uint32_t)XXH3_64bits(s->text.data + begin, token->len);
    s->sentence_start = false;
    return DVK_OK;
}

/* A character that is no plain letter. */
static dvk_status scan_other(scanner *s, size_t *at) {
    size_t next;
    if (is_plain_digit(s, *at)) return scan_number(s, at);
    dvi_character class = dvi_character_of(peek(s, *at, &next));
    if (class == DVI_CHAR_DIGIT) return scan_number(s, at);
    if (class == DVI_CHAR_LETTER) return scan_word(s, at);
    if (class == DVI_CHAR_FOREIGN) return scan_foreign(s, at);
    if (class == DVI_CHAR_GRAM) return scan_grams(s, at);
    if (class == DVI_CHAR_STOP) s->sentence_start = true;
    *at = next;
    return DVK_OK;
}

/* Passes over plain spaces and punctuation, as far as the block goes. */
static inline void pass_gap(scanner *s, size_t *at) {
    const dvi_outline_block *b = &s->outline[*at / BLOCK];
    uint64_t left = UINT64_MAX << *at % BLOCK, ends = (b->letters | b->others) & left;
    s->sentence_start |= (b->stops & left & ((ends & (0 - ends)) - 1)) != 0;
    *at += (ends != 0 ? (size_t)__builtin_ctzll(ends) : BLOCK) - *at % BLOCK;
}

/* Where a word that goes on behind the block ends, when plain spaces or punctuation follow it, or 0. */
static inline unsigned plain_end_behind(const dvi_outline_block *b) {
    uint64_t behind = (b[1].letters + 1) & ~b[1].letters;
    return behind == 0 || (b[1].others & behind) != 0 ? 0 : BLOCK + (unsigned)__builtin_ctzll(behind);
}

/* The words of plain letters that plain spaces or punctuation follow, from byte `from` of a block that begins
 * at `base`, until something else comes; returns how many bytes were read, more than the block has when its
 * last word goes on behind it. There is room for a token of each byte. */
static unsigned scan_plain_words(scanner *s, const dvi_outline_block *b, size_t base, unsigned from) {
    const uint64_t letters = b->letters, others = b->others;
    uint64_t left = UINT64_MAX << from, events = (letters & ~(letters << 1 & left << 1)) | others;
    dvi_token *token = s->out->list + s->out->n;
    unsigned start = s->sentence_start ? DVI_TOKEN_INITIAL : 0, read = BLOCK;
    for (events &= left; events != 0; events &= left) {
        uint64_t first = events & (0 - events),
                 behind = (letters + first) & ~letters; /* the carry runs through the letters */
        unsigned at = (unsigned)__builtin_ctzll(first);
        if ((b->stops & left & (first - 1)) != 0) start = DVI_TOKEN_INITIAL;
        left = 0 - first;
        if ((letters & first) == 0 || (others & behind) != 0) {
            read = at;
            break;
        }
        unsigned end = behind != 0 ? (unsigned)__builtin_ctzll(behind) : plain_end_behind(b);
        if (end == 0) {
            read = at;
            break;
        }
        put_word(s, token++, base + at, end - at, DVI_TOKEN_PLAIN | start);
        start = 0;
        left = 0 - behind;
        if (end > BLOCK) read = end;
    }
    s->sentence_start = start != 0 || (read >= BLOCK && (b->stops & left) != 0);
    s->out->n = (size_t)(token - s->out->list);
    return read;
}

static inline bool is_plain_letter(const scanner *s, size_t at) {
    return s->outline[at / BLOCK].letters >> at % BLOCK & 1;
}

/* What is no plain word, up to the next plain letter: texts of other scripts are read here throughout. */
static dvk_status scan_others(scanner *s, size_t *at) {
    dvk_status status = DVK_OK;
    if (is_plain_letter(s, *at)) status = scan_word(s, at);
    while (status == DVK_OK && *at < s->text.len && !is_plain_letter(s, *at)) {
        status = scan_other(s, at);
        pass_gap(s, at);
    }
    return status;
}

/* What is left of a block from *at on, and more; *at becomes where to go on. */
static dvk_status scan_block(scanner *s, size_t *at) {
    size_t base = *at - *at % BLOCK;
    const dvi_outline_block *b = &s->outline[base / BLOCK];
    dvk_status status = make_room(s->out, BLOCK);
    if (status != DVK_OK) return status;
    *at = base + scan_plain_words(s, b, base, (unsigned)(*at - base));
    return *at < base + BLOCK && *at < s->text.len ? scan_others(s, at) : DVK_OK;
}

static dvk_status scan(scanner *s) {
    dvk_status status = DVK_OK;
    for (size_t at = 0; at < s->text.len && status == DVK_OK;)
        status = scan_block(s, &at);
    return status;
}

dvk_status dvi_tokenize(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_zone zone,
                        dvi_token_list *out) {
    void *outline = out->outline;
    dvk_status status =
        dvi_grow(&outline, &out->outline_cap, dvi_outline_blocks(text.len), sizeof *out->outline);
    out->outline = outline;
    if (status != DVK_OK) return status;
    dvi_outline_fill(dvi_word_cache_kernel(cache), text, out->outline);
    scanner s = {text,
                 out->outline,
                 dvi_word_cache_sets(cache),
                 dvi_word_place(language, 0),
                 (uint8_t)zone,
                 true,
                 out,
                 {.kind = DVK_FEATURE_WORD, .zone = (uint8_t)zone, .span = 1}};
    size_t from = out->n;
    status = scan(&s);
    if (status != DVK_OK) return status;
    size_t found = out->n - from; /* without any there may be no lists */
    out->loud =
        found > 0 ? dvi_words_read(cache, text, language, out->list + from, out->words + from, found) : 0;
    return DVK_OK;
}
