/* The page for a browser: one HTML file. Its parts are made apart, each within its share of the bytes that
 * the page may take, and put together last.
 *
 *   head      style and frame (src/report/html, by gen_page)
 *   index     JSON, packed as a chunk: the stories, and of each article what lists and filters need
 *   parts     JSON: which chunks there are
 *   script
 *   details   chunks: id, address and what ties the article to its story
 *   texts     chunks: the texts
 *
 * Articles are numbered in the order of the page: biggest story first, in it by duplicate group. A chunk
 * holds a run of them, so that the starts of all chunks are enough to find an article. */
#ifndef DVI_REPORT_HTML_H
#define DVI_REPORT_HTML_H

#include <stdbool.h>

#include "sink.h"
#include "stories.h"

/* What gen_page makes of src/report/html: before the index, between index and chunks. */
extern const unsigned char dvi_page_head[], dvi_page_script[];
extern const size_t dvi_page_head_len, dvi_page_script_len;

typedef struct dvi_page {
    const dvk_results *results;
    dvi_stories stories;
    uint32_t *order;    /* events that hold articles, as they stand in the page */
    size_t n_events;    /* all of them */
    size_t n_shown;     /* of them in the page, the first ones */
    uint32_t *articles; /* the members of the stories shown, in the page's order */
    size_t n_articles;
} dvi_page;

/* How many whole chunks wait to be packed: the same for any number of threads, as is what comes out. */
enum { DVI_CHUNKS_WAITING = 32 };

typedef struct dvi_chunk {
    dvi_buffer raw, packed;
    size_t end;   /* the number of the item behind its last */
    size_t n_cut; /* as dvi_chunks has it, up to there */
    dvk_status status;
} dvi_chunk;

/* A run of items, written as JSON, one element of the page a chunk. */
typedef struct dvi_chunks {
    char letter; /* of the elements' names */
    unsigned threads;
    size_t limit; /* bytes of `out` and `starts` */
    dvi_sink raw; /* the chunk that is being filled */
    dvi_chunk waiting[DVI_CHUNKS_WAITING];
    size_t n_waiting;
    dvi_buffer out; /* the finished elements */
    dvi_sink starts;
    size_t n_items, n_kept;   /* items that came; those of finished chunks */
    size_t n_cut, n_kept_cut; /* of them, those of which this is only the beginning */
    bool full;                /* a chunk did not fit: no more are taken */
    dvk_status status;
} dvi_chunks;

/* Appends `data` as the page unpacks it. */
dvk_status dvi_page_pack(dvk_span data, dvi_buffer *out);

void dvi_chunks_init(dvi_chunks *chunks, char letter, size_t limit, unsigned threads);
void dvi_chunks_finish(dvi_chunks *chunks);

/* Where to write the next item, a JSON value. */
dvi_sink *dvi_chunks_next(dvi_chunks *chunks);

/* Closes the chunk when it is large enough, or in any case. */
void dvi_chunks_close(dvi_chunks *chunks, bool in_any_case);

/* Chooses the stories that fit into `limit` bytes of columns, and writes the index. */
dvk_status dvi_page_index(dvi_page *page, size_t limit, dvi_buffer *out);
void dvi_page_parts(const dvi_chunks *details, const dvi_chunks *texts, dvi_sink *sink);

dvk_status dvi_page_details(const dvi_page *page, dvi_chunks *chunks);
dvk_status dvi_page_texts(const dvi_page *page, dvi_chunks *chunks);

#endif
