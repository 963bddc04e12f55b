/* The check and the writing of UTF-8 against libunistring's, which go byte by byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>
#include <unistr.h>

#include "base/utf8.h"

enum { TEXTS = 400000, LONGEST = 600 };

static size_t plain_check(const uint8_t *text, size_t len) {
    const uint8_t *bad = len != 0 ? u8_check(text, len) : NULL;
    return bad != NULL ? (size_t)(bad - text) : len;
}

static uint32_t next_random(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Bytes at the edges of what may stand where. */
static void random_bytes_are_judged_as_by_the_plain_way(void **unused) {
    static const uint8_t edges[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2,
                                    0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
    (void)unused;
    uint32_t state = 1;
    size_t valid = 0;
    for (int k = 0; k < TEXTS; k++) {
        uint8_t text[LONGEST];
        size_t before = k % 3 == 0 ? 248 + next_random(&state) % 16 : 0, n = next_random(&state) % 7;
        memset(text, 'a', before);
        for (size_t i = 0; i < n; i++)
            text[before + i] = edges[next_random(&state) % sizeof edges];
        size_t good = dvi_utf8_check((dvk_span){(const char *)text, before + n});
        assert_int_equal(good, plain_check(text, before + n));
        valid += good == before + n;
    }
    assert_in_range(valid, TEXTS / 20, TEXTS - TEXTS / 20);
}

/* Of bytes that are all wrong each is told by itself. Were all the rest looked at each time, this would take
 * minutes. */
static void who_goes_on_behind_each_fault_is_through_soon(void **unused) {
    enum { BYTES = 2 << 20 };
    static char text[BYTES];
    (void)unused;
    memset(text, 0xD1, sizeof text);
    size_t faults = 0;
    for (size_t at = 0; at < BYTES; at++)
        faults += dvi_utf8_check((dvk_span){text + at, BYTES - at}) == 0;
    assert_int_equal(faults, BYTES);
}

static void a_fault_is_found_wherever_blocks_end(void **unused) {
    enum { BYTES = 300000 };
    static char text[BYTES];
    (void)unused;
    for (size_t at = 250; at < BYTES; at += at < 2000 ? 1 : 61) {
        memset(text, 'a', sizeof text);
        text[at] = (char)0x80;
        size_t end = at + 1 + at % 3;
        assert_int_equal(dvi_utf8_check((dvk_span){text, end}), at);
        if (at + 64 < BYTES) assert_int_equal(dvi_utf8_check((dvk_span){text, at + 64}), at);
    }
}

static void every_code_point_passes_and_surrogates_do_not(void **unused) {
    (void)unused;
    for (uint32_t c = 0; c < 0x110000; c++) {
        uint8_t text[4];
        int n = u8_uctomb(text, c, 4);
        if (n > 0) assert_int_equal(dvi_utf8_check((dvk_span){(const char *)text, (size_t)n}), n);
    }
    assert_int_equal(dvi_utf8_check((dvk_span){"a\xED\xA0\x80", 4}), 1);
    assert_int_equal(dvi_utf8_check((dvk_span){"a\xF4\x90\x80\x80", 5}), 1);
}

static void every_code_point_is_written(void **unused) {
    (void)unused;
    for (uint32_t c = 0; c < 0x120000; c++) {
        uint8_t expected[4];
        char text[4];
        int n = u8_uctomb(expected, c, 4);
        assert_int_equal(dvi_utf8_put(c, text), n > 0 ? n : 0);
        if (n > 0) assert_memory_equal(text, expected, (size_t)n);
    }
    assert_int_equal(dvi_utf8_put(UINT32_MAX, (char[4]){0}), 0);
}

static void a_character_cut_at_the_end_is_found(void **unused) {
    (void)unused;
    char text[LONGEST];
    for (size_t len = 1; len < LONGEST; len++) {
        memset(text, 'a', len);
        text[len - 1] = (char)0xD0;
        assert_int_equal(dvi_utf8_check((dvk_span){text, len}), len - 1);
    }
    assert_int_equal(dvi_utf8_check((dvk_span){NULL, 0}), 0);
}

static void characters_are_counted_in_texts_of_any_length(void **unused) {
    (void)unused;
    char text[4 * 300];
    for (uint32_t n = 0; n <= 300; n++)
        for (uint32_t c = 'a'; c <= 0x10FFFF; c = c * 64 + 1) {
            size_t len = 0;
            for (uint32_t i = 0; i < n; i++)
                len += dvi_utf8_put(c, text + len);
            assert_int_equal(dvi_utf8_characters((dvk_span){text, len}), n);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_bytes_are_judged_as_by_the_plain_way),
        cmocka_unit_test(every_code_point_passes_and_surrogates_do_not),
        cmocka_unit_test(who_goes_on_behind_each_fault_is_through_soon),
        cmocka_unit_test(a_fault_is_found_wherever_blocks_end),
        cmocka_unit_test(every_code_point_is_written),
        cmocka_unit_test(a_character_cut_at_the_end_is_found),
        cmocka_unit_test(characters_are_counted_in_texts_of_any_length),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
