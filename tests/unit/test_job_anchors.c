/* A job looks for each pair once, and puts an article's best in its place where that has too many others: it
 * finds what it would if each article looked both ways and kept its best. */
#include "reading.h"

#include <inttypes.h>

#include "base/memory.h"
#include "base/radix_sort.h"
#include "jobs.h"
#include "made_features.h"
#include "made_pairs.h"
#include "pipeline/job_slices.h"
#include "pipeline/steady_order.h"

enum {
    ARTICLES = 4000,
    HOURS = 24 * 12,
    WINDOW = 72 * 3600,
    TWINS = 6000,
    NAMES = 12,
    SHARED = 8,
    MOST_BEST = 200
};

/* Few names, so that many articles share some. */
static void write_feed(uint32_t undated) {
    FILE *file = fopen("feed.jsonl", "w");
    assert_non_null(file);
    chance = 5;
    for (uint32_t i = 0; i < ARTICLES; i++) {
        fprintf(file, "{\"id\":\"n%u\"", i);
        if (undated == 0 || any(undated) != 0)
            fprintf(file, ",\"date\":\"%u\"", 1700000000 + any(HOURS) * 3600);
        fputs(",\"title\":\"", file);
        for (int k = 0; k < 5; k++)
            fprintf(file, "Da%c%co%c ", 'b' + (int)any(10), 'k' + (int)any(8), 'b' + (int)any(12));
        fputs("\"}\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

static dvk_job *read_job(uint64_t memory, uint32_t threads, uint32_t most, int64_t window) {
    dvk_job_options options;
    dvk_job_options_init(&options);
    options.threads = threads;
    options.memory = memory;
    options.max_candidates = most;
    options.cluster.window = window;
    options.spool = ".";
    return job_that_read("feed.jsonl", &options);
}

static dvk_status take(void *context, uint32_t a, uint32_t b) {
    pair_list_add(context, a, b);
    return DVK_OK;
}

static void begin_comparing(dvi_comparing *c, dvk_job *job) {
    *c = (dvi_comparing){.job = job, .by_time = dvi_alloc(job->n, sizeof *c->by_time)};
    assert_int_equal(dvi_rank_articles(job), DVK_OK);
    assert_int_equal(dvi_order_by_time(job, c->by_time), DVK_OK);
    while (c->n_undated < job->n && job->times[c->by_time[c->n_undated]] == DVK_NO_TIME)
        c->n_undated++;
}

static void each_once(pair_list *pairs) {
    uint64_t *scratch = dvi_alloc(pairs->n, sizeof *scratch);
    dvi_sort64(pairs->list, scratch, pairs->n);
    pairs->n = dvi_unique64(pairs->list, pairs->n);
    dvi_free(scratch);
}

static void look_both_ways(dvi_comparing *c, const dvi_slice *slice, pair_list *pairs) {
    dvi_slice_index *index;
    uint64_t cut = 0;
    assert_int_equal(dvi_slice_index_create(&index, c, slice), DVK_OK);
    assert_int_equal(
        dvi_anchor_candidates(index->walkers[0], slice->first, slice->last, DVI_BOTH_WAYS, take, pairs, &cut),
        DVK_OK);
    dvi_slice_index_destroy(index);
}

/* How many pairs there are when each article looks both ways: those without a date in an index of all, the
 * others in another one of all. */
static size_t count_plainly(uint32_t most, int64_t window) {
    dvk_job *job = read_job(UINT64_C(1) << 30, 1, most, window);
    dvi_comparing c;
    pair_list pairs = {0};
    begin_comparing(&c, job);
    size_t first = window == 0 || c.n_undated == 0 ? job->n : c.n_undated;
    look_both_ways(&c, &(dvi_slice){0, first, 0, job->n}, &pairs);
    if (first < job->n) look_both_ways(&c, &(dvi_slice){first, job->n, first, job->n}, &pairs);
    each_once(&pairs);
    size_t n = pairs.n;
    pair_list_finish(&pairs);
    dvi_free(c.by_time);
    dvk_job_destroy(job);
    return n;
}

static uint64_t count_in_job(uint64_t memory, uint32_t threads, uint32_t most, int64_t window) {
    dvk_job *job = read_job(memory, threads, most, window);
    dvk_job_stats stats;
    dvk_error error;
    assert_int_equal(dvk_job_run(job, &error), DVK_OK);
    dvk_job_statistics(job, &stats);
    dvk_job_destroy(job);
    return stats.candidates_anchors;
}

static void expect_same(int64_t window) {
    size_t before = 0;
    for (uint32_t most = 1; most <= 125; most *= 5) {
        size_t n = count_plainly(most, window);
        assert_int_equal(count_in_job(UINT64_C(1) << 30, 1, most, window), n);
        assert_int_equal(count_in_job(1 << 20, 3, most, window), n);
        assert_true(n > before + ARTICLES / 2); /* the limit cuts, and not all */
        before = n;
    }
}

static void each_pair_is_looked_for_once(void **unused) {
    (void)unused;
    write_feed(0);
    expect_same(WINDOW);
    expect_same(0);
}

static void articles_without_a_date_too(void **unused) {
    (void)unused;
    write_feed(30);
    expect_same(WINDOW);
    expect_same(0);
}

/* Names that more than a thousand have each; twins have most of theirs in common, others one or two. */
static void write_twins(void) {
    static const char consonants[] = "bdklmnrsv"; /* no two of one class */
    FILE *file = fopen("feed.jsonl", "w");
    assert_non_null(file);
    chance = 7;
    for (uint32_t i = 0; i < 2 * TWINS; i++) {
        static uint64_t story;
        if (i % 2 == 0) story = chance;
        chance = story;
        fprintf(file, "{\"id\":\"n%u\",\"title\":\"", i);
        for (int k = 0; k < NAMES; k++) {
            if (k == SHARED) chance += i % 2;
            fprintf(file, "Da%c%cum ", consonants[any(9)], consonants[any(9)]);
        }
        fputs("\"}\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

/* Lists are ten times as long as an article looks: in the order of the articles seven of eight
 * twins would not meet. */
static void twins_without_dates_meet(void **unused) {
    (void)unused;
    size_t met = 0;
    write_twins();
    dvk_job *job = read_job(UINT64_C(1) << 30, 1, MOST_BEST, WINDOW);
    dvi_comparing c;
    pair_list pairs = {0};
    begin_comparing(&c, job);
    look_both_ways(&c, &(dvi_slice){0, job->n, 0, job->n}, &pairs);
    each_once(&pairs);
    for (size_t i = 0; i < pairs.n; i++)
        met += c.by_time[pairs.list[i] >> 32] / 2 == c.by_time[(uint32_t)pairs.list[i]] / 2;
    assert_in_range(met, TWINS * 8 / 10, TWINS);
    assert_in_range(pairs.n, TWINS, job->n * MOST_BEST);
    pair_list_finish(&pairs);
    dvi_free(c.by_time);
    dvk_job_destroy(job);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_is_looked_for_once),
        cmocka_unit_test(articles_without_a_date_too),
        cmocka_unit_test(twins_without_dates_meet),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
