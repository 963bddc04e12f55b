/* Candidates by rare anchors: articles near each other in time that share their heaviest features. */
#ifndef DVI_ANCHORS_H
#define DVI_ANCHORS_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/features.h"

enum { DVI_ANCHORS = 32, DVI_ANCHOR_REACH = 96, DVI_ANCHOR_THREADS = 2 /* that make an index */ };

/* What of an article's features candidates are found by: plain data, of the same size for all. */
typedef struct dvi_anchors {
    uint32_t norm; /* of all features, without concepts */
    uint32_t n;
    uint32_t keys[DVI_ANCHORS]; /* the heaviest first */
    uint16_t weights[DVI_ANCHORS];
} dvi_anchors;

void dvi_anchors_choose(const dvk_features *features, dvi_anchors *out);

/* Articles in the order of time (those without a date first), then tie: some of them, or all. */
typedef struct dvi_anchor_input {
    const int64_t *times; /* n seconds, or DVK_NO_TIME; rising */
    const uint32_t *ties; /* n: what tells articles apart independently of their order */
    size_t n;
    size_t first, last;      /* candidates are wanted of these: the others are there to be found */
    const uint32_t *between; /* keys that an article has which is not given: it is too far from first to last
                                - 1, but stands between them and those without a date, and ends their way */
    size_t n_between;
    int64_t window;          /* seconds between two articles at most; 0 for no bound */
    uint32_t max_candidates; /* kept of an article: those with the largest partial similarity */
    uint32_t least_partial;  /* similarity by the anchors alone, in 1/65536, from which a pair is kept */
    /* The anchors of article i, lent until the next call by the same thread. Asked for all articles in order,
     * some times, by dvi_anchor_index_create alone, from as many threads as there are, DVI_ANCHOR_THREADS at
     * most. */
    dvk_status (*anchors)(void *context, unsigned thread, size_t i, const dvi_anchors **out);
    void *context;
    unsigned threads;
    uint32_t cpu; /* extensions of the processor to keep to, DVK_CPU_... */
} dvi_anchor_input;

/* The inverted index of anchors; read by any number of threads. */
typedef struct dvi_anchor_index dvi_anchor_index;

/* `input` is borrowed for the index's life. Memory: 16 bytes for each anchor that two articles share, 10
 * once it is made. Returns DVK_OK, DVK_E_LIMIT, DVK_E_MEMORY or what `anchors` returned. */
dvk_status dvi_anchor_index_create(dvi_anchor_index **out, const dvi_anchor_input *input);
void dvi_anchor_index_destroy(dvi_anchor_index *index); /* takes NULL */

/* Takes a pair of articles by their numbers in the input; not twice in one call of dvi_anchor_candidates for
 * the same article a. */
typedef dvk_status (*dvi_take_pair)(void *context, uint32_t a, uint32_t b);

/* One thread's scratch memory. */
typedef struct dvi_anchor_walker dvi_anchor_walker;

dvk_status dvi_anchor_walker_create(dvi_anchor_walker **out, const dvi_anchor_index *index);
void dvi_anchor_walker_destroy(dvi_anchor_walker *walker); /* takes NULL */

/* How many steps along lists it took so far. */
uint64_t dvi_anchor_walker_steps(const dvi_anchor_walker *walker);

/* Where an article looks for others along its lists. */
typedef enum dvi_anchor_ways { DVI_EARLIER = 1, DVI_LATER = 2, DVI_BOTH_WAYS = 3 } dvi_anchor_ways;

/* Gives the candidates of articles from to to - 1, which are among first to last - 1: those similar enough,
 * and where an article looks both ways, the best max_candidates of them. Two articles with dates find each
 * other or do not, with the same similarity; what is found one way is therefore all there is, but for the
 * limit. *cut counts lists that were longer than an article looked, and articles that had too many. Cost: at
 * most DVI_ANCHORS * DVI_ANCHOR_REACH steps an article each way. Returns DVK_OK, DVK_E_MEMORY or what `take`
 * returned. */
dvk_status dvi_anchor_candidates(dvi_anchor_walker *walker, size_t from, size_t to, dvi_anchor_ways ways,
                                 dvi_take_pair take, void *context, uint64_t *cut);

#endif
