/* Masks of bytes against their definition, for texts of any length. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/byte_mask.h"
#include "made_features.h"

static void a_mask_is_what_it_says(void **unused) {
    (void)unused;
    for (size_t len = 0; len <= 2 * DVI_MASK_BYTES; len++) {
        char bytes[2 * DVI_MASK_BYTES];
        for (size_t i = 0; i < len; i++)
            bytes[i] = (char)any(256);
        uint8_t most = (uint8_t)any(256);
        uint64_t mask = dvi_mask_up_to(bytes, len, most);
        for (size_t i = 0; i < DVI_MASK_BYTES; i++)
            assert_int_equal(mask >> i & 1, i >= len || (uint8_t)bytes[i] <= most);
    }
}

static void bits_are_found_in_any_byte(void **unused) {
    (void)unused;
    for (int round = 0; round < 100; round++) {
        uint8_t bytes[DVI_MASK_BYTES], bits = (uint8_t)any(256);
        for (size_t i = 0; i < DVI_MASK_BYTES; i++)
            bytes[i] = (uint8_t)(any(256) & any(256));
        uint64_t mask = dvi_mask_of_bits(bytes, bits);
        for (size_t i = 0; i < DVI_MASK_BYTES; i++)
            assert_int_equal(mask >> i & 1, (bytes[i] & bits) != 0);
    }
}

static void numbers_are_found_where_they_are(void **unused) {
    (void)unused;
    static const uint32_t some[] = {0, 1, 0x80000000, 0xFFFF0000, 0x0000FFFF, UINT32_MAX};
    for (int round = 0; round < 100; round++) {
        uint32_t numbers[DVI_MASK_BYTES], wanted = some[any(6)];
        for (size_t i = 0; i < DVI_MASK_BYTES; i++)
            numbers[i] = some[any(6)];
        uint64_t mask = dvi_mask_of_numbers(numbers, wanted);
        for (size_t i = 0; i < DVI_MASK_BYTES; i++)
            assert_int_equal(mask >> i & 1, numbers[i] == wanted);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(a_mask_is_what_it_says),
                                       cmocka_unit_test(bits_are_found_in_any_byte),
                                       cmocka_unit_test(numbers_are_found_where_they_are)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
