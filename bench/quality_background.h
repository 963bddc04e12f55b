/* Keys of words that the library does not make, and how rare they are. */
#ifndef QUALITY_BACKGROUND_H
#define QUALITY_BACKGROUND_H

#include <stdbool.h>

#include "dvoinik/article.h"
#include "tables/sealed_model.h"

enum {
    QUALITY_PREFIX_4,
    QUALITY_PREFIX_5,
    QUALITY_PREFIX_6,
    QUALITY_SKELETON_4,
    QUALITY_SKELETON_5,
    QUALITY_SKELETON_6,
    QUALITY_FAMILIES
};

/* Counts the keys of all families over the background texts, as make_frequencies does; false when they are
 * not there. */
bool quality_background_read(const char *folder);

/* The key of a word in a family, 0 when it has none. */
uint32_t quality_family_key(int family, uint32_t language, dvk_span word);
/* Its inverse document frequency in 1/256 nat; `word` as above. */
uint16_t quality_family_idf(int family, uint32_t language, dvk_span word);

#endif
