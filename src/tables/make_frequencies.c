/* Maker of frequencies.tsv: background words and texts on standard input -> the smallest inverse document
 * frequency of each feature key over the languages. Run by make_frequencies.py, by hand, when the word tables
 * or the folding change.
 *
 * Input: sections. The byte 1 and "S list|documents|sentences LANG words|meanings" open one: whether words
 * alone are counted, or meanings too. Then "probability TAB word" lines for a list ("=" before them: only the
 * name or acronym it is counts), one text a line for the others. A word's probability p becomes the chance
 * that an article of 250 words has it: 1 - exp(-250 p). usage: make_frequencies < SECTIONS > frequencies.tsv
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commonform/tokenize.h"
#include "fold.h"
#include "sealed_model.h"
#include "words.inc"

enum { MAP_BITS = 21, LINE = 1 << 20, KEY_TEXT = 56 };

typedef struct entry {
    char text[KEY_TEXT]; /* tag and key; empty: free */
    double count, best;
    unsigned seen; /* last document that counted it */
} entry;

typedef struct maker {
    dvk_model model;
    dvi_word_cache *cache;
    entry *map;
    char kind[16];
    uint32_t language;
    bool meanings; /* whether they are counted */
    double total;  /* tokens or documents of the section */
    unsigned document;
} maker;

static entry *find(maker *m, const char *text) {
    size_t at = dvi_feature_key('?', text, strlen(text)) & ((1u << MAP_BITS) - 1);
    while (m->map[at].text[0] != '\0' && strcmp(m->map[at].text, text) != 0)
        at = (at + 1) & ((1u << MAP_BITS) - 1);
    if (m->map[at].text[0] == '\0') snprintf(m->map[at].text, KEY_TEXT, "%s", text);
    return &m->map[at];
}

static void count(maker *m, const char *text, double amount) {
    entry *e = find(m, text);
    if (m->kind[0] == 'd') {
        if (e->seen == m->document) return;
        e->seen = m->document;
        amount = 1;
    }
    e->count += amount;
}

static void class_text(char tag, const uint8_t *classes, size_t n, char *out) {
    out[0] = tag;
    for (size_t i = 0; i < n; i++)
        out[i + 1] = DVI_FOLD_LETTERS[classes[i] - 1];
    out[n + 1] = '\0';
}

/* Counts the stem and skeleton of a token's word, and its concept. */
static void count_token(maker *m, const char *text, const dvi_token *token, double amount) {
    char key[KEY_TEXT + DVI_WORD_LETTERS];
    uint32_t letters[DVI_WORD_LETTERS];
    size_t n = dvi_word_letters((dvk_span){text + token->begin, token->len}, letters);
    dvi_folded folded;
    uint8_t classes[DVI_WORD_LETTERS];
    if (n > 0 && dvi_fold_word(m->language, letters, n, &folded) && folded.n > 0) {
        class_text('w', classes, dvi_prefix(&folded, classes, DVI_STEM_KEY_LETTERS), key);
        if (key[1] != '\0' && key[2] != '\0') count(m, key, amount);
        class_text('s', classes, dvi_skeleton(&folded, classes, DVI_SKELETON_KEY_LETTERS), key);
        if (key[1] != '\0' && key[2] != '\0') count(m, key, amount);
    }
}

/* The name of the meaning a concept key was made from; meanings are few, so a small map from keys remembers
 * them. */
static const char *concept_name(const maker *m, uint32_t concept) {
    enum { NAMES = 1 << 14 };
    static const char *names[NAMES];
    static uint32_t keys[NAMES];
    if (names[0] == NULL) {
        names[0] = "";
        for (size_t i = 0; i < m->model.n_meanings; i++) {
            const char *name = m->model.meanings[i].name;
            if (name[0] == '\0') continue;
            uint32_t key = dvi_feature_key('=', name, strlen(name)), at = key % NAMES;
            while (names[at] != NULL && keys[at] != key)
                at = (at + 1) % NAMES;
            names[at] = name;
            keys[at] = key;
        }
    }
    for (uint32_t at = concept % NAMES; names[at] != NULL; at = (at + 1) % NAMES)
        if (keys[at] == concept) return names[at];
    return NULL;
}

