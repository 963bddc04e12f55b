/* The store when something fails: each allocation of its own and of the database, each call to the file
 * system and to the system in turn. What fails is told with a sentence; what was there stays; what could be
 * done without is done. */
#include "stores.h"

#include <errno.h>

#include "failing_calls.h"
#include "failing_memory.h"
#include "long_run.h"
#include "lossy_vfs.h"
#include "starving_database.h"

/* What is done, each from the beginning; `place` has a sound store. */
static dvk_status with_store(const char *name, dvi_store_access access, dvk_status (*work_on)(dvi_store *)) {
    dvi_store *store = NULL;
    dvk_status status = try_store(name, access, false, &store, NULL);
    if (status == DVK_OK) status = work_on(store);
    dvi_store_destroy(store);
    return status;
}

static dvk_status make_anew(void) {
    return with_store("new", DVI_STORE_NEW, fill_store);
}

static dvk_status ask_and_check(dvi_store *store) {
    dvi_check check = {0};
    dvk_status status = ask_store(store);
    if (status == DVK_OK) status = check_store(store, &check);
    return status == DVK_OK && check.damages != 0 ? DVK_E_DAMAGED : status;
}

static dvk_status ask(void) {
    return with_store("place", DVI_STORE_READ, ask_and_check);
}

static dvk_status change(void) {
    return with_store("place", DVI_STORE_WRITE, change_store);
}

static dvk_status change_and_commit(dvi_store *store) {
    store->careless = false; /* with the mark */
    dvk_status status = change_store(store);
    if (status == DVK_OK) status = dvi_store_commit(store);
    return status == DVK_OK ? dvi_store_checkpoint(store) : status;
}

static dvk_status commit(void) {
    return with_store("place", DVI_STORE_WRITE, change_and_commit);
}

static dvk_status look_at_pages(void) {
    dvi_check check = {0};
    dvk_error error = {0};
    dvk_status status = dvi_store_check_pages(in_work("place"), &check, &error);
    if (status == DVK_OK) assert_true(check.pages > 0);
    return status;
}

static dvk_status put_in_place(void) {
    dvi_store *old = NULL, *fresh = NULL;
    dvk_status status = try_store("place", DVI_STORE_WRITE, true, &old, NULL);
    if (status == DVK_OK) status = try_rebuilt("place", &fresh);
    if (status == DVK_OK) status = fill_store(fresh);
    if (status == DVK_OK) status = dvi_store_rename(fresh, old);
    dvi_store_destroy(fresh);
    dvi_store_destroy(old);
    dvi_store_remove(in_work("place"), DVI_STORE_REBUILT);
    return status;
}

typedef struct action {
    const char *name;
    dvk_status (*run)(void);
    const char *at; /* the store */
    bool writes;
} action;

static const action actions[] = {
    {"make", make_anew, "new", true},         {"ask", ask, "place", false},
    {"change", change, "place", true},        {"commit", commit, "place", true},
    {"pages", look_at_pages, "place", false}, {"put in place", put_in_place, "place", true},
};

typedef enum failing { OF_DATABASE, OF_MEMORY, OF_FILES, OF_CALLS } failing;

typedef struct fault {
    failing what;
    unsigned kinds;
    int code;
    int step; /* in the ordinary run: each so many-th place */
} fault;

static const fault faults[] = {
    {OF_DATABASE, 0, 0, 11},
    {OF_MEMORY, 0, 0, 1},
    {OF_FILES, LOSSY_WRITES, SQLITE_IOERR_WRITE, 5},
    {OF_FILES, LOSSY_WRITES, SQLITE_FULL, 7},
    {OF_FILES, LOSSY_READS, SQLITE_IOERR_READ, 3},
    {OF_FILES, LOSSY_READS, SQLITE_IOERR_CORRUPTFS, 5},
    {OF_FILES, LOSSY_OPENS, SQLITE_CANTOPEN, 1},
    {OF_FILES, LOSSY_SHARED, SQLITE_IOERR_SHMMAP, 1},
    {OF_FILES, LOSSY_LOCKS, SQLITE_BUSY, 1},
    {OF_FILES, LOSSY_LOCKS, SQLITE_IOERR_LOCK, 3},
    {OF_CALLS, FAILING_OPEN, EMFILE, 1},
    {OF_CALLS, FAILING_READ, EIO, 1},
    {OF_CALLS, FAILING_WRITE, ENOSPC, 1},
    {OF_CALLS, FAILING_SYNC, EIO, 1},
    {OF_CALLS, FAILING_LINK, EPERM, 1},
    {OF_CALLS, FAILING_LINK | FAILING_RENAME, EIO, 1},
    {OF_CALLS, FAILING_RENAME, EIO, 1},
    {OF_CALLS, FAILING_STAT, EIO, 1},
};

