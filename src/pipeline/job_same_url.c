/* Articles at one address: two records with one canonical URL (article/url.h) are one article, whatever was
 * changed in it between the two readings.
 *
 * Many feeds give each article the address of a section. So an address is evidence only where something else
 * goes with it: the same title, or an event that is more likely the same than not. Records of one address are
 * taken in the steady order, by title, so that the order of input does not show. Those of one title are
 * linked each with the first few, as many as clustering expects of an article, and what is known of other
 * pairs between them no longer counts: a page that is read again and again stays one article however much of
 * it is new each time. The first of each title is linked with the first of a few titles behind it. Hashes
 * find what may be equal, the strings decide. */
#include <stdlib.h>
#include <xxhash.h>

#include "article/url.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"
#include "base/span.h"
#include "pipeline/job_state.h"

enum {
    ONE = 65536,
    EVENT_LIKELY = ONE / 2,
    TITLES_AHEAD = 8,
    LINKS_EACH = 8, /* of a duplicate's mean no more are expected: dvoinik/cluster.h */
    PORTION = 512
};

#define NOWHERE UINT64_MAX /* for an article without an address */

/* One of the records of an address. */
typedef struct addressed {
    uint64_t title, rank;
    uint32_t article;
} addressed;

typedef struct same_url {
    dvk_job *job;
    dvi_item *list; /* hash of the address, article */
    size_t n;
    addressed *run; /* the records of one address */
    size_t run_cap;
    uint32_t *alike; /* of an article: 1 + the first of its address and title; 0 where there is no other */
    dvi_buffer scratch[2];
    dvi_spool_window windows[2];
    dvk_pair *found;
    size_t n_found, found_cap;
    dvk_status status;
} same_url;

