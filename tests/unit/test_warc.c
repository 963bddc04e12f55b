/* Archives: pages, texts, what is passed over, charsets, chunks and packing, lengths that lie, cuts. */
#include "reading.h"

#include <zlib.h>

static char archive[1 << 20];
static size_t archive_len;

/* Appends a record of that type; a length of -1 is the right one. */
static void put(const char *type, const char *content_type, const char *more, const char *block, size_t len,
                const char *length) {
    char right[32];
    snprintf(right, sizeof right, "%zu", len);
    int n = snprintf(archive + archive_len, sizeof archive - archive_len,
                     "WARC/1.1\r\nWARC-Type: %s\r\ncontent-type: %s\r\n%sContent-Length: %s\r\n\r\n", type,
                     content_type, more, length != NULL ? length : right);
    assert_true(n > 0 && archive_len + (size_t)n + len + 4 < sizeof archive);
    archive_len += (size_t)n;
    memcpy(archive + archive_len, block, len);
    memcpy(archive + archive_len + len, "\r\n\r\n", 4);
    archive_len += len + 4;
}

static void put_response(const char *header, const char *body, size_t len) {
    static char block[100000];
    int n = snprintf(block, sizeof block, "HTTP/1.1 %s\r\n\r\n", header);
    memcpy(block + n, body, len);
    put("response", "application/http; msgtype=response", "", block, (size_t)n + len, NULL);
}

static void put_page(const char *header, const char *body) {
    put_response(header, body, strlen(body));
}

static const char html[] = "200 OK\r\nContent-Type: text/html; charset=UTF-8";

static taken drain_archive(void) {
    taken got;
    write_bytes("a.warc", archive, archive_len);
    drain_one(&got, "a.warc");
    archive_len = 0;
    return got;
}

static void reads_pages_and_texts(void **unused) {
    (void)unused;
    put("warcinfo", "application/warc-fields", "", "software: x\r\n", 13, NULL);
    put("request", "application/http; msgtype=request", "", "GET / HTTP/1.1\r\n\r\n", 18, NULL);
    put_page(html, "<title>One</title>");
    put("resource", "text/html", "WARC-Record-ID: <urn:uuid:the-id>\r\n", "<title>Two</title>", 18, NULL);
    put("conversion", "text/plain", "WARC-Date: 2025-07-12T08:00:00Z\r\n", "\nThree\nits text\n", 16, NULL);
    taken got = drain_archive();
    assert_string_equal(got.titles, "One|Two|Three|");
    assert_string_equal(got.ids, "a.warc:3|the-id|a.warc:5|");
    assert_string_equal(got.texts, "||its text|");
    assert_int_equal(got.last.time, 1752307200);
    assert_int_equal(got.last.line, 36);
    assert_int_equal(got.failures + got.warnings, 0);
}

