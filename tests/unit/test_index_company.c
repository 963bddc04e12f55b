/* An index that several have open, and what stands in its folder that is not its own: whoever else is there,
 * what was reported done stays. */
#include "cli/index_lines.h"
#include "indexes.h"

#include <sys/wait.h>
#include <time.h>

enum { ENOUGH = 300 /* articles for a portion of a rebuild */, PATIENCE = 20000 /* milliseconds */ };

/* Another process, made before this one has the index open: SQLite's locks are a process's. It works when it
 * is let go. */
typedef struct company {
    pid_t pid;
    int go;
} company;

static company invite(void (*task)(void)) {
    int pipes[2];
    char letter;
    assert_int_equal(pipe(pipes), 0);
    company c = {.pid = fork(), .go = pipes[1]};
    assert_true(c.pid >= 0);
    if (c.pid == 0) {
        close(pipes[1]);
        if (read(pipes[0], &letter, 1) != 1) _exit(1);
        task();
        _exit(0);
    }
    close(pipes[0]);
    return c;
}

static void let_go(const company *c) {
    assert_int_equal(write(c->go, "g", 1), 1);
}

static void wait_for(const company *c) {
    int state = 0;
    close(c->go);
    assert_int_equal(waitpid(c->pid, &state, 0), c->pid);
    assert_true(WIFEXITED(state));
    assert_int_equal(WEXITSTATUS(state), 0);
}

static void assert_has(const char *name, const dvk_article *article) {
    dvk_index_answer answer;
    dvk_index *index = open_index(name, DVK_INDEX_READ);
    assert_int_equal(dvk_index_find(index, article->id, &answer, NULL), DVK_OK);
    dvk_index_destroy(index);
}

static void assert_sound(const char *name) {
    dvk_index_check check;
    dvk_error error = {0};
    if (dvk_index_verify(in_work(name), NULL, NULL, &check, &error) != DVK_OK) fail_msg("%s", error.message);
}

/* Adds an article; whether it can is this process's exit. */
static void add_elsewhere(const char *name, const dvk_article *article, uint32_t wait) {
    dvk_index_options options;
    dvk_index *index = NULL;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_WRITE;
    options.threads = 1;
    options.wait = wait;
    if (dvk_index_create(&index, in_work(name), &options, NULL) != DVK_OK) _exit(2);
    if (dvk_index_add(index, article, 1, NULL, NULL) != DVK_OK) _exit(3);
    dvk_index_destroy(index);
}

static void add_second_to_looked_at(void) {
    add_elsewhere("looked-at", &samples[1], PATIENCE);
}

static void find_third_in_looked_at(void) {
    dvk_index_answer answer;
    dvk_index *index = NULL;
    if (try_open("looked-at", DVK_INDEX_READ, &index, NULL) != DVK_OK) _exit(2);
    if (dvk_index_find(index, samples[2].id, &answer, NULL) != DVK_OK) _exit(3);
    dvk_index_destroy(index);
}

/* A process that closes a file gives up all its locks on it. */
static void looking_at_an_index_leaves_it_locked(void **unused) {
    dvk_index_check check;
    (void)unused;
    company other = invite(add_second_to_looked_at), third = invite(find_third_in_looked_at);
    dvk_index *index = open_index("looked-at", DVK_INDEX_NEW);
    add_some(index, samples, 1);
    assert_int_equal(dvk_index_verify(in_work("looked-at"), NULL, NULL, &check, NULL), DVK_OK);
    let_go(&other);
    wait_for(&other);
    add_some(index, &samples[2], 1);
    let_go(&third);
    wait_for(&third);
    dvk_index_destroy(index);
    for (size_t i = 0; i < 3; i++)
        assert_has("looked-at", &samples[i]);
    assert_sound("looked-at");
}

static void add_one_to_renewed(void) {
    add_elsewhere("renewed", &samples[1], PATIENCE);
}

