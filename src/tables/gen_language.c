/* Generator: languages.tsv, language_grams.tsv and language_markers.tsv -> the hash tables of language
 * identification. usage: gen_language LANGUAGES.tsv GRAMS.tsv MARKERS.tsv OUT.c */
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "language_code.h"
#include "language_table.h"
#include "language_word.h"
#include "tables.h"
#include "tsv.h"

enum {
    MAX_ROWS = 60000,
    MAX_SLOTS = 1 << 17,
    MAX_CODES = 40,
    MAX_LANGUAGES = 64,
    MAX_IN_BUCKET = 64,
    STRANGE = -20
};

typedef struct table {
    char classes[DVI_GRAM_CLASSES][16];
    uint8_t languages[DVI_GRAM_CLASSES], groups[DVI_GRAM_CLASSES];
    uint32_t n_classes, words, n_rows, bits, has_words;
    uint32_t row_keys[MAX_ROWS];
    int lines[MAX_ROWS]; /* of the table, 0: of none of its rows */
    int scores[MAX_ROWS][DVI_GRAM_CLASSES];
    bool taken[MAX_SLOTS];
    uint32_t slots[MAX_SLOTS];
    uint32_t moves[DVI_GRAM_BUCKETS];
    uint16_t near[DVI_GRAM_NEAR];
} table;

typedef struct state {
    char codes[MAX_LANGUAGES][16];
    uint32_t n_codes;
    uint8_t letters[DVI_LANGUAGE_CODES];
    table tables[DVI_SCRIPTS];
} state;

static void read_languages(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "code") == 0) continue;
        if (s->n_codes == MAX_LANGUAGES) tsv_fail(name, row.number, "has too many languages");
        snprintf(s->codes[s->n_codes++], sizeof s->codes[0], "%s", row.cell[0]);
    }
    fclose(file);
}

static uint8_t language_number(const state *s, const char *code) {
    for (uint32_t i = 0; i < s->n_codes; i++)
        if (strcmp(s->codes[i], code) == 0) return (uint8_t)i;
    return 0;
}

/* The row of a key, made when there is none. */
static int *row_of(table *t, uint32_t key, const char *name, int line) {
    for (uint32_t i = 1; i < t->n_rows; i++)
        if (t->row_keys[i] == key) return t->scores[i];
    if (t->n_rows == MAX_ROWS) tsv_fail(name, line, "has too many rows");
    t->row_keys[t->n_rows] = key;
    return t->scores[t->n_rows++];
}

static void begin_table(state *s, table *t, char *classes, const char *name, int line) {
    char *parts[DVI_GRAM_CLASSES];
    t->n_classes = (uint32_t)tsv_split(classes, ' ', parts, DVI_GRAM_CLASSES);
    t->words = (t->n_classes + 7) / 8;
    for (uint32_t i = 0; i < t->n_classes; i++) {
        snprintf(t->classes[i], sizeof t->classes[i], "%s", parts[i]);
        t->languages[i] = language_number(s, parts[i]);
        t->groups[i] = (uint8_t)i;
    }
    t->n_rows = 1; /* row 0 says nothing */
    if (t->words < 2) tsv_fail(name, line, "a script has nine classes at least");
}

/* A score's letter: a is 0, b to z are 1 to 25, Z down to A are -1 to -26. */
static int score_of(char letter, const char *name, int line) {
    if (letter >= 'a' && letter <= 'z') return letter - 'a';
    if (letter < 'A' || letter > 'Z') tsv_fail(name, line, "a score is a letter");
    return letter - 'Z' - 1;
}

static void read_grams(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    table *t = NULL;
    while (tsv_next(file, name, &row)) {
        if (row.cell[0][0] == '@') {
            bool cyrillic = strcmp(row.cell[0], "@Cyrl") == 0;
            if (!cyrillic && strcmp(row.cell[0], "@Latn") != 0) tsv_fail_here("a script is @Latn or @Cyrl");
            t = &s->tables[cyrillic ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN];
            if (t->n_rows != 0) tsv_fail_here("begins a script again");
            begin_table(s, t, row.cell[1], name, row.number);
            continue;
        }
        uint8_t codes[MAX_CODES];
        size_t n = language_codes_of(s->letters, row.cell[0], codes, MAX_CODES);
        if (n == 0) tsv_fail(name, row.number, "a feature is letters, '_' and '?'");
        if (t == NULL || strlen(row.cell[1]) != t->n_classes)
            tsv_fail(name, row.number, "one score a class is expected");
        if (t->n_rows == MAX_ROWS) tsv_fail(name, row.number, "has too many rows");
        t->row_keys[t->n_rows] = language_key_of(codes, n);
        t->lines[t->n_rows] = row.number;
        for (uint32_t i = 0; i < t->n_classes; i++)
            t->scores[t->n_rows][i] = score_of(row.cell[1][i], name, row.number);
        t->n_rows++;
    }
    fclose(file);
}

