/* Weighing. Idea: an article is the set of its words, each as heavy as the square root of its rarity, so that
 * squared weights add up to information (nats); how often a word is repeated says nothing about the event and
 * much about the writer, and is left out. Names, numbers, the title and the lead weigh more. Source: term
 * weighting as in Manning, Raghavan, Schuetze, "Introduction to Information Retrieval", section 6.4; the root
 * and the missing term frequency are measured (bench/quality). */
#include "feature/weigh.h"

#include <stdbool.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/square_root.h"
#include "dvoinik/cpu.h"

enum {
    SHINGLE_WORDS = 3,
    ZONE_SHIFT = 1, /* boosts, by powers of two: of the title and the lead, */
    NAME_SHIFT = 1, /* of names, */
    NUMBER_SHIFT = 1,
    PLACE_BITS = 47,
    AT_ONCE = 64 /* tokens */
};

void dvi_weigher_finish(dvi_weigher *weigher) {
    dvi_key_table_finish(&weigher->table);
    dvi_free(weigher->places);
    dvi_free(weigher->forms);
    *weigher = (dvi_weigher){0};
}

void dvi_weigher_limit(dvi_weigher *weigher, uint32_t cpu) {
    weigher->table.cpu = cpu & dvk_cpu_features();
}

/* Room for two features and a shingle of each of n tokens. */
static dvk_status make_room(dvi_weigher *w, size_t n) {
    void *places = w->places, *forms = w->forms;
    dvk_status status = dvi_grow(&places, &w->places_cap, 2 * n + DVI_KEY_TABLE_ROOM, sizeof *w->places);
    w->places = places;
    if (status == DVK_OK) status = dvi_grow(&forms, &w->forms_cap, n + 1, sizeof *w->forms);
    w->forms = forms;
    return status;
}

/* The square root of an inverse document frequency, in 1/256. */
static uint32_t root_of(const dvi_weigher *w, uint32_t idf) {
    return idf < DVI_WEIGHER_ROOTS ? w->roots[idf] : dvi_square_root(idf << 8);
}

static void find_roots(dvi_weigher *w) {
    if (w->roots[DVI_WEIGHER_ROOTS - 1] != 0) return;
    for (uint32_t idf = 0; idf < DVI_WEIGHER_ROOTS; idf++)
        w->roots[idf] = (uint16_t)dvi_square_root(idf << 8);
}

/* ---- drafts ---- */

/* A feature on the way, in one number, so that two of one key are joined by a few instructions: from the top
 * its weight, what its kind and its zones are in bits of which both have effect, and the number of its token
 * in the text, the first being 1, counted down from 2^32; 0 in the title. */
enum { WEIGHT_SHIFT = 48, BITS_SHIFT = 32, KIND_SHIFT = 8 };

/* As many ones as the kind's number, so that the greater of two has the bits of both. */
static inline uint32_t kind_bits(uint32_t kind) {
    return (1u << kind) - 1;
}

static inline uint32_t draft_weight(uint64_t draft) {
    return (uint32_t)(draft >> WEIGHT_SHIFT);
}

static inline uint8_t kind_of(uint64_t draft) {
    uint32_t bits = (uint32_t)(draft >> (BITS_SHIFT + KIND_SHIFT)) & 0xFF;
    return (uint8_t)(31 - __builtin_clz(2 * bits + 1));
}

/* Of one feature in two places: the heavier weight, the first place in the text, all zones; a name once is a
 * name. A new draft is 0. Which ones repeat cannot be foreseen, so nothing branches on it. */
static inline uint64_t merge(uint64_t a, uint64_t b) {
    _Static_assert((int)DVK_FEATURE_NAME > (int)DVK_FEATURE_WORD, "the greater kind is a name's");
    const uint64_t weights = UINT64_MAX << WEIGHT_SHIFT, bits = ~weights & UINT64_MAX << BITS_SHIFT;
    uint32_t first = (uint32_t)a > (uint32_t)b ? (uint32_t)a : (uint32_t)b;
    return ((a > b ? a : b) & weights) | ((a | b) & bits) | first;
}

