/* An index against one batch of the same articles; its numbers; what is asked, forgotten and joined. */
#include "indexes.h"

#include "store/database.h"

/* The groups that one batch gives. */
static void batch_groups(groups *out) {
    dvk_job *job;
    dvk_reader *reader;
    dvk_job_options options;
    dvk_read_options reading;
    dvk_results results;
    const char *path = samples_path();
    dvk_job_options_init(&options);
    dvk_read_options_init(&reading);
    options.sign.seed = SEED;
    options.threads = 1;
    assert_int_equal(dvk_reader_create(&reader, &path, 1, &reading), DVK_OK);
    assert_int_equal(dvk_job_create(&job, &options), DVK_OK);
    assert_int_equal(dvk_job_read(job, reader, NULL), DVK_OK);
    assert_int_equal(dvk_job_run(job, NULL), DVK_OK);
    dvk_job_results(job, &results);
    assert_int_equal(results.n, n_samples);
    for (size_t i = 0; i < results.n; i++) {
        dvk_result result;
        results.article(results.source, i, &result);
        out->duplicate[i] = result.assigned.duplicate;
        out->event[i] = result.assigned.event;
    }
    dvk_job_destroy(job);
    dvk_reader_destroy(reader);
}

/* Adds the samples in an order, so many at a time. */
static void add_in_order(const char *name, size_t step, size_t portion) {
    dvk_article ordered[MOST_SAMPLES];
    dvk_index *index = open_index(name, DVK_INDEX_NEW);
    groups batch, got;
    for (size_t i = 0; i < n_samples; i++)
        ordered[i] = samples[i * step % n_samples];
    for (size_t i = 0; i < n_samples; i += portion)
        add_some(index, ordered + i, n_samples - i < portion ? n_samples - i : portion);
    batch_groups(&batch);
    groups_of(index, &got);
    assert_same_groups(&batch, &got);
    dvk_index_destroy(index);
}

static void portions_and_orders_do_not_matter(void **unused) {
    (void)unused;
    assert_true(n_samples % 5 != 0 && n_samples % 7 != 0); /* so that the steps meet all */
    add_in_order("one", 1, MOST_SAMPLES);
    add_in_order("two", 1, 1);
    add_in_order("three", n_samples - 1, 1);
    add_in_order("four", 5, 3);
    add_in_order("five", 7, 11);
}

static bool count_known(void *user, const dvk_index_answer *answer) {
    *(size_t *)user += answer->known;
    return true;
}

static void what_is_known_is_not_added_again(void **unused) {
    (void)unused;
    size_t known = 0;
    dvk_index_listener listener = {.on_article = count_known, .user = &known};
    dvk_index *index = open_index("again", DVK_INDEX_NEW);
    add_some(index, samples, 10);
    assert_int_equal(dvk_index_add(index, samples, 20, &listener, NULL), DVK_OK);
    assert_int_equal(known, 10);
    dvk_index_stats stats;
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 20);
    dvk_index_destroy(index);
}

static void another_text_of_one_id_is_refused_with_the_whole_portion(void **unused) {
    (void)unused;
    dvk_error error = {0};
    dvk_index_answer answer;
    dvk_index *index = open_index("double", DVK_INDEX_NEW);
    dvk_article both[] = {samples[1], samples[2]};
    add_some(index, samples, 1);
    both[1].id = samples[0].id;
    assert_int_equal(dvk_index_add(index, both, 2, NULL, &error), DVK_E_DUPLICATE);
    assert_non_null(strstr(error.message, "wonsan-uk-1"));
    assert_int_equal(dvk_index_find(index, samples[1].id, &answer, NULL), DVK_END);
    dvk_index_destroy(index);
}