static void make_enough(const char *name) {
    static char ids[ENOUGH][8];
    dvk_index *index = open_index(name, DVK_INDEX_NEW);
    for (size_t i = 0; i < ENOUGH; i++) {
        dvk_article article = samples[i % n_samples];
        article.id = (dvk_span){ids[i], (size_t)snprintf(ids[i], sizeof ids[i], "%zu", i)};
        add_some(index, &article, 1);
    }
    dvk_index_destroy(index);
}

/* Lets the other open the file that is to be replaced, and wait for its lock. */
static bool wait_a_little(void *user, const char *stage, uint64_t done, uint64_t total) {
    const struct timespec pause = {0, 200000000};
    (void)stage, (void)done, (void)total;
    let_go(user);
    nanosleep(&pause, NULL);
    return true;
}

static void who_waited_for_a_rebuild_writes_into_the_new_index(void **unused) {
    dvk_index_check check;
    (void)unused;
    company other = invite(add_one_to_renewed);
    const dvk_index_listener listener = {.on_progress = wait_a_little, .user = &other};
    make_enough("renewed");
    assert_int_equal(dvk_index_rebuild(in_work("renewed"), NULL, &listener, &check, NULL), DVK_OK);
    wait_for(&other);
    assert_has("renewed", &samples[1]);
    assert_sound("renewed");
}

static void run_in_shell(const char *format, const char *from, const char *to) {
    char command[500];
    snprintf(command, sizeof command, format, from, to);
    assert_int_equal(system(command), 0);
}

/* An index put back from a copy has files of lists that the other, which is still open, knows nothing of. */
static void an_index_put_in_the_place_of_an_open_one_is_left_alone(void **unused) {
    dvk_index_answer answer;
    dvk_error error = {0};
    (void)unused;
    dvk_index *index = open_index("in-place", DVK_INDEX_NEW);
    add_some(index, samples, n_samples);
    dvk_index_destroy(index);
    run_in_shell("cp -r %s %s", in_work("in-place"), in_work("kept"));
    index = open_index("other", DVK_INDEX_NEW);
    add_some(index, samples, 2);
    run_in_shell("mv %s %s.away", in_work("other"), in_work("other"));
    run_in_shell("mv %s %s", in_work("kept"), in_work("other"));
    assert_int_equal(dvk_index_add(index, samples, n_samples, NULL, &error), DVK_E_IO);
    assert_non_null(strstr(error.message, "replaced while it was open"));
    assert_int_equal(dvk_index_find(index, samples[0].id, &answer, &error), DVK_E_IO);
    dvk_index_destroy(index);
    assert_sound("other");
    assert_sound("other.away");
}

static void make_one_of_many(void) {
    dvk_index_options options;
    dvk_index *index = NULL;
    dvk_index_options_init(&options);
    options.access = DVK_INDEX_NEW;
    dvk_status status = dvk_index_create(&index, in_work("many"), &options, NULL);
    dvk_index_destroy(index);
    if (status != DVK_OK) _exit(status == DVK_E_IO ? 0 : 2);
    _exit(9);
}

/* Whether it was this one that made the index. */
static bool has_made(const company *c) {
    int state = 0;
    close(c->go);
    assert_int_equal(waitpid(c->pid, &state, 0), c->pid);
    assert_true(WIFEXITED(state) && (WEXITSTATUS(state) == 0 || WEXITSTATUS(state) == 9));
    return WEXITSTATUS(state) == 9;
}

static void of_those_who_make_one_index_one_does(void **unused) {
    enum { ROUNDS = 20, MANY = 3 };
    (void)unused;
    for (unsigned i = 0; i < ROUNDS; i++) {
        company all[MANY];
        unsigned made = 0;
        run_in_shell("rm -rf %s%s", in_work("many"), "");
        for (size_t k = 0; k < MANY; k++)
            all[k] = invite(make_one_of_many);
        for (size_t k = 0; k < MANY; k++)
            let_go(&all[k]);
        for (size_t k = 0; k < MANY; k++)
            made += has_made(&all[k]);
        assert_int_equal(made, 1);
        assert_sound("many");
    }
}

/* Ends without closing, so that the log stays. */
static void leave_a_log(void) {
    dvk_index *index = open_index("log", DVK_INDEX_NEW);
    add_some(index, samples, n_samples);
}

