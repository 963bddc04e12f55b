/* Groups of an index. Idea: clustering works on one connected component after another, so that new pairs
 * change the groups of the components they touch and of no others. What is linked with very much is left out
 * (index_join.c). These are gathered along the pairs that
 * link, and given to the very function that groups a batch, in the order that a batch would have
 * (steady_order.c): the same pairs give the same groups. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "match/band_join.h"
#include "pipeline/digests.h"
#include "pipeline/index_state.h"

void dvi_region_finish(dvi_region *r) {
    dvi_number_map_finish(&r->map);
    dvi_number_map_finish(&r->left_out);
    dvi_free(r->numbers);
    dvi_free(r->places);
    dvi_free(r->assigned);
    dvi_free(r->copies);
    dvi_free(r->reports);
    dvi_free(r->pairs);
    *r = (dvi_region){0};
}

static void clear(dvi_region *r) {
    dvi_number_map_clear(&r->map);
    dvi_number_map_clear(&r->left_out);
    r->n = r->n_pairs = 0;
}

bool dvi_region_left_out(const dvi_region *r, uint32_t number) {
    return dvi_number_map_find(&r->left_out, number) != UINT32_MAX;
}

uint32_t dvi_region_find(const dvi_region *r, uint32_t number) {
    return dvi_region_left_out(r, number) ? UINT32_MAX : dvi_number_map_find(&r->map, number);
}

/* Takes an article in unless it is there. */
static dvk_status take(dvi_region *r, uint32_t number) {
    void *numbers = r->numbers, *places = r->places;
    if (dvi_number_map_find(&r->map, number) != UINT32_MAX) return DVK_OK;
    dvk_status status = dvi_grow(&numbers, &r->numbers_cap, r->n + 1, sizeof *r->numbers);
    r->numbers = numbers;
    if (status == DVK_OK) status = dvi_grow(&places, &r->places_cap, r->n + 1, sizeof *r->places);
    r->places = places;
    if (status == DVK_OK) status = dvi_number_map_add(&r->map, number, (uint32_t)r->n);
    if (status == DVK_OK) r->numbers[r->n++] = number;
    return status;
}

static dvk_status keep_pair(dvi_region *r, uint32_t a, const dvi_neighbour *b) {
    void *pairs = r->pairs;
    dvk_status status = dvi_grow(&pairs, &r->pairs_cap, r->n_pairs + 1, sizeof *r->pairs);
    r->pairs = pairs;
    if (status == DVK_OK) r->pairs[r->n_pairs++] = (dvk_pair){a, b->article, b->duplicate, b->event};
    return status;
}

/* Takes in what article number `at` of the region is linked with; not `whole` where that was left out. */
static dvk_status follow(dvk_index *index, size_t at, const dvi_prepared *asked, bool *whole) {
    dvi_region *r = &index->region;
    const dvk_cluster_params *params = &dvi_store_pinned(index->store)->cluster;
    const dvi_neighbour *list = index->found;
    size_t n = index->n_found;
    uint32_t number = r->numbers[at];
    dvk_status status = DVK_OK;
    if (number == DVI_NO_NUMBER) {
        r->places[at] = (dvi_place_row){{DVK_NO_GROUP, DVK_NO_GROUP, 0, 0}, asked->tie, asked->features.time};
    } else {
        status = dvi_store_place(index->store, number, &r->places[at]);
        if (status == DVK_OK) status = dvi_store_pairs(index->store, number, &list, &n);
    }
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        bool linked = dvk_cluster_may_link(params, list[i].duplicate, list[i].event);
        if (linked && dvi_region_left_out(r, list[i].article)) *whole = false;
        if (linked) status = take(r, list[i].article);
        if (status == DVK_OK && number < list[i].article) status = keep_pair(r, number, &list[i]);
    }
    return status;
}

/* The map goes on to have them. */
static dvk_status leave_out(dvi_region *r, size_t first, size_t first_pair) {
    dvk_status status = DVK_OK;
    for (size_t i = first; i < r->n && status == DVK_OK; i++)
        status = dvi_number_map_add(&r->left_out, r->numbers[i], 0);
    r->n = first;
    r->n_pairs = first_pair;
    return status;
}

/* All that an article is linked with, or none of it. */
static dvk_status gather_linked(dvk_index *index, uint32_t number, size_t most, const dvi_prepared *asked) {
    dvi_region *r = &index->region;
    size_t first = r->n, first_pair = r->n_pairs;
    bool whole = true;
    dvk_status status = take(r, number);
    for (size_t at = first; at < r->n && status == DVK_OK && whole; at++) {
        status = follow(index, at, asked, &whole);
        whole = whole && r->n - first <= most;
    }
    return status == DVK_OK && !whole ? leave_out(r, first, first_pair) : status;
}

