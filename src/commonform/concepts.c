/* Concepts: runs of tokens -> phrases, lexicon words, names, numbers with their magnitude, dates. */
#include <stdio.h>
#include <string.h>

#include "characters.h"
#include "tables/columns.h"
#include "tables/sealed_model.h"
#include "tokenize.h"
#include "base/utf8.h"

enum {
    CONCEPT_IDF = 1536,
    DIGITS_IDF = 512, /* a number below ten, by digits or by word */
    TENS_IDF = 832,
    NUMBER_IDF = 1408,
    DECIMAL_IDF = 1280,
    YEAR_IDF = 640,
    DAY_IDF = 896,
    MONTH_IDF = 512,
    WEEKDAY_IDF = 320,
    MAX_DIGITS = 15,
    LEAST_LOUD = 4 /* words all in capitals, before a line may be shouted */
};

typedef struct context {
    const dvk_model *model;
    dvk_span text;
    uint32_t language;
    uint32_t column; /* of the word tables, which the language's phrases are in */
    dvi_token *tokens;
    const dvi_word *words;
    size_t n, loud;
    dvi_concept_text *texts; /* of each token, NULL when they are not asked for */
} context;

static bool is_digits(const context *c, size_t i) {
    return i < c->n && (c->words[i].traits & DVI_WORD_DIGITS) != 0 && c->tokens[i].concept == 0;
}

static const dvi_meaning *meaning_of(const context *c, size_t i) {
    return i < c->n && c->words[i].meaning != DVI_NO_MEANING ? &c->model->meanings[c->words[i].meaning] : NULL;
}

/* The value of a meaning of this kind at token i, or -1. */
static int32_t value_of(const context *c, size_t i, dvi_meaning_kind kind) {
    const dvi_meaning *m = meaning_of(c, i);
    return m != NULL && m->kind == kind ? m->value : -1;
}

/* The characters between tokens i and i + 1. */
static dvk_span gap(const context *c, size_t i) {
    size_t from = (size_t)c->tokens[i].begin + c->tokens[i].len;
    return (dvk_span){c->text.data + from, c->tokens[i + 1].begin - from};
}

/* The one character between tokens i and i + 1, or 0 when it is not just one. */
static uint32_t joint(const context *c, size_t i) {
    if (i + 1 >= c->n) return 0;
    dvk_span between = gap(c, i);
    if (between.len == 0 || between.len > 3) return 0;
    size_t at = 0;
    uint32_t one = dvi_utf8_next(between.data, &at);
    return at == between.len ? one : 0;
}

static size_t digits_in(const context *c, size_t i, char *out, size_t cap) {
    size_t n = 0;
    for (size_t at = c->tokens[i].begin, end = at + c->tokens[i].len; at < end && n < cap;)
        out[n++] = (char)('0' + dvi_digit_value(dvi_utf8_next(c->text.data, &at)));
    return n;
}

/* Gives token i, and the span - 1 behind it, the concept of this key. A word and what it means are both as common as either; numbers, dates and
 * parts of phrases do not count by their words. */
static void give(context *c, size_t i, uint32_t key, uint16_t idf, dvk_feature_kind kind, size_t span) {
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

/* Notes what the concept's key is made from, where that is asked for. */
static void name(const context *c, size_t i, char tag, const char *text) {
    if (c->texts != NULL) snprintf(c->texts[i].text, sizeof c->texts[i].text, "%c%s", tag, text);
}

/* Writes a number in decimal digits, `least` of them at least and a NUL behind; returns its length. */
static size_t put_number(char *out, int32_t value, size_t least) {
    char digits[12];
    size_t n = 0, len = 0;
    for (uint32_t rest = value < 0 ? 0u - (uint32_t)value : (uint32_t)value; n < least || rest != 0 || n == 0; rest /= 10)
        digits[n++] = (char)('0' + rest % 10);
    if (value < 0) out[len++] = '-';
    while (n > 0) out[len++] = digits[--n];
    out[len] = '\0';
    return len;
}

/* ---- numbers ---- */

typedef struct number {
    char digits[MAX_DIGITS + 1]; /* without leading zeros */
    size_t n;
    int32_t exponent; /* value = digits * 10^exponent */
    size_t span;
    bool decimal;
} number;

static bool is_space(uint32_t c) {
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == '\'' || c == 0x2019;
}

/* Whether `mark` between groups of digits separates thousands. A point does everywhere but in English, where a comma does. */
static bool separates_thousands(const context *c, uint32_t mark) {
    bool english = c->column == DVI_COLUMN_en;
    return is_space(mark) || mark == (english ? ',' : '.');
}

static void append_digits(number *value, const char *digits, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (value->n == 0 && digits[i] == '0') continue;
        if (value->n < MAX_DIGITS)
            value->digits[value->n++] = digits[i];
        else
            value->exponent++;
    }
}

