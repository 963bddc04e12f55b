/* Clustering: scored pairs -> duplicate groups inside event clusters.
 *
 * Idea: articles are linked twice by the mean of their pairs (linkage.c). First into duplicate groups by the
 * probability of a duplicate; then these groups, which are never split again, into events by what the
 * probability of one event says for it (strength.c), where a pair links them, bounded by the window. A
 * duplicate group stands in time with the whole interval of its members and is not bounded itself: a copy may
 * come late.
 *
 * Source: see dvoinik/cluster.h, linkage.c and strength.c.
 *
 * All is done within one connected component after another: nothing merges where no pair links. */
#include "dvoinik/cluster.h"

#include <stdbool.h>

#include "base/memory.h"
#include "component_pairs.h"
#include "linkage.h"
#include "nearness.h"
#include "strength.h"
#include "union_find.h"

/* Of the possible pairs between two groups half has to speak for their merge, in 1/65536. */
static const uint32_t min_density = 65536 / 2;

/* Of an article that many pairs at most: candidates are bounded, and copies have few of many. */
static const uint32_t pairs_each = 8;

/* As both of the above, for events: an article has some hundred candidates. */
static const uint32_t event_density = 65536;
static const uint32_t event_pairs_each = 64;

static const uint32_t certain = 65536;

typedef struct clustering {
    const dvk_cluster_params *params;
    const int64_t *times; /* may be NULL */
    dvk_assignment *out;  /* groups are told by their first articles until they are numbered */
    dvi_component_pairs all;
    dvi_union_find copies; /* components of the pairs above the duplicate threshold */
    dvi_linkage *linkage;  /* of the one level, then of the other */
    dvi_nearness nearness;

    /* One entry for each article of the component that is being looked at. */
    dvi_atom *atoms;
    uint32_t *duplicate; /* the first article of its duplicate group */
    uint32_t *atom;      /* its duplicate group as an atom of the event's linkage */
    uint32_t *group;     /* of an atom: the first atom of its event */
    uint32_t *first;     /* of an atom: its first article */
    uint32_t *event;     /* the first article of its event */
    uint32_t *best;      /* of an event, at its first article: the representative */
} clustering;

/* One connected component. */
typedef struct component {
    const uint32_t *articles;
    const dvk_pair *pairs;
    uint32_t n, n_pairs;
} component;

void dvk_cluster_params_init(dvk_cluster_params *params) {
    if (params == NULL) return;
    *params = (dvk_cluster_params){
        .duplicate_threshold = 65536 / 2,
        .event_threshold = 52429, /* .8 */
        .window = INT64_C(72) * 3600,
    };
}

dvk_status dvk_cluster_params_check(const dvk_cluster_params *params) {
    if (params == NULL || params->window < 0) return DVK_E_ARGUMENT;
    bool likely = params->duplicate_threshold <= certain && params->event_threshold <= certain;
    return likely ? DVK_OK : DVK_E_ARGUMENT;
}

static dvk_status check(const dvk_pair *pairs, size_t n_pairs, size_t n, const dvk_cluster_params *params,
                        const dvk_assignment *out) {
    if (dvk_cluster_params_check(params) != DVK_OK) return DVK_E_ARGUMENT;
    if ((pairs == NULL && n_pairs > 0) || (out == NULL && n > 0)) return DVK_E_ARGUMENT;
    if (n >= UINT32_MAX || n_pairs >= UINT32_MAX) return DVK_E_LIMIT;
    for (size_t i = 0; i < n_pairs; i++) {
        const dvk_pair *pair = &pairs[i];
        if (pair->a >= pair->b || pair->b >= n || pair->duplicate > certain || pair->event > certain)
            return DVK_E_ARGUMENT;
    }
    return DVK_OK;
}

bool dvk_cluster_may_link(const dvk_cluster_params *params, uint32_t duplicate, uint32_t event) {
    return params != NULL && (duplicate >= params->duplicate_threshold || event >= params->event_threshold);
}

