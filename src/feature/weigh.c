/* Weighing. Idea: an article is the set of its words, each as heavy as the square root of its rarity, so that squared weights add up to
 * information (nats); how often a word is repeated says nothing about the event and much about the writer, and is left out. Names, numbers,
 * the title and the lead weigh more. Source: term weighting as in Manning, Raghavan, Schuetze, "Introduction to Information
 * Retrieval", section 6.4; the root and the missing term frequency are measured (bench/quality). */
#include "feature/weigh.h"

#include <stdbool.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/radix_sort.h"
#include "base/square_root.h"

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
    dvi_free(weigher->joined);
    dvi_free(weigher->sorted);
    dvi_free(weigher->scratch);
    dvi_free(weigher->forms);
    *weigher = (dvi_weigher){0};
}

/* Room for two drafts and a shingle of each of n tokens. */
static dvk_status make_room(dvi_weigher *w, size_t n) {
    void *drafts = w->drafts, *joined = w->joined, *sorted = w->sorted, *scratch = w->scratch, *forms = w->forms;
    dvk_status status = dvi_grow(&drafts, &w->drafts_cap, 2 * n + 1, sizeof *w->drafts);
    w->drafts = drafts;
    if (status == DVK_OK) status = dvi_grow(&joined, &w->joined_cap, 2 * n + 1, sizeof *w->joined);
    w->joined = joined;
    if (status == DVK_OK) status = dvi_grow(&sorted, &w->sorted_cap, 2 * n + 1, sizeof *w->sorted);
    w->sorted = sorted;
    if (status == DVK_OK) status = dvi_grow(&scratch, &w->scratch_cap, 2 * n + 1, sizeof *w->scratch);
    w->scratch = scratch;
    if (status == DVK_OK) status = dvi_grow(&forms, &w->forms_cap, n + 1, sizeof *w->forms);
    w->forms = forms;
    return status;
}

/* The square root of an inverse document frequency, in 1/256. */
static uint32_t root_of(const dvi_weigher *w, uint16_t idf) {
    return idf < DVI_WEIGHER_ROOTS ? w->roots[idf] : dvi_square_root((uint32_t)idf << 8);
}

static void find_roots(dvi_weigher *w) {
    if (w->roots[DVI_WEIGHER_ROOTS - 1] != 0) return;
    for (uint32_t idf = 0; idf < DVI_WEIGHER_ROOTS; idf++)
        w->roots[idf] = (uint16_t)dvi_square_root(idf << 8);
}

static uint32_t zone_boost(const dvi_token *t) {
    return t->zone == DVI_ZONE_TITLE ? TITLE_BOOST : t->zone == DVI_ZONE_LEAD ? LEAD_BOOST : ONE;
}

/* Field by field: a structure put together elsewhere would have to be waited for. */
static void make(dvk_feature *out, const dvi_token *t, uint32_t key, uint32_t root, uint32_t kind, uint32_t boost, uint32_t place) {
    uint32_t weight = (uint32_t)((uint64_t)root * boost * zone_boost(t) >> 16);
    out->key = key;
    out->weight = (uint16_t)(weight < UINT16_MAX ? weight : UINT16_MAX);
    out->position = (uint16_t)place;
    out->kind = (uint8_t)kind;
    out->zone = (uint8_t)(1u << t->zone);
}

/* The features of one token: its concept, and its stem unless it is a number or a date; drafts from number `from` on, and what they are
 * sorted by. */
