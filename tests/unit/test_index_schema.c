/* Indexes crafted with another program, on pages whose checksums are right: whatever stands in the place of a
 * table, or beside the tables, is refused with its name before anything is read of it, also by a rebuild. */
#include "indexes.h"

#include <sqlite3.h>

typedef struct crafted {
    const char *sql, *named; /* what the sentence must name */
} crafted;

/* What a statement does not allow is written into the schema's own table. */
#define REWRITE(name, from, to)                                                                              \
    "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql = replace(sql, '" from "', '" to                \
    "') WHERE name = '" name "'; PRAGMA writable_schema=RESET"

static const crafted foreign[] = {
    {"DROP TABLE article; CREATE VIEW article AS SELECT number AS id, * FROM place",
     "view article is made otherwise"},
    {"DROP TABLE feature; CREATE VIEW feature AS WITH RECURSIVE more(number) AS (SELECT 1 UNION ALL "
     "SELECT number + 1 FROM more) SELECT number, x'00' AS list, 0 AS sum FROM more",
     "view feature is made otherwise"},
    {"CREATE TRIGGER planted AFTER INSERT ON article BEGIN DELETE FROM place; END", "trigger planted"},
    {"CREATE TRIGGER news_in INSTEAD OF INSERT ON news BEGIN DELETE FROM article; END", "trigger news_in"},
    {"CREATE TABLE more(a)", "table more"},
    {"CREATE INDEX more ON place(score)", "index more"},
    {"CREATE VIRTUAL TABLE words USING fts4(a)", "table words"},
    {"DROP TABLE retired; CREATE VIRTUAL TABLE retired USING fts4(level, number, became, sum)", "retired"},
    {"ANALYZE", "table sqlite_stat1"},
    {"ALTER TABLE place ADD COLUMN other INTEGER", "table place is made otherwise"},
    {"DROP TABLE feature; CREATE TABLE feature(number INTEGER PRIMARY KEY, list BLOB NOT NULL AS "
     "(zeroblob(1000)), sum "
     "INTEGER NOT NULL)",
     "table feature is made otherwise"},
    {"DROP TABLE meta; CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL, sum INTEGER NOT NULL)",
     "table meta is made otherwise"},
    {"DROP TABLE feature; CREATE TABLE feature(number INTEGER PRIMARY KEY, list BLOB NOT NULL, sum INTEGER "
     "NOT NULL) "
     "WITHOUT ROWID",
     "table feature is made otherwise"},
    {"DROP INDEX article_id; CREATE UNIQUE INDEX article_id ON article(id) WHERE number > 3",
     "index article_id is made otherwise"},
    {"DROP INDEX article_time; CREATE INDEX article_time ON article(abs(time))",
     "index article_time is made otherwise"},
    {"DROP INDEX article_time; CREATE TABLE article_time(time INTEGER)",
     "table article_time is made otherwise"},
    {"DROP VIEW news; CREATE VIEW news AS SELECT 1", "view news is made otherwise"},
    {REWRITE("article", "id TEXT", "id BLOB"), "table article is made otherwise"},
    {REWRITE("article_id", "(id)", "(url)"), "index article_id is made otherwise"},
    {REWRITE("pair", "other INTEGER", "other INT"), "table pair is made otherwise"},
    {"CREATE TABLE \"a\x1b[31m\"(a)", "table a\\x1b[31m"},
};

/* Less than there should be: found, and mended by a rebuild where the records are there. */
static const crafted lessened[] = {
    {"DROP VIEW news", "VIEW news"},
    {"DROP INDEX article_time", "INDEX article_time"},
    {"DROP INDEX article_id", "INDEX article_id"},
    {"DROP TABLE retired", "TABLE retired"},
};

