/* Stable numbers. Idea: new groups are matched with old numbers by how many articles they share, the most
 * first, each number with one group at most; so the larger part of what splits keeps its number, and of what
 * merges the larger gives it. What finds no number gets a new one; a number that finds no group is used no
 * longer, and it is written down what became of it. Source: greedy matching of clusterings over time, as in
 * Greene, Doyle, Cunningham, "Tracking the evolution of communities in dynamic social networks", ASONAM 2010,
 * section III. */
#include <stdlib.h>

#include "base/memory.h"
#include "pipeline/index_state.h"

/* Articles of an old group in a new one. */
typedef struct overlap {
    uint32_t old, group, count;
} overlap;

typedef struct numbering {
    dvk_index *index;
    dvi_level level;
    bool write;
    overlap *overlaps;
    size_t n;
    uint32_t *number; /* of each new group: stable, or DVK_NO_GROUP */
    bool *fresh;      /* of each new group: its number is new */
} numbering;

static uint32_t group_of(const dvk_assignment *a, dvi_level level) {
    return level == DVI_LEVEL_EVENT ? a->event : a->duplicate;
}

static void set_group(dvk_assignment *a, dvi_level level, uint32_t group) {
    if (level == DVI_LEVEL_EVENT)
        a->event = group;
    else
        a->duplicate = group;
}

static int by_old(const void *left, const void *right) {
    const overlap *a = left, *b = right;
    if (a->old != b->old) return a->old < b->old ? -1 : 1;
    return a->group < b->group ? -1 : a->group > b->group;
}

static int largest_first(const void *left, const void *right) {
    const overlap *a = left, *b = right;
    return a->count != b->count ? (a->count > b->count ? -1 : 1) : by_old(left, right);
}

static void find_overlaps(numbering *m) {
    const dvi_region *r = &m->index->region;
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++) {
        uint32_t old = group_of(&r->places[i].assigned, m->level);
        if (old != DVK_NO_GROUP) m->overlaps[n++] = (overlap){old, group_of(&r->assigned[i], m->level), 1};
    }
    if (n > 1) qsort(m->overlaps, n, sizeof *m->overlaps, by_old);
    for (size_t i = 0; i < n; i++) {
        if (m->n > 0 && by_old(&m->overlaps[m->n - 1], &m->overlaps[i]) == 0)
            m->overlaps[m->n - 1].count++;
        else
            m->overlaps[m->n++] = m->overlaps[i];
    }
    if (m->n > 1) qsort(m->overlaps, m->n, sizeof *m->overlaps, largest_first);
}

static dvk_status match_numbers(numbering *m) {
    dvi_number_map given = {0};
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < m->n && status == DVK_OK; i++) {
        const overlap *o = &m->overlaps[i];
        if (m->number[o->group] != DVK_NO_GROUP || dvi_number_map_find(&given, o->old) != UINT32_MAX)
            continue;
        m->number[o->group] = o->old;
        status = dvi_number_map_add(&given, o->old, o->group);
    }
    dvi_number_map_finish(&given);
    return status;
}

static int by_number(const void *left, const void *right) {
    const uint64_t *a = left, *b = right;
    return *a < *b ? -1 : *a > *b;
}

/* In the order in which the first articles of the groups came. */
static dvk_status give_new_numbers(numbering *m) {
    const dvi_region *r = &m->index->region;
    uint64_t *order = dvi_alloc(r->n, sizeof *order);
    if (order == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < r->n; i++)
        order[i] = (uint64_t)r->numbers[i] << 32 | group_of(&r->assigned[i], m->level);
    qsort(order, r->n, sizeof *order, by_number);
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < r->n && status == DVK_OK; i++) {
        uint32_t group = (uint32_t)order[i];
        if (m->number[group] != DVK_NO_GROUP) continue;
        m->fresh[group] = true;
        status = dvi_store_new_group(m->index->store, m->level, &m->number[group]);
    }
    dvi_free(order);
    return status;
}

static dvk_status note(dvk_index *index, dvk_index_change change) {
    void *list = index->changes.list;
    dvk_status status =
        dvi_grow(&list, &index->changes.cap, index->changes.n + 1, sizeof *index->changes.list);
    index->changes.list = list;
    if (status == DVK_OK) index->changes.list[index->changes.n++] = change;
    return status;
}

/* What went elsewhere. Overlaps come largest first, so that the first of a number that is used no longer says
 * what it became. */
