/* HTML pages: what they say of themselves, the main text among menus, damage, and what is hostile. */
#include "reading.h"

typedef struct found {
    char id[64], title[256], text[2048], date[64], source[64], url[128], lang[16];
    dvk_status status;
    dvk_error error;
} found;

static void copy(char *out, size_t cap, dvk_span text) {
    assert_true(text.len < cap);
    if (text.len != 0) memcpy(out, text.data, text.len);
    out[text.len] = 0;
}

static found read_named(const char *name, const char *html) {
    const char *input = name;
    dvk_reader *reader;
    dvk_article a;
    found got = {.status = DVK_OK};
    write_text(name, html);
    assert_int_equal(dvk_reader_create(&reader, &input, 1, NULL), DVK_OK);
    got.status = dvk_reader_next(reader, &a, &got.error);
    if (got.status == DVK_OK) {
        copy(got.id, sizeof got.id, a.id);
        copy(got.title, sizeof got.title, a.title);
        copy(got.text, sizeof got.text, a.text);
        copy(got.date, sizeof got.date, a.date);
        copy(got.source, sizeof got.source, a.source);
        copy(got.url, sizeof got.url, a.url);
        copy(got.lang, sizeof got.lang, a.lang);
        assert_int_equal(dvk_reader_next(reader, &a, NULL), DVK_END);
    }
    dvk_reader_destroy(reader);
    return got;
}

static found read_page(const char *html) {
    return read_named("page.html", html);
}

#define ONE "The first paragraph of the story is long enough to be taken for a paragraph."
#define TWO "The second one, which goes on with what the first began, is not shorter."
#define THREE "And the third, with a <a href='/x'>link</a> in it, ends the story as it should."
#define THREE_TEXT "And the third, with a link in it, ends the story as it should."

static void takes_what_the_page_says(void **unused) {
    (void)unused;
    found got =
        read_page("<!DOCTYPE html><html lang='uk'><head><title>Назва — Сайт</title>"
                  "<meta property='og:title' content='Назва &amp; ще'>"
                  "<meta property='og:site_name' content='Сайт'>"
                  "<meta property='article:published_time' content='2025-07-12T08:00:00Z'>"
                  "<link rel='canonical' href='https://s.example/a'></head><body><p>" ONE "</body></html>");
    assert_string_equal(got.id, "page");
    assert_string_equal(got.title, "Назва & ще");
    assert_string_equal(got.source, "Сайт");
    assert_string_equal(got.date, "2025-07-12T08:00:00Z");
    assert_string_equal(got.url, "https://s.example/a");
    assert_string_equal(got.lang, "uk");
    assert_string_equal(got.text, ONE);
}

static void prefers_the_better_place(void **unused) {
    (void)unused;
    assert_string_equal(read_page("<title>a</title><h1>b</h1><p>" ONE).title, "b");
    assert_string_equal(read_page("<title>a</title><p>" ONE).title, "a");
    assert_string_equal(
        read_page("<title>Story | Site</title><meta property='og:site_name' content='site'><p>" ONE).title,
        "Story");
    assert_string_equal(read_page("<title>t</title><time datetime='2025-01-02'>x</time><p>" ONE).date,
                        "2025-01-02");
    assert_string_equal(read_page("<title>t</title><time datetime='2025-01-02'>x</time>"
                                  "<meta name='pubdate' content='2025-01-03'><p>" ONE)
                            .date,
                        "2025-01-03");
    found got = read_page(
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"From \\u0142d\","
        "\"datePublished\":\"2025-01-04\"}</script><title>t</title><p>" ONE);
    assert_string_equal(got.title, "From łd");
    assert_string_equal(got.date, "2025-01-04");
    got =
        read_page("<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":\"&quot;Salt&quot; "
                  "&amp;amp; <b>5 &lt; 6</b>\"}"
                  "</script><title>t</title><p>" ONE);
    assert_string_equal(got.title, "\"Salt\" &amp; 5 < 6");
    got = read_page("<script type='application/ld+json'>{\"@type\":\"Person\",\"headline\":\"no\"}</script>"
                    "<script type='application/ld+json'>{broken</script><title>t</title><p>" ONE);
    assert_string_equal(got.title, "t");
    got = read_page("<title>t</title><link rel=canonical href='/relative'><meta property='og:url' "
                    "content='javascript:x'>");
    assert_string_equal(got.url, "");
    assert_string_equal(got.source, "");
    assert_string_equal(
        read_page("<title>t</title><link rel=canonical href='https://www.s.example/x'>").source, "s.example");
}

static const char story[] = "<p>" ONE "</p>\n<p>" TWO "</p><p>" THREE "</p>";
static const char story_text[] = ONE "\n" TWO "\n" THREE_TEXT;

