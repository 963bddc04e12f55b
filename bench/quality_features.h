/* Features as the library makes them, and as it could: one thing changed at a time. */
#ifndef QUALITY_FEATURES_H
#define QUALITY_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

#include "dvoinik/features.h"
#include "quality_corpus.h"

typedef enum quality_keys { QUALITY_KEYS_STEM, QUALITY_KEYS_FAMILY, QUALITY_KEYS_BOTH } quality_keys;
typedef enum quality_lexicon {
    QUALITY_LEXICON_SHIPPED,
    QUALITY_LEXICON_NONE,
    QUALITY_LEXICON_BESIDE,
    QUALITY_LEXICON_REPLACES
} quality_lexicon;
typedef enum quality_idf { QUALITY_IDF_ROOT, QUALITY_IDF_WHOLE, QUALITY_IDF_NONE } quality_idf;
typedef enum quality_repeats {
    QUALITY_REPEATS_NONE,
    QUALITY_REPEATS_LOG,
    QUALITY_REPEATS_COUNT
} quality_repeats;

/* What differs from what ships; all zeros is what ships. */
typedef struct quality_variant {
    uint16_t title, lead, capital, number; /* boosts in 1/256; 0: as shipped */
    uint8_t keys, family;                  /* quality_keys; family of quality_background.h */
    uint8_t lexicon, idf, repeats;
    bool no_names, no_numbers, no_background, no_zones;
} quality_variant;

/* The features of all articles. The library's own function makes them when `variant` is NULL. */
dvk_features *quality_features_make(const quality_corpus *corpus, const quality_variant *variant);
void quality_features_free(dvk_features *features, size_t n);

/* Articles whose features differ in any way. */
size_t quality_features_differ(const dvk_features *a, const dvk_features *b, size_t n);

#endif
