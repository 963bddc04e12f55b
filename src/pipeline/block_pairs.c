/* Pairs in the order in which they are scored. The articles of a block are cut into stripes whose features
 * the cache of a core holds; pairs follow each other by the stripe of the later article, then by the earlier,
 * which passes by once a stripe. */
#include "pipeline/block_pairs.h"

#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/radix_sort.h"

enum {
    STRIPE_LOG2 = 8,
    STRIPE_RANKS = 1 << STRIPE_LOG2,
    STRIPES = DVI_BLOCK_RANKS / STRIPE_RANKS,
    LOW_AT = STRIPE_LOG2 + DVI_FOUND_BITS
};

/* Pairs of a stripe. */
typedef struct stripe {
    size_t begin, end; /* in the lists */
    size_t kept, by_bands, by_anchors;
} stripe;

typedef struct striping {
    dvi_comparing *c;
    size_t first;            /* rank of the block */
    uint64_t *given, *pairs; /* as they were put, then scratch; by stripes */
    size_t n;
    uint32_t lowest; /* of the lower ranks */
    unsigned bits;   /* of a lower rank less the lowest */
    stripe stripes[STRIPES];
} striping;

/* Where the stripes lie, and how many bits the lower ranks take. */
static void measure(striping *s) {
    uint32_t lowest = UINT32_MAX, highest = 0;
    for (size_t i = 0; i < s->n; i++) {
        uint32_t low = dvi_blocked_low(s->given[i]);
        lowest = low < lowest ? low : lowest;
        highest = low > highest ? low : highest;
        s->stripes[dvi_blocked_high(s->given[i], 0) / STRIPE_RANKS].end++;
    }
    s->lowest = lowest;
    for (s->bits = 0; s->n != 0 && s->bits < 32 && (highest - lowest) >> s->bits != 0;)
        s->bits++;
    for (size_t i = 1; i < STRIPES; i++) {
        s->stripes[i].begin = s->stripes[i - 1].end;
        s->stripes[i].end += s->stripes[i].begin;
    }
}

/* A pair in its stripe, from the top bit: the lower rank, the higher in the stripe, how it was found. */
static void share_out(striping *s) {
    size_t next[STRIPES];
    for (size_t i = 0; i < STRIPES; i++)
        next[i] = s->stripes[i].begin;
    for (size_t i = 0; i < s->n; i++) {
        uint64_t pair = s->given[i];
        uint32_t high = dvi_blocked_high(pair, 0);
        s->pairs[next[high / STRIPE_RANKS]++] = (uint64_t)(dvi_blocked_low(pair) - s->lowest) << LOW_AT |
                                                high % STRIPE_RANKS << DVI_FOUND_BITS | dvi_blocked_by(pair);
    }
}

static bool has_too_many(const dvi_comparing *c, uint32_t rank) {
    return atomic_load_explicit(&c->similar[rank], memory_order_relaxed) > c->job->options.max_candidates;
}

/* Each pair once, but for what two with too many others have in common: from a sorted list to the stripe's
 * beginning. */
static void each_once(striping *s, size_t number, const uint64_t *list, size_t n) {
    stripe *of = &s->stripes[number];
    uint64_t *out = s->pairs + of->begin;
    uint32_t first = (uint32_t)(s->first + number * STRIPE_RANKS);
    for (size_t i = 0, end; i < n; i = end) {
        uint32_t high = first + (uint32_t)(list[i] >> DVI_FOUND_BITS) % STRIPE_RANKS;
        uint32_t low = (uint32_t)(list[i] >> LOW_AT) + s->lowest;
        for (end = i + 1; end < n && list[end] >> DVI_FOUND_BITS == list[i] >> DVI_FOUND_BITS;)
            end++;
        dvi_found_by last = dvi_blocked_by(list[end - 1]);
        bool by_bands = dvi_blocked_by(list[i]) == DVI_BY_BANDS;
        bool by_anchors = last == DVI_BY_BEST_ANCHORS ||
                          (last == DVI_BY_ANCHORS && !(has_too_many(s->c, high) && has_too_many(s->c, low)));
        of->by_bands += by_bands;
        of->by_anchors += by_anchors;
        if (by_bands || by_anchors) out[of->kept++] = (uint64_t)high << 32 | low;
    }
}

static void settle_stripe(void *context, unsigned thread, size_t number) {
    (void)thread;
    striping *s = context;
    const stripe *of = &s->stripes[number];
    size_t n = of->end - of->begin;
    each_once(s, number,
              dvi_sort64_by_bits(s->pairs + of->begin, s->given + of->begin, n, 0, LOW_AT + s->bits), n);
}

/* Brings together what is left of the stripes; counts it. */
static void close_gaps(striping *s) {
    dvk_job_stats *stats = &s->c->job->stats;
    size_t n = 0;
    for (size_t i = 0; i < STRIPES; i++) {
        const stripe *of = &s->stripes[i];
        memmove(s->pairs + n, s->pairs + of->begin, of->kept * sizeof *s->pairs);
        n += of->kept;
        stats->candidates_bands += of->by_bands;
        stats->candidates_anchors += of->by_anchors;
    }
    for (size_t i = 0; i < n; i++) {
        s->c->counts[s->pairs[i] >> 32]++;
        s->c->counts[(uint32_t)s->pairs[i]]++;
    }
    stats->candidates += n;
    s->n = n;
}

dvk_status dvi_block_pairs_take(dvi_comparing *c, size_t block, uint64_t **list, size_t *n) {
    *list = NULL;
    striping *s = dvi_alloc_zero(1, sizeof *s);
    if (s == NULL) return DVK_E_MEMORY;
    s->c = c;
    s->first = block * DVI_BLOCK_RANKS;
    dvk_status status = dvi_pair_blocks_take(c->blocks, block, &s->given, &s->n);
    if (status == DVK_OK) s->pairs = dvi_alloc(s->n, sizeof *s->pairs);
    if (status == DVK_OK && s->pairs == NULL) status = DVK_E_MEMORY;
    if (status == DVK_OK) {
        measure(s);
        share_out(s);
        dvi_parallel(c->job->options.threads, STRIPES, settle_stripe, s);
        close_gaps(s);
        *list = s->pairs;
        *n = s->n;
    }
    dvi_free(s->given);
    dvi_free(s);
    return status;
}
