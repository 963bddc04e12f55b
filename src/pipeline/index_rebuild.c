/* Making an index anew from its own records. Pages need not be sound: a record counts when its checksum
 * vouches for it. All else, the lists, the pairs and the groups, follows from the features, and the numbers
 * of the groups from the old places. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "feature/blob.h"
#include "pipeline/index_state.h"

enum {
    PORTION = 256,
    MOST_IN_VAIN = 1 << 20, /* numbers in a row that are tried one by one */
    ASKED_IN_VAIN = 1 << 14
};

typedef struct rebuilding {
    dvi_store *old;
    dvk_index *fresh; /* a handle on the new file, without a folder of its own */
    dvi_check check;
    const dvk_index_listener *listener;
    dvi_prepared prepared;
    uint64_t articles, lost;
    uint64_t in_vain; /* numbers since the last article that was saved */
    uint64_t end;     /* behind the highest number of the old ones */
} rebuilding;

static void tell_unpinned(rebuilding *r) {
    dvk_error error;
    dvi_error_set(&error, DVK_E_DAMAGED, r->fresh->folder, 0, 0,
                  "the bands, thresholds and window of the index are lost: it gets those of a new one");
    dvi_check_tell(&r->check, &error);
}

/* What the new index pins: as the old one, under this library's model. */
static void pin(rebuilding *r, const dvk_index_options *options, const dvk_model *model, dvi_pinned *out) {
    *out = *dvi_store_pinned(r->old);
    if (dvk_sign_params_check(&out->sign) != DVK_OK || dvk_cluster_params_check(&out->cluster) != DVK_OK ||
        out->format == 0) {
        tell_unpinned(r);
        out->sign = options->sign;
        out->cluster = options->cluster;
        out->max_candidates = options->max_candidates;
        out->features_from = dvk_model_fingerprint(model);
    }
    out->format = DVI_STORE_FORMAT;
    out->model_version = dvk_model_version(model);
    out->model_fingerprint = dvk_model_fingerprint(model);
    memset(out->unicode, 0, sizeof out->unicode);
    snprintf(out->unicode, sizeof out->unicode, "%s", dvi_index_unicode());
}

static dvk_status lose(rebuilding *r, uint32_t number, const char *what) {
    dvk_error error;
    dvi_error_set(&error, DVK_E_DAMAGED, r->fresh->folder, 0, 0,
                  "article %" PRIu32 " is lost: %s; add it again", number, what);
    dvi_check_tell(&r->check, &error);
    r->lost++;
    return DVK_OK;
}

/* As many as are counted, if the count is not lost itself. */
static void tell_rest(rebuilding *r) {
    dvk_error error;
    uint64_t counted = dvi_store_counts(r->old)->articles, found = r->articles + r->lost;
    if (found >= counted) return;
    dvi_error_set(&error, DVK_E_DAMAGED, r->fresh->folder, 0, 0,
                  "%" PRIu64 " article%s lost: nothing is left to say which; add again what is missing",
                  counted - found, counted - found == 1 ? " is" : "s are");
    dvi_check_tell(&r->check, &error);
}

static bool is_lost(dvk_status status) {
    return status == DVK_E_DAMAGED || status == DVK_END;
}

static dvk_status lose_place(rebuilding *r, uint32_t number) {
    dvk_error error;
    dvi_error_set(&error, DVK_E_DAMAGED, r->fresh->folder, 0, 0,
                  "which groups article %" PRIu32
                  " was in is lost: their numbers can be others, dvoinik index show says which",
                  number);
    dvi_check_tell(&r->check, &error);
    return DVK_OK;
}

/* The article's place says which numbers its groups had; without it they follow from the other members. */
static dvk_status keep_place(rebuilding *r, uint32_t number) {
    dvi_place_row place;
    dvk_status status = dvi_store_place(r->old, number, &place);
    if (is_lost(status)) return lose_place(r, number);
    if (status != DVK_OK) return status;
    place.tie = r->prepared.tie;
    place.time = r->prepared.features.time;
    return dvi_store_put_place(r->fresh->store, number, &place);
}

static dvk_status save_article(rebuilding *r, uint32_t number) {
    const uint8_t *blob;
    size_t size;
    dvi_prepared *p = &r->prepared;
    dvk_status status = dvi_store_features(r->old, number, &blob, &size);
    dvk_features_finish(&p->features);
    if (status == DVK_OK) status = dvi_features_read_any(&p->features, blob, size);
    if (status == DVK_E_VERSION) return lose(r, number, "its features have another format");
    if (is_lost(status)) return lose(r, number, "its features are damaged");
    if (status == DVK_OK) {
        status = dvi_store_article(r->old, number, &p->row);
        if (is_lost(status)) return lose(r, number, "its row is damaged");
    }
    if (status == DVK_OK) status = dvi_index_prepare(r->fresh, p);
    if (status == DVK_OK) status = dvi_index_find_pairs(r->fresh, p);
    if (status == DVK_OK) status = dvi_index_insert(r->fresh, p, &number);
    if (status == DVK_OK) status = keep_place(r, number);
    r->articles += status == DVK_OK;
    r->in_vain = 0;
    return status;
}

/* The count of an index that somebody forged may promise four thousand million. */
static dvk_status give_up(rebuilding *r, uint32_t number) {
    dvk_error error;
    dvi_error_set(&error, DVK_E_DAMAGED, r->fresh->folder, 0, 0,
                  "behind article %" PRIu32
                  " its trees lead nowhere, and none of %d numbers is an article's: "
                  "what comes later, if anything, is lost",
                  number - (uint32_t)r->in_vain, MOST_IN_VAIN);
    dvi_check_tell(&r->check, &error);
    return DVK_END;
}

