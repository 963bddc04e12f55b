/* The analysis of words: letters, folded letters, keys, meaning. Idea: what a word costs is waiting, for the
 * lines of tables and for branches that cannot be foreseen, so that each step is done for all words before
 * the next is for any: it asks for the lines that the next one reads, and the stems that may be those of the
 * words are one list, which gets shorter from step to step. */
#include "analysis.h"

#include <string.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "base/prefetch.h"
#include "base/utf8.h"
#include "characters.h"
#include "spelling.h"
#include "tables/bare_length.h"
#include "tables/sealed_model.h"
#include "tables/tables.h"

enum { FOREIGN_LETTERS = 6 /* of a stem */, LOUD_BYTES = 4, COLUMNS = 3 /* of a language, at most */ };

/* A word on the way. */
typedef struct analysis {
    dvi_folded folded;
    uint64_t letters; /* the stem key of all its letters, without a column */
    dvk_span plain;   /* its bytes, when it is a plain word */
    uint32_t form, stem;
    uint32_t spelled; /* dvi_letters_hash, when it is none */
    uint16_t idf;     /* of the stem of a word of a foreign script */
    uint8_t traits;
    bool settled; /* its stem is found, also one that says that the word means nothing */
} analysis;

/* A stem that a word may continue. */
typedef struct candidate {
    uint64_t key;
    uint32_t word;
    uint16_t letters, bare; /* of the stem, how many; of the word without its endings */
} candidate;

/* Most stems of a word in a column, and as many as are written at once behind the last. */
enum { CANDIDATES = 9, CANDIDATES_AT_ONCE = 4 };

typedef struct batch {
    const dvk_model *model;
    const uint8_t *columns; /* of the word tables, behind the last 0 */
    uint32_t language;
    size_t n, n_candidates;
    analysis words[DVI_ANALYSES];
    candidate candidates[DVI_ANALYSES * COLUMNS * CANDIDATES + CANDIDATES_AT_ONCE];
} batch;

/* Idf of a word the background has never seen, by its length: a short unknown word is more often a stray than
 * a name. In a language that is not told, most words are unknown and most of them common, so they weigh less;
 * what the background knows of other languages makes them no rarer. */
static uint16_t unknown_idf(uint32_t language, size_t n) {
    static const uint16_t by_length[] = {0, 0, 1024, 1536, 1920, 2048, 2048, 2048, 2048};
    static const uint16_t of_other_languages[] = {0, 0, 0, 96, 224, 448, 896, 1216, 1536};
    size_t last = sizeof by_length / sizeof by_length[0] - 1;
    return (language != 0 ? by_length : of_other_languages)[n < last ? n : last];
}

/* ---- letters ---- */

/* Whether the token is a plain word, which is then folded. */
static bool read_plain(analysis *a, uint32_t language, dvk_span text, const dvi_token *token) {
    _Static_assert((int)DVI_WORD_UPPER == (int)DVI_UPPER_FIRST &&
                       (int)DVI_WORD_ALL_UPPER == (int)DVI_UPPER_ALL,
                   "capitals are traits");
    if ((token->flags & DVI_TOKEN_PLAIN) == 0) return false;
    a->plain = (dvk_span){text.data + token->begin, token->len};
    return dvi_fold_plain(language, a->plain.data, a->plain.len, &a->folded, &a->traits);
}

static void read_any(analysis *a, uint32_t language, dvk_span text, const dvi_token *token) {
    dvi_spelling w;
    dvi_spelling_read(text, token->begin, SIZE_MAX, &w);
    bool repaired = dvi_spelling_repair(&w);
    if (!dvi_fold_word(language, w.list, w.n, &a->folded)) a->folded.n = 0;
    a->plain.len = 0;
    a->spelled = dvi_letters_hash(w.list, w.n);
    bool all_upper = w.total >= 2 && w.uppers == w.total;
    a->traits = (uint8_t)((w.first_upper ? DVI_WORD_UPPER : 0) | (all_upper ? DVI_WORD_ALL_UPPER : 0) |
                          (repaired ? DVI_WORD_REPAIRED : 0));
}

