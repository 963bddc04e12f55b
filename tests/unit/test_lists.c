/* JSON Feed, OPML lists of local files, and what folders pass over. */
#include "reading.h"

#include "base/memory.h"
#include "failing_memory.h"

#define VERSION "\"version\":\"https://jsonfeed.org/version/1.1\""

static void reads_json_feed(void **unused) {
    (void)unused;
    taken got;
    drain_text(
        &got, "f.json",
        "{" VERSION
        ",\"title\":\"Feed\",\n\"items\":[\n{\"id\":\"a\",\"title\":\" A \",\"content_text\":\"x\","
        "\"content_html\":\"y\"},"
        "\n{\"id\":2,\"url\":\"https://s.example/2\",\"content_html\":\"<p>b &amp;<p>c\",\"date_published\":"
        "\"2025-07-12T08:00:00Z\"},{\"summary\":\"s\"}],\"language\":\"uk\"}\n");
    assert_string_equal(got.ids, "a|2|f.json:3|");
    assert_string_equal(got.titles, "A|||");
    assert_string_equal(got.texts, "x|b &\nc|s|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.last.line, 4);
    drain_text(&got, "f.json", "{\n \"items\": [], " VERSION "}");
    assert_int_equal(got.articles + got.failures, 0);
}

/* As in Atom: HTML that is a picture alone says nothing, and the summary what it shows. */
static void takes_the_summary_where_the_html_has_no_text(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.json",
               "{" VERSION
               ",\"items\":[{\"id\":\"a\",\"content_html\":\"<p><img src='x'></p>\",\"summary\":\"s\"},"
               "{\"id\":\"b\",\"content_html\":\"<p>t</p>\",\"summary\":\"s\"}]}");
    assert_string_equal(got.texts, "s|t|");
    assert_int_equal(got.failures, 0);
}

static void tells_of_a_damaged_json_feed(void **unused) {
    (void)unused;
    taken got;
    expect_failure("f.json", "{" VERSION "}", strlen("{" VERSION "}"), DVK_E_INPUT, 1, 0,
                   "no array \"items\"");
    drain_text(&got, "f.json",
               "{" VERSION
               ",\"items\":[{\"id\":\"a\",\"title\":\"A\"},\n{\"id\":\"b\"},1,{\"title\":\"C\"}]}");
    assert_string_equal(got.titles, "A|C|");
    assert_int_equal(got.failures, 2);
    assert_int_equal(got.errors[0].line, 2);
    drain_text(&got, "f.json", "{" VERSION ",\"items\":[{\"id\":\"a\",\"title\":\"A\"}");
    assert_int_equal(got.articles, 0);
    assert_int_equal(got.failures, 1);
}

/* A record may speak of feeds. */
static void takes_no_record_for_a_feed(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "r.jsonl",
               "{\"text\":\""
               "x\",\"version\":\"1\",\"items\":[{}],\"link\":\"jsonfeed.org/version/1\"}\n{\"text\":\"y\"}");
    assert_string_equal(got.texts, "x|y|");
}

static void write_list(const char *name, const char *outlines) {
    char text[2000];
    snprintf(text, sizeof text,
             "<?xml version='1.0'?><opml version='2.0'><head><title>x</title></head><body>%s</body></opml>",
             outlines);
    write_text(name, text);
}

