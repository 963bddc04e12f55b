/* Feeds: each kind with its fields, HTML in entries, what is damaged and what is hostile. */
#include "reading.h"

#include <fcntl.h>
#include <libxml/xmlmemory.h>

#define RSS(items)                                                                                           \
    "<?xml version=\"1.0\"?>\n<rss version=\"2.0\" "                                                         \
    "xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""                                             \
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:yandex=\"http://news.yandex.ru\">"                 \
    "<channel><title>Feed</title><language>uk</language>\n" items "</channel></rss>\n"

typedef struct fields {
    char id[128], url[128], title[256], text[512], date[64], source[64], lang[16], file[32];
    int64_t time;
    uint64_t line, byte;
} fields;

static void copy(char *out, size_t cap, dvk_span text) {
    assert_true(text.len < cap);
    if (text.len != 0) memcpy(out, text.data, text.len);
    out[text.len] = '\0';
}

/* The first article of a file of that content. */
static fields first_of(const char *name, const char *content) {
    dvk_reader *reader;
    dvk_article a;
    dvk_error error = {0};
    fields got = {.time = 0};
    write_text(name, content);
    assert_int_equal(dvk_reader_create(&reader, &name, 1, NULL), DVK_OK);
    if (dvk_reader_next(reader, &a, &error) != DVK_OK) fail_msg("%s", error.message);
    copy(got.id, sizeof got.id, a.id);
    copy(got.url, sizeof got.url, a.url);
    copy(got.title, sizeof got.title, a.title);
    copy(got.text, sizeof got.text, a.text);
    copy(got.date, sizeof got.date, a.date);
    copy(got.source, sizeof got.source, a.source);
    copy(got.lang, sizeof got.lang, a.lang);
    copy(got.file, sizeof got.file, a.file);
    got.time = a.time;
    got.line = a.line;
    got.byte = a.byte;
    dvk_reader_destroy(reader);
    return got;
}

static void reads_rss_2(void **unused) {
    (void)unused;
    const char *content = RSS(
        "<item>\n<title>Fish &amp;amp; chips &lt;b&gt;now&lt;/b&gt;</title><link> https://a.example/1 </link>"
        "<guid isPermaLink=\"false\">g-1</guid><pubDate>Sat, 12 Jul 2025 10:00:00 +0200</pubDate>"
        "<dc:language>ru</dc:language><source url=\"x\">Paper</source><description>short</description>"
        "<content:encoded><![CDATA[<p>One&nbsp;two</p>\n<p>Three<br>four</p>]]></content:encoded></item>");
    fields got = first_of("f.xml", content);
    assert_string_equal(got.id, "g-1");
    assert_string_equal(got.url, "https://a.example/1");
    assert_string_equal(got.title, "Fish & chips now");
    assert_string_equal(got.text, "One two\nThree\nfour");
    assert_int_equal(got.time, 1752307200);
    assert_string_equal(got.source, "Paper");
    assert_string_equal(got.lang, "ru");
    assert_int_equal(got.line, 3);
    assert_int_equal(got.byte, strstr(content, "<item>") - content);
}

static void fills_in_from_the_feed(void **unused) {
    (void)unused;
    fields got = first_of("f.rss", RSS("<item><title>T</title><guid>https://a.example/2</guid></item>"));
    assert_string_equal(got.source, "Feed");
    assert_string_equal(got.lang, "uk");
    assert_string_equal(got.url, "https://a.example/2");
    got = first_of(
        "f.rss", RSS("<item><title>T</title><guid isPermaLink=\"false\">https://a.example/x</guid></item>"));
    assert_string_equal(got.id, "https://a.example/x");
    assert_string_equal(got.url, "");
    got = first_of("f.rss", RSS("<dc:title>Again</dc:title><item><title>T</title></item>"));
    assert_string_equal(got.source, "Feed");
    got =
        first_of("f.rss", RSS("<image><title>Logo</title></image><item><description>D</description></item>"));
    assert_string_equal(got.id, "f.rss:1");
    assert_string_equal(got.text, "D");
    assert_string_equal(got.source, "Feed");
    got = first_of("f.rss", "<rss><channel><image><title>Logo</title></image><title>Feed</title>"
                            "<item><title>T</title></item></channel></rss>");
    assert_string_equal(got.source, "Feed");
    got = first_of("f.rss",
                   RSS("<item><title>T</title><description>D</description><yandex:full-text>Long\n\ntext"
                       "</yandex:full-text></item>"));
    assert_string_equal(got.text, "Long\ntext");
    got = first_of(
        "f.rss", RSS("<item><title>T</title><content:encoded> </content:encoded><description>D</description>"
                     "</item>"));
    assert_string_equal(got.text, "D");
}

