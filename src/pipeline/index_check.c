/* Looking at an index whole: its statistics, and whether all of it holds together. */
#include <inttypes.h>

#include "base/error.h"
#include "base/memory.h"
#include "feature/blob.h"
#include "pipeline/index_state.h"

dvk_status dvk_index_statistics(dvk_index *index, dvk_index_stats *out, dvk_error *error) {
    dvk_status status = dvi_index_enter(index, false, error);
    if (status == DVK_OK && out == NULL)
        status = dvi_error_set(error, DVK_E_ARGUMENT, index->folder, 0, 0,
                               "dvk_index_statistics was called without room for the answer");
    if (status != DVK_OK) return status;
    const dvi_pinned *p = dvi_store_pinned(index->store);
    dvi_totals totals = {0};
    status = dvi_store_begin(index->store, false);
    if (status == DVK_OK) status = dvi_store_totals(index->store, &totals);
    const dvi_counts *counts = dvi_store_counts(index->store);
    *out = (dvk_index_stats){.articles = counts->articles,
                             .groups = totals.groups,
                             .events = totals.events,
                             .pairs = counts->pairs,
                             .retired = counts->retired,
                             .bytes = totals.bytes,
                             .first = totals.first,
                             .last = totals.last,
                             .format = p->format,
                             .model_version = p->model_version,
                             .model_fingerprint = p->model_fingerprint,
                             .features_from = p->features_from,
                             .sign = p->sign,
                             .cluster = p->cluster,
                             .max_candidates = p->max_candidates};
    for (size_t i = 0; i < sizeof out->unicode; i++)
        out->unicode[i] = p->unicode[i];
    dvi_store_rollback(index->store);
    return dvi_index_failed(index, status, error);
}

typedef struct checking {
    dvk_index *index;
    dvi_check check;
    uint64_t articles, entries; /* postings that there must be */
} checking;

static dvk_status tell(checking *c, uint32_t number, const char *what) {
    dvk_error error;
    dvi_error_set(&error, DVK_E_DAMAGED, c->index->folder, 0, 0, "article %" PRIu32 " %s", number, what);
    dvi_check_tell(&c->check, &error);
    return DVK_OK;
}

static dvk_status tell_missing(checking *c, uint32_t number) {
    return tell(c, number, "is missing in a list of its bands or anchors");
}

static dvk_status check_postings(checking *c, const dvi_prepared *p, uint32_t number) {
    dvi_postings postings = dvi_index_postings(p, number);
    bool there = true;
    dvk_status status = dvi_postings_check(c->index->store, &postings, &there);
    c->entries += p->n_keys + p->anchors.n;
    return status == DVK_OK && !there ? tell_missing(c, number)
                                      : dvi_check_status(&c->check, c->index->store, status);
}

static dvk_status check_features(checking *c, uint32_t number) {
    const uint8_t *blob;
    size_t size;
    dvi_prepared p;
    dvk_status status = dvi_prepared_init(&p, c->index);
    if (status == DVK_OK) status = dvi_store_article(c->index->store, number, &p.row);
    if (status == DVK_OK) status = dvi_store_features(c->index->store, number, &blob, &size);
    if (status != DVK_OK) {
        status = dvi_check_status(&c->check, c->index->store, status);
    } else {
        status = dvi_features_read_any(&p.features, blob, size);
        if (status == DVK_OK) status = dvi_index_prepare(c->index, &p);
        if (status == DVK_OK)
            status = check_postings(c, &p, number);
        else if (status == DVK_E_DAMAGED || status == DVK_E_VERSION)
            status = tell(c, number, "has features that cannot be read");
    }
    dvi_prepared_finish(&p);
    return status;
}

/* The numbers of its groups, and that they lead back to it. */
static dvk_status check_place(checking *c, uint32_t number) {
    dvi_store *store = c->index->store;
    dvi_place_row place;
    uint32_t found = 0;
    dvk_status status = dvi_store_place(store, number, &place);
    if (status != DVK_OK) return dvi_check_status(&c->check, store, status);
    if (place.assigned.duplicate >= dvi_store_counts(store)->next_duplicate ||
        place.assigned.event >= dvi_store_counts(store)->next_event)
        return tell(c, number, "is in a group whose number was not given yet");
    status = dvi_store_member(store, DVI_LEVEL_EVENT, place.assigned.event, number - 1, &found);
    if (status < 0) return dvi_check_status(&c->check, store, status);
    return found == number ? DVK_OK : tell_missing(c, number);
}

