/* An output that takes the place of an input, or of a part of an index, loses it; one that lies in a folder
 * of inputs is read as articles by the next run, or by this one when it watches. */
#include "input_guard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "dvoinik/read.h"
#include "gold.h"
#include "messages.h"
#include "paths.h"

/* Where data are to go. */
typedef struct place {
    const char *option, *path;
    char *folder; /* as it is when no link is in it, or NULL where there is none */
    char *name;   /* in that folder */
    struct stat info;
    bool there; /* a file to be replaced */
} place;

static void place_init(place *to, const char *option, const char *path) {
    char *target = follow_links(path), *folder = folder_of(target);
    *to = (place){.option = option, .path = path, .folder = realpath(folder, NULL)};
    to->name = strdup(name_of(target));
    to->there = stat(path, &to->info) == 0 && S_ISREG(to->info.st_mode);
    free(folder);
    free(target);
}

static void place_finish(place *to) {
    free(to->folder);
    free(to->name);
}

static bool is_file_of(const place *to, const struct stat *input) {
    return to->there && S_ISREG(input->st_mode) && input->st_dev == to->info.st_dev &&
           input->st_ino == to->info.st_ino;
}

/* Whether it is the input, a file that may be one of a folder that is read, or one of an index. */
static bool is_input(const place *to, const char *input) {
    struct stat info;
    bool standard = strcmp(input, "-") == 0;
    return (standard ? fstat(STDIN_FILENO, &info) : stat(input, &info)) == 0 && is_file_of(to, &info);
}

static bool is_in_folder(const place *to, const char *input, bool directly) {
    struct stat info;
    if (to->folder == NULL || stat(input, &info) != 0 || !S_ISDIR(info.st_mode)) return false;
    char *folder = realpath(input, NULL);
    if (folder == NULL) return false;
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    bool within = strncmp(to->folder, folder, len) == 0 &&
                  (to->folder[len] == '\0' || (to->folder[len] == '/' && !directly));
    free(folder);
    return within;
}

/* The database, or what lies beside it. */
static bool is_of_index(const place *to, const char *folder) {
    return to->name != NULL && strncmp(to->name, INDEX_FILE, sizeof INDEX_FILE - 1) == 0 &&
           is_in_folder(to, folder, true);
}

/* The file that is read beside the inputs and that the place is, to be freed; or NULL. */
static char *is_beside_inputs(const place *to, const settings *values) {
    const char *groups = values->assigned;
    if (groups != NULL && is_input(to, groups)) return checked_copy(groups, strlen(groups));
    for (size_t i = 0; values->gold != NULL && i < N_GOLD_FILES; i++) {
        char *path = join_path(values->gold, gold_files[i]);
        if (is_input(to, path)) return path;
        free(path);
    }
    return NULL;
}

/* What the next run would read as labels. */
static bool is_of_gold(const place *to, const char *folder) {
    for (size_t i = 0; i < N_GOLD_FILES; i++)
        if (to->name != NULL && strcmp(to->name, gold_files[i]) == 0) return is_in_folder(to, folder, true);
    return false;
}

static bool refuse_input(const verb *asked, const place *to) {
    message_error("%s: --%s %s would take the place of an input; give it another name", asked->name,
                  to->option, to->path);
    return true;
}

static bool refuse_folder(const verb *asked, const place *to, const char *folder) {
    message_error(
        "%s: --%s %s lies in %s, which is read, and would be taken for articles; give it a name outside",
        asked->name, to->option, to->path, folder);
    return true;
}

static bool refuse_gold(const verb *asked, const place *to, const char *folder) {
    message_error("%s: --%s %s would be taken for labels of %s by the next run; give it another name",
                  asked->name, to->option, to->path, folder);
    return true;
}

static bool refuses_of_eval(const verb *asked, const settings *values, const place *to) {
    char *beside = is_beside_inputs(to, values);
    bool refused = beside != NULL && refuse_input(asked, to);
    free(beside);
    if (refused) return true;
    return values->gold != NULL && is_of_gold(to, values->gold) && refuse_gold(asked, to, values->gold);
}

/* Verbs that give their input's own lines may change a file in its place. */
static bool refuses(const verb *asked, const settings *values, const char *option, const char *path,
                    bool in_place) {
    if (path == NULL || strcmp(path, "-") == 0) return false;
    place to;
    place_init(&to, option, path);
    bool index = values->index != NULL && is_of_index(&to, values->index);
    bool refused = index ? refuse_input(asked, &to) : refuses_of_eval(asked, values, &to);
    for (size_t i = 0; i < values->n_inputs && !refused; i++) {
        const char *input = values->inputs[i];
        if ((!in_place && is_input(&to, input)) || is_of_index(&to, input))
            refused = refuse_input(asked, &to);
        else if (asked->bit != FOR_TRANSLIT && to.name != NULL && dvk_is_readable_name(to.name) &&
                 is_in_folder(&to, input, false))
            refused = refuse_folder(asked, &to, input);
    }
    place_finish(&to);
    return refused;
}

static bool refuse_stdout(const verb *asked, const char *input) {
    message_error("%s: standard output goes to the input %s; let it go to another file", asked->name, input);
    return true;
}

/* `> FILE` has emptied it by now, but `>> FILE` has not. */
static bool refuses_stdout(const verb *asked, const settings *values) {
    place to = {.there = true};
    if (values->output != NULL || fstat(STDOUT_FILENO, &to.info) != 0 || !S_ISREG(to.info.st_mode))
        return false;
    for (size_t i = 0; i < values->n_inputs; i++)
        if (is_input(&to, values->inputs[i])) return refuse_stdout(asked, values->inputs[i]);
    char *beside = is_beside_inputs(&to, values);
    bool refused = beside != NULL && refuse_stdout(asked, beside);
    free(beside);
    return refused;
}

bool input_guard_refuses(const verb *asked, const settings *values) {
    bool in_place = asked->bit == FOR_DEDUP || asked->bit == FOR_TRANSLIT;
    return refuses(asked, values, "output", values->output, in_place) ||
           refuses(asked, values, "map", values->map, false) || refuses_stdout(asked, values);
}