static void count_concept(maker *m, const dvi_token *token, double amount) {
    const char *name = concept_name(m, token->concept);
    if (name == NULL) return;
    char key[KEY_TEXT];
    snprintf(key, KEY_TEXT, "=%s", name);
    count(m, key, amount);
}

static void count_text(maker *m, const char *text, size_t len, double amount, int names_only) {
    static dvi_token_list tokens;
    tokens.n = 0;
    if (dvi_tokenize(m->cache, (dvk_span){text, len}, m->language, DVI_ZONE_BODY, &tokens) != DVK_OK) exit(1);
    dvi_find_concepts(&m->model, (dvk_span){text, len}, m->language, &tokens, 0);
    m->document++;
    for (size_t i = 0; i < tokens.n; i++) {
        if (names_only && tokens.list[i].kind != DVK_FEATURE_NAME) continue;
        if (tokens.words[i].n_folded != 0 && !names_only) count_token(m, text, &tokens.list[i], amount);
        if (tokens.list[i].concept != 0 && m->meanings) count_concept(m, &tokens.list[i], amount);
    }
    if (!names_only) m->total += m->kind[0] == 'd' ? 1 : m->kind[0] == 's' ? (double)tokens.n : amount;
}

/* Turns a section's counts into probabilities and keeps the largest of each key. A key seen once in a text
 * says little: a part of a count is taken off. */
static void close_section(maker *m) {
    for (size_t i = 0; i < (size_t)1 << MAP_BITS; i++) {
        entry *e = &m->map[i];
        double off = m->kind[0] == 'd' ? 0.7 : m->kind[0] == 's' ? 1.5 : 0;
        double p = m->total > 0 ? (e->count - off) / m->total : 0;
        if (m->kind[0] == 'd') p /= 250;
        if (p > e->best) e->best = p;
        e->count = 0;
        e->seen = 0;
    }
    m->total = 0;
}

static void open_section(maker *m, char *line) {
    char code[16] = "", what[16] = "";
    close_section(m);
    if (sscanf(line, "\001S %15s %15s %15s", m->kind, code, what) != 3) exit(2);
    m->meanings = strcmp(what, "meanings") == 0;
    m->language = dvk_language_number(code, strlen(code));
    fprintf(stderr, "%s %s\n", m->kind, code);
}

static void take_line(maker *m, char *line, size_t len) {
    if (m->kind[0] != 'l') {
        count_text(m, line, len, 1, 0);
        return;
    }
    char *tab = strchr(line, '\t');
    if (tab == NULL) return;
    int names_only = line[0] == '=';
    count_text(m, tab + 1, len - (size_t)(tab + 1 - line), strtod(line + names_only, NULL), names_only);
}

static void print_table(const maker *m) {
    for (size_t i = 0; i < (size_t)1 << MAP_BITS; i++) {
        if (m->map[i].best <= 0) continue;
        double df = 1 - exp(-250 * m->map[i].best);
        int idf = (int)(-10 * log(df) + 0.5);
        if (idf < 80) printf("%s\t%d\n", m->map[i].text, idf);
    }
}

int main(void) {
    static maker m;
    static char line[LINE];
    m.model = (dvk_model){.stems = stems,
                          .stem_starts = stem_starts,
                          .stem_lengths = stem_lengths,
                          .stem_filter = stem_filter,
                          .n_stems = sizeof stems / sizeof *stems,
                          .phrases = phrases,
                          .phrase_starts = phrase_starts,
                          .phrase_filter = phrase_filter,
                          .phrase_seconds = phrase_seconds,
                          .phrase_pairs = phrase_pairs,
                          .n_phrases = sizeof phrases / sizeof *phrases,
                          .meanings = meanings,
                          .n_meanings = sizeof meanings / sizeof *meanings};
    m.map = calloc((size_t)1 << MAP_BITS, sizeof *m.map);
    if (m.map == NULL || dvi_word_cache_create(&m.cache, &m.model) != DVK_OK) return 1;
    while (fgets(line, sizeof line, stdin) != NULL) {
        size_t len = strcspn(line, "\n");
        line[len] = '\0';
        if (strncmp(line, "\001S ", 3) == 0)
            open_section(&m, line);
        else
            take_line(&m, line, len);
    }
    close_section(&m);
    print_table(&m);
    return 0;
}
