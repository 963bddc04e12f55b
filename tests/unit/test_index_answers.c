/* What an index answers and tells: copies, known ids, what is refused, forgotten or stopped. */
#include "given_articles.h"

/* The first by time, of one time by id, stands for copies, whichever came first, as in a batch. */
static void of_copies_the_earliest_stands_for_all(void **unused) {
    (void)unused;
    static const char *const ids[] = {"ab", "b", "a", "aa"};
    n_given = 0;
    for (size_t i = 0; i < 4; i++) {
        give_sample("wonsan-uk-1");
        set_span(&given[i].id, ids[i]);
        given[i].time += (int64_t)(i % 2) * 60;
    }
    dvk_index *index = open_index("copies", DVK_INDEX_NEW);
    for (size_t i = 0; i < 4; i++)
        add_some(index, &given[i], 1);
    for (size_t i = 0; i < 4; i++) {
        dvk_index_answer answer;
        assert_int_equal(dvk_index_find(index, given[i].id, &answer, NULL), DVK_OK);
        assert_int_equal(answer.copies, 4);
        assert_int_equal(answer.article.assigned.representative, i == 2);
    }
    dvk_index_destroy(index);
}

/* It is known by its text, not by its id alone. */
static void another_text_under_an_id_that_is_there_is_asked_for_itself(void **unused) {
    (void)unused;
    n_given = 0;
    give_sample("wonsan-uk-1");
    give_sample("wonsan-ru-1");
    given[n_given++] = samples[n_samples - 1];
    dvk_index_answer answer;
    dvk_index *index = open_index("asked", DVK_INDEX_NEW);
    add_some(index, given, 2);
    assert_int_equal(dvk_index_query(index, &given[0], &answer, NULL), DVK_OK);
    assert_true(answer.known);
    given[2].id = given[0].id;
    assert_int_equal(dvk_index_query(index, &given[2], &answer, NULL), DVK_OK);
    assert_false(answer.known);
    assert_int_equal(answer.number, 0);
    assert_int_equal(answer.n_matches, 0);
    assert_int_equal(answer.article.assigned.event, DVK_NO_GROUP);
    set_span(&given[0].title, "Another title");
    assert_int_equal(dvk_index_query(index, &given[0], &answer, NULL), DVK_OK);
    assert_false(answer.known);
    dvk_index_destroy(index);
}

static bool count_articles(void *user, const dvk_index_answer *answer) {
    (void)answer;
    ++*(size_t *)user;
    return true;
}

static bool stop_at_an_article(void *user, const dvk_index_answer *answer) {
    return !count_articles(user, answer);
}

/* Who listens can stop what goes on; what he was told of is done. */
static void who_is_told_of_an_article_can_stop(void **unused) {
    (void)unused;
    size_t told = 0;
    dvk_index_answer answer;
    dvk_index_listener listener = {.on_article = stop_at_an_article, .user = &told};
    dvk_index *index = open_index("stopped", DVK_INDEX_NEW);
    assert_int_equal(dvk_index_add(index, samples, 2, &listener, NULL), DVK_E_CANCELLED);
    assert_int_equal(told, 1);
    assert_int_equal(dvk_index_find(index, samples[1].id, &answer, NULL), DVK_OK);
    dvk_index_destroy(index);
}

/* A handle that has read the lists follows what another does. */
static void what_another_forgets_is_found_no_longer(void **unused) {
    (void)unused;
    uint64_t n = 0;
    dvk_index_answer answer;
    n_given = 0;
    give_sample("wonsan-ru-1");
    give_sample("wonsan-bg-1");
    give_sample("wonsan-uk-1");
    given[1].time = given[0].time - 3600;
    dvk_index *writer = open_index("two", DVK_INDEX_NEW), *reader = open_index("two", DVK_INDEX_READ);
    add_some(writer, given, 2);
    assert_int_equal(dvk_index_query(reader, &given[2], &answer, NULL), DVK_OK);
    assert_int_equal(answer.n_matches, 2);
    assert_int_equal(dvk_index_expire(writer, given[1].time + 1, NULL, &n, NULL), DVK_OK);
    assert_int_equal(n, 1);
    assert_int_equal(dvk_index_query(reader, &given[2], &answer, NULL), DVK_OK);
    assert_int_equal(answer.n_matches, 1);
    assert_int_equal(answer.matches[0].number, 1);
    dvk_index_destroy(reader);
    dvk_index_destroy(writer);
}

