/* Canonical addresses: what is one article, what is two, and what is no evidence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "article/url.h"
#include "base/memory.h"
#include "failing_memory.h"

static const char *canonical(const char *url) {
    static char text[512];
    dvi_buffer out = {0};
    assert_int_equal(dvi_url_canonical((dvk_span){url, strlen(url)}, &out), DVK_OK);
    assert_true(out.len < sizeof text);
    if (out.len != 0) memcpy(text, out.data, out.len);
    text[out.len] = 0;
    dvi_buffer_finish(&out);
    return text;
}

static void expect(const char *url, const char *wanted) {
    const char *got = canonical(url);
    if (strcmp(got, wanted) != 0) fail_msg("%s -> %s, not %s", url, got, wanted);
}

static void takes_forms_of_one_address_for_one(void **unused) {
    (void)unused;
    static const char *const same[] = {
        "https://site.example/news/one",
        "http://site.example/news/one",
        "HTTPS://Site.EXAMPLE:443/news/one/",
        "http://site.example:80/news/one#comments",
        " https://www.site.example./news/one \n",
        "https://m.site.example/news/one",
        "https://mobile.site.example/news/one?",
        "https://www.m.site.example/news/one",
        "https://user:pass@site.example/news/one",
        "https://amp.site.example/news/one",
        "https://site.example/amp/news/one",
        "https://site.example/news/one/amp/",
        "https://site.example/news/one.amp",
        "https://site.example/news/one?amp=1",
        "https://site.example/news/one?outputType=amp",
        "https://site.example/news/one?utm_source=x&utm_medium=y&fbclid=z",
        "https://site.example/news/one?UTM_SOURCE=x&&yclid=1&_openstat=q",
        "https://site.example/news/one/index.html",
        "https://site.example/news/one/index.php",
        "https://site.example/n%65ws/%6Fne",
        "https://site-example.cdn.ampproject.org/c/s/site.example/news/one",
        "https://cdn.ampproject.org/v/s/www.site.example/news/one?amp_js_v=1&usqp=2",
        "https://www.google.com/amp/s/amp.site.example/news/one",
        "https://google.com/amp/site.example/news/one",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        expect(same[i], "site.example/news/one");
    expect("https://s.example/%D0%BD%D0%BE%d0%b2%D0%B8%D0%BD%D0%B8", "s.example/новини");
    expect("https://s.example/новини", "s.example/новини");
    expect("https://s.example/?b=2&a=1&gclid=x", "s.example?a=1&b=2");
    expect("https://s.example/?b=2;a=1;gclid=x", "s.example?a=1&b=2");
    expect("https://google.com/amp/about/page.html", "google.com/about/page.html"); /* serves no other host */
    expect("https://s.example/a%2fb%20c", "s.example/a%2Fb%20c");
    expect("https://s.example/#!/story/7", "s.example/#!/story/7");
    expect("https://s.example/?%75tm_source=x&%62=2&a=1&p=%%34%31", "s.example?a=1&b=2&p=%%341");
    expect("https://s.example/?p=%%34%31", "s.example?p=%%341");
    expect("https://s.example/?b=2&a=1#!/story/7/?gclid=x", "s.example?a=1&b=2#!/story/7");
    expect("https://s.example/?b=2&a=1#!/", "s.example?a=1&b=2");
}

static void keeps_articles_apart(void **unused) {
    (void)unused;
    static const char *const all[] = {
        "https://s.example/doc.html?id=1",  "https://s.example/doc.html?id=2",
        "https://s.example/doc.html",       "https://s.example/Doc.html",
        "https://t.example/doc.html",       "https://s.example:8080/doc.html",
        "https://news.s.example/doc.html",  "https://s.example/doc.html?utm=1",
        "https://s.example/amphora",        "https://s.example/?id=1",
        "https://s.example/lamp",           "https://m.example/lamp",
        "https://s.example/doc.html?amp=7", "https://s.example/doc.html?q=a%26b",
        "https://s.example/doc.html?q=a&b", "https://s.example/%2F",
    };
    char first[512];
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        for (size_t k = i + 1; k < sizeof all / sizeof *all; k++) {
            strcpy(first, canonical(all[i]));
            if (strcmp(first, canonical(all[k])) == 0) fail_msg("%s and %s: %s", all[i], all[k], first);
        }
}