static void passes_over_what_is_no_page_and_says_so(void **unused) {
    (void)unused;
    put_page("404 Not Found\r\nContent-Type: text/html", "<title>No</title>");
    put_page("200 OK\r\nContent-Type: image/png", "\x89PNG");
    put_page(html, "<p></p>");
    put_page("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br", "\x1B\x03packed");
    put("response", "application/http", "", "no answer", 9, NULL);
    put_page(html, "<title>Yes</title>");
    taken got = drain_archive();
    assert_string_equal(got.titles, "Yes|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.warnings, 1);
    assert_non_null(strstr(got.errors[0].message, "5 records of the archive are no page with text"));
    assert_non_null(
        strstr(got.errors[0].message, "; 1 of them would be a page, packed in a way that is not read"));
    put_page("404 Not Found\r\nContent-Type: text/html\r\nContent-Encoding: br", "\x1B\x03packed");
    put_page(html, "<title>Yes</title>");
    got = drain_archive();
    assert_string_equal(got.errors[0].message,
                        "1 record of the archive is no page with text and was passed over");
}

/* The page's own word goes first, when it can be read. */
static void takes_the_date_of_the_page_before_that_of_the_archive(void **unused) {
    (void)unused;
    static const char *const dates[] = {"2025-07-12T08:00:00Z", "some day", ""};
    for (size_t i = 0; i < 3; i++) {
        char page[200];
        snprintf(page, sizeof page, "<title>T</title><meta property='article:published_time' content='%s'>",
                 dates[i]);
        put("resource", "text/html", "WARC-Date: 2025-07-13T08:00:00Z\r\n", page, strlen(page), NULL);
        taken got = drain_archive();
        assert_int_equal(got.articles, 1);
        assert_int_equal(got.last.time, 1752307200 + (i == 0 ? 0 : 86400));
        assert_int_equal(got.warnings, 0);
    }
}

static bool says(dvk_span got, const char *wanted) {
    return got.len == strlen(wanted) && memcmp(got.data, wanted, got.len) == 0;
}

/* The archive's word and the host stand in for what a page does not say of itself. */
static void takes_the_address_of_the_page_before_that_of_the_archive(void **unused) {
    (void)unused;
    static const struct {
        const char *type, *page, *url, *source;
    } cases[] = {
        {"text/html",
         "<title>T</title><link rel='canonical' href='https://a.example/1'><meta property='og:site_name' "
         "content='Paper'>",
         "https://a.example/1", "Paper"},
        {"application/xhtml+xml", "<title>T</title>", "https://www.b.example/2", "b.example"},
    };
    const char *input = "pages.warc";
    for (size_t i = 0; i < 2; i++) {
        dvk_reader *reader;
        dvk_article article;
        put("resource", cases[i].type, "WARC-Target-URI: <https://www.b.example/2>\r\n", cases[i].page,
            strlen(cases[i].page), NULL);
        write_bytes(input, archive, archive_len);
        archive_len = 0;
        assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
        assert_int_equal(dvk_reader_next(reader, &article, NULL), DVK_OK);
        assert_true(says(article.url, cases[i].url));
        assert_true(says(article.source, cases[i].source));
        dvk_reader_destroy(reader);
    }
}

/* What a page is when it is unpacked is bounded as all that is read. */
static void limits_what_a_body_grows_to(void **unused) {
    (void)unused;
    enum { LARGE = 18 << 20 };
    static unsigned char packed[100000];
    char *page = malloc(LARGE);
    assert_non_null(page);
    memset(page, ' ', LARGE);
    memcpy(page, "<title>Large</title>", 20);
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)(uintptr_t)page;
    z.avail_in = LARGE;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t n = sizeof packed - z.avail_out;
    deflateEnd(&z);
    free(page);
    put_response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", (char *)packed, n);
    write_bytes("large.warc", archive, archive_len);
    archive_len = 0;
    const char *input = "large.warc";
    for (int i = 0; i < 3; i++) {
        taken got;
        dvk_read_options options;
        dvk_read_options_init(&options);
        options.max_ratio = i == 2 ? 500 : 5000;
        if (i == 1) options.max_record_bytes = 17 << 20;
        drain(&got, &input, 1, &options);
        assert_int_equal(got.articles, i == 0);
        assert_int_equal(got.failures, i != 0);
        if (i != 0) assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    }
}

static size_t pack(char *out, size_t cap, const char *text) {
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (z_const Bytef *)(uintptr_t)text;
    z.avail_in = (uInt)strlen(text);
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)cap;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return cap - z.avail_out;
}

/* As a table of blanks does; only what is large has to be worth it. */
static void a_small_page_may_grow_much(void **unused) {
    (void)unused;
    static char page[80000], packed[2000];
    const char *input = "small.warc";
    memset(page, ' ', sizeof page - 1);
    memcpy(page, "<title>Small</title>", 20);
    size_t n = pack(packed, sizeof packed, page);
    put_response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", packed, n);
    write_bytes(input, archive, archive_len);
    archive_len = 0;
    taken got;
    dvk_read_options options;
    dvk_read_options_init(&options);
    options.max_ratio = 2;
    drain(&got, &input, 1, &options);
    assert_string_equal(got.titles, "Small|");
}

