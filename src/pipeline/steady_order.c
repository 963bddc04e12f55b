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

#include "base/memory.h"

typedef struct ranked {
    uint64_t hash;
    int64_t time;
    dvk_span id;
    uint32_t article;
} ranked;

uint64_t dvi_steady_hash(const dvk_features *f) {
    uint64_t hash = XXH3_64bits(f->shingles, f->n_shingles * sizeof *f->shingles);
    for (uint32_t i = 0; i < f->n_features; i++)
        hash = hash * UINT64_C(0x9E3779B97F4A7C15) + (f->list[i].key ^ (uint64_t)f->list[i].weight << 32);
    return hash;
}

static int compare_ids(dvk_span a, dvk_span b) {
    int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_ranked(const void *left, const void *right) {
    const ranked *a = left, *b = right;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    return compare_ids(a->id, b->id);
}

dvk_status dvi_rank_articles(dvk_job *job) {
    ranked *list = dvi_alloc(job->n, sizeof *list);
    if (list == NULL) return DVK_E_MEMORY;
    for (size_t i = 0; i < job->n; i++) {
        const dvk_features *features = &job->features[i];
        list[i] =
            (ranked){dvi_steady_hash(features), features->time, dvi_job_string(job, job->records[i].id), (uint32_t)i};
    }
    qsort(list, job->n, sizeof *list, compare_ranked);
    for (size_t rank = 0; rank < job->n; rank++)
        job->ties[list[rank].article] = rank;
    dvi_free(list);
    return DVK_OK;
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
        r->rank[i] = (uint32_t)job->ties[i];
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