static dvk_status gather(dvk_index *index, const dvi_prepared *asked, size_t most) {
    dvk_status status = DVK_OK;
    clear(&index->region);
    if (asked != NULL) return gather_linked(index, DVI_NO_NUMBER, most, asked);
    for (size_t i = 0; i < index->n_seeds && status == DVK_OK; i++)
        status = gather_linked(index, index->seeds[i], most, NULL);
    return status;
}

typedef struct ranked {
    uint64_t tie;
    int64_t time;
    uint32_t number, at;
} ranked;

/* What is asked about comes last. */
static int by_tie(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (a->tie != b->tie) return a->tie < b->tie ? -1 : 1;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    uint32_t x = a->number - DVI_NO_NUMBER - 1, y = b->number - DVI_NO_NUMBER - 1;
    return x < y ? -1 : x > y;
}

/* One of several articles of one tie and time. */
typedef struct named {
    ranked article;
    const char *ids; /* of all of them */
    size_t id, id_len;
} named;

/* What is asked about comes last. */
static int by_id(const void *left, const void *right) {
    const named *a = left, *b = right;
    bool a_asked = a->article.number == DVI_NO_NUMBER, b_asked = b->article.number == DVI_NO_NUMBER;
    if (a_asked || b_asked) return a_asked - b_asked;
    size_t common = a->id_len < b->id_len ? a->id_len : b->id_len;
    int order = common != 0 ? memcmp(a->ids + a->id, b->ids + b->id, common) : 0;
    return order != 0 ? order : (a->id_len > b->id_len) - (a->id_len < b->id_len);
}

static dvk_status read_ids(dvk_index *index, named *list, size_t n) {
    dvk_status status = DVK_OK;
    index->strings.len = 0;
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        dvi_row row;
        if (list[i].article.number == DVI_NO_NUMBER) continue;
        status = dvi_store_article(index->store, list[i].article.number, &row);
        if (status != DVK_OK) break;
        list[i].id = index->strings.len;
        list[i].id_len = row.id.len;
        status = dvi_buffer_append(&index->strings, row.id.data, row.id.len);
    }
    for (size_t i = 0; i < n; i++)
        list[i].ids = index->strings.data;
    return status;
}

static dvk_status order_equal(dvk_index *index, ranked *list, size_t n) {
    named *all = dvi_alloc_zero(n, sizeof *all);
    if (all == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < n; i++)
        all[i].article = list[i];
    dvk_status status = read_ids(index, all, n);
    if (status == DVK_OK) {
        qsort(all, n, sizeof *all, by_id);
        for (size_t i = 0; i < n; i++)
            list[i] = all[i].article;
    }
    dvi_free(all);
    return status;
}

/* Articles of the same features and time are told apart by their ids, which are looked up for these alone. Of
 * more than a list gives whole each has pairs with those that came shortly before and after it: these stay in
 * the order in which they came, as groups that begin in many places along them would not grow together. */
static dvk_status order_by_ids(dvk_index *index, ranked *list, size_t n) {
    dvk_status status = DVK_OK;
    for (size_t i = 0, end; i < n && status == DVK_OK; i = end) {
        for (end = i + 1; end < n && list[end].tie == list[i].tie && list[end].time == list[i].time;)
            end++;
        if (end - i > 1 && end - i <= DVI_BUCKET_CAP) status = order_equal(index, list + i, end - i);
    }
    return status;
}

/* Pairs between articles of the region, by their ranks; the others go. */
static void rank_pairs(dvi_region *r, const uint32_t *rank) {
    size_t n = 0;
    for (size_t i = 0; i < r->n_pairs; i++) {
        uint32_t a = dvi_region_find(r, r->pairs[i].a), b = dvi_region_find(r, r->pairs[i].b);
        if (a == UINT32_MAX || b == UINT32_MAX) continue;
        a = rank[a];
        b = rank[b];
        r->pairs[n++] = (dvk_pair){a < b ? a : b, a < b ? b : a, r->pairs[i].duplicate, r->pairs[i].event};
    }
    r->n_pairs = n;
}

