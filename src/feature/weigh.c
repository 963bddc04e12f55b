/* Weighing. Idea: an article is the set of its words, each as heavy as the square root of its rarity, so that squared weights add up to
 * information (nats); how often a word is repeated says nothing about the event and much about the writer, and is left out. Names, numbers,
 * the title and the lead weigh more. Source: term weighting as in Manning, Raghavan, Schuetze, "Introduction to Information
 * Retrieval", section 6.4; the root and the missing term frequency are measured (bench/quality). */
#include "feature/weigh.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/memory.h"

enum {
    SHINGLE_WORDS = 3,
    ONE = 256,
    TITLE_BOOST = 512,  /* in 1/256 */
    LEAD_BOOST = 512,
    NAME_BOOST = 512,
    NUMBER_BOOST = 512
};


void dvi_weigher_finish(dvi_weigher *weigher) {
    dvi_free(weigher->drafts);
    dvi_free(weigher->shingles);
    *weigher = (dvi_weigher){0};
}

/* floor(sqrt(x)), exact. */
static uint32_t square_root(uint32_t x) {
    uint32_t root = 0;
    for (uint32_t bit = 1u << 15; bit != 0; bit >>= 1) {
        uint32_t wider = root | bit;
        if ((uint64_t)wider * wider <= x) root = wider;
    }
    return root;
}

static uint32_t zone_boost(const dvi_token *t) {
    return t->zone == DVI_ZONE_TITLE ? TITLE_BOOST : t->zone == DVI_ZONE_LEAD ? LEAD_BOOST : ONE;
}

static dvk_feature make(const dvi_token *t, uint32_t key, uint16_t idf, dvk_feature_kind kind, uint32_t boost, uint32_t place) {
    uint32_t weight = (uint32_t)((uint64_t)square_root((uint32_t)idf << 8) * boost * zone_boost(t) >> 16);
    return (dvk_feature){.key = key,
                         .weight = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX),
                         .position = (uint16_t)place,
                         .kind = (uint8_t)kind,
                         .zone = (uint8_t)(1u << t->zone)};
}

/* The features of one token: its concept, and its stem unless it is a number or a date. */
static size_t drafts_of(const dvi_token *t, uint32_t place, dvk_feature *out) {
    size_t n = 0;
    bool counted = t->kind == DVK_FEATURE_NUMBER || t->kind == DVK_FEATURE_DATE;
    bool capital = t->flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM);
    uint32_t boost = capital ? NAME_BOOST : ONE;
    uint16_t stem_idf = t->stem_idf;
    if (t->concept != 0 && !counted && t->span == 1 && t->stem != 0 && t->concept_idf < stem_idf) stem_idf = t->concept_idf;
    if (t->concept != 0) {
        uint16_t idf = !counted && t->span == 1 && stem_idf < t->concept_idf ? stem_idf : t->concept_idf;
        dvk_feature_kind kind = counted ? (dvk_feature_kind)t->kind : DVK_FEATURE_CONCEPT;
        if (idf != 0) out[n++] = make(t, t->concept, idf, kind, counted ? NUMBER_BOOST : boost, place);
    }
    if (!counted && t->span == 1 && t->stem != 0 && stem_idf != 0) {
        dvk_feature_kind kind = t->kind == DVK_FEATURE_GRAM ? DVK_FEATURE_GRAM : capital ? DVK_FEATURE_NAME : DVK_FEATURE_WORD;
        out[n++] = make(t, t->stem, stem_idf, kind, boost, place);
    }
    return n;
}

static int by_key(const void *a, const void *b) {
    const dvk_feature *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (int)x->position - (int)y->position;
}

static int heavier_first(const void *a, const void *b) {
    const dvk_feature *x = a, *y = b;
    if (x->weight != y->weight) return (int)y->weight - (int)x->weight;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* Joins the drafts of one key: the heaviest weight, the first place in the text, all zones. */
static size_t join(dvk_feature *drafts, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        dvk_feature *last = kept > 0 ? &drafts[kept - 1] : NULL;
        if (last == NULL || last->key != drafts[i].key) {
            drafts[kept++] = drafts[i];
            continue;
        }
        if (last->position == 0) last->position = drafts[i].position;
        if (drafts[i].weight > last->weight) last->weight = drafts[i].weight;
        if (drafts[i].kind == DVK_FEATURE_NAME) last->kind = DVK_FEATURE_NAME;
        last->zone |= drafts[i].zone;
    }
    return kept;
}

