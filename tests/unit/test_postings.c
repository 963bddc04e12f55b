/* Lists of postings against a plain sorted array, through chunks that fill, halve and empty. */
#include "indexes.h"

#include "store/postings.h"

enum { MANY = 600, REACH = 96 };

static dvi_store *store;

static int open_store(void **unused) {
    dvi_pinned pinned = {.format = DVI_STORE_FORMAT, .unicode = "15.0"};
    dvi_store_options options = {.access = DVI_STORE_NEW, .pinned = &pinned};
    dvk_sign_params_init(&pinned.sign);
    dvk_cluster_params_init(&pinned.cluster);
    return make_work(unused) != 0 || dvi_store_create(&store, work, &options, NULL) != DVK_OK;
}

static int close_store(void **unused) {
    dvi_store_destroy(store);
    return remove_work(unused);
}

static int compare(const void *left, const void *right) {
    const dvi_posting *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->tie != b->tie) return a->tie < b->tie ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* What stands around a place, by looking at all. */
static void assert_around(uint64_t key, const dvi_posting *all, size_t n, const dvi_posting *at) {
    static dvi_posting before[REACH], behind[REACH];
    dvi_posting_view view = {.before = before, .behind = behind};
    size_t low = 0, high;
    assert_int_equal(dvi_posting_around(store, DVI_ANCHORS_TABLE, key, at, REACH, &view), DVK_OK);
    while (low < n && compare(&all[low], at) < 0)
        low++;
    high = low < n && compare(&all[low], at) == 0 ? low + 1 : low;
    assert_int_equal(view.n_before, low < REACH ? low : REACH);
    assert_int_equal(view.n_behind, n - high < REACH ? n - high : REACH);
    for (size_t i = 0; i < view.n_before; i++)
        assert_memory_equal(&before[i].article, &all[low - 1 - i].article, sizeof before[i].article);
    for (size_t i = 0; i < view.n_behind; i++)
        assert_int_equal(behind[i].weight, all[high + i].weight);
}

static void lists_are_sorted_arrays(void **unused) {
    static dvi_posting all[MANY];
    uint32_t random = 3;
    (void)unused;
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (size_t i = 0; i < MANY; i++) {
        int64_t time =
            next_random(&random) % 7 == 0 ? DVK_NO_TIME : (int64_t)(next_random(&random) % 40) - 20;
        all[i] = (dvi_posting){time, next_random(&random) % 5, (uint32_t)i + 1, next_random(&random),
                               (uint16_t)next_random(&random)};
        assert_int_equal(dvi_posting_add(store, DVI_ANCHORS_TABLE, 9, &all[i]), DVK_OK);
    }
    qsort(all, MANY, sizeof *all, compare);
    for (size_t i = 0; i < MANY; i += 7)
        assert_around(9, all, MANY, &all[i]);
    for (int i = 0; i < 50; i++)
        assert_around(9, all, MANY,
                      &(dvi_posting){.time = (int64_t)(next_random(&random) % 60) - 30,
                                     .tie = next_random(&random) % 6,
                                     .article = UINT32_MAX});
    dvi_check check = {0};
    assert_int_equal(dvi_posting_check_all(store, DVI_ANCHORS_TABLE, &check), DVK_OK);
    assert_int_equal(check.damages, 0);
    assert_int_equal(check.entries, MANY);
    assert_true(check.lists > 10);
    dvi_store_rollback(store);
}

static void what_is_removed_is_gone(void **unused) {
    static dvi_posting all[MANY];
    (void)unused;
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (size_t i = 0; i < MANY; i++) {
        all[i] = (dvi_posting){.tie = (uint32_t)(i * 2654435761u) >> 20, .article = (uint32_t)i + 1};
        assert_int_equal(dvi_posting_add(store, DVI_BANDS, UINT64_MAX - 3, &all[i]), DVK_OK);
    }
    for (size_t i = 0; i < MANY; i += i % 3 == 0 ? 2 : 1) {
        bool there = true;
        assert_int_equal(dvi_posting_remove(store, DVI_BANDS, UINT64_MAX - 3, &all[i]), DVK_OK);
        assert_int_equal(dvi_posting_check(store, DVI_BANDS, UINT64_MAX - 3, &all[i], &there), DVK_OK);
        assert_false(there);
        assert_int_equal(dvi_posting_remove(store, DVI_BANDS, UINT64_MAX - 3, &all[i]), DVK_E_DAMAGED);
    }
    dvi_check check = {0};
    assert_int_equal(dvi_posting_check_all(store, DVI_BANDS, &check), DVK_OK);
    assert_int_equal(check.damages, 0);
    assert_true(check.entries < MANY / 2 && check.entries > 0);
    dvi_store_rollback(store);
}

static void an_emptied_list_leaves_nothing(void **unused) {
    (void)unused;
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
    for (uint32_t i = 1; i <= MANY; i++)
        assert_int_equal(dvi_posting_add(store, DVI_ANCHORS_TABLE, 4, &(dvi_posting){.time = i, .article = i}), DVK_OK);
    for (uint32_t i = 1; i <= MANY; i++)
        assert_int_equal(dvi_posting_remove(store, DVI_ANCHORS_TABLE, 4, &(dvi_posting){.time = i, .article = i}), DVK_OK);
    dvi_check check = {0};
    assert_int_equal(dvi_posting_check_all(store, DVI_ANCHORS_TABLE, &check), DVK_OK);
    assert_int_equal(check.lists, 0);
    assert_int_equal(check.damages, 0);
    dvi_store_rollback(store);
}

static void an_unknown_key_has_no_list(void **unused) {
    dvi_posting before[4], behind[4], at = {.article = 1};
    dvi_posting_view view = {.before = before, .behind = behind};
    (void)unused;
    assert_int_equal(dvi_posting_around(store, DVI_BANDS, 12345, &at, 4, &view), DVK_OK);
    assert_int_equal(view.n_before + view.n_behind, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lists_are_sorted_arrays, open_store, close_store),
        cmocka_unit_test_setup_teardown(what_is_removed_is_gone, open_store, close_store),
        cmocka_unit_test_setup_teardown(an_emptied_list_leaves_nothing, open_store, close_store),
        cmocka_unit_test_setup_teardown(an_unknown_key_has_no_list, open_store, close_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
