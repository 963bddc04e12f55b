/* Packed features: unpacked they are what they were, to the last bit, and fit into the room that is asked for
 * them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "feature/packed.h"
#include "made_features.h"

static void expect_same(const dvk_features *a, const dvk_features *b) {
    assert_int_equal(a->n_features, b->n_features);
    for (uint32_t i = 0; i < a->n_features; i++) {
        assert_int_equal(a->list[i].key, b->list[i].key);
        assert_int_equal(a->list[i].weight, b->list[i].weight);
        assert_int_equal(a->list[i].position, b->list[i].position);
        assert_int_equal(a->list[i].kind, b->list[i].kind);
        assert_int_equal(a->list[i].zone, b->list[i].zone);
    }
    assert_int_equal(a->n_shingles, b->n_shingles);
    if (a->n_shingles != 0)
        assert_memory_equal(a->shingles, b->shingles, a->n_shingles * sizeof *a->shingles);
    assert_int_equal(a->shingle_total, b->shingle_total);
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_int_equal(a->language, b->language);
    assert_true(a->time == b->time);
}

/* Both pieces of memory are as large as they have to be and no larger: a checker of memory sees a byte too
 * many. */
static void round_trip(const dvk_features *features) {
    size_t size = dvi_packed_size(features);
    char *packed = malloc(size);
    void *room = malloc(dvi_unpacked_bound(size));
    assert_non_null(packed);
    assert_non_null(room);
    dvk_features out;
    dvi_features_pack(features, packed);
    assert_int_equal(dvi_features_unpack(packed, size, room, &out), DVK_OK);
    expect_same(features, &out);
    char *end = (char *)(out.shingles + out.n_shingles);
    assert_true(end <= (char *)room + dvi_unpacked_bound(size));
    for (size_t cut = 0; cut < size; cut += 1 + size / 50)
        assert_int_equal(dvi_features_unpack(packed, cut, room, &out), DVK_E_DAMAGED);
    free(packed);
    free(room);
}

static void what_is_unpacked_is_what_was_packed(void **unused) {
    (void)unused;
    static made_features made;
    for (int i = 0; i < 500; i++) {
        made_at_random(&made, 1 + any(DVK_MAX_FEATURES), 1 + any(100000));
        round_trip(&made.features);
    }
}

static void nothing_and_the_most_are_packed(void **unused) {
    (void)unused;
    static made_features made;
    made_init(&made);
    round_trip(&made.features);
    for (uint32_t i = 0; i < DVK_MAX_FEATURES; i++)
        made.list[i] =
            (dvk_feature){UINT32_MAX - DVK_MAX_FEATURES + i, UINT16_MAX, UINT16_MAX, DVK_FEATURE_GRAM, 7};
    for (uint32_t i = 0; i < DVK_MAX_SHINGLES; i++)
        made.shingles[i] = UINT32_MAX - DVK_MAX_SHINGLES + i;
    made.features.n_features = DVK_MAX_FEATURES;
    made.features.n_shingles = DVK_MAX_SHINGLES;
    made.features.shingle_total = made.features.n_tokens = UINT32_MAX;
    made.features.time = INT64_MAX;
    round_trip(&made.features);
    made.features.n_features = 0;
    round_trip(&made.features);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_unpacked_is_what_was_packed),
        cmocka_unit_test(nothing_and_the_most_are_packed),
    };
    return cmocka_run_group_tests_name("packed", tests, NULL, NULL);
}
