/* The table of verbs. */
#ifndef DVOINIK_CLI_VERBS_H
#define DVOINIK_CLI_VERBS_H

#include "options.h"

typedef struct verb {
    const char *name;
    unsigned bit;            /* FOR_… */
    const char *arguments;   /* as the help shows them */
    const char *summary;     /* a line */
    const char *description; /* a paragraph */
    const char *examples;    /* lines */
    size_t least, most;      /* inputs */
} verb;

/* The first word of `index`. */
enum {
    ACTION_CREATE,
    ACTION_ADD,
    ACTION_QUERY,
    ACTION_LIST,
    ACTION_SHOW,
    ACTION_EXPIRE,
    ACTION_MERGE,
    ACTION_VERIFY,
    ACTION_REBUILD,
    ACTION_STATS,
    N_ACTIONS
};

typedef struct action {
    const char *name, *arguments;
    size_t least, most; /* words behind the folder */
} action;

extern const action actions[N_ACTIONS];
extern const verb verbs[];
extern const size_t n_verbs;

typedef struct exit_meaning {
    int status;
    const char *meaning;
} exit_meaning;

extern const char program_description[];
extern const exit_meaning exit_meanings[];
extern const size_t n_exit_meanings;

/* NULL when there is none. */
const verb *verb_find(const char *name);
/* The name that was probably meant, or NULL. */
const char *verb_nearest(const char *name);

/* Returns the exit status. */
int verb_run(const verb *asked, const settings *values);

int verb_cluster(const settings *values);
int verb_dedup(const settings *values);
int verb_pairs(const settings *values);
int verb_explain(const settings *values);
int verb_eval(const settings *values);
int verb_translit(const settings *values);
int verb_index(const settings *values);
int verb_watch(const settings *values);
int verb_help(const settings *values);

/* The help of one verb, or of the program for NULL. Returns the exit status. */
int help_show(const verb *about, const char *output);

#endif