static void arm(const fault *f, long at) {
    if (f->what == OF_DATABASE) starving.left = at;
    if (f->what == OF_MEMORY) dvi_memory_fail((size_t)at, 0);
    if (f->what == OF_FILES) {
        lossy.kinds = f->kinds;
        lossy.code = f->code;
        lossy.failure = at;
    }
    if (f->what == OF_CALLS) dvi_calls_fail(f->kinds, at, f->code);
}

/* Whether it had come to the fault. */
static bool disarm(const fault *f) {
    bool reached = f->what == OF_DATABASE ? starving.left == -1
                   : f->what == OF_MEMORY ? dvi_memory_left() == SIZE_MAX
                   : f->what == OF_FILES  ? lossy.failure == -1
                                          : dvi_calls_fail(0, 0, 0);
    starving.left = lossy.failure = -1;
    dvi_memory_fail(SIZE_MAX, 0);
    return reached;
}

static void assert_told(const fault *f, const action *a, dvk_status status) {
    if (status == DVK_OK) return; /* it could do without */
    bool right = f->what == OF_MEMORY
                     ? status == DVK_E_MEMORY
                     : status == DVK_E_MEMORY || status == DVK_E_IO || status == DVK_E_WRITE ||
                           status == DVK_E_BUSY || status == DVK_E_DAMAGED;
    if (!right) fail_msg("%s: status %d", a->name, (int)status);
}

/* The store is what it was, or what it was to be. */
static void assert_whole(const action *a, dvk_status status) {
    dvi_store *store = NULL;
    dvi_check check = {0};
    dvk_error error = {0};
    dvk_status opened = try_store(a->at, DVI_STORE_READ, false, &store, &error);
    if (opened == DVK_E_IO && a->run == make_anew && status != DVK_OK) return; /* there is none */
    if (opened != DVK_OK) fail_msg("%s (%d): %s", a->name, (int)status, error.message);
    assert_int_equal(check_store(store, &check), DVK_OK);
    if (check.damages != 0) fail_msg("%s: %s", a->name, dvi_store_error(store)->message);
    const dvi_counts *counts = dvi_store_counts(store);
    bool done = status == DVK_OK;
    uint64_t then = a->run == commit ? CHANGED_ROWS : ROWS, before = a->run == make_anew ? 0 : ROWS;
    assert_true(counts->articles == then || (!done && counts->articles == before));
    assert_int_equal(counts->retired, counts->articles == 0 ? 0 : counts->articles == CHANGED_ROWS ? 3 : 2);
    dvi_store_destroy(store);
}

static void fail_each(const fault *f, const action *a) {
    bool reached = true;
    long step = is_long_run() ? 1 : f->step;
    copy_store("sound", "place");
    for (long at = 0; reached; at += step) {
        empty_folder(in_work("new"));
        if (a->writes) copy_store("sound", "place");
        arm(f, at);
        dvk_status status = a->run();
        reached = disarm(f);
        assert_told(f, a, status);
        if (!reached) assert_int_equal(status, DVK_OK);
        if (a->writes) assert_whole(a, status);
    }
}

static void what_fails_is_told_and_what_was_there_stays(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        for (size_t k = 0; k < sizeof actions / sizeof *actions; k++)
            fail_each(&faults[i], &actions[k]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_fails_is_told_and_what_was_there_stays),
    };
    starving_install();
    lossy_install();
    return cmocka_run_group_tests(tests, make_sound, remove_work);
}
