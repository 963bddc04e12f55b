/* Looks up every word and phrase of the lexicon, as it stands there, in the library that was built from it,
 * and fails when more of them miss their row than were committed.
 *
 * Usage: check_found LEXICON MOST [print] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commonform/tokenize.h"
#include "tables/sealed_model.h"
#include "tables/tsv.h"

enum { MAX_FORMS = 64, FIRST = 2, LEAST = 100000 };

typedef struct counts {
    int seen, missed;
    bool print;
} counts;

/* Whether the text, alone, has the concept of this row. */
static bool is_found(dvi_word_cache *cache, uint32_t language, const char *text, const char *row) {
    dvi_token_list tokens = {0};
    dvk_span span = {text, strlen(text)};
    uint32_t key = dvi_feature_key('=', row, strlen(row));
    bool found = false;
    if (dvi_tokenize(cache, span, language, DVI_ZONE_BODY, &tokens) != DVK_OK) exit(2);
    dvi_find_concepts(dvk_model_builtin(), span, language, &tokens, 0);
    for (size_t i = 0; i < tokens.n; i++)
    found |= tokens.list[i].concept == key && tokens.list[i].span > 0;
    dvi_token_list_finish(&tokens);
    return found;
}

static void look_up(counts *c, dvi_word_cache *cache, const char *code, char *cell, const char *row) {
    char *forms[MAX_FORMS];
    uint32_t language = dvk_language_number(code, strlen(code));
    int n = cell[0] == '\0' ? 0 : tsv_split(cell, '|', forms, MAX_FORMS);
    for (int i = 0; i < n; i++) {
        char *mark = strchr(forms[i], '!');
        if (mark != NULL) *mark = '\0';
        c->seen++;
        if (is_found(cache, language, forms[i], row)) continue;
        c->missed++;
        if (c->print) printf("%s\t%s\t%s\n", code, forms[i], row);
    }
}

static void look_up_all(counts *c, dvi_word_cache *cache, const char *name) {
    static tsv_row head, row;
    FILE *file = tsv_open(name, "r");
    head.number = row.number = 0;
    if (!tsv_next(file, name, &head)) tsv_fail(name, 1, "is empty");
    row.number = head.number;
    while (tsv_next(file, name, &row))
        for (int i = FIRST; i < row.n; i++)
            look_up(c, cache, head.cell[i], row.cell[i], row.cell[1]);
    fclose(file);
}

int main(int argc, char **argv) {
    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: check_found LEXICON MOST [print]\n");
        return 2;
    }
    counts c = {.print = argc == 4};
    dvi_word_cache *cache;
    if (dvi_word_cache_create(&cache, dvk_model_builtin()) != DVK_OK) return 2;
    look_up_all(&c, cache, argv[1]);
    dvi_word_cache_destroy(cache);
    int most = atoi(argv[2]);
    printf("%d of %d words and phrases miss their row; at most %d may\n", c.missed, c.seen, most);
    if (c.missed > most)
        fprintf(stderr, "%s: %d words miss their row, %d were allowed: run with 'print' to see them\n",
                argv[1], c.missed, most);
    return c.missed <= most && c.seen >= LEAST ? 0 : 1;
}
