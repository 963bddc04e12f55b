/* Digests. Idea: a digest holds each of its stories, as the original of a shortened copy holds the copy. But
 * copies of one article are about one thing, and the stories of a digest, found at different places of it,
 * are not. No pair tells that, three articles do. */
#include "pipeline/digests.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

enum {
    ONE = 65536,
    FEW = 8,   /* links of an article: so many are looked up before anything is compared */
    MANY = 64, /* so many are mostly copies */
    PORTION = 256
};

/* An article that may be an item of the one at hand. */
typedef struct item {
    uint32_t article, pair;
    bool duplicate;
    dvi_stretch at;
} item;

typedef struct links {
    const dvk_pair *pairs;
    size_t n_pairs;
    uint32_t n; /* articles */
    const dvk_cluster_params *params;
    const dvi_looked_at *articles;
    uint32_t *first;        /* of each article the first of its links in `of`; n + 1 */
    uint32_t *of;           /* numbers of pairs that link, by article */
    _Atomic bool *left_out; /* of each pair */
    struct worker *workers;
} links;

typedef struct worker {
    item *items;
    size_t items_cap;
    dvi_key_map whole; /* of the article at hand */
    uint32_t tokens, title;
    bool many; /* links */
    dvi_shared_keys shared;
    dvk_status status;
} worker;

/* Whether two articles report one event, rather than not. */
static bool are_related(const links *l, uint32_t a, uint32_t b) {
    const dvk_pair wanted = {.a = a < b ? a : b, .b = a < b ? b : a};
    size_t low = 0, high = l->n_pairs;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const dvk_pair *pair = &l->pairs[middle];
        if (pair->a < wanted.a || (pair->a == wanted.a && pair->b < wanted.b))
            low = middle + 1;
        else
            high = middle;
    }
    const dvk_pair *found = &l->pairs[low];
    return low < l->n_pairs && found->a == wanted.a && found->b == wanted.b && found->event >= ONE / 2;
}

/* The other article of a link. */
static uint32_t linked(const links *l, uint32_t article, uint32_t at) {
    const dvk_pair *pair = &l->pairs[l->of[at]];
    return pair->a == article ? pair->b : pair->a;
}

static bool are_all_related(const links *l, uint32_t article) {
    for (uint32_t i = l->first[article]; i < l->first[article + 1]; i++)
        for (uint32_t k = l->first[article]; k < i; k++)
            if (!are_related(l, linked(l, article, i), linked(l, article, k))) return false;
    return true;
}

/* Of many copies those of one length are so of one article: what tells others is longer than each or, where
 * it tells the beginnings of two, shorter. */
static bool may_be_item(const worker *w, const dvi_comparable *part) {
    const uint64_t of_whole = w->tokens, of_part = part->n_tokens;
    return of_part * 5 <= of_whole * 4 || of_whole * 5 <= of_part * 4;
}

static dvk_status take_item(const links *l, unsigned thread, uint32_t article, uint32_t pair, size_t *n) {
    worker *w = &l->workers[thread];
    const dvi_comparable *c;
    dvk_status status = l->articles->comparable(l->articles->context, thread, article, &c);
    const bool duplicate = l->pairs[pair].duplicate >= l->params->duplicate_threshold;
    if (status != DVK_OK || (duplicate && w->many && !may_be_item(w, c))) return status;
    w->items[(*n)++] =
        (item){article, pair, duplicate, dvi_find_stretch(l->articles->find, &w->whole, &c->map, &w->shared)};
    return DVK_OK;
}

static dvk_status find_items(const links *l, unsigned thread, uint32_t article, size_t *n) {
    worker *w = &l->workers[thread];
    const uint32_t first = l->first[article], last = l->first[article + 1];
    const dvi_comparable *c;
    void *items = w->items;
    dvk_status status = dvi_grow(&items, &w->items_cap, last - first, sizeof *w->items);
    w->items = items;
    if (status == DVK_OK) status = l->articles->comparable(l->articles->context, thread, article, &c);
    if (status != DVK_OK) return status;
    w->tokens = c->n_tokens;
    w->title = c->title.weight;
    w->many = last - first > MANY;
    memcpy(&w->whole, &c->map, offsetof(dvi_key_map, entries) + c->map.n * sizeof *c->map.entries);
    for (uint32_t i = first; i < last && status == DVK_OK; i++)
        status = take_item(l, thread, linked(l, article, i), l->of[i], n);
    return status;
}

