/* Folding: longest group of letters first, through the generated tables.
 * Idea: cognates of the Slavic languages keep their consonants and lose their vowels (DESIGN: "fold hard"); what remains
 * after folding voiced-voiceless, palatal and spelling variants is one alphabet of twenty classes. */
#include "fold.h"

#include <string.h>

#include "base/first_from.h"
#include "tables.h"

static const dvi_far_letter *far_letter(uint32_t c) {
    size_t at = dvi_first_from(dvi_far_letters, dvi_far_letter_count, sizeof *dvi_far_letters, c);
    return at < dvi_far_letter_count && dvi_far_letters[at].code == c ? &dvi_far_letters[at] : NULL;
}

uint32_t dvi_lower_case(uint32_t c) {
    if (c < DVI_LETTER_LIMIT) return dvi_lower[c];
    const dvi_far_letter *far = far_letter(c);
    return far != NULL ? far->lower : c;
}

bool dvi_is_table_letter(uint32_t c) {
    return c < DVI_LETTER_LIMIT ? dvi_letter_tables[0].first[c] != 0 : far_letter(c) != NULL;
}

/* The longest group at `at`; NULL when the letter is not in the near tables. */
static inline const dvi_letter *near_group(const uint16_t *first, const uint32_t *letters, size_t n, size_t at) {
    if (letters[at] >= DVI_LETTER_LIMIT || first[letters[at]] == 0) return NULL;
    for (const dvi_letter *l = &dvi_letters[first[letters[at]] - 1];; l++) {
        size_t k = 1;
        while (k < l->n_group && at + k < n && letters[at + k] == l->group[k]) k++;
        if (k == l->n_group) return l;
    }
}

typedef struct group {
    const char *reading;
    const uint8_t *fold;
    size_t letters;
} group;

static inline bool next_group(uint32_t language, const uint32_t *letters, size_t n, size_t at, group *out) {
    const dvi_letter *near = near_group(dvi_letter_tables[dvi_languages[language].letters].first, letters, n, at);
    if (near != NULL) {
        *out = (group){near->reading, near->fold, near->n_group};
        return true;
    }
    const dvi_far_letter *far = letters[at] >= DVI_LETTER_LIMIT ? far_letter(letters[at]) : NULL;
    if (far == NULL) return false;
    *out = (group){far->reading, far->fold, 1};
    return true;
}

/* Classes on their way into a folded word: place 0 is before the first. */
typedef struct row {
    uint8_t class[1 + 3 * DVI_WORD_LETTERS + 1];
    size_t n;
    uint32_t last; /* the class pushed last, or 0 */
} row;

/* Class 0 is none, and the second of two equal consonants is dropped. Whether that happens is left to arithmetic: it cannot be foreseen. */
static inline void push_class(row *out, uint32_t class) {
    enum { VOWELS = 1 << DVI_FOLD_A | 1 << DVI_FOLD_E | 1 << DVI_FOLD_I | 1 << DVI_FOLD_O | 1 << DVI_FOLD_U };
    unsigned again = (out->last == class) & ~(unsigned)(VOWELS >> class);
    out->class[out->n + 1] = (uint8_t)class;
    out->n += (again ^ 1) & (class != 0);
    out->last = class != 0 ? class : out->last;
}

/* Copies what was pushed. An i before an initial vowel is dropped. */
static void close_row(const row *r, dvi_folded *out) {
    size_t first = 1, n = r->n;
    while (n > 1 && r->class[first] == DVI_FOLD_I && dvi_fold_is_vowel(r->class[first + 1])) {
        first++;
        n--;
    }
    out->n = (uint8_t)(n < DVI_WORD_LETTERS ? n : DVI_WORD_LETTERS);
    memcpy(out->class, r->class + first, sizeof out->class);
}

bool dvi_fold_word(uint32_t language, const uint32_t *letters, size_t n, dvi_folded *out) {
    const uint64_t *folds = dvi_letter_tables[dvi_languages[language].letters].folds;
    row r = {{0}, 0, 0};
    if (n > DVI_WORD_LETTERS) n = DVI_WORD_LETTERS;
    for (size_t at = 0; at < n;) {
        size_t more = at + 1 < n;
        uint64_t fold = letters[at] < DVI_LETTER_LIMIT ? folds[letters[at]] : 0;
        uint64_t begins = fold & dvi_second_bit(letters[at + more]) & (0 - (uint64_t)more);
        if ((fold == 0) | (begins != 0)) {
            group g;
            if (!next_group(language, letters, n, at, &g)) return false;
            for (int k = 0; k < 3 && g.fold[k] != 0; k++) push_class(&r, g.fold[k]);
            at += g.letters;
            continue;
        }
        push_class(&r, fold & 0x1F);
        for (uint32_t rest = fold >> 5 & 0x3FF; rest != 0; rest >>= 5) push_class(&r, rest & 0x1F);
        at++;
    }
    r.class[r.n + 1] = 0;
    close_row(&r, out);
    return true;
}

