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

enum { ARTICLES = 4000, HOURS = 24 * 12, WINDOW = 72 * 3600 };

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

/* How many pairs there are when each article looks both ways, in one index of all. */
static size_t count_plainly(uint32_t most, int64_t window) {
    dvk_job *job = read_job(UINT64_C(1) << 30, 1, most, window);
    dvi_comparing c = {.job = job, .by_time = dvi_alloc(job->n, sizeof(uint32_t))};
    pair_list pairs = {0};
    dvi_slice_index *index;
    uint64_t cut = 0;
    assert_int_equal(dvi_rank_articles(job), DVK_OK);
    assert_int_equal(dvi_order_by_time(job, c.by_time), DVK_OK);
    dvi_slice whole = {0, job->n, 0, job->n};
    assert_int_equal(dvi_slice_index_create(&index, &c, &whole), DVK_OK);
    assert_int_equal(dvi_anchor_candidates(index->walkers[0], 0, job->n, DVI_BOTH_WAYS, take, &pairs, &cut),
                     DVK_OK);
    uint64_t *scratch = dvi_alloc(pairs.n, sizeof *scratch);
    dvi_sort64(pairs.list, scratch, pairs.n);
    size_t n = dvi_unique64(pairs.list, pairs.n);
    dvi_free(scratch);
    pair_list_finish(&pairs);
    dvi_slice_index_destroy(index);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_is_looked_for_once),
        cmocka_unit_test(articles_without_a_date_too),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
