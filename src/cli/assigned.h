/* An assignment of articles to clusters, from a file or from a job. */
#ifndef DVOINIK_CLI_ASSIGNED_H
#define DVOINIK_CLI_ASSIGNED_H

#include "dvoinik/pipeline.h"
#include "names.h"

typedef struct assigned_article {
    uint32_t duplicate,
        event;     /* numbers of values, equal where the values are; NO_NAME where there is none */
    uint32_t lang; /* in `values`; NO_NAME where there is none */
} assigned_article;

/* A zeroed one is empty and valid. */
typedef struct assigned {
    names ids; /* article numbers */
    names values;
    assigned_article *articles;
    size_t cap;
    names wrong; /* sentences on what cannot be believed */
} assigned;

/* Returns EXIT_DONE, or another status after a message. */
int assigned_read(assigned *list, const char *path);
void assigned_take(assigned *list, const dvk_job *job);
void assigned_finish(assigned *list);

/* Adds a sentence on what is wrong. */
void assigned_wrong(assigned *list, const char *format, const char *text);

#endif
