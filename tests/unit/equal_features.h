/* For tests of what must not change features: all of two is the same. Comes behind cmocka. */
#ifndef TEST_EQUAL_FEATURES_H
#define TEST_EQUAL_FEATURES_H

#include "dvoinik/features.h"

static inline void expect_equal(const dvk_features *a, const dvk_features *b) {
    assert_int_equal(a->n_features, b->n_features);
    assert_int_equal(a->n_shingles, b->n_shingles);
    assert_int_equal(a->shingle_total, b->shingle_total);
    assert_int_equal(a->n_tokens, b->n_tokens);
    assert_int_equal(a->language, b->language);
    assert_int_equal(a->dateline, b->dateline);
    assert_true(a->time == b->time);
    for (uint32_t i = 0; i < a->n_features; i++) {
        assert_int_equal(a->list[i].key, b->list[i].key);
        assert_int_equal(a->list[i].weight, b->list[i].weight);
        assert_int_equal(a->list[i].position, b->list[i].position);
        assert_int_equal(a->list[i].kind, b->list[i].kind);
        assert_int_equal(a->list[i].zone, b->list[i].zone);
    }
    for (uint32_t i = 0; i < a->n_shingles; i++)
        assert_int_equal(a->shingles[i], b->shingles[i]);
}

#endif
