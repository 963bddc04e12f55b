/* Opening an index: what it pins must be what this library is. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "pipeline/index_state.h"

void dvk_index_options_init(dvk_index_options *options) {
    if (options == NULL) return;
    *options = (dvk_index_options){
        .access = DVK_INDEX_READ, .wait = 10000, .cpu = DVK_CPU_ALL, .secret = true, .max_candidates = 200};
    dvk_sign_params_init(&options->sign);
    dvk_cluster_params_init(&options->cluster);
}

const char *dvi_index_unicode(void) {
    return U_UNICODE_VERSION;
}

dvk_status dvi_index_failed(const dvk_index *index, dvk_status status, dvk_error *error) {
    const dvk_error *told = dvi_store_error(index->store);
    if (status >= 0 || error == NULL) return status;
    if (told->status == status && told->message[0] != '\0') {
        *error = *told;
        return status;
    }
    if (status == DVK_E_DAMAGED) /* of a record that matches its checksum */
        return dvi_error_set(error, status, index->folder, 0, 0,
                             "the index is damaged: a record in it says what cannot be" DVI_MEND);
    return dvi_error_set(error, status, index->folder, 0, 0, "the index could not go on: %s",
                         dvk_status_text(status));
}

dvk_status dvi_index_enter(const dvk_index *index, bool alone, dvk_error *error) {
    if (index == NULL)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0, "an index was asked for without a handle");
    if (!dvi_store_has_begun(index->store) && !(alone && index->busy)) return DVK_OK;
    return dvi_error_set(
        error, DVK_E_ARGUMENT, index->folder, 0, 0,
        "a call on this handle has not ended yet; what a listener asks, it must ask of another handle");
}

dvk_status dvi_index_enter_to_write(const dvk_index *index, dvk_error *error) {
    dvk_status status = dvi_index_enter(index, true, error);
    if (status != DVK_OK || index->options.access != DVK_INDEX_READ) return status;
    return dvi_error_set(error, DVK_E_ARGUMENT, index->folder, 0, 0,
                         "the index was opened for reading; to change it, open it for writing");
}

bool dvi_index_goes_on(const dvk_index_listener *listener, const char *stage, uint64_t done, uint64_t total) {
    return listener == NULL || listener->on_progress == NULL ||
           listener->on_progress(listener->user, stage, done, total);
}

/* From the kernel: nobody who sees the index's answers can tell which words fall into one band. */
static dvk_status draw_seed(uint64_t *seed) {
    uint8_t bytes[8];
    size_t have = 0;
    int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
    if (fd < 0) return DVK_E_IO;
    while (have < sizeof bytes) {
        ssize_t n = read(fd, bytes + have, sizeof bytes - have);
        if (n <= 0 && errno != EINTR) break;
        if (n > 0) have += (size_t)n;
    }
    close(fd);
    *seed = dvi_get64(bytes);
    return have == sizeof bytes ? DVK_OK : DVK_E_IO;
}

static dvk_status pin(const dvk_index_options *options, const dvk_model *model, dvi_pinned *out,
                      dvk_error *error) {
    memset(out, 0, sizeof *out);
    out->format = DVI_STORE_FORMAT;
    out->model_version = dvk_model_version(model);
    out->model_fingerprint = out->features_from = dvk_model_fingerprint(model);
    snprintf(out->unicode, sizeof out->unicode, "%s", dvi_index_unicode());
    out->sign = options->sign;
    out->cluster = options->cluster;
    out->max_candidates = options->max_candidates;
    if (dvk_sign_params_check(&options->sign) != DVK_OK ||
        dvk_cluster_params_check(&options->cluster) != DVK_OK)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "the bands, rows, thresholds or window of the new index are not possible");
    if (options->secret && draw_seed(&out->sign.seed) != DVK_OK)
        return dvi_error_set(error, DVK_E_IO, "/dev/urandom", 0, 0,
                             "no secret seed could be drawn; give one yourself, --seed N");
    return DVK_OK;
}