bool dvi_fold_plain(uint32_t language, const char *word, size_t len, dvi_plain_word *out) {
    const uint64_t *folds = dvi_letter_tables[dvi_languages[language].letters].folds;
    const uint8_t *at = (const uint8_t *)word, *end = at + len;
    uint64_t before = 0, unfit = 0; /* the fold of the letter before; not 0 when the word is not plain */
    uint32_t n = 0, hash = 0, uppers = 0, cyrillic = 0, first_upper = 0;
    row r = {{0}, 0, 0};
    for (; at < end && n < DVI_WORD_LETTERS; n++) {
        uint32_t c = *at++;
        if (c >= 0x80) c = (c & 0x1F) << 6 | (*at++ & 0x3F);
        uint32_t lower = dvi_lower[c];
        uint64_t fold = folds[lower];
        unfit |= (before & dvi_second_bit(lower)) | (fold == 0);
        before = fold;
        uppers += lower != c;
        first_upper = n == 0 ? uppers : first_upper;
        cyrillic += lower >= 0x400;
        hash = hash * 31 + lower;
        push_class(&r, fold & 0x1F);
        for (uint32_t rest = fold >> 5 & 0x3FF; rest != 0; rest >>= 5) push_class(&r, rest & 0x1F);
    }
    if (unfit != 0 || at < end || (cyrillic != 0 && cyrillic != n)) return false;
    r.class[r.n + 1] = 0;
    close_row(&r, &out->folded);
    out->hash = hash | UINT32_C(0x80000000);
    out->n = (uint8_t)n;
    out->uppers = (uint8_t)uppers;
    out->first_upper = first_upper != 0;
    return true;
}

size_t dvi_read_word(uint32_t language, const uint32_t *letters, size_t n, char *out, bool *unknown) {
    size_t len = 0;
    *unknown = false;
    for (size_t at = 0; at < n;) {
        group g;
        if (!next_group(language, letters, n, at, &g)) {
            *unknown = true;
            at++;
            continue;
        }
        size_t more = strlen(g.reading);
        if (len + more >= DVI_READING_BYTES) break;
        memcpy(out + len, g.reading, more);
        len += more;
        at += g.letters;
    }
    out[len] = '\0';
    return len;
}

size_t dvi_folded_text(const dvi_folded *word, char *out) {
    for (size_t i = 0; i < word->n; i++) out[i] = DVI_FOLD_LETTERS[word->class[i] - 1];
    out[word->n] = '\0';
    return word->n;
}

size_t dvi_skeleton(const dvi_folded *word, uint8_t *out, size_t limit) {
    size_t n = 0;
    uint8_t last = 0;
    for (size_t i = 0; i < word->n && n < limit; i++) {
        uint8_t class = word->class[i];
        if (i == 0 || (!dvi_fold_is_vowel(class) && class != last)) out[n++] = class;
        last = class;
    }
    return n;
}

size_t dvi_prefix_into(const dvi_folded *word, uint8_t out[DVI_WORD_LETTERS + 1], size_t limit) {
    enum { AT_ONCE = 8 }; /* which are passed over cannot be foreseen, nor when there are enough */
    size_t n = 0;
    unsigned after_vowel = 0;
    for (size_t i = 0; i < word->n && n < limit; i += AT_ONCE)
        for (size_t k = i; k < i + AT_ONCE; k++) {
            uint8_t class = word->class[k];
            unsigned vowel = dvi_fold_is_vowel(class);
            out[n] = (vowel & (k > 0)) != 0 ? DVI_FOLD_A : class;
            n += (class != 0) & ((vowel & after_vowel) ^ 1);
            after_vowel = vowel;
        }
    return n < limit ? n : limit;
}

size_t dvi_prefix(const dvi_folded *word, uint8_t *out, size_t limit) {
    uint8_t prefix[DVI_WORD_LETTERS + 1];
    size_t n = dvi_prefix_into(word, prefix, limit);
    memcpy(out, prefix, n);
    return n;
}
