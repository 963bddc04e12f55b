/* For tests of the store: a small one with rows of every kind, and everything that can be asked of it and
 * done to it. */
#ifndef TEST_STORES_H
#define TEST_STORES_H

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/database.h"
#include "store/page_sums.h"
#include "store/postings.h"
#include "work_folder.h"

enum {
    ROWS = 40,
    MORE_ROWS = 40,
    LESS_ROWS = 30,
    CHANGED_ROWS = ROWS + MORE_ROWS - LESS_ROWS,
    REACH = 8,
    FIRST_TIME = 1000
};

static inline void copy_file(const char *from, const char *to) {
    static char bytes[1 << 20];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    size_t n = fread(bytes, 1, sizeof bytes, in);
    assert_true(n < sizeof bytes);
    assert_int_equal(fwrite(bytes, 1, n, out), n);
    assert_int_equal(fclose(in) | fclose(out), 0);
}

static inline void empty_folder(const char *path) {
    char name[500];
    DIR *folder = opendir(path);
    if (folder == NULL) return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.') remove(name);
    }
    closedir(folder);
    assert_int_equal(rmdir(path), 0);
}

/* A store of another name that is as the first. */
static inline void copy_store(const char *from, const char *to) {
    char source[500], copy[500], folder_name[160], path[160];
    snprintf(folder_name, sizeof folder_name, "%s", in_work(from));
    snprintf(path, sizeof path, "%s", in_work(to));
    empty_folder(path);
    assert_int_equal(mkdir(path, 0777), 0);
    DIR *folder = opendir(folder_name);
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        snprintf(source, sizeof source, "%s/%s", folder_name, entry->d_name);
        snprintf(copy, sizeof copy, "%s/%s", path, entry->d_name);
        if (entry->d_name[0] != '.') copy_file(source, copy);
    }
    closedir(folder);
}

static inline dvk_status try_store(const char *name, dvi_store_access access, bool salvage, dvi_store **out,
                                   dvk_error *error) {
    dvi_pinned pinned = {.format = DVI_STORE_FORMAT, .unicode = "15.0", .max_candidates = 200};
    dvi_store_options options = {
        .access = access, .pinned = &pinned, .wait = 50, .careless = true, .salvage = salvage};
    dvk_sign_params_init(&pinned.sign);
    dvk_cluster_params_init(&pinned.cluster);
    return dvi_store_create(out, in_work(name), &options, error);
}

static inline dvi_store *open_store(const char *name, dvi_store_access access) {
    dvi_store *store = NULL;
    dvk_error error = {0};
    if (try_store(name, access, false, &store, &error) != DVK_OK) fail_msg("%s: %s", name, error.message);
    return store;
}

/* A file that is to take the place of a store's. */
static inline dvk_status try_rebuilt(const char *name, dvi_store **out) {
    dvi_pinned pinned = {.format = DVI_STORE_FORMAT, .unicode = "15.0"};
    dvi_store_options options = {
        .access = DVI_STORE_NEW, .file = DVI_STORE_REBUILT, .pinned = &pinned, .careless = true};
    dvk_sign_params_init(&pinned.sign);
    dvi_store_remove(in_work(name), DVI_STORE_REBUILT);
    return dvi_store_create(out, in_work(name), &options, NULL);
}

static inline dvk_span text_of(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static inline bool has(const dvk_error *error, const char *words) {
    return strstr(error->message, words) != NULL;
}

static inline void assert_error(const dvi_store *store, const char *words) {
    if (!has(dvi_store_error(store), words)) fail_msg("%s", dvi_store_error(store)->message);
}

/* As another program would change it, with the checksums of pages made right. */
static inline void tamper(const char *name, const char *sql) {
    char path[200], *message = NULL;
    sqlite3 *handle = NULL;
    snprintf(path, sizeof path, "%s/%s", in_work(name), DVI_STORE_FILE);
    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, DVI_PAGE_SUMS_VFS), SQLITE_OK);
    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* The postings of an article: a band and an anchor that all have, and one of each that no other has. */
typedef struct made_postings {
    dvi_postings p;
    uint64_t bands[2];
    uint32_t anchors[2];
    uint16_t weights[2];
} made_postings;

static inline void make_postings(uint32_t number, made_postings *out) {
    *out = (made_postings){.bands = {1, 1000 + number}, .anchors = {2, 2000 + number}, .weights = {3, 4}};
    out->p = (dvi_postings){.time = FIRST_TIME + number,
                            .article = number,
                            .tie = number * 7,
                            .norm = 500,
                            .bands = out->bands,
                            .anchors = out->anchors,
                            .weights = out->weights,
                            .n_bands = 2,
                            .n_anchors = 2};
}

static inline dvk_status add_postings(dvi_store *store, uint32_t number) {
    made_postings made;
    make_postings(number, &made);
    return dvi_postings_add(store, &made.p);
}

/* How many stand around an article in the lists that all have, and whether its own are there. */
static inline dvk_status look_around(dvi_store *store, uint32_t number, size_t *n, bool *there) {
    dvi_posting before[REACH], behind[REACH];
    dvi_posting_view view = {.before = before, .behind = behind};
    dvi_posting at = {FIRST_TIME + number, number * 7, number, 500, 3};
    made_postings made;
    make_postings(number, &made);
    dvk_status status = dvi_postings_around(store, DVI_BANDS, 1, &at, 0, REACH, &view);
    *n = view.n_before + view.n_behind;
    if (status == DVK_OK) status = dvi_postings_around(store, DVI_ANCHORS_TABLE, 2, &at, 0, REACH, &view);
    if (status == DVK_OK) *n += view.n_before + view.n_behind;
    return status == DVK_OK ? dvi_postings_check(store, &made.p, there) : status;
}

