/* Scoring the pairs of a block, in parts whose features fit into memory. */
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/prefetch.h"
#include "match/score.h"
#include "pipeline/block_pairs.h"
#include "pipeline/bounds.h"

enum {
    SLICE = 4096,
    PART = 1 << 20, /* pairs */
    AHEAD = 4,      /* pairs between asking for features and using them */
    LINE = 64
};

/* What is left of a slice of pairs. */
typedef struct slice_counts {
    uint32_t kept, duplicate, event;
} slice_counts;

typedef struct scoring {
    const dvi_comparing *c;
    dvi_scorer scorer;
    const dvi_comparable *const *residents;
    const uint64_t *pairs; /* higher and lower rank */
    size_t n;
    dvk_pair *kept; /* as many places for each slice as it has pairs */
    slice_counts *counts;
} scoring;

static bool begins(const scoring *s, size_t i) {
    return (uint32_t)s->pairs[i] != (uint32_t)s->pairs[i - 1];
}

static const dvi_comparable *later(const scoring *s, size_t i) {
    return s->residents[s->pairs[i] >> 32];
}

static const dvi_comparable *earlier(const scoring *s, size_t i) {
    return s->residents[(uint32_t)s->pairs[i]];
}

/* What leads to an article's keys. */
static inline __attribute__((always_inline)) void expect_head(const dvi_comparable *of) {
    for (size_t at = 0; at < DVI_COMPARABLE_HEAD; at += LINE)
        dvi_prefetch((const char *)of + at);
}

/* The keys of earlier articles lie anywhere in memory: asked for in two steps, as the first tells how many
 * there are. Those of the later ones are at hand, in the second cache. */
static void expect(const scoring *s, size_t i, size_t last) {
    if (i + 2 * AHEAD < last && begins(s, i + 2 * AHEAD)) expect_head(earlier(s, i + 2 * AHEAD));
    if (i + AHEAD >= last) return;
    expect_head(later(s, i + AHEAD));
    if (!begins(s, i + AHEAD)) return;
    const dvi_key_map *map = &earlier(s, i + AHEAD)->map;
    for (size_t at = 0; at < map->n; at += LINE / sizeof *map->entries)
        dvi_prefetch(&map->entries[at]);
}

static void count_match(const scoring *s, uint64_t pair, const dvk_match *match, dvk_pair *kept,
                        slice_counts *counts) {
    const dvk_cluster_params *params = &s->c->job->options.cluster;
    uint32_t x = s->c->by_time[pair >> 32], y = s->c->by_time[(uint32_t)pair];
    counts->duplicate += match->duplicate >= params->duplicate_threshold;
    counts->event += match->event >= params->event_threshold;
    if (match->event >= DVI_KEPT_EVENT)
        kept[counts->kept++] = (dvk_pair){x < y ? x : y, x < y ? y : x, match->duplicate, match->event};
}

static void score_slice(void *context, unsigned thread, size_t slice) {
    (void)thread;
    scoring *s = context;
    size_t first = slice * SLICE, last = first + SLICE < s->n ? first + SLICE : s->n;
    slice_counts counts = {0};
    for (size_t i = first; i < last; i++) {
        dvk_match match;
        expect(s, i, last);
        dvi_scorer_score(&s->scorer, later(s, i), earlier(s, i), &match);
        count_match(s, s->pairs[i], &match, s->kept + first, &counts);
    }
    s->counts[slice] = counts;
}

static dvk_status keep_pairs(dvk_job *job, const dvk_pair *kept, const slice_counts *counts) {
    void *pairs = job->pairs;
    dvk_status status = dvi_grow(&pairs, &job->pairs_cap, job->n_pairs + counts->kept, sizeof *job->pairs);
    job->pairs = pairs;
    if (status != DVK_OK) return status;
    if (counts->kept != 0) memcpy(job->pairs + job->n_pairs, kept, counts->kept * sizeof *kept);
    job->n_pairs += counts->kept;
    job->stats.pairs_duplicate += counts->duplicate;
    job->stats.pairs_event += counts->event;
    return DVK_OK;
}

/* Below this a pair is neither kept nor counted. */
static uint32_t least_wanted(const dvk_job *job) {
    const dvk_cluster_params *params = &job->options.cluster;
    uint32_t least = DVI_KEPT_EVENT;
    if (params->duplicate_threshold < least) least = params->duplicate_threshold;
    return params->event_threshold < least ? params->event_threshold : least;
}

static dvk_status score_part(dvi_comparing *c, const uint64_t *pairs, size_t n) {
    unsigned threads = c->job->options.threads;
    dvk_status status = dvi_residents_load(c->residents, threads);
    if (status != DVK_OK) return status;
    size_t slices = (n + SLICE - 1) / SLICE;
    scoring s = {.c = c,
                 .residents = dvi_residents_all(c->residents),
                 .pairs = pairs,
                 .n = n,
                 .kept = dvi_alloc(n, sizeof *s.kept),
                 .counts = dvi_alloc(slices, sizeof *s.counts)};
    if (s.kept == NULL || s.counts == NULL) status = DVK_E_MEMORY;
    if (status == DVK_OK) {
        dvi_scorer_init(&s.scorer, c->job->model, least_wanted(c->job), c->job->options.cpu);
        dvi_parallel(threads, slices, score_slice, &s);
    }
    for (size_t i = 0; i < slices && status == DVK_OK; i++)
        status = keep_pairs(c->job, s.kept + i * SLICE, &s.counts[i]);
    c->job->stats.verified += n;
    dvi_free(s.kept);
    dvi_free(s.counts);
    return status;
}

/* How many pairs make the next part; their articles are asked for. */
static dvk_status next_part(dvi_comparing *c, const uint64_t *pairs, size_t n, size_t *part) {
    uint64_t most = c->job->options.memory / 4;
    dvk_status status = DVK_OK;
    for (*part = 0;
         *part < n && *part < PART && status == DVK_OK && dvi_residents_wanted(c->residents) <= most;
         ++*part) {
        status = dvi_residents_want(c->residents, (uint32_t)(pairs[*part] >> 32));
        if (status == DVK_OK) status = dvi_residents_want(c->residents, (uint32_t)pairs[*part]);
    }
    return status;
}

dvk_status dvi_score_block(dvi_comparing *c, size_t block) {
    uint64_t *list;
    size_t n = 0;
    dvk_status status = dvi_block_pairs_take(c, block, &list, &n);
    size_t above = (block + 1) * DVI_BLOCK_RANKS < c->job->n ? (block + 1) * DVI_BLOCK_RANKS : c->job->n;
    uint32_t before = (uint32_t)dvi_lowest_near(c, block * DVI_BLOCK_RANKS);
    for (size_t at = 0, part; status == DVK_OK && at < n; at += part) {
        if (!dvi_job_goes_on(c->job, "score", above, c->job->n)) status = DVK_E_CANCELLED;
        if (status != DVK_OK) break;
        dvi_residents_forget(c->residents, before);
        status = next_part(c, list + at, n - at, &part);
        if (status == DVK_OK) status = score_part(c, list + at, part);
    }
    dvi_free(list);
    return status;
}
