/* What the makers of concepts share: the tokens of a text, and what stands between them. */
#ifndef DVI_CONCEPT_PARTS_H
#define DVI_CONCEPT_PARTS_H

#include <string.h>

#include "base/utf8.h"
#include "tables/columns.h"
#include "tables/sealed_model.h"
#include "tokenize.h"

typedef struct dvi_concept_context {
    const dvk_model *model;
    dvk_span text;
    uint32_t language;
    uint32_t column; /* of the word tables, which the language's phrases are in */
    dvi_token *tokens;
    const dvi_word *words;
    size_t n, loud;
    dvi_concept_text *texts; /* of each token, NULL when they are not asked for */
} dvi_concept_context;

static inline const dvi_meaning *dvi_meaning_at(const dvi_concept_context *c, size_t i) {
    return i < c->n && c->words[i].meaning != DVI_NO_MEANING ? &c->model->meanings[c->words[i].meaning]
                                                             : NULL;
}

/* The value of a meaning of this kind at token i, or -1. */
static inline int32_t dvi_value_at(const dvi_concept_context *c, size_t i, dvi_meaning_kind kind) {
    const dvi_meaning *m = dvi_meaning_at(c, i);
    return m != NULL && m->kind == kind ? m->value : -1;
}

/* The characters between tokens i and i + 1. */
static inline dvk_span dvi_gap_behind(const dvi_concept_context *c, size_t i) {
    size_t from = (size_t)c->tokens[i].begin + c->tokens[i].len;
    return (dvk_span){c->text.data + from, c->tokens[i + 1].begin - from};
}

/* Whether token i stands there as this word, letter for letter; false beyond the last. */
static inline bool dvi_is_word(const dvi_concept_context *c, size_t i, const char *word) {
    size_t len = strlen(word);
    return i < c->n && c->tokens[i].len == len && memcmp(c->text.data + c->tokens[i].begin, word, len) == 0;
}

/* Whether token i is digits, and of no concept yet. */
static inline bool dvi_is_digits(const dvi_concept_context *c, size_t i) {
    return i < c->n && (c->words[i].traits & DVI_WORD_DIGITS) != 0 && c->tokens[i].concept == 0;
}

/* How many digits token i, which is digits, has in any script. */
static inline size_t dvi_digit_count(const dvi_concept_context *c, size_t i) {
    return dvi_utf8_characters((dvk_span){c->text.data + c->tokens[i].begin, c->tokens[i].len});
}

/* The one character between tokens i and i + 1, or 0 when it is not just one. */
static inline uint32_t dvi_joint(const dvi_concept_context *c, size_t i) {
    if (i + 1 >= c->n) return 0;
    dvk_span between = dvi_gap_behind(c, i);
    if (between.len == 0 || between.len > 3) return 0;
    size_t at = 0;
    uint32_t one = dvi_utf8_next(between.data, &at);
    return at == between.len ? one : 0;
}

static inline bool dvi_is_blank(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009;
}

/* The digits of token i, of any script, as those of ASCII; how many. */
size_t dvi_digits_in(const dvi_concept_context *c, size_t i, char *out, size_t cap);
/* Writes a number in decimal digits, `least` of them at least and a NUL behind; returns its length. */
size_t dvi_put_number(char *out, int32_t value, size_t least);

/* Gives token i, and the span - 1 behind it, the concept of this key. A word and what it means are both as
 * common as either; numbers, dates and parts of phrases do not count by their words. */
void dvi_concept_give(dvi_concept_context *c, size_t i, uint32_t key, uint16_t idf, dvk_feature_kind kind,
                      size_t span);
/* Notes what the concept's key is made from, where that is asked for. */
void dvi_concept_name(const dvi_concept_context *c, size_t i, char tag, const char *text);

/* Dates and numbers, in digits or words, that begin with token i: how many tokens they take, 0 when there is
 * none. */
size_t dvi_take_date(dvi_concept_context *c, size_t i);
size_t dvi_take_number(dvi_concept_context *c, size_t i);

/* Dates in digits alone: 12.07.2025, 12. 7. 2025, 12/07/2025, 2025-07-12, 2025.07.12: how many tokens they
 * take, or 0. */
size_t dvi_take_numeric_date(dvi_concept_context *c, size_t i);
/* A number that begins with `span` tokens that are number words of this value: how many tokens it takes. */
size_t dvi_take_number_words(dvi_concept_context *c, size_t i, int32_t value, size_t span);
/* The same with one and a half, as tenths. */
size_t dvi_take_tenths(dvi_concept_context *c, size_t i, int32_t tenths, size_t span);

/* A month alone, or a day of it when `day` is above 0. */
void dvi_give_date(dvi_concept_context *c, size_t i, int32_t month, int32_t day, size_t span);
/* A month of `span` tokens, with the day where Mongolian and the Turkic languages may have it, behind the
 * month's genitive; returns how many tokens it took. */
size_t dvi_give_month(dvi_concept_context *c, size_t i, int32_t month, size_t span);

#endif
