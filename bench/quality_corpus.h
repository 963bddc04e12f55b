/* The evaluation data in memory: articles, and what people said of them. */
#ifndef QUALITY_CORPUS_H
#define QUALITY_CORPUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dvoinik/article.h"

/* Ends the program: there is nothing to measure then. */
_Noreturn void quality_fail(const char *what, const char *which);

/* Zeroed memory, or the end of the program. */
void *quality_room(size_t n, size_t size);

/* The next of a sequence of random numbers that is the same everywhere. */
uint64_t quality_random(uint64_t *state);
/* A number below `below`. */
size_t quality_any(uint64_t *state, size_t below);
void quality_shuffle(uint64_t *state, uint32_t *list, size_t n);

/* A whole file, decompressed and ended by NUL, the caller's to free by dvi_free; NULL when it is not there.
 */
char *quality_file(const char *path, size_t *len);
/* folder/name in a buffer of its own: as many as four may be in use. */
const char *quality_path(const char *folder, const char *name);

/* Articles that own what they are made of. A zeroed one is empty. */
typedef struct quality_corpus {
    dvk_article *list;
    uint32_t *by_id; /* article numbers in the order of their ids */
    size_t n, cap;
} quality_corpus;

/* Reads the articles of a file for which `keep`, asked with their numbers in it, says so; all when it is
 * NULL. */
typedef bool (*quality_keep)(void *user, const dvk_article *article, size_t number);
void quality_corpus_read(quality_corpus *corpus, const char *path, quality_keep keep, void *user);
void quality_corpus_finish(quality_corpus *corpus);

/* SIZE_MAX when there is none. */
size_t quality_corpus_find(const quality_corpus *corpus, dvk_span id);

enum { QUALITY_STORIES = 128, QUALITY_LANGUAGES = 24 };

/* A complete labelling of a corpus. */
typedef struct quality_gold {
    uint16_t *story, *event, *language; /* of each article */
    bool *six;                          /* in one of the six Slavic languages in Cyrillic */
    size_t n_names, n_languages;
    bool related[QUALITY_STORIES][QUALITY_STORIES];
} quality_gold;

/* `corpus` and `gold` from feed.jsonl, gold.tsv and related.tsv of a folder. */
void quality_gold_read(quality_corpus *corpus, quality_gold *gold, const char *folder);
void quality_gold_finish(quality_gold *gold);

typedef enum quality_relation {
    QUALITY_STORY,
    QUALITY_EVENT,
    QUALITY_RELATED,
    QUALITY_DIFFERENT,
    QUALITY_RELATIONS
} quality_relation;

typedef struct quality_labelled {
    char id_a[32], id_b[32];
    quality_relation relation;
} quality_labelled;

/* The labelled pairs of a folder's pairs.tsv; how many. */
size_t quality_labelled_read(quality_labelled **out, const char *folder);

#endif
