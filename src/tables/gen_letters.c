/* Generator: languages.tsv and letters.tsv -> C tables of languages and letters; ICU's data fills in case and
 * accented letters. usage: gen_letters LANGUAGES.tsv LETTERS.tsv OUT.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/fold_class.h"
#include "base/utf8.h"
#include "tables.h"
#include "tsv.h"

enum { MAX_ROWS = 4000, MAX_LANGUAGES = 64, MAX_POOL = 60000, CODE_LIMIT = 0x20000, UND = 0 };

typedef struct row {
    char langs[64];
    dvi_letter letter;
    uint8_t serves[MAX_LANGUAGES]; /* 2 a language's own row, 1 every language's, 0 none of its */
    int next;                      /* row that begins with the same letter, from 1; 0 ends */
} row;

typedef struct state {
    row rows[MAX_ROWS];
    int n_rows;
    int first_row[CODE_LIMIT],
        last_row[CODE_LIMIT]; /* of those that begin with a letter, from 1; 0 is none */
    char codes[MAX_LANGUAGES][16];
    char letters_of[MAX_LANGUAGES][16];
    int n_languages;
    dvi_letter pool[MAX_POOL];
    int n_pool;
    int n_runs[DVI_LETTER_LIMIT]; /* runs of the pool made for a letter, and where they begin */
    int runs[DVI_LETTER_LIMIT][MAX_LANGUAGES];
    uint16_t first[MAX_LANGUAGES][DVI_LETTER_LIMIT];
    const UNormalizer2 *nfkd;
} state;

static uint8_t fold_class(char letter, const char *name, int line) {
    const char *at = strchr(DVI_FOLD_LETTERS, letter);
    if (letter == '\0' || at == NULL) tsv_fail(name, line, "fold has a letter that is no class");
    return (uint8_t)(at - DVI_FOLD_LETTERS + 1);
}

/* What a reading folds to, when the table does not say. */
static void fold_of_reading(const char *reading, char *out) {
    static const char *const groups[][2] = {{"shch", "c"}, {"zh", "z"}, {"kh", "g"}, {"gh", "g"}, {"ch", "c"},
                                            {"sh", "c"},   {"ts", "c"}, {"h", "g"},  {"w", "v"},  {"y", "i"},
                                            {"j", "i"},    {"q", "k"},  {"x", "ks"}};
    for (const char *at = reading; *at != '\0';) {
        size_t took = 0;
        for (size_t i = 0; i < sizeof groups / sizeof groups[0] && took == 0; i++) {
            size_t len = strlen(groups[i][0]);
            if (strncmp(at, groups[i][0], len) != 0) continue;
            out = stpcpy(out, groups[i][1]);
            took = len;
        }
        if (took == 0) {
            *out++ = *at;
            took = 1;
        }
        at += took;
    }
    *out = '\0';
}

static int decode(const char *text, uint32_t *out, int cap) {
    int count = 0;
    for (size_t at = 0, len = strlen(text); at < len; count++) {
        if (count == cap) return -1;
        out[count] = dvi_utf8_next(text, &at);
    }
    return count;
}

static void fill_letter(dvi_letter *letter, const char *reading, const char *fold, const char *name,
                        int line) {
    char folded[32];
    if (strcmp(reading, "-") == 0) reading = "";
    if (strlen(reading) >= sizeof letter->reading) tsv_fail(name, line, "reading is too long");
    strcpy(letter->reading, reading);
    if (strcmp(fold, "-") == 0)
        folded[0] = '\0';
    else if (fold[0] != '\0')
        snprintf(folded, sizeof folded, "%s", fold);
    else
        fold_of_reading(reading, folded);
    if (strlen(folded) > sizeof letter->fold) tsv_fail(name, line, "fold is too long");
    for (size_t i = 0; folded[i] != '\0'; i++)
        letter->fold[i] = fold_class(folded[i], name, line);
}

static int row_serves(const row *r, const char *language) {
    char wanted[20];
    snprintf(wanted, sizeof wanted, ",%s,", language);
    return strstr(r->langs, wanted) != NULL ? 2 : strcmp(r->langs, ",*,") == 0 ? 1 : 0;
}

/* Ends the program when the row names a language that there is none of, since nobody would miss it. */
static void check_named(const state *s, const char *names) {
    char text[64], *codes[MAX_LANGUAGES];
    if (strlen(names) + 3 > sizeof s->rows[0].langs) tsv_fail_here("names too many languages");
    strcpy(text, names);
    int n = strcmp(names, "*") == 0 ? 0 : tsv_split(text, ',', codes, MAX_LANGUAGES), l;
    for (int i = 0; i < n; i++) {
        for (l = 0; l < s->n_languages && strcmp(s->letters_of[l], codes[i]) != 0; l++) {
        }
        if (l == s->n_languages) tsv_fail_here("names a language that languages.tsv has no letters of");
    }
}

