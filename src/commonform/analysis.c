/* The analysis of a word: letters, folded letters, keys, meaning. */
#include "analysis.h"

#include <string.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "base/prefetch.h"
#include "base/utf8.h"
#include "characters.h"
#include "spelling.h"
#include "tables/sealed_model.h"
#include "tables/tables.h"

enum { FOREIGN_LETTERS = 6 /* of a stem */, LOUD_BYTES = 4 };

/* Idf of a word the background has never seen, by its length: a short unknown word is more often a stray than a name. In a language
 * that is not told, most words are unknown and most of them common, so they weigh less; what the background knows of other languages
 * makes them no rarer. */
static uint16_t unknown_idf(uint32_t language, size_t n) {
    static const uint16_t by_length[] = {0, 0, 1024, 1536, 1920, 2048, 2048, 2048, 2048};
    static const uint16_t of_other_languages[] = {0, 0, 0, 96, 224, 448, 896, 1216, 1536};
    size_t last = sizeof by_length / sizeof by_length[0] - 1;
    return (language != 0 ? by_length : of_other_languages)[n < last ? n : last];
}

/* ---- letters ---- */

/* Whether the token is a plain word, which is then folded. */
static bool read_plain(dvi_analysis *a, dvk_span text, const dvi_token *token) {
    _Static_assert((int)DVI_WORD_UPPER == (int)DVI_UPPER_FIRST && (int)DVI_WORD_ALL_UPPER == (int)DVI_UPPER_ALL, "capitals are traits");
    if ((token->flags & DVI_TOKEN_PLAIN) == 0) return false;
    a->plain = (dvk_span){text.data + token->begin, token->len};
    return dvi_fold_plain(a->language, a->plain.data, a->plain.len, &a->folded, &a->traits);
}

static void read_any(dvi_analysis *a, dvk_span text, const dvi_token *token) {
    dvi_spelling w;
    dvi_spelling_read(text, token->begin, SIZE_MAX, &w);
    bool repaired = dvi_spelling_repair(&w);
    if (!dvi_fold_word(a->language, w.list, w.n, &a->folded)) a->folded.n = 0;
    a->plain.len = 0;
    a->spelled = dvi_letters_hash(w.list, w.n);
    bool all_upper = w.total >= 2 && w.uppers == w.total;
    a->traits = (uint8_t)((w.first_upper ? DVI_WORD_UPPER : 0) | (all_upper ? DVI_WORD_ALL_UPPER : 0) | (repaired ? DVI_WORD_REPAIRED : 0));
}

/* ---- words of other scripts ---- */

/* Idf of a word of a script without background: by length, since short words are the common ones. */
static uint16_t foreign_idf(size_t n) {
    return n < 3 ? 0 : (uint16_t)(n > 8 ? 1664 : 256 + 176 * n);
}

