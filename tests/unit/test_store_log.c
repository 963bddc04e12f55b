/* The log of a store and what lies beside it: the mark, the shared memory; on a read-only file system too. */
#include "stores.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failing_calls.h"
#include "lossy_vfs.h"

/* Leaves the log of a commit behind, as a process that dies does. */
static void leave_a_log(const char *name) {
    dvi_store *store = open_store("sound", DVI_STORE_WRITE);
    copy_store("sound", "before");
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (uint32_t number = ROWS + 1; number < ROWS + 200; number++)
        assert_int_equal(put_row(store, number), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    copy_store("sound", name);
    dvi_store_destroy(store);
    copy_store("before", "sound");
}

static bool is_there(const char *name, const char *ending) {
    char path[200];
    snprintf(path, sizeof path, "%s/%s%s", in_work(name), DVI_STORE_FILE, ending);
    return access(path, F_OK) == 0;
}

static void remove_from(const char *name, const char *ending) {
    char path[200];
    snprintf(path, sizeof path, "%s/%s%s", in_work(name), DVI_STORE_FILE, ending);
    remove(path);
}

static void a_read_only_file_system_is_read_and_left_alone(void **unused) {
    dvi_totals totals;
    (void)unused;
    copy_store("sound", "fixed");
    remove_from("fixed", "-wal");
    remove_from("fixed", "-shm");
    dvi_calls_read_only(true);
    dvi_store *store = open_store("fixed", DVI_STORE_READ);
    assert_int_equal(ask_store(store), DVK_OK);
    assert_int_equal(dvi_store_begin(store, false), DVK_OK);
    assert_int_equal(dvi_store_totals(store, &totals), DVK_OK);
    assert_true(totals.bytes > 0 && totals.first == FIRST_TIME + 1 && totals.last == FIRST_TIME + ROWS - 1);
    assert_false(is_there("fixed", "-shm") || is_there("fixed", "-wal"));
    dvi_store_destroy(store);
    dvi_calls_read_only(false);
    leave_a_log("logged");
    dvi_calls_read_only(true);
    store = open_store("logged", DVI_STORE_READ); /* the log that is there is not passed over */
    assert_int_equal(dvi_store_counts(store)->articles, ROWS + 199);
    dvi_store_destroy(store);
    dvi_calls_read_only(false);
}

static void pages_in_the_log_are_not_looked_for_in_the_file(void **unused) {
    dvi_check check = {0};
    dvk_error error = {0};
    (void)unused;
    leave_a_log("logged");
    assert_int_equal(dvi_store_check_pages(in_work("logged"), &check, &error), DVK_OK);
    assert_int_equal(check.damages, 0);
    assert_sound("logged", ROWS + 199);
}

static void a_mark_that_cannot_be_written_hinders_nothing(void **unused) {
    char path[200];
    (void)unused;
    copy_store("sound", "unmarked");
    snprintf(path, sizeof path, "%s/%s-mark", in_work("unmarked"), DVI_STORE_FILE);
    remove(path);
    assert_int_equal(mkdir(path, 0777), 0);
    dvi_store *store = open_store("unmarked", DVI_STORE_WRITE);
    store->careless = false;
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(put_row(store, ROWS + 1), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    dvi_store_destroy(store);
    assert_sound("unmarked", ROWS + 1);
    assert_int_equal(rmdir(path), 0);
    FILE *file = fopen(path, "wb");
    assert_int_equal(fwrite("short", 1, 5, file), 5);
    assert_int_equal(fclose(file), 0);
    assert_sound("unmarked", ROWS + 1);
}

static char shared_path[200];

/* The two headers in the shared memory differ, as while another process writes them. */
static void set_in_motion(void) {
    uint8_t byte = 0;
    FILE *file = fopen(shared_path, "r+b");
    assert_non_null(file);
    fseek(file, 17, SEEK_SET);
    assert_int_equal(fread(&byte, 1, 1, file), 1);
    byte ^= 1;
    fseek(file, 48 + 17, SEEK_SET);
    assert_int_equal(fwrite(&byte, 1, 1, file), 1);
    assert_int_equal(fclose(file), 0);
}

static void a_log_in_motion_gets_no_mark(void **unused) {
    (void)unused;
    copy_store("sound", "motion");
    dvi_store *store = open_store("motion", DVI_STORE_WRITE);
    store->careless = false;
    snprintf(shared_path, sizeof shared_path, "%s/%s-shm", in_work("motion"), DVI_STORE_FILE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(put_row(store, ROWS + 1), DVK_OK);
    lossy.unlocked = set_in_motion;
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    lossy.unlocked = NULL;
    assert_false(is_there("motion", "-mark"));
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(put_row(store, ROWS + 2), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    assert_true(is_there("motion", "-mark"));
    dvi_store_destroy(store);
    assert_sound("motion", ROWS + 2);
}

static void a_checkpoint_that_fails_is_told_and_loses_nothing(void **unused) {
    (void)unused;
    copy_store("sound", "checkpoint");
    dvi_store *store = open_store("checkpoint", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(put_row(store, ROWS + 1), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    lossy.failure = 0;
    assert_int_equal(dvi_store_checkpoint(store), DVK_E_WRITE);
    lossy.failure = -1;
    assert_int_equal(dvi_store_checkpoint(store), DVK_OK);
    dvi_store_destroy(store);
    assert_sound("checkpoint", ROWS + 1);
}

static bool crashing; /* where a call would fail */

/* A new file in the place of `place`, of which the last commits are in the log alone. */
static dvk_status put_in_place(long writes, long renames) {
    dvi_store *old = NULL, *fresh = NULL;
    copy_store("logged", "place");
    assert_int_equal(try_store("place", DVI_STORE_WRITE, true, &old, NULL), DVK_OK);
    assert_int_equal(try_rebuilt("place", &fresh), DVK_OK);
    assert_int_equal(fill_store(fresh), DVK_OK);
    lossy.failure = writes;
    dvi_calls_fail(FAILING_RENAME, renames, crashing ? 0 : EIO);
    dvk_status status = dvi_store_rename(fresh, old);
    if (status != DVK_OK) assert_true(dvi_store_error(fresh)->message[0] != '\0');
    dvi_store_destroy(fresh);
    dvi_store_destroy(old);
    return status;
}

static void a_file_that_does_not_get_its_place_costs_no_commit(void **unused) {
    bool writes_failed = true;
    (void)unused;
    leave_a_log("logged");
    for (long at = 0; writes_failed; at++)
        for (long renames = 0; renames < 3; renames++) {
            dvk_status status = put_in_place(at, renames);
            writes_failed = lossy.failure == -1;
            lossy.failure = -1;
            dvi_calls_fail(0, 0, 0);
            assert_sound("place", status == DVK_OK ? ROWS : ROWS + 199);
            assert_false(is_there("place", "-wal.aside"));
        }
}

/* As put_in_place, but the process ends at the rename after the next `renames`. Returns whether it came to
 * that. */
static bool crash_in_place(long writes, long renames) {
    int state = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        crashing = true;
        put_in_place(writes, renames);
        _exit(2);
    }
    assert_int_equal(waitpid(child, &state, 0), child);
    assert_true(WIFEXITED(state));
    return WEXITSTATUS(state) == 0;
}

static void a_crash_while_a_file_takes_its_place_costs_no_commit(void **unused) {
    unsigned set_aside = 0;
    (void)unused;
    leave_a_log("logged");
    for (long at = 0; at < 20; at++)
        for (long renames = 0; renames < 3; renames++) {
            bool crashed = crash_in_place(at, renames);
            set_aside += is_there("place", "-wal.aside");
            assert_sound("place", is_there("place", ".rebuilt") ? ROWS + 199 : ROWS);
            assert_false(is_there("place", "-wal.aside"));
            assert_true(!crashed || renames < 2);
        }
    assert_true(set_aside > 0);
}

/* Another program that has the database open, and has read from it. */
static sqlite3 *read_elsewhere(const char *name) {
    char path[200];
    sqlite3 *handle = NULL;
    snprintf(path, sizeof path, "%s/%s", in_work(name), DVI_STORE_FILE);
    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, DVI_UNCHECKED_VFS), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "SELECT count(*) FROM article", NULL, NULL, NULL), SQLITE_OK);
    return handle;
}

static void a_log_set_aside_waits_for_those_who_have_the_index_open(void **unused) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    (void)unused;
    leave_a_log("logged");
    for (long at = 0; at == 0 || !is_there("place", "-wal.aside"); at++)
        assert_true(at < 20 && (crash_in_place(at, 1) || true));
    sqlite3 *other = read_elsewhere("place");
    assert_int_equal(try_store("place", DVI_STORE_READ, false, &store, &error), DVK_E_BUSY);
    assert_true(is_there("place", "-wal.aside"));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    assert_sound("place", ROWS + 199);
}

static unsigned deleted;

/* Whoever could write now would be given the number of this file for one of his own, which is deleted then.
 */
static int delete_locked(sqlite3_vfs *vfs, const char *name, int sync) {
    if (strstr(name, DVI_STORE_FILE "-run") != NULL) {
        dvi_store *other = open_store("taken-back", DVI_STORE_WRITE);
        assert_int_equal(dvi_store_begin(other, true), DVK_E_BUSY);
        dvi_store_destroy(other);
        deleted++;
    }
    return lossy.below->xDelete(vfs, name, sync);
}

static void files_that_are_taken_back_go_while_nobody_else_can_write(void **unused) {
    (void)unused;
    copy_store("sound", "taken-back");
    dvi_store *store = open_store("taken-back", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (uint32_t number = ROWS + 1; number < ROWS + 200; number++)
        assert_int_equal(put_row(store, number), DVK_OK);
    lossy.vfs.xDelete = delete_locked;
    dvi_store_rollback(store);
    lossy.vfs.xDelete = lossy.below->xDelete;
    assert_true(deleted > 0);
    dvi_store_destroy(store);
    assert_sound("taken-back", ROWS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_only_file_system_is_read_and_left_alone),
        cmocka_unit_test(pages_in_the_log_are_not_looked_for_in_the_file),
        cmocka_unit_test(a_mark_that_cannot_be_written_hinders_nothing),
        cmocka_unit_test(a_log_in_motion_gets_no_mark),
        cmocka_unit_test(a_checkpoint_that_fails_is_told_and_loses_nothing),
        cmocka_unit_test(a_file_that_does_not_get_its_place_costs_no_commit),
        cmocka_unit_test(a_crash_while_a_file_takes_its_place_costs_no_commit),
        cmocka_unit_test(a_log_set_aside_waits_for_those_who_have_the_index_open),
        cmocka_unit_test(files_that_are_taken_back_go_while_nobody_else_can_write),
    };
    lossy_install();
    return cmocka_run_group_tests(tests, make_sound, remove_work);
}
