/* Generator: the word tables (lexicon, names, acronyms, numerals, calendar) -> stems, phrases and meanings of the model.
 * FREQUENCIES gives the meanings their idf; what is printed of it does not matter to make_frequencies, which makes that table.
 * usage: gen_words ENDINGS LEXICON NAMES ACRONYMS NUMERALS CALENDAR PLAIN SHORT FREQUENCIES OUT.inc */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "columns.h"
#include "fold.h"
#include "sealed_model.h"
#include "tsv.h"
#include "base/utf8.h"

enum { MAX_MEANINGS = 12000, MAX_STEMS = 200000, MAX_PHRASES = 40000, MAX_ENDINGS = 64, MAX_FORMS = 64, MAX_PLAIN = 200, MAX_SHORTS = 60000, SHORT_LETTERS = 6, SHORT_STEM = 3, NO_MEANING = 0xFFFF, EXACT = 0, INFLECTED = 1, SHORTEST_STEM = 4 };

typedef struct ending_list {
    char text[MAX_ENDINGS][24];
    int n;
} ending_list;

/* A short word: its letters, to be looked up by all its forms. */
typedef struct short_word {
    uint32_t letters[SHORT_LETTERS];
    uint32_t column;
    int n, meaning;
    uint8_t needs;
} short_word;

typedef struct state {
    short_word shorts[MAX_SHORTS];
    int n_shorts;
    ending_list endings[DVI_COLUMN_LIMIT];
    char names[MAX_MEANINGS][64];
    dvi_meaning meanings[MAX_MEANINGS];
    int n_meanings;
    dvi_stem stems[MAX_STEMS];
    int order[MAX_STEMS];
    int n_stems;
    dvi_phrase phrases[MAX_PHRASES];
    int n_phrases;
} state;

static const char *const codes[] = DVI_COLUMN_CODES;

static uint32_t column_of(const char *code) {
    for (uint32_t i = 1; i < DVI_COLUMN_LIMIT; i++)
        if (strcmp(codes[i], code) == 0) return i;
    return 0;
}

/* The column of a row of numbers or of the calendar, which have rows for Serbian in both alphabets and for Bosnian. */
static uint32_t column_of_row(const char *code) {
    return column_of(strcmp(code, "sr-Latn") == 0 ? "sr" : strcmp(code, "bs") == 0 ? "hr" : code);
}

static int add_meaning(state *s, const char *name, dvi_meaning_kind kind, int value) {
    for (int i = s->n_meanings - 1; i >= 0; i--)
        if (s->meanings[i].kind == kind && s->meanings[i].value == value && strcmp(s->names[i], name) == 0) return i;
    if (s->n_meanings == MAX_MEANINGS) tsv_fail(name, 0, "is one meaning too many");
    snprintf(s->names[s->n_meanings], sizeof s->names[0], "%s", name);
    s->meanings[s->n_meanings] =
        (dvi_meaning){.kind = (uint8_t)kind, .proper = kind != DVI_MEANING_CONCEPT, .value = value, .idf = DVI_IDF_UNKNOWN};
    return s->n_meanings++;
}

static void read_endings(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "column") == 0) continue;
        char *columns[20], *parts[MAX_ENDINGS];
        int n_columns = tsv_split(row.cell[0], ',', columns, 20), n = tsv_split(row.cell[1], '|', parts, MAX_ENDINGS);
        for (int c = 0; c < n_columns; c++) {
            uint32_t column = column_of(columns[c]);
            if (column == 0) tsv_fail(name, row.number, "names an unknown column");
            ending_list *list = &s->endings[column];
            list->n = n;
            for (int i = 0; i < n; i++) snprintf(list->text[i], sizeof list->text[i], "%s", parts[i]);
        }
    }
    fclose(file);
}

/* Letters of a word in lower case, without marks that are ignored; how many. *upper is set when it begins with a capital, *all when all are. */
static size_t letters_of(const char *word, uint32_t *out, bool *upper, bool *all) {
    size_t n = 0, len = strlen(word), uppers = 0;
    *upper = false;
    for (size_t at = 0; at < len && n < DVI_WORD_LETTERS;) {
        uint32_t c = dvi_utf8_next(word, &at);
        if (!dvi_is_table_letter(c)) continue;
        uint32_t lower = dvi_lower_case(c);
        if (lower != c) uppers++;
        if (lower != c && n == 0) *upper = true;
        out[n++] = lower;
    }
    *all = n >= 2 && uppers == n;
    return n;
}

