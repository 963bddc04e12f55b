/* Maker of kinship.tsv: how alike an article and its translation come out, for each pair of languages. Run by
 * make_kinship.py, by hand, when the folding, the word tables or the weights change.
 *
 * Input: lines "LANG TAB BLOCK TAB TEXT"; texts of the same block number are translations of each other.
 * usage: make_kinship < LINES > rows of kinship.tsv */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dvoinik/features.h"
#include "dvoinik/match.h"

enum { MAX_TEXTS = 20000, LINE = 1 << 16, MAX_BLOCKS = 1024 };

typedef struct text {
    uint32_t language;
    int block;
    dvk_features features;
} text;

static text texts[MAX_TEXTS];
static size_t n_texts;

static int rising(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void take_line(dvk_extractor *extractor, char *line) {
    char *block = strchr(line, '\t'), *body = block != NULL ? strchr(block + 1, '\t') : NULL;
    if (body == NULL || n_texts == MAX_TEXTS) exit(2);
    text *t = &texts[n_texts++];
    t->language = dvk_language_number(line, (uint64_t)(block - line));
    t->block = atoi(block + 1);
    dvk_article article = {.text = {body + 1, strcspn(body + 1, "\n")}, .time = DVK_NO_TIME};
    if (dvk_features_extract(extractor, &article, &t->features) != DVK_OK) exit(1);
}

/* The median similarity of the blocks that both languages have. */
static void print_pair(uint32_t a, uint32_t b) {
    static uint32_t found[MAX_BLOCKS];
    size_t n = 0;
    for (size_t i = 0; i < n_texts; i++) {
        for (size_t k = 0; k < n_texts && n < MAX_BLOCKS; k++) {
            dvk_match match;
            if (texts[i].language != a || texts[k].language != b || texts[i].block != texts[k].block)
                continue;
            if (dvk_score(dvk_model_builtin(), &texts[i].features, &texts[k].features, &match) == DVK_OK)
                found[n++] = match.similarity;
        }
    }
    if (n == 0) return;
    qsort(found, n, sizeof *found, rising);
    printf("%s\t%s\t%.3f\n", dvk_language_code(a), dvk_language_code(b), found[n / 2] / 65536.0);
}

int main(void) {
    static char line[LINE];
    dvk_extractor *extractor;
    if (dvk_extractor_create(&extractor, dvk_model_builtin()) != DVK_OK) return 1;
    while (fgets(line, sizeof line, stdin) != NULL)
        take_line(extractor, line);
    for (uint32_t a = 1; a < dvk_language_count(); a++)
        for (uint32_t b = a + 1; b < dvk_language_count(); b++)
            print_pair(a, b);
    dvk_extractor_destroy(extractor);
    return 0;
}