/* What is passed over is not told of as the one that stands for its id. */
static void what_is_refused_is_not_told_of(void **unused) {
    (void)unused;
    size_t told = 0;
    dvk_reader *reader;
    dvk_read_options reading;
    dvk_read_stats stats;
    dvk_index_listener listener = {.on_article = count_articles, .user = &told};
    const char *path = in_work("twice.jsonl");
    n_given = 0;
    give_sample("wonsan-uk-1");
    give_sample("wonsan-ru-1");
    given[1].id = given[0].id;
    write_given(path);
    dvk_read_options_init(&reading);
    reading.skip_bad = true;
    assert_int_equal(dvk_reader_create(&reader, &path, 1, &reading), DVK_OK);
    dvk_index *index = open_index("twice", DVK_INDEX_NEW);
    assert_int_equal(dvk_index_read(index, reader, &listener, NULL), DVK_OK);
    assert_int_equal(told, 1);
    dvk_reader_stats(reader, &stats);
    assert_int_equal(stats.skipped, 1);
    dvk_index_destroy(index);
    dvk_reader_destroy(reader);
}

/* Also by whoever opens it then. */
static void what_came_last_can_be_forgotten(void **unused) {
    (void)unused;
    uint64_t n = 0;
    n_given = 0;
    give_sample("wonsan-uk-1");
    give_sample("wonsan-ru-1");
    give_sample("wonsan-bg-1");
    given[2].time = given[0].time - 3600;
    dvk_index *index = open_index("last", DVK_INDEX_NEW);
    add_some(index, given, 3);
    assert_int_equal(dvk_index_expire(index, given[2].time + 1, NULL, &n, NULL), DVK_OK);
    assert_int_equal(n, 1);
    dvk_index_destroy(index);
    index = open_index("last", DVK_INDEX_WRITE);
    dvk_index_answer answer;
    assert_int_equal(dvk_index_query(index, &given[2], &answer, NULL), DVK_OK);
    assert_int_equal(answer.n_matches, 2);
    add_some(index, &given[2], 1);
    dvk_index_destroy(index);
    dvk_index_check check;
    assert_int_equal(dvk_index_verify(in_work("last"), NULL, NULL, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, 3);
}

static void an_index_is_listed_as_lines_or_a_table_alone(void **unused) {
    (void)unused;
    static text out;
    dvk_index *index = open_index("formats", DVK_INDEX_NEW);
    add_some(index, samples, 2);
    for (int format = DVK_REPORT_TEXT; format <= DVK_REPORT_HTML; format++) {
        dvk_report_options options;
        dvk_error error = {0};
        dvk_report_options_init(&options);
        options.format = (dvk_report_format)format;
        bool listed = format == DVK_REPORT_JSONL || format == DVK_REPORT_CSV;
        out.len = 0;
        assert_int_equal(dvk_index_report(index, &options, take_text, &out, &error),
                         listed ? DVK_OK : DVK_E_ARGUMENT);
        assert_int_equal(out.len != 0, listed);
    }
    dvk_index_destroy(index);
}

/* Of an event whose representative goes another stands for it, and its scores are those of the rest. */
static void what_is_left_of_an_event_has_a_representative(void **unused) {
    (void)unused;
    enum { N = 4 };
    static const char *const ids[N] = {"wonsan-uk-1", "wonsan-ru-1", "wonsan-bg-1", "wonsan-be-1"};
    uint32_t scores[N];
    for (size_t gone = 0; gone < N; gone++) {
        char name[32];
        uint64_t n = 0;
        n_given = 0;
        for (size_t i = 0; i < N; i++)
            give_sample(ids[i]);
        given[gone].time = given[0].time - 3600;
        snprintf(name, sizeof name, "left%zu", gone);
        dvk_index *index = open_index(name, DVK_INDEX_NEW);
        add_some(index, given, N);
        assert_int_equal(dvk_index_expire(index, given[gone].time + 1, NULL, &n, NULL), DVK_OK);
        assert_int_equal(n, 1);
        size_t representatives = 0;
        dvk_index *other = open_index(strcat(name, "-never"), DVK_INDEX_NEW);
        for (size_t i = 0; i < N; i++)
            if (i != gone) add_some(other, &given[i], 1);
        for (size_t i = 0; i < N; i++) {
            dvk_index_answer a, b;
            if (i == gone) continue;
            assert_int_equal(dvk_index_find(index, given[i].id, &a, NULL), DVK_OK);
            assert_int_equal(dvk_index_find(other, given[i].id, &b, NULL), DVK_OK);
            assert_int_equal(a.article.assigned.representative, b.article.assigned.representative);
            assert_int_equal(a.article.assigned.score, b.article.assigned.score);
            assert_int_equal(a.copies, b.copies);
            representatives += a.article.assigned.representative;
            scores[i] = a.article.assigned.score;
        }
        assert_int_equal(representatives, 1);
        dvk_index_destroy(index);
        dvk_index_destroy(other);
    }
    assert_true(scores[0] > 0);
}

/* Numbers that were taken back are given again, and nothing is remembered of whom they were. */
static void a_number_taken_back_is_of_someone_else(void **unused) {
    (void)unused;
    dvk_index_answer answer;
    dvk_index *index = open_index("back", DVK_INDEX_NEW);
    n_given = 0;
    give_sample("wonsan-uk-1");
    give_sample("wonsan-ru-1"); /* is compared with the first */
    give_sample("wonsan-en-1");
    given[2].id = given[0].id;
    assert_int_equal(dvk_index_add(index, given, 3, NULL, NULL), DVK_E_DUPLICATE);
    give_sample("shoigu-ru-1"); /* shares names with both */
    given[3].time = given[1].time;
    dvk_index *fresh = open_index("fresh", DVK_INDEX_NEW);
    dvk_index_answer expected;
    for (size_t i = 0; i < 2; i++) {
        const dvk_article *next = i == 0 ? &given[3] : &given[1];
        assert_int_equal(dvk_index_query(fresh, next, &expected, NULL), DVK_OK);
        assert_int_equal(dvk_index_query(index, next, &answer, NULL), DVK_OK);
        assert_int_equal(answer.n_matches, expected.n_matches);
        for (size_t k = 0; k < answer.n_matches; k++)
            assert_memory_equal(&answer.matches[k], &expected.matches[k], sizeof *answer.matches);
        add_some(fresh, next, 1);
        add_some(index, next, 1);
        assert_int_equal(dvk_index_find(index, next->id, &answer, NULL), DVK_OK);
        assert_int_equal(answer.number, i + 1);
    }
    dvk_index_destroy(fresh);
    dvk_index_destroy(index);
}

/* Whichever thread meets it. */
static void one_bad_text_among_many_is_refused(void **unused) {
    (void)unused;
    dvk_index *index;
    dvk_index_options options;
    dvk_index_stats stats;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    options.threads = 2;
    assert_int_equal(dvk_index_create(&index, in_work("bad"), &options, NULL), DVK_OK);
    static char words[400001]; /* so long that no thread is done before the other begins */
    for (size_t i = 0; i < sizeof words - 1; i++)
        words[i] = i % 7 == 6 ? ' ' : (char)('a' + i * i % 23);
    give_all();
    for (size_t i = 0; i < 40; i++)
        set_span(&given[i].text, words);
    for (size_t bad = 0; bad < 40; bad += 8) {
        set_span(&given[bad].text, "\xFF");
        assert_int_equal(dvk_index_add(index, given, 40, NULL, NULL), DVK_E_ENCODING);
        set_span(&given[bad].text, words);
    }
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 0);
    dvk_index_destroy(index);
}

