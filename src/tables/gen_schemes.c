/* Generator: schemes.tsv -> C table of transliteration schemes.
 * usage: gen_schemes SCHEMES.tsv OUT.c */
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "scheme_table.h"
#include "tsv.h"

enum { MAX_SCHEMES = 32, MAX_RULES = 2000, MAX_SETS = 64, MAX_TEXT = 80 };

typedef struct rule {
    dvi_scheme_rule rule;
    char to[32];
} rule;

typedef struct scheme {
    char name[MAX_TEXT], title[MAX_TEXT], icu[MAX_TEXT];
    rule rules[MAX_RULES];
    int n_rules;
} scheme;

typedef struct state {
    scheme schemes[MAX_SCHEMES];
    int n;
    UChar sets[MAX_SETS][DVI_SET_LETTERS]; /* the first stays empty */
    int n_sets;
} state;

static void copy(char *out, const char *text, size_t cap, const char *name, int line) {
    if (strlen(text) >= cap) tsv_fail(name, line, "a cell is too long");
    strcpy(out, text);
}

static void add_scheme(state *s, const tsv_row *row, const char *name) {
    if (s->n == MAX_SCHEMES) tsv_fail(name, row->number, "has too many schemes");
    for (int i = 0; i < s->n; i++)
        if (strcmp(s->schemes[i].name, row->cell[0]) == 0) tsv_fail_here("opens a scheme again");
    scheme *one = &s->schemes[s->n++];
    copy(one->name, row->cell[0], MAX_TEXT, name, row->number);
    copy(one->title, row->cell[2], MAX_TEXT, name, row->number);
    copy(one->icu, row->cell[3], MAX_TEXT, name, row->number);
}

static scheme *find_scheme(state *s, const char *wanted, const char *name, int line) {
    for (int i = 0; i < s->n; i++)
        if (strcmp(s->schemes[i].name, wanted) == 0) return &s->schemes[i];
    tsv_fail(name, line, "names a scheme that has no title row above");
}

/* The number of the set of letters that `text` begins with, up to another condition. */
static uint8_t add_set(state *s, const char *text, const char *name, int line) {
    UChar set[DVI_SET_LETTERS] = {0};
    UErrorCode error = U_ZERO_ERROR;
    int32_t n;
    u_strFromUTF8(set, DVI_SET_LETTERS, &n, text, (int32_t)strcspn(text, "^$<>"), &error);
    if (U_FAILURE(error) || n == 0) tsv_fail(name, line, "where: one to 24 letters are expected");
    for (int i = 1; i < s->n_sets; i++)
        if (memcmp(s->sets[i], set, sizeof set) == 0) return (uint8_t)i;
    if (s->n_sets == MAX_SETS) tsv_fail(name, line, "has too many sets of letters");
    memcpy(s->sets[s->n_sets], set, sizeof set);
    return (uint8_t)s->n_sets++;
}

static void read_where(state *s, const tsv_row *row, const char *name, dvi_scheme_rule *r) {
    const char *where = row->cell[3], *after = strchr(where, '<'), *before = strchr(where, '>');
    if (where[0] != '\0' && strchr("^$<>", where[0]) == NULL)
        tsv_fail_here("where: it begins with ^, $, < or >");
    if (strchr(where, '^') != NULL) r->where |= DVI_RULE_BEGINS;
    if (strchr(where, '$') != NULL) r->where |= DVI_RULE_ENDS;
    if (after != NULL) r->after = add_set(s, after + 1, name, row->number);
    if (before != NULL) r->before = add_set(s, before + 1, name, row->number);
}

static rule make_rule(state *s, const tsv_row *row, const char *name) {
    rule r = {.rule.n = 0};
    UErrorCode error = U_ZERO_ERROR;
    UChar from[DVI_RULE_LETTERS + 1];
    int32_t n;
    u_strFromUTF8(from, DVI_RULE_LETTERS, &n, row->cell[1], -1, &error);
    if (U_FAILURE(error) || n == 0) tsv_fail(name, row->number, "letters: one to eight are expected");
    if (row->n < 3) tsv_fail_here("has no latin");
    for (int32_t i = 0; i < n; i++)
        if (u_tolower(from[i]) != from[i]) tsv_fail_here("letters: lower case is expected");
    memcpy(r.rule.from, from, (size_t)n * sizeof *from);
    r.rule.n = (uint8_t)n;
    read_where(s, row, name, &r.rule);
    copy(r.to, strcmp(row->cell[2], "-") == 0 ? "" : row->cell[2], sizeof r.to, name, row->number);
    return r;
}

