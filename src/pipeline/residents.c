/* What the store does not have in memory is read into portions, each one piece of memory with the articles
 * that were asked for together; the oldest portion goes first. */
#include "pipeline/residents.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"

enum { SLICE = 256, LARGE = 8 << 20 /* bytes, from which on large pages are asked for */ };

/* The articles that were loaded together. */
typedef struct portion {
    struct portion *next; /* loaded later */
    char *memory;         /* in `room` */
    void *room;
    uint64_t bytes;
    uint32_t *ranks;
    size_t n;
    uint32_t last; /* the highest rank */
} portion;

struct dvi_residents {
    const dvk_job *job;
    const uint32_t *by_time;
    const dvi_comparable **of; /* of each rank: NULL, or `asked`, or where it is */
    portion *oldest, *newest;
    uint64_t bytes, memory;
    uint64_t *wanted; /* article and rank */
    size_t n_wanted, wanted_cap;
    uint64_t wanted_bytes;
    dvi_comparable asked;
};

dvk_status dvi_residents_create(dvi_residents **out, const dvk_job *job, const uint32_t *by_time,
                                uint64_t memory) {
    dvi_residents *r = dvi_alloc_zero(1, sizeof *r);
    *out = NULL;
    if (r == NULL) return DVK_E_MEMORY;
    r->job = job;
    r->by_time = by_time;
    r->memory = memory;
    r->of = dvi_alloc_zero(job->n, sizeof *r->of);
    if (r->of == NULL) {
        dvi_free(r);
        return DVK_E_MEMORY;
    }
    *out = r;
    return DVK_OK;
}

static void free_portion(portion *p) {
    dvi_free(p->room);
    dvi_free(p->ranks);
    dvi_free(p);
}

void dvi_residents_destroy(dvi_residents *residents) {
    if (residents == NULL) return;
    for (portion *p = residents->oldest, *next; p != NULL; p = next) {
        next = p->next;
        free_portion(p);
    }
    dvi_free(residents->of);
    dvi_free(residents->wanted);
    dvi_free(residents);
}

static size_t bytes_of(const dvi_residents *r, uint32_t article) {
    return dvi_articles_comparable_size(&r->job->store, article);
}

dvk_status dvi_residents_want(dvi_residents *residents, uint32_t rank) {
    dvi_residents *r = residents;
    if (r->of[rank] != NULL) return DVK_OK;
    uint32_t article = r->by_time[rank];
    r->of[rank] = dvi_articles_lend_comparable(&r->job->store, article);
    if (r->of[rank] != NULL) return DVK_OK;
    void *wanted = r->wanted;
    dvk_status status = dvi_grow(&wanted, &r->wanted_cap, r->n_wanted + 1, sizeof *r->wanted);
    r->wanted = wanted;
    if (status != DVK_OK) return status;
    r->wanted[r->n_wanted++] = (uint64_t)article << 32 | rank;
    r->wanted_bytes += bytes_of(r, article);
    r->of[rank] = &r->asked;
    return DVK_OK;
}

uint64_t dvi_residents_wanted(const dvi_residents *residents) {
    return residents->wanted_bytes;
}

const dvi_comparable *const *dvi_residents_all(const dvi_residents *residents) {
    return residents->of;
}

typedef struct thread_part {
    dvi_spool_window window;
    dvk_status status;
} thread_part;

typedef struct loading {
    dvi_residents *residents;
    char **places; /* of what is wanted, in the portion */
    thread_part *parts;
} loading;

static dvk_status load_one(const loading *l, thread_part *part, size_t i) {
    uint32_t article = (uint32_t)(l->residents->wanted[i] >> 32), rank = (uint32_t)l->residents->wanted[i];
    l->residents->of[rank] = (const void *)l->places[i];
    return dvi_articles_read_comparable(&l->residents->job->store, &part->window, article, l->places[i]);
}

