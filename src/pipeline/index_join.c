/* Newcomers of a story that has too many articles to be grouped anew with each of them. Each joins, in order
 * of arrival, the groups of what it is most like: the strongest link counts, where the mean over the
 * article's pairs with the members speaks for the group too, so that one odd pair does not draw it in. */
#include <stdlib.h>

#include "article/calendar.h"
#include "base/memory.h"
#include "cluster/strength.h"
#include "pipeline/index_state.h"

/* A pair with a member of a group. */
typedef struct link {
    uint32_t group, share;
    bool links;
} link;

typedef struct links {
    link *list;
    dvk_assignment *of; /* where each neighbour belongs */
    int64_t *times;
    size_t n;
} links;

typedef struct choice {
    uint32_t group, strongest, mean;
} choice;

static int by_group(const void *left, const void *right) {
    const link *a = left, *b = right;
    return a->group < b->group ? -1 : a->group > b->group;
}

static choice weigh(const link *list, size_t n) {
    choice of = {.group = list[0].group};
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += list[i].share;
        if (list[i].links && list[i].share > of.strongest) of.strongest = list[i].share;
    }
    of.mean = (uint32_t)(sum / n);
    return of;
}

/* DVK_NO_GROUP where there is none. */
static choice choose(link *list, size_t n, uint32_t least_mean) {
    choice best = {.group = DVK_NO_GROUP};
    if (n > 1) qsort(list, n, sizeof *list, by_group);
    for (size_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && list[end].group == list[i].group;)
            end++;
        choice of = weigh(list + i, end - i);
        if (of.strongest == 0 || of.mean < least_mean) continue;
        bool better = best.group == DVK_NO_GROUP || of.strongest > best.strongest ||
                      (of.strongest == best.strongest && of.mean > best.mean);
        if (better) best = of;
    }
    return best;
}

/* The neighbours that are in groups. */
static dvk_status read_places(dvk_index *index, const dvi_neighbour *found, size_t n, links *all,
                              uint32_t *at) {
    for (size_t i = 0; i < n; i++) {
        dvi_place_row place;
        dvk_status status = dvi_store_place(index->store, found[i].article, &place);
        if (status != DVK_OK) return status;
        if (place.assigned.duplicate == DVK_NO_GROUP) continue;
        at[all->n] = (uint32_t)i;
        all->of[all->n] = place.assigned;
        all->times[all->n++] = place.time;
    }
    return DVK_OK;
}

static uint32_t event_of(const links *all, uint32_t duplicate) {
    for (size_t i = 0; i < all->n; i++)
        if (all->of[i].duplicate == duplicate) return all->of[i].event;
    return DVK_NO_GROUP;
}

/* The mean probability of the pairs with members of an event. */
static uint32_t score_in(const links *all, const dvi_neighbour *found, const uint32_t *at, uint32_t event) {
    uint64_t sum = 0, count = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (all->of[i].event != event) continue;
        sum += found[at[i]].event;
        count++;
    }
    return count != 0 ? (uint32_t)(sum / count) : 0;
}

static dvk_assignment choose_groups(const dvk_index *index, int64_t time, const dvi_neighbour *found,
                                    const links *all, const uint32_t *at) {
    const dvk_cluster_params *params = &dvi_store_pinned(index->store)->cluster;
    dvk_assignment chosen = {.event = DVK_NO_GROUP};
    for (size_t i = 0; i < all->n; i++)
        all->list[i] = (link){all->of[i].duplicate, found[at[i]].duplicate,
                              found[at[i]].duplicate >= params->duplicate_threshold};
    chosen.duplicate = choose(all->list, all->n, params->duplicate_threshold).group;
    for (size_t i = 0; i < all->n; i++)
        all->list[i] = (link){all->of[i].event, dvi_strength(found[at[i]].event),
                              found[at[i]].event >= params->event_threshold &&
                                  dvi_are_near(time, all->times[i], params->window)};
    chosen.event = chosen.duplicate != DVK_NO_GROUP ? event_of(all, chosen.duplicate)
                                                    : choose(all->list, all->n, DVI_LEAST_STRENGTH).group;
    chosen.score = score_in(all, found, at, chosen.event);
    chosen.representative = chosen.event == DVK_NO_GROUP;
    return chosen;
}

dvk_status dvi_index_join(dvk_index *index, int64_t time, const dvi_neighbour *found, size_t n,
                          dvk_assignment *out) {
    links all = {.list = dvi_alloc(n + 1, sizeof *all.list),
                 .of = dvi_alloc(n + 1, sizeof *all.of),
                 .times = dvi_alloc(n + 1, sizeof *all.times)};
    uint32_t *at = dvi_alloc(n + 1, sizeof *at);
    bool enough = all.list != NULL && all.of != NULL && all.times != NULL && at != NULL;
    dvk_status status = enough ? read_places(index, found, n, &all, at) : DVK_E_MEMORY;
    if (status == DVK_OK) *out = choose_groups(index, time, found, &all, at);
    dvi_free(all.list);
    dvi_free(all.of);
    dvi_free(all.times);
    dvi_free(at);
    return status;
}

static dvk_status join_one(dvk_index *index, uint32_t number) {
    dvi_place_row place;
    const dvi_neighbour *found;
    size_t n;
    dvk_status status = dvi_store_place(index->store, number, &place);
    if (status != DVK_OK || place.assigned.duplicate != DVK_NO_GROUP) return status;
    status = dvi_store_pairs(index->store, number, &found, &n);
    if (status == DVK_OK) status = dvi_index_join(index, place.time, found, n, &place.assigned);
    if (status == DVK_OK && place.assigned.duplicate == DVK_NO_GROUP)
        status = dvi_store_new_group(index->store, DVI_LEVEL_DUPLICATE, &place.assigned.duplicate);
    if (status == DVK_OK && place.assigned.event == DVK_NO_GROUP)
        status = dvi_store_new_group(index->store, DVI_LEVEL_EVENT, &place.assigned.event);
    return status == DVK_OK ? dvi_store_put_place(index->store, number, &place) : status;
}

dvk_status dvi_index_join_rest(dvk_index *index) {
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < index->n_seeds && status == DVK_OK; i++)
        if (dvi_region_left_out(&index->region, index->seeds[i])) status = join_one(index, index->seeds[i]);
    return status;
}