static void expect_story(const char *before, const char *text, const char *behind) {
    char html[8192];
    snprintf(html, sizeof html, "<html><title>T</title><body>%s%s%s</body>", before, text, behind);
    found got = read_page(html);
    if (strcmp(got.text, story_text) != 0) fail_msg("%s\n--\n%s", html, got.text);
}

static void finds_the_main_text(void **unused) {
    (void)unused;
    expect_story("", story, "");
    expect_story("<nav><a href='/'>Home</a> <a href='/n'>News and everything else there is to read</a></nav>",
                 story,
                 "<footer>All rights reserved, as they always are at the foot of such a page.</footer>");
    expect_story(
        "<div><a href='/1'>A headline of another story that is quite long</a></div><div><article>", story,
        "</article></div><div><a href='/2'>And a headline of one more story, which is longer</a></div>");
    expect_story(
        "<div class='x'>", story,
        "</div><aside><p>A box at the side that tells of another story, with one long paragraph.</aside>");
    expect_story(
        "<div id='main'>", story,
        "</div><div class='comments'><p>A reader's comment that is as long as any paragraph of a story is, "
        "and longer than that, for readers have time.</p><p>" TWO " " TWO " " TWO " " TWO "</p></div>");
    expect_story(
        "<div>", story,
        "<div class='read-also'>Read also: a story of something else altogether, told at length</div></div>");
    expect_story(
        "<div><figure><img src=x><figcaption>What the picture shows, said at some length and with care"
        "</figcaption></figure>",
        story, "</div><script>var x = '<p>" ONE "</p>';</script>");
    expect_story("<div style='display:none'><p>" TWO "</p></div><p hidden>" TWO "</p>", story, "");
    expect_story("<table><tr><td><a href=1>Menu</a><td>", ONE "<br><br>" TWO "<br>" THREE,
                 "<td>Weather: +12</table>");
    expect_story("<section><div><p>" ONE "</p></div></section><section><div><p>" TWO
                 "</p></div></section><section><div><p>" THREE "</p></div></section>",
                 "", "");
    /* What is mostly links is no text, in whatever element, and speaks for none. */
    expect_story("<div>", story,
                 "<p><a href='/1'>A headline of another story that is quite long</a>, and more</p></div>");
#define HEADLINE "<p><a href='/1'>A headline of another story that is long, and longer than a line</a></p>"
    expect_story("<div>" HEADLINE HEADLINE HEADLINE HEADLINE HEADLINE HEADLINE "</div><div>", story,
                 "</div>");
    expect_story("<div itemprop='articleBody'>", story,
                 "</div><div><p>" ONE ONE ONE ONE "</p><p>" ONE ONE ONE ONE "</p></div>");
}

/* Where no block is long enough to speak for its element, the last of them is none the better for it. */
static void reads_a_page_of_short_blocks(void **unused) {
    (void)unused;
    found got = read_page("<html><head><title>Flash</title></head><body><article><h1>Flash</h1>"
                          "<p>The minister resigned on Monday.</p><p>He gave no reason at all.</p>"
                          "<p>Markets fell at once.</p></article><p>Call us</p></body></html>");
    assert_string_equal(got.text, "Flash\nThe minister resigned on Monday.\nHe gave no reason at all.\n"
                                  "Markets fell at once.\nCall us");
}

/* A class that says furniture around everything does not make the page empty. */
static void finds_text_in_spite_of_classes(void **unused) {
    (void)unused;
    expect_story("<div class='no-sidebar'>", story, "</div>");
}

static void is_told_by_content_or_name(void **unused) {
    (void)unused;
    assert_string_equal(read_named("saved", "<!-- x --><!doctype HTML><HTML><title>T</title>").title, "T");
    assert_string_equal(read_named("x.xhtml",
                                   "<?xml version='1.0'?><html xmlns='x'><head><title>T</title></head>"
                                   "<body/></html>")
                            .title,
                        "T");
    assert_string_equal(read_named("a.HTM", "just text <b>and</b> no tag<title>T</title>").id, "a");
}

static void tells_of_damage(void **unused) {
    (void)unused;
    found got = read_page("<html><body></body></html>");
    assert_int_equal(got.status, DVK_E_INPUT);
    assert_non_null(strstr(got.error.message, "neither title nor text"));
    assert_int_equal(read_page("").status, DVK_E_INPUT);
    assert_int_equal(read_page("<title>\xFF</title>").status, DVK_E_ENCODING);
    got = read_page("<p>&nope; &#0; &#xD800; &#99999999; " ONE "</td></i><b");
    assert_non_null(strstr(got.text, ONE));
}

static char *repeated(const char *before, const char *piece, size_t n) {
    size_t len = strlen(piece), begin = strlen(before);
    char *all = malloc(begin + n * len + 1);
    assert_non_null(all);
    memcpy(all, before, begin);
    for (size_t i = 0; i < n; i++)
        memcpy(all + begin + i * len, piece, len);
    all[begin + n * len] = 0;
    return all;
}

