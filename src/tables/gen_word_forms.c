/* Forms of words -> stems and phrases, and the order of the stems. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "gen_words.h"

enum { SHORTEST_STEM = 4 };

static const char *const codes[] = DVI_COLUMN_CODES;

uint32_t words_column(const char *code) {
    for (uint32_t i = 1; i < DVI_COLUMN_LIMIT; i++)
        if (strcmp(codes[i], code) == 0) return i;
    return 0;
}

const char *words_code(uint32_t column) {
    return codes[column];
}

int words_add_meaning(word_state *s, const char *name, dvi_meaning_kind kind, int value) {
    for (int i = s->n_meanings - 1; i >= 0; i--)
        if (s->meanings[i].kind == kind && s->meanings[i].value == value && strcmp(s->names[i], name) == 0)
            return i;
    if (s->n_meanings == MAX_MEANINGS) tsv_fail_here("is one meaning too many");
    if (strlen(name) >= sizeof s->names[0]) tsv_fail_here("a key is too long");
    snprintf(s->names[s->n_meanings], sizeof s->names[0], "%s", name);
    s->meanings[s->n_meanings] = (dvi_meaning){
        .kind = (uint8_t)kind, .proper = kind != DVI_MEANING_CONCEPT, .value = value, .idf = DVI_IDF_UNKNOWN};
    return s->n_meanings++;
}

size_t words_letters(const char *word, uint32_t *out, bool *upper, bool *all) {
    size_t n = 0, len = strlen(word), uppers = 0;
    *upper = false;
    for (size_t at = 0; at < len && n < DVI_WORD_LETTERS;) {
        uint32_t c = dvi_utf8_next(word, &at);
        if (!dvi_is_table_letter(c)) continue;
        uint32_t lower = dvi_lower_case(c);
        if (lower != c) uppers++;
        if (lower != c && n == 0) *upper = true;
        out[n++] = lower;
    }
    *all = n >= 2 && uppers == n;
    return n;
}

/* Characters of the longest ending of the column that the word has, leaving at least SHORTEST_STEM letters.
 */
static size_t ending_letters(const word_state *s, uint32_t column, const uint32_t *letters, size_t n) {
    size_t best = 0;
    for (int i = 0; i < s->endings[column].n; i++) {
        uint32_t ending[24];
        bool upper, all;
        size_t len = words_letters(s->endings[column].text[i], ending, &upper, &all);
        if (len > best && n >= len + SHORTEST_STEM &&
            memcmp(letters + n - len, ending, len * sizeof *ending) == 0)
            best = len;
    }
    return best;
}

dvi_stem *words_add_stem(word_state *s, uint32_t column, const dvi_folded *word, int meaning, uint8_t suffix,
                         uint8_t needs) {
    if (s->n_stems == MAX_STEMS) tsv_fail_here("is one stem too many");
    uint64_t key = dvi_stem_key(column, word->class, word->n);
    if (word->n > DVI_STEM_LETTERS) suffix = 16;
    s->stems[s->n_stems] =
        (dvi_stem){.key = key, .meaning = (uint16_t)meaning, .suffix = suffix, .needs = needs};
    return &s->stems[s->n_stems++];
}

uint32_t words_language(uint32_t column) {
    return dvk_language_number(codes[column], strlen(codes[column]));
}

static void remember_short(word_state *s, uint32_t column, const uint32_t *letters, size_t n, int meaning,
                           uint8_t needs) {
    if (n < SHORT_STEM || n > SHORT_LETTERS) return;
    if (s->n_shorts == MAX_SHORTS) tsv_fail_here("is one short word too many");
    short_word *word = &s->shorts[s->n_shorts++];
    *word = (short_word){.column = column, .n = (int)n, .meaning = meaning, .needs = needs};
    memcpy(word->letters, letters, n * sizeof *letters);
}

/* Folds the first `left` of n letters, as they are folded where the others follow: in police c is not what it
 * is in polic. */
