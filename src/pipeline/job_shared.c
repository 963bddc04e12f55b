/* What two articles share, in the spelling of each: the features that carry their similarity, found again in
 * their texts. */
#include <string.h>

#include "base/first_from.h"
#include "base/memory.h"
#include "pipeline/extract.h"
#include "pipeline/job_state.h"

enum { MOST_SHARED = 64 };

/* Of an article's features, in their order, the words at the first place where each stands in its text. */
typedef struct spellings {
    bool known;
    size_t article;
    dvk_features features;
    dvi_buffer room;             /* of the features */
    dvi_spool_window windows[2]; /* of the features; of the record, which the words lie in */
    dvk_span words[DVK_MAX_FEATURES];
} spellings;

/* A report compares one article with many: the spellings of either side serve until another article takes it.
 */
struct dvi_shared_words {
    dvk_extractor *extractor;
    dvk_evidence evidence[MOST_SHARED];
    spellings sides[2];
};

void dvi_job_free_shared(dvk_job *job) {
    if (job->shared == NULL) return;
    dvk_extractor_destroy(job->shared->extractor);
    for (int i = 0; i < 2; i++) {
        spellings *s = &job->shared->sides[i];
        dvi_spool_window_finish(&s->windows[0]);
        dvi_spool_window_finish(&s->windows[1]);
        dvi_buffer_finish(&s->room);
    }
    dvi_free(job->shared);
    job->shared = NULL;
}

static dvk_status open_shared(dvk_job *job) {
    if (job->shared != NULL) return DVK_OK;
    job->shared = dvi_alloc_zero(1, sizeof *job->shared);
    if (job->shared == NULL) return DVK_E_MEMORY;
    dvk_status status = dvk_extractor_create(&job->shared->extractor, job->model);
    if (status == DVK_OK)
        dvk_extractor_limit(job->shared->extractor, job->options.cpu);
    else
        dvi_job_free_shared(job);
    return status;
}

/* The words that a token's concept or stem covers. */
static dvk_span words_of(dvk_span text, const dvi_token *token, size_t left, bool concept) {
    const dvi_token *last = token;
    if (concept && token->span > 1 && token->span <= left) last = token + token->span - 1;
    return (dvk_span){text.data + token->begin, last->begin + (size_t)last->len - token->begin};
}

/* The place of a key among the features, which rise by it; their number when it is none of them, as 0, the
 * concept of most tokens, never is. */
static size_t place_of(const dvk_features *features, uint32_t key) {
    size_t n = features->n_features,
           at = key != 0 ? dvi_first_from(features->list, n, sizeof *features->list, key) : n;
    return at < n && features->list[at].key == key ? at : n;
}

static void note_words(void *context, dvk_span text, const dvi_token *tokens, size_t n) {
    spellings *s = context;
    for (size_t i = 0; i < n; i++) {
        size_t of_concept = place_of(&s->features, tokens[i].concept),
               of_stem = place_of(&s->features, tokens[i].stem);
        if (of_concept < s->features.n_features && s->words[of_concept].len == 0)
            s->words[of_concept] = words_of(text, &tokens[i], n - i, true);
        if (of_stem < s->features.n_features && s->words[of_stem].len == 0)
            s->words[of_stem] = words_of(text, &tokens[i], n - i, false);
    }
}

static dvk_status find_words(const dvk_job *job, size_t article, spellings *s) {
    dvi_record r;
    if (s->known && s->article == article) return DVK_OK;
    s->known = false;
    memset(s->words, 0, sizeof s->words);
    dvk_status status = dvi_job_features(job, &s->windows[0], article, &s->room, &s->features);
    if (status == DVK_OK) status = dvi_articles_record(&job->store, &s->windows[1], article, &r);
    if (status != DVK_OK) return status;
    dvk_article a = {.title = r.title, .text = r.text, .time = DVK_NO_TIME};
    status = dvi_extractor_visit(job->shared->extractor, &a, note_words, s);
    s->known = status == DVK_OK;
    s->article = article;
    return status;
}

static dvk_span word_of(const spellings *s, uint32_t key) {
    size_t place = place_of(&s->features, key);
    return place < s->features.n_features ? s->words[place] : (dvk_span){NULL, 0};
}

/* Of a concept and the stem of one and the same word only the heavier is shown. */
static bool shown_already(const dvk_shared *out, size_t n, const dvk_shared *word) {
    for (size_t i = 0; i < n; i++)
        if (out[i].word_a.data == word->word_a.data || out[i].word_b.data == word->word_b.data) return true;
    return false;
}

/* The evidence and the words that it stands for. */
static dvk_status find_shared(dvk_job *job, size_t a, size_t b) {
    dvk_status status = open_shared(job);
    if (status != DVK_OK) return status;
    struct dvi_shared_words *s = job->shared;
    status = find_words(job, a, &s->sides[0]);
    return status == DVK_OK ? find_words(job, b, &s->sides[1]) : status;
}

size_t dvi_job_shared(const void *source, size_t a, size_t b, dvk_shared *out, size_t cap) {
    dvk_job *job = dvi_job_own(source);
    if (!job->ran || a >= job->n || b >= job->n) return 0;
    dvk_status status = find_shared(job, a, b);
    if (status != DVK_OK) {
        if (job->store_status == DVK_OK) job->store_status = status;
        return 0;
    }
    struct dvi_shared_words *s = job->shared;
    size_t n_evidence = dvk_match_evidence(job->model, &s->sides[0].features, &s->sides[1].features,
                                           s->evidence, MOST_SHARED);
    size_t n = 0;
    for (size_t k = 0; k < n_evidence && n < cap; k++) {
        const dvk_evidence *e = &s->evidence[k];
        dvk_shared word = {word_of(&s->sides[0], e->key), word_of(&s->sides[1], e->key), e->kind, e->share};
        if (word.word_a.len != 0 && word.word_b.len != 0 && !shown_already(out, n, &word)) out[n++] = word;
    }
    return n;
}
