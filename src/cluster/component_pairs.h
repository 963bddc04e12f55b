/* Pairs by component: the articles and pairs of one connected component after another. */
#ifndef DVI_COMPONENT_PAIRS_H
#define DVI_COMPONENT_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/result.h"
#include "dvoinik/status.h"
#include "union_find.h"

typedef struct dvi_component_pairs {
    uint32_t n;              /* components, in order of their first articles */
    uint32_t *first_article; /* n + 1 places in `articles` */
    uint32_t *first_pair;    /* n + 1 places in `pairs` */
    uint32_t *articles;      /* by component, rising within each */
    dvk_pair *pairs;         /* by component; a and b are places among the articles of the component */
    uint32_t max_articles, max_pairs; /* of a component */
} dvi_component_pairs;

/* Sorts n articles and the pairs that lie inside a set of `sets` by set. */
dvk_status dvi_component_pairs_init(dvi_component_pairs *all, const dvk_pair *pairs, size_t n_pairs,
                                    dvi_union_find *sets);
void dvi_component_pairs_finish(dvi_component_pairs *all);

/* The pairs of a component, rising by a then b, each once: of those given twice, the higher probabilities. */
const dvk_pair *dvi_component_pairs_sorted(dvi_component_pairs *all, uint32_t component, uint32_t *n);

#endif
