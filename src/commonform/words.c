/* Words: fold, key, look up. A direct-mapped cache whose entries hold the word's own bytes: a hit is verified, and the answer never
 * depends on what was asked before. */
#include "words.h"

#include <string.h>
#include <xxhash.h>

#include "tables/fold.h"
#include "base/memory.h"
#include "tables/sealed_model.h"

enum { CACHE_BITS = 13 };

typedef struct slot {
    char raw[DVI_WORD_BYTES];
    uint16_t len; /* 0: empty */
    uint16_t language;
    dvi_word word;
} slot;

struct dvi_word_cache {
    const dvk_model *model;
    dvi_word uncached;
    slot slots[1 << CACHE_BITS];
};

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model) {
    *out = dvi_alloc_zero(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    (*out)->model = model;
    return DVK_OK;
}

void dvi_word_cache_destroy(dvi_word_cache *cache) {
    dvi_free(cache);
}

/* Idf of a word the background has never seen, by its length: a short unknown word is more often a stray than a name. In a language
 * that is not told, most words are unknown and most of them common, so they weigh less. */
static uint16_t unknown_idf(uint32_t language, size_t n) {
    static const uint16_t by_length[] = {0, 0, 1024, 1536, 1920, 2048, 2048, 2048, 2048};
    static const uint16_t of_other_languages[] = {0, 0, 128, 384, 640, 896, 1152, 1344, 1536};
    size_t last = sizeof by_length / sizeof by_length[0] - 1;
    return (language != 0 ? by_length : of_other_languages)[n < last ? n : last];
}

static uint32_t class_key(char tag, const uint8_t *classes, size_t n) {
    char text[DVI_WORD_LETTERS];
    for (size_t i = 0; i < n; i++) text[i] = DVI_FOLD_LETTERS[classes[i] - 1];
    return dvi_feature_key(tag, text, n);
}

/* The longest stem of a column that the word may continue. */
static const dvi_stem *longest_stem(const dvk_model *model, uint32_t column, const dvi_folded *word, unsigned upper) {
    size_t n = word->n < DVI_STEM_LETTERS ? word->n : DVI_STEM_LETTERS;
    for (; n >= 1; n--) {
        uint64_t key = dvi_stem_key(column, word->class, n);
        for (const dvi_stem *s = dvi_model_stem(model, key); s != NULL; s++) {
            bool cased = s->needs == 0 || (s->needs == DVI_NEEDS_CAPITAL ? upper != 0 : (upper & DVI_WORD_ALL_UPPER) != 0);
            if (cased && word->n <= n + s->suffix) return s;
            if (s + 1 == model->stems + model->n_stems || s[1].key != key) break;
        }
    }
    return NULL;
}

static void find_meaning(const dvk_model *model, uint32_t language, const dvi_folded *word, unsigned upper,
                         dvi_word *out) {
    const uint8_t *columns = dvi_languages[language].lexicon;
    out->column = columns[0];
    for (int i = 0; i < 3 && columns[i] != 0; i++) {
        const dvi_stem *stem = longest_stem(model, columns[i], word, upper);
        if (stem == NULL) continue;
        out->meaning = stem->meaning;
        break;
    }
    for (size_t i = 0; i < 3; i++) {
        size_t n = DVI_PART_LETTERS - i;
        if (i == 2 && word->n == 1) n = 1;
        out->part[i] = word->n >= n ? dvi_phrase_part(word->class, n) : 0;
        if (out->part[i] != 0 && columns[0] != 0 && dvi_model_phrase_begins(model, columns[0], out->part[i]))
            out->begins_phrase = true;
    }
}

static void analyse(const dvk_model *model, uint32_t language, const uint32_t *letters, size_t n, unsigned upper,
                    dvi_word *out) {
    *out = (dvi_word){.meaning = DVI_NO_MEANING};
    dvi_folded word;
    if (!dvi_fold_word(language, letters, n, &word) || word.n == 0) return;
    out->n_folded = word.n;
    out->form = class_key('f', word.class, word.n);
    uint8_t classes[DVI_WORD_LETTERS];
    size_t len = dvi_prefix(&word, classes, DVI_STEM_KEY_LETTERS);
    if (len >= 2) {
        out->stem = class_key('w', classes, len);
        out->stem_idf = dvi_model_idf(model, out->stem, unknown_idf(language, word.n));
    }
    len = dvi_skeleton(&word, classes, DVI_SKELETON_KEY_LETTERS);
    if (len >= 2) {
        out->skeleton = class_key('s', classes, len);
        out->skeleton_idf = dvi_model_idf(model, out->skeleton, unknown_idf(language, word.n));
    }
    find_meaning(model, language, &word, upper, out);
}

const dvi_word *dvi_word_look_up(dvi_word_cache *cache, uint32_t language, const char *raw, size_t len,
                                 const uint32_t *letters, size_t n, unsigned upper) {
    if (len > DVI_WORD_BYTES) {
        analyse(cache->model, language, letters, n, upper, &cache->uncached);
        return &cache->uncached;
    }
    slot *s = &cache->slots[XXH3_64bits_withSeed(raw, len, language) >> (64 - CACHE_BITS)];
    if (s->len != len || s->language != language || memcmp(s->raw, raw, len) != 0) {
        memcpy(s->raw, raw, len);
        s->len = (uint16_t)len;
        s->language = (uint16_t)language;
        analyse(cache->model, language, letters, n, upper, &s->word);
    }
    return &s->word;
}
