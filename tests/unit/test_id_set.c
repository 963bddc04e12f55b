/* The set of ids: what was put in is found, with the article that came first; ids are bytes, of any kind. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "failing_memory.h"
#include "pipeline/id_set.h"

enum { MOST = 5000 };

typedef struct ids {
    char text[MOST][12];
    size_t len[MOST];
} ids;

static ids all;

static dvk_span id_of(const void *context, uint32_t article) {
    const ids *i = context;
    return (dvk_span){i->text[article], i->len[article]};
}

static void name(uint32_t article, const char *text, size_t len) {
    memcpy(all.text[article], text, len);
    all.len[article] = len;
}

static uint32_t add(dvi_id_set *set, uint32_t article) {
    uint32_t found = 7;
    assert_int_equal(dvi_id_set_add(set, id_of(&all, article), article, id_of, &all, &found), DVK_OK);
    return found;
}

static uint32_t find(const dvi_id_set *set, const char *text, size_t len) {
    return dvi_id_set_find(set, (dvk_span){text, len}, id_of, &all);
}

static void an_empty_set_has_nothing(void **unused) {
    (void)unused;
    dvi_id_set set = {0};
    assert_int_equal(find(&set, "a", 1), UINT32_MAX);
    dvi_id_set_finish(&set);
}

static void each_id_is_found_while_the_set_grows(void **unused) {
    (void)unused;
    dvi_id_set set = {0};
    for (uint32_t i = 0; i < MOST; i++) {
        all.len[i] = (size_t)snprintf(all.text[i], sizeof all.text[i], "id%u", i);
        assert_int_equal(add(&set, i), UINT32_MAX);
    }
    assert_int_equal(set.n, MOST);
    for (uint32_t i = 0; i < MOST; i++)
        assert_int_equal(find(&set, all.text[i], all.len[i]), i);
    assert_int_equal(find(&set, "id", 2), UINT32_MAX);
    assert_int_equal(find(&set, "id5000", 6), UINT32_MAX);
    dvi_id_set_finish(&set);
}

static void a_repeated_id_gives_the_first_article_and_changes_nothing(void **unused) {
    (void)unused;
    dvi_id_set set = {0};
    name(0, "same", 4);
    name(1, "other", 5);
    name(2, "same", 4);
    assert_int_equal(add(&set, 0), UINT32_MAX);
    assert_int_equal(add(&set, 1), UINT32_MAX);
    assert_int_equal(add(&set, 2), 0);
    assert_int_equal(add(&set, 2), 0);
    assert_int_equal(set.n, 2);
    assert_int_equal(find(&set, "same", 4), 0);
    dvi_id_set_finish(&set);
}

static void ids_are_bytes_and_not_strings(void **unused) {
    (void)unused;
    dvi_id_set set = {0};
    name(0, "a", 1);
    name(1, "a\0", 2);
    name(2, "a\0b", 3);
    name(3, "A", 1);
    name(4, "\xFF\xFE", 2);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(add(&set, i), UINT32_MAX);
    assert_int_equal(find(&set, "a\0b", 3), 2);
    assert_int_equal(find(&set, "a\0", 2), 1);
    assert_int_equal(find(&set, "\xFF\xFE", 2), 4);
    dvi_id_set_finish(&set);
}

/* Twenty sets, each seeded otherwise: in one of them at least the beginning of an id is looked for where one
 * lies. */
static void the_beginning_of_an_id_is_not_the_id(void **unused) {
    (void)unused;
    dvi_id_set sets[20] = {{0}};
    for (uint32_t i = 0; i < 500; i++)
        all.len[i] = (size_t)snprintf(all.text[i], sizeof all.text[i], "p%u", i);
    for (size_t k = 0; k < 20; k++) {
        for (uint32_t i = 0; i < 500; i++)
            assert_int_equal(add(&sets[k], i), UINT32_MAX);
        assert_int_equal(find(&sets[k], "p", 1), UINT32_MAX);
        assert_int_equal(find(&sets[k], "p4990", 5), UINT32_MAX);
        dvi_id_set_finish(&sets[k]);
    }
}

static void without_memory_nothing_changes(void **unused) {
    (void)unused;
    dvi_id_set set = {0};
    uint32_t found, i = 0;
    dvk_status status = DVK_OK;
    name(0, "first", 5);
    dvi_memory_fail(0, 0);
    assert_int_equal(dvi_id_set_add(&set, id_of(&all, 0), 0, id_of, &all, &found), DVK_E_MEMORY);
    assert_int_equal(set.n, 0);
    assert_int_equal(find(&set, "first", 5), UINT32_MAX);
    dvi_memory_fail(1, 1); /* the set is made; when it has to grow it cannot */
    for (; i < MOST && status == DVK_OK; i++) {
        all.len[i] = (size_t)snprintf(all.text[i], sizeof all.text[i], "id%u", i);
        status = dvi_id_set_add(&set, id_of(&all, i), i, id_of, &all, &found);
    }
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(status, DVK_E_MEMORY);
    assert_in_range(i, 2, MOST - 1);
    for (uint32_t k = 0; k + 1 < i; k++)
        assert_int_equal(find(&set, all.text[k], all.len[k]), k);
    assert_int_equal(find(&set, all.text[i - 1], all.len[i - 1]), UINT32_MAX);
    assert_int_equal(add(&set, i - 1), UINT32_MAX);
    dvi_id_set_finish(&set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_set_has_nothing),
        cmocka_unit_test(each_id_is_found_while_the_set_grows),
        cmocka_unit_test(a_repeated_id_gives_the_first_article_and_changes_nothing),
        cmocka_unit_test(ids_are_bytes_and_not_strings),
        cmocka_unit_test(the_beginning_of_an_id_is_not_the_id),
        cmocka_unit_test(without_memory_nothing_changes),
    };
    return cmocka_run_group_tests_name("id_set", tests, NULL, NULL);
}
