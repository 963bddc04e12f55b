/* Concepts: runs of tokens -> phrases, lexicon words, names, numbers with their magnitude, dates. */
#include <stdio.h>
#include <string.h>

#include "base/byte_mask.h"
#include "base/prefetch.h"
#include "concept_parts.h"

enum {
    CONCEPT_IDF = 1536,
    WEEKDAY_IDF = 320,
    ENDING = 5, /* letters that a word of a phrase may have behind its stem */
    LONG_ENDING = 9,
    LEAST_LOUD = 4 /* words all in capitals, before a line may be shouted */
};

void dvi_concept_give(dvi_concept_context *c, size_t i, uint32_t key, uint16_t idf, dvk_feature_kind kind,
                      size_t span) {
    dvi_token *token = &c->tokens[i];
    bool word = span == 1 && kind != DVK_FEATURE_NUMBER && kind != DVK_FEATURE_DATE;
    if (word && token->stem_idf < idf) idf = token->stem_idf;
    token->concept = key;
    token->concept_idf = idf;
    token->stem_idf = word ? idf : 0;
    token->kind = (uint8_t)kind;
    token->span = (uint8_t)span;
    for (size_t k = 1; k < span; k++) {
        token[k].span = 0;
        token[k].stem_idf = 0;
    }
}

void dvi_concept_name(const dvi_concept_context *c, size_t i, char tag, const char *text) {
    if (c->texts != NULL) snprintf(c->texts[i].text, sizeof c->texts[i].text, "%c%s", tag, text);
}

/* ---- phrases and words ---- */

/* The phrases from `first` to `end` - 1 that have this part at `depth` and the first one's before it; *end
 * becomes their end. */
static size_t narrow(const dvi_concept_context *c, size_t first, size_t *end, size_t depth, uint32_t part) {
    const dvi_phrase *phrases = c->model->phrases;
    const uint32_t before = phrases[first].part[depth - 1];
    while (first < *end && phrases[first].part[depth - 1] == before && phrases[first].part[depth] < part)
        first++;
    size_t last = first;
    while (last < *end && phrases[last].part[depth - 1] == before && phrases[last].part[depth] == part)
        last++;
    *end = last;
    return first;
}

/* Whether the words from token i on are those of the phrase, letters and lengths, whose parts they have. A
 * stem may lose a vowel and take on an ending; in a language that strings endings together, a few. */
static bool fits(const dvi_concept_context *c, size_t i, const dvi_phrase *p) {
    if (p->needs == DVI_NEEDS_CAPITAL && !(c->tokens[i].flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_INITIAL)))
        return false;
    unsigned ending = c->column == DVI_COLUMN_kk || c->column >= DVI_COLUMN_ky ? LONG_ENDING : ENDING;
    for (size_t k = 0; k < p->n; k++) {
        const dvi_word *word = &c->words[i + k];
        unsigned letters = p->letters[k], more = word->letters >> 5 * DVI_PART_LETTERS;
        if (letters <= DVI_PART_LETTERS && word->n_folded <= DVI_PART_LETTERS) continue;
        if (word->n_folded + 1U < letters || word->n_folded > letters + ending) return false;
        if ((more & (p->more[k] > 31 ? 1023 : p->more[k] != 0 ? 31 : 0)) != p->more[k]) return false;
    }
    return true;
}

/* The longest of the phrases from `first` to `end` - 1 that goes on with token i, its `depth`th; `best` when
 * there is none longer. Tries the word's first four, three and two letters, of a second word those that any
 * phrase goes on with. */
static const dvi_phrase *follow(const dvi_concept_context *c, size_t i, size_t first, size_t end,
                                size_t depth, const dvi_phrase *best) {
    if (depth == 4 || i >= c->n || c->words[i].n_folded == 0 || dvi_gap_behind(c, i - 1).len > 4) return best;
    const dvi_word *word = &c->words[i];
    const unsigned only = depth == 1 ? word->goes_on : DVI_WORD_SEVERAL;
    for (unsigned k = dvi_word_first_part(word, only); k <= dvi_word_last_part(word, only); k++) {
        size_t last = end, at = narrow(c, first, &last, depth, dvi_word_part(word, k));
        for (size_t p = at; p < last && (best == NULL || best->n <= depth); p++) {
            const dvi_phrase *phrase = &c->model->phrases[p];
            if (phrase->n != depth + 1) break; /* the shorter come first */
            if (fits(c, i - depth, phrase)) best = phrase;
        }
        if (at < last) best = follow(c, i + 1, at, last, depth + 1, best);
    }
    return best;
}

/* Whether a phrase may begin with token i and go on with the next: most do not, and need not be looked for.
 */