/* ---- words of other scripts ---- */

/* Idf of a word of a script without background: by length, since short words are the common ones. */
static uint16_t foreign_idf(size_t n) {
    return n < 3 ? 0 : (uint16_t)(n > 8 ? 1664 : 256 + 176 * n);
}

/* Its form is all its letters in lower case, its stem the first of them. */
static void read_foreign(analysis *a, dvk_span word) {
    char text[4 * DVI_WORD_LETTERS] = "";
    size_t n = 0, len = 0, stem_len = 0;
    for (size_t at = 0; at < word.len;) {
        uint32_t c = dvi_utf8_next(word.data, &at);
        if (dvi_character_of(c) != DVI_CHAR_FOREIGN) continue;
        if (n < DVI_WORD_LETTERS) len += dvi_utf8_put(dvi_fold_foreign(c), text + len);
        if (n < FOREIGN_LETTERS) stem_len = len;
        n++;
    }
    a->form = (uint32_t)XXH3_64bits(text, len);
    a->stem = dvi_feature_key('u', text, stem_len);
    a->idf = foreign_idf(n);
}

/* ---- keys ---- */

/* The letters of eight classes, spaces for what is none. */
static inline uint64_t eight_letters(const uint8_t *classes) {
    static const char letters[32] = " " DVI_FOLD_LETTERS;
    uint64_t eight = 0;
    for (unsigned k = 0; k < 8; k++)
        eight |= (uint64_t)(uint8_t)letters[classes[k]] << 8 * k;
    return eight;
}

/* The key of a form, whose first letters are `eight`. Eight letters at a time, since how long words are
 * cannot be foreseen, and put together before they are written, since they are read together; what lies
 * behind the word does not count. */
static uint32_t form_key(const dvi_folded *word, uint64_t eight) {
    uint8_t text[8 + DVI_WORD_LETTERS], *at = dvi_put64(text, 'f' | eight << 8);
    for (size_t i = 8; i < word->n; i += 8) {
        uint64_t before = eight >> 56;
        eight = eight_letters(word->class + i);
        at = dvi_put64(at, before | eight << 8);
    }
    dvi_put64(at, eight >> 56);
    return dvi_tagged_key((const char *)text, word->n + 1U);
}

/* A number of eight bytes that are this. */
static inline uint64_t eight_times(uint8_t byte) {
    return UINT64_C(0x0101010101010101) * byte;
}

/* The key of a stem, which is the first letters of dvi_prefix; 0 when it has less than two. `eight` is as
 * form_key has it. Where no vowel follows another, as in nearly all words, the letters are those of the word,
 * with all vowels behind the first letter as one. */
static uint32_t stem_key(const dvi_folded *word, uint64_t eight) {
    enum { LETTERS = DVI_STEM_KEY_LETTERS, TOP = 0x80, OTHER = DVI_FOLD_U + 1 };
    const uint64_t classes = dvi_get64(word->class), kept = ((UINT64_C(1) << 8 * LETTERS) - 1);
    uint64_t vowels =
        ~(classes + eight_times(TOP - OTHER)) & (classes + eight_times(TOP - 1)) & eight_times(TOP);
    size_t len = word->n < LETTERS ? word->n : LETTERS;
    if ((vowels & vowels << 8 & kept) != 0) {
        uint8_t prefix[DVI_WORD_LETTERS + 1] = {0};
        len = dvi_prefix_into(word, prefix, LETTERS);
        eight = eight_letters(prefix);
    } else {
        uint64_t same = (vowels >> 7 & ~UINT64_C(0xFF)) * 0xFF;
        eight = (eight & ~same) | (eight_times('a') & same);
    }
    uint8_t text[8];
    dvi_put64(text, 'w' | eight << 8);
    return len < 2 ? 0 : dvi_tagged_key((const char *)text, len + 1);
}

