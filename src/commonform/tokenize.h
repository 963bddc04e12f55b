/* Tokenising: valid UTF-8 -> tokens with their keys, phrases, numbers and dates. */
#ifndef DVI_TOKENIZE_H
#define DVI_TOKENIZE_H

#include <stddef.h>
#include <stdint.h>

#include "article/token.h"
#include "dvoinik/article.h"
#include "dvoinik/features.h"
#include "words.h"

/* A growing list of tokens. A zeroed one is empty. */
typedef struct dvi_token_list {
    dvi_token *list;
    dvi_word *words;                   /* of each token; of numbers DVI_WORD_DIGITS, of grams nothing */
    struct dvi_outline_block *outline; /* of the text at hand */
    size_t n, cap, words_cap, outline_cap;
    size_t loud; /* words of the text at hand that are DVI_WORD_LOUD */
} dvi_token_list;

void dvi_token_list_finish(dvi_token_list *tokens);

/* Appends the tokens of `text`, which is valid UTF-8 of at most 4 GiB. Concepts are not looked for yet.
 * Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_tokenize(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_zone zone,
                        dvi_token_list *out);

/* The lower-case letters of one word, homoglyphs folded: at most DVI_WORD_LETTERS; how many. 0 when it does
 * not begin with a table letter. */
size_t dvi_word_letters(dvk_span word, uint32_t *out);

/* Gives the tokens from `from` on their concepts: phrases, lexicon words, names, numbers with their
 * magnitude, dates. `text` is what the tokens were made from, and no other was tokenised since. */
void dvi_find_concepts(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens,
                       size_t from);

/* What a concept's key is made from, as text: "=foreign-minister", "#25e3", "@07-12", "@w1"; empty for a
 * token that has none. */
typedef struct dvi_concept_text {
    char text[64]; /* ends in NUL */
} dvi_concept_text;

/* The day of a leap year, 1 to 366, where it is a day of a month; else 0. */
uint32_t dvi_day_named(const dvi_concept_text *text);

/* As dvi_find_concepts from the first token on, with the concepts' texts: `texts` is zeroed and holds one a
 * token. */
void dvi_name_concepts(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens,
                       dvi_concept_text *texts);

#endif
