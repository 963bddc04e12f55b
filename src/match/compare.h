/* Comparing: two articles' features -> the measurements a score is made of. */
#ifndef DVI_COMPARE_H
#define DVI_COMPARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/prefetch.h"
#include "dvoinik/features.h"
#include "match/inversions.h"
#include "match/passage.h"
#include "match/shared_keys.h"
#include "match/shared_sums.h"
#include "match/titles.h"

enum { DVI_SHINGLES_OF_A_LINE = 16 /* of the cache */ };

/* An article ready to be compared: its features, without loss, and what of them is the same in every
 * comparison. It has no pointers, so that it may be moved and put by. Where memory is short only the map's
 * entries that it has are there, with the shingles right behind them. */
typedef struct dvi_comparable {
    uint32_t shingles_at;                                               /* bytes from here */
    uint32_t n_features, n_shingles, shingle_total, n_tokens, language; /* as in dvk_features */
    uint32_t dateline;                                                  /* the same */
    uint32_t norm;       /* Euclidean norm of the weights without concepts, in 1/256 */
    uint32_t full_norm;  /* with concepts */
    uint32_t focus_norm; /* of the squared weights without concepts */
    uint32_t lead_norm;  /* of the features in title or lead, concepts included */
    uint32_t numbers;    /* sum of the weights of numbers and dates */
    uint32_t title_words, title_days, lead_days, days; /* of its title; of title or lead; anywhere */
    uint32_t title_dates; /* sum of the keys of days, weekdays and months in the title; 0: it names none */
    dvi_title title;
    int64_t time; /* seconds, or DVK_NO_TIME */
    dvi_key_map map;
    uint32_t shingles[DVK_MAX_SHINGLES]; /* unless memory is short */
} dvi_comparable;

static inline const uint32_t *dvi_comparable_shingles(const dvi_comparable *c) {
    return (const uint32_t *)(const void *)((const char *)c + c->shingles_at);
}

enum { DVI_COMPARABLE_HEAD = offsetof(dvi_comparable, map.entries) };

/* Bytes that these features take where memory is short: such that the next may follow. */
size_t dvi_comparable_size(uint32_t n_features, uint32_t n_shingles);

void dvi_comparable_init(dvi_comparable *out, const dvk_features *features);
/* The same in dvi_comparable_size bytes at `memory`, which is aligned for it. */
dvi_comparable *dvi_comparable_place(void *memory, const dvk_features *features);

/* Whether `size` bytes, aligned, are what dvi_comparable_place wrote, or at least lead nowhere beyond them.
 */
bool dvi_comparable_is_whole(const void *memory, size_t size);

/* The features again; `room` is for n_features of them and n_shingles numbers, and lends `out` its arrays. */
void dvi_comparable_features(const dvi_comparable *c, void *room, dvk_features *out);

/* What is measured of a pair, in 1/65536 where not said otherwise. */
typedef enum dvi_measure {
    DVI_SIMILARITY,      /* cosine of the weights, concepts left out */
    DVI_FULL_SIMILARITY, /* with concepts */
    DVI_ORDER,    /* Kendall's tau of the shared features' places, -65536 to 65536, times DVI_SUPPORT */
    DVI_NEARNESS, /* share of the shared features at nearly the same place, times DVI_SUPPORT */
    DVI_SUPPORT,  /* m / (m + 24) for m shared features with places; in this, the similarities and coverage,
                     numbers count as far as words  bear them out; this and coverage count as far as the
                     similarity does, and cosines of fewer than 8 shared as far as these */
    DVI_LENGTHS,  /* shorter : longer, in tokens */
    DVI_COVERAGE, /* shared features : features of the article that has fewer, but no fewer than 12 */
    DVI_NUMBERS,  /* agreement of numbers and dates, -65536 to 65536, 0 where there are none */
    DVI_RESEMBLANCE, /* of shingles */
    DVI_CONTAINMENT,
    DVI_SAME_LANGUAGE, /* 0 or 65536 */
    DVI_FOCUS, /* cosine of the squared weights: what the articles are about, rather than how alike they are
                */
    DVI_LEAD,  /* cosine of what stands in title and lead of both, concepts included */
    DVI_TEMPLATE, /* the same words with other numbers: containment times disagreement of numbers; under
                     titles that are the same but for what their texts are about, twice the containment; where
                     title, lead or dateline names another day, or of one title it was published a day later
                     with other numbers, twice the containment or nearness */
    DVI_KINSHIP,  /* of the languages, from the model: filled in by dvi_score, not by dvi_compare */
    DVI_DAYS,     /* between the dates, behind the first twelve hours, seven at most; 0 where one has none */
    DVI_PEAK, /* how far one feature makes more than .2 of the cosine with concepts: by chance two languages
                 have a name of three letters in common, and hardly more */
    DVI_NO_COMMON_DAY, /* both name days of a month, and none that the other names: 65536 where both do so in
                       title or lead, or by datelines more than three days apart, a half where not */
    DVI_PASSAGE,   /* how far all that is shared is one passage of an article about other things, an item of a
                      digest; or the same wording is beside what both titles say, as the foot of a page */
    DVI_BEGINNING, /* how much nearer the shared features are to each other where the shorter article, in
                      another language, is laid over the beginning of the longer, times DVI_SUPPORT: it may be
                      a translation that ends early */
    DVI_OTHER_SUBJECTS, /* how far each of two texts in one language says what its own title does and the
                           other article does not, unless one is all in the other */
    DVI_MEASURES
} dvi_measure;

