/* The store: what it tells of damage and of what cannot be, one thing after another. */
#include "stores.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>

#include "base/bytes.h"
#include "failing_calls.h"
#include "store/page_sums.h"

static void what_the_database_says_is_told_in_a_sentence(void **unused) {
    static const struct {
        int code;
        dvk_status status;
        const char *words;
    } all[] = {
        {SQLITE_NOMEM, DVK_E_MEMORY, "memory"},
        {SQLITE_IOERR_NOMEM, DVK_E_MEMORY, "memory"},
        {SQLITE_INTERRUPT, DVK_E_CANCELLED, "interrupted"},
        {SQLITE_BUSY, DVK_E_BUSY, "--wait"},
        {SQLITE_BUSY_SNAPSHOT, DVK_E_BUSY, "--wait"},
        {SQLITE_LOCKED, DVK_E_IO, "locked"}, /* by this connection itself */
        {SQLITE_FULL, DVK_E_WRITE, "make room"},
        {SQLITE_READONLY, DVK_E_WRITE, "its folder writable"},
        {SQLITE_IOERR_WRITE, DVK_E_WRITE, "cannot be written"},
        {SQLITE_IOERR_FSYNC, DVK_E_WRITE, "cannot be written"},
        {SQLITE_IOERR_SHMMAP, DVK_E_WRITE, "cannot be written"},
        {SQLITE_READONLY_DIRECTORY, DVK_E_IO, "must be writable"},
        {SQLITE_CORRUPT_INDEX, DVK_E_DAMAGED, "its tables do not hold together; dvoinik index verify"},
        {SQLITE_NOTADB, DVK_E_DAMAGED, "does not begin as that of an index does; dvoinik index verify"},
        {SQLITE_IOERR_DATA, DVK_E_DAMAGED, "a page does not match its checksum"},
        {SQLITE_IOERR_SHORT_READ, DVK_E_DAMAGED, "its file is cut off"},
        {SQLITE_IOERR_CORRUPTFS, DVK_E_DAMAGED, "knows it for damaged"},
        {SQLITE_CONSTRAINT_NOTNULL, DVK_E_DAMAGED, "a row is not as it must be"},
        {SQLITE_ERROR, DVK_E_DAMAGED, "a table is missing"},
        {SQLITE_CANTOPEN, DVK_E_IO, "read-only file system"},
        {SQLITE_IOERR_READ, DVK_E_IO, "cannot be read"},
    };
    dvi_store *store = open_store("sound", DVI_STORE_READ);
    (void)unused;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(dvi_sqlite_failed(store, all[i].code), all[i].status);
        assert_int_equal(dvi_store_error(store)->status, all[i].status);
        assert_error(store, all[i].words);
    }
    dvi_store_destroy(store);
}

