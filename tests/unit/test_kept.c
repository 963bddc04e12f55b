/* Which record of a group is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli/kept.h"

typedef struct row {
    const char *source;
    int64_t time;
    uint32_t n_characters, duplicate, event;
} row;

/* Groups 0: rows 0, 2, 3; 1: row 1; 2: row 4; 3: rows 5, 6. Events 0: rows 0 to 3; 1: row 4; 2: the others.
 */
static const row rows[] = {{"Alpha", 10, 50, 0, 0}, {"Beta", DVK_NO_TIME, 70, 1, 0},
                           {"Beta", 30, 50, 0, 0},  {"Gamma, Inc", DVK_NO_TIME, 60, 0, 0},
                           {"", 5, 1, 2, 1},        {"Delta", 7, 9, 3, 2},
                           {"Delta", 7, 9, 3, 2}};
enum { N = sizeof rows / sizeof *rows };

static void give(const void *source, size_t i, dvk_result *out) {
    const row *r = (const row *)source + i;
    *out = (dvk_result){
        .source = {r->source, strlen(r->source)}, .time = r->time, .n_characters = r->n_characters};
    out->assigned = (dvk_assignment){.duplicate = r->duplicate, .event = r->event};
}

static void expect(const settings *values, const uint32_t *wanted) {
    dvk_results results = {.n = N, .source = rows, .article = give};
    uint32_t *kept = kept_choose(&results, values);
    for (size_t i = 0; i < N; i++)
        assert_int_equal(kept[i], wanted[i]);
    free(kept);
}

static void one_of_each_group(void **state) {
    (void)state;
    settings values = {.quiet = true};
    expect(&values, (const uint32_t[]){0, 1, 0, 0, 4, 5, 5});
    values.keep = KEEP_LONGEST;
    expect(&values, (const uint32_t[]){3, 1, 3, 3, 4, 5, 5});
    values.keep = KEEP_NEWEST;
    expect(&values, (const uint32_t[]){2, 1, 2, 2, 4, 5, 5});
    values.dedup_level = LEVEL_EVENT;
    expect(&values, (const uint32_t[]){2, 2, 2, 2, 4, 5, 5});
    values.keep = KEEP_LONGEST;
    expect(&values, (const uint32_t[]){1, 1, 1, 1, 4, 5, 5});
}

static void expect_preferring(size_t n, const char **words, int keep, const uint32_t *wanted) {
    settings values = {.quiet = true, .keep = keep, .prefer = {words, n}};
    expect(&values, wanted);
}

static void the_preferred_source_wins(void **state) {
    (void)state;
    expect_preferring(1, (const char *[]){"Beta"}, KEEP_FIRST, (const uint32_t[]){2, 1, 2, 2, 4, 5, 5});
    expect_preferring(1, (const char *[]){"Nobody, Beta ,Alpha"}, KEEP_LONGEST,
                      (const uint32_t[]){2, 1, 2, 2, 4, 5, 5});
    expect_preferring(2, (const char *[]){"Alpha", "Beta"}, KEEP_NEWEST,
                      (const uint32_t[]){0, 1, 0, 0, 4, 5, 5});
    expect_preferring(2, (const char *[]){"Gamma, Inc", "Beta"}, KEEP_FIRST,
                      (const uint32_t[]){3, 1, 3, 3, 4, 5, 5});
    expect_preferring(1, (const char *[]){"Beta,Alpha,Beta"}, KEEP_FIRST,
                      (const uint32_t[]){2, 1, 2, 2, 4, 5, 5});
    expect_preferring(1, (const char *[]){"beta"}, KEEP_FIRST, (const uint32_t[]){0, 1, 0, 0, 4, 5, 5});
    expect_preferring(1, (const char *[]){","}, KEEP_FIRST, (const uint32_t[]){0, 1, 0, 0, 4, 5, 5});
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_of_each_group),
        cmocka_unit_test(the_preferred_source_wins),
    };
    return cmocka_run_group_tests_name("kept", tests, NULL, NULL);
}
