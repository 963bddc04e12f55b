/* Linkage of events: guarded single linkage on a sparse graph.
 *
 * Idea: reports of one event may differ from most of the others and still be near to one of them, so that one
 * strong link is enough (single linkage); but links alone chain stories into one another. So a link joins two
 * groups only while the event that comes of it holds together: neither the mean probability of the pairs
 * between the two groups (contact) nor that of all pairs within the new one (cohesion) may fall below a
 * share. Contact must be the more, the more reports the smaller group has: what is wrong about a merge grows
 * with the product of both.
 *
 * Two reports that are nearly sure of a third say as much as one that is sure: when no link is left, pairs a
 * little weaker join two groups that have more than one pair between them, if all possible pairs between the
 * two are that strong in the mean.
 *
 * Links are taken from the strongest down, of equally strong ones that between the lower atoms first. One
 * that a guard refuses is not looked at again. Those that the window refuses are gone through anew when
 * something has been joined, for what lies between may have bridged the gap: MAX_PASSES times in all, for
 * hostile dates can make every pass join no more than one link. A link is refused by the window before it is
 * by a guard.
 *
 * Source: Kruskal's algorithm for single linkage, as in Gower and Ross, "Minimum spanning trees and single
 * linkage cluster analysis", Applied Statistics 18 (1969); the guards are this project's, measured in
 * bench/quality. Pairs that were not given count as 0, as in linkage.c: a mean is over max(pairs given,
 * expected pairs), between two groups and within one; see expected_pairs.c. The articles of an atom are
 * copies: they count as pairs of certainty, as many as pairs_each allows, lest a crowd of them hold anything
 * together.
 *
 * Cost: O(E log E). */
#include "event_linkage.h"

#include <stdlib.h>

#include "article/calendar.h"
#include "base/memory.h"
#include "dvoinik/article.h"
#include "expected_pairs.h"
#include "group_graph.h"
#include "union_find.h"

typedef struct link {
    uint32_t probability, lowered, a, b;
    bool weak;
} link;

typedef struct group {
    int64_t first, last; /* in time */
    uint64_t sum, count; /* of the pairs given within it */
    uint32_t size;       /* articles */
    uint32_t atoms;      /* reports that are no copies of each other */
    uint32_t node;       /* of the graph */
} group;

struct dvi_event_linkage {
    dvi_event_params params;
    dvi_group_graph graph;
    dvi_union_find sets;
    group *groups; /* by root of the set */
    link *links;
    uint32_t n, n_links;
};

static const uint32_t certain = 65536;

enum { MAX_PASSES = 32 };

dvi_event_linkage *dvi_event_linkage_create(uint32_t atoms, uint32_t pairs) {
    dvi_event_linkage *linkage = dvi_alloc_zero(1, sizeof *linkage);
    if (linkage == NULL) return NULL;
    linkage->groups = dvi_alloc(atoms, sizeof *linkage->groups);
    linkage->links = dvi_alloc(pairs, sizeof *linkage->links);
    if (linkage->groups == NULL || linkage->links == NULL ||
        dvi_group_graph_init(&linkage->graph, atoms, pairs) != DVK_OK ||
        dvi_union_find_init(&linkage->sets, atoms) != DVK_OK) {
        dvi_event_linkage_destroy(linkage);
        return NULL;
    }
    return linkage;
}

void dvi_event_linkage_destroy(dvi_event_linkage *linkage) {
    if (linkage == NULL) return;
    dvi_group_graph_finish(&linkage->graph);
    dvi_union_find_finish(&linkage->sets);
    dvi_free(linkage->groups);
    dvi_free(linkage->links);
    dvi_free(linkage);
}

void dvi_event_linkage_begin(dvi_event_linkage *linkage, const dvi_atom *atoms, uint32_t n, uint32_t pairs) {
    linkage->n = n;
    linkage->n_links = 0;
    dvi_group_graph_reset(&linkage->graph, n, pairs);
    dvi_union_find_reset(&linkage->sets, n);
    for (uint32_t i = 0; i < n; i++)
        linkage->groups[i] = (group){
            .first = atoms[i].first, .last = atoms[i].last, .size = atoms[i].size, .atoms = 1, .node = i};
}