static void reads_what_a_list_names(void **unused) {
    (void)unused;
    taken got;
    char outlines[600], here[200];
    mkdir("lists", 0700);
    write_text("lists/a.jsonl", "{\"title\":\"A\"}\n");
    write_text("lists/b c.jsonl", "{\"title\":\"B\"}\n");
    write_text("lists/d.jsonl", "{\"title\":\"D\"}\n");
    assert_non_null(getcwd(here, sizeof here));
    snprintf(outlines, sizeof outlines,
             "<outline text='g'><outline xmlUrl='a.jsonl'/><outline xmlUrl='https://s.example/f' "
             "htmlUrl='https://s.example'/></outline><outline xmlUrl='file://%s/lists/b%%20c.jsonl'/>"
             "<outline xmlUrl='http://s.example/' htmlUrl='d.jsonl'/><outline text='x'/>",
             here);
    write_list("lists/l.opml", outlines);
    drain_one(&got, "lists/l.opml");
    assert_string_equal(got.titles, "A|B|D|");
    assert_string_equal(got.ids, "a.jsonl:1|b c.jsonl:1|d.jsonl:1|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.warnings, 1);
    assert_int_equal(got.stats.ignored, 1);
    assert_non_null(strstr(got.errors[0].message, "1 of the list's feeds is on the network"));
    const char *inputs[] = {"lists/l.opml", "lists/a.jsonl"};
    dvk_read_options options;
    dvk_read_options_init(&options);
    drain(&got, inputs, 2, &options);
    assert_string_equal(got.titles, "A|B|D|A|");
}

/* A drive is no scheme, and a zero no end of a name. */
static void takes_odd_names_in_a_list_for_names(void **unused) {
    (void)unused;
    taken got;
    write_text("c:e.jsonl", "{\"title\":\"C\"}\n");
    write_text("f.jsonl", "{\"title\":\"F\"}\n");
    write_text("g%4.jsonl", "{\"title\":\"G\"}\n");
    write_list("odd.opml", "<outline xmlUrl='c:e.jsonl'/><outline xmlUrl='file:%00f.json%6C'/>"
                           "<outline xmlUrl='file:g%4.jsonl'/>");
    drain_one(&got, "odd.opml");
    assert_string_equal(got.titles, "C|F|G|");
    assert_int_equal(got.failures + got.warnings, 0);
}

/* A reference in a name is the character it stands for. */
static void takes_references_in_a_list_for_characters(void **unused) {
    (void)unused;
    taken got;
    write_text("h&i.jsonl", "{\"title\":\"H\"}\n");
    write_list("named.opml", "<outline xmlUrl='h&amp;i.jsonl'/><outline xmlUrl='h&#38;&#x69;.jsonl'/>");
    drain_one(&got, "named.opml");
    assert_string_equal(got.titles, "H|H|");
    assert_int_equal(got.failures + got.warnings, 0);
}

/* Whatever a list from elsewhere names, nothing outside its folder is opened. */
static void keeps_a_list_in_its_folder(void **unused) {
    (void)unused;
    taken got;
    mkdir("jail", 0700);
    write_text("secret.jsonl", "{\"title\":\"Secret\"}\n");
    write_text("jail/in.jsonl", "{\"title\":\"In\"}\n");
    mkdir("jail-next", 0700);
    write_text("jail-next/x.jsonl", "{\"title\":\"Next\"}\n");
    (void)!symlink("../secret.jsonl", "jail/link.jsonl");
    write_list("jail/l.opml", "<outline xmlUrl='../secret.jsonl'/><outline xmlUrl='link.jsonl'/>"
                              "<outline xmlUrl='file:///etc/passwd'/><outline xmlUrl='/etc/passwd'/>"
                              "<outline xmlUrl='../jail-next/x.jsonl'/><outline xmlUrl='../jail/in.jsonl'/>");
    drain_one(&got, "jail/l.opml");
    assert_string_equal(got.titles, "In|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.warnings, 5);
    assert_int_equal(got.stats.ignored, 5);
}

static void tells_of_a_bad_list(void **unused) {
    (void)unused;
    taken got;
    mkdir("sub", 0700);
    write_list("l.opml", "<outline xmlUrl='l.opml'/>");
    drain_one(&got, "l.opml");
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "may not name another list"));
    write_list("l.opml", "<outline xmlUrl='absent.xml'/><outline xmlUrl='sub'/>");
    drain_one(&got, "l.opml");
    assert_int_equal(got.failures, 2);
    assert_int_equal(got.errors[0].status, DVK_E_IO);
    write_list("l.opml", "<outline xmlUrl='https://s.example/'/>");
    drain_one(&got, "l.opml");
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "names no local file"));
    static const char bomb[] =
        "<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body><outline xmlUrl='&a;'/></body></opml>";
    drain_text(&got, "l.opml", bomb);
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "declares an entity"));
    drain_text(&got, "l.opml", "<opml><body><outline xmlUrl='a.jsonl'/>");
    assert_int_equal(got.failures, 1);
}

/* Nothing of the tag at which it stops is read any more: its attributes are gone. */
static void stops_at_a_list_that_is_nested_too_deep(void **unused) {
    (void)unused;
    static char list[20000];
    taken got;
    size_t n = (size_t)snprintf(list, sizeof list, "<opml version=\"2.0\"><body>");
    for (int i = 0; i < 250; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "<outline text=\"x%d\" xmlUrl=\"file_%d.xml\">", i,
                              i);
    drain_text(&got, "deep.opml", list);
    assert_int_equal(got.articles, 0);
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    assert_string_equal(got.errors[0].message, "outlines are nested more than 200 deep here");
}

/* For each outline, however small, the parser goes through all of these again. */
static void stops_at_a_list_that_declares_too_much(void **unused) {
    (void)unused;
    static char list[40000];
    taken got;
    size_t n = (size_t)snprintf(list, sizeof list, "<!DOCTYPE opml [<!ATTLIST outline");
    for (int i = 0; i < 65; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, " a%d (x|y) \"x\"", i);
    snprintf(list + n, sizeof list - n, ">]><opml><body><outline xmlUrl='a.jsonl'/></body></opml>");
    drain_text(&got, "l.opml", list);
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "attributes are declared here with a value"));
    n = (size_t)snprintf(list, sizeof list, "<opml><body>");
    for (int depth = 0; depth < 11; depth++) {
        n += (size_t)snprintf(list + n, sizeof list - n, "<outline");
        for (int i = 0; i < 100; i++)
            n += (size_t)snprintf(list + n, sizeof list - n, " xmlns:p%d=\"u\"", i);
        n += (size_t)snprintf(list + n, sizeof list - n, ">");
    }
    snprintf(list + n, sizeof list - n, "%8192s", "");
    drain_text(&got, "l.opml", list);
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "name spaces are open here"));
}

