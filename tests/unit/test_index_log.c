/* The log that a crash leaves beside an index, also one in the middle of moving into the database, with the
 * mark and the shared memory beside it: with any byte changed the answers are right, or refused. */
#include "indexes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lossy_vfs.h"

enum { HEADER = 32, FRAME = 24 + 4096 };

/* A process that dies leaves its log behind; with `moved` at least 0, when that many pages of it were moved
 * into the database. */
static void leave_a_log(const char *name, long moved) {
    int ended;
    dvk_index *before = open_index(name, DVK_INDEX_NEW);
    add_some(before, samples, n_samples);
    dvk_index_destroy(before);
    pid_t child = fork();
    if (child == 0) {
        dvk_index *index = NULL;
        lossy_install();
        if (try_open(name, DVK_INDEX_WRITE, &index, NULL) != DVK_OK) _exit(1);
        /* The file does not grow by it, so that pages of both states fit together. */
        uint64_t n = 0;
        if (dvk_index_expire(index, samples[0].time, NULL, &n, NULL) != DVK_OK || n == 0) _exit(2);
        for (size_t i = 0; i < 3; i++)
            if (dvk_index_add(index, &samples[i], 1, NULL, NULL) != DVK_OK) _exit(3);
        lossy.failure = moved + 1; /* first the log is synced */
        lossy.failing_on = true;
        if (moved >= 0) dvk_index_destroy(index);
        _exit(9);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended) && WEXITSTATUS(ended) == 9);
}

static void copy_all(const char *from, const char *to) {
    char command[400];
    snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s", in_work(to), in_work(from), in_work(to));
    assert_int_equal(system(command), 0);
}

static long size_of(const char *name, const char *file) {
    char path[256];
    struct stat info;
    snprintf(path, sizeof path, "%s/%s", in_work(name), file);
    return stat(path, &info) == 0 ? (long)info.st_size : 0;
}

static void flip_in(const char *name, const char *file, long at, unsigned char change) {
    char path[256];
    unsigned char byte = 0;
    snprintf(path, sizeof path, "%s/%s", in_work(name), file);
    int fd = open(path, O_RDWR);
    assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= change;
    assert_int_equal(pwrite(fd, &byte, 1, at), 1);
    close(fd);
}

