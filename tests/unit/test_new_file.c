/* The program's files that get their names when they are whole, where the file system has files without names
 * and where it has none: here, where a folder cannot be opened to make one. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/new_file.h"
#include "cli/paths.h"
#include "failing_calls.h"
#include "work_folder.h"

#define PART ".dvoinik-part."

static void make_file(const char *name, const char *text, mode_t mode) {
    FILE *file = fopen(in_work(name), "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    assert_int_equal(chmod(in_work(name), mode), 0);
}

static void assert_file(const char *name, const char *text) {
    char found[64] = "";
    FILE *file = fopen(in_work(name), "r");
    assert_non_null(file);
    (void)!fread(found, 1, sizeof found - 1, file);
    fclose(file);
    assert_string_equal(found, text);
}

static bool is_there(const char *name) {
    return access(in_work(name), F_OK) == 0;
}

/* Names in the work folder that begin like this. */
static int count(const char *beginning) {
    char command[256];
    int n = -1;
    snprintf(command, sizeof command, "ls -A %s | grep -c '^%s'", work, beginning);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_int_equal(fscanf(pipe, "%d", &n), 1);
    pclose(pipe);
    return n;
}

static void open_new(new_file *file, const char *name, bool nameless) {
    struct stat old;
    bool there = stat(in_work(name), &old) == 0;
    if (!nameless) dvi_calls_fail(FAILING_OPEN, 0, EOPNOTSUPP);
    assert_int_equal(new_file_open(file, in_work(name), there ? &old : NULL), 0);
    assert_int_equal(dvi_calls_fail(0, 0, 0), !nameless);
    assert_true(nameless || file->named != NULL); /* not all file systems have nameless ones */
    assert_int_equal(write(file->fd, "new", 3), 3);
}

static void close_new(new_file *file) {
    close(file->fd);
    new_file_finish(file);
}

static void a_file_appears_when_it_is_put(void **state) {
    (void)state;
    for (int nameless = 0; nameless < 2; nameless++) {
        new_file file;
        open_new(&file, "fresh", nameless);
        assert_false(is_there("fresh"));
        assert_int_equal(count(PART), file.named != NULL);
        assert_int_equal(new_file_put(&file), 0);
        assert_file("fresh", "new");
        close_new(&file);
        assert_int_equal(count(PART), 0);
        unlink(in_work("fresh"));
    }
}

static void an_old_one_stays_until_then_and_gives_its_mode(void **state) {
    (void)state;
    for (int nameless = 0; nameless < 2; nameless++) {
        new_file file;
        struct stat info;
        make_file("old", "old", 0604);
        open_new(&file, "old", nameless);
        assert_file("old", "old");
        assert_int_equal(new_file_put(&file), 0);
        close_new(&file);
        assert_file("old", "new");
        assert_int_equal(stat(in_work("old"), &info), 0);
        assert_int_equal(info.st_mode & 07777, 0604);
        assert_int_equal(count(PART), 0);
    }
}

static void what_is_not_put_leaves_nothing(void **state) {
    (void)state;
    for (int nameless = 0; nameless < 2; nameless++) {
        new_file file;
        make_file("old", "old", 0600);
        open_new(&file, "old", nameless);
        close_new(&file);
        assert_file("old", "old");
        assert_int_equal(count(PART), 0);
    }
}

static void what_cannot_be_put_leaves_nothing(void **state) {
    static const struct {
        failing_call call;
        int reason;
    } calls[] = {{FAILING_RENAME, EBUSY}, {FAILING_SYNC, EIO}};
    (void)state;
    for (int i = 0; i < 4; i++) {
        new_file file;
        make_file("old", "old", 0600);
        open_new(&file, "old", i % 2 != 0);
        dvi_calls_fail(calls[i / 2].call, 0, calls[i / 2].reason);
        assert_int_equal(new_file_put(&file), calls[i / 2].reason);
        assert_true(dvi_calls_fail(0, 0, 0));
        close_new(&file);
        assert_file("old", "old");
        assert_int_equal(count(PART), 0);
    }
}

static void where_nothing_can_be_synced_it_is_put_all_the_same(void **state) {
    new_file file;
    (void)state;
    open_new(&file, "unsynced", true);
    dvi_calls_fail(FAILING_SYNC, 0, EINVAL);
    assert_int_equal(new_file_put(&file), 0);
    assert_true(dvi_calls_fail(0, 0, 0));
    close_new(&file);
    assert_file("unsynced", "new");
}

/* Only what is ours for certain: of this name, a file, held by nobody. */
static void what_a_killed_run_left_is_removed(void **state) {
    (void)state;
    new_file first, second;
    open_new(&first, "first", false);
    make_file(PART "abc123", "left", 0600);
    make_file(PART "abc1234", "another name", 0600);
    make_file("dvoinik-part.abc", "another name", 0600);
    assert_int_equal(symlink("first", in_work(PART "link12")), 0);
    assert_int_equal(mkdir(in_work(PART "folder"), 0700), 0);
    open_new(&second, "second", false);
    assert_false(is_there(PART "abc123"));
    assert_true(is_there(PART "abc1234") && is_there("dvoinik-part.abc") && is_there(PART "folder"));
    assert_int_equal(count(PART "link12"), 1);
    assert_int_equal(new_file_put(&first), 0);
    assert_int_equal(new_file_put(&second), 0);
    close_new(&first);
    close_new(&second);
    assert_file("first", "new");
    assert_file("second", "new");
}

static void links_are_followed_to_their_end(void **state) {
    (void)state;
    char *end;
    assert_int_equal(symlink("link2", in_work("link1")), 0);
    assert_int_equal(symlink("nothing", in_work("link2")), 0);
    end = follow_links(in_work("link1"));
    assert_string_equal(end, in_work("nothing"));
    free(end);
    end = folder_of("/name");
    assert_string_equal(end, "/");
    free(end);
    end = folder_of("name");
    assert_string_equal(end, ".");
    free(end);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_appears_when_it_is_put),
        cmocka_unit_test(an_old_one_stays_until_then_and_gives_its_mode),
        cmocka_unit_test(what_is_not_put_leaves_nothing),
        cmocka_unit_test(what_cannot_be_put_leaves_nothing),
        cmocka_unit_test(where_nothing_can_be_synced_it_is_put_all_the_same),
        cmocka_unit_test(what_a_killed_run_left_is_removed),
        cmocka_unit_test(links_are_followed_to_their_end),
    };
    return cmocka_run_group_tests(tests, make_work, remove_work);
}
