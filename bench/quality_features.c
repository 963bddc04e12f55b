/* Features of variants. The stages are the library's; the weighing is done anew, with every constant of
 * src/feature/weigh.c a parameter. That it is the same weighing is checked on every run: with nothing changed
 * the features must be equal. */
#include "quality_features.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "clean/zones.h"
#include "commonform/language.h"
#include "commonform/tokenize.h"
#include "feature/weigh.h"
#include "quality_background.h"
#include "tables/sealed_model.h"

enum { ONE = 256, BOOST = 512, DRAFTS = 3 /* of a token */ };

typedef struct draft {
    dvk_feature feature;
    uint32_t times;
} draft;

/* Another key of a token, beside its stem. */
typedef struct second_key {
    uint32_t key;
    uint16_t idf;
} second_key;

typedef struct maker {
    const quality_variant *variant;
    dvk_model model; /* owns its meanings */
    dvi_word_cache *cache;
    dvi_zone_list zones;
    dvi_token_list tokens;
    dvi_weigher weigher;
    second_key *seconds; /* of each token */
    draft *drafts;
    size_t seconds_cap, drafts_cap;
} maker;

static bool keeps_meaning(const maker *m, const dvi_meaning *meaning) {
    if (meaning->kind == DVI_MEANING_CONCEPT) return m->variant->lexicon != QUALITY_LEXICON_NONE;
    return meaning->kind != DVI_MEANING_NAME || !m->variant->no_names;
}

/* A copy of the model in which the meanings that the variant does without are of no kind. Their words are
 * still found, and tell nothing. */
static void copy_model(maker *m) {
    enum { NO_KIND = 255 };
    const dvk_model *from = dvk_model_builtin();
    dvi_meaning *meanings = quality_room(from->n_meanings, sizeof *meanings);
    for (size_t i = 0; i < from->n_meanings; i++) {
        meanings[i] = from->meanings[i];
        if (!keeps_meaning(m, &meanings[i])) meanings[i].kind = NO_KIND;
        if (m->variant->no_background) meanings[i].idf = DVI_IDF_UNKNOWN;
    }
    m->model = *from;
    m->model.meanings = meanings;
    if (m->variant->no_background) m->model.idfs = NULL;
}

static void *grow(void *array, size_t *cap, size_t need, size_t size) {
    if (dvi_grow(&array, cap, need, size) != DVK_OK) quality_fail("memory ended", "weighing");
    return array;
}

static void change_keys(maker *m, dvk_span text, uint32_t language, size_t from) {
    m->seconds = grow(m->seconds, &m->seconds_cap, m->tokens.n, sizeof *m->seconds);
    for (size_t i = from; i < m->tokens.n; i++) {
        dvi_token *t = &m->tokens.list[i];
        m->seconds[i] = (second_key){0, 0};
        if (m->tokens.words[i].n_folded == 0 || m->variant->keys == QUALITY_KEYS_STEM) continue;
        dvk_span word = {text.data + t->begin, t->len};
        second_key other = {quality_family_key(m->variant->family, language, word),
                            quality_family_idf(m->variant->family, language, word)};
        if (m->variant->keys == QUALITY_KEYS_BOTH) {
            m->seconds[i] = other;
        } else {
            t->stem = other.key;
            t->stem_idf = other.idf;
        }
    }
}

static void tokenize(maker *m, const dvk_article *article, uint32_t language) {
    dvk_status status = dvi_find_zones(&m->model, article, &m->zones);
    m->tokens.n = 0;
    for (size_t i = 0; i < m->zones.n && status == DVK_OK; i++) {
        const dvi_zone_part *part = &m->zones.list[i];
        dvi_zone zone = (dvi_zone)part->zone;
        if (zone == DVI_ZONE_TAIL && m->variant->no_zones) zone = DVI_ZONE_BODY;
        if (zone == DVI_ZONE_TAIL) continue;
        size_t from = m->tokens.n;
        status = dvi_tokenize(m->cache, part->text, language, zone, &m->tokens);
        if (status == DVK_OK) dvi_find_concepts(&m->model, part->text, language, &m->tokens, from);
        if (status == DVK_OK) change_keys(m, part->text, language, from);
    }
    if (status != DVK_OK) quality_fail("could not be read", "an article");
}

static uint32_t square_root(uint32_t x) {
    uint32_t root = 0;
    for (uint32_t bit = 1u << 15; bit != 0; bit >>= 1)
        if ((uint64_t)(root | bit) * (root | bit) <= x) root |= bit;
    return root;
}