static void make_log(void) {
    run_in_shell("rm -rf %s%s", in_work("log"), "");
    company other = invite(leave_a_log);
    let_go(&other);
    wait_for(&other);
}

static bool is_there(const char *name) {
    return access(in_work(name), F_OK) == 0;
}

static void a_log_without_its_index_is_not_that_of_a_new_one(void **unused) {
    dvk_index *index = NULL;
    dvk_error error = {0};
    (void)unused;
    make_log();
    assert_true(is_there("log/index.dvoinik-wal"));
    run_in_shell("rm %s%s", in_work("log/index.dvoinik"), "");
    assert_int_equal(try_open("log", DVK_INDEX_NEW, &index, &error), DVK_E_IO);
    assert_non_null(strstr(error.message, "remove it"));
    assert_false(is_there("log/index.dvoinik"));
    run_in_shell("mv %s %s", in_work("log/index.dvoinik-wal"), in_work("log/index.dvoinik-wal.aside"));
    assert_int_equal(try_open("log", DVK_INDEX_NEW, &index, &error), DVK_E_IO);
    assert_non_null(strstr(error.file, "-wal.aside"));
    run_in_shell("rm %s%s", in_work("log/index.dvoinik-wal.aside"), "");
    index = open_index("log", DVK_INDEX_NEW);
    assert_int_equal(dvk_index_find(index, samples[0].id, &(dvk_index_answer){0}, NULL), DVK_END);
    dvk_index_destroy(index);
}

static bool end_here(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)user, (void)stage, (void)done, (void)total;
    _exit(0);
}

static void rebuild_halfway(void) {
    dvk_index_check check;
    const dvk_index_listener listener = {.on_progress = end_here};
    dvk_index_rebuild(in_work("stale"), NULL, &listener, &check, NULL);
    _exit(4);
}

/* What an earlier rebuild left, of which the index knows nothing any more. */
static void an_old_log_set_aside_does_not_come_back(void **unused) {
    dvk_index_stats stats;
    (void)unused;
    make_log();
    make_enough("stale");
    dvk_index_check check;
    dvk_error error = {0};
    run_in_shell("mkdir %s%s", in_work("stale/index.dvoinik-wal.aside"), "");
    assert_int_equal(dvk_index_rebuild(in_work("stale"), NULL, NULL, &check, &error), DVK_E_WRITE);
    assert_non_null(strstr(error.file, "-wal.aside"));
    run_in_shell("rmdir %s%s", in_work("stale/index.dvoinik-wal.aside"), "");
    run_in_shell("cp %s %s", in_work("log/index.dvoinik-wal"), in_work("stale/index.dvoinik-wal.aside"));
    company other = invite(rebuild_halfway);
    let_go(&other);
    wait_for(&other);
    assert_true(is_there("stale/index.dvoinik.rebuilt"));
    dvk_index *index = open_index("stale", DVK_INDEX_READ);
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, ENOUGH);
    dvk_index_destroy(index);
    assert_sound("stale");
}

static void what_is_asked_without_an_index_is_refused(void **unused) {
    dvk_index_check check;
    dvk_index_answer answer;
    dvk_error error = {0};
    (void)unused;
    assert_int_equal(dvk_index_verify(NULL, NULL, NULL, &check, &error), DVK_E_ARGUMENT);
    assert_true(error.message[0] != '\0');
    assert_int_equal(dvk_index_rebuild(NULL, NULL, NULL, &check, &error), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_merge(NULL, "other", NULL, &error), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_find(NULL, samples[0].id, &answer, &error), DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_query(NULL, samples, &answer, &error), DVK_E_ARGUMENT);
}

/* Another handle forgets all while one tells of what it was given. */
static bool forget_all(void *user, const dvk_index_answer *answer) {
    uint64_t n = 0;
    unsigned *told = user;
    (void)answer;
    if (++*told > 1) return true;
    dvk_index *other = open_index("forgotten", DVK_INDEX_WRITE);
    assert_int_equal(dvk_index_expire(other, INT64_MAX, NULL, &n, NULL), DVK_OK);
    assert_true(n > 0);
    dvk_index_destroy(other);
    return true;
}