static int conditions(const dvi_scheme_rule *r) {
    return (r->after != 0) + (r->before != 0) + (r->where != 0);
}

static int by_use(const void *a, const void *b) {
    const dvi_scheme_rule *x = &((const rule *)a)->rule, *y = &((const rule *)b)->rule;
    if (x->from[0] != y->from[0]) return (int)x->from[0] - (int)y->from[0];
    if (x->n != y->n) return (int)y->n - (int)x->n;
    if (conditions(x) != conditions(y)) return conditions(y) - conditions(x);
    if (x->where != y->where) return (int)y->where - (int)x->where;
    if (x->after != y->after) return (int)y->after - (int)x->after;
    if (x->before != y->before) return (int)y->before - (int)x->before;
    return memcmp(x->from, y->from, sizeof x->from);
}

static void add_rules(state *s, tsv_row *row, const char *name) {
    rule r = make_rule(s, row, name);
    char *names[MAX_SCHEMES];
    int n = tsv_split(row->cell[0], ',', names, MAX_SCHEMES);
    for (int i = 0; i < n; i++) {
        scheme *one = find_scheme(s, names[i], name, row->number);
        if (one->n_rules == MAX_RULES) tsv_fail(name, row->number, "a scheme has too many rules");
        for (int k = 0; k < one->n_rules; k++)
            if (by_use(&one->rules[k], &r) == 0) tsv_fail_here("has a rule again");
        one->rules[one->n_rules++] = r;
    }
}

static void read_schemes(state *s, const char *name) {
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "scheme") == 0) continue;
        if (strcmp(row.cell[1], "=") == 0)
            add_scheme(s, &row, name);
        else
            add_rules(s, &row, name);
    }
    fclose(file);
}

static void print_rules(FILE *out, scheme *one) {
    qsort(one->rules, (size_t)one->n_rules, sizeof *one->rules, by_use);
    for (int i = 0; i < one->n_rules; i++) {
        const dvi_scheme_rule *r = &one->rules[i].rule;
        fprintf(out, "    {{");
        for (int k = 0; k < r->n; k++)
            fprintf(out, "%s0x%X", k ? ", " : "", r->from[k]);
        fprintf(out, "}, %d, %d, %d, %d, \"", r->n, r->where, r->after, r->before);
        for (const char *at = one->rules[i].to; *at != '\0'; at++)
            fprintf(out, "\\%03o", (unsigned char)*at);
        fprintf(out, "\"},\n");
    }
}

static void print_sets(FILE *out, const state *s) {
    fprintf(out, "const uint16_t dvi_scheme_sets[][DVI_SET_LETTERS] = {\n    {0},\n");
    for (int i = 1; i < s->n_sets; i++) {
        fprintf(out, "    {");
        for (int k = 0; k < DVI_SET_LETTERS && s->sets[i][k] != 0; k++)
            fprintf(out, "%s0x%X", k ? ", " : "", s->sets[i][k]);
        fprintf(out, "},\n");
    }
    fprintf(out, "};\n\n");
}

static void print_all(state *s, FILE *out) {
    fprintf(out, "/* Generated by gen_schemes from schemes.tsv; not to be edited. */\n#include "
                 "\"tables/scheme_table.h\"\n\n");
    print_sets(out, s);
    fprintf(out, "const dvi_scheme_rule dvi_scheme_rules[] = {\n");
    for (int i = 0; i < s->n; i++)
        print_rules(out, &s->schemes[i]);
    fprintf(out, "};\n\nconst dvi_scheme dvi_schemes[] = {\n");
    for (int i = 0, first = 0; i < s->n; first += s->schemes[i++].n_rules) {
        const scheme *one = &s->schemes[i];
        if (one->icu[0] != '\0')
            fprintf(out, "    {\"%s\", %d, %d},\n", one->icu, first, one->n_rules);
        else
            fprintf(out, "    {0, %d, %d},\n", first, one->n_rules);
    }
    fprintf(out, "};\n\nconst dvk_translit_scheme dvi_scheme_names[] = {\n");
    for (int i = 0; i < s->n; i++)
        fprintf(out, "    {\"%s\", \"%s\"},\n", s->schemes[i].name, s->schemes[i].title);
    fprintf(out, "    {0, 0},\n};\n");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: gen_schemes SCHEMES.tsv OUT.c\n");
        return 2;
    }
    static state s = {.n_sets = 1};
    read_schemes(&s, argv[1]);
    FILE *out = tsv_open(argv[2], "w");
    print_all(&s, out);
    tsv_close(out, argv[2]);
    return 0;
}
