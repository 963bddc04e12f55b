/* Words for language identification. White space parts tokens; a token with a slash, an at sign, an
 * underscore or a stop between two letters is an address and says nothing about the language of the text. */
#include "language_word.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/utf8.h"
#include "homoglyph.h"
#include "language_table.h"
#include "tables.h"

enum { TOKEN_BYTES = 512 };

typedef struct word_state {
    dvi_language_word *out;
    uint32_t letters[DVI_LANGUAGE_WORD_LETTERS + 1]; /* behind the first, as its codes are */
    unsigned scripts;
    bool spoilt;
} word_state;

/* What a byte says of the token it stands in; most say nothing. */
enum { BYTE_ENDS = 1, BYTE_ADDRESS = 2, BYTE_STOP = 4 };

static const uint8_t byte_kinds[256] = {1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        1,
                                        ['/'] = BYTE_ADDRESS,
                                        ['@'] = BYTE_ADDRESS,
                                        ['_'] = BYTE_ADDRESS,
                                        ['='] = BYTE_ADDRESS,
                                        ['\\'] = BYTE_ADDRESS,
                                        ['.'] = BYTE_STOP};

static bool is_ascii_word_byte(unsigned char c) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

#if defined(__SSE2__)

enum { AT_ONCE = sizeof(__m128i), PLAIN_BYTES = 4 * AT_ONCE };

/* Whether the token at r->at ends soon, in what can be read sixteen bytes at a time, and has nothing of an
 * address; r->token_end is then its end. */
static bool is_short_and_plain(dvi_language_reader *r) {
    static const char signs[] = {'/', '@', '_', '=', '\\', '.'};
    for (size_t at = r->at; r->text.len - at >= AT_ONCE && at - r->at < PLAIN_BYTES; at += AT_ONCE) {
        __m128i some, other = _mm_setzero_si128();
        memcpy(&some, r->text.data + at, sizeof some);
        for (size_t i = 0; i < sizeof signs; i++)
            other = _mm_or_si128(other, _mm_cmpeq_epi8(some, _mm_set1_epi8(signs[i])));
        __m128i ends = _mm_cmpeq_epi8(_mm_min_epu8(some, _mm_set1_epi8(' ')), some);
        unsigned end = (unsigned)_mm_movemask_epi8(ends), before = (end & (0 - end)) - 1;
        if (((unsigned)_mm_movemask_epi8(other) & before) != 0) return false;
        r->token_end = at + (size_t)__builtin_ctz(end | 1u << AT_ONCE);
        if (end != 0) return true;
    }
    return false;
}

#endif

/* Moves to the next token that is no address. */
static bool next_token(dvi_language_reader *r) {
    const unsigned char *p = (const unsigned char *)r->text.data;
    for (;;) {
        while (r->at < r->stop && p[r->at] <= ' ')
            r->at++;
        if (r->at >= r->stop) return false;
#if defined(__SSE2__)
        if (is_short_and_plain(r)) return true;
#endif
        bool address = false;
        size_t end = r->at, most = r->text.len - r->at > TOKEN_BYTES ? r->at + TOKEN_BYTES : r->text.len;
        for (; end < most; end++) {
            uint8_t kind = byte_kinds[p[end]];
            if (kind == 0) continue;
            if (kind == BYTE_ENDS) break;
            bool joins = end > r->at && end + 1 < most && is_ascii_word_byte(p[end - 1]) &&
                         is_ascii_word_byte(p[end + 1]);
            if (kind == BYTE_ADDRESS || joins) address = true;
        }
        while (end < r->text.len && (p[end] & 0xC0) == 0x80)
            end++;
        r->token_end = end;
        if (!address) return true;
        r->at = end;
    }
}

uint8_t dvi_language_far_code(uint32_t c) {
    if (c >= 0x2000 && c < 0x2070) {
        if (c == 0x2018 || c == 0x2019 || c == 0x201B || c == 0x2032) return DVI_CODE_APOSTROPHE;
        return (c >= 0x200B && c <= 0x200D) || c == 0x2060 ? DVI_CODE_IGNORED : DVI_CODE_NONE;
    }
    if (c >= 0x1E00 && c < 0x1F00) return DVI_CODE_STRANGE;
    if (c == 0xFEFF) return DVI_CODE_IGNORED;
    return u_isUAlphabetic((UChar32)c) ? DVI_CODE_OTHER : DVI_CODE_NONE;
}

static uint8_t code_of(const dvi_language_reader *r, uint32_t c) {
    return c < DVI_LANGUAGE_CODES ? r->letters[c] : dvi_language_far_code(c);
}