static uint32_t boost_or(uint16_t changed) {
    return changed != 0 ? changed : BOOST;
}

static draft make(const quality_variant *v, const dvi_token *t, uint32_t key, uint16_t idf,
                  dvk_feature_kind kind, uint32_t boost, uint32_t place) {
    uint32_t zone = t->zone == DVI_ZONE_TITLE  ? boost_or(v->title)
                    : t->zone == DVI_ZONE_LEAD ? boost_or(v->lead)
                                               : ONE;
    uint32_t base = v->idf == QUALITY_IDF_ROOT    ? square_root((uint32_t)idf << 8)
                    : v->idf == QUALITY_IDF_WHOLE ? idf
                                                  : 2 * ONE;
    uint64_t weight = (uint64_t)base * boost * zone >> 16;
    return (draft){{.key = key,
                    .weight = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX),
                    .position = (uint16_t)place,
                    .kind = (uint8_t)kind,
                    .zone = (uint8_t)(1u << t->zone)},
                   1};
}

static size_t drafts_of(const maker *m, size_t i, uint32_t place, draft *out) {
    const quality_variant *v = m->variant;
    const dvi_token *t = &m->tokens.list[i];
    size_t n = 0;
    bool counted = t->kind == DVK_FEATURE_NUMBER || t->kind == DVK_FEATURE_DATE;
    bool capital = t->flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM), alone = !counted && t->span == 1;
    uint32_t boost = capital ? boost_or(v->capital) : ONE;
    uint16_t stem_idf = t->stem_idf;
    if (t->concept != 0 && alone && t->stem != 0 && t->concept_idf < stem_idf) stem_idf = t->concept_idf;
    if (t->concept != 0 && !(counted && v->no_numbers)) {
        uint16_t idf = alone && stem_idf < t->concept_idf ? stem_idf : t->concept_idf;
        bool word = v->lexicon == QUALITY_LEXICON_BESIDE || v->lexicon == QUALITY_LEXICON_REPLACES;
        dvk_feature_kind kind = counted ? (dvk_feature_kind)t->kind
                                : word  ? DVK_FEATURE_WORD
                                        : DVK_FEATURE_CONCEPT;
        if (idf != 0)
            out[n++] = make(v, t, t->concept, idf, kind, counted ? boost_or(v->number) : boost, place);
        if (n != 0 && !counted && v->lexicon == QUALITY_LEXICON_REPLACES) return n;
    }
    dvk_feature_kind kind = t->kind == DVK_FEATURE_GRAM ? DVK_FEATURE_GRAM
                            : capital                   ? DVK_FEATURE_NAME
                                                        : DVK_FEATURE_WORD;
    if (alone && t->stem != 0 && stem_idf != 0) out[n++] = make(v, t, t->stem, stem_idf, kind, boost, place);
    const second_key *second = &m->seconds[i];
    if (alone && second->key != 0 && second->idf != 0)
        out[n++] = make(v, t, second->key, second->idf, kind, boost, place);
    return n;
}

static int by_key(const void *a, const void *b) {
    const dvk_feature *x = &((const draft *)a)->feature, *y = &((const draft *)b)->feature;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (int)x->position - (int)y->position;
}

static int heavier_first(const void *a, const void *b) {
    const dvk_feature *x = &((const draft *)a)->feature, *y = &((const draft *)b)->feature;
    if (x->weight != y->weight) return (int)y->weight - (int)x->weight;
    return x->key < y->key ? -1 : x->key > y->key;
}

static size_t join(draft *drafts, size_t n) {
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        dvk_feature *last = kept > 0 ? &drafts[kept - 1].feature : NULL;
        const dvk_feature *next = &drafts[i].feature;
        if (last == NULL || last->key != next->key) {
            drafts[kept++] = drafts[i];
            continue;
        }
        drafts[kept - 1].times++;
        if (last->position == 0) last->position = next->position;
        if (next->weight > last->weight) last->weight = next->weight;
        if (next->kind == DVK_FEATURE_NAME) last->kind = DVK_FEATURE_NAME;
        last->zone |= next->zone;
    }
    return kept;
}

static void weigh_repeats(quality_repeats repeats, draft *drafts, size_t n) {
    for (size_t i = 0; i < n && repeats != QUALITY_REPEATS_NONE; i++) {
        double times = repeats == QUALITY_REPEATS_COUNT ? drafts[i].times : 1 + log(drafts[i].times);
        double weight = drafts[i].feature.weight * times;
        drafts[i].feature.weight = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX);
    }
}