/* Characters of the longest ending of the column that the word has, leaving at least SHORTEST_STEM letters. */
static size_t ending_letters(const state *s, uint32_t column, const uint32_t *letters, size_t n) {
    size_t best = 0;
    for (int i = 0; i < s->endings[column].n; i++) {
        uint32_t ending[24];
        bool upper, all;
        size_t len = letters_of(s->endings[column].text[i], ending, &upper, &all);
        if (len > best && n >= len + SHORTEST_STEM && memcmp(letters + n - len, ending, len * sizeof *ending) == 0) best = len;
    }
    return best;
}

static dvi_stem *add_stem(state *s, uint32_t column, const dvi_folded *word, int meaning, uint8_t suffix, uint8_t needs) {
    if (s->n_stems == MAX_STEMS) tsv_fail("word tables", 0, "have too many stems");
    uint64_t key = dvi_stem_key(column, word->class, word->n);
    if (word->n > DVI_STEM_LETTERS) suffix = 16;
    s->stems[s->n_stems] = (dvi_stem){.key = key, .meaning = (uint16_t)meaning, .suffix = suffix, .needs = needs};
    return &s->stems[s->n_stems++];
}

static uint32_t language_of_column(uint32_t column) {
    return dvk_language_number(codes[column], strlen(codes[column]));
}

static void remember_short(state *s, uint32_t column, const uint32_t *letters, size_t n, int meaning, uint8_t needs) {
    if (n < SHORT_STEM || n > SHORT_LETTERS) return;
    if (s->n_shorts == MAX_SHORTS) tsv_fail("word tables", 0, "have too many short words");
    short_word *word = &s->shorts[s->n_shorts++];
    *word = (short_word){.column = column, .n = (int)n, .meaning = meaning, .needs = needs};
    memcpy(word->letters, letters, n * sizeof *letters);
}

static void add_word(state *s, uint32_t column, const char *text, int meaning, int how, uint8_t needs) {
    uint32_t letters[DVI_WORD_LETTERS];
    bool upper, all;
    size_t n = letters_of(text, letters, &upper, &all);
    if (n == 0 || (n == 1 && text[strcspn(text, "0123456789")] != '\0')) return; /* G7 is a letter and a number */
    dvi_folded word;
    if (how == INFLECTED && !all) remember_short(s, column, letters, n, meaning, needs);
    if (how == INFLECTED && !all) n -= ending_letters(s, column, letters, n);
    if (!dvi_fold_word(language_of_column(column), letters, n, &word) || word.n == 0) return;
    if (upper && !all) s->meanings[meaning].proper = 1;
    if (all) needs = DVI_NEEDS_ACRONYM;
    size_t fit = word.n < DVI_STEM_LETTERS ? word.n : DVI_STEM_LETTERS - 1;
    dvi_stem *stem = add_stem(s, column, &word, meaning, how == EXACT || all ? 0 : (uint8_t)dvi_stem_suffix(fit), needs);
    if (how == EXACT) stem->letters = dvi_letters_hash(letters, n);
}

static void add_phrase(state *s, uint32_t column, char **words, int n, int meaning, uint8_t needs) {
    dvi_phrase phrase = {.meaning = (uint16_t)meaning, .n = (uint8_t)n, .needs = needs};
    for (int i = 0; i < n; i++) {
        uint32_t letters[DVI_WORD_LETTERS];
        bool upper, all;
        size_t count = letters_of(words[i], letters, &upper, &all);
        if (count > 4) count -= ending_letters(s, column, letters, count);
        dvi_folded word;
        if (!dvi_fold_word(language_of_column(column), letters, count, &word) || word.n == 0) return;
        phrase.part[i] = dvi_phrase_part(word.class, word.n);
        phrase.letters[i] = word.n;
        /* The stem's last letter may change: тревога, тревозі. */
        phrase.more[i] = (uint16_t)dvi_phrase_more(word.class, word.n > 0 ? word.n - 1U : 0);
    }
    phrase.part[0] |= column << 24;
    if (s->n_phrases == MAX_PHRASES) tsv_fail("word tables", 0, "have too many phrases");
    s->phrases[s->n_phrases++] = phrase;
}