/* The stem key of all its letters, without a column; behind the word are zeros. Of eight letters the five
 * bits of each move together, two by two, four by four. */
static uint64_t letters_key(const dvi_folded *word) {
    uint64_t key = dvi_get64(word->class);
    key = (key & UINT64_C(0x001F001F001F001F)) | (key >> 3 & UINT64_C(0x03E003E003E003E0));
    key = (key & UINT64_C(0x000003FF000003FF)) | (key >> 6 & UINT64_C(0x000FFC00000FFC00));
    key = ((key & 0xFFFFF) | (key >> 12 & UINT64_C(0xFFFFF00000))) << DVI_COLUMN_BITS;
    for (size_t i = 8; i < DVI_STEM_LETTERS; i++)
        key |= (uint64_t)word->class[i] << (DVI_COLUMN_BITS + 5 * i);
    return key;
}

/* ---- stems ---- */

/* Lengths of stems that a word of n letters may continue, a bit each, as far as that depends on their lengths
 * alone: n is at most the length and dvi_stem_suffix of it. */
static unsigned lengths_for(size_t n) {
    static const uint16_t lengths[] = {0,     0x2,   0x4,   0x8,   0x18,  0x30,  0x70,  0xF0,  0x1E0,
                                       0x3E0, 0x7E0, 0xFC0, 0xFC0, 0xFC0, 0xF80, 0xF00, 0xE00, 0xC00};
    size_t last = sizeof lengths / sizeof *lengths;
    return n < last ? lengths[n] : 1u << DVI_STEM_LETTERS;
}

/* The same, of a word that is so long without its endings. */
static unsigned lengths_for_bare(size_t bare) {
    if (bare > DVI_STEM_LETTERS) return 0;
    const unsigned least = 1u << DVI_BARE_LETTERS, lengths = 7u << (bare - 1);
    return lengths & ~(least - 1) & ((2u << DVI_STEM_LETTERS) - 1);
}

static const uint16_t *opening_lengths(const dvk_model *model, uint64_t key) {
    return &model->stem_lengths[dvi_opening_bucket(dvi_stem_key_cut(key, DVI_OPENING_LETTERS))];
}

/* Adds the stems of these lengths, the longest first, some at a time, so that their number is hardly ever
 * waited for. */
static inline void add_candidates(batch *b, size_t word, uint64_t key, unsigned lengths, size_t bare) {
    candidate *out = b->candidates + b->n_candidates;
    while (lengths != 0)
        for (unsigned k = 0; k < CANDIDATES_AT_ONCE; k++) {
            unsigned n = 31 - (unsigned)__builtin_clz(lengths | 1);
            *out = (candidate){dvi_stem_key_cut(key, n), (uint32_t)word, (uint16_t)n, (uint16_t)bare};
            out += lengths != 0;
            lengths &= ~(1u << n);
        }
    b->n_candidates = (size_t)(out - b->candidates);
}

/* Whether the word has the capitals that the stem asks for. */
static bool cased(const dvi_stem *s, const analysis *a) {
    switch (s->needs) {
    case DVI_NEEDS_CAPITAL:
        return (a->traits & DVI_WORD_UPPER) != 0;
    case DVI_NEEDS_ACRONYM:
        return (a->traits & DVI_WORD_ALL_UPPER) != 0;
    case DVI_NEEDS_LOWER:
        return (a->traits & DVI_WORD_UPPER) == 0;
    default:
        return true;
    }
}

/* The stem of a candidate that the word may continue. */
static const dvi_stem *stem_of(const dvk_model *model, const candidate *c, const analysis *a) {
    for (const dvi_stem *s = dvi_model_stem(model, c->key); s != NULL; s++) {
        bool spelled =
            s->letters == 0 ||
            s->letters == (a->plain.len != 0 ? dvi_plain_hash(a->plain.data, a->plain.len) : a->spelled);
        if (spelled && cased(s, a) && dvi_stem_reaches(s, c->letters, a->folded.n, c->bare)) return s;
        if (s + 1 == model->stems + model->n_stems || s[1].key != c->key) return NULL;
    }
    return NULL;
}

