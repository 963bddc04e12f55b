/* The lists of a store: rows and files of postings, what is damaged of them, and what is removed. */
#include "stores.h"

/* Rows of lists that are not what was written: nothing is asked of the lists then. */
static void records_of_lists_that_are_not_what_was_written_are_damage(void **unused) {
    static const char *const all[] = {
        "UPDATE recent SET sum = sum + 1 WHERE number = (SELECT max(number) FROM recent)",
        "UPDATE recent SET list = x'00' WHERE number = (SELECT max(number) FROM recent)",
        "UPDATE recent SET list = x'' WHERE number = (SELECT max(number) FROM recent)",
        "UPDATE recent SET number = 5000000000 WHERE number = (SELECT max(number) FROM recent)",
        "DELETE FROM recent WHERE number = (SELECT max(number) FROM recent)",
        "UPDATE run SET sum = sum + 1",
        "UPDATE run SET last = last + 1",
        "UPDATE run SET number = number + 100",
        "DELETE FROM run",
        "UPDATE gone SET sum = sum + 1",
        "UPDATE gone SET bits = x'00'",
        "UPDATE gone SET number = 1",
        "UPDATE gone SET number = -1",
        "UPDATE gone SET number = 5000000000",
        "INSERT INTO gone SELECT 1, bits, sum FROM gone",
        "DELETE FROM gone",
    };
    (void)unused;
    copy_store("sound", "lists");
    dvi_store *store = open_store("lists", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (uint32_t number = 1; number < 4; number++)
        assert_int_equal(dvi_postings_remove(store, number), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    assert_true(dvi_store_counts(store)->gone == 1 && dvi_store_counts(store)->runs > 0);
    dvi_store_destroy(store);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t n;
        bool there;
        dvi_check check = {0};
        copy_store("lists", "tampered");
        tamper("tampered", all[i]);
        store = open_store("tampered", DVI_STORE_READ);
        assert_int_equal(dvi_store_begin(store, false), DVK_OK);
        dvk_status status = look_around(store, ROWS, &n, &there);
        if (status != DVK_E_DAMAGED) fail_msg("%s: %d", all[i], (int)status);
        dvi_store_rollback(store);
        assert_int_equal(check_store(store, &check), DVK_OK);
        assert_true(check.damages > 0);
        dvi_store_destroy(store);
    }
}

static void postings_that_are_not_there_are_told(void **unused) {
    size_t n;
    bool there;
    made_postings made;
    (void)unused;
    copy_store("sound", "postings");
    dvi_store *store = open_store("postings", DVI_STORE_WRITE);
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    assert_int_equal(look_around(store, 20, &n, &there), DVK_OK);
    assert_int_equal(n, 4 * REACH);
    assert_true(there);
    for (uint32_t number = 1; number <= ROWS; number += ROWS - 1) { /* in a run, and of the latest */
        make_postings(number, &made);
        assert_int_equal(dvi_postings_check(store, &made.p, &there), DVK_OK);
        assert_true(there);
        made.anchors[1]++;
        assert_int_equal(dvi_postings_check(store, &made.p, &there), DVK_OK);
        assert_false(there);
        made.anchors[1]--;
        made.bands[0]++;
        assert_int_equal(dvi_postings_check(store, &made.p, &there), DVK_OK);
        assert_false(there);
        made.p.n_bands = 1;
        assert_int_equal(dvi_postings_check(store, &made.p, &there), DVK_OK);
        assert_false(there);
        assert_int_equal(dvi_postings_remove(store, number), DVK_OK);
        assert_int_equal(dvi_postings_remove(store, number), DVK_E_DAMAGED);
        assert_error(store, "missing in its lists");
        make_postings(number, &made);
        assert_int_equal(dvi_postings_check(store, &made.p, &there), DVK_OK);
        assert_false(there);
    }
    assert_int_equal(dvi_postings_remove(store, 4000000), DVK_E_DAMAGED);
    assert_int_equal(look_around(store, 20, &n, &there), DVK_OK);
    assert_int_equal(n, 4 * REACH);
    make_postings(5, &made);
    assert_int_equal(dvi_postings_add(store, &made.p), DVK_E_DAMAGED);
    assert_error(store, "there already");
    dvi_store_destroy(store);
}

/* Of a run most of which was removed a smaller one is made; of one all of which was, nothing is left. */
static void what_was_removed_leaves_the_files(void **unused) {
    (void)unused;
    copy_store("sound", "removed");
    dvi_store *store = open_store("removed", DVI_STORE_WRITE);
    uint64_t more = 20000;
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (uint32_t number = 1; number <= ROWS; number++)
        assert_int_equal(dvi_postings_remove(store, number), DVK_OK);
    assert_int_equal(dvi_store_commit(store), DVK_OK);
    assert_int_equal(
        dvi_store_counts(store)->runs + dvi_store_counts(store)->recent + dvi_store_counts(store)->gone, 0);
    /* Two parts of bits: numbers far from one another. */
    for (uint32_t round = 0; round < 3; round++) {
        assert_int_equal(dvi_store_begin(store, true), DVK_OK);
        for (uint32_t i = 0; i < 40; i++)
            assert_int_equal(add_postings(store, (uint32_t)(more * (round + 1)) + i), DVK_OK);
        assert_int_equal(dvi_store_commit(store), DVK_OK);
    }
    for (uint32_t round = 3; round-- > 0;) {
        assert_int_equal(dvi_store_begin(store, true), DVK_OK);
        for (uint32_t i = 0; i < 3; i++)
            assert_int_equal(dvi_postings_remove(store, (uint32_t)(more * (round + 1)) + i), DVK_OK);
        assert_int_equal(dvi_store_commit(store), DVK_OK);
    }
    assert_true(dvi_store_counts(store)->gone >= 2);
    dvi_check check = {0};
    dvi_store_destroy(store);
    store = open_store("removed", DVI_STORE_READ);
    assert_int_equal(dvi_store_begin(store, false), DVK_OK);
    assert_int_equal(dvi_postings_check_all(store, &check), DVK_OK);
    assert_int_equal(check.damages, 0);
    assert_int_equal(check.entries, 3 * 37 * 4);
    dvi_store_destroy(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_of_lists_that_are_not_what_was_written_are_damage),
        cmocka_unit_test(postings_that_are_not_there_are_told),
        cmocka_unit_test(what_was_removed_leaves_the_files),
    };
    return cmocka_run_group_tests(tests, make_sound, remove_work);
}
