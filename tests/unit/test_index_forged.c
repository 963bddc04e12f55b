/* Indexes changed by somebody who knows the checksums, and has made all of them right: whatever is said in
 * rows and files of lists, it is read to an end, within bounds, and refused, or taken for what it may be. */
#include "indexes.h"

#include <dirent.h>
#include <sys/stat.h>

#include "base/utf8.h"
#include "forged_rows.h"
#include "store/page_sums.h"

enum {
    PATIENCE = 280, /* seconds, for what takes part of one */
    MOST_RUN = 1 << 20,
    ASKED = 6
};

static char sound_names[8][64]; /* its files */
static size_t n_sound;

static sqlite3 *open_forged(void) {
    sqlite3 *handle = NULL;
    assert_int_equal(
        sqlite3_open_v2(in_work("forged/index.dvoinik"), &handle, SQLITE_OPEN_READWRITE, DVI_PAGE_SUMS_VFS),
        SQLITE_OK);
    assert_int_equal(forge_register(handle), SQLITE_OK);
    return handle;
}

static void run_sql(sqlite3 *handle, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(handle, sql, NULL, NULL, &message) != SQLITE_OK) fail_msg("%s: %s", sql, message);
}

static void copy_sound(void) {
    static char bytes[1 << 22];
    char command[300];
    snprintf(command, sizeof command, "rm -rf %s && mkdir %s", in_work("forged"), in_work("forged"));
    assert_int_equal(system(command), 0);
    for (size_t i = 0; i < n_sound; i++) {
        char from[300], to[300];
        snprintf(from, sizeof from, "%.150s/%.60s", in_work("sound"), sound_names[i]);
        snprintf(to, sizeof to, "%.150s/%.60s", in_work("forged"), sound_names[i]);
        FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
        assert_true(in != NULL && out != NULL);
        size_t n = fread(bytes, 1, sizeof bytes, in);
        assert_int_equal(fwrite(bytes, 1, n, out), n);
        assert_int_equal(fclose(in) | fclose(out), 0);
    }
}

/* Runs, late articles, pairs, and numbers that are used no longer. */
static int make_sound(void **unused) {
    uint64_t n;
    if (load_all(unused) != 0) return 1;
    dvk_index *index = open_index("sound", DVK_INDEX_NEW);
    for (size_t i = 0; i < n_samples; i += 5)
        add_some(index, samples + i, n_samples - i < 5 ? n_samples - i : 5);
    assert_int_equal(dvk_index_expire(index, samples[n_samples / 4].time, NULL, &n, NULL), DVK_OK);
    assert_true(n > 0);
    dvk_index_destroy(index);
    DIR *folder = opendir(in_work("sound"));
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.') snprintf(sound_names[n_sound++], 64, "%.60s", entry->d_name);
    return closedir(folder);
}

static bool is_foreseen(dvk_status status) {
    return status == DVK_OK || status == DVK_END || status == DVK_E_DAMAGED || status == DVK_E_LIMIT ||
           status == DVK_E_VERSION;
}

static void expect_foreseen(const char *what, const char *when, dvk_status status, const dvk_error *error) {
    if (!is_foreseen(status)) fail_msg("%s: %s: %d %s", what, when, status, error->message);
    if (status < 0) assert_true(error->message[0] != '\0');
    bool advised = strstr(error->message, "dvoinik index rebuild") != NULL ||
                   strstr(error->message, "make a new one") != NULL;
    if (status == DVK_E_DAMAGED && !advised)
        fail_msg("%s: %s: without advice: %s", what, when, error->message);
}

static void check_answer(const dvk_index_answer *answer) {
    const dvk_result *a = &answer->article;
    const dvk_span all[] = {a->id, a->url, a->title, a->source};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_int_equal(dvi_utf8_check(all[i]), all[i].len);
}

static bool visit(void *user, const dvk_index_answer *answer) {
    check_answer(answer);
    return ++*(size_t *)user < 5000;
}

static dvk_status drop(void *user, const char *data, size_t len) {
    (void)data;
    *(size_t *)user += len;
    assert_true(*(size_t *)user < 1 << 28);
    return DVK_OK;
}

