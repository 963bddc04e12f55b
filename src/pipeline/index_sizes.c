/* Sizes of groups. Counting goes through all members of a group, so that asking for each of its articles
 * would take the square of their number: what is larger than a few is remembered, for as long as the index
 * says the same. */
#include "pipeline/index_state.h"

enum { FEW = 8 };

static dvk_status size_of(dvk_index *index, dvi_level level, uint32_t group, uint32_t *out) {
    dvi_number_map *known = &index->sizes.known[level];
    uint64_t size = 0;
    uint32_t found = group == DVK_NO_GROUP ? 0 : dvi_number_map_find(known, group);
    dvk_status status = DVK_OK;
    if (found == UINT32_MAX) {
        status = dvi_store_group_size(index->store, level, group, &size);
        found = (uint32_t)size;
        if (status == DVK_OK && size > FEW && size < UINT32_MAX)
            status = dvi_number_map_add(known, group, found);
    }
    *out = found;
    return status;
}

dvk_status dvi_index_sizes(dvk_index *index, const dvk_assignment *assigned, uint32_t *copies,
                           uint32_t *reports) {
    uint64_t commits = dvi_store_counts(index->store)->commits;
    if (index->sizes.commits != commits)
        for (dvi_level level = DVI_LEVEL_DUPLICATE; level < DVI_LEVELS; level++)
            dvi_number_map_clear(&index->sizes.known[level]);
    index->sizes.commits = commits;
    dvk_status status = size_of(index, DVI_LEVEL_DUPLICATE, assigned->duplicate, copies);
    return status == DVK_OK ? size_of(index, DVI_LEVEL_EVENT, assigned->event, reports) : status;
}

void dvi_index_free_sizes(dvk_index *index) {
    for (dvi_level level = DVI_LEVEL_DUPLICATE; level < DVI_LEVELS; level++)
        dvi_number_map_finish(&index->sizes.known[level]);
}
