/* What becomes of an index when the power goes, when a write fails, and when a byte is not what it was. */
#include "indexes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "failing_memory.h"
#include "lossy_vfs.h"

enum {
    CUTS = 12,
    CUTS_LONG = 200,
    FAILURES = 15,
    FAILURES_LONG = 400,
    FLIPS = 40,
    FLIPS_LONG = 1000,
    HEADER = 100
};

/* Tells the parent, through a pipe, of each article that is reported done. */
static bool report_done(void *user, const dvk_index_answer *answer) {
    unsigned char number = 0;
    for (size_t i = 0; i < n_samples; i++)
        if (samples[i].id.len == answer->article.id.len &&
            memcmp(samples[i].id.data, answer->article.id.data, answer->article.id.len) == 0)
            number = (unsigned char)i;
    return write(*(int *)user, &number, 1) == 1;
}

/* The child's part: adds in portions of two until the power goes. */
static void add_until_dark(int pipe, uint32_t seed, long power) {
    dvk_index *index = NULL;
    dvk_index_listener listener = {.on_article = report_done, .user = &pipe};
    lossy_install();
    lossy.random = seed;
    if (try_open("dark", DVK_INDEX_WRITE, &index, NULL) != DVK_OK) _exit(1);
    lossy.power = power;
    for (size_t i = 0; i < n_samples; i += 2)
        if (dvk_index_add(index, &samples[i], n_samples - i < 2 ? 1 : 2, &listener, NULL) != DVK_OK) _exit(2);
    dvk_index_destroy(index); /* the log goes into the database: the power may go then, too */
    _exit(0);
}

static void collect_done(int pipe, bool done[MOST_SAMPLES]) {
    unsigned char number;
    while (read(pipe, &number, 1) == 1)
        done[number] = true;
}

static void assert_all_there(const bool done[MOST_SAMPLES]) {
    dvk_index *index = open_index("dark", DVK_INDEX_READ);
    dvk_index_stats stats;
    size_t there = 0;
    for (size_t i = 0; i < n_samples; i++) {
        dvk_index_answer answer;
        dvk_status status = dvk_index_find(index, samples[i].id, &answer, NULL);
        there += status == DVK_OK;
        if (done[i]) assert_int_equal(status, DVK_OK);
    }
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.articles, there);
    dvk_index_destroy(index);
}

static void show_bad(void *user, const dvk_error *error) {
    (void)user;
    print_error("%s: byte %llu: %s\n", error->file, (unsigned long long)error->byte, error->message);
}

static void assert_sound(const char *name) {
    dvk_index_check check;
    dvk_error error = {0};
    dvk_index_listener listener = {.on_bad = show_bad};
    if (dvk_index_verify(in_work(name), NULL, &listener, &check, &error) != DVK_OK)
        fail_msg("%s: %s", name, error.message);
}

static void a_power_cut_loses_nothing_that_was_reported(void **unused) {
    (void)unused;
    char command[256];
    size_t rounds = is_long_run() ? CUTS_LONG : CUTS, dark = 0;
    bool anew = true;
    for (size_t i = 0; i < rounds; i++) {
        int pipes[2], ended;
        bool done[MOST_SAMPLES] = {false};
        snprintf(command, sizeof command, "rm -rf %s", in_work("dark"));
        if (anew) assert_int_equal(system(command), 0);
        if (anew) dvk_index_destroy(open_index("dark", DVK_INDEX_NEW));
        assert_int_equal(pipe(pipes), 0);
        pid_t child = fork();
        if (child == 0) add_until_dark(pipes[1], (uint32_t)i * 77 + 1, (long)(i * 7919 % 900));
        close(pipes[1]);
        collect_done(pipes[0], done);
        close(pipes[0]);
        assert_int_equal(waitpid(child, &ended, 0), child);
        assert_true(WIFEXITED(ended) && (WEXITSTATUS(ended) == 9 || WEXITSTATUS(ended) == 0));
        dark += WEXITSTATUS(ended) == 9;
        anew = WEXITSTATUS(ended) == 0;
        snprintf(command, sizeof command, "%s/index.dvoinik-shm", in_work("dark"));
        unlink(command); /* it was memory */
        assert_sound("dark");
        assert_all_there(done);
    }
    assert_true(dark > rounds / 3);
}