/* Whether it is letters with points behind them, the first in lower case: в.о., which without them is many another thing. */
static bool is_short(const char *text) {
    size_t at = 0;
    uint32_t first = dvi_utf8_next(text, &at);
    return text[at] == '.' && dvi_lower_case(first) == first;
}

/* One form: a word, or words separated by spaces, hyphens or points. */
static void add_form(state *s, uint32_t column, const char *form, int meaning, int how, uint8_t needs) {
    char text[256];
    snprintf(text, sizeof text, "%s", form);
    char *mark = strstr(text, "!case");
    if (mark != NULL) needs = DVI_NEEDS_CAPITAL;
    if (mark == NULL && (mark = strstr(text, "!lower")) != NULL) needs = DVI_NEEDS_LOWER;
    if (mark != NULL) *mark = '\0';
    size_t len = strlen(text);
    if (len > 0 && text[len - 1] == '.' && strchr(text, '.') == text + len - 1) return; /* counts only with its point */
    if (is_short(text)) return;
    if (strchr(text, '.') != NULL && needs == 0) needs = DVI_NEEDS_CAPITAL;
    for (char *at = text; *at != '\0'; at++)
        if (*at == '-' || *at == '.') *at = ' '; /* U.S. is two words, as in a text */
    char *parts[16], *words[5];
    int n_parts = tsv_split(text, ' ', parts, 16), n = 0;
    for (int i = 0; i < n_parts; i++)
        if (parts[i][0] != '\0' && n < 5) words[n++] = parts[i];
    if (n == 1) add_word(s, column, words[0], meaning, how, needs);
    if (n >= 2 && n <= 4) add_phrase(s, column, words, n, meaning, needs);
}

static void add_cell(state *s, uint32_t column, char *cell, int meaning, int how, uint8_t needs) {
    if (cell[0] == '\0') return;
    char *forms[MAX_FORMS];
    int n = tsv_split(cell, '|', forms, MAX_FORMS);
    for (int i = 0; i < n; i++) add_form(s, column, forms[i], meaning, how, needs);
}

/* A table with a row a meaning and a column a language; `first` is the first language column. */
static void read_wide(state *s, const char *name, int key, int first, dvi_meaning_kind kind, int how, uint8_t needs) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    uint32_t columns[TSV_MAX_COLUMNS] = {0};
    int n = 0;
    while (tsv_next(file, name, &row)) {
        if (n == 0) {
            for (n = first; n < row.n; n++) columns[n] = column_of(row.cell[n]);
            continue;
        }
        int meaning = add_meaning(s, row.cell[key], kind, 0);
        for (int c = first; c < n; c++)
            if (columns[c] != 0) add_cell(s, columns[c], row.cell[c], meaning, how, needs);
    }
    fclose(file);
}

static void read_numerals(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        uint32_t column = column_of_row(row.cell[1]);
        const char *value = row.cell[0];
        if (column == 0 || value[0] == 'o' || strchr(value, '.') != NULL || strcmp(value, "value") == 0) continue;
        int power = value[0] == 'e';
        int meaning = add_meaning(s, "", power ? DVI_MEANING_POWER : DVI_MEANING_NUMBER, atoi(value + power));
        add_cell(s, column, row.cell[2], meaning, EXACT, 0);
    }
    fclose(file);
}

static void read_calendar(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        uint32_t column = column_of_row(row.cell[2]);
        if (column == 0 || strcmp(row.cell[0], "kind") == 0) continue;
        bool month = strcmp(row.cell[0], "month") == 0;
        int meaning = add_meaning(s, "", month ? DVI_MEANING_MONTH : DVI_MEANING_WEEKDAY, atoi(row.cell[1]));
        add_cell(s, column, row.cell[3], meaning, EXACT, 0);
    }
    fclose(file);
}