/* The heading of the markers names close languages: the column of each, and they become one group. */
static void read_heading(table *t, const tsv_row *row, const char *name, int *column) {
    if (row->n - 1 > DVI_GRAM_GROUP) tsv_fail(name, row->number, "a group has three languages at most");
    for (int i = 1; i < row->n; i++) {
        column[i] = -1;
        for (uint32_t k = 0; k < t->n_classes; k++)
            if (strcmp(t->classes[k], row->cell[i]) == 0) column[i] = (int)k;
        if (column[i] < 0) tsv_fail(name, row->number, "a language of the heading is no class of the script");
        t->groups[column[i]] = (uint8_t)column[1];
    }
}

/* Key of `word` or `beginning*`. */
static uint32_t marker_key(const state *s, const char *marker, const char *name, int line) {
    char text[64];
    uint8_t codes[MAX_CODES];
    size_t len = strlen(marker);
    if (len == 0 || len > 40) tsv_fail(name, line, "a marker is one word");
    int open = marker[len - 1] == '*';
    snprintf(text, sizeof text, "_%.*s%s", (int)(open ? len - 1 : len), marker, open ? "" : "_");
    size_t n = language_codes_of(s->letters, text, codes, MAX_CODES);
    if (n < 3 || (open && n > 7)) tsv_fail(name, line, "a marker is a word, or two to six letters and '*'");
    return language_key_of(codes, n);
}

static void read_markers(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    table *t = &s->tables[DVI_SCRIPT_LATIN];
    int column[TSV_MAX_COLUMNS] = {0}, columns = 0;
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "marker") == 0) {
            read_heading(t, &row, name, column);
            columns = row.n;
            continue;
        }
        if (row.n != columns) tsv_fail_here("one number for each language of the heading is expected");
        int *scores = row_of(t, marker_key(s, row.cell[0], name, row.number), name, row.number);
        for (int i = 1; i < row.n; i++)
            scores[column[i]] += tsv_integer(row.cell[i], -100, 100);
    }
    fclose(file);
}

/* A letter that no text had speaks against every language. */
static void add_strange(table *t) {
    for (uint32_t code = DVI_CODE_FIRST; code <= DVI_CODE_STRANGE; code++) {
        uint32_t before = t->n_rows;
        int *scores = row_of(t, code, "language_grams.tsv", 0);
        for (uint32_t i = 0; t->n_rows > before && i < t->n_classes; i++)
            scores[i] = STRANGE;
    }
}

/* Finds a displacement for the rows of one bucket and puts them; false when a key stands twice. */
static bool place(table *t, uint32_t bucket, const uint16_t *members, uint32_t n) {
    uint32_t at[MAX_IN_BUCKET];
    for (uint32_t try = 0; try <= UINT16_MAX; try++) {
        uint32_t put = 0, move = try * UINT32_C(0xC2B2AE35);
        for (; put < n; put++) {
            uint32_t hash = dvi_gram_hash(dvi_gram_mix(t->row_keys[members[put]]), move);
            at[put] = hash >> (32 - t->bits);
            if (t->taken[at[put]]) break;
            t->taken[at[put]] = true;
            t->slots[at[put]] = hash << 16 | members[put];
        }
        t->moves[bucket] = move;
        if (put == n) return true;
        while (put-- > 0)
            t->taken[at[put]] = false;
    }
    return false;
}

/* Ends the program: two of n rows have one key. */
static _Noreturn void fail_twice(const table *t, const uint16_t *members, uint32_t n, const char *name) {
    for (uint32_t i = n; i-- > 1;)
        for (uint32_t k = 0; k < i; k++)
            if (t->row_keys[members[i]] == t->row_keys[members[k]])
                tsv_fail(name, t->lines[members[i]], "has a feature again");
    tsv_fail(name, 0, "has features that no displacement parts");
}

/* The fullest buckets are placed first. */
static void build(table *t, const char *name) {
    static uint16_t members[DVI_GRAM_BUCKETS][MAX_IN_BUCKET];
    static uint32_t sizes[DVI_GRAM_BUCKETS];
    memset(sizes, 0, sizeof sizes);
    for (t->bits = 8; (1U << t->bits) < t->n_rows + t->n_rows / 2; t->bits++) {
    }
    if (t->bits > 16) tsv_fail(name, 0, "has too many rows");
    for (uint32_t i = 1; i < t->n_rows; i++) {
        if (t->row_keys[i] >> 31) t->has_words = 1;
        if (t->row_keys[i] < DVI_GRAM_NEAR) {
            if (t->near[t->row_keys[i]] != 0) tsv_fail(name, t->lines[i], "has a feature again");
            t->near[t->row_keys[i]] = (uint16_t)i;
            continue;
        }
        uint32_t bucket = dvi_gram_bucket(dvi_gram_mix(t->row_keys[i]));
        if (sizes[bucket] == MAX_IN_BUCKET) tsv_fail(name, 0, "has too many features in one bucket");
        members[bucket][sizes[bucket]++] = (uint16_t)i;
    }
    for (uint32_t size = MAX_IN_BUCKET; size > 0; size--)
        for (uint32_t b = 0; b < DVI_GRAM_BUCKETS; b++)
            if (sizes[b] == size && !place(t, b, members[b], size)) fail_twice(t, members[b], size, name);
}

