/* Forgetting what is old, and taking in another index. */
#include <inttypes.h>

#include "base/error.h"
#include "base/memory.h"
#include "feature/blob.h"
#include "pipeline/index_state.h"

enum { PORTION = 256 };

/* The groups that articles were in before they went. */
typedef struct former {
    dvk_assignment *list;
    size_t n, cap;
} former;

static dvk_status note_former(dvk_index *index, uint32_t number, former *gone) {
    dvi_place_row place;
    void *list = gone->list;
    dvk_status status = dvi_store_place(index->store, number, &place);
    if (status == DVK_OK) status = dvi_grow(&list, &gone->cap, gone->n + 1, sizeof *gone->list);
    gone->list = list;
    if (status == DVK_OK) gone->list[gone->n++] = place.assigned;
    return status;
}

/* Seeds that went themselves seed nothing. */
static dvk_status drop_gone_seeds(dvk_index *index) {
    size_t n = 0;
    for (size_t i = 0; i < index->n_seeds; i++) {
        uint32_t there = 0, number = index->seeds[i];
        dvk_status status = dvi_store_next(index->store, number - 1, &there);
        if (status < 0) return status;
        if (status == DVK_OK && there == number) index->seeds[n++] = number;
    }
    index->n_seeds = n;
    return DVK_OK;
}

/* One portion, in a transaction: DVK_OK when there may be more, DVK_END. All that is linked with a portion is
 * grouped anew with it, so that of much at least half as much goes next: else a large story would be grouped
 * again and again, for some of its articles each time. */
static dvk_status expire_some(dvk_index *index, int64_t before, former *gone, size_t *portion, uint64_t *n) {
    size_t taken = 0;
    dvk_status status = DVK_OK;
    index->n_seeds = index->changes.n = gone->n = 0;
    while (taken < *portion && status == DVK_OK) {
        uint32_t number;
        status = dvi_store_oldest(index->store, before, &number);
        if (status == DVK_OK) status = note_former(index, number, gone);
        if (status == DVK_OK) status = dvi_index_remove(index, number);
        taken += status == DVK_OK;
    }
    bool last = status == DVK_END;
    if (last) status = DVK_OK;
    if (status == DVK_OK) status = drop_gone_seeds(index);
    if (status == DVK_OK) status = dvi_index_settle(index, true);
    *portion = index->region.n / 2 > PORTION ? index->region.n / 2 : PORTION;
    for (size_t i = 0; i < gone->n && status == DVK_OK; i++)
        status = dvi_index_retire_empty(index, &gone->list[i]);
    if (status == DVK_OK) status = dvi_store_commit(index->store);
    if (status == DVK_OK) *n += taken;
    return status == DVK_OK && last ? DVK_END : status;
}

dvk_status dvk_index_expire(dvk_index *index, int64_t time, const dvk_index_listener *listener, uint64_t *n,
                            dvk_error *error) {
    former gone = {0};
    size_t portion = PORTION;
    bool more = true;
    uint64_t unwanted;
    if (n == NULL) n = &unwanted;
    *n = 0;
    dvk_status status = dvi_index_enter_to_write(index, error);
    if (status != DVK_OK) return status;
    index->busy = true;
    while (status == DVK_OK && more) {
        if (!dvi_index_goes_on(listener, "expire", *n, 0)) status = DVK_E_CANCELLED;
        if (status == DVK_OK) status = dvi_store_begin(index->store, true);
        if (status == DVK_OK) status = expire_some(index, time, &gone, &portion, n);
        more = status != DVK_END;
        if (status >= 0) status = dvi_index_tell_changes(index, listener);
        if (status != DVK_OK) dvi_index_rollback(index);
    }
    index->busy = false;
    dvi_free(gone.list);
    return dvi_index_failed(index, status, error);
}

/* Two indexes, and the articles of one that the other gets. */
typedef struct joining {
    dvk_index *into, *from;
    const dvk_index_listener *listener;
    uint32_t last; /* number of the last article taken, in `from` */
    uint64_t done;
    dvi_prepared prepared;
    uint32_t *numbers, *sources; /* of the portion: in `into`, in `from` */
    size_t n;
} joining;

static void tell_bad(const dvk_index_listener *listener, const dvk_error *error) {
    if (listener != NULL && listener->on_bad != NULL) listener->on_bad(listener->user, error);
}

static void tell_other_text(const joining *j, dvk_span id) {
    char shown[128];
    dvk_error error;
    dvi_show(id, shown, sizeof shown);
    dvi_error_set(
        &error, DVK_E_DUPLICATE, j->from->folder, 0, 0,
        "the id \"%s\" stands in both indexes for articles of other texts; the one that was here stays",
        shown);
    tell_bad(j->listener, &error);
}

