/* Measures of a clustering against labels made by people: pure functions on arrays. */
#ifndef DVOINIK_CLI_MEASURES_H
#define DVOINIK_CLI_MEASURES_H

#include <stddef.h>
#include <stdint.h>

/* Stories whose pairs of articles count neither way: pairs of story numbers, each smaller number first,
 * rising. */
typedef struct story_pair {
    uint32_t a, b;
} story_pair;

/* One level, n articles. All numbers are below `n_keys` or `n_got`. */
typedef struct level_labels {
    size_t n;
    const uint32_t *key; /* what should be together: the story, or the event */
    const uint32_t *story;
    const uint32_t *lang;
    const uint32_t *got; /* what was put together; one of its own for an article that is missing */
    size_t n_keys, n_got;
    const story_pair *related;
    size_t n_related;
} level_labels;

typedef struct share_of {
    uint64_t part, whole;
} share_of;

enum { SAME_LANGUAGE, CROSS_LANGUAGE, SAME_STORY, INDEPENDENT, INDEPENDENT_CROSS_LANGUAGE, N_PAIR_KINDS };

extern const char *const pair_kind_names[N_PAIR_KINDS];

typedef struct level_measures {
    share_of said, same; /* true among the pairs put together; put together among the true pairs */
    double p, r, f1, b3;
    share_of kinds[N_PAIR_KINDS];
    double macro;    /* recall of pairs of different stories, averaged over events */
    size_t n_events; /* with such pairs */
} level_measures;

double f1_score(double p, double r);

/* Pairwise precision, recall and F1; B-cubed F1; recall by kind of pair. Precision and recall of nothing
 * are 1. Source: B-cubed: Bagga and Baldwin, "Entity-Based Cross-Document Coreferencing", COLING-ACL 1998.
 * Cost: sum of the squares of the group sizes. */
void measure_level(const level_labels *labels, level_measures *out);

/* Share of right languages. For each article: its language by gold id, "rus-…", and the BCP 47 code it was
 * given ("" for none). `grouped` takes Serbian in Latin, Croatian and Bosnian as one; `inside` is how many of
 * those are told apart. */
typedef struct language_measures {
    share_of grouped, inside;
    int told; /* whether any article was given a language */
} language_measures;

void measure_language(language_measures *sums, const char *gold, size_t gold_len, const char *given);

#endif
