/* Clusters: whether large ones hold together, and what other ways of linking make of the same scored pairs.
 * The linking of events is put together here anew, so that one thing can be changed at a time; with nothing
 * changed it must make the very events that ship, which is checked on every run. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cluster/linkage.h"
#include "cluster/strength.h"
#include "cluster/union_find.h"
#include "match/score.h"
#include "pipeline/job_state.h"
#include "quality_jobs.h"

enum { HALF = 32768, ONE = 65536, KEPT = 6554 /* as a job keeps pairs */, LARGE = 10, GROUP_LIMIT = 4096 };

typedef enum linking { SHIPPED, AVERAGE, SINGLE } linking;

/* Shares in 1/100. */
typedef struct way {
    const char *name;
    linking linking;
    uint8_t threshold; /* of average linkage, as in cluster/linkage.h; 0 as shipped */
    uint8_t density;
    uint8_t pairs_each;
    bool plain;    /* means of probabilities, not of strengths */
    bool unlinked; /* no pair need link */
} way;

static const way nothing_changed = {"average", AVERAGE, 0, 100, 64, false, false};

static const way ways[] = {
    {"average linkage, as shipped", SHIPPED, 0, 0, 0, false, false},
    {"average, threshold .08", AVERAGE, 8, 100, 64, false, false},
    {"average, threshold .16", AVERAGE, 16, 100, 64, false, false},
    {"average, threshold .2", AVERAGE, 20, 100, 64, false, false},
    {"average, threshold .3", AVERAGE, 30, 100, 64, false, false},
    {"average, no link needed", AVERAGE, 0, 100, 64, false, true},
    {"average, any number of pairs expected", AVERAGE, 0, 100, 0, false, false},
    {"average, half of the pairs", AVERAGE, 0, 50, 64, false, false},
    {"average, of probabilities, threshold .4", AVERAGE, 40, 100, 64, true, false},
    {"average, of probabilities, threshold .5", AVERAGE, 50, 100, 64, true, false},
    {"single linkage", SINGLE, 0, 0, 0, false, false},
};
enum { WAYS = sizeof ways / sizeof *ways };

/* Articles, their pairs, and the groups they come into. */
typedef struct grouping {
    const dvk_pair *pairs;
    const int64_t *times;     /* may be NULL */
    const uint32_t *articles; /* their numbers in the job, where they are in another order */
    dvk_assignment *assigned;
    uint32_t *event;  /* of each article: equal numbers, one event */
    dvk_pair *inside; /* those of articles that links lead from one to the other: means are of no others */
    size_t n, n_pairs, n_inside;
} grouping;

static dvi_atom atom_without_time(void) {
    return (dvi_atom){.first = DVK_NO_TIME, .last = DVK_NO_TIME, .size = 0};
}

static void add_article(dvi_atom *atom, int64_t time) {
    atom->size++;
    if (time == DVK_NO_TIME) return;
    if (atom->first == DVK_NO_TIME || time < atom->first) atom->first = time;
    if (atom->last == DVK_NO_TIME || time > atom->last) atom->last = time;
}

/* The duplicate groups as atoms; how many. */
static uint32_t make_atoms(const grouping *g, dvi_atom *atoms) {
    uint32_t groups = 0;
    for (size_t i = 0; i < g->n; i++) {
        uint32_t own = g->assigned[i].duplicate;
        for (; groups <= own; groups++)
            atoms[groups] = atom_without_time();
        add_article(&atoms[own], g->times != NULL ? g->times[i] : DVK_NO_TIME);
    }
    return groups;
}