/* ---- phrases ---- */

/* What dvi_phrase_more has of a class: vowels are one. */
static inline uint32_t more_of(uint64_t class) {
    class &= 0x1F;
    return (uint32_t)(class - DVI_FOLD_A <= DVI_FOLD_U - DVI_FOLD_A ? DVI_FOLD_A : class);
}

/* What of the word phrases are made of, without a meaning. */
static dvi_word phrase_word(const analysis *a) {
    _Static_assert((int)DVI_MORE_LETTERS == 2, "both are read here");
    const uint64_t all = a->letters >> DVI_COLUMN_BITS, behind = all >> 5 * DVI_PART_LETTERS;
    uint32_t letters = (uint32_t)all & ((UINT32_C(1) << 5 * DVI_PART_LETTERS) - 1);
    letters |= (more_of(behind) | more_of(behind >> 5) << 5) << 5 * DVI_PART_LETTERS;
    return (dvi_word){.letters = letters & 0x3FFFFFFF,
                      .meaning = DVI_NO_MEANING,
                      .n_folded = a->folded.n & 0x3FU,
                      .traits = a->traits};
}

/* Of parts, a bit each: the only one, or DVI_WORD_SEVERAL. */
static unsigned only_part(unsigned parts) {
    static const uint8_t only[1 << DVI_WORD_PARTS] = {
        0, 0, 1, DVI_WORD_SEVERAL, 2, DVI_WORD_SEVERAL, DVI_WORD_SEVERAL, DVI_WORD_SEVERAL};
    return only[parts];
}

/* Finds the places that the word may have in phrases. */
static void place_in_phrases(const dvk_model *model, uint32_t column, dvi_word *word) {
    unsigned begins = 0, goes_on = 0;
    if (column == 0) return;
    for (unsigned k = 0; k < DVI_WORD_PARTS; k++) {
        uint32_t part = dvi_word_part(word, k);
        begins |= (unsigned)((part != 0) & dvi_model_may_begin_phrase(model, column, part)) << k;
        goes_on |= (unsigned)((part != 0) & dvi_model_may_go_on(model, column, part)) << k;
    }
    word->begins = only_part(begins) & 3;
    word->goes_on = only_part(goes_on) & 3;
    word->traits |= (begins != 0 ? DVI_WORD_BEGINS_PHRASE : 0) | (goes_on != 0 ? DVI_WORD_GOES_ON : 0);
}

/* ---- the steps ---- */

/* Reads the letters of a token, and folds them. */
static inline void read_word(analysis *a, uint32_t language, dvk_span text, const dvi_token *token) {
    a->form = a->stem = a->spelled = a->idf = a->folded.n = a->traits = 0;
    a->settled = false;
    if (token->flags & DVI_TOKEN_FOREIGN) {
        read_foreign(a, (dvk_span){text.data + token->begin, token->len});
        return;
    }
    if (!read_plain(a, language, text, token)) read_any(a, language, text, token);
    if (a->traits & DVI_WORD_ALL_UPPER && token->len > LOUD_BYTES) a->traits |= DVI_WORD_LOUD;
}

/* Makes the keys of all words. */
static void make_keys(batch *b) {
    for (analysis *a = b->words; a < b->words + b->n; a++) {
        if (a->folded.n == 0) continue;
        dvi_fold_finish(&a->folded);
        const uint64_t eight = eight_letters(a->folded.class);
        a->form = form_key(&a->folded, eight);
        a->stem = stem_key(&a->folded, eight);
        a->letters = letters_key(&a->folded);
        if (a->stem != 0) dvi_model_expect_idf(b->model, a->stem);
        for (const uint8_t *column = b->columns; *column != 0; column++)
            dvi_prefetch(opening_lengths(b->model, a->letters | *column));
    }
}