static void reads_rss_1(void **unused) {
    (void)unused;
    fields got = first_of(
        "f.rdf", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                 "xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">"
                 "<channel rdf:about=\"c\"><title>Feed</title></channel><image><title>Logo</title></image>"
                 "<item rdf:about=\"i-1\"><title>T</title><link>l</link><description>D</description>"
                 "<dc:date>2025-07-12T08:00:00Z</dc:date></item></rdf:RDF>");
    assert_string_equal(got.id, "i-1");
    assert_string_equal(got.url, "l");
    assert_string_equal(got.title, "T");
    assert_string_equal(got.text, "D");
    assert_string_equal(got.source, "Feed");
    assert_int_equal(got.time, 1752307200);
}

static void reads_atom(void **unused) {
    (void)unused;
    fields got = first_of(
        "f.atom",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"bg\"><title>Feed</title><entry><id>i</id>"
        "<link rel=\"enclosure\" href=\"no\"/><link href=\"https://a.example/3\"/><title>1 &lt; 2</title>"
        "<published>2025-07-12T08:00:00Z</published><updated>2025-07-13T08:00:00Z</updated>"
        "<source><title>Paper</title></source><summary>S</summary><content type=\"xhtml\">"
        "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &amp;lt; b &lt;i&gt; x</p><p>c "
        "<b>d</b></p></div></content></entry></feed>");
    assert_string_equal(got.id, "i");
    assert_string_equal(got.url, "https://a.example/3");
    assert_string_equal(got.title, "1 < 2");
    assert_string_equal(got.text, "a &lt; b <i> x\nc d");
    assert_string_equal(got.date, "2025-07-12T08:00:00Z");
    assert_string_equal(got.source, "Paper");
    assert_string_equal(got.lang, "bg");
    got = first_of(
        "f.xml",
        "<!-- a --><a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry xml:lang=\"sr\"><a:title "
        "type=\"html\">x &amp;eacute;</a:title><a:updated>2025-07-12</a:updated><a:content type=\"html\">"
        "&lt;p&gt;y&lt;/p&gt;</a:content></a:entry></a:feed>");
    assert_string_equal(got.title, "x \xC3\xA9");
    assert_string_equal(got.text, "y");
    assert_string_equal(got.lang, "sr");
    assert_string_equal(got.date, "2025-07-12");
}

/* Of Atom before it was a standard. */
static void reads_atom_0_3(void **unused) {
    (void)unused;
    static const char *const dates[][2] = {
        {"<modified>2025-07-13</modified><issued>2025-07-12</issued>", "2025-07-12"},
        {"<modified>2025-07-13</modified>", "2025-07-13"}};
    for (size_t i = 0; i < 2; i++) {
        char content[500];
        snprintf(content, sizeof content,
                 "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry><title>T</title>%s"
                 "<content type=\"application/xhtml+xml\"><p>a</p><p>&lt;b&gt;</p></content></entry></feed>",
                 dates[i][0]);
        fields got = first_of("f.atom", content);
        assert_string_equal(got.date, dates[i][1]);
        assert_string_equal(got.text, "a\n<b>");
    }
}

/* By the address of its version, or by the feed's own one. */
static void reads_json_feeds_of_either_beginning(void **unused) {
    (void)unused;
    static const char *const begins[] = {
        "\"version\":\"https://jsonfeed.org/version/1\"", "\"version\":\"http://jsonfeed.org/version/1\"",
        "\"feed_url\":\"https://e.example/f\"", "\"home_page_url\":\"https://e.example\""};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        char content[500];
        snprintf(content, sizeof content,
                 "{%s,\"items\":[{\"id\":\"a\",\"title\":\"T\",\"external_url\":\"https://s.example/1\","
                 "\"date_modified\":\"2025-07-12T08:00:00Z\",\"language\":\"sr\"}],\"language\":\"hr\"}",
                 begins[i]);
        fields got = first_of("f.json", content);
        assert_string_equal(got.id, "a");
        assert_string_equal(got.url, "https://s.example/1");
        assert_string_equal(got.lang, "sr");
        assert_int_equal(got.time, 1752307200);
    }
}

