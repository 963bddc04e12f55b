/* Inputs: files, folders in their order, names that can be articles, and everything that cannot be opened. */
#include "reading.h"

#include "read/filename.h"

static const char record[] = "{\"title\":\"x\"}\n";

static void expect_name(const char *name, dvi_name_kind kind, const char *stem) {
    dvk_span path = {name, strlen(name)}, got = dvi_name_stem(path);
    assert_int_equal(dvi_name_tell(path), kind);
    assert_int_equal(got.len, strlen(stem));
    assert_memory_equal(got.data, stem, got.len);
}

static void tells_by_name(void **unused) {
    (void)unused;
    expect_name("a/b/news.txt", DVI_NAME_TEXT, "news");
    expect_name("news.TXT.gz", DVI_NAME_TEXT, "news");
    expect_name("news.v2.txt.zst", DVI_NAME_TEXT, "news.v2");
    expect_name("feed.jsonl", DVI_NAME_JSON, "feed.jsonl");
    expect_name("feed.ndjson.gz", DVI_NAME_JSON, "feed.ndjson");
    expect_name("feed.json.zst", DVI_NAME_JSON, "feed.json");
    expect_name("feed.csv", DVI_NAME_CSV, "feed.csv");
    expect_name("feed.Tsv.gz", DVI_NAME_TSV, "feed.Tsv");
    expect_name("feed.xml", DVI_NAME_FEED, "feed.xml");
    expect_name("feed.rss.zst", DVI_NAME_FEED, "feed.rss");
    expect_name("feed.doc", DVI_NAME_OTHER, "feed.doc");
    expect_name("txt", DVI_NAME_OTHER, "txt");
    expect_name("x/.txt", DVI_NAME_TEXT, ".txt");
    expect_name("-", DVI_NAME_OTHER, "-");
}

static void make_dirs(void) {
    assert_int_equal(
        mkdir("d", 0700) | mkdir("d/b", 0700) | mkdir("d/.hidden", 0700) | mkdir("d/b/empty", 0700), 0);
}

static void walks_folders_in_byte_order(void **unused) {
    (void)unused;
    make_dirs();
    static const char *const texts[] = {"d/c.txt",    "d/B.txt",        "d/b/2.txt",
                                        "d/b/10.txt", "d/\xD0\xB0.txt", "d/b.txt"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        write_text(texts[i], "T\n");
    static const char *const others[] = {"d/x.doc", "d/b/y.png", "d/.z.txt", "d/.hidden/w.txt"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        write_text(others[i], "T\n");
    write_text("d/a.jsonl", record);
    taken got;
    drain_one(&got, "d");
    assert_string_equal(got.ids, "B|a.jsonl:1|10|2|b|c|\xD0\xB0|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.stats.inputs, 7);
    assert_int_equal(got.stats.ignored, 2);
    drain_one(&got, "d///");
    assert_int_equal(got.articles, 7);
}

static void keeps_the_order_of_inputs(void **unused) {
    (void)unused;
    write_text("two.jsonl", "{\"id\":2,\"title\":\"x\"}\n{\"id\":3,\"title\":\"x\"}");
    write_text("one.txt", "T");
    static const char *const inputs[] = {"two.jsonl", "one.txt", "two.jsonl"};
    dvk_read_options options;
    dvk_read_options_init(&options);
    taken got;
    drain(&got, inputs, 3, &options);
    assert_string_equal(got.ids, "2|3|one|2|3|");
    assert_int_equal(got.stats.bytes, 41 + 1 + 41);
}

static void names_what_cannot_be_opened(void **unused) {
    (void)unused;
    write_text("good.txt", "T");
    static const char *const inputs[] = {"absent\n.txt", "good.txt"};
    dvk_read_options options;
    dvk_read_options_init(&options);
    taken got;
    drain(&got, inputs, 2, &options);
    assert_int_equal(got.failures, 1);
    assert_string_equal(got.ids, "good|");
    assert_int_equal(got.errors[0].status, DVK_E_IO);
    assert_string_equal(got.errors[0].file, "absent\\x0a.txt");
    assert_string_equal(got.errors[0].message, "the file cannot be opened: No such file or directory");
}

static void shows_odd_names_escaped(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "a\n\xFF.jsonl", record);
    assert_string_equal(got.ids, "a\\x0a\\xff.jsonl:1|");
}

static void refuses_a_folder_without_articles(void **unused) {
    (void)unused;
    assert_int_equal(mkdir("none", 0700) | mkdir("none/inner", 0700), 0);
    write_text("none/inner/x.doc", "a,b\n");
    taken got;
    drain_one(&got, "none");
    assert_int_equal(got.failures, 1);
    assert_string_equal(got.errors[0].file, "none");
    assert_int_equal(got.errors[0].status, DVK_E_INPUT);
    assert_non_null(strstr(got.errors[0].message, "holds no articles"));
    assert_int_equal(got.stats.ignored, 1);
}

static void ends_in_spite_of_links(void **unused) {
    (void)unused;
    assert_int_equal(mkdir("l", 0700) | mkdir("l/in", 0700), 0);
    write_text("l/real.txt", "T");
    assert_int_equal(symlink("..", "l/in/up") | symlink(".", "l/self") | symlink("real.txt", "l/link.txt"),
                     0);
    assert_int_equal(symlink("nowhere", "l/broken.txt") | symlink("loop.txt", "l/loop.txt"), 0);
    taken got;
    drain_one(&got, "l");
    assert_string_equal(got.ids, "link|real|");
    assert_int_equal(got.warnings, 2);
    assert_int_equal(got.failures, 2);
}

static void passes_over_what_is_no_file(void **unused) {
    (void)unused;
    assert_int_equal(mkdir("p", 0700) | mkfifo("p/pipe.txt", 0600), 0);
    write_text("p/a.txt", "T");
    taken got;
    drain_one(&got, "p");
    assert_string_equal(got.ids, "a|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.stats.ignored, 1);
}

static void checks_its_arguments(void **unused) {
    (void)unused;
    dvk_reader *reader;
    dvk_read_options options;
    static const char *const inputs[] = {"-", NULL};
    assert_int_equal(dvk_reader_create(&reader, inputs, 0, NULL), DVK_E_ARGUMENT);
    assert_int_equal(dvk_reader_create(&reader, inputs, 2, NULL), DVK_E_ARGUMENT);
    assert_int_equal(dvk_reader_create(NULL, inputs, 1, NULL), DVK_E_ARGUMENT);
    dvk_read_options_init(&options);
    options.max_depth = 0;
    assert_int_equal(dvk_reader_create(&reader, inputs, 1, &options), DVK_E_ARGUMENT);
    assert_null(reader);
    dvk_reader_destroy(NULL);
    assert_int_equal(dvk_reader_next(NULL, NULL, NULL), DVK_E_ARGUMENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_by_name),
        cmocka_unit_test(walks_folders_in_byte_order),
        cmocka_unit_test(keeps_the_order_of_inputs),
        cmocka_unit_test(names_what_cannot_be_opened),
        cmocka_unit_test(shows_odd_names_escaped),
        cmocka_unit_test(refuses_a_folder_without_articles),
        cmocka_unit_test(ends_in_spite_of_links),
        cmocka_unit_test(passes_over_what_is_no_file),
        cmocka_unit_test(checks_its_arguments),
    };
    return cmocka_run_group_tests_name("input", tests, make_folder, remove_folder);
}