static void decodes_bodies(void **unused) {
    (void)unused;
    put_page("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked",
             "9;x=y\r\n<title>Ab\r\n0000A\r\nc</title>\n\r\n0\r\n\r\n");
    put_page("200 OK\r\nContent-Type: text/html\r\ntransfer-encoding: Chunked", "<title>Decoded</title>");
    put_page("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", "FF\r\n<title>Cut</title>");
    put_page("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked",
             "FFFFFFFFFFFFFFFFFFFF\r\n<title>Large</title>");
    char packed[200];
    size_t n = pack(packed, sizeof packed, "<title>Packed</title>");
    put_response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", packed, n);
    put_page("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", "<title>Unpacked</title>");
    put_response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", packed, n - 12);
    taken got = drain_archive();
    assert_string_equal(got.titles, "Abc|Decoded|Cut|Large|Packed|Unpacked|");
    assert_int_equal(got.warnings, 1);
}

/* One behind another, as gzip allows; what follows and is none is padding. */
static void decodes_bodies_of_several_members(void **unused) {
    (void)unused;
    static const char header[] = "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip";
    char packed[400];
    size_t n = pack(packed, 200, "<title>In ");
    n += pack(packed + n, 200, "two</title>");
    put_response(header, packed, n);
    memset(packed + n, 0, 20);
    put_response(header, packed, n + 20);
    put_response(header, packed, n - 12);
    taken got = drain_archive();
    assert_string_equal(got.titles, "In two|In two|");
    assert_int_equal(got.warnings, 1);
}

static void reads_answers_without_a_reason(void **unused) {
    (void)unused;
    static const char *const lines[] = {"HTTP/2 200", "HTTP/1.1 200", "HTTP/2 200 ",
                                        "HTTP/2",     "HTTP/",        "HTTP/2 20"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char block[200];
        int n =
            snprintf(block, sizeof block, "%s\r\nContent-Type: text/html\r\n\r\n<title>T</title>", lines[i]);
        put("response", "application/http", "", block, (size_t)n, NULL);
    }
    taken got = drain_archive();
    assert_string_equal(got.titles, "T|T|T|");
    assert_int_equal(got.warnings, 1);
    assert_non_null(strstr(got.errors[0].message, "3 records of the archive are no page with text"));
}

/* A transfer coding is a list, in one line or several; what is not read is not taken for a page. */
static void takes_transfer_codings_apart(void **unused) {
    (void)unused;
    static const char *const fields[] = {"Transfer-Encoding: gzip, chunked",
                                         "Transfer-Encoding: X-Gzip;q=1 ,, identity, Chunked",
                                         "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
                                         ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"
                                          "Content-Encoding: gzip"),
                                         "Transfer-Encoding: deflate, chunked",
                                         "Transfer-Encoding: gzip, chunked\r\nContent-Encoding: br"};
    char packed[200], body[300], header[300];
    size_t len = pack(packed, sizeof packed, "<title>T</title>");
    int n = snprintf(body, sizeof body, "%zx\r\n", len);
    memcpy(body + n, packed, len);
    memcpy(body + n + len, "\r\n0\r\n\r\n", 7);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        snprintf(header, sizeof header, "200 OK\r\nContent-Type: text/html\r\n%s", fields[i]);
        put_response(header, body, (size_t)n + len + 7);
    }
    put_page("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: deflate", "<title>Decoded</title>");
    put_page("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: identity", "Plain <title>text</title>");
    put_page("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: identity", "Also <title>plain</title>");
    taken got = drain_archive();
    assert_string_equal(got.titles, "T|T|T|T|T|Decoded|text|plain|");
    assert_int_equal(got.warnings, 1);
    assert_non_null(
        strstr(got.errors[0].message, "1 of them would be a page, packed in a way that is not read"));
}