static int compare_addressed(const void *left, const void *right) {
    const addressed *a = left, *b = right;
    if (a->title != b->title) return a->title < b->title ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

typedef struct thread_part {
    dvi_buffer scratch;
    dvi_spool_window window;
    dvk_status status;
} thread_part;

typedef struct listing {
    const dvk_job *job;
    dvi_item *list; /* of all articles */
    thread_part *parts;
} listing;

static dvk_status find_address(const dvk_job *job, thread_part *part, size_t article, dvi_item *out) {
    dvi_record record;
    dvk_status status = dvi_articles_record(&job->store, &part->window, article, &record);
    if (status == DVK_OK) status = dvi_url_canonical(record.url, &part->scratch);
    bool given = status == DVK_OK && part->scratch.len != 0;
    *out =
        (dvi_item){given ? XXH3_64bits(part->scratch.data, part->scratch.len) : 0, given ? article : NOWHERE};
    return status;
}

static void find_addresses(void *context, unsigned thread, size_t portion) {
    const listing *l = context;
    thread_part *part = &l->parts[thread];
    size_t first = portion * PORTION, last = first + PORTION < l->job->n ? first + PORTION : l->job->n;
    for (size_t i = first; i < last && part->status == DVK_OK; i++)
        part->status = find_address(l->job, part, i, &l->list[i]);
}

static dvk_status find_all(const dvk_job *job, dvi_item *list) {
    unsigned threads = job->options.threads;
    listing l = {job, list, dvi_alloc_zero(threads, sizeof(thread_part))};
    dvk_status status = DVK_OK;
    if (l.parts == NULL) return DVK_E_MEMORY;
    dvi_parallel(threads, (job->n + PORTION - 1) / PORTION, find_addresses, &l);
    for (unsigned t = 0; t < threads; t++) {
        if (status == DVK_OK) status = l.parts[t].status;
        dvi_buffer_finish(&l.parts[t].scratch);
        dvi_spool_window_finish(&l.parts[t].window);
    }
    dvi_free(l.parts);
    return status;
}

/* The articles that have an address, by its hash. */
static dvk_status list_addressed(same_url *s) {
    const dvk_job *job = s->job;
    dvi_item *scratch = dvi_alloc(job->n, sizeof *scratch);
    s->list = dvi_alloc(job->n, sizeof *s->list);
    s->alike = dvi_alloc_zero(job->n, sizeof *s->alike);
    bool enough = scratch != NULL && s->list != NULL && s->alike != NULL;
    dvk_status status = enough ? find_all(job, s->list) : DVK_E_MEMORY;
    for (size_t i = 0; i < job->n && status == DVK_OK; i++)
        if (s->list[i].value != NOWHERE) s->list[s->n++] = s->list[i];
    if (status == DVK_OK) dvi_sort_items(s->list, scratch, s->n);
    dvi_free(scratch);
    return status;
}

static dvk_status is_one_address(same_url *s, const dvi_record *a, const dvi_record *b, bool *one) {
    dvk_status status = dvi_url_canonical(a->url, &s->scratch[0]);
    if (status == DVK_OK) status = dvi_url_canonical(b->url, &s->scratch[1]);
    *one =
        status == DVK_OK && dvi_same_bytes(dvi_buffer_span(&s->scratch[0]), dvi_buffer_span(&s->scratch[1]));
    return status;
}

/* What the index compares too. The title alone would not do: without one it is empty, unless the job keeps no
 * texts. */
static dvk_span headline_of(const dvi_record *record) {
    return dvi_job_headline(record->title, record->text);
}

/* Whether the two are one article. */
static dvk_status compare(same_url *s, uint32_t a, uint32_t b, bool *one) {
    dvi_record first, second;
    dvk_match match;
    dvk_status status = dvi_articles_record(&s->job->store, &s->windows[0], a, &first);
    if (status == DVK_OK) status = dvi_articles_record(&s->job->store, &s->windows[1], b, &second);
    if (status == DVK_OK) status = is_one_address(s, &first, &second, one);
    if (status != DVK_OK || !*one || dvi_same_bytes(headline_of(&first), headline_of(&second))) return status;
    status = dvk_job_score(s->job, a, b, &match);
    *one = status == DVK_OK && match.event >= EVENT_LIKELY;
    return status;
}

static void link(same_url *s, uint32_t a, uint32_t b) {
    void *found = s->found;
    if (s->status == DVK_OK) s->status = dvi_grow(&found, &s->found_cap, s->n_found + 1, sizeof *s->found);
    s->found = found;
    if (s->status == DVK_OK) s->found[s->n_found++] = (dvk_pair){a < b ? a : b, a < b ? b : a, ONE, ONE};
}

static bool is_one(same_url *s, uint32_t a, uint32_t b) {
    bool one = false;
    if (s->status == DVK_OK) s->status = compare(s, a, b, &one);
    return s->status == DVK_OK && one;
}

/* The records of one address and title. */
static void link_title(same_url *s, const addressed *run, size_t n_run) {
    uint32_t first[LINKS_EACH] = {run[0].article}, head = run[0].article;
    size_t n = 1;
    for (size_t i = 1; i < n_run && s->status == DVK_OK; i++) {
        uint32_t article = run[i].article;
        if (!is_one(s, head, article)) continue;
        s->alike[head] = s->alike[article] = head + 1;
        for (size_t k = 0; k < n; k++)
            link(s, first[k], article);
        if (n < LINKS_EACH) first[n++] = article;
    }
}

/* The records of one address, in their order. */
static void link_run(same_url *s, const addressed *run, size_t n_run) {
    uint32_t heads[TITLES_AHEAD];
    size_t n = 0;
    for (size_t i = 0, end; i < n_run && s->status == DVK_OK; i = end) {
        for (end = i + 1; end < n_run && run[end].title == run[i].title;)
            end++;
        link_title(s, run + i, end - i);
        for (size_t k = n > TITLES_AHEAD ? n - TITLES_AHEAD : 0; k < n; k++)
            if (is_one(s, heads[k % TITLES_AHEAD], run[i].article))
                link(s, heads[k % TITLES_AHEAD], run[i].article);
        heads[n++ % TITLES_AHEAD] = run[i].article;
    }
}

static void link_address(same_url *s, const dvi_item *items, size_t n) {
    void *run = s->run;
    s->status = dvi_grow(&run, &s->run_cap, n, sizeof *s->run);
    s->run = run;
    for (size_t i = 0; i < n && s->status == DVK_OK; i++) {
        dvi_record record;
        uint32_t article = (uint32_t)items[i].value;
        s->status = dvi_articles_record(&s->job->store, &s->windows[0], article, &record);
        if (s->status != DVK_OK) return;
        dvk_span title = headline_of(&record);
        s->run[i] = (addressed){XXH3_64bits(title.data, title.len), s->job->ties[article], article};
    }
    if (s->status != DVK_OK) return;
    qsort(s->run, n, sizeof *s->run, compare_addressed);
    link_run(s, s->run, n);
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

static bool is_alike(const same_url *s, const dvk_pair *pair) {
    return s->alike[pair->a] != 0 && s->alike[pair->a] == s->alike[pair->b];
}

/* Those found take the place of the same pair as it was scored; so do others of one address and title. */
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
        bool certain = order >= 0 || is_alike(s, &job->pairs[i]);
        all[n] = order <= 0 ? job->pairs[i] : s->found[k];
        if (certain) {
            count(job, order <= 0 ? &job->pairs[i] : NULL);
            all[n].duplicate = all[n].event = ONE;
        }
        n++;
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
        for (last = first + 1; last < s.n && s.list[last].key == s.list[first].key;)
            last++;
        if (last - first > 1) link_address(&s, s.list + first, last - first);
    }
    if (s.status == DVK_OK && s.n_found != 0) s.status = merge(&s);
    dvi_free(s.list);
    dvi_free(s.run);
    dvi_free(s.alike);
    dvi_free(s.found);
    dvi_buffer_finish(&s.scratch[0]);
    dvi_buffer_finish(&s.scratch[1]);
    dvi_spool_window_finish(&s.windows[0]);
    dvi_spool_window_finish(&s.windows[1]);
    return s.status;
}