/* What tokens give, before it is known which keys are new. */
typedef struct gifts {
    uint32_t keys[2 * AT_ONCE];
    uint64_t drafts[2 * AT_ONCE];
    size_t n;
} gifts;

/* Counts only where `counts` is 1: whether it does cannot be foreseen. */
static inline void give(gifts *to, unsigned counts, uint32_t key, uint64_t draft) {
    to->keys[to->n] = key;
    to->drafts[to->n] = draft;
    to->n += counts;
}

static inline bool is_capital(const dvi_token *t) {
    return (t->flags & (DVI_TOKEN_CAPITAL | DVI_TOKEN_ACRONYM)) != 0;
}

/* The bits of a kind, as a draft has them. */
static inline uint64_t kind_part(uint32_t kind) {
    return (uint64_t)kind_bits(kind) << (BITS_SHIFT + KIND_SHIFT);
}

/* The draft of a stem; `base` is a draft without weight and kind, `boost` the power of two by which its zone
 * counts. */
static inline uint64_t stem_draft(const dvi_weigher *w, const dvi_token *t, uint64_t base, unsigned boost) {
    _Static_assert(UINT16_MAX >> (ZONE_SHIFT + NAME_SHIFT) >= 4096,
                   "the root of the greatest idf, with all boosts, fits");
    _Static_assert(NAME_SHIFT == 1, "a name weighs as much again");
    const uint64_t if_capital = 0 - (uint64_t)is_capital(t), weight = (uint64_t)root_of(w, t->stem_idf)
                                                                      << boost;
    const uint64_t gram = t->kind == DVK_FEATURE_GRAM ? kind_part(DVK_FEATURE_GRAM) : 0;
    return (weight + (weight & if_capital)) << WEIGHT_SHIFT | (if_capital & kind_part(DVK_FEATURE_NAME)) |
           gram | base;
}

static inline uint64_t concept_draft(const dvi_weigher *w, const dvi_token *t, uint64_t base,
                                     unsigned boost) {
    bool counted = t->kind == DVK_FEATURE_NUMBER || t->kind == DVK_FEATURE_DATE;
    uint64_t weight = root_of(w, t->concept_idf)
                      << (boost + (counted ? NUMBER_SHIFT : is_capital(t) * NAME_SHIFT));
    return base | weight << WEIGHT_SHIFT | kind_part(counted ? t->kind : DVK_FEATURE_CONCEPT);
}

static void take_gifts(dvi_weigher *w, const gifts *from) {
    for (size_t i = 0; i < from->n; i++) {
        uint64_t *draft = &w->table.values[dvi_key_table_add(&w->table, from->keys[i])];
        *draft = merge(*draft, from->drafts[i]);
    }
}

/* ---- choosing ---- */

/* The weight of the feature that is `rank`th from the heaviest of n, the first being 0; *heavier is how many
 * weigh more. */
static uint32_t weight_at(const dvi_weigher *w, size_t n, size_t rank, size_t *heavier) {
    uint32_t prefix = 0;
    *heavier = 0;
    for (unsigned shift = 8;; shift = 0) {
        uint32_t counts[256] = {0}, digit = 0xFF;
        for (size_t i = 0; i < n; i++) {
            uint32_t weight = draft_weight(w->table.values[w->places[i]]);
            counts[weight >> shift & 0xFF] += weight >> shift >> 8 == prefix;
        }
        while (*heavier + counts[digit] <= rank)
            *heavier += counts[digit--];
        prefix = prefix << 8 | digit;
        if (shift == 0) return prefix;
    }
}

/* Joins the drafts of keys that the table took for new twice; n places, by rising key. Returns how many are
 * left. */