static void strips_html(void **unused) {
    (void)unused;
    static const char *const cases[][2] = {
        {"plain\ntext &amp;amp; more", "plain\ntext & more"},
        {"&lt;script&gt;alert(1)&lt;/script&gt;a&lt;style&gt;p{}&lt;/style&gt;", "a"},
        {"&lt;p&gt;a\nb&lt;/p&gt;&lt;ul&gt;&lt;li&gt;c&lt;li&gt;d&lt;/ul&gt;", "a b\nc\nd"},
        {"a&lt;!-- b --&gt; c", "a c"},
        {"&lt;p&gt;not closed &lt;b&gt;at all", "not closed at all"},
        {"&lt;a title='&gt;'&gt;x&lt;/a&gt; &amp;#1080;&amp;laquo;", "x \xD0\xB8\xC2\xAB"},
        {"two &amp;lt; three", "two < three"},
        {"a &lt; b and c &gt; d", "a < b and c > d"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char content[1024];
        snprintf(content, sizeof content, RSS("<item><title>T</title><description>%s</description></item>"),
                 cases[i][0]);
        fields got = first_of("f.xml", content);
        assert_string_equal(got.text, cases[i][1]);
    }
}

static void knows_the_names_of_characters(void **unused) {
    (void)unused;
    fields got = first_of("f.xml", RSS("<item><title>a&nbsp;&mdash;&laquo;b&raquo;</title></item>"));
    assert_string_equal(got.title, "a \xE2\x80\x94\xC2\xAB"
                                   "b\xC2\xBB");
    got = first_of(
        "f.xml",
        "<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" "
        "\"http://localhost:1/rss-0.91.dtd\"><rss version=\"0.91\"><channel><item><title>a&copy;</title>"
        "</item></channel></rss>");
    assert_string_equal(got.title, "a\xC2\xA9");
}

/* As whole as in text. */
static void knows_the_names_of_characters_in_attributes(void **unused) {
    (void)unused;
    fields got = first_of(
        "f.rdf",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
        "xmlns=\"http://purl.org/rss/1.0/\"><item rdf:about=\"http://x.example/caf&eacute;&mdash;&#38;lt;"
        "&quot;&#233;?a&amp;b\"><title>T</title></item></rdf:RDF>");
    assert_string_equal(got.id, "http://x.example/caf\xC3\xA9\xE2\x80\x94&lt;\"\xC3\xA9?a&b");
    got = first_of("f.atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><title>T</title>"
                             "<link href=\"http://x.example/caf&eacute;?a&amp;b\"/></entry></feed>");
    assert_string_equal(got.url, "http://x.example/caf\xC3\xA9?a&b");
}

static void tells_ids_apart_by_the_names_in_them(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.rdf",
               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
               "xmlns=\"http://purl.org/rss/1.0/\"><item rdf:about=\"caf&eacute;\"><title>T</title></item>"
               "<item rdf:about=\"caf&agrave;\"><title>U</title></item></rdf:RDF>");
    assert_string_equal(got.ids, "caf\xC3\xA9|caf\xC3\xA0|");
    assert_int_equal(got.failures, 0);
}

/* Entries of many pieces, so that some are cut anywhere. */
static void gives_entries_in_order(void **unused) {
    (void)unused;
    static const char *const input = "f.xml";
    FILE *file = fopen(input, "wb");
    dvk_reader *reader;
    dvk_article a;
    fputs("<rss><channel><title>F</title>", file);
    for (int i = 0; i < 5000; i++) {
        fprintf(file, "<item><title>t%d</title><description>", i);
        for (int k = 0; k < i % 97; k++)
            fprintf(file, "w%d ", i);
        fprintf(file, "w%d</description></item>\n", i);
    }
    fputs("</channel></rss>", file);
    fclose(file);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    for (int i = 0; i < 5000; i++) {
        char title[16], id[32];
        size_t word = (size_t)snprintf(title, sizeof title, "t%d", i);
        snprintf(id, sizeof id, "f.xml:%d", i + 1);
        assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_OK);
        assert_int_equal(a.title.len, word);
        assert_memory_equal(a.title.data, title, word);
        assert_memory_equal(a.id.data, id, a.id.len);
        assert_int_equal(a.text.len, (word + 1) * (size_t)(i % 97 + 1) - 1);
        assert_int_equal(a.line, i + 1);
    }
    assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_END);
    dvk_reader_destroy(reader);
}

