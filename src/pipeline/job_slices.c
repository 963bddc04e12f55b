/* Slices of time. Nobody is compared with what is farther from it than the window, so an index of the anchors
 * of a slice and of a window on either side of it serves as one of all. A slice is some times as long as the
 * windows, for what lies in these is indexed twice; and no longer than memory allows. Articles without a date
 * are near to all: they make a slice of their own, whose lists are cut by company and not by time, and are in
 * the others besides. */
#include "pipeline/job_slices.h"
#include "base/memory.h"
#include "pipeline/bounds.h"

enum { BYTES_AN_ARTICLE = 1024, LEAST_SLICE = 512, AHEAD = 4 };

static int64_t time_of(const dvi_comparing *c, size_t rank) {
    return c->job->times[c->by_time[rank]];
}

/* The first dated rank whose time is not below `time`. */
static size_t rank_at(const dvi_comparing *c, int64_t time) {
    size_t low = c->n_undated, high = c->job->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (time_of(c, middle) < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t dvi_lowest_near(const dvi_comparing *c, size_t rank) {
    int64_t window = c->job->options.cluster.window;
    if (window == 0 || rank < c->n_undated) return 0;
    int64_t time = time_of(c, rank);
    return time < INT64_MIN + 1 + window ? c->n_undated : rank_at(c, time - window);
}

/* Behind the last rank that is near enough to `rank`, which has a date. */
static size_t above_near(const dvi_comparing *c, size_t rank) {
    int64_t time = time_of(c, rank), window = c->job->options.cluster.window;
    return time > INT64_MAX - 1 - window ? c->job->n : rank_at(c, time + window + 1);
}

void dvi_slice_from(const dvi_comparing *c, size_t first, dvi_slice *out) {
    size_t n = c->job->n;
    *out = (dvi_slice){first, n, 0, n};
    if (c->job->options.cluster.window == 0) return;
    if (first < c->n_undated) {
        out->last = c->n_undated;
        return;
    }
    out->lowest = dvi_lowest_near(c, first);
    uint64_t most = c->job->options.memory / BYTES_AN_ARTICLE;
    size_t least = (above_near(c, first) - out->lowest) / 4;
    if (least < LEAST_SLICE) least = LEAST_SLICE;
    size_t low = n - first < least ? n : first + least, high = n;
    while (low < high) { /* the highest end that keeps all within `most`, if one does */
        size_t middle = high - (high - low) / 2;
        if (above_near(c, middle - 1) - out->lowest <= most)
            low = middle;
        else
            high = middle - 1;
    }
    out->last = low;
    out->above = above_near(c, low - 1);
}

static dvk_status give_anchors(void *context, unsigned thread, size_t i, const dvi_anchors **out) {
    dvi_slice_index *s = context;
    if (i + AHEAD < s->input.n)
        dvi_articles_expect_anchors(&s->c->job->store, s->c->by_time[dvi_slice_rank(s, i + AHEAD)]);
    dvk_status status = dvi_articles_anchors(&s->c->job->store, &s->windows[thread],
                                             s->c->by_time[dvi_slice_rank(s, i)], out);
    if (status != DVK_OK || s->counts.list == NULL) return status;
    dvi_anchors_in_company(&s->counts, *out, &s->in_company[thread]);
    *out = &s->in_company[thread];
    return DVK_OK;
}

static dvk_status count_anchors(dvi_slice_index *s) {
    dvi_anchor_counts counts;
    dvk_status status = dvi_anchor_counts_init(&counts, s->input.n);
    for (size_t i = 0; i < s->input.n && status == DVK_OK; i++) {
        const dvi_anchors *a;
        status = give_anchors(s, 0, i, &a);
        if (status == DVK_OK) dvi_anchor_counts_add(&counts, a);
    }
    s->counts = counts;
    return status;
}

static dvk_status fill_input(dvi_slice_index *s) {
    dvk_job *job = s->c->job;
    size_t n = s->before + (s->slice.above - s->slice.lowest);
    s->times = dvi_alloc(n, sizeof *s->times);
    s->ties = dvi_alloc(n, sizeof *s->ties);
    if (s->before != 0) s->between = dvi_alloc(s->c->undated.n, sizeof *s->between);
    if (s->times == NULL || s->ties == NULL || (s->before != 0 && s->between == NULL)) return DVK_E_MEMORY;
    for (size_t i = 0; i < n; i++) {
        uint32_t article = s->c->by_time[dvi_slice_rank(s, i)];
        s->times[i] = job->times[article];
        s->ties[i] = job->ties[article];
    }
    s->input = (dvi_anchor_input){
        .times = s->times,
        .ties = s->ties,
        .n = n,
        .first = s->slice.first - s->slice.lowest + s->before,
        .last = s->slice.last - s->slice.lowest + s->before,
        .between = s->between,
        .n_between =
            s->before != 0 ? dvi_undated_keys_before(&s->c->undated, s->slice.lowest, s->between) : 0,
        .window = job->options.cluster.window,
        .max_candidates = job->options.max_candidates,
        .least_partial = DVI_LEAST_PARTIAL,
        .anchors = give_anchors,
        .context = s,
        .threads = job->options.threads,
        .cpu = job->options.cpu};
    return DVK_OK;
}

static dvk_status make_walkers(dvi_slice_index *s) {
    unsigned threads = s->c->job->options.threads;
    s->walkers = dvi_alloc_zero(threads, sizeof *s->walkers);
    dvk_status status = s->walkers != NULL ? DVK_OK : DVK_E_MEMORY;
    for (unsigned t = 0; t < threads && status == DVK_OK; t++)
        status = dvi_anchor_walker_create(&s->walkers[t], s->index);
    return status;
}

dvk_status dvi_slice_index_create(dvi_slice_index **out, dvi_comparing *c, const dvi_slice *slice) {
    *out = NULL;
    dvi_slice_index *s = dvi_alloc_zero(1, sizeof *s);
    if (s == NULL) return DVK_E_MEMORY;
    s->c = c;
    s->slice = *slice;
    s->before = slice->lowest >= c->n_undated ? c->n_undated : 0;
    dvk_status status = fill_input(s);
    if (status == DVK_OK && slice->first < c->n_undated) status = count_anchors(s);
    if (status == DVK_OK) status = dvi_anchor_index_create(&s->index, &s->input);
    dvi_anchor_counts_finish(&s->counts);
    if (status == DVK_OK) status = make_walkers(s);
    if (status == DVK_OK)
        *out = s;
    else
        dvi_slice_index_destroy(s);
    return status;
}

void dvi_slice_index_destroy(dvi_slice_index *index) {
    if (index == NULL) return;
    for (unsigned t = 0; index->walkers != NULL && t < index->c->job->options.threads; t++)
        dvi_anchor_walker_destroy(index->walkers[t]);
    dvi_free(index->walkers);
    dvi_anchor_index_destroy(index->index);
    for (unsigned t = 0; t < DVI_ANCHOR_THREADS; t++)
        dvi_spool_window_finish(&index->windows[t]);
    dvi_free(index->times);
    dvi_free(index->ties);
    dvi_free(index->between);
    dvi_free(index);
}
