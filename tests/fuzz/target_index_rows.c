/* Indexes whose rows and files of lists somebody changed who made all checksums right again. One is made in
 * each process; the input says what is changed, and what is done with it then. */
#define _GNU_SOURCE /* d_type */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../unit/forged_rows.h"
#include "base/utf8.h"
#include "dvoinik/index.h"
#include "fuzz.h"
#include "store/page_sums.h"

enum {
    ARTICLES = 44, /* of which some are in a file of lists, some behind it, and some were forgotten */
    MOST_FILES = 4,
    MOST_BYTES = 1 << 19,
    MOST_CHANGES = 24,
    COUNTED = 1, /* the choices */
    REBUILD = 2,
    WRITE = 4,
    MERGE = 8,
    LISTS = 16
};

typedef struct kept_file {
    char name[64];
    uint8_t bytes[MOST_BYTES];
    size_t len;
} kept_file;

static kept_file files[MOST_FILES];
static size_t n_files;
static dvk_article articles[ARTICLES];

typedef struct table {
    const char *name, *keys;
    size_t n_columns;
    const char *columns[10];
} table;

static const table tables[] = {
    {"article",
     "number",
     10,
     {"number", "id", "url", "title", "source", "time", "lang", "tokens", "characters", "content"}},
    {"feature", "number", 2, {"number", "list"}},
    {"place", "number", 7, {"number", "duplicate", "event", "score", "representative", "tie", "time"}},
    {"pair", "(article, other)", 4, {"article", "other", "duplicate", "event"}},
    {"recent", "number", 2, {"number", "list"}},
    {"run", "number", 8, {"number", "first", "last", "articles", "alive", "earliest", "latest", "content"}},
    {"gone", "number", 2, {"number", "bits"}},
    {"retired", "(level, number)", 3, {"level", "number", "became"}},
    {"meta", "name", 1, {"value"}},
};

static dvk_span span_of(const char *text) {
    return (dvk_span){text, strlen(text)};
}

static const char *path_of(const char *folder, const char *name) {
    static char path[2][300];
    static unsigned at;
    at ^= 1;
    snprintf(path[at], sizeof path[at], "%.199s/%.63s", folder, name);
    return path[at];
}

/* Copies, reports of one event in two languages, and what is alone. */
static void make_articles(void) {
    static char texts[ARTICLES][200], ids[ARTICLES][8], urls[ARTICLES][40];
    static const char *const forms[] = {
        "The council of Novi Sad decided on Monday to close the old bridge number %d for 14 months.",
        "Gradsko vijeće Novog Sada odlučilo je u ponedjeljak zatvoriti stari most broj %d na 14 mjeseci.",
        "A storm left %d houses near Gdansk without electricity on Friday night, the mayor said."};
    for (int i = 0; i < ARTICLES; i++) {
        snprintf(texts[i], sizeof texts[i], forms[i % 3], i / 6);
        snprintf(ids[i], sizeof ids[i], "a%d", i);
        snprintf(urls[i], sizeof urls[i], "https://s.example/%d", i / 2);
        articles[i] = (dvk_article){.id = span_of(ids[i]),
                                    .url = span_of(i % 5 == 0 ? "" : urls[i]),
                                    .title = span_of(i % 3 == 2 ? "Storm" : "Bridge closes"),
                                    .text = span_of(texts[i]),
                                    .time = i % 9 == 8 ? DVK_NO_TIME : 1752307200 + i * 3600,
                                    .line = (uint64_t)i + 1,
                                    .file = span_of("fuzz")};
    }
}

static void load_files(void) {
    DIR *folder = opendir(fuzz_folder());
    fuzz_require(folder != NULL, "there is a folder");
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] == '.') continue;
        fuzz_require(n_files < MOST_FILES, "an index has few files");
        kept_file *f = &files[n_files++];
        snprintf(f->name, sizeof f->name, "%.63s", entry->d_name);
        FILE *file = fopen(path_of(fuzz_folder(), f->name), "rb");
        fuzz_require(file != NULL, "they can be read");
        f->len = fread(f->bytes, 1, MOST_BYTES, file);
        fuzz_require(f->len < MOST_BYTES && fclose(file) == 0, "they are small");
    }
    closedir(folder);
}