static void ask(const char *what, dvk_index *index) {
    dvk_index_answer answer;
    dvk_index_stats stats;
    dvk_report_options options;
    dvk_error error = {0};
    size_t seen = 0, written = 0;
    uint32_t became;
    for (size_t i = 0; i < ASKED; i++) {
        dvk_article other = samples[n_samples - 1 - i * 7];
        other.id = (dvk_span){NULL, 0};
        dvk_status status = dvk_index_query(index, &other, &answer, &error);
        expect_foreseen(what, "query", status, &error);
        if (status == DVK_OK) check_answer(&answer);
        status = dvk_index_find(index, samples[n_samples - 1 - i * 7].id, &answer, &error);
        expect_foreseen(what, "find", status, &error);
        if (status == DVK_OK) check_answer(&answer);
    }
    expect_foreseen(what, "each", dvk_index_each(index, true, 0, visit, &seen, &became, &error), &error);
    expect_foreseen(what, "all", dvk_index_each(index, false, DVK_NO_GROUP, visit, &seen, &became, &error),
                    &error);
    expect_foreseen(what, "statistics", dvk_index_statistics(index, &stats, &error), &error);
    dvk_report_options_init(&options);
    options.format = DVK_REPORT_CSV;
    expect_foreseen(what, "report", dvk_index_report(index, &options, drop, &written, &error), &error);
}

static void change(const char *what, dvk_index *index) {
    dvk_error error = {0};
    uint64_t n;
    dvk_article more[ASKED];
    for (size_t i = 0; i < ASKED; i++) {
        static const char *const ids[ASKED] = {"f1", "f2", "f3", "f4", "f5", "f6"};
        more[i] = samples[n_samples - 1 - i * 7];
        more[i].id = (dvk_span){ids[i], 2};
    }
    expect_foreseen(what, "add", dvk_index_add(index, more, ASKED, NULL, &error), &error);
    expect_foreseen(what, "expire", dvk_index_expire(index, samples[n_samples / 2].time, NULL, &n, &error),
                    &error);
}

