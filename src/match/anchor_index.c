/* Building the inverted index. Of many articles a quarter of the keys after the other, or two at once, since
 * making it takes more memory than it does; of few, all keys at once. Most anchors are rare, and many stand
 * in one article alone: these lead nowhere. So the articles are gone through first for the keys that the
 * wanted ones have, then for which of these stand twice, and then for the postings of those. The first two
 * answers are bits by a hash of the key; a bit set by another key costs memory, nothing else. Source: Bloom,
 * "Space/Time Trade-offs in Hash Coding with Allowable Errors", CACM 13 (1970), with one hash. */
#include "match/anchor_index.h"

#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"

enum {
    BITS_A_KEY = 16,
    MOST_BITS_LOG2 = 31,
    LEAST_BITS_LOG2 = 12,
    PARTS = 4,
    FEW = 1 << 15, /* articles */
    KEY_AT = 32    /* of a posting's place in `order` */
};

/* A set of keys that may say yes where it should say no. */
typedef struct key_bits {
    uint64_t *words;
    unsigned log2;
} key_bits;

/* The postings of a part of the keys. */
typedef struct draft {
    const dvi_anchor_index *index;
    key_bits wanted, once, twice;
    uint64_t *order, *scratch; /* key and draft number of each posting */
    uint32_t *articles;
    uint16_t *weights;
    size_t n, cap;
    uint32_t part, parts; /* the upper bits of the keys, as many as tell the parts apart */
    unsigned shift;       /* of a key to its part */
    unsigned thread;
    bool all; /* all articles are wanted */
    dvk_status status;
} draft;

static dvk_status key_bits_init(key_bits *set, size_t keys) {
    set->log2 = LEAST_BITS_LOG2;
    while (set->log2 < MOST_BITS_LOG2 && (size_t)1 << set->log2 < keys * BITS_A_KEY)
        set->log2++;
    set->words = dvi_alloc_zero(((size_t)1 << set->log2) / 64, sizeof *set->words);
    return set->words != NULL ? DVK_OK : DVK_E_MEMORY;
}

static uint32_t place_of(const key_bits *set, uint32_t key) {
    return key * UINT32_C(0x9E3779B1) >> (32 - set->log2);
}

static bool key_bits_has(const key_bits *set, uint32_t key) {
    uint32_t place = place_of(set, key);
    return set->words[place / 64] >> place % 64 & 1;
}

static void key_bits_add(key_bits *set, uint32_t key) {
    uint32_t place = place_of(set, key);
    set->words[place / 64] |= UINT64_C(1) << place % 64;
}

static bool is_of_part(const draft *d, uint32_t key) {
    return (uint64_t)key >> d->shift == d->part;
}

static bool is_wanted(const draft *d, uint32_t key) {
    return d->all || key_bits_has(&d->wanted, key);
}

static void count_key(draft *d, uint32_t key) {
    if (!is_of_part(d, key) || !is_wanted(d, key)) return;
    if (key_bits_has(&d->once, key)) key_bits_add(&d->twice, key);
    key_bits_add(&d->once, key);
}

static dvk_status anchors_of(const draft *d, size_t article, const dvi_anchors **out) {
    const dvi_anchor_input *in = d->index->input;
    return in->anchors(in->context, d->thread, article, out);
}

/* Which keys the articles first to last - 1 have. */
static dvk_status note_wanted(draft *d) {
    const dvi_anchor_input *in = d->index->input;
    dvk_status status = DVK_OK;
    for (size_t i = in->first; i < in->last && status == DVK_OK && !d->all; i++) {
        const dvi_anchors *a;
        status = anchors_of(d, i, &a);
        for (uint32_t k = 0; status == DVK_OK && k < a->n; k++)
            if (is_of_part(d, a->keys[k])) key_bits_add(&d->wanted, a->keys[k]);
    }
    return status;
}

/* Which keys stand twice. What stands between leads to nobody by itself. */
static dvk_status note_shared(draft *d) {
    const dvi_anchor_input *in = d->index->input;
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < in->n && status == DVK_OK; i++) {
        const dvi_anchors *a;
        status = anchors_of(d, i, &a);
        if (status != DVK_OK) break;
        if (d->part == 0) d->index->norms[i] = a->norm;
        for (uint32_t k = 0; k < a->n; k++)
            count_key(d, a->keys[k]);
    }
    return status;
}