static void find_inside(grouping *g) {
    dvi_union_find together;
    dvk_cluster_params shipped;
    dvk_cluster_params_init(&shipped);
    if (dvi_union_find_init(&together, (uint32_t)g->n) != DVK_OK) quality_fail("memory ended", "linkage");
    for (size_t i = 0; i < g->n_pairs; i++)
        if (dvk_cluster_may_link(&shipped, g->pairs[i].duplicate, g->pairs[i].event))
            dvi_union_find_join(&together, g->pairs[i].a, g->pairs[i].b);
    g->inside = quality_room(g->n_pairs, sizeof *g->inside);
    g->n_inside = 0;
    for (size_t i = 0; i < g->n_pairs; i++)
        if (dvi_union_find_root(&together, g->pairs[i].a) == dvi_union_find_root(&together, g->pairs[i].b))
            g->inside[g->n_inside++] = g->pairs[i];
    dvi_union_find_finish(&together);
}

static void run_average(const grouping *g, const dvi_atom *atoms, uint32_t groups, const way *how,
                        uint32_t *group) {
    dvk_cluster_params shipped;
    dvk_cluster_params_init(&shipped);
    dvi_linkage *linkage = dvi_linkage_create(groups, (uint32_t)g->n_inside);
    if (linkage == NULL) quality_fail("memory ended", "linkage");
    dvi_linkage_begin(linkage, atoms, groups, (uint32_t)g->n_inside);
    for (size_t i = 0; i < g->n_inside; i++) {
        uint32_t a = g->assigned[g->inside[i].a].duplicate, b = g->assigned[g->inside[i].b].duplicate;
        uint32_t event = g->inside[i].event;
        const bool links = how->unlinked || event >= shipped.event_threshold;
        if (a != b) dvi_linkage_add(linkage, a, b, how->plain ? event : dvi_strength(event), links);
    }
    const dvi_linkage_params params = {.threshold = how->threshold == 0 ? DVI_LEAST_STRENGTH
                                                                        : how->threshold * ONE / 100u,
                                       .min_density = how->density * ONE / 100u,
                                       .pairs_each = how->pairs_each,
                                       .window = shipped.window};
    dvi_linkage_run(linkage, &params, group);
    dvi_linkage_destroy(linkage);
}

/* The duplicate groups linked anew. */
static void link_groups(grouping *g, const way *how) {
    dvi_atom *atoms = quality_room(g->n, sizeof *atoms);
    uint32_t *group = quality_room(g->n, sizeof *group), groups = make_atoms(g, atoms);
    run_average(g, atoms, groups, how, group);
    for (size_t i = 0; i < g->n; i++)
        g->event[i] = group[g->assigned[i].duplicate];
    dvi_free(atoms);
    dvi_free(group);
}

/* The connected components of the pairs above the threshold. */
static void link_single(grouping *g) {
    dvi_union_find sets;
    dvk_cluster_params shipped;
    dvk_cluster_params_init(&shipped);
    if (dvi_union_find_init(&sets, (uint32_t)g->n) != DVK_OK) quality_fail("memory ended", "linkage");
    for (size_t i = 0; i < g->n_pairs; i++)
        if (g->pairs[i].event >= shipped.event_threshold)
            dvi_union_find_join(&sets, g->pairs[i].a, g->pairs[i].b);
    for (size_t i = 0; i < g->n; i++)
        g->event[i] = dvi_union_find_root(&sets, (uint32_t)i);
    dvi_union_find_finish(&sets);
}

static void link_events(grouping *g, const way *how) {
    if (how->linking == SINGLE) {
        link_single(g);
    } else if (how->linking == SHIPPED) {
        for (size_t i = 0; i < g->n; i++)
            g->event[i] = g->assigned[i].event;
    } else {
        link_groups(g, how);
    }
}

/* Ends the program unless the events made here, with nothing changed, are those that ship. */
static void check_linking(grouping *g, const char *set) {
    uint32_t *ours = quality_room(g->n, sizeof *ours), *theirs = quality_room(g->n, sizeof *theirs);
    link_events(g, &nothing_changed);
    for (size_t i = 0; i < g->n; i++) { /* 1 + the number of the one by that of the other */
        uint32_t shipped = g->assigned[i].event, made = g->event[i];
        if (ours[shipped] == 0) ours[shipped] = made + 1;
        if (theirs[made] == 0) theirs[made] = shipped + 1;
        if (ours[shipped] != made + 1 || theirs[made] != shipped + 1)
            quality_fail("is not linked as src/cluster/cluster.c does it any more", set);
    }
    dvi_free(ours);
    dvi_free(theirs);
}