static void make_index(void) {
    dvk_index *index;
    uint64_t n;
    make_articles();
    fuzz_require(fuzz_open_index(fuzz_folder(), &index, DVK_INDEX_NEW, NULL) == DVK_OK,
                 "an index can be made");
    for (size_t i = 0; i < ARTICLES; i += 4)
        fuzz_require(dvk_index_add(index, articles + i, 4, NULL, NULL) == DVK_OK, "articles can be added");
    fuzz_require(dvk_index_expire(index, articles[6].time, NULL, &n, NULL) == DVK_OK, "and forgotten");
    dvk_index_destroy(index);
    load_files();
    fuzz_require(n_files >= 2, "it has a file of lists");
}

static void empty_folder(const char *path) {
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.' && entry->d_type != DT_DIR) unlink(path_of(path, entry->d_name));
    if (folder != NULL) closedir(folder);
}

static void put_files(void) {
    empty_folder(fuzz_folder());
    for (size_t i = 0; i < n_files; i++)
        fuzz_write_file(path_of(fuzz_folder(), files[i].name), files[i].bytes, files[i].len);
}

static int64_t take_number(fuzz_bytes *in) {
    static const int64_t known[] = {0,
                                    1,
                                    -1,
                                    2,
                                    UINT32_MAX,
                                    UINT32_MAX - 1,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MIN + 1,
                                    1 << 16,
                                    (1 << 16) + 1,
                                    INT64_C(1) << 32};
    uint8_t which = fuzz_take8(in);
    if (which < sizeof known / sizeof *known) return known[which];
    if (which < 128) return which - 64;
    return (int64_t)((uint64_t)fuzz_take32(in) << (which % 5 * 8));
}

/* Binds a value for the column that is ?2, whose former is ?1: a number, a text, a blob, or the former with
 * some bytes that are others, or cut. */
static void bind_value(sqlite3_stmt *s, const uint8_t *former, size_t len, fuzz_bytes *in) {
    static uint8_t value[MOST_BYTES];
    uint8_t how = fuzz_take8(in) % 6;
    size_t n = len < sizeof value ? len : sizeof value, at = fuzz_take16(in), more = fuzz_take8(in) % 24;
    if (how == 0) {
        sqlite3_bind_int64(s, 1, take_number(in));
        return;
    }
    if (how == 1) {
        sqlite3_bind_null(s, 1);
        return;
    }
    if (n > 0) memcpy(value, former, n);
    if (how == 2) n = n > 0 ? at % (n + 1) : 0;
    if (how == 3) n = 0;
    for (size_t i = 0; i < more && n < sizeof value && how != 2; i++) {
        if (how == 4 && n > 0 && at < n)
            value[at++] = fuzz_take8(in);
        else
            value[n++] = fuzz_take8(in);
    }
    if (how == 5)
        sqlite3_bind_text64(s, 1, (const char *)value, n, SQLITE_TRANSIENT, SQLITE_UTF8);
    else
        sqlite3_bind_blob64(s, 1, value, n, SQLITE_TRANSIENT);
}

/* What cannot be done to a row is passed over. */
static void change_row(sqlite3 *handle, const table *t, fuzz_bytes *in) {
    char text[400];
    sqlite3_stmt *old = NULL, *s = NULL;
    unsigned row = fuzz_take8(in) % 64;
    const char *column = t->columns[fuzz_take8(in) % t->n_columns];
    snprintf(text, sizeof text, "SELECT %s FROM %s LIMIT 1 OFFSET %u", column, t->name, row);
    if (sqlite3_prepare_v2(handle, text, -1, &old, NULL) == SQLITE_OK && sqlite3_step(old) == SQLITE_ROW) {
        const uint8_t *former = sqlite3_column_blob(old, 0);
        size_t len = (size_t)sqlite3_column_bytes(old, 0);
        snprintf(text, sizeof text,
                 "UPDATE OR IGNORE %s SET %s = ?1 WHERE %s = (SELECT %.*s FROM %s LIMIT 1 OFFSET %u)",
                 t->name, column, t->keys, (int)strcspn(t->keys + (t->keys[0] == '('), ")"),
                 t->keys + (t->keys[0] == '('), t->name, row);
        if (sqlite3_prepare_v2(handle, text, -1, &s, NULL) == SQLITE_OK) {
            bind_value(s, former, len, in);
            sqlite3_reset(old);
            sqlite3_step(s);
        }
    }
    sqlite3_finalize(old);
    sqlite3_finalize(s);
}