/* Whether the article at hand is about the one and mentions the other: its title is of the one. */
static bool is_subject(const worker *w, const item *one, const item *other) {
    return one->at.of_title != 0 && one->at.of_title >= 2 * other->at.of_title &&
           one->at.of_title * 10 >= (uint64_t)w->title * 3;
}

static void judge(const links *l, const worker *w, const item *a, const item *b) {
    if (!dvi_are_apart(&a->at, &b->at, a->duplicate || b->duplicate)) return;
    if (are_related(l, a->article, b->article)) return;
    if (!is_subject(w, a, b)) atomic_store_explicit(&l->left_out[a->pair], true, memory_order_relaxed);
    if (!is_subject(w, b, a)) atomic_store_explicit(&l->left_out[b->pair], true, memory_order_relaxed);
}

static void look_at(const links *l, unsigned thread, uint32_t article) {
    worker *w = &l->workers[thread];
    const uint32_t all = l->first[article + 1] - l->first[article];
    size_t n = 0;
    if (all < 2 || (all <= FEW && are_all_related(l, article))) return;
    w->status = find_items(l, thread, article, &n);
    for (size_t i = 0; i < n && w->status == DVK_OK; i++)
        for (size_t k = 0; k < i; k++)
            judge(l, w, &w->items[i], &w->items[k]);
}

static void look_at_portion(void *context, unsigned thread, size_t portion) {
    const links *l = context;
    const size_t first = portion * PORTION, last = first + PORTION < l->n ? first + PORTION : l->n;
    for (size_t i = first; i < last && l->workers[thread].status == DVK_OK; i++)
        look_at(l, thread, (uint32_t)i);
}

/* A pair that is certain is of one address or of one text, whatever else is said of it. */
static bool is_link(const links *l, const dvk_pair *pair) {
    return pair->duplicate < ONE && dvk_cluster_may_link(l->params, pair->duplicate, pair->event);
}

/* Fills `first` and `of` by counting. */
static dvk_status list_links(links *l) {
    size_t all = 0;
    for (size_t i = 0; i < l->n_pairs; i++)
        all += 2 * (size_t)is_link(l, &l->pairs[i]);
    if (all > UINT32_MAX) return DVK_E_LIMIT;
    l->first = dvi_alloc_zero(l->n + (size_t)2, sizeof *l->first);
    l->of = dvi_alloc(all, sizeof *l->of);
    if (l->first == NULL || l->of == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < l->n_pairs; i++) {
        if (!is_link(l, &l->pairs[i])) continue;
        l->first[l->pairs[i].a + (size_t)2]++;
        l->first[l->pairs[i].b + (size_t)2]++;
    }
    for (size_t i = 2; i < l->n + (size_t)2; i++)
        l->first[i] += l->first[i - 1];
    for (size_t i = 0; i < l->n_pairs; i++) {
        if (!is_link(l, &l->pairs[i])) continue;
        l->of[l->first[l->pairs[i].a + (size_t)1]++] = (uint32_t)i;
        l->of[l->first[l->pairs[i].b + (size_t)1]++] = (uint32_t)i;
    }
    return DVK_OK;
}

static dvk_status look_at_all(links *l, unsigned threads) {
    dvk_status status = DVK_OK;
    l->workers = dvi_alloc_zero(threads, sizeof *l->workers);
    if (l->workers == NULL) return DVK_E_MEMORY;
    dvi_parallel(threads, ((size_t)l->n + PORTION - 1) / PORTION, look_at_portion, l);
    for (unsigned t = 0; t < threads; t++) {
        if (status == DVK_OK) status = l->workers[t].status;
        dvi_free(l->workers[t].items);
    }
    dvi_free(l->workers);
    return status;
}

dvk_status dvi_leave_out_items(dvk_pair *pairs, size_t *n_pairs, uint32_t n, const dvk_cluster_params *params,
                               const dvi_looked_at *articles) {
    links l = {.pairs = pairs, .n_pairs = *n_pairs, .n = n, .params = params, .articles = articles};
    l.left_out = dvi_alloc_zero(l.n_pairs, sizeof *l.left_out);
    dvk_status status = l.left_out != NULL ? list_links(&l) : DVK_E_MEMORY;
    if (status == DVK_OK) status = look_at_all(&l, articles->threads);
    if (status == DVK_OK) {
        *n_pairs = 0;
        for (size_t i = 0; i < l.n_pairs; i++)
            if (!l.left_out[i]) pairs[(*n_pairs)++] = pairs[i];
    }
    dvi_free(l.first);
    dvi_free(l.of);
    dvi_free((void *)l.left_out);
    return status;
}