static void assert_sound(const char *name) {
    dvk_index_check check;
    dvk_error error = {0};
    if (dvk_index_verify(in_work(name), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s: %s", name, error.message);
}

static void list(const char *name, text *out) {
    dvk_index *index = open_index(name, DVK_INDEX_READ);
    assert_int_equal(list_index(index, out, NULL), DVK_OK);
    dvk_index_destroy(index);
}

/* Whether it is refused; else all is right. */
static bool is_refused(const char *name, const text *sound) {
    static text listed;
    dvk_index *index = NULL;
    dvk_index_check check;
    dvk_error error = {0};
    dvk_status status = try_open(name, DVK_INDEX_READ, &index, &error);
    if (status == DVK_OK) status = list_index(index, &listed, NULL);
    if (status == DVK_OK) assert_string_equal(listed.bytes, sound->bytes);
    for (size_t i = 0; i < n_samples && status == DVK_OK; i++) {
        dvk_index_answer answer;
        status = dvk_index_find(index, samples[i].id, &answer, NULL);
        assert_true(status == DVK_OK || status == DVK_END || status == DVK_E_DAMAGED);
        if (status == DVK_END) status = DVK_OK;
    }
    dvk_index_destroy(index);
    if (status == DVK_OK) return false;
    assert_int_equal(status, DVK_E_DAMAGED);
    assert_int_equal(dvk_index_verify(in_work(name), NULL, NULL, &check, NULL), DVK_E_DAMAGED);
    return true;
}

/* Which byte comes next: all of the log's header and of the first frame's, of later frames one or two. */
static long next_byte(long at) {
    if (at < HEADER + 24) return at + 1;
    return is_long_run() ? at + 997 : at + FRAME * 5 / 3;
}

static size_t flip_each(const char *name, const char *file, const text *sound) {
    size_t refused = 0;
    unsigned n = 0;
    for (long at = 0, size = size_of(name, file); at < size; at = next_byte(at), n++) {
        copy_all(name, "flipped");
        flip_in("flipped", file, at, (unsigned char)(1u << n % 8));
        refused += is_refused("flipped", sound);
    }
    return refused;
}

static void a_byte_of_a_log_takes_nothing_back_in_silence(void **unused) {
    static text sound;
    (void)unused;
    leave_a_log("log", -1);
    copy_all("log", "flipped");
    list("flipped", &sound);
    assert_true(flip_each("log", "index.dvoinik-wal", &sound) > 30);
    copy_all("log", "flipped");
    flip_in("flipped", "index.dvoinik-wal", HEADER + 3 * FRAME, 1);
    assert_int_equal(dvk_index_rebuild(in_work("flipped"), NULL, NULL, &(dvk_index_check){0}, NULL), DVK_OK);
    assert_sound("flipped");
}

static void a_byte_of_a_log_half_moved_makes_no_answer_wrong(void **unused) {
    static const long moved[] = {0, 1, 3, 10, 20};
    static text sound;
    (void)unused;
    for (size_t i = 0; i < sizeof moved / sizeof *moved; i++) {
        char name[16];
        snprintf(name, sizeof name, "moved%ld", moved[i]);
        leave_a_log(name, moved[i]);
        assert_true(size_of(name, "index.dvoinik-wal") > 10 * FRAME);
        copy_all(name, "flipped");
        list("flipped", &sound);
        assert_sound("flipped");
        assert_true(flip_each(name, "index.dvoinik-wal", &sound) > 30);
    }
}

/* The mark is an aid: without it, or when it is damaged itself, the index is what its log says. What was in
 * the shared memory is made anew. */
static void what_lies_beside_the_log_is_no_matter(void **unused) {
    static const char *const names[] = {"log", "moved3"};
    static text sound;
    (void)unused;
    for (size_t i = 0; i < 2; i++) {
        char command[256];
        copy_all(names[i], "flipped");
        list("flipped", &sound);
        assert_int_equal(flip_each(names[i], "index.dvoinik-mark", &sound), 0);
        assert_int_equal(flip_each(names[i], "index.dvoinik-shm", &sound), 0);
        copy_all(names[i], "flipped");
        snprintf(command, sizeof command, "rm -f %s/index.dvoinik-mark %s/index.dvoinik-shm",
                 in_work("flipped"), in_work("flipped"));
        assert_int_equal(system(command), 0);
        assert_sound("flipped");
        dvk_index *index = open_index("flipped", DVK_INDEX_WRITE);
        add_some(index, samples, n_samples);
        dvk_index_destroy(index);
        assert_sound("flipped");
    }
}

/* A file system under which an index is rebuilt at the moment when another handle is about to open it. */
static struct {
    sqlite3_vfs vfs, *below;
    bool armed;
} late;

static int open_late(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    if (late.armed && (flags & SQLITE_OPEN_MAIN_DB) != 0) {
        late.armed = false;
        assert_int_equal(dvk_index_rebuild(in_work("late"), NULL, NULL, NULL, NULL), DVK_OK);
    }
    return late.below->xOpen(late.below, name, file, flags, out_flags);
}

/* The mark that was read is of the old file, which had more commits. */
static void a_rebuild_just_before_opening_is_no_damage(void **unused) {
    (void)unused;
    dvk_error error = {0};
    dvk_index *index = open_index("late", DVK_INDEX_NEW);
    for (size_t i = 0; i < 6; i++)
        add_some(index, &samples[i], 1);
    dvk_index_destroy(index);
    late.below = sqlite3_vfs_find(NULL);
    late.vfs = *late.below;
    late.vfs.zName = "late";
    late.vfs.xOpen = open_late;
    sqlite3_vfs_register(&late.vfs, 1);
    late.armed = true;
    dvk_status status = try_open("late", DVK_INDEX_READ, &index, &error);
    sqlite3_vfs_unregister(&late.vfs);
    sqlite3_vfs_register(late.below, 1);
    if (status != DVK_OK) fail_msg("%s", error.message);
    assert_false(late.armed);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rebuild_just_before_opening_is_no_damage),
        cmocka_unit_test(a_byte_of_a_log_takes_nothing_back_in_silence),
        cmocka_unit_test(a_byte_of_a_log_half_moved_makes_no_answer_wrong),
        cmocka_unit_test(what_lies_beside_the_log_is_no_matter),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
