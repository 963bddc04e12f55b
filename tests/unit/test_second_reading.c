/* A job tells the articles it has read from others, for programs that read the inputs a second time. */
#include "reading.h"

#include "jobs.h"

static const char feed[] = "{\"id\":\"a\",\"title\":\"Ґанок\",\"text\":\"дім\"}\n"
                           "{\"id\":\"b\",\"text\":\"Двері\"}\n";

static dvk_job *job_of(const char *input) {
    dvk_job_options options;
    dvk_job_options_init(&options);
    options.threads = 1;
    return job_that_ran(input, &options);
}

/* How many of the input's articles are the job's, each at its place. */
static size_t known(const dvk_job *job, const char *input) {
    dvk_reader *reader;
    dvk_article article;
    size_t n = 0;
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    for (size_t i = 0; dvk_reader_next(reader, &article, NULL) == DVK_OK; i++)
        n += dvk_job_is_article(job, i, &article);
    dvk_reader_destroy(reader);
    return n;
}

static void knows_its_own_articles(void **unused) {
    (void)unused;
    write_text("feed.jsonl", feed);
    dvk_job *job = job_of("feed.jsonl");
    assert_int_equal(known(job, "feed.jsonl"), 2);
    write_text("feed.jsonl",
               "{\"id\":\"a\",\"title\":\"Ґанок\",\"text\":\"дим\"}\n{\"id\":\"b\",\"text\":\"Двері\"}\n");
    assert_int_equal(known(job, "feed.jsonl"), 1);
    write_text("feed.jsonl", "{\"id\":\"b\",\"text\":\"Двері\"}\n");
    assert_int_equal(known(job, "feed.jsonl"), 0);
    write_text("feed.jsonl", "{\"id\":\"A\",\"title\":\"Ґанок\",\"text\":\"дім\"}\n");
    assert_int_equal(known(job, "feed.jsonl"), 0);
    dvk_article beyond = {.id = {"b", 1}};
    assert_false(dvk_job_is_article(job, 2, &beyond));
    dvk_job_destroy(job);
}

static void counts_characters(void **unused) {
    (void)unused;
    write_text("feed.jsonl", feed);
    dvk_job *job = job_of("feed.jsonl");
    dvk_results results;
    dvk_result article;
    dvk_job_results(job, &results);
    results.article(results.source, 0, &article);
    assert_int_equal(article.n_characters, 8);
    results.article(results.source, 1, &article);
    assert_int_equal(article.n_characters, 5);
    dvk_job_destroy(job);
}

static void says_what_is_json(void **unused) {
    (void)unused;
    taken got;
    write_text("feed.jsonl", feed);
    write_text("feed.json", "[{\"id\":\"a\",\n\"text\":\"x\"}]");
    write_text("feed.txt", "{\"text\":\"y\"}\n");
    drain_one(&got, "feed.jsonl");
    assert_true(got.last.record_is_json);
    drain_one(&got, "feed.json");
    assert_true(got.last.record_is_json);
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.format = DVK_INPUT_TEXT;
    drain(&got, (const char *const[]){"feed.txt"}, 1, &options);
    assert_int_equal(got.articles, 1);
    assert_false(got.last.record_is_json);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_its_own_articles),
        cmocka_unit_test(counts_characters),
        cmocka_unit_test(says_what_is_json),
    };
    return cmocka_run_group_tests_name("second_reading", tests, make_folder, remove_folder);
}