static dvk_status take_features(dvi_weigher *w, const dvi_token *tokens, size_t n, dvk_features *out) {
    void *drafts = w->drafts;
    dvk_status status = dvi_grow(&drafts, &w->drafts_cap, 2 * n, sizeof *w->drafts);
    w->drafts = drafts;
    if (status != DVK_OK) return status;
    size_t text_tokens = 0, place = 0, count = 0;
    for (size_t i = 0; i < n; i++) text_tokens += tokens[i].zone != DVI_ZONE_TITLE;
    for (size_t i = 0; i < n; i++) {
        bool title = tokens[i].zone == DVI_ZONE_TITLE;
        place += !title;
        /* The title has no place of its own: 0, so that the text's comes in when there is one. */
        uint32_t position = title ? 0 : (uint32_t)((uint64_t)place * UINT16_MAX / text_tokens);
        if (tokens[i].zone != DVI_ZONE_TAIL) count += drafts_of(&tokens[i], position, w->drafts + count);
    }
    qsort(w->drafts, count, sizeof *w->drafts, by_key);
    count = join(w->drafts, count);
    if (count > DVK_MAX_FEATURES) {
        qsort(w->drafts, count, sizeof *w->drafts, heavier_first);
        count = DVK_MAX_FEATURES;
        qsort(w->drafts, count, sizeof *w->drafts, by_key);
    }
    void *list = dvi_realloc(out->list, count, sizeof *out->list);
    if (list == NULL) return DVK_E_MEMORY;
    out->list = list;
    if (count != 0) memcpy(out->list, w->drafts, count * sizeof *out->list);
    out->n_features = (uint32_t)count;
    return DVK_OK;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t shingle_hash(const uint32_t *forms) {
    uint8_t bytes[4 * SHINGLE_WORDS];
    for (size_t i = 0; i < SHINGLE_WORDS; i++)
        for (size_t k = 0; k < 4; k++) bytes[4 * i + k] = (uint8_t)(forms[i] >> 8 * k);
    return (uint32_t)XXH3_64bits(bytes, sizeof bytes);
}

static bool has_text(const dvi_token *tokens, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (tokens[i].zone == DVI_ZONE_LEAD || tokens[i].zone == DVI_ZONE_BODY) return true;
    return false;
}

static size_t hash_shingles(const dvi_token *tokens, size_t n, uint32_t *out) {
    uint32_t last[SHINGLE_WORDS] = {0};
    size_t count = 0, words = 0;
    bool text = has_text(tokens, n);
    for (size_t i = 0; i < n; i++) {
        if (tokens[i].zone == DVI_ZONE_TAIL || tokens[i].form == 0 || (text && tokens[i].zone == DVI_ZONE_TITLE)) continue;
        memmove(last, last + 1, (SHINGLE_WORDS - 1) * sizeof *last);
        last[SHINGLE_WORDS - 1] = tokens[i].form;
        if (++words >= SHINGLE_WORDS) out[count++] = shingle_hash(last);
    }
    if (count == 0 && words > 0) out[count++] = shingle_hash(last);
    return count;
}

/* The set of the text's shingles, or a bottom-k sample of it. An article without a text has those of its title. */
static dvk_status take_shingles(dvi_weigher *w, const dvi_token *tokens, size_t n, dvk_features *out) {
    void *shingles = w->shingles;
    dvk_status status = dvi_grow(&shingles, &w->shingles_cap, n + 1, sizeof *w->shingles);
    w->shingles = shingles;
    if (status != DVK_OK) return status;
    size_t count = hash_shingles(tokens, n, w->shingles), kept = 0;
    qsort(w->shingles, count, sizeof *w->shingles, by_value);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || w->shingles[i] != w->shingles[i - 1]) w->shingles[kept++] = w->shingles[i];
    out->shingle_total = (uint32_t)kept;
    if (kept > DVK_MAX_SHINGLES) kept = DVK_MAX_SHINGLES;
    void *list = dvi_realloc(out->shingles, kept, sizeof *out->shingles);
    if (list == NULL) return DVK_E_MEMORY;
    out->shingles = list;
    if (kept != 0) memcpy(out->shingles, w->shingles, kept * sizeof *out->shingles);
    out->n_shingles = (uint32_t)kept;
    return DVK_OK;
}

dvk_status dvi_weigh(dvi_weigher *weigher, const dvi_token *tokens, size_t n, dvk_features *out) {
    out->n_tokens = 0;
    for (size_t i = 0; i < n; i++) out->n_tokens += tokens[i].zone != DVI_ZONE_TAIL;
    dvk_status status = take_features(weigher, tokens, n, out);
    return status == DVK_OK ? take_shingles(weigher, tokens, n, out) : status;
}