static void what_another_forgets_meanwhile_is_told_all_the_same(void **unused) {
    dvk_error error = {0};
    unsigned told = 0;
    (void)unused;
    const dvk_index_listener listener = {.on_article = forget_all, .user = &told};
    dvk_index *index = open_index("forgotten", DVK_INDEX_NEW);
    add_some(index, samples, 10);
    if (dvk_index_add(index, samples, 10, &listener, &error) != DVK_OK) fail_msg("%s", error.message);
    assert_int_equal(told, 10);
    dvk_index_destroy(index);
    assert_sound("forgotten");
}

static void what_another_forgets_during_a_merge_is_told_all_the_same(void **unused) {
    dvk_error error = {0};
    unsigned told = 0;
    (void)unused;
    const dvk_index_listener listener = {.on_article = forget_all, .user = &told};
    dvk_index *index = open_index("joined", DVK_INDEX_NEW);
    add_some(index, samples, 10);
    dvk_index_destroy(index);
    char other[200];
    run_in_shell("rm -rf %s %s", in_work("forgotten"), "");
    index = open_index("forgotten", DVK_INDEX_NEW);
    snprintf(other, sizeof other, "%s", in_work("joined"));
    if (dvk_index_merge(index, other, &listener, &error) != DVK_OK) fail_msg("%s", error.message);
    assert_int_equal(told, 10);
    dvk_index_destroy(index);
    assert_sound("forgotten");
}

/* A handle that is asked again from within one of its own calls. */
typedef struct nested {
    dvk_index *index;
    dvk_status found, asked;
    unsigned told;
} nested;

static void ask_within(nested *n) {
    dvk_index_answer answer;
    dvk_error error = {0};
    n->told++;
    n->found = dvk_index_find(n->index, samples[0].id, &answer, &error);
    if (n->found != DVK_OK) assert_non_null(strstr(error.message, "another handle"));
    n->asked = dvk_index_query(n->index, &samples[n_samples - 1], &answer, NULL);
}

static void ask_of_bad(void *user, const dvk_error *error) {
    assert_int_equal(error->status, DVK_E_DUPLICATE);
    ask_within(user);
}

/* What is told stays, whatever is asked meanwhile. */
static bool ask_of_article(void *user, const dvk_index_answer *answer) {
    char id[64];
    dvk_span told = answer->article.id;
    assert_in_range(told.len, 1, sizeof id);
    memcpy(id, told.data, told.len);
    ask_within(user);
    assert_memory_equal(answer->article.id.data, id, told.len);
    return answer->number != 0;
}

/* Two indexes with other texts under one id. */
static dvk_index *make_both(const char *name, const char *other) {
    dvk_article article = samples[20];
    dvk_index *index = open_index(other, DVK_INDEX_NEW);
    article.id = samples[3].id;
    add_some(index, &samples[10], 5);
    add_some(index, &article, 1);
    add_some(index, &samples[30], 5);
    dvk_index_destroy(index);
    index = open_index(name, DVK_INDEX_NEW);
    add_some(index, samples, 5);
    return index;
}

