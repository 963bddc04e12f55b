/* The word tables, read: each row's forms, by its meaning. */
#include <stdlib.h>
#include <string.h>

#include "gen_words.h"

enum { MAX_PLAIN = 200 };

void words_read_endings(word_state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "column") == 0) continue;
        char *columns[20], *parts[MAX_ENDINGS];
        int n_columns = tsv_split(row.cell[0], ',', columns, 20),
            n = tsv_split(row.cell[1], '|', parts, MAX_ENDINGS);
        for (int c = 0; c < n_columns; c++) {
            uint32_t column = words_column(columns[c]);
            if (column == 0) tsv_fail(name, row.number, "names an unknown column");
            ending_list *list = &s->endings[column];
            list->n = n;
            for (int i = 0; i < n; i++) {
                if (strlen(parts[i]) >= sizeof list->text[i]) tsv_fail_here("an ending is too long");
                strcpy(list->text[i], parts[i]);
            }
        }
    }
    fclose(file);
}

/* The columns that a cell of a table's head names. */
typedef struct named_columns {
    uint32_t column[TSV_MAX_COLUMNS];
    int n;
} named_columns;

static named_columns columns_named(char *head) {
    named_columns named = {.n = 0};
    char *codes[TSV_MAX_COLUMNS];
    int n = tsv_split(head, ',', codes, TSV_MAX_COLUMNS);
    for (int i = 0; i < n; i++) {
        uint32_t column = words_column(codes[i]);
        if (column == 0) tsv_fail_here("names an unknown column");
        named.column[named.n++] = column;
    }
    return named;
}

/* A cell in each of its columns, by the letters of each. */
static void add_named(word_state *s, const named_columns *named, const char *cell, int meaning, int how,
                      uint8_t needs) {
    for (int i = 0; i < named->n; i++) {
        char text[TSV_MAX_LINE];
        snprintf(text, sizeof text, "%s", cell);
        words_add_cell(s, named->column[i], text, meaning, how, needs);
    }
}

void words_read_wide(word_state *s, const char *name, int key, int first, dvi_meaning_kind kind, int how,
                     uint8_t needs) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    named_columns columns[TSV_MAX_COLUMNS];
    int n = 0;
    while (tsv_next(file, name, &row)) {
        if (n == 0) {
            for (n = first; n < row.n; n++)
                columns[n] = columns_named(row.cell[n]);
            continue;
        }
        if (row.n > n) tsv_fail_here("has more cells than the head names");
        if (row.cell[key][0] == '\0') tsv_fail_here("has no key");
        int meaning = words_add_meaning(s, row.cell[key], kind, 0);
        s->has_row[meaning] = true;
        for (int c = first; c < n; c++)
            add_named(s, &columns[c], row.cell[c], meaning, how, needs);
    }
    fclose(file);
}

/* The column of a row of numbers or of the calendar, which have rows for Serbian and Uzbek in both alphabets
 * and for Bosnian. */
static uint32_t column_of_row(const char *code) {
    static const char *const same[][2] = {{"sr-Latn", "sr"}, {"bs", "hr"}, {"uz-Latn", "uz"}};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        if (strcmp(code, same[i][0]) == 0) return words_column(same[i][1]);
    uint32_t column = words_column(code);
    if (column == 0) tsv_fail_here("names an unknown column");
    return column;
}

/* Abbreviations of a power that are other words without their point: мил. */
static void add_abbreviations(word_state *s, uint32_t column, char *cell, int power) {
    char *forms[MAX_FORMS];
    int n = tsv_split(cell, '|', forms, MAX_FORMS),
        meaning = words_add_meaning(s, "", DVI_MEANING_POWER, power + DVI_POWER_NEEDS_POINT);
    for (int i = 0; i < n; i++) {
        size_t len = strlen(forms[i]);
        if (len == 0 || forms[i][len - 1] != '.') continue;
        forms[i][len - 1] = '\0';
        words_add_cell(s, column, forms[i], meaning, EXACT, 0);
    }
}

/* Tenths as they are written: 1.5 is fifteen. */
static int tenths_of(const char *value) {
    double number = tsv_number(value, 0, 99);
    if (strlen(strchr(value, '.')) != 2) tsv_fail_here("one digit is expected behind the point");
    return (int)(number * 10 + 0.5);
}

/* A row of number words of one column: a whole number, tenths (1.5) or a power (e3). */
static void add_numerals(word_state *s, uint32_t column, const char *value, const char *cell) {
    char text[4096];
    bool power = value[0] == 'e';
    const char *point = strchr(value, '.');
    int number = point != NULL ? tenths_of(value) : tsv_integer(value + power, 0, power ? 12 : 999999999);
    dvi_meaning_kind kind = power           ? DVI_MEANING_POWER
                            : point != NULL ? DVI_MEANING_TENTHS
                                            : DVI_MEANING_NUMBER;
    snprintf(text, sizeof text, "%s", cell);
    words_add_cell(s, column, text, words_add_meaning(s, "", kind, number), EXACT, 0);
    snprintf(text, sizeof text, "%s", cell);
    if (power) add_abbreviations(s, column, text, number);
}

/* Ordinals and halves are not read. */
void words_read_numerals(word_state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        const char *value = row.cell[0];
        if (strcmp(value, "value") == 0) continue;
        if (row.n != 3) tsv_fail_here("three columns are expected");
        bool all = strcmp(row.cell[1], "*") == 0;
        uint32_t first = all ? 1 : column_of_row(row.cell[1]), end = all ? DVI_COLUMN_LIMIT : first + 1;
        if (value[0] == 'o' || strcmp(value, "0.5") == 0) continue;
        for (uint32_t column = first; column < end; column++)
            add_numerals(s, column, value, row.cell[2]);
    }
    fclose(file);
}

