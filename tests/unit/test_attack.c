/* An attacker's feed among an ordinary one: words chosen by the published seed so that bands of the planted
 * articles are the same, and titles that share one rare name. The work and the memory stay near those of an
 * ordinary feed of the same size, and the copies of innocent articles are found all the same. Work is
 * counted, not timed: what is looked at, and what is scored; the times are only shown. */
#define _DEFAULT_SOURCE /* wait4 */
#include "attack_feed.h"

#include <sys/resource.h>
#include <sys/wait.h>

#include "jobs.h"

enum {
    STEPS_A_PAIR = 64, /* measured: 14 ns and 1 us */
    SECRET = 12345     /* a seed that the attacker does not know */
};

/* What is made of a feed: one job, or an index. */
typedef enum way { IN_A_JOB, IN_AN_INDEX } way;

typedef struct outcome {
    dvk_job_stats stats;
    double recall;   /* of the twins */
    double seconds;  /* of the processor */
    uint64_t memory; /* the largest resident set, in KiB */
} outcome;

static void cluster(const char *input, uint64_t seed, outcome *out) {
    dvk_job_options options;
    dvk_results results;
    dvk_job_options_init(&options);
    options.sign.seed = seed;
    options.threads = 1;
    dvk_job *job = job_that_ran(input, &options);
    dvk_job_statistics(job, &out->stats);
    dvk_job_results(job, &results);
    uint32_t together = 0, n_twins = TWINS * times_as_many();
    for (size_t i = 0; i < n_twins; i++) {
        dvk_result a, b;
        results.article(results.source, 2 * i, &a);
        results.article(results.source, 2 * i + 1, &b);
        together += a.assigned.duplicate == b.assigned.duplicate;
    }
    out->recall = (double)together / n_twins;
    dvk_job_destroy(job);
}

static void add_to_index(const char *input, uint64_t seed, outcome *out) {
    dvk_index *index;
    dvk_reader *reader;
    dvk_index_options options;
    dvk_index_stats stats;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    options.secret = false;
    options.sign.seed = seed;
    options.threads = 1;
    assert_int_equal(system("rm -rf index"), 0);
    assert_int_equal(dvk_index_create(&index, "index", &options, NULL), DVK_OK);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    assert_int_equal(dvk_index_read(index, reader, NULL, NULL), DVK_OK);
    dvk_reader_destroy(reader);
    uint32_t together = 0;
    for (uint32_t i = 1; i <= TWINS; i++) {
        dvk_index_answer a, b;
        assert_int_equal(dvk_index_get(index, 2 * i - 1, &a, NULL), DVK_OK);
        assert_int_equal(dvk_index_get(index, 2 * i, &b, NULL), DVK_OK);
        together += a.article.assigned.duplicate == b.article.assigned.duplicate;
    }
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    out->stats.articles = stats.articles;
    out->recall = (double)together / TWINS;
    dvk_index_destroy(index);
}

static void show(const char *name, const outcome *o) {
    print_message(
        "%s: met %llu in buckets, %llu along lists; candidates %llu (bands %llu, anchors %llu), largest "
        "%u; cut %llu buckets %llu lists; %.3f s, candidates %.3f, scores %.3f; %.1f MB; recall %.3f\n",
        name, (unsigned long long)o->stats.met_bands, (unsigned long long)o->stats.met_anchors,
        (unsigned long long)o->stats.candidates, (unsigned long long)o->stats.candidates_bands,
        (unsigned long long)o->stats.candidates_anchors, o->stats.candidates_largest,
        (unsigned long long)o->stats.buckets_cut, (unsigned long long)o->stats.anchors_cut, o->seconds,
        o->stats.seconds_candidates, o->stats.seconds_scores, (double)o->memory / 1024, o->recall);
}