static dvk_status add_posting(draft *d, uint32_t key, size_t article, uint16_t weight) {
    if (!is_of_part(d, key) || !is_wanted(d, key) || !key_bits_has(&d->twice, key)) return DVK_OK;
    if (d->n == d->cap) {
        void *order = d->order, *articles = d->articles, *weights = d->weights;
        size_t cap = d->cap;
        dvk_status status =
            d->n < INT32_MAX ? dvi_grow(&order, &cap, d->n + 1, sizeof *d->order) : DVK_E_LIMIT;
        d->order = order;
        if (status == DVK_OK) articles = dvi_realloc(d->articles, cap, sizeof *d->articles);
        if (status == DVK_OK && articles != NULL) d->articles = articles;
        if (status == DVK_OK && articles != NULL) weights = dvi_realloc(d->weights, cap, sizeof *d->weights);
        if (status == DVK_OK && (articles == NULL || weights == NULL)) status = DVK_E_MEMORY;
        if (status != DVK_OK) return status;
        d->weights = weights;
        d->cap = cap;
    }
    d->order[d->n] = (uint64_t)key << KEY_AT | (uint32_t)d->n;
    d->articles[d->n] = (uint32_t)article;
    d->weights[d->n++] = weight;
    return DVK_OK;
}

/* What stands between comes behind those without a date and before the others. */
static dvk_status draft_postings(draft *d) {
    const dvi_anchor_input *in = d->index->input;
    dvk_status status = DVK_OK;
    size_t between = 0;
    for (size_t i = 0; i < in->n && status == DVK_OK; i++) {
        for (; in->times[i] != DVK_NO_TIME && between < in->n_between && status == DVK_OK; between++)
            status = add_posting(d, in->between[between], in->n, 0);
        const dvi_anchors *a;
        if (status == DVK_OK) status = anchors_of(d, i, &a);
        for (uint32_t k = 0; status == DVK_OK && k < a->n; k++)
            status = add_posting(d, a->keys[k], i, a->weights[k]);
    }
    return status;
}

/* The place of each of the wanted articles' postings, by article. */
static dvk_status place_slots(dvi_anchor_index *index) {
    const dvi_anchor_input *in = index->input;
    size_t wanted = in->last - in->first;
    for (size_t p = 0; p < index->n_postings; p++) {
        uint32_t article = dvi_posting_article(index, p);
        if (article >= in->first && article < in->last) index->starts[article - in->first + 1]++;
    }
    for (size_t i = 0; i < wanted; i++)
        index->starts[i + 1] += index->starts[i];
    uint32_t n = index->starts[wanted];
    index->slots = dvi_alloc(n, sizeof *index->slots);
    if (index->slots == NULL) return DVK_E_MEMORY;
    for (size_t p = index->n_postings; p-- > 0;) {
        uint32_t article = dvi_posting_article(index, p);
        if (article >= in->first && article < in->last)
            index->slots[--index->starts[article - in->first + 1]] = (uint32_t)p;
    }
    /* The starts have moved one place: what was the end of an article is its beginning. */
    memmove(index->starts, index->starts + 1, wanted * sizeof *index->starts);
    index->starts[wanted] = n;
    return DVK_OK;
}

static dvk_status make_room(dvi_anchor_index *index, size_t n) {
    uint32_t *articles = dvi_realloc(index->articles, n, sizeof *articles);
    if (articles != NULL) index->articles = articles;
    uint16_t *weights = dvi_realloc(index->weights, n, sizeof *weights);
    if (weights != NULL) index->weights = weights;
    return articles != NULL && weights != NULL ? DVK_OK : DVK_E_MEMORY;
}

/* Sorts the postings by key. */
static dvk_status sort_postings(draft *d) {
    d->scratch = dvi_alloc(d->n, sizeof *d->scratch);
    if (d->scratch == NULL) return DVK_E_MEMORY;
    uint64_t *sorted = dvi_sort64_by_bits(d->order, d->scratch, d->n, KEY_AT, d->shift);
    if (sorted == d->scratch) {
        d->scratch = d->order;
        d->order = sorted;
    }
    return DVK_OK;
}

