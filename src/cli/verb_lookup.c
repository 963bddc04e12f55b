/* Finding a verb by its name, and running it. */
#include <string.h>

#include "messages.h"
#include "nearest.h"
#include "verbs.h"

static const struct {
    unsigned bit;
    int (*run)(const settings *values);
} programs[] = {
    {FOR_CLUSTER, verb_cluster}, {FOR_DEDUP, verb_dedup}, {FOR_PAIRS, verb_pairs},
    {FOR_EXPLAIN, verb_explain}, {FOR_EVAL, verb_eval},   {FOR_TRANSLIT, verb_translit},
    {FOR_INDEX, verb_index},     {FOR_WATCH, verb_watch}, {FOR_HELP, verb_help},
};

int verb_run(const verb *asked, const settings *values) {
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (programs[i].bit == asked->bit) return programs[i].run(values);
    return EXIT_USAGE;
}

const verb *verb_find(const char *name) {
    for (size_t i = 0; i < n_verbs; i++)
        if (strcmp(verbs[i].name, name) == 0) return &verbs[i];
    return NULL;
}

const char *verb_nearest(const char *name) {
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < n_verbs; i++)
        if (is_nearer(name, verbs[i].name, &best)) nearest = verbs[i].name;
    return nearest;
}