static dvk_status room_for_results(dvi_region *r) {
    if (r->n <= r->assigned_cap) return DVK_OK;
    size_t cap = r->n + r->n / 2;
    void *assigned = dvi_realloc(r->assigned, cap, sizeof *r->assigned);
    if (assigned != NULL) r->assigned = assigned;
    void *copies = dvi_realloc(r->copies, cap, sizeof *r->copies);
    if (copies != NULL) r->copies = copies;
    void *reports = dvi_realloc(r->reports, cap, sizeof *r->reports);
    if (reports != NULL) r->reports = reports;
    if (assigned == NULL || copies == NULL || reports == NULL) return DVK_E_MEMORY;
    r->assigned_cap = cap;
    return DVK_OK;
}

static int by_articles(const void *left, const void *right) {
    const dvk_pair *a = left, *b = right;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* Where the articles of the pairs are found. */
typedef struct ranks {
    dvk_index *index;
    const dvi_prepared *asked;
    const ranked *list;
} ranks;

static dvk_status comparable_of(void *context, unsigned thread, uint32_t rank, const dvi_comparable **out) {
    (void)thread;
    const ranks *r = context;
    const uint32_t number = r->list[rank].number;
    if (number != DVI_NO_NUMBER) return dvi_index_comparable(r->index, number, out);
    *out = &r->asked->comparable;
    return DVK_OK;
}

static dvk_status leave_out_items(dvk_index *index, const dvi_prepared *asked, const ranked *list) {
    dvi_region *r = &index->region;
    ranks context = {index, asked, list};
    const dvi_looked_at articles = {&context, comparable_of, 1, dvi_choose_find_shared(index->options.cpu)};
    if (r->n_pairs > 1) qsort(r->pairs, r->n_pairs, sizeof *r->pairs, by_articles);
    return dvi_leave_out_items(r->pairs, &r->n_pairs, (uint32_t)r->n,
                               &dvi_store_pinned(index->store)->cluster, &articles);
}

static dvk_status cluster(dvk_index *index, const dvi_prepared *asked, ranked *list, uint32_t *rank,
                          int64_t *times, dvk_assignment *by_rank) {
    dvi_region *r = &index->region;
    for (size_t i = 0; i < r->n; i++)
        list[i] = (ranked){r->places[i].tie, r->places[i].time, r->numbers[i], (uint32_t)i};
    qsort(list, r->n, sizeof *list, by_tie);
    dvk_status status = order_by_ids(index, list, r->n);
    if (status != DVK_OK) return status;
    for (size_t i = 0; i < r->n; i++) {
        rank[list[i].at] = (uint32_t)i;
        times[i] = list[i].time;
    }
    rank_pairs(r, rank);
    status = leave_out_items(index, asked, list);
    if (status == DVK_OK)
        status =
            dvk_cluster(r->pairs, r->n_pairs, times, r->n, &dvi_store_pinned(index->store)->cluster, by_rank);
    for (size_t i = 0; i < r->n && status == DVK_OK; i++)
        r->assigned[i] = by_rank[rank[i]];
    return status;
}

/* Sizes of the groups; `counts` holds as many numbers as there are articles. */
static void count_sizes(dvi_region *r, uint32_t *counts) {
    memset(counts, 0, r->n * sizeof *counts);
    for (size_t i = 0; i < r->n; i++)
        counts[r->assigned[i].duplicate]++;
    for (size_t i = 0; i < r->n; i++)
        r->copies[i] = counts[r->assigned[i].duplicate];
    memset(counts, 0, r->n * sizeof *counts);
    for (size_t i = 0; i < r->n; i++)
        counts[r->assigned[i].event]++;
    for (size_t i = 0; i < r->n; i++)
        r->reports[i] = counts[r->assigned[i].event];
}

dvk_status dvi_index_group(dvk_index *index, const dvi_prepared *asked, size_t most) {
    dvi_region *r = &index->region;
    dvk_status status = gather(index, asked, most);
    if (status == DVK_OK) status = room_for_results(r);
    if (status != DVK_OK || r->n == 0) return status;
    ranked *list = dvi_alloc(r->n, sizeof *list);
    uint32_t *rank = dvi_alloc(r->n, sizeof *rank);
    int64_t *times = dvi_alloc(r->n, sizeof *times);
    dvk_assignment *by_rank = dvi_alloc(r->n, sizeof *by_rank);
    bool enough = list != NULL && rank != NULL && times != NULL && by_rank != NULL;
    status = enough ? cluster(index, asked, list, rank, times, by_rank) : DVK_E_MEMORY;
    if (status == DVK_OK) count_sizes(r, rank);
    dvi_free(list);
    dvi_free(rank);
    dvi_free(times);
    dvi_free(by_rank);
    return status;
}
