/* Labels made by people: a folder with gold.tsv (and related.tsv), or with pairs.tsv. */
#ifndef DVOINIK_CLI_GOLD_H
#define DVOINIK_CLI_GOLD_H

#include <stdbool.h>

#include "measures.h"
#include "names.h"
#include "whole_file.h"

/* A row of gold.tsv: cells a to c are id, story, event; of pairs.tsv: a to d are a, b, langs, relation. */
typedef struct gold_row {
    const char *cells[4]; /* each ends in NUL */
} gold_row;

typedef struct gold_table {
    whole_file file;
    gold_row *rows;
    size_t n, cap;
} gold_table;

typedef struct gold {
    bool pairs; /* the rows are of pairs.tsv */
    gold_table table;
    gold_table related; /* cells a and b */
} gold;

enum { N_GOLD_FILES = 3 };

/* What may lie in the folder. */
extern const char *const gold_files[N_GOLD_FILES];

/* Returns EXIT_DONE, or another status after a message. A failed one is to be finished too. */
int gold_read(gold *labels, const char *folder);
void gold_finish(gold *labels);

/* Length of the language that a gold id begins with: all before its last "-". */
size_t gold_lang(const char *id);

#endif