/* The nth write, sync or cut fails; what was done before stays, and what failed can be done again. */
static void fail_at(long when, bool on, int code) {
    dvk_index *index = NULL;
    dvk_error error = {0};
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s", in_work("failing"));
    assert_int_equal(system(command), 0);
    lossy.failure = -1;
    index = open_index("failing", DVK_INDEX_NEW);
    lossy.failure = when;
    lossy.failing_on = on;
    lossy.code = code;
    size_t i = 0;
    dvk_status status = DVK_OK;
    for (; i < n_samples && status == DVK_OK; i += 4)
        status = dvk_index_add(index, &samples[i], n_samples - i < 4 ? n_samples - i : 4, NULL, &error);
    if (status != DVK_OK) {
        assert_int_equal(status, DVK_E_WRITE);
        assert_true(strlen(error.message) > 20);
        i -= 4;
    }
    dvk_index_destroy(index);
    lossy.failure = -1;
    assert_sound("failing");
    index = open_index("failing", DVK_INDEX_WRITE);
    for (size_t k = 0; k < n_samples; k++) {
        dvk_index_answer answer;
        dvk_status found = dvk_index_find(index, samples[k].id, &answer, NULL);
        if (k < i) assert_int_equal(found, DVK_OK);
    }
    add_some(index, samples, n_samples);
    dvk_index_destroy(index);
    assert_sound("failing");
}

static void a_failing_write_is_told_and_loses_nothing(void **unused) {
    (void)unused;
    long rounds = is_long_run() ? FAILURES_LONG : FAILURES;
    lossy_install();
    for (long i = 0; i < rounds; i++)
        fail_at(i * 8000 / rounds + i % 7, i % 2 == 0, i % 3 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE);
    sqlite3_vfs_unregister(&lossy.vfs);
}

/* Numbers of articles whose commit failed are given again; nothing of those may be remembered. */
static void what_a_failed_commit_took_back_leaves_no_trace(void **unused) {
    dvk_error error = {0};
    (void)unused;
    lossy_install();
    dvk_index *index = open_index("back", DVK_INDEX_NEW), *fresh = open_index("clean", DVK_INDEX_NEW);
    lossy.failure = 0; /* so few articles write nothing before */
    assert_int_equal(dvk_index_add(index, samples, 10, NULL, &error), DVK_E_WRITE);
    lossy.failure = -1;
    expect_no_trace(index, fresh);
    sqlite3_vfs_unregister(&lossy.vfs);
}

/* Opens, adds, asks, lists, forgets: DVK_OK, or what went wrong first. */
static dvk_status do_everything(dvk_error *error) {
    static text listed;
    dvk_index *index = NULL;
    dvk_index_answer answer;
    uint64_t n;
    dvk_status status = try_open("memory", DVK_INDEX_WRITE, &index, error);
    if (status == DVK_OK) status = dvk_index_add(index, samples, 6, NULL, error);
    if (status == DVK_OK) status = dvk_index_query(index, &samples[8], &answer, error);
    if (status == DVK_OK) status = dvk_index_find(index, samples[2].id, &answer, error);
    if (status == DVK_OK) status = list_index(index, &listed, error);
    if (status == DVK_OK) status = dvk_index_expire(index, samples[0].time + 1, NULL, &n, error);
    dvk_index_destroy(index);
    return status;
}

static void a_failing_allocation_is_told_and_loses_nothing(void **unused) {
    (void)unused;
    char command[256];
    size_t step = is_long_run() ? 1 : 41;
    dvk_status status = DVK_E_MEMORY;
    for (size_t i = 0; status != DVK_OK; i += step) {
        dvk_error error = {0};
        snprintf(command, sizeof command, "rm -rf %s", in_work("memory"));
        assert_int_equal(system(command), 0);
        dvk_index_destroy(open_index("memory", DVK_INDEX_NEW));
        dvi_memory_fail(i, 0);
        status = do_everything(&error);
        dvi_memory_fail(SIZE_MAX, 0);
        if (status != DVK_OK) assert_int_equal(status, DVK_E_MEMORY);
        assert_sound("memory");
    }
}