/* `good` articles, then one failure that ends the input. */
static void expect_broken(const char *content, size_t good, dvk_status status, const char *words) {
    taken got;
    drain_text(&got, "bad.xml", content);
    assert_int_equal(got.articles, good);
    assert_int_equal(got.failures, 1);
    if (got.errors[0].status != status || strstr(got.errors[0].message, words) == NULL)
        fail_msg("%d %s", got.errors[0].status, got.errors[0].message);
    assert_true(got.errors[0].line >= 1);
}

static void tells_of_damage(void **unused) {
    (void)unused;
    expect_broken("<?xml version=\"1.0\"?><kml/>", 0, DVK_E_INPUT, "neither RSS nor Atom");
    expect_broken("<rss><channel><item><title>a</title></item><item><title>b", 1, DVK_E_INPUT,
                  "not well-formed");
    expect_broken("<rss><channel><item><title>a</title></item><item></oops></item></channel></rss>", 1,
                  DVK_E_INPUT, "not well-formed");
    expect_broken("<rss><channel><item><title>a & b</title></item></channel></rss>", 0, DVK_E_INPUT,
                  "not well-formed");
    expect_broken("<rss><channel><item><title>a\xFF</title></item></channel></rss>", 0, DVK_E_ENCODING,
                  "not well-formed");
    expect_broken("<rss><channel><item><title>a&unheard;</title></item></channel></rss>", 0, DVK_E_INPUT,
                  "unheard");
    expect_broken("<rss><channel><item><link>l</link></item></channel></rss>", 0, DVK_E_INPUT,
                  "neither title nor text");
}

/* In words for a reader of news, and not of what the parser calls it: cut off is not too much. */
static void tells_what_is_not_well_formed(void **unused) {
    (void)unused;
    static const char item[] = "<rss><channel><item><title>a</title></item>";
    expect_broken(item, 1, DVK_E_INPUT, "here: it ends before its elements do, so it is cut off");
    expect_broken("<rss><channel><item><title>a</title></item><item><ti", 1, DVK_E_INPUT,
                  "here: it ends before its elements do, so it is cut off");
    expect_broken("<rss><channel><item><title>a</title></item></channel></rss> end", 1, DVK_E_INPUT,
                  "here: something follows the end of the feed");
    expect_broken("<rss><channel><item><title>a & b</title></item></channel></rss>", 0, DVK_E_INPUT,
                  "here: a bare & stands where &amp; is meant");
    expect_broken("<rss><channel><item><link>?a=1&b=2</link></item></channel></rss>", 0, DVK_E_INPUT,
                  "here: a bare & stands where &amp; is meant");
    expect_broken("<rss><channel><item><title>\v</title></item></channel></rss>", 0, DVK_E_ENCODING,
                  "here: a character that XML does not allow");
    expect_broken("", 0, DVK_E_INPUT, "here: there is no element in it");
    expect_broken(" \n", 0, DVK_E_INPUT, "here: there is no element in it");
}

/* Behind empty lines, with its own places. */
static void begins_behind_white_space(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.xml",
               "\n\r\n <?xml version=\"1.0\"?>\n<rss><channel><item><title>a</title></item></channel></rss>");
    assert_string_equal(got.titles, "a|");
    assert_int_equal(got.failures, 0);
    assert_int_equal(got.last.line, 4);
    assert_int_equal(got.last.byte, 40);
}

static void goes_on_behind_an_entry_without_text(void **unused) {
    (void)unused;
    taken got;
    drain_text(&got, "f.xml", RSS("<item><title>a</title></item><item/><item><title>b</title></item>"));
    assert_string_equal(got.titles, "a|b|");
    assert_string_equal(got.ids, "f.xml:1|f.xml:3|");
    assert_int_equal(got.failures, 1);
}

