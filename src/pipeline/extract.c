/* An article -> its features: zones, language, tokens, concepts, weights, in this order. */
#include <string.h>

#include "article/given.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "clean/zones.h"
#include "commonform/language.h"
#include "commonform/tokenize.h"
#include "dvoinik/cpu.h"
#include "dvoinik/features.h"
#include "feature/weigh.h"
#include "pipeline/extract.h"

struct dvk_extractor {
    const dvk_model *model;
    dvi_word_cache *cache;
    dvi_zone_list zones;
    dvi_token_list tokens;
    dvi_weigher weigher;
};

dvk_status dvk_extractor_create(dvk_extractor **out, const dvk_model *model) {
    if (out == NULL) return DVK_E_ARGUMENT;
    *out = NULL;
    if (model == NULL) return DVK_E_ARGUMENT;
    *out = dvi_alloc_zero(1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    (*out)->model = model;
    dvk_status status = dvi_word_cache_create(&(*out)->cache, model);
    dvi_weigher_limit(&(*out)->weigher, DVK_CPU_ALL);
    if (status != DVK_OK) {
        dvk_extractor_destroy(*out);
        *out = NULL;
    }
    return status;
}

void dvk_extractor_destroy(dvk_extractor *extractor) {
    if (extractor == NULL) return;
    dvi_word_cache_destroy(extractor->cache);
    dvi_zone_list_finish(&extractor->zones);
    dvi_token_list_finish(&extractor->tokens);
    dvi_weigher_finish(&extractor->weigher);
    dvi_free(extractor);
}

void dvk_extractor_limit(dvk_extractor *extractor, uint32_t cpu) {
    if (extractor == NULL) return;
    dvi_word_cache_limit(extractor->cache, cpu);
    dvi_weigher_limit(&extractor->weigher, cpu);
}

static dvk_status tokenize_part(dvk_extractor *e, const dvi_zone_part *part, uint32_t language) {
    if (part->zone == DVI_ZONE_TAIL) return DVK_OK;
    size_t from = e->tokens.n;
    dvk_status status = dvi_tokenize(e->cache, part->text, language, (dvi_zone)part->zone, &e->tokens);
    if (status == DVK_OK) dvi_find_concepts(e->model, part->text, language, &e->tokens, from);
    return status;
}

static bool is_valid(dvk_span text) {
    return dvi_utf8_check(text) == text.len;
}

/* Tokens tell where they are by 32 bits. */
static bool is_too_long(const dvk_article *article) {
    return article->title.len > UINT32_MAX || article->text.len > UINT32_MAX;
}

/* The day of a month that the dateline names first, or 0. */
static dvk_status read_dateline(dvk_extractor *e, uint32_t language, uint32_t *day) {
    enum { MOST = 64 };
    *day = 0;
    if (e->zones.dateline.len == 0) return DVK_OK;
    dvk_status status = dvi_tokenize(e->cache, e->zones.dateline, language, DVI_ZONE_TAIL, &e->tokens);
    if (status == DVK_OK && e->tokens.n <= MOST) {
        dvi_concept_text texts[MOST] = {{{0}}};
        dvi_name_concepts(e->model, e->zones.dateline, language, &e->tokens, texts);
        for (size_t i = 0; i < e->tokens.n && *day == 0; i++)
            *day = dvi_day_named(&texts[i]);
    }
    e->tokens.n = 0;
    return status;
}

/* Zones and language. `*likely` is the language to read the article as, also where *told is 0. */
static dvk_status open_article(dvk_extractor *e, const dvk_article *article, uint32_t *told,
                               uint32_t *likely) {
    e->zones.n = 0;
    e->tokens.n = 0;
    if (is_too_long(article)) return DVK_E_LIMIT;
    const dvk_span parts[] = {article->title, article->text};
    *told = dvi_language_identify(e->model, parts, 2, NULL, likely);
    if (*told != 0) *likely = *told;
    return dvi_find_zones(e->model, article, &e->zones);
}

dvk_status dvi_features_of_read(dvk_extractor *extractor, const dvk_article *article, dvk_features *out) {
    uint32_t likely;
    dvk_status status = open_article(extractor, article, &out->language, &likely);
    out->time = article->time;
    if (status == DVK_OK) status = read_dateline(extractor, likely, &out->dateline);
    for (size_t i = 0; i < extractor->zones.n && status == DVK_OK; i++)
        status = tokenize_part(extractor, &extractor->zones.list[i], likely);
    return status == DVK_OK ? dvi_weigh(&extractor->weigher, extractor->tokens.list, extractor->tokens.n, out)
                            : status;
}

dvk_status dvk_features_extract(dvk_extractor *extractor, const dvk_article *article, dvk_features *out) {
    if (extractor == NULL || out == NULL || !dvi_is_article(article)) return DVK_E_ARGUMENT;
    if (is_too_long(article)) return DVK_E_LIMIT;
    if (!is_valid(article->title) || !is_valid(article->text)) return DVK_E_ENCODING;
    return dvi_features_of_read(extractor, article, out);
}

dvk_status dvi_extractor_visit(dvk_extractor *extractor, const dvk_article *article, dvi_part_visitor visit,
                               void *context) {
    uint32_t told, likely;
    if (!is_valid(article->title) || !is_valid(article->text)) return DVK_E_ENCODING;
    dvk_status status = open_article(extractor, article, &told, &likely);
    for (size_t i = 0; i < extractor->zones.n && status == DVK_OK; i++) {
        extractor->tokens.n = 0;
        status = tokenize_part(extractor, &extractor->zones.list[i], likely);
        if (status == DVK_OK)
            visit(context, extractor->zones.list[i].text, extractor->tokens.list, extractor->tokens.n);
    }
    return status;
}