/* What can fail, with one handle. */
static dvk_status do_step(dvk_index *index, int step) {
    uint64_t n;
    dvk_index_answer answer;
    if (step == 0) return dvk_index_add(index, samples, 12, NULL, NULL);
    if (step == 1) return dvk_index_add(index, &samples[12], 18, NULL, NULL);
    if (step == 2) return dvk_index_query(index, &samples[35], &answer, NULL);
    if (step == 3) return dvk_index_merge(index, in_work("more"), NULL, NULL);
    if (step == 4) return dvk_index_expire(index, samples[5].time + 1, NULL, &n, NULL);
    return dvk_index_add(index, samples, 10, NULL, NULL);
}

enum { STEPS = 6 };

/* Fails in one step at one place, does it again, and goes on. Returns whether it came to that. */
static bool repeat_step(int failing, size_t at, bool database, text *listed) {
    char command[256];
    bool reached = false;
    snprintf(command, sizeof command, "rm -rf %s", in_work("again"));
    assert_int_equal(system(command), 0);
    dvk_index *index = open_index("again", DVK_INDEX_NEW);
    for (int step = 0; step < STEPS; step++) {
        if (step == failing && database) lossy.failure = (long)at;
        if (step == failing && !database) dvi_memory_fail(at, 0);
        dvk_status status = do_step(index, step);
        if (step == failing) reached = database ? lossy.failure < 0 : dvi_memory_left() == SIZE_MAX;
        lossy.failure = -1;
        dvi_memory_fail(SIZE_MAX, 0);
        if (status != DVK_OK && step == failing) status = do_step(index, step);
        assert_int_equal(status, DVK_OK);
    }
    assert_int_equal(list_index(index, listed, NULL), DVK_OK);
    dvk_index_destroy(index);
    assert_sound("again");
    return reached;
}

static void what_failed_once_is_done_again_with_the_same_handle(void **unused) {
    static text right, listed;
    (void)unused;
    dvk_index *more = open_index("more", DVK_INDEX_NEW);
    add_some(more, &samples[25], n_samples - 25);
    dvk_index_destroy(more);
    lossy_install();
    repeat_step(-1, 0, false, &right);
    for (int step = 0; step < STEPS; step++)
        for (int database = 0; database < 2; database++)
            for (size_t at = (size_t)step; repeat_step(step, at, database, &listed); at += is_long_run() ? 7
                                                                                           : database    ? 23
                                                                                                      : 203)
                assert_string_equal(listed.bytes, right.bytes);
    sqlite3_vfs_unregister(&lossy.vfs);
}

static void copy_index(const char *from, const char *to, long at, unsigned char change) {
    char path[256], command[400];
    snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s && rm -f %s/*-shm %s/*-wal", in_work(to),
             in_work(from), in_work(to), in_work(to), in_work(to));
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work(to));
    int fd = open(path, O_RDWR);
    unsigned char byte = 0;
    assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= change;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

/* Refused, or the same answers as from the sound one. Returns whether it was refused. */
static bool ask_damaged(const text *sound, const dvk_index_answer *answers) {
    static text listed;
    dvk_index *index = NULL;
    dvk_error error = {0};
    dvk_status status = try_open("damaged", DVK_INDEX_READ, &index, &error);
    if (status == DVK_OK) status = list_index(index, &listed, &error);
    if (status == DVK_OK) assert_string_equal(listed.bytes, sound->bytes);
    for (size_t i = 0; i < n_samples && index != NULL; i++) {
        dvk_index_answer answer;
        dvk_article other = samples[i];
        other.id = (dvk_span){NULL, 0};
        dvk_status asked = dvk_index_query(index, &other, &answer, &error);
        if (asked == DVK_OK) {
            assert_int_equal(answer.article.assigned.duplicate, answers[i].article.assigned.duplicate);
            assert_int_equal(answer.article.assigned.event, answers[i].article.assigned.event);
            assert_int_equal(answer.n_matches, answers[i].n_matches);
        } else {
            status = asked;
        }
    }
    dvk_index_destroy(index);
    if (status == DVK_OK) return false;
    assert_true(status == DVK_E_DAMAGED || status == DVK_E_VERSION);
    assert_true(strlen(error.message) > 20);
    return true;
}

static long size_of_index(const char *name) {
    char path[256];
    struct stat info;
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work(name));
    assert_int_equal(stat(path, &info), 0);
    return (long)info.st_size;
}

