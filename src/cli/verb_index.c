/* dvoinik index: finds the action, refuses what does not belong to it, and lets it run. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "index_actions.h"
#include "messages.h"
#include "nearest.h"
#include "run_job.h"
#include "verbs.h"

static int (*const runs[N_ACTIONS])(const settings *values) = {
    [ACTION_CREATE] = index_create, [ACTION_ADD] = index_add,       [ACTION_QUERY] = index_query,
    [ACTION_LIST] = index_list,     [ACTION_SHOW] = index_show,     [ACTION_EXPIRE] = index_expire,
    [ACTION_MERGE] = index_merge,   [ACTION_VERIFY] = index_verify, [ACTION_REBUILD] = index_rebuild,
    [ACTION_STATS] = index_stats,
};

static const action *find_action(const char *name) {
    const char *nearest = NULL;
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < N_ACTIONS; i++) {
        if (strcmp(actions[i].name, name) == 0) return &actions[i];
        if (is_nearer(name, actions[i].name, &best)) nearest = actions[i].name;
    }
    if (nearest != NULL)
        message_error("index: there is no action '%.*s'; did you mean '%s'?", message_cut(name, 80), name,
                      nearest);
    else
        message_error("index: there is no action '%.*s'; see dvoinik index --help", message_cut(name, 80),
                      name);
    return NULL;
}

/* Options that only some actions have a use for. */
static bool fits(const settings *values, const char *name) {
    static const struct {
        const char *option, *actions;
    } owners[] = {
        {"window", " create "},
        {"duplicate-threshold", " create "},
        {"event-threshold", " create "},
        {"seed", " create "},
        {"bands", " create "},
        {"rows", " create "},
        {"max-candidates", " create "},
        {"before", " expire "},
        {"older-than", " expire "},
        {"level", " show "},
        {"input-format", " add query "},
        {"field", " add query "},
        {"skip-bad", " add query "},
        {"max-record", " add query "},
        {"max-tokens", " add query "},
        {"max-nesting", " add query "},
        {"max-ratio", " add query "},
        {"max-total", " add query "},
        {"format", " add query list show expire merge "},
        {"bom", " list "},
    };
    char wanted[32] = " ";
    strncat(wanted, name, 16);
    strcat(wanted, " ");
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        if (!option_given(values, owners[i].option) || strstr(owners[i].actions, wanted) != NULL) continue;
        message_error("index %s: --%s has no meaning here; it belongs to index%.*s", name, owners[i].option,
                      (int)strlen(owners[i].actions) - 1, owners[i].actions);
        return false;
    }
    return true;
}

int verb_index(const settings *values) {
    const action *asked = find_action(values->inputs[0]);
    if (asked == NULL || !fits(values, asked->name)) return EXIT_USAGE;
    size_t n = values->n_inputs - 2;
    if (n < asked->least || n > asked->most) {
        message_error("index %s: there are too %s words; give dvoinik index %s %s", asked->name,
                      n < asked->least ? "few" : "many", asked->name, asked->arguments);
        return EXIT_USAGE;
    }
    return runs[asked - actions](values);
}

int index_settings(const settings *values, dvk_index_access access, dvk_index_options *options) {
    dvk_job_options job;
    dvk_index_options_init(options);
    int status = job_settings(values, &job);
    if (status != EXIT_DONE) return status;
    options->access = access;
    options->wait = values->wait < 1000000 ? (uint32_t)values->wait * 1000 : 1000000000;
    options->threads = values->threads;
    options->cpu = values->cpu_mask;
    options->secret = !option_given(values, "seed");
    options->sign = job.sign;
    options->cluster = job.cluster;
    options->max_candidates = job.max_candidates;
    return EXIT_DONE;
}

static bool find_beside(const char *folder, const char *ending, struct stat *info) {
    char path[4200];
    int len = snprintf(path, sizeof path, "%s/index.dvoinik%s", folder, ending);
    return len > 0 && (size_t)len < sizeof path && stat(path, info) == 0;
}

/* `left` is the file of a rebuild, if it did not become the index meanwhile. */
static void say_removed(const char *folder, const struct stat *left) {
    struct stat now;
    if (find_beside(folder, ".rebuilt", &now) || !find_beside(folder, "", &now) || now.st_ino == left->st_ino)
        return;
    message_error(
        "%s: a rebuild was cut off before its end; what it had made was removed, and the index is as "
        "it was",
        folder);
}

int index_open(const settings *values, const char *folder, dvk_index_access access, dvk_index **out) {
    dvk_index_options options;
    dvk_error error = {0};
    *out = NULL;
    int status = index_settings(values, access, &options);
    if (status != EXIT_DONE) return status;
    struct stat left;
    bool was_left = access == DVK_INDEX_WRITE && find_beside(folder, ".rebuilt", &left);
    dvk_status opened = dvk_index_create(out, folder, &options, &error);
    if (opened != DVK_OK) return message_failure(opened, &error);
    if (was_left && !values->quiet) say_removed(folder, &left);
    return EXIT_DONE;
}
