/* Postings in memory. Idea: a table of keys, each with a chain of its postings from the last place to the
 * first; what comes new is mostly last, so that its place is found in a few steps. */
#include "recent.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/first_from.h"
#include "base/memory.h"

enum { HEAD = 20, BAND = 8, ANCHOR = 6, FIRST_SLOTS = 1 << 10 };

static const uint32_t none = UINT32_MAX;

typedef struct item {
    uint32_t article; /* the first member: rising */
    uint32_t tie, norm;
    uint32_t first, n; /* its links */
    int64_t time;
    size_t at, size; /* packed */
    bool there;
} item;

/* A posting in its chain. */
typedef struct link {
    uint32_t item, chain, before, behind;
    uint16_t weight;
} link;

typedef struct chain {
    uint64_t key;
    dvi_posting_table table;
    uint32_t last;
    uint32_t item; /* that came into it last */
} chain;

struct dvi_recent {
    item *items;
    link *links;
    chain *chains;
    uint32_t *slots; /* 1 + chain */
    size_t n_items, items_cap, n_links, links_cap, n_chains, chains_cap, n_slots, n_there;
    dvi_buffer packed;
};

size_t dvi_recent_packed_size(const dvi_postings *p) {
    return HEAD + BAND * p->n_bands + ANCHOR * p->n_anchors;
}

void dvi_recent_pack(const dvi_postings *p, uint8_t *out) {
    out = dvi_put64(out, (uint64_t)p->time);
    out = dvi_put32(dvi_put32(out, p->tie), p->norm);
    out = dvi_put16(dvi_put16(out, (uint16_t)p->n_bands), (uint16_t)p->n_anchors);
    for (size_t i = 0; i < p->n_bands; i++)
        out = dvi_put64(out, p->bands[i]);
    for (size_t i = 0; i < p->n_anchors; i++)
        out = dvi_put16(dvi_put32(out, p->anchors[i]), p->weights[i]);
}

dvk_status dvi_recent_create(dvi_recent **out) {
    *out = dvi_alloc_zero(1, sizeof **out);
    return *out != NULL ? DVK_OK : DVK_E_MEMORY;
}

void dvi_recent_destroy(dvi_recent *r) {
    if (r == NULL) return;
    dvi_free(r->items);
    dvi_free(r->links);
    dvi_free(r->chains);
    dvi_free(r->slots);
    dvi_buffer_finish(&r->packed);
    dvi_free(r);
}

void dvi_recent_clear(dvi_recent *r) {
    r->n_items = r->n_links = r->n_chains = r->n_there = r->packed.len = 0;
    if (r->slots != NULL) memset(r->slots, 0, r->n_slots * sizeof *r->slots);
}

static dvi_posting posting_at(const dvi_recent *r, uint32_t at) {
    const link *l = &r->links[at];
    const item *i = &r->items[l->item];
    dvi_posting p = {.tie = i->tie, .article = i->article};
    if (r->chains[l->chain].table == DVI_BANDS) return p;
    p.time = i->time;
    p.norm = i->norm;
    p.weight = l->weight;
    return p;
}