/* Each would take libxml2 minutes, or all memory. */
static void bounds_what_is_hostile(void **unused) {
    (void)unused;
    static const struct {
        const char *before, *piece;
        size_t n;
    } hostile[] = {
        {"<html><p>", "<div>", 1000000},      {"<html><p>", "<b>", 1000000},
        {"<html>", "<p><table><b>", 1000000}, {"<html><b><i><u>", "</p>", 1000000},
        {"<html><div ", "a1=1 ", 1000000},    {"<html><div ", "b='>' ", 1000000},
        {"<html><div ", "\"=\" ", 1000000},   {"<html>", "<", 5000000},
        {"<html>", "<p>a", 1000000},
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        char *html = repeated(hostile[i].before, hostile[i].piece, hostile[i].n);
        found got = read_page(html);
        if (got.status != DVK_E_LIMIT)
            fail_msg("%s%s: %d %s", hostile[i].before, hostile[i].piece, got.status, got.text);
        free(html);
    }
}

/* What ends a comment or a value for the parser ends it here. */
static void sees_a_long_tag_wherever_the_parser_does(void **unused) {
    (void)unused;
    static const char *const before[] = {
        "<html><p>x</p><!-- --!><div ", "<html><p>x</p><!--><div ", "<html><p>x</p><!---><div ",
        "<html><p a=\v\"><div ",        "<html><p a=\f'><div ",     "<html><p a\v=\"><div ",
    };
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char *html = repeated(before[i], "a1=1 ", 1000);
        found got = read_page(html);
        if (got.status != DVK_E_LIMIT) fail_msg("%s: %d %s", before[i], got.status, got.text);
        free(html);
    }
}

static char *numbered(const char *before, const char *piece, int n) {
    size_t at = strlen(before), cap = at + (size_t)n * (strlen(piece) + 8) + 1;
    char *all = malloc(cap);
    assert_non_null(all);
    memcpy(all, before, at + 1);
    for (int i = 0; i < n; i++) {
        memcpy(all + at, piece, strlen(piece));
        at += strlen(piece);
        at += (size_t)snprintf(all + at, cap - at, "%d", i);
    }
    return all;
}

/* Which tags there are depends on which elements are open, and that the parser alone knows: behind each of
 * these beginnings it takes for tags what looks like a script, and the other way round. */
static void is_bounded_in_tags_that_only_the_parser_sees(void **unused) {
    (void)unused;
    static const struct {
        const char *before, *piece;
        int n;
    } hostile[] = {
        {"<html><style><body", " a", 4000},
        {"<html><script><noscript", " a", 4000},
        {"<!DOCTYPE<script><div", " a", 4000},
        {"<html><p>x</p<style><div", " a", 4000},
        {"<html><script></scripts><p a=\"</script><div", " a", 4000},
        {"<html><style><body>", "<br a b c d>", 200000},
        {"<html><style><body", "></a", 150000},
    };
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        char *html = numbered(hostile[i].before, hostile[i].piece, hostile[i].n);
        found got = read_page(html);
        if (got.status != DVK_E_LIMIT) fail_msg("%s%s: %d", hostile[i].before, hostile[i].piece, got.status);
        free(html);
    }
    char *html = repeated("<html><style><body ", "a=1 ", 200000);
    assert_int_equal(read_page(html).status, DVK_E_LIMIT);
    free(html);
}

/* What is long and does no harm is read: a script without end, values that hold '>', a picture in a value. */
static void bears_long_pages(void **unused) {
    (void)unused;
    char *html = repeated("<html><title>T</title><script>", "if (a<b c d e f g) x;", 50000);
    assert_string_equal(read_page(html).title, "T");
    free(html);
    html = repeated("<html><title>T</title><img src='data:", "a b c ", 200000);
    assert_string_equal(read_page(html).title, "T");
    free(html);
    html = repeated("<html><title>T</title>", "<p class='a' id=b>x</p>", 50000);
    write_text("page.html", html);
    taken got;
    drain_one(&got, "page.html");
    assert_int_equal(got.articles, 1);
    free(html);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_the_page_says),
        cmocka_unit_test(prefers_the_better_place),
        cmocka_unit_test(finds_the_main_text),
        cmocka_unit_test(finds_text_in_spite_of_classes),
        cmocka_unit_test(is_told_by_content_or_name),
        cmocka_unit_test(tells_of_damage),
        cmocka_unit_test(bounds_what_is_hostile),
        cmocka_unit_test(bears_long_pages),
        cmocka_unit_test(reads_a_page_of_short_blocks),
        cmocka_unit_test(sees_a_long_tag_wherever_the_parser_does),
        cmocka_unit_test(is_bounded_in_tags_that_only_the_parser_sees),
    };
    return cmocka_run_group_tests_name("page", tests, make_folder, remove_folder);
}