static bool is_letter_code(uint8_t code) {
    return (code & 0x7F) >= DVI_CODE_FIRST;
}

/* A combining mark may make another letter of the last one. */
static void compose(const dvi_language_reader *r, word_state *s, uint32_t mark) {
    UErrorCode error = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&error);
    if (U_FAILURE(error) || s->out->n == 0) return;
    UChar32 c = unorm2_composePair(nfc, (UChar32)s->letters[s->out->n], (UChar32)mark);
    if (c < 0) return;
    uint8_t code = code_of(r, (uint32_t)c);
    if (!is_letter_code(code)) return;
    s->letters[s->out->n] = (uint32_t)c;
    s->out->codes[s->out->n] = code & 0x7F;
}

static unsigned script_bit(uint8_t code) {
    return code & DVI_CODE_CYRILLIC ? 2 : 1;
}

static void add_letter(word_state *s, uint32_t c, uint8_t code) {
    s->scripts |= script_bit(code);
    if (s->out->n == DVI_LANGUAGE_WORD_LETTERS) {
        s->spoilt = true;
        return;
    }
    s->letters[++s->out->n] = c;
    s->out->codes[s->out->n] = code & 0x7F;
}

/* A word of both scripts is read as the tokeniser reads it, homoglyphs folded: whether it is of one script
 * then. */
static bool fold_homoglyphs(const dvi_language_reader *r, word_state *s) {
    uint32_t letters[DVI_LANGUAGE_WORD_LETTERS];
    size_t n = 0;
    for (size_t i = 1; i <= s->out->n; i++)
        if (s->out->codes[i] != DVI_CODE_APOSTROPHE)
            letters[n++] = (uint32_t)u_tolower((UChar32)s->letters[i]);
    dvi_homoglyphs_fold(letters, n);
    s->scripts = 0;
    n = 0;
    for (size_t i = 1; i <= s->out->n; i++) {
        if (s->out->codes[i] == DVI_CODE_APOSTROPHE) continue;
        uint8_t code = code_of(r, letters[n++]);
        s->scripts |= script_bit(code);
        s->out->codes[i] = code & 0x7F;
    }
    return s->scripts != 3;
}

/* What is no letter: false when it ends the word. */
static bool add_other(dvi_language_reader *r, word_state *s, uint32_t c, uint8_t code, size_t next) {
    switch (code) {
    case DVI_CODE_IGNORED:
        if (c >= 0x300 && c < 0x370) compose(r, s, c);
        return true;
    case DVI_CODE_DIGIT:
        s->spoilt = true;
        return true;
    case DVI_CODE_OTHER:
        r->other_letters++;
        s->spoilt = true;
        return true;
    case DVI_CODE_APOSTROPHE:
        if (s->out->n == 0 || s->out->n == DVI_LANGUAGE_WORD_LETTERS || next >= r->token_end) return false;
        if (!is_letter_code(code_of(r, dvi_utf8_next(r->text.data, &next)))) return false;
        s->letters[++s->out->n] = 0; /* which no mark makes another letter of */
        s->out->codes[s->out->n] = DVI_CODE_APOSTROPHE;
        return true;
    default:
        return false;
    }
}

/* Reads up to the end of a word inside the token; whether it is one. */
static bool read_word(dvi_language_reader *r, dvi_language_word *out) {
    word_state s = {.out = out};
    out->n = 0;
    while (r->at < r->token_end) {
        uint32_t c = dvi_utf8_next(r->text.data, &r->at);
        uint8_t code = code_of(r, c);
        if (is_letter_code(code))
            add_letter(&s, c, code);
        else if (!add_other(r, &s, c, code, r->at))
            break;
    }
    if (out->n == 0 || s.spoilt || (s.scripts == 3 && !fold_homoglyphs(r, &s))) return false;
    out->script = s.scripts == 2 ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN;
    out->codes[0] = out->codes[out->n + 1] = DVI_CODE_EDGE;
    return true;
}

/* Reads a word of letters of one script alone, as nearly all are, up to the end of the token or behind what
 * ends it: how it is read says nothing of the word, so that a loop does that looks at one thing. False when
 * there is more to it, and nothing was read. */