static int same_group(const dvi_letter *a, const dvi_letter *b) {
    return a->n_group == b->n_group && memcmp(a->group, b->group, sizeof a->group) == 0;
}

/* Notes whom the new row serves, and puts it behind those that begin with the same letter. */
static void index_row(state *s, row *r, const char *name, int line) {
    int served = 0;
    for (int l = 0; l < s->n_languages; l++) {
        r->serves[l] = (uint8_t)row_serves(r, s->letters_of[l]);
        served += r->serves[l] != 0;
    }
    if (served == 0) tsv_fail(name, line, "names no language of languages.tsv");
    uint32_t c = r->letter.group[0];
    if (c >= CODE_LIMIT) tsv_fail(name, line, "a letter lies beyond the tables");
    for (int i = s->first_row[c]; i != 0; i = s->rows[i - 1].next)
        for (int l = 0; same_group(&s->rows[i - 1].letter, &r->letter) && l < s->n_languages; l++)
            if (r->serves[l] != 0 && r->serves[l] == s->rows[i - 1].serves[l])
                tsv_fail_here("gives letters of a language again");
    int number = (int)(r - s->rows) + 1;
    if (s->last_row[c] == 0)
        s->first_row[c] = number;
    else
        s->rows[s->last_row[c] - 1].next = number;
    s->last_row[c] = number;
}

static void read_letters(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row line = {.number = 0};
    while (tsv_next(file, name, &line)) {
        if (strcmp(line.cell[0], "lang") == 0) continue;
        if (s->n_rows == MAX_ROWS) tsv_fail(name, line.number, "has too many rows");
        row *r = &s->rows[s->n_rows++];
        check_named(s, line.cell[0]);
        snprintf(r->langs, sizeof r->langs, ",%s,", line.cell[0]);
        int n = decode(line.cell[1], r->letter.group, 4);
        if (n < 1) tsv_fail(name, line.number, "letters: one to four are expected");
        for (int i = 0; i < n; i++)
            if ((uint32_t)u_tolower((UChar32)r->letter.group[i]) != r->letter.group[i])
                tsv_fail_here("letters: lower case is expected");
        r->letter.n_group = (uint8_t)n;
        fill_letter(&r->letter, line.cell[2], line.cell[3], name, line.number);
        index_row(s, r, name, line.number);
    }
    fclose(file);
}

static void read_languages(state *s, const char *name, FILE *out) {
    FILE *file = tsv_open(name, "r");
    tsv_row line = {.number = 0};
    fprintf(out, "const dvi_language dvi_languages[] = {\n");
    while (tsv_next(file, name, &line)) {
        if (strcmp(line.cell[0], "code") == 0) continue;
        if (s->n_languages == MAX_LANGUAGES) tsv_fail(name, line.number, "has too many languages");
        if (strlen(line.cell[0]) >= 16 || strlen(line.cell[2]) >= 16 || line.cell[2][0] == '\0')
            tsv_fail_here("a code is of one letter to fifteen");
        for (int i = 0; i < s->n_languages; i++)
            if (strcmp(s->codes[i], line.cell[0]) == 0) tsv_fail_here("has a language again");
        strcpy(s->codes[s->n_languages], line.cell[0]);
        strcpy(s->letters_of[s->n_languages], line.cell[2]);
        fprintf(out, "    {\"%s\", %d, {", line.cell[0], s->n_languages);
        char *parts[3];
        int n = line.cell[3][0] == '\0' ? 0 : tsv_split(line.cell[3], ',', parts, 3);
        for (int i = 0; i < n; i++)
            fprintf(out, "%sDVI_COLUMN_%s", i ? ", " : "", parts[i]);
        fprintf(out, "%s}},\n", n ? "" : "0");
        s->n_languages++;
    }
    fprintf(out, "};\nconst uint32_t dvi_language_count = %d;\n\n", s->n_languages);
    fclose(file);
}

static int longer_first(const void *a, const void *b) {
    const dvi_letter *x = a, *y = b;
    if (x->n_group != y->n_group) return (int)y->n_group - (int)x->n_group;
    return memcmp(x->group, y->group, sizeof x->group);
}