static dvk_status join_article(joining *j, const dvi_row *row) {
    uint32_t number;
    dvi_row there;
    const uint8_t *blob;
    size_t size;
    dvk_status status = dvi_store_find(j->into->store, row->id, &number);
    if (status == DVK_OK) status = dvi_store_article(j->into->store, number, &there);
    if (status == DVK_OK && there.content != row->content) tell_other_text(j, row->id);
    if (status != DVK_END) return status;
    j->prepared.row = *row;
    j->prepared.row.number = DVI_NO_NUMBER;
    status = dvi_store_features(j->from->store, row->number, &blob, &size);
    if (status != DVK_OK) return dvi_index_failed(j->from, status, NULL);
    dvk_features_finish(&j->prepared.features);
    status = dvi_features_read_any(&j->prepared.features, blob, size);
    if (status == DVK_OK) status = dvi_index_prepare(j->into, &j->prepared);
    if (status == DVK_OK) status = dvi_index_find_pairs(j->into, &j->prepared);
    if (status == DVK_OK) status = dvi_index_insert(j->into, &j->prepared, &number);
    if (status != DVK_OK) return status;
    j->sources[j->n] = row->number;
    j->numbers[j->n++] = number;
    return status;
}

static dvk_status join_some(joining *j) {
    dvk_status status = DVK_OK;
    j->into->n_seeds = j->into->changes.n = j->n = 0;
    for (size_t i = 0; i < PORTION && status == DVK_OK; i++) {
        dvi_row row;
        status = dvi_store_next(j->from->store, j->last, &j->last);
        if (status == DVK_OK) status = dvi_store_article(j->from->store, j->last, &row);
        if (status == DVK_OK) status = join_article(j, &row);
        j->done += status == DVK_OK;
    }
    bool last = status == DVK_END;
    if (status >= 0) status = dvi_index_settle(j->into, false);
    if (status == DVK_OK) status = dvi_store_commit(j->into->store);
    return status == DVK_OK && last ? DVK_END : status;
}

static dvk_status tell_joined(joining *j) {
    dvk_status status = DVK_OK;
    bool (*on_article)(void *, const dvk_index_answer *) =
        j->listener != NULL ? j->listener->on_article : NULL;
    for (size_t i = 0; i < j->n && status == DVK_OK && on_article != NULL; i++) {
        dvk_index_answer answer;
        dvi_row row;
        status = dvi_store_article(j->from->store, j->sources[i], &row);
        if (status == DVK_OK) status = dvi_index_answer_since(j->into, j->numbers[i], &row, &answer);
        answer.known = false;
        answer.only_joined = dvi_region_left_out(&j->into->region, j->numbers[i]);
        if (status == DVK_OK && !on_article(j->listener->user, &answer)) status = DVK_E_CANCELLED;
    }
    return status == DVK_OK ? dvi_index_tell_changes(j->into, j->listener) : status;
}

static dvk_status join_all(joining *j) {
    dvk_status status = dvi_store_begin(j->from->store, false);
    bool more = true;
    while (status == DVK_OK && more) {
        if (!dvi_index_goes_on(j->listener, "merge", j->done, dvi_store_counts(j->from->store)->articles))
            status = DVK_E_CANCELLED;
        if (status == DVK_OK) status = dvi_store_begin(j->into->store, true);
        if (status == DVK_OK) status = join_some(j);
        more = status != DVK_END;
        if (status >= 0) status = tell_joined(j);
        if (status != DVK_OK) dvi_index_rollback(j->into);
    }
    return status;
}

dvk_status dvk_index_merge(dvk_index *index, const char *other, const dvk_index_listener *listener,
                           dvk_error *error) {
    dvk_status status = dvi_index_enter_to_write(index, error);
    if (status != DVK_OK) return status;
    dvk_index_options options = index->options;
    joining j = {.into = index, .listener = listener};
    options.access = DVK_INDEX_READ;
    status = dvk_index_create(&j.from, other, &options, error);
    if (status != DVK_OK) return status;
    index->busy = true;
    j.numbers = dvi_alloc(PORTION, sizeof *j.numbers);
    j.sources = dvi_alloc(PORTION, sizeof *j.sources);
    status = j.numbers != NULL && j.sources != NULL ? dvi_prepared_init(&j.prepared, index) : DVK_E_MEMORY;
    if (status == DVK_OK) status = join_all(&j);
    index->busy = false;
    bool theirs = status < 0 && dvi_store_error(j.from->store)->status == status;
    status = dvi_index_failed(theirs ? j.from : index, status, error);
    dvi_prepared_finish(&j.prepared);
    dvi_free(j.numbers);
    dvi_free(j.sources);
    dvk_index_destroy(j.from);
    return status;
}
