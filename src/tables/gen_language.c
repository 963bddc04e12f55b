/* Generator: languages.tsv, language_grams.tsv and language_markers.tsv -> the hash tables of language identification.
 * usage: gen_language LANGUAGES.tsv GRAMS.tsv MARKERS.tsv OUT.c */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "language_code.h"
#include "language_table.h"
#include "language_word.h"
#include "tables.h"
#include "tsv.h"

enum { MAX_ROWS = 60000, MAX_SLOTS = 1 << 17, MAX_CODES = 40, MAX_LANGUAGES = 64, HIGHEST = 25 };

typedef struct table {
    char classes[DVI_GRAM_CLASSES][16];
    uint8_t languages[DVI_GRAM_CLASSES];
    uint32_t n_classes, width, n_rows, bits;
    uint32_t row_keys[MAX_ROWS];
    int scores[MAX_ROWS][DVI_GRAM_CLASSES];
    uint32_t keys[MAX_SLOTS];
    uint16_t rows[MAX_SLOTS];
} table;

typedef struct state {
    char codes[MAX_LANGUAGES][16];
    uint32_t n_codes;
    uint8_t letters[DVI_LETTER_LIMIT];
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
    for (uint32_t i = 0; i < t->n_rows; i++)
        if (t->row_keys[i] == key) return t->scores[i];
    if (t->n_rows == MAX_ROWS) tsv_fail(name, line, "has too many rows");
    t->row_keys[t->n_rows] = key;
    return t->scores[t->n_rows++];
}

static void begin_table(state *s, table *t, char *classes, const char *name, int line) {
    char *parts[DVI_GRAM_CLASSES];
    t->n_classes = (uint32_t)tsv_split(classes, ' ', parts, DVI_GRAM_CLASSES);
    t->width = (t->n_classes + 7) / 8 * 8;
    for (uint32_t i = 0; i < t->n_classes; i++) {
        snprintf(t->classes[i], sizeof t->classes[i], "%s", parts[i]);
        t->languages[i] = language_number(s, parts[i]);
    }
    if (t->n_classes < 2) tsv_fail(name, line, "a script has two classes at least");
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
            t = &s->tables[strcmp(row.cell[0], "@Cyrl") == 0 ? DVI_SCRIPT_CYRILLIC : DVI_SCRIPT_LATIN];
            begin_table(s, t, row.cell[1], name, row.number);
            continue;
        }
        uint8_t codes[MAX_CODES];
        size_t n = language_codes_of(s->letters, row.cell[0], codes, MAX_CODES);
        if (n == 0) tsv_fail(name, row.number, "a feature is letters, '_' and '?'");
        if (t == NULL || strlen(row.cell[1]) != t->n_classes) tsv_fail(name, row.number, "one score a class is expected");
        if (t->n_rows == MAX_ROWS) tsv_fail(name, row.number, "has too many rows");
        t->row_keys[t->n_rows] = language_key_of(codes, n);
        for (uint32_t i = 0; i < t->n_classes; i++) t->scores[t->n_rows][i] = score_of(row.cell[1][i], name, row.number);
        t->n_rows++;
    }
    fclose(file);
}

/* Markers: `word` or `beginning*`, and what to add for each language of the heading. */
static void read_markers(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    table *t = &s->tables[DVI_SCRIPT_LATIN];
    int column[TSV_MAX_COLUMNS] = {0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "marker") == 0) {
            for (int i = 1; i < row.n; i++)
                for (uint32_t k = 0; k < t->n_classes; k++)
                    if (strcmp(t->classes[k], row.cell[i]) == 0) column[i] = (int)k;
            continue;
        }
        char text[64];
        size_t len = strlen(row.cell[0]);
        if (len == 0 || len > 40) tsv_fail(name, row.number, "a marker is one word");
        int open = row.cell[0][len - 1] == '*';
        snprintf(text, sizeof text, "_%.*s%s", (int)(open ? len - 1 : len), row.cell[0], open ? "" : "_");
        uint8_t codes[MAX_CODES];
        size_t n = language_codes_of(s->letters, text, codes, MAX_CODES);
        if (n < 3 || (open && n > 7)) tsv_fail(name, row.number, "a marker is a word, or two to six letters and '*'");
        int *scores = row_of(t, language_key_of(codes, n), name, row.number);
        for (int i = 1; i < row.n; i++) scores[column[i]] += atoi(row.cell[i]);
    }
    fclose(file);
}