static dvk_status check_article(checking *c, uint32_t number) {
    dvi_store *store = c->index->store;
    dvi_row row;
    dvk_status status = dvi_check_status(&c->check, store, dvi_store_article(store, number, &row));
    if (status == DVK_OK) status = check_place(c, number);
    c->articles++;
    return status < 0 ? status : check_features(c, number);
}

static dvk_status check_all(checking *c, const dvk_index_listener *listener) {
    dvi_store *store = c->index->store;
    uint32_t number = 0;
    dvk_status status = dvi_store_begin(store, false);
    if (status == DVK_OK) status = dvi_store_check_rows(store, &c->check);
    while (status == DVK_OK) {
        if (c->articles % 256 == 0 &&
            !dvi_index_goes_on(listener, "verify", c->articles, dvi_store_counts(store)->articles))
            status = DVK_E_CANCELLED;
        if (status == DVK_OK) status = dvi_store_next(store, number, &number);
        if (status == DVK_OK) status = check_article(c, number);
    }
    status = status == DVK_END ? DVK_OK : dvi_check_status(&c->check, store, status);
    const dvi_counts *counts = dvi_store_counts(store);
    if (status == DVK_OK && c->check.damages == 0 &&
        (c->articles != counts->articles || c->entries != c->check.entries)) {
        dvk_error error;
        dvi_error_set(&error, DVK_E_DAMAGED, c->index->folder, 0, 0,
                      "it has %" PRIu64 " articles where %" PRIu64 " are counted, and %" PRIu64
                      " entries in lists where there must be %" PRIu64,
                      c->articles, counts->articles, c->check.entries, c->entries);
        dvi_check_tell(&c->check, &error);
    }
    dvi_store_rollback(store);
    return status;
}

static dvk_status verify(checking *c, const char *folder, const dvk_index_options *options,
                         const dvk_index_listener *listener, dvk_error *error) {
    dvk_error opening = {0};
    dvk_status status = dvi_store_check_pages(folder, &c->check, error);
    if (status != DVK_OK) return status;
    status = dvk_index_create(&c->index, folder, options, &opening);
    if (status == DVK_OK)
        status = check_all(c, listener);
    else if (status == DVK_E_DAMAGED) {
        dvi_check_tell(&c->check, &opening);
        status = DVK_OK;
    } else if (error != NULL)
        *error = opening;
    if (c->index != NULL) status = dvi_index_failed(c->index, status, error);
    if (status == DVK_OK && c->check.damages != 0)
        return dvi_error_set(error, DVK_E_DAMAGED, folder, 0, 0,
                             "the index is damaged in %" PRIu64
                             " place%s; dvoinik index rebuild saves what is sound",
                             c->check.damages, c->check.damages == 1 ? "" : "s");
    return status;
}

dvk_status dvk_index_verify(const char *folder, const dvk_index_options *options,
                            const dvk_index_listener *listener, dvk_index_check *out, dvk_error *error) {
    dvk_index_options how;
    dvk_index_check unwanted;
    if (out == NULL) out = &unwanted;
    *out = (dvk_index_check){0};
    if (folder == NULL)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "dvk_index_verify was called without a folder");
    if (options != NULL)
        how = *options;
    else
        dvk_index_options_init(&how);
    how.access = DVK_INDEX_READ;
    checking c = {.index = NULL};
    if (listener != NULL) {
        c.check.tell = listener->on_bad;
        c.check.user = listener->user;
    }
    dvk_status status = verify(&c, folder, &how, listener, error);
    *out = (dvk_index_check){c.check.pages, c.articles, c.check.pairs, c.check.lists, c.check.damages};
    dvk_index_destroy(c.index);
    return status;
}
