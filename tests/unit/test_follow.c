/* Following a file whose last line grows. Lines of blanks are no articles, so that no index is needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/follow.h"
#include "work_folder.h"

enum { MIB = 1 << 20, PIECE = 1000 };

typedef struct followed {
    FILE *file;
    follow f;
    follow_sink sink;
    settings values;
} followed;

static void follow_new(followed *w) {
    const char *path = in_work("lines.jsonl");
    *w = (followed){0};
    settings_init(&w->values);
    w->values.quiet = true;
    w->sink.values = &w->values;
    w->file = fopen(path, "w");
    assert_non_null(w->file);
    follow_init(&w->f, path, true, true);
}

static void append(followed *w, size_t n_blanks, const char *end) {
    for (size_t i = 0; i < n_blanks; i++)
        assert_int_equal(fputc(' ', w->file), ' ');
    assert_true(fputs(end, w->file) >= 0);
    assert_int_equal(fflush(w->file), 0);
    follow_look(&w->f, &w->sink);
    assert_int_equal(w->sink.status, DVK_OK);
    assert_int_equal(w->sink.bad, 0);
}

static void leave(followed *w) {
    assert_int_equal(fclose(w->file), 0);
    follow_finish(&w->f);
}

/* An end of a line put where there was none is not seen, for what was looked through is not again. */
static void a_line_that_grows_is_looked_through_once(void **unused) {
    (void)unused;
    followed w;
    follow_new(&w);
    append(&w, PIECE, "");
    assert_int_equal(w.f.n_held, PIECE);
    w.f.held[PIECE - 1] = '\n';
    append(&w, PIECE, "");
    assert_int_equal(w.f.n_held, 2 * PIECE);
    w.f.held[PIECE - 1] = ' ';
    append(&w, PIECE, "\n ");
    assert_int_equal(w.f.n_held, 1);
    assert_int_equal(w.f.line, 2);
    assert_int_equal(w.f.byte, 3 * PIECE + 1);
    append(&w, 0, "\n");
    assert_int_equal(w.f.n_held, 0);
    assert_int_equal(w.f.line, 3);
    leave(&w);
}

static void what_a_long_line_took_is_given_back(void **unused) {
    (void)unused;
    followed w;
    follow_new(&w);
    append(&w, 8 * MIB, "");
    assert_int_equal(w.f.n_held, 8 * MIB);
    append(&w, 1, "\n");
    assert_int_equal(w.f.n_held, 0);
    assert_int_equal(w.f.line, 2);
    assert_in_range(w.f.held_cap, 1, MIB);
    assert_null(w.f.readers[0]);
    append(&w, PIECE, "\n");
    assert_int_equal(w.f.line, 3);
    leave(&w);
}

/* Its rest is no line of its own, with a number and a message of its own. */
static void a_line_that_is_too_long_is_one_line(void **unused) {
    (void)unused;
    followed w;
    follow_new(&w);
    w.values.max_record = 1;
    for (size_t i = 0; i < 3 * MIB; i++)
        assert_int_equal(fputc('a', w.file), 'a');
    assert_int_equal(fflush(w.file), 0);
    follow_look(&w.f, &w.sink);
    assert_int_equal(w.sink.bad, 1);
    assert_int_equal(w.f.line, 1);
    assert_int_equal(w.f.n_held, 0);
    assert_true(fputs("aaa\n  \n bad", w.file) >= 0);
    assert_int_equal(fflush(w.file), 0);
    follow_look(&w.f, &w.sink);
    assert_int_equal(w.sink.bad, 1);
    assert_int_equal(w.f.line, 3);
    assert_int_equal(w.f.byte, 3 * MIB + 7);
    assert_int_equal(w.f.n_held, 4);
    assert_true(fputs("\n", w.file) >= 0);
    assert_int_equal(fflush(w.file), 0);
    follow_look(&w.f, &w.sink);
    assert_int_equal(w.sink.bad, 2);
    leave(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_grows_is_looked_through_once),
        cmocka_unit_test(what_a_long_line_took_is_given_back),
        cmocka_unit_test(a_line_that_is_too_long_is_one_line),
    };
    return cmocka_run_group_tests_name("follow", tests, make_work, remove_work);
}