static size_t draft_all(maker *m) {
    size_t text_tokens = 0, place = 0, n = 0;
    m->drafts = grow(m->drafts, &m->drafts_cap, DRAFTS * m->tokens.n, sizeof *m->drafts);
    for (size_t i = 0; i < m->tokens.n; i++)
        text_tokens += m->tokens.list[i].zone != DVI_ZONE_TITLE;
    for (size_t i = 0; i < m->tokens.n; i++) {
        bool title = m->tokens.list[i].zone == DVI_ZONE_TITLE;
        place += !title;
        uint32_t position = title ? 0 : (uint32_t)((uint64_t)place * UINT16_MAX / text_tokens);
        n += drafts_of(m, i, position, m->drafts + n);
    }
    return n;
}

/* The list of features anew; the library's weighing has made everything else. */
static void weigh(maker *m, dvk_features *out) {
    if (dvi_weigh(&m->weigher, m->tokens.list, m->tokens.n, out) != DVK_OK)
        quality_fail("memory ended", "weighing");
    size_t n = draft_all(m);
    qsort(m->drafts, n, sizeof *m->drafts, by_key);
    n = join(m->drafts, n);
    weigh_repeats((quality_repeats)m->variant->repeats, m->drafts, n);
    if (n > DVK_MAX_FEATURES) {
        qsort(m->drafts, n, sizeof *m->drafts, heavier_first);
        n = DVK_MAX_FEATURES;
        qsort(m->drafts, n, sizeof *m->drafts, by_key);
    }
    dvi_free(out->list);
    out->list = quality_room(n, sizeof *out->list);
    for (size_t i = 0; i < n; i++)
        out->list[i] = m->drafts[i].feature;
    out->n_features = (uint32_t)n;
}

static void make_own(maker *m, const dvk_article *article, dvk_features *out) {
    const dvk_span parts[] = {article->title, article->text};
    uint32_t likely;
    out->language = dvi_language_identify(&m->model, parts, 2, NULL, &likely);
    tokenize(m, article, out->language != 0 ? out->language : likely);
    weigh(m, out);
    out->time = article->time;
}

static void finish(maker *m) {
    dvi_word_cache_destroy(m->cache);
    dvi_zone_list_finish(&m->zones);
    dvi_token_list_finish(&m->tokens);
    dvi_weigher_finish(&m->weigher);
    dvi_free((void *)(uintptr_t)m->model.meanings);
    dvi_free(m->drafts);
    dvi_free(m->seconds);
}

static void make_shipped(const quality_corpus *corpus, dvk_features *out) {
    dvk_extractor *extractor;
    dvk_status status = dvk_extractor_create(&extractor, dvk_model_builtin());
    for (size_t i = 0; i < corpus->n && status == DVK_OK; i++)
        status = dvk_features_extract(extractor, &corpus->list[i], &out[i]);
    if (status != DVK_OK) quality_fail(dvk_status_text(status), "features");
    dvk_extractor_destroy(extractor);
}

dvk_features *quality_features_make(const quality_corpus *corpus, const quality_variant *variant) {
    dvk_features *out = quality_room(corpus->n, sizeof *out);
    if (variant == NULL) {
        make_shipped(corpus, out);
        return out;
    }
    maker m = {.variant = variant};
    copy_model(&m);
    if (dvi_word_cache_create(&m.cache, &m.model) != DVK_OK) quality_fail("memory ended", "features");
    for (size_t i = 0; i < corpus->n; i++)
        make_own(&m, &corpus->list[i], &out[i]);
    finish(&m);
    return out;
}

void quality_features_free(dvk_features *features, size_t n) {
    for (size_t i = 0; i < n; i++)
        dvk_features_finish(&features[i]);
    dvi_free(features);
}

static bool equal(const dvk_features *a, const dvk_features *b) {
    if (a->n_features != b->n_features || a->n_tokens != b->n_tokens || a->language != b->language)
        return false;
    if (a->n_shingles != b->n_shingles || a->shingle_total != b->shingle_total || a->time != b->time)
        return false;
    for (uint32_t i = 0; i < a->n_features; i++) {
        const dvk_feature *x = &a->list[i], *y = &b->list[i];
        if (x->key != y->key || x->weight != y->weight || x->position != y->position || x->kind != y->kind ||
            x->zone != y->zone)
            return false;
    }
    return true;
}

size_t quality_features_differ(const dvk_features *a, const dvk_features *b, size_t n) {
    size_t differ = 0;
    for (size_t i = 0; i < n; i++)
        differ += !equal(&a[i], &b[i]);
    return differ;
}
