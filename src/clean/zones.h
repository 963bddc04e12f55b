/* Zones: which part of an article is its title, lead and body, and what must not count. */
#ifndef DVI_ZONES_H
#define DVI_ZONES_H

#include <stddef.h>
#include <stdint.h>

#include "article/token.h"
#include "dvoinik/article.h"
#include "dvoinik/model.h"

typedef struct dvi_zone_part {
    dvk_span text;
    uint8_t zone; /* dvi_zone */
} dvi_zone_part;

/* A growing list of parts. A zeroed one is empty. */
typedef struct dvi_zone_list {
    dvi_zone_part *list;
    size_t n, cap;
    dvk_span dateline; /* what was cut off the text as one; empty where nothing was */
} dvi_zone_list;

void dvi_zone_list_finish(dvi_zone_list *zones);

/* Replaces what is in `out` by the article's parts. They point into the article, cover its title and text
 * exactly, in order, and none is empty; neighbours differ in zone or are not adjacent. The phrases that
 * decide are built in; of a fitted `model` come the lines that the source repeats. It may be NULL. Cost: one
 * search for line ends; of most lines only the first word and the last character are looked at. Returns
 * DVK_OK or DVK_E_MEMORY, `out` then being empty. */
dvk_status dvi_find_zones(const dvk_model *model, const dvk_article *article, dvi_zone_list *out);

#endif