static dvk_status note_changes(numbering *m) {
    dvi_number_map kept = {0}, gone = {0};
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < m->n && status == DVK_OK; i++)
        if (m->number[m->overlaps[i].group] == m->overlaps[i].old)
            status = dvi_number_map_add(&kept, m->overlaps[i].old, 0);
    for (size_t i = 0; i < m->n && status == DVK_OK; i++) {
        const overlap *o = &m->overlaps[i];
        uint32_t into = m->number[o->group];
        if (into == o->old) continue;
        bool used = dvi_number_map_find(&kept, o->old) != UINT32_MAX,
             told = dvi_number_map_find(&gone, o->old) != UINT32_MAX;
        dvk_index_change_kind kind = !used && !told       ? DVK_CHANGE_MERGED
                                     : m->fresh[o->group] ? DVK_CHANGE_SPLIT
                                                          : DVK_CHANGE_MOVED;
        if (kind == DVK_CHANGE_MERGED) status = dvi_store_retire(m->index->store, m->level, o->old, into);
        if (kind == DVK_CHANGE_MERGED && status == DVK_OK) status = dvi_number_map_add(&gone, o->old, 0);
        if (status == DVK_OK)
            status =
                note(m->index, (dvk_index_change){kind, m->level == DVI_LEVEL_EVENT, o->old, into, o->count});
    }
    dvi_number_map_finish(&kept);
    dvi_number_map_finish(&gone);
    return status;
}

static dvk_status number_level(numbering *m) {
    dvi_region *r = &m->index->region;
    for (size_t i = 0; i < r->n; i++) {
        m->number[i] = DVK_NO_GROUP;
        m->fresh[i] = false;
    }
    find_overlaps(m);
    dvk_status status = match_numbers(m);
    if (status == DVK_OK && m->write) status = give_new_numbers(m);
    if (status == DVK_OK && m->write) status = note_changes(m);
    for (size_t i = 0; i < r->n && status == DVK_OK; i++)
        set_group(&r->assigned[i], m->level, m->number[group_of(&r->assigned[i], m->level)]);
    return status;
}

static dvk_status number_both(dvk_index *index, bool write, numbering *m) {
    dvk_status status = DVK_OK;
    for (dvi_level level = DVI_LEVEL_DUPLICATE; level < DVI_LEVELS && status == DVK_OK; level++) {
        m->index = index;
        m->level = level;
        m->write = write;
        m->n = 0;
        status = number_level(m);
    }
    return status;
}

static bool is_same(const dvk_assignment *a, const dvk_assignment *b) {
    return a->duplicate == b->duplicate && a->event == b->event && a->score == b->score &&
           a->representative == b->representative;
}

static dvk_status write_places(dvk_index *index) {
    dvi_region *r = &index->region;
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < r->n && status == DVK_OK; i++) {
        if (is_same(&r->assigned[i], &r->places[i].assigned)) continue;
        r->places[i].assigned = r->assigned[i];
        status = dvi_store_put_place(index->store, r->numbers[i], &r->places[i]);
    }
    return status;
}

dvk_status dvi_index_number(dvk_index *index, bool write) {
    dvi_region *r = &index->region;
    numbering m = {.overlaps = dvi_alloc(r->n, sizeof *m.overlaps),
                   .number = dvi_alloc(r->n, sizeof *m.number),
                   .fresh = dvi_alloc(r->n, sizeof *m.fresh)};
    bool enough = m.overlaps != NULL && m.number != NULL && m.fresh != NULL;
    dvk_status status = enough ? number_both(index, write, &m) : DVK_E_MEMORY;
    if (status == DVK_OK && write) status = write_places(index);
    dvi_free(m.overlaps);
    dvi_free(m.number);
    dvi_free(m.fresh);
    return status;
}

dvk_status dvi_index_retire_empty(dvk_index *index, const dvk_assignment *former) {
    dvk_status status = DVK_OK;
    for (dvi_level level = DVI_LEVEL_DUPLICATE; level < DVI_LEVELS && status == DVK_OK; level++) {
        uint32_t group = group_of(former, level), any;
        status = dvi_store_member(index->store, level, group, 0, &any);
        if (status != DVK_END) continue;
        status = dvi_store_retired(index->store, level, group, &any);
        if (status != DVK_END) continue;
        status = dvi_store_retire(index->store, level, group, DVK_NO_GROUP);
        if (status == DVK_OK)
            status = note(
                index, (dvk_index_change){DVK_CHANGE_GONE, level == DVI_LEVEL_EVENT, group, DVK_NO_GROUP, 0});
    }
    return status;
}