static void finish(grouping *g) {
    dvi_free(g->inside);
    dvi_free(g->assigned);
    dvi_free(g->event);
}

/* ---- ntrex ---- */

static dvk_pair *kept_pairs(const quality_pairs *pairs, size_t *n) {
    dvk_pair *kept = quality_room(pairs->n, sizeof *kept);
    *n = 0;
    for (size_t i = 0, at = 0; i < pairs->articles; i++) {
        for (size_t k = i + 1; k < pairs->articles; k++, at++) {
            uint32_t event = dvi_logistic(pairs->event[at]);
            if (event >= KEPT)
                kept[(*n)++] =
                    (dvk_pair){(uint32_t)i, (uint32_t)k, dvi_logistic(pairs->duplicate[at]), event};
        }
    }
    return kept;
}

typedef struct agreement {
    uint64_t right, said, true_pairs;
    uint32_t found[QUALITY_STORIES], all[QUALITY_STORIES]; /* independent pairs of each event */
} agreement;

static void compare(const quality_pairs *pairs, const grouping *g, bool six, agreement *out) {
    memset(out, 0, sizeof *out);
    for (size_t i = 0, at = 0; i < pairs->articles; i++) {
        for (size_t k = i + 1; k < pairs->articles; k++, at++) {
            unsigned label = pairs->label[at];
            bool same = label & QUALITY_SAME_EVENT, said = g->event[i] == g->event[k];
            if ((six && !(label & QUALITY_IN_SIX)) || (!same && (label & QUALITY_EITHER_WAY))) continue;
            out->said += said;
            out->true_pairs += same;
            out->right += said && same;
            if (!same || (label & QUALITY_SAME_STORY)) continue;
            out->all[pairs->gold->event[i]]++;
            out->found[pairs->gold->event[i]] += said;
        }
    }
}

static void print_agreement(FILE *out, const char *set, const char *how, const agreement *a) {
    double macro = 0;
    int events = 0;
    for (int e = 0; e < QUALITY_STORIES; e++) {
        if (a->all[e] == 0) continue;
        macro += (double)a->found[e] / a->all[e];
        events++;
    }
    fprintf(out, "linkage\t%s\t%s: event P\t%.4f\t\n", set, how, (double)a->right / (double)a->said);
    fprintf(out, "linkage\t%s\t%s: event F1\t%.4f\t\n", set, how,
            2.0 * (double)a->right / (double)(a->said + a->true_pairs));
    fprintf(out, "linkage\t%s\t%s: event R[macro independent]\t%.4f\t\n", set, how,
            events != 0 ? macro / events : 0);
}

static void on_ntrex(FILE *out, const quality_pairs *pairs) {
    grouping g = {.n = pairs->articles};
    dvk_cluster_params params;
    dvk_cluster_params_init(&params);
    dvk_pair *kept = kept_pairs(pairs, &g.n_pairs);
    g.pairs = kept;
    g.assigned = quality_room(g.n, sizeof *g.assigned);
    g.event = quality_room(g.n, sizeof *g.event);
    if (dvk_cluster(g.pairs, g.n_pairs, NULL, g.n, &params, g.assigned) != DVK_OK)
        quality_fail("cannot be grouped", "ntrex");
    find_inside(&g);
    check_linking(&g, "ntrex");
    for (int w = 0; w < WAYS; w++) {
        agreement a;
        link_events(&g, &ways[w]);
        compare(pairs, &g, true, &a);
        print_agreement(out, "ntrex, six", ways[w].name, &a);
        compare(pairs, &g, false, &a);
        print_agreement(out, "ntrex", ways[w].name, &a);
    }
    finish(&g);
    dvi_free(kept);
}

