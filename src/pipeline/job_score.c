/* Scoring the pairs of a block, in parts whose features fit into memory. The pairs of a stripe of the articles that are
 * later in time follow each other, by the earlier. */
#include "base/memory.h"
#include "base/parallel.h"
#include "base/prefetch.h"
#include "base/radix_sort.h"
#include "match/score.h"
#include "pipeline/bounds.h"
#include "pipeline/job_compare.h"

enum {
    SLICE = 4096,
    PART = 1 << 20, /* pairs */
    AHEAD = 2,      /* pairs between asking for features and using them */
    LINE = 64
};

typedef struct scoring {
    const dvi_comparing *c;
    dvi_scorer scorer;
    const uint64_t *pairs; /* higher and lower rank */
    size_t n;
    dvk_match *scored;
} scoring;

static bool begins(const scoring *s, size_t i) {
    return (uint32_t)s->pairs[i] != (uint32_t)s->pairs[i - 1];
}

/* The keys of earlier articles lie anywhere in memory: asked for in two steps, as the first tells how many there
 * are. Those of the later ones are at hand. */
static void expect(const scoring *s, size_t i, size_t last) {
    if (i + 2 * AHEAD < last && begins(s, i + 2 * AHEAD)) {
        const dvi_comparable *next = dvi_resident(s->c->residents, (uint32_t)s->pairs[i + 2 * AHEAD]);
        for (size_t at = 0; at < dvi_comparable_size(0); at += LINE)
            dvi_prefetch((const char *)next + at);
    }
    if (i + AHEAD >= last || !begins(s, i + AHEAD)) return;
    const dvi_key_map *map = &dvi_resident(s->c->residents, (uint32_t)s->pairs[i + AHEAD])->map;
    for (size_t at = 0; at < map->n; at += LINE / sizeof *map->entries)
        dvi_prefetch(&map->entries[at]);
}

static void score_slice(void *context, unsigned thread, size_t slice) {
    (void)thread;
    scoring *s = context;
    size_t first = slice * SLICE, last = first + SLICE < s->n ? first + SLICE : s->n;
    for (size_t i = first; i < last; i++) {
        expect(s, i, last);
        dvi_scorer_score(&s->scorer, dvi_resident(s->c->residents, (uint32_t)(s->pairs[i] >> 32)),
                         dvi_resident(s->c->residents, (uint32_t)s->pairs[i]), &s->scored[i]);
    }
}

static dvk_status keep_pair(dvk_job *job, uint32_t x, uint32_t y, const dvk_match *match) {
    job->stats.pairs_duplicate += match->duplicate >= job->options.cluster.duplicate_threshold;
    job->stats.pairs_event += match->event >= job->options.cluster.event_threshold;
    if (match->event < DVI_KEPT_EVENT) return DVK_OK;
    void *pairs = job->pairs;
    dvk_status status = dvi_grow(&pairs, &job->pairs_cap, job->n_pairs + 1, sizeof *job->pairs);
    job->pairs = pairs;
    if (status == DVK_OK)
        job->pairs[job->n_pairs++] = (dvk_pair){x < y ? x : y, x < y ? y : x, match->duplicate, match->event};
    return status;
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
    scoring s = {.c = c, .pairs = pairs, .n = n, .scored = dvi_alloc(n, sizeof *s.scored)};
    if (s.scored == NULL) return DVK_E_MEMORY;
    dvi_scorer_init(&s.scorer, c->job->model, least_wanted(c->job), c->job->options.cpu);
    dvi_parallel(threads, (n + SLICE - 1) / SLICE, score_slice, &s);
    for (size_t i = 0; i < n && status == DVK_OK; i++)
        status = keep_pair(c->job, c->by_time[pairs[i] >> 32], c->by_time[(uint32_t)pairs[i]], &s.scored[i]);
    c->job->stats.verified += n;
    dvi_free(s.scored);
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

static bool has_too_many(const dvi_comparing *c, uint32_t rank) {
    return atomic_load_explicit(&c->similar[rank], memory_order_relaxed) > c->job->options.max_candidates;
}

/* Each pair once, as ranks, but for what two with too many others have in common; counts them. Returns how many there are. */
static size_t each_once(dvi_comparing *c, size_t block, uint64_t *list, size_t n) {
    dvk_job_stats *stats = &c->job->stats;
    size_t kept = 0;
    for (size_t i = 0, end; i < n; i = end) {
        uint32_t high = dvi_blocked_high(list[i], block), low = dvi_blocked_low(list[i]);
        for (end = i + 1; end < n && list[end] >> DVI_FOUND_BITS == list[i] >> DVI_FOUND_BITS;)
            end++;
        dvi_found_by last = dvi_blocked_by(list[end - 1]);
        bool by_bands = dvi_blocked_by(list[i]) == DVI_BY_BANDS;
        bool by_anchors = last == DVI_BY_BEST_ANCHORS ||
                          (last == DVI_BY_ANCHORS && !(has_too_many(c, high) && has_too_many(c, low)));
        if (!by_bands && !by_anchors) continue;
        stats->candidates_bands += by_bands;
        stats->candidates_anchors += by_anchors;
        c->counts[high]++;
        c->counts[low]++;
        list[kept++] = (uint64_t)high << 32 | low;
    }
    stats->candidates += kept;
    return kept;
}

dvk_status dvi_score_block(dvi_comparing *c, size_t block) {
    uint64_t *list = NULL;
    size_t n = 0;
    dvk_status status = dvi_pair_blocks_take(c->blocks, block, &list, &n);
    uint64_t *scratch = status == DVK_OK ? dvi_alloc(n, sizeof *scratch) : NULL;
    if (status == DVK_OK && scratch == NULL) status = DVK_E_MEMORY;
    if (status == DVK_OK) {
        dvi_sort64(list, scratch, n);
        n = each_once(c, block, list, n);
    }
    dvi_free(scratch);
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