/* Finds the components and sorts the pairs by them. */
static dvk_status find_components(clustering *work, const dvk_pair *pairs, size_t n_pairs, uint32_t n) {
    dvi_union_find together;
    dvk_status status = dvi_union_find_init(&work->copies, n);
    if (status == DVK_OK) status = dvi_union_find_init(&together, n);
    if (status != DVK_OK) return status;
    for (size_t i = 0; i < n_pairs; i++) {
        const dvk_pair *pair = &pairs[i];
        if (pair->duplicate >= work->params->duplicate_threshold)
            dvi_union_find_join(&work->copies, pair->a, pair->b);
        if (dvk_cluster_may_link(work->params, pair->duplicate, pair->event))
            dvi_union_find_join(&together, pair->a, pair->b);
    }
    status = dvi_component_pairs_init(&work->all, pairs, n_pairs, &together);
    dvi_union_find_finish(&together);
    return status;
}

static dvk_status make_room(clustering *work) {
    uint32_t n = work->all.max_articles;
    work->linkage = dvi_linkage_create(n, work->all.max_pairs);
    if (dvi_nearness_init(&work->nearness, n) != DVK_OK) return DVK_E_MEMORY;
    work->atoms = dvi_alloc(n, sizeof *work->atoms);
    work->duplicate = dvi_alloc(n, sizeof *work->duplicate);
    work->atom = dvi_alloc(n, sizeof *work->atom);
    work->group = dvi_alloc(n, sizeof *work->group);
    work->first = dvi_alloc(n, sizeof *work->first);
    work->event = dvi_alloc(n, sizeof *work->event);
    work->best = dvi_alloc(n, sizeof *work->best);
    bool enough = work->linkage != NULL && work->atoms != NULL && work->duplicate != NULL &&
                  work->atom != NULL && work->group != NULL && work->first != NULL && work->event != NULL &&
                  work->best != NULL;
    return enough ? DVK_OK : DVK_E_MEMORY;
}

static void clean_up(clustering *work) {
    dvi_component_pairs_finish(&work->all);
    dvi_union_find_finish(&work->copies);
    dvi_linkage_destroy(work->linkage);
    dvi_nearness_finish(&work->nearness);
    dvi_free(work->atoms);
    dvi_free(work->duplicate);
    dvi_free(work->atom);
    dvi_free(work->group);
    dvi_free(work->first);
    dvi_free(work->event);
    dvi_free(work->best);
}

static int64_t time_of(const clustering *work, uint32_t article) {
    return work->times != NULL ? work->times[article] : DVK_NO_TIME;
}

static void link_duplicates(clustering *work, const component *part) {
    for (uint32_t i = 0; i < part->n; i++)
        work->atoms[i] = (dvi_atom){.first = DVK_NO_TIME, .last = DVK_NO_TIME, .size = 1};
    dvi_linkage_begin(work->linkage, work->atoms, part->n, part->n_pairs);
    for (uint32_t i = 0; i < part->n_pairs; i++) {
        const dvk_pair *pair = &part->pairs[i];
        if (dvi_union_find_root(&work->copies, part->articles[pair->a]) ==
            dvi_union_find_root(&work->copies, part->articles[pair->b]))
            dvi_linkage_add(work->linkage, pair->a, pair->b, pair->duplicate, true);
    }
    const dvi_linkage_params params = {
        .threshold = work->params->duplicate_threshold, .min_density = min_density, .pairs_each = pairs_each};
    dvi_linkage_run(work->linkage, &params, work->duplicate);
}

static void widen(dvi_atom *atom, int64_t time) {
    atom->size++;
    if (time == DVK_NO_TIME) return;
    if (atom->first == DVK_NO_TIME || time < atom->first) atom->first = time;
    if (atom->last == DVK_NO_TIME || time > atom->last) atom->last = time;
}

/* Makes atoms of the duplicate groups, in order of their first articles; returns how many. */
static uint32_t make_atoms(clustering *work, const component *part) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < part->n; i++) {
        if (work->duplicate[i] == i) {
            work->first[n] = i;
            work->atom[i] = n;
            work->atoms[n++] = (dvi_atom){.first = DVK_NO_TIME, .last = DVK_NO_TIME, .size = 0};
        }
        work->atom[i] = work->atom[work->duplicate[i]];
        widen(&work->atoms[work->atom[i]], time_of(work, part->articles[i]));
    }
    return n;
}