static void load_slice(void *context, unsigned thread, size_t slice) {
    loading *l = context;
    thread_part *part = &l->parts[thread];
    size_t first = slice * SLICE, n = l->residents->n_wanted, last = first + SLICE < n ? first + SLICE : n;
    for (size_t i = first; i < last && part->status == DVK_OK; i++)
        part->status = load_one(l, part, i);
}

/* In the order of the store, which is that of input. */
static dvk_status sort_wanted(dvi_residents *r) {
    uint64_t *scratch = dvi_alloc(r->n_wanted, sizeof *scratch);
    if (scratch == NULL) return DVK_E_MEMORY;
    dvi_sort64_by_upper(r->wanted, scratch, r->n_wanted);
    dvi_free(scratch);
    return DVK_OK;
}

static void place_all(dvi_residents *r, portion *p, char **places) {
    char *at = p->memory;
    for (size_t i = 0; i < r->n_wanted; i++) {
        uint32_t rank = (uint32_t)r->wanted[i];
        places[i] = at;
        at += bytes_of(r, (uint32_t)(r->wanted[i] >> 32));
        p->ranks[i] = rank;
        if (rank > p->last) p->last = rank;
    }
}

static portion *make_portion(const dvi_residents *r) {
    if ((size_t)r->wanted_bytes != r->wanted_bytes) return NULL; /* where a size has 32 bits */
    portion *p = dvi_alloc_zero(1, sizeof *p);
    if (p == NULL) return NULL;
    p->bytes = r->wanted_bytes;
    p->n = r->n_wanted;
    void *memory = NULL;
    if (p->bytes >= LARGE) p->room = dvi_alloc_table((size_t)p->bytes, 1, &memory);
    if (p->room == NULL) memory = p->room = dvi_alloc((size_t)p->bytes, 1);
    p->memory = memory;
    p->ranks = dvi_alloc(r->n_wanted, sizeof *p->ranks);
    if (p->room != NULL && p->ranks != NULL) return p;
    free_portion(p);
    return NULL;
}

static dvk_status load_all(dvi_residents *r, unsigned threads, char **places) {
    loading l = {r, places, dvi_alloc_zero(threads, sizeof(thread_part))};
    if (l.parts == NULL) return DVK_E_MEMORY;
    dvi_parallel(threads, (r->n_wanted + SLICE - 1) / SLICE, load_slice, &l);
    dvk_status status = DVK_OK;
    for (unsigned t = 0; t < threads; t++) {
        if (status == DVK_OK) status = l.parts[t].status;
        dvi_spool_window_finish(&l.parts[t].window);
    }
    dvi_free(l.parts);
    return status;
}

dvk_status dvi_residents_load(dvi_residents *residents, unsigned threads) {
    dvi_residents *r = residents;
    if (r->n_wanted == 0) return DVK_OK;
    dvk_status status = sort_wanted(r);
    char **places = dvi_alloc(r->n_wanted, sizeof *places);
    portion *p = make_portion(r);
    if (status != DVK_OK || places == NULL || p == NULL) {
        if (p != NULL) free_portion(p);
        dvi_free(places);
        return DVK_E_MEMORY;
    }
    place_all(r, p, places);
    status = load_all(r, threads, places);
    dvi_free(places);
    *(r->newest != NULL ? &r->newest->next : &r->oldest) = p;
    r->newest = p;
    r->bytes += p->bytes;
    r->n_wanted = 0;
    r->wanted_bytes = 0;
    return status;
}

static void forget_oldest(dvi_residents *r) {
    portion *p = r->oldest;
    for (size_t i = 0; i < p->n; i++)
        r->of[p->ranks[i]] = NULL;
    r->bytes -= p->bytes;
    r->oldest = p->next;
    if (r->oldest == NULL) r->newest = NULL;
    free_portion(p);
}

void dvi_residents_forget(dvi_residents *residents, uint32_t before) {
    while (residents->oldest != NULL &&
           (residents->oldest->last < before || residents->bytes > residents->memory))
        forget_oldest(residents);
}