static void gives_nothing_for_what_proves_nothing(void **unused) {
    (void)unused;
    static const char *const nothing[] = {
        "",
        "https://",
        "https://s.example",
        "https://s.example/",
        "https://www.s.example/#top",
        "https://s.example/?utm_source=rss",
        "https://s.example/index.html",
        "https://s.example/#!",
        "https://s.example/#!/",
        "https://s.example/amp/",
        "s.example/a",
        "/a",
        "ftp://s.example/a",
        "javascript:alert(1)",
        "urn:uuid:1",
        "http:///a",
        "http://@/a",
        "http://:80/a",
    };
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        expect(nothing[i], "");
}

enum { STEPS = 1 << 20, PATIENCE = 20 /* seconds; it takes a hundredth of one */ };

/* An address that is unwrapped a million times is read once, not a million times. */
static void unwraps_without_end(void **unused) {
    (void)unused;
    static const char host[] = "https://www.google.com", step[] = "/amp";
    size_t len = strlen(host) + STEPS * strlen(step);
    char *url = malloc(len);
    dvi_buffer out = {0};
    memcpy(url, host, strlen(host));
    for (size_t i = 0; i < STEPS; i++)
        memcpy(url + strlen(host) + i * strlen(step), step, strlen(step));
    alarm(PATIENCE);
    assert_int_equal(dvi_url_canonical((dvk_span){url, len}, &out), DVK_OK);
    alarm(0);
    assert_int_equal(out.len, 0);
    dvi_buffer_finish(&out);
    free(url);
}

static void tells_the_host(void **unused) {
    (void)unused;
    static const char url[] = "https://www.Site.example:8080/a";
    dvk_span host = dvi_url_host((dvk_span){url, strlen(url)});
    assert_int_equal(host.len, 12);
    assert_memory_equal(host.data, "Site.example", 12);
    assert_int_equal(dvi_url_host((dvk_span){"a/b", 3}).len, 0);
}

/* Any bytes, and any that are nearly an address; nothing is read beyond the span. */
static void bears_anything(void **unused) {
    (void)unused;
    static const char alphabet[] = "/?#&=%.:@;Aa0amp\xD0\n!";
    uint32_t state = 7;
    dvi_buffer out = {0};
    for (int round = 0; round < 20000; round++) {
        size_t len = 8 + (state >> 8) % 60;
        char *bytes = malloc(len);
        for (size_t i = 0; i < len; i++) {
            state = state * 1664525 + 1013904223;
            bytes[i] = alphabet[(state >> 16) % (sizeof alphabet - 1)];
        }
        memcpy(bytes, "https://", 8);
        assert_int_equal(dvi_url_canonical((dvk_span){bytes, len}, &out), DVK_OK);
        assert_true(out.len <= len);
        free(bytes);
    }
    char many[3000] = "https://s.example/?";
    for (size_t i = 0; i < 100; i++)
        snprintf(many + strlen(many), 20, "&p%zu=1", i);
    assert_int_equal(dvi_url_canonical((dvk_span){many, strlen(many)}, &out), DVK_OK);
    assert_true(out.len > 500);
    dvi_buffer_finish(&out);
    dvi_memory_fail(0, 1);
    assert_int_equal(dvi_url_canonical((dvk_span){"http://a.b/c", 12}, &out), DVK_E_MEMORY);
    dvi_memory_fail(SIZE_MAX, 0);
    dvi_buffer_finish(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_forms_of_one_address_for_one),
        cmocka_unit_test(keeps_articles_apart),
        cmocka_unit_test(gives_nothing_for_what_proves_nothing),
        cmocka_unit_test(unwraps_without_end),
        cmocka_unit_test(tells_the_host),
        cmocka_unit_test(bears_anything),
    };
    return cmocka_run_group_tests_name("url", tests, NULL, NULL);
}
