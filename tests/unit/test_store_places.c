/* What may stand at the names of a store's files beside files: links, pipes, folders, devices. */
#include "stores.h"

#include <glob.h>
#include <time.h>

enum { PATIENCE = 280 /* seconds, after which waiting for a pipe is taken for waiting forever */ };

/* What is put in the way. */
typedef enum odd { LINK_TO_NOTHING, LINK_TO_FILE, PIPE, FOLDER, ODDS } odd;

static const char *path_of(const char *name, const char *ending) {
    static char path[200];
    snprintf(path, sizeof path, "%s/%s%s", in_work(name), DVI_STORE_FILE, ending);
    return path;
}

static void put_odd(odd what, const char *path) {
    (void)unlink(path);
    switch (what) {
    case LINK_TO_NOTHING:
        assert_int_equal(symlink("../elsewhere", path), 0);
        break;
    case LINK_TO_FILE:
        assert_int_equal(symlink("../victim", path), 0);
        break;
    case PIPE:
        assert_int_equal(mkfifo(path, 0600), 0);
        break;
    case FOLDER:
        assert_int_equal(mkdir(path, 0700), 0);
        break;
    case ODDS:
        break;
    }
}

static void put_victim(void) {
    FILE *file = fopen(in_work("victim"), "w");
    assert_non_null(file);
    assert_true(fputs("mine", file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_nothing_elsewhere(void) {
    char text[8] = "";
    assert_int_not_equal(access(in_work("elsewhere"), F_OK), 0);
    FILE *file = fopen(in_work("victim"), "r");
    assert_non_null(file);
    assert_non_null(fgets(text, sizeof text, file));
    assert_string_equal(text, "mine");
    assert_null(fgets(text, sizeof text, file));
    assert_int_equal(fclose(file), 0);
}

/* In the way of a sound store, for each way of opening it. */
static void refuse_odd(odd what, const char *ending) {
    static const struct {
        dvi_store_access access;
        bool salvage;
    } ways[] = {{DVI_STORE_READ, false}, {DVI_STORE_WRITE, false}, {DVI_STORE_WRITE, true}};
    dvi_check check = {0};
    dvk_error error;
    copy_store("sound", "odd");
    put_odd(what, path_of("odd", ending));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        dvi_store *store = NULL;
        error = (dvk_error){0};
        if (try_store("odd", ways[i].access, ways[i].salvage, &store, &error) != DVK_E_IO)
            fail_msg("%d at %s: way %zu: %s", what, ending, i, error.message);
        assert_true(has(&error, "this is"));
        assert_null(store);
    }
    assert_int_equal(dvi_store_check_pages(in_work("odd"), &check, &error), DVK_E_IO);
    assert_true(has(&error, "this is"));
    assert_nothing_elsewhere();
}

static void an_index_has_plain_files_or_is_not_opened(void **unused) {
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    (void)unused;
    alarm(PATIENCE);
    put_victim();
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        for (odd what = LINK_TO_NOTHING; what < ODDS; what++)
            refuse_odd(what, endings[i]);
    alarm(0);
}

/* The path of one of its files of lists. */
static const char *run_of(const char *name) {
    static char path[200];
    glob_t found;
    snprintf(path, sizeof path, "%s/%s-run*", in_work(name), DVI_STORE_FILE);
    assert_int_equal(glob(path, 0, NULL, &found), 0);
    snprintf(path, sizeof path, "%s", found.gl_pathv[0]);
    globfree(&found);
    return path;
}

static void its_files_of_lists_are_plain_too(void **unused) {
    (void)unused;
    alarm(PATIENCE);
    put_victim();
    for (odd what = LINK_TO_NOTHING; what < ODDS; what++) {
        size_t n;
        bool there;
        copy_store("sound", "odd");
        put_odd(what, run_of("odd"));
        dvi_store *store = open_store("odd", DVI_STORE_READ);
        assert_int_equal(dvi_store_begin(store, false), DVK_OK);
        assert_int_equal(look_around(store, 9, &n, &there), DVK_E_IO);
        assert_error(store, "this is");
        dvi_store_destroy(store);
        assert_nothing_elsewhere();
    }
    alarm(0);
}

static unsigned pauses;

/* In place of the system's. */
int nanosleep(const struct timespec *time, struct timespec *left) {
    (void)time;
    (void)left;
    pauses++;
    return 0;
}

/* It is waited for while others change the index, and not where nobody does: of many articles each would
 * wait. */
static void a_file_of_lists_that_is_missing_is_not_waited_for(void **unused) {
    size_t n;
    bool there;
    (void)unused;
    copy_store("sound", "lacking");
    assert_int_equal(unlink(run_of("lacking")), 0);
    dvi_store *store = open_store("lacking", DVI_STORE_READ);
    pauses = 0;
    for (uint32_t number = 1; number <= 9; number++) {
        assert_int_equal(dvi_store_begin(store, false), DVK_OK);
        assert_int_equal(look_around(store, number, &n, &there), DVK_E_DAMAGED);
        assert_error(store, "is missing");
        dvi_store_rollback(store);
    }
    assert_true(pauses <= 9);
    dvi_store_destroy(store);
}

/* What stands in the way of a new one is refused or removed, and never written to. */
static void begin_at_odd(odd what, const char *ending, dvk_status wanted) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    (void)rmdir(path_of("begun", ending));
    empty_folder(in_work("begun"));
    assert_int_equal(mkdir(in_work("begun"), 0777), 0);
    put_odd(what, path_of("begun", ending));
    dvk_status status = try_store("begun", DVI_STORE_NEW, false, &store, &error);
    if (status != wanted) fail_msg("%d at %s: %d %s", what, ending, status, error.message);
    if (status == DVK_OK) assert_int_equal(fill_store(store), DVK_OK);
    dvi_store_destroy(store);
    assert_nothing_elsewhere();
}

static void a_new_index_is_made_nowhere_else(void **unused) {
    static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
    static const char *const passed[] = {"-mark", ".new", ".new-wal", "-run1", "-run2", "-run3"};
    (void)unused;
    alarm(PATIENCE);
    put_victim();
    for (odd what = LINK_TO_NOTHING; what < ODDS; what++) {
        for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
            begin_at_odd(what, beside[i], DVK_E_IO);
        for (size_t i = 0; i < sizeof passed / sizeof *passed && what != FOLDER; i++)
            begin_at_odd(what, passed[i], DVK_OK);
    }
    begin_at_odd(FOLDER, ".new", DVK_E_WRITE);
    alarm(0);
}

static void a_folder_that_is_none_is_named(void **unused) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    (void)unused;
    put_odd(LINK_TO_NOTHING, in_work("lost"));
    assert_int_equal(try_store("lost", DVI_STORE_NEW, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "leads nowhere"));
    put_odd(PIPE, in_work("pipe"));
    assert_int_equal(try_store("pipe", DVI_STORE_READ, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "this is no folder"));
    assert_int_equal(try_store("pipe", DVI_STORE_NEW, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "this is a file"));
    assert_nothing_elsewhere();
}