/* All groups that begin with lower-case letter c in a language, longest first. */
static int groups_of(const state *s, int language, uint32_t c, dvi_letter *out, int cap) {
    int n = 0;
    int rank[64];
    for (int i = c < CODE_LIMIT ? s->first_row[c] : 0; i != 0; i = s->rows[i - 1].next) {
        const row *r = &s->rows[i - 1];
        int serves = r->serves[language];
        if (serves == 0) continue;
        int at = 0;
        while (at < n && !same_group(&out[at], &r->letter))
            at++;
        if (at == n) {
            if (n == cap) tsv_fail("letters.tsv", 0, "a letter begins too many groups");
            rank[n++] = 0;
        }
        if (serves >= rank[at]) {
            rank[at] = serves;
            out[at] = r->letter;
        }
    }
    qsort(out, (size_t)n, sizeof *out, longer_first);
    return n;
}

/* The letters an accented or compatibility letter decomposes into, marks left out; how many. */
static int base_letters(const state *s, uint32_t c, uint32_t *out, int cap) {
    UChar wide[32];
    UChar32 parts[32];
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = unorm2_getDecomposition(s->nfkd, (UChar32)c, wide, 32, &error);
    if (n <= 0 || U_FAILURE(error)) return 0;
    u_strToUTF32(parts, 32, &n, wide, n, &error);
    if (U_FAILURE(error)) return 0;
    int count = 0;
    for (int32_t i = 0; i < n; i++) {
        UChar32 part = parts[i];
        if (u_getCombiningClass(part) != 0) continue;
        if (!u_isalpha(part) || count == cap) return 0;
        out[count++] = (uint32_t)u_tolower(part);
    }
    return count;
}

/* The single letter c as an accented form of other letters; 0 when it is none. */
static int from_base(const state *s, int language, uint32_t c, dvi_letter *out) {
    uint32_t base[3];
    int n = base_letters(s, c, base, 3);
    if (n == 0 || (n == 1 && base[0] == c)) return 0;
    *out = (dvi_letter){.group = {c}, .n_group = 1};
    size_t folds = 0;
    for (int i = 0; i < n; i++) {
        dvi_letter groups[64];
        int count = groups_of(s, language, base[i], groups, 64);
        if (count == 0 || groups[count - 1].n_group != 1) return 0;
        const dvi_letter *one = &groups[count - 1];
        if (strlen(out->reading) + strlen(one->reading) >= sizeof out->reading) return 0;
        strcat(out->reading, one->reading);
        for (size_t k = 0; k < 3 && one->fold[k] != 0 && folds < 3; k++)
            out->fold[folds++] = one->fold[k];
    }
    return 1;
}

/* Where the run of a letter stands in the pool, from 1: its languages that agree share one. */
static uint16_t pool_run(state *s, uint32_t c, const dvi_letter *run, int n) {
    for (int i = 0; i < s->n_runs[c]; i++) {
        int at = s->runs[c][i];
        if (memcmp(&s->pool[at], run, (size_t)n * sizeof *run) == 0) return (uint16_t)(at + 1);
    }
    if (s->n_pool + n > MAX_POOL) tsv_fail("letters.tsv", 0, "makes too large a table");
    s->runs[c][s->n_runs[c]++] = s->n_pool;
    memcpy(&s->pool[s->n_pool], run, (size_t)n * sizeof *run);
    s->n_pool += n;
    return (uint16_t)(s->n_pool - n + 1);
}

static uint16_t run_of(state *s, int language, uint32_t c, uint32_t lower) {
    dvi_letter run[64];
    int n = groups_of(s, language, lower, run, 63);
    if (n == 0 || run[n - 1].n_group != 1) {
        if (!u_isalpha((UChar32)lower) || !from_base(s, language, lower, &run[n])) return 0;
        n++;
    }
    return pool_run(s, lower < DVI_LETTER_LIMIT ? lower : c, run, n);
}

static void build_language(state *s, int language) {
    for (uint32_t c = 0; c < DVI_LETTER_LIMIT; c++) {
        uint32_t lower = (uint32_t)u_tolower((UChar32)c);
        s->first[language][c] = run_of(s, language, c, lower);
    }
}