/* Files of one name in several folders, or one that is written anew: each text comes in once. */
static void of_files_of_one_name_each_text_is_added(void **unused) {
    (void)unused;
    size_t known = 0;
    dvk_index_listener listener = {.on_article = count_known, .user = &known};
    dvk_index_answer answer;
    dvk_index_stats stats;
    dvk_article files[] = {samples[0], samples[1], samples[2]};
    dvk_index *index = open_index("files", DVK_INDEX_NEW);
    for (size_t i = 0; i < 3; i++) {
        files[i].id = (dvk_span){"report", 6};
        files[i].id_is_file_name = true;
    }
    for (int round = 0; round < 2; round++)
        assert_int_equal(dvk_index_add(index, files, 3, &listener, NULL), DVK_OK);
    assert_int_equal(known, 3);
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 3);
    assert_int_equal(dvk_index_find(index, files[0].id, &answer, NULL), DVK_OK);
    assert_int_equal(answer.number, 1);
    assert_int_equal(dvk_index_query(index, &files[2], &answer, NULL), DVK_OK);
    assert_true(answer.known);
    assert_int_equal(answer.number, 3);
    assert_int_equal(answer.article.id.len, strlen("report:0123456789abcdef"));
    assert_memory_equal(answer.article.id.data, "report:", 7);
    files[1].id_is_file_name = false; /* an id that was given is kept */
    assert_int_equal(dvk_index_add(index, &files[1], 1, NULL, NULL), DVK_E_DUPLICATE);
    dvk_index_destroy(index);
}

/* Numbers of articles that were taken back are given again; nothing of those may be remembered. */
static void what_was_taken_back_leaves_no_trace(void **unused) {
    (void)unused;
    dvk_article mixed[MOST_SAMPLES];
    dvk_index *index = open_index("back", DVK_INDEX_NEW), *fresh = open_index("clean", DVK_INDEX_NEW);
    for (size_t i = 0; i < 20; i++)
        mixed[i] = samples[i];
    mixed[20] = samples[20];
    mixed[20].id = samples[0].id;
    assert_int_equal(dvk_index_add(index, mixed, 21, NULL, NULL), DVK_E_DUPLICATE);
    expect_no_trace(index, fresh);
}

/* One address and one title, another text: one article, as in a batch. */
static void records_of_one_address_are_one_article(void **unused) {
    (void)unused;
    static const char early[] = "Мост через реку закрыли на ремонт до весны, сообщили в мэрии города.";
    static const char late[] = "Школьники выиграли олимпиаду по химии и поедут осенью в столицу страны.";
    dvk_article articles[] = {samples[0], samples[0]};
    dvk_index_answer first, second;
    articles[0].text = (dvk_span){early, sizeof early - 1};
    articles[1].text = (dvk_span){late, sizeof late - 1};
    articles[0].title = articles[1].title = (dvk_span){"Коротко", 14};
    articles[0].id = (dvk_span){"early", 5};
    articles[1].id = (dvk_span){"late", 4};
    articles[0].url = (dvk_span){"https://example.org/news/17?utm_source=a", 40};
    articles[1].url = (dvk_span){"https://example.org/news/17", 27};
    dvk_index *index = open_index("address", DVK_INDEX_NEW);
    add_some(index, &articles[0], 1);
    add_some(index, &articles[1], 1);
    assert_int_equal(dvk_index_find(index, articles[0].id, &first, NULL), DVK_OK);
    assert_int_equal(dvk_index_find(index, articles[1].id, &second, NULL), DVK_OK);
    assert_int_equal(first.article.assigned.duplicate, second.article.assigned.duplicate);
    dvk_index_destroy(index);
    dvk_index_check check;
    assert_int_equal(dvk_index_verify(in_work("address"), NULL, NULL, &check, NULL), DVK_OK);
}

static bool note_representative(void *user, const dvk_index_answer *answer) {
    if (answer->article.assigned.representative) *(uint32_t *)user = answer->number;
    return true;
}

