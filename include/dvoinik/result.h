/* Results: what a finished job knows of its articles, as clustering makes it and reports take it. */
#ifndef DVOINIK_RESULT_H
#define DVOINIK_RESULT_H

#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"
#include "dvoinik/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A scored pair of article numbers, a < b; probabilities in 1/65536. */
typedef struct dvk_pair {
    uint32_t a, b;
    uint32_t duplicate;
    uint32_t event;
} dvk_pair;

typedef struct dvk_assignment {
    uint32_t duplicate; /* number of the duplicate group, from 0 in order of first article */
    uint32_t event;     /* number of the event cluster, likewise */
    uint32_t score;     /* mean event probability to the other members, of more than 64 to those that it is
                           highest to, in 1/65536; 65536 for a lone article */
    uint8_t representative; /* 1 for exactly one article of each event: the one nearest to all others */
} dvk_assignment;

/* What is known of one article. Spans are lent by whoever gave the result, for as long as 64 others are not
 * asked for. */
typedef struct dvk_result {
    dvk_span id, url, source;
    dvk_span title; /* the title, or the beginning of the text of an article without one */
    dvk_span text;  /* empty unless the job keeps texts */
    int64_t time;   /* DVK_NO_TIME where there is no date */
    uint32_t language;
    uint32_t n_tokens;
    uint32_t n_characters; /* of title and text, as they were read */
    dvk_assignment assigned;
} dvk_result;

/* A thing two articles share: the spellings it has in each (equal where they are), its kind and its part of
 * the similarity. Spans are lent until this is asked of two others. */
typedef struct dvk_shared {
    dvk_span word_a, word_b;
    uint8_t kind;   /* dvk_feature_kind */
    uint32_t share; /* in 1/65536 */
} dvk_shared;

/* A view of all results. The functions may be called from one thread at a time. */
typedef struct dvk_results {
    size_t n;              /* articles, in input order */
    const dvk_pair *pairs; /* scored pairs, `event` from .1 on whatever the threshold, rising by a then b */
    size_t n_pairs;
    const void *source; /* what the functions take first */
    /* A number that is no article's gives an empty result, and shares nothing. */
    void (*article)(const void *source, size_t i, dvk_result *out);
    /* The heaviest things articles a and b share: at most `cap`, returns how many. */
    size_t (*shared)(const void *source, size_t a, size_t b, dvk_shared *out, size_t cap);
    /* Whether all that was asked for could be given: DVK_OK, or the first failure. NULL where none is
     * possible. */
    dvk_status (*status)(const void *source);
} dvk_results;

#ifdef __cplusplus
}
#endif
#endif
