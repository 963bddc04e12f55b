/* Steady order: articles by a hash of their features, then by time, then by id, which no two share.
 *
 * By hash, because a rank decides which candidates stay when there are too many, and no kind of article is to
 * be favoured. Clustering merges the best pair first; of equally good ones it takes the lower numbers, and
 * probabilities of 1 are common. So it is given ranks for numbers, and what it says is put back into the
 * order of input. */
#include "pipeline/steady_order.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/bytes.h"
#include "base/memory.h"
#include "base/radix_sort.h"

/* One of several articles with one hash. */
typedef struct equal {
    int64_t time;
    const char *ids; /* of all of them */
    size_t id, id_len;
    uint32_t article;
} equal;

/* Of the shingles as little-endian bytes: the order is to be the same on every machine. */
static uint64_t hash_shingles(const dvk_features *f) {
    uint8_t bytes[4 * DVK_MAX_SHINGLES], *at = bytes;
    for (uint32_t i = 0; i < f->n_shingles && i < DVK_MAX_SHINGLES; i++)
        at = dvi_put32(at, f->shingles[i]);
    return XXH3_64bits(bytes, (size_t)(at - bytes));
}

uint64_t dvi_steady_hash(const dvk_features *f) {
    uint64_t hash = hash_shingles(f);
    for (uint32_t i = 0; i < f->n_features; i++)
        hash = hash * UINT64_C(0x9E3779B97F4A7C15) + (f->list[i].key ^ (uint64_t)f->list[i].weight << 32);
    return hash;
}

static int compare_equal(const void *left, const void *right) {
    const equal *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    int order = memcmp(a->ids + a->id, b->ids + b->id, a->id_len < b->id_len ? a->id_len : b->id_len);
    return order != 0 ? order : (a->id_len > b->id_len) - (a->id_len < b->id_len);
}

static dvk_status read_equal(dvk_job *job, const dvi_item *run, size_t n, equal *list, dvi_buffer *ids) {
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < n && status == DVK_OK; i++) {
        dvi_record record;
        uint32_t article = (uint32_t)run[i].value;
        status = dvi_articles_record(&job->store, &job->window, article, &record);
        if (status != DVK_OK) break;
        list[i] =
            (equal){.time = job->times[article], .id = ids->len, .id_len = record.id.len, .article = article};
        status = dvi_buffer_append(ids, record.id.data, record.id.len);
    }
    for (size_t i = 0; i < n; i++)
        list[i].ids = ids->data;
    return status;
}

/* Puts articles of one hash in order. */
static dvk_status order_equal(dvk_job *job, dvi_item *run, size_t n) {
    dvi_buffer ids = {0};
    equal *list = dvi_alloc_zero(n, sizeof *list);
    dvk_status status = list != NULL ? read_equal(job, run, n, list, &ids) : DVK_E_MEMORY;
    if (status == DVK_OK) {
        qsort(list, n, sizeof *list, compare_equal);
        for (size_t i = 0; i < n; i++)
            run[i].value = list[i].article;
    }
    dvi_buffer_finish(&ids);
    dvi_free(list);
    return status;
}

static dvk_status order_by_hash(dvk_job *job, dvi_item *list, dvi_item *scratch) {
    dvk_status status = DVK_OK;
    for (size_t i = 0; i < job->n; i++)
        list[i] = (dvi_item){job->hashes[i], i};
    dvi_free(job->hashes);
    job->hashes = NULL;
    dvi_sort_items(list, scratch, job->n);
    for (size_t i = 0, end; i < job->n && status == DVK_OK; i = end) {
        for (end = i + 1; end < job->n && list[end].key == list[i].key;)
            end++;
        if (end - i > 1) status = order_equal(job, list + i, end - i);
    }
    return status;
}