static size_t join(dvi_weigher *w, size_t n) {
    const uint32_t *keys = w->table.keys;
    uint64_t *drafts = w->table.values;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t place = w->places[i];
        if (kept != 0 && keys[w->places[kept - 1]] == keys[place])
            drafts[w->places[kept - 1]] = merge(drafts[w->places[kept - 1]], drafts[place]);
        else
            w->places[kept++] = place;
    }
    return kept;
}

/* What a place is multiplied by to be in 1/65535 of the text's tokens, times 2^PLACE_BITS; rounded up, which
 * shows in no place of texts of less than 2^23 tokens. */
static uint64_t place_unit(size_t tokens) {
    return tokens == 0 ? 0 : (((uint64_t)UINT16_MAX << PLACE_BITS) + tokens - 1) / tokens;
}

/* Leaves of n places, more than DVK_MAX_FEATURES, as many as that: those of the heaviest drafts, of equal
 * ones the first. Which they are cannot be foreseen, so nothing branches on it. */
static size_t keep_heaviest(dvi_weigher *w, size_t n) {
    size_t heavier, kept = 0;
    const uint32_t least = weight_at(w, n, DVK_MAX_FEATURES - 1, &heavier);
    size_t equal = DVK_MAX_FEATURES - heavier;
    for (size_t i = 0; i < n; i++) {
        uint32_t place = w->places[i], weight = draft_weight(w->table.values[place]);
        bool last = (weight == least) & (equal != 0);
        w->places[kept] = place;
        kept += (weight > least) | last;
        equal -= last;
    }
    return kept;
}

/* Makes features of n drafts. */
static void make_features(const dvi_weigher *w, size_t n, size_t text_tokens, dvk_feature *out) {
    const uint64_t unit = place_unit(text_tokens);
    for (size_t i = 0; i < n; i++) {
        const uint64_t draft = w->table.values[w->places[i]];
        const uint32_t place = 0 - (uint32_t)draft, position = (uint32_t)(place * unit >> PLACE_BITS);
        out[i].key = w->table.keys[w->places[i]];
        out[i].weight = (uint16_t)draft_weight(draft);
        out[i].position =
            (uint16_t)(position +
                       ((position == 0) & (place != 0))); /* only what is in the title alone has none */
        out[i].kind = kind_of(draft);
        out[i].zone = (uint8_t)(draft >> BITS_SHIFT);
    }
}

/* Gathers the forms of n tokens, those that have one. */
static void gather_forms(dvi_weigher *w, const dvi_token *tokens, size_t n) {
    uint32_t *form = w->forms + w->n_forms;
    for (size_t i = 0; i < n; i++) {
        *form = dvi_little32(tokens[i].form);
        form += tokens[i].form != 0;
    }
    w->n_forms = (size_t)(form - w->forms);
}

/* The forms of a title, for an article without a text. */
static void gather_title(dvi_weigher *w, const dvi_token *tokens, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (tokens[i].zone == DVI_ZONE_TITLE) gather_forms(w, tokens + i, 1);
}

/* Adds the features of n tokens of one zone, 64 at most, and those that are of no title to *text. Which have
 * a concept, as few have, is noted on the way. */
static void add_tokens(dvi_weigher *w, const dvi_token *tokens, size_t n, uint32_t *text) {
    const bool of_text = tokens[0].zone != DVI_ZONE_TITLE;
    const unsigned boost = tokens[0].zone != DVI_ZONE_BODY ? ZONE_SHIFT : 0;
    const uint64_t zone = UINT64_C(1) << (BITS_SHIFT + tokens[0].zone);
    const uint32_t step = of_text, first = step * (0 - *text - 1); /* places, as drafts have them */
    uint8_t with_concept[AT_ONCE];
    size_t n_concepts = 0;
    gifts given;
    given.n = 0;
    uint64_t base = zone | first;
    const dvi_token *t = tokens;
    for (uint32_t i = 0; i < n; i++, t++, base -= step) {
        give(&given, t->stem_idf != 0, t->stem, stem_draft(w, t, base, boost));
        with_concept[n_concepts] = (uint8_t)i;
        n_concepts += t->concept_idf != 0;
    }
    for (size_t k = 0; k < n_concepts; k++) {
        uint32_t i = with_concept[k];
        give(&given, 1, tokens[i].concept, concept_draft(w, &tokens[i], zone | (first - step * i), boost));
    }
    *text += step * (uint32_t)n;
    take_gifts(w, &given);
}

