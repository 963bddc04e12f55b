/* Words whose stem changes before an ending: the forms that their dictionary form does not begin. */
#include <stdlib.h>
#include <string.h>

#include "gen_words.h"

enum { SEEN_BITS = 21, SHORTEST = 3 };

/* What is a word of the tables as it stands, by column and letters. */
typedef struct seen_words {
    uint64_t keys[1 << SEEN_BITS];
} seen_words;

static size_t place_of(const seen_words *seen, uint64_t key) {
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SEEN_BITS));
    while (seen->keys[at] != 0 && seen->keys[at] != key)
        at = (at + 1) % (1u << SEEN_BITS);
    return at;
}

static void see(seen_words *seen, uint64_t key) {
    seen->keys[place_of(seen, key)] = key;
}

static bool is_seen(const seen_words *seen, uint64_t key) {
    return seen->keys[place_of(seen, key)] == key;
}

/* Two keys that no word has in common: of its letters, and of how it folds. */
static uint64_t letters_key(uint32_t column, uint32_t hash) {
    return (uint64_t)1 << 63 | (uint64_t)column << 32 | hash;
}

static uint64_t folded_key(uint32_t column, const dvi_folded *word) {
    return dvi_stem_key(column, word->class, word->n) & ~((uint64_t)1 << 63);
}

/* All words, and what stems serve in exactly their letters or without an ending, as plain words do. */
static void see_all(const word_state *s, seen_words *seen) {
    for (int i = 0; i < s->n_words; i++)
        see(seen, letters_key(s->words[i].column, dvi_letters_hash(s->words[i].letters, s->words[i].n)));
    for (int i = 0; i < s->n_stems; i++) {
        const dvi_stem *stem = &s->stems[i];
        uint32_t column = (uint32_t)stem->key & ((1u << DVI_COLUMN_BITS) - 1);
        if (stem->letters != 0)
            see(seen, letters_key(column, stem->letters));
        else if (stem->suffix == 0)
            see(seen, stem->key & ~((uint64_t)1 << 63));
    }
}

/* An ending and what takes its place. */
typedef struct change {
    const char *behind, *form; /* the form without its "+" */
    uint32_t letters[DVI_WORD_LETTERS];
    size_t n;
    bool inflected;
} change;

/* Whether what is before the ending is what the row asks for. */
static bool stands_behind(const written_word *w, size_t left, const char *behind) {
    dvi_folded before;
    if (strcmp(behind, "any") == 0) return true;
    if (!dvi_fold_word(words_language(w->column), w->letters, left, &before) || before.n == 0) return false;
    return dvi_fold_is_vowel(before.class[before.n - 1]) == (strcmp(behind, "vowel") == 0);
}

static void add_changed(word_state *s, const seen_words *seen, const written_word *w, size_t left,
                        const change *as) {
    uint32_t letters[2 * DVI_WORD_LETTERS];
    memcpy(letters, w->letters, left * sizeof *letters);
    bool upper, all;
    size_t n = left + words_letters(as->form, letters + left, &upper, &all);
    dvi_folded word;
    if (n > DVI_WORD_LETTERS || !dvi_fold_word(words_language(w->column), letters, n, &word) ||
        word.n < SHORTEST)
        return;
    const uint32_t hash = dvi_letters_hash(letters, n);
    if (is_seen(seen, letters_key(w->column, hash)) || is_seen(seen, folded_key(w->column, &word))) return;
    size_t fit = word.n < DVI_STEM_LETTERS ? word.n : DVI_STEM_LETTERS - 1;
    dvi_stem *stem = words_add_stem(s, w->column, &word, w->meaning,
                                    as->inflected ? (uint8_t)dvi_stem_suffix(fit) : 0, w->needs);
    if (!as->inflected && !words_has_two_alphabets(w->column)) stem->letters = hash;
}

static void change_words(word_state *s, const seen_words *seen, uint32_t column, const change *as) {
    for (int i = 0; i < s->n_words; i++) {
        const written_word *w = &s->words[i];
        if (w->column != column || w->exact || w->all || w->n < as->n + SHORTEST - 1) continue;
        size_t left = w->n - as->n;
        if (memcmp(w->letters + left, as->letters, as->n * sizeof *as->letters) == 0 &&
            stands_behind(w, left, as->behind))
            add_changed(s, seen, w, left, as);
    }
}

/* One row for one language. */
static void read_row(word_state *s, const seen_words *seen, uint32_t column, tsv_row *row) {
    char endings[64], forms[256], *list[8], *as[MAX_FORMS];
    snprintf(endings, sizeof endings, "%s", row->cell[2]);
    snprintf(forms, sizeof forms, "%s", row->cell[3]);
    int n = tsv_split(endings, ',', list, 8), n_forms = tsv_split(forms, '|', as, MAX_FORMS);
    for (int k = 0; k < n_forms; k++) {
        char *mark = strchr(as[k], '+');
        if (mark != NULL) *mark = '\0';
        for (int i = 0; i < n; i++) {
            bool upper, all;
            change one = {.behind = row->cell[1], .form = as[k], .inflected = mark != NULL};
            one.n = words_letters(list[i], one.letters, &upper, &all);
            change_words(s, seen, column, &one);
        }
    }
}

void words_read_changed_endings(word_state *s, const char *name) {
    static seen_words seen;
    see_all(s, &seen);
    FILE *file = tsv_open(name, "r");
    tsv_row row = {.number = 0};
    while (tsv_next(file, name, &row)) {
        if (strcmp(row.cell[0], "column") == 0) continue;
        if (row.n != 4) tsv_fail_here("four columns are expected");
        if (strcmp(row.cell[1], "any") != 0 && strcmp(row.cell[1], "vowel") != 0 &&
            strcmp(row.cell[1], "consonant") != 0)
            tsv_fail_here("behind: any, vowel or consonant is expected");
        char *columns[20];
        int n = tsv_split(row.cell[0], ',', columns, 20);
        for (int c = 0; c < n; c++) {
            uint32_t column = words_column(columns[c]);
            if (column == 0) tsv_fail_here("names an unknown column");
            read_row(s, &seen, column, &row);
        }
    }
    fclose(file);
}