static bool fold_stem(uint32_t column, const uint32_t *letters, size_t left, size_t n, dvi_folded *stem) {
    dvi_folded whole;
    uint32_t language = words_language(column);
    if (!dvi_fold_word(language, letters, left, stem) || stem->n == 0) return false;
    if (left == n || !dvi_fold_word(language, letters, n, &whole) || whole.n < stem->n) return true;
    memcpy(stem->class, whole.class, stem->n);
    return true;
}

/* Россия without its ending is Росс, three letters that hardly anything may follow: the same with one letter
 * taken off, or none. */
static void add_longer_stem(word_state *s, uint32_t column, const uint32_t *letters, size_t n, int meaning,
                            uint8_t needs) {
    dvi_folded word;
    for (size_t left = n - 1; left <= n; left++) {
        if (!fold_stem(column, letters, left, n, &word) || word.n < SHORTEST_STEM ||
            word.n >= DVI_STEM_LETTERS)
            continue;
        words_add_stem(s, column, &word, meaning, (uint8_t)dvi_stem_suffix(word.n), needs);
        return;
    }
}

static void remember_word(word_state *s, uint32_t column, const uint32_t *letters, size_t n,
                          written_word seen) {
    if (s->n_words == MAX_WORDS) tsv_fail_here("is one word too many");
    if (!dvi_fold_word(words_language(column), letters, n, &seen.folded) || seen.folded.n == 0) return;
    memcpy(seen.letters, letters, n * sizeof *letters);
    seen.column = column;
    seen.n = n;
    s->words[s->n_words++] = seen;
}

static void add_word(word_state *s, uint32_t column, const char *text, int meaning, int how, uint8_t needs) {
    uint32_t letters[DVI_WORD_LETTERS];
    bool upper, all;
    size_t n = words_letters(text, letters, &upper, &all);
    if (n == 0 || (n == 1 && text[strcspn(text, "0123456789")] != '\0'))
        return; /* G7 is a letter and a number */
    dvi_folded word;
    if (how == INFLECTED && !all) remember_short(s, column, letters, n, meaning, needs);
    size_t left = how == INFLECTED && !all ? n - ending_letters(s, column, letters, n) : n;
    if (!fold_stem(column, letters, left, n, &word)) return;
    if (upper && !all) s->meanings[meaning].proper = 1;
    if (all) needs = DVI_NEEDS_ACRONYM;
    remember_word(s, column, letters, n,
                  (written_word){.meaning = meaning,
                                 .needs = needs,
                                 .upper = upper || needs == DVI_NEEDS_CAPITAL,
                                 .all = all,
                                 .exact = how == EXACT});
    size_t fit = word.n < DVI_STEM_LETTERS ? word.n : DVI_STEM_LETTERS - 1;
    dvi_stem *stem = words_add_stem(s, column, &word, meaning,
                                    how == EXACT || all ? 0 : (uint8_t)dvi_stem_suffix(fit), needs);
    if (how == EXACT) stem->letters = dvi_letters_hash(letters, n);
    if (left < n && word.n < SHORTEST_STEM) add_longer_stem(s, column, letters, n, meaning, needs);
}

static void add_phrase(word_state *s, uint32_t column, char **words, int n, int meaning, uint8_t needs) {
    dvi_phrase phrase = {.meaning = (uint16_t)meaning, .n = (uint8_t)n, .needs = needs};
    for (int i = 0; i < n; i++) {
        uint32_t letters[DVI_WORD_LETTERS];
        bool upper, all;
        size_t count = words_letters(words[i], letters, &upper, &all);
        size_t left = count > 4 ? count - ending_letters(s, column, letters, count) : count;
        dvi_folded word;
        if (!fold_stem(column, letters, left, count, &word)) return;
        if (word.n < SHORTEST_STEM && !fold_stem(column, letters, count, count, &word)) return;
        phrase.part[i] = dvi_phrase_part(word.class, word.n);
        phrase.letters[i] = word.n;
        /* The stem's last letter may change: тревога, тревозі. */
        phrase.more[i] = (uint16_t)dvi_phrase_more(word.class, word.n > 0 ? word.n - 1U : 0);
    }
    phrase.part[0] |= column << 24;
    if (s->n_phrases == MAX_PHRASES) tsv_fail_here("is one phrase too many");
    s->phrases[s->n_phrases++] = phrase;
}