static void count_told(void *user, const dvk_error *error) {
    (void)error;
    ++*(size_t *)user;
}

static void a_flipped_byte_is_found_and_never_believed(void **unused) {
    (void)unused;
    static text sound;
    static dvk_index_answer answers[MOST_SAMPLES];
    dvk_index *index = open_index("sound", DVK_INDEX_NEW);
    add_some(index, samples, n_samples);
    assert_int_equal(list_index(index, &sound, NULL), DVK_OK);
    for (size_t i = 0; i < n_samples; i++) {
        dvk_article other = samples[i];
        other.id = (dvk_span){NULL, 0};
        assert_int_equal(dvk_index_query(index, &other, &answers[i], NULL), DVK_OK);
    }
    dvk_index_destroy(index);
    long size = size_of_index("sound"), flips = is_long_run() ? FLIPS_LONG : FLIPS;
    uint32_t random = 5;
    size_t refused = 0;
    for (long i = 0; i < HEADER + flips; i += i < HEADER && !is_long_run() ? 5 : 1) {
        size_t told = 0;
        dvk_index_check check;
        dvk_index_listener listener = {.on_bad = count_told, .user = &told};
        random = random * 1664525u + 1013904223u;
        long at = i < HEADER ? i : (long)(random >> 4) % size;
        copy_index("sound", "damaged", at, (unsigned char)(1u << (random >> 3) % 8));
        refused += ask_damaged(&sound, answers);
        assert_int_equal(dvk_index_verify(in_work("damaged"), NULL, &listener, &check, NULL), DVK_E_DAMAGED);
        assert_true(told > 0 && check.damages >= told);
    }
    assert_true(refused > 0);
}

/* Of a damaged index, a rebuild saves all but the articles whose own records were hit. */
static void a_rebuild_saves_what_is_sound(void **unused) {
    (void)unused;
    long size = size_of_index("sound");
    for (long at = 9000; at < size; at += size / (is_long_run() ? 60 : 6)) {
        size_t told = 0;
        dvk_index_check check;
        dvk_index_listener listener = {.on_bad = count_told, .user = &told};
        copy_index("sound", "damaged", at, 0x20);
        dvk_status status = dvk_index_rebuild(in_work("damaged"), NULL, &listener, &check, NULL);
        if (status != DVK_OK) {
            assert_int_equal(status, DVK_E_DAMAGED);
            continue;
        }
        assert_true(check.articles + told >= n_samples || check.articles + 3 >= n_samples);
        assert_sound("damaged");
    }
}

static void overwrite(const char *name, long at, long n, int byte) {
    char path[256];
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work(name));
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, at, SEEK_SET), 0);
    for (long i = 0; i < n; i++)
        assert_int_equal(fputc(byte, file), byte);
    assert_int_equal(fclose(file), 0);
}