static bool may_be_phrase(const dvi_concept_context *c, size_t i) {
    const dvi_word *word = &c->words[i], *next = word + 1;
    unsigned may = 0;
    for (unsigned k = dvi_word_first_part(word, word->begins); k <= dvi_word_last_part(word, word->begins);
         k++)
        for (unsigned m = dvi_word_first_part(next, next->goes_on);
             m <= dvi_word_last_part(next, next->goes_on); m++)
            may |= dvi_model_has_pair(c->model, c->column, dvi_word_part(word, k), dvi_word_part(next, m));
    return may != 0;
}

/* The longest phrase that begins at token i; NULL when there is none. */
static const dvi_phrase *find_phrase(const dvi_concept_context *c, size_t i) {
    const dvi_word *word = &c->words[i];
    const dvi_phrase *best = NULL;
    for (unsigned k = dvi_word_first_part(word, word->begins); k <= dvi_word_last_part(word, word->begins);
         k++) {
        size_t end, first = dvi_model_phrases(c->model, c->column, dvi_word_part(word, k), &end);
        if (first != end) best = follow(c, i + 1, first, end, 1, best);
    }
    return best;
}

static void give_meaning(dvi_concept_context *c, size_t i, const dvi_meaning *m, size_t span) {
    if (m->kind == DVI_MEANING_CONCEPT || m->kind == DVI_MEANING_NAME) {
        dvk_feature_kind kind = m->kind == DVI_MEANING_NAME ? DVK_FEATURE_NAME : DVK_FEATURE_CONCEPT;
        dvi_concept_give(c, i, m->key, m->idf != DVI_IDF_UNKNOWN ? m->idf : CONCEPT_IDF, kind, span);
        dvi_concept_name(c, i, '=', m->name);
    } else if (m->kind == DVI_MEANING_WEEKDAY) {
        const char text[3] = {'w', (char)('0' + m->value), '\0'};
        dvi_concept_give(c, i, m->key, WEEKDAY_IDF, DVK_FEATURE_DATE, span);
        dvi_concept_name(c, i, '@', text);
    }
}

/* Whether a number in whose phrase this power stands may have it: half a million is no half of a milliard,
 * whose word begins alike. */
static bool is_of_power(int32_t value, int32_t power) {
    int64_t unit = 1;
    for (int32_t k = 0; k < power && k < 12; k++)
        unit *= 10;
    return power < 0 || value % unit == 0 || (int64_t)value * 2 == unit;
}

/* Whether the words of a phrase are number words by their letters, or short ones without an ending. */
static bool are_number_words(const dvi_concept_context *c, size_t i, const dvi_phrase *p) {
    for (size_t k = 0; k < p->n; k++) {
        int32_t power = dvi_value_at(c, i + k, DVI_MEANING_POWER);
        bool number = power >= 0 || dvi_value_at(c, i + k, DVI_MEANING_NUMBER) >= 0;
        if (!is_of_power(c->model->meanings[p->meaning].value, power)) return false;
        if (!number && c->words[i + k].n_folded > p->letters[k] + 1U) return false;
    }
    return true;
}

static size_t take_phrase(dvi_concept_context *c, size_t i) {
    const dvi_phrase *phrase = find_phrase(c, i);
    if (phrase == NULL) return 0;
    const dvi_meaning *m = &c->model->meanings[phrase->meaning];
    if (m->kind == DVI_MEANING_MONTH) return dvi_give_month(c, i, m->value, phrase->n);
    if (m->kind == DVI_MEANING_NUMBER)
        return are_number_words(c, i, phrase) ? dvi_take_number_words(c, i, m->value, phrase->n) : 0;
    if (m->kind == DVI_MEANING_TENTHS) return dvi_take_tenths(c, i, m->value, phrase->n);
    if (m->kind == DVI_MEANING_POWER) return 0;
    give_meaning(c, i, m, phrase->n);
    return phrase->n;
}

/* A capital inside a sentence makes a name of a common word: Lavrov is no monastery (лавра). English titles
 * are written with capitals, and what is all capitals may be an acronym or be shouted. */
static bool is_name_only(const dvi_concept_context *c, size_t i, const dvi_meaning *m) {
    bool english = c->column == DVI_COLUMN_en;
    return !m->proper && !english &&
           (c->tokens[i].flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM)) == DVI_TOKEN_CAPITAL;
}

static bool is_row(const dvi_meaning *m) {
    return m != NULL && (m->kind == DVI_MEANING_CONCEPT || m->kind == DVI_MEANING_NAME);
}

/* Returns how many tokens it took. */
static size_t take_one(dvi_concept_context *c, size_t i, bool phrase) {
    size_t span = phrase ? take_phrase(c, i) : 0;
    const dvi_meaning *m = dvi_meaning_at(c, i);
    if (span == 0 && !is_row(m)) span = dvi_take_date(c, i);
    if (span == 0 && !is_row(m)) span = dvi_take_number(c, i);
    if (span != 0) return span;
    if (m != NULL && !is_name_only(c, i, m)) give_meaning(c, i, m, 1);
    return 1;
}