/* Its form is all its letters in lower case, its stem the first of them. */
static void read_foreign(dvi_analysis *a, dvk_span word) {
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

/* The key of a form, whose first letters are `eight`. Eight letters at a time, since how long words are cannot be foreseen, and put together before
 * they are written, since they are read together; what lies behind the word does not count. */
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

/* The key of a stem, which is the first letters of dvi_prefix; 0 when it has less than two. `eight` is as form_key has it. Where no vowel follows
 * another, as in nearly all words, the letters are those of the word, with all vowels behind the first letter as one. */
static uint32_t stem_key(const dvi_folded *word, uint64_t eight) {
    enum { LETTERS = DVI_STEM_KEY_LETTERS, TOP = 0x80, OTHER = DVI_FOLD_U + 1 };
    const uint64_t classes = dvi_get64(word->class), kept = ((UINT64_C(1) << 8 * LETTERS) - 1);
    uint64_t vowels = ~(classes + eight_times(TOP - OTHER)) & (classes + eight_times(TOP - 1)) & eight_times(TOP);
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

/* The stem key of all its letters, without a column; behind the word are zeros. Of eight letters the five bits of each move together, two by two,
 * four by four. */
static uint64_t letters_key(const dvi_folded *word) {
    uint64_t key = dvi_get64(word->class);
    key = (key & UINT64_C(0x001F001F001F001F)) | (key >> 3 & UINT64_C(0x03E003E003E003E0));
    key = (key & UINT64_C(0x000003FF000003FF)) | (key >> 6 & UINT64_C(0x000FFC00000FFC00));
    key = ((key & 0xFFFFF) | (key >> 12 & UINT64_C(0xFFFFF00000))) << DVI_COLUMN_BITS;
    for (size_t i = 8; i < DVI_STEM_LETTERS; i++) key |= (uint64_t)word->class[i] << (DVI_COLUMN_BITS + 5 * i);
    return key;
}

/* ---- stems ---- */

/* Lengths of stems that a word of n letters may continue, as far as that depends on their lengths alone: n is at most the length and
 * dvi_stem_suffix of it. */
static unsigned lengths_for(size_t n) {
    static const uint16_t lengths[] = {0, 0x2, 0x4, 0x8, 0x18, 0x30, 0x70, 0xF0, 0x1E0, 0x3E0, 0x7E0, 0xFC0, 0xFC0, 0xFC0, 0xF80,
                                       0xF00, 0xE00, 0xC00};
    size_t last = sizeof lengths / sizeof *lengths;
    return n < last ? lengths[n] : 1u << DVI_STEM_LETTERS;
}

/* Whether the word has the capitals that the stem asks for. */
static bool cased(const dvi_stem *s, const dvi_analysis *a) {
    switch (s->needs) {
    case DVI_NEEDS_CAPITAL: return (a->traits & DVI_WORD_UPPER) != 0;
    case DVI_NEEDS_ACRONYM: return (a->traits & DVI_WORD_ALL_UPPER) != 0;
    case DVI_NEEDS_LOWER: return (a->traits & DVI_WORD_UPPER) == 0;
    default: return true;
    }
}

/* The stem of exactly this key that the word may continue; n is its letters. */
static const dvi_stem *stem_of(const dvk_model *model, uint64_t key, const dvi_analysis *a, size_t n) {
    for (const dvi_stem *s = dvi_model_stem(model, key); s != NULL; s++) {
        bool spelled = s->letters == 0 || s->letters == (a->plain.len != 0 ? dvi_plain_hash(a->plain.data, a->plain.len) : a->spelled);
        if (spelled && cased(s, a) && a->folded.n <= n + s->suffix) return s;
        if (s + 1 == model->stems + model->n_stems || s[1].key != key) return NULL;
    }
    return NULL;
}

/* Of these lengths, the longest. */
static const dvi_stem *longest_stem(const dvk_model *model, uint64_t key, const dvi_analysis *a, unsigned lengths) {
    while (lengths != 0) {
        unsigned n = 31 - (unsigned)__builtin_clz(lengths);
        const dvi_stem *stem = stem_of(model, dvi_stem_key_cut(key, n), a, n);
        if (stem != NULL) return stem;
        lengths ^= 1u << n;
    }
    return NULL;
}

/* What of the word phrases are made of, without a meaning. */
static dvi_word phrase_word(const dvi_analysis *a) {
    uint32_t letters = a->letters >> DVI_COLUMN_BITS & ((UINT32_C(1) << 5 * DVI_PART_LETTERS) - 1);
    letters |= dvi_phrase_more(a->folded.class, a->folded.n) << 5 * DVI_PART_LETTERS;
    return (dvi_word){.letters = letters & 0x3FFFFFFF, .meaning = DVI_NO_MEANING, .n_folded = a->folded.n & 0x3FU, .traits = a->traits};
}

/* Of parts, a bit each: the only one, or DVI_WORD_SEVERAL. */
static unsigned only_part(unsigned parts) {
    static const uint8_t only[1 << DVI_WORD_PARTS] = {0, 0, 1, DVI_WORD_SEVERAL, 2, DVI_WORD_SEVERAL, DVI_WORD_SEVERAL, DVI_WORD_SEVERAL};
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

static const uint16_t *opening_lengths(const dvk_model *model, uint64_t key) {
    return &model->stem_lengths[dvi_opening_bucket(dvi_stem_key_cut(key, DVI_OPENING_LETTERS))];
}

void dvi_analysis_read(dvi_analysis *a, dvk_span text, uint32_t language, const dvi_token *token) {
    a->language = language;
    a->form = a->stem = a->spelled = a->idf = a->folded.n = a->traits = 0;
    if (token->flags & DVI_TOKEN_FOREIGN) {
        read_foreign(a, (dvk_span){text.data + token->begin, token->len});
        return;
    }
    if (!read_plain(a, text, token)) read_any(a, text, token);
    if (a->traits & DVI_WORD_ALL_UPPER && token->len > LOUD_BYTES) a->traits |= DVI_WORD_LOUD;
}

void dvi_analysis_begin(dvi_analysis *a, const dvk_model *model) {
    if (a->folded.n == 0) return;
    dvi_fold_finish(&a->folded);
    const uint64_t eight = eight_letters(a->folded.class);
    a->form = form_key(&a->folded, eight);
    a->stem = stem_key(&a->folded, eight);
    if (a->stem != 0) dvi_model_expect_idf(model, a->stem);
    a->letters = letters_key(&a->folded);
    const uint8_t *columns = dvi_languages[a->language].lexicon;
    for (int i = 0; i < 3 && columns[i] != 0; i++) dvi_prefetch(opening_lengths(model, a->letters | columns[i]));
}

void dvi_analysis_measure(dvi_analysis *a, const dvk_model *model) {
    const uint8_t *columns = dvi_languages[a->language].lexicon;
    unsigned fitting = lengths_for(a->folded.n), any = (1u << DVI_OPENING_LETTERS) - 1;
    for (int i = 0; i < 3 && columns[i] != 0 && a->folded.n != 0; i++) {
        uint64_t key = a->letters | columns[i];
        a->lengths[i] = (uint16_t)(fitting & (any | *opening_lengths(model, key)));
        for (unsigned rest = a->lengths[i]; rest != 0; rest &= rest - 1)
            dvi_prefetch(&model->stem_filter[dvi_stem_filter(dvi_stem_key_cut(key, (unsigned)__builtin_ctz(rest))) / 64]);
    }
    if (columns[0] == 0 || a->folded.n == 0) return;
    dvi_word word = phrase_word(a);
    for (unsigned k = dvi_word_first_part(&word, DVI_WORD_SEVERAL); k <= dvi_word_last_part(&word, DVI_WORD_SEVERAL); k++)
        dvi_model_expect_phrase(model, columns[0], dvi_word_part(&word, k));
}

void dvi_analysis_narrow(dvi_analysis *a, const dvk_model *model) {
    const uint8_t *columns = dvi_languages[a->language].lexicon;
    for (int i = 0; i < 3 && columns[i] != 0 && a->folded.n != 0; i++) {
        uint64_t key = a->letters | columns[i];
        unsigned left = a->lengths[i];
        for (unsigned rest = left; rest != 0; rest &= rest - 1) {
            unsigned n = (unsigned)__builtin_ctz(rest);
            left &= ~((unsigned)!dvi_model_may_have_stem(model, dvi_stem_key_cut(key, n)) << n);
        }
        a->lengths[i] = (uint16_t)left;
        for (unsigned rest = left; rest != 0; rest &= rest - 1)
            dvi_prefetch(&model->stem_starts[dvi_stem_bucket(dvi_stem_key_cut(key, (unsigned)__builtin_ctz(rest)))]);
    }
}

void dvi_analysis_expect(const dvi_analysis *a, const dvk_model *model) {
    const uint8_t *columns = dvi_languages[a->language].lexicon;
    for (int i = 0; i < 3 && columns[i] != 0 && a->folded.n != 0; i++)
        for (unsigned rest = a->lengths[i]; rest != 0; rest &= rest - 1)
            dvi_model_expect_stem(model, dvi_stem_key_cut(a->letters | columns[i], (unsigned)__builtin_ctz(rest)));
}

void dvi_analysis_finish(const dvi_analysis *a, const dvk_model *model, dvi_known_word *out) {
    const uint8_t *columns = dvi_languages[a->language].lexicon;
    *out = (dvi_known_word){{.meaning = DVI_NO_MEANING, .traits = a->traits}, .form = a->form, .stem = a->stem, .stem_idf = a->idf};
    if (a->folded.n == 0) return;
    dvi_word *word = &out->word;
    *word = phrase_word(a);
    uint16_t unknown = unknown_idf(a->language, a->folded.n);
    if (a->stem != 0) out->stem_idf = dvi_model_idf(model, a->stem, unknown);
    if (a->language == 0 && out->stem_idf > unknown) out->stem_idf = unknown;
    for (int i = 0; i < 3 && columns[i] != 0; i++) {
        const dvi_stem *stem = longest_stem(model, a->letters | columns[i], a, a->lengths[i]);
        if (stem == NULL) continue;
        word->meaning = stem->meaning;
        break;
    }
    word->traits |= word->meaning != DVI_NO_MEANING ? DVI_WORD_MEANS : 0;
    place_in_phrases(model, columns[0], word);
}