/* All of the index again, with the numbers that its groups had. */
static void assert_rebuilt_whole(const text *sound) {
    static text listed;
    dvk_index_check check;
    dvk_error error = {0};
    if (dvk_index_rebuild(in_work("damaged"), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s", error.message);
    assert_int_equal(check.articles, n_samples);
    assert_int_equal(check.damages, 0);
    dvk_index *index = open_index("damaged", DVK_INDEX_READ);
    assert_int_equal(list_index(index, &listed, NULL), DVK_OK);
    assert_string_equal(listed.bytes, sound->bytes);
    dvk_index_destroy(index);
    assert_sound("damaged");
}

/* It says where all tables begin. */
static void a_damaged_first_page_costs_no_article(void **unused) {
    enum { PAGE = 4096, FORMAT = 60 /* which may be another one's */ };
    (void)unused;
    static text sound;
    dvk_index *index = open_index("sound", DVK_INDEX_READ);
    assert_int_equal(list_index(index, &sound, NULL), DVK_OK);
    dvk_index_destroy(index);
    for (long at = 0; at < PAGE; at += is_long_run() ? 1 : at < 110 ? 7 : 397) {
        if (at / 4 == FORMAT / 4) continue;
        copy_index("sound", "damaged", at, 0x20);
        assert_rebuilt_whole(&sound);
    }
    copy_index("sound", "damaged", 0, 1);
    overwrite("damaged", 0, PAGE, 0);
    assert_rebuilt_whole(&sound);
}

/* A copy that did not come to its end. What stands in the pages that it has is saved. */
static void a_cut_file_costs_what_was_cut_off(void **unused) {
    enum { PAGE = 4096 };
    (void)unused;
    uint64_t most = 0;
    long size = size_of_index("sound");
    for (long len = size / 4; len < size; len += is_long_run() ? PAGE / 2 : size / 12 + 100) {
        char path[256];
        dvk_index_check check;
        dvk_error error = {0};
        copy_index("sound", "damaged", 0, 0);
        snprintf(path, sizeof path, "%s/index.dvoinik", in_work("damaged"));
        assert_int_equal(truncate(path, len), 0);
        assert_int_equal(dvk_index_verify(in_work("damaged"), NULL, NULL, &check, NULL), DVK_E_DAMAGED);
        dvk_status status = dvk_index_rebuild(in_work("damaged"), NULL, NULL, &check, &error);
        if (status != DVK_OK) {
            assert_int_equal(status, DVK_E_DAMAGED);
            assert_non_null(strstr(error.message, "left as it is"));
            continue;
        }
        assert_true(check.articles > 0 && check.damages > 0);
        if (check.articles > most) most = check.articles;
        assert_sound("damaged");
    }
    assert_true(most > n_samples / 2);
}

/* Were each page waited for, as one is that another process may just be writing, this would take minutes. */
static void a_file_full_of_damage_is_looked_at_soon(void **unused) {
    enum { PAGES = 6000, PAGE = 4096 };
    (void)unused;
    size_t told = 0;
    char path[256];
    dvk_index_check check;
    dvk_index_listener listener = {.on_bad = count_told, .user = &told};
    long size = size_of_index("sound");
    copy_index("sound", "damaged", 0, 0);
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work("damaged"));
    assert_int_equal(truncate(path, size + PAGES * (long)PAGE), 0);
    assert_int_equal(dvk_index_verify(in_work("damaged"), NULL, &listener, &check, NULL), DVK_E_DAMAGED);
    assert_true(check.damages >= PAGES && told >= 100 && told < PAGES);
}

static void what_cannot_be_saved_is_left_as_it_is(void **unused) {
    (void)unused;
    long size = size_of_index("sound");
    for (int kind = 0; kind < 2; kind++) {
        dvk_index_check check;
        dvk_error error = {0};
        char command[300];
        copy_index("sound", "damaged", 0, 1);
        overwrite("damaged", 0, size, 'Z');
        snprintf(command, sizeof command, "cd %s && %s && cp index.dvoinik ../kept", in_work("damaged"),
                 kind == 0 ? "rm -f *-mark" : "echo a note >index.dvoinik");
        assert_int_equal(system(command), 0);
        assert_int_equal(dvk_index_rebuild(in_work("damaged"), NULL, NULL, &check, &error), DVK_E_DAMAGED);
        assert_non_null(strstr(error.message, "left as it is"));
        snprintf(command, sizeof command,
                 "cd %s && cmp -s index.dvoinik ../kept && [ ! -e index.dvoinik.rebuilt ]",
                 in_work("damaged"));
        assert_int_equal(system(command), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_power_cut_loses_nothing_that_was_reported),
        cmocka_unit_test(a_failing_write_is_told_and_loses_nothing),
        cmocka_unit_test(what_a_failed_commit_took_back_leaves_no_trace),
        cmocka_unit_test(what_failed_once_is_done_again_with_the_same_handle),
        cmocka_unit_test(a_failing_allocation_is_told_and_loses_nothing),
        cmocka_unit_test(a_flipped_byte_is_found_and_never_believed),
        cmocka_unit_test(a_rebuild_saves_what_is_sound),
        cmocka_unit_test(a_damaged_first_page_costs_no_article),
        cmocka_unit_test(a_cut_file_costs_what_was_cut_off),
        cmocka_unit_test(a_file_full_of_damage_is_looked_at_soon),
        cmocka_unit_test(what_cannot_be_saved_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
