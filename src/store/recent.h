/* The postings of the latest articles, in memory: found by key, in order of place. */
#ifndef DVI_RECENT_H
#define DVI_RECENT_H

#include "places.h"

/* An article's postings as bytes: i64 time, u32 tie, u32 norm, u16 bands, u16 anchors, then the u64 keys of
 * bands, then of each anchor u32 key and u16 weight. */
size_t dvi_recent_packed_size(const dvi_postings *p);
void dvi_recent_pack(const dvi_postings *p, uint8_t *out);

/* Articles; who opens an index reads them. */
enum { DVI_MOST_RECENT = 2048 };

typedef struct dvi_recent dvi_recent;

dvk_status dvi_recent_create(dvi_recent **out);
void dvi_recent_destroy(dvi_recent *recent); /* takes NULL */
void dvi_recent_clear(dvi_recent *recent);

/* Takes in packed postings, copied, of an article whose number is above all others'. DVK_E_DAMAGED when the
 * bytes have another shape, or a key twice. */
dvk_status dvi_recent_add(dvi_recent *recent, uint32_t article, const uint8_t *packed, size_t size);
/* Whether the article was there. */
bool dvi_recent_remove(dvi_recent *recent, uint32_t article);

size_t dvi_recent_articles(const dvi_recent *recent); /* that are there */
uint32_t
dvi_recent_last(const dvi_recent *recent); /* the highest number taken in since it was clear; 0 for none */
/* The first article behind `after`, lent: false when there is none. */
bool dvi_recent_next(const dvi_recent *recent, uint32_t after, uint32_t *article, dvk_span *packed);
/* The first and last number, the earliest and latest time of what is there. */
void dvi_recent_bounds(const dvi_recent *recent, uint32_t *first, uint32_t *last, int64_t *earliest,
                       int64_t *latest);

void dvi_recent_around(const dvi_recent *recent, dvi_posting_table table, uint64_t key, const dvi_posting *at,
                       size_t reach, dvi_posting_view *out);

size_t dvi_recent_postings(const dvi_recent *recent); /* of all articles that are there */
size_t dvi_recent_lists(const dvi_recent *recent);

/* All entries of a table, sorted, in memory that the caller frees. */
dvk_status dvi_recent_sorted(const dvi_recent *recent, dvi_posting_table table, dvi_entry **out, size_t *n);

#endif
