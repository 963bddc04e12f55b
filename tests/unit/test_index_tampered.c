/* Records that are not what was written, on pages whose checksums are right: each is found by verify, answers
 * are refused or right, and a rebuild leaves a sound index. */
#include "indexes.h"

#include <sqlite3.h>

enum { SOUND = 37 }; /* articles of the index that is tampered with */

static const char *const tampers[] = {
    "UPDATE article SET title = 'other' WHERE number = 3",
    "UPDATE article SET time = NULL WHERE number = 3",
    "DELETE FROM article WHERE number = 5",
    "UPDATE feature SET sum = sum + 1 WHERE number = 2",
    "UPDATE feature SET list = x'00' WHERE number = 2",
    "DELETE FROM feature WHERE number = 4",
    "UPDATE place SET event = event + 1 WHERE number = 6",
    "UPDATE place SET time = 5 WHERE number = 6",
    "DELETE FROM place WHERE number = 6",
    "UPDATE pair SET event = event - 1 WHERE article = (SELECT min(article) FROM pair)",
    "UPDATE pair SET sum = sum + 1",
    "DELETE FROM pair WHERE article = (SELECT min(article) FROM pair)",
    "DELETE FROM pair",
    "UPDATE recent SET list = x'00'",
    "UPDATE recent SET list = substr(list, 1, length(list) - 8)",
    "UPDATE recent SET sum = sum + 1 WHERE number = (SELECT max(number) FROM recent)",
    "UPDATE recent SET number = number + 1000",
    "DELETE FROM recent WHERE number = (SELECT min(number) FROM recent)",
    "DELETE FROM recent",
    "INSERT INTO recent SELECT 9999, list, sum FROM recent LIMIT 1",
    "UPDATE run SET sum = sum + 1",
    "UPDATE run SET alive = alive - 1",
    "UPDATE run SET last = last + 1",
    "UPDATE run SET number = number + 1",
    "DELETE FROM run",
    "INSERT INTO gone VALUES(0, zeroblob(1024), 0)",
    "INSERT INTO retired VALUES(0, 999, NULL, 1)",
    "INSERT INTO retired VALUES(1, 999, 2, 1)",
    "UPDATE meta SET sum = 0 WHERE name = 'counts'",
    "UPDATE meta SET value = x'00' WHERE name = 'counts'",
    "DELETE FROM meta WHERE name = 'counts'",
    "UPDATE meta SET sum = 0 WHERE name = 'pinned'",
    "DELETE FROM meta",
    "DROP TABLE retired",
    "DROP TABLE pair",
    "DROP TABLE feature",
    "PRAGMA application_id = 1",
};

static void tamper(const char *sql) {
    char command[300], path[160];
    sqlite3 *handle = NULL;
    snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s", in_work("other"), in_work("sound"),
             in_work("other"));
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work("other"));
    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, "dvoinik-page-sums"), SQLITE_OK);
    char *message = NULL;
    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static bool visit_all(void *user, const dvk_index_answer *answer) {
    (void)user;
    return answer->number != 0;
}

static void assert_refused_or_right(dvk_status status) {
    assert_true(status == DVK_OK || status == DVK_END || status == DVK_E_DAMAGED);
}

/* Everything that reads or writes; the listing is refused or what it was. */
static void use(const text *sound) {
    static text listed;
    dvk_index *index = NULL;
    dvk_error error = {0};
    uint32_t became;
    uint64_t n;
    dvk_status status = try_open("other", DVK_INDEX_WRITE, &index, &error);
    assert_refused_or_right(status);
    if (status != DVK_OK) return;
    status = list_index(index, &listed, NULL);
    assert_refused_or_right(status);
    if (status == DVK_OK) assert_string_equal(listed.bytes, sound->bytes);
    for (size_t i = 0; i < n_samples; i++) {
        dvk_index_answer answer;
        dvk_article other = samples[i];
        assert_refused_or_right(dvk_index_find(index, samples[i].id, &answer, NULL));
        assert_refused_or_right(dvk_index_get(index, (uint32_t)i + 1, &answer, NULL));
        other.id = (dvk_span){NULL, 0};
        assert_refused_or_right(dvk_index_query(index, &other, &answer, NULL));
    }
    assert_refused_or_right(dvk_index_each(index, true, 0, visit_all, NULL, &became, NULL));
    assert_refused_or_right(dvk_index_each(index, false, 999, visit_all, NULL, &became, NULL));
    assert_refused_or_right(dvk_index_add(index, samples + n_samples - 9, 9, NULL, &error));
    assert_refused_or_right(dvk_index_expire(index, INT64_MAX, NULL, &n, &error));
    dvk_index_destroy(index);
}