/* In a process of its own, whose memory is then known. */
static outcome run(const char *input, way how, uint64_t seed) {
    outcome out = {.recall = 0};
    struct rusage usage;
    int pipes[2], ended;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0) {
        if (how == IN_A_JOB)
            cluster(input, seed, &out);
        else
            add_to_index(input, seed, &out);
        _exit(write(pipes[1], &out, sizeof out) == (ssize_t)sizeof out ? 0 : 1);
    }
    assert_int_equal(read(pipes[0], &out, sizeof out), sizeof out);
    assert_int_equal(wait4(child, &ended, 0, &usage), child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 0);
    close(pipes[0]);
    close(pipes[1]);
    out.seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                  (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    out.memory = (uint64_t)usage.ru_maxrss;
    show(input, &out);
    return out;
}

/* The work of comparing alone, without reading, which is the same: pairs met in buckets, steps along lists,
 * and pairs scored, each of which takes the time of very many steps. */
static uint64_t work_of(const dvk_job_stats *stats) {
    return stats->met_bands + stats->met_anchors + STEPS_A_PAIR * stats->candidates;
}

static void assert_near(const outcome *planted, const outcome *ordinary) {
    print_message("time %.2f, memory %.2f\n", planted->seconds / ordinary->seconds,
                  (double)planted->memory / (double)ordinary->memory);
    assert_int_equal(planted->stats.articles, ordinary->stats.articles);
    assert_true(ordinary->recall >= .95);
    assert_true(planted->recall >= .95);
    assert_true(planted->memory * 2 <= ordinary->memory * 3);
    assert_true(work_of(&planted->stats) * 2 <= work_of(&ordinary->stats) * 3);
}

static void attacked(kind what) {
    write_feed("ordinary.jsonl", what, false);
    write_feed("planted.jsonl", what, true);
    outcome ordinary = run("ordinary.jsonl", IN_A_JOB, DVK_PUBLISHED_SEED),
            planted = run("planted.jsonl", IN_A_JOB, DVK_PUBLISHED_SEED);
    assert_near(&planted, &ordinary);
    if (what & (ONE_BAND | MANY_BANDS | MANY_BUCKETS))
        assert_true(planted.stats.buckets_cut > ordinary.stats.buckets_cut); /* and it is told */
}

static void words_that_flood_a_band(void **unused) {
    (void)unused;
    attacked(ONE_BAND);
}

static void titles_that_share_an_anchor(void **unused) {
    (void)unused;
    attacked(ONE_ANCHOR);
}

static void both_at_once(void **unused) {
    (void)unused;
    attacked(ONE_BAND | ONE_ANCHOR);
}

static void words_that_flood_many_bands(void **unused) {
    (void)unused;
    attacked(MANY_BANDS);
}

static void words_that_fill_many_buckets(void **unused) {
    (void)unused;
    attacked(MANY_BUCKETS);
}

static void another_seed_leaves_nothing_of_the_flood(void **unused) {
    (void)unused;
    write_feed("planted.jsonl", ONE_BAND, true);
    assert_int_equal(run("planted.jsonl", IN_A_JOB, SECRET).stats.buckets_cut, 0);
}

static void an_index_with_a_secret_seed(void **unused) {
    (void)unused;
    if (times_as_many() > 1) skip();
    for (kind what = ONE_BAND; what <= MANY_BUCKETS; what *= 2) {
        write_feed("ordinary.jsonl", what, false);
        write_feed("planted.jsonl", what, true);
        outcome ordinary = run("ordinary.jsonl", IN_AN_INDEX, SECRET),
                planted = run("planted.jsonl", IN_AN_INDEX, SECRET);
        assert_near(&planted, &ordinary);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_that_flood_a_band),
        cmocka_unit_test(titles_that_share_an_anchor),
        cmocka_unit_test(both_at_once),
        cmocka_unit_test(words_that_flood_many_bands),
        cmocka_unit_test(words_that_fill_many_buckets),
        cmocka_unit_test(another_seed_leaves_nothing_of_the_flood),
        cmocka_unit_test(an_index_with_a_secret_seed),
    };
    return cmocka_run_group_tests_name("attack", tests, choose_phrases, remove_folder);
}