/* Eight classes' scores of a row, as they are stored. */
static uint64_t stored(const table *t, uint32_t row, uint32_t word) {
    uint64_t out = 0;
    for (uint32_t i = 0; i < 8 && word * 8 + i < t->n_classes; i++) {
        int score = t->scores[row][word * 8 + i];
        if (score < -DVI_GRAM_ZERO) score = -DVI_GRAM_ZERO;
        if (score > DVI_GRAM_HIGHEST) score = DVI_GRAM_HIGHEST;
        out |= (uint64_t)(DVI_GRAM_ZERO + score) << 8 * i;
    }
    return out;
}

static void print_keys(FILE *out, const table *t, int script) {
    uint32_t slots = 1U << t->bits;
    fprintf(out, "static const uint16_t near_%d[] = {", script);
    for (uint32_t i = 0; i < DVI_GRAM_NEAR; i++)
        fprintf(out, "%s%u,", i % 16 ? " " : "\n    ", t->near[i]);
    fprintf(out, "\n};\nstatic const uint32_t slots_%d[] = {", script);
    for (uint32_t i = 0; i < slots; i++)
        fprintf(out, "%s0x%" PRIX32 ",", i % 10 ? " " : "\n    ", t->taken[i] ? t->slots[i] : 0);
    fprintf(out, "\n};\nstatic const uint32_t moves_%d[] = {", script);
    for (uint32_t i = 0; i < DVI_GRAM_BUCKETS; i++)
        fprintf(out, "%s0x%" PRIX32 ",", i % 10 ? " " : "\n    ", t->moves[i]);
    fprintf(out, "\n};\n");
}

static unsigned size_of_group(const table *t, unsigned group) {
    unsigned size = 0;
    for (uint32_t i = 0; i < t->n_classes; i++)
        size += t->groups[i] == group;
    return size;
}

static void print_table(FILE *out, const table *t, int script) {
    print_keys(out, t, script);
    fprintf(out, "static const uint64_t scores_%d[] = {", script);
    for (uint32_t i = 0; i < t->n_rows; i++)
        for (uint32_t k = 0; k < t->words; k++)
            fprintf(out, "%s0x%" PRIX64 ",", k ? " " : "\n    ", stored(t, i, k));
    fprintf(out, "\n};\nstatic const uint8_t languages_%d[] = {", script);
    for (uint32_t i = 0; i < t->n_classes; i++)
        fprintf(out, "%s%u", i ? ", " : "", t->languages[i]);
    fprintf(out, "};\nstatic const uint8_t groups_%d[] = {", script);
    for (uint32_t i = 0; i < t->n_classes; i++)
        fprintf(out, "%s%u", i ? ", " : "", t->groups[i]);
    fprintf(out, "};\nstatic const uint8_t group_sizes_%d[] = {", script);
    for (uint32_t i = 0; i < t->n_classes; i++)
        fprintf(out, "%s%u", i ? ", " : "", size_of_group(t, t->groups[i]));
    fprintf(out, "};\n\n");
}

static void print_all(FILE *out, const state *s) {
    fprintf(out, "/* Generated by gen_language from language_grams.tsv and language_markers.tsv; not to be "
                 "edited. */\n"
                 "#include \"tables/language_table.h\"\n#include \"tables/tables.h\"\n\n");
    for (int i = 0; i < DVI_SCRIPTS; i++)
        print_table(out, &s->tables[i], i);
    fprintf(out, "const dvi_gram_table dvi_gram_tables[DVI_SCRIPTS] = {\n");
    for (int i = 0; i < DVI_SCRIPTS; i++)
        fprintf(
            out,
            "    {near_%d, slots_%d, moves_%d, scores_%d, languages_%d, groups_%d, group_sizes_%d, %" PRIu32
            ", %" PRIu32 ", %" PRIu32 ", %" PRIu32 "},\n",
            i, i, i, i, i, i, i, s->tables[i].bits, s->tables[i].words, s->tables[i].n_classes,
            s->tables[i].has_words);
    fprintf(out, "};\n\nconst uint8_t dvi_language_letters[DVI_LANGUAGE_CODES] = {");
    for (uint32_t c = 0; c < DVI_LANGUAGE_CODES; c++)
        fprintf(out, "%s%u,", c % 16 ? " " : "\n    ", s->letters[c]);
    fprintf(out, "\n};\n");
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: gen_language LANGUAGES.tsv GRAMS.tsv MARKERS.tsv OUT.c\n");
        return 2;
    }
    static state s;
    language_letters_fill(s.letters);
    read_languages(&s, argv[1]);
    read_grams(&s, argv[2]);
    read_markers(&s, argv[3]);
    for (int i = 0; i < DVI_SCRIPTS; i++) {
        if (s.tables[i].n_rows == 0) tsv_fail(argv[2], 0, "has no rows of a script");
        add_strange(&s.tables[i]);
        build(&s.tables[i], argv[2]);
    }
    FILE *out = tsv_open(argv[4], "w");
    print_all(out, &s);
    tsv_close(out, argv[4]);
    return 0;
}
