/* Reads src/tables/lexicon.tsv and fails on a row that breaks its rules: the format, unique keys, a word in
 * one row of a language only, the letters of its language, and at least two different stems among the first
 * words of a row.
 *
 * Usage: check_lexicon LEXICON LEAST
 * LEAST: the number of rows below which the lexicon is too small. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "dvoinik/model.h"
#include "tables/fold.h"
#include "tables/tsv.h"

enum { LANGUAGES = 19, COLUMNS = LANGUAGES + 2, MAX_WORDS = 200000, MAX_CELL = 64, STEM = 5 };

typedef struct alphabet {
    const char *language;
    const char *letters; /* lower case */
} alphabet;

#define LATIN "abcdefghijklmnopqrstuvwxyz"

static const alphabet alphabets[LANGUAGES] = {
    {"uk", "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя"},
    {"ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"},
    {"be", "абвгдеёжзійклмнопрстуўфхцчшыьэюя"},
    {"bg", "абвгдежзийклмнопрстуфхцчшщъьюя"},
    {"mk", "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ"},
    {"sr", "абвгдђежзијклљмнњопрстћуфхцчџш"},
    {"en", LATIN "éüô"},
    {"pl", LATIN "ąćęłńóśźżé"},
    {"cs", LATIN "áčďéěíňóřšťúůýžö"},
    {"hr", LATIN "čćđšžöü"},
    {"kk", "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"},
    {"sl", LATIN "čšžćđöü"},
    {"sk", LATIN "áäčďéíĺľňóôŕšťúýžöü"},
    {"ky", "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя"},
    {"tt", "аәбвгдеёжҗзийклмнңоөпрстуүфхһцчшщъыьэюя"},
    {"ba", "аәбвгғдҙеёжзийкҡлмнңоөпрҫстуүфхһцчшщъыьэюя"},
    {"tg", "абвгғдеёжзиӣйкқлмнопрстуӯфхҳцчҷшщъыьэюя"},
    {"mn", "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"},
    {"uz", LATIN "ʻʼабвгғдеёжзийкқлмнопрстуўфхҳцчшъьэюя"},
};

typedef struct entry {
    char *text; /* language and word, or a key */
    int row;
} entry;

static entry entries[MAX_WORDS];
static size_t n_entries;
static int failures;

static void complain(const char *what, const char *text, const char *language, int row) {
    fprintf(stderr, "lexicon.tsv:%d: %s: '%s' (%s)\n", row, what, text, language);
    failures++;
}

static void remember(const char *language, const char *word, int row) {
    if (n_entries == MAX_WORDS) tsv_fail("lexicon.tsv", row, "has more words than check_lexicon can hold");
    size_t size = strlen(language) + strlen(word) + 2;
    char *text = malloc(size);
    if (text == NULL) tsv_fail("lexicon.tsv", row, "does not fit into memory");
    snprintf(text, size, "%s %s", language, word);
    entries[n_entries++] = (entry){text, row};
}

static bool has_letter(const char *letters, uint32_t letter) {
    for (size_t at = 0, len = strlen(letters); at < len;)
        if (dvi_utf8_next(letters, &at) == letter) return true;
    return false;
}

/* The word in lower case, as it is compared; complains about what is not of the language. */
static size_t read_letters(const alphabet *of, const char *word, int row, uint32_t *out) {
    size_t n = 0;
    bool acronym =
        word[strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] == '\0'; /* G7, in all languages */
    for (size_t at = 0, len = strlen(word); at < len;) {
        uint32_t lower = dvi_lower_case(dvi_utf8_next(word, &at));
        bool mark =
            lower == ' ' || lower == '-' || lower == '.' || lower == '\'' || (lower >= '0' && lower <= '9');
        if (!mark && !acronym && !has_letter(of->letters, lower))
            complain("a letter that the language does not have", word, of->language, row);
        if (!mark && n < DVI_WORD_LETTERS) out[n++] = lower;
    }
    return n;
}

