/* A job that has to put by nearly all it knows says what one says that holds all in memory, to the last byte:
 * groups, pairs, statistics, texts and shared words. The feed is long enough for several blocks and slices;
 * some articles have no date. */
#include "reading.h"

#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dvoinik/pipeline.h"
#include "jobs.h"
#include "made_features.h"

enum { ARTICLES = 33000 /* more than a block */, FEW = 3000, HOURS = 24 * 40, NAMES = 12000, WORDS = 3000 };

static void put_word(FILE *file, uint32_t number, bool name) {
    static const char *const syllables[] = {"ba", "ko", "li", "mu", "ne", "ra", "so", "ta", "vi", "zu"};
    fputc(name ? 'D' : 'g', file);
    fputs(name ? "a" : "o", file);
    for (; number != 0; number /= 10)
        fputs(syllables[number % 10], file);
}

/* A story is a few names about one time; its reports have most of them, and copies all the words. */
static void put_title(FILE *file, uint32_t story, uint32_t report) {
    uint64_t before = chance;
    chance = story * UINT64_C(0x9E3779B97F4A7C15) + 1;
    for (int i = 0; i < 8; i++) {
        uint32_t name = 1 + any(NAMES), word = 1 + any(WORDS);
        if (report % 3 == 2 && i % 4 == 1) name = NAMES + story % 100 + report;
        put_word(file, report % 3 == 1 ? word + report % 7 : word, false);
        fputc(' ', file);
        put_word(file, name, true);
        fputc(i < 7 ? ' ' : '.', file);
    }
    chance = before;
}

static void write_feed(const char *name, uint32_t n) {
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    chance = 11;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t story = any(n / 3), hour = story % HOURS + any(any(20) == 0 ? 200 : 40);
        fprintf(file, "{\"id\":\"n%u\",\"source\":\"s%u\"", i, any(50));
        if (any(30) != 0)
            fprintf(file, ",\"date\":\"%" PRIu64 "\"",
                    UINT64_C(1700000000) + (uint64_t)hour * 3600 + any(3600));
        fputs(",\"title\":\"", file);
        put_title(file, story, any(9));
        fputs("\"}\n", file);
    }
    assert_int_equal(fclose(file), 0);
}

static dvk_job *finished_job(const char *input, uint64_t memory, uint32_t threads, int64_t window) {
    dvk_job_options options;
    dvk_job_options_init(&options);
    options.threads = threads;
    options.memory = memory;
    options.cluster.window = window;
    options.keep_texts = true;
    options.spool = ".";
    return job_that_ran(input, &options);
}

static void expect_same_span(dvk_span a, dvk_span b) {
    assert_int_equal(a.len, b.len);
    if (a.len != 0) assert_memory_equal(a.data, b.data, a.len);
}

static void expect_same_statistics(const dvk_job *a, const dvk_job *b) {
    dvk_job_stats x, y;
    dvk_job_statistics(a, &x);
    dvk_job_statistics(b, &y);
    assert_in_range(x.candidates, x.articles, UINT32_MAX);
    assert_in_range(x.pairs_duplicate, x.articles / 10, UINT32_MAX);
    x.seconds_read = x.seconds_features = x.seconds_candidates = x.seconds_scores = x.seconds_clusters = 0;
    y.seconds_read = y.seconds_features = y.seconds_candidates = y.seconds_scores = y.seconds_clusters = 0;
    assert_memory_equal(&x, &y, sizeof x);
}

static void expect_same_results(dvk_job *a, dvk_job *b) {
    dvk_results x, y;
    dvk_job_results(a, &x);
    dvk_job_results(b, &y);
    assert_int_equal(x.n, dvk_job_count(a));
    assert_int_equal(y.n, x.n);
    for (size_t i = 0; i < x.n; i++) {
        size_t at = i % 2 ? i : i * 7919 % x.n; /* in turns from front to back and here and there */
        dvk_result p, q;
        x.article(x.source, at, &p);
        y.article(y.source, at, &q);
        if (i % 50 == 0) { /* texts and features in turns */
            dvk_match of_a, of_b;
            assert_int_equal(dvk_job_score(a, at, i, &of_a), DVK_OK);
            assert_int_equal(dvk_job_score(b, at, i, &of_b), DVK_OK);
            assert_memory_equal(&of_a, &of_b, sizeof of_a);
        }
        expect_same_span(p.id, q.id);
        expect_same_span(p.source, q.source);
        expect_same_span(p.title, q.title);
        assert_true(p.time == q.time);
        assert_int_equal(p.assigned.duplicate, q.assigned.duplicate);
        assert_int_equal(p.assigned.event, q.assigned.event);
        assert_int_equal(p.assigned.score, q.assigned.score);
        assert_int_equal(p.assigned.representative, q.assigned.representative);
    }
    assert_int_equal(x.n_pairs, y.n_pairs);
    assert_memory_equal(x.pairs, y.pairs, x.n_pairs * sizeof *x.pairs);
    for (size_t i = 0; i < x.n_pairs; i += 1 + x.n_pairs / 200) {
        dvk_shared p[8], q[8];
        size_t n = x.shared(x.source, x.pairs[i].a, x.pairs[i].b, p, 8);
        assert_int_equal(n, y.shared(y.source, y.pairs[i].a, y.pairs[i].b, q, 8));
        for (size_t k = 0; k < n; k++) {
            expect_same_span(p[k].word_a, q[k].word_a);
            expect_same_span(p[k].word_b, q[k].word_b);
            assert_int_equal(p[k].share, q[k].share);
        }
    }
    assert_int_equal(x.status(x.source), DVK_OK);
    assert_int_equal(y.status(y.source), DVK_OK);
}