static void rebuild(const char *what) {
    dvk_index_check check;
    dvk_error error = {0};
    dvk_status status = dvk_index_rebuild(in_work("forged"), NULL, NULL, &check, &error);
    expect_foreseen(what, "rebuild", status, &error);
    if (status != DVK_OK) return;
    if (dvk_index_verify(in_work("forged"), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s: rebuilt: %s", what, error.message);
}

static void keep_forged(const char *name, const char *as) {
    char command[300];
    snprintf(command, sizeof command, "rm -rf %s && cp -r %s %s", in_work(as), in_work(name), in_work(as));
    assert_int_equal(system(command), 0);
}

/* Everything that reads or writes. */
static void use(const char *what) {
    dvk_index *index = NULL;
    dvk_index_check check;
    dvk_error error = {0};
    alarm(PATIENCE);
    keep_forged("forged", "kept");
    expect_foreseen(what, "verify", dvk_index_verify(in_work("forged"), NULL, NULL, &check, &error), &error);
    dvk_status status = try_open("forged", DVK_INDEX_WRITE, &index, &error);
    expect_foreseen(what, "open", status, &error);
    if (status == DVK_OK) {
        ask(what, index);
        change(what, index);
    }
    dvk_index_destroy(index);
    keep_forged("kept", "forged");
    rebuild(what);
    alarm(0);
}

static void forge(const char *sql, bool count) {
    copy_sound();
    sqlite3 *handle = open_forged();
    run_sql(handle, sql);
    if (count) assert_int_equal(forge_counts(handle), SQLITE_OK);
    run_sql(handle, forge_seal_all);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
}

/* Else what follows would show nothing. */
static void sums_that_are_made_right_are_right(void **unused) {
    dvk_index_check check;
    dvk_error error = {0};
    (void)unused;
    forge("UPDATE meta SET sum = 0; UPDATE article SET sum = 0; UPDATE feature SET sum = 0;"
          "UPDATE place SET sum = 0; UPDATE pair SET sum = 0; UPDATE recent SET sum = 0;"
          "UPDATE run SET sum = 0; UPDATE retired SET sum = 0; UPDATE gone SET sum = 0",
          true);
    if (dvk_index_verify(in_work("forged"), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s", error.message);
    assert_true(check.articles > 20 && check.pairs > 10);
    forge("DELETE FROM pair; DELETE FROM retired", true);
    sqlite3 *handle = open_forged();
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    if (dvk_index_verify(in_work("forged"), NULL, NULL, &check, &error) != DVK_OK)
        fail_msg("%s", error.message);
}

static void rows_that_cannot_be(void **unused) {
    static const char *const all[] = {
        "INSERT INTO pair SELECT 0, max(number), 65536, 65536, 0 FROM article UNION SELECT max(number), 0,"
        " 65536, 65536, 0 FROM article",
        "INSERT INTO pair SELECT number, 0, 65536, 65536, 0 FROM article",
        "INSERT INTO pair SELECT number, number, 65536, 65536, 0 FROM article",
        "UPDATE pair SET duplicate = 4294967295, event = 4294967295",
        "UPDATE pair SET event = 65537",
        "UPDATE pair SET duplicate = -1, event = -1",
        "UPDATE pair SET other = other + 4294967296 WHERE article % 2 = 0",
        "UPDATE pair SET article = article + 4294967296 WHERE article % 2 = 0",
        "INSERT INTO pair SELECT number, 90000, 65536, 65536, 0 FROM article UNION SELECT 90000, number,"
        " 65536, 65536, 0 FROM article",
        "REPLACE INTO pair SELECT a.number, b.number, 65536, 65536, 0 FROM article AS a, article AS b"
        " WHERE a.number <> b.number",
        "DELETE FROM pair WHERE article < other",
        "UPDATE place SET duplicate = 4294967294, event = 4294967294",
        "UPDATE place SET duplicate = 4294967295, event = 4294967295",
        "UPDATE place SET duplicate = -1, event = 5000000000, score = -1, representative = 7",
        "UPDATE place SET duplicate = 0, event = 0, tie = 0",
        "UPDATE place SET time = 9223372036854775807 - number % 2, tie = 0",
        "UPDATE place SET time = -9223372036854775807 + number % 2, tie = number % 3",
        "UPDATE place SET time = CASE number % 2 WHEN 0 THEN 9223372036854775807 ELSE"
        " -9223372036854775807 END",
        "UPDATE place SET number = number + 5000000000",
        "UPDATE place SET number = -number",
        "UPDATE place SET duplicate = x'00', event = 'many', time = 'never'",
        "UPDATE article SET title = CAST(x'ff80c2' AS TEXT)",
        "UPDATE article SET url = CAST(x'687474703a2f2fd0' AS TEXT), source = CAST(x'e280' AS TEXT)",
        "UPDATE article SET id = CAST(x'f0' || id AS TEXT)",
        "UPDATE article SET id = '' WHERE number = (SELECT min(number) FROM article)",
        "UPDATE article SET title = '', url = '', source = ''",
        "UPDATE article SET title = CAST(zeroblob(100000) AS TEXT), url = CAST(zeroblob(10) AS TEXT)",
        "UPDATE article SET url = 'http://' || hex(zeroblob(500000))",
        "UPDATE article SET title = x'00ff', id = number, lang = 7, source = 1.5",
        "UPDATE article SET time = 9223372036854775807",
        "UPDATE article SET time = -9223372036854775807",
        "UPDATE article SET time = 'never', lang = 'nowhere', tokens = -1, characters = 1e300",
        "UPDATE article SET number = 0 WHERE number = (SELECT min(number) FROM article)",
        "UPDATE article SET number = -7 WHERE number = (SELECT min(number) FROM article)",
        "UPDATE article SET number = 4294967294 WHERE number = (SELECT max(number) FROM article)",
        "UPDATE article SET number = 4294967295 WHERE number = (SELECT max(number) FROM article)",
        "UPDATE article SET number = number + 4294967296",
        "UPDATE article SET number = 9223372036854775807 WHERE number = (SELECT max(number) FROM article)",
        "UPDATE feature SET number = 9223372036854775807 WHERE number = (SELECT max(number) FROM feature)",
        "UPDATE feature SET list = x''",
        "UPDATE feature SET list = zeroblob(1000000)",
        "UPDATE feature SET list = 'text'",
        "UPDATE feature SET list = CAST(substr(list, 1, 16) || x'ffffffff' || substr(list, 21) AS BLOB)",
        "UPDATE feature SET list = CAST(substr(list, 1, 20) || x'ffffffff' || substr(list, 25) AS BLOB)",
        "UPDATE feature SET list = CAST(substr(list, 1, 24) || x'ffffffffffffffff' || substr(list, 33) AS "
        "BLOB)",
        "UPDATE feature SET list = CAST(substr(list, 1, 32) || x'ffffffff' || substr(list, 37) AS BLOB)",
        "UPDATE feature SET list = CAST(substr(list, 1, 36) || x'ffffffffffffff7f' || substr(list, 45) AS "
        "BLOB)"
        " WHERE number % 2; UPDATE feature SET list = CAST(substr(list, 1, 36) || x'0100000000000080' ||"
        " substr(list, 45) AS BLOB) WHERE number % 2 = 0",
        "UPDATE feature SET list = CAST(substr(list, 1, 48) || x'ffffffff0aff' || substr(list, 55) AS BLOB)",
        "UPDATE recent SET list = x''",
        "UPDATE recent SET list = CAST(substr(list, 1, 16) || x'00000000' AS BLOB)",
        "UPDATE recent SET list = CAST(substr(list, 1, 16) || x'ffff0000' || zeroblob(524280) AS BLOB)",
        "UPDATE recent SET list = CAST(substr(list, 1, 16) || x'0000ffff' || zeroblob(393210) AS BLOB)",
        "UPDATE recent SET list = CAST(x'ffffffffffffff7fffffffffffffffff' || substr(list, 17) AS BLOB)",
        "UPDATE recent SET number = 0 WHERE number = (SELECT max(number) FROM recent)",
        "UPDATE recent SET number = 4294967294 WHERE number = (SELECT max(number) FROM recent)",
        "UPDATE recent SET number = number - 30 WHERE number = (SELECT max(number) FROM recent)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO recent"
        " SELECT 100000 + i, (SELECT CAST(x'00000000000000' || char(127 - i / 30) || substr(list, 9) AS BLOB)"
        " FROM recent LIMIT 1), 0 FROM n",
        "UPDATE run SET first = 0, last = 4294967295, earliest = 0, latest = 0",
        "UPDATE run SET first = 4294967295, last = 0",
        "UPDATE run SET alive = 0",
        "UPDATE run SET alive = -1, articles = -1",
        "UPDATE run SET number = 4294967295",
        "UPDATE run SET number = -1",
        "INSERT INTO run SELECT number + 1, last + 1, last + 9, articles, alive, earliest, latest, content, 0"
        " FROM run LIMIT 1",
        "INSERT INTO gone VALUES(-1, zeroblob(1024), 0)",
        "INSERT INTO gone VALUES(4294967295, zeroblob(1024), 0)",
        "INSERT INTO gone VALUES(524287, zeroblob(1024), 0)",
        "UPDATE gone SET bits = x'ff'",
        "UPDATE gone SET bits = zeroblob(1024)",
        "DELETE FROM gone",
        "UPDATE gone SET bits = CAST(replace(hex(zeroblob(512)), '0', char(127)) AS BLOB)",
        "INSERT INTO retired VALUES(7, 1, 1, 0)",
        "REPLACE INTO retired VALUES(0, 0, 0, 0), (1, 0, 1, 0), (1, 1, 0, 0)",
        "INSERT INTO retired VALUES(0, -1, -1, 0), (1, 5000000000, 5000000000, 0)",
        "REPLACE INTO retired VALUES(1, 4294967294, 4294967294, 0)",
        "DELETE FROM article",
        "DELETE FROM feature",
        "DELETE FROM place",
        "DELETE FROM run",
        "DELETE FROM recent",
    };
    (void)unused;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        forge(all[i], true);
        use(all[i]);
        if (strncmp(all[i], "UPDATE", 6) == 0) continue;
        forge(all[i], false);
        use(all[i]);
    }
}

/* One number of a record of table meta, at each place, becomes one that cannot be. */
static void forge_meta(const char *name, size_t size, size_t each, const char *const *numbers, size_t n) {
    char sql[300];
    for (size_t at = 0; at + each <= size; at += each) {
        for (size_t i = 0; i < n; i++) {
            snprintf(sql, sizeof sql,
                     "UPDATE meta SET value = CAST(substr(value, 1, %zu) || x'%s' || substr(value, %zu) AS "
                     "BLOB) WHERE name = '%s'",
                     at, numbers[i], at + each + 1, name);
            forge(sql, false);
            use(sql);
        }
    }
}

static void counts_that_cannot_be(void **unused) {
    static const char *const numbers[] = {"0000000000000000", "feffffff00000000", "ffffffffffffffff"};
    (void)unused;
    forge_meta("counts", 96, 8, numbers, sizeof numbers / sizeof *numbers);
}

/* A rebuild goes on from number to number where the trees of articles lead nowhere. */
static void an_end_that_is_far_away(void **unused) {
    static const char sql[] =
        "UPDATE meta SET value = CAST(x'feffffff00000000' || substr(value, 9) AS BLOB) WHERE name = 'counts';"
        "UPDATE article SET number = 9223372036854775807 WHERE number = (SELECT max(number) FROM article)";
    (void)unused;
    forge(sql, false);
    use("an end that is far away");
}

static void what_is_pinned_and_cannot_be(void **unused) {
    static const char *const numbers[] = {"00000000", "ffffffff"};
    (void)unused;
    forge_meta("pinned", 96, 4, numbers, sizeof numbers / sizeof *numbers);
}

static uint8_t run_bytes[MOST_RUN];
static size_t run_size;
static char run_name[64];

static void load_run(void) {
    run_size = 0;
    for (size_t i = 0; i < n_sound && run_size == 0; i++) {
        char path[200];
        if (strncmp(sound_names[i], "index.dvoinik-run", 17) != 0) continue;
        snprintf(run_name, sizeof run_name, "%.63s", sound_names[i]);
        snprintf(path, sizeof path, "%.120s/%.60s", in_work("sound"), run_name);
        FILE *file = fopen(path, "rb");
        assert_non_null(file);
        run_size = fread(run_bytes, 1, sizeof run_bytes, file);
        assert_int_equal(fclose(file), 0);
    }
    assert_true(run_size > (size_t)4 * DVI_BLOCK && run_size < MOST_RUN && run_size % DVI_BLOCK == 0);
}

/* The file of lists as it is in memory by now, with its sums. */
static void use_run(const char *what, size_t at) {
    char path[200], name[80];
    copy_sound();
    sqlite3 *handle = open_forged();
    assert_int_equal(forge_run(handle, run_bytes, run_size, strtoull(run_name + 17, NULL, 10)), SQLITE_OK);
    run_sql(handle, forge_seal_all);
    assert_int_equal(sqlite3_close(handle), SQLITE_OK);
    snprintf(path, sizeof path, "%.120s/%.60s", in_work("forged"), run_name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(run_bytes, 1, run_size, file), run_size);
    assert_int_equal(fclose(file), 0);
    snprintf(name, sizeof name, "%s at %zu", what, at);
    use(name);
}

static void heads_of_lists_that_cannot_be(void **unused) {
    static const uint32_t numbers[] = {0, UINT32_MAX};
    (void)unused;
    for (size_t at = 24; at < 80; at += 4)
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            load_run();
            dvi_put32(run_bytes + at, numbers[i]);
            use_run("head", at);
        }
}

/* Entries of articles that are none, in any order, more than there is room for. */
static void blocks_of_lists_that_cannot_be(void **unused) {
    static const uint32_t counts[] = {0, DVI_MOST_ENTRIES + 1};
    (void)unused;
    load_run();
    size_t n = run_size / DVI_BLOCK;
    for (size_t block = 1; block < n; block++) {
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            load_run();
            dvi_put32(run_bytes + block * DVI_BLOCK + DVI_BLOCK_COUNT, counts[i]);
            use_run("count", block);
        }
        load_run();
        memset(run_bytes + block * DVI_BLOCK, 0xFF, DVI_BLOCK_COUNT);
        use_run("ones", block);
        load_run();
        memset(run_bytes + block * DVI_BLOCK, 0, DVI_BLOCK_COUNT);
        use_run("zeros", block);
    }
}

/* All that an entry says but its key, so that it is found. */
static void entries_of_articles_that_are_none(void **unused) {
    static const uint32_t numbers[] = {0, UINT32_MAX, 90000};
    (void)unused;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        load_run();
        uint32_t bands = dvi_get32(run_bytes + 72), anchors = dvi_get32(run_bytes + 76);
        for (size_t block = 1; block <= bands + anchors; block++) {
            uint8_t *at = run_bytes + block * DVI_BLOCK;
            bool band = block <= bands;
            for (size_t k = 0; k < dvi_get32(at + DVI_BLOCK_COUNT); k++)
                dvi_put32(at + k * (band ? DVI_BAND_ENTRY : DVI_ANCHOR_ENTRY) + (band ? 12 : 16), numbers[i]);
        }
        use_run("article", numbers[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_that_are_made_right_are_right),
        cmocka_unit_test(rows_that_cannot_be),
        cmocka_unit_test(an_end_that_is_far_away),
        cmocka_unit_test(counts_that_cannot_be),
        cmocka_unit_test(what_is_pinned_and_cannot_be),
        cmocka_unit_test(heads_of_lists_that_cannot_be),
        cmocka_unit_test(blocks_of_lists_that_cannot_be),
        cmocka_unit_test(entries_of_articles_that_are_none),
    };
    return cmocka_run_group_tests(tests, make_sound, drop_all);
}
