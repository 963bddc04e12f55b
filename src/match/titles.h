/* What two titles say of two texts that share wording: an article's title is told by its text, and so by any
 * copy of it. */
#ifndef DVI_TITLES_H
#define DVI_TITLES_H

#include <stdint.h>

#include "dvoinik/features.h"
#include "match/shared_keys.h"

/* The weight of an article's title, numbers left out: in all, of what its text comes back to, and of names.
 * "Headlines of the day" have nothing of it in theirs. */
typedef struct dvi_title {
    uint32_t weight, told, names;
} dvi_title;

void dvi_title_init(dvi_title *out, const dvk_features *features);

static inline uint64_t dvi_entry_weight(uint64_t entry) {
    return entry >> DVI_ENTRY_WEIGHT_AT & UINT16_MAX;
}

/* What of a title's weight the other article has anywhere, numbers left out. */
uint64_t dvi_shared_of_title(const uint64_t *entries, uint32_t n);

/* From what value on a measure counts in full, and up to which it counts at all, in hundredths. */
typedef struct dvi_slope {
    uint32_t full, none;
} dvi_slope;

/* How far `value` of `whole` counts, in 1/65536; where `full` is more than `none`, the more the more. */
uint64_t dvi_count_by(const dvi_slope *by, uint64_t value, uint64_t whole);

/* How far neither article says what the other's title does, though the text of one of them says what its own
 * title does, in 1/65536: whatever words they share are beside what they are about, as the foot of a page is.
 * 0 where one has no title. */
int32_t dvi_beside_titles(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b);

/* In 1/65536; 0 where one has no title. Says something of two texts in one language. */
typedef struct dvi_other_titles {
    int32_t subject; /* how far each text says what its own title does and the other article does not */
    int32_t filled;  /* how far each title has names that the other article does not, and the rest of both is
                        the  same: a form with other names */
} dvi_other_titles;

dvi_other_titles dvi_compare_titles(const dvi_shared_keys *shared, const dvi_title *a, const dvi_title *b);

#endif
