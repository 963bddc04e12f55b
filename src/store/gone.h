/* Articles that were removed while their postings stand in a run: a bit each. */
#ifndef DVI_GONE_H
#define DVI_GONE_H

#include "store.h"

enum { DVI_GONE_BYTES = 1024, DVI_GONE_EACH = 8 * DVI_GONE_BYTES };

/* The bits of articles number * DVI_GONE_EACH and on. */
typedef struct dvi_gone_part {
    uint32_t number; /* the first member */
    bool changed;
    uint8_t bits[DVI_GONE_BYTES];
} dvi_gone_part;

typedef struct dvi_gone {
    dvi_gone_part *parts; /* by rising number */
    size_t n, cap;
} dvi_gone;

void dvi_gone_finish(dvi_gone *gone);
bool dvi_gone_has(const dvi_gone *gone, uint32_t article);

dvk_status dvi_gone_load(dvi_store *store);
dvk_status dvi_gone_set(dvi_store *store, uint32_t article);
/* No article from first to last stands in a run any more, or all that do are there. */
dvk_status dvi_gone_clear(dvi_store *store, uint32_t first, uint32_t last);
/* Writes what was set. */
dvk_status dvi_gone_save(dvi_store *store);

#endif
