/* Outlines: every kernel equals the definition, and the definition the classes of characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "commonform/outline.h"
#include "dvoinik/cpu.h"
#include "made_features.h"
#include "tables/character_class.h"

enum { MOST = 700, MASKS = 4 };

/* Characters of all kinds, the common ones most often. */
static uint32_t any_character(void) {
    static const uint32_t limits[] = {0x80, 0x80, 0x250, 0x530, 0x530, 0x800, 0x2070, 0x10000, 0x110000};
    uint32_t c = any(limits[any(sizeof limits / sizeof *limits)]);
    return c >= 0xD800 && c < 0xE000 ? 0x430 : c;
}

static size_t fill(char *text, size_t most) {
    size_t len = 0;
    while (len + 4 <= most)
        len += dvi_utf8_put(any_character(), text + len);
    return len;
}

/* Bit i of block i / 64, of a mask at this place in the block. */
static int bit(const uint64_t *first, size_t i) {
    return (int)(first[i / DVI_OUTLINE_BLOCK * 3] >> i % DVI_OUTLINE_BLOCK & 1);
}

static void assert_outline(dvk_span text, const dvi_outline_block *blocks) {
    for (size_t at = 0; at < text.len;) {
        size_t next = at;
        uint32_t c = dvi_utf8_next(text.data, &next);
        dvi_character class = dvi_character_of(c);
        for (; at < next; at++) {
            int letter = bit(&blocks->letters, at), stop = bit(&blocks->stops, at),
                other = bit(&blocks->others, at);
            if (letter) assert_int_equal(class, DVI_CHAR_LETTER);
            if (stop) assert_int_equal(class, DVI_CHAR_STOP);
            if (!letter && !stop && !other) assert_int_equal(class, DVI_CHAR_OTHER);
            assert_int_equal(letter + stop + other <= 1, 1);
            if ((c | 0x20) - 'a' < 26 || (c >= 0x410 && c < 0x460)) assert_int_equal(letter, 1);
        }
    }
    for (size_t at = text.len; at < dvi_outline_blocks(text.len) * DVI_OUTLINE_BLOCK; at++) {
        assert_int_equal(bit(&blocks->others, at), 1);
        assert_int_equal(bit(&blocks->letters, at) + bit(&blocks->stops, at), 0);
    }
}

static void kernels_agree_with_the_classes(void **unused) {
    (void)unused;
    static dvi_outline_block reference[MOST / 64 + 3], fast[MOST / 64 + 3];
    for (int round = 0; round < 2000; round++) {
        /* Exactly as long as it is, so that reading beyond it is found out. */
        char made[MOST], *text;
        size_t len = fill(made, any(MOST));
        text = malloc(len == 0 ? 1 : len);
        assert_non_null(text);
        memcpy(text, made, len);
        size_t blocks = dvi_outline_blocks(len);
        dvi_outline_fill(dvi_outline_reference, (dvk_span){text, len}, reference);
        assert_outline((dvk_span){text, len}, reference);
        for (uint32_t cpu = 0; cpu < MASKS; cpu++) {
            dvi_outline_fill(dvi_outline_choose(cpu), (dvk_span){text, len}, fast);
            assert_memory_equal(fast, reference, blocks * sizeof *fast);
        }
        free(text);
    }
}

static void plain_letters_are_letters(void **unused) {
    (void)unused;
    dvi_outline_block blocks[8];
    for (uint32_t c = 1; c < 0x800; c++) {
        char text[5] = "";
        size_t len = dvi_utf8_put(c, text);
        dvi_outline_fill(dvi_outline_choose(DVK_CPU_ALL), (dvk_span){text, len}, blocks);
        assert_outline((dvk_span){text, len}, blocks);
    }
}

static void what_a_machine_has_not_is_not_used(void **unused) {
    (void)unused;
    assert_ptr_equal(dvi_outline_choose(DVK_CPU_ALL), dvi_outline_choose(dvk_cpu_features()));
    assert_int_equal(dvk_cpu_features() & ~(DVK_CPU_AVX2 | DVK_CPU_AVX512), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernels_agree_with_the_classes),
        cmocka_unit_test(plain_letters_are_letters),
        cmocka_unit_test(what_a_machine_has_not_is_not_used),
    };
    return cmocka_run_group_tests_name("outline", tests, NULL, NULL);
}
