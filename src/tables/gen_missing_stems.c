/* Words that miss their row: what another row's stem takes from a word, a longer stem or its very letters
 * give back. */
#include <stdlib.h>
#include <string.h>

#include "bare_length.h"
#include "gen_words.h"

enum { SHORTEST = 4, PASSES = 4 };

/* How a word is found now: the letters of the stem, 0 for none, and the meaning. */
typedef struct finding {
    int meaning;
    size_t letters;
    bool spelled;
} finding;

/* ---- lookup, as the library does it ---- */

static bool is_cased(const dvi_stem *stem, const written_word *w) {
    return stem->needs == 0 || (stem->needs == DVI_NEEDS_CAPITAL && w->upper) ||
           (stem->needs == DVI_NEEDS_ACRONYM && w->all) || (stem->needs == DVI_NEEDS_LOWER && !w->upper);
}

/* The place in the sorted stems of the first with this key, or of the next. */
static int first_of(const word_state *s, uint64_t key) {
    uint32_t bucket = dvi_stem_bucket(key);
    int low = 0, high = s->n_stems;
    while (low < high) {
        int middle = low + (high - low) / 2;
        uint64_t there = s->stems[s->order[middle]].key;
        uint32_t its = dvi_stem_bucket(there);
        bool before = its != bucket ? its < bucket : there < key;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    return low;
}

static finding find_word(const word_state *s, const written_word *w) {
    const uint32_t hash = dvi_letters_hash(w->letters, w->n);
    const size_t bare = dvi_bare_length(w->column, &w->folded);
    size_t longest = w->folded.n < DVI_STEM_LETTERS ? w->folded.n : DVI_STEM_LETTERS;
    for (size_t n = longest; n > 0; n--) {
        uint64_t key = dvi_stem_key(w->column, w->folded.class, n);
        for (int i = first_of(s, key); i < s->n_stems && s->stems[s->order[i]].key == key; i++) {
            const dvi_stem *stem = &s->stems[s->order[i]];
            bool spelled = stem->letters != 0;
            if ((!spelled || stem->letters == hash) && is_cased(stem, w) &&
                dvi_stem_reaches(stem, n, w->folded.n, bare))
                return (finding){stem->meaning, n, spelled};
        }
    }
    return (finding){NO_MEANING, 0, false};
}

/* ---- words side by side ---- */

static const word_state *sorting;

static int compare_words(const written_word *a, const written_word *b) {
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    return memcmp(a->folded.class, b->folded.class, sizeof a->folded.class);
}

/* By column and folded letters; of equal ones the earlier first. */
static int by_letters(const void *a, const void *b) {
    int x = *(const int *)a, y = *(const int *)b;
    int order = compare_words(&sorting->words[x], &sorting->words[y]);
    return order != 0 ? order : x - y;
}

static bool begins_alike(const written_word *a, const written_word *b, size_t n) {
    return a->column == b->column && memcmp(a->folded.class, b->folded.class, n) == 0;
}

/* Whether an earlier row has the same word; `at` is a place in the order of words. */
static bool is_taken(const word_state *s, const int *order, int at) {
    const written_word *w = &s->words[order[at]];
    for (int i = at - 1; i >= 0 && compare_words(&s->words[order[i]], w) == 0; i--) {
        const written_word *other = &s->words[order[i]];
        if (other->n == w->n && memcmp(other->letters, w->letters, w->n * sizeof *w->letters) == 0 &&
            other->upper == w->upper && other->all == w->all)
            return true;
    }
    return false;
}

/* Whether a stem of the first n letters of w would take another word from the row where it is found. */
static bool would_take(const written_word *w, size_t n, const written_word *other, const finding *found) {
    const dvi_stem stem = {.needs = w->needs};
    bool is_right = found->meaning == other->meaning && other->meaning != w->meaning;
    return is_right && other->folded.n <= n + dvi_stem_suffix(n) && is_cased(&stem, other) &&
           (found->letters < n || (found->letters == n && !found->spelled));
}

/* Whether a stem of the first n letters of the word at this place serves no word of another row. */
static bool is_free(const word_state *s, const int *order, const finding *found, int at, size_t n) {
    const written_word *w = &s->words[order[at]];
    for (int way = -1; way <= 1; way += 2)
        for (int i = at + way; i >= 0 && i < s->n_words && begins_alike(&s->words[order[i]], w, n); i += way)
            if (would_take(w, n, &s->words[order[i]], &found[order[i]])) return false;
    return true;
}

/* ---- what is added ---- */

static void add_spelled(word_state *s, const written_word *w) {
    dvi_stem *stem = words_add_stem(s, w->column, &w->folded, w->meaning, 0, w->needs);
    stem->letters = dvi_letters_hash(w->letters, w->n);
}

/* The shortest stem that gives the word its row and takes no other's, since endings may follow it; else its
 * letters. */
static void add_stem_for(word_state *s, const int *order, const finding *found, int at) {
    const written_word *w = &s->words[order[at]];
    size_t first = found[order[at]].letters + 1, last = w->folded.n;
    if (first < SHORTEST) first = SHORTEST;
    if (last >= DVI_STEM_LETTERS) last = DVI_STEM_LETTERS - 1;
    for (size_t n = first; n <= last && !w->all && !w->exact; n++) {
        if (w->folded.n > n + dvi_stem_suffix(n) || !is_free(s, order, found, at, n)) continue;
        dvi_folded stem = w->folded;
        stem.n = (uint8_t)n;
        words_add_stem(s, w->column, &stem, w->meaning, (uint8_t)dvi_stem_suffix(n), w->needs);
        return;
    }
    if (w->folded.n <= DVI_STEM_LETTERS) add_spelled(s, w);
}

static int add_pass(word_state *s, int *order, finding *found) {
    int before = s->n_stems;
    words_sort_stems(s);
    for (int i = 0; i < s->n_words; i++)
        found[i] = find_word(s, &s->words[i]);
    for (int i = 0; i < s->n_words; i++)
        if (found[order[i]].meaning != s->words[order[i]].meaning && !found[order[i]].spelled &&
            !is_taken(s, order, i))
            add_stem_for(s, order, found, i);
    return s->n_stems - before;
}

void words_add_missing(word_state *s) {
    static int order[MAX_WORDS];
    static finding found[MAX_WORDS];
    for (int i = 0; i < s->n_words; i++)
        order[i] = i;
    sorting = s;
    qsort(order, (size_t)s->n_words, sizeof *order, by_letters);
    for (int pass = 0; pass < PASSES && add_pass(s, order, found) != 0; pass++) {
    }
}