/* What a word is compared by: its first classes, vowels as one. */
static void stem_of(const alphabet *of, const char *word, int row, char *stem) {
    uint32_t letters[DVI_WORD_LETTERS];
    size_t n = read_letters(of, word, row, letters);
    dvi_folded folded;
    memset(stem, 0, STEM + 1);
    if (!dvi_fold_word(dvk_language_number(of->language, strlen(of->language)), letters, n, &folded)) return;
    uint8_t classes[STEM];
    size_t length = dvi_prefix(&folded, classes, STEM);
    for (size_t i = 0; i < length; i++)
        stem[i] = (char)(classes[i] + 1);
}

/* Checks a cell; its first word's stem into `stem`. False when it is empty. */
static bool check_cell(const alphabet *of, char *cell, int row, char *stem) {
    if (cell[0] == '\0') return false;
    char *words[MAX_CELL];
    int n = tsv_split(cell, '|', words, MAX_CELL);
    for (int i = 0; i < n; i++) {
        size_t length = strlen(words[i]);
        int spaces = 0;
        for (const char *at = words[i]; *at != '\0'; at++)
            spaces += *at == ' ';
        if (length == 0 || words[i][0] == ' ' || words[i][length - 1] == ' ' ||
            strstr(words[i], "  ") != NULL)
            complain("an empty word or a space too many", words[i], of->language, row);
        if (spaces > 3) complain("a phrase of more than four words", words[i], of->language, row);
        char other[STEM + 1];
        stem_of(of, words[i], row, i == 0 ? stem : other);
        remember(of->language, words[i], row);
    }
    return true;
}

static void check_key(const char *key, int row) {
    if (key[0] == '\0' || key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
        complain("a key that is not lower-case letters, digits and hyphens", key, "key", row);
    remember("key", key, row);
}

static void check_row(tsv_row *row) {
    if (row->n != COLUMNS) {
        complain("a row that has not as many columns as the head", row->cell[0], "row", row->number);
        return;
    }
    check_key(row->cell[1], row->number);
    char first[STEM + 1] = "", stem[STEM + 1];
    int filled = 0;
    bool differ = false;
    for (int i = 0; i < LANGUAGES; i++) {
        if (!check_cell(&alphabets[i], row->cell[i + 2], row->number, stem)) continue;
        if (filled++ == 0) memcpy(first, stem, sizeof first);
        differ = differ || strcmp(first, stem) != 0;
    }
    if (filled < 6) complain("a row with fewer than six languages", row->cell[1], "row", row->number);
    if (!differ)
        complain("a row whose words are already one in the common form", row->cell[1], "row", row->number);
}

static int by_text(const void *a, const void *b) {
    const entry *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order != 0 ? order : x->row - y->row;
}

static void find_repeats(void) {
    qsort(entries, n_entries, sizeof *entries, by_text);
    for (size_t i = 1; i < n_entries; i++)
        if (strcmp(entries[i].text, entries[i - 1].text) == 0)
            complain("a word or key for the second time", entries[i].text, "repeated", entries[i].row);
}

static void check_header(const tsv_row *row) {
    bool right = row->n == COLUMNS && strcmp(row->cell[0], "topic") == 0 && strcmp(row->cell[1], "key") == 0;
    for (int i = 0; i < LANGUAGES && right; i++)
        right = strcmp(row->cell[i + 2], alphabets[i].language) == 0;
    if (!right)
        tsv_fail("lexicon.tsv", row->number,
                 "is not the header: topic, key, and the languages that check_lexicon has alphabets of");
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "usage: check_lexicon LEXICON LEAST\n");
        return 2;
    }
    FILE *file = tsv_open(argv[1], "r");
    static tsv_row row;
    int rows = -1;
    for (; tsv_next(file, argv[1], &row); rows++) {
        if (rows < 0)
            check_header(&row);
        else
            check_row(&row);
    }
    fclose(file);
    find_repeats();
    if (rows < atoi(argv[2])) {
        fprintf(stderr, "%s has %d rows; at least %s are wanted\n", argv[1], rows, argv[2]);
        failures++;
    }
    printf("%d rows, %zu words and keys, %d failures\n", rows, n_entries, failures);
    return failures == 0 ? 0 : 1;
}
