/* Linkage: average-linkage agglomeration on a sparse graph.
 *
 * Idea: of all pairs of groups the one with the highest mean probability is merged, until no mean reaches the
 * threshold. Pairs that were not given count as 0, so that a chain of articles, each like the next, breaks:
 * the ends have nothing in common.
 *
 * Source: Manning, Raghavan, Schuetze, "Introduction to Information Retrieval", section 17.3 (group-average
 * clustering, here of the pairs between two groups only: UPGMA).
 *
 * Deviations. (1) Not every pair is looked at, so a missing one is weak evidence. The sum of groups A and B
 * is therefore divided by max(pairs given between A and B, expected pairs) and not by |A| |B|. Expected are
 * min(|A| |B| min_density, pairs_each min(|A|, |B|)): a cluster holds together when a share min_density of
 * its pairs speaks for it, or, for candidates are bounded, so many for each article of the smaller group. (2)
 * Two groups with dates do not merge while more than a window lies between them; a merge with what lies
 * between them can bring them together. A group without dates is not bounded. (3) Equal means: the merge goes
 * first whose lowest pair given is lower. The lowest pair, because it changes only with the pairs.
 *
 * A merge of A and B changes the mean of A + B and X in one of two ways. When A and B both had pairs with X,
 * the candidate is put into the queue anew. When one of them had, the mean can only fall, and the candidate
 * keeps the place it has: too far ahead, never too far behind. It is put right when it comes to the front.
 * Thus only the edges of the group with the fewer edges are moved. An edge of c pairs is below the threshold
 * once more than c / threshold are expected, so it is put right a bounded number of times: in all O(E log E)
 * moves and O(E log E / (threshold * min_density)) steps of the queue at the worst. */
#include "linkage.h"

#include <stdbool.h>

#include "base/memory.h"
#include "dvoinik/article.h"
#include "expected_pairs.h"
#include "group_graph.h"
#include "merge_queue.h"
#include "union_find.h"

typedef struct group {
    int64_t first, last; /* in time */
    uint32_t size;
    uint32_t waiting; /* the first of its list of waiters */
} group;

/* An edge whose groups are too far apart in time, in the list of one of them. */
typedef struct waiter {
    uint32_t edge;
    uint32_t next;
} waiter;

struct dvi_linkage {
    dvi_linkage_params params;
    dvi_group_graph graph;
    dvi_merge_queue queue;
    dvi_union_find sets;
    group *groups;
    bool *waits; /* of each edge, whether it waits */
    waiter *list;
    size_t list_cap;
    uint32_t n_list, free_list;
    uint32_t n;
};

static const uint32_t none = UINT32_MAX;

dvi_linkage *dvi_linkage_create(uint32_t atoms, uint32_t pairs) {
    dvi_linkage *linkage = dvi_alloc_zero(1, sizeof *linkage);
    if (linkage == NULL) return NULL;
    linkage->groups = dvi_alloc(atoms, sizeof *linkage->groups);
    linkage->waits = dvi_alloc(pairs, sizeof *linkage->waits);
    if (linkage->groups == NULL || linkage->waits == NULL ||
        dvi_group_graph_init(&linkage->graph, atoms, pairs) != DVK_OK ||
        dvi_merge_queue_init(&linkage->queue, pairs) != DVK_OK ||
        dvi_union_find_init(&linkage->sets, atoms) != DVK_OK) {
        dvi_linkage_destroy(linkage);
        return NULL;
    }
    return linkage;
}

void dvi_linkage_destroy(dvi_linkage *linkage) {
    if (linkage == NULL) return;
    dvi_group_graph_finish(&linkage->graph);
    dvi_merge_queue_finish(&linkage->queue);
    dvi_union_find_finish(&linkage->sets);
    dvi_free(linkage->groups);
    dvi_free(linkage->waits);
    dvi_free(linkage->list);
    dvi_free(linkage);
}