/* Each page has its own charset: by its header, by its own word, by its letters, by a mark. */
static void reads_charsets(void **unused) {
    (void)unused;
    put_page("200 OK\r\nContent-Type: text/html; charset=\"windows-1251\"",
             "<title>\xAF\xE6\xE0\xEA</title>");
    put_page("200 OK\r\nContent-Type: text/html; charset=windows-1251; x=y",
             "<title>\xAF\xE6\xE0\xEA</title>");
    put_page("200 OK\r\nContent-Type: text/html;Charset='windows-1251'", "<title>\xAF\xE6\xE0\xEA</title>");
    put_page("200 OK\r\nContent-Type: text/html", "<meta charset=koi8-u><title>\xB7\xD6\xC1\xCB</title>");
    put_page("200 OK\r\nContent-Type: text/html; charset=iso-8859-1", "<title>Їжак і ще, і ще, і ще</title>");
    put_response("200 OK\r\nContent-Type: text/html", "\xFF\xFE<\0t\0i\0t\0l\0e\0>\0\x07\x04", 18);
    put_response("200 OK\r\nContent-Type: text/html; charset=windows-1251",
                 "\xFF\xFE<\0t\0i\0t\0l\0e\0>\0\x07\x04", 18); /* a mark counts for more */
    put_page(html, "<title>Їжа\xFFк</title>");
    /* A header that says UTF-8 of every page, over letters that leave no doubt. */
    put_page(html, "<title>\xCF\xF0\xE0\xE2\xE8\xF2\xE5\xEB\xFC\xF1\xF2\xE2\xEE \xF0\xE5\xF8\xE8\xEB\xEE \xF3"
                   "\xE2\xE5\xEB\xE8\xF7\xE8\xF2\xFC \xF0\xE0\xF1\xF5\xEE\xE4\xFB \xED\xE0 \xF0\xE5\xEC"
                   "\xEE\xED\xF2 \xE4\xEE\xF0\xEE\xE3 \xE2 \xF2\xF0\xB8\xF5 \xEE\xE1\xEB\xE0\xF1\xF2\xFF"
                   "\xF5. \xCE\xE1 \xFD\xF2\xEE\xEC \xF1\xEE\xEE\xE1\xF9\xE8\xEB \xE3\xEB\xE0\xE2\xE0"
                   " \xEA\xEE\xEC\xE8\xF2\xE5\xF2\xE0 \xEF\xEE\xF1\xEB\xE5 \xE7\xE0\xF1\xE5\xE4\xE0\xED"
                   "\xE8\xFF</title>");
    taken got = drain_archive();
    assert_string_equal(got.titles, "Їжак|Їжак|Їжак|Їжак|Їжак і ще, і ще, і ще|Ї|Ї|Їжа\xEF\xBF\xBDк|"
                                    "Правительство решило увеличить расходы на ремонт дорог в трёх областях. "
                                    "Об этом сообщил глава комитета после заседания|");
    assert_int_equal(got.failures, 0);
}

static void expect_one_failure(dvk_status status, const char *words, size_t articles) {
    taken got = drain_archive();
    assert_int_equal(got.failures, 1);
    if (got.errors[0].status != status || strstr(got.errors[0].message, words) == NULL)
        fail_msg("%d %s", got.errors[0].status, got.errors[0].message);
    assert_int_equal(got.articles, articles);
}

static void does_not_believe_lengths(void **unused) {
    (void)unused;
    static const char *const wrong[] = {
        "-1", "", "1e3", "99999999999999999999999999", "0x10", "12 34", "18446744073709551616"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        put("response", "application/http", "", "x", 1, wrong[i]);
        expect_one_failure(DVK_E_INPUT, "no Content-Length that is a number", 0);
    }
    put_page(html, "<title>One</title>");
    put("response", "application/http", "", "x", 1, "6");
    put_page(html, "<title>Two</title>");
    expect_one_failure(DVK_E_INPUT, "must begin here with WARC/", 1);
    put_page(html, "<title>One</title>");
    put("response", "application/http", "", "x", 1, "1000");
    expect_one_failure(DVK_E_INPUT, "cut off", 1);
    put("response", "application/http", "", "x", 1, "999999999999999999");
    taken got = drain_archive();
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
    put("metadata", "text/plain", "", "x", 1, "999999999999999999");
    expect_one_failure(DVK_E_INPUT, "cut off", 0);
}