/* Adds so many that differ in their ids alone, which fall, and gives the one that stands for them. */
static uint32_t representative_of_copies(const char *name, size_t n) {
    char(*ids)[12] = malloc(n * sizeof *ids);
    dvk_article *copies = malloc(n * sizeof *copies);
    uint32_t representative = 0, became;
    assert_true(ids != NULL && copies != NULL);
    for (size_t i = 0; i < n; i++) {
        int len = snprintf(ids[i], sizeof ids[i], "copy%05zu", n - i);
        copies[i] = samples[0];
        copies[i].id = (dvk_span){ids[i], (size_t)len};
        copies[i].url = (dvk_span){NULL, 0};
    }
    dvk_index *index = open_index(name, DVK_INDEX_NEW);
    add_some(index, copies, n);
    assert_int_equal(dvk_index_each(index, false, 0, note_representative, &representative, &became, NULL),
                     DVK_OK);
    dvk_index_destroy(index);
    free(copies);
    free(ids);
    return representative;
}

/* Of many not all are compared with all, so that it may be another; were each put in its place by looking at
 * those above it, they would take half an hour. */
static void of_equal_copies_the_lowest_id_stands_for_all(void **unused) {
    (void)unused;
    assert_int_equal(representative_of_copies("copies", 20), 20);
    if (is_long_run()) assert_true(representative_of_copies("many", 20000) != 0);
}

static void a_query_says_what_adding_would_and_writes_nothing(void **unused) {
    (void)unused;
    dvk_index *writer = open_index("query", DVK_INDEX_NEW);
    static text before, after;
    for (size_t i = 0; i < n_samples; i++) {
        dvk_index_answer asked, added;
        dvk_index *reader = open_index("query", DVK_INDEX_READ);
        assert_int_equal(list_index(writer, &before, NULL), DVK_OK);
        assert_int_equal(dvk_index_query(reader, &samples[i], &asked, NULL), DVK_OK);
        assert_int_equal(list_index(writer, &after, NULL), DVK_OK);
        assert_string_equal(before.bytes, after.bytes);
        add_some(writer, &samples[i], 1);
        assert_int_equal(dvk_index_find(writer, samples[i].id, &added, NULL), DVK_OK);
        if (asked.article.assigned.duplicate == DVK_NO_GROUP)
            assert_int_equal(added.copies, 1);
        else
            assert_int_equal(asked.article.assigned.duplicate, added.article.assigned.duplicate);
        if (asked.article.assigned.event != DVK_NO_GROUP)
            assert_int_equal(asked.article.assigned.event, added.article.assigned.event);
        assert_int_equal(asked.copies, added.copies);
        assert_int_equal(asked.reports, added.reports);
        assert_int_equal(asked.article.assigned.score, added.article.assigned.score);
        assert_false(asked.known);
        assert_int_equal(asked.number, 0);
        dvk_index_destroy(reader);
    }
    dvk_index_destroy(writer);
}

/* A reader may not write, and says so. */
static bool count_each(void *user, const dvk_index_answer *answer) {
    size_t *n = user;
    (void)answer;
    return ++*n > 0;
}

static void a_handle_for_reading_does_not_write(void **unused) {
    (void)unused;
    dvk_error error = {0};
    dvk_index_destroy(open_index("readonly", DVK_INDEX_NEW));
    dvk_index_destroy(open_index("another", DVK_INDEX_NEW));
    dvk_index *index = open_index("readonly", DVK_INDEX_READ);
    assert_int_equal(dvk_index_add(index, samples, 1, NULL, &error), DVK_E_ARGUMENT);
    assert_non_null(strstr(error.message, "reading"));
    assert_int_equal(dvk_index_expire(index, 0, NULL, NULL, &error), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_merge(index, in_work("another"), NULL, &error), DVK_E_ARGUMENT);
    dvk_index_destroy(index);
}

