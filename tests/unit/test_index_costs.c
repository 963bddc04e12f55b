/* What is done with a large group takes as many steps as there are articles, not the square of that. */
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

static const dvk_article *sample_of(const char *id) {
    for (size_t i = 0; i < n_samples; i++)
        if (samples[i].id.len == strlen(id) && memcmp(samples[i].id.data, id, strlen(id)) == 0)
            return &samples[i];
    fail_msg("no sample %s", id);
    return NULL;
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

enum { MOST_LINKED = 24 };

static dvk_index *open_limited(const char *name) {
    dvk_index *index = open_index(name, DVK_INDEX_NEW);
    index->most_linked = MOST_LINKED;
    return index;
}

static bool keep_answer(void *user, const dvk_index_answer *answer) {
    *(dvk_index_answer *)user = *answer; /* its texts are lent no longer */
    return true;
}

/* By itself; what was asked before says the same. */
static dvk_index_answer add_one(dvk_index *index, const dvk_article *article) {
    dvk_index_answer asked, told = {0};
    dvk_index_listener listener = {.on_article = keep_answer, .user = &told};
    assert_int_equal(dvk_index_query(index, article, &asked, NULL), DVK_OK);
    assert_int_equal(dvk_index_add(index, article, 1, &listener, NULL), DVK_OK);
    assert_int_equal(asked.only_joined, told.only_joined);
    assert_int_equal(asked.copies, told.copies);
    assert_int_equal(asked.reports, told.reports);
    if (asked.copies > 1) assert_int_equal(asked.article.assigned.duplicate, told.article.assigned.duplicate);
    if (asked.reports > 1) assert_int_equal(asked.article.assigned.event, told.article.assigned.event);
    return told;
}

static uint64_t steps_of_one(dvk_index *index, const dvk_article *article) {
    (void)steps_of(index);
    add_some(index, article, 1);
    return steps_of(index);
}

static void what_joins_a_large_story_leaves_it_as_it_is(void **unused) {
    (void)unused;
    give_copies();
    dvk_index *index = open_limited("large");
    add_some(index, copies, 299);
    uint64_t of_few = steps_of_one(index, &copies[299]);
    add_some(index, copies + 300, COPIES - 300);
    assert_in_range(steps_of_one(index, &copies[COPIES]), 1, of_few + of_few / 4);
    list_all(index, DVK_NO_GROUP, COPIES + 1);
    dvk_index_destroy(index);
}

static void assert_sound(const char *name, uint64_t articles) {
    dvk_index_check check;
    assert_int_equal(dvk_index_verify(in_work(name), NULL, NULL, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, articles);
}

/* Then a copy is in the group of copies, another report in the event, and what is alone stands alone. */
static void newcomers_of_a_large_story_join_their_best_link(void **unused) {
    (void)unused;
    dvk_index_answer answer;
    give_copies();
    n_given = 0;
    give_sample("wonsan-ru-2");
    give_sample("wonsan-ru-2");
    give_sample("shoigu-ru-1");
    set_span(&given[1].id, "copy of the second");
    for (size_t i = 0; i <= COPIES; i++) {
        dvk_span id = copies[i].id;
        copies[i] = *sample_of("wonsan-uk-1");
        copies[i].id = id;
    }
    dvk_index *index = open_limited("joined");
    add_some(index, copies, MOST_LINKED - 1);
    answer = add_one(index, &copies[MOST_LINKED]);
    assert_false(answer.only_joined);
    answer = add_one(index, &copies[MOST_LINKED + 1]);
    assert_true(answer.only_joined);
    assert_int_equal(answer.copies, MOST_LINKED + 1);
    assert_int_equal(answer.article.assigned.duplicate, 0);
    answer = add_one(index, &given[0]);
    assert_true(answer.only_joined);
    assert_int_equal(answer.copies, 1);
    assert_int_equal(answer.reports, MOST_LINKED + 2);
    answer = add_one(index, &given[1]);
    assert_true(answer.only_joined);
    assert_int_equal(answer.copies, 2);
    assert_int_equal(answer.article.assigned.event, 0);
    answer = add_one(index, &given[2]);
    assert_false(answer.only_joined);
    assert_int_equal(answer.reports, 1);
    dvk_index_destroy(index);
    assert_sound("joined", MOST_LINKED + 4);
}

/* What one more article of these pairs with the first three would join. */
static dvk_assignment joined_by(dvk_index *index, int64_t time, const dvi_neighbour *pairs, size_t n) {
    dvk_assignment chosen;
    assert_int_equal(dvi_store_begin(index->store, false), DVK_OK);
    assert_int_equal(dvi_index_join(index, time, pairs, n, &chosen), DVK_OK);
    dvi_store_rollback(index->store);
    return chosen;
}

/* Nor does a link beyond the window. */
static void one_odd_pair_draws_nothing_in(void **unused) {
    (void)unused;
    enum { SURE = 65536, LIKELY = 40000 };
    const dvi_neighbour copy[] = {{1, SURE, SURE}, {2, LIKELY, SURE}, {3, LIKELY, SURE}},
                        odd_copy[] = {{1, SURE, SURE}, {2, 0, SURE}, {3, 0, LIKELY}},
                        odd[] = {{1, SURE, SURE}, {2, 0, 0}, {3, 0, 0}, {4, 0, 0},
                                 {5, 0, 0},       {6, 0, 0}, {7, 0, 0}, {8, 0, 0}};
    give_copies();
    const int64_t time = copies[0].time;
    dvk_index *index = open_limited("odd");
    add_some(index, copies, MOST_LINKED);
    dvk_assignment a = joined_by(index, time, copy, 3), b = joined_by(index, time, odd_copy, 3),
                   c = joined_by(index, time, odd, 8), d = joined_by(index, time + 30 * 86400, odd_copy, 3);
    assert_int_equal(a.duplicate, 0);
    assert_int_equal(a.event, 0);
    assert_int_equal(b.duplicate, DVK_NO_GROUP);
    assert_int_equal(b.event, 0);
    assert_in_range(b.score, LIKELY, SURE - 1);
    assert_int_equal(c.event, DVK_NO_GROUP);
    assert_int_equal(c.representative, 1);
    assert_int_equal(d.event, DVK_NO_GROUP);
    dvk_index_destroy(index);
}

/* Of copies the earliest stands for all, but not while it has only joined the others. */
static void a_rebuild_groups_all_anew(void **unused) {
    (void)unused;
    static text before, after;
    give_copies();
    dvk_index *index = open_limited("rebuilt"), *other = open_index("never", DVK_INDEX_NEW);
    for (size_t i = 0; i < MOST_LINKED * 2; i++) {
        copies[i].time -= (int64_t)i;
        add_some(index, &copies[i], 1);
        add_some(other, &copies[i], 1);
    }
    assert_int_equal(list_index(index, &before, NULL), DVK_OK);
    assert_int_equal(list_index(other, &after, NULL), DVK_OK);
    assert_string_not_equal(before.bytes, after.bytes);
    dvk_index_destroy(index);
    assert_int_equal(dvk_index_rebuild(in_work("rebuilt"), NULL, NULL, NULL, NULL), DVK_OK);
    index = open_index("rebuilt", DVK_INDEX_READ);
    assert_int_equal(list_index(index, &before, NULL), DVK_OK);
    assert_string_equal(before.bytes, after.bytes);
    dvk_index_destroy(index);
    dvk_index_destroy(other);
}

static bool count_portions(void *user, const char *stage, uint64_t done, uint64_t total) {
    (void)done;
    (void)total;
    *(size_t *)user += strcmp(stage, "expire") == 0;
    return true;
}

/* With each portion that goes, all of it is grouped anew. */
static void a_large_story_goes_in_few_portions(void **unused) {
    (void)unused;
    enum { TIMES = 4, ALL = TIMES * COPIES, KEPT = 40 };
    uint64_t n = 0;
    size_t portions = 0;
    dvk_index_listener listener = {.on_progress = count_portions, .user = &portions};
    dvk_index *index = open_index("forgotten", DVK_INDEX_NEW);
    for (size_t k = 0; k < TIMES; k++) {
        give_copies();
        for (size_t i = 0; i < COPIES; i++) {
            char *id = (char *)(uintptr_t)copies[i].id.data;
            id[0] = (char)('a' + k);
            copies[i].time = (int64_t)(k * COPIES + i);
        }
        add_some(index, copies, COPIES);
    }
    assert_int_equal(dvk_index_expire(index, ALL - KEPT, &listener, &n, NULL), DVK_OK);
    assert_int_equal(n, ALL - KEPT);
    assert_in_range(portions, 1, 6);
    list_all(index, DVK_NO_GROUP, KEPT);
    dvk_index_destroy(index);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_large_group_is_counted_once_in_a_listing),
        cmocka_unit_test(a_large_group_that_comes_again_is_counted_once),
        cmocka_unit_test(what_joins_a_large_story_leaves_it_as_it_is),
        cmocka_unit_test(a_large_story_goes_in_few_portions),
        cmocka_unit_test(newcomers_of_a_large_story_join_their_best_link),
        cmocka_unit_test(one_odd_pair_draws_nothing_in),
        cmocka_unit_test(a_rebuild_groups_all_anew),
    };
    return cmocka_run_group_tests_name("index_costs", tests, load_all, drop_all);
}