/* Its folder may be anywhere. */
static void a_link_to_the_folder_is_good(void **unused) {
    (void)unused;
    copy_store("sound", "far");
    assert_int_equal(symlink("far", in_work("near")), 0);
    dvi_store *store = open_store("near", DVI_STORE_WRITE);
    assert_int_equal(ask_store(store), DVK_OK);
    dvi_store_destroy(store);
}

/* Nor is one read from where a pipe is; an index needs none. */
static void a_mark_is_not_written_through_a_link(void **unused) {
    dvi_store *store = NULL;
    dvi_store_options options = {.access = DVI_STORE_WRITE};
    (void)unused;
    alarm(PATIENCE);
    put_victim();
    for (odd what = LINK_TO_NOTHING; what < ODDS; what++) {
        copy_store("sound", "marked");
        put_odd(what, path_of("marked", "-mark"));
        assert_int_equal(dvi_store_create(&store, in_work("marked"), &options, NULL), DVK_OK);
        assert_int_equal(dvi_store_begin(store, true), DVK_OK);
        assert_int_equal(dvi_store_retire(store, DVI_LEVEL_EVENT, 92, 1), DVK_OK);
        assert_int_equal(dvi_store_commit(store), DVK_OK);
        dvi_store_destroy(store);
        assert_nothing_elsewhere();
        (void)rmdir(path_of("marked", "-mark"));
    }
    alarm(0);
}

/* A rebuild that was cut off left its log aside, and something else stands there by now. */
static void what_was_set_aside_is_a_plain_file(void **unused) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    (void)unused;
    put_victim();
    copy_store("sound", "aside");
    copy_file(path_of("sound", ""), in_work("aside/" DVI_STORE_REBUILT));
    put_odd(LINK_TO_FILE, path_of("aside", "-wal.aside"));
    assert_int_equal(try_store("aside", DVI_STORE_WRITE, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "this is a symbolic link"));
    assert_nothing_elsewhere();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_index_has_plain_files_or_is_not_opened),
        cmocka_unit_test(its_files_of_lists_are_plain_too),
        cmocka_unit_test(a_file_of_lists_that_is_missing_is_not_waited_for),
        cmocka_unit_test(a_new_index_is_made_nowhere_else),
        cmocka_unit_test(a_folder_that_is_none_is_named),
        cmocka_unit_test(a_link_to_the_folder_is_good),
        cmocka_unit_test(a_mark_is_not_written_through_a_link),
        cmocka_unit_test(what_was_set_aside_is_a_plain_file),
    };
    return cmocka_run_group_tests(tests, make_sound, remove_work);
}