/* Lists the stems that words may continue, by what stems begin with their first letters. */
static void list_candidates(batch *b) {
    const unsigned any = (1u << DVI_OPENING_LETTERS) - 1;
    for (size_t i = 0; i < b->n && b->columns[0] != 0; i++) {
        const analysis *a = &b->words[i];
        if (a->folded.n == 0) continue;
        for (const uint8_t *column = b->columns; *column != 0; column++) {
            uint64_t key = a->letters | *column;
            size_t bare = dvi_bare_length(*column, &a->folded);
            unsigned lengths = lengths_for(a->folded.n);
            if (bare != a->folded.n) lengths |= lengths_for_bare(bare);
            add_candidates(b, i, key, lengths & (any | *opening_lengths(b->model, key)), bare);
        }
        dvi_word word = phrase_word(a);
        for (unsigned k = 0; k < DVI_WORD_PARTS; k++)
            dvi_model_expect_phrase(b->model, b->columns[0], dvi_word_part(&word, k));
    }
    for (size_t i = 0; i < b->n_candidates; i++)
        dvi_prefetch(&b->model->stem_filter[dvi_stem_filter(b->candidates[i].key) / 64]);
}

/* Leaves those that may be stems at all; which cannot be foreseen, so nothing branches on it. */
static void narrow_candidates(batch *b) {
    size_t n = 0;
    for (size_t i = 0; i < b->n_candidates; i++) {
        uint64_t key = b->candidates[i].key;
        b->candidates[n] = b->candidates[i];
        n += dvi_model_may_have_stem(b->model, key);
        dvi_prefetch(&b->model->stem_starts[dvi_stem_bucket(key)]);
    }
    b->n_candidates = n;
    for (size_t i = 0; i < n; i++)
        dvi_model_expect_stem(b->model, b->candidates[i].key);
}

/* What is known of a word but its meaning. */
static inline void make_known(const batch *b, const analysis *a, dvi_known_word *out) {
    *out = (dvi_known_word){{.meaning = DVI_NO_MEANING, .traits = a->traits},
                            .form = a->form,
                            .stem = a->stem,
                            .stem_idf = a->idf};
    if (a->folded.n == 0) return;
    uint16_t unknown = unknown_idf(b->language, a->folded.n);
    if (a->stem != 0) out->stem_idf = dvi_model_idf(b->model, a->stem, unknown);
    if (b->language == 0 && out->stem_idf > unknown) out->stem_idf = unknown;
    out->word = phrase_word(a);
    place_in_phrases(b->model, b->columns[0], &out->word);
}

/* Gives words their meanings: of the first column that has one, of the longest stem. */
static void find_meanings(batch *b, dvi_known_word *known) {
    for (const candidate *c = b->candidates; c < b->candidates + b->n_candidates; c++) {
        analysis *a = &b->words[c->word];
        const dvi_stem *stem = a->settled ? NULL : stem_of(b->model, c, a);
        if (stem == NULL) continue;
        a->settled = true;
        known[c->word].word.meaning = stem->meaning;
        known[c->word].word.traits |= stem->meaning != DVI_NO_MEANING ? DVI_WORD_MEANS : 0;
    }
}

void dvi_analyse(const dvk_model *model, dvk_span text, uint32_t language, const dvi_token *tokens,
                 const uint32_t *at, size_t n, dvi_known_word *known) {
    batch b;
    const uint8_t *lexicon = dvi_languages[language].lexicon;
    const uint8_t columns[COLUMNS + 1] = {lexicon[0], lexicon[1], lexicon[2], 0};
    b.model = model;
    b.columns = columns;
    b.language = language;
    b.n = n;
    b.n_candidates = 0;
    for (size_t i = 0; i < n; i++)
        read_word(&b.words[i], language, text, &tokens[at[i]]);
    make_keys(&b);
    list_candidates(&b);
    narrow_candidates(&b);
    for (size_t i = 0; i < n; i++)
        make_known(&b, &b.words[i], &known[i]);
    find_meanings(&b, known);
}
