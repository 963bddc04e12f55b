/* What two articles share, in the spelling of each: the features that carry their similarity, found again in their texts. */
#include "base/memory.h"
#include "pipeline/extract.h"
#include "pipeline/job_state.h"

enum { MOST_SHARED = 64 };

struct dvi_shared_words {
    dvk_extractor *extractor;
    dvk_evidence evidence[MOST_SHARED];
    size_t n;
    dvk_span words[2][MOST_SHARED];
    int side;
};

void dvi_job_free_shared(dvk_job *job) {
    if (job->shared != NULL) dvk_extractor_destroy(job->shared->extractor);
    dvi_free(job->shared);
    job->shared = NULL;
}

static dvk_status open_shared(dvk_job *job) {
    if (job->shared != NULL) return DVK_OK;
    job->shared = dvi_alloc_zero(1, sizeof *job->shared);
    if (job->shared == NULL) return DVK_E_MEMORY;
    dvk_status status = dvk_extractor_create(&job->shared->extractor, job->model);
    if (status != DVK_OK) dvi_job_free_shared(job);
    return status;
}

/* The words that a token's concept or stem covers. */
static dvk_span words_of(dvk_span text, const dvi_token *token, size_t left, bool concept) {
    const dvi_token *last = token;
    if (concept && token->span > 1 && token->span <= left) last = token + token->span - 1;
    return (dvk_span){text.data + token->begin, last->begin + (size_t)last->len - token->begin};
}

static void note_words(void *context, dvk_span text, const dvi_token *tokens, size_t n) {
    struct dvi_shared_words *s = context;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < s->n; k++) {
            dvk_span *word = &s->words[s->side][k];
            uint32_t key = s->evidence[k].key;
            if (word->len != 0 || (tokens[i].concept != key && tokens[i].stem != key)) continue;
            *word = words_of(text, &tokens[i], n - i, tokens[i].concept == key);
        }
    }
}

static dvk_status find_words(const dvk_job *job, size_t article, int side) {
    const dvi_record *r = &job->records[article];
    dvk_article a = {.title = dvi_job_string(job, r->title), .text = dvi_job_string(job, r->text), .time = DVK_NO_TIME};
    job->shared->side = side;
    for (size_t k = 0; k < job->shared->n; k++) job->shared->words[side][k] = (dvk_span){NULL, 0};
    return dvi_extractor_visit(job->shared->extractor, &a, note_words, job->shared);
}

/* Of a concept and the stem of one and the same word only the heavier is shown. */
static bool shown_already(const struct dvi_shared_words *s, size_t k) {
    for (size_t i = 0; i < k; i++)
        if (s->words[0][i].data == s->words[0][k].data || s->words[1][i].data == s->words[1][k].data) return true;
    return false;
}

size_t dvi_job_shared(const void *source, size_t a, size_t b, dvk_shared *out, size_t cap) {
    dvk_job *job = (dvk_job *)(uintptr_t)source; /* the scratch memory is the job's own */
    if (a >= job->n || b >= job->n || open_shared(job) != DVK_OK) return 0;
    struct dvi_shared_words *s = job->shared;
    s->n = dvk_match_evidence(job->model, &job->features[a], &job->features[b], s->evidence, MOST_SHARED);
    if (find_words(job, a, 0) != DVK_OK || find_words(job, b, 1) != DVK_OK) return 0;
    size_t n = 0;
    for (size_t k = 0; k < s->n && n < cap; k++) {
        if (s->words[0][k].len == 0 || s->words[1][k].len == 0 || shown_already(s, k)) continue;
        out[n++] = (dvk_shared){s->words[0][k], s->words[1][k], s->evidence[k].kind, s->evidence[k].share};
    }
    return n;
}
