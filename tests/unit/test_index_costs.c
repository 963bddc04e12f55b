/* What is asked of a large group takes as many steps as there are articles, not the square of that. */
#include "given_articles.h"
#include "pipeline/index_state.h"
#include "store/database.h"

enum { COPIES = 500, STEPS = 120 /* of SQLite's machine for an article; an answer takes some 60 */ };

static dvk_article copies[COPIES + 1];

static void give_copies(void) {
    static char ids[COPIES + 1][16];
    for (size_t i = 0; i <= COPIES; i++) {
        snprintf(ids[i], sizeof ids[i], "copy%zu", i);
        copies[i] = samples[0];
        set_span(&copies[i].id, ids[i]);
    }
}

static uint64_t steps_of(const dvk_index *index) {
    uint64_t all = 0;
    for (size_t i = 0; i < DVI_SQL_STATEMENTS; i++)
        if (index->store->statements[i] != NULL)
            all += (uint64_t)sqlite3_stmt_status(index->store->statements[i], SQLITE_STMTSTATUS_VM_STEP, 1);
    return all;
}

typedef struct expected {
    size_t seen;
    uint32_t size;
} expected;

static bool is_of_size(void *user, const dvk_index_answer *answer) {
    expected *all = user;
    assert_int_equal(answer->copies, all->size);
    assert_int_equal(answer->reports, all->size);
    all->seen++;
    return true;
}

/* All of them, by listing, and as a group. */
static void list_all(dvk_index *index, uint32_t group, uint32_t n) {
    expected all = {.size = n};
    (void)steps_of(index);
    assert_int_equal(dvk_index_each(index, true, group, is_of_size, &all, NULL, NULL), DVK_OK);
    assert_int_equal(all.seen, n);
    assert_in_range(steps_of(index), n, (uint64_t)n * STEPS);
}

static dvk_status drop_text(void *user, const char *data, size_t len) {
    (void)data;
    *(size_t *)user += len;
    return DVK_OK;
}

static void a_large_group_is_counted_once_in_a_listing(void **unused) {
    (void)unused;
    size_t written = 0;
    dvk_report_options options;
    give_copies();
    dvk_index *writer = open_index("listed", DVK_INDEX_NEW), *reader = open_index("listed", DVK_INDEX_READ);
    add_some(writer, copies, COPIES);
    list_all(reader, DVK_NO_GROUP, COPIES);
    list_all(reader, 0, COPIES);
    dvk_report_options_init(&options);
    options.format = DVK_REPORT_CSV;
    assert_int_equal(dvk_index_report(reader, &options, drop_text, &written, NULL), DVK_OK);
    assert_in_range(written, COPIES, SIZE_MAX);
    assert_in_range(steps_of(reader), COPIES, COPIES * STEPS);
    add_some(writer, &copies[COPIES], 1); /* which changes what the other has counted */
    list_all(reader, DVK_NO_GROUP, COPIES + 1);
    list_all(writer, DVK_NO_GROUP, COPIES + 1);
    dvk_index_destroy(reader);
    dvk_index_destroy(writer);
}

/* What is there already is answered for each article by itself. */
static void a_large_group_that_comes_again_is_counted_once(void **unused) {
    (void)unused;
    expected all = {.size = COPIES};
    dvk_index_listener listener = {.on_article = is_of_size, .user = &all};
    give_copies();
    dvk_index *index = open_index("again", DVK_INDEX_NEW);
    add_some(index, copies, COPIES);
    (void)steps_of(index);
    assert_int_equal(dvk_index_add(index, copies, COPIES, &listener, NULL), DVK_OK);
    assert_int_equal(all.seen, COPIES);
    assert_in_range(steps_of(index), COPIES, COPIES * 2 * STEPS);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_group_is_counted_once_in_a_listing),
        cmocka_unit_test(a_large_group_that_comes_again_is_counted_once),
    };
    return cmocka_run_group_tests_name("index_costs", tests, load_all, drop_all);
}