static inline dvk_status put_row(dvi_store *store, uint32_t number) {
    static const uint8_t features[100] = {7};
    char id[16];
    snprintf(id, sizeof id, "a%u", (unsigned)number);
    dvi_row row = {.number = number,
                   .id = text_of(id),
                   .url = text_of("https://example.org/"),
                   .title = text_of("Title"),
                   .source = text_of("Source"),
                   .time = number % 4 == 0 ? DVK_NO_TIME : FIRST_TIME + number,
                   .language = 1,
                   .n_tokens = 20,
                   .n_characters = 100,
                   .content = number * 31};
    dvi_place_row place = {{number / 2, number / 4, 60000, number % 2}, number * 7, row.time};
    dvk_status status = dvi_store_put_article(store, &row, features, sizeof features);
    if (status == DVK_OK) status = dvi_store_put_place(store, number, &place);
    if (status == DVK_OK && number > 1) status = dvi_store_put_pair(store, number - 1, number, 50000, 60000);
    return status == DVK_OK ? add_postings(store, number) : status;
}

/* Articles 1 to ROWS; in each group the numbers that have one half, or quarter. */
static inline dvk_status fill_store(dvi_store *store) {
    dvk_status status = dvi_store_begin(store, true);
    for (uint32_t number = 1; number <= ROWS && status == DVK_OK; number++)
        status = put_row(store, number);
    if (status == DVK_OK) status = dvi_store_retire(store, DVI_LEVEL_DUPLICATE, 90, 2);
    if (status == DVK_OK) status = dvi_store_retire(store, DVI_LEVEL_EVENT, 91, UINT32_MAX);
    if (status == DVK_OK) return dvi_store_commit(store);
    dvi_store_rollback(store);
    return status;
}

static inline dvk_status ask_rows(dvi_store *store) {
    dvi_row row;
    dvi_place_row place;
    const uint8_t *blob;
    const dvi_neighbour *pairs;
    size_t size, n, around;
    bool there;
    uint32_t number = 0;
    dvk_status status = dvi_store_find(store, text_of("a3"), &number);
    if (status == DVK_OK) status = dvi_store_next(store, number, &number);
    if (status == DVK_OK) status = dvi_store_oldest(store, FIRST_TIME + 5, &number);
    if (status == DVK_OK) status = dvi_store_article(store, number, &row);
    if (status == DVK_OK) status = dvi_store_features(store, number, &blob, &size);
    if (status == DVK_OK) status = dvi_store_place(store, number, &place);
    if (status == DVK_OK) status = dvi_store_pairs(store, number, &pairs, &n);
    return status == DVK_OK ? look_around(store, number, &around, &there) : status;
}

static inline dvk_status ask_groups(dvi_store *store) {
    uint32_t number = 0, into;
    uint64_t size;
    dvi_totals totals;
    dvk_status status = dvi_store_member(store, DVI_LEVEL_EVENT, 1, 0, &number);
    if (status == DVK_OK) status = dvi_store_member(store, DVI_LEVEL_DUPLICATE, 2, 0, &number);
    if (status == DVK_OK) status = dvi_store_group_size(store, DVI_LEVEL_EVENT, 1, &size);
    if (status == DVK_OK) status = dvi_store_group_size(store, DVI_LEVEL_DUPLICATE, 2, &size);
    if (status == DVK_OK) status = dvi_store_retired(store, DVI_LEVEL_EVENT, 91, &into);
    return status == DVK_OK ? dvi_store_totals(store, &totals) : status;
}

/* Everything that asks. */
static inline dvk_status ask_store(dvi_store *store) {
    dvk_status status = dvi_store_begin(store, false);
    if (status == DVK_OK) status = ask_rows(store);
    if (status == DVK_OK) status = ask_groups(store);
    dvi_store_rollback(store);
    return status;
}

/* Everything that changes, but the last word. */
static inline dvk_status change_store(dvi_store *store) {
    uint32_t group;
    dvk_status status = dvi_store_begin(store, true);
    for (uint32_t number = ROWS + 1; number <= ROWS + MORE_ROWS && status == DVK_OK; number++)
        status = put_row(store, number);
    if (status == DVK_OK) status = dvi_store_new_group(store, DVI_LEVEL_EVENT, &group);
    if (status == DVK_OK) status = dvi_store_retire(store, DVI_LEVEL_EVENT, group, 1);
    for (uint32_t number = 3; number < 3 + LESS_ROWS && status == DVK_OK; number++) {
        status = dvi_postings_remove(store, number);
        if (status == DVK_OK) status = dvi_store_delete_article(store, number);
    }
    return status;
}

static inline dvk_status check_store(dvi_store *store, dvi_check *check) {
    dvk_status status = dvi_store_begin(store, false);
    if (status == DVK_OK) status = dvi_store_check_rows(store, check);
    dvi_store_rollback(store);
    return status;
}

static inline void assert_sound(const char *name, uint64_t articles) {
    dvi_check check = {0};
    dvi_store *store = open_store(name, DVI_STORE_READ);
    assert_int_equal(check_store(store, &check), DVK_OK);
    if (check.damages != 0) fail_msg("%s: %s", name, dvi_store_error(store)->message);
    assert_int_equal(ask_store(store), DVK_OK);
    assert_int_equal(dvi_store_counts(store)->articles, articles);
    dvi_store_destroy(store);
}

static inline int make_sound(void **unused) {
    if (make_work(unused) != 0) return 1;
    dvi_store *store = open_store("sound", DVI_STORE_NEW);
    assert_int_equal(fill_store(store), DVK_OK);
    dvi_store_destroy(store);
    return 0;
}

#endif
