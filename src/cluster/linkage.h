/* Linkage: merges groups while the mean strength of the pairs between two of them is high enough. */
#ifndef DVI_LINKAGE_H
#define DVI_LINKAGE_H

#include <stdbool.h>
#include <stdint.h>

/* What is merged, itself one article or several. */
typedef struct dvi_atom {
    int64_t first, last; /* seconds; both DVK_NO_TIME when no article in it has a date */
    uint32_t size;       /* articles, from 1 */
} dvi_atom;

typedef struct dvi_linkage_params {
    uint32_t threshold;   /* the least mean for a merge, in 1/65536; 0 joins all that a pair connects */
    uint32_t min_density; /* a mean is over at least this share of the possible pairs, in 1/65536 */
    uint32_t pairs_each;  /* nor is more expected than so many pairs for each article of the smaller group; 0
                           * for no bound */
    int64_t window;       /* seconds that may lie between two groups; 0 for no bound */
} dvi_linkage_params;

typedef struct dvi_linkage dvi_linkage;

/* Room for graphs of so many atoms and pairs. NULL when memory ends. */
dvi_linkage *dvi_linkage_create(uint32_t atoms, uint32_t pairs);
void dvi_linkage_destroy(dvi_linkage *linkage);

/* Begins a graph of n atoms and at most `pairs` pairs; `atoms` is lent for the call. */
void dvi_linkage_begin(dvi_linkage *linkage, const dvi_atom *atoms, uint32_t n, uint32_t pairs);

/* One pair of articles, of two different atoms; strength, 0 to 65536, is what it says for a merge. Of two
 * groups that merge one pair `links`. The order of the calls does not matter. */
void dvi_linkage_add(dvi_linkage *linkage, uint32_t a, uint32_t b, uint32_t strength, bool links);

/* Merges; group[i] becomes the smallest atom of atom i's group. Groups without a pair between them never
 * merge. */
void dvi_linkage_run(dvi_linkage *linkage, const dvi_linkage_params *params, uint32_t *group);

#endif