/* What this library is, against what made the index. */
static dvk_status check_pinned(const dvk_index *index, dvk_error *error) {
    const dvi_pinned *p = dvi_store_pinned(index->store);
    if (dvk_sign_params_check(&p->sign) != DVK_OK || dvk_cluster_params_check(&p->cluster) != DVK_OK)
        return dvi_error_set(error, DVK_E_DAMAGED, index->folder, 0, 0,
                             "the index is damaged: what it pins is not possible" DVI_MEND);
    if (strcmp(p->unicode, dvi_index_unicode()) != 0)
        return dvi_error_set(
            error, DVK_E_VERSION, index->folder, 0, 0,
            "the index was made with Unicode %s, this program has %s; mend it: dvoinik index rebuild %.120s",
            p->unicode, dvi_index_unicode(), index->folder);
    if (p->model_fingerprint != dvk_model_fingerprint(index->model))
        return dvi_error_set(error, DVK_E_VERSION, index->folder, 0, 0,
                             "the index was made with model %" PRIu32 " (%016" PRIx64
                             "), this program has model %" PRIu32 " (%016" PRIx64
                             "); mend it: dvoinik index rebuild %.80s",
                             p->model_version, p->model_fingerprint, dvk_model_version(index->model),
                             dvk_model_fingerprint(index->model), index->folder);
    return DVK_OK;
}

static dvk_status open_store(dvk_index *index, const char *folder, dvk_error *error) {
    static const dvi_store_access accesses[] = {[DVK_INDEX_READ] = DVI_STORE_READ,
                                                [DVK_INDEX_WRITE] = DVI_STORE_WRITE,
                                                [DVK_INDEX_NEW] = DVI_STORE_NEW};
    dvi_pinned pinned = {0};
    dvi_store_options how = {
        .access = accesses[index->options.access], .wait = index->options.wait, .pinned = &pinned};
    dvk_status status = DVK_OK;
    if (how.access == DVI_STORE_NEW) status = pin(&index->options, index->model, &pinned, error);
    if (status == DVK_OK) status = dvi_store_create(&index->store, folder, &how, error);
    return status == DVK_OK ? check_pinned(index, error) : status;
}

dvk_status dvk_index_create(dvk_index **out, const char *folder, const dvk_index_options *options,
                            dvk_error *error) {
    dvk_index_options defaults;
    if (out != NULL) *out = NULL;
    if (options == NULL) {
        dvk_index_options_init(&defaults);
        options = &defaults;
    }
    if (out == NULL || folder == NULL || options->access > DVK_INDEX_NEW ||
        options->threads > DVI_MAX_THREADS)
        return dvi_error_set(error, DVK_E_ARGUMENT, NULL, 0, 0,
                             "dvk_index_create was called without a folder or with impossible options");
    dvk_index *index = dvi_alloc_zero(1, sizeof *index);
    size_t size = strlen(folder) + 1;
    if (index != NULL) index->folder = dvi_alloc(size, 1);
    if (index == NULL || index->folder == NULL) {
        dvi_free(index);
        return dvi_error_set(error, DVK_E_MEMORY, folder, 0, 0, "the memory is not enough to open the index");
    }
    memcpy(index->folder, folder, size);
    index->options = *options;
    index->most_linked = DVI_MOST_LINKED;
    index->model = options->model != NULL ? options->model : dvk_model_builtin();
    index->threads = options->threads != 0 ? options->threads : dvi_processors();
    dvk_status status = open_store(index, folder, error);
    if (status == DVK_OK) status = dvi_prepared_init(&index->asked, index);
    if (status == DVK_OK)
        *out = index;
    else
        dvk_index_destroy(index);
    return status;
}

void dvk_index_destroy(dvk_index *index) {
    if (index == NULL) return;
    dvi_prepared_finish(&index->asked);
    for (unsigned t = 0; index->extractors != NULL && t < index->threads; t++)
        dvk_extractor_destroy(index->extractors[t]);
    dvi_index_forget_all(index);
    dvi_index_free_scratch(index);
    dvi_region_finish(&index->region);
    dvi_index_free_sizes(index);
    dvi_buffer_finish(&index->strings);
    dvi_buffer_finish(&index->told);
    dvi_free(index->extractors);
    dvi_free(index->found);
    dvi_free(index->changes.list);
    dvi_free(index->seeds);
    dvi_free(index->matches);
    dvi_store_destroy(index->store);
    dvi_free(index->folder);
    dvi_free(index);
}