/* ---- the feed ---- */

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Median event probability of all pairs of some articles, GROUP_LIMIT of them at most. `members` are event
 * and article in one. */
static uint64_t median_of(const dvk_job *feed, const uint64_t *members, size_t n) {
    if (n > GROUP_LIMIT) n = GROUP_LIMIT;
    uint64_t *event = quality_room(n * (n - 1) / 2, sizeof *event), median;
    size_t pairs = 0;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = i + 1; k < n; k++) {
            dvk_match match;
            dvk_score(dvk_model_builtin(), dvk_job_features(feed, (uint32_t)members[i]),
                      dvk_job_features(feed, (uint32_t)members[k]), &match);
            event[pairs++] = match.event;
        }
    }
    qsort(event, pairs, sizeof *event, by_number);
    median = event[pairs / 2];
    dvi_free(event);
    return median;
}

static void print_large(FILE *out, const dvk_job *feed, const grouping *g, const char *how) {
    uint64_t *members = quality_room(g->n, sizeof *members);
    size_t large = 0, sound = 0, largest = 0;
    for (size_t i = 0; i < g->n; i++)
        members[i] = (uint64_t)g->event[i] << 32 | g->articles[i];
    qsort(members, g->n, sizeof *members, by_number);
    for (size_t i = 0, end; i < g->n; i = end) {
        for (end = i + 1; end < g->n && members[end] >> 32 == members[i] >> 32;)
            end++;
        if (end - i > largest) largest = end - i;
        if (end - i <= LARGE) continue;
        large++;
        sound += median_of(feed, members + i, end - i) >= HALF;
    }
    fprintf(out, "clusters\ttelegram\t%s: of more than ten articles\t%zu\t\n", how, large);
    fprintf(out, "clusters\ttelegram\t%s: of these with a median pair probability of .5\t%.4f\t1\n", how,
            large != 0 ? (double)sound / (double)large : 1);
    fprintf(out, "clusters\ttelegram\t%s: articles in the largest\t%zu\t\n", how, largest);
    dvi_free(members);
}

static const char *const relations[QUALITY_RELATIONS] = {"story", "event", "related", "different"};

typedef struct labelled_numbers {
    quality_labelled *list;
    uint32_t (*articles)[2];
    size_t n;
} labelled_numbers;

static dvk_span id_of(const dvk_results *results, size_t article) {
    dvk_result result;
    results->article(results->source, article, &result);
    return result.id;
}

static bool is_id(dvk_span id, const char *text) {
    return id.len == strlen(text) && memcmp(id.data, text, id.len) == 0;
}

static void find_labelled(labelled_numbers *out, const dvk_job *feed, const dvk_results *results,
                          const char *telegram) {
    out->n = quality_labelled_read(&out->list, telegram);
    out->articles = quality_room(out->n, sizeof *out->articles);
    for (size_t i = 0; i < results->n; i++) {
        dvk_span id = id_of(results, i);
        for (size_t k = 0; k < out->n; k++) {
            if (is_id(id, out->list[k].id_a)) out->articles[k][0] = feed->ties[i];
            if (is_id(id, out->list[k].id_b)) out->articles[k][1] = feed->ties[i];
        }
    }
}

