/* Words: recalled, or else analysed some at a time. A direct-mapped cache whose entries hold the word's own bytes: a hit is verified, and
 * the answer never depends on what was asked before. It is larger than the processor's nearer caches, so its lines are asked for some
 * words ahead. */
#include "words.h"

#include <string.h>

#include "analysis.h"
#include "base/memory.h"
#include "base/prefetch.h"
#include "dvoinik/cpu.h"
#include "dvoinik/features.h"
#include "tables/sealed_model.h"
#include "word_bytes.h"

enum { CACHE_BITS = 18, LINE = 64, WORD_BYTES = 42, AHEAD = 16, MISSES = 16 };

/* As long as a cache's line. */
typedef struct slot {
    dvi_word word;
    uint8_t len; /* 0: empty */
    uint8_t language;
    uint8_t raw[WORD_BYTES]; /* zeros behind the word */
} slot;

_Static_assert(sizeof(slot) == LINE, "a slot is one line of the cache");

struct dvi_word_cache {
    const dvk_model *model;
    dvi_outline_kernel *kernel;
    void *memory;
    slot *slots; /* in `memory`, each on a line of its own */
};

dvk_status dvi_word_cache_create(dvi_word_cache **out, const dvk_model *model) {
    *out = dvi_alloc_zero(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    (*out)->model = model;
    dvi_word_cache_limit(*out, DVK_CPU_ALL);
    void *slots;
    (*out)->memory = dvi_alloc_table((size_t)1 << CACHE_BITS, sizeof(slot), &slots);
    if ((*out)->memory == NULL) {
        dvi_free(*out);
        *out = NULL;
        return DVK_E_MEMORY;
    }
    (*out)->slots = slots;
    return DVK_OK;
}

void dvi_word_cache_destroy(dvi_word_cache *cache) {
    if (cache == NULL) return;
    dvi_free(cache->memory);
    dvi_free(cache);
}

void dvi_word_cache_limit(dvi_word_cache *cache, uint32_t cpu) {
    cache->kernel = dvi_outline_choose(cpu);
}

dvi_outline_kernel *dvi_word_cache_kernel(const dvi_word_cache *cache) {
    return cache->kernel;
}

/* ---- the cache ---- */

static size_t slot_of(uint32_t language, uint32_t hash) {
    return (hash + language) * UINT32_C(0x9E3779B1) >> (32 - CACHE_BITS);
}

/* What is remembered of the token's word; NULL when nothing is. */
static inline const dvi_word *recall(const dvi_word_cache *cache, dvk_span text, uint32_t language, const dvi_token *t) {
    const slot *s = &cache->slots[slot_of(language, t->form)];
    dvi_word_chunk word = dvi_word_chunk_at(text, t->begin, t->len);
    uint64_t other = (dvi_get64(s->raw) ^ word.low) | (dvi_get64(s->raw + 8) ^ word.high);
    if (other != 0 || s->len != t->len || s->language != language) return NULL;
    size_t more = t->len > DVI_WORD_CHUNK ? t->len - DVI_WORD_CHUNK : 0;
    if (more != 0 && memcmp(s->raw + DVI_WORD_CHUNK, text.data + t->begin + DVI_WORD_CHUNK, more) != 0) return NULL;
    return &s->word;
}

static void remember(dvi_word_cache *cache, dvk_span text, uint32_t language, const dvi_token *t, const dvi_word *word) {
    if (t->len > WORD_BYTES) return;
    slot *s = &cache->slots[slot_of(language, t->form)];
    *s = (slot){.word = *word, .len = (uint8_t)t->len, .language = (uint8_t)language};
    memcpy(s->raw, text.data + t->begin, t->len);
}

/* ---- reading ---- */

/* Nothing branches on capitals: where they are cannot be foreseen. */
static inline uint8_t flags_of(const dvi_word *word, bool sentence_start) {
    unsigned capital = sentence_start ? DVI_TOKEN_INITIAL : DVI_TOKEN_CAPITAL;
    return (uint8_t)((word->shape & DVI_WORD_UPPER ? capital : 0) | (word->shape & DVI_WORD_ALL_UPPER ? DVI_TOKEN_ACRONYM : 0) |
                     (word->shape & DVI_WORD_REPAIRED ? DVI_TOKEN_REPAIRED : 0));
}

/* Gives the token what is known of its word, and asks for the word's meaning, which concepts are made of. */
static inline void take(const dvk_model *model, dvi_token *token, const dvi_word *word) {
    dvi_prefetch(&model->meanings[word->meaning != DVI_NO_MEANING ? word->meaning : 0]);
    token->form = word->form;
    token->stem = word->stem;
    token->stem_idf = word->stem_idf;
    token->flags = flags_of(word, token->flags & DVI_TOKEN_INITIAL);
    token->kind = token->flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM) ? DVK_FEATURE_NAME : DVK_FEATURE_WORD;
}

typedef struct misses {
    uint32_t at[MISSES]; /* tokens that were not recalled */
    size_t n;
} misses;

/* Analyses all misses at once, so that the tables' lines for one arrive while another is read. */
static void analyse(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_token *tokens, dvi_word *words, misses *m) {
    dvi_analysis analyses[MISSES];
    for (size_t i = 0; i < m->n; i++) dvi_analysis_begin(&analyses[i], cache->model, text, language, &tokens[m->at[i]]);
    for (size_t i = 0; i < m->n; i++) dvi_analysis_expect(&analyses[i], cache->model);
    for (size_t i = 0; i < m->n; i++) {
        dvi_token *token = &tokens[m->at[i]];
        dvi_word *word = &words[m->at[i]];
        dvi_analysis_finish(&analyses[i], cache->model, word);
        remember(cache, text, language, token, word);
        take(cache->model, token, word);
    }
    m->n = 0;
}

void dvi_words_read(dvi_word_cache *cache, dvk_span text, uint32_t language, dvi_token *tokens, dvi_word *words, size_t n) {
    static const dvi_word no_word = {.meaning = DVI_NO_MEANING};
    misses missed = {.n = 0};
    for (size_t i = 0; i < n && i < AHEAD; i++) dvi_prefetch(&cache->slots[slot_of(language, tokens[i].form)]);
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n) dvi_prefetch(&cache->slots[slot_of(language, tokens[i + AHEAD].form)]);
        if ((tokens[i].flags & DVI_TOKEN_UNREAD) == 0) {
            words[i] = no_word;
            continue;
        }
        const dvi_word *word = recall(cache, text, language, &tokens[i]);
        if (word == NULL) {
            missed.at[missed.n++] = (uint32_t)i;
            if (missed.n == MISSES) analyse(cache, text, language, tokens, words, &missed);
            continue;
        }
        words[i] = *word;
        take(cache->model, &tokens[i], word);
    }
    analyse(cache, text, language, tokens, words, &missed);
}