/* A row more, with keys of its own; or one less. */
static void add_or_delete(sqlite3 *handle, const table *t, fuzz_bytes *in) {
    char text[400];
    unsigned row = fuzz_take8(in) % 64;
    bool pair = t->keys[0] == '(';
    if (fuzz_take8(in) & 1) {
        snprintf(text, sizeof text, "DELETE FROM %s WHERE %s = (SELECT %.*s FROM %s LIMIT 1 OFFSET %u)",
                 t->name, t->keys, (int)strcspn(t->keys + pair, ")"), t->keys + pair, t->name, row);
    } else if (pair) {
        long long a = take_number(in), b = take_number(in), c = take_number(in), d = take_number(in);
        snprintf(text, sizeof text,
                 t->n_columns == 4 ? "INSERT OR IGNORE INTO pair VALUES(%lld, %lld, %lld, %lld, 0)"
                                   : "INSERT OR IGNORE INTO retired VALUES(%lld, %lld, %lld, %lld)",
                 a, b, c, d);
    } else {
        return;
    }
    sqlite3_exec(handle, text, NULL, NULL, NULL);
}

static void change_lists(sqlite3 *handle, fuzz_bytes *in) {
    static uint8_t bytes[MOST_BYTES];
    for (size_t i = 0; i < n_files; i++) {
        const kept_file *f = &files[i];
        if (strncmp(f->name, "index.dvoinik-run", 17) != 0) continue;
        memcpy(bytes, f->bytes, f->len);
        for (unsigned n = fuzz_take8(in) % 8; n > 0; n--) {
            size_t block = fuzz_take8(in) % (f->len / DVI_BLOCK), at = fuzz_take16(in), len = at >> 12;
            at = block * DVI_BLOCK + at % DVI_BLOCK;
            for (size_t k = 0; k <= len && at + k < f->len; k++)
                bytes[at + k] = fuzz_take8(in);
        }
        forge_run(handle, bytes, f->len, strtoull(f->name + 17, NULL, 10));
        fuzz_write_file(path_of(fuzz_folder(), f->name), bytes, f->len);
    }
}

static void forge(fuzz_bytes *in, uint8_t choice) {
    sqlite3 *handle = NULL;
    char *message = NULL;
    fuzz_require(dvi_page_sums_register() == SQLITE_OK, "there are checksums of pages");
    fuzz_require(sqlite3_open_v2(path_of(fuzz_folder(), "index.dvoinik"), &handle, SQLITE_OPEN_READWRITE,
                                 DVI_PAGE_SUMS_VFS) == SQLITE_OK &&
                     forge_register(handle) == SQLITE_OK,
                 "it can be opened");
    sqlite3_exec(handle, "PRAGMA synchronous=OFF; BEGIN", NULL, NULL, NULL);
    if (choice & LISTS) change_lists(handle, in);
    for (unsigned i = 0; in->len > 3 && i < MOST_CHANGES; i++) {
        uint8_t which = fuzz_take8(in);
        const table *t = &tables[which % (sizeof tables / sizeof *tables)];
        if (which >= 192)
            add_or_delete(handle, t, in);
        else
            change_row(handle, t, in);
    }
    if (choice & COUNTED) forge_counts(handle);
    if (sqlite3_exec(handle, forge_seal_all, NULL, NULL, &message) != SQLITE_OK) sqlite3_free(message);
    sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL);
    fuzz_require(sqlite3_close(handle) == SQLITE_OK, "it can be closed");
}