static void expect_same_scores(dvk_job *a, dvk_job *b) {
    for (size_t i = 0; i + 1 < dvk_job_count(a); i += 97) {
        dvk_match p, q, r;
        assert_int_equal(dvk_job_score(a, i, i + 1, &p), DVK_OK);
        assert_int_equal(dvk_job_score(b, i, i + 1, &q), DVK_OK);
        assert_int_equal(
            dvk_score(dvk_model_builtin(), dvk_job_features(b, i), dvk_job_features(b, i + 1), &r), DVK_OK);
        assert_memory_equal(&p, &q, sizeof p);
        assert_memory_equal(&p, &r, sizeof p);
    }
    dvk_match match;
    assert_int_equal(dvk_job_score(a, 0, dvk_job_count(a), &match), DVK_E_ARGUMENT);
}

static void expect_same_jobs(int64_t window) {
    dvk_job *large = finished_job("feed.jsonl", UINT64_C(1) << 30, 1, window);
    dvk_job *small = finished_job("feed.jsonl", 1 << 20, 3, window);
    expect_same_statistics(large, small);
    expect_same_results(large, small);
    expect_same_scores(large, small);
    dvk_job_destroy(large);
    dvk_job_destroy(small);
}

static void memory_does_not_show(void **unused) {
    (void)unused;
    write_feed("feed.jsonl", ARTICLES);
    expect_same_jobs(72 * 3600);
}

static void nor_does_it_without_a_window(void **unused) {
    (void)unused;
    write_feed("feed.jsonl", FEW);
    expect_same_jobs(0);
}

/* All articles have the same words, and so one hash: their ids alone tell them apart, in whatever order they
 * come. */
static void copies_of_one_article_are_told_apart_by_id(void **unused) {
    (void)unused;
    char heads[2][8] = {"", ""};
    for (int turned = 0; turned < 2; turned++) {
        FILE *file = fopen("same.jsonl", "w");
        for (int i = 0; i < 500; i++) {
            fprintf(file, "{\"id\":\"%d\",\"title\":\"", turned ? 499 - i : i);
            put_title(file, 1, 1);
            fputs("\"}\n", file);
        }
        assert_int_equal(fclose(file), 0);
        dvk_job *job = finished_job("same.jsonl", 1 << 20, 2, 0);
        dvk_results results;
        dvk_job_results(job, &results);
        for (size_t i = 0; i < 500; i++) {
            dvk_result one;
            results.article(results.source, i, &one);
            assert_int_equal(one.assigned.duplicate, 0);
            if (one.assigned.representative)
                snprintf(heads[turned], sizeof heads[0], "%.*s", (int)one.id.len, one.id.data);
        }
        dvk_job_destroy(job);
    }
    assert_string_equal(heads[0], heads[1]);
    assert_string_not_equal(heads[0], "");
}

static void a_spool_that_cannot_be_made_is_told(void **unused) {
    (void)unused;
    dvk_job *job;
    dvk_reader *reader;
    dvk_error error = {.status = DVK_OK};
    dvk_job_options options;
    dvk_read_options reading;
    const char *input = "feed.jsonl";
    dvk_job_options_init(&options);
    dvk_read_options_init(&reading);
    options.memory = 1 << 20;
    options.spool = "no/such/folder";
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, &reading), DVK_OK);
    assert_int_equal(dvk_job_read(job, reader, &error), DVK_E_WRITE);
    assert_int_equal(error.status, DVK_E_WRITE);
    assert_string_equal(error.file, "no/such/folder");
    assert_non_null(strstr(error.message, "No such file or directory"));
    assert_non_null(strstr(error.message, "--spool"));
    dvk_reader_destroy(reader);
    dvk_job_destroy(job);
    options.memory = (1 << 20) - 1;
    assert_int_equal(dvk_job_create(&job, &options), DVK_E_ARGUMENT);
}

/* Cuts every file without a name that is open: the spool's. */
static void cut_nameless_files(void) {
    int n = 0;
    struct stat found;
    for (int file = 3; file < 256; file++)
        if (fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_nlink == 0) {
            assert_int_equal(ftruncate(file, 0), 0);
            n++;
        }
    assert_in_range(n, 1, 8);
}

/* A list of results that lacks what could not be read back is not taken for a whole one. */
static void results_that_cannot_be_read_back_are_told(void **unused) {
    (void)unused;
    write_feed("feed.jsonl", 3 * FEW);
    dvk_job *job = finished_job("feed.jsonl", 1 << 20, 1, 0);
    dvk_results results;
    dvk_result one;
    dvk_job_results(job, &results);
    cut_nameless_files();
    assert_int_equal(results.status(results.source), DVK_OK);
    for (size_t i = 0; i < results.n; i++)
        results.article(results.source, i, &one);
    assert_int_equal(results.status(results.source), DVK_E_IO);
    dvk_job_destroy(job);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_does_not_show),
        cmocka_unit_test(nor_does_it_without_a_window),
        cmocka_unit_test(copies_of_one_article_are_told_apart_by_id),
        cmocka_unit_test(a_spool_that_cannot_be_made_is_told),
        cmocka_unit_test(results_that_cannot_be_read_back_are_told),
    };
    return cmocka_run_group_tests_name("job_memory", tests, make_folder, remove_folder);
}