void words_read_calendar(word_state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "kind") == 0) continue;
        if (row.n != 4) tsv_fail_here("four columns are expected");
        uint32_t column = column_of_row(row.cell[2]);
        bool month = strcmp(row.cell[0], "month") == 0;
        if (!month && strcmp(row.cell[0], "weekday") != 0)
            tsv_fail_here("kind: month or weekday is expected");
        int meaning = words_add_meaning(s, "", month ? DVI_MEANING_MONTH : DVI_MEANING_WEEKDAY,
                                        tsv_integer(row.cell[1], 1, month ? 12 : 7));
        words_add_cell(s, column, row.cell[3], meaning, EXACT, 0);
    }
    fclose(file);
}

bool words_has_two_alphabets(uint32_t column) {
    return column == words_column("sr") || column == words_column("hr") || column == words_column("uz");
}

/* A plain word in exactly these letters. */
static void add_plain(word_state *s, uint32_t column, const uint32_t *letters, size_t n, int meaning) {
    dvi_folded word;
    if (!dvi_fold_word(words_language(column), letters, n, &word) || word.n == 0)
        tsv_fail_here("has a word that is none");
    dvi_stem *stem = words_add_stem(s, column, &word, meaning, 0, 0);
    stem->letters = words_has_two_alphabets(column) ? 0 : dvi_letters_hash(letters, n);
}

/* The row that a plain word stands for: a name's, or else the lexicon's. */
static int meaning_of_row(word_state *s, const char *key) {
    for (int i = 0; i < s->n_meanings; i++)
        if (s->meanings[i].kind == DVI_MEANING_NAME && strcmp(s->names[i], key) == 0) return i;
    return words_add_meaning(s, key, DVI_MEANING_CONCEPT, 0);
}

/* The same with е for ё, as most print it; false when it has none. */
static bool without_yo(uint32_t *letters, size_t n) {
    bool found = false;
    for (size_t i = 0; i < n; i++) {
        found |= letters[i] == 0x451;
        if (letters[i] == 0x451) letters[i] = 0x435;
    }
    return found;
}

void words_read_plain(word_state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "lang") == 0) continue;
        uint32_t column = words_column(row.cell[0]), letters[DVI_WORD_LETTERS];
        if (column == 0) tsv_fail(name, row.number, "names an unknown column");
        char *words[MAX_PLAIN];
        int n = tsv_split(row.cell[1], ' ', words, MAX_PLAIN);
        for (int i = 0; i < n; i++) {
            bool upper, all;
            char *row_key = strchr(words[i], '=');
            if (row_key != NULL) *row_key++ = '\0';
            size_t count = words_letters(words[i], letters, &upper, &all);
            int meaning = row_key != NULL ? meaning_of_row(s, row_key) : NO_MEANING;
            if (meaning != NO_MEANING) s->plain_line[meaning] = row.number;
            add_plain(s, column, letters, count, meaning);
            if (without_yo(letters, count)) add_plain(s, column, letters, count, meaning);
        }
    }
    fclose(file);
}

void words_check_plain(const word_state *s, const char *name) {
    for (int i = 0; i < s->n_meanings; i++)
        if (s->plain_line[i] != 0 && !s->has_row[i])
            tsv_fail(name, s->plain_line[i], "names a row that neither the names nor the lexicon have");
}

/* Letters of an ending, into out[DVI_WORD_LETTERS]; "-" has none. */
static size_t ending_of(const char *text, uint32_t *letters) {
    bool upper, all;
    return words_letters(text, letters, &upper, &all);
}

/* The stem with each of these endings. */
static void add_forms_of(word_state *s, short_word *word, char **forms, int n) {
    for (int i = 0; i < n; i++) {
        uint32_t letters[SHORT_STEM + DVI_WORD_LETTERS];
        memcpy(letters, word->letters, SHORT_STEM * sizeof *letters);
        size_t count = SHORT_STEM + ending_of(forms[i], letters + SHORT_STEM);
        dvi_folded folded;
        if (dvi_fold_word(words_language(word->column), letters, count, &folded) && folded.n >= SHORT_STEM)
            words_add_stem(s, word->column, &folded, word->meaning, 0, word->needs);
    }
}

static void add_short_forms(word_state *s, uint32_t column, const char *ending, char **forms, int n) {
    uint32_t letters[DVI_WORD_LETTERS];
    size_t len = ending_of(ending, letters);
    for (int i = 0; i < s->n_shorts; i++) {
        short_word *word = &s->shorts[i];
        if (word->column != column || (size_t)word->n != SHORT_STEM + len) continue;
        if (memcmp(word->letters + SHORT_STEM, letters, len * sizeof *letters) == 0)
            add_forms_of(s, word, forms, n);
    }
}

void words_read_short_endings(word_state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "column") == 0) continue;
        char *columns[20], *endings[8], *forms[MAX_FORMS];
        int n_columns = tsv_split(row.cell[0], ',', columns, 20),
            n_endings = tsv_split(row.cell[1], ',', endings, 8);
        int n = tsv_split(row.cell[2], '|', forms, MAX_FORMS);
        for (int c = 0; c < n_columns; c++) {
            uint32_t column = words_column(columns[c]);
            if (column == 0) tsv_fail(name, row.number, "names an unknown column");
            for (int e = 0; e < n_endings; e++)
                add_short_forms(s, column, endings[e], forms, n);
        }
    }
    fclose(file);
}
