/* Linkage of events: the strongest link first, while the event that comes of it holds together. */
#ifndef DVI_EVENT_LINKAGE_H
#define DVI_EVENT_LINKAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "dvoinik/status.h"
#include "linkage.h"

/* What ships: the least mean of an event's possible pairs, in 1/65536. */
enum { DVI_EVENT_COHESION = 65536 * 48 / 100 };

typedef struct dvi_event_params {
    uint32_t link;           /* the least probability of a pair that joins two groups, in 1/65536 */
    uint32_t weak_link;      /* from which a pair does that others bear out; 0 for no such pairs */
    uint32_t cohesion;       /* the least mean probability within an event, in 1/65536 */
    uint32_t contact;        /* the least mean probability between two groups of which one is an atom */
    uint32_t contact_of_few; /* the same where neither has more than two atoms */
    uint32_t contact_rise;   /* how much more it must be each time that the smaller has twice as many atoms */
    uint32_t min_density;    /* a mean is over at least this share of the possible pairs, in 1/65536 */
    int64_t window;          /* seconds that may lie between two groups; 0 for no bound */
    uint32_t pairs_each;     /* nor is more expected than so many pairs for each article; 0 for no bound */
} dvi_event_params;

/* Whether a pair of this probability may join two groups, by itself or as one of several. */
bool dvi_event_may_link(const dvi_event_params *params, uint32_t probability);

typedef struct dvi_event_linkage dvi_event_linkage;

/* As dvi_linkage_create, _destroy, _begin, _add and _run. A pair links by its probability; the means and the
 * order of links are of what it was lowered to. */
dvi_event_linkage *dvi_event_linkage_create(uint32_t atoms, uint32_t pairs);
void dvi_event_linkage_destroy(dvi_event_linkage *linkage);
void dvi_event_linkage_begin(dvi_event_linkage *linkage, const dvi_atom *atoms, uint32_t n, uint32_t pairs);
void dvi_event_linkage_add(dvi_event_linkage *linkage, uint32_t a, uint32_t b, uint32_t probability,
                           uint32_t lowered);
void dvi_event_linkage_run(dvi_event_linkage *linkage, const dvi_event_params *params, uint32_t *group);

#endif