/* Nothing but OK and refusals: what a program passes that does not want an answer, or has it wrong. */
static void what_is_not_wanted_may_be_null(void **unused) {
    (void)unused;
    dvk_index *index = open_index("unwanted", DVK_INDEX_NEW);
    dvk_index_options options;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    options.cluster.event_threshold = 65537;
    dvk_index *other = NULL;
    dvk_index_answer answer;
    assert_int_equal(dvk_index_create(&other, in_work("impossible"), &options, NULL), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_create(NULL, in_work("unwanted"), NULL, NULL), DVK_E_ARGUMENT);
    add_some(index, samples, n_samples);
    assert_int_equal(dvk_index_query(index, NULL, &answer, NULL), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_report(index, NULL, take_text, NULL, NULL), DVK_E_ARGUMENT);
    size_t n = 0;
    assert_int_equal(dvk_index_each(index, true, DVK_NO_GROUP, count_each, &n, NULL, NULL), DVK_OK);
    assert_int_equal(n, n_samples);
    assert_int_equal(dvk_index_each(index, true, UINT32_MAX - 1, count_each, &n, NULL, NULL), DVK_END);
    assert_int_equal(dvk_index_expire(index, samples[0].time, NULL, NULL, NULL), DVK_OK);
    dvk_index_destroy(index);
    assert_int_equal(dvk_index_verify(in_work("unwanted"), NULL, NULL, NULL, NULL), DVK_OK);
    assert_int_equal(dvk_index_rebuild(in_work("unwanted"), NULL, NULL, NULL, NULL), DVK_OK);
}

static void what_is_no_article_is_refused_with_the_whole_portion(void **unused) {
    (void)unused;
    dvk_error error = {0};
    dvk_index_stats stats;
    dvk_index *index = open_index("no-article", DVK_INDEX_NEW);
    static const dvk_span bad = {"\xff\xfe", 2};
    dvk_article two[] = {samples[0], samples[1]};
    two[1].id = (dvk_span){NULL, 0};
    assert_int_equal(dvk_index_add(index, two, 2, NULL, &error), DVK_E_ARGUMENT);
    assert_non_null(strstr(error.message, "id"));
    dvk_span *spans[] = {&two[1].id, &two[1].url, &two[1].source, &two[1].title, &two[1].text};
    for (size_t i = 0; i < sizeof spans / sizeof *spans; i++) {
        two[1] = samples[1];
        *spans[i] = bad;
        assert_int_equal(dvk_index_add(index, two, 2, NULL, &error), DVK_E_ENCODING);
        assert_int_equal(error.status, DVK_E_ENCODING);
    }
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 0);
    dvk_index_destroy(index);
}

/* Lets so many questions pass. */
static bool stop_after(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)stage, (void)done, (void)total;
    size_t *left = user;
    return (*left)-- > 0;
}

static void adding_can_be_cancelled_before_it_is_committed(void **unused) {
    (void)unused;
    dvk_error error = {0};
    dvk_index_stats stats;
    dvk_index *index = open_index("cancelled", DVK_INDEX_NEW);
    dvk_status status = DVK_E_CANCELLED;
    size_t questions = 0;
    for (; status == DVK_E_CANCELLED; questions++) {
        size_t left = questions;
        const dvk_index_listener listener = {.on_progress = stop_after, .user = &left};
        assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
        assert_int_equal(stats.articles, 0);
        status = dvk_index_add(index, samples, n_samples, &listener, &error);
    }
    assert_int_equal(status, DVK_OK);
    assert_true(questions > 2); /* before the features, and before it is written */
    dvk_index_destroy(index);
}

typedef struct story {
    groups now;
    uint32_t merged[MOST_SAMPLES * 4];
    size_t n_merged, n_changes;
} story;

static bool follow_change(void *user, const dvk_index_change *change) {
    story *told = user;
    told->n_changes++;
    if (change->kind == DVK_CHANGE_MERGED && change->event) told->merged[told->n_merged++] = change->from;
    return true;
}