static void expands_no_entities(void **unused) {
    (void)unused;
    write_text("secret", "very secret");
    expect_broken("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b "
                  "\"&a;&a;&a;&a;&a;&a;&a;&a;\">"
                  "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>"
                  "<rss><channel><item><title>&d;</title></item></channel></rss>",
                  0, DVK_E_INPUT, "entity of its own");
    expect_broken("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x SYSTEM \"secret\">]>"
                  "<rss><channel><item><title>&x;</title></item></channel></rss>",
                  0, DVK_E_INPUT, "entity of its own");
    expect_broken("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]>"
                  "<rss><channel><item><title>&x;</title></item></channel></rss>",
                  0, DVK_E_INPUT, "entity of its own");
    expect_broken("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY % p SYSTEM \"secret\"> %p;]>"
                  "<rss><channel><item><title>&x;</title></item></channel></rss>",
                  0, DVK_E_INPUT, "not well-formed");
    expect_broken(
        "<?xml version=\"1.0\"?><!DOCTYPE rss SYSTEM \"secret\"><rss><channel><item><title>&x;</title></item>"
        "</channel></rss>",
        0, DVK_E_INPUT, "entity");
    expect_broken("<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY x 'y'>]>"
                  "<rss><channel><item a=\"&x;\"><title>T</title></item></channel></rss>",
                  0, DVK_E_INPUT, "entity of its own");
}

static char *repeated(const char *before, const char *piece, size_t n, const char *after) {
    size_t len = strlen(before), step = strlen(piece);
    char *text = malloc(len + n * step + strlen(after) + 1);
    assert_non_null(text);
    memcpy(text, before, len);
    for (size_t i = 0; i < n; i++)
        memcpy(text + len + i * step, piece, step);
    strcpy(text + len + n * step, after);
    return text;
}

static void bounds_what_is_deep_or_endless(void **unused) {
    (void)unused;
    static const char open[] = "<rss><channel><item><title>";
    char *text = repeated(open, "<a>", 1000000, "");
    expect_broken(text, 0, DVK_E_LIMIT, "nested");
    free(text);
    text = repeated("<rss><channel><item><title ", "x", 30000000, "");
    expect_broken(text, 0, DVK_E_LIMIT, "longer than 16 KiB");
    free(text);
    text = repeated("<rss><channel><item><title>t</title><!-- ", "x", 300000, "--></item></channel></rss>");
    taken got;
    drain_text(&got, "long.xml", text);
    assert_string_equal(got.titles, "t|");
    assert_int_equal(got.failures, 0);
    free(text);
    text = repeated("<rss><channel><!-- ", "long word ", 1100000, "--></channel></rss>");
    expect_broken(text, 0, DVK_E_INPUT, "a comment, section or tag of more than 10 MB");
    free(text);
    text = repeated("<rss><channel><item><title>t</title><description>", "&lt;i&gt;", 300000,
                    "</description></item></channel></rss>");
    expect_broken(text, 0, DVK_E_LIMIT, "nested too deeply");
    free(text);
    text = repeated("<rss><channel><item><title>t</title></item><item><description>", "word ", 8 << 20,
                    "</description></item><item><title>u</title></item></channel></rss>");
    expect_broken(text, 2, DVK_E_LIMIT, "longer than the limit");
    free(text);
}

/* For each element, however small, the parser goes through all of these again. */
static void bounds_what_is_declared(void **unused) {
    (void)unused;
    static char all[100000];
    taken got;
    for (int many = 0; many < 2; many++) {
        size_t n = (size_t)snprintf(all, sizeof all, "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ATTLIST i");
        for (int i = 0; i < 60 + 5 * many; i++)
            n += (size_t)snprintf(all + n, sizeof all - n, " a%d (x|y) \"x\"", i);
        snprintf(all + n, sizeof all - n,
                 " b CDATA #IMPLIED>]>"
                 "<rss><channel><i/><item><title>T</title></item></channel></rss>");
        if (many) expect_broken(all, 0, DVK_E_LIMIT, "attributes are declared here with a value");
        drain_text(&got, "declared.xml", all);
        assert_int_equal(got.articles, !many);
    }
    for (int many = 0; many < 2; many++) {
        size_t n = (size_t)snprintf(all, sizeof all, "<rss><channel>");
        for (int depth = 0; depth < 9 + 2 * many; depth++) {
            n += (size_t)snprintf(all + n, sizeof all - n, "<d");
            for (int i = 0; i < 100; i++)
                n += (size_t)snprintf(all + n, sizeof all - n, " xmlns:p%d=\"u\"", i);
            n += (size_t)snprintf(all + n, sizeof all - n, ">");
        }
        n += (size_t)snprintf(all + n, sizeof all - n, "%8192s", "");
        for (int depth = 0; depth < 9 + 2 * many; depth++)
            n += (size_t)snprintf(all + n, sizeof all - n, "</d>");
        snprintf(all + n, sizeof all - n, "<item><title>T</title></item></channel></rss>");
        if (many) expect_broken(all, 0, DVK_E_LIMIT, "name spaces are open here");
        drain_text(&got, "spaces.xml", all);
        assert_int_equal(got.articles, !many);
    }
}