/* Words that mean no row, or the one named behind "=", though they begin as another's words do. They come before the rows. */
static void read_plain(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "lang") == 0) continue;
        uint32_t column = column_of(row.cell[0]), letters[DVI_WORD_LETTERS];
        if (column == 0) tsv_fail(name, row.number, "names an unknown column");
        char *words[MAX_PLAIN];
        int n = tsv_split(row.cell[1], ' ', words, MAX_PLAIN);
        for (int i = 0; i < n; i++) {
            bool upper, all;
            dvi_folded word;
            char *row_key = strchr(words[i], '=');
            if (row_key != NULL) *row_key++ = '\0';
            size_t count = letters_of(words[i], letters, &upper, &all);
            if (!dvi_fold_word(language_of_column(column), letters, count, &word) || word.n == 0)
                tsv_fail(name, row.number, "has a word that is none");
            int meaning = row_key != NULL ? add_meaning(s, row_key, DVI_MEANING_CONCEPT, 0) : NO_MEANING;
            add_stem(s, column, &word, meaning, 0, 0);
        }
    }
    fclose(file);
}

/* Letters of an ending; "-" has none. */
static size_t ending_of(const char *text, uint32_t *letters) {
    bool upper, all;
    return letters_of(text, letters, &upper, &all);
}

/* The stem with each of these endings. */
static void add_forms_of(state *s, short_word *word, char **forms, int n) {
    for (int i = 0; i < n; i++) {
        uint32_t letters[SHORT_STEM + 24];
        memcpy(letters, word->letters, SHORT_STEM * sizeof *letters);
        size_t count = SHORT_STEM + ending_of(forms[i], letters + SHORT_STEM);
        dvi_folded folded;
        if (dvi_fold_word(language_of_column(word->column), letters, count, &folded) && folded.n >= SHORT_STEM)
            add_stem(s, word->column, &folded, word->meaning, 0, word->needs);
    }
}

static void add_short_forms(state *s, uint32_t column, const char *ending, char **forms, int n) {
    uint32_t letters[24];
    size_t len = ending_of(ending, letters);
    for (int i = 0; i < s->n_shorts; i++) {
        short_word *word = &s->shorts[i];
        if (word->column != column || (size_t)word->n != SHORT_STEM + len) continue;
        if (memcmp(word->letters + SHORT_STEM, letters, len * sizeof *letters) == 0) add_forms_of(s, word, forms, n);
    }
}

/* Comes behind all rows, as what is least sure. */
static void read_short_endings(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "column") == 0) continue;
        char *columns[20], *endings[8], *forms[MAX_FORMS];
        int n_columns = tsv_split(row.cell[0], ',', columns, 20), n_endings = tsv_split(row.cell[1], ',', endings, 8);
        int n = tsv_split(row.cell[2], '|', forms, MAX_FORMS);
        for (int c = 0; c < n_columns; c++) {
            uint32_t column = column_of(columns[c]);
            if (column == 0) tsv_fail(name, row.number, "names an unknown column");
            for (int e = 0; e < n_endings; e++) add_short_forms(s, column, endings[e], forms, n);
        }
    }
    fclose(file);
}

static void find_keys(state *s) {
    for (int i = 0; i < s->n_meanings; i++) {
        dvi_meaning *m = &s->meanings[i];
        char text[16];
        snprintf(text, sizeof text, m->kind == DVI_MEANING_WEEKDAY ? "w%d" : "%02d", (int)m->value);
        if (m->kind == DVI_MEANING_CONCEPT || m->kind == DVI_MEANING_NAME)
            m->key = dvi_feature_key('=', s->names[i], strlen(s->names[i]));
        else if (m->kind == DVI_MEANING_WEEKDAY || m->kind == DVI_MEANING_MONTH)
            m->key = dvi_feature_key('@', text, strlen(text));
    }
}

/* A key's idf is the smallest of its rows', as in gen_frequencies. */
static void read_frequencies(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        const char *text = row.cell[0];
        uint32_t key = dvi_feature_key(text[0], text + 1, strlen(text + 1));
        uint16_t idf = (uint16_t)(atoi(row.cell[1]) * 256 / 10);
        for (int i = 0; i < s->n_meanings && strcmp(text, "key") != 0; i++)
            if (s->meanings[i].key == key && idf < s->meanings[i].idf) s->meanings[i].idf = idf;
    }
    fclose(file);
}

static const state *sorting;