typedef struct gone_groups {
    size_t n[2];
    bool seen[2][1024];
} gone_groups;

static bool take_gone(void *user, const dvk_index_change *change) {
    gone_groups *gone = user;
    assert_int_equal(change->kind, DVK_CHANGE_GONE);
    assert_int_equal(change->into, DVK_NO_GROUP);
    assert_in_range(change->from, 0, 1023);
    assert_false(gone->seen[change->event][change->from]);
    gone->seen[change->event][change->from] = true;
    gone->n[change->event]++;
    return true;
}

/* More than go in one portion. */
static void each_group_that_is_forgotten_is_told_once(void **unused) {
    (void)unused;
    enum { N = 600 };
    static char titles[N][64];
    static dvk_article many[N];
    static gone_groups gone;
    dvk_index_listener listener = {.on_change = take_gone, .user = &gone};
    dvk_index *index = open_index("gone", DVK_INDEX_NEW);
    for (size_t i = 0; i < N; i++) {
        int n = snprintf(titles[i], sizeof titles[i], "number%zu", i);
        many[i] = (dvk_article){.time = 1000000 * (int64_t)(i + 1)};
        many[i].id = many[i].title = (dvk_span){titles[i], (size_t)n};
    }
    add_some(index, many, N);
    uint64_t n = 0;
    assert_int_equal(dvk_index_expire(index, many[N - 1].time, &listener, &n, NULL), DVK_OK);
    assert_int_equal(n, N - 1);
    dvk_index_stats stats;
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 1);
    assert_int_equal(gone.n[0] + stats.groups, N);
    assert_int_equal(gone.n[1] + stats.events, N);
    assert_int_equal(stats.retired, 2 * (N - 1));
    dvk_index_destroy(index);
}