static size_t slot_of(const dvi_recent *r, dvi_posting_table table, uint64_t key) {
    size_t mask = r->n_slots - 1;
    size_t at = (size_t)((key + (uint64_t)table) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & mask;
    while (r->slots[at] != 0) {
        const chain *c = &r->chains[r->slots[at] - 1];
        if (c->key == key && c->table == table) break;
        at = (at + 1) & mask;
    }
    return at;
}

/* Room for `more` chains with half of the slots free. */
static dvk_status reserve_slots(dvi_recent *r, size_t more) {
    size_t n = r->n_slots != 0 ? r->n_slots : FIRST_SLOTS;
    while (n < 2 * (r->n_chains + more))
        n *= 2;
    if (n == r->n_slots) return DVK_OK;
    uint32_t *slots = dvi_alloc_zero(n, sizeof *slots);
    if (slots == NULL) return DVK_E_MEMORY;
    dvi_free(r->slots);
    r->slots = slots;
    r->n_slots = n;
    for (size_t i = 0; i < r->n_chains; i++)
        r->slots[slot_of(r, r->chains[i].table, r->chains[i].key)] = (uint32_t)i + 1;
    return DVK_OK;
}

/* Room for an article, so that linking it cannot fail half-way. */
static dvk_status reserve(dvi_recent *r, size_t n) {
    void *items = r->items, *links = r->links, *chains = r->chains;
    dvk_status status = dvi_grow(&items, &r->items_cap, r->n_items + 1, sizeof *r->items);
    r->items = items;
    if (status == DVK_OK) status = dvi_grow(&links, &r->links_cap, r->n_links + n, sizeof *r->links);
    r->links = links;
    if (status == DVK_OK) status = dvi_grow(&chains, &r->chains_cap, r->n_chains + n, sizeof *r->chains);
    r->chains = chains;
    return status == DVK_OK ? reserve_slots(r, n) : status;
}

/* Returns whether the article had not been in the chain. */
static bool add_link(dvi_recent *r, dvi_posting_table table, uint64_t key, uint16_t weight) {
    size_t slot = slot_of(r, table, key);
    uint32_t at = (uint32_t)r->n_links++;
    if (r->slots[slot] == 0) {
        r->chains[r->n_chains++] = (chain){key, table, none, none};
        r->slots[slot] = (uint32_t)r->n_chains;
    }
    chain *c = &r->chains[r->slots[slot] - 1];
    uint32_t before = c->last, behind = none, own = (uint32_t)r->n_items - 1;
    bool fresh = c->item != own;
    c->item = own;
    r->links[at] = (link){.item = own, .chain = r->slots[slot] - 1, .weight = weight};
    dvi_posting place = posting_at(r, at);
    for (; fresh && before != none; before = r->links[before].before) {
        dvi_posting here = posting_at(r, before);
        if (dvi_compare_places(&here, &place) <= 0) break;
        behind = before;
    }
    r->links[at].before = before;
    r->links[at].behind = behind;
    if (before != none) r->links[before].behind = at;
    if (behind != none)
        r->links[behind].before = at;
    else
        c->last = at;
    return fresh;
}

dvk_status dvi_recent_add(dvi_recent *r, uint32_t article, const uint8_t *packed, size_t size) {
    if (size < HEAD || article <= dvi_recent_last(r)) return DVK_E_DAMAGED;
    size_t bands = dvi_get16(packed + 16), anchors = dvi_get16(packed + 18);
    if (size != HEAD + BAND * bands + ANCHOR * anchors) return DVK_E_DAMAGED;
    dvk_status status = reserve(r, bands + anchors);
    size_t at = r->packed.len;
    if (status == DVK_OK) status = dvi_buffer_append(&r->packed, (const char *)packed, size);
    if (status != DVK_OK) return status;
    r->items[r->n_items++] = (item){.article = article,
                                    .tie = dvi_get32(packed + 8),
                                    .norm = dvi_get32(packed + 12),
                                    .first = (uint32_t)r->n_links,
                                    .n = (uint32_t)(bands + anchors),
                                    .time = (int64_t)dvi_get64(packed),
                                    .at = at,
                                    .size = size,
                                    .there = true};
    r->n_there++;
    packed += HEAD;
    bool each_once = true;
    for (size_t i = 0; i < bands; i++, packed += BAND)
        each_once &= add_link(r, DVI_BANDS, dvi_get64(packed), 0);
    for (size_t i = 0; i < anchors; i++, packed += ANCHOR)
        each_once &= add_link(r, DVI_ANCHORS_TABLE, dvi_get32(packed), dvi_get16(packed + 4));
    if (each_once) return DVK_OK;
    dvi_recent_remove(r, article);
    return DVK_E_DAMAGED;
}

static size_t item_from(const dvi_recent *r, uint32_t article) {
    return dvi_first_from(r->items, r->n_items, sizeof *r->items, article);
}

bool dvi_recent_remove(dvi_recent *r, uint32_t article) {
    size_t at = item_from(r, article);
    if (at == r->n_items || r->items[at].article != article || !r->items[at].there) return false;
    for (uint32_t i = r->items[at].first; i < r->items[at].first + r->items[at].n; i++) {
        const link *l = &r->links[i];
        if (l->before != none) r->links[l->before].behind = l->behind;
        if (l->behind != none)
            r->links[l->behind].before = l->before;
        else
            r->chains[l->chain].last = l->before;
    }
    r->items[at].there = false;
    r->n_there--;
    return true;
}

size_t dvi_recent_articles(const dvi_recent *r) {
    return r->n_there;
}

size_t dvi_recent_postings(const dvi_recent *r) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_items; i++)
        if (r->items[i].there) n += r->items[i].n;
    return n;
}