static void what_was_tampered_with_is_found(void **unused) {
    (void)unused;
    static text sound;
    dvk_index *index = open_index("sound", DVK_INDEX_NEW);
    add_some(index, samples, SOUND);
    assert_int_equal(list_index(index, &sound, NULL), DVK_OK);
    dvk_index_destroy(index);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        dvk_index_check check;
        tamper(tampers[i]);
        if (dvk_index_verify(in_work("other"), NULL, NULL, &check, NULL) != DVK_E_DAMAGED)
            fail_msg("%s", tampers[i]);
        use(&sound);
        tamper(tampers[i]);
        dvk_status status = dvk_index_rebuild(in_work("other"), NULL, NULL, &check, NULL);
        assert_refused_or_right(status);
        dvk_error error = {0};
        if (status == DVK_OK && dvk_index_verify(in_work("other"), NULL, NULL, &check, &error) != DVK_OK)
            fail_msg("%s: %s", tampers[i], error.message);
    }
}

/* The first leaf of the articles' tree: what the root's first cell points to. */
static long first_leaf(const uint8_t root[4096]) {
    size_t cell = (size_t)root[12] << 8 | root[13];
    assert_int_equal(root[0], 5);
    return (long)root[cell] << 24 | (long)root[cell + 1] << 16 | (long)root[cell + 2] << 8 | root[cell + 3];
}

/* The first cell of the root leads where the second does: what it led to is passed over. */
static void mislead(void) {
    static uint8_t page[4096];
    FILE *file = fopen(in_work("other/index.dvoinik"), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 2 * 4096, SEEK_SET), 0);
    assert_int_equal(fread(page, 1, sizeof page, file), sizeof page);
    assert_true(first_leaf(page) > 0 && page[4] >= 2);
    memcpy(page + (page[12] << 8 | page[13]), page + (page[14] << 8 | page[15]), 4);
    assert_int_equal(fseek(file, 2 * 4096, SEEK_SET), 0);
    assert_int_equal(fwrite(page, 1, sizeof page, file), sizeof page);
    assert_int_equal(fclose(file), 0);
}

static void spoil_first_articles(void) {
    static uint8_t page[4096];
    FILE *file = fopen(in_work("other/index.dvoinik"), "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, 2 * 4096, SEEK_SET),
                     0); /* the second table that is made has the third page */
    assert_int_equal(fread(page, 1, sizeof page, file), sizeof page);
    assert_int_equal(fseek(file, (first_leaf(page) - 1) * 4096, SEEK_SET), 0);
    memset(page, 0x77, sizeof page);
    assert_int_equal(fwrite(page, 1, sizeof page, file), sizeof page);
    assert_int_equal(fclose(file), 0);
}

static void count_lost(void *user, const dvk_error *error) {
    *(size_t *)user += strstr(error->message, " lost: ") != NULL;
}

/* Without the count nothing says where the articles end, and without a leaf their tree cannot be followed. */
static void what_a_rebuild_cannot_save_is_told_though_the_count_be_lost(void **unused) {
    (void)unused;
    size_t lost = 0;
    dvk_index_check check;
    const dvk_index_listener listener = {.on_bad = count_lost, .user = &lost};
    tamper("UPDATE meta SET sum = 0 WHERE name = 'counts'");
    spoil_first_articles();
    assert_int_equal(dvk_index_rebuild(in_work("other"), NULL, &listener, &check, NULL), DVK_OK);
    assert_int_equal(check.articles + lost, SOUND);
    assert_true(lost > 0 && check.articles > 0);
}

static void count_groups(void *user, const dvk_error *error) {
    *(size_t *)user += strstr(error->message, "article 6 was in is lost") != NULL;
}

static void lost_numbers_of_groups_are_told(void **unused) {
    static const char *const losses[] = {"UPDATE place SET sum = sum + 1 WHERE number = 6",
                                         "DELETE FROM place WHERE number = 6"};
    (void)unused;
    for (size_t i = 0; i < 2; i++) {
        size_t told = 0;
        dvk_index_check check;
        const dvk_index_listener listener = {.on_bad = count_groups, .user = &told};
        tamper(losses[i]);
        assert_int_equal(dvk_index_rebuild(in_work("other"), NULL, &listener, &check, NULL), DVK_OK);
        assert_int_equal(check.articles, SOUND);
        assert_int_equal(told, 1);
    }
}

static void nor_is_what_a_damaged_tree_passes_over(void **unused) {
    (void)unused;
    size_t lost = 0;
    dvk_index_check check;
    const dvk_index_listener listener = {.on_bad = count_lost, .user = &lost};
    tamper("PRAGMA user_version = 2"); /* nothing */
    mislead();
    assert_int_equal(dvk_index_rebuild(in_work("other"), NULL, &listener, &check, NULL), DVK_OK);
    assert_int_equal(check.articles + lost, SOUND);
    assert_true(lost > 0 && check.articles > 0);
    lost = 0;
    tamper("DELETE FROM article WHERE number = 5; DELETE FROM feature WHERE number = 5; DELETE FROM place "
           "WHERE number = 5");
    assert_int_equal(dvk_index_rebuild(in_work("other"), NULL, &listener, &check, NULL), DVK_OK);
    assert_int_equal(check.articles, SOUND - 1);
    assert_int_equal(check.damages, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_tampered_with_is_found),
        cmocka_unit_test(what_a_rebuild_cannot_save_is_told_though_the_count_be_lost),
        cmocka_unit_test(lost_numbers_of_groups_are_told),
        cmocka_unit_test(nor_is_what_a_damaged_tree_passes_over),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