static void read_digits(const context *c, size_t i, number *value) {
    char digits[MAX_DIGITS];
    size_t n = digits_in(c, i, digits, MAX_DIGITS);
    *value = (number){.span = 1};
    append_digits(value, digits, n);
    bool leads = n <= 3 && n > 0 && digits[0] != '0';
    while (leads && is_digits(c, i + value->span) && separates_thousands(c, joint(c, i + value->span - 1)) &&
           c->tokens[i + value->span].len == 3 && value->span < 5) {
        append_digits(value, digits, digits_in(c, i + value->span, digits, MAX_DIGITS));
        value->span++;
    }
    uint32_t mark = joint(c, i + value->span - 1);
    if ((mark == '.' || mark == ',') && is_digits(c, i + value->span) && c->tokens[i + value->span].len <= 4) {
        n = digits_in(c, i + value->span, digits, MAX_DIGITS);
        append_digits(value, digits, n);
        value->exponent -= (int32_t)n;
        value->decimal = true;
        value->span++;
    }
}

static void take_power(const context *c, size_t i, number *value) {
    for (int times = 0; times < 2; times++) {
        int32_t power = value_of(c, i + value->span, DVI_MEANING_POWER);
        if (power < 0 || gap(c, i + value->span - 1).len > 3) return;
        value->exponent += power;
        value->span++;
    }
}

static uint16_t number_idf(const number *value) {
    if (value->decimal) return DECIMAL_IDF;
    int64_t magnitude = (int64_t)value->n + value->exponent;
    if (magnitude <= 1) return DIGITS_IDF;
    if (magnitude == 2) return TENS_IDF;
    if (magnitude == 4 && value->exponent == 0 && (value->digits[0] == '1' || value->digits[0] == '2')) return YEAR_IDF;
    return NUMBER_IDF;
}

static void give_number(context *c, size_t i, number *value) {
    uint16_t idf = number_idf(value);
    while (value->n > 0 && value->digits[value->n - 1] == '0') {
        value->n--;
        value->exponent++;
    }
    if (value->n == 0) return;
    char text[48];
    memcpy(text, value->digits, value->n);
    text[value->n] = 'e';
    size_t len = value->n + 1 + put_number(text + value->n + 1, value->exponent, 1);
    give(c, i, dvi_feature_key('#', text, len), idf, DVK_FEATURE_NUMBER, value->span);
    name(c, i, '#', text);
}

/* ---- dates ---- */

static void give_date(context *c, size_t i, int32_t month, int32_t day, size_t span) {
    char text[32];
    size_t len = put_number(text, month, 2);
    if (day > 0) {
        text[len++] = '-';
        len += put_number(text + len, day, 2);
    }
    give(c, i, dvi_feature_key('@', text, len), day > 0 ? DAY_IDF : MONTH_IDF, DVK_FEATURE_DATE, span);
    name(c, i, '@', text);
}

static int32_t small_number(const context *c, size_t i, size_t max_digits) {
    if (!is_digits(c, i) || c->tokens[i].len > max_digits) return -1;
    char digits[8];
    int32_t value = 0;
    size_t n = digits_in(c, i, digits, sizeof digits);
    for (size_t k = 0; k < n; k++) value = 10 * value + (digits[k] - '0');
    return value;
}

static bool is_day(int32_t value) {
    return value >= 1 && value <= 31;
}

/* 12.07.2025, 12/07/2025, 2025-07-12: tokens covered, or 0. */
static size_t numeric_date(context *c, size_t i) {
    uint32_t mark = joint(c, i);
    if (mark == 0 || mark != joint(c, i + 1) || !is_digits(c, i + 1) || !is_digits(c, i + 2)) return 0;
    bool year_first = mark == '-' && c->tokens[i].len == 4;
    if (!year_first && (mark != '.' && mark != '/')) return 0;
    if (!year_first && c->tokens[i + 2].len != 4 && c->tokens[i + 2].len != 2) return 0;
    int32_t month = small_number(c, i + 1, 2), day = small_number(c, year_first ? i + 2 : i, 2);
    if (!is_day(day) || month < 1 || month > 12) return 0;
    give_date(c, i, month, day, 3);
    return 3;
}

