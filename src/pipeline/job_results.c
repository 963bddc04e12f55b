/* What a job gives to reports. Records come out of the store: those of the last few articles asked for are
 * kept as they were lent. */
#include <string.h>

#include "article/given.h"
#include "base/memory.h"
#include "base/span.h"
#include "match/score.h"
#include "pipeline/job_state.h"

enum { LENT = 64 };

struct dvi_lent {
    dvi_spool_window pages[LENT];          /* of the last articles, in turns */
    dvi_spool_window records, compared[2]; /* read ahead */
    size_t next;
    dvi_buffer room;
    dvk_features **features; /* n_features: those that were asked for */
    size_t n_features;
};

static struct dvi_lent *lent_of(dvk_job *job) {
    if (job->lent == NULL) job->lent = dvi_alloc_zero(1, sizeof *job->lent);
    return job->lent;
}

void dvi_job_free_lent(dvk_job *job) {
    if (job->lent == NULL) return;
    for (size_t i = 0; i < LENT; i++)
        dvi_spool_window_finish(&job->lent->pages[i]);
    dvi_spool_window_finish(&job->lent->records);
    for (int i = 0; i < 2; i++)
        dvi_spool_window_finish(&job->lent->compared[i]);
    dvi_buffer_finish(&job->lent->room);
    for (size_t i = 0; i < job->lent->n_features; i++) {
        if (job->lent->features[i] != NULL) dvk_features_finish(job->lent->features[i]);
        dvi_free(job->lent->features[i]);
    }
    dvi_free(job->lent->features);
    dvi_free(job->lent);
    job->lent = NULL;
}

static dvk_status copy_features(const dvk_features *from, dvk_features *to) {
    dvk_feature *list = dvi_alloc(from->n_features, sizeof *list);
    uint32_t *shingles = dvi_alloc(from->n_shingles, sizeof *shingles);
    if (list == NULL || shingles == NULL) {
        dvi_free(list);
        dvi_free(shingles);
        return DVK_E_MEMORY;
    }
    if (from->n_features != 0) memcpy(list, from->list, from->n_features * sizeof *list);
    if (from->n_shingles != 0) memcpy(shingles, from->shingles, from->n_shingles * sizeof *shingles);
    *to = *from;
    to->list = list;
    to->shingles = shingles;
    return DVK_OK;
}

static dvk_status keep_features(dvk_job *job, struct dvi_lent *lent, size_t article) {
    dvk_features found, *kept;
    dvk_status status = dvi_job_features(job, &lent->compared[0], article, &lent->room, &found);
    if (status != DVK_OK) return status;
    kept = dvi_alloc(1, sizeof *kept);
    status = kept != NULL ? copy_features(&found, kept) : DVK_E_MEMORY;
    if (status == DVK_OK)
        lent->features[article] = kept;
    else
        dvi_free(kept);
    return status;
}

/* Articles may have been read since the last were asked for. */
static dvk_status make_room(struct dvi_lent *lent, size_t n) {
    if (n <= lent->n_features) return DVK_OK;
    dvk_features **list = dvi_realloc(lent->features, n, sizeof *list);
    if (list == NULL) return DVK_E_MEMORY;
    memset(list + lent->n_features, 0, (n - lent->n_features) * sizeof *list);
    lent->features = list;
    lent->n_features = n;
    return DVK_OK;
}

const dvk_features *dvk_job_features(const dvk_job *job, size_t article) {
    if (job == NULL || article >= job->n) return NULL;
    struct dvi_lent *lent = lent_of(dvi_job_own(job));
    if (lent == NULL || make_room(lent, job->n) != DVK_OK) return NULL;
    if (lent->features[article] == NULL && keep_features(dvi_job_own(job), lent, article) != DVK_OK)
        return NULL;
    return lent->features[article];
}

dvk_status dvk_job_score(dvk_job *job, size_t a, size_t b, dvk_match *out) {
    const dvi_comparable *x, *y;
    if (job == NULL || out == NULL || a >= job->n || b >= job->n) return DVK_E_ARGUMENT;
    struct dvi_lent *lent = lent_of(job);
    if (lent == NULL) return DVK_E_MEMORY;
    dvk_status status = dvi_articles_comparable(&job->store, &lent->compared[0], a, &x);
    if (status == DVK_OK) status = dvi_articles_comparable(&job->store, &lent->compared[1], b, &y);
    if (status == DVK_OK) dvi_score(job->model, x, y, out);
    return status;
}

bool dvk_job_is_article(const dvk_job *job, size_t i, const dvk_article *article) {
    dvi_record r;
    if (job == NULL || !dvi_is_article(article)) return false;
    if (i >= job->n || dvi_articles_record(&job->store, &dvi_job_own(job)->window, i, &r) != DVK_OK)
        return false;
    return dvi_same_bytes(r.id, article->id) && r.fingerprint == dvi_record_fingerprint(article);
}

/* A record whose spans stay for LENT calls: where it is in memory, or in a page of its own. */
static dvk_status lend_record(dvk_job *job, size_t i, dvi_record *out) {
    struct dvi_lent *lent = lent_of(job);
    if (lent == NULL) return DVK_E_MEMORY;
    return dvi_articles_record_on_page(&job->store, &lent->records, &lent->pages[lent->next++ % LENT], i,
                                       out);
}

static void give_result(const void *source, size_t i, dvk_result *out) {
    dvk_job *job = dvi_job_own(source);
    dvi_record r = {.line = 0};
    *out = (dvk_result){.time = DVK_NO_TIME};
    if (!job->ran || i >= job->n) return;
    dvk_status status = lend_record(job, i, &r);
    if (job->store_status == DVK_OK) job->store_status = status;
    *out = (dvk_result){.id = r.id,
                        .url = r.url,
                        .source = r.source,
                        .title = r.title.len != 0 ? r.title : dvi_job_headline(r.title, r.text),
                        .text = r.text,
                        .time = job->times[i],
                        .language = r.language,
                        .n_characters = r.n_characters,
                        .n_tokens = r.n_tokens,
                        .assigned = job->assigned[i]};
}

static dvk_status give_status(const void *source) {
    const dvk_job *job = source;
    return job->store_status;
}

void dvk_job_results(const dvk_job *job, dvk_results *out) {
    if (out == NULL) return;
    *out = (dvk_results){.n = 0};
    if (job == NULL) return;
    *out = (dvk_results){.n = job->ran ? job->n : 0,
                         .source = job,
                         .article = give_result,
                         .shared = dvi_job_shared,
                         .status = give_status};
    out->n_pairs = dvk_job_pairs(job, &out->pairs);
}
