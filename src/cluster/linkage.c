/* Linkage: average-linkage agglomeration on a sparse graph.
 *
 * Idea: of all pairs of groups the one with the highest mean strength is merged, until no mean reaches the
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
 * A mean alone merges nothing: one pair must link. (3) Equal means: the merge goes first whose lowest pair
 * given is lower. The lowest pair, because it changes only with the pairs. (4) Merges that the window refuses
 * are put by until no other is left, for what lies between may have bridged the gap: MAX_PASSES times in all,
 * for hostile dates can make every pass merge no more than one pair of groups.
 *
 * A merge of A and B changes the mean of A + B and X in one of two ways. When A and B both had pairs with X,
 * the candidate is put into the queue anew. When one of them had, the mean can only fall, and the candidate
 * keeps the place it has: too far ahead, never too far behind. It is put right when it comes to the front.
 * Thus only the edges of the group with the fewer edges are moved. An edge of c pairs is below the threshold
 * once more than c / threshold are expected, so it is put right a bounded number of times: in all O(E log E)
 * moves and O(E log E / (threshold * min_density)) steps of the queue at the worst. */
#include "linkage.h"

#include <stdbool.h>

#include "article/calendar.h"
#include "base/memory.h"
#include "dvoinik/article.h"
#include "expected_pairs.h"
#include "group_graph.h"
#include "merge_queue.h"
#include "union_find.h"

typedef struct group {
    int64_t first, last; /* in time */
    uint32_t size;       /* articles */
} group;

struct dvi_linkage {
    dvi_linkage_params params;
    dvi_group_graph graph;
    dvi_merge_queue queue;
    dvi_union_find sets;
    group *groups;
    bool *waits; /* of an edge: its merge is put by */
    uint32_t n;
};

enum { MAX_PASSES = 32 };

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
    dvi_free(linkage);
}

void dvi_linkage_begin(dvi_linkage *linkage, const dvi_atom *atoms, uint32_t n, uint32_t pairs) {
    linkage->n = n;
    dvi_group_graph_reset(&linkage->graph, n, pairs);
    dvi_union_find_reset(&linkage->sets, n);
    for (uint32_t i = 0; i < n; i++)
        linkage->groups[i] = (group){atoms[i].first, atoms[i].last, atoms[i].size};
}

void dvi_linkage_add(dvi_linkage *linkage, uint32_t a, uint32_t b, uint32_t strength, bool links) {
    dvi_group_graph_add(&linkage->graph, a, b, strength, links);
}

/* What a sum is divided by, in 1/65536. */
static uint64_t divisor(const dvi_linkage *linkage, const dvi_edge *edge) {
    const group *a = &linkage->groups[edge->end[0]], *b = &linkage->groups[edge->end[1]];
    uint64_t least =
        dvi_expected_between(a->size, b->size, linkage->params.min_density, linkage->params.pairs_each);
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

/* The merge of an edge's groups as it is now; false when they are gone, not linked or not alike enough. */
static bool merge_of(const dvi_linkage *linkage, uint32_t index, dvi_merge *out) {
    const dvi_edge *edge = &linkage->graph.edges[index];
    if (edge->count == 0 || !edge->linked) return false;
    *out = (dvi_merge){mean(edge->sum, divisor(linkage, edge)), edge->low, edge->high, index};
    return out->mean >= (uint64_t)linkage->params.threshold << 32;
}

/* An edge has got more pairs. */
static void renew(dvi_linkage *linkage, uint32_t edge) {
    dvi_merge merge;
    if (merge_of(linkage, edge, &merge))
        dvi_merge_queue_put(&linkage->queue, &merge);
    else
        dvi_merge_queue_remove(&linkage->queue, edge);
}

static bool too_far_apart(const dvi_linkage *linkage, uint32_t edge) {
    const uint32_t *end = linkage->graph.edges[edge].end;
    const group *a = &linkage->groups[end[0]], *b = &linkage->groups[end[1]];
    if (b->first > a->last) return !dvi_are_near(a->last, b->first, linkage->params.window);
    if (a->first > b->last) return !dvi_are_near(b->last, a->first, linkage->params.window);
    return false;
}

static void take_in(group *into, const group *from) {
    into->size += from->size;
    if (from->first == DVK_NO_TIME) return;
    if (into->first == DVK_NO_TIME || from->first < into->first) into->first = from->first;
    if (into->last == DVK_NO_TIME || from->last > into->last) into->last = from->last;
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
    take_in(&linkage->groups[into], &linkage->groups[from]);
    for (uint32_t next, at = graph->first[from]; at != DVI_NO_EDGE; at = next) {
        next = dvi_group_graph_next(graph, at, from);
        uint32_t kept = dvi_group_graph_move(graph, at, from, into);
        if (kept == at) continue;
        dvi_merge_queue_remove(&linkage->queue, at);
        if (kept != DVI_NO_EDGE) renew(linkage, kept);
    }
}

/* Merges until the queue is empty; whether anything was. */
static bool pass(dvi_linkage *linkage) {
    dvi_merge best, now;
    bool merged = false;
    while (dvi_merge_queue_take(&linkage->queue, &best)) {
        if (!merge_of(linkage, best.edge, &now)) continue;
        if (dvi_merge_before(&best, &now)) {
            dvi_merge_queue_put(&linkage->queue, &now);
        } else if (too_far_apart(linkage, best.edge)) {
            linkage->waits[best.edge] = true;
        } else {
            merge_groups(linkage, best.edge);
            merged = true;
        }
    }
    return merged;
}

/* Whether any merge waited. */
static bool put_back(dvi_linkage *linkage) {
    bool any = false;
    for (uint32_t edge = 0; edge < linkage->graph.n_edges; edge++) {
        if (!linkage->waits[edge]) continue;
        linkage->waits[edge] = false;
        renew(linkage, edge);
        any = true;
    }
    return any;
}

void dvi_linkage_run(dvi_linkage *linkage, const dvi_linkage_params *params, uint32_t *result) {
    linkage->params = *params;
    dvi_merge_queue_reset(&linkage->queue, linkage->graph.n_edges);
    for (uint32_t edge = 0; edge < linkage->graph.n_edges; edge++)
        linkage->waits[edge] = true;
    for (int passes = 0; passes < MAX_PASSES && put_back(linkage) && pass(linkage); passes++) {
    }
    for (uint32_t i = 0; i < linkage->n; i++)
        result[i] = dvi_union_find_root(&linkage->sets, i);
}