/* 12 липня, 12-го июля, 12. jula, July 12, 12 July: tokens covered, or 0. */
static size_t worded_date(context *c, size_t i) {
    int32_t day = small_number(c, i, 2), month = value_of(c, i, DVI_MEANING_MONTH);
    if (is_day(day)) {
        for (size_t k = 1; k <= 2; k++) {
            month = value_of(c, i + k, DVI_MEANING_MONTH);
            if (month > 0 && gap(c, i + k - 1).len <= 4) {
                give_date(c, i, month, day, k + 1);
                return k + 1;
            }
            if (i + k >= c->n || c->tokens[i + k].len > 6) return 0; /* only an ordinal's ending may stand between */
        }
        return 0;
    }
    if (month < 0) return 0;
    day = c->column == DVI_COLUMN_en ? small_number(c, i + 1, 2) : -1;
    if (is_day(day) && gap(c, i).len <= 2) {
        give_date(c, i, month, day, 2);
        return 2;
    }
    give_date(c, i, month, 0, 1);
    return 1;
}

/* ---- phrases and words ---- */

/* The phrases from `first` to `end` - 1 that have this part at `depth`, where all before it agree; *end becomes their end. */
static size_t narrow(const context *c, size_t first, size_t *end, size_t depth, uint32_t part) {
    const dvi_phrase *phrases = c->model->phrases;
    while (first < *end && phrases[first].part[depth] < part)
        first++;
    size_t last = first;
    while (last < *end && phrases[last].part[depth] == part)
        last++;
    *end = last;
    return first;
}

/* The longest of the phrases from `first` to `end` - 1 that goes on with token i, its `depth`th; `best` when there is none longer. Tries
 * the word's first four, three and two letters. */
static const dvi_phrase *follow(const context *c, size_t i, size_t first, size_t end, size_t depth, const dvi_phrase *best) {
    if (depth == 4 || i >= c->n || c->words[i].n_folded == 0 || gap(c, i - 1).len > 4) return best;
    for (unsigned k = 0; k < 3; k++) {
        uint32_t part = dvi_word_part(&c->words[i], k);
        if (part == 0) continue;
        size_t last = end, at = narrow(c, first, &last, depth, part);
        if (at == last) continue;
        const dvi_phrase *phrase = &c->model->phrases[at];
        bool whole = depth == 3 || phrase->part[depth + 1] == 0;
        if (whole && (best == NULL || phrase->n > best->n)) best = phrase;
        best = follow(c, i + 1, at, last, depth + 1, best);
    }
    return best;
}

/* Whether a phrase may begin with token i and go on with the next: most do not, and need not be looked for. */
static bool may_be_phrase(const context *c, size_t i) {
    const dvi_word *word = &c->words[i];
    unsigned may = 0;
    for (unsigned k = dvi_word_first_part(word); k <= dvi_word_last_part(word); k++) {
        uint32_t first = dvi_word_part(word, k);
        for (unsigned m = dvi_word_first_part(word + 1); m <= dvi_word_last_part(word + 1); m++)
            may |= dvi_model_has_pair(c->model, c->column, first, dvi_word_part(word + 1, m));
    }
    return may != 0;
}

/* The longest phrase that begins at token i; NULL when there is none. */
static const dvi_phrase *find_phrase(const context *c, size_t i) {
    const dvi_word *word = &c->words[i];
    const dvi_phrase *best = NULL;
    for (unsigned k = 0; k < 3; k++) {
        size_t end;
        uint32_t part = dvi_word_part(word, k);
        if (part == 0) continue;
        size_t first = dvi_model_phrases(c->model, c->column, part, &end);
        if (first != end) best = follow(c, i + 1, first, end, 1, best);
    }
    return best;
}

static void give_meaning(context *c, size_t i, const dvi_meaning *m, size_t span) {
    if (m->kind == DVI_MEANING_CONCEPT || m->kind == DVI_MEANING_NAME) {
        dvk_feature_kind kind = m->kind == DVI_MEANING_NAME ? DVK_FEATURE_NAME : DVK_FEATURE_CONCEPT;
        give(c, i, m->key, m->idf != DVI_IDF_UNKNOWN ? m->idf : CONCEPT_IDF, kind, span);
        name(c, i, '=', m->name);
    } else if (m->kind == DVI_MEANING_WEEKDAY) {
        const char text[3] = {'w', (char)('0' + m->value), '\0'};
        give(c, i, m->key, WEEKDAY_IDF, DVK_FEATURE_DATE, span);
        name(c, i, '@', text);
    }
}

static size_t take_phrase(context *c, size_t i) {
    const dvi_phrase *phrase = find_phrase(c, i);
    if (phrase == NULL) return 0;
    if (phrase->needs == DVI_NEEDS_CAPITAL && !(c->tokens[i].flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_INITIAL))) return 0;
    const dvi_meaning *m = &c->model->meanings[phrase->meaning];
    if (m->kind == DVI_MEANING_MONTH)
        give_date(c, i, m->value, 0, phrase->n);
    else
        give_meaning(c, i, m, phrase->n);
    return phrase->n;
}

