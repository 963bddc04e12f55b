/* What is said of an index's articles, as text for people or as JSON lines. */
#ifndef DVOINIK_CLI_INDEX_LINES_H
#define DVOINIK_CLI_INDEX_LINES_H

#include "dvoinik/index.h"
#include "options.h"
#include "output.h"

/* Who prints. */
typedef struct index_lines {
    const settings *values;
    output out;
    uint64_t added, known, only_joined;
    bool only_new; /* articles that were there already are counted, not told */
} index_lines;

/* Listeners of dvk_index_add and others; `user` is index_lines. */
bool index_put_article(void *user, const dvk_index_answer *answer);
bool index_put_change(void *user, const dvk_index_change *change);
void index_put_bad(void *user, const dvk_error *error);
bool index_put_progress(void *user, const char *stage, uint64_t done, uint64_t total);

/* The answer to a query, with the articles that are alike. */
int index_put_query(index_lines *lines, dvk_index *index, const dvk_index_answer *answer);

#endif
