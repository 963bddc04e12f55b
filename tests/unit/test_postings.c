/* Lists of postings against a plain sorted array, through rows, files and their merging. */
#include "indexes.h"

#include <dirent.h>

#include "store/postings.h"

enum { MANY = 700, REACH = 96, KEYS = 3 };

static const char folder[] = "postings";
static dvi_store *store, *reader;

static dvi_store *open_one(dvi_store_access access) {
    dvi_pinned pinned = {.format = DVI_STORE_FORMAT, .unicode = "15.0"};
    dvi_store_options options = {.access = access, .pinned = &pinned};
    dvi_store *out = NULL;
    dvk_error error = {0};
    dvk_sign_params_init(&pinned.sign);
    dvk_cluster_params_init(&pinned.cluster);
    if (dvi_store_create(&out, in_work(folder), &options, &error) != DVK_OK) fail_msg("%s", error.message);
    return out;
}

static int open_store(void **unused) {
    if (make_work(unused) != 0) return 1;
    store = open_one(DVI_STORE_NEW);
    reader = open_one(DVI_STORE_READ);
    return 0;
}

static int close_store(void **unused) {
    dvi_store_destroy(store);
    dvi_store_destroy(reader);
    return remove_work(unused);
}

/* What is in the store: one anchor each has, some that some have, and bands alike. */
static struct {
    dvi_posting list[MANY + 1]; /* by article */
    bool there[MANY + 1];
    uint32_t n;
} all;

static int compare(const void *left, const void *right) {
    const dvi_posting *a = left, *b = right;
    if (a->time != b->time) return a->time < b->time ? -1 : 1;
    if (a->tie != b->tie) return a->tie < b->tie ? -1 : 1;
    return a->article < b->article ? -1 : a->article > b->article;
}

static uint32_t random_state = 3;

static uint32_t next_random(void) {
    random_state = random_state * 1664525u + 1013904223u;
    return random_state >> 8;
}

/* The keys of an article: key k has those whose number k divides. */
typedef struct keys {
    uint64_t bands[KEYS];
    uint32_t anchors[KEYS];
    uint16_t weights[KEYS];
    size_t n;
} keys;

static dvi_postings postings_of(uint32_t article, keys *k) {
    const dvi_posting *p = &all.list[article];
    k->n = 0;
    for (uint32_t i = 1; i <= KEYS; i++) {
        if (article % i != 0) continue;
        k->bands[k->n] = UINT64_MAX - i;
        k->anchors[k->n] = i * 1000000007u;
        k->weights[k->n++] = p->weight;
    }
    return (dvi_postings){p->time, article, p->tie, p->norm, k->bands, k->anchors, k->weights, k->n, k->n};
}

static void begin(void) {
    assert_int_equal(dvi_store_begin(store, true), DVK_OK);
}

static void commit(void) {
    assert_int_equal(dvi_store_commit(store), DVK_OK);
}

static void add_articles(uint32_t n, bool dated) {
    keys k;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t article = ++all.n;
        int64_t time = !dated && next_random() % 7 == 0 ? DVK_NO_TIME : (int64_t)(next_random() % 40) - 20;
        if (dated) time = article * INT64_C(1000);
        all.list[article] =
            (dvi_posting){time, next_random() % 5, article, next_random(), (uint16_t)next_random()};
        all.there[article] = true;
        dvi_postings p = postings_of(article, &k);
        assert_int_equal(dvi_postings_add(store, &p), DVK_OK);
    }
}

static void remove_article(uint32_t article) {
    assert_int_equal(dvi_postings_remove(store, article), DVK_OK);
    all.there[article] = false;
}