static void make_mixed_folder(void) {
    mkdir("mixed", 0700);
    mkdir("mixed/under", 0700);
    write_text("mixed/gold.tsv", "id\tstory\n1\t2\n");
    write_text("mixed/settings.json", "{\"name\": \"x\",\n \"list\": [1, {\"title\": 2}]}");
    write_text("mixed/map.xml", "<?xml version='1.0'?><!-- x --><kml><Document/></kml>");
    write_list("mixed/list.opml", "<outline xmlUrl='a.jsonl'/>");
    write_text("mixed/README.md", "# x\n");
    write_text("mixed/a.jsonl", "{\"title\":\"A\"}\n");
    write_text("mixed/under/b.csv", "title\nB\n");
    write_text("mixed/under/c.html", "<title>C</title>");
}

static void passes_over_what_is_not_news(void **unused) {
    (void)unused;
    taken got;
    make_mixed_folder();
    drain_one(&got, "mixed");
    assert_string_equal(got.titles, "A|B|C|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.warnings, 1);
    assert_int_equal(got.stats.ignored, 5);
    assert_string_equal(got.errors[0].message,
                        "5 files in the folder hold no articles and were passed over: README.md and others");
}

/* What is named is read or refused, never passed over; what is damaged neither. */
static void passes_over_nothing_that_is_named(void **unused) {
    (void)unused;
    static const char *const named[] = {"mixed/gold.tsv", "mixed/settings.json", "mixed/map.xml"};
    taken got;
    make_mixed_folder();
    for (size_t i = 0; i < 3; i++) {
        drain_one(&got, named[i]);
        assert_true(got.failures > 0);
        assert_int_equal(got.articles, 0);
    }
    /* A format that is named is that of all that lies in a folder. */
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.format = DVK_INPUT_JSONL;
    const char *folder = "mixed";
    drain(&got, &folder, 1, &options);
    assert_string_equal(got.titles, "A|");
    assert_true(got.failures > 0);
    mkdir("damaged", 0700);
    write_text("damaged/a.jsonl", "{\"name\": \"x\", \"text");
    write_text("damaged/b.xml", "<rss><channel><item>");
    write_text("damaged/c.csv", "title,text\n\"a\n");
    drain_one(&got, "damaged");
    assert_int_equal(got.failures, 3);
    assert_int_equal(got.warnings, 0);
}

static void refuses_a_folder_of_other_things(void **unused) {
    (void)unused;
    taken got;
    mkdir("other", 0700);
    write_text("other/gold.tsv", "id\tstory\n1\t2\n");
    drain_one(&got, "other");
    assert_int_equal(got.failures, 1);
    assert_non_null(strstr(got.errors[0].message, "holds no articles"));
}

/* Whichever allocation fails, the reader says so or did without, and nothing is lost. */
static void ends_cleanly_without_memory(void **unused) {
    (void)unused;
    static const char *const files[] = {
        "archive.warc",           "archive.wet",           "feed.json", "list.opml", "rss2.xml",
        "pages/wonsan-uk-1.html", "pages/wonsan-bg-1.html"};
    const char *samples = getenv("DVOINIK_SAMPLES");
    assert_non_null(samples);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[600];
        const char *input = path;
        size_t articles = 0, after = 0;
        snprintf(path, sizeof path, "%s/feeds/%s", samples, files[i]);
        for (bool failed = true; failed; after++) {
            dvk_reader *reader = NULL;
            dvk_article article;
            assert_true(after < 2000);
            dvi_memory_fail(after, 1);
            dvk_status status = dvk_reader_create(&reader, &input, 1, NULL);
            for (articles = 0; status == DVK_OK; articles++)
                status = dvk_reader_next(reader, &article, NULL);
            failed = status != DVK_END;
            if (failed) assert_int_equal(status, DVK_E_MEMORY);
            dvi_memory_fail(SIZE_MAX, 0);
            dvk_reader_destroy(reader);
        }
        assert_int_equal(articles, strncmp(files[i], "pages", 5) == 0 ? 2 : 9);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_json_feed),
        cmocka_unit_test(takes_the_summary_where_the_html_has_no_text),
        cmocka_unit_test(tells_of_a_damaged_json_feed),
        cmocka_unit_test(takes_no_record_for_a_feed),
        cmocka_unit_test(reads_what_a_list_names),
        cmocka_unit_test(takes_odd_names_in_a_list_for_names),
        cmocka_unit_test(takes_references_in_a_list_for_characters),
        cmocka_unit_test(keeps_a_list_in_its_folder),
        cmocka_unit_test(tells_of_a_bad_list),
        cmocka_unit_test(stops_at_a_list_that_is_nested_too_deep),
        cmocka_unit_test(stops_at_a_list_that_declares_too_much),
        cmocka_unit_test(passes_over_what_is_not_news),
        cmocka_unit_test(passes_over_nothing_that_is_named),
        cmocka_unit_test(refuses_a_folder_of_other_things),
        cmocka_unit_test(ends_cleanly_without_memory),
    };
    return cmocka_run_group_tests_name("lists", tests, make_folder, remove_folder);
}