static size_t drafts_of(dvi_weigher *w, const dvi_token *t, uint32_t place, size_t from) {
    dvk_feature *out = w->drafts + from;
    size_t n = 0;
    bool counted = t->kind == DVK_FEATURE_NUMBER || t->kind == DVK_FEATURE_DATE;
    bool capital = t->flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM);
    bool stem = !counted & (t->span == 1) & (t->stem != 0);
    uint32_t boost = ONE + (uint32_t)capital * (NAME_BOOST - ONE);
    uint16_t stem_idf = t->stem_idf;
    if (t->concept != 0) {
        if (stem && t->concept_idf < stem_idf) stem_idf = t->concept_idf;
        uint16_t idf = !counted && t->span == 1 && stem_idf < t->concept_idf ? stem_idf : t->concept_idf;
        uint32_t kind = counted ? t->kind : DVK_FEATURE_CONCEPT;
        w->sorted[from] = (uint64_t)t->concept << 32 | from;
        make(&out[n], t, t->concept, root_of(w, idf), kind, counted ? NUMBER_BOOST : boost, place);
        n += idf != 0;
    }
    uint32_t kind = t->kind == DVK_FEATURE_GRAM ? DVK_FEATURE_GRAM : capital ? DVK_FEATURE_NAME : DVK_FEATURE_WORD;
    make(&out[n], t, t->stem, root_of(w, stem_idf), kind, boost, place);
    w->sorted[from + n] = (uint64_t)t->stem << 32 | (from + n);
    return n + (stem & (stem_idf != 0));
}

/* Joins the drafts of one key, by rising key: the heaviest weight, the first place in the text, all zones. Returns how many are left.
 * Drafts of one key stay in the order of the text on the way. Which ones repeat cannot be foreseen, so nothing branches on it. */
static size_t join(dvi_weigher *w, size_t n) {
    dvi_sort64_by_upper(w->sorted, w->scratch, n);
    size_t kept = 0;
    uint64_t last_key = UINT64_MAX;
    uint32_t weight = 0, position = 0, kind = 0, zone = 0;
    for (size_t i = 0; i < n; i++) {
        const dvk_feature *draft = &w->drafts[(uint32_t)w->sorted[i]];
        bool again = draft->key == last_key;
        last_key = draft->key;
        uint32_t before = 0u - again; /* all ones where there is one */
        weight = (weight & before) > draft->weight ? weight : draft->weight;
        position = (position & before) != 0 ? position : draft->position;
        kind = (before & (draft->kind != DVK_FEATURE_NAME)) != 0 ? kind : draft->kind;
        zone = (zone & before) | draft->zone;
        kept += !again;
        dvk_feature *last = &w->joined[kept - 1];
        last->key = draft->key;
        last->weight = (uint16_t)weight;
        last->position = (uint16_t)position;
        last->kind = (uint8_t)kind;
        last->zone = (uint8_t)zone;
    }
    return kept;
}

/* The weight of the feature that is `rank`th from the heaviest, the first being 0; *heavier is how many weigh more. */
static uint32_t weight_at(const dvk_feature *list, size_t n, size_t rank, size_t *heavier) {
    uint32_t prefix = 0;
    *heavier = 0;
    for (unsigned shift = 8;; shift = 0) {
        size_t counts[256] = {0};
        for (size_t i = 0; i < n; i++)
            if ((uint32_t)list[i].weight >> shift >> 8 == prefix) counts[list[i].weight >> shift & 0xFF]++;
        uint32_t digit = 0xFF;
        while (*heavier + counts[digit] <= rank)
            *heavier += counts[digit--];
        prefix = prefix << 8 | digit;
        if (shift == 0) return prefix;
    }
}

/* Keeps the `most` heaviest of n features, more than that, in their order; of equal ones the first. */
static void keep_heaviest(dvk_feature *list, size_t n, size_t most) {
    size_t heavier, kept = 0;
    uint32_t least = weight_at(list, n, most - 1, &heavier);
    size_t equal = most - heavier;
    for (size_t i = 0; i < n; i++) {
        if (list[i].weight < least || (list[i].weight == least && equal == 0)) continue;
        equal -= list[i].weight == least;
        list[kept++] = list[i];
    }
}

/* The drafts of all tokens, in the order of the text; how many. */
static size_t make_drafts(dvi_weigher *w, const dvi_token *tokens, size_t n, size_t text_tokens) {
    size_t count = 0;
    /* Of the token met last: UINT16_MAX * its number / text_tokens, and what is left. */
    size_t place = 0, rest = 0, step = text_tokens == 0 ? 0 : UINT16_MAX / text_tokens;
    size_t step_rest = UINT16_MAX - step * text_tokens;
    for (size_t i = 0; i < n; i++) {
        bool title = tokens[i].zone == DVI_ZONE_TITLE;
        if (!title) {
            bool more = (rest += step_rest) >= text_tokens;
            rest -= more ? text_tokens : 0;
            place += step + more;
        }
        /* The title has no place of its own: 0, so that the text's comes in when there is one. */
        if (tokens[i].zone != DVI_ZONE_TAIL) count += drafts_of(w, &tokens[i], title ? 0 : (uint32_t)place, count);
    }
    return count;
}