/* The next number there may be: from the trees of articles while they can be followed, then one by one. */
static dvk_status next_number(rebuilding *r, uint32_t *number) {
    uint32_t found = 0;
    dvk_status status = dvi_store_next_trace(r->old, *number, &found);
    if (status == DVK_E_DAMAGED) {
        if (*number + UINT64_C(1) >= r->end) return DVK_END;
        if (r->in_vain >= MOST_IN_VAIN) return give_up(r, *number);
        found = *number + 1;
        status = DVK_OK;
    }
    *number = found;
    return status;
}

static bool ends_portion(const rebuilding *r) {
    return r->in_vain == 0 ? r->articles % PORTION == 0 : r->in_vain % ASKED_IN_VAIN == 0;
}

static dvk_status save_all(rebuilding *r) {
    dvi_store *store = r->fresh->store;
    uint32_t number = 0;
    dvk_status status = dvi_store_begin(store, true);
    if (status == DVK_OK) status = dvi_store_copy_numbers(store, r->old, &r->check);
    r->end = dvi_store_counts(store)->next_article;
    while (status == DVK_OK && (status = next_number(r, &number)) == DVK_OK) {
        r->in_vain++; /* unless it is saved */
        status = save_article(r, number);
        if (status != DVK_OK || !ends_portion(r)) continue;
        status = dvi_store_commit(store);
        if (status == DVK_OK &&
            !dvi_index_goes_on(r->listener, "rebuild", r->articles, dvi_store_counts(r->old)->articles))
            status = DVK_E_CANCELLED;
        if (status == DVK_OK) status = dvi_store_begin(store, true);
    }
    if (status == DVK_END) {
        tell_rest(r);
        status = dvi_index_settle(r->fresh, true);
    }
    if (status == DVK_OK) status = dvi_store_commit(store);
    dvi_store_rollback(store);
    return status;
}

static dvk_status open_fresh(rebuilding *r, const char *folder, const dvk_index_options *options,
                             dvk_error *error) {
    dvi_pinned pinned;
    dvi_store_options how = {.access = DVI_STORE_NEW,
                             .file = DVI_STORE_REBUILT,
                             .wait = options->wait,
                             .pinned = &pinned,
                             .careless = true};
    dvk_index *fresh = r->fresh;
    fresh->options = *options;
    fresh->model = options->model != NULL ? options->model : dvk_model_builtin();
    fresh->threads = 1;
    fresh->folder = dvi_alloc(strlen(folder) + 1, 1);
    if (fresh->folder == NULL)
        return dvi_error_set(error, DVK_E_MEMORY, folder, 0, 0,
                             "the memory is not enough to rebuild the index");
    memcpy(fresh->folder, folder, strlen(folder) + 1);
    pin(r, options, fresh->model, &pinned);
    if (dvi_store_drop_log_aside(r->old) != DVK_OK) {
        if (error != NULL) *error = *dvi_store_error(r->old);
        return dvi_store_error(r->old)->status;
    }
    dvi_store_remove(folder, DVI_STORE_REBUILT);
    return dvi_store_create(&fresh->store, folder, &how, error);
}

/* It is left for somebody who can do more with it. */
static dvk_status refuse_nothing(const char *folder, dvk_error *error) {
    return dvi_error_set(error, DVK_E_DAMAGED, folder, 0, 0,
                         "no article of the index can be saved, and it is left as it is: put back a copy, or "
                         "make a new one");
}

static dvk_status rebuild(rebuilding *r, const char *folder, const dvk_index_options *options,
                          dvk_error *error) {
    dvk_status status = open_fresh(r, folder, options, error);
    if (status != DVK_OK) return status;
    status = dvi_prepared_init(&r->prepared, r->fresh);
    if (status == DVK_OK) status = save_all(r);
    bool in_vain = status == DVK_OK && r->articles == 0 && r->check.damages != 0;
    if (status == DVK_OK && !in_vain) status = dvi_store_rename(r->fresh->store, r->old);
    status = in_vain ? refuse_nothing(folder, error) : dvi_index_failed(r->fresh, status, error);
    if (status != DVK_OK) {
        dvi_store_drop_runs(r->fresh->store);
        if (!dvi_store_log_is_aside(r->old)) dvi_store_remove(folder, DVI_STORE_REBUILT);
    }
    return status;
}

dvk_status dvk_index_rebuild(const char *folder, const dvk_index_options *options,
                             const dvk_index_listener *listener, dvk_index_check *out, dvk_error *error) {
    dvk_index_options defaults;
    dvk_index_check unwanted;
    if (out == NULL) out = &unwanted;
    *out = (dvk_index_check){0};
    if (folder == NULL)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "dvk_index_rebuild was called without a folder");
    if (options == NULL) {
        dvk_index_options_init(&defaults);
        options = &defaults;
    }
    rebuilding r = {.listener = listener};
    if (listener != NULL) {
        r.check.tell = listener->on_bad;
        r.check.user = listener->user;
    }
    dvi_store_options how = {.access = DVI_STORE_WRITE, .wait = options->wait, .salvage = true};
    dvk_status status = dvi_store_create(&r.old, folder, &how, error);
    if (status != DVK_OK) return status;
    r.fresh = dvi_alloc_zero(1, sizeof *r.fresh);
    status = r.fresh != NULL ? rebuild(&r, folder, options, error)
                             : dvi_error_set(error, DVK_E_MEMORY, folder, 0, 0,
                                             "the memory is not enough to rebuild the index");
    *out = (dvk_index_check){.articles = r.articles, .damages = r.check.damages};
    dvi_prepared_finish(&r.prepared);
    dvk_index_destroy(r.fresh);
    dvi_store_destroy(r.old);
    return status;
}