static void print_together(FILE *out, const labelled_numbers *labelled, const grouping *g, const char *how,
                           bool duplicates) {
    static const char *const wanted[2][QUALITY_RELATIONS] = {{"", ">= .80", "<= .40", "<= .02"},
                                                             {">= .98", "<= .35", "<= .10", "0"}};
    for (int r = 0; r < QUALITY_RELATIONS; r++) {
        size_t n = 0, together = 0;
        for (size_t i = 0; i < labelled->n; i++) {
            if ((int)labelled->list[i].relation != r) continue;
            uint32_t a = labelled->articles[i][0], b = labelled->articles[i][1];
            n++;
            together += duplicates ? g->assigned[a].duplicate == g->assigned[b].duplicate
                                   : g->event[a] == g->event[b];
        }
        fprintf(out, "%s\ttelegram\t%s: %s pairs in one %s\t%.3f\t%s\n", duplicates ? "clusters" : "linkage",
                how, relations[r], duplicates ? "duplicate group" : "event", (double)together / (double)n,
                wanted[duplicates][r]);
    }
}

static int by_articles(const void *one, const void *other) {
    const dvk_pair *x = one, *y = other;
    if (x->a != y->a) return x->a < y->a ? -1 : 1;
    return x->b < y->b ? -1 : x->b > y->b;
}

/* The pairs of a job by rank, as it groups them: ties are broken by that. */
static dvk_pair *ranked_pairs(const dvk_job *feed, size_t *n) {
    const dvk_pair *given;
    *n = dvk_job_pairs(feed, &given);
    dvk_pair *pairs = quality_room(*n, sizeof *pairs);
    for (size_t i = 0; i < *n; i++) {
        uint32_t a = feed->ties[given[i].a], b = feed->ties[given[i].b];
        pairs[i] = (dvk_pair){a < b ? a : b, a < b ? b : a, given[i].duplicate, given[i].event};
    }
    qsort(pairs, *n, sizeof *pairs, by_articles);
    return pairs;
}

/* Duplicate groups numbered by their first articles, as dvk_cluster has them. */
static void number_duplicates(grouping *g) {
    uint32_t *number = quality_room(g->n, sizeof *number), groups = 0;
    for (size_t i = 0; i < g->n; i++) {
        uint32_t *own = &g->assigned[i].duplicate;
        if (number[*own] == 0) number[*own] = ++groups;
        *own = number[*own] - 1;
    }
    dvi_free(number);
}

/* A job's articles by rank. */
static void take_results(grouping *g, int64_t *times, uint32_t *articles, const dvk_job *feed,
                         const dvk_results *results) {
    *g = (grouping){.n = results->n, .times = times, .articles = articles};
    g->assigned = quality_room(g->n, sizeof *g->assigned);
    g->event = quality_room(g->n, sizeof *g->event);
    for (size_t i = 0; i < g->n; i++) {
        dvk_result result;
        results->article(results->source, i, &result);
        g->assigned[feed->ties[i]] = result.assigned;
        times[feed->ties[i]] = result.time;
        articles[feed->ties[i]] = (uint32_t)i;
    }
    number_duplicates(g);
}

static void on_feed(FILE *out, const dvk_job *feed, const char *telegram) {
    dvk_results results;
    grouping g;
    labelled_numbers labelled;
    dvk_job_results(feed, &results);
    int64_t *times = quality_room(results.n, sizeof *times);
    uint32_t *articles = quality_room(results.n, sizeof *articles);
    take_results(&g, times, articles, feed, &results);
    dvk_pair *pairs = ranked_pairs(feed, &g.n_pairs);
    g.pairs = pairs;
    find_labelled(&labelled, feed, &results, telegram);
    find_inside(&g);
    check_linking(&g, "telegram");
    print_together(out, &labelled, &g, "as shipped", true);
    for (int w = 0; w < WAYS; w++) {
        link_events(&g, &ways[w]);
        print_together(out, &labelled, &g, ways[w].name, false);
        print_large(out, feed, &g, ways[w].name);
    }
    dvi_free(labelled.list);
    dvi_free(labelled.articles);
    dvi_free(times);
    dvi_free(articles);
    dvi_free(pairs);
    finish(&g);
}

void quality_clusters(FILE *out, const quality_pairs *pairs, const dvk_job *feed, const char *telegram) {
    on_ntrex(out, pairs);
    on_feed(out, feed, telegram);
}
