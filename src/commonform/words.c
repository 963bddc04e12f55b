/* Words: recalled, or else analysed some at a time. */
#include "words.h"

#include <string.h>

#include "analysis.h"
#include "base/bytes.h"
#include "base/memory.h"
#include "base/prefetch.h"
#include "dvoinik/cpu.h"
#include "dvoinik/features.h"
#include "tables/sealed_model.h"
#include "word_bytes.h"
#include "word_slots.h"

enum { AHEAD = 32 /* tokens, that a slot is asked for before it is read */ };

struct dvi_word_cache {
    const dvk_model *model;
    dvi_outline_kernel *kernel;
    dvi_word_sets sets;
};

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model) {
    *out = dvi_alloc_zero(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    (*out)->model = model;
    dvi_word_cache_limit(*out, DVK_CPU_ALL);
    dvk_status status = dvi_word_sets_open(&(*out)->sets, DVI_WORD_FIRST_BITS);
    if (status != DVK_OK) {
        dvi_free(*out);
        *out = NULL;
    }
    return status;
}

void dvi_word_cache_destroy(dvi_word_cache *cache) {
    if (cache == NULL) return;
    dvi_word_sets_finish(&cache->sets);
    dvi_free(cache);
}

void dvi_word_cache_limit(dvi_word_cache *cache, uint32_t cpu) {
    cache->kernel = dvi_outline_choose(cpu);
}

dvi_outline_kernel *dvi_word_cache_kernel(const dvi_word_cache *cache) {
    return cache->kernel;
}

const dvi_word_sets *dvi_word_cache_sets(const dvi_word_cache *cache) {
    return &cache->sets;
}

/* ---- the cache ---- */

/* The slot that alone may hold the token's word, which is asked for. Whether any may cannot be foreseen, so
 * nothing branches on it. */
static inline uint32_t find_slot(const dvi_word_sets *sets, const dvi_token *t) {
    dvi_word_set *set = dvi_word_set_of(sets, t->form);
    unsigned found, way = dvi_word_way(set, t->form, &found);
    uint32_t slot = set->ways[way] >> DVI_WORD_NUMBER_SHIFT;
    set->ways[way] |= DVI_WORD_SOON & (0 - found);
    dvi_prefetch(&sets->slots[slot]);
    return slot;
}

/* Whether the slot holds the token's word. */
static inline bool holds(const dvi_word_slot *s, dvk_span text, uint32_t language, const dvi_token *t) {
    if ((s->len ^ t->len) | (s->language ^ language) | !dvi_word_begins_as(text, t->begin, t->len, s->raw))
        return false;
    return t->len <= DVI_WORD_COMPARED ||
           memcmp(s->raw + DVI_WORD_COMPARED, text.data + t->begin + DVI_WORD_COMPARED,
                  t->len - DVI_WORD_COMPARED) == 0;
}

/* Its bytes are written as a whole where the text goes on, so that how many they are is no matter. */
static void remember(dvi_word_slot *s, dvk_span text, uint32_t language, const dvi_token *t,
                     const dvi_known_word *known) {
    enum { WHOLE = (DVI_WORD_SLOT_BYTES + 7) / 8 * 8 };
    static const uint8_t ones[2 * WHOLE] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                                            255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                                            255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
                                            255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
    uint8_t raw[WHOLE] = {0};
    if (t->len > DVI_WORD_SLOT_BYTES) return;
    const char *word = text.data + t->begin;
    if (text.len - t->begin < WHOLE)
        memcpy(raw, word, t->len);
    else
        for (size_t i = 0; i < WHOLE; i += 8) {
            uint64_t some, mask;
            memcpy(&some, word + i, 8);
            memcpy(&mask, ones + WHOLE - t->len + i, 8);
            some &= mask;
            memcpy(raw + i, &some, 8);
        }
    memcpy(s->raw, raw, sizeof s->raw);
    s->len = (uint8_t)t->len;
    s->language = (uint8_t)language;
    s->known = *known;
}

/* ---- reading ---- */

/* What the first three traits of its word, and whether a sentence begins with it, make of a token. */
typedef struct looks {
    uint8_t kind, flags;
} looks;

/* Nothing branches on capitals: where they are cannot be foreseen. */
static inline looks looks_of(uint8_t traits, bool sentence_start) {
    enum { C = DVI_TOKEN_CAPITAL, I = DVI_TOKEN_INITIAL, A = DVI_TOKEN_ACRONYM, R = DVI_TOKEN_REPAIRED };
    enum { W = DVK_FEATURE_WORD, N = DVK_FEATURE_NAME };
    static const looks all[2][8] = {
        {{W, 0}, {N, C}, {N, A}, {N, C | A}, {W, R}, {N, C | R}, {N, A | R}, {N, C | A | R}},
        {{W, 0}, {W, I}, {N, A}, {N, I | A}, {W, R}, {W, I | R}, {N, A | R}, {N, I | A | R}}};
    return all[sentence_start][traits & (DVI_WORD_UPPER | DVI_WORD_ALL_UPPER | DVI_WORD_REPAIRED)];
}

/* Gives the token what is known of its word. Returns whether it is loud. */
static inline unsigned take(const dvi_known_word *known, dvi_token *token, dvi_word *word) {
    uint8_t traits = known->word.traits;
    memcpy(word, &known->word, sizeof *word);
    looks seen = looks_of(traits, (token->flags & DVI_TOKEN_INITIAL) != 0);
    token->form = known->form;
    token->stem = known->stem;
    token->stem_idf = known->stem_idf;
    token->kind = seen.kind;
    token->flags = seen.flags;
    return (traits & DVI_WORD_LOUD) != 0;
}

typedef struct misses {
    uint32_t at[DVI_ANALYSES]; /* tokens that were not recalled */
    size_t n;
} misses;

/* Analyses all misses at once, so that the tables' lines for one arrive while another is read. Returns how
 * many are loud. */
static size_t analyse(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_token *tokens,
                      dvi_word *words, misses *m) {
    dvi_word_slot *slots[DVI_ANALYSES];
    dvi_known_word known[DVI_ANALYSES];
    size_t loud = 0;
    dvi_word_sets_grow(&cache->sets, m->n);
    for (size_t i = 0; i < m->n; i++) {
        slots[i] = dvi_word_sets_take(&cache->sets, tokens[m->at[i]].form);
        dvi_prefetch(slots[i]);
    }
    dvi_analyse(cache->model, text, language, tokens, m->at, m->n, known);
    for (size_t i = 0; i < m->n; i++) {
        dvi_token *token = &tokens[m->at[i]];
        remember(slots[i], text, language, token, &known[i]);
        loud += take(&known[i], token, &words[m->at[i]]);
    }
    m->n = 0;
    return loud;
}

/* The slots of n tokens; that of what is no word says nothing. */
static inline void find_slots(const dvi_word_sets *sets, const dvi_token *tokens, size_t n, uint32_t *slots) {
    for (size_t i = 0; i < n; i++)
        slots[i] = find_slot(sets, &tokens[i]);
}

size_t dvi_words_read(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_token *tokens,
                      dvi_word *words, size_t n) {
    uint32_t slots[2][AHEAD];
    misses missed = {.n = 0};
    size_t loud = 0;
    find_slots(&cache->sets, tokens, n < AHEAD ? n : AHEAD, slots[0]);
    for (size_t base = 0, now = 0; base < n; base += AHEAD, now ^= 1) {
        size_t left = n - base, here = left < AHEAD ? left : AHEAD, next = left - here;
        find_slots(&cache->sets, tokens + base + here, next < AHEAD ? next : AHEAD, slots[now ^ 1]);
        for (size_t i = base; i < base + here; i++) {
            if ((tokens[i].flags & DVI_TOKEN_UNREAD) == 0) continue;
            const dvi_word_slot *slot = &cache->sets.slots[slots[now][i - base]];
            if (holds(slot, text, language, &tokens[i])) {
                loud += take(&slot->known, &tokens[i], &words[i]);
                continue;
            }
            missed.at[missed.n++] = (uint32_t)i;
            if (missed.n == DVI_ANALYSES) loud += analyse(cache, text, language, tokens, words, &missed);
        }
    }
    return loud + analyse(cache, text, language, tokens, words, &missed);
}