/* How many of n tokens are of one zone, 64 at most. */
static size_t run_of(const dvi_token *tokens, size_t n) {
    size_t run = 1, most = n < AT_ONCE ? n : AT_ONCE;
    while (run < most && tokens[run].zone == tokens[0].zone)
        run++;
    return run;
}

static void add_all(dvi_weigher *w, const dvi_token *tokens, size_t n, uint32_t *text) {
    for (size_t i = 0, run; i < n; i += run) {
        run = run_of(tokens + i, n - i);
        if (tokens[i].zone != DVI_ZONE_TITLE) gather_forms(w, tokens + i, run);
        add_tokens(w, tokens + i, run, text);
    }
}

static dvk_status take_features(dvi_weigher *w, size_t text_tokens, dvk_features *out) {
    size_t count = dvi_key_table_list(&w->table, w->places);
    if (w->table.n_late != 0) count = join(w, count);
    if (count > DVK_MAX_FEATURES) count = keep_heaviest(w, count);
    void *list = dvi_realloc(out->list, count, sizeof *out->list);
    if (list == NULL) return DVK_E_MEMORY;
    out->list = list;
    out->n_features = (uint32_t)count;
    make_features(w, count, text_tokens, out->list);
    return DVK_OK;
}

/* Adds the shingles of n forms; fewer than a shingle has are one, zeros before them. All forms are in memory
 * before the first is read: the processor would wait to join what was just written in parts. */
static void add_shingles(dvi_key_table *table, const uint32_t *forms, size_t n) {
    uint32_t few[SHINGLE_WORDS] = {0};
    if (n != 0 && n < SHINGLE_WORDS) {
        memcpy(few + SHINGLE_WORDS - n, forms, n * sizeof *forms);
        (void)dvi_key_table_add(table, (uint32_t)XXH3_64bits(few, sizeof few));
    }
    for (size_t i = 0; i + SHINGLE_WORDS <= n; i++)
        (void)dvi_key_table_add(table, (uint32_t)XXH3_64bits(forms + i, sizeof few));
}

/* The set of the shingles of what was gathered, or a bottom-k sample of it. */
static dvk_status take_shingles(dvi_weigher *w, dvk_features *out) {
    dvk_status status = dvi_key_table_open(&w->table, w->n_forms, w->n_forms, false);
    if (status != DVK_OK) return status;
    add_shingles(&w->table, w->forms, w->n_forms);
    size_t total = dvi_key_table_keys(&w->table, w->places);
    size_t kept = total < DVK_MAX_SHINGLES ? total : DVK_MAX_SHINGLES;
    void *list = dvi_realloc(out->shingles, kept, sizeof *out->shingles);
    if (list == NULL) return DVK_E_MEMORY;
    out->shingles = list;
    memcpy(out->shingles, w->places, kept * sizeof *out->shingles);
    out->shingle_total = (uint32_t)total;
    out->n_shingles = (uint32_t)kept;
    return DVK_OK;
}

dvk_status dvi_weigh(dvi_weigher *weigher, const dvi_token *tokens, size_t n, dvk_features *out) {
    dvk_status status = make_room(weigher, n);
    if (status == DVK_OK) status = dvi_key_table_open(&weigher->table, n, 2 * n, true);
    if (status != DVK_OK) return status;
    find_roots(weigher);
    uint32_t text = 0;
    weigher->n_forms = 0;
    add_all(weigher, tokens, n, &text);
    out->n_tokens = (uint32_t)n;
    if (text == 0) gather_title(weigher, tokens, n);
    status = take_features(weigher, text, out);
    return status == DVK_OK ? take_shingles(weigher, out) : status;
}
