/* Remembered words: tags against their definition, which slot gives way, and that neither more sets nor words
 * met before change what is known of a word. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "commonform/tokenize.h"
#include "commonform/word_bytes.h"
#include "commonform/word_slots.h"
#include "failing_memory.h"
#include "made_features.h"

static void the_way_is_that_of_the_same_tag(void **unused) {
    (void)unused;
    for (int round = 0; round < 20000; round++) {
        dvi_word_set set;
        unsigned found, expected = 0;
        uint32_t place = any(1 << 16);
        for (unsigned k = 0; k < DVI_WORD_WAYS; k++)
            set.ways[k] = any(1 << 16) << 16 | (any(4) == 0 ? place ^ any(8) : any(1 << 16));
        while (expected < DVI_WORD_WAYS && (set.ways[expected] & DVI_WORD_TAG) != (place & DVI_WORD_TAG))
            expected++;
        unsigned way = dvi_word_way(&set, place, &found);
        assert_int_equal(found, expected < DVI_WORD_WAYS);
        assert_int_equal(way, expected < DVI_WORD_WAYS ? expected : 0);
    }
}

static void who_is_asked_for_least_gives_way(void **unused) {
    (void)unused;
    for (int round = 0; round < 20000; round++) {
        dvi_word_set set, left;
        uint32_t least = DVI_WORD_SOON;
        for (unsigned k = 0; k < DVI_WORD_WAYS; k++)
            set.ways[k] = any(1 << 16) << 16 | any(1 << 16);
        left = set;
        unsigned way = dvi_word_oldest(&left);
        for (unsigned k = 0; k < DVI_WORD_WAYS; k++)
            if ((set.ways[k] & DVI_WORD_SOON) < least) least = set.ways[k] & DVI_WORD_SOON;
        assert_int_equal(set.ways[way] & DVI_WORD_SOON, least);
        assert_int_equal(left.ways[way] & DVI_WORD_SOON, 0);
        for (unsigned k = 0; k < DVI_WORD_WAYS; k++)
            assert_int_equal(left.ways[k], set.ways[k] - least);
    }
}

/* The place of word i, which is put into `slot` when there is one. */
static uint32_t made_word(unsigned i, dvi_word_slot *slot) {
    char text[64] = "";
    size_t len = (size_t)snprintf(text, sizeof text, i % 2 == 0 ? "%u" : "%u of more than sixteen bytes", i);
    if (slot != NULL) {
        memset(slot, 0, sizeof *slot);
        memcpy(slot->raw, text, len);
        slot->len = (uint8_t)len;
        slot->language = (uint8_t)(i % 5);
        slot->known.form = i;
    }
    return dvi_word_place(i % 5, dvi_word_hash((dvk_span){text, sizeof text}, 0, len));
}

/* Whether word i is remembered. */
static bool has(const dvi_word_sets *sets, unsigned i) {
    uint32_t place = made_word(i, NULL);
    const dvi_word_set *set = dvi_word_set_of(sets, place);
    unsigned found, way = dvi_word_way(set, place, &found);
    return found != 0 && sets->slots[set->ways[way] >> DVI_WORD_NUMBER_SHIFT].known.form == i;
}

static void more_sets_forget_no_word(void **unused) {
    (void)unused;
    enum { BITS = 6, WORDS = 150 };
    dvi_word_sets sets;
    bool before[WORDS + 1];
    assert_int_equal(dvi_word_sets_open(&sets, BITS), DVK_OK);
    for (unsigned i = 1; i <= WORDS; i++)
        made_word(i, dvi_word_sets_take(&sets, made_word(i, NULL)));
    for (unsigned i = 1; i <= WORDS; i++)
        before[i] = has(&sets, i);
    dvi_word_sets_grow(&sets, 10);
    assert_int_equal(sets.shift, 32 - BITS);
    dvi_memory_fail(0, 0);
    dvi_word_sets_grow(&sets, 100);
    dvi_memory_fail(SIZE_MAX, 0);
    assert_int_equal(sets.shift, 32 - BITS);
    sets.full = false;
    dvi_word_sets_grow(&sets, 100);
    assert_int_equal(sets.shift, 32 - BITS - DVI_WORD_GROWTH_BITS);
    size_t remembered = 0;
    for (unsigned i = 1; i <= WORDS; i++) {
        if (before[i]) assert_true(has(&sets, i));
        remembered += before[i];
    }
    assert_in_range(remembered, WORDS / 10 * 8, WORDS);
    dvi_word_sets_finish(&sets);
}

/* Also when words that are too long to be remembered have taken some before there were more sets. */
static void there_are_slots_for_all_ways(void **unused) {
    (void)unused;
    enum { BITS = 6, WORDS = 150, MORE = 100000 };
    dvi_word_sets sets;
    assert_int_equal(dvi_word_sets_open(&sets, BITS), DVK_OK);
    for (unsigned i = 1; i <= WORDS; i++) {
        dvi_word_slot *slot = dvi_word_sets_take(&sets, made_word(i, NULL));
        if (i % 3 == 0) made_word(i, slot);
    }
    dvi_word_sets_grow(&sets, 200);
    assert_int_equal(sets.shift, 32 - BITS - DVI_WORD_GROWTH_BITS);
    for (unsigned i = 1; i <= MORE; i++) {
        dvi_word_slot *slot = dvi_word_sets_take(&sets, made_word(i, NULL));
        assert_in_range(slot - sets.slots, 1, DVI_WORD_WAYS << (BITS + DVI_WORD_GROWTH_BITS));
    }
    dvi_word_sets_finish(&sets);
}

static void words_met_before_change_nothing(void **unused) {
    (void)unused;
    static const char text[] = "The minister of foreign affairs met Lavrov in Moscow on 12 July, and OPEC's "
                               "oil stayed where it was.";
    dvi_word_cache *cache;
    dvi_token_list first = {0}, again = {0}, others = {0};
    assert_int_equal(dvi_word_cache_create(&cache, dvk_model_builtin()), DVK_OK);
    uint32_t english = dvk_language_number("en", 2);
    assert_int_equal(dvi_tokenize(cache, (dvk_span){text, sizeof text - 1}, english, DVI_ZONE_BODY, &first),
                     DVK_OK);
    for (int round = 0; round < 2500; round++) {
        char words[1000];
        for (size_t i = 0; i < sizeof words; i++)
            words[i] = i % 7 == 6 ? ' ' : (char)('a' + any(26));
        others.n = 0;
        assert_int_equal(
            dvi_tokenize(cache, (dvk_span){words, sizeof words}, english, DVI_ZONE_BODY, &others), DVK_OK);
    }
    assert_int_equal(dvi_word_cache_sets(cache)->shift, 32 - DVI_WORD_MOST_BITS);
    assert_int_equal(dvi_tokenize(cache, (dvk_span){text, sizeof text - 1}, english, DVI_ZONE_BODY, &again),
                     DVK_OK);
    assert_int_equal(again.n, first.n);
    assert_memory_equal(again.list, first.list, first.n * sizeof *first.list);
    dvi_token_list_finish(&first);
    dvi_token_list_finish(&again);
    dvi_token_list_finish(&others);
    dvi_word_cache_destroy(cache);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_is_that_of_the_same_tag), cmocka_unit_test(who_is_asked_for_least_gives_way),
        cmocka_unit_test(more_sets_forget_no_word), cmocka_unit_test(words_met_before_change_nothing),
        cmocka_unit_test(there_are_slots_for_all_ways)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