/* Where a record ends is known all the same. */
static void goes_on_behind_a_header_that_is_not_utf_8(void **unused) {
    (void)unused;
    put_page(html, "<title>One</title>");
    put("resource", "text/html", "WARC-Target-URI: http://a.example/\xFF\r\n", "<title>Two</title>", 18,
        NULL);
    put_page(html, "<title>Three</title>");
    taken got = drain_archive();
    assert_string_equal(got.titles, "One|Three|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_ENCODING);
    assert_int_equal(got.errors[0].line, 11);
    assert_non_null(strstr(got.errors[0].message, "header of the record that begins here is not UTF-8"));
}

static void a_header_without_an_end_is_given_up(void **unused) {
    (void)unused;
    put_page(html, "<title>One</title>");
    memcpy(archive + archive_len, "WARC/1.1\r\nX: ", 13);
    memset(archive + archive_len + 13, 'a', 200000);
    archive_len += 200013;
    expect_one_failure(DVK_E_INPUT, "has no end; is this a WARC archive?", 1);
}

/* Cut anywhere: the pages before, and one failure unless the cut falls between records. */
static void tells_of_a_cut(void **unused) {
    (void)unused;
    put_page(html, "<title>One</title>");
    size_t one = archive_len;
    put_page(html, "<title>Two</title>");
    size_t whole = archive_len;
    static char bytes[1000];
    memcpy(bytes, archive, whole);
    for (size_t cut = 5; cut < whole - 4; cut++) {
        taken got;
        write_bytes("cut.warc", bytes, cut);
        drain_one(&got, "cut.warc");
        assert_int_equal(got.articles, cut >= one - 4);
        assert_int_equal(got.failures, !(cut >= one - 4 && cut <= one));
    }
    archive_len = 0;
}

static void goes_on_behind_a_long_record(void **unused) {
    (void)unused;
    dvk_read_options options;
    const char *input = "a.warc";
    taken got;
    dvk_read_options_init(&options);
    options.max_record_bytes = 200;
    static char film[60000];
    put_page(html, "<title>One</title>");
    put("metadata", "video/mp4", "", film, sizeof film, NULL);
    put_response("200 OK\r\nContent-Type: text/html", film, 30000);
    put_page(html, "<title>Two</title>");
    write_bytes("a.warc", archive, archive_len);
    drain(&got, &input, 1, &options);
    archive_len = 0;
    assert_string_equal(got.titles, "One|Two|");
    assert_int_equal(got.failures, 1);
    assert_int_equal(got.errors[0].status, DVK_E_LIMIT);
}

static void bounds_a_header(void **unused) {
    (void)unused;
    memcpy(archive, "WARC/1.0\r\n", 10);
    memset(archive + 10, 'a', sizeof archive - 10);
    archive_len = sizeof archive;
    expect_one_failure(DVK_E_INPUT, "has no end", 0);
    memcpy(archive, "WARC/1.0\r\n", 10);
    archive_len = 10;
    expect_one_failure(DVK_E_INPUT, "cut off in its header", 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_pages_and_texts),
        cmocka_unit_test(passes_over_what_is_no_page_and_says_so),
        cmocka_unit_test(takes_the_date_of_the_page_before_that_of_the_archive),
        cmocka_unit_test(takes_the_address_of_the_page_before_that_of_the_archive),
        cmocka_unit_test(limits_what_a_body_grows_to),
        cmocka_unit_test(goes_on_behind_a_header_that_is_not_utf_8),
        cmocka_unit_test(a_header_without_an_end_is_given_up),
        cmocka_unit_test(a_small_page_may_grow_much),
        cmocka_unit_test(decodes_bodies),
        cmocka_unit_test(decodes_bodies_of_several_members),
        cmocka_unit_test(reads_answers_without_a_reason),
        cmocka_unit_test(takes_transfer_codings_apart),
        cmocka_unit_test(reads_charsets),
        cmocka_unit_test(does_not_believe_lengths),
        cmocka_unit_test(tells_of_a_cut),
        cmocka_unit_test(goes_on_behind_a_long_record),
        cmocka_unit_test(bounds_a_header),
    };
    return cmocka_run_group_tests_name("warc", tests, make_folder, remove_folder);
}