static size_t take_number(context *c, size_t i) {
    number value;
    if (is_digits(c, i)) {
        size_t span = numeric_date(c, i);
        if (span != 0) return span;
        read_digits(c, i, &value);
    } else {
        int32_t small = value_of(c, i, DVI_MEANING_NUMBER);
        if (small < 0) return 0; /* a bare "million" says little: only after a number */
        value = (number){.span = 1};
        char digits[16];
        append_digits(&value, digits, put_number(digits, small, 1));
    }
    take_power(c, i, &value);
    give_number(c, i, &value);
    return value.span;
}

/* A capital inside a sentence makes a name of a common word: Lavrov is no monastery (лавра). English titles are written with capitals. */
static bool is_name_only(const context *c, size_t i, const dvi_meaning *m) {
    bool english = c->column == DVI_COLUMN_en;
    return !m->proper && !english && (c->tokens[i].flags & DVI_TOKEN_CAPITAL) != 0;
}

static bool is_row(const dvi_meaning *m) {
    return m != NULL && (m->kind == DVI_MEANING_CONCEPT || m->kind == DVI_MEANING_NAME);
}

/* Returns how many tokens it took. */
static size_t take_one(context *c, size_t i, bool phrase) {
    size_t span = phrase ? take_phrase(c, i) : 0;
    const dvi_meaning *m = meaning_of(c, i);
    if (span == 0 && !is_row(m)) span = worded_date(c, i);
    if (span == 0 && !is_row(m)) span = take_number(c, i);
    if (span != 0) return span;
    if (m != NULL && !is_name_only(c, i, m)) give_meaning(c, i, m, 1);
    return 1;
}

/* In a line written in capitals throughout, capitals tell nothing. */
static void forget_shouting(context *c) {
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

/* Of 64 tokens, a bit each: those that mean something by themselves, and those that a phrase may begin with. */
typedef struct spots {
    uint64_t meanings, phrases;
} spots;

/* The spots among n tokens from `first` on. Most tokens are none, and which are cannot be foreseen: first what words tell that do not know of each
 * other, then what two of them do. */
static spots find_spots(const context *c, size_t first, size_t n) {
    const dvi_word *words = c->words + first;
    uint64_t begins = 0, goes_on = 0;
    spots found = {0, 0};
    for (size_t k = 0; k < n; k++) {
        unsigned traits = words[k].traits;
        found.meanings |= (uint64_t)((traits & (DVI_WORD_MEANS | DVI_WORD_DIGITS)) != 0) << k;
        begins |= (uint64_t)((traits & DVI_WORD_BEGINS_PHRASE) != 0) << k;
        goes_on |= (uint64_t)((traits & DVI_WORD_GOES_ON) != 0) << k;
    }
    uint64_t next = first + n < c->n ? (uint64_t)((words[n].traits & DVI_WORD_GOES_ON) != 0) << (n - 1) : 0;
    for (uint64_t both = begins & (goes_on >> 1 | next); both != 0; both &= both - 1) {
        unsigned k = (unsigned)__builtin_ctzll(both);
        found.phrases |= (uint64_t)may_be_phrase(c, first + k) << k;
    }
    return found;
}

static void find_concepts(context *c) {
    enum { AT_ONCE = 64 };
    forget_shouting(c);
    for (size_t first = 0, next = 0; first < c->n; first += AT_ONCE) {
        spots found = find_spots(c, first, c->n - first < AT_ONCE ? c->n - first : AT_ONCE);
        for (uint64_t left = found.meanings | found.phrases; left != 0; left &= left - 1) {
            unsigned k = (unsigned)__builtin_ctzll(left);
            if (first + k >= next) next = first + k + take_one(c, first + k, found.phrases >> k & 1);
        }
    }
}

static context context_of(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens, size_t from) {
    return (context){.model = model,
                     .text = text,
                     .language = language,
                     .column = dvi_languages[language].lexicon[0],
                     .tokens = tokens->list + from,
                     .words = tokens->words + from,
                     .n = tokens->n - from,
                     .loud = tokens->loud};
}

void dvi_find_concepts(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens, size_t from) {
    if (from == tokens->n) return;
    context c = context_of(model, text, language, tokens, from);
    find_concepts(&c);
}

void dvi_name_concepts(const dvk_model *model, dvk_span text, uint32_t language, dvi_token_list *tokens,
                       dvi_concept_text *texts) {
    if (tokens->n == 0) return;
    context c = context_of(model, text, language, tokens, 0);
    c.texts = texts;
    find_concepts(&c);
}
