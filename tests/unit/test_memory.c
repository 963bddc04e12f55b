/* Memory and growing byte strings: sizes that overflow, nothing asked for, and nothing left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/error.h"
#include "base/memory.h"
#include "base/parallel.h"
#include "failing_memory.h"

/* The sizes are not known to the compiler, which would warn of them. */
static volatile size_t huge = SIZE_MAX / 4, none = 0;

static void sizes_that_overflow_are_refused(void **unused) {
    (void)unused;
    void *old = dvi_alloc(4, 4);
    assert_non_null(old);
    assert_null(dvi_alloc(huge, 8));
    assert_null(dvi_alloc_zero(huge, 8));
    assert_null(dvi_realloc(old, huge, 8));
    /* A product that comes round to little, which malloc would give. */
    assert_null(dvi_alloc(huge + 3, 4));
    assert_null(dvi_alloc_zero(huge + 3, 4));
    assert_null(dvi_realloc(old, huge + 3, 4));
    void *table = old;
    assert_null(dvi_alloc_table(huge + 3, 4, &table));
    assert_null(table);
    memset(old, 1, 16); /* it is still there */
    dvi_free(old);
}

static void nothing_is_something_to_free(void **unused) {
    (void)unused;
    void *memory[] = {dvi_alloc(none, 8), dvi_alloc(8, none), dvi_alloc_zero(none, 8),
                      dvi_alloc_zero(8, none), dvi_realloc(NULL, none, 8)};
    for (size_t i = 0; i < sizeof memory / sizeof *memory; i++) {
        assert_non_null(memory[i]);
        dvi_free(memory[i]);
    }
    dvi_free(NULL);
}

static void a_buffer_that_cannot_grow_keeps_what_it_has(void **unused) {
    (void)unused;
    dvi_buffer buffer = {0};
    char line[600];
    assert_int_equal(dvi_buffer_append_text(&buffer, "two"), DVK_OK);
    assert_int_equal(dvi_buffer_reserve(&buffer, huge), DVK_E_MEMORY);
    dvi_memory_fail(0, 1);
    dvk_status status = dvi_buffer_append(&buffer, line, sizeof line);
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(status, DVK_E_MEMORY);
    assert_int_equal(buffer.len, 3);
    assert_memory_equal(buffer.data, "two", 3);
    dvi_buffer_finish(&buffer);
}

static void a_formatted_line_is_cut_at_512_bytes(void **unused) {
    (void)unused;
    dvi_buffer buffer = {0};
    char line[600];
    memset(line, 'a', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    assert_int_equal(dvi_buffer_format(&buffer, "%s", line), DVK_OK);
    assert_int_equal(buffer.len, 512);
    dvi_buffer_finish(&buffer);
}

static void no_room_for_a_sentence_is_borne(void **unused) {
    (void)unused;
    char out[4] = "abc", text[128];
    assert_int_equal(dvi_show((dvk_span){"x", 1}, out, 0), 0);
    dvi_errno_text(2, out, 0);
    assert_string_equal(out, "abc");
    dvi_errno_text(100000, text, sizeof text);
    assert_non_null(strstr(text, "100000"));
    assert_int_equal(dvi_error_set(NULL, DVK_E_IO, NULL, 0, 0, "nobody asks"), DVK_E_IO);
    /* The ends of what is cut or harmful: each of C0, C1, the marks of direction and the two separators. */
    assert_int_equal(dvi_show((dvk_span){"\x7F\xC2\x9F\xC2\xA0", 5}, text, sizeof text), 14);
    assert_int_equal(dvi_show((dvk_span){"\xD8\x9C\xE2\x80\x8E\xE2\x80\x8F", 8}, text, sizeof text), 32);
    assert_int_equal(dvi_show((dvk_span){"\xE2\x80\xAF\xE2\x81\xAA\xE2\x81\xA6", 9}, text, sizeof text), 18);
    assert_int_equal(dvi_show((dvk_span){"\xE2\x81\xA9", 3}, text, sizeof text), 12);
    assert_int_equal(dvi_show((dvk_span){"\xE2\x80\xA8", 2}, text, sizeof text), 8); /* half a character */
}

static void count(void *context, unsigned thread, size_t item) {
    unsigned char *seen = context;
    assert_true(thread < DVI_MAX_THREADS);
    seen[item] = 1;
}

static void more_threads_than_there_may_be(void **unused) {
    (void)unused;
    static unsigned char seen[1000];
    dvi_parallel(DVI_MAX_THREADS + 1, sizeof seen, count, seen);
    assert_null(memchr(seen, 0, sizeof seen));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(nothing_is_something_to_free),
        cmocka_unit_test(a_buffer_that_cannot_grow_keeps_what_it_has),
        cmocka_unit_test(a_formatted_line_is_cut_at_512_bytes),
        cmocka_unit_test(no_room_for_a_sentence_is_borne),
        cmocka_unit_test(more_threads_than_there_may_be),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
