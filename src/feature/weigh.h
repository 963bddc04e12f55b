/* Weighing: tokens -> the features of an article, each once, with its weight and place. */
#ifndef DVI_WEIGH_H
#define DVI_WEIGH_H

#include <stddef.h>

#include "article/token.h"
#include "base/key_table.h"
#include "dvoinik/features.h"

enum { DVI_WEIGHER_ROOTS = 4096 };

/* Scratch memory, reused from article to article. A zeroed one is empty. */
typedef struct dvi_weigher {
    dvi_key_table table; /* of the features' keys with their drafts, see weigh.c; then of the shingles */
    uint32_t *places;    /* of what the table has, by rising key; then the shingles */
    uint32_t *forms;     /* of the words that shingles are made of */
    size_t n_forms, places_cap, forms_cap;
    uint16_t roots[DVI_WEIGHER_ROOTS]; /* of inverse document frequencies, once they were needed */
} dvi_weigher;

void dvi_weigher_finish(dvi_weigher *weigher);

/* Lets it use these extensions of the processor (DVK_CPU_...): at first none. */
void dvi_weigher_limit(dvi_weigher *weigher, uint32_t cpu);

/* Fills list, shingles and their counts of `out`, whose arrays are reused and grown. Tokens come in the order
 * of the text; the tail of an article gives none. Returns DVK_OK or DVK_E_MEMORY. */
dvk_status dvi_weigh(dvi_weigher *weigher, const dvi_token *tokens, size_t n, dvk_features *out);

#endif