/* A number that an article had is its group's still, or a change was told. */
static void follow_numbers(dvk_index *index, story *told, size_t step) {
    dvk_index_listener listener = {.on_change = follow_change, .user = told};
    uint32_t event[MOST_SAMPLES];
    for (size_t i = 0; i < n_samples; i++) {
        size_t changes = told->n_changes;
        bool moved = false;
        assert_int_equal(dvk_index_add(index, &samples[i * step % n_samples], 1, &listener, NULL), DVK_OK);
        for (size_t k = 0; k <= i; k++) {
            dvk_index_answer answer;
            assert_int_equal(dvk_index_get(index, (uint32_t)k + 1, &answer, NULL), DVK_OK);
            moved = moved || (k < i && event[k] != answer.article.assigned.event);
            event[k] = answer.article.assigned.event;
        }
        assert_true(!moved || told->n_changes > changes);
    }
    for (size_t i = 0; i < told->n_merged; i++) {
        uint32_t became;
        assert_int_equal(
            dvk_index_each(index, true, told->merged[i], count_known, &(size_t){0}, &became, NULL), DVK_END);
        assert_int_not_equal(became, DVK_NO_GROUP);
        for (size_t k = 0; k < n_samples; k++)
            assert_int_not_equal(event[k], told->merged[i]);
    }
}

static void numbers_change_only_when_it_is_told(void **unused) {
    static const size_t steps[] = {3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 25, 27};
    size_t merged = 0;
    (void)unused;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        char name[32];
        story told = {.n_merged = 0};
        snprintf(name, sizeof name, "numbers%zu", steps[i]);
        dvk_index *index = open_index(name, DVK_INDEX_NEW);
        follow_numbers(index, &told, steps[i]);
        merged += told.n_merged;
        dvk_index_destroy(index);
    }
    assert_true(merged > 0);
}