/* Nobody who knows the published seed knows that of an index, unless it was asked for. */
static void a_secret_seed_is_drawn_anew(void **unused) {
    (void)unused;
    uint64_t seeds[2];
    for (size_t i = 0; i < 2; i++) {
        char name[32];
        dvk_index *index;
        dvk_index_options options;
        dvk_index_stats stats;
        snprintf(name, sizeof name, "secret%zu", i);
        dvk_index_options_init(&options);
        options.access = DVK_INDEX_NEW;
        assert_true(options.secret);
        assert_int_equal(dvk_index_create(&index, in_work(name), &options, NULL), DVK_OK);
        assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
        seeds[i] = stats.sign.seed;
        assert_true(seeds[i] != DVK_PUBLISHED_SEED);
        dvk_index_destroy(index);
    }
    assert_true(seeds[0] != seeds[1]);
}

static void impossible_options_make_no_index(void **unused) {
    (void)unused;
    for (int i = 0; i < 3; i++) {
        dvk_index *index;
        dvk_index_options options;
        dvk_index_options_init(&options);
        options.access = DVK_INDEX_NEW;
        if (i == 0) options.cluster.window = -1;
        if (i == 1) options.sign.bands = 0;
        if (i == 2) options.sign.rows = options.sign.permutations;
        assert_int_equal(dvk_index_create(&index, in_work("impossible"), &options, NULL), DVK_E_ARGUMENT);
        assert_null(index);
        assert_int_not_equal(access(in_work("impossible"), F_OK), 0);
    }
}

/* They are those of a new one. */
static void options_of_a_new_index_do_not_matter_to_an_old_one(void **unused) {
    (void)unused;
    dvk_index *index;
    const dvk_index_options options = {.access = DVK_INDEX_READ};
    dvk_index_destroy(open_index("old", DVK_INDEX_NEW));
    assert_int_equal(dvk_index_create(&index, in_work("old"), &options, NULL), DVK_OK);
    dvk_index_destroy(index);
}

static bool stop_at_once(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)user, (void)stage, (void)done, (void)total;
    return false;
}

