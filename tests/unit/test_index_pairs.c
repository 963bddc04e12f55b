/* The pairs that an index finds of one article after another, against those of a batch: within the window, at
 * its edge and without one, at one address, and of too many the most alike. */
#include "given_articles.h"

enum { MOST_PAIRS = MOST_SAMPLES * MOST_SAMPLES, DAY = 24 * 3600 };

static int64_t window;
static uint32_t max_candidates;

typedef struct found {
    dvk_pair list[MOST_PAIRS];
    size_t n;
    dvk_assignment assigned[MOST_SAMPLES]; /* in the end */
} found;

static void begin(void) {
    give_all();
    window = 3 * DAY;
    max_candidates = 200;
}

static int by_articles(const void *left, const void *right) {
    const dvk_pair *a = left, *b = right;
    if (a->a != b->a) return a->a < b->a ? -1 : 1;
    return a->b < b->b ? -1 : a->b > b->b;
}

static void find_in_batch(found *out) {
    dvk_job *job;
    dvk_reader *reader;
    dvk_job_options options;
    const dvk_pair *pairs;
    const char *path = in_work("given.jsonl");
    write_given(path);
    dvk_job_options_init(&options);
    options.sign.seed = SEED;
    options.threads = 1;
    options.cluster.window = window;
    options.max_candidates = max_candidates;
    assert_int_equal(dvk_reader_create(&reader, &path, 1, NULL), DVK_OK);
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(dvk_job_read(job, reader, NULL), DVK_OK);
    assert_int_equal(dvk_job_count(job), n_given);
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    out->n = dvk_job_pairs(job, &pairs);
    assert_in_range(out->n, 0, MOST_PAIRS);
    if (out->n != 0) memcpy(out->list, pairs, out->n * sizeof *pairs);
    dvk_results results;
    dvk_job_results(job, &results);
    for (size_t i = 0; i < n_given; i++) {
        dvk_result result;
        results.article(results.source, i, &result);
        out->assigned[i] = result.assigned;
    }
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
}

static void find_in_index(found *out) {
    static unsigned made;
    char name[32];
    dvk_index *index;
    dvk_index_options options;
    snprintf(name, sizeof name, "pairs%u", made++);
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    options.secret = false;
    options.sign.seed = SEED;
    options.threads = 1;
    options.cluster.window = window;
    options.max_candidates = max_candidates;
    assert_int_equal(dvk_index_create(&index, in_work(name), &options, NULL), DVK_OK);
    out->n = 0;
    for (size_t i = 0; i < n_given; i++) {
        dvk_index_answer answer;
        assert_int_equal(dvk_index_query(index, &given[i], &answer, NULL), DVK_OK);
        for (size_t k = 0; k < answer.n_matches; k++) {
            const dvk_index_match *m = &answer.matches[k];
            assert_in_range(m->number, 1, i);
            if (k > 0)
                assert_true(m->event < m[-1].event ||
                            (m->event == m[-1].event && m->duplicate <= m[-1].duplicate));
            assert_true(out->n < MOST_PAIRS);
            out->list[out->n++] = (dvk_pair){m->number - 1, (uint32_t)i, m->duplicate, m->event};
        }
        add_some(index, &given[i], 1);
    }
    qsort(out->list, out->n, sizeof *out->list, by_articles);
    for (size_t i = 0; i < n_given; i++) {
        dvk_index_answer answer;
        assert_int_equal(dvk_index_get(index, (uint32_t)i + 1, &answer, NULL), DVK_OK);
        out->assigned[i] = answer.article.assigned;
    }
    dvk_index_destroy(index);
}

/* And the same is made of them. Returns how many there are. */
static size_t expect_same_pairs(void) {
    static found batch, index;
    find_in_batch(&batch);
    find_in_index(&index);
    assert_int_equal(index.n, batch.n);
    assert_memory_equal(index.list, batch.list, batch.n * sizeof *batch.list);
    for (size_t i = 0; i < n_given; i++) {
        assert_int_equal(index.assigned[i].score, batch.assigned[i].score);
        assert_int_equal(index.assigned[i].representative, batch.assigned[i].representative);
    }
    return batch.n;
}

static void an_index_finds_the_pairs_of_a_batch(void **unused) {
    (void)unused;
    static const int64_t windows[] = {0, 3600, DAY, 3 * DAY};
    size_t pairs[4];
    for (size_t i = 0; i < 4; i++) {
        begin();
        window = windows[i];
        for (size_t k = 0; k < n_given; k += 1 + i % 2) /* no address is not one address */
            given[k].url = (dvk_span){NULL, 0};
        pairs[i] = expect_same_pairs();
    }
    assert_true(pairs[1] < pairs[2] && pairs[2] < pairs[3] && pairs[3] <= pairs[0]);
}