/* In a line written in capitals throughout, capitals tell nothing. */
static void forget_shouting(dvi_concept_context *c) {
    size_t words = 0;
    if (c->loud < LEAST_LOUD) return;
    for (size_t i = 0; i < c->n; i++)
        words += c->words[i].n_folded != 0 && c->tokens[i].len > 4;
    if (c->loud * 10 < words * 6) return;
    for (size_t i = 0; i < c->n; i++) {
        dvi_token *t = &c->tokens[i];
        if (!(t->flags & DVI_TOKEN_ACRONYM)) continue;
        t->flags = (uint8_t)(t->flags & ~(DVI_TOKEN_ACRONYM | DVI_TOKEN_CAPITAL)) | DVI_TOKEN_INITIAL;
        if (t->kind == DVK_FEATURE_NAME) t->kind = DVK_FEATURE_WORD;
    }
}

/* The part of a word that phrases are first looked for by. */
static uint32_t first_part(const dvi_word *word) {
    return dvi_word_part(word, dvi_word_first_part(word, word->begins));
}

/* Of 64 tokens, a bit each: those that mean something by themselves, and those that a phrase may begin with.
 */
typedef struct spots {
    uint64_t meanings, phrases;
} spots;

/* Asks for what will be read of 64 words: the meanings of some, the phrases that may begin with some. */
static void expect_spots(const dvi_concept_context *c, const dvi_word *words, uint64_t means,
                         uint64_t phrases) {
    for (; means != 0; means &= means - 1)
        dvi_prefetch(&c->model->meanings[words[__builtin_ctzll(means)].meaning]);
    for (; phrases != 0; phrases &= phrases - 1)
        dvi_model_expect_phrase_list(c->model, c->column, first_part(&words[__builtin_ctzll(phrases)]));
}

/* The spots among n tokens from `first` on. Most tokens are none, and which are cannot be foreseen: first
 * what words tell that do not know of each other, then what two of them do. */
static spots find_spots(const dvi_concept_context *c, size_t first, size_t n) {
    const dvi_word *words = c->words + first;
    uint8_t traits[DVI_MASK_BYTES];
    if (n < sizeof traits) memset(traits, 0, sizeof traits);
    for (size_t k = 0; k < n; k++)
        traits[k] = words[k].traits;
    spots found = {dvi_mask_of_bits(traits, DVI_WORD_MEANS | DVI_WORD_DIGITS), 0};
    uint64_t begins = dvi_mask_of_bits(traits, DVI_WORD_BEGINS_PHRASE),
             goes_on = dvi_mask_of_bits(traits, DVI_WORD_GOES_ON);
    uint64_t next = first + n < c->n ? (uint64_t)((words[n].traits & DVI_WORD_GOES_ON) != 0) << (n - 1) : 0;
    for (uint64_t both = begins & (goes_on >> 1 | next); both != 0; both &= both - 1) {
        unsigned k = (unsigned)__builtin_ctzll(both);
        found.phrases |= (uint64_t)may_be_phrase(c, first + k) << k;
        dvi_model_expect_phrase_start(c->model, c->column, first_part(&words[k]));
    }
    expect_spots(c, words, dvi_mask_of_bits(traits, DVI_WORD_MEANS), found.phrases);
    return found;
}

static void find_concepts(dvi_concept_context *c) {
    enum { AT_ONCE = DVI_MASK_BYTES };
    forget_shouting(c);
    for (size_t first = 0, next = 0; first < c->n; first += AT_ONCE) {
        spots found = find_spots(c, first, c->n - first < AT_ONCE ? c->n - first : AT_ONCE);
        for (uint64_t left = found.meanings | found.phrases; left != 0; left &= left - 1) {
            unsigned k = (unsigned)__builtin_ctzll(left);
            if (first + k >= next) next = first + k + take_one(c, first + k, found.phrases >> k & 1);
        }
    }
}

static dvi_concept_context context_of(const dvk_model *model, dvk_span text, uint32_t language,
                                      dvi_token_list *tokens, size_t from) {
    return (dvi_concept_context){.model = model,
                                 .text = text,
                                 .language = language,
                                 .column = dvi_languages[language].lexicon[0],
                                 .tokens = tokens->list + from,
                                 .words = tokens->words + from,
                                 .n = tokens->n - from,
                                 .loud = tokens->loud};
}

void dvi_find_concepts(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens,
                       size_t from) {
    if (from == tokens->n) return;
    dvi_concept_context c = context_of(model, text, language, tokens, from);
    find_concepts(&c);
}

void dvi_name_concepts(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens,
                       dvi_concept_text *texts) {
    if (tokens->n == 0) return;
    dvi_concept_context c = context_of(model, text, language, tokens, 0);
    c.texts = texts;
    find_concepts(&c);
}