static void build(table *t) {
    for (t->bits = 8; (1U << t->bits) < t->n_rows + t->n_rows / 2; t->bits++) {}
    uint32_t mask = (1U << t->bits) - 1;
    for (uint32_t i = 0; i < t->n_rows; i++) {
        uint32_t slot = dvi_language_slot(t->row_keys[i], t->bits);
        while (t->keys[slot] != 0 && t->keys[slot] != t->row_keys[i]) slot = (slot + 1) & mask;
        if (t->keys[slot] != 0) tsv_fail("language_grams.tsv", (int)i, "two features have one key");
        t->keys[slot] = t->row_keys[i];
        t->rows[slot] = (uint16_t)i;
    }
}

static int stored(int score) {
    if (score < -DVI_GRAM_ZERO) score = -DVI_GRAM_ZERO;
    return DVI_GRAM_ZERO + (score > HIGHEST ? HIGHEST : score);
}

static void print_table(FILE *out, const table *t, int script) {
    uint32_t slots = 1U << t->bits;
    fprintf(out, "static const uint32_t keys_%d[] = {", script);
    for (uint32_t i = 0; i < slots; i++) fprintf(out, "%s0x%" PRIX32 ",", i % 10 ? " " : "\n    ", t->keys[i]);
    fprintf(out, "\n};\nstatic const uint16_t rows_%d[] = {", script);
    for (uint32_t i = 0; i < slots; i++) fprintf(out, "%s%u,", i % 16 ? " " : "\n    ", t->rows[i]);
    fprintf(out, "\n};\nstatic const uint8_t scores_%d[] = {", script);
    for (uint32_t i = 0; i < t->n_rows * t->width; i++) {
        uint32_t class = i % t->width;
        int score = class < t->n_classes ? stored(t->scores[i / t->width][class]) : 0;
        fprintf(out, "%s%d,", class ? " " : "\n    ", score);
    }
    fprintf(out, "\n};\nstatic const uint8_t languages_%d[] = {", script);
    for (uint32_t i = 0; i < t->n_classes; i++) fprintf(out, "%s%u", i ? ", " : "", t->languages[i]);
    fprintf(out, "};\n\n");
}

static uint64_t fingerprint(const state *s) {
    uint64_t hash = XXH3_64bits(s->letters, sizeof s->letters);
    for (int i = 0; i < DVI_SCRIPTS; i++) {
        const table *t = &s->tables[i];
        hash = XXH3_64bits_withSeed(t->row_keys, t->n_rows * sizeof t->row_keys[0], hash);
        hash = XXH3_64bits_withSeed(t->scores, t->n_rows * sizeof t->scores[0], hash);
        hash = XXH3_64bits_withSeed(t->languages, t->n_classes, hash);
    }
    return hash;
}

static void print_all(FILE *out, const state *s) {
    fprintf(out, "/* Generated by gen_language from language_grams.tsv and language_markers.tsv; not to be edited. */\n"
                 "#include \"tables/language_table.h\"\n#include \"tables/tables.h\"\n\n");
    for (int i = 0; i < DVI_SCRIPTS; i++) print_table(out, &s->tables[i], i);
    fprintf(out, "const dvi_gram_table dvi_gram_tables[DVI_SCRIPTS] = {\n");
    for (int i = 0; i < DVI_SCRIPTS; i++)
        fprintf(out, "    {keys_%d, rows_%d, scores_%d, languages_%d, %" PRIu32 ", %" PRIu32 ", %" PRIu32 "},\n", i, i, i, i,
                s->tables[i].bits, s->tables[i].width, s->tables[i].n_classes);
    fprintf(out, "};\n\nconst uint8_t dvi_language_letters[DVI_LETTER_LIMIT] = {");
    for (uint32_t c = 0; c < DVI_LETTER_LIMIT; c++) fprintf(out, "%s%u,", c % 16 ? " " : "\n    ", s->letters[c]);
    fprintf(out, "\n};\n\nconst uint64_t dvi_language_fingerprint = UINT64_C(0x%016" PRIX64 ");\n", fingerprint(s));
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
    for (int i = 0; i < DVI_SCRIPTS; i++) build(&s.tables[i]);
    FILE *out = tsv_open(argv[4], "w");
    print_all(out, &s);
    return fclose(out) == 0 ? 0 : 1;
}
