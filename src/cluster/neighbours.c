/* Neighbours: two reports of one event are like the same other articles; two parts of one story, each like
 * its own.
 *
 * Idea: an article is a row of the probabilities of its pairs, 1 for itself. The cosine of two rows is 1 for
 * two articles that are sure of each other and of nobody else, and falls with each neighbour that only one of
 * them has. Reports of one event share most of theirs; below a cosine of .8 the odds of the pair are
 * multiplied by the cube of (1 + cosine) / 1.8: a sixth at the least, never more than 1.
 *
 * Source: Xu, Yuruk, Feng, Schweiger, "SCAN: A structural clustering algorithm for networks", KDD 2007,
 * section 3: the structural similarity. Deviation: neighbours count by their probabilities. What two rows
 * share is summed over triangles, each found once: Schank and Wagner, "Finding, counting and listing all
 * triangles in large graphs", WEA 2005, "forward": a pair leads from the article with fewer pairs to that
 * with more, so that no article leads to more than sqrt(2 pairs).
 *
 * Cost: O(pairs ^ 1.5) at the worst, whatever the graph. */
#include "neighbours.h"

#include <string.h>

#include "base/memory.h"
#include "base/square_root.h"

enum { ONE = 65536 };

dvk_status dvi_neighbours_init(dvi_neighbours *work, uint32_t articles, uint32_t pairs) {
    *work = (dvi_neighbours){
        .norms = dvi_alloc(articles, sizeof *work->norms),
        .degrees = dvi_alloc(articles, sizeof *work->degrees),
        .first = dvi_alloc((size_t)articles + 1, sizeof *work->first),
        .onward = dvi_alloc(pairs, sizeof *work->onward),
        .mark = dvi_alloc(articles, sizeof *work->mark),
        .sums = dvi_alloc(pairs, sizeof *work->sums),
        .lowered = dvi_alloc(pairs, sizeof *work->lowered),
    };
    if (work->norms != NULL && work->degrees != NULL && work->first != NULL && work->onward != NULL &&
        work->mark != NULL && work->sums != NULL && work->lowered != NULL)
        return DVK_OK;
    dvi_neighbours_finish(work);
    return DVK_E_MEMORY;
}

void dvi_neighbours_finish(dvi_neighbours *work) {
    dvi_free(work->norms);
    dvi_free(work->degrees);
    dvi_free(work->first);
    dvi_free(work->onward);
    dvi_free(work->mark);
    dvi_free(work->sums);
    dvi_free(work->lowered);
    *work = (dvi_neighbours){0};
}

static void measure_rows(dvi_neighbours *work, const dvk_pair *pairs, uint32_t n_pairs, uint32_t articles) {
    for (uint32_t i = 0; i < articles; i++) {
        work->norms[i] = (uint64_t)ONE * ONE;
        work->degrees[i] = 0;
    }
    for (uint32_t i = 0; i < n_pairs; i++) {
        uint64_t square = (uint64_t)pairs[i].event * pairs[i].event;
        work->norms[pairs[i].a] += square;
        work->norms[pairs[i].b] += square;
        work->degrees[pairs[i].a]++;
        work->degrees[pairs[i].b]++;
    }
}

static uint32_t from(const dvi_neighbours *work, const dvk_pair *pair) {
    return work->degrees[pair->b] < work->degrees[pair->a] ? pair->b : pair->a;
}

static uint32_t to(const dvi_neighbours *work, const dvk_pair *pair) {
    return work->degrees[pair->b] < work->degrees[pair->a] ? pair->a : pair->b;
}

/* Lists the pairs by the article that they lead from. */
static void direct(dvi_neighbours *work, const dvk_pair *pairs, uint32_t n_pairs, uint32_t articles) {
    uint32_t *first = work->first, place = 0;
    memset(first, 0, ((size_t)articles + 1) * sizeof *first);
    for (uint32_t i = 0; i < n_pairs; i++)
        first[from(work, &pairs[i])]++;
    for (uint32_t i = 0; i <= articles; i++) {
        uint32_t listed = first[i];
        first[i] = place += listed;
    }
    for (uint32_t i = n_pairs; i-- > 0;)
        work->onward[--first[from(work, &pairs[i])]] = i;
}

/* Articles a, b and c are pairs of each other: each pair has a neighbour more that its ends share. */
static void count_triangle(uint64_t *sums, const dvk_pair *pairs, uint32_t ab, uint32_t ac, uint32_t bc) {
    sums[ab] += (uint64_t)pairs[ac].event * pairs[bc].event;
    sums[ac] += (uint64_t)pairs[ab].event * pairs[bc].event;
    sums[bc] += (uint64_t)pairs[ab].event * pairs[ac].event;
}

static void count_triangles_from(dvi_neighbours *work, const dvk_pair *pairs, uint32_t article) {
    const uint32_t *onward = work->onward, *first = work->first;
    for (uint32_t i = first[article]; i < first[article + 1]; i++)
        work->mark[to(work, &pairs[onward[i]])] = onward[i];
    for (uint32_t i = first[article]; i < first[article + 1]; i++) {
        uint32_t next = to(work, &pairs[onward[i]]);
        for (uint32_t j = first[next]; j < first[next + 1]; j++) {
            uint32_t third = work->mark[to(work, &pairs[onward[j]])];
            if (third != UINT32_MAX) count_triangle(work->sums, pairs, onward[i], third, onward[j]);
        }
    }
    for (uint32_t i = first[article]; i < first[article + 1]; i++)
        work->mark[to(work, &pairs[onward[i]])] = UINT32_MAX;
}

/* The cosine of two rows in 1/65536. */
static uint64_t cosine(uint64_t shared, uint64_t norm_a, uint64_t norm_b) {
    uint64_t lengths = (uint64_t)dvi_square_root(norm_a) * dvi_square_root(norm_b) / ONE;
    uint64_t ratio = shared / lengths;
    return ratio < ONE ? ratio : ONE; /* roots are rounded down */
}

static uint32_t lower(uint32_t probability, uint64_t cosine) {
    uint64_t side = (ONE + cosine) * 5 / 9; /* ONE at a cosine of .8 */
    if (side > ONE) side = ONE;
    uint64_t times = side * side * side / ((uint64_t)ONE * ONE);
    uint64_t likely = (probability < ONE ? probability : ONE - 1), odds = likely * times;
    return (uint32_t)(odds * ONE / (odds + (ONE - likely) * ONE));
}

const uint32_t *dvi_neighbours_lower(dvi_neighbours *work, const dvk_pair *pairs, uint32_t n_pairs,
                                     uint32_t articles) {
    measure_rows(work, pairs, n_pairs, articles);
    direct(work, pairs, n_pairs, articles);
    for (uint32_t i = 0; i < n_pairs; i++)
        work->sums[i] = (uint64_t)pairs[i].event * 2 * ONE;
    memset(work->mark, 0xff, articles * sizeof *work->mark);
    for (uint32_t i = 0; i < articles; i++)
        count_triangles_from(work, pairs, i);
    for (uint32_t i = 0; i < n_pairs; i++) {
        const dvk_pair *pair = &pairs[i];
        work->lowered[i] =
            lower(pair->event, cosine(work->sums[i], work->norms[pair->a], work->norms[pair->b]));
    }
    return work->lowered;
}