static dvi_store *open_tampered(const char *sql) {
    copy_store("sound", "tampered");
    tamper("tampered", sql);
    dvi_store *store = open_store("tampered", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    return store;
}

static void numbers_that_cannot_be_are_damage(void **unused) {
    uint32_t number;
    dvi_row row;
    (void)unused;
    dvi_store *store = open_tampered("UPDATE article SET number = 5000000000 WHERE id = 'a40'");
    assert_int_equal(dvi_store_find(store, text_of("a40"), &number), DVK_E_DAMAGED);
    assert_error(store, "out of range");
    assert_int_equal(dvi_store_next(store, 39, &number), DVK_E_DAMAGED);
    dvi_store_destroy(store);
    store = open_tampered("UPDATE article SET number = -5 WHERE id = 'a1'");
    assert_int_equal(dvi_store_find(store, text_of("a1"), &number), DVK_E_DAMAGED);
    dvi_store_destroy(store);
    store = open_tampered("UPDATE place SET number = 5000000000 WHERE number = 6");
    assert_int_equal(dvi_store_member(store, DVI_LEVEL_DUPLICATE, 3, 6, &number), DVK_OK);
    assert_int_equal(dvi_store_member(store, DVI_LEVEL_DUPLICATE, 3, 7, &number), DVK_E_DAMAGED);
    assert_error(store, "out of order");
    dvi_store_destroy(store);
    store = open_tampered("UPDATE article SET lang = '' WHERE number = 2");
    assert_int_equal(dvi_store_article(store, 2, &row), DVK_E_DAMAGED);
    assert_error(store, "article 2 does not match its checksum");
    dvi_store_destroy(store);
}

/* Swaps the first two cells of each leaf of `type` that has as many cells as there are articles. */
static void swap_cells(const char *name, uint8_t type, uint64_t cells) {
    static uint8_t bytes[1 << 20];
    char path[200];
    snprintf(path, sizeof path, "%s/%s", in_work(name), DVI_STORE_FILE);
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    size_t n = fread(bytes, 1, sizeof bytes, file);
    for (size_t at = DVI_PAGE_SIZE; at < n; at += DVI_PAGE_SIZE) {
        uint8_t *page = bytes + at;
        if (page[0] != type || (uint64_t)(page[3] << 8 | page[4]) != cells) continue;
        uint8_t first[2];
        memcpy(first, page + 8, 2);
        memcpy(page + 8, page + 10, 2);
        memcpy(page + 10, first, 2);
        dvi_put64(page + DVI_PAGE_SIZE - DVI_PAGE_SUM, dvi_page_sum(page, at));
    }
    rewind(file);
    assert_int_equal(fwrite(bytes, 1, n, file), n);
    assert_int_equal(fclose(file), 0);
}

static void a_tree_in_disorder_ends_the_walk(void **unused) {
    enum { TABLE_LEAF = 13, INDEX_LEAF = 10 };
    uint32_t number = 0, steps = 0;
    dvk_status status;
    (void)unused;
    copy_store("sound", "disorder");
    swap_cells("disorder", TABLE_LEAF, ROWS);
    dvi_store *store = open_store("disorder", DVI_STORE_READ);
    assert_int_equal(dvi_store_begin(store, false), DVK_OK);
    while ((status = dvi_store_next(store, number, &number)) == DVK_OK && steps++ < 100) {
    }
    assert_true(steps < 100 && status != DVK_OK);
    dvi_store_destroy(store);
    copy_store("sound", "disorder");
    swap_cells("disorder", INDEX_LEAF, ROWS);
    store = open_store("disorder", DVI_STORE_READ);
    assert_int_equal(dvi_store_begin(store, false), DVK_OK);
    for (uint32_t group = 0; group <= ROWS / 2; group++)
        for (number = 0, steps = 0;
             (status = dvi_store_member(store, DVI_LEVEL_DUPLICATE, group, number, &number)) == DVK_OK &&
             steps < 100;)
            steps++;
    assert_true(steps < 100);
    dvi_check check = {0};
    dvi_store_rollback(store);
    assert_int_equal(check_store(store, &check), DVK_OK);
    assert_true(check.damages > 0);
    dvi_store_destroy(store);
}

static void the_last_number_of_a_group_is_the_last(void **unused) {
    uint32_t group = 0;
    (void)unused;
    copy_store("sound", "numbers");
    dvi_store *store = open_store("numbers", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(dvi_store_retire(store, DVI_LEVEL_EVENT, UINT32_MAX - 2, 1), DVK_OK);
    assert_int_equal(dvi_store_new_group(store, DVI_LEVEL_EVENT, &group), DVK_OK);
    assert_int_equal(group, UINT32_MAX - 1);
    assert_int_equal(dvi_store_new_group(store, DVI_LEVEL_EVENT, &group), DVK_E_LIMIT);
    assert_error(store, "all its numbers");
    assert_int_equal(dvi_store_retired(store, DVI_LEVEL_EVENT, 12345, &group), DVK_END);
    dvi_store_destroy(store);
}

static void the_last_number_of_an_article_is_the_last(void **unused) {
    uint32_t number = 0;
    (void)unused;
    copy_store("sound", "numbers");
    dvi_store *store = open_store("numbers", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(put_row(store, UINT32_MAX - 2), DVK_OK);
    assert_int_equal(dvi_store_new_article(store, &number), DVK_OK);
    assert_int_equal(number, UINT32_MAX - 1);
    assert_int_equal(put_row(store, number), DVK_OK);
    assert_int_equal(dvi_store_new_article(store, &number), DVK_E_LIMIT);
    assert_error(store, "all its numbers for articles");
    dvi_store_destroy(store);
}

static void the_last_number_of_a_file_of_lists_is_the_last(void **unused) {
    dvk_status status = DVK_OK;
    (void)unused;
    copy_store("sound", "numbers");
    dvi_store *store = open_store("numbers", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    store->counts.next_run = (uint64_t)UINT32_MAX + 1;
    for (uint32_t number = ROWS + 1; number < 3 * ROWS && status == DVK_OK; number++)
        status = put_row(store, number);
    assert_int_equal(status, DVK_E_LIMIT);
    assert_error(store, "all its numbers for files of lists");
    dvi_store_destroy(store);
    assert_sound("numbers", ROWS);
}

static void what_is_too_long_is_refused_and_not_cut(void **unused) {
    static char text[DVI_MOST_ROW];
    uint32_t number;
    (void)unused;
    copy_store("sound", "long");
    memset(text, 'x', sizeof text);
    dvi_store *store = open_store("long", DVI_STORE_WRITE);
    dvi_row row = {.number = 50, .id = {text, sizeof text}};
    for (int i = 0; i < 3; i++) {
        assert_int_equal(dvi_store_begin(store, true), DVK_OK);
        assert_int_equal(dvi_store_put_article(store, &row, (const uint8_t *)"", 0), DVK_E_LIMIT);
        assert_error(store, "longer than the 64 MiB");
        dvi_store_rollback(store);
        row = (dvi_row){.number = 50, .id = text_of("b"), .url = {text, sizeof text - 5000}};
        if (i == 1) row.source = (dvk_span){text, 5000};
        if (i == 0) row.url.len = sizeof text;
    }
    assert_int_equal(dvi_store_find(store, text_of("b"), &number), DVK_END);
    dvi_store_destroy(store);
    assert_sound("long", ROWS);
}

static void what_stands_in_the_way_of_a_new_one_is_told(void **unused) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    char path[200];
    (void)unused;
    copy_store("sound", "taken");
    assert_int_equal(try_store("taken", DVI_STORE_NEW, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "there is an index already"));
    assert_int_equal(try_store("taken/index.dvoinik/deeper", DVI_STORE_NEW, false, &store, &error),
                     DVK_E_WRITE);
    assert_true(has(&error, "the folder cannot be made"));
    assert_int_equal(try_store("taken/index.dvoinik", DVI_STORE_READ, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "dvoinik index create"));
    /* A name that comes while the index is made: it stays what it is. */
    assert_int_equal(mkdir(in_work("raced"), 0777), 0);
    snprintf(path, sizeof path, "%s/%s", in_work("raced"), DVI_STORE_FILE);
    assert_int_equal(symlink("nowhere", path), 0);
    assert_int_equal(try_store("raced", DVI_STORE_NEW, false, &store, &error), DVK_E_IO);
    assert_true(has(&error, "there is an index already"));
    assert_null(store);
}

static void where_there_are_no_links_the_name_is_changed(void **unused) {
    (void)unused;
    dvi_calls_fail(FAILING_LINK, 0, EPERM);
    dvi_store *store = open_store("unlinked", DVI_STORE_NEW);
    assert_true(dvi_calls_fail(0, 0, 0));
    assert_int_equal(fill_store(store), DVK_OK);
    dvi_store_destroy(store);
    assert_sound("unlinked", ROWS);
}

/* Returns whether so many calls of fsync came to pass while an index was made. */
static bool syncs_more_than(const char *name, long n) {
    dvi_store *store = NULL;
    dvi_pinned pinned = {.format = DVI_STORE_FORMAT, .unicode = "15.0"};
    dvi_store_options options = {.access = DVI_STORE_NEW, .pinned = &pinned};
    dvk_sign_params_init(&pinned.sign);
    empty_folder(in_work(name));
    dvi_calls_fail(FAILING_SYNC, n, EIO);
    assert_int_equal(dvi_store_create(&store, in_work(name), &options, NULL), DVK_OK);
    dvi_store_destroy(store);
    return dvi_calls_fail(0, 0, 0);
}

/* Else the power cut that comes next may take it, with all that is in it. */
static void a_new_folder_is_synced_in_the_one_above(void **unused) {
    (void)unused;
    assert_true(syncs_more_than("above", 0));
    assert_true(syncs_more_than("above", 1));
}

/* One who stands still while he makes an index has the lock of its folder. */
static void who_makes_an_index_has_its_folder_alone(void **unused) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    (void)unused;
    assert_int_equal(mkdir(in_work("locked"), 0777), 0);
    int folder = open(in_work("locked"), O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(folder, LOCK_EX), 0);
    assert_int_equal(try_store("locked", DVI_STORE_NEW, false, &store, &error), DVK_E_BUSY);
    assert_true(has(&error, "another process is making an index"));
    assert_int_equal(close(folder), 0);
    dvi_store_destroy(open_store("locked", DVI_STORE_NEW));
}

static void cut_file(const char *name, const char *ending, long size) {
    char path[200];
    snprintf(path, sizeof path, "%s/%s%s", in_work(name), DVI_STORE_FILE, ending);
    assert_int_equal(truncate(path, size), 0);
}

static void count_told(void *user, const dvk_error *error) {
    assert_true(error->message[0] != '\0');
    ++*(size_t *)user;
}

static void a_file_that_ends_within_a_page_is_damaged(void **unused) {
    size_t told = 0;
    dvi_check check = {.tell = count_told, .user = &told};
    dvk_error error = {0};
    (void)unused;
    copy_store("sound", "cut");
    cut_file("cut", "", 5 * DVI_PAGE_SIZE + 100);
    assert_int_equal(dvi_store_check_pages(in_work("cut"), &check, &error), DVK_OK);
    assert_int_equal(check.damages, 1);
    assert_int_equal(told, 1);
    assert_int_equal(check.pages, 6);
    assert_int_equal(dvi_store_check_pages(in_work("nowhere"), &check, &error), DVK_E_IO);
    assert_true(has(&error, "No such file"));
}

static void of_very_much_damage_a_hundred_places_are_told(void **unused) {
    size_t told = 0;
    dvi_check check = {.tell = count_told, .user = &told};
    (void)unused;
    dvi_store *store = open_tampered("DELETE FROM retired");
    for (uint32_t group = 0; group < 150; group++)
        assert_int_equal(dvi_store_retire(store, DVI_LEVEL_EVENT, group, 1), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    dvi_store_destroy(store);
    tamper("tampered", "UPDATE retired SET sum = sum + 1");
    store = open_store("tampered", DVI_STORE_READ);
    assert_int_equal(check_store(store, &check), DVK_OK);
    assert_true(check.damages >= 150);
    assert_int_equal(told, 100);
    dvi_store_destroy(store);
}

/* An index of more than a GiB has a page that the database leaves as it is; here it is the fifth. */
static void the_page_of_the_locks_is_no_damage(void **unused) {
    (void)unused;
    int place = sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, 4 * DVI_PAGE_SIZE);
    dvi_store *store = open_store("locks", DVI_STORE_NEW);
    assert_int_equal(fill_store(store), DVK_OK);
    dvi_store_destroy(store);
    dvi_check check = {0};
    assert_int_equal(dvi_store_check_pages(in_work("locks"), &check, NULL), DVK_OK);
    assert_true(check.pages > 5);
    assert_int_equal(check.damages, 0);
    sqlite3_test_control(SQLITE_TESTCTRL_PENDING_BYTE, place);
}

static void counts_that_another_process_damages_end_the_next_beginning(void **unused) {
    (void)unused;
    copy_store("sound", "counts");
    dvi_store *store = open_store("counts", DVI_STORE_WRITE);
    tamper("counts", "UPDATE meta SET sum = sum + 1 WHERE name = 'counts'");
    assert_int_equal(dvi_store_begin(store, true), DVK_E_DAMAGED);
    assert_error(store, "its record of counts");
    assert_int_equal(dvi_store_begin(store, false), DVK_E_DAMAGED); /* the transaction was ended */
    tamper("counts", "DELETE FROM meta WHERE name = 'counts'");
    assert_int_equal(dvi_store_begin(store, false), DVK_E_DAMAGED);
    dvi_store_destroy(store);
}

static void another_format_is_named(void **unused) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    (void)unused;
    copy_store("sound", "other");
    tamper("other", "PRAGMA user_version = 99");
    assert_int_equal(try_store("other", DVI_STORE_READ, false, &store, &error), DVK_E_VERSION);
    assert_true(has(&error, "format 99"));
    assert_false(has(&error, "rebuild")); /* it knows the format no better */
    assert_int_equal(try_store("other", DVI_STORE_WRITE, true, &store, &error), DVK_E_VERSION);
    tamper("other", "PRAGMA application_id = 99");
    assert_int_equal(try_store("other", DVI_STORE_READ, false, &store, &error), DVK_E_DAMAGED);
    assert_true(has(&error, "not an index of dvoinik"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_database_says_is_told_in_a_sentence),
        cmocka_unit_test(numbers_that_cannot_be_are_damage),
        cmocka_unit_test(a_tree_in_disorder_ends_the_walk),
        cmocka_unit_test(the_last_number_of_a_group_is_the_last),
        cmocka_unit_test(the_last_number_of_an_article_is_the_last),
        cmocka_unit_test(the_last_number_of_a_file_of_lists_is_the_last),
        cmocka_unit_test(what_is_too_long_is_refused_and_not_cut),
        cmocka_unit_test(what_stands_in_the_way_of_a_new_one_is_told),
        cmocka_unit_test(where_there_are_no_links_the_name_is_changed),
        cmocka_unit_test(a_new_folder_is_synced_in_the_one_above),
        cmocka_unit_test(who_makes_an_index_has_its_folder_alone),
        cmocka_unit_test(a_file_that_ends_within_a_page_is_damaged),
        cmocka_unit_test(of_very_much_damage_a_hundred_places_are_told),
        cmocka_unit_test(the_page_of_the_locks_is_no_damage),
        cmocka_unit_test(counts_that_another_process_damages_end_the_next_beginning),
        cmocka_unit_test(another_format_is_named),
    };
    return cmocka_run_group_tests(tests, make_sound, remove_work);
}
