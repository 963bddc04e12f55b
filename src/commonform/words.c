/* Words: fold, key, look up. A direct-mapped cache whose entries hold the word's own bytes: a hit is verified, and the answer never
 * depends on what was asked before. */
#include "words.h"

#include <string.h>

#include "tables/fold.h"
#include "base/memory.h"
#include "base/prefetch.h"
#include "tables/sealed_model.h"

enum { CACHE_BITS = 17, LINE = 64 };

/* As long as a cache's line. */
typedef struct slot {
    dvi_word word;
    uint8_t len; /* 0: empty */
    uint8_t language;
    char raw[DVI_WORD_BYTES];
} slot;

_Static_assert(sizeof(slot) == LINE, "a slot is one line of the cache");

struct dvi_word_cache {
    const dvk_model *model;
    void *memory;
    slot *slots; /* in `memory`, each on a line of its own */
    dvi_word uncached;
};

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model) {
    *out = dvi_alloc_zero(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    (*out)->model = model;
    (*out)->memory = dvi_alloc_zero(((size_t)1 << CACHE_BITS) + 1, sizeof(slot));
    if ((*out)->memory == NULL) {
        dvi_free(*out);
        *out = NULL;
        return DVK_E_MEMORY;
    }
    (*out)->slots = (slot *)(((uintptr_t)(*out)->memory + LINE - 1) & ~(uintptr_t)(LINE - 1));
    return DVK_OK;
}

void dvi_word_cache_destroy(dvi_word_cache *cache) {
    if (cache == NULL) return;
    dvi_free(cache->memory);
    dvi_free(cache);
}

/* Idf of a word the background has never seen, by its length: a short unknown word is more often a stray than a name. In a language
 * that is not told, most words are unknown and most of them common, so they weigh less; what the background knows of other languages
 * makes them no rarer. */
static uint16_t unknown_idf(uint32_t language, size_t n) {
    static const uint16_t by_length[] = {0, 0, 1024, 1536, 1920, 2048, 2048, 2048, 2048};
    static const uint16_t of_other_languages[] = {0, 0, 0, 96, 224, 448, 896, 1216, 1536};
    size_t last = sizeof by_length / sizeof by_length[0] - 1;
    return (language != 0 ? by_length : of_other_languages)[n < last ? n : last];
}

static uint32_t class_key(char tag, const uint8_t *classes, size_t n) {
    char text[DVI_WORD_LETTERS];
    for (size_t i = 0; i < n; i++) text[i] = DVI_FOLD_LETTERS[classes[i] - 1];
    return dvi_feature_key(tag, text, n);
}

/* The stem of exactly this key that the word may continue; n is its letters. */
static const dvi_stem *stem_of(const dvk_model *model, uint64_t key, const dvi_folded *word, size_t n, unsigned shape) {
    for (const dvi_stem *s = dvi_model_stem(model, key); s != NULL; s++) {
        bool cased = s->needs == 0 || (s->needs == DVI_NEEDS_CAPITAL ? shape & DVI_WORD_UPPER : shape & DVI_WORD_ALL_UPPER);
        if (cased && word->n <= n + s->suffix) return s;
        if (s + 1 == model->stems + model->n_stems || s[1].key != key) return NULL;
    }
    return NULL;
}

/* `key` is the key of the column and the word's first letters, as many as a stem may have. */
static const dvi_stem *longest_stem(const dvk_model *model, uint64_t key, const dvi_folded *word, unsigned shape) {
    size_t n = word->n < DVI_STEM_LETTERS ? word->n : DVI_STEM_LETTERS;
    unsigned lengths = (1u << DVI_OPENING_LETTERS) - 2;
    if (n >= DVI_OPENING_LETTERS)
        lengths |= model->stem_lengths[dvi_opening_bucket(dvi_stem_key_cut(key, DVI_OPENING_LETTERS))];
    for (; n >= 1; n--) {
        if ((lengths >> n & 1) == 0) continue;
        const dvi_stem *stem = stem_of(model, dvi_stem_key_cut(key, n), word, n, shape);
        if (stem != NULL) return stem;
    }
    return NULL;
}

static bool begins_phrase(const dvk_model *model, const dvi_word *word) {
    for (unsigned k = 0; k < 3 && word->column != 0; k++) {
        size_t end;
        uint32_t part = dvi_word_part(word, k);
        if (part != 0 && dvi_model_phrases(model, word->column, part, &end) != end) return true;
    }
    return false;
}

static void find_meaning(const dvk_model *model, uint32_t language, const dvi_folded *word, dvi_word *out) {
    const uint8_t *columns = dvi_languages[language].lexicon;
    uint64_t letters = dvi_stem_key(0, word->class, word->n);
    out->column = columns[0];
    out->letters = letters >> DVI_COLUMN_BITS & ((UINT32_C(1) << 5 * DVI_PART_LETTERS) - 1);
    for (int i = 0; i < 3 && columns[i] != 0; i++) {
        const dvi_stem *stem = longest_stem(model, letters | columns[i], word, out->shape);
        if (stem == NULL) continue;
        out->meaning = stem->meaning;
        break;
    }
    if (begins_phrase(model, out)) out->shape |= DVI_WORD_BEGINS_PHRASE;
}

static void analyse(const dvk_model *model, uint32_t language, const uint32_t *letters, size_t n, unsigned shape,
                    dvi_word *out) {
    *out = (dvi_word){.meaning = DVI_NO_MEANING, .shape = (uint8_t)shape};
    dvi_folded word;
    if (!dvi_fold_word(language, letters, n, &word) || word.n == 0) return;
    out->n_folded = word.n;
    out->form = class_key('f', word.class, word.n);
    uint8_t classes[DVI_WORD_LETTERS];
    size_t len = dvi_prefix(&word, classes, DVI_STEM_KEY_LETTERS);
    if (len >= 2) {
        out->stem = class_key('w', classes, len);
        uint16_t unknown = unknown_idf(language, word.n);
        out->stem_idf = dvi_model_idf(model, out->stem, unknown);
        if (language == 0 && out->stem_idf > unknown) out->stem_idf = unknown;
    }
    find_meaning(model, language, &word, out);
}

static size_t slot_of(uint32_t language, uint32_t hash) {
    return (hash + language) * UINT32_C(0x9E3779B1) >> (32 - CACHE_BITS);
}

void dvi_word_expect(const dvi_word_cache *cache, uint32_t language, uint32_t hash) {
    dvi_prefetch(&cache->slots[slot_of(language, hash)]);
}

const dvi_word *dvi_word_recall(const dvi_word_cache *cache, uint32_t language, const dvi_raw_word *raw) {
    const slot *s = &cache->slots[slot_of(language, raw->hash)];
    bool same = s->len == raw->len && s->language == language && memcmp(s->raw, raw->data, raw->len) == 0;
    return same ? &s->word : NULL;
}

const dvi_word *dvi_word_analyse(dvi_word_cache *cache, uint32_t language, const dvi_raw_word *raw, const uint32_t *letters,
                                 size_t n, unsigned shape) {
    dvi_word *word = &cache->uncached;
    if (raw->len <= DVI_WORD_BYTES) {
        slot *s = &cache->slots[slot_of(language, raw->hash)];
        memcpy(s->raw, raw->data, raw->len);
        s->len = (uint8_t)raw->len;
        s->language = (uint8_t)language;
        word = &s->word;
    }
    analyse(cache->model, language, letters, n, shape, word);
    return word;
}
