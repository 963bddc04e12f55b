/* Steady order: what articles are ordered by is the same on every machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <xxhash.h>

#include "made_features.h"
#include "pipeline/steady_order.h"

static void the_bytes_hashed_are_little_endian(void **unused) {
    (void)unused;
    static const uint32_t shingles[] = {0x01020304, 0xA5060708};
    static const uint8_t bytes[] = {0x04, 0x03, 0x02, 0x01, 0x08, 0x07, 0x06, 0xA5};
    made_features made;
    made_init(&made);
    made_shingles(&made, shingles, 2, DVK_MAX_SHINGLES);
    assert_true(dvi_steady_hash(&made.features) == XXH3_64bits(bytes, sizeof bytes));
}

static void every_shingle_and_every_feature_counts(void **unused) {
    (void)unused;
    made_features made;
    uint32_t shingles[DVK_MAX_SHINGLES];
    for (uint32_t i = 0; i < DVK_MAX_SHINGLES; i++)
        shingles[i] = i * 3;
    made_init(&made);
    made_shingles(&made, shingles, DVK_MAX_SHINGLES, DVK_MAX_SHINGLES);
    uint64_t whole = dvi_steady_hash(&made.features);
    for (uint32_t i = 0; i < DVK_MAX_SHINGLES; i++) {
        made.shingles[i]++;
        assert_true(dvi_steady_hash(&made.features) != whole);
        made.shingles[i]--;
    }
    made_add(&made, (dvk_feature){.key = 7, .weight = 1});
    uint64_t light = dvi_steady_hash(&made.features);
    made.list[0].weight = 2;
    assert_true(light != whole && dvi_steady_hash(&made.features) != light);
}

static void an_article_without_words_has_a_place_too(void **unused) {
    (void)unused;
    const dvk_features none = {.time = DVK_NO_TIME};
    assert_true(dvi_steady_hash(&none) == XXH3_64bits("", 0));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_hashed_are_little_endian),
        cmocka_unit_test(every_shingle_and_every_feature_counts),
        cmocka_unit_test(an_article_without_words_has_a_place_too),
    };
    return cmocka_run_group_tests_name("steady_order", tests, NULL, NULL);
}