/* By bucket and key; what needs a capital or is exact comes before what is looser, then the earlier table. */
static int by_key(const void *a, const void *b) {
    const dvi_stem *x = &sorting->stems[*(const int *)a], *y = &sorting->stems[*(const int *)b];
    uint32_t p = dvi_stem_bucket(x->key), q = dvi_stem_bucket(y->key);
    if (p != q) return p < q ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->needs != y->needs) return (int)y->needs - (int)x->needs;
    return *(const int *)a - *(const int *)b;
}

static int letters_in(const dvi_phrase *p) {
    return p->letters[0] + p->letters[1] + p->letters[2] + p->letters[3];
}

/* By bucket and parts; of phrases with the same parts the longest comes first, as the one that says most, then the earlier table. */
static int by_parts(const void *a, const void *b) {
    const dvi_phrase *x = a, *y = b;
    uint32_t p = dvi_phrase_bucket(x->part[0]), q = dvi_phrase_bucket(y->part[0]);
    if (p != q) return p < q ? -1 : 1;
    for (int i = 0; i < 4; i++)
        if (x->part[i] != y->part[i]) return x->part[i] < y->part[i] ? -1 : 1;
    if (letters_in(x) != letters_in(y)) return letters_in(y) - letters_in(x);
    for (int i = 0; i < 4; i++)
        if (x->more[i] != y->more[i]) return x->more[i] < y->more[i] ? -1 : 1;
    return (int)x->meaning - (int)y->meaning;
}

static uint32_t buckets[MAX_STEMS];

static void print_bits(FILE *out, const char *name, const uint64_t *bits, size_t n) {
    fprintf(out, "static const uint64_t %s[] = {", name);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "%s0x%llXu,", i % 8 ? "" : "\n", (unsigned long long)bits[i]);
    fprintf(out, "\n};\n\n");
}

/* Which lengths the stems have that begin with the same letters. */
static void print_lengths(const state *s, FILE *out) {
    static uint16_t lengths[1 << DVI_LENGTHS_BITS];
    for (int i = 0; i < s->n_stems; i++) {
        uint64_t key = s->stems[i].key;
        unsigned n = 0;
        while (n < DVI_STEM_LETTERS && key >> (DVI_COLUMN_BITS + 5 * n) != 0)
            n++;
        if (n < DVI_OPENING_LETTERS) continue;
        lengths[dvi_opening_bucket(dvi_stem_key_cut(key, DVI_OPENING_LETTERS))] |= (uint16_t)(1u << n);
    }
    fprintf(out, "static const uint16_t stem_lengths[] = {");
    for (unsigned i = 0; i < 1u << DVI_LENGTHS_BITS; i++)
        fprintf(out, "%s%u,", i % 16 ? "" : "\n", lengths[i]);
    fprintf(out, "\n};\n\n");
}

static void print_stem_filter(const state *s, FILE *out) {
    static uint64_t filter[(1 << DVI_STEM_FILTER_BITS) / 64];
    for (int i = 0; i < s->n_stems; i++) {
        uint32_t bit = dvi_stem_filter(s->stems[i].key);
        filter[bit / 64] |= UINT64_C(1) << bit % 64;
    }
    print_bits(out, "stem_filter", filter, sizeof filter / sizeof *filter);
}

static void print_stems(state *s, FILE *out) {
    for (int i = 0; i < s->n_stems; i++) s->order[i] = i;
    sorting = s;
    qsort(s->order, (size_t)s->n_stems, sizeof *s->order, by_key);
    fprintf(out, "static const dvi_stem stems[] = {\n");
    const dvi_stem *last = NULL;
    size_t n = 0;
    for (int i = 0; i < s->n_stems; i++) {
        const dvi_stem *t = &s->stems[s->order[i]];
        if (last != NULL && last->key == t->key && last->needs == t->needs && last->suffix >= t->suffix &&
            (last->letters == 0 || last->letters == t->letters))
            continue;
        fprintf(out, "    {0x%llXu, %u, %u, %u, 0x%Xu},\n", (unsigned long long)t->key, t->meaning, t->suffix, t->needs, t->letters);
        buckets[n++] = dvi_stem_bucket(t->key);
        last = t;
    }
    fprintf(out, "};\n\n");
    tsv_print_starts(out, "stem_starts", buckets, n, DVI_STEM_BITS);
    print_lengths(s, out);
    print_stem_filter(s, out);
}