void dvi_event_linkage_add(dvi_event_linkage *linkage, uint32_t a, uint32_t b, uint32_t probability,
                           uint32_t lowered) {
    dvi_group_graph_add(&linkage->graph, a, b, lowered);
    linkage->links[linkage->n_links++] = (link){probability, lowered, a < b ? a : b, a < b ? b : a, false};
}

/* Weak ones behind all others. */
static int stronger_first(const void *one, const void *other) {
    const link *x = one, *y = other;
    if (x->weak != y->weak) return x->weak ? 1 : -1;
    if (x->lowered != y->lowered) return x->lowered < y->lowered ? 1 : -1;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

bool dvi_event_may_link(const dvi_event_params *params, uint32_t probability) {
    return probability >= params->link || (params->weak_link != 0 && probability >= params->weak_link);
}

/* Leaves the pairs that link, the strongest first; returns how many are not weak. */
static uint32_t sort_links(dvi_event_linkage *linkage) {
    uint32_t kept = 0, strong = 0;
    for (uint32_t i = 0; i < linkage->n_links; i++) {
        link l = linkage->links[i];
        if (!dvi_event_may_link(&linkage->params, l.probability)) continue;
        l.weak = l.probability < linkage->params.link;
        strong += !l.weak;
        linkage->links[kept++] = l;
    }
    linkage->n_links = kept;
    qsort(linkage->links, kept, sizeof *linkage->links, stronger_first);
    return strong;
}

/* The articles of an atom are taken for pairs of certainty, as many as would be expected of it at full
 * density. */
static void count_copies(dvi_event_linkage *linkage) {
    for (uint32_t i = 0; i < linkage->n; i++) {
        group *atom = &linkage->groups[i];
        atom->count = dvi_expected_within(atom->size, certain, linkage->params.pairs_each) >> 16;
        atom->sum = atom->count * certain;
    }
}

/* Whether sum / max(given, expected / 65536) reaches `least`. Given pairs stay below 2^48, for all
 * atoms together have less than 2^32 articles and each counts less than 2^32 pairs. */
static bool mean_reaches(uint64_t sum, uint64_t given, uint64_t expected, uint32_t least) {
    expected >>= 16;
    return sum >= (given > expected ? given : expected) * least;
}

/* log2(n), n > 0, in 1/65536, by straight lines between the powers of two. */
static uint64_t doublings(uint32_t n) {
    uint32_t octave = 0;
    while (n >> octave > 1)
        octave++;
    uint64_t beyond = (uint64_t)(n - (UINT32_C(1) << octave)) << 16; /* of the octave */
    return ((uint64_t)octave << 16) + (beyond >> octave);
}

/* The least mean between two groups. One article more may be near to a few of many; two groups of many
 * reports each that are two parts of one story are nearer than that, and two halves of one event nearer
 * still. */
static uint32_t least_contact(const dvi_event_params *params, uint32_t atoms_a, uint32_t atoms_b) {
    enum { FEW = 2 };
    uint32_t contact = atoms_a <= FEW && atoms_b <= FEW ? params->contact_of_few : params->contact;
    uint64_t rise = params->contact_rise * doublings(atoms_a < atoms_b ? atoms_a : atoms_b) / certain;
    return contact + rise < certain ? (uint32_t)(contact + rise) : certain;
}

static bool holds_together(const dvi_event_linkage *linkage, const group *a, const group *b,
                           const dvi_edge *edge) {
    const dvi_event_params *params = &linkage->params;
    uint64_t between = dvi_expected_between(a->size, b->size, params->min_density, params->pairs_each);
    uint32_t contact = least_contact(params, a->atoms, b->atoms);
    if (!mean_reaches(edge->sum, edge->count, between, contact)) return false;
    uint64_t within = dvi_expected_within(a->size + b->size, params->min_density, params->pairs_each);
    return mean_reaches(a->sum + b->sum + edge->sum, a->count + b->count + edge->count, within,
                        params->cohesion);
}

/* Whether a weak link between them is borne out by others. */
static bool is_borne_out(const dvi_event_linkage *linkage, const group *a, const group *b,
                         const dvi_edge *edge) {
    uint64_t all = dvi_expected_between(a->size, b->size, certain, 0);
    return edge->count > 1 && mean_reaches(edge->sum, edge->count, all, linkage->params.weak_link);
}

static bool too_far_apart(const dvi_event_linkage *linkage, const group *a, const group *b) {
    if (linkage->params.window == 0 || a->first == DVK_NO_TIME || b->first == DVK_NO_TIME) return false;
    uint64_t gap = 0;
    if (b->first > a->last) gap = dvi_seconds_between(a->last, b->first);
    if (a->first > b->last) gap = dvi_seconds_between(b->last, a->first);
    return gap > (uint64_t)linkage->params.window;
}

static void widen(group *into, const group *from) {
    if (from->first == DVK_NO_TIME) return;
    if (into->first == DVK_NO_TIME || from->first < into->first) into->first = from->first;
    if (into->last == DVK_NO_TIME || from->last > into->last) into->last = from->last;
}

/* Joins the groups of two roots: the node with fewer edges goes into the other. */
static void join(dvi_event_linkage *linkage, uint32_t root_a, uint32_t root_b, const dvi_edge *edge) {
    dvi_group_graph *graph = &linkage->graph;
    group merged = linkage->groups[root_a];
    const group *other = &linkage->groups[root_b];
    merged.sum += other->sum + edge->sum;
    merged.count += other->count + edge->count;
    merged.size += other->size;
    merged.atoms += other->atoms;
    widen(&merged, other);
    uint32_t from = merged.node, into = other->node;
    if (graph->degree[from] > graph->degree[into]) {
        from = other->node;
        into = merged.node;
    }
    for (uint32_t next, at = graph->first[from]; at != DVI_NO_EDGE; at = next) {
        next = dvi_group_graph_next(graph, at, from);
        dvi_group_graph_move(graph, at, from, into);
    }
    merged.node = into;
    dvi_union_find_join(&linkage->sets, root_a, root_b);
    linkage->groups[dvi_union_find_root(&linkage->sets, root_a)] = merged;
}

/* Goes through n links once; keeps those that only the window refused, or that wait for others to bear them
 * out, as the first of `links`. Tells whether anything was joined. */
static bool pass(dvi_event_linkage *linkage, link *links, uint32_t *n) {
    uint32_t kept = 0;
    bool joined = false;
    for (uint32_t i = 0; i < *n; i++) {
        uint32_t a = dvi_union_find_root(&linkage->sets, links[i].a);
        uint32_t b = dvi_union_find_root(&linkage->sets, links[i].b);
        if (a == b) continue;
        const group *x = &linkage->groups[a], *y = &linkage->groups[b];
        const dvi_edge *edge = &linkage->graph.edges[dvi_group_graph_find(&linkage->graph, x->node, y->node)];
        bool waits = links[i].weak && !is_borne_out(linkage, x, y, edge);
        if (waits || too_far_apart(linkage, x, y)) {
            links[kept++] = links[i];
        } else if (holds_together(linkage, x, y, edge)) {
            join(linkage, a, b, edge);
            joined = true;
        }
    }
    *n = kept;
    return joined && kept != 0;
}

void dvi_event_linkage_run(dvi_event_linkage *linkage, const dvi_event_params *params, uint32_t *result) {
    linkage->params = *params;
    count_copies(linkage);
    uint32_t strong = sort_links(linkage), weak = linkage->n_links - strong;
    link *weak_links = linkage->links + strong;
    for (int passes = 0; passes < MAX_PASSES && pass(linkage, linkage->links, &strong); passes++) {
    }
    for (int passes = 0; passes < MAX_PASSES && pass(linkage, weak_links, &weak); passes++) {
    }
    for (uint32_t i = 0; i < linkage->n; i++)
        result[i] = dvi_union_find_root(&linkage->sets, i);
}
