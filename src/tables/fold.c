/* Folding: longest group of letters first, through the generated tables.
 * Idea: cognates of the Slavic languages keep their consonants and lose their vowels (DESIGN: "fold hard");
 * what remains after folding voiced-voiceless, palatal and spelling variants is one alphabet of twenty
 * classes. */
#include "fold.h"

#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "base/bytes.h"
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
static inline const dvi_letter *near_group(const uint16_t *first, const uint32_t *letters, size_t n,
                                           size_t at) {
    if (letters[at] >= DVI_LETTER_LIMIT || first[letters[at]] == 0) return NULL;
    for (const dvi_letter *l = &dvi_letters[first[letters[at]] - 1];; l++) {
        size_t k = 1;
        while (k < l->n_group && at + k < n && letters[at + k] == l->group[k])
            k++;
        if (k == l->n_group) return l;
    }
}

typedef struct group {
    const char *reading;
    const uint8_t *fold;
    size_t letters;
} group;

static inline bool next_group(uint32_t language, const uint32_t *letters, size_t n, size_t at, group *out) {
    const dvi_letter *near =
        near_group(dvi_letter_tables[dvi_languages[language].letters].first, letters, n, at);
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

/* Class 0 is none, and the second of two equal consonants is dropped. Whether that happens is left to
 * arithmetic: it cannot be foreseen. */
static inline void push_class(row *out, uint32_t class) {
    enum { VOWELS = 1 << DVI_FOLD_A | 1 << DVI_FOLD_E | 1 << DVI_FOLD_I | 1 << DVI_FOLD_O | 1 << DVI_FOLD_U };
    unsigned again = (out->last == class) & ~(unsigned)(VOWELS >> class);
    out->class[out->n + 1] = (uint8_t) class;
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
            for (int k = 0; k < 3 && g.fold[k] != 0; k++)
                push_class(&r, g.fold[k]);
            at += g.letters;
            continue;
        }
        for (uint32_t rest = fold & DVI_FOLD_CLASS_BITS; rest != 0; rest >>= 8)
            push_class(&r, rest & 0xFF);
        at++;
    }
    r.class[r.n + 1] = 0;
    close_row(&r, out);
    return true;
}

/* ---- plain words ---- */

/* The code point at *at, of one or two bytes. */
static inline uint32_t short_letter(const uint8_t **at) {
    uint32_t c = *(*at)++;
    return c < 0x80 ? c : (c & 0x1F) << 6 | (*(*at)++ & 0x3F);
}

bool dvi_fold_plain(uint32_t language, const char *word, size_t len, dvi_folded *out, uint8_t *capitals) {
    enum { MOST = DVI_WORD_LETTERS - 4 /* classes before a letter that still fits */ };
    const uint64_t *folds = dvi_letter_tables[dvi_languages[language].letters].folds;
    const uint8_t *at = (const uint8_t *)word, *end = at + len;
    uint64_t before = 0, begins = 0, all = UINT64_MAX, any = 0;
    size_t n = 0;
    memset(out->class, 0, sizeof out->class);
    while (n <= MOST && at < end) {
        uint64_t fold = folds[short_letter(&at)];
        begins |= before >> (fold >> DVI_OWN_BIT_SHIFT) % 64; /* in the lowest bit */
        before = fold;
        all &= fold;
        any |= fold;
        uint32_t classes = dvi_little32((uint32_t)fold & DVI_FOLD_CLASS_BITS);
        memcpy(out->class + n, &classes, sizeof classes);
        n += fold >> DVI_FOLD_COUNT_SHIFT & 3;
    }
    if ((begins & 1) != 0 || (all & DVI_FOLD_LETTER) == 0 || at < end ||
        ((any ^ all) & DVI_FOLD_CYRILLIC) != 0)
        return false;
    at = (const uint8_t *)word;
    uint64_t first = folds[short_letter(&at)], every = at < end ? all : 0;
    *capitals = (uint8_t)((first & DVI_FOLD_UPPER ? DVI_UPPER_FIRST : 0) |
                          (every & DVI_FOLD_UPPER ? DVI_UPPER_ALL : 0));
    out->n = (uint8_t)n;
    return true;
}

/* Which of the classes from `at` to n - 1 are a consonant that the next is too: a bit each. */
static uint64_t doubled_from(const uint8_t *class, size_t at, size_t n) {
    uint64_t doubled = 0;
    for (size_t i = at; i + 1 < n; i++)
        doubled |= (uint64_t)((class[i] == class[i + 1]) & !dvi_fold_is_vowel(class[i])) << i;
    return doubled;
}

static uint64_t doubled_consonants(const dvi_folded *word) {
#if defined(__SSE2__)
    enum { AT_ONCE = sizeof(__m128i) };
    if (word->n <= AT_ONCE) {
        __m128i some, next;
        memcpy(&some, word->class, sizeof some);
        memcpy(&next, word->class + 1, sizeof next);
        __m128i vowels = _mm_cmpeq_epi8(_mm_min_epu8(some, _mm_set1_epi8(DVI_FOLD_U)),
                                        some); /* and what is behind the word */
        return (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_andnot_si128(vowels, _mm_cmpeq_epi8(some, next)));
    }
#endif
    return doubled_from(word->class, 0, word->n);
}

void dvi_fold_finish(dvi_folded *word) {
    uint8_t *class = word->class;
    for (uint64_t left = doubled_consonants(word); left != 0;) {
        size_t last = 63 - (size_t)__builtin_clzll(left);
        memmove(class + last, class + last + 1, DVI_WORD_LETTERS - last - 1);
        word->n--;
        left ^= UINT64_C(1) << last;
    }
    while (word->n > 1 && class[0] == DVI_FOLD_I && dvi_fold_is_vowel(class[1])) {
        memmove(class, class + 1, DVI_WORD_LETTERS - 1);
        word->n--;
    }
}

uint32_t dvi_plain_hash(const char *word, size_t len) {
    const uint8_t *at = (const uint8_t *)word, *end = at + len;
    uint32_t hash = 0;
    while (at < end)
        hash = hash * 31 + dvi_lower[short_letter(&at)];
    return hash | UINT32_C(0x80000000);
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
    for (size_t i = 0; i < word->n; i++)
        out[i] = DVI_FOLD_LETTERS[word->class[i] - 1];
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