static dvk_status take_features(dvi_weigher *w, const dvi_token *tokens, size_t n, size_t text_tokens, dvk_features *out) {
    size_t count = join(w, make_drafts(w, tokens, n, text_tokens));
    if (count > DVK_MAX_FEATURES) {
        keep_heaviest(w->joined, count, DVK_MAX_FEATURES);
        count = DVK_MAX_FEATURES;
    }
    void *list = dvi_realloc(out->list, count, sizeof *out->list);
    if (list == NULL) return DVK_E_MEMORY;
    out->list = list;
    memcpy(out->list, w->joined, count * sizeof *out->list);
    out->n_features = (uint32_t)count;
    return DVK_OK;
}

/* The forms of the words that shingles are made of, in the order of the text; how many. */
static size_t gather_forms(const dvi_token *tokens, size_t n, bool title, uint32_t *out) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        bool wanted = (tokens[i].zone != DVI_ZONE_TAIL) & ((tokens[i].zone != DVI_ZONE_TITLE) | title);
        out[count] = dvi_little32(tokens[i].form);
        count += wanted & (tokens[i].form != 0);
    }
    return count;
}

/* Shingles in the upper halves. All forms are in memory before the first is read: the processor would wait to join what was just written
 * in parts. */
static size_t hash_shingles(const uint32_t *forms, size_t n, uint64_t *out) {
    uint32_t few[SHINGLE_WORDS] = {0};
    for (size_t i = 0; i + SHINGLE_WORDS <= n; i++)
        out[i] = XXH3_64bits(forms + i, sizeof few) << 32;
    if (n >= SHINGLE_WORDS) return n - SHINGLE_WORDS + 1;
    memcpy(few + SHINGLE_WORDS - n, forms, n * sizeof *forms);
    out[0] = XXH3_64bits(few, sizeof few) << 32;
    return n != 0;
}

/* The set of the text's shingles, or a bottom-k sample of it. An article without a text has those of its title. */
static dvk_status take_shingles(dvi_weigher *w, const dvi_token *tokens, size_t n, bool has_text, dvk_features *out) {
    size_t words = gather_forms(tokens, n, !has_text, w->forms);
    size_t count = hash_shingles(w->forms, words, w->sorted);
    dvi_sort64_by_upper(w->sorted, w->scratch, count);
    size_t total = dvi_unique64(w->sorted, count);
    size_t kept = total < DVK_MAX_SHINGLES ? total : DVK_MAX_SHINGLES;
    void *list = dvi_realloc(out->shingles, kept, sizeof *out->shingles);
    if (list == NULL) return DVK_E_MEMORY;
    out->shingles = list;
    for (size_t i = 0; i < kept; i++)
        out->shingles[i] = (uint32_t)(w->sorted[i] >> 32);
    out->shingle_total = (uint32_t)total;
    out->n_shingles = (uint32_t)kept;
    return DVK_OK;
}

dvk_status dvi_weigh(dvi_weigher *weigher, const dvi_token *tokens, size_t n, dvk_features *out) {
    size_t titles = 0, tails = 0;
    for (size_t i = 0; i < n; i++) {
        titles += tokens[i].zone == DVI_ZONE_TITLE;
        tails += tokens[i].zone == DVI_ZONE_TAIL;
    }
    out->n_tokens = (uint32_t)(n - tails);
    dvk_status status = make_room(weigher, n);
    find_roots(weigher);
    if (status == DVK_OK) status = take_features(weigher, tokens, n, n - titles, out);
    return status == DVK_OK ? take_shingles(weigher, tokens, n, n != titles + tails, out) : status;
}