/* Puts the postings behind those of smaller keys. */
static dvk_status append_postings(dvi_anchor_index *index, const draft *d) {
    if (d->n >= INT32_MAX - index->n_postings) return DVK_E_LIMIT;
    dvk_status status = make_room(index, index->n_postings + d->n + 1);
    for (size_t p = 0; p < d->n && status == DVK_OK; p++) {
        uint32_t number = (uint32_t)d->order[p];
        bool begins = p == 0 || d->order[p] >> KEY_AT != d->order[p - 1] >> KEY_AT;
        index->articles[index->n_postings] = d->articles[number] | (uint32_t)begins << 31;
        index->weights[index->n_postings++] = d->weights[number];
    }
    if (status == DVK_OK) index->articles[index->n_postings] = UINT32_C(1) << 31;
    return status;
}

static void draft_finish(draft *d) {
    dvi_free(d->wanted.words);
    dvi_free(d->once.words);
    dvi_free(d->twice.words);
    dvi_free(d->order);
    dvi_free(d->scratch);
    dvi_free(d->articles);
    dvi_free(d->weights);
}

static dvk_status make_draft(draft *d) {
    const dvi_anchor_input *in = d->index->input;
    size_t wanted = in->last - in->first, counted = wanted < in->n / 2 ? 2 * wanted : in->n;
    d->all = wanted == in->n;
    dvk_status status = d->all ? DVK_OK : key_bits_init(&d->wanted, wanted * DVI_ANCHORS / d->parts);
    if (status == DVK_OK) status = key_bits_init(&d->once, counted * DVI_ANCHORS / d->parts);
    if (status == DVK_OK) status = key_bits_init(&d->twice, counted * DVI_ANCHORS / d->parts);
    if (status == DVK_OK) status = note_wanted(d);
    if (status == DVK_OK) status = note_shared(d);
    if (status == DVK_OK) status = draft_postings(d);
    return status == DVK_OK ? sort_postings(d) : status;
}

static void work(void *context, unsigned thread, size_t item) {
    draft *d = (draft *)context + item;
    d->thread = thread;
    d->status = make_draft(d);
}

/* Of a key to its part, of one, two or four. */
static unsigned shift_of(uint32_t parts) {
    unsigned shift = 32;
    for (; parts > 1; parts /= 2)
        shift--;
    return shift;
}

static dvk_status build(dvi_anchor_index *index) {
    const dvi_anchor_input *in = index->input;
    if (in->n >= INT32_MAX) return DVK_E_LIMIT;
    index->norms = dvi_alloc(in->n, sizeof *index->norms);
    index->starts = dvi_alloc_zero(in->last - in->first + 2, sizeof *index->starts);
    dvk_status status = index->norms != NULL && index->starts != NULL ? DVK_OK : DVK_E_MEMORY;
    uint32_t at_once = in->threads < DVI_ANCHOR_THREADS ? 1 : DVI_ANCHOR_THREADS,
             parts = in->n <= FEW ? at_once : PARTS;
    for (uint32_t part = 0; part < parts && status == DVK_OK; part += at_once) {
        draft drafts[DVI_ANCHOR_THREADS];
        for (uint32_t i = 0; i < at_once; i++)
            drafts[i] = (draft){.index = index, .part = part + i, .parts = parts, .shift = shift_of(parts)};
        dvi_parallel(at_once, at_once, work, drafts);
        for (uint32_t i = 0; i < at_once; i++) {
            if (status == DVK_OK) status = drafts[i].status;
            if (status == DVK_OK) status = append_postings(index, &drafts[i]);
            draft_finish(&drafts[i]);
        }
    }
    return status;
}

dvk_status dvi_anchor_index_create(dvi_anchor_index **out, const dvi_anchor_input *input) {
    *out = NULL;
    dvi_anchor_index *index = dvi_alloc_zero(1, sizeof *index);
    if (index == NULL) return DVK_E_MEMORY;
    index->input = input;
    dvk_status status = build(index);
    if (status == DVK_OK) status = place_slots(index);
    if (status == DVK_OK)
        *out = index;
    else
        dvi_anchor_index_destroy(index);
    return status;
}

void dvi_anchor_index_destroy(dvi_anchor_index *index) {
    if (index == NULL) return;
    dvi_free(index->articles);
    dvi_free(index->weights);
    dvi_free(index->norms);
    dvi_free(index->starts);
    dvi_free(index->slots);
    dvi_free(index);
}