/* The entry of dvi_letter_table.folds for character c, whose run of the pool begins at `first`. */
static uint64_t fold_of(const state *s, uint32_t c, uint16_t first) {
    const uint32_t lower = (uint32_t)u_tolower((UChar32)c);
    uint64_t fold = DVI_FOLD_LETTER | (uint64_t)(DVI_SECOND_SHIFT + lower % DVI_SECOND_BITS)
                                          << DVI_OWN_BIT_SHIFT;
    if (first == 0) return 0;
    if (lower != c) fold |= DVI_FOLD_UPPER;
    if (lower >= 0x400) fold |= DVI_FOLD_CYRILLIC;
    const dvi_letter *l = &s->pool[first - 1];
    for (; l->n_group > 1; l++)
        fold |= dvi_second_bit(l->group[1]);
    uint64_t n = 0;
    for (; n < 3 && l->fold[n] != 0; n++)
        fold |= (uint64_t)l->fold[n] << 8 * n;
    return fold | n << DVI_FOLD_COUNT_SHIFT;
}

static void print_table(const state *s, int language, FILE *out) {
    const uint16_t *first = s->first[language];
    fprintf(out, "static const uint16_t first_%d[DVI_LETTER_LIMIT] = {", language);
    for (uint32_t c = 0; c < DVI_LETTER_LIMIT; c++)
        fprintf(out, "%s%u,", c % 16 ? " " : "\n    ", first[c]);
    fprintf(out, "\n};\nstatic const uint64_t folds_%d[DVI_LETTER_LIMIT] = {", language);
    for (uint32_t c = 0; c < DVI_LETTER_LIMIT; c++)
        fprintf(out, "%s0x%llXu,", c % 6 ? " " : "\n    ", (unsigned long long)fold_of(s, c, first[c]));
    fprintf(out, "\n};\n");
}

static void print_letter(FILE *out, const dvi_letter *l) {
    fprintf(out, "    {{0x%X, 0x%X, 0x%X, 0x%X}, \"%s\", {%d, %d, %d}, %d},\n", l->group[0], l->group[1],
            l->group[2], l->group[3], l->reading, l->fold[0], l->fold[1], l->fold[2], l->n_group);
}

static void print_far(const state *s, FILE *out) {
    unsigned count = 0;
    fprintf(out, "const dvi_far_letter dvi_far_letters[] = {\n");
    for (uint32_t c = DVI_LETTER_LIMIT; c < CODE_LIMIT; c++) {
        uint32_t lower = (uint32_t)u_tolower((UChar32)c);
        dvi_letter run[64], one = {.n_group = 0};
        int n = groups_of(s, UND, lower, run, 64);
        if (n > 0 && run[n - 1].n_group == 1)
            one = run[n - 1];
        else if (!u_isalpha((UChar32)c) || !from_base(s, UND, lower, &one))
            continue;
        fprintf(out, "    {0x%X, 0x%X, \"%s\", {%d, %d, %d}},\n", c, lower, one.reading, one.fold[0],
                one.fold[1], one.fold[2]);
        count++;
    }
    fprintf(out, "};\nconst uint32_t dvi_far_letter_count = %u;\n", count);
}

static void print_all(const state *s, FILE *out) {
    fprintf(out, "const dvi_letter dvi_letters[] = {\n");
    for (int i = 0; i < s->n_pool; i++)
        print_letter(out, &s->pool[i]);
    fprintf(out, "};\n\nconst uint16_t dvi_lower[DVI_LETTER_LIMIT] = {");
    for (uint32_t c = 0; c < DVI_LETTER_LIMIT; c++)
        fprintf(out, "%s0x%X,", c % 16 ? " " : "\n    ", (unsigned)u_tolower((UChar32)c));
    fprintf(out, "\n};\n\n");
    for (int l = 0; l < s->n_languages; l++)
        print_table(s, l, out);
    fprintf(out, "\nconst dvi_letter_table dvi_letter_tables[] = {\n");
    for (int l = 0; l < s->n_languages; l++)
        fprintf(out, "    {first_%d, folds_%d},\n", l, l);
    fprintf(out, "};\n\n");
    print_far(s, out);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: gen_letters LANGUAGES.tsv LETTERS.tsv OUT.c\n");
        return 2;
    }
    static state s;
    UErrorCode error = U_ZERO_ERROR;
    s.nfkd = unorm2_getNFKDInstance(&error);
    if (U_FAILURE(error)) tsv_fail("ICU", 0, "has no NFKD data");
    FILE *out = tsv_open(argv[3], "w");
    fprintf(out, "/* Generated by gen_letters from languages.tsv and letters.tsv; not to be edited. */\n"
                 "#include \"tables/tables.h\"\n#include \"tables/columns.h\"\n\n");
    read_languages(&s, argv[1], out);
    read_letters(&s, argv[2]);
    for (int l = 0; l < s.n_languages; l++)
        build_language(&s, l);
    print_all(&s, out);
    tsv_close(out, argv[3]);
    return 0;
}