static bool read_letters(dvi_language_reader *r, dvi_language_word *out, bool *is_word) {
    uint8_t any = 0, all = UINT8_MAX, code = DVI_CODE_NONE;
    size_t at = r->at, n = 0;
    while (at < r->token_end) {
        code = code_of(r, dvi_utf8_next(r->text.data, &at));
        if (!is_letter_code(code)) break;
        if (n == DVI_LANGUAGE_WORD_LETTERS) return false;
        out->codes[++n] = code & 0x7F;
        any |= code;
        all &= code;
        code = DVI_CODE_NONE;
    }
    if (code != DVI_CODE_NONE || (n != 0 && ((any ^ all) & DVI_CODE_CYRILLIC) != 0)) return false;
    r->at = at;
    out->n = (uint32_t)n;
    out->script = any & DVI_CODE_CYRILLIC ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN;
    out->codes[0] = out->codes[n + 1] = DVI_CODE_EDGE;
    *is_word = n != 0;
    return true;
}

/* Passes over letters of other scripts alone, up to the end of the token or behind what ends them: they are
 * counted, and are no word. False when there is more to it, and nothing was read. */
static bool pass_other_letters(dvi_language_reader *r) {
    uint8_t code = DVI_CODE_OTHER;
    size_t at = r->at, n = 0;
    for (; at < r->token_end; n++) {
        code = code_of(r, dvi_utf8_next(r->text.data, &at));
        if (code != DVI_CODE_OTHER) break;
    }
    if (n == 0 || (code != DVI_CODE_OTHER && code != DVI_CODE_NONE)) return false;
    r->other_letters += n;
    r->at = at;
    return true;
}

bool dvi_language_next_word(dvi_language_reader *reader, dvi_language_word *out) {
    for (;;) {
        bool is_word;
        if (reader->at >= reader->token_end && !next_token(reader)) return false;
        if (!read_letters(reader, out, &is_word))
            is_word = !pass_other_letters(reader) && read_word(reader, out);
        if (is_word) return true;
    }
}

static uint32_t hash_step(uint32_t hash, uint8_t code) {
    return (hash ^ code) * UINT32_C(0x01000193);
}

static uint32_t hash_finish(uint32_t hash) {
    hash ^= hash >> 15;
    return hash * UINT32_C(0x2C1B3C6D) | UINT32_C(0x80000000);
}

uint32_t dvi_language_long_key(const uint8_t *codes, size_t n) {
    uint32_t hash = UINT32_C(0x811C9DC5);
    for (size_t i = 0; i < n; i++)
        hash = hash_step(hash, codes[i]);
    return hash_finish(hash);
}

/* Keys of the whole word and its first four, five and six letters; `last` is where its codes end. */
static size_t long_keys(const uint8_t *codes, size_t last, uint32_t *keys) {
    uint32_t hash = UINT32_C(0x811C9DC5);
    size_t n = 0;
    if (last < 4) return 0;
    for (size_t i = 0; i < 4; i++)
        hash = hash_step(hash, codes[i]);
    for (size_t i = 4; i <= last; i++) { /* what does not count is overwritten: it cannot be foreseen */
        hash = hash_step(hash, codes[i]);
        keys[n] = hash_finish(hash);
        n += i <= 6;
    }
    return n + (last > 6);
}

size_t dvi_language_near_rows(const dvi_language_word *word, const uint16_t *near, uint32_t *rows) {
    enum { CODES_AT_ONCE = 8 };
    const uint8_t *codes = word->codes;
    for (size_t i = 0; i <= word->n; i += CODES_AT_ONCE)
        for (size_t k = i; k < i + CODES_AT_ONCE; k++) {
            rows[2 * k] = near[(codes[k] << 7 | codes[k + 1]) &
                               (DVI_GRAM_NEAR - 1)]; /* what is behind the word may be anything */
            rows[2 * k + 1] = near[codes[k + 1]];
        }
    return 2 * (size_t)word->n + 1; /* the last letter is an edge */
}

size_t dvi_language_keys(const dvi_language_word *word, bool with_words, uint32_t *keys) {
    enum {
        CODES_AT_ONCE = 8
    }; /* what does not count is overwritten: how long words are cannot be foreseen */
    const uint8_t *codes = word->codes;
    const size_t last = word->n + 1, n = 2 * last - 3;
    uint32_t group = (uint32_t)codes[0] << 14 | (uint32_t)codes[1] << 7 | codes[2];
    keys[0] = group;
    for (size_t i = 3; i <= last; i += CODES_AT_ONCE)
        for (size_t k = i; k < i + CODES_AT_ONCE; k++) {
            group = (group << 7 | codes[k]) & 0x0FFFFFFF;
            keys[2 * k - 5] = group & 0x1FFFFF;
            keys[2 * k - 4] = group;
        }
    return with_words ? n + long_keys(codes, last, keys + n) : n;
}