static void a_merge_is_not_disturbed_by_calls_from_within(void **unused) {
    nested n = {.told = 0};
    dvk_error error = {0};
    dvk_index_stats stats;
    (void)unused;
    const dvk_index_listener listener = {.on_bad = ask_of_bad, .user = &n};
    n.index = make_both("calls", "calls-of");
    if (dvk_index_merge(n.index, in_work("calls-of"), &listener, &error) != DVK_OK)
        fail_msg("%s", error.message);
    assert_true(n.told == 1 && n.found == DVK_E_ARGUMENT && n.asked == DVK_E_ARGUMENT);
    assert_int_equal(dvk_index_statistics(n.index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, 15);
    dvk_index_destroy(n.index);
    assert_sound("calls");
}

static void nor_is_a_listing(void **unused) {
    nested n = {.told = 0};
    uint32_t became;
    dvk_error error = {0};
    (void)unused;
    n.index = open_index("calls", DVK_INDEX_READ);
    if (dvk_index_each(n.index, false, DVK_NO_GROUP, ask_of_article, &n, &became, &error) != DVK_OK)
        fail_msg("%s", error.message);
    assert_int_equal(n.told, 15);
    assert_true(n.found == DVK_E_ARGUMENT && n.asked == DVK_E_ARGUMENT);
    dvk_index_destroy(n.index);
}

/* What was added can be looked up; what would take the memory of the call that goes on cannot be asked. */
static void nor_is_an_addition(void **unused) {
    nested n = {.told = 0};
    dvk_error error = {0};
    (void)unused;
    const dvk_index_listener listener = {.on_article = ask_of_article, .user = &n};
    n.index = open_index("calls", DVK_INDEX_WRITE);
    if (dvk_index_add(n.index, samples, 10, &listener, &error) != DVK_OK) fail_msg("%s", error.message);
    if (dvk_index_add(n.index, samples, 10, &listener, &error) != DVK_OK) fail_msg("%s", error.message);
    assert_int_equal(n.told, 20); /* the second time as known */
    assert_true(n.found == DVK_OK && n.asked == DVK_E_ARGUMENT);
    dvk_index_answer answer; /* and it is free again */
    assert_int_equal(dvk_index_query(n.index, &samples[n_samples - 1], &answer, NULL), DVK_OK);
    dvk_index_destroy(n.index);
    assert_sound("calls");
}

/* Of what a query found, the first is gone when it is to be shown. */
static void what_is_forgotten_since_a_query_leaves_no_gap(void **unused) {
    static index_lines lines;
    static char line[8192];
    settings values = {.list_format = LIST_JSONL};
    dvk_article articles[] = {samples[0], samples[0], samples[0]};
    dvk_index_answer answer;
    uint64_t n = 0;
    (void)unused;
    for (size_t i = 0; i < 3; i++) {
        articles[i].id = (dvk_span){&"abc"[i], 1};
        articles[i].time = 1000 * (int64_t)(i + 1);
    }
    dvk_index *index = open_index("gap", DVK_INDEX_NEW), *other = open_index("gap", DVK_INDEX_WRITE);
    add_some(index, articles, 2);
    assert_int_equal(dvk_index_query(index, &articles[2], &answer, NULL), DVK_OK);
    assert_int_equal(answer.n_matches, 2);
    assert_int_equal(dvk_index_expire(other, 1500, NULL, &n, NULL), DVK_OK);
    assert_int_equal(n, 1);
    lines.values = &values;
    assert_int_equal(output_open(&lines.out, in_work("line")), 0);
    assert_int_equal(index_put_query(&lines, index, &answer), 0);
    assert_int_equal(output_close(&lines.out), 0);
    FILE *file = fopen(in_work("line"), "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    assert_int_equal(fclose(file), 0);
    assert_non_null(strstr(line, "\"matches\":[{\"id\":\"b\""));
    dvk_index_destroy(other);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(looking_at_an_index_leaves_it_locked),
        cmocka_unit_test(who_waited_for_a_rebuild_writes_into_the_new_index),
        cmocka_unit_test(an_index_put_in_the_place_of_an_open_one_is_left_alone),
        cmocka_unit_test(what_is_asked_without_an_index_is_refused),
        cmocka_unit_test(of_those_who_make_one_index_one_does),
        cmocka_unit_test(a_log_without_its_index_is_not_that_of_a_new_one),
        cmocka_unit_test(an_old_log_set_aside_does_not_come_back),
        cmocka_unit_test(what_another_forgets_meanwhile_is_told_all_the_same),
        cmocka_unit_test(what_another_forgets_during_a_merge_is_told_all_the_same),
        cmocka_unit_test(a_merge_is_not_disturbed_by_calls_from_within),
        cmocka_unit_test(nor_is_a_listing),
        cmocka_unit_test(nor_is_an_addition),
        cmocka_unit_test(what_is_forgotten_since_a_query_leaves_no_gap),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