size_t dvi_recent_lists(const dvi_recent *r) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_chains; i++)
        n += r->chains[i].last != none;
    return n;
}

uint32_t dvi_recent_last(const dvi_recent *r) {
    return r->n_items > 0 ? r->items[r->n_items - 1].article : 0;
}

bool dvi_recent_next(const dvi_recent *r, uint32_t after, uint32_t *article, dvk_span *packed) {
    size_t at = after == UINT32_MAX ? r->n_items : item_from(r, after + 1);
    while (at < r->n_items && !r->items[at].there)
        at++;
    if (at == r->n_items) return false;
    *article = r->items[at].article;
    *packed = (dvk_span){r->packed.data + r->items[at].at, r->items[at].size};
    return true;
}

void dvi_recent_bounds(const dvi_recent *r, uint32_t *first, uint32_t *last, int64_t *earliest,
                       int64_t *latest) {
    *first = UINT32_MAX;
    *last = 0;
    *earliest = INT64_MAX;
    *latest = INT64_MIN;
    for (size_t i = 0; i < r->n_items; i++) {
        const item *a = &r->items[i];
        if (!a->there) continue;
        if (*first == UINT32_MAX) *first = a->article;
        *last = a->article;
        if (a->time < *earliest) *earliest = a->time;
        if (a->time > *latest) *latest = a->time;
    }
}

void dvi_recent_around(const dvi_recent *r, dvi_posting_table table, uint64_t key, const dvi_posting *at,
                       size_t reach, dvi_posting_view *out) {
    out->n_before = out->n_behind = 0;
    if (r->n_slots == 0) return;
    uint32_t slot = r->slots[slot_of(r, table, key)];
    if (slot == 0) return;
    uint32_t behind = none, before = r->chains[slot - 1].last;
    for (; before != none; before = r->links[before].before) {
        dvi_posting here = posting_at(r, before);
        int order = dvi_compare_places(&here, at);
        if (order < 0) break;
        if (order > 0) behind = before;
    }
    for (; before != none && out->n_before < reach; before = r->links[before].before)
        out->before[out->n_before++] = posting_at(r, before);
    for (; behind != none && out->n_behind < reach; behind = r->links[behind].behind)
        out->behind[out->n_behind++] = posting_at(r, behind);
}

static int by_place(const void *left, const void *right) {
    return dvi_compare_entries(left, right);
}

dvk_status dvi_recent_sorted(const dvi_recent *r, dvi_posting_table table, dvi_entry **out, size_t *n) {
    *n = 0;
    *out = dvi_alloc(r->n_links + 1, sizeof **out);
    if (*out == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < r->n_links; i++) {
        const chain *c = &r->chains[r->links[i].chain];
        if (c->table != table || !r->items[r->links[i].item].there) continue;
        (*out)[(*n)++] = (dvi_entry){dvi_entry_key(table, c->key), posting_at(r, (uint32_t)i)};
    }
    if (*n > 1) qsort(*out, *n, sizeof **out, by_place);
    return DVK_OK;
}