static void link_events(clustering *work, const component *part) {
    uint32_t n = make_atoms(work, part);
    dvi_linkage_begin(work->linkage, work->atoms, n, part->n_pairs);
    for (uint32_t i = 0; i < part->n_pairs; i++) {
        uint32_t a = work->atom[part->pairs[i].a], b = work->atom[part->pairs[i].b];
        uint32_t event = part->pairs[i].event;
        if (a != b)
            dvi_linkage_add(work->linkage, a, b, dvi_strength(event), event >= work->params->event_threshold);
    }
    const dvi_linkage_params params = {.threshold = DVI_LEAST_STRENGTH,
                                       .min_density = event_density,
                                       .pairs_each = event_pairs_each,
                                       .window = work->params->window};
    dvi_linkage_run(work->linkage, &params, work->group);
    for (uint32_t i = 0; i < part->n; i++)
        work->event[i] = work->first[work->group[work->atom[i]]];
}

/* Whether the event is better represented by article b than by article a, a < b. */
static bool is_nearer(const clustering *work, const component *part, uint32_t b, uint32_t a) {
    const uint64_t *sums = work->nearness.sums;
    if (sums[a] != sums[b]) return sums[b] > sums[a];
    int64_t time_a = time_of(work, part->articles[a]), time_b = time_of(work, part->articles[b]);
    if (time_a == DVK_NO_TIME || time_b == DVK_NO_TIME) return time_b != DVK_NO_TIME;
    return time_b < time_a;
}

static void choose_representatives(clustering *work, const component *part) {
    for (uint32_t i = 0; i < part->n; i++) {
        uint32_t event = work->event[i];
        if (event == i || is_nearer(work, part, i, work->best[event])) work->best[event] = i;
    }
}

static void assign(clustering *work, const component *part) {
    for (uint32_t i = 0; i < part->n; i++) {
        uint32_t event = work->event[i];
        work->out[part->articles[i]] = (dvk_assignment){
            .duplicate = part->articles[work->duplicate[i]],
            .event = part->articles[event],
            .score = work->nearness.scores[i],
            .representative = work->best[event] == i,
        };
    }
}

static void cluster_component(clustering *work, uint32_t index) {
    component part = {.articles = work->all.articles + work->all.first_article[index]};
    part.n = work->all.first_article[index + 1] - work->all.first_article[index];
    if (part.n == 1) {
        uint32_t article = part.articles[0];
        work->out[article] = (dvk_assignment){article, article, certain, 1};
        return;
    }
    part.pairs = dvi_component_pairs_sorted(&work->all, index, &part.n_pairs);
    link_duplicates(work, &part);
    link_events(work, &part);
    dvi_nearness_measure(&work->nearness, part.pairs, part.n_pairs, work->event, part.n);
    choose_representatives(work, &part);
    assign(work, &part);
}

/* First articles become numbers. A first article comes before the others, so theirs is known. */
static void number_groups(dvk_assignment *out, uint32_t n) {
    uint32_t duplicates = 0, events = 0;
    for (uint32_t i = 0; i < n; i++) {
        out[i].duplicate = out[i].duplicate == i ? duplicates++ : out[out[i].duplicate].duplicate;
        out[i].event = out[i].event == i ? events++ : out[out[i].event].event;
    }
}

dvk_status dvk_cluster(const dvk_pair *pairs, size_t n_pairs, const int64_t *times, size_t n,
                       const dvk_cluster_params *params, dvk_assignment *out) {
    dvk_status status = check(pairs, n_pairs, n, params, out);
    if (status != DVK_OK) return status;
    clustering work = {.params = params, .times = times, .out = out};
    status = find_components(&work, pairs, n_pairs, (uint32_t)n);
    if (status == DVK_OK) status = make_room(&work);
    for (uint32_t i = 0; status == DVK_OK && i < work.all.n; i++)
        cluster_component(&work, i);
    if (status == DVK_OK) number_groups(out, (uint32_t)n);
    clean_up(&work);
    return status;
}