/* What stands around a place, by looking at all. */
static void assert_around(dvi_store *asked, uint32_t key, const dvi_posting *at, int64_t window) {
    static dvi_posting before[REACH], behind[REACH], sorted[MANY];
    dvi_posting_view view = {.before = before, .behind = behind};
    size_t n = 0, low = 0, high;
    for (uint32_t i = key; i <= all.n; i += key)
        if (all.there[i]) sorted[n++] = all.list[i];
    if (n > 0) qsort(sorted, n, sizeof *sorted, compare);
    while (low < n && compare(&sorted[low], at) < 0)
        low++;
    high = low < n && compare(&sorted[low], at) == 0 ? low + 1 : low;
    assert_int_equal(
        dvi_postings_around(asked, DVI_ANCHORS_TABLE, key * 1000000007u, at, window, REACH, &view), DVK_OK);
    for (size_t i = 0; i < view.n_before; i++)
        assert_int_equal(before[i].article, sorted[low - 1 - i].article);
    for (size_t i = 0; i < view.n_behind; i++) {
        assert_int_equal(behind[i].article, sorted[high + i].article);
        assert_int_equal(behind[i].weight, sorted[high + i].weight);
        assert_int_equal(behind[i].norm, sorted[high + i].norm);
    }
    for (size_t i = view.n_before; i < low && i < REACH; i++)
        assert_true(window != 0 && at->time - sorted[low - 1 - i].time > window);
    for (size_t i = view.n_behind; high + i < n && i < REACH; i++)
        assert_true(window != 0 && sorted[high + i].time - at->time > window);
}

static void assert_all_around(dvi_store *asked, int64_t window) {
    for (uint32_t key = 1; key <= KEYS; key++)
        for (uint32_t i = 1; i <= all.n; i += 13) {
            assert_around(asked, key, &all.list[i], window);
            dvi_posting at = all.list[i];
            at.article = UINT32_MAX;
            assert_around(asked, key, &at, window);
        }
}

static void assert_sound_lists(void) {
    dvi_check check = {0};
    uint64_t entries = 0;
    keys k;
    assert_int_equal(dvi_postings_check_all(store, &check), DVK_OK);
    assert_int_equal(check.damages, 0);
    for (uint32_t i = 1; i <= all.n; i++) {
        bool there;
        dvi_postings p = postings_of(i, &k);
        assert_int_equal(dvi_postings_check(store, &p, &there), DVK_OK);
        assert_int_equal(there, all.there[i]);
        if (all.there[i]) entries += 2 * k.n;
    }
    assert_int_equal(check.entries, entries);
}

static size_t count_files(void) {
    size_t n = 0;
    DIR *listing = opendir(in_work(folder));
    assert_non_null(listing);
    for (struct dirent *e = readdir(listing); e != NULL; e = readdir(listing))
        n += strncmp(e->d_name, "index.dvoinik-run", 17) == 0;
    closedir(listing);
    return n;
}

static void lists_are_sorted_arrays(void **unused) {
    (void)unused;
    all.n = 0;
    begin();
    add_articles(MANY / 2, false);
    assert_all_around(store, 0);
    commit();
    for (int i = 0; i < 10; i++) {
        begin();
        add_articles(MANY / 20, false);
        commit();
    }
    begin();
    assert_true(dvi_store_counts(store)->runs > 0 && dvi_store_counts(store)->recent > 0);
    assert_all_around(store, 0);
    assert_sound_lists();
    dvi_store_rollback(store);
}

static void what_another_process_has_committed_is_seen(void **unused) {
    (void)unused;
    all.n = 0;
    for (int i = 0; i < 60; i++) {
        begin();
        add_articles(5, false);
        if (i % 10 == 9) remove_article(all.n - 2);
        if (i % 10 == 8) remove_article(all.n - 40);
        commit();
        assert_int_equal(dvi_store_begin(reader, false), DVK_OK);
        assert_around(reader, 1, &all.list[all.n / 2], 0);
        assert_around(reader, 2, &all.list[all.n], 0);
        dvi_store_rollback(reader);
    }
}

/* The files of its state are gone before it has opened them: it goes on with the state that has files. */
static void a_reader_whose_files_are_gone_sees_the_next_state(void **unused) {
    (void)unused;
    all.n = 0;
    begin();
    add_articles(60, false);
    commit();
    assert_int_equal(dvi_store_begin(reader, false), DVK_OK);
    for (int i = 0; i < 10; i++) {
        begin();
        add_articles(40, false);
        commit();
    }
    assert_all_around(reader, 0);
    dvi_store_rollback(reader);
}

static void what_is_far_in_time_may_be_missing_and_no_more(void **unused) {
    (void)unused;
    all.n = 0;
    for (int i = 0; i < 7; i++) {
        begin();
        add_articles(MANY / 7, true);
        commit();
    }
    begin();
    assert_all_around(store, 5000);
    assert_all_around(store, 200000);
    dvi_store_rollback(store);
}

