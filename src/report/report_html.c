/* The page for a browser: order of the stories, shares of the size, putting together. */
#include "report_html.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"

/* For the list of chunks and the last lines of the page. */
enum { ENDS = 1024 };

typedef struct ranked {
    uint32_t event, size;
    int64_t first;
} ranked;

static int by_size(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->size != y->size) return x->size > y->size ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->event < y->event ? -1 : 1;
}

static dvk_status rank_stories(dvi_page *page) {
    size_t n = page->stories.n_events;
    ranked *list = dvi_alloc(n, sizeof *list);
    page->order = dvi_alloc(n, sizeof *page->order);
    page->articles = dvi_alloc(page->results->n, sizeof *page->articles);
    dvk_status status = DVK_E_MEMORY;
    if (list != NULL && page->order != NULL && page->articles != NULL) {
        for (size_t i = 0; i < n; i++) {
            dvi_story story;
            dvi_story_look(&page->stories, page->results, i, &story);
            if (story.n != 0) list[page->n_events++] = (ranked){(uint32_t)i, (uint32_t)story.n, story.first};
        }
        qsort(list, page->n_events, sizeof *list, by_size);
        for (size_t i = 0; i < page->n_events; i++)
            page->order[i] = list[i].event;
        status = DVK_OK;
    }
    dvi_free(list);
    return status;
}

/* Large parts go out as they are, without a copy of them. */
static void put_through(dvi_sink *sink, dvk_span part) {
    dvi_sink_flush(sink);
    if (sink->status == DVK_OK && part.len != 0) sink->status = sink->write(sink->user, part.data, part.len);
}

static void put_all(dvi_sink *sink, const dvi_buffer *index, const dvi_chunks *details,
                    const dvi_chunks *texts) {
    put_through(sink, (dvk_span){(const char *)dvi_page_head, dvi_page_head_len});
    put_through(sink, dvi_buffer_span(index));
    dvi_sink_text(sink, "</script>\n<script type=\"application/json\" id=\"parts\">");
    dvi_page_parts(details, texts, sink);
    put_through(sink, (dvk_span){(const char *)dvi_page_script, dvi_page_script_len});
    put_through(sink, dvi_buffer_span(&details->out));
    put_through(sink, dvi_buffer_span(&texts->out));
    dvi_sink_text(sink, "</body>\n</html>\n");
}

static size_t less(size_t a, size_t b) {
    return a > b ? a - b : 0;
}

/* The index may have five eighths of the room. How small its columns and the list of sources get is known
 * afterwards only: where they are too large for the details to have a place, there are fewer stories. */
static dvk_status make_index(dvi_page *page, size_t room, dvi_buffer *packed) {
    for (size_t most = room;; most /= 2) {
        dvi_buffer index = {0};
        dvk_status status = dvi_page_index(page, most, &index);
        packed->len = 0;
        if (status == DVK_OK) status = dvi_page_pack(dvi_buffer_span(&index), packed);
        dvi_buffer_finish(&index);
        if (status != DVK_OK || packed->len <= room / 8 * 5 || most == 0) return status;
    }
}

/* Index first, then details, up to three quarters of the room, then texts: each may use what those before it
 * left. */
static dvk_status make_parts(dvi_page *page, size_t room, unsigned threads, dvi_buffer *index,
                             dvi_chunks *details, dvi_chunks *texts) {
    dvk_status status = make_index(page, room, index);
    dvi_chunks_init(details, 'd', less(room / 4 * 3, index->len), threads);
    if (status == DVK_OK) status = dvi_page_details(page, details);
    dvi_chunks_init(texts, 't', less(room, index->len + details->out.len + details->starts.out.len), threads);
    if (status == DVK_OK) status = dvi_page_texts(page, texts);
    return status;
}

static unsigned threads_of(const dvk_report_options *options) {
    if (options->threads == 0) return dvi_processors();
    return options->threads < DVI_MAX_THREADS ? options->threads : DVI_MAX_THREADS;
}

dvk_status dvi_report_html(const dvi_report_job *job) {
    uint64_t most = job->options->max_bytes;
    size_t limit = most < SIZE_MAX ? (size_t)most : SIZE_MAX;
    size_t room = less(limit, dvi_page_head_len + dvi_page_script_len + ENDS);
    dvi_page page = {.results = job->results};
    dvi_buffer index = {0};
    dvi_chunks details = {0}, texts = {0};
    dvk_status status = dvi_stories_init(&page.stories, job->results);
    if (status == DVK_OK) status = rank_stories(&page);
    if (status == DVK_OK)
        status = make_parts(&page, room, threads_of(job->options), &index, &details, &texts);
    if (status == DVK_OK) put_all(job->sink, &index, &details, &texts);
    dvi_chunks_finish(&details);
    dvi_chunks_finish(&texts);
    dvi_buffer_finish(&index);
    dvi_free(page.order);
    dvi_free(page.articles);
    dvi_stories_finish(&page.stories);
    return status;
}