static void copy_sound(void) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s && rm -f %s/*-mark", in_work("other"),
             in_work("sound"), in_work("other"), in_work("other"));
    assert_int_equal(system(command), 0);
}

static void craft(const char *sql) {
    char path[160], *message = NULL;
    sqlite3 *handle = NULL;
    copy_sound();
    snprintf(path, sizeof path, "%s/index.dvoinik", in_work("other"));
    assert_int_equal(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, "dvoinik-page-sums"), SQLITE_OK);
    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

static void assert_refused(dvk_index_access access, dvk_status wanted, const crafted *c) {
    dvk_index *index = NULL;
    dvk_error error = {0};
    dvk_status status = try_open("other", access, &index, &error);
    if (status != wanted || strstr(error.message, c->named) == NULL)
        fail_msg("%s: status %d: %s", c->sql, (int)status, error.message);
    assert_null(index);
}

static void what_does_not_belong_there_is_refused_by_name(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        dvk_index_check check;
        dvk_error error = {0};
        craft(foreign[i].sql);
        assert_refused(DVK_INDEX_READ, DVK_E_VERSION, &foreign[i]);
        assert_refused(DVK_INDEX_WRITE, DVK_E_VERSION, &foreign[i]);
        assert_int_equal(dvk_index_verify(in_work("other"), NULL, NULL, &check, &error), DVK_E_VERSION);
        assert_non_null(strstr(error.message, foreign[i].named));
        assert_int_equal(dvk_index_rebuild(in_work("other"), NULL, NULL, &check, &error), DVK_E_VERSION);
        assert_non_null(strstr(error.message, foreign[i].named));
    }
}

static void what_is_missing_is_found_and_mended(void **unused) {
    (void)unused;
    for (size_t i = 0; i < sizeof lessened / sizeof *lessened; i++) {
        dvk_index_check check;
        craft(lessened[i].sql);
        assert_refused(DVK_INDEX_READ, DVK_E_DAMAGED, &lessened[i]);
        assert_refused(DVK_INDEX_WRITE, DVK_E_DAMAGED, &lessened[i]);
        assert_int_equal(dvk_index_verify(in_work("other"), NULL, NULL, &check, NULL), DVK_E_DAMAGED);
        if (strstr(lessened[i].sql, "retired") != NULL)
            continue; /* which numbers are used no longer is lost */
        assert_int_equal(dvk_index_rebuild(in_work("other"), NULL, NULL, &check, NULL), DVK_OK);
        assert_int_equal(dvk_index_verify(in_work("other"), NULL, NULL, &check, NULL), DVK_OK);
        assert_int_equal(check.articles, n_samples);
    }
}

/* The whole database anew, under SQLite's own settings, as another program would write it. */
static void rewrite_database(const char *settings) {
    char command[900];
    copy_sound();
    snprintf(
        command, sizeof command,
        "cd %s && mv index.dvoinik old && sqlite3 -readonly old .dump > dump && "
        "{ echo \"%s; PRAGMA application_id=0x44564e49; PRAGMA user_version=%d;\"; cat dump; } | sqlite3 "
        "index.dvoinik >/dev/null && rm old dump",
        in_work("other"), settings, 1);
    assert_int_equal(system(command), 0);
}

static void pages_of_another_size_are_refused(void **unused) {
    static const char *const settings[] = {"PRAGMA page_size=65536", "PRAGMA page_size=512",
                                           "PRAGMA page_size=4096", "PRAGMA encoding='UTF-16le'"};
    (void)unused;
    if (system("command -v sqlite3 >/dev/null") != 0) skip();
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        dvk_index *index = NULL;
        dvk_error error = {0};
        dvk_index_check check;
        rewrite_database(settings[i]);
        dvk_status status = try_open("other", DVK_INDEX_READ, &index, &error);
        if (status != DVK_E_DAMAGED) fail_msg("%s: status %d: %s", settings[i], (int)status, error.message);
        assert_int_equal(dvk_index_verify(in_work("other"), NULL, NULL, &check, &error), DVK_E_DAMAGED);
    }
}

static int make_sound(void **unused) {
    if (load_all(unused) != 0) return 1;
    dvk_index *index = open_index("sound", DVK_INDEX_NEW);
    add_some(index, samples, n_samples);
    dvk_index_destroy(index);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_belong_there_is_refused_by_name),
        cmocka_unit_test(what_is_missing_is_found_and_mended),
        cmocka_unit_test(pages_of_another_size_are_refused),
    };
    return cmocka_run_group_tests(tests, make_sound, drop_all);
}