void dvi_linkage_begin(dvi_linkage *linkage, const dvi_atom *atoms, uint32_t n, uint32_t pairs) {
    linkage->n = n;
    linkage->n_list = 0;
    linkage->free_list = none;
    dvi_group_graph_reset(&linkage->graph, n, pairs);
    dvi_union_find_reset(&linkage->sets, n);
    for (uint32_t i = 0; i < n; i++)
        linkage->groups[i] = (group){atoms[i].first, atoms[i].last, atoms[i].size, none};
}

void dvi_linkage_add(dvi_linkage *linkage, uint32_t a, uint32_t b, uint32_t probability) {
    dvi_group_graph_add(&linkage->graph, a, b, probability);
}

/* What a sum is divided by, in 1/65536. */
static uint64_t divisor(const dvi_linkage *linkage, const dvi_edge *edge) {
    uint64_t least =
        dvi_expected_between(linkage->groups[edge->end[0]].size, linkage->groups[edge->end[1]].size,
                             linkage->params.min_density, linkage->params.pairs_each);
    uint64_t given = (uint64_t)edge->count << 16;
    return given > least ? given : least;
}

/* sum / divisor in 2^-48, rounded down: long division, for 64 bits do not hold sum << 48. */
static uint64_t mean(uint64_t sum, uint64_t by) {
    uint64_t whole = (sum << 16) / by, rest = (sum << 16) % by;
    uint64_t high = (rest << 16) / by;
    rest = (rest << 16) % by;
    return whole << 32 | high << 16 | (rest << 16) / by;
}

/* The merge of an edge's groups as it is now; false when they are gone or not alike enough. */
static bool merge_of(const dvi_linkage *linkage, uint32_t index, dvi_merge *out) {
    const dvi_edge *edge = &linkage->graph.edges[index];
    if (edge->count == 0) return false;
    *out = (dvi_merge){mean(edge->sum, divisor(linkage, edge)), edge->low, edge->high, index};
    return out->mean >= (uint64_t)linkage->params.threshold << 32;
}

static bool too_far_apart(const dvi_linkage *linkage, uint32_t edge) {
    const group *a = &linkage->groups[linkage->graph.edges[edge].end[0]];
    const group *b = &linkage->groups[linkage->graph.edges[edge].end[1]];
    if (linkage->params.window == 0 || a->first == DVK_NO_TIME || b->first == DVK_NO_TIME) return false;
    uint64_t gap = 0; /* unsigned, for the ends of int64_t are farther apart than INT64_MAX */
    if (b->first > a->last) gap = (uint64_t)b->first - (uint64_t)a->last;
    if (a->first > b->last) gap = (uint64_t)a->first - (uint64_t)b->last;
    return gap > (uint64_t)linkage->params.window;
}

static dvk_status enlist(dvi_linkage *linkage, uint32_t edge, group *owner) {
    uint32_t place = linkage->free_list;
    if (place != none) {
        linkage->free_list = linkage->list[place].next;
    } else {
        if (linkage->n_list == none) return DVK_E_MEMORY;
        dvk_status status = dvi_grow((void **)&linkage->list, &linkage->list_cap, (size_t)linkage->n_list + 1,
                                     sizeof *linkage->list);
        if (status != DVK_OK) return status;
        place = linkage->n_list++;
    }
    linkage->list[place] = (waiter){edge, owner->waiting};
    owner->waiting = place;
    return DVK_OK;
}

/* Lets an edge wait until one of its groups has changed. */
static dvk_status let_wait(dvi_linkage *linkage, uint32_t edge) {
    linkage->waits[edge] = true;
    for (int side = 0; side < 2; side++) {
        dvk_status status = enlist(linkage, edge, &linkage->groups[linkage->graph.edges[edge].end[side]]);
        if (status != DVK_OK) return status;
    }
    return DVK_OK;
}