void dvi_compare(const dvi_comparable *a, const dvi_comparable *b, int32_t out[DVI_MEASURES]);

/* What takes the most time of comparing, by extensions of the processor (DVK_CPU_...) and those that it has.
 */
typedef struct dvi_match_kernels {
    dvi_find_shared *find;
    dvi_sum_shared *sum;
    dvi_count_inversions *inversions;
} dvi_match_kernels;

dvi_match_kernels dvi_choose_match_kernels(uint32_t cpu);

/* By what two articles may be one form of different days. */
typedef enum dvi_other_days {
    DVI_NO_OTHER_DAYS,
    DVI_OTHER_DATES_ALONE,   /* published so, without numbers: a form, news of one matter, or a copy that was
                                edited */
    DVI_OTHER_DAYS_OF_DATES, /* published so, or told by the leads, with other numbers: a form, a copy, or
                                news of one matter */
    DVI_OTHER_DAYS_OF_LEADS, /* a form, or a copy that was dated anew */
    DVI_OTHER_DAYS_OF_TITLES
} dvi_other_days;

/* The same in three parts, the cheapest first: all but what the others say, and what is shared; DVI_ORDER,
 * DVI_NEARNESS, DVI_BEGINNING and DVI_PASSAGE; DVI_RESEMBLANCE, DVI_CONTAINMENT, DVI_TEMPLATE,
 * DVI_OTHER_SUBJECTS and more of DVI_PASSAGE. Each wants those before, and the last what the first returns.
 */
dvi_other_days dvi_compare_keys(const dvi_match_kernels *kernels, const dvi_comparable *a,
                                const dvi_comparable *b, dvi_shared_keys *shared, int32_t out[DVI_MEASURES]);
void dvi_compare_places(const dvi_match_kernels *kernels, const dvi_comparable *a, const dvi_comparable *b,
                        const dvi_shared_keys *shared, int32_t out[DVI_MEASURES]);
/* Asks for what the last will want. */
static inline __attribute__((always_inline)) void dvi_expect_shingles(const dvi_comparable *of) {
    const uint32_t *shingles = dvi_comparable_shingles(of);
    for (uint32_t i = 0; i < of->n_shingles; i += DVI_SHINGLES_OF_A_LINE)
        dvi_prefetch(&shingles[i]);
}

void dvi_compare_shingles(const dvi_comparable *a, const dvi_comparable *b, const dvi_shared_keys *shared,
                          dvi_other_days other_days, int32_t out[DVI_MEASURES]);

/* How far shared numbers count, in 1/65536: no more than the words do that are shared as well, or as far as
 * all words are. Else two lists that both count to forty would be one article. `dot` is over all that is
 * shared, `norms` the product of the full norms. */
uint64_t dvi_trust_in_numbers(uint64_t dot, uint64_t of_numbers, uint64_t norms);

/* DVI_DAYS. */
int32_t dvi_days_between(const dvi_comparable *a, const dvi_comparable *b);

#endif
