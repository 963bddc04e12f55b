/* The table of character classes against the function that tells them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tables/character_class.h"
#include "tables/fold.h"

static void the_table_says_what_is_told(void **unused) {
    (void)unused;
    for (uint32_t c = 0; c < 0x110000; c++)
        assert_int_equal(dvi_character_of(c), dvi_character_told(c));
}

static void letters_of_the_tables_are_letters(void **unused) {
    (void)unused;
    for (uint32_t c = 0; c < 0x110000; c++)
        assert_int_equal(dvi_character_of(c) == DVI_CHAR_LETTER, dvi_is_table_letter(c));
    assert_int_equal(dvi_character_of(0x436), DVI_CHAR_LETTER);
    assert_int_equal(dvi_character_of(0x4E00), DVI_CHAR_GRAM);
    assert_int_equal(dvi_character_of(0x10D0), DVI_CHAR_FOREIGN);
    assert_int_equal(dvi_character_of(0x2019), DVI_CHAR_APOSTROPHE);
    assert_int_equal(dvi_character_of(0x1F600), DVI_CHAR_OTHER);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_says_what_is_told),
        cmocka_unit_test(letters_of_the_tables_are_letters),
    };
    return cmocka_run_group_tests_name("character_class", tests, NULL, NULL);
}