/* Whether a waiting edge has to go on waiting; if not it is back in the queue or below the threshold. */
static bool still_waits(dvi_linkage *linkage, uint32_t edge) {
    dvi_merge merge;
    if (!linkage->waits[edge]) return false;
    bool alike = merge_of(linkage, edge, &merge);
    if (alike && too_far_apart(linkage, edge)) return true;
    linkage->waits[edge] = false;
    if (alike) dvi_merge_queue_put(&linkage->queue, &merge);
    return false;
}

/* Looks again at all that waits for either group, and leaves what still waits to `into`. */
static void look_again(dvi_linkage *linkage, uint32_t from, uint32_t into) {
    const uint32_t lists[2] = {linkage->groups[from].waiting, linkage->groups[into].waiting};
    uint32_t left = none;
    for (int i = 0; i < 2; i++) {
        for (uint32_t next, at = lists[i]; at != none; at = next) {
            waiter *here = &linkage->list[at];
            next = here->next;
            uint32_t *to = still_waits(linkage, here->edge) ? &left : &linkage->free_list;
            here->next = *to;
            *to = at;
        }
    }
    linkage->groups[into].waiting = left;
}

static void absorb(group *into, const group *from) {
    into->size += from->size;
    if (from->first == DVK_NO_TIME) return;
    if (into->first == DVK_NO_TIME || from->first < into->first) into->first = from->first;
    if (into->last == DVK_NO_TIME || from->last > into->last) into->last = from->last;
}

/* An edge has got more pairs. One that waits is looked at with the others that do. */
static void renew(dvi_linkage *linkage, uint32_t edge) {
    dvi_merge merge;
    if (linkage->waits[edge]) return;
    if (merge_of(linkage, edge, &merge))
        dvi_merge_queue_put(&linkage->queue, &merge);
    else
        dvi_merge_queue_remove(&linkage->queue, edge);
}

static void merge_groups(dvi_linkage *linkage, uint32_t edge) {
    dvi_group_graph *graph = &linkage->graph;
    uint32_t from = graph->edges[edge].end[0], into = graph->edges[edge].end[1];
    if (graph->degree[from] > graph->degree[into]) {
        uint32_t other = from;
        from = into;
        into = other;
    }
    dvi_union_find_join(&linkage->sets, from, into);
    absorb(&linkage->groups[into], &linkage->groups[from]);
    for (uint32_t next, at = graph->first[from]; at != DVI_NO_EDGE; at = next) {
        next = dvi_group_graph_next(graph, at, from);
        uint32_t kept = dvi_group_graph_move(graph, at, from, into);
        if (kept == at) continue;
        dvi_merge_queue_remove(&linkage->queue, at);
        if (kept != DVI_NO_EDGE) renew(linkage, kept);
    }
    look_again(linkage, from, into);
}

static void fill_queue(dvi_linkage *linkage) {
    uint32_t n = linkage->graph.n_edges;
    dvi_merge_queue_reset(&linkage->queue, n);
    for (uint32_t edge = 0; edge < n; edge++) {
        dvi_merge merge;
        linkage->waits[edge] = false;
        if (merge_of(linkage, edge, &merge)) dvi_merge_queue_put(&linkage->queue, &merge);
    }
}

dvk_status dvi_linkage_run(dvi_linkage *linkage, const dvi_linkage_params *params, uint32_t *result) {
    dvi_merge best, now;
    linkage->params = *params;
    fill_queue(linkage);
    while (dvi_merge_queue_take(&linkage->queue, &best)) {
        if (!merge_of(linkage, best.edge, &now)) continue;
        if (dvi_merge_before(&best, &now)) {
            dvi_merge_queue_put(&linkage->queue, &now);
        } else if (too_far_apart(linkage, best.edge)) {
            dvk_status status = let_wait(linkage, best.edge);
            if (status != DVK_OK) return status;
        } else {
            merge_groups(linkage, best.edge);
        }
    }
    for (uint32_t i = 0; i < linkage->n; i++)
        result[i] = dvi_union_find_root(&linkage->sets, i);
    return DVK_OK;
}