static void what_is_forgotten_leaves_what_never_came(void **unused) {
    (void)unused;
    int64_t before;
    uint64_t n;
    dvk_article rest[MOST_SAMPLES];
    size_t n_rest = 0;
    assert_int_equal(dvk_parse_date((dvk_span){"2025-07-13", 10}, &before), DVK_OK);
    dvk_index *index = open_index("forget", DVK_INDEX_NEW), *other = open_index("never", DVK_INDEX_NEW);
    add_some(index, samples, n_samples);
    assert_int_equal(dvk_index_expire(index, before, NULL, &n, NULL), DVK_OK);
    for (size_t i = 0; i < n_samples; i++)
        if (samples[i].time == DVK_NO_TIME || samples[i].time >= before) rest[n_rest++] = samples[i];
    assert_int_equal(n, n_samples - n_rest);
    assert_true(n > 0 && n_rest > 0);
    for (size_t i = 0; i <= n_samples + 1; i++) { /* no number stands for the next */
        dvk_index_answer answer;
        bool there =
            i > 0 && i <= n_samples && (samples[i - 1].time == DVK_NO_TIME || samples[i - 1].time >= before);
        assert_int_equal(dvk_index_get(index, (uint32_t)i, &answer, NULL), there ? DVK_OK : DVK_END);
        if (there) assert_int_equal(answer.number, i);
    }
    add_some(other, rest, n_rest);
    for (size_t i = 0; i < n_rest; i++)
        for (size_t k = 0; k < i; k++) {
            dvk_index_answer a, b, c, d;
            assert_int_equal(dvk_index_find(index, rest[i].id, &a, NULL), DVK_OK);
            assert_int_equal(dvk_index_find(index, rest[k].id, &b, NULL), DVK_OK);
            assert_int_equal(dvk_index_find(other, rest[i].id, &c, NULL), DVK_OK);
            assert_int_equal(dvk_index_find(other, rest[k].id, &d, NULL), DVK_OK);
            assert_int_equal(a.article.assigned.event == b.article.assigned.event,
                             c.article.assigned.event == d.article.assigned.event);
        }
    dvk_index_destroy(index);
    dvk_index_destroy(other);
    dvk_index_check check;
    assert_int_equal(dvk_index_verify(in_work("forget"), NULL, NULL, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, n_rest);
}

static void indexes_of_other_seeds_are_joined(void **unused) {
    (void)unused;
    dvk_index_options options;
    groups batch, got;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    dvk_index *index = open_index("left", DVK_INDEX_NEW), *other = NULL;
    assert_int_equal(dvk_index_create(&other, in_work("right"), &options, NULL), DVK_OK);
    add_some(index, samples, 30);
    add_some(other, samples + 20, n_samples - 20);
    dvk_index_destroy(other);
    assert_int_equal(dvk_index_merge(index, in_work("right"), NULL, NULL), DVK_OK);
    batch_groups(&batch);
    groups_of(index, &got);
    assert_same_groups(&batch, &got);
    dvk_index_destroy(index);
    dvk_index_check check;
    assert_int_equal(dvk_index_verify(in_work("left"), NULL, NULL, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, n_samples);
}

static void a_rebuilt_index_says_the_same(void **unused) {
    (void)unused;
    static text before, after;
    dvk_index_check check;
    dvk_index *index = open_index("rebuilt", DVK_INDEX_NEW);
    for (size_t i = 0; i < n_samples; i++)
        add_some(index, &samples[i * 7 % n_samples], 1);
    assert_int_equal(list_index(index, &before, NULL), DVK_OK);
    dvk_index_destroy(index);
    assert_int_equal(dvk_index_rebuild(in_work("rebuilt"), NULL, NULL, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, n_samples);
    index = open_index("rebuilt", DVK_INDEX_READ);
    assert_int_equal(list_index(index, &after, NULL), DVK_OK);
    assert_string_equal(before.bytes, after.bytes);
    dvk_index_destroy(index);
    assert_int_equal(dvk_index_verify(in_work("rebuilt"), NULL, NULL, &check, NULL), DVK_OK);
}

/* What is added meanwhile would not be in the new index. */
static bool try_to_add(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)stage, (void)done, (void)total;
    unsigned *refused = user;
    dvk_index *index = NULL;
    assert_int_equal(try_open("alone", DVK_INDEX_WRITE, &index, NULL), DVK_E_BUSY);
    assert_null(index);
    ++*refused;
    return true;
}

static void nobody_writes_while_an_index_is_rebuilt(void **unused) {
    enum { ENOUGH = 300 }; /* for a portion */
    (void)unused;
    static char ids[ENOUGH][8];
    unsigned refused = 0;
    const dvk_index_listener listener = {.on_progress = try_to_add, .user = &refused};
    dvk_index_check check;
    dvk_index *index = open_index("alone", DVK_INDEX_NEW);
    for (size_t i = 0; i < ENOUGH; i++) {
        dvk_article article = samples[i % n_samples];
        article.id = (dvk_span){ids[i], (size_t)snprintf(ids[i], sizeof ids[i], "%zu", i)};
        add_some(index, &article, 1);
    }
    dvk_index_destroy(index);
    assert_int_equal(dvk_index_rebuild(in_work("alone"), NULL, &listener, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, ENOUGH);
    assert_true(refused > 0);
}

static void a_second_writer_is_told_and_readers_go_on(void **unused) {
    (void)unused;
    char command[256];
    dvk_error error = {0};
    dvk_index_answer answer;
    dvk_index *index = open_index("two", DVK_INDEX_WRITE), *reader = open_index("two", DVK_INDEX_READ);
    /* A process that holds the lock for a while. */
    snprintf(command, sizeof command,
             "sqlite3 %s/index.dvoinik 'BEGIN IMMEDIATE' '.shell touch %s/held; sleep 2' 'ROLLBACK' & while "
             "[ ! -e %s/held ]; do sleep 0.05; done",
             in_work("two"), work, work);
    if (system("command -v sqlite3 >/dev/null") != 0 || system(command) != 0) skip();
    dvk_article fresh = samples[0];
    fresh.id = (dvk_span){"fresh", 5};
    assert_int_equal(dvk_index_add(index, &fresh, 1, NULL, &error), DVK_E_BUSY);
    assert_non_null(strstr(error.message, "another process"));
    assert_int_equal(dvk_index_find(reader, samples[3].id, &answer, NULL), DVK_OK);
    dvk_index_destroy(reader);
    dvk_index_destroy(index);
}

static void a_new_index_needs_a_free_place_and_an_old_one_a_file(void **unused) {
    (void)unused;
    dvk_index *index;
    dvk_error error = {0};
    assert_int_equal(try_open("nothing", DVK_INDEX_READ, &index, &error), DVK_E_IO);
    assert_non_null(strstr(error.message, "dvoinik index create"));
    dvk_index_destroy(open_index("place", DVK_INDEX_NEW));
    assert_int_equal(try_open("place", DVK_INDEX_NEW, &index, &error), DVK_E_IO);
    assert_null(index);
}

/* The number behind the last that an article can have is the next. */
static void spend_numbers(const char *name) {
    dvi_store *store = NULL;
    const dvi_store_options options = {.access = DVI_STORE_WRITE};
    assert_int_equal(dvi_store_create(&store, in_work(name), &options, NULL), DVK_OK);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    store->counts.next_article = UINT32_MAX;
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    dvi_store_destroy(store);
}

static void an_index_without_numbers_left_goes_on_in_another(void **unused) {
    (void)unused;
    dvk_error error = {0};
    dvk_index_check check;
    dvk_index_stats stats;
    dvk_index *index = open_index("spent", DVK_INDEX_NEW);
    add_some(index, samples, 5);
    dvk_index_destroy(index);
    spend_numbers("spent");
    for (int i = 0; i < 2; i++) { /* rebuilding keeps what is there, and the numbers */
        index = open_index("spent", DVK_INDEX_WRITE);
        assert_int_equal(dvk_index_add(index, samples + 5, 1, NULL, &error), DVK_E_LIMIT);
        assert_non_null(strstr(error.message, "all its numbers for articles"));
        dvk_index_destroy(index);
        assert_int_equal(dvk_index_rebuild(in_work("spent"), NULL, NULL, &check, &error), DVK_OK);
        assert_int_equal(check.articles, 5);
    }
    index = open_index("successor", DVK_INDEX_NEW);
    assert_int_equal(dvk_index_merge(index, in_work("spent"), NULL, &error), DVK_OK);
    add_some(index, samples + 5, 1);
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 6);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(portions_and_orders_do_not_matter),
        cmocka_unit_test(what_is_known_is_not_added_again),
        cmocka_unit_test(another_text_of_one_id_is_refused_with_the_whole_portion),
        cmocka_unit_test(of_files_of_one_name_each_text_is_added),
        cmocka_unit_test(what_was_taken_back_leaves_no_trace),
        cmocka_unit_test(records_of_one_address_are_one_article),
        cmocka_unit_test(of_equal_copies_the_lowest_id_stands_for_all),
        cmocka_unit_test(a_query_says_what_adding_would_and_writes_nothing),
        cmocka_unit_test(a_handle_for_reading_does_not_write),
        cmocka_unit_test(what_is_not_wanted_may_be_null),
        cmocka_unit_test(what_is_no_article_is_refused_with_the_whole_portion),
        cmocka_unit_test(adding_can_be_cancelled_before_it_is_committed),
        cmocka_unit_test(numbers_change_only_when_it_is_told),
        cmocka_unit_test(what_is_forgotten_leaves_what_never_came),
        cmocka_unit_test(indexes_of_other_seeds_are_joined),
        cmocka_unit_test(a_rebuilt_index_says_the_same),
        cmocka_unit_test(nobody_writes_while_an_index_is_rebuilt),
        cmocka_unit_test(a_second_writer_is_told_and_readers_go_on),
        cmocka_unit_test(an_index_without_numbers_left_goes_on_in_another),
        cmocka_unit_test(a_new_index_needs_a_free_place_and_an_old_one_a_file),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