static void print_filters(const state *s, FILE *out) {
    static uint64_t filter[(1 << DVI_FILTER_BITS) / 64], seconds[(1 << DVI_GOES_ON_BITS) / 64], pairs[1 << DVI_PAIR_BITS], bits;
    for (int i = 0; i < s->n_phrases; i++) {
        uint32_t bit = dvi_phrase_filter(s->phrases[i].part[0]);
        filter[bit / 64] |= UINT64_C(1) << bit % 64;
        bit = dvi_phrase_second(s->phrases[i].part[1] | s->phrases[i].part[0] >> 24 << 24);
        seconds[bit / 64] |= UINT64_C(1) << bit % 64;
        bit = dvi_phrase_pair(s->phrases[i].part[0], s->phrases[i].part[1], &bits);
        pairs[bit] |= bits;
    }
    print_bits(out, "phrase_filter", filter, sizeof filter / sizeof *filter);
    print_bits(out, "phrase_seconds", seconds, sizeof seconds / sizeof *seconds);
    print_bits(out, "phrase_pairs", pairs, sizeof pairs / sizeof *pairs);
}

/* Whether all that fits b fits a. */
static bool is_same(const dvi_phrase *b, const dvi_phrase *a) {
    return memcmp(a->part, b->part, sizeof a->part) == 0 && memcmp(a->more, b->more, sizeof a->more) == 0 &&
           memcmp(a->letters, b->letters, sizeof a->letters) == 0 && a->needs <= b->needs;
}

static void print_phrases(state *s, FILE *out) {
    qsort(s->phrases, (size_t)s->n_phrases, sizeof *s->phrases, by_parts);
    fprintf(out, "static const dvi_phrase phrases[] = {\n");
    size_t n = 0;
    for (int i = 0; i < s->n_phrases; i++) {
        const dvi_phrase *p = &s->phrases[i];
        if (i > 0 && is_same(p, p - 1)) continue;
        fprintf(out, "    {{0x%X, 0x%X, 0x%X, 0x%X}, {%u, %u, %u, %u}, {%u, %u, %u, %u}, %u, %u, %u},\n", p->part[0], p->part[1], p->part[2],
                p->part[3], p->more[0], p->more[1], p->more[2], p->more[3], p->letters[0], p->letters[1], p->letters[2], p->letters[3],
                p->meaning, p->n, p->needs);
        buckets[n++] = dvi_phrase_bucket(p->part[0]);
    }
    fprintf(out, "};\n\n");
    tsv_print_starts(out, "phrase_starts", buckets, n, DVI_PHRASE_BITS);
    print_filters(s, out);
}

static void print_meanings(const state *s, FILE *out) {
    fprintf(out, "static const dvi_meaning meanings[] = {\n");
    for (int i = 0; i < s->n_meanings; i++)
        fprintf(out, "    {\"%s\", 0x%Xu, %d, %u, %u, %u},\n", s->names[i], s->meanings[i].key, s->meanings[i].value,
                s->meanings[i].idf, s->meanings[i].kind, s->meanings[i].proper);
    fprintf(out, "};\n");
}

int main(int argc, char **argv) {
    if (argc != 11) {
        fprintf(stderr, "usage: gen_words ENDINGS LEXICON NAMES ACRONYMS NUMERALS CALENDAR PLAIN SHORT FREQUENCIES OUT.inc\n");
        return 2;
    }
    static state s;
    read_endings(&s, argv[1]);
    read_calendar(&s, argv[6]);
    read_numerals(&s, argv[5]);
    read_wide(&s, argv[4], 0, 1, DVI_MEANING_NAME, INFLECTED, DVI_NEEDS_CAPITAL);
    read_wide(&s, argv[3], 0, 2, DVI_MEANING_NAME, INFLECTED, DVI_NEEDS_CAPITAL);
    read_plain(&s, argv[7]);
    read_wide(&s, argv[2], 1, 2, DVI_MEANING_CONCEPT, INFLECTED, 0);
    read_short_endings(&s, argv[8]);
    find_keys(&s);
    read_frequencies(&s, argv[9]);
    FILE *out = tsv_open(argv[10], "w");
    fprintf(out, "/* Generated by gen_words from the word tables; not to be edited. */\n\n");
    print_stems(&s, out);
    print_phrases(&s, out);
    print_meanings(&s, out);
    return fclose(out) == 0 ? 0 : 1;
}