/* Whether it is letters with points behind them, the first in lower case: в.о., which without them is many
 * another thing. */
static bool is_short(const char *text) {
    size_t at = 0;
    uint32_t first = dvi_utf8_next(text, &at);
    return text[at] == '.' && dvi_lower_case(first) == first;
}

/* What the mark behind a form asks for. */
static uint8_t needs_of(const char *mark) {
    if (strcmp(mark, "!case") == 0) return DVI_NEEDS_CAPITAL;
    if (strcmp(mark, "!lower") == 0) return DVI_NEEDS_LOWER;
    tsv_fail_here("behind a form there is !case, !lower or nothing");
}

/* One form: a word, or words separated by spaces, hyphens or points. */
static void add_form(word_state *s, uint32_t column, const char *form, int meaning, int how, uint8_t needs) {
    char text[256];
    if (strlen(form) >= sizeof text) tsv_fail_here("a form is too long");
    strcpy(text, form);
    char *mark = strchr(text, '!');
    if (mark != NULL) needs = needs_of(mark);
    if (mark != NULL) *mark = '\0';
    size_t len = strlen(text), first = 0;
    uint32_t letter = dvi_utf8_next(text, &first);
    if (needs == DVI_NEEDS_CAPITAL && mark == NULL && dvi_lower_case(letter) == letter)
        needs = 0; /* bin Laden, coronavirus */
    if (len > 0 && text[len - 1] == '.' && strchr(text, '.') == text + len - 1)
        return; /* counts only with its point */
    if (is_short(text)) return;
    if (strchr(text, '.') != NULL && needs == 0) needs = DVI_NEEDS_CAPITAL;
    for (char *at = text; *at != '\0'; at++)
        if (*at == '-' || *at == '.') *at = ' '; /* U.S. is two words, as in a text */
    char *parts[16], *words[5];
    int n_parts = tsv_split(text, ' ', parts, 16), n = 0;
    for (int i = 0; i < n_parts; i++)
        if (parts[i][0] != '\0' && n < 5) words[n++] = parts[i];
    if (n > 4) tsv_fail_here("a form has more than four words");
    if (n == 1) add_word(s, column, words[0], meaning, how, needs);
    if (n >= 2 && n <= 4) add_phrase(s, column, words, n, meaning, needs);
}

void words_add_cell(word_state *s, uint32_t column, char *cell, int meaning, int how, uint8_t needs) {
    if (cell[0] == '\0') return;
    char *forms[MAX_FORMS];
    int n = tsv_split(cell, '|', forms, MAX_FORMS);
    for (int i = 0; i < n; i++)
        add_form(s, column, forms[i], meaning, how, needs);
}

static const word_state *sorting;

/* Whether the stem is told by its letters and means something. */
static bool is_spelled_out(const dvi_stem *s) {
    return s->letters != 0 && s->meaning != NO_MEANING;
}

/* By bucket and key; what is told by its letters comes first (tg ҳар is "each", and no Harry), then what
 * needs a capital before what is looser, then the earlier table. */
static int by_key(const void *a, const void *b) {
    const dvi_stem *x = &sorting->stems[*(const int *)a], *y = &sorting->stems[*(const int *)b];
    uint32_t p = dvi_stem_bucket(x->key), q = dvi_stem_bucket(y->key);
    if (p != q) return p < q ? -1 : 1;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (is_spelled_out(x) != is_spelled_out(y)) return is_spelled_out(x) ? -1 : 1;
    if (x->needs != y->needs) return (int)y->needs - (int)x->needs;
    return *(const int *)a - *(const int *)b;
}

void words_sort_stems(word_state *s) {
    for (int i = 0; i < s->n_stems; i++)
        s->order[i] = i;
    sorting = s;
    qsort(s->order, (size_t)s->n_stems, sizeof *s->order, by_key);
}
