/* Articles at one address: two records with one canonical URL (article/url.h) are one article, whatever was
 * changed in it between the two readings.
 *
 * Many feeds give each article the address of a section. So an address is evidence only where something else
 * goes with it: the same title, or an event that is more likely the same than not. Records of one address are
 * taken in the steady order, by title, so that the order of input does not show; those of one title are
 * linked each with the next, and the first of each title with the first of a few titles behind it. Hashes
 * find what may be equal, the strings decide. */
#include <stdlib.h>
#include <xxhash.h>

#include "article/url.h"
#include "base/memory.h"
#include "base/span.h"
#include "pipeline/job_state.h"

enum { ONE = 65536, EVENT_LIKELY = ONE / 2, TITLES_AHEAD = 8 };

typedef struct addressed {
    uint64_t url, title, rank;
    uint32_t article;
} addressed;

typedef struct same_url {
    dvk_job *job;
    addressed *list;
    size_t n;
    dvi_buffer scratch[2];
    dvi_spool_window windows[2];
    dvk_pair *found;
    size_t n_found, found_cap;
    dvk_status status;
} same_url;

static int compare_addressed(const void *left, const void *right) {
    const addressed *a = left, *b = right;
    if (a->url != b->url) return a->url < b->url ? -1 : 1;
    if (a->title != b->title) return a->title < b->title ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

static dvk_status list_addressed(same_url *s) {
    dvk_job *job = s->job;
    s->list = dvi_alloc(job->n, sizeof *s->list);
    if (s->list == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < job->n; i++) {
        dvi_buffer *url = &s->scratch[0];
        dvi_record record;
        dvk_status status = dvi_articles_record(&job->store, &s->windows[0], i, &record);
        if (status == DVK_OK) status = dvi_url_canonical(record.url, url);
        if (status != DVK_OK) return status;
        if (url->len == 0) continue;
        dvk_span title = record.title;
        s->list[s->n++] = (addressed){XXH3_64bits(url->data, url->len), XXH3_64bits(title.data, title.len),
                                      job->ties[i], (uint32_t)i};
    }
    qsort(s->list, s->n, sizeof *s->list, compare_addressed);
    return DVK_OK;
}

static dvk_status is_one_address(same_url *s, const dvi_record *a, const dvi_record *b, bool *one) {
    dvk_status status = dvi_url_canonical(a->url, &s->scratch[0]);
    if (status == DVK_OK) status = dvi_url_canonical(b->url, &s->scratch[1]);
    *one =
        status == DVK_OK && dvi_same_bytes(dvi_buffer_span(&s->scratch[0]), dvi_buffer_span(&s->scratch[1]));
    return status;
}

/* Whether the two are one article. */
static dvk_status compare(same_url *s, uint32_t a, uint32_t b, bool *one) {
    dvi_record first, second;
    dvk_match match;
    dvk_status status = dvi_articles_record(&s->job->store, &s->windows[0], a, &first);
    if (status == DVK_OK) status = dvi_articles_record(&s->job->store, &s->windows[1], b, &second);
    if (status == DVK_OK) status = is_one_address(s, &first, &second, one);
    if (status != DVK_OK || !*one || dvi_same_bytes(first.title, second.title)) return status;
    status = dvk_job_score(s->job, a, b, &match);
    *one = status == DVK_OK && match.event >= EVENT_LIKELY;
    return status;
}

static void consider(same_url *s, uint32_t a, uint32_t b) {
    bool one = false;
    if (s->status == DVK_OK) s->status = compare(s, a, b, &one);
    if (s->status != DVK_OK || !one) return;
    void *found = s->found;
    s->status = dvi_grow(&found, &s->found_cap, s->n_found + 1, sizeof *s->found);
    s->found = found;
    if (s->status != DVK_OK) return;
    s->found[s->n_found++] = (dvk_pair){a < b ? a : b, a < b ? b : a, ONE, ONE};
}

/* The records of one address are list[first .. last). */
static void link_address(same_url *s, size_t first, size_t last) {
    size_t heads[TITLES_AHEAD], n = 0;
    for (size_t i = first; i < last; i++) {
        if (i != first && s->list[i].title == s->list[i - 1].title) {
            consider(s, s->list[i - 1].article, s->list[i].article);
            continue;
        }
        for (size_t k = n > TITLES_AHEAD ? n - TITLES_AHEAD : 0; k < n; k++)
            consider(s, s->list[heads[k % TITLES_AHEAD]].article, s->list[i].article);
        heads[n++ % TITLES_AHEAD] = i;
    }
}

static int compare_pairs(const void *left, const void *right) {
    const dvk_pair *a = left, *b = right;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return (a->b > b->b) - (a->b < b->b);
}

/* A pair is now certain that was scored as `before`, or not at all. */
static void count(dvk_job *job, const dvk_pair *before) {
    const dvk_cluster_params *params = &job->options.cluster;
    job->stats.pairs_duplicate += before == NULL || before->duplicate < params->duplicate_threshold;
    job->stats.pairs_event += before == NULL || before->event < params->event_threshold;
}

/* Those found take the place of the same pair as it was scored. */
static dvk_status merge(same_url *s) {
    dvk_job *job = s->job;
    dvk_pair *all = dvi_alloc(job->n_pairs + s->n_found, sizeof *all);
    size_t i = 0, k = 0, n = 0;
    if (all == NULL) return DVK_E_MEMORY;
    qsort(s->found, s->n_found, sizeof *s->found, compare_pairs);
    while (i < job->n_pairs || k < s->n_found) {
        int order = i == job->n_pairs ? 1
                    : k == s->n_found ? -1
                                      : compare_pairs(&job->pairs[i], &s->found[k]);
        all[n++] = order < 0 ? job->pairs[i] : s->found[k];
        if (order >= 0) count(job, order == 0 ? &job->pairs[i] : NULL);
        i += order <= 0;
        k += order >= 0;
    }
    dvi_free(job->pairs);
    job->pairs = all;
    job->pairs_cap = job->n_pairs + s->n_found;
    job->n_pairs = n;
    return DVK_OK;
}

dvk_status dvi_job_same_url(dvk_job *job) {
    same_url s = {.job = job};
    s.status = list_addressed(&s);
    for (size_t first = 0, last; s.status == DVK_OK && first < s.n; first = last) {
        for (last = first + 1; last < s.n && s.list[last].url == s.list[first].url;)
            last++;
        link_address(&s, first, last);
    }
    if (s.status == DVK_OK && s.n_found != 0) s.status = merge(&s);
    dvi_free(s.list);
    dvi_free(s.found);
    dvi_buffer_finish(&s.scratch[0]);
    dvi_buffer_finish(&s.scratch[1]);
    dvi_spool_window_finish(&s.windows[0]);
    dvi_spool_window_finish(&s.windows[1]);
    return s.status;
}
