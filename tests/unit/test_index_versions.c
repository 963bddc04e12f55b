/* Indexes that another model, another Unicode or another version made. */
#include "indexes.h"

#include <dirent.h>
#include <sqlite3.h>

#include "store/store.h"

/* An index made by another model, or of another Unicode. */
static void make_foreign(const char *name, uint64_t fingerprint, const char *unicode) {
    dvi_store *store = NULL;
    dvi_pinned pinned = {.format = DVI_STORE_FORMAT,
                         .model_version = 77,
                         .model_fingerprint = fingerprint,
                         .features_from = fingerprint,
                         .max_candidates = 200};
    dvi_store_options options = {.access = DVI_STORE_NEW, .pinned = &pinned};
    snprintf(pinned.unicode, sizeof pinned.unicode, "%s", unicode);
    dvk_sign_params_init(&pinned.sign);
    dvk_cluster_params_init(&pinned.cluster);
    assert_int_equal(dvi_store_create(&store, in_work(name), &options, NULL), DVK_OK);
    dvi_store_destroy(store);
}

static void set_format(const char *name) {
    sqlite3 *handle = NULL;
    char path[256];
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work(name));
    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, "dvoinik-page-sums"), SQLITE_OK);
    assert_int_equal(sqlite3_exec(handle, "PRAGMA user_version=99", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(handle);
}

static void what_was_made_otherwise_is_refused_and_rebuilt(void **unused) {
    (void)unused;
    dvk_index *index;
    dvk_index_check check;
    dvk_error error = {0};
    make_foreign("model", 12, "15.0");
    assert_int_equal(try_open("model", DVK_INDEX_WRITE, &index, &error), DVK_E_VERSION);
    assert_non_null(strstr(error.message, "model 77 (000000000000000c)"));
    make_foreign("unicode", dvk_model_fingerprint(dvk_model_builtin()), "9.0");
    assert_int_equal(try_open("unicode", DVK_INDEX_READ, &index, &error), DVK_E_VERSION);
    assert_non_null(strstr(error.message, "Unicode 9.0"));
    assert_int_equal(dvk_index_rebuild(in_work("model"), NULL, NULL, &check, &error), DVK_OK);
    assert_int_equal(dvk_index_rebuild(in_work("unicode"), NULL, NULL, &check, &error), DVK_OK);
    index = open_index("model", DVK_INDEX_WRITE);
    add_some(index, samples, 5);
    dvk_index_stats stats;
    assert_int_equal(dvk_index_statistics(index, &stats, NULL), DVK_OK);
    assert_int_equal(stats.features_from, 12);
    dvk_index_destroy(index);
    set_format("unicode");
    assert_int_equal(try_open("unicode", DVK_INDEX_READ, &index, &error), DVK_E_VERSION);
    assert_non_null(strstr(error.message, "format 99"));
    assert_int_equal(dvk_index_rebuild(in_work("unicode"), NULL, NULL, &check, &error), DVK_E_VERSION);
}

static void assert_read_or_rebuilt(const char *version) {
    char name[64];
    dvk_index *index = NULL;
    dvk_error error = {0};
    dvk_index_answer answer;
    dvk_index_check check;
    snprintf(name, sizeof name, "released/%.40s", version);
    dvk_status status = try_open(name, DVK_INDEX_READ, &index, &error);
    if (status == DVK_E_VERSION) {
        assert_int_equal(dvk_index_rebuild(in_work(name), NULL, NULL, &check, &error), DVK_OK);
        assert_int_equal(check.articles, 20);
        status = try_open(name, DVK_INDEX_READ, &index, &error);
    }
    if (status != DVK_OK) fail_msg("%s: %s", version, error.message);
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(dvk_index_find(index, samples[i].id, &answer, NULL), DVK_OK);
    assert_int_equal(dvk_index_find(index, samples[4].id, &answer, NULL), DVK_OK);
    assert_int_equal(answer.article.language, dvk_language_number("uk", 2));
    dvk_index_destroy(index);
    if (dvk_index_verify(in_work(name), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s: %s", version, error.message);
}

/* Each released version leaves an index in tests/indexes (see make there): it is read, or refused with a
 * reason and rebuilt. */
static void indexes_of_released_versions_are_read(void **unused) {
    (void)unused;
    char command[700];
    size_t n = 0;
    const char *root = getenv("DVOINIK_ROOT");
    snprintf(command, sizeof command, "cp -r %s/tests/indexes %s", root != NULL ? root : ".",
             in_work("released"));
    assert_int_equal(system(command), 0);
    DIR *folder = opendir(in_work("released"));
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
        assert_read_or_rebuilt(entry->d_name);
        n++;
    }
    closedir(folder);
    assert_true(n > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_made_otherwise_is_refused_and_rebuilt),
        cmocka_unit_test(indexes_of_released_versions_are_read),
    };
    return cmocka_run_group_tests(tests, load_all, drop_all);
}