dvk_status dvi_rank_articles(dvk_job *job) {
    dvi_item *list = dvi_alloc(job->n, sizeof *list), *scratch = dvi_alloc(job->n, sizeof *scratch);
    job->ties = dvi_alloc(job->n, sizeof *job->ties);
    dvk_status status = DVK_E_MEMORY;
    if (list != NULL && scratch != NULL && job->ties != NULL) status = order_by_hash(job, list, scratch);
    for (size_t rank = 0; rank < job->n && status == DVK_OK; rank++)
        job->ties[list[rank].value] = (uint32_t)rank;
    dvi_free(list);
    dvi_free(scratch);
    return status;
}

dvk_status dvi_order_by_time(const dvk_job *job, uint32_t *by_time) {
    dvi_item *list = dvi_alloc(job->n, sizeof *list), *scratch = dvi_alloc(job->n, sizeof *scratch);
    dvk_status status = list != NULL && scratch != NULL ? DVK_OK : DVK_E_MEMORY;
    if (status == DVK_OK) {
        for (size_t i = 0; i < job->n; i++)
            list[job->ties[i]] = (dvi_item){(uint64_t)job->times[i] ^ UINT64_C(1) << 63, i};
        dvi_sort_items(list, scratch, job->n);
        for (size_t rank = 0; rank < job->n; rank++)
            by_time[rank] = (uint32_t)list[rank].value;
    }
    dvi_free(list);
    dvi_free(scratch);
    return status;
}

typedef struct ranking {
    uint32_t *article;        /* of a rank */
    uint32_t *rank;           /* of an article */
    int64_t *times;           /* by rank */
    dvk_assignment *assigned; /* by rank */
} ranking;

static void ranking_finish(ranking *r) {
    dvi_free(r->article);
    dvi_free(r->rank);
    dvi_free(r->times);
    dvi_free(r->assigned);
}

static dvk_status ranking_init(ranking *r, const dvk_job *job) {
    *r = (ranking){dvi_alloc(job->n, sizeof *r->article), dvi_alloc(job->n, sizeof *r->rank),
                   dvi_alloc(job->n, sizeof *r->times), dvi_alloc(job->n, sizeof *r->assigned)};
    if (r->article == NULL || r->rank == NULL || r->times == NULL || r->assigned == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < job->n; i++) {
        r->rank[i] = job->ties[i];
        r->article[r->rank[i]] = (uint32_t)i;
        r->times[r->rank[i]] = job->times[i];
    }
    return DVK_OK;
}

/* Each pair keeps its place in the list, so that renumbering it back restores the list. */
static void renumber(dvk_pair *pairs, size_t n, const uint32_t *number) {
    for (size_t i = 0; i < n; i++) {
        uint32_t a = number[pairs[i].a], b = number[pairs[i].b];
        pairs[i].a = a < b ? a : b;
        pairs[i].b = a < b ? b : a;
    }
}

/* The groups again by number of the first article in input order. `number` is n x uint32 of scratch. */
static void number_by_input(dvk_assignment *assigned, size_t n, uint32_t *number,
                            uint32_t *(*field)(dvk_assignment *)) {
    uint32_t next = 0;
    memset(number, 0xFF, n * sizeof *number);
    for (size_t i = 0; i < n; i++) {
        uint32_t *group = field(&assigned[i]);
        if (number[*group] == UINT32_MAX) number[*group] = next++;
        *group = number[*group];
    }
}

static uint32_t *duplicate_of(dvk_assignment *assigned) {
    return &assigned->duplicate;
}

static uint32_t *event_of(dvk_assignment *assigned) {
    return &assigned->event;
}

dvk_status dvi_cluster_by_rank(dvk_job *job) {
    ranking r;
    dvk_status status = ranking_init(&r, job);
    if (status == DVK_OK) {
        renumber(job->pairs, job->n_pairs, r.rank);
        status = dvk_cluster(job->pairs, job->n_pairs, r.times, job->n, &job->options.cluster, r.assigned);
        renumber(job->pairs, job->n_pairs, r.article);
    }
    if (status == DVK_OK) {
        for (size_t i = 0; i < job->n; i++)
            job->assigned[i] = r.assigned[r.rank[i]];
        number_by_input(job->assigned, job->n, r.rank, duplicate_of);
        number_by_input(job->assigned, job->n, r.rank, event_of);
    }
    ranking_finish(&r);
    return status;
}