static void what_was_taken_back_leaves_no_trace(void **unused) {
    (void)unused;
    all.n = 0;
    begin();
    add_articles(100, false);
    commit();
    size_t files = count_files();
    begin();
    add_articles(100, false);
    remove_article(7);
    dvi_store_rollback(store);
    all.n = 100;
    all.there[7] = true;
    assert_int_equal(count_files(), files);
    begin();
    assert_all_around(store, 0);
    assert_sound_lists();
    add_articles(100, false);
    commit();
    begin();
    assert_sound_lists();
    dvi_store_rollback(store);
}

static void what_is_removed_is_gone(void **unused) {
    (void)unused;
    all.n = 0;
    begin();
    add_articles(MANY, false);
    commit();
    for (uint32_t i = 1; i <= MANY; i += 50) {
        begin();
        for (uint32_t k = i; k < i + 50; k += k % 3 == 0 ? 2 : 1) {
            remove_article(k);
            assert_int_equal(dvi_postings_remove(store, k), DVK_E_DAMAGED);
        }
        commit();
    }
    begin();
    assert_all_around(store, 0);
    assert_sound_lists();
    dvi_store_rollback(store);
}

static void what_is_emptied_leaves_nothing(void **unused) {
    (void)unused;
    all.n = 0;
    begin();
    add_articles(MANY, false);
    commit();
    for (uint32_t i = 1; i <= MANY; i++) {
        begin();
        remove_article(i);
        commit();
    }
    dvi_check check = {0};
    begin();
    assert_int_equal(dvi_postings_check_all(store, &check), DVK_OK);
    assert_int_equal(check.lists + check.entries + check.damages, 0);
    const dvi_counts *counts = dvi_store_counts(store);
    assert_int_equal(counts->recent + counts->runs + counts->gone, 0);
    dvi_store_rollback(store);
    assert_int_equal(count_files(), 0);
}

static void files_of_which_no_row_speaks_are_swept(void **unused) {
    (void)unused;
    char path[256];
    all.n = 0;
    snprintf(path, sizeof path, "%s/index.dvoinik-run77", in_work(folder));
    FILE *file = fopen(path, "w");
    assert_true(file != NULL && fclose(file) == 0);
    begin();
    add_articles(40, false);
    commit();
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(count_files(), dvi_store_counts(store)->runs);
}

static void an_unknown_key_has_no_list(void **unused) {
    dvi_posting before[4], behind[4], at = {.article = 1};
    dvi_posting_view view = {.before = before, .behind = behind};
    (void)unused;
    all.n = 0;
    begin();
    assert_int_equal(dvi_postings_around(store, DVI_BANDS, 12345, &at, 0, 4, &view), DVK_OK);
    assert_int_equal(view.n_before + view.n_behind, 0);
    add_articles(300, false);
    for (uint64_t key = 0; key < 2000; key++) {
        assert_int_equal(dvi_postings_around(store, DVI_BANDS, key << 50, &at, 0, 4, &view), DVK_OK);
        assert_int_equal(view.n_before + view.n_behind, 0);
    }
    assert_int_equal(dvi_postings_around(store, DVI_BANDS, UINT64_MAX - 1, &at, 0, 4, &view), DVK_OK);
    assert_int_equal(view.n_behind, 4);
    dvi_store_rollback(store);
}

#define IN_A_STORE(test) cmocka_unit_test_setup_teardown(test, open_store, close_store)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_STORE(lists_are_sorted_arrays),
        IN_A_STORE(what_another_process_has_committed_is_seen),
        IN_A_STORE(a_reader_whose_files_are_gone_sees_the_next_state),
        IN_A_STORE(what_is_far_in_time_may_be_missing_and_no_more),
        IN_A_STORE(what_was_taken_back_leaves_no_trace),
        IN_A_STORE(what_is_removed_is_gone),
        IN_A_STORE(what_is_emptied_leaves_nothing),
        IN_A_STORE(files_of_which_no_row_speaks_are_swept),
        IN_A_STORE(an_unknown_key_has_no_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