static size_t xml_left = SIZE_MAX;

static bool xml_fails(void) {
    if (xml_left == SIZE_MAX) return false;
    return xml_left-- == 0; /* and no other after that one */
}

static void *xml_malloc(size_t size) {
    return xml_fails() ? NULL : malloc(size);
}

static void *xml_realloc(void *old, size_t size) {
    return xml_fails() ? NULL : realloc(old, size);
}

static char *xml_strdup(const char *text) {
    return xml_fails() ? NULL : strdup(text);
}

/* Where memory is watched for leaks, what libxml2 loses is not ours to find: a context that it began to make.
 */
void __lsan_disable(void) __attribute__((weak));
void __lsan_enable(void) __attribute__((weak));

/* libxml2 has words of its own for that. */
static void says_nothing_without_memory(void **unused) {
    (void)unused;
    static const char *const inputs[] = {"m.xml", "m.html", "m.opml"};
    write_text(inputs[0],
               "<rss xmlns:a=\"http://a.example/\"><channel><item><title>T</title></item></channel></rss>");
    write_text(inputs[1], "<html><head><title>T</title></head><body><p>Text</p></body></html>");
    write_text(inputs[2], "<opml><body><outline xmlUrl='m.xml'/></body></opml>");
    assert_int_equal(xmlMemSetup(free, xml_malloc, xml_realloc, xml_strdup), 0);
    int own = dup(STDERR_FILENO), said = open("said", O_CREAT | O_TRUNC | O_RDWR, 0600);
    assert_true(own >= 0 && said >= 0 && dup2(said, STDERR_FILENO) >= 0);
    for (size_t i = 0; i < 3; i++)
        for (size_t after = 0; after < 40; after++) {
            dvk_reader *reader;
            dvk_article article;
            dvk_status status = dvk_reader_create(&reader, &inputs[i], 1, NULL);
            xml_left = after;
            if (__lsan_disable != NULL) __lsan_disable();
            while (status == DVK_OK)
                status = dvk_reader_next(reader, &article, NULL);
            if (__lsan_enable != NULL) __lsan_enable();
            xml_left = SIZE_MAX;
            dvk_reader_destroy(reader);
        }
    dup2(own, STDERR_FILENO);
    close(own);
    off_t length = lseek(said, 0, SEEK_END);
    close(said);
    assert_int_equal(length, 0);
}

static void is_told_by_content(void **unused) {
    (void)unused;
    fields got =
        first_of("plain-name",
                 "\xEF\xBB\xBF\n<!-- x > y --><rss><channel><item><title>T</title></item></channel></rss>");
    assert_string_equal(got.title, "T");
    got = first_of("f.txt", "<rss><channel><item><title>T</title></item></channel></rss>");
    assert_string_equal(got.title, "T");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_rss_2),
        cmocka_unit_test(fills_in_from_the_feed),
        cmocka_unit_test(reads_rss_1),
        cmocka_unit_test(reads_atom),
        cmocka_unit_test(reads_atom_0_3),
        cmocka_unit_test(reads_json_feeds_of_either_beginning),
        cmocka_unit_test(strips_html),
        cmocka_unit_test(knows_the_names_of_characters),
        cmocka_unit_test(knows_the_names_of_characters_in_attributes),
        cmocka_unit_test(tells_ids_apart_by_the_names_in_them),
        cmocka_unit_test(gives_entries_in_order),
        cmocka_unit_test(tells_of_damage),
        cmocka_unit_test(tells_what_is_not_well_formed),
        cmocka_unit_test(begins_behind_white_space),
        cmocka_unit_test(goes_on_behind_an_entry_without_text),
        cmocka_unit_test(expands_no_entities),
        cmocka_unit_test(bounds_what_is_deep_or_endless),
        cmocka_unit_test(bounds_what_is_declared),
        cmocka_unit_test(says_nothing_without_memory),
        cmocka_unit_test(is_told_by_content),
    };
    return cmocka_run_group_tests_name("feed", tests, make_folder, remove_folder);
}