static void the_edge_of_the_window_is_inside(void **unused) {
    (void)unused;
    for (int late = 0; late < 2; late++) {
        begin();
        n_given = 0;
        give_sample("wonsan-uk-1");
        give_sample("wonsan-ru-1");
        given[0].time = 1000000000;
        given[1].time = given[0].time + window + late;
        assert_int_equal(expect_same_pairs(), !late);
        given[0].time = given[1].time + window + late; /* the later one first */
        assert_int_equal(expect_same_pairs(), !late);
        given[0].time = DVK_NO_TIME;
        assert_int_equal(expect_same_pairs(), 1);
    }
}

/* Another title is no matter where it is likely one event; one address makes no article of two. */
static void an_address_counts_as_in_a_batch(void **unused) {
    (void)unused;
    static found batch;
    begin();
    n_given = 0;
    give_sample("wonsan-uk-1");
    give_sample("wonsan-en-1");
    give_sample("wonsan-bg-1");
    given[n_given++] = samples[n_samples - 1];
    given[n_given++] = samples[n_samples - 2]; /* one title, another text */
    given[4].title = given[3].title;
    for (size_t i = 0; i < n_given; i++)
        set_span(&given[i].url, i != 2 ? "https://example.org/news/17" : "https://example.org/news/18");
    assert_true(expect_same_pairs() > 0);
    find_in_batch(&batch);
    assert_int_equal(batch.list[batch.n - 1].a, 3);
    for (size_t i = 0; i < batch.n; i++) {
        const dvk_pair *p = &batch.list[i];
        assert_true(p->b < 3 || p->a == 3); /* they are of something else */
        if (p->a == 3) assert_int_equal(p->duplicate, 65536);
        if (p->a == 0 && p->b == 1) assert_int_equal(p->duplicate, 65536);
        if (p->a == 1 && p->b == 2) assert_in_range(p->duplicate, 0, 65535);
    }
}

/* One more than are wanted: the one that is least like it is left out. */
static void of_too_many_the_most_alike_are_kept(void **unused) {
    (void)unused;
    static const char *const alike[] = {"wonsan-en-1", "wonsan-ru-1", "wonsan-bg-1", "wonsan-be-1"};
    for (size_t first = 0; first < 4; first++) {
        static found index;
        begin();
        n_given = 0;
        for (size_t i = 0; i < 4; i++)
            give_sample(alike[(first + i) % 4]);
        give_sample("wonsan-uk-1");
        max_candidates = 3;
        find_in_index(&index);
        size_t own = 0;
        for (size_t i = 0; i < index.n; i++) {
            if (index.list[i].b != 4) continue;
            assert_int_not_equal(index.list[i].a, (4 - first) % 4); /* the English one */
            own++;
        }
        assert_int_equal(own, 3);
    }
}

/* Whether an article finds its translation, which came first of so many that it lies in a file of lists. */
static bool finds_in_a_file(int64_t translation, int64_t others, int64_t asked) {
    static unsigned made;
    char name[32];
    dvk_index *index;
    dvk_index_options options;
    dvk_index_answer answer;
    snprintf(name, sizeof name, "file%u", made++);
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    options.cluster.window = window;
    options.threads = 1;
    n_given = 0;
    give_sample("wonsan-uk-1");
    given[0].time = translation;
    for (size_t i = 0; n_given < 20; i++) {
        if (samples[i].id.len >= 6 && memcmp(samples[i].id.data, "wonsan", 6) == 0) continue;
        given[n_given] = samples[i];
        given[n_given++].time = others;
    }
    give_sample("wonsan-ru-1");
    given[20].time = asked;
    assert_int_equal(dvk_index_create(&index, in_work(name), &options, NULL), DVK_OK);
    add_some(index, given, 10);
    add_some(index, given + 10, 10);
    assert_int_equal(dvk_index_query(index, &given[20], &answer, NULL), DVK_OK);
    bool met = false;
    for (size_t i = 0; i < answer.n_matches; i++)
        met = met || answer.matches[i].number == 1;
    dvk_index_destroy(index);
    return met;
}

static void files_of_lists_are_passed_over_by_the_window_alone(void **unused) {
    (void)unused;
    const int64_t time = 1000000000;
    begin();
    assert_true(finds_in_a_file(time, time - DAY, time + window));
    assert_false(finds_in_a_file(time, time - DAY, time + window + 1));
    assert_true(finds_in_a_file(time, time + DAY, time - window));
    assert_false(finds_in_a_file(time, time + DAY, time - window - 1));
    assert_true(finds_in_a_file(DVK_NO_TIME, time, time + 100 * DAY));
    assert_true(finds_in_a_file(time, time, DVK_NO_TIME));
    window = 0;
    assert_true(finds_in_a_file(time, time, time + 100 * DAY));
    assert_true(finds_in_a_file(time, time, time - 100 * DAY));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_finds_the_pairs_of_a_batch),
        cmocka_unit_test(the_edge_of_the_window_is_inside),
        cmocka_unit_test(an_address_counts_as_in_a_batch),
        cmocka_unit_test(of_too_many_the_most_alike_are_kept),
        cmocka_unit_test(files_of_lists_are_passed_over_by_the_window_alone),
    };
    return cmocka_run_group_tests_name("index_pairs", tests, load_all, drop_all);
}
