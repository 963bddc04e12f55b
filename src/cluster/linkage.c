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
 * Equal means: the merge goes first whose lowest pair given is lower. The lowest pair, because it changes
 * only with the pairs.
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
#include "expected_pairs.h"
#include "group_graph.h"
#include "merge_queue.h"
#include "union_find.h"

struct dvi_linkage {
    dvi_linkage_params params;
    dvi_group_graph graph;
    dvi_merge_queue queue;
    dvi_union_find sets;
    uint32_t *sizes; /* of the groups */
    uint32_t n;
};

dvi_linkage *dvi_linkage_create(uint32_t atoms, uint32_t pairs) {
    dvi_linkage *linkage = dvi_alloc_zero(1, sizeof *linkage);
    if (linkage == NULL) return NULL;
    linkage->sizes = dvi_alloc(atoms, sizeof *linkage->sizes);
    if (linkage->sizes == NULL || dvi_group_graph_init(&linkage->graph, atoms, pairs) != DVK_OK ||
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
    dvi_free(linkage->sizes);
    dvi_free(linkage);
}

void dvi_linkage_begin(dvi_linkage *linkage, const dvi_atom *atoms, uint32_t n, uint32_t pairs) {
    linkage->n = n;
    dvi_group_graph_reset(&linkage->graph, n, pairs);
    dvi_union_find_reset(&linkage->sets, n);
    for (uint32_t i = 0; i < n; i++)
        linkage->sizes[i] = atoms[i].size;
}

void dvi_linkage_add(dvi_linkage *linkage, uint32_t a, uint32_t b, uint32_t probability) {
    dvi_group_graph_add(&linkage->graph, a, b, probability);
}

/* What a sum is divided by, in 1/65536. */
static uint64_t divisor(const dvi_linkage *linkage, const dvi_edge *edge) {
    uint64_t least = dvi_expected_between(linkage->sizes[edge->end[0]], linkage->sizes[edge->end[1]],
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

/* An edge has got more pairs. */
static void renew(dvi_linkage *linkage, uint32_t edge) {
    dvi_merge merge;
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
    linkage->sizes[into] += linkage->sizes[from];
    for (uint32_t next, at = graph->first[from]; at != DVI_NO_EDGE; at = next) {
        next = dvi_group_graph_next(graph, at, from);
        uint32_t kept = dvi_group_graph_move(graph, at, from, into);
        if (kept == at) continue;
        dvi_merge_queue_remove(&linkage->queue, at);
        if (kept != DVI_NO_EDGE) renew(linkage, kept);
    }
}

static void fill_queue(dvi_linkage *linkage) {
    uint32_t n = linkage->graph.n_edges;
    dvi_merge_queue_reset(&linkage->queue, n);
    for (uint32_t edge = 0; edge < n; edge++) {
        dvi_merge merge;
        if (merge_of(linkage, edge, &merge)) dvi_merge_queue_put(&linkage->queue, &merge);
    }
}

void dvi_linkage_run(dvi_linkage *linkage, const dvi_linkage_params *params, uint32_t *result) {
    dvi_merge best, now;
    linkage->params = *params;
    fill_queue(linkage);
    while (dvi_merge_queue_take(&linkage->queue, &best)) {
        if (!merge_of(linkage, best.edge, &now)) continue;
        if (dvi_merge_before(&best, &now))
            dvi_merge_queue_put(&linkage->queue, &now);
        else
            merge_groups(linkage, best.edge);
    }
    for (uint32_t i = 0; i < linkage->n; i++)
        result[i] = dvi_union_find_root(&linkage->sets, i);
}