static void check_failure(dvk_status status, const dvk_error *error) {
    fuzz_require(status >= 0 || (error->status == status && error->message[0] != '\0'), "a failure says why");
}

static void check_answer(const dvk_index_answer *answer) {
    const dvk_result *a = &answer->article;
    const dvk_span all[] = {a->id, a->url, a->title, a->source};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        fuzz_require(dvi_utf8_check(all[i]) == all[i].len, "texts are UTF-8");
}

static bool go_on(void *user, const dvk_index_answer *answer) {
    check_answer(answer);
    return ++*(size_t *)user < 1000;
}

static void ask(dvk_index *index) {
    dvk_index_answer answer;
    dvk_error error = {0};
    dvk_index_stats stats;
    size_t seen = 0;
    uint32_t became;
    for (size_t i = 2; i < ARTICLES; i += 12) {
        dvk_article other = articles[i];
        dvk_status status = dvk_index_find(index, other.id, &answer, &error);
        check_failure(status, &error);
        if (status == DVK_OK) check_answer(&answer);
        other.id = (dvk_span){NULL, 0};
        check_failure(dvk_index_query(index, &other, &answer, &error), &error);
    }
    check_failure(dvk_index_each(index, true, DVK_NO_GROUP, go_on, &seen, &became, &error), &error);
    check_failure(dvk_index_each(index, false, 0, go_on, &seen, &became, &error), &error);
    check_failure(dvk_index_statistics(index, &stats, &error), &error);
}

static void change(dvk_index *index) {
    dvk_article more[3] = {articles[0], articles[1], articles[ARTICLES - 1]};
    dvk_error error = {0};
    uint64_t n;
    more[0].id = span_of("f0");
    more[1].id = span_of("f1");
    more[2].id = span_of("f2");
    check_failure(dvk_index_add(index, more, 3, NULL, &error), &error);
    check_failure(dvk_index_expire(index, articles[ARTICLES / 2].time, NULL, &n, &error), &error);
}

/* Into an index that is sound, which stays so. */
static void merge(void) {
    char into[200];
    dvk_index *index;
    dvk_error error = {0};
    dvk_index_check found;
    snprintf(into, sizeof into, "%s/into", fuzz_folder());
    empty_folder(into);
    fuzz_require(fuzz_open_index(into, &index, DVK_INDEX_NEW, NULL) == DVK_OK, "another index can be made");
    check_failure(dvk_index_merge(index, fuzz_folder(), NULL, &error), &error);
    dvk_index_destroy(index);
    fuzz_require(dvk_index_verify(into, NULL, NULL, &found, NULL) == DVK_OK, "what takes it in stays sound");
    empty_folder(into);
    rmdir(into);
}

static void rebuild(void) {
    dvk_index_check found;
    dvk_error error = {0};
    dvk_status status = dvk_index_rebuild(fuzz_folder(), NULL, NULL, &found, &error);
    check_failure(status, &error);
    if (status == DVK_OK && dvk_index_verify(fuzz_folder(), NULL, NULL, &found, &error) != DVK_OK) {
        fprintf(stderr, "%s\n", error.message);
        fuzz_require(false, "what was made anew is sound");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_bytes in = {data, size};
    dvk_index *index;
    dvk_index_check found;
    dvk_error error = {0};
    if (n_files == 0) make_index();
    uint8_t choice = fuzz_take8(&in);
    put_files();
    forge(&in, choice);
    check_failure(dvk_index_verify(fuzz_folder(), NULL, NULL, &found, &error), &error);
    if (choice & MERGE) merge();
    dvk_status status =
        fuzz_open_index(fuzz_folder(), &index, choice & WRITE ? DVK_INDEX_WRITE : DVK_INDEX_READ, &error);
    check_failure(status, &error);
    if (status == DVK_OK) {
        ask(index);
        if (choice & WRITE) change(index);
        dvk_index_destroy(index);
    }
    if (choice & REBUILD) rebuild();
    return 0;
}