/* A file that cannot be read on: what came before is there, and the reader's sentence is told. */
static void reading_into_an_index_can_fail_or_be_stopped(void **unused) {
    (void)unused;
    const char *path = in_work("bad.jsonl");
    dvk_error error = {0};
    dvk_reader *reader;
    dvk_index_stats stats;
    dvk_index_listener listener = {.on_progress = stop_at_once};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"id\":\"a\",\"title\":\"Good\"}\n{\"id\":}\n", file);
    assert_int_equal(fclose(file), 0);
    dvk_index *index = open_index("reading", DVK_INDEX_NEW);
    assert_int_equal(dvk_reader_create(&reader, &path, 1, NULL), DVK_OK);
    assert_int_equal(dvk_index_read(index, reader, &listener, &error), DVK_E_CANCELLED);
    assert_true(error.status == DVK_E_CANCELLED && error.message[0] != '\0');
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 0);
    assert_int_equal(dvk_index_read(index, reader, NULL, &error), DVK_E_INPUT);
    assert_int_equal(error.status, DVK_E_INPUT);
    assert_int_equal(error.line, 2);
    assert_non_null(strstr(error.file, "bad.jsonl"));
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 1);
    dvk_reader_destroy(reader);
    dvk_index_destroy(index);
}

static bool stop_once_read(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)stage, (void)done, (void)total;
    return ++*(size_t *)user < 2;
}

static dvk_status read_again(dvk_index *index, const char *path, const dvk_index_listener *listener,
                             dvk_status expected) {
    dvk_reader *reader;
    assert_int_equal(dvk_reader_create(&reader, &path, 1, NULL), DVK_OK);
    assert_int_equal(dvk_index_read(index, reader, listener, NULL), expected);
    dvk_error error = {0};
    dvk_status status = dvk_index_read(index, reader, NULL, &error);
    if (status == DVK_E_ARGUMENT) assert_non_null(strstr(error.message, "with another reader"));
    assert_int_equal(error.status, status);
    dvk_reader_destroy(reader);
    return status;
}

/* What was read with the double, or in front of the stop, is in no index; what was committed is. */
static void behind_what_was_not_added_a_reader_gives_no_more(void **unused) {
    (void)unused;
    const char *path = in_work("behind.jsonl");
    size_t asked = 0, told = 0;
    dvk_index_stats stats;
    dvk_index_listener impatient = {.on_progress = stop_once_read, .user = &asked},
                       at_article = {.on_article = stop_at_an_article, .user = &told};
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"id\":\"a\",\"title\":\"One\"}\n{\"id\":\"a\",\"title\":\"Two\"}\n", file);
    assert_int_equal(fclose(file), 0);
    dvk_index *index = open_index("behind", DVK_INDEX_NEW);
    assert_int_equal(read_again(index, path, NULL, DVK_E_DUPLICATE), DVK_E_ARGUMENT);
    assert_int_equal(read_again(index, path, &impatient, DVK_E_CANCELLED), DVK_E_ARGUMENT);
    assert_int_equal(asked, 2);
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 0);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs("{\"id\":\"a\",\"title\":\"One\"}\n{\"id\":\"b\",\"title\":\"Two\"}\n{\"id\":}\n", file);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(read_again(index, path, &at_article, DVK_E_CANCELLED), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 2);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_copies_the_earliest_stands_for_all),
        cmocka_unit_test(another_text_under_an_id_that_is_there_is_asked_for_itself),
        cmocka_unit_test(who_is_told_of_an_article_can_stop),
        cmocka_unit_test(what_another_forgets_is_found_no_longer),
        cmocka_unit_test(what_is_refused_is_not_told_of),
        cmocka_unit_test(what_came_last_can_be_forgotten),
        cmocka_unit_test(an_index_is_listed_as_lines_or_a_table_alone),
        cmocka_unit_test(what_is_left_of_an_event_has_a_representative),
        cmocka_unit_test(a_number_taken_back_is_of_someone_else),
        cmocka_unit_test(one_bad_text_among_many_is_refused),
        cmocka_unit_test(each_group_that_is_forgotten_is_told_once),
        cmocka_unit_test(a_secret_seed_is_drawn_anew),
        cmocka_unit_test(impossible_options_make_no_index),
        cmocka_unit_test(options_of_a_new_index_do_not_matter_to_an_old_one),
        cmocka_unit_test(reading_into_an_index_can_fail_or_be_stopped),
        cmocka_unit_test(behind_what_was_not_added_a_reader_gives_no_more),
    };
    return cmocka_run_group_tests_name("index_answers", tests, load_all, drop_all);
}
